/* Loads by day and week, at their boundaries. 2026-06-15 is a Monday. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "forecast_fixture.h"
#include "forecast_load.h"

/* Owners of the fixture: teams a and b, 甲 of a, 乙 and 丙 of b, the contract. */
enum { TEAM_A, TEAM_B, OF_A, ONE_OF_B, TWO_OF_B, CONTRACT };

static struct forecast_load load_of(struct forecast_ground *ground)
{
    struct forecast_load load;
    ground_plan(ground);
    forecast_load_make(&ground->forecast, ground->rows, &load);
    return load;
}

static const struct load_cell *day_of_owner(const struct forecast_load *load, size_t owner,
                                            const struct forecast_ground *ground, const char *date)
{
    return &load->day_cells[owner * load->days + (size_t)(day_of(date) - ground->forecast.today)];
}

/* One task from `from` to `due`, and on which days it is open and due. */
static void test_days_of_one_task(void **state)
{
    static const struct {
        const char *name, *today, *from, *due;
        const char *open_first, *open_last; /* NULL: on no day */
        const char *due_on;                 /* NULL: not within */
    } CASES[] = {
        { "within", "2026-06-15", "2026-06-17", "2026-06-19", "2026-06-17", "2026-06-19",
          "2026-06-19" },
        { "one day", "2026-06-15", "2026-06-17", "2026-06-17", "2026-06-17", "2026-06-17",
          "2026-06-17" },
        { "today", "2026-06-15", "2026-06-15", "2026-06-15", "2026-06-15", "2026-06-15",
          "2026-06-15" },
        { "begun before", "2026-06-15", "2026-06-01", "2026-06-16", "2026-06-15", "2026-06-16",
          "2026-06-16" },
        { "the last day", "2026-06-15", "2026-07-01", "2026-07-28", "2026-07-01", "2026-07-28",
          "2026-07-28" },
        { "a day beyond", "2026-06-15", "2026-07-01", "2026-07-29", "2026-07-01", "2026-07-28",
          NULL },
        { "begins beyond", "2026-06-15", "2026-07-29", "2026-07-30", NULL, NULL, NULL },
        { "was due yesterday", "2026-06-15", "2026-06-01", "2026-06-14", "2026-06-15", "2026-06-15",
          NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char facts[512];
        struct forecast_ground ground;
        snprintf(facts, sizeof(facts),
                 "{'tasks':[{'id':1,'clause':'C','title':'t','serial':1,'person':null,'from':'%s',"
                 "'due':'%s','document':false,'routine':false}]}",
                 CASES[i].from, CASES[i].due);
        ground_open(&ground, CASES[i].today, facts);
        assert_int_equal(ground.forecast.until, day_of("2026-07-28"));
        struct forecast_load load = load_of(&ground);
        for (int32_t day = ground.forecast.today; day <= ground.forecast.until; day++) {
            const struct load_cell *cell =
                &load.day_cells[TEAM_A * load.days + (size_t)(day - ground.forecast.today)];
            bool open = CASES[i].open_first && day >= day_of(CASES[i].open_first) &&
                        day <= day_of(CASES[i].open_last);
            bool due = CASES[i].due_on && day == day_of(CASES[i].due_on);
            if (load_open(cell) != open || cell->open[FORECAST_TASK] != open || cell->due != due)
                fail_msg("%s: day %d of it", CASES[i].name, (int)(day - ground.forecast.today));
        }
        forecast_load_fini(&load);
        ground_close(&ground);
    }
}

/* Who carries what: the team always; a person by name, or as the team's only engineer; the contract
 * what is nobody's. */
static void test_owners(void **state)
{
    static const struct {
        const char *name, *serial, *person;
        int open[CONTRACT + 1];
    } CASES[] = {
        { "a system of a: its only engineer as well", "1", "null", { 1, 0, 1, 0, 0, 0 } },
        { "a system of b: nobody in particular", "3", "null", { 0, 1, 0, 0, 0, 0 } },
        { "given to one of b", "3", "3", { 0, 1, 0, 0, 1, 0 } },
        { "of no system, given to one of b: b's", "null", "2", { 0, 1, 0, 1, 0, 0 } },
        { "of no system and nobody's", "null", "null", { 0, 0, 0, 0, 0, 1 } },
        { "of a system of a, given to one of b", "1", "2", { 1, 0, 0, 1, 0, 0 } },
        { "somebody who has left", "3", "99", { 0, 1, 0, 0, 0, 0 } },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char facts[512];
        struct forecast_ground ground;
        snprintf(facts, sizeof(facts),
                 "{'tasks':[{'id':1,'clause':'C','title':'t','serial':%s,'person':%s,"
                 "'from':'2026-06-16','due':'2026-06-16','document':false,'routine':true}]}",
                 CASES[i].serial, CASES[i].person);
        ground_open(&ground, "2026-06-15", facts);
        struct forecast_load load = load_of(&ground);
        for (size_t owner = 0; owner <= CONTRACT; owner++)
            if (load_open(day_of_owner(&load, owner, &ground, "2026-06-16")) !=
                CASES[i].open[owner])
                fail_msg("%s: owner %zu", CASES[i].name, owner);
        forecast_load_fini(&load);
        ground_close(&ground);
    }
}

/* One of each kind, and what is overdue: open today, gone tomorrow, as the plan has it. */
static void test_kinds(void **state)
{
    struct forecast_ground ground;
    (void)state;
    ground_open(
        &ground, "2026-06-15",
        "{'systems':[{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["
        "{'id':1,'number':6,'state':'active','from':'2026-06-11','due':'2026-06-17','deadline':11,"
        "'code':'P6'},{'id':2,'number':7,'state':'planned','from':'2026-06-18',"
        "'due':'2026-06-27','deadline':null,'code':'P7'}]}],"
        "'deadlines':[{'id':1,'code':'F1','kind':'finding','serial':1,'from':'2026-06-01',"
        "'due':'2026-06-14'},{'id':2,'code':'D1','kind':'deliverable','serial':1,"
        "'from':'2026-06-01','due':'2026-06-17','document':true},"
        "{'id':3,'code':'T1','kind':'term','serial':1,'from':'2026-06-01','due':'2026-06-17'}],"
        "'documents':[{'id':7,'clause':'D','title':'report','serial':1,'phase':7,'ended':null}]}");
    struct forecast_load load = load_of(&ground);
    const struct {
        const char *day;
        struct load_cell want;
    } CASES[] = {
        { "2026-06-15", { { 1, 1, 2, 0, 1 }, 0 } }, { "2026-06-16", { { 1, 0, 2, 0, 1 }, 0 } },
        { "2026-06-17", { { 1, 0, 2, 0, 1 }, 3 } }, { "2026-06-18", { { 1, 0, 1, 0, 0 }, 0 } },
        { "2026-06-27", { { 1, 0, 1, 0, 0 }, 2 } }, { "2026-06-28", { { 0, 0, 0, 0, 0 }, 0 } },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct load_cell *cell = day_of_owner(&load, OF_A, &ground, CASES[i].day);
        for (size_t k = 0; k < FORECAST_KIND__COUNT; k++)
            if (cell->open[k] != CASES[i].want.open[k])
                fail_msg("%s: %d of kind %s", CASES[i].day, (int)cell->open[k],
                         forecast_kind_word((enum forecast_kind)k));
        assert_int_equal(cell->due, CASES[i].want.due);
    }
    forecast_load_fini(&load);
    ground_close(&ground);
}

/* Weeks are Monday to Sunday also when today is no Monday, and count a thing once. */
static void test_weeks(void **state)
{
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-18",
                "{'tasks':[{'id':1,'clause':'C','title':'t','serial':3,'person':null,"
                "'from':'2026-06-20','due':'2026-06-22','document':false,'routine':false}]}");
    struct forecast_load load = load_of(&ground);
    assert_int_equal(load.monday, day_of("2026-06-15"));
    const struct load_cell *weeks = &load.week_cells[TEAM_B * load.weeks];
    assert_int_equal(load_open(&weeks[0]), 1);
    assert_int_equal(weeks[0].due, 0);
    assert_int_equal(load_open(&weeks[1]), 1);
    assert_int_equal(weeks[1].due, 1);
    assert_int_equal(load_open(&weeks[2]), 0);
    int32_t last = load.monday + 7 * (int32_t)(load.weeks - 1);
    assert_in_range(ground.forecast.until, last, last + 6);
    forecast_load_fini(&load);
    ground_close(&ground);
}

static void test_peak(void **state)
{
    static const struct {
        const char *name;
        struct load_cell cells[3];
        size_t peak;
    } CASES[] = {
        { "all empty: the first", { { { 0 }, 0 }, { { 0 }, 0 }, { { 0 }, 0 } }, 0 },
        { "the most open", { { { 1 }, 9 }, { { 1, 1 }, 0 }, { { 1 }, 0 } }, 1 },
        { "equally open: the most due", { { { 2 }, 0 }, { { 1, 1 }, 0 }, { { 0, 2 }, 1 } }, 2 },
        { "equal: the earliest", { { { 0 }, 0 }, { { 2 }, 1 }, { { 1, 1 }, 1 } }, 1 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (load_peak(CASES[i].cells, 3) != CASES[i].peak)
            fail_msg("%s", CASES[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_of_one_task),
        cmocka_unit_test(test_owners),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_weeks),
        cmocka_unit_test(test_peak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
