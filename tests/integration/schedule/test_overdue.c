/* A task that is not done, from the scheduler's plan to the penalty: the deadline worker breaches
 * it at its instant, once, whichever of the workers comes first; whoever completes it says on which
 * day, and the breach counts or not by that day alone. What nobody planned in time is `missed`:
 * nobody could have done it, so it is no breach. */
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
#include "deadline_step.h"
#include "delivery_routes.h"
#include "ledger.h"
#include "penalty_step.h"
#include "portfolio.h"
#include "schedule_ground.h"
#include "scheduler_step.h"
#include "stepping.h"

/* Four weekly inspections, and one each day; what is too late costs 3 % of 100.00, the third and
 * each further one of it. 1 June 2026 is a Monday. */
static const char PACK[] =
    "pack: overdue\nversion: 1\ntitle: t\nsource: t.txt\nzone: Asia/Shanghai\n"
    "calendar: {base: cn, makeup_days: true}\n"
    "contract: {clause: C, total: 100.00, service: {clause: S, from: 2026-06-01, to: 2026-12-31}}\n"
    "parties:\n  - {role: purchaser, name: p, clause: P1}\n"
    "  - {role: vendor, name: v, clause: P2}\n"
    "units: {prefix: U, count: 4, clause: U}\nrecurring:\n"
    "  - {clause: W, title: 周检, work: service, times: 1, per: week, units: 4}\n"
    "  - {clause: D, title: 日检, work: service, times: 1, per: day}\n"
    "reminders: {warn: [1], overdue: [0, 2]}\n"
    "readings:\n  - {name: repeat, value: per_case_from_threshold, one_of: [once,"
    " per_case_from_threshold], about: t}\n"
    "penalties:\n  clause: P\n  in_service_period: false\n  one_row_per_incident: true\n  rows:\n"
    "    - {no: 1, clause: P3, title: 未按约定提供服务, case: service_breach, from: 3, repeat:"
    " repeat, deduct: 3%}\n"
    "  from_breaches:\n    - {kind: task, case: service_breach}\n";

static const struct ground_contract OVERDUE = { "overdue", "2026-05-20", "{}", "2026-06-01",
                                                "2026-12-31" };

static const char PEOPLE[] =
    "insert into person (contract_id, name, role) select id, r, r from contract,"
    " unnest(array['engineer', 'manager', 'customer', 'leader']) r";

enum { SQL_TEXT = 1024 };
/* The first week is over with this instant. */
#define WEEK_OVER "2026-06-08 00:00"

struct scene {
    struct ground ground;
    struct bench delivery;
    pg_t *worker, *penalty;
};

/* What a worker is and by which role it connects. */
struct runner {
    const struct worker_def *def;
    const char *role;
    bool has_book;
};
static const struct runner SCHEDULER = { &SCHEDULER_WORKER, "mlps_scheduler", true };
static const struct runner DEADLINE = { &DEADLINE_WORKER, "mlps_deadline", false };

static void schedule(struct scene *scene, int64_t now_us)
{
    ground_settle_at(&scene->ground, now_us);
}

static void breach(struct scene *scene, int64_t now_us)
{
    step_settle(&DEADLINE_WORKER, scene->worker, now_us, NULL);
}

static void assess(struct scene *scene, int64_t now_us)
{
    step_settle(&PENALTY_WORKER, scene->penalty, now_us, scene->ground.book);
}

/* All three until nobody has anything to do. */
static void settle(struct scene *scene, int64_t now_us)
{
    schedule(scene, now_us);
    breach(scene, now_us);
    schedule(scene, now_us);
    assess(scene, now_us);
}

static void begin(struct scene *scene)
{
    ground_begin(&scene->ground, "calendars/cn.csv");
    json_decref(portfolio_pack(&scene->ground.registry, PACK));
    ground_open(&scene->ground, &OVERDUE);
    db_exec(&scene->ground.registry.tdb, PEOPLE);
    bench_join(&scene->delivery, &DELIVERY_SERVICE, &scene->ground.registry);
    scene->worker = temp_db_pg(&scene->ground.registry.tdb, "mlps_deadline");
    scene->penalty = temp_db_pg(&scene->ground.registry.tdb, "mlps_penalty");
}

static void end(struct scene *scene)
{
    pg_destroy(&scene->penalty);
    pg_destroy(&scene->worker);
    bench_close(&scene->delivery);
    ground_end(&scene->ground);
}

static int64_t number(const struct scene *scene, const char *sql)
{
    return ground_number(&scene->ground, sql);
}

static void assert_text(const struct scene *scene, const char *sql, const char *want)
{
    assert_string_equal(db_text(&scene->ground.registry.tdb, sql), want);
}

/* Somebody tells at an instant that the task of a unit's first week was done on a day. */
static void complete(struct scene *scene, const char *unit, const char *now, const char *on)
{
    char sql[SQL_TEXT], at[INSTANT_TEXT];
    snprintf(sql, sizeof(sql),
             "select t.id from task t join schedule s on s.id = t.schedule_id where s.clause = 'W'"
             " and t.unit = '%s' and t.slot_from = '2026-06-01'",
             unit);
    bench_at(&scene->delivery, civil_format_instant(test_instant(now), LEDGER_ZONE, at));
    json_decref(bench_ok(&scene->delivery, "task.complete", "{s:I, s:s}", "task",
                         (json_int_t)number(scene, sql), "on", on));
}

/* unit=task's state/deadline's state of the first week. */
#define WEEK                                                                                       \
    "select string_agg(concat(t.unit, '=', t.state, '/', coalesce(d.state, '-')), ' ' order by"    \
    " t.unit) from task t join schedule s on s.id = t.schedule_id left join deadline d on d.id ="  \
    " t.deadline_id where s.clause = 'W' and t.slot_from = '2026-06-01'"
/* Steps of the week's deadlines that were taken. */
#define TAKEN                                                                                      \
    "select concat_ws(' ', count(*) filter (where s.rule = 'warn_1'), count(*) filter (where"      \
    " s.rule = 'breach'), count(*) filter (where s.rule = 'overdue_0')) from deadline_step s join" \
    " deadline d on d.id = s.deadline_id where d.clause = 'W' and s.state = 'done'"
#define BREACHES                                                                                   \
    "select count(*) from breach b join deadline d on d.id = b.deadline_id where d.clause = 'W'"
/* What is charged, and for how many cases. */
#define CHARGED                                                                                    \
    "select concat_ws(' ', count(*), coalesce(sum(p.deduct_fen), 0)) from penalty p join"          \
    " penalty_case c on c.id = p.case_id where p.state not in ('superseded', 'reversed')"          \
    " and c.code like 'D/W/T%'"

/* ---- a week, by who did what ---- */

/* Units 1 to 4: in time and told in time, in time and told late, late, never. */
static void test_a_week(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene);
    db_exec(&scene.ground.registry.tdb, "delete from schedule where clause = 'D'");
    settle(&scene, test_instant("2026-06-01 09:00"));
    db_exec(&scene.ground.registry.tdb,
            "update task t set state = 'done', done_on = slot_from, alarm_at = null from schedule s"
            " where s.id = t.schedule_id and (s.clause = 'D' or t.slot_from > '2026-06-01')");
    assert_text(&scene, WEEK, "U01=planned/- U02=planned/- U03=planned/- U04=planned/-");
    complete(&scene, "U01", "2026-06-03 17:00", "2026-06-03");
    settle(&scene, test_instant("2026-06-05 09:00")); /* the last working day: warned of */
    assert_text(&scene, WEEK, "U01=done/- U02=planned/open U03=planned/open U04=planned/open");
    assert_text(&scene, TAKEN, "3 0 0");
    settle(&scene, test_instant(WEEK_OVER));
    assert_text(&scene, WEEK,
                "U01=done/- U02=planned/breached U03=planned/breached U04=planned/breached");
    assert_text(&scene, CHARGED, "3 300");            /* the third */
    settle(&scene, test_instant("2026-06-08 09:00")); /* the manager is told of all three */
    complete(&scene, "U02", "2026-06-08 10:00", "2026-06-07");
    settle(&scene, test_instant("2026-06-08 10:00"));
    assert_text(&scene, CHARGED, "2 0"); /* it was in time: there are only two */
    complete(&scene, "U03", "2026-06-09 10:00", "2026-06-08");
    settle(&scene, test_instant("2026-06-09 10:00"));
    assert_text(&scene, WEEK, "U01=done/- U02=done/met U03=done/late U04=planned/breached");
    assert_text(&scene, CHARGED, "2 0");
    assert_text(
        &scene,
        "select string_agg(data ->> 'late', ' ' order by data ->> 'on') from event where kind ="
        " 'task.completed'",
        "false false true");
    settle(&scene, test_instant("2026-06-20 09:00"));
    assert_text(&scene, TAKEN, "3 3 3");
    assert_int_equal(number(&scene, BREACHES), 3);
    assert_int_equal(number(&scene, "select sum(missed) from schedule"), 0);
    end(&scene);
}

/* ---- the instant ---- */

static void run_once(const struct scene *scene, const struct runner *runner, int64_t now_us)
{
    pg_t *db = temp_db_pg(&scene->ground.registry.tdb, runner->role);
    rulebook_t *book = runner->has_book ? rulebook_new() : NULL;
    step_settle(runner->def, db, now_us, book);
    rulebook_destroy(&book);
    pg_destroy(&db);
}

struct racer {
    const struct scene *scene;
    const struct runner *runner;
    int64_t now_us;
    pthread_t thread;
};

static void *race(void *arg)
{
    const struct racer *self = arg;
    for (int i = 0; i < 3; i++)
        run_once(self->scene, self->runner, self->now_us);
    return NULL;
}

/* Two of each at once. */
static void run_all_at_once(const struct scene *scene, int64_t now_us)
{
    const struct runner *const RUNNERS[] = { &SCHEDULER, &DEADLINE, &SCHEDULER, &DEADLINE };
    struct racer racers[COUNT_OF(RUNNERS)];
    for (size_t i = 0; i < COUNT_OF(racers); i++) {
        racers[i] = (struct racer){ .scene = scene, .runner = RUNNERS[i], .now_us = now_us };
        assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < COUNT_OF(racers); i++)
        pthread_join(racers[i].thread, NULL);
}

/* Who comes first at an instant; NULL ends, none at all: all at once. */
static const struct {
    const char *name;
    const struct runner *order[3];
} ORDERS[] = {
    { "the scheduler first", { &SCHEDULER, &DEADLINE, NULL } },
    { "the deadline worker first", { &DEADLINE, &SCHEDULER, &DEADLINE } },
    { "both at once", { NULL } },
};

static void run_in_order(const struct scene *scene, size_t order, int64_t now_us)
{
    const struct runner *const *runners = ORDERS[order].order;
    if (!runners[0])
        run_all_at_once(scene, now_us);
    for (size_t i = 0; i < COUNT_OF(ORDERS[order].order) && runners[i]; i++)
        run_once(scene, runners[i], now_us);
}

static void check_instant(size_t order, const char *clause, int tasks)
{
    struct scene scene;
    char count[SQL_TEXT], early[SQL_TEXT];
    int64_t over = test_instant(WEEK_OVER);
    snprintf(count, sizeof(count),
             "select count(*) from breach b join deadline d on d.id = b.deadline_id where d.clause"
             " = '%s' and d.due_on = '2026-06-07'",
             clause);
    snprintf(early, sizeof(early),
             "select count(*) from breach b join deadline d on d.id = b.deadline_id where"
             " d.breach_at > timestamptz '2026-06-08 00:00+08'");
    begin(&scene);
    settle(&scene, test_instant("2026-06-01 09:00"));
    run_in_order(&scene, order, over - 1);
    if (number(&scene, count) != 0)
        fail_msg("%s: %s is early by a microsecond", ORDERS[order].name, clause);
    for (int again = 0; again < 2; again++) {
        run_in_order(&scene, order, over);
        run_once(&scene, &DEADLINE, over); /* at once it may have come before its deadline did */
        if (number(&scene, count) != tasks || number(&scene, early) != 0)
            fail_msg("%s: %s is breached %d times", ORDERS[order].name, clause,
                     (int)number(&scene, count));
    }
    assert_int_equal(number(&scene, "select count(*) from breach"),
                     number(&scene, "select count(*) from event where kind ="
                                    " 'deadline.breached'"));
    assert_int_equal(0, number(&scene, "select count(*) from (select subject_id from deadline where"
                                       " kind = 'task' group by subject_id having count(*) > 1)"
                                       " twice"));
    end(&scene);
}

/* The week has its deadline since Friday; the day's is opened by the scheduler at the very instant
 * at which it is too late. */
static void test_the_instant(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ORDERS); i++) {
        check_instant(i, "W", 4);
        check_instant(i, "D", 1);
    }
}

/* ---- nobody planned it ---- */

/* From 5 June to 14 September no scheduler ran: what is planned reaches to 31 July. Of the days in
 * between each is missed, for nobody could have known; of the weeks the last one is made up for,
 * and too late already. */
static void test_missed(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene);
    settle(&scene, test_instant("2026-06-01 09:00"));
    db_exec(&scene.ground.registry.tdb,
            "update task set state = 'done', done_on = slot_from, alarm_at = null");
    settle(&scene, test_instant("2026-09-14 09:00"));
    assert_text(&scene,
                "select string_agg(concat_ws(' ', s.clause, s.missed), ', ' order by s.clause desc)"
                " from schedule s",
                "W 5, D 44");
    assert_text(&scene,
                "select string_agg(concat_ws(' ', s.clause, t.state, t.slot_to, d.state), ', '"
                " order by t.slot_to, t.unit) from task t join schedule s on s.id = t.schedule_id"
                " left join deadline d on d.id = t.deadline_id where t.slot_to between '2026-09-12'"
                " and '2026-09-13' and (s.clause = 'D' or t.unit = 'U01')",
                "D missed 2026-09-12, D missed 2026-09-13, W planned 2026-09-13 breached");
    assert_int_equal(number(&scene, "select count(*) from breach b join deadline d on d.id ="
                                    " b.deadline_id join task t on t.id = d.subject_id where"
                                    " t.state = 'missed'"),
                     0);
    assert_text(&scene, CHARGED, "4 600"); /* the third and the fourth of the last week */
    assert_text(&scene, "select string_agg(distinct occurred_on::text, ' ') from penalty_case",
                "2026-09-14");
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_week),
        cmocka_unit_test(test_the_instant),
        cmocka_unit_test(test_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
