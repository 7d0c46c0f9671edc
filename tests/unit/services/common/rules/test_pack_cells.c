/* Open maps: a value's type by its looks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

#define ROW_HEAD "lists:\n  - {of: things, rows: [{"

static const struct mistake MISTAKES[] = {
    { "values and lists of them", ROW_HEAD "a: 1, b: [x, 2], c: \"3\", d: true}]}\n", NULL },
    { "empty map", ROW_HEAD "}]}\n", NULL },
    { "a map as a value", ROW_HEAD "a: {b: 1}}]}\n",
      "t.yaml:7:29: \"a\" must be a value or a list of values" },
    { "a map in a list", ROW_HEAD "a: [{b: 1}]}]}\n", "t.yaml:7:30: \"value\" must be text" },
    { "a map before a value", ROW_HEAD "a: [{b: 1}, 2], c: 3}]}\n",
      "t.yaml:7:30: \"value\" must be text" },
    { "an empty value", ROW_HEAD "a: \"\"}]}\n", "t.yaml:7:29: \"a\" must be text" },
    { "data is no list", "records:\n  - {clause: A, title: t, why: scope, data: [1]}\n",
      "t.yaml:7:45: \"data\" must be a map" },
    { "data holds a map first",
      "records:\n  - {clause: A, title: t, why: scope, data: {a: {b: 1}, c: 2}}\n",
      "t.yaml:7:49: \"a\" must be a value or a list of values" },
    { "data holds a map", "records:\n  - {clause: A, title: t, why: scope, data: {a: {b: 1}}}\n",
      "t.yaml:7:49: \"a\" must be a value or a list of values" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

#define HEAD                                                                                       \
    "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\ncalendar: {base: cn, makeup_days: "       \
    "true}\n"

/* One value of each look; what does not fit 64 bits stays text. */
static void test_looks(void **state)
{
    static const struct {
        const char *text;
        enum scalar_type type;
        int64_t number;
    } WANT[] = {
        { "7", SCALAR_NUMBER, 7 },
        { "-7", SCALAR_NUMBER, -7 },
        { "7", SCALAR_TEXT, 0 },
        { "7.5", SCALAR_TEXT, 0 },
        { "99999999999999999999", SCALAR_TEXT, 0 },
        { "true", SCALAR_BOOL, 1 },
        { "false", SCALAR_BOOL, 0 },
        { "true", SCALAR_TEXT, 0 },
        { "truth", SCALAR_TEXT, 0 },
    };
    pack_t *pack = NULL;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    assert_int_equal(
        fixture_pack_text(
            HEAD "lists:\n  - {of: things, clause: A, rows: [{aliases: [y], also: B, v: [7, -7, "
                 "\"7\", 7.5, 99999999999999999999, true, false, \"true\", truth]}]}\n",
            &pack, &problem),
        RC_OK);
    const struct list_row *row = &pack->lists.rows[0].rows.rows[0];
    assert_int_equal(row->cells.count, 1);
    assert_true(row->cells.rows[0].list);
    assert_int_equal(row->aliases.count, 1);
    assert_int_equal(row->cells.rows[0].values.count, COUNT_OF(WANT));
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        const struct pack_scalar *got = &row->cells.rows[0].values.rows[i];
        assert_string_equal(got->text, WANT[i].text);
        assert_int_equal(got->type, WANT[i].type);
        if (WANT[i].type == SCALAR_NUMBER)
            assert_int_equal(got->number, WANT[i].number);
        if (WANT[i].type == SCALAR_BOOL)
            assert_int_equal(got->flag, WANT[i].number);
    }
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_looks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
