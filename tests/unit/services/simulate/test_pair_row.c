/* Two rows of a comparison as one row of a sheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "pair_row.h"

#define ONLY(side, row) "{\"code\":\"c\",\"side\":\"" side "\"," row "}"
#define BOTH(row) ONLY("both", row)

/* The two sides' field "f" (NULL: the play lacks the row), and the row of the sheet. */
static const struct {
    const char *name, *first, *against, *want;
} CASES[] = {
    { "a number", "1", "4", BOTH("\"first_f\":1,\"against_f\":4,\"moved_f\":3") },
    { "a smaller one", "43083672", "0", BOTH("\"first_f\":43083672,\"against_f\":0,\"moved_f\":-43083672") },
    { "a date", "\"2026-04-30\"", "\"2026-05-02\"", BOTH("\"first_f\":\"2026-04-30\",\"against_f\":\"2026-05-02\",\"moved_f\":2") },
    { "an earlier one", "\"2026-03-01\"", "\"2026-02-28\"", BOTH("\"first_f\":\"2026-03-01\",\"against_f\":\"2026-02-28\",\"moved_f\":-1") },
    { "instants by their days", "\"2026-04-30T23:59:59+08:00\"", "\"2026-05-01T00:00:00+08:00\"",
      BOTH("\"first_f\":\"2026-04-30T23:59:59+08:00\",\"against_f\":\"2026-05-01T00:00:00+08:00\",\"moved_f\":1") },
    { "a date that came to none", "\"2026-04-30\"", "null", BOTH("\"first_f\":\"2026-04-30\",\"against_f\":null") },
    { "a word", "\"met\"", "\"late\"", BOTH("\"first_f\":\"met\",\"against_f\":\"late\"") },
    { "a word as long as a date", "\"2026-13-01\"", "\"2026-12-01\"", BOTH("\"first_f\":\"2026-13-01\",\"against_f\":\"2026-12-01\"") },
    { "a truth", "true", "false", BOTH("\"first_f\":true,\"against_f\":false") },
    { "a number only the first has", "7", NULL, ONLY("first", "\"first_f\":7,\"moved_f\":-7") },
    { "a number only the other has", NULL, "7", ONLY("against", "\"against_f\":7,\"moved_f\":7") },
    { "a date only one has", NULL, "\"2026-05-02\"", ONLY("against", "\"against_f\":\"2026-05-02\"") },
};

/* NULL for a side without a row; owned. */
static json_t *side_of(const char *value)
{
    return value ? json_pack("{s:s, s:o}", "code", "c", "f", json_loads(value, JSON_DECODE_ANY, NULL)) : NULL;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *first = side_of(CASES[i].first);
        json_t *against = side_of(CASES[i].against);
        json_t *difference = json_pack("{s:s, s:{}, s:{}}", "code", "c", "first", "against");
        json_t *want = json_loads(CASES[i].want, 0, NULL);
        json_t *row = pair_row(&(struct row_pair){ first, against, difference });
        assert_non_null(want);
        if (!json_equal(row, want))
            fail_msg("%s: %s", CASES[i].name, json_dumps(row, JSON_SORT_KEYS));
        json_decref(row);
        json_decref(want);
        json_decref(difference);
        json_decref(first);
        json_decref(against);
    }
}

/* A heading of the pair that both sides repeat stands once, under its own name. */
static void test_heads(void **state)
{
    json_t *whole = json_loads("{\"contract\":\"k\",\"code\":\"c\",\"title\":\"t\",\"f\":1}", 0, NULL);
    json_t *difference = json_loads("{\"contract\":\"k\",\"code\":\"c\",\"title\":\"t\",\"first\":{\"f\":1},\"against\":null}", 0, NULL);
    json_t *want = json_loads("{\"contract\":\"k\",\"code\":\"c\",\"title\":\"t\",\"side\":\"first\",\"first_f\":1,\"moved_f\":-1}", 0, NULL);
    json_t *row = pair_row(&(struct row_pair){ whole, NULL, difference });
    (void)state;
    assert_true(json_equal(row, want));
    json_decref(row);
    json_decref(want);
    json_decref(difference);
    json_decref(whole);
}

/* What is counted by state has no single number and no difference. */
static void test_totals(void **state)
{
    json_t *totals = json_loads("{\"first\":{\"n\":3,\"fen\":10,\"by\":{\"a\":1}},\"against\":{\"n\":5,\"fen\":4,\"by\":{\"a\":2}}}", 0, NULL);
    json_t *want = json_loads("[{\"side\":\"first\",\"n\":3,\"fen\":10,\"by\":{\"a\":1}},{\"side\":\"against\",\"n\":5,\"fen\":4,\"by\":{\"a\":2}},"
                              "{\"side\":\"moved\",\"n\":2,\"fen\":-6}]", 0, NULL);
    json_t *rows = pair_totals(totals);
    (void)state;
    assert_true(json_equal(rows, want));
    json_decref(rows);
    json_decref(want);
    json_decref(totals);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows), cmocka_unit_test(test_heads), cmocka_unit_test(test_totals) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
