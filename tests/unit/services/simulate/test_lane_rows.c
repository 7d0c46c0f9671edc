/* Totals of several runs as those of one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lane_rows.h"

static void expect(const char *sum, const char *more, const char *want)
{
    json_t *into = json_loads(sum, 0, NULL);
    json_t *add = json_loads(more, 0, NULL);
    json_t *wanted = json_loads(want, 0, NULL);
    lane_add(into, add);
    if (!json_equal(into, wanted)) {
        char *got = json_dumps(into, JSON_COMPACT | JSON_SORT_KEYS);
        fail_msg("%s + %s: %s", sum, more, got);
    }
    json_decref(into);
    json_decref(add);
    json_decref(wanted);
}

static void test_added_by_name(void **state)
{
    (void)state;
    expect("{}", "{}", "{}");
    expect("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
    expect("{\"a\":1}", "{\"b\":2}", "{\"a\":1,\"b\":2}");
    expect("{\"a\":9007199254740993}", "{\"a\":1}", "{\"a\":9007199254740994}"); /* whole, beyond a double */
    expect("{\"s\":{\"met\":1,\"open\":2}}", "{\"s\":{\"open\":3,\"late\":4}}", "{\"s\":{\"met\":1,\"open\":5,\"late\":4}}");
    expect("{\"s\":{}}", "{\"s\":{\"met\":1}}", "{\"s\":{\"met\":1}}");
}

/* What was taken over is a copy: adding to it changes nothing else. */
static void test_a_copy(void **state)
{
    json_t *sum = json_object();
    json_t *first = json_loads("{\"s\":{\"met\":1}}", 0, NULL);
    (void)state;
    lane_add(sum, first);
    lane_add(sum, first);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(first, "s"), "met")), 1);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(sum, "s"), "met")), 2);
    json_decref(first);
    json_decref(sum);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_added_by_name), cmocka_unit_test(test_a_copy) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
