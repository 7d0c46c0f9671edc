/* What goes out: tickets, replies that nobody takes. The dialects are in test_workers.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "desk.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_open(&desk);
    desk_in(&desk, "w", "|MDPW01|\1|echo");
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* What a client sends before the empty frame comes back there: on replies, on errors and on
 * management answers. */
static void test_tickets(void **state)
{
    (void)state;
    desk_in(&desk, "c", "tick-1||MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
    desk_in(&desk, "w", "|MDPW01|\3|@||yo");
    desk_expect(&desk, "c", "tick-1||MDPC01|echo|yo");
    desk_in(&desk, "c", "tick-2||MDPC01|mmi.nothing|hi");
    desk_expect(&desk, "c", "tick-2||MDPC01|mmi.nothing|501");
    desk_in(&desk, "c", "tick-3||MDPC01|other|hi");
    desk_pass(&desk, 10000);
    desk_expect(
        &desk, "c",
        "tick-3||MDPC01|other|{\"ok\":false,\"error\":{\"code\":\"unavailable\",\"message\":"
        "\"no worker took the request in time\"}}");
}

/* A client that is gone or does not read loses its reply; the worker and the others go on. */
static void test_nobody_takes_the_reply(void **state)
{
    (void)state;
    desk_in(&desk, "gone", "|MDPC01|echo|hi");
    desk_lose(&desk, "gone");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
    desk_in(&desk, "w", "|MDPW01|\3|@||yo");
    desk_in(&desk, "slow", "|MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
    desk.full = "slow";
    desk_in(&desk, "w", "|MDPW01|\3|@||yo");
    desk_in(&desk, "c", "|MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
    desk_in(&desk, "w", "|MDPW01|\3|@||yo");
    desk_expect(&desk, "c", "|MDPC01|echo|yo");
    assert_int_equal(broker_counters(desk.broker)->reply_dropped, 2);
    assert_int_equal(broker_counters(desk.broker)->replies, 1);
}

/* A worker whose queue is full is not dead: heartbeats to it are skipped. */
static void test_full_worker_is_not_dead(void **state)
{
    (void)state;
    desk.full = "w";
    desk_pass(&desk, 1000);
    desk_in(&desk, "w", "|MDPW01|\4");
    desk.full = NULL;
    desk_in(&desk, "c", "|MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
}

/* The address a worker sees: the caller's name, NUL, then bytes that differ from request to
 * request. */
static void test_client_address(void **state)
{
    (void)state;
    unsigned char first[64];
    desk_in_as(&desk, "c", "gateway", "|MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
    assert_string_equal((const char *)desk.client, "gateway");
    size_t len = desk.client_len;
    memcpy(first, desk.client, len);
    desk_in(&desk, "w", "|MDPW01|\3|@||yo");
    desk_in_as(&desk, "c", "gateway", "|MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
    assert_int_equal(desk.client_len, len);
    assert_memory_not_equal(desk.client, first, len);
}

#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(test_tickets),
        ON_DESK(test_nobody_takes_the_reply),
        ON_DESK(test_full_worker_is_not_dead),
        ON_DESK(test_client_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
