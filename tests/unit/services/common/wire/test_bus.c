#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "bus.h"

/* Endpoints of requests, and the events beside them; NULL where it is refused. */
static const struct {
    const char *requests, *in, *out;
} CASES[] = {
    { "tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556", "tcp://127.0.0.1:5557" },
    { "tcp://broker:1", "tcp://broker:2", "tcp://broker:3" },
    { "tcp://127.0.0.1:65533", "tcp://127.0.0.1:65534", "tcp://127.0.0.1:65535" },
    { "tcp://[::1]:5555", "tcp://[::1]:5556", "tcp://[::1]:5557" },
    { "ipc:///run/mlps/bus", "ipc:///run/mlps/bus-in", "ipc:///run/mlps/bus-out" },
    { "tcp://a:1,ipc:///b", "tcp://a:2,ipc:///b-in", "tcp://a:3,ipc:///b-out" },
    { "tcp://a:1,tcp://a:5,tcp://a:9,tcp://a:13", "tcp://a:2,tcp://a:6,tcp://a:10,tcp://a:14",
      "tcp://a:3,tcp://a:7,tcp://a:11,tcp://a:15" },
    { "tcp://127.0.0.1:65534", NULL, NULL },
    { "tcp://127.0.0.1:0", NULL, NULL },
    { "tcp://127.0.0.1:*", NULL, NULL },
    { "tcp://127.0.0.1:55x", NULL, NULL },
    { "tcp://127.0.0.1:4294967297", NULL, NULL },
    { "tcp://127.0.0.1", NULL, NULL },
    { "ipc://", NULL, NULL },
    { "inproc://x", NULL, NULL },
    { "", NULL, NULL },
    { "tcp://a:1,", NULL, NULL },
    { ",tcp://a:1", NULL, NULL },
    { "a:1,a:5,a:9,a:13,a:17", NULL, NULL },
    { "tcp://a:1,tcp://a:5,tcp://a:9,tcp://a:13,tcp://a:17", NULL, NULL },
};

static void test_derive(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct bus_conf bus = { .curve = false };
        struct problem problem = { 0 };
        snprintf(bus.requests, sizeof(bus.requests), "%s", CASES[i].requests);
        rc_t rc = bus_conf_derive(&bus, &problem);
        if (CASES[i].in == NULL) {
            if (rc != RC_INVALID || problem.text[0] == '\0' || bus.events_in[0] != '\0')
                fail_msg("\"%s\" is not refused", CASES[i].requests);
        } else if (rc != RC_OK || strcmp(bus.events_in, CASES[i].in) != 0 ||
                   strcmp(bus.events_out, CASES[i].out) != 0) {
            fail_msg("\"%s\": %s %s %s", CASES[i].requests, bus.events_in, bus.events_out,
                     problem.text);
        }
    }
}

/* What becomes longer must still fit. */
static void test_too_long(void **state)
{
    (void)state;
    struct bus_conf bus = { .curve = false };
    struct problem problem = { 0 };
    memset(bus.requests, 'x', sizeof(bus.requests) - 1);
    memcpy(bus.requests, "ipc://", 6);
    assert_int_equal(bus_conf_derive(&bus, &problem), RC_INVALID);
    assert_string_equal(bus.events_in, "");
    memset(&problem, 0, sizeof(problem));
    bus.requests[BUS_ENDPOINT_MAX - 5] = '\0';
    assert_int_equal(bus_conf_derive(&bus, &problem), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_derive),
        cmocka_unit_test(test_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
