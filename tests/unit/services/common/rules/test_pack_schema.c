/* The language as a JSON Schema: what readers of their own note of the stand-ins. That packs fit it
 * is tested by a validator in tests/e2e/test_pack_schema.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "pack_schema.h"

/* A definition's property, by the table it comes from; NULL def: of the whole pack. */
static const struct {
    const char *name, *def, *property;
    const char *want; /* all of it */
} CASES[] = {
    { "a required text among others", "team", "code",
      "{\"type\":[\"string\",\"number\",\"boolean\"],\"pattern\":\"^[a-z0-9_-]{1,64}$\"}" },
    { "a word", "task", "form", "{\"enum\":[\"task\",\"check\",\"reminder\",\"approval\"]}" },
    { "one or a list", "clock", "respond",
      "{\"anyOf\":[{\"$ref\":\"#/$defs/limit\"},{\"anyOf\":[{\"$ref\":\"#/$defs/use\"},{\"type\":"
      "\"array\",\"items\":{\"anyOf\":[{\"$ref\":\"#/$defs/limit\"},{\"$ref\":\"#/$defs/use\"}]}}]}"
      "]}" },
    { "keys of the author's", "penalty-row", "grades",
      "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\",\"pattern\":\"^[0-9]{1,3}"
      "([.][0-9]{1,2})?%$\"}}" },
    { "a section that is one map", NULL, "register", "{\"$ref\":\"#/$defs/register\"}" },
    { "a section of rows", NULL, "teams",
      "{\"anyOf\":[{\"$ref\":\"#/$defs/use\"},{\"type\":\"array\",\"items\":{\"anyOf\":[{\"$ref\":"
      "\"#/$defs/team\"},{\"$ref\":\"#/$defs/use\"}]}}]}" },
};

static void test_properties(void **state)
{
    json_t *schema = pack_schema();
    json_t *defs = json_object_get(schema, "$defs");
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *of = CASES[i].def ? json_object_get(defs, CASES[i].def) : schema;
        json_t *got = json_object_get(json_object_get(of, "properties"), CASES[i].property);
        json_t *want = json_loads(CASES[i].want, 0, NULL);
        char *text = json_dumps(got, JSON_COMPACT);
        if (!json_equal(got, want))
            fail_msg("%s: %s", CASES[i].name, text);
        free(text);
        json_decref(want);
    }
    json_decref(schema);
}

/* `also` goes where a clause does; an open row has other keys, a closed one has none; two tables of
 * the same words are two definitions. */
static void test_shapes(void **state)
{
    json_t *schema = pack_schema();
    json_t *defs = json_object_get(schema, "$defs");
    (void)state;
    assert_non_null(
        json_object_get(json_object_get(json_object_get(defs, "term"), "properties"), "also"));
    assert_null(
        json_object_get(json_object_get(json_object_get(defs, "scale"), "properties"), "also"));
    assert_true(
        json_is_false(json_object_get(json_object_get(defs, "term"), "additionalProperties")));
    assert_true(
        json_is_object(json_object_get(json_object_get(defs, "list-row"), "additionalProperties")));
    assert_non_null(json_object_get(defs, "limit"));
    assert_non_null(json_object_get(defs, "limit-2"));
    json_decref(schema);
}

/* It is made anew each time, and always the same. */
static void test_repeats(void **state)
{
    json_t *one = pack_schema();
    json_t *two = pack_schema();
    (void)state;
    assert_true(json_equal(one, two));
    json_decref(one);
    json_decref(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_repeats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
