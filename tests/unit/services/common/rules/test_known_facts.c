/* Which record of a fact counts: by clause, by system, by time; and which systems have any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "known_facts.h"

#define ROW(serial, clause, name, at)                                                              \
    "{\"serial\":" serial ",\"clause\":" clause ",\"name\":\"" name "\",\"at\":\"" at "\"}"

static const char ITEMS[] =
    "[" ROW("9", "null", "a", "2026-01-09") "," ROW("9", "null", "b", "2026-01-10") "," ROW("9", "\"K\"", "e", "2026-01-15") "," ROW("null", "null", "e", "2026-02-01") "," ROW(
        "null", "null", "a",
        "2026-01-02") "," ROW("null", "null", "a",
                              "2026-01-01") "," ROW("4", "\"K\"", "b",
                                                    "2026-01-04") "," ROW("4", "null", "b",
                                                                          "2026-01-05") "," ROW("nu"
                                                                                                "l"
                                                                                                "l",
                                                                                                "\""
                                                                                                "K"
                                                                                                "\"",
                                                                                                "b",
                                                                                                "20"
                                                                                                "26"
                                                                                                "-0"
                                                                                                "1-"
                                                                                                "0"
                                                                                                "6") "," ROW("nu"
                                                                                                             "l"
                                                                                                             "l",
                                                                                                             "nu"
                                                                                                             "l"
                                                                                                             "l",
                                                                                                             "b",
                                                                                                             "20"
                                                                                                             "26"
                                                                                                             "-0"
                                                                                                             "1-"
                                                                                                             "0"
                                                                                                             "7") "," ROW("nu"
                                                                                                                          "l"
                                                                                                                          "l",
                                                                                                                          "\""
                                                                                                                          "K"
                                                                                                                          "\"",
                                                                                                                          "c",
                                                                                                                          "20"
                                                                                                                          "26"
                                                                                                                          "-0"
                                                                                                                          "1-"
                                                                                                                          "08"
                                                                                                                          "T0"
                                                                                                                          "9:"
                                                                                                                          "00"
                                                                                                                          ":0"
                                                                                                                          "0+"
                                                                                                                          "08"
                                                                                                                          ":0"
                                                                                                                          "0") "," ROW("null",
                                                                                                                                       "\"K\"",
                                                                                                                                       "c",
                                                                                                                                       "2026-01-08T08:00:00+08:00") ",{\"name\":\"d\"},{\"at\":\"2026-01-01\"},{\"name\":\"d\",\"at\":5}]";

static const struct {
    const char *name;
    int64_t serial;
    const char *clause, *fact, *want; /* NULL: never */
} CASES[] = {
    { "the later of two, whatever their order", OF_CONTRACT, "K", "a", "2026-01-02" },
    { "the contract's holds for a system without its own", 4, "K", "a", "2026-01-02" },
    { "a system's own before the contract's", 9, "K", "a", "2026-01-09" },
    { "the clause's before one for any", OF_CONTRACT, "K", "b", "2026-01-06" },
    { "another clause takes what is for any", OF_CONTRACT, "L", "b", "2026-01-07" },
    { "of two for the clause the system's", 4, "K", "b", "2026-01-04" },
    { "a system's for any before the contract's for any", 4, "L", "b", "2026-01-05" },
    { "the contract's for the clause before a system's for any", 9, "K", "b", "2026-01-06" },
    { "a system's for the clause before the contract's for any", 9, "K", "e", "2026-01-15" },
    { "only for another clause", OF_CONTRACT, "L", "c", NULL },
    { "the later instant", OF_CONTRACT, "K", "c", "2026-01-08T09:00:00+08:00" },
    { "without a time, or with no text", OF_CONTRACT, "K", "d", NULL },
    { "a system beyond the last", 10, "K", "b", "2026-01-06" },
};

static void test_choice(void **state)
{
    json_t *items = json_loads(ITEMS, 0, NULL);
    struct known_facts facts;
    (void)state;
    assert_non_null(items);
    known_facts_init(&facts, items);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const json_t *at = known_facts_at(&facts, CASES[i].serial, CASES[i].clause, CASES[i].fact);
        const char *got = json_string_value(at);
        if (!got != !CASES[i].want || (got && strcmp(got, CASES[i].want) != 0))
            fail_msg("%s: %s", CASES[i].name, got ? got : "never");
    }
    known_facts_fini(&facts);
    json_decref(items);
}

static void test_systems(void **state)
{
    json_t *items = json_loads(ITEMS, 0, NULL);
    struct known_facts facts;
    (void)state;
    known_facts_init(&facts, items);
    assert_int_equal(known_facts_next(&facts, OF_CONTRACT), 4);
    assert_int_equal(known_facts_next(&facts, 3), 4);
    assert_int_equal(known_facts_next(&facts, 4), 9);
    assert_int_equal(known_facts_next(&facts, 9), OF_CONTRACT);
    known_facts_fini(&facts);
    json_decref(items);
}

static void test_nothing(void **state)
{
    struct known_facts facts;
    (void)state;
    known_facts_init(&facts, NULL);
    assert_null(known_facts_at(&facts, OF_CONTRACT, "K", "a"));
    assert_int_equal(known_facts_next(&facts, OF_CONTRACT), OF_CONTRACT);
    known_facts_fini(&facts);
    assert_null(facts.rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_systems),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
