/* Every statement behind phases fails once, in every way: nothing is half done, nothing done twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "deciders.h"
#include "ground.h"

enum {
    SUBMITTED = 1000,
    APPROVED = 2000,
    RETURNED = 3000,
    SUSPENDED = 4000,
    RESUMED = 5000,
    SKIPPED = 6000
};

static struct ground ground;

static void start(struct course *course, int serial)
{
    json_decref(course_start(course, serial, "2026-03-17"));
}

static void start_and_submit(struct course *course, int serial)
{
    start(course, serial);
    course_day(course, "2026-04-10");
    json_decref(bench_ok(&course->lifecycle, "phase.submit", "{s:s, s:i, s:i, s:s, s:o}",
                         "contract", CONTRACT, "serial", serial, "number", 1, "on", "2026-04-10",
                         "documents", json_loads(FILING, 0, NULL)));
}

static void start_and_suspend(struct course *course, int serial)
{
    start(course, serial);
    json_decref(course_move(course, "phase.suspend", serial, 1, "2026-04-01"));
}

static json_t *submit_args(int n)
{
    ground_ready(&ground, SUBMITTED + n, start);
    return phase_args(SUBMITTED + n, 1, "2026-04-10");
}

static json_t *approve_args(int n)
{
    ground_ready(&ground, APPROVED + n, start_and_submit);
    return phase_args(APPROVED + n, 1, "2026-04-12");
}

static json_t *return_args(int n)
{
    ground_ready(&ground, RETURNED + n, start_and_submit);
    json_t *args = phase_args(RETURNED + n, 1, "2026-04-12");
    json_object_set_new(args, "note", json_string("again"));
    return args;
}

static json_t *suspend_args(int n)
{
    ground_ready(&ground, SUSPENDED + n, start);
    return phase_args(SUSPENDED + n, 1, "2026-04-01");
}

static json_t *resume_args(int n)
{
    ground_ready(&ground, RESUMED + n, start_and_suspend);
    return phase_args(RESUMED + n, 1, "2026-04-05");
}

static json_t *get_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:i, s:i}", "contract", CONTRACT, "serial", SUBMITTED + 1, "number", 1);
}

static json_t *list_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:i}", "contract", CONTRACT, "limit", 5);
}

#define HAPPENED(event, clock)                                                                     \
    "select (select count(*) from event where kind = '" event                                      \
    "') + (select count(*) from clock_event where kind = '" clock "')"

static json_t *skip_args(int n)
{
    ground_ready(&ground, SKIPPED + n, start);
    return decider_args(phase_args(SKIPPED + n, 1, ""), "2026-04-01", "孙主任");
}

static const struct torture_row ROWS[] = {
    { "phase.submit", submit_args, HAPPENED("phase.submitted", "stop"), 2 },
    { "phase.approve", approve_args,
      "select (select count(*) from event where kind = 'phase.approved') + (select count(*) from "
      "phase where state = 'done') + (select count(*) from deadline d join phase f on f.id = "
      "d.subject_id where d.kind = 'phase' and f.number = 2 and f.state = 'active')",
      3 },
    { "phase.return", return_args, HAPPENED("phase.returned", "void"), 2 },
    { "phase.suspend", suspend_args, HAPPENED("phase.suspended", "pause"), 2 },
    { "phase.resume", resume_args, HAPPENED("phase.resumed", "resume"), 2 },
    { "phase.skip", skip_args,
      "select (select count(*) from event where kind = 'phase.skipped') + "
      "(select count(*) from decision) + (select count(*) from phase where state = 'skipped') + "
      "(select count(*) from deadline where state = 'void')",
      4 },
    { "phase.get", get_args, NULL, 0 },
    { "phase.list", list_args, NULL, 0 },
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
