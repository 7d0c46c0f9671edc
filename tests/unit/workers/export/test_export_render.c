/* The renderer from rows to bytes: structure, limits, equal bytes, and that a full disk leaves
 * nothing. What a spreadsheet program makes of it is tested in tests/integration/export. */
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "attr.h"
#include "export_render.h"
#include "xlsx_part.h"

static const struct word STATES[] = {
    { "open", TONE_NORMAL, "●", "进行中", "open" },
    { "late", TONE_LATE, "▲", "迟", "late" },
    { 0 },
};
static const struct column COLUMNS[] = {
    { .key = "n",
      .zh = "序号",
      .en = "No.",
      .type = COL_SERIAL,
      .least = 5,
      .most = 8,
      .band_zh = "甲",
      .band_en = "A" },
    { .key = "name", .zh = "名称", .en = "Name", .type = COL_TEXT, .least = 8, .most = 20 },
    { .key = "state",
      .zh = "状态",
      .en = "State",
      .type = COL_WORD,
      .least = 8,
      .most = 14,
      .words = STATES,
      .band_zh = "乙",
      .band_en = "B" },
    { .key = "yuan",
      .zh = "金额",
      .en = "Yuan",
      .type = COL_MONEY,
      .least = 8,
      .most = 14,
      .flags = COLUMN_SUM },
};
static const struct sheet_def SHEETS[] = {
    { .zh = "甲表", .en = "First", .columns = COLUMNS, .count = COUNT_OF(COLUMNS), .freeze = 2 },
    { .zh = "乙表", .en = "Second", .columns = COLUMNS, .count = COUNT_OF(COLUMNS) },
};
static const struct book_def BOOK = { .kind = "test",
                                      .zh = "试验",
                                      .en = "Test",
                                      .filter_zh = "全部",
                                      .filter_en = "all",
                                      .sheets = SHEETS,
                                      .sheet_count = 2 };

struct fixture {
    char dir[64];
    char path[96];
    int64_t rows;     /* of each sheet */
    int64_t bad_row;  /* gives a number that is none; 0: never */
    const char *name; /* of the row's second cell */
};

static int make(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){ .rows = 3, .name = "系统" };
    snprintf(fixture.dir, sizeof(fixture.dir), "/tmp/mlps-render-XXXXXX");
    if (!mkdtemp(fixture.dir))
        return -1;
    snprintf(fixture.path, sizeof(fixture.path), "%s/draft.xlsx", fixture.dir);
    *state = &fixture;
    return 0;
}

static int drop(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->path);
    return rmdir(fixture->dir); /* fails when anything else was left behind */
}

static rc_t give(void *arg, const struct sheet_def *sheet, sheet_writer_t *out,
                 struct problem *problem)
{
    const struct fixture *fixture = arg;
    rc_t rc = RC_OK;
    (void)sheet;
    for (int64_t i = 1; i <= fixture->rows && rc == RC_OK; i++) {
        char number[24], fen[24];
        snprintf(number, sizeof(number), i == fixture->bad_row ? "x%" PRId64 : "%" PRId64, i);
        snprintf(fen, sizeof(fen), "%" PRId64, i * 101);
        const char *cells[] = { number, fixture->name, i % 2 ? "open" : "late:4", fen };
        rc = sheet_writer_row(out, cells, problem);
    }
    return rc;
}

static struct render_ask ask_for(struct fixture *fixture)
{
    return (struct render_ask){ .book = &BOOK,
                                .cover = { .contract_title = "合同甲",
                                           .contract_code = "c-1",
                                           .customer = "采购人乙",
                                           .service_period = "2026-01-01 – 2026-12-31",
                                           .pack = "p v1",
                                           .calendar = "cn 1",
                                           .requested_by = "cli",
                                           .as_of_us = INT64_C(1781485200000000),
                                           .zone_minutes = 480,
                                           .event_seq = 77 },
                                .rows = give,
                                .rows_arg = fixture,
                                .folder = fixture->dir,
                                .path = fixture->path };
}

static struct render_done render(struct fixture *fixture, const struct render_ask *ask)
{
    struct problem problem = { .rc = RC_OK };
    struct render_done done;
    (void)fixture;
    if (export_render(ask, &done, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return done;
}

static void expect(const char *part, const char *what)
{
    if (!strstr(part, what))
        fail_msg("missing: %s", what);
}

static void test_structure(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    struct render_done done = render(fixture, &ask);
    assert_int_equal(done.rows, 6);
    char *sheet = xlsx_part(fixture->path, "xl/worksheets/sheet2.xml");
    expect(sheet, "<pane xSplit=\"2\" ySplit=\"4\" topLeftCell=\"C5\"");
    expect(sheet, "<autoFilter ref=\"A4:D7\"/>");
    expect(sheet, "<mergeCell ref=\"A3:B3\"/>");
    expect(sheet, "orientation=\"landscape\"");
    expect(sheet, "paperSize=\"9\"");
    expect(sheet, "fitToHeight=\"0\"");
    expect(sheet, "第 &amp;P 页 / 共 &amp;N 页");
    expect(sheet, "数据截至 2026-06-15 09:00");
    expect(sheet, "▲ 迟 4 天");
    expect(sheet, "<v>2.02</v>");
    expect(sheet, "<v>6.06</v>"); /* the total of 1.01, 2.02 and 3.03 */
    assert_int_equal(count_of(sheet, "<f"), 0);
    mem_free(sheet);
    char *book = xlsx_part(fixture->path, "xl/workbook.xml");
    expect(book, "<sheet name=\"封面\" sheetId=\"1\"");
    expect(book, "'甲表'!$1:$4");
    expect(book, "_xlnm.Print_Area\" localSheetId=\"1\">'甲表'!$A$1:$D$8");
    mem_free(book);
}

static void test_cover(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    static const char *const SAID[] = {
        "试验", "合同甲", "c-1", "采购人乙",  "2026-06-15 09:00:00+08:00", "全部", "p v1", "cn 1",
        "cli",  ">77<",   ">6<", "甲表　3 行"
    };
    render(fixture, &ask);
    char *cover = xlsx_part(fixture->path, "xl/worksheets/sheet1.xml");
    for (size_t i = 0; i < COUNT_OF(SAID); i++)
        expect(cover, SAID[i]);
    mem_free(cover);
    char *core = xlsx_part(fixture->path, "docProps/core.xml");
    expect(core, "2026-06-15T01:00:00Z");
    mem_free(core);
}

static void test_english(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    ask.lang = LANG_EN;
    fixture->name = "system";
    render(fixture, &ask);
    char *sheet = xlsx_part(fixture->path, "xl/worksheets/sheet2.xml");
    expect(sheet, "First");
    expect(sheet, "▲ late 4 d");
    expect(sheet, "Page &amp;P of &amp;N");
    expect(sheet, ">Total<");
    mem_free(sheet);
}

static void test_equal_asks_give_equal_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    struct render_done first = render(fixture, &ask), second = render(fixture, &ask);
    assert_string_equal(first.sha256, second.sha256);
    assert_int_equal(first.bytes, second.bytes);
    ask.cover.event_seq++;
    second = render(fixture, &ask);
    assert_string_not_equal(first.sha256, second.sha256);
}

static void test_more_rows_than_a_sheet_holds(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    fixture->rows = 12;
    ask.rows_max = 10; /* 4 of heading, 5 of data, 1 for the total */
    struct render_done done = render(fixture, &ask);
    assert_int_equal(done.rows, 24);
    char *book = xlsx_part(fixture->path, "xl/workbook.xml");
    expect(book, "name=\"甲表 (2)\"");
    expect(book, "name=\"甲表 (3)\"");
    expect(book, "name=\"乙表 (3)\"");
    assert_int_equal(count_of(book, "<sheet "), 7);
    mem_free(book);
    static const size_t ROWS[] = { 9, 9, 7 }; /* heading and data; the total only in the last */
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        char name[64];
        snprintf(name, sizeof(name), "xl/worksheets/sheet%zu.xml", i + 2);
        char *sheet = xlsx_part(fixture->path, name);
        assert_int_equal(count_of(sheet, "<row "), ROWS[i]);
        assert_int_equal(count_of(sheet, "合计"), i == 2 ? 1 : 0);
        if (i == 2)
            expect(sheet, "<v>78.78</v>"); /* over all parts: 1.01 times 78 */
        mem_free(sheet);
    }
}

static void test_no_rows(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    fixture->rows = 0;
    assert_int_equal(render(fixture, &ask).rows, 0);
    char *sheet = xlsx_part(fixture->path, "xl/worksheets/sheet2.xml");
    expect(sheet, "<autoFilter ref=\"A4:D4\"/>");
    expect(sheet, "合计");
    mem_free(sheet);
}

static const struct {
    const char *name, *text, *written;
} TEXTS[] = {
    { "a formula", "=1+cmd|' /C calc'!A0", "<t>=1+cmd|' /C calc'!A0</t>" },
    { "plus", "+1", "<t>+1</t>" },
    { "minus", "-1", "<t>-1</t>" },
    { "at", "@SUM(A1)", "<t>@SUM(A1)</t>" },
    { "full-width equals", "＝1", "<t>＝1</t>" },
    { "a tab before it", "\t=1", "<t xml:space=\"preserve\">\t=1</t>" },
    { "CR before it", "\r=1", "<t>_x000D_=1</t>" },
    { "a number stays text", "007", "<t>007</t>" },
    { "a link is no link", "http://example.org", "<t>http://example.org</t>" },
    { "braces are no array formula", "{=1}", "<t>{=1}</t>" },
    { "markup", "<f>1</f>&amp;", "<t>&lt;f&gt;1&lt;/f&gt;&amp;amp;</t>" },
    { "the end of the sheet", "</sheetData></worksheet>", "&lt;/sheetData&gt;&lt;/worksheet&gt;" },
};

static void test_texts_stay_texts(void **state)
{
    struct fixture *fixture = *state;
    fixture->rows = 1;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        struct render_ask ask = ask_for(fixture);
        fixture->name = TEXTS[i].text;
        ask.cover.contract_title = TEXTS[i].text;
        render(fixture, &ask);
        char *sheet = xlsx_part(fixture->path, "xl/worksheets/sheet2.xml");
        char *cover = xlsx_part(fixture->path, "xl/worksheets/sheet1.xml");
        if (!strstr(sheet, TEXTS[i].written) || !strstr(cover, TEXTS[i].written) ||
            count_of(sheet, "<f") + count_of(cover, "<f") != 0)
            fail_msg("%s", TEXTS[i].name);
        mem_free(sheet);
        mem_free(cover);
    }
}

static void test_a_wrong_row_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    struct problem problem = { .rc = RC_OK };
    struct render_done done = { .rows = -1 };
    fixture->bad_row = 2;
    assert_int_equal(export_render(&ask, &done, &problem), RC_INTERNAL);
    assert_int_equal(done.rows, -1);
    assert_int_not_equal(access(fixture->path, F_OK), 0);
}

static void test_no_folder(void **state)
{
    struct fixture *fixture = *state;
    struct render_ask ask = ask_for(fixture);
    struct problem problem = { .rc = RC_OK };
    struct render_done done;
    ask.path = "/nonexistent/draft.xlsx";
    assert_int_equal(export_render(&ask, &done, &problem), RC_UNAVAILABLE);
    assert_int_equal(problem.rc, RC_UNAVAILABLE);
}

/* A disk that is full after `limit` bytes of a file, in a child of its own. */
static int render_with_limit(struct fixture *fixture, rlim_t limit)
{
    int status = -1;
    pid_t pid = fork();
    if (pid == 0) {
        struct render_ask ask = ask_for(fixture);
        struct problem problem = { .rc = RC_OK };
        struct render_done done;
        struct rlimit cap = { limit, limit };
        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &cap);
        _exit((int)export_render(&ask, &done, &problem));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* The largest file of all is a sheet's XML while the book is closed; the library does not notice
 * when its last bytes are lost, so the limits around that size matter most. */
static void test_a_full_disk_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    fixture->rows = 4000;
    struct render_ask ask = ask_for(fixture);
    render(fixture, &ask);
    char *sheet = xlsx_part(fixture->path, "xl/worksheets/sheet3.xml");
    rlim_t size = strlen(sheet);
    mem_free(sheet);
    (void)unlink(fixture->path);
    const struct {
        rlim_t limit;
        bool enough;
    } DISKS[] = {
        { 0, false },          { 4096, false },        { 30000, false },
        { size / 2, false },   { size - 4096, false }, { size - 1000, false },
        { size - 300, false }, { size - 1, false },    { size + 4096, true },
    };
    for (size_t i = 0; i < COUNT_OF(DISKS); i++) {
        int rc = render_with_limit(fixture, DISKS[i].limit);
        bool there = access(fixture->path, F_OK) == 0;
        if (rc != (DISKS[i].enough ? RC_OK : RC_UNAVAILABLE) || there != DISKS[i].enough)
            fail_msg("limit %ju of %ju: rc %d, file %d", (uintmax_t)DISKS[i].limit, (uintmax_t)size,
                     rc, there);
        (void)unlink(fixture->path);
    }
}

int main(void)
{
#define RENDER_TEST(f) cmocka_unit_test_setup_teardown(f, make, drop)
    const struct CMUnitTest tests[] = {
        RENDER_TEST(test_structure),
        RENDER_TEST(test_cover),
        RENDER_TEST(test_english),
        RENDER_TEST(test_equal_asks_give_equal_bytes),
        RENDER_TEST(test_more_rows_than_a_sheet_holds),
        RENDER_TEST(test_no_rows),
        RENDER_TEST(test_texts_stay_texts),
        RENDER_TEST(test_a_wrong_row_leaves_nothing),
        RENDER_TEST(test_no_folder),
        RENDER_TEST(test_a_full_disk_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
