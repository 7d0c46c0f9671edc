/* Worked cases of tests/vectors/rules.ndjson through kinds_eval, and what kinds_eval refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "rules_fixture.h"

static int group_setup(void **state)
{
    struct fixture *f = mem_new(sizeof(*f));
    fixture_init(f);
    *state = f;
    return 0;
}

static int group_teardown(void **state)
{
    fixture_fini(*state);
    mem_free(*state);
    return 0;
}

/* Whether `got` has all that `want` says: objects may have more fields, lists are equal in length.
 */
static bool covers(const json_t *want, const json_t *got)
{
    const char *key;
    json_t *value;
    if (json_is_array(want)) {
        if (!json_is_array(got) || json_array_size(got) != json_array_size(want))
            return false;
        for (size_t i = 0; i < json_array_size(want); i++)
            if (!covers(json_array_get(want, i), json_array_get(got, i)))
                return false;
        return true;
    }
    if (!json_is_object(want))
        return json_equal(want, got);
    json_object_foreach((json_t *)(uintptr_t)want, key,
                        value) if (!covers(value, json_object_get(got, key))) return false;
    return true;
}

/* The answer of kinds_eval as `mlps eval` writes it. */
static json_t *answer(struct fixture *f, const char *rule, const json_t *input)
{
    struct problem problem = { .rc = RC_OK };
    struct eval_env env = fixture_env(f);
    json_t *result = NULL;
    rc_t rc = kinds_eval(&env, rule, input, &result, &problem);
    if (rc == RC_OK)
        return result;
    return json_pack("{s:{s:s, s:s, s:s}}", "error", "code", rc_word(rc), "field", problem.field,
                     "message", problem.text);
}

static void check_line(struct fixture *f, const char *line)
{
    json_t *row = json_loads(line, 0, NULL);
    assert_non_null(row);
    json_t *got =
        answer(f, json_string_value(json_object_get(row, "rule")), json_object_get(row, "input"));
    if (!covers(json_object_get(row, "expect"), got)) {
        char *text = json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY);
        fail_msg("%s%s: got %s", json_string_value(json_object_get(row, "id")),
                 json_string_value(json_object_get(row, "sub")), text);
    }
    json_decref(got);
    json_decref(row);
}

static void test_vectors(void **state)
{
    size_t len;
    size_t lines = 0;
    char *text = fixture_file("tests/vectors/rules.ndjson", &len);
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        check_line(*state, line);
        lines++;
    }
    assert_true(lines > 80);
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
