/* Looking up and writing, for the JSON side of the rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "rule_io.h"
#include "rules_fixture.h"

static void test_two_places(void **state)
{
    static const struct {
        int64_t decimal;
        const char *want;
    } CASES[] = {
        { 0, "0.00" },       { 97435897, "97.44" },   { 5000, "0.01" },
        { 4999, "0.00" },    { -5000, "-0.01" },      { -4999, "0.00" },
        { 1000000, "1.00" }, { 999994999, "999.99" }, { INT64_MIN, "-9223372036854.78" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *text = io_two_places(CASES[i].decimal);
        assert_string_equal(json_string_value(text), CASES[i].want);
        json_decref(text);
    }
}

static void test_setting(void **state)
{
    static const char *const TEXTS[] = { "a", "b" };
    json_t *object = json_object();
    (void)state;
    io_set_day(object, "day", 0);
    io_set_day(object, "none", NO_DAY);
    io_set_instant(object, "at", 0, 480);
    io_set_instant(object, "never", NO_INSTANT, 480);
    io_set_texts(object, "list", TEXTS, 2);
    assert_string_equal(json_string_value(json_object_get(object, "day")), "1970-01-01");
    assert_true(json_is_null(json_object_get(object, "none")));
    assert_string_equal(json_string_value(json_object_get(object, "at")),
                        "1970-01-01T08:00:00+08:00");
    assert_true(json_is_null(json_object_get(object, "never")));
    assert_int_equal(json_array_size(json_object_get(object, "list")), 2);
    json_decref(object);
}

static void test_days(void **state)
{
    const struct fixture *f = *state;
    static const struct {
        const char *json;
        int32_t want; /* NO_DAY: refused */
    } CASES[] = {
        { "\"2026-03-16\"", 20528 },
        { "\"2026-03-15T16:00:00Z\"", 20528 },
        { "\"2026-03-15T15:59:59Z\"", 20527 },
        { "\"16 March\"", NO_DAY },
        { "7", NO_DAY },
        { "null", NO_DAY },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *value = json_loads(CASES[i].json, JSON_DECODE_ANY, NULL);
        int32_t day = NO_DAY;
        struct problem problem = { .rc = RC_OK };
        rc_t rc = io_day(f->packs[1], value, "at", &day, &problem);
        if (day != CASES[i].want || (rc == RC_OK) != (CASES[i].want != NO_DAY))
            fail_msg("%s: %d", CASES[i].json, day);
        json_decref(value);
    }
}

static void test_percent(void **state)
{
    static const struct {
        int64_t part, whole;
        const char *want; /* NULL: no percentage */
    } CASES[] = {
        { 0, 3, "0.00" },
        { 2, 3, "66.67" },
        { 3, 3, "100.00" },
        { 4, 3, "133.33" },
        { 0, 0, NULL },
        { 1, 0, NULL },
        { 1, 20000, "0.01" },
        { 1, 20001, "0.00" },
        { 363, 365, "99.45" },
        { INT64_MAX / 10000, 1, "92233720368547700.00" }, /* the last that fits */
        { INT64_MAX / 10000 + 1, 1, NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *text = io_percent(CASES[i].part, CASES[i].whole);
        if (CASES[i].want)
            assert_string_equal(json_string_value(text), CASES[i].want);
        else
            assert_true(json_is_null(text));
        json_decref(text);
    }
}

static void test_texts(void **state)
{
    static const struct {
        const char *json;
        size_t count;
        const char *last;
    } CASES[] = {
        { "\"a\"", 1, "a" }, { "[\"a\",\"b\"]", 2, "b" }, { "null", 0, NULL }, { "[]", 0, NULL }
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct text_list list;
        json_t *json = json_loads(CASES[i].json, JSON_DECODE_ANY, NULL);
        text_list_read(json, &list);
        assert_int_equal(list.count, CASES[i].count);
        if (CASES[i].last)
            assert_string_equal(list.rows[list.count - 1], CASES[i].last);
        text_list_fini(&list);
        json_decref(json);
    }
}

static void test_paths(void **state)
{
    char path[IO_PATH_MAX];
    (void)state;
    io_path(path, "person", "role");
    assert_string_equal(path, "person.role");
    io_path(path, "roster[3]", "");
    assert_string_equal(path, "roster[3]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_places), cmocka_unit_test(test_percent),
        cmocka_unit_test(test_texts),      cmocka_unit_test(test_paths),
        cmocka_unit_test(test_setting),    cmocka_unit_test(test_days),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
