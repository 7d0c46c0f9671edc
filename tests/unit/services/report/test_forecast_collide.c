/* Collisions at their boundaries. The dragon boat festival is 2026-06-19 to 21, Friday to Sunday;
 * 2026-05-09 is a Saturday that is worked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "forecast_collide.h"
#include "forecast_fixture.h"

/* Collisions as text, one a line: "day rule owner count/limit holiday". */
static void dump(const struct forecast_ground *ground, const struct forecast_collisions *found,
                 char *out, size_t size)
{
    int n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < found->count; i++) {
        const struct forecast_collision *c = &found->rows[i];
        const struct forecast_owner *owner = &ground->forecast.owners[c->owner];
        char day[DATE_TEXT];
        n += snprintf(out + n, size - (size_t)n, "%s%s %s %s %zu/%lld%s%s", i ? "; " : "",
                      civil_format_date(c->day, day) + 5, collision_word(c->rule),
                      owner->code   ? owner->code
                      : owner->name ? owner->name
                                    : "-",
                      c->count, (long long)c->limit, c->holiday ? " " : "",
                      c->holiday ? c->holiday : "");
    }
}

static void check(const char *name, const char *today, const char *facts, const char *want)
{
    struct forecast_ground ground;
    struct forecast_collisions found;
    char got[2048];
    ground_open(&ground, today, facts);
    ground_plan(&ground);
    forecast_collide(&ground.forecast, ground.rows, &found);
    dump(&ground, &found, got, sizeof(got));
    if (strcmp(got, want) != 0)
        fail_msg("%s: \"%s\" instead of \"%s\"", name, got, want);
    forecast_collisions_fini(&found);
    ground_close(&ground);
}

/* So many of one thing, due on the same day. */
struct load_row {
    const char *name, *today;
    int count;
    const char *due;
    const char *rest; /* of each row */
    const char *want;
};

static void check_deadlines(const struct load_row *row)
{
    char facts[4096];
    int n = snprintf(facts, sizeof(facts), "{'deadlines':[");
    for (int i = 0; i < row->count; i++)
        n += snprintf(facts + n, sizeof(facts) - (size_t)n,
                      "%s{'id':%d,'code':'X%d','from':'2026-05-01','due':'%s',%s}", i ? "," : "",
                      i + 1, i, row->due, row->rest);
    snprintf(facts + n, sizeof(facts) - (size_t)n, "]}");
    check(row->name, row->today, facts, row->want);
}

#define OF_A     "'kind':'finding','serial':1"
#define OF_B     "'kind':'finding','serial':3"
#define DOCUMENT "'kind':'deliverable','serial':1,'document':true"
#define NOBODYS  "'kind':'term','serial':null"

/* Three a day and engineer: a has one, b two, the contract three. */
static void test_capacity(void **state)
{
    static const struct load_row ROWS[] = {
        { "three are what one can do", "2026-06-15", 3, "2026-06-16", OF_A, "" },
        { "four are not", "2026-06-15", 4, "2026-06-16", OF_A, "06-16 team_load a 4/3" },
        { "six are what two can do", "2026-06-15", 6, "2026-06-16", OF_B, "" },
        { "seven are not", "2026-06-15", 7, "2026-06-16", OF_B, "06-16 team_load b 7/6" },
        { "nine of the contract", "2026-06-15", 9, "2026-06-16", NOBODYS, "" },
        { "ten of the contract", "2026-06-15", 10, "2026-06-16", NOBODYS,
          "06-16 team_load - 10/9" },
        { "today counts", "2026-06-15", 4, "2026-06-15", OF_A, "06-15 team_load a 4/3" },
        { "yesterday does not", "2026-06-15", 4, "2026-06-14", OF_A, "" },
        { "the last day counts", "2026-06-15", 4, "2026-07-28", OF_A, "07-28 team_load a 4/3" },
        { "the day after it does not", "2026-06-15", 4, "2026-07-29", OF_A, "" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        check_deadlines(&ROWS[i]);
}

/* What is due on a day of rest is handed over before it. */
static void test_handover(void **state)
{
    static const struct load_row ROWS[] = {
        { "Saturday: on Friday", "2026-06-15", 4, "2026-06-27", OF_A, "06-26 team_load a 4/3" },
        { "Sunday: on Friday", "2026-06-15", 4, "2026-06-28", OF_A, "06-26 team_load a 4/3" },
        { "a worked Saturday: on it", "2026-05-06", 4, "2026-05-09", OF_A,
          "05-09 team_load a 4/3" },
        { "in a holiday: before it", "2026-06-15", 4, "2026-06-20", OF_A, "06-18 team_load a 4/3" },
        { "not before today", "2026-06-20", 4, "2026-06-21", OF_A, "06-20 team_load a 4/3" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        check_deadlines(&ROWS[i]);
    check("Friday, Saturday and Sunday come together", "2026-06-15",
          "{'deadlines':["
          "{'id':1,'code':'A','from':'2026-05-01','due':'2026-06-26'," OF_A "},"
          "{'id':2,'code':'B','from':'2026-05-01','due':'2026-06-27'," OF_A "},"
          "{'id':3,'code':'C','from':'2026-05-01','due':'2026-06-28'," OF_A "},"
          "{'id':4,'code':'D','from':'2026-05-01','due':'2026-06-28'," OF_A "}]}",
          "06-26 team_load a 4/3");
}

/* Documents in a holiday and beside it; other things on the first day back at work. */
static void test_holidays(void **state)
{
    static const struct load_row ROWS[] = {
        { "two days before", "2026-06-15", 1, "2026-06-17", DOCUMENT, "" },
        { "the day before", "2026-06-15", 1, "2026-06-18", DOCUMENT,
          "06-18 special_period a 1/0 端午节" },
        { "its first day", "2026-06-15", 1, "2026-06-19", DOCUMENT,
          "06-19 special_period a 1/0 端午节" },
        { "its last day", "2026-06-15", 1, "2026-06-21", DOCUMENT,
          "06-21 special_period a 1/0 端午节" },
        { "the day after", "2026-06-15", 1, "2026-06-22", DOCUMENT,
          "06-22 special_period a 1/0 端午节" },
        { "two days after", "2026-06-15", 1, "2026-06-23", DOCUMENT, "" },
        { "a finding on the day after", "2026-06-15", 1, "2026-06-22", OF_A,
          "06-22 after_holiday a 1/0 端午节" },
        { "a finding two days after", "2026-06-15", 1, "2026-06-23", OF_A, "" },
        { "a finding within: before it, no return", "2026-06-15", 1, "2026-06-21", OF_A, "" },
        { "a finding on the day before", "2026-06-15", 1, "2026-06-18", OF_A, "" },
        { "a usual Monday", "2026-06-15", 1, "2026-06-29", OF_A, "" },
        { "a Monday after a Saturday off and a Sunday worked", "2026-09-14", 1, "2026-09-21", OF_A,
          "" },
        { "the day after the long holiday", "2026-09-21", 1, "2026-10-08", OF_A,
          "10-08 after_holiday a 1/0 国庆节" },
        { "the contract's own term", "2026-06-15", 1, "2026-06-22", NOBODYS,
          "06-22 after_holiday - 1/0 端午节" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        check_deadlines(&ROWS[i]);
}

#define PHASE(serial, team, number, due)                                                           \
    "{'serial':" serial ",'name':'s','team':'" team "','started':true,'done':false,'phases':["     \
    "{'id':" serial ",'number':" number ",'state':'active','from':'2026-06-01','due':'" due        \
    "','deadline':" serial ",'code':'P" serial "'}]}"

/* Two phases of one team are one too many, unless the team is told to have too much already. */
static void test_phases(void **state)
{
    static const struct {
        const char *name, *systems, *rest, *want;
    } CASES[] = {
        { "one phase each",
          PHASE("1", "a", "5", "2026-06-24") "," PHASE("3", "b", "5", "2026-06-24"), "", "" },
        { "two on one day",
          PHASE("1", "a", "5", "2026-06-24") "," PHASE("2", "a", "6", "2026-06-24"), "",
          "06-24 phases a 2/1" },
        { "on Friday and on Sunday",
          PHASE("1", "a", "5", "2026-06-26") "," PHASE("2", "a", "5", "2026-06-28"), "",
          "06-26 phases a 2/1" },
        { "a day apart", PHASE("1", "a", "5", "2026-06-24") "," PHASE("2", "a", "5", "2026-06-25"),
          "", "" },
        { "told with the team's load",
          PHASE("1", "a", "5", "2026-06-24") "," PHASE("2", "a", "5", "2026-06-24"),
          ",'deadlines':[{'id':1,'code':'A','from':'2026-05-01','due':'2026-06-24'," OF_A "},"
          "{'id':2,'code':'B','from':'2026-05-01','due':'2026-06-24'," OF_A "}]",
          "06-24 team_load a 4/3" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char facts[2048];
        snprintf(facts, sizeof(facts), "{'systems':[%s]%s}", CASES[i].systems, CASES[i].rest);
        check(CASES[i].name, "2026-06-15", facts, CASES[i].want);
    }
}

/* Tasks given to one of two; daily work; a person with the team's work and one task more. */
static void test_people(void **state)
{
    static const struct {
        const char *name;
        int count;
        const char *serial, *person, *routine, *want;
    } CASES[] = {
        { "four given to one of two", 4, "3", "2", "false", "06-16 person_load 乙 4/3" },
        { "three given", 3, "3", "2", "false", "" },
        { "daily work never collides", 9, "3", "2", "true", "" },
        { "the team's only engineer is the team", 4, "1", "null", "false",
          "06-16 team_load a 4/3" },
        { "unless something was given by name", 4, "1", "1", "false",
          "06-16 team_load a 4/3; 06-16 person_load 甲 4/3" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char facts[4096];
        int n = snprintf(facts, sizeof(facts), "{'tasks':[");
        for (int k = 0; k < CASES[i].count; k++)
            n += snprintf(facts + n, sizeof(facts) - (size_t)n,
                          "%s{'id':%d,'clause':'C','title':'t','serial':%s,'person':%s,"
                          "'from':'2026-06-16','due':'2026-06-16','document':false,'routine':%s}",
                          k ? "," : "", k + 1, CASES[i].serial, CASES[i].person, CASES[i].routine);
        snprintf(facts + n, sizeof(facts) - (size_t)n, "]}");
        check(CASES[i].name, "2026-06-15", facts, CASES[i].want);
    }
}

/* What was submitted waits for others; what has no notice yet is provisional. */
static void test_submitted_and_provisional(void **state)
{
    struct forecast_ground ground;
    struct forecast_collisions found;
    (void)state;
    check("submitted", "2026-06-15",
          "{'systems':[{'serial':1,'name':'s','team':'a','started':true,'done':false,'phases':["
          "{'id':1,'number':5,'state':'submitted','from':'2026-06-01','due':'2026-06-24',"
          "'deadline':1,'code':'P1'}]}," PHASE("2", "a", "5", "2026-06-24") "]}",
          "");
    ground_open(&ground, "2030-06-03",
                "{'deadlines':["
                "{'id':1,'code':'A','from':'2030-05-01','due':'2030-06-05'," OF_A "},"
                "{'id':2,'code':'B','from':'2030-05-01','due':'2030-06-05'," OF_A "},"
                "{'id':3,'code':'C','from':'2030-05-01','due':'2030-06-05'," OF_A "},"
                "{'id':4,'code':'D','from':'2030-05-01','due':'2030-06-05'," OF_A "}]}");
    ground_plan(&ground);
    forecast_collide(&ground.forecast, ground.rows, &found);
    assert_int_equal(found.count, 1);
    assert_true(found.rows[0].provisional); /* nobody has published 2030 */
    forecast_collisions_fini(&found);
    ground_close(&ground);
}

/* Each collision names its items, all of them, each once. */
static void test_picks(void **state)
{
    struct forecast_ground ground;
    struct forecast_collisions found;
    (void)state;
    ground_open(&ground, "2026-06-15",
                "{'systems':[" PHASE("1", "a", "5", "2026-06-22") "," PHASE("2", "a", "5",
                                                                            "2026-06-22") "]}");
    ground_plan(&ground);
    forecast_collide(&ground.forecast, ground.rows, &found);
    assert_int_equal(found.count, 2); /* two phases, right after a holiday */
    for (size_t i = 0; i < found.count; i++) {
        assert_int_equal(found.rows[i].count, 2);
        assert_int_equal(found.picks[found.rows[i].first], ground_item(&ground, "P1"));
        assert_int_equal(found.picks[found.rows[i].first + 1], ground_item(&ground, "P2"));
    }
    forecast_collisions_fini(&found);
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capacity), cmocka_unit_test(test_handover),
        cmocka_unit_test(test_holidays), cmocka_unit_test(test_phases),
        cmocka_unit_test(test_people),   cmocka_unit_test(test_submitted_and_provisional),
        cmocka_unit_test(test_picks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
