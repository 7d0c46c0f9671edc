/* Section `clocks`, rules sla.clock and sla.rate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "reads", "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, from: occurred_at}}\n",
      NULL },
    { "limits nothing", "clocks:\n  - {clause: A, title: t}\n",
      "t.yaml:7:5: clock A limits nothing" },
    { "no start", "clocks:\n  - {clause: A, title: t, respond: {within: 1 h}}\n",
      "t.yaml:7:36: a limit needs \"from\"" },
    { "empty start", "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, from: []}}\n",
      "t.yaml:7:36: \"from\" names no instant" },
    { "unknown start", "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, from: dawn}}\n",
      "t.yaml:7:36: a limit cannot run from \"dawn\"" },
    { "unknown need",
      "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, from: occurred_at, needs: "
      "dawn}}\n",
      "t.yaml:7:36: a limit cannot need \"dawn\"" },
    { "days", "clocks:\n  - {clause: A, title: t, respond: {within: 1 day, from: occurred_at}}\n",
      "t.yaml:7:36: a limit needs \"within\" or \"under\" in min or h" },
    { "no limit", "clocks:\n  - {clause: A, title: t, respond: {from: occurred_at}}\n",
      "t.yaml:7:36: a limit needs \"within\" or \"under\" in min or h" },
    { "both limits",
      "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, under: 2 h, from: occurred_at}}\n",
      "t.yaml:7:50: a limit is stated twice" },
    { "unknown exception",
      "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, from: occurred_at, unless: "
      "raining}}\n",
      "t.yaml:7:77: \"unless\" must be one of remote_resolved_in_time" },
    { "remote and onsite are checked too",
      "clocks:\n  - {clause: A, title: t, remote: {within: 1 h, from: x}}\n",
      "t.yaml:7:35: a limit cannot run from \"x\"" },
    { "onsite is checked too",
      "clocks:\n  - {clause: A, title: t, onsite: [{within: 1 h, from: x}]}\n",
      "t.yaml:7:36: a limit cannot run from \"x\"" },
    { "the first of two limits is wrong",
      "clocks:\n  - {clause: A, title: t, onsite: [{within: 1 h, from: x}, {within: 1 h, from: "
      "occurred_at}]}\n",
      "t.yaml:7:36: a limit cannot run from \"x\"" },
    { "no such window",
      "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, from: occurred_at, in: night}}\n",
      "t.yaml:7:36: there is no window \"night\"" },
    { "clause twice",
      "clocks:\n  - {clause: A, title: t, respond: {within: 1 h, from: occurred_at}}\n  - {clause: "
      "A, title: t, respond: {within: 1 h, from: occurred_at}}\n",
      "t.yaml:8:5: there is another clock \"A\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

/* A deadline's title is the clock's and four characters more. */
static void test_longest_title(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        char text[2000];
        int at = snprintf(text, sizeof(text), "clocks:\n  - {clause: A, title: ");
        for (int n = 0; n < 296 + more; n++)
            at += snprintf(text + at, sizeof(text) - (size_t)at, "钟");
        snprintf(text + at, sizeof(text) - (size_t)at,
                 ", respond: {within: 1 h, from: occurred_at}}\n");
        const struct mistake title = { "title", text,
                                       more ? "t.yaml:7:5: the title of clock A is longer than 296 "
                                              "characters"
                                            : NULL };
        check_mistakes(&title, 1);
    }
}

static const struct question ANSWERS[] = {
    { "met", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-081\",\"facts\":{\"occurred_at\":\"2026-05-20T02:"
      "00:00Z\",\"responded_at\":\"2026-05-20T10:04:59+08:00\"}}",
      "{\"respond_by\":\"2026-05-20T10:05:00+08:00\",\"remote_by\":null,\"onsite_by\":null,"
      "\"verdicts\":{\"respond\":\"met\",\"onsite\":\"not_applicable\"},\"margin_s\":{\"respond\":"
      "1,\"onsite\":null}}" },
    { "grade is the clause's", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00+08:00\",\"onsite_requested_at\":\"2026-05-20T10:40:00+08:00\"}}",
      "{\"onsite_by\":\"2026-05-20T12:40:00+08:00\"}" },
    { "another grade", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00+08:00\",\"grade\":\"II\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.grade\"}}" },
    { "no grade at all", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00+08:00\",\"grade\":\"V\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.grade\"}}" },
    { "no start", "sla.clock", "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.occurred_at\"}}" },
    { "instant without offset", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.occurred_at\"}}" },
    { "unknown fact", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\",\"as_of\":\"2026-05-20T10:00:00Z\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.as_of\"}}" },
    { "text for a flag", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\",\"major\":\"yes\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.major\"}}" },
    { "text for another flag", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\",\"suburb\":\"yes\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.suburb\"}}" },
    { "unknown clause", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-001\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "rate", "sla.rate",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-081\",\"events\":[{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\",\"responded_at\":\"2026-05-20T10:01:00Z\"},{\"occurred_at\":\"2026-05-20T10:00:"
      "00Z\",\"responded_at\":\"2026-05-20T10:05:00Z\"},{\"occurred_at\":\"2026-05-20T10:00:00Z\","
      "\"responded_at\":\"2026-05-20T10:02:00Z\"}]}",
      "{\"applicable\":3,\"met\":2,\"breached\":1,\"percent\":\"66.67\"}" },
    { "rate of other grades", "sla.rate",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-107\",\"events\":[{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\",\"grade\":\"II\"},{\"occurred_at\":\"2026-05-20T10:00:00Z\",\"grade\":\"I\"}]}",
      "{\"applicable\":0,\"met\":0,\"breached\":0,\"percent\":null}" },
    { "event that is no object", "sla.rate",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-081\",\"events\":[7]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"events[0]\"}}" },
    { "event without a start", "sla.rate",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-081\",\"events\":[{}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"events[0].occurred_at\"}}" },
    { "second event answered before it happened", "sla.rate",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-081\",\"events\":[{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\"},{\"occurred_at\":\"2026-05-20T10:00:00Z\",\"responded_at\":\"2026-05-20T09:59:"
      "59Z\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"events[1].responded_at\"}}" },
    { "arrived before it happened", "sla.clock",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-082\",\"facts\":{\"occurred_at\":\"2026-05-20T10:"
      "00:00Z\",\"arrived_at\":\"2026-05-20T09:00:00Z\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.arrived_at\"}}" },
    { "beyond all years", "sla.rate",
      "{\"pack\":\"t\",\"clause\":\"A\",\"events\":[{\"occurred_at\":\"2170-01-01T20:00:00+08:00\"}"
      "]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"events[0].occurred_at\"}}" },
    { "in office hours", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"A\",\"facts\":{\"occurred_at\":\"2026-06-18T17:00:00+08:00\","
      "\"responded_at\":\"2026-06-22T12:00:00+08:00\"}}",
      "{\"respond_by\":\"2026-06-22T12:00:00+08:00\",\"verdicts\":{\"respond\":\"met\"},\"margin_"
      "s\":{"
      "\"respond\":0},\"provisional\":false}" },
    { "in office hours of a year to come", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"A\",\"facts\":{\"occurred_at\":\"2027-06-18T17:00:00+08:00\"}}",
      "{\"respond_by\":\"2027-06-21T12:00:00+08:00\",\"provisional\":true}" },
    { "wrong event", "sla.rate",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-081\",\"events\":[{\"x\":1}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"events[0].x\"}}" },
};

static void test_answers(void **state)
{
    fixture_extra(*state,
                  "hours:\n  - {name: office, days: working, from: \"09:00\", to: \"18:00\"}\n"
                  "clocks:\n  - {clause: A, title: t, respond: {within: 4 h, from: occurred_at, "
                  "in: office}}\n");
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* A clause without a grade is asked about without one. */
static const struct question OTHERS[] = {
    { "not major", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"occurred_at\":\"2026-05-20T10:00:00Z\"}}",
      "{\"onsite_by\":null,\"verdicts\":{\"onsite\":\"not_applicable\"}}" },
    { "major", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"occurred_at\":\"2026-05-20T10:00:00Z\","
      "\"major\":true}}",
      "{\"onsite_by\":\"2026-05-20T20:00:00+08:00\"}" },
    { "a grade where the clause asks for something else", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"occurred_at\":\"2026-05-20T10:00:00Z\","
      "\"grade\":\"I\"}}",
      "{\"onsite_by\":null,\"verdicts\":{\"onsite\":\"not_applicable\"}}" },
    { "no grade of any pack", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"occurred_at\":\"2026-05-20T10:00:00Z\","
      "\"grade\":\"V\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.grade\"}}" },
    { "another word than a grade", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"W\",\"facts\":{\"occurred_at\":\"2026-05-20T10:00:00Z\"}}",
      "{\"respond_by\":null}" },
    { "nobody asked for attendance", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"R\",\"facts\":{\"occurred_at\":\"2026-05-20T10:00:00Z\"}}",
      "{\"onsite_by\":null,\"respond_by\":null}" },
    { "two windows of a year to come", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"occurred_at\":\"2027-05-20T10:00:00+08:00\"}}",
      "{\"respond_by\":\"2027-05-20T11:00:00+08:00\",\"onsite_by\":\"2027-05-20T12:00:00+08:00\","
      "\"provisional\":true}" },
    { "a grade that the clause does not ask", "sla.clock",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"occurred_at\":\"2026-05-20T10:00:00Z\","
      "\"major\":true,\"grade\":\"I\"}}",
      "{\"onsite_by\":\"2026-05-20T20:00:00+08:00\"}" },
};

static void test_clause_without_grade(void **state)
{
    fixture_extra(*state,
                  "hours:\n  - {name: w, days: working, from: \"09:00\", to: \"18:00\"}\n"
                  "clocks:\n  - {clause: M, title: t, when: {major: true}, onsite: "
                  "{within: 2 h, from: occurred_at}}\n"
                  "  - {clause: W, title: t, when: {kind: x}, respond: {within: 1 h, from: "
                  "occurred_at}}\n"
                  "  - {clause: R, title: t, onsite: {within: 1 h, from: onsite_requested_at}, "
                  "respond: {within: 1 h, from: [remote_by, onsite_requested_at]}}\n"
                  "  - {clause: P, title: t, respond: {within: 1 h, from: occurred_at, in: w}, "
                  "onsite: {within: 2 h, from: occurred_at, in: w}}\n");
    check_answers(*state, OTHERS, COUNT_OF(OTHERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_longest_title),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_clause_without_grade),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
