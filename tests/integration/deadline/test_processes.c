/* Three deadline workers at once on one database, as processes: each step exactly once, also when
 * one of them is stopped with a batch in hand until its lease is over, and runs on. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "clk.h"
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

/* Where worker 0 is caught: with what it is about to write to, which we hold. Its batch is in hand
 * then; of the contract's count it has the breaches of its batch written as well. */
static const struct {
    const char *name, *lock;
} CAUGHT[] = {
    { "with warnings to write", "begin; lock table reminder in exclusive mode" },
    { "with breaches written and the contract to bump",
      "begin; lock table contract_work in exclusive mode" },
};

/* Caught in the middle of a batch and stopped there; the server goes on to the end of the statement
 * and waits for the next. */
static void stop_with_a_batch(struct stage *stage, const char *lock)
{
    db_exec(&stage->ledger.tdb, lock);
    stage_start(stage, 0, NOW, NULL);
    assert_true(wait_until(is_waiting, stage, SETTLE_MS));
    child_signal(&stage->workers[0], SIGSTOP);
    db_exec(&stage->ledger.tdb, "commit");
    assert_true(wait_until(is_idle, stage, SETTLE_MS));
}

/* It has lost its session and finds a new one: alone it does what comes then, and nothing of what
 * the others did in its place. */
static void go_on_alone(struct stage *stage)
{
    child_signal(&stage->workers[0], SIGCONT);
    for (int i = 1; i < STAGE_WORKERS; i++)
        assert_int_equal(stage_stop(stage, i), 0);
    stage_open(stage, "b", 10, PAST);
    assert_true(wait_until(is_settled, stage, SETTLE_MS));
    stage_check(stage, "a", MANY, true);
    stage_check(stage, "b", 10, true);
    assert_int_equal(stage_stop(stage, 0), 0);
}

/* Nobody ends its session but the server, when its lease is over; by then the others have all of
 * it, though it is stopped still. The server's own limit, which others live by, is a minute. */
static void check_stopped(size_t where)
{
    enum { SESSION_MS = 60000 };
    struct stage stage;
    stage_begin(&stage);
    stage_open(&stage, "a", MANY, PAST);
    stop_with_a_batch(&stage, CAUGHT[where].lock);
    int64_t stopped_ms = clk_mono_ms();
    for (int i = 1; i < STAGE_WORKERS; i++)
        stage_start(&stage, i, NOW, NULL);
    assert_true(stage_number(&stage, LEFT) > 0);
    if (!wait_until(is_settled, &stage, SESSION_MS - STEP_HOLD_MS))
        fail_msg("%s: %d steps are left after %d ms", CAUGHT[where].name,
                 (int)stage_number(&stage, LEFT), (int)(clk_mono_ms() - stopped_ms));
    stage_check(&stage, "a", MANY, true);
    go_on_alone(&stage);
    stage_end(&stage);
}

static void test_stopped_with_a_batch_in_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CAUGHT); i++)
        check_stopped(i);
}

/* Until then the others pass over what it holds, as far as a look goes: four batches, which in the
 * end are the held ones' steps alone. The last step of all the others waits with them. */
static bool the_others_went_on(void *arg)
{
    return stage_number(arg, LEFT) == HELD * STAGE_STEPS + (MANY - HELD);
}

static void test_the_others_go_on_meanwhile(void **state)
{
    (void)state;
    struct stage stage;
    stage_begin(&stage);
    stage_open(&stage, "a", MANY, PAST);
    /* no lease: it holds its batch as long as we look */
    db_exec(&stage.ledger.tdb,
            "begin; select from deadline where id in (select deadline_id from deadline_step order "
            "by at, deadline_id limit 200) for no key update");
    for (int i = 1; i < STAGE_WORKERS; i++)
        stage_start(&stage, i, NOW, NULL);
    assert_true(wait_until(the_others_went_on, &stage, SETTLE_MS));
    db_exec(&stage.ledger.tdb, "rollback");
    assert_true(wait_until(is_settled, &stage, SETTLE_MS));
    stage_check(&stage, "a", MANY, true);
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
        cmocka_unit_test(test_the_others_go_on_meanwhile),
        cmocka_unit_test(test_stopped_at_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
