#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "event_text.h"

static const struct {
    const char *json;
    const char *want;
} EVENTS[] = {
    { "{\"seq\":7,\"kind\":\"phase.submitted\"}",
      "id: 7\nevent: phase.submitted\ndata: {\"kind\":\"phase.submitted\",\"seq\":7}\n\n" },
    { "{\"seq\":1,\"kind\":\"a\\nid: 9\"}",
      "id: 1\nevent: message\ndata: {\"kind\":\"a\\nid: 9\",\"seq\":1}\n\n" },
    { "{\"kind\":\"\"}", "id: 0\nevent: message\ndata: {\"kind\":\"\"}\n\n" },
    { "{\"kind\":5}", "id: 0\nevent: message\ndata: {\"kind\":5}\n\n" },
    { "{\"note\":\"two\\r\\nlines\"}",
      "id: 0\nevent: message\ndata: {\"note\":\"two\\r\\nlines\"}\n\n" },
};

static void test_events(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(EVENTS); i++) {
        struct bytebuf out;
        json_t *event = json_loads(EVENTS[i].json, 0, NULL);
        bytebuf_init(&out, 1000);
        assert_int_equal(event_text(event, &out), RC_OK);
        assert_string_equal(bytebuf_str(&out), EVENTS[i].want);
        bytebuf_fini(&out);
        json_decref(event);
    }
}

/* What does not fit leaves nothing behind: half an event would swallow the next one. */
static void test_too_large(void **state)
{
    json_t *event = json_loads(EVENTS[0].json, 0, NULL);
    (void)state;
    for (size_t ceiling = 0; ceiling < strlen(EVENTS[0].want) + 5; ceiling++) {
        struct bytebuf out;
        bytebuf_init(&out, ceiling + 5);
        assert_int_equal(bytebuf_text(&out, "start"), RC_OK);
        if (event_text(event, &out) != RC_OK)
            assert_string_equal(bytebuf_str(&out), "start");
        else
            assert_int_equal(out.len, 5 + strlen(EVENTS[0].want));
        bytebuf_fini(&out);
    }
    json_decref(event);
}

static void test_contracts(void **state)
{
    json_t *event = json_pack("{s:s}", "contract", "c-1");
    json_t *none = json_pack("{s:n}", "contract");
    (void)state;
    assert_true(event_is_of(event, NULL));
    assert_true(event_is_of(event, "c-1"));
    assert_false(event_is_of(event, "c-2"));
    assert_true(event_is_of(none, NULL));
    assert_false(event_is_of(none, "c-1"));
    json_decref(event);
    json_decref(none);
}

static void test_hello(void **state)
{
    struct bytebuf out;
    (void)state;
    bytebuf_init(&out, 1000);
    assert_int_equal(event_hello(42, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), "retry: 2000\nid: 42\nevent: hello\ndata: {}\n\n");
    bytebuf_fini(&out);
}

static const struct {
    const char *text;
    int64_t want; /* -1: refused */
} IDS[] = {
    { "0", 0 },    { "7", 7 },   { "999999999999999999", 999999999999999999 },
    { "", -1 },    { "-1", -1 }, { "1000000000000000000", -1 },
    { "1.5", -1 }, { "+1", -1 }, { "1 ", -1 },
    { "abc", -1 },
};

static void test_ids(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(IDS); i++) {
        int64_t id = -1;
        if (event_id_read(IDS[i].text, &id) != (IDS[i].want >= 0) || id != IDS[i].want)
            fail_msg("\"%s\"", IDS[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events),    cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_contracts), cmocka_unit_test(test_hello),
        cmocka_unit_test(test_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
