/* Three deadline workers at once on one database, as processes: each step exactly once, also when
 * one of them is stopped with a batch in hand until the server gives up on it, and runs on. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "deadline_step.h"
#include "due_stage.h"
#include "wait_until.h"

enum { MANY = 900, SETTLE_MS = 120000, HELD = DEADLINE_BATCH };
#define NOW "2026-06-15T09:00:00+08:00"
static const char PAST[] = "timestamptz '2026-06-14 09:00+08'";

static const char LEFT[] = "select count(*) from deadline_step where state = 'planned'";

static bool is_settled(void *arg)
{
    return stage_number(arg, LEFT) == 0;
}

static void test_three_at_once(void **state)
{
    (void)state;
    struct stage stage;
    stage_begin(&stage);
    stage_open(&stage, "a", MANY, PAST);
    for (int i = 0; i < STAGE_WORKERS; i++)
        stage_start(&stage, i, NOW, NULL);
    assert_true(wait_until(is_settled, &stage, SETTLE_MS));
    stage_check(&stage, "a", MANY, true);
    stage_end(&stage);
}

/* Sessions of others in this database of which the condition is true; what the server says of
 * sessions stays the same within a transaction unless it is told to look again. */
static int64_t sessions(const struct stage *stage, const char *condition)
{
    char sql[256];
    db_exec(&stage->ledger.tdb, "select pg_stat_clear_snapshot()");
    snprintf(sql, sizeof(sql),
             "select count(*) from pg_stat_activity where datname = current_database() and pid <> "
             "pg_backend_pid() and %s",
             condition);
    return stage_number(stage, sql);
}

static bool is_waiting(void *arg)
{
    return sessions(arg, "wait_event_type = 'Lock'") == 1;
}

static bool is_idle(void *arg)
{
    return sessions(arg, "state = 'idle in transaction'") >=
           1; /* a running one is so for a moment */
}

/* The others pass over the deadlines that it holds, as far as a look goes: four batches, which in
 * the end are the held ones' steps alone. The last step of all the others waits with them. */
static bool the_others_went_on(void *arg)
{
    return stage_number(arg, LEFT) == HELD * STAGE_STEPS + (MANY - HELD);
}

/* Caught in the middle of its first batch, which are warnings, and stopped there. The server ends a
 * session that idles in a transaction after a minute (pg_session.sql); here that is done at once.
 */
static void stop_with_a_batch(struct stage *stage)
{
    db_exec(&stage->ledger.tdb, "begin; lock table reminder in exclusive mode");
    stage_start(stage, 0, NOW, NULL);
    assert_true(wait_until(is_waiting, stage, SETTLE_MS));
    child_signal(&stage->workers[0], SIGSTOP);
    db_exec(&stage->ledger.tdb, "commit");
    assert_true(wait_until(is_idle, stage, SETTLE_MS));
}

static void test_stopped_with_a_batch_in_hand(void **state)
{
    (void)state;
    struct stage stage;
    stage_begin(&stage);
    stage_open(&stage, "a", MANY, PAST);
    stop_with_a_batch(&stage);
    for (int i = 1; i < STAGE_WORKERS; i++)
        stage_start(&stage, i, NOW, NULL);
    assert_true(wait_until(the_others_went_on, &stage, SETTLE_MS));
    assert_true(is_idle(&stage));
    db_exec(
        &stage.ledger.tdb,
        "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'"
        " and datname = current_database() and pid <> pg_backend_pid()");
    assert_true(wait_until(is_settled, &stage, SETTLE_MS));
    child_signal(&stage.workers[0], SIGCONT);
    stage_check(&stage, "a", MANY, true);
    /* it has lost its session and finds a new one: alone it does what comes then */
    for (int i = 1; i < STAGE_WORKERS; i++)
        assert_int_equal(stage_stop(&stage, i), 0);
    stage_open(&stage, "b", 10, PAST);
    assert_true(wait_until(is_settled, &stage, SETTLE_MS));
    stage_check(&stage, "a", MANY, true);
    stage_check(&stage, "b", 10, true);
    assert_int_equal(stage_stop(&stage, 0), 0);
    stage_end(&stage);
}

/* Stopped and run on again and again while all three work. */
static void test_stopped_at_random(void **state)
{
    (void)state;
    enum { STOPS = 25 };
    struct stage stage;
    uint64_t random = 0x9e3779b97f4a7c15u;
    stage_begin(&stage);
    stage_open(&stage, "a", MANY, PAST);
    for (int i = 0; i < STAGE_WORKERS; i++)
        stage_start(&stage, i, NOW, NULL);
    for (int i = 0; i < STOPS && !is_settled(&stage); i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        struct child *worker = &stage.workers[(random >> 40) % STAGE_WORKERS];
        child_signal(worker, SIGSTOP);
        wait_until(is_settled, &stage, (int64_t)(random >> 50) % 40);
        child_signal(worker, SIGCONT);
    }
    assert_true(wait_until(is_settled, &stage, SETTLE_MS));
    stage_check(&stage, "a", MANY, true);
    stage_end(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_at_once),
        cmocka_unit_test(test_stopped_with_a_batch_in_hand),
        cmocka_unit_test(test_stopped_at_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
