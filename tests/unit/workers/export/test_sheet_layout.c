#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sheet_layout.h"

static const struct column PLAIN[] = {
    { .key = "a", .band_zh = "系统", .band_en = "System" },
    { .key = "b" },
    { .key = "z", .band_zh = "结果", .band_en = "Result" },
};
static const struct column GROUP[] = { { .key = "to" }, { .key = "state" } };
static const struct sheet_def SHEET = {
    .en = "Test", .columns = PLAIN, .count = COUNT_OF(PLAIN), .group = { GROUP, COUNT_OF(GROUP), 2 }
};
static const struct sheet_def FLAT = { .en = "Flat", .columns = GROUP, .count = COUNT_OF(GROUP) };
static const struct phase_head PHASES[] = { { 1, "定级备案" }, { 3, "安全建设" } };

static void test_phases_stand_in_their_place(void **state)
{
    static const char *const KEYS[] = { "a", "b", "to", "state", "to", "state", "z" };
    static const char *const BANDS[] = {
        "System", "", "1 定级备案", "", "3 安全建设", "", "Result"
    };
    struct problem problem = { .rc = RC_OK };
    struct sheet_layout layout;
    (void)state;
    assert_int_equal(sheet_layout_init(&layout, &SHEET, LANG_EN, PHASES, 2, &problem), RC_OK);
    assert_int_equal(layout.count, COUNT_OF(KEYS));
    assert_true(layout.has_bands);
    for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
        assert_string_equal(layout.columns[i].def->key, KEYS[i]);
        assert_string_equal(layout.columns[i].band, BANDS[i]);
    }
    assert_int_equal(sheet_source_cells(&SHEET), 4);
}

static void test_no_bands(void **state)
{
    struct problem problem = { .rc = RC_OK };
    struct sheet_layout layout;
    (void)state;
    assert_int_equal(sheet_layout_init(&layout, &FLAT, LANG_ZH, PHASES, 2, &problem), RC_OK);
    assert_int_equal(layout.count, 2);
    assert_false(layout.has_bands);
    assert_int_equal(sheet_source_cells(&FLAT), 2);
}

static void test_too_many_phases(void **state)
{
    struct phase_head many[PHASE_COLUMNS_MAX + 1] = { { 0, "x" } };
    struct problem problem = { .rc = RC_OK };
    struct sheet_layout layout;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i].name = "x";
    assert_int_equal(sheet_layout_init(&layout, &SHEET, LANG_ZH, many, PHASE_COLUMNS_MAX, &problem),
                     RC_OK);
    assert_int_equal(
        sheet_layout_init(&layout, &SHEET, LANG_ZH, many, PHASE_COLUMNS_MAX + 1, &problem),
        RC_TOO_LARGE);
}

static void test_too_many_columns(void **state)
{
    static const struct column SEVEN[7] = { { .key = "x" } };
    const struct sheet_def wide = {
        .en = "Wide", .columns = GROUP, .count = 2, .group = { SEVEN, 7, 1 }
    };
    struct phase_head many[PHASE_COLUMNS_MAX] = { { 0, "x" } };
    struct problem problem = { .rc = RC_OK };
    struct sheet_layout layout;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i].name = "x";
    assert_int_equal(sheet_layout_init(&layout, &wide, LANG_ZH, many, 18, &problem), RC_OK);
    assert_int_equal(layout.count, SHEET_COLUMNS_MAX);
    assert_int_equal(sheet_layout_init(&layout, &wide, LANG_ZH, many, 19, &problem), RC_TOO_LARGE);
}

static const struct {
    const char *name, *phases;
    const char *want[7];
} ROWS[] = {
    { "both phases",
      "{\"1\":[\"2026-04-01\",\"done\"],\"3\":[null,\"active\"]}",
      { "A", "B", "2026-04-01", "done", NULL, "active", "Z" } },
    { "by number, not by order",
      "{\"3\":[\"x\",\"y\"],\"1\":[\"u\",\"v\"]}",
      { "A", "B", "u", "v", "x", "y", "Z" } },
    { "a phase is missing", "{\"3\":[\"x\",\"y\"]}", { "A", "B", NULL, NULL, "x", "y", "Z" } },
    { "a phase the pack does not have",
      "{\"2\":[\"x\",\"y\"]}",
      { "A", "B", NULL, NULL, NULL, NULL, "Z" } },
    { "no cycle", NULL, { "A", "B", NULL, NULL, NULL, NULL, "Z" } },
    { "too few cells", "{\"1\":[\"x\"]}", { "A", "B", "x", NULL, NULL, NULL, "Z" } },
};

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void test_spread(void **state)
{
    struct problem problem = { .rc = RC_OK };
    struct sheet_layout layout;
    (void)state;
    assert_int_equal(sheet_layout_init(&layout, &SHEET, LANG_ZH, PHASES, 2, &problem), RC_OK);
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        const char *source[] = { "A", "B", ROWS[i].phases, "Z" }, *cells[SHEET_COLUMNS_MAX];
        json_t *held;
        assert_int_equal(sheet_layout_spread(&layout, source, cells, &held, &problem), RC_OK);
        for (size_t c = 0; c < 7; c++)
            if (!same(cells[c], ROWS[i].want[c]))
                fail_msg("%s: cell %zu is %s", ROWS[i].name, c, cells[c]);
        json_decref(held);
    }
}

static void test_a_group_that_is_no_object(void **state)
{
    const char *source[] = { "A", "B", "[1]", "Z" }, *cells[SHEET_COLUMNS_MAX];
    struct problem problem = { .rc = RC_OK };
    struct sheet_layout layout;
    json_t *held;
    (void)state;
    assert_int_equal(sheet_layout_init(&layout, &SHEET, LANG_ZH, PHASES, 2, &problem), RC_OK);
    assert_int_equal(sheet_layout_spread(&layout, source, cells, &held, &problem), RC_INVALID);
    assert_null(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phases_stand_in_their_place),
        cmocka_unit_test(test_no_bands),
        cmocka_unit_test(test_too_many_phases),
        cmocka_unit_test(test_too_many_columns),
        cmocka_unit_test(test_spread),
        cmocka_unit_test(test_a_group_that_is_no_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
