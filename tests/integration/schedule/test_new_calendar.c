/* A new calendar over more tasks than one run writes: taken over in pieces, each a transaction, and
 * whatever comes between them, in the end every day is planned as if the calendar had been there
 * from the beginning, none lost and none taken away and brought back. */
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
#include "portfolio.h"
#include "schedule_ground.h"
#include "scheduler_step.h"
#include "stepping.h"

/* 50 places, 30 times: 1,500 tasks on each working day, some 65,000 in a horizon. */
static const char PACK[] =
    "pack: wide\nversion: 1\ntitle: t\nsource: t.txt\nzone: Asia/Shanghai\n"
    "calendar: {base: cn, makeup_days: true}\n"
    "contract: {clause: C, total: 100.00, service: {clause: S, from: 2022-01-01, to: 2022-05-31}}\n"
    "parties:\n  - {role: purchaser, name: p, clause: P1}\n"
    "  - {role: vendor, name: v, clause: P2}\n"
    "units: {prefix: U, count: 50, clause: U}\nrecurring:\n"
    "  - {clause: A, title: t, work: service, times: 30, per: day, days: working, units: 50}\n"
    "  - {clause: B, title: t, work: service, times: 1, per: day, days: working, units: 50}\n"
    "  - {clause: D, title: t, work: service, times: 1, per: week, units: 50}\n";

static const struct ground_contract WIDE = { "wide", "2021-12-01", "{}", "2022-01-01",
                                             "2022-05-31" };
enum { RUN_MOST = 51500, /* RUN_TASKS and a slot */ TODAY_TEXT = 11, SQL_TEXT = 1024 };
static const char TODAY[TODAY_TEXT] = "2022-03-01";

static int64_t nine(const char *date)
{
    return civil_day_start(test_day(date), LEDGER_ZONE) + INT64_C(9) * 3600 * US_PER_SECOND;
}

static void begin(struct ground *ground)
{
    ground_begin(ground, "calendars/cn.csv");
    ground_hush(ground);
    json_decref(portfolio_pack(&ground->registry, PACK));
    ground_open(ground, &WIDE);
}

/* The contract's calendar with more days of rest, and the contract under it. */
static void recast(struct ground *ground, const char *version, const char *days)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "with v as (insert into calendar_version (code, version) values ('cn', '%s') returning"
             " id), d as (insert into calendar_day (calendar_id, day, kind, name) select v.id,"
             " d.day, d.kind, d.name from v, calendar_day d, contract k where d.calendar_id ="
             " k.calendar_id union all select v.id, day::date, 'holiday', 'x' from v,"
             " string_to_table('%s', ' ') as day)"
             " update contract set calendar_id = v.id from v;"
             "update contract_work set facts = facts + 1",
             version, days);
    db_exec(&ground->registry.tdb, sql);
}

#define SECOND "2022-03-08 2022-03-09 2022-04-13 2022-04-28"

/* What is planned after today, day by day. */
static const char *planned(const struct ground *ground, char out[40])
{
    snprintf(out, 40, "%s",
             db_text(&ground->registry.tdb,
                     "select md5(string_agg(concat_ws(' ', s.clause, t.unit, t.turn, t.slot_from,"
                     " t.due_on), ',' order by s.clause, t.unit, t.turn, t.slot_from)) from task t"
                     " join schedule s on s.id = t.schedule_id where t.state = 'planned'"
                     " and t.slot_from > '2022-03-01'"));
    return out;
}

/* As it is where the calendar was there from the beginning. */
static const char *expected(const char *days, char out[40])
{
    struct ground ground;
    begin(&ground);
    recast(&ground, "second", days);
    ground_settle_at(&ground, nine(TODAY));
    planned(&ground, out);
    ground_end(&ground);
    return out;
}

/* Nobody is told twice and nothing is written twice: a task is skipped once or not at all. */
static void check_end(struct ground *ground, const char *want)
{
    char is[40];
    assert_string_equal(planned(ground, is), want);
    assert_int_equal(0, ground_number(ground, "select count(*) from schedule where recast_from is"
                                              " not null or calendar_id <> (select calendar_id"
                                              " from contract)"));
    assert_int_equal(0, ground_number(ground, "select count(*) from task where version > 2 or"
                                              " (version = 2) <> (state = 'skipped')"));
    assert_int_equal(
        ground_number(ground, "select count(*) from task where state = 'skipped'"),
        ground_number(ground, "select sum((data ->> 'withdrawn')::bigint) from event where kind ="
                              " 'schedule.recast'"));
}

static int64_t unfinished(const struct ground *ground)
{
    return ground_number(ground, "select count(*) from schedule where recast_from is not null");
}

/* One step at a time: a piece each, and what is behind it is as it was. */
static void test_in_pieces(void **state)
{
    (void)state;
    struct ground ground;
    char want[40];
    int pieces = 0;
    expected(SECOND, want);
    begin(&ground);
    ground_settle_at(&ground, nine(TODAY));
    int64_t before = ground_number(&ground, "select count(*) from task");
    recast(&ground, "second", SECOND);
    for (int64_t next = nine(TODAY); next <= nine(TODAY); pieces++) {
        next = step_once(&SCHEDULER_WORKER, ground.db, nine(TODAY), ground.book);
        assert_true(ground_number(&ground, "select count(*) from task") >= before);
        assert_int_equal(0, ground_number(&ground, "select count(*) from task t join schedule s on"
                                                   " s.id = t.schedule_id where t.state ="
                                                   " 'skipped' and t.slot_from >= s.recast_from"));
        assert_true(ground_number(&ground, "select 1500 * count(distinct slot_from) from task t"
                                           " join schedule s on s.id = t.schedule_id where"
                                           " s.clause = 'A' and t.state = 'planned' and"
                                           " t.slot_from between"
                                           " '2022-03-02' and s.recast_from - 1") <= RUN_MOST);
        assert_true(unfinished(&ground) > 0 || next > nine(TODAY) || pieces > 0);
    }
    assert_true(pieces > 1);
    check_end(&ground, want);
    ground_end(&ground);
}

/* A third calendar before the second has been taken over: the end is the third's alone. And a
 * fourth without all that: what was taken away comes back. */
static void test_another_between(void **state)
{
    (void)state;
    struct ground ground;
    char first[40], want[40], is[40];
    expected(SECOND " 2022-03-15 2022-04-27", want);
    begin(&ground);
    ground_settle_at(&ground, nine(TODAY));
    planned(&ground, first);
    recast(&ground, "second", SECOND);
    step_once(&SCHEDULER_WORKER, ground.db, nine(TODAY), ground.book);
    assert_true(unfinished(&ground) > 0);
    recast(&ground, "third", "2022-03-15 2022-04-27");
    ground_settle_at(&ground, nine(TODAY));
    check_end(&ground, want);
    recast(&ground, "fourth", "");
    db_exec(&ground.registry.tdb, "delete from calendar_day where name = 'x' and calendar_id ="
                                  " (select calendar_id from contract)");
    ground_settle_at(&ground, nine(TODAY));
    assert_string_equal(planned(&ground, is), first);
    ground_end(&ground);
}

/* Down for four days in the middle of it: the days gone by stay as they were, the rest is done. */
static void test_down_between(void **state)
{
    (void)state;
    struct ground ground;
    begin(&ground);
    ground_settle_at(&ground, nine(TODAY));
    recast(&ground, "second", SECOND);
    step_once(&SCHEDULER_WORKER, ground.db, nine(TODAY), ground.book);
    assert_true(unfinished(&ground) > 0);
    ground_walk(&ground, nine("2022-03-05"), nine("2022-05-31"), NULL);
    ground_check_counts(&ground, &WIDE);
    assert_int_equal(unfinished(&ground), 0);
    ground_end(&ground);
}

/* ---- three at once ---- */

static void *run_scheduler(void *arg)
{
    const struct ground *ground = arg;
    pg_t *db = temp_db_pg(&ground->registry.tdb, "mlps_scheduler");
    rulebook_t *book = rulebook_new();
    for (int i = 0; i < 20; i++)
        step_once(&SCHEDULER_WORKER, db, nine(TODAY), book);
    rulebook_destroy(&book);
    pg_destroy(&db);
    return NULL;
}

static void test_three_at_once(void **state)
{
    (void)state;
    struct ground ground;
    pthread_t threads[3];
    char want[40];
    expected(SECOND, want);
    begin(&ground);
    ground_settle_at(&ground, nine(TODAY));
    recast(&ground, "second", SECOND);
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_scheduler, &ground), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        pthread_join(threads[i], NULL);
    ground_settle_at(&ground, nine(TODAY));
    check_end(&ground, want);
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_pieces),
        cmocka_unit_test(test_another_between),
        cmocka_unit_test(test_down_between),
        cmocka_unit_test(test_three_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
