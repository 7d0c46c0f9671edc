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

static json_t *subject_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:i}", "kind", "deadline", "id", 1);
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
    { "subject.contract", subject_args, NULL, 0 },
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

/* One row of each kind in contract "yifen-2026", as little as the tables take. */
static void arrange_subjects(const struct temp_db *tdb)
{
    const struct deadline_row_new deadline = {
        .code = "D", .kind = "term", .state = "open", .due = "2026-06-20"
    };
    const struct phase_row phase = { .number = 1,
                                     .round = 1,
                                     .state = "planned",
                                     .planned = "2026-06-01..2026-06-05",
                                     .forecast = "2026-06-01..2026-06-05" };
    row_phase(tdb, row_cycle(tdb, 1, "2026-06-01"), &phase);
    row_deadline(tdb, &deadline);
    row_deliverable(tdb, "doc", "required");
    notice_penalty(tdb, "X-1");
    notice_shown(tdb, notice_person(tdb, "wang", "manager"), "deadline/1", "warn_3",
                 "2026-06-10 09:00");
    db_exec(tdb,
            "insert into finding (cycle_id, round, code, title, control_point, risk, found_on) "
            "select id, 1, 'F001', 't', 'x', 'high', '2026-05-01' from cycle;"
            "insert into export (contract_id, kind) select id, 'progress' from contract;"
            "insert into calendar_feed (contract_id, token_hash) select id, "
            "encode(sha256('abc'), 'hex') from contract;"
            "insert into incident (contract_id, code, title, family, occurred_at) select id, 'I001', "
            "'t', 'consultation', now() from contract;"
            "insert into schedule (contract_id, calendar_id, clause, title, work, period, places, "
            "times, items, catch_up, window_days, next_from) select id, calendar_id, 'X-9', "
            "'t', 'checklist', 'weekly', '[]', 1, 0, 'skip', 0, '2026-06-01' from contract;"
            "insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to, due_on, "
            "items, state) select id, contract_id, 'U', 1, '2026-06-08', '2026-06-14', "
            "'2026-06-14', 0, 'planned' from schedule");
}

/* Every kind that a path of the gateway names, by the table that has its rows. */
static void test_whose_a_row_is(void **state)
{
    static const struct {
        const char *kind, *table;
    } KINDS[] = {
        { "cycle", "cycle" },
        { "deadline", "deadline" },
        { "deliverable", "deliverable" },
        { "export", "export" },
        { "feed", "calendar_feed" },
        { "finding", "finding" },
        { "incident", "incident" },
        { "notification", "notification" },
        { "penalty", "penalty" },
        { "phase", "phase" },
        { "system", "system" },
        { "task", "task" },
    };
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    arrange_subjects(tdb);
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *found = NULL;
        char sql[100];
        snprintf(sql, sizeof(sql), "select max(id) from %s", KINDS[i].table);
        json_int_t id = (json_int_t)db_number(tdb, sql);
        for (json_int_t beyond = 0; beyond <= 1; beyond++) {
            rc_t rc = bench_ask(&ground->report, "gateway", NULL, "subject.contract",
                                json_pack("{s:s, s:I}", "kind", KINDS[i].kind, "id", id + beyond),
                                &found, &problem);
            if (rc != (beyond ? RC_NOT_FOUND : RC_OK))
                fail_msg("%s %lld: %s", KINDS[i].kind, (long long)(id + beyond), problem.text);
            if (!beyond)
                assert_string_equal(text_at(found, "contract"), "yifen-2026");
            json_decref(found);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { ON_GROUND(test_every_call_fails_once),
                                        ON_GROUND(test_whose_a_row_is) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
