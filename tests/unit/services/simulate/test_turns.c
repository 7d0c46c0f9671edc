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

enum { DAY = 20594 /* 2026-05-21 */ };

/* `at` NULL: the row names a day alone. */
static struct action action(int lane, const char *at)
{
    int64_t us = 0;
    assert_true(!at || civil_parse_instant(at, &us));
    return (struct action){ .service = "s", .op = "o", .args = json_object(), .lane = lane, .on = DAY, .at_us = us };
}

#define MORNING "2026-05-21T09:00:00+08:00"
#define NOON "2026-05-21T12:00:00+08:00"
#define CLOSE "2026-05-21T17:00:00+08:00"
#define NIGHT "2026-05-21T22:00:00+08:00"

/* Actions in the order of a story, as lane and instant; which of them is entered when. */
static const struct {
    const char *name;
    struct {
        int lane;
        const char *at;
    } story[4];
    struct {
        size_t which;
        const char *at;
    } want[4];
    size_t count;
} ROWS[] = {
    { "a day alone: the close of business", { { 1, NULL } }, { { 0, CLOSE } }, 1 },
    { "an instant stands", { { 1, MORNING } }, { { 0, MORNING } }, 1 },
    { "lanes do not wait for each other", { { 1, NULL }, { 2, MORNING } }, { { 1, MORNING }, { 0, CLOSE } }, 2 },
    { "one instant: in the story's order", { { 1, NOON }, { 2, NOON } }, { { 0, NOON }, { 1, NOON } }, 2 },
    { "two incidents of one day, opened, then answered", { { 0, MORNING }, { 0, NIGHT }, { 0, NOON }, { 0, NIGHT } },
      { { 0, MORNING }, { 2, NOON }, { 1, NIGHT }, { 3, NIGHT } }, 4 },
    { "a day alone waits for what it follows", { { 0, NIGHT }, { 0, NULL }, { 0, NULL } },
      { { 0, NIGHT }, { 1, NIGHT }, { 2, NIGHT } }, 3 },
    { "but not for what another lane does", { { 0, NIGHT }, { 1, NULL } }, { { 1, CLOSE }, { 0, NIGHT } }, 2 },
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        char text[INSTANT_TEXT];
        struct actions actions = { NULL, 0, 0 };
        struct turns turns;
        for (size_t k = 0; k < ROWS[i].count; k++)
            actions_add(&actions, action(ROWS[i].story[k].lane, ROWS[i].story[k].at));
        turns_make(&actions, &turns);
        assert_int_equal(turns.count, ROWS[i].count);
        for (size_t k = 0; k < turns.count; k++) {
            size_t which = (size_t)(turns.rows[k].action - actions.rows);
            civil_format_instant(turns.rows[k].at_us, 480, text);
            if (which != ROWS[i].want[k].which || strcmp(text, ROWS[i].want[k].at) != 0)
                fail_msg("%s: turn %zu is action %zu at %s", ROWS[i].name, k, which, text);
        }
        turns_fini(&turns);
        actions_fini(&actions);
    }
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
    static const struct CMUnitTest TESTS[] = { cmocka_unit_test(test_rows), cmocka_unit_test(test_nothing) };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
