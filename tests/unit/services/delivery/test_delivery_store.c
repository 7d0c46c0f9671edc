/* Every statement behind deliverables fails once, in every way: nothing is half done, nothing done
 * twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "delivery_routes.h"
#include "portfolio.h"
#include "registry_handlers.h"
#include "required.h"
#include "service_torture.h"

#define CONTRACT "yifen-2026"

static struct bench registry, delivery;

/* Document n of a clause, brought to a state by SQL. */
static json_t *move_args(const char *clause, int n, const char *state)
{
    char title[40], sql[300];
    snprintf(title, sizeof(title), "document %d", n);
    snprintf(sql, sizeof(sql),
             "select count(*) from deliverable where clause = '%s' and title = '%s'", clause,
             title);
    if (db_number(&registry.tdb, sql) == 0) {
        require_document(&registry, clause, title, 1, "2026-06-01");
        snprintf(
            sql, sizeof(sql),
            "update deliverable set state = '%s', submitted_on = case when '%s' <> 'required' then "
            "date '2026-05-01' end where clause = '%s' and title = '%s'",
            state, state, clause, title);
        db_exec(&registry.tdb, sql);
    }
    return json_pack("{s:s, s:s, s:i, s:s, s:s}", "contract", CONTRACT, "clause", clause, "serial",
                     1, "title", title, "on", "2026-06-02");
}

static json_t *submit_args(int n)
{
    return move_args("A-1", n, "required");
}

static json_t *accept_args(int n)
{
    return move_args("A-2", n, "submitted");
}

static json_t *object_args(int n)
{
    return move_args("A-3", n, "submitted");
}

static json_t *sign_args(int n)
{
    return move_args("A-4", n, "accepted");
}

static json_t *list_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", CONTRACT);
}

/* The n-th task of the only schedule, planned. */
static int64_t planned_task(int n)
{
    char sql[512];
    db_exec(&registry.tdb,
            "insert into schedule (contract_id, calendar_id, clause, title, work, period, places,"
            " times, items, catch_up, window_days, next_from) select id, calendar_id, 'R-1', 't',"
            " 'service', 'daily', '[]', 1, 0, 'skip', 0, '2026-07-01' from contract"
            " on conflict do nothing");
    snprintf(sql, sizeof(sql),
             "insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to, due_on,"
             " items, state) select id, contract_id, '', %d, '2026-06-01', '2026-06-01',"
             " '2026-06-01', 0, 'planned' from schedule on conflict do nothing",
             n);
    db_exec(&registry.tdb, sql);
    snprintf(sql, sizeof(sql), "select id from task where turn = %d", n);
    return db_number(&registry.tdb, sql);
}

static json_t *complete_args(int n)
{
    return json_pack("{s:I, s:s}", "task", (json_int_t)planned_task(1000 + n), "on", "2026-06-01");
}

/* Two at once. */
static json_t *many_args(int n)
{
    return json_pack("{s:[I, I], s:s}", "tasks", (json_int_t)planned_task(3000 + 2 * n),
                     (json_int_t)planned_task(3001 + 2 * n), "on", "2026-06-01");
}

/* For somebody, so that the person is looked up too. */
static json_t *reassign_args(int n)
{
    db_exec(&registry.tdb, "insert into person (contract_id, name, role) select id, '张工',"
                           " 'engineer' from contract on conflict do nothing");
    return json_pack("{s:I, s:s}", "task", (json_int_t)planned_task(2000 + n), "person", "张工");
}

/* A schedule that asks for the filing of system 1, once. */
static json_t *review_args(int n)
{
    char on[16];
    db_exec(&registry.tdb,
            "insert into schedule (contract_id, calendar_id, clause, title, work, period, places,"
            " times, items, catch_up, window_days, next_from) select id, calendar_id, 'R-2', 'f',"
            " 'filing', 'expiry', '[]', 1, 0, 'window', 0, '2026-07-01' from contract"
            " on conflict do nothing");
    snprintf(on, sizeof(on), "20%02d-03-02", 10 + n % 15);
    return json_pack("{s:s, s:s, s:s, s:i}", "contract", CONTRACT, "what", "filed", "on", on,
                     "serial", n % 39 + 1);
}

static json_t *policy_args(int n)
{
    planned_task(1);
    return json_pack("{s:I, s:s, s:i}", "schedule",
                     (json_int_t)db_number(&registry.tdb, "select id from schedule where clause ="
                                                          " 'R-1'"),
                     "catch_up", "window", "window_days", n % 1000);
}

static json_t *add_args(int n)
{
    (void)n;
    db_exec(&registry.tdb, "insert into deliverable (contract_id, clause, title) select id, 'A-9',"
                           " 't' from contract on conflict do nothing");
    return json_pack("{s:s, s:s, s:s, s:i}", "contract", CONTRACT, "clause", "A-9", "title", "t",
                     "serial", 1);
}

#define EVENTS(kind) "select count(*) from event where kind = 'deliverable." kind "'"

static const struct torture_row ROWS[] = {
    /* late, so a breach too */
    { "deliverable.submit", submit_args,
      "select (" EVENTS("submitted") ") + (select count(*) from breach) + (select count(*) from "
                                     "clock_event where kind = 'stop')",
      3 },
    { "deliverable.add", add_args,
      "select (" EVENTS("required") ") + (select count(*) from deliverable where clause = 'A-9' "
                                    "and system_id is not null)",
      2 },
    { "deliverable.accept", accept_args, EVENTS("accepted"), 1 },
    { "deliverable.object", object_args, EVENTS("objected"), 1 },
    { "deliverable.sign", sign_args, EVENTS("signed"), 1 },
    { "deliverable.list", list_args, NULL, 0 },
    { "review.record", review_args,
      "select (select count(*) from event where kind = 'review.recorded') + (select count(*) from"
      " fact where name = 'filed')",
      2 },
    { "schedule.list", list_args, NULL, 0 },
    { "schedule.policy", policy_args, "select count(*) from event where kind = 'schedule.policy'",
      1 },
    { "task.complete", complete_args,
      "select (select count(*) from event where kind = 'task.completed') + (select count(*) from"
      " task where state = 'done')",
      2 },
    { "task.complete_many", many_args, "select count(*) from event where kind = 'task.completed'",
      2 },
    { "task.reassign", reassign_args, "select count(*) from event where kind = 'task.reassigned'",
      1 },
    { "task.list", list_args, NULL, 0 },
};

static void test_every_call_fails_once(void **state)
{
    (void)state;
    assert_int_equal(COUNT_OF(ROWS), DELIVERY_SERVICE.route_count);
    bench_open(&registry, &REGISTRY, PORTFOLIO_NOW);
    portfolio_open(&registry);
    bench_join(&delivery, &DELIVERY_SERVICE, &registry);
    delivery.tdb.raw = registry.tdb.raw; /* borrowed, for counting rows */
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        service_torture(&delivery, &ROWS[i]);
    delivery.tdb.raw = NULL;
    bench_close(&delivery);
    bench_close(&registry);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
