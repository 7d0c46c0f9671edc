/* Courses of events: how lateness travels through phases and what goes with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "forecast_course.h"
#include "forecast_fixture.h"
#include "memory.h"

/* System 1: phase 4 runs and is due in two days, 5 and 6 follow (20 and 7 days). System 2: phase 1
 * was submitted, phase 2 follows (7 days). A report goes with phase 6 of system 1, one with a phase
 * that ended, and one with a phase nobody knows of. */
static const char FACTS[] =
    "{'systems':["
    "{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["
    "{'id':1,'number':4,'state':'active','from':'2026-06-15','due':'2026-06-17','deadline':11,"
    "'code':'P4'},"
    "{'id':2,'number':5,'state':'planned','from':'2026-06-18','due':'2026-07-07','deadline':null,"
    "'code':'P5'},"
    "{'id':3,'number':6,'state':'planned','from':'2026-07-08','due':'2026-07-14','deadline':null,"
    "'code':'P6'}]},"
    "{'serial':2,'name':'二','team':'a','started':true,'done':false,'phases':["
    "{'id':4,'number':1,'state':'submitted','from':'2026-05-15','due':'2026-06-13','deadline':12,"
    "'code':'Q1'},"
    "{'id':5,'number':2,'state':'planned','from':'2026-06-14','due':'2026-06-20','deadline':null,"
    "'code':'Q2'}]}],"
    "'documents':[{'id':7,'clause':'D','title':'report','serial':1,'phase':6,'ended':null},"
    "{'id':8,'clause':'D','title':'old','serial':2,'phase':9,'ended':'2026-06-01'},"
    "{'id':9,'clause':'D','title':'lost','serial':2,'phase':9,'ended':null}],"
    "'deadlines':["
    "{'id':21,'code':'F1','kind':'finding','serial':1,'from':'2026-06-01','due':'2026-06-30'},"
    "{'id':22,'code':'F2','kind':'finding','serial':1,'from':'2026-05-01','due':'2026-05-31',"
    "'missed':true}]}";

/* Lateness of a table: `arg` has one number for each item; those left out go by the plan. */
static int32_t lateness_of_table(void *arg, size_t index, int32_t least)
{
    (void)least;
    return ((const int32_t *)arg)[index];
}

static void check_row(const struct forecast_ground *ground, const char *name, const char *due,
                      const char *end)
{
    const struct course_row *row = &ground->rows[ground_item(ground, name)];
    if (row->due != day_of(due) || row->end != day_of(end))
        fail_msg(
            "%s: due in %d days instead of %d, ends in %d instead of %d", name,
            (int)(row->due - ground->forecast.today), (int)(day_of(due) - ground->forecast.today),
            (int)(row->end - ground->forecast.today), (int)(day_of(end) - ground->forecast.today));
}

static void test_the_plan(void **state)
{
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    ground_plan(&ground);
    check_row(&ground, "P4", "2026-06-17", "2026-06-17");
    check_row(&ground, "P5", "2026-07-07", "2026-07-07");
    check_row(&ground, "P6", "2026-07-14", "2026-07-14");
    check_row(&ground, "Q2", "2026-06-22", "2026-06-22"); /* approved today, begins tomorrow */
    check_row(&ground, "report", "2026-07-14", "2026-07-14");
    check_row(&ground, "old", "2026-06-01", "2026-06-15");
    check_row(&ground, "F1", "2026-06-30", "2026-06-30");
    check_row(&ground, "F2", "2026-05-31", "2026-06-15");    /* overdue: today at the earliest */
    assert_int_equal(ground.forecast.item_count, 5 + 2 + 2); /* "lost" is due at no time */
    assert_int_equal(course_end(&ground.forecast.systems[0], ground.rows), day_of("2026-07-14"));
    assert_int_equal(course_end(&ground.forecast.systems[1], ground.rows), day_of("2026-06-22"));
    ground_close(&ground);
}

/* Days late of phases 4 to 6, and what comes of them. */
static void test_lateness_travels(void **state)
{
    static const struct {
        const char *name;
        int32_t days[3];
        const char *due[3], *end[3];
        int late;
    } CASES[] = {
        { "all in time",
          { 0, 0, 0 },
          { "2026-06-17", "2026-07-07", "2026-07-14" },
          { "2026-06-17", "2026-07-07", "2026-07-14" },
          0 },
        { "the first is late: the others move and are in time",
          { 3, 0, 0 },
          { "2026-06-17", "2026-07-10", "2026-07-17" },
          { "2026-06-20", "2026-07-10", "2026-07-17" },
          1 },
        { "what is late is caught up",
          { 3, -3, 0 },
          { "2026-06-17", "2026-07-10", "2026-07-14" },
          { "2026-06-20", "2026-07-07", "2026-07-14" },
          1 },
        { "all late",
          { 1, 1, 1 },
          { "2026-06-17", "2026-07-08", "2026-07-16" },
          { "2026-06-18", "2026-07-09", "2026-07-17" },
          3 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        static const char *const CODES[] = { "P4", "P5", "P6" };
        struct forecast_ground ground;
        int32_t table[16] = { 0 };
        int late = 0;
        ground_open(&ground, "2026-06-15", FACTS);
        for (size_t k = 0; k < 3; k++)
            table[ground_item(&ground, CODES[k])] = CASES[i].days[k];
        forecast_course(&ground.forecast, lateness_of_table, table, ground.rows);
        for (size_t k = 0; k < 3; k++) {
            size_t at = ground_item(&ground, CODES[k]);
            check_row(&ground, CODES[k], CASES[i].due[k], CASES[i].end[k]);
            late += course_is_late(&ground.forecast.items[at], &ground.rows[at]);
        }
        if (late != CASES[i].late)
            fail_msg("%s: %d are late", CASES[i].name, late);
        ground_close(&ground);
    }
}

/* Nothing ends before today, nor before it begins, however early its like has been. */
static void test_nobody_is_early_against_the_facts(void **state)
{
    struct forecast_ground ground;
    int32_t table[16];
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    for (size_t i = 0; i < COUNT_OF(table); i++)
        table[i] = -365;
    forecast_course(&ground.forecast, lateness_of_table, table, ground.rows);
    check_row(&ground, "P4", "2026-06-17", "2026-06-15");
    check_row(&ground, "P5", "2026-07-05", "2026-06-16"); /* one day: its first is its last */
    check_row(&ground, "P6", "2026-06-23", "2026-06-17");
    check_row(&ground, "F1", "2026-06-30", "2026-06-15");
    ground_close(&ground);
}

/* With a history of nothing but punctuality every course of chance is the plan. */
static void test_no_lateness_is_the_plan(void **state)
{
    static const char HISTORY[] = "'history':[{'kind':'phase','clause':'C','days':0,'count':8},"
                                  "{'kind':'finding','clause':'C','days':0,'count':8}]}";
    char facts[4096];
    struct forecast_ground ground;
    (void)state;
    snprintf(facts, sizeof(facts), "%.*s,%s", (int)sizeof(FACTS) - 2, FACTS, HISTORY);
    ground_open(&ground, "2026-06-15", facts);
    struct course_row *plan = mem_array(ground.forecast.item_count, sizeof(*plan));
    forecast_course(&ground.forecast, lateness_of_plan, NULL, plan);
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct course_dice dice = { &ground.forecast, seed };
        forecast_course(&ground.forecast, lateness_of_chance, &dice, ground.rows);
        assert_memory_equal(plan, ground.rows, ground.forecast.item_count * sizeof(*plan));
    }
    mem_free(plan);
    ground_close(&ground);
}

/* Ends that lie beyond the calendar stop at its end, and do not wrap. */
static void test_the_calendar_ends(void **state)
{
    struct forecast_ground ground;
    int32_t table[16];
    (void)state;
    ground_open(&ground, "2169-12-20",
                "{'systems':[{'serial':1,'name':'一','team':'a','started':true,'done':false,"
                "'phases':[{'id':1,'number':1,'state':'planned','from':'2169-12-20',"
                "'due':'2169-12-31','deadline':null,'code':'P'}]}]}");
    for (size_t i = 0; i < COUNT_OF(table); i++)
        table[i] = 365;
    forecast_course(&ground.forecast, lateness_of_table, table, ground.rows);
    assert_true(ground.rows[0].end < DAY_MAX);
    assert_true(ground.rows[0].provisional);
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_plan),
        cmocka_unit_test(test_lateness_travels),
        cmocka_unit_test(test_nobody_is_early_against_the_facts),
        cmocka_unit_test(test_no_lateness_is_the_plan),
        cmocka_unit_test(test_the_calendar_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
