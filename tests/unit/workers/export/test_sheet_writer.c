#include "sheet_writer.h"

#include "attr.h"
#include "frame_fixture.h"

static const struct column COLUMNS[] = {
    { .key = "id", .zh = "编号", .en = "Id", .type = COL_ID, .least = 6, .most = 10 },
    { .key = "text", .zh = "说明", .en = "Text", .type = COL_TEXT, .least = 6, .most = 20 },
    { .key = "fen",
      .zh = "元",
      .en = "Yuan",
      .type = COL_MONEY,
      .least = 6,
      .most = 8,
      .flags = COLUMN_SUM },
};
static const struct sheet_def SHEET = {
    .zh = "甲表", .en = "First", .columns = COLUMNS, .count = COUNT_OF(COLUMNS)
};

static sheet_writer_t *open_writer(struct frame_fixture *fixture)
{
    struct problem problem = { .rc = RC_OK };
    sheet_writer_t *writer;
    if (sheet_writer_open(&fixture->frame, &SHEET, &writer, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return writer;
}

static rc_t put(sheet_writer_t *writer, const char *id, const char *text, const char *fen)
{
    struct problem problem = { .rc = RC_OK };
    const char *cells[] = { id, text, fen };
    return sheet_writer_row(writer, cells, &problem);
}

static void finish(sheet_writer_t **writer_p, int64_t want)
{
    struct problem problem = { .rc = RC_OK };
    int64_t rows = -1;
    assert_int_equal(sheet_writer_finish(*writer_p, &rows, &problem), RC_OK);
    assert_int_equal(rows, want);
    sheet_writer_destroy(writer_p);
    assert_null(*writer_p);
}

/* Whether two cells of a sheet's XML have one style. */
static bool same_style(const char *xml, const char *cell, const char *other)
{
    const char *styles[2];
    const char *const cells[] = { cell, other };
    for (size_t i = 0; i < 2; i++) {
        char mark[32];
        snprintf(mark, sizeof(mark), "<c r=\"%s\" s=\"", cells[i]);
        const char *at = strstr(xml, mark);
        if (!at)
            fail_msg("no cell %s", cells[i]);
        styles[i] = at + strlen(mark);
    }
    size_t len = strcspn(styles[0], "\"");
    return strncmp(styles[0], styles[1], len + 1) == 0;
}

static void test_rows_of_one_key_share_their_paper(void **state)
{
    struct frame_fixture *fixture = *state;
    sheet_writer_t *writer = open_writer(fixture);
    static const char *const KEYS[] = { "a", "a", "b", "b", "b", "a" };
    for (size_t i = 0; i < COUNT_OF(KEYS); i++)
        assert_int_equal(put(writer, KEYS[i], "x", "1"), RC_OK);
    finish(&writer, 6);
    char *xml = frame_sheet(fixture, 1);
    assert_true(same_style(xml, "A4", "A5"));
    assert_false(same_style(xml, "A5", "A6"));
    assert_true(same_style(xml, "A6", "A8"));
    assert_true(same_style(xml, "A9", "A4"));
    mem_free(xml);
}

static void test_heights_and_widths(void **state)
{
    struct frame_fixture *fixture = *state;
    sheet_writer_t *writer = open_writer(fixture);
    assert_int_equal(put(writer, "a", "一二三四五六七八九十一二", "100000000000"),
                     RC_OK); /* 24 columns, wraps at 20 */
    assert_int_equal(put(writer, "b", "x\ny\nz", NULL), RC_OK);
    assert_int_equal(put(writer, "c", NULL, NULL), RC_OK);
    finish(&writer, 3);
    char *xml = frame_sheet(fixture, 1);
    has(xml, "<row r=\"4\" ht=\"37\"");
    has(xml, "<row r=\"5\" ht=\"52\"");
    has(xml, "<row r=\"6\" ht=\"22\"");
    has(xml, "<col min=\"1\" max=\"1\" width=\"8.7109375\"");  /* the least, 6 */
    has(xml, "<col min=\"2\" max=\"2\" width=\"22.7109375\""); /* the most, 20 */
    has(xml, "<col min=\"3\" max=\"3\" width=\"20.7109375\""); /* a number is never cut:
                                                                  1,000,000,000.00 */
    mem_free(xml);
}

static void test_sums(void **state)
{
    struct frame_fixture *fixture = *state;
    sheet_writer_t *writer = open_writer(fixture);
    assert_int_equal(put(writer, "a", NULL, "10"), RC_OK);
    assert_int_equal(put(writer, "b", NULL, "20"), RC_OK);
    assert_int_equal(put(writer, "c", NULL, "-1"), RC_OK);
    finish(&writer, 3);
    char *xml = frame_sheet(fixture, 1);
    has(xml, "<v>0.29</v>");
    mem_free(xml);
}

static void test_a_sum_too_large(void **state)
{
    struct frame_fixture *fixture = *state;
    sheet_writer_t *writer = open_writer(fixture);
    rc_t rc = RC_OK;
    for (int i = 0; i < 1100 && rc == RC_OK; i++)
        rc = put(writer, "a", NULL, "9007199254740992");
    assert_int_equal(rc, RC_TOO_LARGE);
    sheet_writer_destroy(&writer);
}

static void test_too_many_sheets(void **state)
{
    struct frame_fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    sheet_writer_t *writer;
    fixture->frame.rows_max = 5; /* one row of data a sheet */
    writer = open_writer(fixture);
    for (int i = 0; i < PARTS_MAX; i++)
        assert_int_equal(put(writer, "a", "x", NULL), RC_OK);
    assert_int_equal(put(writer, "a", "x", NULL), RC_TOO_LARGE);
    sheet_writer_destroy(&writer);
    assert_int_equal(sheet_writer_open(&fixture->frame, &SHEET, &writer, &problem), RC_TOO_LARGE);
}

static void test_the_part_knows_its_bytes(void **state)
{
    struct frame_fixture *fixture = *state;
    sheet_writer_t *writer = open_writer(fixture);
    assert_int_equal(put(writer, "a", "x", "1"), RC_OK);
    finish(&writer, 1);
    assert_int_equal(fixture->parts.count, 1);
    assert_string_equal(fixture->parts.rows[0].name, "甲表");
    assert_int_equal(fixture->parts.rows[0].rows, 1);
    int64_t bytes = fixture->parts.rows[0].bytes;
    char *xml = frame_sheet(fixture, 1);
    const char *from = strstr(xml, "<sheetData>") + strlen("<sheetData>");
    assert_int_equal(strstr(xml, "</sheetData>") - from, bytes);
    mem_free(xml);
}

static void test_two_sheets_of_one_name(void **state)
{
    struct frame_fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    sheet_writer_t *writer = open_writer(fixture), *second;
    assert_int_equal(sheet_writer_open(&fixture->frame, &SHEET, &second, &problem), RC_UNAVAILABLE);
    assert_non_null(strstr(problem.text, "甲表"));
    sheet_writer_destroy(&writer);
}

int main(void)
{
#define FRAME_TEST(f) cmocka_unit_test_setup_teardown(f, frame_open, frame_close)
    const struct CMUnitTest tests[] = {
        FRAME_TEST(test_rows_of_one_key_share_their_paper),
        FRAME_TEST(test_heights_and_widths),
        FRAME_TEST(test_sums),
        FRAME_TEST(test_a_sum_too_large),
        FRAME_TEST(test_too_many_sheets),
        FRAME_TEST(test_the_part_knows_its_bytes),
        FRAME_TEST(test_two_sheets_of_one_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
