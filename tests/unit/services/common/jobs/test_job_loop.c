#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attr.h"
#include "clk.h"
#include "job_loop.h"
#include "pg_query.h"
#include "temp_db.h"

enum { FIXED_NOW = 0 };

static rc_t do_nothing(struct job_run *run, struct problem *problem)
{
    (void)run;
    (void)problem;
    return RC_OK;
}

static rc_t do_fail(struct job_run *run, struct problem *problem)
{
    return problem_set(problem, RC_REFUSED, NULL, "attempt %d of %s is bad", (int)run->job->attempt,
                       run->job->kind);
}

static rc_t do_fail_silently(struct job_run *run, struct problem *problem)
{
    (void)run;
    (void)problem;
    return RC_INTERNAL;
}

static const struct sql NOTE_EFFECT = { "note_effect",
                                        "insert into effect (job) values ($1::bigint)" };

static rc_t note_effect(pg_t *db, void *arg, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, ((struct job_run *)arg)->job->id);
    return pg_do(db, &NOTE_EFFECT, &args, NULL, problem);
}

static rc_t do_effect(struct job_run *run, struct problem *problem)
{
    return job_finish(run, note_effect, run, problem);
}

/* Loses the job before it finishes: another worker's sweep found the lease expired. */
static rc_t do_lose(struct job_run *run, struct problem *problem)
{
    db_exec(run->step->local, "update job_lease set until = clock_timestamp() - interval '1 s'");
    struct temp_db *tdb = run->step->local;
    db_exec(tdb, "delete from job_lease");
    return job_finish(run, note_effect, run, problem);
}

static rc_t do_beat_until_told(struct job_run *run, struct problem *problem)
{
    int64_t end = clk_mono_ms() + 120000;
    rc_t rc = RC_OK;
    while (rc == RC_OK && clk_mono_ms() < end) {
        rc = job_run_beat(run, problem);
        clk_pause_ms(1);
    }
    return rc;
}

static rc_t do_be_cancelled(struct job_run *run, struct problem *problem)
{
    db_exec(run->step->local, "delete from job where kind = 'be_cancelled'");
    return do_beat_until_told(run, problem);
}

static rc_t do_crash(struct job_run *run, struct problem *problem)
{
    (void)run;
    (void)problem;
    raise(SIGKILL);
    return RC_INTERNAL;
}

static const struct job_kind KINDS[] = {
    { "nothing", 1000, do_nothing },
    { "fail", 1000, do_fail },
    { "silent", 1000, do_fail_silently },
    { "effect", 1000, do_effect },
    { "lose", 1000, do_lose },
    { "too_long", 30, do_beat_until_told },
    { "be_cancelled", 10000, do_be_cancelled },
    { "crash", 1000, do_crash },
};
static const struct job_queue_def QUEUE = {
    .queue = "q",
    .kinds = KINDS,
    .kind_count = COUNT_OF(KINDS),
    .batch = 4,
    .lease_ms = 60, /* so that a third of it passes within a test */
    .sweep_ms = 0,
};

/* The loop under test; the worker's own state is the test's database. */
struct fixture {
    struct temp_db tdb;
    pg_t *db;
    job_loop_t *loop;
};
static struct fixture *current;

static rc_t step_loop(struct step *step)
{
    return job_loop_step(current->loop, step);
}

static const struct worker_def WORKER = { .name = "export", .fn = step_loop };

static int set_up(void **state)
{
    static struct fixture fixture;
    temp_db_open(&fixture.tdb);
    db_exec(&fixture.tdb, "create table effect (job bigint not null)");
    fixture.db = temp_db_pg(&fixture.tdb, NULL);
    fixture.loop = job_loop_new(&QUEUE, temp_db_pg(&fixture.tdb, NULL));
    current = &fixture;
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    job_loop_destroy(&fixture->loop);
    pg_destroy(&fixture->db);
    temp_db_close(&fixture->tdb);
    return 0;
}

static void put(const struct fixture *fixture, const char *kind, int max_attempts)
{
    char sql[400];
    snprintf(sql, sizeof(sql),
             "insert into job (queue, kind, payload, priority, ready, turn, max_attempts) "
             "values ('q', '%s', '{}', 5, true, clock_timestamp(), %d);"
             "insert into job_tally values ('q', 'enqueued', 1)",
             kind, max_attempts);
    db_exec(&fixture->tdb, sql);
}

static int64_t step_once(struct fixture *fixture)
{
    struct problem problem = { .rc = RC_OK };
    int64_t next_us = 0;
    rc_t rc = worker_step(&WORKER, fixture->db, FIXED_NOW, &fixture->tdb, &next_us, &problem);
    if (rc != RC_OK)
        fail_msg("%s: %s", rc_word(rc), problem.text);
    return next_us;
}

static const char *outcome(const struct fixture *fixture)
{
    return db_text(
        &fixture->tdb,
        "select concat_ws(' ', (select count(*) from job), (select count(*) from job_dead), "
        "(select count(*) from job_lease where not isempty(jobs)), (select count(*) from effect), "
        "(select last_error from (select last_error from job union all "
        "select last_error from job_dead) e limit 1))");
}

static const struct {
    const char *kind;
    int max_attempts;
    const char *want; /* jobs, dead, leases, effects, error */
} CASES[] = {
    { "nothing", 1, "0 0 0 0" },
    { "effect", 1, "0 0 0 1" },
    { "fail", 2, "1 0 0 0 attempt 1 of fail is bad" },
    { "fail", 1, "0 1 0 0 attempt 1 of fail is bad" },
    { "silent", 2, "1 0 0 0 the job failed without a reason" },
    { "lose", 2, "1 0 0 0" },
    { "too_long", 2, "1 0 0 0 the job ran longer than 30 ms" },
    { "be_cancelled", 2, "0 0 1 0" }, /* the lease forgets it when it expires */
    { "future_kind", 2, "1 0 0 0" },
};

static void test_outcomes(void **state)
{
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        set_up(state);
        put(*state, CASES[i].kind, CASES[i].max_attempts);
        step_once(*state);
        const char *is = outcome(*state);
        if (strcmp(is, CASES[i].want) != 0)
            fail_msg("%s: is \"%s\", expected \"%s\"", CASES[i].kind, is, CASES[i].want);
        tear_down(state);
    }
}

/* A step ends after 16 batches and asks to run on at once. */
static void test_many_batches(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 66; i++)
        put(fixture, i % 2 ? "effect" : "nothing", 1);
    assert_int_equal(step_once(fixture), FIXED_NOW);
    assert_string_equal(outcome(fixture), "2 0 0 32");
    assert_true(step_once(fixture) == STEP_NEVER);
    assert_string_equal(outcome(fixture), "0 0 0 33");
    assert_int_equal(
        db_number(&fixture->tdb, "select sum(jobs) from job_tally where outcome = 'done'"), 66);
}

static void test_next_is_the_first_waiting(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, "nothing", 1);
    db_exec(&fixture->tdb,
            "update job set ready = false, turn = clock_timestamp() + interval '5 s'");
    int64_t next_us = step_once(fixture);
    assert_in_range(next_us, 3000000, 5100000);
}

/* A job that kills its worker is tried max_attempts times and then buried; others go on (FI-04). */
static void test_poison(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, "crash", 2);
    for (int attempt = 1; attempt <= 2; attempt++) {
        pid_t child = fork();
        if (child == 0) {
            pg_t *db = temp_db_pg(&fixture->tdb, NULL);
            struct problem problem = { .rc = RC_OK };
            int64_t next_us;
            _exit(worker_step(&WORKER, db, FIXED_NOW, NULL, &next_us, &problem) == RC_OK);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(db_number(&fixture->tdb, "select attempt + 1 from job"), attempt);
        db_exec(&fixture->tdb, "update job_lease set until = clock_timestamp() - interval '1 s'");
        db_exec(&fixture->tdb, "update job set turn = clock_timestamp() where not ready");
    }
    put(fixture, "effect", 1);
    step_once(fixture);
    assert_int_equal(db_number(&fixture->tdb, "select count(*) from effect"), 1);
    assert_int_equal(db_number(&fixture->tdb, "select count(*) from job"), 0);
    assert_int_equal(db_number(&fixture->tdb, "select attempt from job_dead"), 2);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes),
        TEST(test_many_batches),
        TEST(test_next_is_the_first_waiting),
        TEST(test_poison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
