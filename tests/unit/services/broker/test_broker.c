/* What the broker makes of a message before anybody is asked; and nonsense in quantity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

#include "attr.h"
#include "desk.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* Dropped without an answer, counted, and the next request is served (MDP-04). */
static void test_dropped(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool junk;
    } CASES[] = {
        { "", true },
        { "|", true },
        { "x", true },
        { "|MDPX01|\1|echo", true },
        { "MDPC01|echo|hi", true },
        { "|MDPC01", false },
        { "|MDPC01|echo", false },
        { "|MDPC01||hi", false },
        { "MDPC02|\2|echo|hi", false },
        { "MDPC02", false },
    };
    desk_in(&desk, "w", "|MDPW01|\1|echo");
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        uint64_t junk = broker_counters(desk.broker)->junk;
        uint64_t broken = broker_counters(desk.broker)->broken;
        desk_in(&desk, "c", CASES[i].text);
        desk_expect(&desk, "c", "");
        assert_int_equal(broker_counters(desk.broker)->junk - junk, CASES[i].junk);
        assert_int_equal(broker_counters(desk.broker)->broken - broken, !CASES[i].junk);
    }
    desk_in(&desk, "c", "|MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
}

static void test_routing_id_alone(void **state)
{
    (void)state;
    static const struct caller ANYBODY = { .name = "" };
    struct frames in;
    frames_init(&in);
    broker_take(desk.broker, &in, &ANYBODY, desk.now_ms);
    frames_add(&in, "c", 1);
    broker_take(desk.broker, &in, &ANYBODY, desk.now_ms);
    assert_int_equal(broker_counters(desk.broker)->junk, 2);
    frames_clear(&in);
}

/* When the broker wants to be called again: never later than something is due. */
static void test_tick_says_when(void **state)
{
    (void)state;
    assert_int_equal(broker_tick(desk.broker, desk.now_ms), 1000);
    desk_in(&desk, "w", "|MDPW01|\1|echo");
    desk_pass(&desk, 400);
    assert_int_equal(broker_tick(desk.broker, desk.now_ms), 600); /* a heartbeat */
    desk_in(&desk, "c", "|MDPC01|other|hi");
    desk_pass(&desk, 600);
    desk_in(&desk, "w", "|MDPW01|\4");
    desk_pass(&desk, 900);
    assert_int_equal(broker_tick(desk.broker, desk.now_ms), 100);
}

/* A seeded storm of near-messages from a few peers, with time going on: whatever they send, the
 * books must balance, and a legitimate session must be served in between. */
static void test_storm(void **state)
{
    (void)state;
    static const char *const PIECES[] = { "",           "MDPC01", "MDPW01",      "MDPC02", "MDPW02",
                                          "\1",         "\2",     "\3",          "\4",     "\5",
                                          "\6",         "echo",   "mmi.service", "@",      "x",
                                          "mlps.broker" };
    unsigned seed = 20260615;
    for (int i = 0; i < 50000; i++) {
        char text[128] = "";
        char peer[8];
        int count = 1 + (int)((seed = seed * 1103515245 + 12345) >> 16) % 7;
        for (int k = 0; k < count; k++) {
            seed = seed * 1103515245 + 12345;
            size_t len = strlen(text);
            snprintf(text + len, sizeof(text) - len, "%s%s", k ? "|" : "",
                     PIECES[(seed >> 16) % COUNT_OF(PIECES)]);
        }
        seed = seed * 1103515245 + 12345;
        snprintf(peer, sizeof(peer), "p%u", (seed >> 16) % 40);
        desk_in(&desk, peer, text);
        if (i % 50 == 0)
            desk_pass(&desk, 700);
        if (i % 500 == 0) {
            desk_in(&desk, "worker", i == 0 ? "|MDPW01|\1|quiet" : "|MDPW01|\4");
            desk_in(&desk, "client", "|MDPC01|mmi.service|none");
            assert_string_equal(desk_next(&desk, "client"), "|MDPC01|mmi.service|404");
            desk.out_count = 0;
        }
    }
    desk_pass(&desk, 10000);
    desk_pass(&desk, 900000);
    desk_pass(&desk, 900000);
    assert_int_equal(broker_held(desk.broker), 0);
    assert_true(broker_counters(desk.broker)->requests > 100);
}

#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(test_dropped),
        ON_DESK(test_routing_id_alone),
        ON_DESK(test_tick_says_when),
        ON_DESK(test_storm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
