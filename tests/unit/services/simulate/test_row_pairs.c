/* Rows of two plays held against each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "row_pairs.h"

static const struct pair_shape SHAPE = { { "code" }, { "title" } };

/* Rows of the first play, of the other, and the differences one a line. */
static const struct {
    const char *name, *first, *against, *want;
} CASES[] = {
    { "nothing at all", "[]", "[]", "" },
    { "the same", "[{\"code\":\"a\",\"on\":1}]", "[{\"code\":\"a\",\"on\":1}]", "" },
    { "labels are no difference", "[{\"code\":\"a\",\"title\":\"x\"}]", "[{\"code\":\"a\",\"title\":\"y\"}]", "" },
    { "one field", "[{\"code\":\"a\",\"title\":\"t\",\"on\":1,\"by\":2}]", "[{\"code\":\"a\",\"title\":\"t\",\"on\":3,\"by\":2}]",
      "{\"against\":{\"on\":3},\"code\":\"a\",\"contract\":\"c\",\"first\":{\"on\":1},\"title\":\"t\"}\n" },
    { "only in the first", "[{\"code\":\"a\",\"on\":1}]", "[]", "{\"against\":null,\"code\":\"a\",\"contract\":\"c\",\"first\":{\"on\":1}}\n" },
    { "only in the other", "[]", "[{\"code\":\"a\",\"on\":1}]", "{\"against\":{\"on\":1},\"code\":\"a\",\"contract\":\"c\",\"first\":null}\n" },
    { "a field that only one has", "[{\"code\":\"a\",\"on\":null}]", "[{\"code\":\"a\"}]",
      "{\"against\":{},\"code\":\"a\",\"contract\":\"c\",\"first\":{\"on\":null}}\n" },
    { "in any order", "[{\"code\":\"a\",\"on\":1},{\"code\":\"b\",\"on\":1}]", "[{\"code\":\"b\",\"on\":1},{\"code\":\"a\",\"on\":1}]", "" },
    { "a name twice", "[{\"code\":\"a\",\"on\":1},{\"code\":\"a\",\"on\":2}]", "[{\"code\":\"a\",\"on\":2}]",
      "{\"against\":null,\"code\":\"a\",\"contract\":\"c\",\"first\":{\"on\":1}}\n" },
    { "names of other types", "[{\"code\":1,\"on\":1}]", "[{\"code\":\"1\",\"on\":1}]",
      "{\"against\":{\"on\":1},\"code\":\"1\",\"contract\":\"c\",\"first\":null}\n"
      "{\"against\":null,\"code\":1,\"contract\":\"c\",\"first\":{\"on\":1}}\n" },
};

/* A side is whole where there is one, and null in the difference where there is none. */
static void collect(const struct row_pair *pair, void *arg)
{
    char *out = arg;
    size_t at = strlen(out);
    assert_int_equal(pair->first == NULL, json_is_null(json_object_get(pair->difference, "first")));
    assert_int_equal(pair->against == NULL, json_is_null(json_object_get(pair->difference, "against")));
    assert_true(json_equal(json_object_get(pair->first ? pair->first : pair->against, "code"), json_object_get(pair->difference, "code")));
    at += json_dumpb(pair->difference, out + at, 2000 - at, JSON_COMPACT | JSON_SORT_KEYS);
    snprintf(out + at, 2000 - at, "\n");
}

typedef void add_fn(struct row_pairs *self, json_t *row);

static void add_all(struct row_pairs *pairs, const char *rows, add_fn *add)
{
    json_t *list = json_loads(rows, 0, NULL);
    size_t i;
    json_t *row;
    json_array_foreach(list, i, row)
    {
        json_object_set_new(row, "contract", json_string("c"));
        add(pairs, json_incref(row));
    }
    json_decref(list);
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        char out[2001] = "";
        struct row_pairs pairs;
        row_pairs_init(&pairs, &SHAPE, collect, out);
        add_all(&pairs, CASES[i].first, row_pairs_first);
        add_all(&pairs, CASES[i].against, row_pairs_against);
        row_pairs_flush(&pairs);
        row_pairs_flush(&pairs); /* nothing is told twice */
        row_pairs_fini(&pairs);
        if (strcmp(out, CASES[i].want) != 0)
            fail_msg("%s: %s", CASES[i].name, out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
