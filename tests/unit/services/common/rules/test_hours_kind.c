/* Section `hours`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

#define WINDOW(rest) "hours:\n  - {name: w, days: working, " rest "}\n"
#define NO_TIME(column, key)                                                                       \
    "t.yaml:7:" column ": \"" key "\" must be a time of day such as \"09:00\""

static const struct mistake MISTAKES[] = {
    { "reads", WINDOW("clause: A, from: \"09:00\", to: \"18:00\""), NULL },
    { "the whole day", "hours:\n  - {name: w, days: all, from: \"00:00\", to: \"24:00\"}\n", NULL },
    { "days", "hours:\n  - {name: w, days: some, from: \"09:00\", to: \"18:00\"}\n",
      "t.yaml:7:21: \"days\" must be one of all, working" },
    { "no colon", WINDOW("from: \"09.00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "too short", WINDOW("from: \"9:00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "a list", WINDOW("from: [1], to: \"18:00\""), NO_TIME("36", "from") },
    { "no hour", WINDOW("from: \"25:00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "no digit", WINDOW("from: \"x9:00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "below the first digit", WINDOW("from: \"/9:00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "above the second digit", WINDOW("from: \"0::00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "no second digit", WINDOW("from: \"0x:00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "above the digits", WINDOW("from: \":0:00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "below the digits", WINDOW("from: \"0/:00\", to: \"18:00\""), NO_TIME("36", "from") },
    { "no minute", WINDOW("from: \"09:60\", to: \"18:00\""), NO_TIME("36", "from") },
    { "after midnight", WINDOW("from: \"09:00\", to: \"24:01\""), NO_TIME("49", "to") },
    { "closes as it opens", WINDOW("from: \"09:00\", to: \"09:00\""),
      "t.yaml:7:5: window \"w\" must close after it opens" },
    { "name twice",
      "hours:\n  - {name: w, days: all, from: \"09:00\", to: \"18:00\"}\n"
      "  - {name: w, days: all, from: \"09:00\", to: \"18:00\"}\n",
      "t.yaml:8:5: there is another business-hour window \"w\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static void test_rows(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, WINDOW("from: \"08:30\", to: \"24:00\""));
    const struct pack_hours *window = pack_hours(f->extra, "w");
    assert_non_null(window);
    assert_true(window->working);
    assert_int_equal(window->from_s, 8 * 3600 + 30 * 60);
    assert_int_equal(window->to_s, 86400);
    assert_null(window->clause);
    assert_null(pack_hours(f->extra, "v"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_rows),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
