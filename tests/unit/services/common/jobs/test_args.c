#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "attr.h"
#include "ceilings.h"
#include "page.h"

/* One member of every kind, all optional, and one that must be there. */
struct sample {
    const char *must, *text, *code;
    struct document document;
    int64_t number, instant;
    bool flag;
    int32_t day;
    const json_t *object, *list;
    struct page page;
};

static const struct arg_row ROWS[] = {
    { "must", ARG_TEXT, JSON_REQUIRED, 1, 3, offsetof(struct sample, must) },
    { "text", ARG_TEXT, JSON_OPTIONAL, 1, 3, offsetof(struct sample, text) },
    { "code", ARG_CODE, JSON_OPTIONAL, 1, 5, offsetof(struct sample, code) },
    { "document", ARG_DOCUMENT, JSON_OPTIONAL, 1, 4, offsetof(struct sample, document) },
    { "number", ARG_INT, JSON_OPTIONAL, -2, 7, offsetof(struct sample, number) },
    { "flag", ARG_BOOL, JSON_OPTIONAL, 0, 0, offsetof(struct sample, flag) },
    { "day", ARG_DATE, JSON_OPTIONAL, 0, 0, offsetof(struct sample, day) },
    { "instant", ARG_INSTANT, JSON_OPTIONAL, 0, 0, offsetof(struct sample, instant) },
    { "object", ARG_OBJECT, JSON_OPTIONAL, 0, 0, offsetof(struct sample, object) },
    { "list", ARG_LIST, JSON_OPTIONAL, 0, 2, offsetof(struct sample, list) },
    { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MAX, 1, offsetof(struct sample, page) },
};

static rc_t read_sample(const json_t *args, struct sample *sample, struct problem *problem)
{
    static const struct sample BLANK = { .number = 5, .day = 6, .instant = 7, .flag = true };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(sample, &BLANK), problem);
}

static const struct {
    const char *args; /* beside "must" */
    const char *field;
    rc_t want;
} REFUSED[] = {
    { "\"text\":\"\"", "text", RC_INVALID },
    { "\"text\":\"four\"", "text", RC_INVALID },
    { "\"text\":\"a\\u0001\"", "text", RC_INVALID },
    { "\"text\":3", "text", RC_INVALID },
    { "\"code\":\"A\"", "code", RC_INVALID },
    { "\"code\":\"-a\"", "code", RC_INVALID },
    { "\"code\":\"a_b\"", "code", RC_INVALID },
    { "\"code\":\"abcdef\"", "code", RC_INVALID },
    { "\"document\":\"\"", "document", RC_INVALID },
    { "\"document\":[]", "document", RC_INVALID },
    { "\"document\":\"12345\"", "document", RC_TOO_LARGE },
    { "\"number\":-3", "number", RC_INVALID },
    { "\"number\":8", "number", RC_INVALID },
    { "\"number\":1.0", "number", RC_INVALID },
    { "\"flag\":1", "flag", RC_INVALID },
    { "\"day\":\"2026-02-30\"", "day", RC_INVALID },
    { "\"instant\":\"2026-02-03\"", "instant", RC_INVALID },
    { "\"object\":[]", "object", RC_INVALID },
    { "\"list\":{}", "list", RC_INVALID },
    { "\"list\":[1,2,3]", "list", RC_TOO_LARGE },
    { "\"cursor\":\"x\"", "cursor", RC_INVALID },
    { "\"limit\":0", "limit", RC_INVALID },
    { "\"other\":1", "other", RC_INVALID },
    { "\"must\":null", "must", RC_INVALID },
};

static void test_wrong_fields_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem = { .rc = RC_OK };
        struct sample sample;
        json_t *args = json_pack("{s:s}", "must", "be");
        char text[200];
        snprintf(text, sizeof(text), "{%s}", REFUSED[i].args);
        json_t *more = json_loads(text, 0, NULL);
        assert_non_null(more);
        json_object_update(args, more);
        rc_t rc = read_sample(args, &sample, &problem);
        if (rc != REFUSED[i].want || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s, field \"%s\"", REFUSED[i].args, rc_word(rc), problem.field);
        json_decref(more);
        json_decref(args);
    }
}

static void test_absent_fields_keep_defaults(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct sample sample;
    json_t *args =
        json_loads("{\"must\":\"be\",\"text\":null,\"document\":null,\"flag\":null}", 0, NULL);
    assert_int_equal(read_sample(args, &sample, &problem), RC_OK);
    assert_string_equal(sample.must, "be");
    assert_null(sample.text);
    assert_null(sample.code);
    assert_null(sample.document.bytes);
    assert_int_equal(sample.number, 5);
    assert_int_equal(sample.day, 6);
    assert_int_equal(sample.instant, 7);
    assert_true(sample.flag);
    assert_null(sample.object);
    assert_null(sample.list);
    assert_true(sample.page.key[0] == INT64_MAX);
    assert_int_equal(sample.page.limit, DEFAULT_LIST_LIMIT);
    json_decref(args);
}

static void test_every_kind_is_read(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct sample sample;
    json_t *args = json_loads(
        "{\"must\":\"be\",\"text\":\"三个字\",\"code\":\"a-1\",\"document\":\"a\\r\\n\\u0007\","
        "\"number\":-2,\"flag\":false,\"day\":\"1970-01-02\",\"instant\":\"1970-01-01T00:00:01Z\","
        "\"object\":{\"x\":1},\"list\":[1,2],\"cursor\":\"41\",\"limit\":3}",
        0, NULL);
    assert_int_equal(read_sample(args, &sample, &problem), RC_OK);
    assert_string_equal(sample.text, "三个字");
    assert_string_equal(sample.code, "a-1");
    assert_string_equal(sample.document.bytes, "a\r\n\a");
    assert_int_equal(sample.document.len, 4);
    assert_int_equal(sample.number, -2);
    assert_false(sample.flag);
    assert_int_equal(sample.day, 1);
    assert_int_equal(sample.instant, 1000000);
    assert_int_equal(json_object_size(sample.object), 1);
    assert_int_equal(json_array_size(sample.list), 2);
    assert_int_equal(sample.page.key[0], 41);
    assert_int_equal(sample.page.limit, 3);
    json_decref(args);
}

static void test_limit_needs_a_page(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct sample sample;
    json_t *args = json_loads("{\"must\":\"be\",\"limit\":3}", 0, NULL);
    assert_int_equal(args_read(args, ROWS, 1, ARGS_INTO(&sample), &problem), RC_INVALID);
    assert_string_equal(problem.field, "limit");
    json_decref(args);
}

/* A value that every kind reads, and one that it refuses; in order of ROWS. */
static const struct {
    const char *key, *good, *bad;
} VALUES[] = {
    { "must", "\"be\"", "null" },
    { "text", "\"abc\"", "\"four\"" },
    { "code", "\"a-1\"", "\"A\"" },
    { "document", "\"1234\"", "\"12345\"" },
    { "number", "7", "8" },
    { "flag", "false", "1" },
    { "day", "\"1970-01-02\"", "\"2026-02-30\"" },
    { "instant", "\"1970-01-01T00:00:01Z\"", "\"2026-02-03\"" },
    { "object", "{}", "[]" },
    { "list", "[1]", "[1,2,3]" },
    { "cursor", "\"41\"", "\"x\"" },
};

/* All fields, of which only the one at `wrong` cannot be read. */
static json_t *args_wrong_at(size_t wrong)
{
    char text[400] = "";
    for (size_t i = 0; i < COUNT_OF(VALUES); i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "%s\"%s\":%s", i ? "," : "{", VALUES[i].key,
                 i == wrong ? VALUES[i].bad : VALUES[i].good);
    }
    snprintf(text + strlen(text), sizeof(text) - strlen(text), "}");
    json_t *args = json_loads(text, 0, NULL);
    assert_non_null(args);
    return args;
}

/* ROWS turned so that the row at `first` is read first; the last is the one before it. */
static void turn_rows(struct arg_row rows[COUNT_OF(ROWS)], size_t first)
{
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        rows[i] = ROWS[(first + i) % COUNT_OF(ROWS)];
}

/* What a caller's struct held, whatever the bytes mean. */
enum { FILL = 0xA5 };

static bool is_untouched(const struct sample *sample)
{
    const unsigned char *byte = (const unsigned char *)sample;
    for (size_t i = 0; i < sizeof(*sample); i++)
        if (byte[i] != FILL)
            return false;
    return true;
}

/* Every kind fails at every place of the table: the members read before it are not set either. */
static void test_failure_writes_nothing(void **state)
{
    (void)state;
    static const struct sample BLANK = { .number = 5 };
    for (size_t wrong = 0; wrong < COUNT_OF(ROWS); wrong++)
        for (size_t first = 0; first < COUNT_OF(ROWS); first++) {
            struct arg_row rows[COUNT_OF(ROWS)];
            struct sample sample;
            json_t *args = args_wrong_at(wrong);
            turn_rows(rows, first);
            for (int blank = 0; blank < 2; blank++) {
                struct problem problem = { .rc = RC_OK };
                struct arg_target target = ARGS_OVER(&sample, blank ? &BLANK : NULL);
                memset(&sample, FILL, sizeof(sample));
                rc_t rc = args_read(args, rows, COUNT_OF(rows), target, &problem);
                if (rc == RC_OK || strcmp(problem.field, VALUES[wrong].key) != 0 ||
                    !is_untouched(&sample))
                    fail_msg("wrong %s, first %s: %s, field \"%s\", %s", VALUES[wrong].key,
                             rows[0].key, rc_word(rc), problem.field,
                             is_untouched(&sample) ? "untouched" : "written");
            }
            json_decref(args);
        }
}

/* A field that no row knows is refused before anything is read. */
static void test_unknown_field_writes_nothing(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct sample sample;
    json_t *args = args_wrong_at(COUNT_OF(VALUES));
    json_object_set_new(args, "other", json_true());
    memset(&sample, FILL, sizeof(sample));
    assert_int_equal(args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&sample), &problem),
                     RC_INVALID);
    assert_true(is_untouched(&sample));
    json_decref(args);
}

/* What no field says is zero, also members that no row has; never what the caller's struct held. */
static void test_target_begins_as_zeros(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct sample sample;
    json_t *args = json_loads("{\"must\":\"be\"}", 0, NULL);
    memset(&sample, FILL, sizeof(sample));
    assert_int_equal(args_read(args, ROWS, 5, ARGS_INTO(&sample), &problem), RC_OK);
    assert_string_equal(sample.must, "be");
    assert_int_equal(sample.number, 0);
    assert_int_equal(sample.instant, 0);
    assert_int_equal(sample.day, 0);
    assert_false(sample.flag);
    assert_null(sample.list);
    json_decref(args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_fields_are_named),
        cmocka_unit_test(test_absent_fields_keep_defaults),
        cmocka_unit_test(test_every_kind_is_read),
        cmocka_unit_test(test_limit_needs_a_page),
        cmocka_unit_test(test_failure_writes_nothing),
        cmocka_unit_test(test_unknown_field_writes_nothing),
        cmocka_unit_test(test_target_begins_as_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
