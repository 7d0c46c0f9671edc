/* One look at a schedule: what it writes, what it gives up, when it looks again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ledger.h"
#include "schedule_slots.h"
#include "shipped.h"

static struct shipped shipped; /* service 2026-03-16 to 2026-12-31 */

static int set_up(void **state)
{
    (void)state;
    shipped_open(&shipped);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    shipped_close(&shipped);
    return 0;
}

static const struct look_row {
    const char *name;
    enum slot_period period;
    enum catch_up catch_up;
    int32_t window_days;
    const char *next_from, *today;
    int count, missed, made_up;
    const char *then_from, *look_on; /* NULL: nothing more */
} ROWS[] = {
    { "the first look", SLOT_DAY, CATCH_UP_SKIP, 0, "2026-03-16", "2026-03-16", 61, 0, 0,
      "2026-05-16", "2026-04-16" },
    { "before the service", SLOT_DAY, CATCH_UP_SKIP, 0, "2026-03-16", "2026-03-10", 55, 0, 0,
      "2026-05-10", "2026-04-10" },
    { "nothing new", SLOT_DAY, CATCH_UP_SKIP, 0, "2026-05-16", "2026-03-16", 0, 0, 0, "2026-05-16",
      "2026-04-16" },
    { "skip what went by", SLOT_DAY, CATCH_UP_SKIP, 0, "2026-05-16", "2026-05-26", 71, 10, 0,
      "2026-07-26", "2026-06-26" },
    { "the last of what went by", SLOT_DAY, CATCH_UP_ONCE, 0, "2026-05-16", "2026-05-26", 71, 9, 1,
      "2026-07-26", "2026-06-26" },
    { "what went by in a window", SLOT_DAY, CATCH_UP_WINDOW, 3, "2026-05-16", "2026-05-26", 71, 7,
      3, "2026-07-26", "2026-06-26" },
    { "today has not gone by", SLOT_DAY, CATCH_UP_SKIP, 0, "2026-05-16", "2026-05-16", 61, 0, 0,
      "2026-07-16", "2026-06-16" },
    { "to the end of the service", SLOT_DAY, CATCH_UP_SKIP, 0, "2026-12-01", "2026-11-20", 31, 0, 0,
      "2027-01-01", NULL },
    { "all too late", SLOT_DAY, CATCH_UP_SKIP, 0, "2026-12-01", "2027-06-01", 31, 31, 0,
      "2027-01-01", NULL },
    { "months, the first one cut", SLOT_MONTH, CATCH_UP_SKIP, 0, "2026-03-16", "2026-03-16", 3, 0,
      0, "2026-06-01", "2026-05-02" },
    { "once in the whole service", SLOT_ONCE, CATCH_UP_SKIP, 0, "2026-03-16", "2026-03-16", 1, 0, 0,
      "2027-01-01", NULL },
};

static void check(const struct look_row *row)
{
    const struct pack_recurrence again = { .per = row->period, .times = 1 };
    const struct schedule_work work = { .period = row->period,
                                        .again = row->period == SLOT_ONCE ? NULL : &again };
    const struct schedule_state state = { test_day(row->next_from), NO_DAY,  NO_DAY, row->catch_up,
                                          row->window_days,         SIZE_MAX };
    struct recurrence_use use = schedule_use(&shipped.frame);
    struct schedule_look look;
    schedule_look_make(&use, &work, &state, test_day(row->today), &look);
    if ((int)look.count != row->count || look.missed != row->missed || look.made_up != row->made_up)
        fail_msg("%s: %d slots, %d missed, %d made up", row->name, (int)look.count,
                 (int)look.missed, (int)look.made_up);
    if (look.next_from != test_day(row->then_from) ||
        look.look_on != (row->look_on ? test_day(row->look_on) : NO_DAY))
        fail_msg("%s: looks on day %d from day %d", row->name, (int)look.look_on,
                 (int)look.next_from);
    assert_false(look.alarm);
    schedule_look_fini(&look);
}

static void test_looks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        check(&ROWS[i]);
}

/* After the last holiday whose notice is in, the horizon ends: told once, when it gets there. */
static void test_the_horizon(void **state)
{
    (void)state;
    const struct pack_recurrence again = { .per = SLOT_SPECIAL, .times = 1 };
    const struct schedule_work work = { .period = SLOT_SPECIAL, .again = &again };
    struct schedule_state at = {
        test_day("2026-10-09"), NO_DAY, NO_DAY, CATCH_UP_SKIP, 0, SIZE_MAX
    };
    struct schedule_look look;
    shipped.frame.service_to = test_day("2027-12-31");
    struct recurrence_use use = schedule_use(&shipped.frame);
    schedule_look_make(&use, &work, &at, test_day("2026-10-10"), &look);
    assert_int_equal(look.count, 0);
    assert_false(look.alarm);
    assert_int_equal(look.look_on, test_day("2026-10-10") + HORIZON_KEPT_DAYS);
    schedule_look_fini(&look);
    schedule_look_make(&use, &work, &at, test_day("2026-11-09"), &look);
    assert_true(look.alarm);
    assert_int_equal(look.horizon_on, test_day("2026-10-09"));
    assert_int_equal(look.look_on, NO_DAY);
    schedule_look_fini(&look);
    at.horizon_on = look.horizon_on;
    schedule_look_make(&use, &work, &at, test_day("2026-11-10"), &look);
    assert_false(look.alarm);
    assert_int_equal(look.horizon_on, test_day("2026-10-09"));
    schedule_look_fini(&look);
}

/* ---- ceilings ---- */

/* What a walk of looks came to: each look when the one before asked for it, as the scheduler does.
 */
struct walk {
    int64_t slots, missed, made_up, looks, twice;
    int32_t first, last;
};

static struct walk walk_all(const struct recurrence_use *use, const struct schedule_work *work,
                            struct schedule_state state, int32_t today)
{
    struct walk walk = { .first = NO_DAY, .last = NO_DAY };
    for (; today != NO_DAY; walk.looks++) {
        struct schedule_look look;
        schedule_look_make(use, work, &state, today, &look);
        for (size_t i = 0; i < look.count; i++) {
            walk.twice += walk.last != NO_DAY && look.slots[i].from <= walk.last;
            walk.first = walk.first == NO_DAY ? look.slots[i].from : walk.first;
            walk.last = look.slots[i].to;
        }
        walk.slots += (int64_t)look.count;
        walk.missed += look.missed;
        walk.made_up += look.made_up;
        state.next_from = look.next_from;
        state.horizon_on = look.horizon_on;
        today = look.look_on;
        schedule_look_fini(&look);
    }
    return walk;
}

/* A service over all days there are, looked at on its first day, on its last, and when it is over:
 * as many slots as the rule counts, within the service, none twice. */
static void check_all_days(enum slot_period period, bool work_days, int32_t today)
{
    const struct pack_recurrence again = { .per = period, .times = 1, .work_days = work_days };
    const struct schedule_work work = { .period = period, .again = &again };
    struct recurrence_use use = schedule_use(&shipped.frame);
    struct slot_plan plan = recurrence_plan(&use, &again);
    struct schedule_state state = { DAY_MIN, NO_DAY, NO_DAY, CATCH_UP_ONCE, 0, SIZE_MAX };
    struct walk walk = walk_all(&use, &work, state, today);
    if (walk.slots != slot_count(&plan) || walk.twice != 0 || walk.first < DAY_MIN ||
        walk.last > DAY_MAX)
        fail_msg("%s on day %d: %d slots, the rule counts %d", slot_period_word(period), (int)today,
                 (int)walk.slots, (int)slot_count(&plan));
}

static void test_all_days_there_are(void **state)
{
    (void)state;
    static const int32_t TODAYS[] = { DAY_MIN - 1, DAY_MIN, DAY_MAX - 1, DAY_MAX, DAY_MAX + 1 };
    shipped.frame.service_from = DAY_MIN;
    shipped.frame.service_to = DAY_MAX;
    for (size_t i = 0; i < COUNT_OF(TODAYS); i++) {
        for (int period = SLOT_DAY; period < SLOT_SPECIAL; period++)
            check_all_days((enum slot_period)period, false, TODAYS[i]);
        check_all_days(SLOT_DAY, true, TODAYS[i]);
    }
}

static const struct {
    const char *name;
    enum catch_up catch_up;
    size_t most;
    int64_t looks;
} PIECES[] = {
    { "in one look", CATCH_UP_SKIP, SIZE_MAX, 1 },
    { "just in one look", CATCH_UP_SKIP, 291, 1 },
    { "one too many for a look", CATCH_UP_SKIP, 290, 2 },
    { "one at a time", CATCH_UP_SKIP, 1, 291 },
    { "the last of those that went by, in pieces", CATCH_UP_ONCE, 7, 42 },
    { "those in the window, in pieces", CATCH_UP_WINDOW, 100, 3 },
};

/* The service is 291 days, all of them over: pieces come to what one look comes to. */
static void test_a_look_in_pieces(void **state)
{
    (void)state;
    static const int64_t MADE_UP[CATCH_UP__COUNT] = { 0, 1,
                                                      31 }; /* of 31 December; of all December */
    const struct pack_recurrence again = { .per = SLOT_DAY, .times = 1 };
    const struct schedule_work work = { .period = SLOT_DAY, .again = &again };
    struct recurrence_use use = schedule_use(&shipped.frame);
    for (size_t i = 0; i < COUNT_OF(PIECES); i++) {
        struct schedule_state at = { shipped.frame.service_from, NO_DAY, NO_DAY,
                                     PIECES[i].catch_up,         40,     PIECES[i].most };
        struct walk walk = walk_all(&use, &work, at, test_day("2027-01-10"));
        int64_t made_up = MADE_UP[PIECES[i].catch_up];
        if (walk.slots != 291 || walk.looks != PIECES[i].looks || walk.made_up != made_up ||
            walk.missed != 291 - made_up || walk.twice != 0)
            fail_msg("%s: %d slots in %d looks, %d made up", PIECES[i].name, (int)walk.slots,
                     (int)walk.looks, (int)walk.made_up);
    }
}

/* ---- another calendar ---- */

/* On 15 June the working days were planned to 14 August, by a calendar that said otherwise. */
static struct schedule_state planned_otherwise(size_t most)
{
    return (struct schedule_state){
        test_day("2026-08-15"), shipped.frame.service_from, NO_DAY, CATCH_UP_SKIP, 0, most
    };
}

static const struct schedule_work *working_days(void)
{
    static const struct pack_recurrence AGAIN = { .per = SLOT_DAY, .times = 1, .work_days = true };
    static const struct schedule_work WORK = { .period = SLOT_DAY, .again = &AGAIN };
    return &WORK;
}

/* Days taken, and days that the spans went over. */
struct recast {
    char taken[200], over[200]; /* by days after 14 June */
    int looks;
};

/* Looks at the same day until none is due; a day that a piece has left behind is not come to again.
 */
static void recast_all(struct schedule_state state, int32_t today, struct recast *ret)
{
    struct recast recast = { .looks = 0 };
    struct recurrence_use use = schedule_use(&shipped.frame);
    int32_t first = test_day("2026-06-14"), at = NO_DAY, next = state.next_from;
    for (bool due = true; due; recast.looks++) {
        struct schedule_look look;
        schedule_look_make(&use, working_days(), &state, today, &look);
        for (size_t i = 0; i < look.count; i++)
            recast.taken[look.slots[i].from - first]++;
        if (look.recast.from != NO_DAY) {
            int32_t before = look.recast.before == NO_DAY ? first + 200 : look.recast.before;
            assert_true(at == NO_DAY || at == look.recast.from);
            for (int32_t day = look.recast.from; day < before; day++)
                recast.over[day - first]++;
            at = look.recast.before;
        }
        assert_true(look.next_from >= next);
        next = state.next_from = look.next_from;
        state.recast_from = look.recast_from;
        due = look.look_on == today;
        schedule_look_fini(&look);
    }
    assert_int_equal(state.recast_from, NO_DAY);
    *ret = recast;
}

static void test_a_recast_in_pieces(void **state)
{
    (void)state;
    static const struct {
        size_t most;
        int looks;
    } RECASTS[] = { { SIZE_MAX, 1 }, { 43, 1 }, { 42, 2 }, { 10, 5 }, { 1, 43 } };
    struct recast whole, pieces;
    for (size_t i = 0; i < COUNT_OF(RECASTS); i++) {
        recast_all(planned_otherwise(RECASTS[i].most), test_day("2026-06-15"), &pieces);
        if (i == 0)
            whole = pieces;
        assert_int_equal(pieces.looks, RECASTS[i].looks);
        assert_memory_equal(pieces.taken, whole.taken, sizeof(whole.taken));
        for (int day = 0; day < 200; day++)
            assert_int_equal(pieces.over[day], day >= 2); /* from tomorrow on, once */
    }
    assert_int_equal(whole.taken[1], 0); /* today stays as it was planned */
    assert_int_equal(whole.taken[2], 1);
    assert_int_equal(whole.taken[5], 0); /* 19 June is the festival */
}

/* A run that has no room left takes none, and the one after it has them all. */
static void test_a_recast_without_room(void **state)
{
    (void)state;
    struct schedule_state at = planned_otherwise(0);
    struct recurrence_use use = schedule_use(&shipped.frame);
    struct schedule_look look;
    schedule_look_make(&use, working_days(), &at, test_day("2026-06-18"), &look);
    assert_int_equal(look.count, 0);
    assert_int_equal(look.look_on, test_day("2026-06-18"));
    assert_int_equal(look.next_from, at.next_from);
    assert_int_equal(look.recast_from, test_day("2026-06-22")); /* behind the festival */
    assert_int_equal(look.recast.from, test_day("2026-06-19"));
    assert_int_equal(look.recast.before, test_day("2026-06-22"));
    schedule_look_fini(&look);
}

/* Three days later the pieces go on behind today, and what was not planned yet is, as ever. */
static void test_days_pass_between_pieces(void **state)
{
    (void)state;
    struct recast recast;
    struct schedule_state at = planned_otherwise(SIZE_MAX);
    at.recast_from = test_day("2026-06-16");
    recast_all(at, test_day("2026-06-18"), &recast);
    assert_int_equal(recast.over[4], 0);
    assert_int_equal(recast.over[5], 1);
    assert_int_equal(recast.taken[test_day("2026-08-17") - test_day("2026-06-14")], 1);
    at.recast_from = test_day("2026-08-14");
    recast_all(at, test_day("2026-09-01"), &recast); /* down until all that was planned is over */
    assert_int_equal(recast.taken[test_day("2026-08-14") - test_day("2026-06-14")], 0);
    assert_int_equal(recast.taken[test_day("2026-08-17") - test_day("2026-06-14")], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_looks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_horizon, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_days_there_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_look_in_pieces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_recast_in_pieces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_recast_without_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_days_pass_between_pieces, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
