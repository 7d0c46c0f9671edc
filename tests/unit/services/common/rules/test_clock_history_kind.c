/* Rule clock.history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "clock_history.h"
#include "rules_fixture.h"

#define EVENT(id, type, occurred, recorded, rest)                                                  \
    "{\"id\":" id ",\"type\":\"" type "\",\"occurred_at\":\"2026-" occurred                        \
    "T09:00:00+08:00\",\"recorded_at\":\"2026-" recorded "T09:00:00+08:00\"" rest "}"
#define ASK(events, rest)                                                                          \
    "{\"pack\":\"yifen-2026\",\"clause\":\"YF-088\",\"facts\":{\"notice_received\":\"2026-03-09\"" \
    "},\"events\":[" events "]" rest "}"
#define START          EVENT("1", "start", "03-09", "03-09", "")
#define PAUSE          EVENT("2", "pause", "03-12", "03-16", "")
#define RESUME         EVENT("3", "resume", "03-16", "03-16", "")
#define AGREED         EVENT("4", "retarget", "03-17", "03-18", ",\"target\":\"2026-04-10\"")
#define DROPPED        EVENT("5", "void", "03-19", "03-19", ",\"voids\":4")
#define INVALID(field) "{\"error\":{\"field\":\"" field "\"}}"

static const struct question ANSWERS[] = {
    { "every version", "clock.history", ASK(DROPPED "," RESUME "," AGREED "," START "," PAUSE, ""),
      "{\"status\":\"running\",\"due\":\"2026-03-25\",\"versions\":["
      "{\"known_from\":\"2026-03-09T09:00:00+08:00\",\"superseded_at\":\"2026-03-16T09:00:00+08:"
      "00\",\"status\":\"running\",\"due\":\"2026-03-23\",\"provisional\":false},"
      "{\"due\":\"2026-03-25\",\"superseded_at\":\"2026-03-18T09:00:00+08:00\"},"
      "{\"due\":\"2026-04-10\",\"superseded_at\":\"2026-03-19T09:00:00+08:00\"},"
      "{\"due\":\"2026-03-25\",\"superseded_at\":null}]}" },
    { "as known before the pause was entered", "clock.history",
      ASK(START "," PAUSE "," RESUME, ",\"known_at\":\"2026-03-15T00:00:00+08:00\""),
      "{\"status\":\"running\",\"due\":\"2026-03-23\",\"versions\":[{\"superseded_at\":null}]}" },
    { "as known before anything was", "clock.history",
      ASK(START, ",\"known_at\":\"2026-03-01T00:00:00+08:00\""),
      "{\"status\":\"idle\",\"due\":null,\"versions\":[]}" },
    { "still paused on a day", "clock.history", ASK(START "," PAUSE, ",\"as_of\":\"2026-03-20\""),
      "{\"status\":\"paused\",\"due\":\"2026-03-31\"}" },
    { "calendar days that roll", "clock.history",
      "{\"pack\":\"rsj-2022\",\"clause\":\"RSJ-021\",\"facts\":{\"replacement_demanded\":\"2026-03-"
      "09\"},\"events\":[" START "," PAUSE "," RESUME "]}",
      "{\"due\":\"2026-03-20\"}" },
    { "a record that contradicts itself", "clock.history", ASK(START "," RESUME, ""),
      INVALID("events") },
    { "no events", "clock.history", ASK("", ""), INVALID("events") },
    { "an event that is none", "clock.history", ASK("7", ""), INVALID("events[0]") },
    { "an unknown field", "clock.history",
      ASK(EVENT("1", "start", "03-09", "03-09", ",\"x\":1"), ""), INVALID("events[0].x") },
    { "an unknown type", "clock.history", ASK(EVENT("1", "begin", "03-09", "03-09", ""), ""),
      INVALID("events[0].type") },
    { "no id", "clock.history", ASK(EVENT("0", "start", "03-09", "03-09", ""), ""),
      INVALID("events[0].id") },
    { "one id twice", "clock.history", ASK(START "," EVENT("1", "pause", "03-10", "03-10", ""), ""),
      INVALID("events[1].id") },
    { "an impossible instant", "clock.history", ASK(EVENT("1", "start", "02-29", "03-09", ""), ""),
      INVALID("events[0].occurred_at") },
    { "an impossible record", "clock.history", ASK(EVENT("1", "start", "03-09", "02-29", ""), ""),
      INVALID("events[0].recorded_at") },
    { "no type", "clock.history", ASK("{\"id\":1}", ""), INVALID("events[0].type") },
    { "a target of no agreement", "clock.history",
      ASK(EVENT("1", "start", "03-09", "03-09", ",\"target\":\"2026-04-10\""), ""),
      INVALID("events[0].target") },
    { "an agreement of no day", "clock.history",
      ASK(START "," EVENT("2", "retarget", "03-09", "03-09", ""), ""),
      INVALID("events[1].target") },
    { "an impossible target", "clock.history",
      ASK(START "," EVENT("2", "retarget", "03-09", "03-09", ",\"target\":\"x\""), ""),
      INVALID("events[1].target") },
    { "a stop that withdraws", "clock.history",
      ASK(START "," EVENT("2", "stop", "03-10", "03-10", ",\"voids\":1"), ""),
      INVALID("events[1].voids") },
    { "a withdrawal of nothing", "clock.history",
      ASK(START "," EVENT("2", "void", "03-10", "03-10", ",\"voids\":0"), ""),
      INVALID("events[1].voids") },
    { "a right that is never due", "clock.history",
      "{\"pack\":\"rsj-2022\",\"clause\":\"RSJ-047\",\"facts\":{\"payment_due\":\"2022-12-31\"},"
      "\"events\":[" START "]}",
      INVALID("clause") },
    { "a term in hours", "clock.history",
      "{\"pack\":\"t\",\"clause\":\"H\",\"facts\":{\"a\":\"2026-03-09T09:00:00+08:00\"},"
      "\"events\":[" START "]}",
      INVALID("clause") },
    { "a missing fact", "clock.history",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-088\",\"events\":[" START "]}",
      INVALID("facts.notice_received") },
    { "no such pack", "clock.history",
      "{\"pack\":\"x\",\"clause\":\"YF-088\",\"events\":[" START "]}", INVALID("pack") },
};

static void test_answers(void **state)
{
    fixture_extra(*state, "terms:\n  - {clause: H, title: t, after: a, within: 5 h}\n");
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* A history is bounded before it is read. */
static void test_too_many(void **state)
{
    json_t *input = json_pack("{s:s, s:s, s:{s:s}, s:[]}", "pack", "yifen-2026", "clause", "YF-088",
                              "facts", "notice_received", "2026-03-09", "events");
    for (size_t i = 0; i <= CLOCK_EVENTS_MAX; i++)
        json_array_append_new(json_object_get(input, "events"), json_object());
    json_t *got = fixture_answer(*state, "clock.history", input);
    assert_string_equal(json_string_value(json_object_get(json_object_get(got, "error"), "field")),
                        "events");
    json_decref(got);
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_answers),
                                        cmocka_unit_test(test_too_many) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
