/* Requests the broker holds: what they cost, and that their frames arrive untouched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_init(&desk);
    desk.conf.max_pending_bytes = 100000;
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* Requests of `peer` to `service` until one is refused. */
static int fill_up(const char *peer, const char *text)
{
    int taken = 0;
    for (; taken < 100; taken++) {
        desk_in(&desk, peer, text);
        if (*desk_next(&desk, peer))
            break;
    }
    return taken;
}

/* Memory for held requests has a ceiling, half of it for services nobody serves, and comes back
 * when they are answered. A request that an idle worker takes at once needs no room. */
static void test_memory_ceiling(void **state)
{
    (void)state;
    desk_in(&desk, "w", "|MDPW01|\1|served");
    int unserved = fill_up("c1", "|MDPC01|echo|hi");
    assert_in_range(unserved, 3, 6); /* 9 KB each, half of 100 KB */
    desk_in(&desk, "c2", "|MDPC01|served|one");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||one");
    int served = fill_up("c2", "|MDPC01|served|hi");
    assert_in_range(unserved + served, 8, 12);
    assert_int_equal(broker_held(desk.broker), unserved + served + 1);
    assert_int_equal(broker_counters(desk.broker)->shed, 2);
    desk_in(&desk, "w2", "|MDPW01|\1|more");
    desk_in(&desk, "c3", "|MDPC01|more|at once");
    desk_expect(&desk, "w2", "|MDPW01|\\x02|@||at once");
    desk_pass(&desk, 10000);
    assert_int_equal(fill_up("c4", "|MDPC01|echo|hi"),
                     unserved - 2); /* two are still with workers */
}

/* MDP-03: bodies as they are, in any number of frames, and again for a second worker. */
static void test_bodies_untouched(void **state)
{
    (void)state;
    static const char *const BODIES[] = {
        "", "x", "a|b", "||", "\x80\xFF\t|\x01", "a|b|c|d|e|f|g|h"
    };
    static const char *const SHOWN[] = {
        "", "x", "a|b", "||", "\\x80\\xff\\x09|\\x01", "a|b|c|d|e|f|g|h"
    };
    for (size_t i = 0; i < COUNT_OF(BODIES); i++) {
        char text[128];
        char want[128];
        snprintf(text, sizeof(text), "|MDPC01|echo|%s", BODIES[i]);
        snprintf(want, sizeof(want), "|MDPW01|\\x02|@||%s", SHOWN[i]);
        desk_in(&desk, "w1", "|MDPW01|\1|echo");
        desk_in(&desk, "c", text);
        desk_expect(&desk, "w1", want);
        desk_in(&desk, "w1", "|MDPW01|\5");
        char second[16];
        snprintf(second, sizeof(second), "second%zu", i);
        desk_in(&desk, second, "|MDPW01|\1|echo");
        desk_expect(&desk, second, want);
        snprintf(text, sizeof(text), "|MDPW01|\3|@||%s", BODIES[i]);
        desk_in(&desk, second, text);
        snprintf(want, sizeof(want), "|MDPC01|echo|%s", SHOWN[i]);
        desk_expect(&desk, "c", want);
        desk_close(&desk);
        open_desk(NULL);
    }
}

static void test_large_request_is_refused(void **state)
{
    (void)state;
    static char text[5 << 20];
    memset(text, 'x', sizeof(text) - 1);
    memcpy(text, "|MDPC01|echo|", 13);
    desk_in(&desk, "c", text);
    desk_expect(&desk, "c",
                "|MDPC01|echo|{\"ok\":false,\"error\":{\"code\":\"too_large\",\"message\":\"the "
                "request is too large\"}}");
    assert_int_equal(broker_held(desk.broker), 0);
}

/* More requests than structs are kept for reuse. */
static void test_many_come_and_go(void **state)
{
    (void)state;
    desk_close(&desk);
    desk_init(&desk);
    desk_open(&desk);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 600; i++)
            desk_in(&desk, "c", "|MDPC01|echo|a|b|c|d");
        assert_int_equal(broker_held(desk.broker), 600);
        desk_pass(&desk, 10000);
        assert_int_equal(broker_held(desk.broker), 0);
    }
    assert_int_equal(broker_counters(desk.broker)->expired, 1200);
}

#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(test_memory_ceiling),
        ON_DESK(test_bodies_untouched),
        ON_DESK(test_large_request_is_refused),
        ON_DESK(test_many_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
