/* Two callers at once on one row: exactly one wins, the other is told of the conflict or that what
 * it has seen is stale; and one request sent twice at once is carried out once. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"

enum { ROUNDS = 6, KEY_MAX = 80 };

/* One of the two callers. */
struct caller {
    struct bench *bench;
    pthread_barrier_t *start;
    const char *op;
    char key[KEY_MAX];
    json_t *args;   /* used up by the call */
    json_t *result; /* of a success, owned */
    rc_t rc;
};

static void *call(void *arg)
{
    struct caller *caller = arg;
    struct problem problem = { .rc = RC_OK };
    pthread_barrier_wait(caller->start);
    caller->rc = bench_ask(caller->bench, "", caller->key, caller->op, caller->args,
                           &caller->result, &problem);
    return NULL;
}

/* Both at once. */
static void race(struct caller callers[2])
{
    pthread_t threads[2];
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++) {
        callers[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, call, &callers[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
}

/* ---- where the rows start ---- */

static void nothing(struct course *course, int serial)
{
    (void)course;
    (void)serial;
}

static void begun(struct course *course, int serial)
{
    json_decref(course_start(course, serial, "2026-03-17"));
}

static void submitted(struct course *course, int serial)
{
    begun(course, serial);
    course_day(course, "2026-04-10");
    json_decref(bench_ok(&course->lifecycle, "phase.submit", "{s:s, s:i, s:i, s:s, s:o}",
                         "contract", CONTRACT, "serial", serial, "number", 1, "on", "2026-04-10",
                         "documents", json_loads(FILING, 0, NULL)));
}

static void suspended(struct course *course, int serial)
{
    begun(course, serial);
    json_decref(course_move(course, "phase.suspend", serial, 1, "2026-04-01"));
}

static json_t *phase_args(int serial)
{
    return json_pack("{s:s, s:i, s:i, s:s, s:s}", "contract", CONTRACT, "serial", serial, "number",
                     1, "on", "2026-04-12", "note", "n");
}

static json_t *start_args(int serial)
{
    return json_pack("{s:s, s:i, s:s}", "contract", CONTRACT, "serial", serial, "start",
                     "2026-04-12");
}

static const struct {
    void (*ready)(struct course *course, int serial);
    const char *first, *second;
    json_t *(*args)(int serial);
} ROWS[] = {
    { nothing, "cycle.open", "cycle.open", start_args },
    { begun, "phase.submit", "phase.submit", phase_args },
    { begun, "phase.submit", "phase.suspend", phase_args },
    { submitted, "phase.approve", "phase.approve", phase_args },
    { submitted, "phase.approve", "phase.return", phase_args },
    { suspended, "phase.resume", "phase.resume", phase_args },
};

static struct course course;
static struct bench other;

static int open_all(void **state)
{
    (void)state;
    course_open(&course, "2026-06-15T12:00:00+08:00");
    bench_join(&other, &LIFECYCLE_SERVICE, &course.registry);
    bench_at(&other, "2026-06-15T12:00:00+08:00");
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    bench_close(&other);
    course_close(&course);
    return 0;
}

static void make_callers(struct caller callers[2], size_t row, int serial, int64_t version)
{
    for (int i = 0; i < 2; i++) {
        callers[i] = (struct caller){ .bench = i ? &other : &course.lifecycle,
                                      .op = i ? ROWS[row].second : ROWS[row].first,
                                      .args = ROWS[row].args(serial) };
        snprintf(callers[i].key, sizeof(callers[i].key), "race-%zu-%d-%d", row, serial, i);
        if (version)
            json_object_set_new(callers[i].args, "version", json_integer(version));
    }
}

static void check_one_winner(struct caller callers[2], size_t row, rc_t want)
{
    int won = (callers[0].rc == RC_OK) + (callers[1].rc == RC_OK);
    rc_t lost = callers[0].rc == RC_OK ? callers[1].rc : callers[0].rc;
    if (won != 1 || lost != want)
        fail_msg("%s, %s: %s, %s", ROWS[row].first, ROWS[row].second, rc_word(callers[0].rc),
                 rc_word(callers[1].rc));
    json_decref(callers[0].result);
    json_decref(callers[1].result);
}

static void test_one_wins(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(ROWS); row++) {
        for (int round = 0; round < ROUNDS; round++) {
            struct caller callers[2];
            int serial = 100 + (int)row * ROUNDS + round;
            course_add_system(&course, serial);
            ROWS[row].ready(&course, serial);
            course_day(&course, "2026-06-15");
            make_callers(callers, row, serial, 0);
            race(callers);
            check_one_winner(callers, row, RC_CONFLICT);
        }
    }
}

/* Both have seen the same version: who comes second has seen a stale one. */
static void test_stale(void **state)
{
    (void)state;
    for (size_t row = 1; row < COUNT_OF(ROWS); row++) {
        struct caller callers[2];
        int serial = 200 + (int)row;
        course_add_system(&course, serial);
        ROWS[row].ready(&course, serial);
        json_t *phase = bench_ok(&course.lifecycle, "phase.get", "{s:s, s:i, s:i}", "contract",
                                 CONTRACT, "serial", serial, "number", 1);
        course_day(&course, "2026-06-15");
        make_callers(callers, row, serial, int_at(phase, "version"));
        json_decref(phase);
        race(callers);
        check_one_winner(callers, row, RC_STALE);
    }
}

/* A client that sends again before the first answer came: one effect, one reply. */
static void test_same_key(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct caller callers[2];
        int serial = 300 + round;
        course_add_system(&course, serial);
        begun(&course, serial);
        course_day(&course, "2026-06-15");
        make_callers(callers, 1, serial, 0);
        snprintf(callers[1].key, sizeof(callers[1].key), "%s", callers[0].key);
        race(callers);
        assert_int_equal(callers[0].rc, RC_OK);
        assert_int_equal(callers[1].rc, RC_OK);
        assert_true(json_equal(callers[0].result, callers[1].result));
        json_decref(callers[0].result);
        json_decref(callers[1].result);
    }
    assert_int_equal(
        db_number(&course.registry.tdb,
                  "select count(*) from event e join phase f on f.id = e.subject_id join "
                  "cycle c on c.id = f.cycle_id join system s on s.id = c.system_id where "
                  "e.kind = 'phase.submitted' and s.serial >= 300"),
        ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_wins),
        cmocka_unit_test(test_stale),
        cmocka_unit_test(test_same_key),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
