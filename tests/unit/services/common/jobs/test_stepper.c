#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "stepper.h"
#include "temp_db.h"

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    db = temp_db_pg(&tdb, "mlps_deadline");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

static rc_t note_event(pg_t *conn, void *arg, struct problem *problem)
{
    (void)conn;
    (void)problem;
    return step_event(arg, "c", "step.ran", "step", 1,
                      json_pack("{s:i}", "day", ((struct step *)arg)->today));
}

static rc_t step(struct step *self)
{
    *(int64_t *)self->local += 1;
    self->done = 1;
    self->next_us = self->now_us + 60 * US_PER_SECOND;
    return pg_tx(self->db, PG_WRITE, note_event, self, self->problem);
}

static rc_t step_badly(struct step *self)
{
    self->next_us = 5;
    return problem_set(self->problem, RC_REFUSED, NULL, "not today");
}

static const struct worker_def GOOD = { .name = "deadline", .fn = step, .poll_ms = 1000 };
static const struct worker_def BAD = { .name = "deadline", .fn = step_badly, .poll_ms = 1000 };

static void test_step_at_a_time(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int64_t now_us = 1781485200000000, next_us = 0, runs = 0;
    assert_int_equal(worker_step(&GOOD, db, now_us, &runs, &next_us, &problem), RC_OK);
    assert_int_equal(runs, 1);
    assert_int_equal(next_us, now_us + 60 * US_PER_SECOND);
    assert_string_equal(
        db_text(&tdb, "select actor || ' ' || at || ' ' || (data->>'day') from event"),
        "deadline 2026-06-15 01:00:00+00 20619");
}

static void test_failed_step(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int64_t next_us = 7;
    assert_int_equal(worker_step(&BAD, db, 0, NULL, &next_us, &problem), RC_REFUSED);
    assert_string_equal(problem.text, "not today");
    assert_int_equal(next_us, 7);
}

static void test_running_clock_leaves_time_to_the_database(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct stepper stepper;
    struct step_result result;
    struct clk clk = clk_system();
    int64_t runs = 0;
    stepper_init(&stepper, &GOOD, db);
    stepper.local = &runs;
    assert_int_equal(stepper_run(&stepper, &clk, &result, &problem), RC_OK);
    assert_int_equal(stepper.events.ready, 1);
    stepper_fini(&stepper);
    assert_int_equal(db_number(&tdb, "select count(*) from event where at > clock_timestamp() - "
                                     "interval '1 min' and at < clock_timestamp()"),
                     1);
}

/* Two transactions; what the first one said is heard before the second begins. */
static rc_t step_long(struct step *self)
{
    int64_t *heard = self->local;
    rc_t rc = pg_tx(self->db, PG_WRITE, note_event, self, self->problem);
    step_publish(self);
    assert_int_equal(*heard, self->events->publish ? 1 : 0);
    return rc == RC_OK ? pg_tx(self->db, PG_WRITE, note_event, self, self->problem) : rc;
}

static void hear(void *arg, const char *topic, const char *json)
{
    assert_string_equal(topic, "c/step.ran");
    assert_non_null(json);
    *(int64_t *)arg += 1;
}

static void test_events_of_a_long_step(void **state)
{
    static const struct worker_def LONG = { .name = "deadline", .fn = step_long, .poll_ms = 1000 };
    struct problem problem = { .rc = RC_OK };
    struct stepper stepper;
    struct step_result result;
    struct clk clk = clk_system();
    int64_t heard = 0;
    (void)state;
    stepper_init(&stepper, &LONG, db);
    stepper.local = &heard;
    assert_int_equal(stepper_run(&stepper, &clk, &result, &problem), RC_OK);
    assert_int_equal(stepper.events.ready, 2); /* nobody listens: they wait */
    call_events_publish(&stepper.events, hear, &heard);
    heard = 0;
    stepper.events.publish = hear;
    stepper.events.publish_arg = &heard;
    assert_int_equal(stepper_run(&stepper, &clk, &result, &problem), RC_OK);
    assert_int_equal(heard, 1);
    assert_int_equal(stepper.events.ready, 1);
    stepper_fini(&stepper);
}

static const struct {
    const char *name;
    bool fixed;
    int64_t in_us; /* next step from now; STEP_NEVER */
    int64_t done;
    int64_t least, most; /* ms */
} WAITS[] = {
    { "more is due", true, 0, 10, 0, 0 },
    { "due, but nothing was done", true, -5, 0, 50, 50 },
    { "nothing is planned", false, STEP_NEVER, 1, 1000, 1000 },
    { "later on a fixed clock", true, 1, 1, 1000, 1000 },
    { "in 200 ms", false, 200000, 1, 150, 200 },
    { "in an hour", false, 3600 * US_PER_SECOND, 1, 1000, 1000 },
};

static void test_waits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WAITS); i++) {
        struct clk clk = WAITS[i].fixed ? clk_fixed(1000000) : clk_system();
        int64_t next = WAITS[i].in_us == STEP_NEVER ? STEP_NEVER : clk_now(&clk) + WAITS[i].in_us;
        struct step_result result = { .next_us = next, .done = WAITS[i].done };
        int64_t ms = stepper_wait_ms(&GOOD, &clk, &result);
        if (ms < WAITS[i].least || ms > WAITS[i].most)
            fail_msg("%s: %d ms", WAITS[i].name, (int)ms);
    }
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_step_at_a_time),
        TEST(test_failed_step),
        TEST(test_running_clock_leaves_time_to_the_database),
        TEST(test_events_of_a_long_step),
        cmocka_unit_test(test_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
