/* 8/MMI, and the broker's own service. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

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

static void assert_answer(const char *text, const char *want)
{
    desk_in(&desk, "c", text);
    desk_expect(&desk, "c", want);
}

/* MMI-02: 200 exactly while at least one worker is there, idle or busy. */
static void test_service(void **state)
{
    (void)state;
    assert_answer("|MDPC01|mmi.service|echo", "|MDPC01|mmi.service|404");
    desk_in(&desk, "w", "|MDPW01|\1|echo");
    assert_answer("|MDPC01|mmi.service|echo", "|MDPC01|mmi.service|200");
    assert_answer("|MDPC01|mmi.service|ech", "|MDPC01|mmi.service|404");
    assert_answer("|MDPC01|mmi.service|", "|MDPC01|mmi.service|404");
    assert_answer("MDPC02|\1|mmi.service|echo", "MDPC02|\\x03|mmi.service|200");
    desk_in(&desk, "c2", "|MDPC01|echo|hi");
    assert_answer("|MDPC01|mmi.service|echo", "|MDPC01|mmi.service|200");
    desk_in(&desk, "w", "|MDPW01|\5");
    assert_answer("|MDPC01|mmi.service|echo",
                  "|MDPC01|mmi.service|404"); /* a request waits, no worker */
}

static void test_service_after_expiry(void **state)
{
    (void)state;
    desk_in(&desk, "w", "|MDPW01|\1|echo");
    desk_pass(&desk, 3000);
    assert_answer("|MDPC01|mmi.service|echo", "|MDPC01|mmi.service|404");
}

/* MMI-03 */
static void test_others(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "mmi.", "mmi.services", "mmi.worker", "mmi.service.x" };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        char text[64];
        char want[64];
        snprintf(text, sizeof(text), "|MDPC01|%s|echo", NAMES[i]);
        snprintf(want, sizeof(want), "|MDPC01|%s|501", NAMES[i]);
        assert_answer(text, want);
    }
}

/* The prefix is looked for in the service name, not in who sends (a bug of the reference,
 * reliability.md 1.3). */
static void test_sender_with_the_prefix(void **state)
{
    (void)state;
    desk_in(&desk, "w", "|MDPW01|\1|echo");
    desk_in(&desk, "mmi.x", "|MDPC01|echo|hi");
    desk_expect(&desk, "w", "|MDPW01|\\x02|@||hi");
    desk_in(&desk, "mmi.w", "|MDPW01|\1|other");
    assert_answer("|MDPC01|mmi.service|other", "|MDPC01|mmi.service|200");
    assert_answer("|MDPC01|mm|hi", "");
}

static void test_stats(void **state)
{
    (void)state;
    static const char HEAD[] = "|MDPC01|mlps.broker|";
    desk_in(&desk, "w", "|MDPW01|\1|echo");
    desk_in(&desk, "c", "|MDPC01|mlps.broker|{\"op\":\"stats\"}");
    /* Longer than a desk message: what was kept must begin like a reply and count this very
     * request. */
    const char *got = desk_next(&desk, "c");
    assert_memory_equal(got, HEAD, sizeof(HEAD) - 1);
    assert_non_null(strstr(got, "{\"ok\":true,\"result\":{\"requests\":1,"));
    assert_non_null(strstr(got, "\"registered\":1,"));
    desk_in(&desk, "c", "|MDPC01|mlps.broker|{\"op\":\"stop\"}");
    assert_non_null(strstr(desk_next(&desk, "c"), "\"code\":\"not_found\""));
    desk_in(&desk, "c", "|MDPC01|mlps.broker|what");
    assert_non_null(strstr(desk_next(&desk, "c"), "\"code\":\"invalid\""));
}

#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(test_service), ON_DESK(test_service_after_expiry),
        ON_DESK(test_others),  ON_DESK(test_sender_with_the_prefix),
        ON_DESK(test_stats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
