#include "sheet_page.h"

#include "attr.h"
#include "frame_fixture.h"

static const struct column COLUMNS[] = {
    { .key = "a",
      .zh = "甲\n乙",
      .en = "A",
      .type = COL_TEXT,
      .least = 4,
      .most = 20,
      .band_zh = "左",
      .band_en = "L" },
    { .key = "b", .zh = "很长的列名称", .en = "B", .type = COL_TEXT, .least = 4, .most = 6 },
    { .key = "c",
      .zh = "丙",
      .en = "C",
      .type = COL_INT,
      .least = 9,
      .most = 12,
      .flags = COLUMN_SUM,
      .band_zh = "右",
      .band_en = "R" },
};
static const struct sheet_def SHEET = {
    .zh = "甲表", .en = "First", .columns = COLUMNS, .count = COUNT_OF(COLUMNS), .freeze = 1
};
static const struct phase_head PHASES[] = { { 1, "一" }, { 2, "二" }, { 3, "三" }, { 4, "四" },
                                            { 5, "五" }, { 6, "六" }, { 7, "七" }, { 8, "八" } };
static const struct sheet_def WIDE = { .zh = "甲表",
                                       .en = "First",
                                       .columns = COLUMNS,
                                       .count = COUNT_OF(COLUMNS),
                                       .group = { COLUMNS, COUNT_OF(COLUMNS), 1 } };

static char *page(struct frame_fixture *fixture, const struct sheet_def *def, const int64_t *sums)
{
    struct problem problem = { .rc = RC_OK };
    static struct sheet_layout layout;
    size_t widths[SHEET_COLUMNS_MAX] = { 0 };
    struct part *part;
    assert_int_equal(sheet_layout_init(&layout, def, fixture->frame.lang, PHASES,
                                       def->group.count ? COUNT_OF(PHASES) : 0, &problem),
                     RC_OK);
    assert_int_equal(parts_add(&fixture->parts, fixture->frame.book, def, "甲表", &part, &problem),
                     RC_OK);
    uint32_t first = sheet_page_head(&fixture->frame, &layout, part->sheet);
    assert_int_equal(first, 4);
    sheet_page_widths(&fixture->frame, &layout, widths);
    sheet_page_finish(
        &fixture->frame, &layout, part->sheet,
        &(struct sheet_extent){
            .first_row = first, .end_row = first + 2, .widths = widths, .sums = sums });
    assert_int_equal(part_seal(part, &problem), RC_OK);
    return frame_sheet(fixture, 1);
}

static void test_heading_and_settings(void **state)
{
    const int64_t sums[] = { 0, 0, 42 };
    char *xml = page(*state, &SHEET, sums);
    has(xml, "<row r=\"1\" ht=\"30\"");
    has(xml, "合同甲");
    has(xml, "<mergeCell ref=\"A3:B3\"/>");
    has(xml, "<row r=\"4\" ht=\"44\"");      /* two lines of heading */
    has(xml, "<autoFilter ref=\"A4:C6\"/>"); /* without the total */
    has(xml, "topLeftCell=\"B5\"");
    has(xml, "合计");
    has(xml, "<v>42</v>");
    has(xml, "paperSize=\"9\"");
    has(xml, "showGridLines=\"0\"");
    has(xml, "&amp;R&amp;9 2026-c"); /* the size 9 and the code's digits stay apart */
    mem_free(xml);
}

static void test_no_total_in_a_sheet_that_goes_on(void **state)
{
    char *xml = page(*state, &SHEET, NULL);
    assert_null(strstr(xml, "合计"));
    mem_free(xml);
}

static void test_a_wide_sheet_is_a3(void **state)
{
    char *xml = page(*state, &WIDE, NULL);
    has(xml, "paperSize=\"8\"");
    mem_free(xml);
}

static void test_widths(void **state)
{
    struct frame_fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    static struct sheet_layout layout;
    size_t widths[SHEET_COLUMNS_MAX];
    assert_int_equal(sheet_layout_init(&layout, &SHEET, LANG_ZH, NULL, 0, &problem), RC_OK);
    sheet_page_widths(&fixture->frame, &layout, widths);
    assert_int_equal(widths[0], 4); /* "甲" and the filter's button */
    assert_int_equal(widths[1], 6); /* never more than `most` */
    assert_int_equal(widths[2], 9); /* never less than `least` */
}

static const struct {
    size_t lines;
    double height;
} HEIGHTS[] = { { 1, 22 }, { 2, 37 }, { 26, 397 }, { 27, 409 }, { 10000, 409 } };

static void test_heights(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HEIGHTS); i++)
        assert_float_equal(sheet_page_height(HEIGHTS[i].lines), HEIGHTS[i].height, 0.001);
    assert_true(sheet_page_column(10) > 11 && sheet_page_column(10) < 13);
}

int main(void)
{
#define FRAME_TEST(f) cmocka_unit_test_setup_teardown(f, frame_open, frame_close)
    const struct CMUnitTest tests[] = {
        FRAME_TEST(test_heading_and_settings),
        FRAME_TEST(test_no_total_in_a_sheet_that_goes_on),
        FRAME_TEST(test_a_wide_sheet_is_a3),
        FRAME_TEST(test_widths),
        FRAME_TEST(test_heights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
