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
    const struct schedule_state state = { test_day(row->next_from), NO_DAY, row->catch_up,
                                          row->window_days };
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
    struct schedule_state at = { test_day("2026-10-09"), NO_DAY, CATCH_UP_SKIP, 0 };
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_looks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_horizon, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
