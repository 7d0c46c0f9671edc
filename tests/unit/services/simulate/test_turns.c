/* When the actions of a story are entered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "turns.h"

enum { ROWS_MAX = 8 };

static struct action action(int lane, int32_t on, const char *key, const char *at)
{
    json_t *args = key ? json_pack("{s:s}", key, at) : json_object();
    return (struct action){ .service = "s", .op = "o", .args = args, .lane = lane, .on = on };
}

static const char *at_text(const struct turns *turns, size_t i, char *out)
{
    return civil_format_instant(turns->rows[i].at_us, 480, out);
}

/* Close of business without an instant; the instant named on that day; never another day's. */
static void test_instants(void **state)
{
    char text[INSTANT_TEXT];
    int32_t day = 20594; /* 2026-05-21 */
    struct actions actions = { NULL, 0, 0 };
    struct turns turns;
    (void)state;
    actions_add(&actions, action(1, day, NULL, NULL));
    actions_add(&actions, action(2, day, "occurred_at", "2026-05-21T10:12:00+08:00"));
    actions_add(&actions, action(3, day, "occurred_at", "2026-05-20T10:12:00+08:00"));
    actions_add(&actions, action(4, day, "on", "2026-05-21"));
    turns_make(&actions, &turns);
    assert_int_equal(turns.count, 4);
    assert_string_equal(at_text(&turns, 0, text), "2026-05-21T10:12:00+08:00");
    for (size_t i = 1; i < 4; i++)
        assert_string_equal(at_text(&turns, i, text), "2026-05-21T17:00:00+08:00");
    turns_fini(&turns);
    actions_fini(&actions);
}

/* What follows in a lane is never entered before what it follows; other lanes are not held up. */
static void test_order(void **state)
{
    int32_t day = 20594;
    struct actions actions = { NULL, 0, 0 };
    struct turns turns;
    (void)state;
    actions_add(&actions, action(1, day, NULL, NULL));
    actions_add(&actions, action(1, day, "at", "2026-05-21T09:00:00+08:00"));
    actions_add(&actions, action(2, day, "at", "2026-05-21T09:00:00+08:00"));
    turns_make(&actions, &turns);
    assert_ptr_equal(turns.rows[0].action, &actions.rows[2]);
    assert_ptr_equal(turns.rows[1].action, &actions.rows[0]);
    assert_ptr_equal(turns.rows[2].action, &actions.rows[1]);
    turns_fini(&turns);
    actions_fini(&actions);
}

static void test_nothing(void **state)
{
    struct actions actions = { NULL, 0, 0 };
    struct turns turns;
    (void)state;
    turns_make(&actions, &turns);
    assert_int_equal(turns.count, 0);
    turns_fini(&turns);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = { cmocka_unit_test(test_instants), cmocka_unit_test(test_order),
                                               cmocka_unit_test(test_nothing) };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
