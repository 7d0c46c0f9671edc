/* A pack's own lists as rows, and the other names it declares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "query.h"
#include "rules_fixture.h"

static const char SECTIONS[] =
    "systems:\n"
    "  - {clause: A, no: 1, name: one, grade: 3, aliases: [first]}\n"
    "services:\n"
    "  - {code: S1, clause: A, name: watch, aliases: [guard, sentry]}\n"
    "licences:\n"
    "  - {clause: P, network: inner, rows: [{client: desk, class: terminal, points: 7, aliases: "
    "[desktop]}]}\n"
    "lists:\n"
    "  - {of: colour, clause: A, rows: [{name: red, sign: rouge, parts: [x], aliases: "
    "[crimson]}]}\n"
    "  - {of: shape, rows: [{name: round, clause: B}]}\n"
    "  - {of: colour, rows: [{name: blue}]}\n";

static const struct {
    const char *name, *value;
    bool want;
} NAMES[] = {
    { "first", "one", true },     { "first", "two", false },    { "one", "one", false },
    { "guard", "watch", true },   { "sentry", "watch", true },  { "watch", "guard", false },
    { "desktop", "desk", true },  { "desk", "desktop", false }, { "crimson", "red", true },
    { "crimson", "rouge", true }, { "crimson", "x", false },    { "crimson", "blue", false },
    { "sky", "blue", false },
};

static void test_names(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, SECTIONS);
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (query_is_alias(f->extra, NAMES[i].name, NAMES[i].value) != NAMES[i].want)
            fail_msg("%s for %s", NAMES[i].name, NAMES[i].value);
}

/* Lists of one name continue each other; a row without a clause has its list's. */
static void test_lists(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, SECTIONS);
    json_t *rows = query_list(f->extra, "colour");
    json_t *want = json_loads("[{\"clause\":\"A\",\"name\":\"red\",\"sign\":\"rouge\",\"parts\":["
                              "\"x\"]},{\"clause\":null,\"name\":\"blue\"}]",
                              0, NULL);
    assert_true(json_equal(rows, want));
    json_decref(rows);
    json_decref(want);
    rows = query_list(f->extra, "shape");
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "clause")), "B");
    json_decref(rows);
    assert_null(query_list(f->extra, "sound"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_lists),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
