/* The workbook that both writers write: ten columns of every common type, rows that follow from
 * their number alone, so that a test can compare the cells of both files. */
#include "bench_book.h"

#include <inttypes.h>
#include <stdio.h>

#include "attr.h"
#include "civil.h"
#include "export_render.h"
#include "memory.h"

/* Days since 1970; Excel's number of 1970-01-01; bytes of a cell; title, subtitle and heading above
 * the first row of both books. */
enum { FIRST_DAY = 20453 /* 2025-12-31 */, EXCEL_EPOCH = 25569, CELL_TEXT_MAX = 96, HEAD_ROWS = 3 };

/* Without signs: what is measured is the writing of cells, and the bare writer knows of none. */
static const struct word STATES[] = {
    { "open", TONE_NORMAL, "", "进行中", "open" },
    { "late", TONE_LATE, "", "逾期", "late" },
    { "done", TONE_GOOD, "", "完成", "done" },
    { 0 },
};

/* One column a line: key, headings, type, least and most width, flags, words, band. */
/* clang-format off */
static const struct column COLUMNS[BENCH_COLUMNS] = {
    { "serial", "序号",     "No.",    COL_SERIAL,  6,  10, 0,          NULL,   NULL, NULL },
    { "code",   "编号",     "Code",   COL_ID,      12, 16, 0,          NULL,   NULL, NULL },
    { "system", "系统名称", "System", COL_TEXT,    20, 36, 0,          NULL,   NULL, NULL },
    { "state",  "状态",     "State",  COL_WORD,    8,  12, 0,          STATES, NULL, NULL },
    { "due",    "到期日",   "Due",    COL_DATE,    10, 10, 0,          NULL,   NULL, NULL },
    { "at",     "时刻",     "At",     COL_INSTANT, 17, 17, 0,          NULL,   NULL, NULL },
    { "amount", "金额",     "Amount", COL_MONEY,   12, 16, COLUMN_SUM, NULL,   NULL, NULL },
    { "share",  "比例",     "Share",  COL_PERCENT, 8,  8,  0,          NULL,   NULL, NULL },
    { "days",   "天数",     "Days",   COL_INT,     6,  8,  0,          NULL,   NULL, NULL },
    { "note",   "说明",     "Note",   COL_TEXT,    20, 60, 0,          NULL,   NULL, NULL },
};
/* clang-format on */
/* A sheet as the worker has them, without a statement: the rows are made here. */
static const struct sheet_def SHEET = {
    .zh = "基准", .en = "Bench", .columns = COLUMNS, .count = BENCH_COLUMNS
};
static const struct book_def BOOK = { .kind = "bench",
                                      .zh = "基准",
                                      .en = "Bench",
                                      .filter_zh = "全部",
                                      .filter_en = "all",
                                      .sheets = &SHEET,
                                      .sheet_count = 1 };

/* One row as a source gives it; both writers show the same. */
struct bench_row {
    int64_t number, fen, bp, days;
    int32_t day;
    char text[BENCH_COLUMNS][CELL_TEXT_MAX];
};

/* Strides by primes spread the values, so that neither writer meets a column of equal cells. */
static void row_make(struct bench_row *row, int64_t i)
{
    static const char *const NAMES[] = { "公共信用信息服务平台", "重点项目管理信息系统",
                                         "粮食物资储备综合业务系统", "节能减排监测与统计分析平台" };
    char day[DATE_TEXT];
    row->number = i + 1;
    row->fen = i * 7919 % 100000000;
    row->bp = i * 31 % 10001;
    row->days = i % 97;
    row->day = FIRST_DAY + (int32_t)(i % 700);
    snprintf(row->text[0], CELL_TEXT_MAX, "%" PRId64, row->number);
    snprintf(row->text[1], CELL_TEXT_MAX, "SYS-%08" PRId64, row->number);
    snprintf(row->text[2], CELL_TEXT_MAX, "%s%" PRId64, NAMES[i % 4], i % 1000);
    snprintf(row->text[3], CELL_TEXT_MAX, "%s", STATES[i % 3].code);
    snprintf(row->text[4], CELL_TEXT_MAX, "%s", civil_format_date(row->day, day));
    snprintf(row->text[5], CELL_TEXT_MAX, "%s 09:30:00", day);
    snprintf(row->text[6], CELL_TEXT_MAX, "%" PRId64, row->fen);
    snprintf(row->text[7], CELL_TEXT_MAX, "%" PRId64, row->bp);
    snprintf(row->text[8], CELL_TEXT_MAX, "%" PRId64, row->days);
    snprintf(row->text[9], CELL_TEXT_MAX, "第%" PRId64 "次核查，发现问题%" PRId64 "项，均已登记",
             i % 12, i % 30);
}

/* As a statement's rows come: texts, one row in memory. */
static rc_t give_rows(void *arg, const struct sheet_def *sheet, sheet_writer_t *out,
                      struct problem *problem)
{
    const int64_t *rows = arg;
    const char *cells[BENCH_COLUMNS];
    struct bench_row row;
    rc_t rc = RC_OK;
    (void)sheet;
    for (int64_t i = 0; i < *rows && rc == RC_OK; i++) {
        row_make(&row, i);
        for (size_t c = 0; c < BENCH_COLUMNS; c++)
            cells[c] = row.text[c];
        rc = sheet_writer_row(out, cells, problem);
    }
    return rc;
}

/* The whole way of an export: cells, widths, cover, reading back. */
rc_t bench_write_ours(const char *dir, const char *path, int64_t rows, struct problem *problem)
{
    struct render_done done;
    const struct render_ask ask = {
        .book = &BOOK,
        .cover = { .contract_title = "基准",
                   .contract_code = "bench",
                   .customer = "基准",
                   .service_period = "",
                   .pack = "",
                   .calendar = "",
                   .requested_by = "",
                   .as_of_us = FIRST_DAY * US_PER_DAY,
                   .zone_minutes = 480 },
        .rows = give_rows,
        .rows_arg = &rows,
        .folder = dir,
        .path = path,
        .rows_expected = rows,
    };
    return export_render(&ask, &done, problem);
}

/* The plain use of the library: the same cells, formats and row heights, no checks. */
struct bare {
    lxw_worksheet *sheet;
    palette_t *palette;
    uint32_t row;
};

/* Nothing of ours between the data and the library. */
static void put_text(struct bare *bare, lxw_col_t col, const char *text, lxw_format *format)
{
    worksheet_write_string(bare->sheet, bare->row, col, text, format);
}

/* As the library takes it: what a number means is the format's. */
static void put_number(struct bare *bare, lxw_col_t col, double number, lxw_format *format)
{
    worksheet_write_number(bare->sheet, bare->row, col, number, format);
}

/* The same formats, so that both files look alike and the difference is the writer's alone. */
static lxw_format *bare_format(const struct bare *bare, lxw_col_t col, enum tone tone)
{
    struct cell_style style = { .look = palette_look(&COLUMNS[col]),
                                .tone = tone,
                                .stripe = (bare->row & 1) == 0 };
    return palette_cell(bare->palette, style);
}

/* Columns by their place in COLUMNS; a height as the worker sets one. */
static void bare_row(struct bare *bare, const struct bench_row *row, int64_t i)
{
    const struct word *state = &STATES[i % 3];
    double day = (double)(row->day + EXCEL_EPOCH);
    const double numbers[BENCH_COLUMNS] = { [0] = (double)row->number,
                                            [4] = day,
                                            [5] = day + 9.5 / 24,
                                            [6] = (double)row->fen / 100.0,
                                            [7] = (double)row->bp / 10000.0,
                                            [8] = (double)row->days };
    for (lxw_col_t col = 0; col < BENCH_COLUMNS; col++) {
        if (col == 3)
            put_text(bare, col, state->zh, bare_format(bare, col, state->tone));
        else if (col == 1 || col == 2 || col == 9)
            put_text(bare, col, row->text[col], bare_format(bare, col, TONE_NORMAL));
        else
            put_number(bare, col, numbers[col], bare_format(bare, col, TONE_NORMAL));
    }
    worksheet_set_row(bare->sheet, bare->row, 22, NULL);
    bare->row++;
}

/* Constant memory as ours, so that both do the same work. */
rc_t bench_write_bare(const char *dir, const char *path, int64_t rows, struct problem *problem)
{
    char *folder = mem_dup(dir);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };
    lxw_workbook *book = workbook_new_opt(path, &options);
    struct bare bare = { .sheet = workbook_add_worksheet(book, "bench"),
                         .palette = palette_new(book),
                         .row = HEAD_ROWS };
    struct bench_row row;
    for (int64_t i = 0; i < rows; i++) {
        row_make(&row, i);
        bare_row(&bare, &row, i);
    }
    palette_destroy(&bare.palette);
    lxw_error err = workbook_close(book);
    mem_free(folder);
    if (err != LXW_NO_ERROR)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not write the workbook: %s",
                           lxw_strerror(err));
    return RC_OK;
}
