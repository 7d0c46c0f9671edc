#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "job_store.h"
#include "temp_db.h"
#include "torture.h"
#include "wait_until.h"

enum { LEASE_MS = 60000 };

struct fixture {
    struct temp_db tdb;
    pg_t *db;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    temp_db_open(&fixture.tdb);
    fixture.db = temp_db_pg(&fixture.tdb, NULL);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    pg_destroy(&fixture->db);
    temp_db_close(&fixture->tdb);
    return 0;
}

/* One call on the queue, in a transaction of its own. */
struct act {
    enum act_kind {
        ENQUEUE,
        CLAIM,
        COMPLETE,
        COMPLETE_ALL,
        FAIL,
        RELEASE,
        SWEEP,
        CANCEL,
        REQUEUE,
        BEAT
    } what;
    struct job_new job;
    int64_t most;
    const char *kind; /* claim only this; NULL: any */
    struct job_hold hold;
    struct job_batch *batch;
    int64_t id;
    bool dead;
    struct job_sweep sweep;
};

static rc_t claim(pg_t *db, struct act *act, struct problem *problem)
{
    struct job_claim_ask ask = { .queue = "q",
                                 .worker = "w",
                                 .most = act->most,
                                 .lease_ms = LEASE_MS,
                                 .kinds = act->kind ? &act->kind : NULL,
                                 .kind_count = 1 };
    job_batch_fini(act->batch);
    return job_claim(db, &ask, act->batch, problem);
}

static rc_t act_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct act *act = arg;
    switch (act->what) {
    case ENQUEUE:
        return job_enqueue(db, "q", &act->job, &act->id, problem);
    case CLAIM:
        return claim(db, act, problem);
    case COMPLETE:
        return job_complete(db, &act->hold, problem);
    case COMPLETE_ALL:
        return job_complete_all(db, act->batch, &act->id, problem);
    case FAIL:
        return job_fail(db, &act->hold, "it broke", &act->dead, problem);
    case RELEASE:
        return job_release(db, &act->hold, problem);
    case SWEEP:
        return job_sweep(db, &act->sweep, problem);
    case CANCEL:
        return job_cancel(db, act->id, problem);
    case REQUEUE:
        return job_requeue(db, act->id, &act->id, problem);
    case BEAT:
        return job_beat(db, act->hold.lease, LEASE_MS, problem);
    }
    return RC_INTERNAL;
}

static rc_t try_act(struct fixture *fixture, struct act *act)
{
    struct problem problem = { .rc = RC_OK };
    return pg_tx(fixture->db, PG_WRITE, act_tx, act, &problem);
}

static void run_act(struct fixture *fixture, struct act *act)
{
    struct problem problem = { .rc = RC_OK };
    rc_t rc = pg_tx(fixture->db, PG_WRITE, act_tx, act, &problem);
    if (rc != RC_OK)
        fail_msg("%s: %s", rc_word(rc), problem.text);
}

static int64_t put(struct fixture *fixture, const struct job_new *job)
{
    struct act act = { .what = ENQUEUE, .job = *job };
    if (!act.job.kind)
        act.job.kind = "noop";
    if (!act.job.max_attempts)
        act.job.max_attempts = 3;
    run_act(fixture, &act);
    return act.id;
}

static struct job_batch take(struct fixture *fixture, int64_t most)
{
    struct job_batch batch = { .lease = 0 };
    struct act act = { .what = CLAIM, .most = most, .batch = &batch };
    run_act(fixture, &act);
    return batch;
}

static rc_t with_hold(struct fixture *fixture, enum act_kind what, const struct job_hold *hold)
{
    struct act act = { .hold = *hold };
    act.what = what;
    return try_act(fixture, &act);
}

static void sweep(struct fixture *fixture)
{
    struct act act = { .what = SWEEP };
    run_act(fixture, &act);
}

static void expire_leases(const struct fixture *fixture)
{
    db_exec(&fixture->tdb, "update job_lease set until = clock_timestamp() - interval '1 ms'");
}

static void let_time_pass(const struct fixture *fixture)
{
    db_exec(&fixture->tdb, "update job set turn = clock_timestamp() where not ready");
}

/* enqueued + requeued = done + dead + cancelled + pending (C4), whatever happened. */
static void assert_balanced(const struct fixture *fixture)
{
    assert_int_equal(
        db_number(&fixture->tdb,
                  "select coalesce(sum(case when outcome in ('enqueued', 'requeued') then jobs "
                  "else -jobs end), 0) - (select count(*) from job) from job_tally"),
        0);
}

static const char *count_text(const struct fixture *fixture)
{
    return db_text(&fixture->tdb,
                   "select (select count(*) from job) || ' jobs ' || "
                   "(select count(*) from job_dead) || ' dead ' || "
                   "(select count(*) from job_lease where not isempty(jobs)) || ' leases'");
}

static rc_t enqueue_and_give_up(pg_t *db, void *arg, struct problem *problem)
{
    struct job_new job = { .kind = "noop", .max_attempts = 1 };
    int64_t id;
    (void)arg;
    rc_t rc = job_enqueue(db, "q", &job, &id, problem);
    return rc == RC_OK ? RC_REFUSED : rc;
}

static void test_enqueue_is_transactional(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(pg_tx(fixture->db, PG_WRITE, enqueue_and_give_up, NULL, &problem), RC_REFUSED);
    assert_string_equal(count_text(fixture), "0 jobs 0 dead 0 leases");
    put(fixture, &(struct job_new){ .kind = "noop" });
    assert_string_equal(count_text(fixture), "1 jobs 0 dead 0 leases");
    assert_balanced(fixture);
}

static void test_payload_travels(void **state)
{
    struct fixture *fixture = *state;
    json_t *payload = json_pack("{s:s, s:[i,i]}", "name", "\"quoted\" \\ 信息系统", "list", 1, 2);
    put(fixture, &(struct job_new){ .kind = "export", .payload = payload });
    struct job_batch batch = take(fixture, 5);
    assert_int_equal(batch.count, 1);
    assert_string_equal(batch.jobs[0].kind, "export");
    assert_true(json_equal(batch.jobs[0].payload, payload));
    assert_int_equal(batch.jobs[0].attempt, 1);
    json_decref(payload);
    job_batch_fini(&batch);
}

static void test_claims_share_nothing(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 5; i++)
        put(fixture, &(struct job_new){ .kind = "noop" });
    struct job_batch first = take(fixture, 3), second = take(fixture, 3), third = take(fixture, 3);
    assert_int_equal(first.count, 3);
    assert_int_equal(second.count, 2);
    assert_int_equal(third.count, 0);
    assert_true(second.jobs[0].id > first.jobs[2].id);
    assert_string_equal(count_text(fixture), "5 jobs 0 dead 2 leases");
    struct act act = { .what = COMPLETE_ALL, .batch = &first };
    run_act(fixture, &act);
    assert_int_equal(act.id, 3);
    assert_string_equal(count_text(fixture), "2 jobs 0 dead 1 leases");
    assert_balanced(fixture);
    job_batch_fini(&first);
    job_batch_fini(&second);
    job_batch_fini(&third);
}

/* Order in which one job at a time is taken, as kinds. */
static void assert_order(struct fixture *fixture, const char *const kinds[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct job_batch batch = take(fixture, 1);
        assert_int_equal(batch.count, 1);
        assert_string_equal(batch.jobs[0].kind, kinds[i]);
        job_batch_fini(&batch);
    }
}

static void test_priority_without_starvation(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "last", .priority = JOB_PRIORITY_LAST });
    put(fixture, &(struct job_new){ .kind = "normal", .priority = JOB_PRIORITY_NORMAL });
    put(fixture, &(struct job_new){ .kind = "aged", .priority = JOB_PRIORITY_LAST });
    db_exec(&fixture->tdb, "update job set turn = turn - interval '10 min' where kind = 'aged'");
    put(fixture, &(struct job_new){ .kind = "first", .priority = JOB_PRIORITY_FIRST });
    static const char *const WANT[] = { "aged", "first", "normal", "last" };
    assert_order(fixture, WANT, COUNT_OF(WANT));
}

static void test_fencing(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "noop" });
    struct job_batch batch = take(fixture, 1);
    struct job_hold hold = job_hold_of(&batch, 0);
    const struct {
        const char *name;
        struct job_hold hold;
    } WRONG[] = {
        { "another attempt", { hold.id, hold.attempt + 1, hold.lease } },
        { "an earlier attempt", { hold.id, hold.attempt - 1, hold.lease } },
        { "another lease", { hold.id, hold.attempt, hold.lease + 1 } },
        { "another job", { hold.id + 1, hold.attempt, hold.lease } },
    };
    for (size_t i = 0; i < COUNT_OF(WRONG); i++)
        for (enum act_kind what = COMPLETE; what <= RELEASE; what++)
            if (what != COMPLETE_ALL && with_hold(fixture, what, &WRONG[i].hold) != RC_CONFLICT)
                fail_msg("%s passed as %d", WRONG[i].name, what);
    assert_int_equal(with_hold(fixture, COMPLETE, &hold), RC_OK);
    assert_int_equal(with_hold(fixture, COMPLETE, &hold), RC_CONFLICT);
    assert_balanced(fixture);
    job_batch_fini(&batch);
}

/* A stopped worker comes back after its job went to another (FI-02). */
static void test_zombie(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "noop" });
    struct job_batch zombie = take(fixture, 1);
    struct job_hold old = job_hold_of(&zombie, 0);
    sweep(fixture);
    assert_int_equal(with_hold(fixture, BEAT, &old), RC_OK);
    expire_leases(fixture);
    sweep(fixture);
    struct job_batch heir = take(fixture, 1);
    assert_int_equal(heir.count, 1);
    assert_int_equal(heir.jobs[0].attempt, 2);
    assert_int_equal(with_hold(fixture, BEAT, &old), RC_CONFLICT);
    assert_int_equal(with_hold(fixture, COMPLETE, &old), RC_CONFLICT);
    assert_int_equal(with_hold(fixture, FAIL, &old), RC_CONFLICT);
    struct job_hold new = job_hold_of(&heir, 0);
    assert_int_equal(with_hold(fixture, COMPLETE, &new), RC_OK);
    assert_balanced(fixture);
    job_batch_fini(&zombie);
    job_batch_fini(&heir);
}

static void test_failures_back_off_then_die(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "noop", .max_attempts = 3 });
    for (int attempt = 1; attempt <= 3; attempt++) {
        struct job_batch batch = take(fixture, 1);
        assert_int_equal(batch.count, 1);
        struct act act = { .what = FAIL, .hold = job_hold_of(&batch, 0) };
        run_act(fixture, &act);
        assert_int_equal(act.dead, attempt == 3);
        job_batch_fini(&batch);
        if (attempt == 3)
            break;
        batch = take(fixture, 1);
        assert_int_equal(batch.count, 0);
        int64_t ms = db_number(&fixture->tdb, "select (extract(epoch from turn - "
                                              "clock_timestamp()) * 1000)::bigint from job");
        assert_in_range(ms, (1000 << attempt) / 2 - 500, 1000 << attempt);
        let_time_pass(fixture);
        sweep(fixture);
        job_batch_fini(&batch);
    }
    assert_string_equal(db_text(&fixture->tdb, "select last_error || ' ' || attempt from job_dead"),
                        "it broke 3");
    assert_balanced(fixture);
}

static void test_last_attempt_is_never_rescued(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "noop", .max_attempts = 1 });
    struct job_batch batch = take(fixture, 1);
    expire_leases(fixture);
    struct act act = { .what = SWEEP };
    run_act(fixture, &act);
    assert_int_equal(act.sweep.buried, 1);
    assert_int_equal(act.sweep.rescued, 0);
    assert_string_equal(count_text(fixture), "0 jobs 1 dead 0 leases");
    assert_string_equal(db_text(&fixture->tdb, "select last_error from job_dead"),
                        "worker w died or lost its lease");
    assert_balanced(fixture);
    job_batch_fini(&batch);
}

static void test_release_does_not_count(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "noop", .max_attempts = 1 });
    struct job_batch batch = take(fixture, 1);
    struct job_hold hold = job_hold_of(&batch, 0);
    assert_int_equal(with_hold(fixture, RELEASE, &hold), RC_OK);
    job_batch_fini(&batch);
    batch = take(fixture, 1);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.jobs[0].attempt, 1);
    job_batch_fini(&batch);
}

static void test_dead_letters_are_requeued(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = put(fixture, &(struct job_new){ .kind = "noop", .max_attempts = 1, .key = "k" });
    struct job_batch batch = take(fixture, 1);
    struct job_hold hold = job_hold_of(&batch, 0);
    assert_int_equal(with_hold(fixture, FAIL, &hold), RC_OK);
    job_batch_fini(&batch);
    put(fixture, &(struct job_new){ .kind = "noop", .key = "k" });
    struct act act = { .what = REQUEUE, .id = id };
    assert_int_equal(try_act(fixture, &act), RC_CONFLICT);
    db_exec(&fixture->tdb, "delete from job; delete from job_tally where outcome = 'enqueued' and "
                           "ctid <> (select min(ctid) from job_tally)");
    run_act(fixture, &act);
    assert_true(act.id > id);
    assert_string_equal(count_text(fixture), "1 jobs 0 dead 0 leases");
    assert_balanced(fixture);
    act.id = id;
    assert_int_equal(try_act(fixture, &act), RC_NOT_FOUND);
}

static void test_cancel_fences_the_runner(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = put(fixture, &(struct job_new){ .kind = "noop" });
    struct job_batch batch = take(fixture, 1);
    struct job_hold hold = job_hold_of(&batch, 0);
    struct act act = { .what = CANCEL, .id = id };
    run_act(fixture, &act);
    assert_int_equal(with_hold(fixture, COMPLETE, &hold), RC_CONFLICT);
    assert_int_equal(try_act(fixture, &act), RC_NOT_FOUND);
    assert_balanced(fixture);
    job_batch_fini(&batch);
}

static void test_unknown_kinds_are_left(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "future" });
    put(fixture, &(struct job_new){ .kind = "noop" });
    struct job_batch batch = { .lease = 0 };
    struct act act = { .what = CLAIM, .most = 5, .kind = "noop", .batch = &batch };
    run_act(fixture, &act);
    assert_int_equal(batch.count, 1);
    assert_string_equal(batch.jobs[0].kind, "noop");
    job_batch_fini(&batch);
}

static void test_serial_jobs_never_pass(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, &(struct job_new){ .kind = "one", .serial = "s" });
    put(fixture, &(struct job_new){ .kind = "two", .serial = "s", .priority = 0 });
    put(fixture, &(struct job_new){ .kind = "other", .priority = 9 });
    struct job_batch batch = take(fixture, 5), next = take(fixture, 5);
    assert_int_equal(batch.count, 2);
    assert_int_equal(next.count, 0);
    struct job_hold one = job_hold_of(&batch, 0);
    assert_string_equal(batch.jobs[0].kind, "one");
    struct act act = { .what = FAIL, .hold = one };
    run_act(fixture, &act); /* waits for its next try: the second may not pass it */
    job_batch_fini(&next);
    next = take(fixture, 5);
    assert_int_equal(next.count, 0);
    act = (struct act){ .what = CANCEL, .id = one.id };
    run_act(fixture, &act);
    job_batch_fini(&next);
    next = take(fixture, 5);
    assert_int_equal(next.count, 1);
    assert_string_equal(next.jobs[0].kind, "two");
    job_batch_fini(&batch);
    job_batch_fini(&next);
}

struct racer {
    const struct temp_db *tdb;
    rc_t verdict; /* what its transaction ends with after the enqueue */
    int64_t id;
    rc_t rc;
};

static rc_t race_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct racer *racer = arg;
    struct job_new job = { .kind = "noop", .key = "same", .max_attempts = 1 };
    rc_t rc = job_enqueue(db, "q", &job, &racer->id, problem);
    return rc == RC_OK && racer->id != 0 ? racer->verdict : rc;
}

static void *race(void *arg)
{
    struct racer *racer = arg;
    struct problem problem = { .rc = RC_OK };
    pg_t *db = temp_db_pg(racer->tdb, NULL);
    racer->rc = pg_tx(db, PG_WRITE, race_tx, racer, &problem);
    pg_destroy(&db);
    return NULL;
}

/* 64 at once give one row; a winner that rolls back swallows nobody (JOB-08). */
static void test_unique_under_concurrency(void **state)
{
    enum { RACERS = 64 };
    struct fixture *fixture = *state;
    struct racer racers[RACERS];
    pthread_t threads[RACERS];
    int made = 0;
    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){ .tdb = &fixture->tdb, .verdict = i % 2 ? RC_OK : RC_REFUSED };
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < RACERS; i++) {
        pthread_join(threads[i], NULL);
        made += racers[i].rc == RC_OK && racers[i].id != 0;
    }
    assert_int_equal(made, 1);
    assert_int_equal(db_number(&fixture->tdb, "select count(*) from job"), 1);
    assert_balanced(fixture);
}

static void test_many_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    int64_t made = -1;
    struct job_new jobs[100];
    for (int i = 0; i < 100; i++)
        jobs[i] = (struct job_new){ .kind = "noop",
                                    .max_attempts = 1,
                                    .key = i % 10 == 0 ? "dup" : NULL };
    assert_int_equal(pg_ready(fixture->db, &problem), RC_OK);
    assert_int_equal(job_enqueue_many(fixture->db, "q", jobs, 100, &made, &problem), RC_OK);
    assert_int_equal(made, 91);
    assert_int_equal(job_enqueue_many(fixture->db, "q", jobs, 0, &made, &problem), RC_INVALID);
    assert_balanced(fixture);
}

static void test_tally_is_summed_up(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    for (int i = 0; i < 210; i++)
        db_exec(&fixture->tdb,
                "insert into job_tally values ('q', 'enqueued', 2), ('q', 'done', 2)");
    assert_int_equal(pg_ready(fixture->db, &problem), RC_OK);
    assert_int_equal(job_tally_compact(fixture->db, &problem), RC_OK);
    assert_string_equal(
        db_text(&fixture->tdb,
                "select string_agg(outcome || jobs, ' ' order by outcome) from job_tally"),
        "done420 enqueued420");
    assert_int_equal(job_tally_compact(fixture->db, &problem), RC_OK);
    assert_int_equal(db_number(&fixture->tdb, "select count(*) from job_tally"), 2);
}

/* One job from put to done while the nth call to the server fails: it is never lost, never done
 * twice. */
static void drain_once(struct fixture *fixture)
{
    struct act put_one = { .what = ENQUEUE,
                           .job = { .kind = "noop", .key = "k", .max_attempts = 100 } };
    struct job_batch batch = { .lease = 0 };
    struct act claim_one = { .what = CLAIM, .most = 1, .batch = &batch };
    struct act sweep_all = { .what = SWEEP };
    bool done = false;
    while (try_act(fixture, &put_one) != RC_OK)
        ;
    for (int tries = 0; !done && tries < 20; tries++) {
        if (try_act(fixture, &claim_one) == RC_OK && batch.count == 1) {
            struct act complete = { .what = COMPLETE, .hold = job_hold_of(&batch, 0) };
            rc_t rc = try_act(fixture, &complete);
            done = rc == RC_OK || db_number(&fixture->tdb, "select count(*) from job") == 0;
        }
        expire_leases(fixture);
        (void)try_act(fixture, &sweep_all);
        let_time_pass(fixture);
    }
    job_batch_fini(&batch);
    assert_true(done);
}

static void test_torture(void **state)
{
    struct fixture *fixture = *state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        struct torture torture = { .fired = true };
        for (int nth = 1; torture.fired && nth < 60; nth++) {
            db_exec(&fixture->tdb, "delete from job; delete from job_lease; delete from job_tally");
            torture_set(&torture, fixture->db, nth, FATES[i]);
            drain_once(fixture);
            pg_set_probe(fixture->db, NULL, NULL);
            assert_balanced(fixture);
            assert_int_equal(db_number(&fixture->tdb,
                                       "select coalesce(sum(jobs), 0) from job_tally "
                                       "where outcome = 'done'"),
                             db_number(&fixture->tdb, "select sum(jobs) from job_tally where "
                                                      "outcome = 'enqueued'"));
        }
        assert_false(torture.fired);
    }
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_enqueue_is_transactional),
        TEST(test_payload_travels),
        TEST(test_claims_share_nothing),
        TEST(test_priority_without_starvation),
        TEST(test_fencing),
        TEST(test_zombie),
        TEST(test_failures_back_off_then_die),
        TEST(test_last_attempt_is_never_rescued),
        TEST(test_release_does_not_count),
        TEST(test_dead_letters_are_requeued),
        TEST(test_cancel_fences_the_runner),
        TEST(test_unknown_kinds_are_left),
        TEST(test_serial_jobs_never_pass),
        TEST(test_unique_under_concurrency),
        TEST(test_many_at_once),
        TEST(test_tally_is_summed_up),
        TEST(test_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
