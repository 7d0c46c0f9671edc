/* Every statement of the report fails once, in every way: an export and its job come together or
 * not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "notice_rows.h"
#include "report_fixture.h"
#include "service_torture.h"

enum { NOTIFICATIONS = 200 }; /* more than there are calls to fail */

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

static json_t *token_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "token", "abc");
}

static json_t *feed_args(int n)
{
    (void)n;
    return json_pack("{s:i}", "feed", 1);
}

/* A notification of its own for each try: what was read before adds nothing. */
static json_t *read_args(int n)
{
    return json_pack("{s:i, s:s}", "notification", n, "person", "wang");
}

static const struct torture_row ROWS[] = {
    { "export.request", request_args,
      "select count(*) + (select count(*) from job) + (select count(*) from event) from export",
      3 },
    { "deadline.get", deadline_args, NULL, 0 },
    { "deadline.list", no_args, NULL, 0 },
    { "deadline.moved", no_args, NULL, 0 },
    { "deadline.proof", deadline_args, NULL, 0 },
    { "event.list", no_args, NULL, 0 },
    { "export.get", export_args, NULL, 0 },
    { "export.list", contract_args, NULL, 0 },
    { "feed.get", token_args, NULL, 0 },
    { "feed.issue", contract_args,
      "select count(*) + (select count(*) from event) from calendar_feed", 2 },
    { "feed.list", contract_args, NULL, 0 },
    { "feed.revoke", feed_args, "select count(*) from idempotency", 1 },
    { "forecast.get", contract_args, NULL, 0 },
    { "notification.list", no_args, NULL, 0 },
    { "notification.read", read_args,
      "select count(read_at) + (select count(*) from event where kind = 'notification.read') from "
      "notification",
      2 },
    { "progress.get", contract_args, NULL, 0 },
    { "reminder.list", no_args, NULL, 0 },
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
    db_exec(&ground->registry.tdb, "insert into calendar_feed (contract_id, token_hash) "
                                   "select id, encode(sha256('abc'), 'hex') from contract");
    int64_t wang = notice_person(&ground->registry.tdb, "wang", "manager");
    for (int i = 1; i <= NOTIFICATIONS; i++) {
        char object[32];
        snprintf(object, sizeof(object), "deadline/%d", i);
        notice_shown(&ground->registry.tdb, wang, object, "warn_3", "2026-06-10 09:00");
    }
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
