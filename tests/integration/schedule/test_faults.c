/* Clocks that jump, schedulers that were down or are three, and calendars that come late. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "ledger.h"
#include "schedule_ground.h"
#include "schedule_slots.h"
#include "scheduler_step.h"
#include "step_host.h"
#include "stepping.h"

static const char CALENDAR[] = "calendars/cn.csv";
#define MINUTE INT64_C(60000000)
#define DAY    (1440 * MINUTE)

static int64_t morning(const char *date)
{
    return civil_day_start(test_day(date), LEDGER_ZONE) + 540 * MINUTE;
}

/* The 365 days of checklists, opened before they begin. */
static void begin(struct ground *ground, const char *calendar)
{
    ground_begin(ground, calendar);
    ground_hush(ground);
    ground_open(ground, ground_of("rsj-2022"));
}

/* ---- down ---- */

/* The scheduler stops after its first look on 1 January, which plans to 2 March, and is due again
 * on 1 February. What it has missed when it comes back are the days after 2 March that are over. */
static void test_downtime(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int64_t down; /* after the wake-up that was missed */
        int64_t days; /* that nobody planned in time */
    } ROWS[] = {
        { "a minute", MINUTE, 0 },   { "an hour", 60 * MINUTE, 0 },  { "a day", DAY, 0 },
        { "29 days", 29 * DAY, 0 },  { "30 days", 30 * DAY, 0 },     { "31 days", 31 * DAY, 1 },
        { "40 days", 40 * DAY, 10 }, { "199 days", 199 * DAY, 169 },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct ground ground;
        begin(&ground, CALENDAR);
        int64_t due = ground_settle_at(&ground, morning("2022-01-01"));
        assert_true(due == civil_day_start(test_day("2022-02-01"), LEDGER_ZONE));
        ground_walk(&ground, due + ROWS[i].down, morning("2022-12-31"), NULL);
        char sql[512];
        snprintf(
            sql, sizeof(sql),
            "select count(*) from (select s.id from schedule s left join task t on t.schedule_id"
            " = s.id and t.state = 'missed' where s.catch_up = 'skip' and s.period = 'daily'"
            " and s.work <> 'routine' group by s.id having count(t.id) <> %d) wrong",
            (int)ROWS[i].days);
        if (ground_number(&ground, sql) != 0)
            fail_msg("%s: daily work is not missed %d times", ROWS[i].name, (int)ROWS[i].days);
        assert_int_equal(
            ground_number(&ground, "select count(*) from task where state = 'missed'"),
            ground_number(&ground, "select coalesce(sum((data ->> 'missed')::bigint), 0) from event"
                                   " where kind = 'schedule.missed'"));
        ground_check_counts(&ground, ground_of("rsj-2022"));
        ground_end(&ground);
    }
}

/* 200 days: of the weeks that went by one is made up for, of documents all. */
static void test_catching_up(void **state)
{
    (void)state;
    struct ground ground;
    begin(&ground, CALENDAR);
    ground_settle_at(&ground, morning("2022-01-01"));
    ground_settle_at(&ground, morning("2022-08-19"));
    static const char PAST[] =
        "select count(*) filter (where t.state = 'planned') from task t join schedule s on s.id ="
        " t.schedule_id where s.catch_up = '%s' and t.slot_from > '2022-03-02'"
        " and t.slot_to < '2022-08-19'";
    char sql[512];
    snprintf(sql, sizeof(sql), PAST, "skip");
    assert_int_equal(ground_number(&ground, sql), 0);
    snprintf(sql, sizeof(sql), PAST, "once");
    assert_int_equal(
        ground_number(&ground, sql),
        ground_number(&ground, "select count(*) from schedule where catch_up = 'once'"));
    assert_int_equal(0,
                     ground_number(&ground, "select count(*) from task t join schedule s on s.id ="
                                            " t.schedule_id where s.catch_up = 'window'"
                                            " and t.state = 'missed'"));
    ground_end(&ground);
}

/* ---- clocks ---- */

static void test_a_clock_that_jumps(void **state)
{
    (void)state;
    static const int64_t BACK[] = { 1, MINUTE, DAY, 100 * DAY, 5000 * DAY };
    struct ground ground;
    char before[40], after[40];
    begin(&ground, CALENDAR);
    int64_t now = morning("2022-06-15");
    ground_walk(&ground, morning("2022-01-01"), now, NULL);
    int64_t next = ground_settle_at(&ground, now);
    ground_digest(&ground, before);
    for (size_t i = 0; i < COUNT_OF(BACK); i++)
        assert_true(ground_settle_at(&ground, now - BACK[i]) == next);
    assert_string_equal(ground_digest(&ground, after), before);
    ground_settle_at(&ground, now + 3650 * DAY); /* forward: downtime */
    ground_settle_at(&ground, now);
    ground_check_counts(&ground, ground_of("rsj-2022"));
    ground_end(&ground);
}

/* ---- three at once ---- */

struct scheduler {
    struct ground *ground;
    pthread_t thread;
};

static void *run_scheduler(void *arg)
{
    struct scheduler *self = arg;
    pg_t *db = temp_db_pg(&self->ground->registry.tdb, "mlps_scheduler");
    rulebook_t *book = rulebook_new();
    int64_t now = morning("2022-01-01");
    for (int i = 0; i < 400 && now != STEP_NEVER; i++) {
        int64_t next = step_settle(&SCHEDULER_WORKER, db, now, book);
        now = next == STEP_NEVER ? next : next > now ? next : now;
    }
    rulebook_destroy(&book);
    pg_destroy(&db);
    return NULL;
}

/* Each with a clock of its own, so that one is ahead of the other. */
static void test_three_schedulers(void **state)
{
    (void)state;
    struct ground ground;
    struct scheduler schedulers[3];
    begin(&ground, CALENDAR);
    for (size_t i = 0; i < COUNT_OF(schedulers); i++) {
        schedulers[i].ground = &ground;
        assert_int_equal(pthread_create(&schedulers[i].thread, NULL, run_scheduler, &schedulers[i]),
                         0);
    }
    for (size_t i = 0; i < COUNT_OF(schedulers); i++)
        pthread_join(schedulers[i].thread, NULL);
    ground_walk(&ground, morning("2022-01-01"), morning("2022-12-31"), NULL);
    ground_check_counts(&ground, ground_of("rsj-2022"));
    assert_int_equal(0,
                     ground_number(&ground, "select count(*) from task where state <> 'planned'"));
    ground_end(&ground);
}

/* ---- calendars ---- */

static const char HORIZON[] = "select count(*) from event where kind = 'schedule.horizon'";

/* Without the notice of the year nobody knows the days around its holidays: told once, for each
 * such row; planned when the notice comes, without what is over. */
static void test_a_notice_that_comes_late(void **state)
{
    (void)state;
    struct ground ground;
    begin(&ground, NULL);
    ground_walk(&ground, morning("2022-01-01"), morning("2022-03-01"), NULL);
    int64_t special =
        ground_number(&ground, "select count(*) from schedule where period = 'special'");
    assert_true(special > 0);
    assert_int_equal(ground_number(&ground, HORIZON), special);
    ground_walk(&ground, morning("2022-03-02"), morning("2022-05-20"), NULL);
    assert_int_equal(ground_number(&ground, HORIZON), special);
    bench_at(&ground.registry, "2022-05-20T10:00:00+08:00");
    ground_calendar(&ground, "lacks-2021", CALENDAR);
    assert_int_equal(ground_number(&ground, "select count(*) from event where kind ="
                                            " 'contract.calendar'"),
                     0);
    db_exec(&ground.registry.tdb, "delete from calendar_day where day < '2022-01-01'");
    ground_calendar(&ground, "2026", CALENDAR);
    assert_int_equal(ground_number(&ground, "select count(*) from event where kind ="
                                            " 'contract.calendar' and data ->> 'was' = 'first'"),
                     1);
    ground_walk(&ground, morning("2022-05-20"), morning("2022-12-31"), NULL);
    ground_check_periods(&ground, ground_of("rsj-2022"), 1U << SLOT_SPECIAL);
    assert_int_equal(ground_number(&ground, HORIZON), special);
    assert_true(ground_number(&ground, "select count(*) from task t join schedule s on s.id ="
                                       " t.schedule_id where s.period = 'special' and t.state ="
                                       " 'missed' and t.slot_to < '2022-05-20'") > 0);
    assert_int_equal(0, ground_number(&ground, "select count(*) from task t where state = 'missed'"
                                               " and slot_to >= '2022-05-20'"));
    /* days already over stay as they were planned; from then on the notice's rest days are free */
    assert_int_equal(0, ground_number(&ground, "select count(*) from task t join schedule s on s.id"
                                               " = t.schedule_id join calendar_day d on d.day ="
                                               " t.slot_from and d.kind = 'holiday' where s.title ="
                                               " '日常运行值守' and t.state = 'planned' and"
                                               " t.slot_from > '2022-05-20'"));
    ground_end(&ground);
}

/* A corrected notice takes planned days away and puts others in their place. */
static void test_a_notice_that_is_corrected(void **state)
{
    (void)state;
    struct ground ground;
    begin(&ground, CALENDAR);
    ground_walk(&ground, morning("2022-01-01"), morning("2022-04-01"), NULL);
    db_exec(&ground.registry.tdb,
            "insert into calendar_version (code, version) values ('cn', 'corrected');"
            "insert into calendar_day (calendar_id, day, kind, name) select v.id, case when day ="
            " '2022-05-04' then date '2022-05-05' else day end, kind, d.name from calendar_day d,"
            " calendar_version v where v.version = 'corrected' and d.calendar_id = (select"
            " calendar_id from contract);"
            "update contract set calendar_id = (select id from calendar_version where version ="
            " 'corrected'); update contract_work set facts = facts + 1");
    ground_walk(&ground, morning("2022-04-01"), morning("2022-12-31"), NULL);
    ground_check_counts(&ground, ground_of("rsj-2022"));
    assert_true(ground_number(&ground, "select count(*) from task where state = 'skipped'"
                                       " and note = 'calendar'") > 0);
    assert_true(ground_number(&ground, "select count(*) from event where kind ="
                                       " 'schedule.recast'") > 0);
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_downtime),
        cmocka_unit_test(test_catching_up),
        cmocka_unit_test(test_a_clock_that_jumps),
        cmocka_unit_test(test_three_schedulers),
        cmocka_unit_test(test_a_notice_that_comes_late),
        cmocka_unit_test(test_a_notice_that_is_corrected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
