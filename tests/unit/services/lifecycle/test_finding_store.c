/* Every statement behind findings fails once, in every way: nothing is half done, nothing done
 * twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "deciders.h"
#include "ground.h"

enum { OPENED = 1000, FIXED = 2000, VERIFIED = 3000, ACCEPTED = 4000, REOPENED = 5000 };

static struct ground ground;

static void start(struct course *course, int serial)
{
    json_decref(course_start(course, serial, "2026-03-17"));
}

static json_t *described(json_t *args)
{
    json_object_set_new(args, "title", json_string("t"));
    json_object_set_new(args, "control_point", json_string("p"));
    json_object_set_new(args, "risk", json_string("high"));
    return args;
}

static void report(struct course *course, int serial)
{
    start(course, serial);
    course_day(course, "2026-05-01");
    json_decref(bench_ok_json(&course->lifecycle, "finding.open",
                              described(finding_args(serial, "2026-05-01"))));
}

static void report_and_fix(struct course *course, int serial)
{
    report(course, serial);
    course_day(course, "2026-05-09");
    json_decref(
        bench_ok_json(&course->lifecycle, "finding.fix", finding_args(serial, "2026-05-09")));
}

static json_t *open_args(int n)
{
    ground_ready(&ground, OPENED + n, start);
    return described(finding_args(OPENED + n, "2026-05-01"));
}

static json_t *fix_args(int n)
{
    ground_ready(&ground, FIXED + n, report);
    return finding_args(FIXED + n, "2026-05-09");
}

static json_t *verify_args(int n)
{
    ground_ready(&ground, VERIFIED + n, report_and_fix);
    json_t *args = finding_args(VERIFIED + n, "2026-05-10");
    json_object_set_new(args, "ok", json_false());
    return args;
}

static void report_and_accept(struct course *course, int serial)
{
    report(course, serial);
    course_day(course, "2026-05-03");
    json_decref(bench_ok_json(&course->lifecycle, "finding.accept_risk",
                              decider_args(finding_args(serial, ""), "2026-05-03", "孙主任")));
}

static json_t *accept_args(int n)
{
    ground_ready(&ground, ACCEPTED + n, report);
    return decider_args(finding_args(ACCEPTED + n, ""), "2026-05-03", "孙主任");
}

static json_t *reopen_args(int n)
{
    ground_ready(&ground, REOPENED + n, report_and_accept);
    return decider_args(finding_args(REOPENED + n, ""), "2026-05-09", "孙主任");
}

static json_t *list_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", CONTRACT);
}

static const struct torture_row ROWS[] = {
    { "finding.open", open_args,
      "select (select count(*) from finding) + (select count(*) from deadline where kind = "
      "'finding') "
      "+ (select count(*) from event where kind = 'finding.opened')",
      3 },
    { "finding.fix", fix_args,
      "select (select count(*) from finding where state = 'fixed') + (select count(*) from event "
      "where "
      "kind = 'finding.fixed') + (select count(*) from clock_event where kind = 'stop')",
      3 },
    { "finding.verify", verify_args,
      "select (select count(*) from event where kind = 'finding.verified') + (select count(*) from "
      "clock_event where kind = 'void')",
      2 },
    { "finding.accept_risk", accept_args,
      "select (select count(*) from finding where state = 'accepted') + (select count(*) from "
      "decision) + (select count(*) from deadline where state = 'void') + (select count(*) from "
      "event where kind = 'finding.accepted')",
      4 },
    { "finding.reopen", reopen_args,
      "select (select count(*) from finding where reopened_on is not null) + (select count(*) from "
      "decision where move = 'reopen') + (select count(*) from deadline where kind = 'finding' and "
      "due_version = 2 and state = 'open') + (select count(*) from event where kind = "
      "'finding.reopened')",
      4 },
    { "finding.list", list_args, NULL, 0 },
};

static void test_every_call_fails_once(void **state)
{
    (void)state;
    ground_open(&ground);
    deciders_add(&ground.course);
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        service_torture(&ground.tortured, &ROWS[i]);
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
