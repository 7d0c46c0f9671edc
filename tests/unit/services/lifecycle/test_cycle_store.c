/* Every statement behind cycles and assessments fails once, in every way: nothing is half done,
 * nothing done twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "ground.h"

enum { OPENED = 1000, ASSESSED = 2000, FAILED = 3000 };

static struct ground ground;

static json_t *open_args(int n)
{
    ground_ready(&ground, OPENED + n, NULL);
    return json_pack("{s:s, s:i, s:s}", "contract", CONTRACT, "serial", OPENED + n, "start",
                     "2026-06-01");
}

static json_t *system_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:i}", "contract", CONTRACT, "serial", OPENED + 1);
}

static json_t *contract_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", CONTRACT);
}

static json_t *initial_args(int n)
{
    ground_ready(&ground, ASSESSED + n, course_to_assessment);
    json_t *args = phase_args(ASSESSED + n, 4, "2026-05-14");
    json_object_set_new(args, "score", json_string("66.00"));
    json_object_set_new(args, "findings",
                        json_pack("[{s:s, s:s, s:s, s:s}]", "code", "T001", "title", "t",
                                  "control_point", "p", "risk", "high"));
    return args;
}

static json_t *failed_args(int n)
{
    ground_ready(&ground, FAILED + n, course_to_recheck);
    json_t *args = phase_args(FAILED + n, 6, "2026-06-05");
    json_object_set_new(args, "score", json_string("66.00"));
    return args;
}

static const struct torture_row ROWS[] = {
    { "cycle.open", open_args,
      "select (select count(*) from cycle) + (select count(*) from phase) + (select count(*) from "
      "deadline) + (select count(*) from event where subject_kind in ('cycle', 'phase'))",
      1 + 7 + 1 + 2 },
    { "cycle.get", system_args, NULL, 0 },
    { "cycle.list", contract_args, NULL, 0 },
    { "assessment.record", initial_args,
      "select (select count(*) from assessment) + (select count(*) from finding) + (select "
      "count(*) "
      "from deadline where kind = 'finding') + (select count(*) from event where kind in "
      "('assessment.recorded', 'finding.opened'))",
      1 + 1 + 1 + 2 },
    { "assessment.record", failed_args,
      "select (select count(*) from assessment where kind = 'recheck') + (select count(*) from "
      "phase "
      "where round = 2) + (select count(*) from deadline where code like '%/r2')",
      1 + 2 + 1 },
};

static void test_every_call_fails_once(void **state)
{
    (void)state;
    ground_open(&ground);
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        service_torture(&ground.tortured, &ROWS[i]);
        db_exec(&ground.course.registry.tdb, "delete from idempotency"); /* an op may come twice */
    }
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
