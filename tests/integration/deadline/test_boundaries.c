/* Never early, never late, by a microsecond: the worker at each boundary of random steps, the
 * instant before it and the one after; and after having been down. Each seed is told;
 * MLPS_SEEDS sets how many there are. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "deadline_step.h"
#include "due_stage.h"
#include "parse.h"
#include "stepping.h"

enum { SEEDS = 4, STEPS = 24, SPAN_US = 40 /* so narrow that instants meet and touch */ };
#define MINUTE_US (60 * US_PER_SECOND)

/* One deadline a step, each with a breach only. */
static void plan(const struct ledger *ledger, const int64_t *at_us)
{
    char sql[1024];
    for (size_t i = 0; i < STEPS; i++) {
        snprintf(sql, sizeof(sql),
                 "with at as (select timestamptz 'epoch' + %" PRId64
                 " * interval '1 microsecond' as at),"
                 " d as (insert into deadline (contract_id, code, kind, clause, title, "
                 "subject_kind, subject_id, due_on, due_at,"
                 " breach_at, started_at) select %" PRId64
                 ", 's%zu', 'sla', 'X', 't', 'incident', 1, at::date, at, at,"
                 " '2020-01-01' from at returning id, due_at),"
                 " r as (insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, "
                 "due_at, breach_at, provisional,"
                 " proof) select id, 1, %" PRId64 ", %" PRId64
                 ", due_at::date, due_at, due_at, false, '[]' from d)"
                 " insert into deadline_step (deadline_id, due_version, rule, at, audience)"
                 " select id, 1, 'breach', due_at, 'none' from d",
                 at_us[i], ledger->ids.contract, i, ledger->ids.pack, ledger->ids.calendar);
        db_exec(&ledger->tdb, sql);
    }
    db_exec(&ledger->tdb,
            "update deadline d set ruling_id = r.id from ruling r where r.deadline_id = d.id");
}

/* By the plain list: how many are due at `now`, and when the next one is. */
static int64_t due_by(const int64_t *at_us, int64_t now_us, int64_t *ret_next)
{
    int64_t due = 0;
    *ret_next = STEP_NEVER;
    for (size_t i = 0; i < STEPS; i++) {
        due += at_us[i] <= now_us;
        if (at_us[i] > now_us && at_us[i] < *ret_next)
            *ret_next = at_us[i];
    }
    return due;
}

/* The latest time it was is what counts: a clock set back does nothing again. */
static void check_at(const struct ledger *ledger, pg_t *db, const int64_t *at_us, int64_t now_us,
                     int64_t *latest_us)
{
    int64_t want_next;
    *latest_us = now_us > *latest_us ? now_us : *latest_us;
    int64_t want = due_by(at_us, *latest_us, &want_next);
    int64_t next = step_settle(&DEADLINE_WORKER, db, now_us, NULL);
    int64_t is = db_number(&ledger->tdb, "select count(*) from deadline_step where state = 'done'");
    int64_t breaches = db_number(&ledger->tdb, "select count(*) from breach");
    if (is != want || breaches != want || next != want_next)
        fail_msg("at %" PRId64 ": %" PRId64 " done, %" PRId64 " breaches, wanted %" PRId64
                 "; next %" PRId64 ", wanted %" PRId64,
                 now_us, is, breaches, want, next, want_next);
}

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void run_seed(unsigned seed)
{
    struct ledger ledger;
    int64_t at_us[STEPS];
    uint64_t random = seed;
    int64_t latest = INT64_MIN;
    int64_t base = test_instant("2026-06-15 09:00");
    ledger_begin(&ledger);
    pg_t *db = temp_db_pg(&ledger.tdb, "mlps_deadline");
    for (size_t i = 0; i < STEPS; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        at_us[i] = base + (int64_t)((random >> 33) % SPAN_US);
    }
    plan(&ledger, at_us);
    qsort(at_us, STEPS, sizeof(at_us[0]), compare);
    check_at(&ledger, db, at_us, base - 1, &latest);
    for (size_t i = 0; i < STEPS; i++)
        for (int64_t off = -1; off <= 1; off++)
            check_at(&ledger, db, at_us, at_us[i] + off,
                     &latest); /* now and then back by a microsecond or two */
    check_at(&ledger, db, at_us, base + SPAN_US, &latest);
    pg_destroy(&db);
    ledger_end(&ledger);
}

static void test_boundaries(void **state)
{
    (void)state;
    const char *given = getenv("MLPS_SEEDS");
    int64_t seeds = SEEDS;
    assert_true(!given || parse_i64(given, &seeds));
    for (unsigned seed = 1; seed <= seeds; seed++) {
        print_message("seed %u\n", seed);
        run_seed(seed);
    }
}

/* Warned a minute before 09:00, breached then, escalated one and two minutes after. The worker was
 * last there at 08:58 and comes back later. */
static const struct {
    const char *name;
    int64_t minutes; /* down, from 08:58 on */
    const char *done;
    int64_t next; /* minutes after 08:58; 0: never */
} DOWN[] = {
    { "not at all", 0, "", 1 },
    { "a minute", 1, "warn_1", 2 },
    { "two minutes", 2, "warn_1 breach", 3 },
    { "three minutes", 3, "warn_1 breach overdue_1", 4 },
    { "an hour", 60, "warn_1 breach overdue_1 overdue_2", 0 },
    { "a day", 1440, "warn_1 breach overdue_1 overdue_2", 0 },
    { "a week", 10080, "warn_1 breach overdue_1 overdue_2", 0 },
    { "40 days", 57600, "warn_1 breach overdue_1 overdue_2", 0 },
};

/* What came due meanwhile is done once, in order of time, each reminder under the time it was
 * planned for, so that whoever sends it can say it is late. */
static void test_downtime(void **state)
{
    (void)state;
    static const char DONE[] =
        "select string_agg(rule, ' ' order by at) from deadline_step where state = 'done'";
    for (size_t i = 0; i < COUNT_OF(DOWN); i++) {
        struct stage stage = { .workers = { { 0 } } };
        int64_t last = test_instant("2026-06-15 08:58");
        stage_begin(&stage);
        pg_t *db = temp_db_pg(&stage.ledger.tdb, "mlps_deadline");
        stage_open(&stage, "a", 1, "timestamptz '2026-06-15 09:00+08'");
        assert_true(step_settle(&DEADLINE_WORKER, db, last, NULL) == last + MINUTE_US);
        for (int twice = 0; twice < 2; twice++) {
            int64_t now = last + DOWN[i].minutes * MINUTE_US;
            int64_t next = step_settle(&DEADLINE_WORKER, db, now, NULL);
            const char *done = db_text(&stage.ledger.tdb, DONE);
            int64_t want = DOWN[i].next ? last + DOWN[i].next * MINUTE_US : STEP_NEVER;
            if (strcmp(done, DOWN[i].done) != 0 || next != want)
                fail_msg("%s: %s", DOWN[i].name, done);
        }
        assert_int_equal(
            stage_number(&stage,
                         "select count(*) from reminder r join deadline_step s on s.deadline_id ="
                         " r.object_id and s.rule = r.rule where r.plan_at <> s.at"),
            0);
        assert_int_equal(stage_number(&stage, "select count(*) from breach"), DOWN[i].minutes >= 2);
        pg_destroy(&db);
        stage_end(&stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boundaries),
        cmocka_unit_test(test_downtime),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
