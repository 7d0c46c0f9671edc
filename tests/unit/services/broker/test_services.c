/* Queues: who waits, whose turn it is, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "desk.h"

#define READY      "|MDPW01|\1|echo"
#define ASK        "|MDPC01|echo|hi"
#define GOT_ASK    "|MDPW01|\\x02|@||hi"
#define ANSWER     "|MDPW01|\3|@||yo"
#define GOT_ANSWER "|MDPC01|echo|yo"
#define ERROR_OF(code, text)                                                                       \
    "|MDPC01|echo|{\"ok\":false,\"error\":{\"code\":\"" code "\",\"message\":\"" text "\"}}"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_init(&desk);
    desk.conf.max_pending = 10;
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* MDP-12: waits for a worker, to the millisecond. */
static void test_waits_for_a_worker(void **state)
{
    (void)state;
    desk_in(&desk, "c", ASK);
    desk_pass(&desk, 9999);
    desk_expect(&desk, "c", "");
    desk_in(&desk, "w", READY);
    desk_expect(&desk, "w", GOT_ASK);
    desk_in(&desk, "w", ANSWER);
    desk_expect(&desk, "c", GOT_ANSWER);
}

static void test_expires(void **state)
{
    (void)state;
    desk_in(&desk, "c", ASK);
    desk_pass(&desk, 10000);
    desk_expect(&desk, "c", ERROR_OF("unavailable", "no worker took the request in time"));
    desk_in(&desk, "w", READY);
    desk_expect(&desk, "w", ""); /* nobody gets it any more */
    assert_int_equal(broker_counters(desk.broker)->expired, 1);
    assert_int_equal(broker_held(desk.broker), 0);
}

static void test_expiry_is_configurable(void **state)
{
    (void)state;
    desk_close(&desk);
    desk_init(&desk);
    desk.conf.expire_ms = 50;
    desk_open(&desk);
    desk_in(&desk, "c", ASK);
    desk_pass(&desk, 49);
    desk_expect(&desk, "c", "");
    desk_pass(&desk, 1);
    assert_string_not_equal(desk_next(&desk, "c"), "");
}

/* Only what waits expires: a request with a worker has the busy deadline. */
static void test_a_worker_stops_the_expiry(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_in(&desk, "c", ASK);
    for (int i = 0; i < 30; i++)
        desk_pass(&desk, 1000);
    desk_expect(&desk, "c", "");
    assert_int_equal(broker_held(desk.broker), 1);
}

/* One client may fill half a queue and one more; the whole of it may fill up; both are told at
 * once. */
static void test_limits(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++)
        desk_in(&desk, "greedy", ASK);
    desk_expect(&desk, "greedy", ERROR_OF("busy", "too many requests wait for this service"));
    desk_expect(&desk, "greedy", "");
    for (int i = 0; i < 4; i++)
        desk_in(&desk, "modest", ASK);
    desk_expect(&desk, "modest", "");
    desk_in(&desk, "modest", ASK);
    desk_expect(&desk, "modest", ERROR_OF("busy", "too many requests wait for this service"));
    assert_int_equal(broker_held(desk.broker), 10);
    assert_int_equal(broker_counters(desk.broker)->shed, 2);
}

/* MDP-16: one client with many requests does not starve another: they take turns. */
static void test_clients_take_turns(void **state)
{
    (void)state;
    static const char *const TURNS[] = { "a", "b", "c", "a", "b", "a", "a" };
    char order[16] = "";
    for (int i = 0; i < 4; i++)
        desk_in(&desk, "a", "|MDPC01|echo|a");
    for (int i = 0; i < 2; i++)
        desk_in(&desk, "b", "|MDPC01|echo|b");
    desk_in(&desk, "c", "|MDPC01|echo|c");
    desk_in(&desk, "w", READY);
    for (size_t i = 0; i < COUNT_OF(TURNS); i++) {
        const char *got = desk_next(&desk, "w");
        order[i] = got[strlen(got) - 1];
        desk_in(&desk, "w", ANSWER);
        if (order[i] != TURNS[i][0])
            fail_msg("turn %zu: order so far %s", i, order);
    }
    assert_int_equal(broker_held(desk.broker), 0);
}

/* A request that lost its worker goes before all others, once; the second time its client gets an
 * error (MDP-18). */
static void test_lost_twice(void **state)
{
    (void)state;
    desk_in(&desk, "w1", READY);
    desk_in(&desk, "c", "|MDPC01|echo|first");
    desk_in(&desk, "c", "|MDPC01|echo|second");
    desk_in(&desk, "w1", "|MDPW01|\5");
    desk_in(&desk, "w2", READY);
    desk_expect(&desk, "w2", "|MDPW01|\\x02|@||first");
    desk_in(&desk, "w2", "|MDPW01|\5");
    desk_expect(&desk, "c",
                ERROR_OF("unavailable", "two workers were lost while they had the request"));
    desk_in(&desk, "w3", READY);
    desk_expect(&desk, "w3", "|MDPW01|\\x02|@||second");
    desk_in(&desk, "w3", ANSWER);
    desk_expect(&desk, "c", GOT_ANSWER);
    desk_expect(&desk, "c", "");
}

/* A lost request waits for another worker only as long as a new one would. */
static void test_lost_and_nobody_comes(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_in(&desk, "c", ASK);
    desk_pass(&desk, 5000);
    desk_in(&desk, "w", "|MDPW01|\5");
    desk_pass(&desk, 9999);
    desk_expect(&desk, "c", "");
    desk_pass(&desk, 1);
    desk_expect(&desk, "c", ERROR_OF("unavailable", "no worker took the request in time"));
}

/* All workers turn out to be gone while a request is offered: it waits, and the next worker gets
 * it. */
static void test_offer_to_the_gone(void **state)
{
    (void)state;
    desk_in(&desk, "g1", READY);
    desk_in(&desk, "g2", READY);
    desk_lose(&desk, "g1");
    desk_lose(&desk, "g2");
    desk_in(&desk, "c", ASK);
    desk_in(&desk, "c", ASK);
    assert_int_equal(broker_held(desk.broker), 2);
    desk_in(&desk, "w", READY);
    desk_expect(&desk, "w", GOT_ASK);
}

/* Names cost memory: so many services, then no more; a service that is not used any more is
 * forgotten. */
static void test_service_limit(void **state)
{
    (void)state;
    char text[64];
    for (int i = 0; i < MAX_BROKER_SERVICES; i++) {
        snprintf(text, sizeof(text), "|MDPC01|s%d|hi", i);
        desk_in(&desk, "c", text);
    }
    desk_expect(&desk, "c", "");
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "c", ERROR_OF("busy", "the broker holds too many requests"));
    desk_in(&desk, "w", READY); /* a worker gets its name all the same */
    desk_in(&desk, "c2", ASK);
    desk_expect(&desk, "w", GOT_ASK);
    desk_pass(&desk, 10000);
    desk_in(&desk, "c3", "|MDPC01|new|hi");
    desk_expect(&desk, "c3", "");
}

#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(test_waits_for_a_worker),
        ON_DESK(test_expires),
        ON_DESK(test_expiry_is_configurable),
        ON_DESK(test_a_worker_stops_the_expiry),
        ON_DESK(test_limits),
        ON_DESK(test_clients_take_turns),
        ON_DESK(test_lost_twice),
        ON_DESK(test_lost_and_nobody_comes),
        ON_DESK(test_offer_to_the_gone),
        ON_DESK(test_service_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
