#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "child.h"
#include "event_bus.h"
#include "pg_query.h"
#include "step_host.h"
#include "temp_broker.h"
#include "temp_db.h"
#include "wait_until.h"

/* This program is also the worker under test: started with the word "work" first. Each step adds a
 * row; it asks for no later one, so only an event or the slow poll brings the next. */

enum { WAIT_MS = 60000, POLL_MS = 600000 };

static const struct sql ADD = { "add_step",
                                "insert into stepped (at) values (mlps.business_now())" };

static rc_t add(pg_t *db, void *arg, struct problem *problem)
{
    (void)arg;
    return pg_do(db, &ADD, NULL, NULL, problem);
}

static rc_t step(struct step *self)
{
    rc_t rc = pg_tx(self->db, PG_WRITE, add, NULL, self->problem);
    self->done = 1;
    return rc;
}

static const char *const WAKERS[] = { "c/thing.", NULL };
static const struct worker_def WORKER = {
    .name = "deadline", .fn = step, .wakers = WAKERS, .poll_ms = POLL_MS
};

struct ground {
    struct temp_db tdb;
    struct temp_broker broker;
    struct child worker;
    event_pub_t *pub;
    int64_t wanted; /* rows waited for */
};

static void start(struct ground *self)
{
    const char *const argv[] = { "/proc/self/exe",
                                 "work",
                                 "--insecure",
                                 "--bus",
                                 self->broker.bus.requests,
                                 "--dsn",
                                 self->tdb.dsn,
                                 "--now",
                                 "2026-06-15T09:00:00+08:00",
                                 NULL };
    child_start(&self->worker, &(struct child_spec){ .argv = argv });
}

static int set_up(void **state)
{
    static struct ground ground;
    temp_db_open(&ground.tdb);
    db_exec(&ground.tdb,
            "create table stepped (at timestamptz); grant insert on stepped to mlps_deadline");
    temp_broker_start(&ground.broker, NULL);
    ground.pub = event_pub_new(&ground.broker.bus);
    start(&ground);
    *state = &ground;
    return 0;
}

static int tear_down(void **state)
{
    struct ground *ground = *state;
    (void)child_stop(&ground->worker, WAIT_MS);
    event_pub_destroy(&ground->pub);
    (void)temp_broker_stop(&ground->broker);
    temp_db_close(&ground->tdb);
    return 0;
}

static int64_t steps(const struct ground *ground)
{
    return db_number(&ground->tdb, "select count(*) from stepped");
}

static bool has_stepped(void *arg)
{
    const struct ground *ground = arg;
    return steps(ground) >= ground->wanted;
}

/* The same, telling the worker again and again: a subscription takes a moment to arrive. */
static bool is_woken(void *arg)
{
    struct ground *ground = arg;
    event_pub_send(ground->pub, "c/other.kind", "{}");
    event_pub_send(ground->pub, "c/thing.happened", "{}");
    return has_stepped(arg);
}

static void test_first_step_then_events(void **state)
{
    struct ground *ground = *state;
    ground->wanted = 1;
    assert_true(wait_until(has_stepped, ground, WAIT_MS));
    assert_string_equal(db_text(&ground->tdb, "select max(at) from stepped"),
                        "2026-06-15 01:00:00+00");
    ground->wanted = 2;
    assert_true(wait_until(is_woken, ground, WAIT_MS));
    assert_int_equal(child_stop(&ground->worker, WAIT_MS), 0);
}

/* A step that fails is tried again after a pause, until it succeeds; the process lives. */
static void test_failures_are_repeated(void **state)
{
    struct ground *ground = *state;
    ground->wanted = 1;
    assert_true(wait_until(has_stepped, ground, WAIT_MS));
    db_exec(&ground->tdb, "revoke insert on stepped from mlps_deadline");
    int64_t before = steps(ground);
    for (int i = 0; i < 20; i++)
        event_pub_send(ground->pub, "c/thing.happened", "{}");
    db_exec(&ground->tdb, "grant insert on stepped to mlps_deadline");
    ground->wanted = before + 1;
    assert_true(wait_until(is_woken, ground, WAIT_MS));
    assert_int_equal(child_stop(&ground->worker, WAIT_MS), 0);
}

static void test_killed_and_started_again(void **state)
{
    struct ground *ground = *state;
    for (int i = 0; i < 3; i++) {
        ground->wanted = steps(ground) + 1;
        assert_true(wait_until(has_stepped, ground, WAIT_MS));
        child_signal(&ground->worker, SIGKILL);
        assert_true(child_wait(&ground->worker, WAIT_MS));
        start(ground);
    }
    ground->wanted = steps(ground) + 1;
    assert_true(wait_until(has_stepped, ground, WAIT_MS));
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "work") == 0)
        return worker_main(&WORKER, argc - 1, argv + 1);
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_first_step_then_events),
        TEST(test_failures_are_repeated),
        TEST(test_killed_and_started_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
