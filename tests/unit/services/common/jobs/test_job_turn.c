/* A worker's turn: what it says it has done, in runs of neighbouring ids, against what it holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "job_store.h"
#include "temp_db.h"

enum { JOBS = 8, LEASE_MS = 60000 };

struct turn {
    int64_t most, lease;
    struct job_batch done, next;
};

static rc_t put_tx(pg_t *db, void *arg, struct problem *problem)
{
    const struct job_new job = { .kind = "noop", .max_attempts = 3 };
    int64_t *ids = arg;
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < JOBS; i++)
        rc = job_enqueue(db, "q", &job, &ids[i], problem);
    return rc == RC_OK ? job_cancel(db, ids[3], problem) : rc;
}

static rc_t turn_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct turn *turn = arg;
    struct job_claim_ask ask = {
        .queue = "q", .worker = "w", .most = turn->most, .lease_ms = LEASE_MS, .lease = turn->lease
    };
    job_batch_fini(&turn->next);
    return job_turn(db, &ask, &turn->done, &turn->next, problem);
}

/* The first job fails once and comes back behind the others. */
static rc_t fail_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct job_sweep sweep;
    struct job_hold hold = job_hold_of(arg, 0);
    return job_fail(db, &hold, "it broke", NULL, problem) == RC_OK ? job_sweep(db, &sweep, problem)
                                                                   : RC_INTERNAL;
}

static rc_t sweep_tx(pg_t *db, void *arg, struct problem *problem)
{
    return job_sweep(db, arg, problem);
}

static void run(pg_t *db, pg_tx_fn *fn, void *arg)
{
    struct problem problem = { .rc = RC_OK };
    if (pg_tx(db, PG_WRITE, fn, arg, &problem) != RC_OK)
        fail_msg("%s", problem.text);
}

/* Ids with a gap, of two attempts, out of order: exactly what is done goes; what is left out stays
 * held; what was done in another attempt than the one that is held stays, and is nobody's. */
static void test_completes_what_was_done(void **state)
{
    struct temp_db tdb;
    struct turn first = { .most = 1 }, all = { .most = 10 }, again = { .most = 10 };
    struct job_sweep sweep;
    int64_t ids[JOBS];
    (void)state;
    temp_db_open(&tdb);
    pg_t *db = temp_db_pg(&tdb, NULL);
    run(db, put_tx, ids);
    run(db, turn_tx, &first);
    run(db, fail_tx, &first.next);
    db_exec(&tdb, "update job set turn = clock_timestamp() where not ready");
    run(db, sweep_tx, &sweep);
    run(db, turn_tx, &all);
    const struct job *held = all.next.jobs;
    assert_int_equal(all.next.count, 7);
    assert_string_equal(db_text(&tdb, "select jobs from job_lease where jobs @> 8::bigint"),
                        "{[1,4),[5,9)}"); /* not the cancelled one */
    assert_int_equal(held[6].id, ids[0]);
    assert_int_equal(held[6].attempt, 2);
    struct job done[] = { held[6], held[0], held[1], held[2], held[3], held[4] };
    done[2].attempt++;
    struct turn second = { .lease = all.next.lease,
                           .done = { all.next.lease, done, COUNT_OF(done) } };
    run(db, turn_tx, &second);
    assert_int_equal(db_number(&tdb, "select count(*) from job"), 2);
    assert_int_equal(db_number(&tdb, "select sum(jobs) from job_tally where outcome = 'done'"), 5);
    run(db, turn_tx, &again);
    assert_int_equal(again.next.count, 1);
    assert_int_equal(again.next.jobs[0].id, done[2].id);
    assert_int_equal(
        db_number(&tdb, "select count(*) from job j, job_lease l where l.jobs @> j.id"), 2);
    struct turn *const turns[] = { &first, &all, &again, &second };
    for (size_t i = 0; i < COUNT_OF(turns); i++)
        job_batch_fini(&turns[i]->next);
    pg_destroy(&db);
    temp_db_close(&tdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_completes_what_was_done) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
