#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "jsonx.h"
#include "memory.h"

static json_t *parse(const char *text, struct problem *problem)
{
    json_t *json = NULL;
    problem_clear(problem);
    (void)(jsonx_parse_object(text, strlen(text), &json, problem) == RC_OK);
    return json;
}

static const char *const BAD[] = {
    "",
    "[]",
    "1",
    "null",
    "{",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1} x",
    "{\"a\":\"\xff\"}",
    "{\"a\":\"\\ud800\"}",
    "{a:1}",
};

static void test_only_whole_objects(void **state)
{
    (void)state;
    struct problem problem;
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        if (parse(BAD[i], &problem) || problem.rc != RC_INVALID)
            fail_msg("taken: %s", BAD[i]);
}

/* Depth is counted outside of texts only. */
static void test_depth_is_bounded(void **state)
{
    (void)state;
    char text[200] = "{\"a\":";
    struct problem problem;
    for (int i = 0; i < 31; i++)
        strncat(text, "[", sizeof(text) - strlen(text) - 1);
    for (int i = 0; i < 31; i++)
        strncat(text, "]", sizeof(text) - strlen(text) - 1);
    strncat(text, "}", sizeof(text) - strlen(text) - 1);
    json_t *json = parse(text, &problem);
    assert_non_null(json);
    json_decref(json);
    char deeper[210];
    snprintf(deeper, sizeof(deeper), "{\"b\":%s}", text);
    assert_null(parse(deeper, &problem));
    json = parse("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\\\"}", &problem);
    assert_non_null(json);
    json_decref(json);
}

/* Field by field: the getter, the object, and whether it is taken. */
enum getter { TEXT, INT, BOOL, DATE, INSTANT, LIST };
static const struct {
    enum getter getter;
    enum json_need need;
    const char *object;
    bool ok;
} FIELDS[] = {
    { TEXT, JSON_REQUIRED, "{\"k\":\"期限\"}", true },
    { TEXT, JSON_REQUIRED, "{\"k\":\"12345\"}", true },
    { TEXT, JSON_REQUIRED, "{\"k\":\"123456\"}", false },
    { TEXT, JSON_REQUIRED, "{\"k\":\"\"}", false },
    { TEXT, JSON_REQUIRED, "{\"k\":\"a\\u0007\"}", false },
    { TEXT, JSON_REQUIRED, "{\"k\":1}", false },
    { TEXT, JSON_REQUIRED, "{}", false },
    { TEXT, JSON_REQUIRED, "{\"k\":null}", false },
    { TEXT, JSON_OPTIONAL, "{\"k\":null}", true },
    { TEXT, JSON_OPTIONAL, "{}", true },
    { INT, JSON_REQUIRED, "{\"k\":5}", true },
    { INT, JSON_REQUIRED, "{\"k\":1}", true },
    { INT, JSON_REQUIRED, "{\"k\":0}", false },
    { INT, JSON_REQUIRED, "{\"k\":6}", false },
    { INT, JSON_REQUIRED, "{\"k\":2.0}", false },
    { INT, JSON_REQUIRED, "{\"k\":\"2\"}", false },
    { BOOL, JSON_REQUIRED, "{\"k\":false}", true },
    { BOOL, JSON_REQUIRED, "{\"k\":0}", false },
    { DATE, JSON_REQUIRED, "{\"k\":\"2026-02-28\"}", true },
    { DATE, JSON_REQUIRED, "{\"k\":\"2026-02-29\"}", false },
    { DATE, JSON_REQUIRED, "{\"k\":20260228}", false },
    { INSTANT, JSON_REQUIRED, "{\"k\":\"2026-02-28T09:00:00+08:00\"}", true },
    { INSTANT, JSON_REQUIRED, "{\"k\":\"2026-02-28T09:00:00\"}", false },
    { LIST, JSON_REQUIRED, "{\"k\":[]}", true },
    { LIST, JSON_REQUIRED, "{\"k\":{}}", false },
};

static rc_t get(enum getter getter, const json_t *json, enum json_need need,
                struct problem *problem)
{
    const char *text;
    const json_t *tree;
    int64_t number = 0;
    int32_t day = 0;
    bool flag = false;
    switch (getter) {
    case TEXT:
        return jsonx_text_field(json, "k", need, 5, &text, problem);
    case INT:
        return jsonx_int_field(json, "k", need, 1, 5, &number, problem);
    case BOOL:
        return jsonx_bool_field(json, "k", need, &flag, problem);
    case DATE:
        return jsonx_date_field(json, "k", need, &day, problem);
    case INSTANT:
        return jsonx_instant_field(json, "k", need, &number, problem);
    case LIST:
        break;
    }
    return jsonx_tree_field(json, "k", need, JSON_ARRAY, &tree, problem);
}

static void test_fields(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FIELDS); i++) {
        struct problem problem;
        json_t *json = parse(FIELDS[i].object, &problem);
        rc_t rc = get(FIELDS[i].getter, json, FIELDS[i].need, &problem);
        if ((rc == RC_OK) != FIELDS[i].ok)
            fail_msg("row %zu: %s", i, FIELDS[i].object);
        if (rc != RC_OK)
            assert_string_equal(problem.field, "k");
        json_decref(json);
    }
}

static void test_unknown_fields_are_named(void **state)
{
    (void)state;
    static const char *const KNOWN[] = { "a", "b", NULL };
    struct problem problem;
    json_t *json = parse("{\"a\":1,\"c\":2}", &problem);
    assert_int_equal(jsonx_only(json, KNOWN, &problem), RC_INVALID);
    assert_string_equal(problem.field, "c");
    json_object_del(json, "c");
    problem_clear(&problem);
    assert_int_equal(jsonx_only(json, KNOWN, &problem), RC_OK);
    json_decref(json);
}

/* Wherever the ceiling cuts a text, also inside a key, it is refused. */
static void test_dump_stops_at_its_ceiling(void **state)
{
    static const char WHOLE[] = "{\"first\":1,\"second\":{\"third\":[true,\"x\"]}}";
    struct problem problem;
    json_t *json = parse(WHOLE, &problem);
    (void)state;
    for (size_t ceiling = 0; ceiling <= strlen(WHOLE); ceiling++) {
        struct bytebuf out;
        bytebuf_init(&out, ceiling);
        rc_t want = ceiling < strlen(WHOLE) ? RC_TOO_LARGE : RC_OK;
        assert_int_equal(jsonx_dump(json, JSON_COMPACT, &out), want);
        assert_int_equal(strncmp(bytebuf_str(&out), WHOLE, out.len), 0);
        bytebuf_fini(&out);
    }
    struct bytebuf out;
    bytebuf_init(&out, 100);
    json_t *text = json_string("no document");
    assert_int_equal(jsonx_dump(text, JSON_COMPACT, &out), RC_INVALID);
    bytebuf_fini(&out);
    json_decref(text);
    json_decref(json);
}

/* One value of each kind, and none. */
static void test_kinds(void **state)
{
    static const struct {
        const char *json; /* NULL: no value */
        bool absent, text, whole, truth, list, object;
    } ROWS[] = {
        { NULL, true, false, false, false, false, false },
        { "null", true, false, false, false, false, false },
        { "\"\"", false, true, false, false, false, false },
        { "0", false, false, true, false, false, false },
        { "0.5", false, false, false, false, false, false },
        { "true", false, false, false, true, false, false },
        { "false", false, false, false, true, false, false },
        { "[]", false, false, false, false, true, false },
        { "{}", false, false, false, false, false, true },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        json_t *value = ROWS[i].json ? json_loads(ROWS[i].json, JSON_DECODE_ANY, NULL) : NULL;
        if (jsonx_is_absent(value) != ROWS[i].absent || jsonx_is_text(value) != ROWS[i].text ||
            jsonx_is_int(value) != ROWS[i].whole || jsonx_is_bool(value) != ROWS[i].truth ||
            jsonx_is_list(value) != ROWS[i].list || jsonx_is_object(value) != ROWS[i].object)
            fail_msg("%s", ROWS[i].json ? ROWS[i].json : "no value");
        json_decref(value);
    }
}

static void test_equal_objects_give_equal_text(void **state)
{
    (void)state;
    struct problem problem;
    json_t *a = parse("{\"x\":1,\"y\":[true,null]}", &problem);
    json_t *b = parse("{ \"y\" : [true, null], \"x\" : 1 }", &problem);
    char *at = jsonx_text(a);
    char *bt = jsonx_text(b);
    assert_string_equal(at, "{\"x\":1,\"y\":[true,null]}");
    assert_string_equal(at, bt);
    mem_free(at);
    mem_free(bt);
    json_decref(a);
    json_decref(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_whole_objects),
        cmocka_unit_test(test_depth_is_bounded),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_unknown_fields_are_named),
        cmocka_unit_test(test_dump_stops_at_its_ceiling),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_equal_objects_give_equal_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
