#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <zmq.h>

#include "attr.h"
#include "call_table.h"

static struct call_table table;

static int start(void **state)
{
    (void)state;
    call_table_init(&table);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    call_table_fini(&table);
    return 0;
}

static int new_call(uint64_t tag)
{
    return call_start(&table, "svc", "body", 4, tag, 1000);
}

static void end_with(int slot, const char *reply)
{
    zmq_msg_t frame;
    zmq_msg_init_size(&frame, strlen(reply));
    memcpy(zmq_msg_data(&frame), reply, strlen(reply));
    call_end(&table, slot, RC_OK, &frame);
    zmq_msg_close(&frame);
}

static void test_life_of_a_call(void **state)
{
    (void)state;
    int slot = new_call(7);
    assert_int_equal(call_next_unsent(&table), slot);
    assert_int_equal(table.slots[slot].tag, 7);
    assert_string_equal(table.slots[slot].service, "svc");
    call_sent(&table, slot, 500);
    assert_int_equal(call_next_unsent(&table), CALL_NONE);
    assert_int_equal(table.slots[slot].sends, 1);
    assert_false(call_take(&table, slot));
    end_with(slot, "reply");
    assert_int_equal(call_take_done(&table), slot);
    assert_int_equal(call_take_done(&table), CALL_NONE);
    assert_int_equal(zmq_msg_size(&table.slots[slot].body), 5);
    call_free(&table, slot);
    assert_int_equal(table.in_flight, 0);
}

/* The ticket of an answered call is nobody's, also when its slot is used again (MDP-19). */
static void test_tickets(void **state)
{
    (void)state;
    unsigned char first[8];
    unsigned char second[8];
    int slot = new_call(1);
    call_ticket(&table, slot, first);
    assert_int_equal(call_of_ticket(&table, first, 8), slot);
    assert_int_equal(call_of_ticket(&table, first, 7), CALL_NONE);
    call_sent(&table, slot, 500);
    assert_int_equal(call_of_ticket(&table, first, 8), slot);
    end_with(slot, "x");
    assert_int_equal(call_of_ticket(&table, first, 8), CALL_NONE);
    call_take_done(&table);
    call_free(&table, slot);
    assert_int_equal(new_call(2), slot);
    assert_int_equal(call_of_ticket(&table, first, 8), CALL_NONE);
    call_ticket(&table, slot, second);
    assert_int_equal(call_of_ticket(&table, second, 8), slot);
    memset(second, 0xFF, sizeof(second));
    assert_int_equal(call_of_ticket(&table, second, 8), CALL_NONE);
}

static void test_limit(void **state)
{
    (void)state;
    for (int i = 0; i < MDP_CLIENT_IN_FLIGHT; i++)
        assert_int_not_equal(new_call((uint64_t)i), CALL_NONE);
    assert_int_equal(new_call(9999), CALL_NONE);
    call_end(&table, 5, RC_TIMEOUT, NULL); /* one that was never sent */
    call_take(&table, 5);
    call_free(&table, 5);
    assert_int_equal(new_call(1), 5);
}

/* Calls leave and end in any order; both lists keep theirs. */
static void test_orders(void **state)
{
    (void)state;
    int slots[6];
    for (size_t i = 0; i < COUNT_OF(slots); i++)
        slots[i] = new_call(i);
    call_sent(&table, slots[0], 1);
    call_sent(&table, slots[3], 1); /* out of the middle */
    call_sent(&table, slots[5], 1); /* the last one */
    assert_int_equal(call_next_unsent(&table), slots[1]);
    call_again(&table, slots[3]);
    call_sent(&table, slots[1], 1);
    call_sent(&table, slots[2], 1);
    call_sent(&table, slots[4], 1);
    assert_int_equal(call_next_unsent(&table), slots[3]);
    call_sent(&table, slots[3], 1);
    assert_int_equal(table.slots[slots[3]].sends, 2);
    static const size_t ENDS[] = { 4, 0, 5, 2 };
    for (size_t i = 0; i < COUNT_OF(ENDS); i++)
        end_with(slots[ENDS[i]], "x");
    assert_true(call_take(&table, slots[5]));
    assert_false(call_take(&table, slots[5]));
    assert_int_equal(call_take_done(&table), slots[4]);
    assert_int_equal(call_take_done(&table), slots[0]);
    assert_int_equal(call_take_done(&table), slots[2]);
    assert_int_equal(call_take_done(&table), CALL_NONE);
}

#define ON_TABLE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_TABLE(test_life_of_a_call),
        ON_TABLE(test_tickets),
        ON_TABLE(test_limit),
        ON_TABLE(test_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
