/* Clock events fold to the same state in whatever order they were recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "clock_fold.h"
#include "pack.h"
#include "rules_fixture.h"

enum { EVENTS_MAX = 6 };
#define DAY(n) ((n)*US_PER_DAY + 3600 * US_PER_SECOND)

static const struct {
    const char *name;
    struct clock_event events[EVENTS_MAX];
    size_t count;
    enum clock_status status;
    int32_t started, closed, target;
    int32_t extra; /* calendar days added by pauses, as of day 50 */
} FOLDS[] = {
    { "nothing", { { 0 } }, 0, CLOCK_IDLE, NO_DAY, NO_DAY, NO_DAY, 0 },
    { "running",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 } },
      1,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      NO_DAY,
      0 },
    { "stopped",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 }, { 2, CLOCK_STOP, DAY(12), 0, 0, 0 } },
      2,
      CLOCK_STOPPED,
      10,
      12,
      NO_DAY,
      0 },
    { "a pause of three days",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 },
        { 3, CLOCK_RESUME, DAY(23), 0, 0, 0 } },
      3,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      NO_DAY,
      3 },
    { "still paused",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 }, { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 } },
      2,
      CLOCK_PAUSED,
      10,
      NO_DAY,
      NO_DAY,
      30 },
    { "paused and resumed on one day",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 },
        { 3, CLOCK_RESUME, DAY(20) + 1, 0, 0, 0 } },
      3,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      NO_DAY,
      0 },
    { "paused and resumed at one instant",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 3, CLOCK_RESUME, DAY(20), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 } },
      3,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      NO_DAY,
      0 },
    { "a second pause begins as the first ends",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 },
        { 3, CLOCK_RESUME, DAY(22), 0, 0, 0 },
        { 4, CLOCK_PAUSE, DAY(22), 0, 0, 0 },
        { 5, CLOCK_RESUME, DAY(25), 0, 0, 0 } },
      5,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      NO_DAY,
      5 },
    { "stopped while paused",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 },
        { 3, CLOCK_STOP, DAY(24), 0, 0, 0 } },
      3,
      CLOCK_STOPPED,
      10,
      24,
      NO_DAY,
      4 },
    { "an agreed day forgets earlier pauses",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 },
        { 3, CLOCK_RESUME, DAY(23), 0, 0, 0 },
        { 4, CLOCK_RETARGET, DAY(24), 0, 0, 60 },
        { 5, CLOCK_PAUSE, DAY(30), 0, 0, 0 },
        { 6, CLOCK_RESUME, DAY(31), 0, 0, 0 } },
      6,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      60,
      1 },
    { "agreed during a pause",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 },
        { 3, CLOCK_RETARGET, DAY(22), 0, 0, 60 },
        { 4, CLOCK_RESUME, DAY(25), 0, 0, 0 } },
      4,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      60,
      3 },
    { "the later agreement counts",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_RETARGET, DAY(20), 0, 0, 60 },
        { 3, CLOCK_RETARGET, DAY(21), 0, 0, 55 } },
      3,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      55,
      0 },
    { "a pause withdrawn",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(20), 0, 0, 0 },
        { 3, CLOCK_VOID, DAY(26), 0, 2, 0 } },
      3,
      CLOCK_RUNNING,
      10,
      NO_DAY,
      NO_DAY,
      0 },
    { "a stop withdrawn and set anew",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_STOP, DAY(20), 0, 0, 0 },
        { 3, CLOCK_VOID, DAY(26), 0, 2, 0 },
        { 4, CLOCK_STOP, DAY(22), 0, 0, 0 } },
      4,
      CLOCK_STOPPED,
      10,
      22,
      NO_DAY,
      0 },
    { "the clock itself withdrawn",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_STOP, DAY(20), 0, 0, 0 },
        { 3, CLOCK_VOID, DAY(26), 0, 0, 0 } },
      3,
      CLOCK_VOIDED,
      10,
      20,
      NO_DAY,
      0 },
};

static void check_fold(const struct clock_event *events, size_t row)
{
    struct calendar_use use = { NULL, true };
    struct clock_state s;
    struct problem problem = { .rc = RC_OK };
    struct clock_fold_ask ask = { events, FOLDS[row].count, 480, INT64_MAX };
    if (clock_fold(&ask, &s, &problem) != RC_OK)
        fail_msg("%s: %s", FOLDS[row].name, problem.text);
    if (s.status != FOLDS[row].status || s.started != FOLDS[row].started ||
        s.closed != FOLDS[row].closed || s.target != FOLDS[row].target ||
        clock_extra_days(&s, &use, BASIS_CALENDAR, 50) != FOLDS[row].extra)
        fail_msg("%s: %s, %d days", FOLDS[row].name, clock_status_word(s.status),
                 clock_extra_days(&s, &use, BASIS_CALENDAR, 50));
    clock_state_fini(&s);
}

/* All orders of up to six events, by Heap's algorithm. */
static void each_order(struct clock_event *events, size_t n, size_t row)
{
    if (n <= 1) {
        check_fold(events, row);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        each_order(events, n - 1, row);
        size_t with = n % 2 ? 0 : i;
        struct clock_event swap = events[with];
        events[with] = events[n - 1];
        events[n - 1] = swap;
    }
}

static void test_any_order(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(FOLDS); row++) {
        struct clock_event events[EVENTS_MAX];
        memcpy(events, FOLDS[row].events, sizeof(events));
        each_order(events, FOLDS[row].count, row);
    }
}

static const struct {
    const char *name;
    struct clock_event events[4];
    size_t count;
    const char *want;
} WRONG[] = {
    { "pause before the start",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 }, { 2, CLOCK_PAUSE, DAY(9), 0, 0, 0 } },
      2,
      "pause 2 cannot happen: the clock was idle then" },
    { "two starts",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 }, { 2, CLOCK_START, DAY(11), 0, 0, 0 } },
      2,
      "start 2 cannot happen: the clock was running then" },
    { "resumed while running",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 }, { 7, CLOCK_RESUME, DAY(11), 0, 0, 0 } },
      2,
      "resume 7 cannot happen: the clock was running then" },
    { "paused after the stop",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_STOP, DAY(11), 0, 0, 0 },
        { 3, CLOCK_PAUSE, DAY(12), 0, 0, 0 } },
      3,
      "pause 3 cannot happen: the clock was stopped then" },
    { "after the clock was withdrawn",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_VOID, DAY(11), 0, 0, 0 },
        { 3, CLOCK_STOP, DAY(12), 0, 0, 0 } },
      3,
      "stop 3 cannot happen: the clock was void then" },
    { "withdrawn event unknown",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 }, { 2, CLOCK_VOID, DAY(11), 0, 5, 0 } },
      2,
      "void 2 withdraws the event 5, which there is not" },
    { "a withdrawal withdrawn",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_STOP, DAY(11), 0, 0, 0 },
        { 3, CLOCK_VOID, DAY(12), 0, 2, 0 },
        { 4, CLOCK_VOID, DAY(13), 0, 3, 0 } },
      4,
      "void 4 withdraws the event 3, which there is not" },
    { "two starts of one instant",
      { { 5, CLOCK_START, DAY(10), 0, 0, 0 }, { 4, CLOCK_START, DAY(10), 0, 0, 0 } },
      2,
      "start 5 cannot happen: the clock was running then" },
    { "two starts of one id and instant",
      { { 4, CLOCK_START, DAY(10), 0, 0, 0 }, { 4, CLOCK_START, DAY(10), 0, 0, 0 } },
      2,
      "start 4 cannot happen: the clock was running then" },
    { "start withdrawn under a pause",
      { { 1, CLOCK_START, DAY(10), 0, 0, 0 },
        { 2, CLOCK_PAUSE, DAY(11), 0, 0, 0 },
        { 3, CLOCK_VOID, DAY(12), 0, 1, 0 } },
      3,
      "pause 2 cannot happen: the clock was idle then" },
};

static void test_contradictions(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        struct clock_state s = { .closed = 77 };
        struct problem problem = { .rc = RC_OK };
        struct clock_fold_ask ask = { WRONG[i].events, WRONG[i].count, 480, INT64_MAX };
        if (clock_fold(&ask, &s, &problem) != RC_CONFLICT || s.closed != 77 ||
            strcmp(problem.text, WRONG[i].want) != 0)
            fail_msg("%s: %s", WRONG[i].name, problem.text);
    }
}

/* What was recorded later is not known yet. */
static void test_as_known_on(void **state)
{
    static const struct clock_event EVENTS[] = {
        { 1, CLOCK_START, DAY(10), 100, 0, 0 },
        { 2, CLOCK_STOP, DAY(12), 200, 0, 0 },
        { 3, CLOCK_VOID, DAY(13), 300, 2, 0 },
    };
    static const struct {
        int64_t known_at;
        enum clock_status status;
    } KNOWN[] = {
        { 99, CLOCK_IDLE }, { 100, CLOCK_RUNNING }, { 200, CLOCK_STOPPED }, { 300, CLOCK_RUNNING }
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KNOWN); i++) {
        struct clock_state s;
        struct problem problem = { .rc = RC_OK };
        struct clock_fold_ask ask = { EVENTS, 3, 480, KNOWN[i].known_at };
        assert_int_equal(clock_fold(&ask, &s, &problem), RC_OK);
        assert_int_equal(s.status, KNOWN[i].status);
        clock_state_fini(&s);
    }
}

static struct reckoned_day due_of(const struct clock_event *events, size_t count,
                                  struct clock_due_ask ask)
{
    struct clock_state s;
    struct problem problem = { .rc = RC_OK };
    struct reckoned_day due = { 0, false };
    proof_t *proof = proof_new(480);
    struct clock_fold_ask fold = { events, count, 480, INT64_MAX };
    assert_int_equal(clock_fold(&fold, &s, &problem), RC_OK);
    assert_true(clock_due(&s, &ask, proof, &due));
    assert_true(proof_size(proof) > 0);
    clock_state_fini(&s);
    proof_destroy(&proof);
    return due;
}

/* A ruling as known on a day is what it was then: the same as if nothing later were in the record,
 * whatever is recorded afterwards. */
static void test_later_records_change_nothing(void **state)
{
    static const struct clock_event EVENTS[] = {
        { 1, CLOCK_START, DAY(10), 100, 0, 0 },  { 2, CLOCK_STOP, DAY(30), 200, 0, 0 },
        { 3, CLOCK_VOID, DAY(31), 300, 2, 0 },   { 4, CLOCK_RETARGET, DAY(12), 400, 0, 60 },
        { 6, CLOCK_RESUME, DAY(18), 500, 0, 0 }, { 5, CLOCK_PAUSE, DAY(14), 500, 0, 0 },
        { 7, CLOCK_VOID, DAY(40), 600, 0, 0 },   { 8, CLOCK_VOID, DAY(41), 700, 7, 0 },
    };
    (void)state;
    for (size_t known = 0; known <= COUNT_OF(EVENTS); known++) {
        int64_t at = known ? EVENTS[known - 1].recorded_at : 0;
        size_t then = known;
        while (then < COUNT_OF(EVENTS) && EVENTS[then].recorded_at <= at)
            then++;
        struct clock_state early, late;
        struct problem problem = { .rc = RC_OK };
        struct clock_fold_ask as_it_was = { EVENTS, then, 480, INT64_MAX };
        struct clock_fold_ask as_known = { EVENTS, COUNT_OF(EVENTS), 480, at };
        assert_int_equal(clock_fold(&as_it_was, &early, &problem), RC_OK);
        assert_int_equal(clock_fold(&as_known, &late, &problem), RC_OK);
        assert_int_equal(early.status, late.status);
        assert_int_equal(early.started, late.started);
        assert_int_equal(early.closed, late.closed);
        assert_int_equal(early.target, late.target);
        assert_int_equal(early.pause_count, late.pause_count);
        clock_state_fini(&early);
        clock_state_fini(&late);
    }
}

#define AT(date) (day_of(date) * US_PER_DAY)

static void test_due(void **state)
{
    calendar_t *cal = fixture_calendar();
    struct calendar_use use = { cal, true };
    struct clock_event events[] = {
        { 1, CLOCK_START, AT("2026-06-01"), 0, 0, 0 },
        { 2, CLOCK_PAUSE, AT("2026-06-12"), 0, 0, 0 },  /* Friday */
        { 3, CLOCK_RESUME, AT("2026-06-16"), 0, 0, 0 }, /* Tuesday */
        { 4, CLOCK_RETARGET, AT("2026-06-17"), 0, 0, day_of("2026-07-10") },
    };
    struct clock_due_ask ask = { &use, BASIS_WORKING, false, day_of("2026-06-18"),
                                 day_of("2026-06-20") };
    (void)state;
    assert_int_equal(due_of(events, 1, ask).day, day_of("2026-06-18"));
    /* two working days lost; the 19th to the 21st are a holiday */
    assert_int_equal(due_of(events, 3, ask).day, day_of("2026-06-23"));
    assert_int_equal(due_of(events, 4, ask).day, day_of("2026-07-10"));
    struct clock_event one_day[] = { events[0], events[1], events[2] };
    one_day[2].occurred_at = one_day[1].occurred_at + US_PER_SECOND;
    assert_int_equal(due_of(one_day, 3, ask).day, day_of("2026-06-18")); /* no day was lost */
    struct clock_state far = { .status = CLOCK_RUNNING, .target = DAY_MAX };
    struct clock_pause pause = { day_of("2026-06-12"), day_of("2026-06-15"), false };
    struct reckoned_day none;
    far.pauses = &pause;
    far.pause_count = 1;
    assert_false(clock_due(&far, &ask, NULL, &none));
    far.target = NO_DAY;
    assert_true(clock_due(&far, &ask, NULL, &none));
    /* still paused on the 20th: Friday 12th and Monday 15th to Thursday 18th are lost so far */
    assert_int_equal(due_of(events, 2, ask).day, day_of("2026-06-26"));
    ask.basis = BASIS_CALENDAR;
    assert_int_equal(due_of(events, 3, ask).day, day_of("2026-06-22"));
    ask.due = day_of("2026-06-16");
    assert_int_equal(due_of(events, 3, ask).day, day_of("2026-06-20"));
    ask.roll = true;
    assert_int_equal(due_of(events, 3, ask).day, day_of("2026-06-22"));
    assert_int_equal(due_of(events, 1, ask).day, day_of("2026-06-16"));
    calendar_destroy(&cal);
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < CLOCK_EVENT__COUNT; i++) {
        enum clock_event_type type;
        assert_true(clock_event_from_word(clock_event_word((enum clock_event_type)i), &type));
        assert_int_equal(type, i);
    }
    enum clock_event_type type = CLOCK_STOP;
    assert_false(clock_event_from_word("halt", &type));
    assert_int_equal(type, CLOCK_STOP);
    assert_string_equal(clock_status_word(CLOCK_VOIDED), "void");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),   cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_as_known_on), cmocka_unit_test(test_later_records_change_nothing),
        cmocka_unit_test(test_due),         cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
