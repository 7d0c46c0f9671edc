/* Every statement of the report fails once, in every way: an export and its job come together or
 * not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "report_fixture.h"
#include "service_torture.h"

static json_t *no_args(int n)
{
    (void)n;
    return json_object();
}

static json_t *contract_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", "yifen-2026");
}

static json_t *deadline_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:s}", "contract", "yifen-2026", "code", "D");
}

static json_t *request_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:s}", "contract", "yifen-2026", "kind", "progress");
}

static json_t *export_args(int n)
{
    (void)n;
    return json_pack("{s:i}", "id", 1);
}

static const struct torture_row ROWS[] = {
    { "export.request", request_args,
      "select count(*) + (select count(*) from job) + (select count(*) from event) from export",
      3 },
    { "deadline.get", deadline_args, NULL, 0 },
    { "deadline.list", no_args, NULL, 0 },
    { "deadline.proof", deadline_args, NULL, 0 },
    { "event.list", no_args, NULL, 0 },
    { "export.get", export_args, NULL, 0 },
    { "export.list", contract_args, NULL, 0 },
    { "forecast.get", contract_args, NULL, 0 },
    { "progress.get", contract_args, NULL, 0 },
    { "summary.get", contract_args, NULL, 0 },
    { "work.pending", no_args, NULL, 0 },
};

static void test_every_call_fails_once(void **state)
{
    struct ground *ground = *state;
    const struct deadline_row_new row = {
        .code = "D", .kind = "term", .state = "open", .due = "2026-06-20"
    };
    int64_t id = row_deadline(&ground->registry.tdb, &row);
    row_ruling(&ground->registry.tdb, id, 1, "2026-06-20", 1);
    assert_int_equal(COUNT_OF(ROWS), REPORT.route_count);
    ground->report.tdb.raw = ground->registry.tdb.raw; /* to count by */
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        service_torture(&ground->report, &ROWS[i]);
    ground->report.tdb.raw = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = { ON_GROUND(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
