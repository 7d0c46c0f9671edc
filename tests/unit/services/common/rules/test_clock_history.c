/* Versions of a clock: what was known then never changes, in whatever order it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "clock_history.h"
#include "memory.h"
#include "rules_fixture.h"

#define DAY(n) ((n)*US_PER_DAY + 3600 * US_PER_SECOND)

/* Started on day 10, due on day 40; a pause of four days is entered late and end first; the new day
 * that was agreed is withdrawn again. */
static const struct clock_event EVENTS[] = {
    { 1, CLOCK_START, DAY(10), DAY(10), 0, NO_DAY },
    { 3, CLOCK_RESUME, DAY(24), DAY(24), 0, NO_DAY },
    { 2, CLOCK_PAUSE, DAY(20), DAY(25), 0, NO_DAY },
    { 4, CLOCK_RETARGET, DAY(26), DAY(26), 0, 60 },
    { 5, CLOCK_VOID, DAY(27), DAY(27), 4, NO_DAY },
    { 6, CLOCK_STOP, DAY(30), DAY(31), 0, NO_DAY },
};

static const struct clock_version WANT[] = {
    { DAY(10), DAY(25), CLOCK_RUNNING, { 40, false } },
    { DAY(25), DAY(26), CLOCK_RUNNING, { 44, false } },
    { DAY(26), DAY(27), CLOCK_RUNNING, { 60, false } },
    { DAY(27), DAY(31), CLOCK_RUNNING, { 44, false } },
    { DAY(31), NO_INSTANT, CLOCK_STOPPED, { 44, false } },
};

static struct clock_history_ask ask_of(const struct calendar_use *use,
                                       const struct clock_event *events, size_t count)
{
    return (struct clock_history_ask){ .events = events,
                                       .count = count,
                                       .zone_minutes = 480,
                                       .known_at = INT64_MAX,
                                       .due = { use, BASIS_CALENDAR, false, 40, NO_DAY } };
}

static void check_rows(const struct clock_version *rows, size_t count, size_t want)
{
    assert_int_equal(count, want);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].known_from, WANT[i].known_from);
        assert_int_equal(rows[i].status, WANT[i].status);
        assert_int_equal(rows[i].due.day, WANT[i].due.day);
        if (i + 1 < count)
            assert_int_equal(rows[i].superseded_at, WANT[i].superseded_at);
    }
    assert_int_equal(rows[count - 1].superseded_at, NO_INSTANT);
}

static void test_versions(void **state)
{
    struct calendar_use use = { NULL, true };
    struct clock_event events[COUNT_OF(EVENTS)];
    (void)state;
    for (size_t turn = 0; turn < 40; turn++) {
        struct problem problem = { .rc = RC_OK };
        struct clock_version *rows;
        size_t count;
        for (size_t i = 0; i < COUNT_OF(EVENTS); i++)
            events[i] = EVENTS[(i * 5 + turn) % COUNT_OF(EVENTS)]; /* 5 and 6 share no factor */
        struct clock_history_ask ask = ask_of(&use, events, COUNT_OF(EVENTS));
        assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_OK);
        check_rows(rows, count, COUNT_OF(WANT));
        mem_free(rows);
    }
}

/* As known on each day: the versions up to then, whatever was recorded later. */
static void test_as_known(void **state)
{
    static const struct {
        int64_t at;
        size_t versions;
    } KNOWN[] = { { DAY(10), 1 }, { DAY(25), 2 }, { DAY(26), 3 }, { DAY(30), 4 }, { DAY(31), 5 } };
    struct calendar_use use = { NULL, true };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KNOWN); i++) {
        struct problem problem = { .rc = RC_OK };
        struct clock_version *rows;
        size_t count;
        struct clock_history_ask ask = ask_of(&use, EVENTS, COUNT_OF(EVENTS));
        ask.known_at = KNOWN[i].at;
        assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_OK);
        check_rows(rows, count, KNOWN[i].versions);
        mem_free(rows);
    }
}

/* Open pauses count to the day of the record, or to a day that is asked about. */
static void test_open_pause(void **state)
{
    static const struct clock_event PAUSED[] = {
        { 1, CLOCK_START, DAY(10), DAY(10), 0, NO_DAY },
        { 2, CLOCK_PAUSE, DAY(20), DAY(23), 0, NO_DAY },
    };
    struct calendar_use use = { NULL, true };
    struct problem problem = { .rc = RC_OK };
    struct clock_version *rows;
    size_t count;
    struct clock_history_ask ask = ask_of(&use, PAUSED, 2);
    (void)state;
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_OK);
    assert_int_equal(rows[1].due.day, 43);
    assert_int_equal(rows[1].status, CLOCK_PAUSED);
    mem_free(rows);
    ask.due.as_of = 30;
    proof_t *proof = proof_new(480);
    assert_int_equal(clock_history(&ask, proof, &rows, &count, &problem), RC_OK);
    assert_int_equal(rows[1].due.day, 50);
    assert_true(proof_size(proof) > 0);
    proof_destroy(&proof);
    mem_free(rows);
    ask.due.basis = BASIS_WORKING; /* without notices: provisional from the pause on */
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_OK);
    assert_int_equal(count, 2);
    assert_false(rows[0].due.provisional);
    assert_true(rows[1].due.provisional);
    mem_free(rows);
}

/* A version that says the same, or only becomes provisional, is told apart. */
static void test_same_again(void **state)
{
    static const struct clock_event TWICE[] = {
        { 1, CLOCK_START, DAY(10), DAY(10), 0, NO_DAY },
        { 2, CLOCK_RETARGET, DAY(11), DAY(12), 0, 40 },
    };
    struct calendar_use use = { NULL, true };
    struct problem problem = { .rc = RC_OK };
    struct clock_version *rows;
    size_t count;
    struct clock_history_ask ask = ask_of(&use, TWICE, 2);
    (void)state;
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].superseded_at, NO_INSTANT);
    mem_free(rows);
}

/* The same day, but no longer provisional: that is news. */
static void test_settled(void **state)
{
    static const struct clock_event EVENTS_OF_IT[] = {
        { 1, CLOCK_START, DAY(10), DAY(10), 0, NO_DAY },
        { 2, CLOCK_PAUSE, DAY(18), DAY(20), 0, NO_DAY },
        { 3, CLOCK_RESUME, DAY(19), DAY(20), 0, NO_DAY },
        { 4, CLOCK_RETARGET, DAY(21), DAY(21), 0, 41 },
    };
    struct calendar_use use = { NULL, true };
    struct problem problem = { .rc = RC_OK };
    struct clock_version *rows;
    size_t count;
    struct clock_history_ask ask = ask_of(&use, EVENTS_OF_IT, 4);
    ask.due.basis = BASIS_WORKING;
    (void)state;
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_OK);
    assert_int_equal(count, 3);
    assert_int_equal(rows[1].due.day, 41);
    assert_true(rows[1].due.provisional);
    assert_int_equal(rows[2].due.day, 41);
    assert_false(rows[2].due.provisional);
    mem_free(rows);
}

static void test_refusals(void **state)
{
    struct calendar_use use = { NULL, true };
    struct problem problem = { .rc = RC_OK };
    struct clock_version *rows = NULL;
    size_t count = 77;
    struct clock_event far[] = { EVENTS[0], EVENTS[3], EVENTS[2] };
    struct clock_history_ask ask = ask_of(&use, EVENTS, 0);
    (void)state;
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_INVALID);
    problem_clear(&problem);
    ask.count = CLOCK_EVENTS_MAX + 1;
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_INVALID);
    problem_clear(&problem);
    ask.count = 2; /* resumed, and nobody ever paused it */
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_CONFLICT);
    problem_clear(&problem);
    far[1].target = DAY_MAX;
    far[2].occurred_at = DAY(27);
    ask = ask_of(&use, far, 3);
    ask.due.as_of = 40;
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_INVALID);
    assert_string_equal(problem.field, "events");
    problem_clear(&problem);
    struct clock_event later[] = { far[0], far[1], far[2], EVENTS[5] };
    ask = ask_of(&use, later, 4); /* out of range before its last record */
    ask.due.as_of = 40;
    later[1].recorded_at = DAY(12);
    later[1].occurred_at = DAY(12);
    later[2].recorded_at = DAY(13);
    later[2].occurred_at = DAY(13);
    assert_int_equal(clock_history(&ask, NULL, &rows, &count, &problem), RC_INVALID);
    assert_null(rows);
    assert_int_equal(count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions),   cmocka_unit_test(test_as_known),
        cmocka_unit_test(test_open_pause), cmocka_unit_test(test_same_again),
        cmocka_unit_test(test_settled),    cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
