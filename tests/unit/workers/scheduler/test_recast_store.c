/* The statements of ruling again: what is looked for costs nothing when no calendar has come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "deadline_ground.h"
#include "ledger.h"
#include "recast_store.h"

struct look {
    int64_t contract, calendar, limit;
    json_t *stale, *rows;
};

static rc_t look(pg_t *db, void *arg, struct problem *problem)
{
    struct look *self = arg;
    rc_t rc =
        recast_store_stale(db, self->contract, self->calendar, self->limit, &self->stale, problem);
    return rc == RC_OK ? recast_store_rows(db, self->stale, &self->rows, problem) : rc;
}

static struct look look_for(const struct ground *ground, int64_t newer, int64_t limit)
{
    struct problem problem = { .rc = RC_OK };
    struct look self = { .contract = ground_number(ground, "select id from contract"),
                         .calendar =
                             ground_number(ground, "select max(id) from calendar_version") + newer,
                         .limit = limit };
    assert_int_equal(pg_tx(ground->scheduler, PG_WRITE, look, &self, &problem), RC_OK);
    return self;
}

static void forget(struct look *self)
{
    json_decref(self->stale);
    json_decref(self->rows);
}

static void arrange(struct ground *ground)
{
    ground_begin(ground, "2026-12-31 17:00");
    ground_cycle(ground, 1, "2026-12-28");
    ground_finding(ground, 1, "F001", "2026-12-28");
    ground_incident(ground, "I-1", "2026-12-31 17:00");
    ground_fact(ground, "invoice_received", "2026-12-28");
    ground_settle(ground);
}

static void test_what_is_stale(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    struct look none = look_for(&ground, 0, 10), all = look_for(&ground, 1, 10),
                two = look_for(&ground, 1, 2);
    assert_int_equal(json_array_size(none.stale), 0);
    assert_int_equal(json_array_size(none.rows), 0);
    assert_int_equal(json_array_size(all.stale), 3); /* the term is the scheduler's own */
    assert_int_equal(json_array_size(all.rows), 3);
    assert_int_equal(json_array_size(two.rows), 2);
    assert_string_equal(text_at(all.rows, "0.kind"), "phase");
    assert_int_equal(int_at(all.rows, "0.from"), test_day("2026-12-28"));
    assert_true(json_is_true(at_path(all.rows, "0.running")));
    assert_int_equal(size_at(all.rows, "0.planned"), 2);
    assert_int_equal(int_at(all.rows, "0.planned.1.number"), 3);
    assert_int_equal(int_at(all.rows, "1.found"), test_day("2026-12-28"));
    assert_true(int_at(all.rows, "2.occurred") == test_instant("2026-12-31 17:00"));
    db_exec(&ground.registry.tdb, "update deadline set state = 'void'");
    struct look dead = look_for(&ground, 1, 10);
    assert_int_equal(json_array_size(dead.rows), 3);
    assert_true(json_is_true(at_path(dead.rows, "0.void")));
    forget(&none);
    forget(&all);
    forget(&two);
    forget(&dead);
    ground_end(&ground);
}

/* 20,000 findings by the newest calendar: the look reads none of them. */
static void test_the_look_is_one_entry_of_the_index(void **state)
{
    (void)state;
    struct ground ground;
    char sql[4096] = "prepare look (bigint, bigint, bigint) as ";
    size_t used = strlen(sql);
    ground_begin(&ground, "2026-12-31 17:00");
    db_exec(
        &ground.registry.tdb,
        "insert into deadline (contract_id, code, kind, clause, title, subject_kind, subject_id, "
        "due_on, due_at, breach_at,"
        " started_at, calendar_id) select k.id, 'b' || n, 'finding', 'X', 't', 'finding', n, "
        "'2026-12-01', '2026-12-02',"
        " '2026-12-02', '2026-01-01', k.calendar_id from contract k, generate_series(1, 20000) n");
    db_exec(&ground.registry.tdb, "vacuum analyze deadline");
    FILE *file = fopen(MLPS_SOURCE_DIR "/workers/scheduler/sql/recast_stale.sql", "re");
    assert_non_null(file);
    used += fread(sql + used, 1, sizeof(sql) - 1 - used, file);
    sql[used] = '\0';
    fclose(file);
    db_exec(&ground.registry.tdb, sql);
    for (int i = 0; i < 8; i++)
        db_exec(&ground.registry.tdb, "execute look (1, 1, 1000)");
    const char *plan = ground_text(&ground, "explain (format json) execute look (1, 1, 1000)");
    assert_non_null(strstr(plan, "deadline_calendar_idx"));
    ground_end(&ground);
}

static rc_t write_forecast(pg_t *db, void *arg, struct problem *problem)
{
    return recast_store_forecast(db, arg, problem);
}

/* A window that is what it was keeps the row's version: whoever looks at it is not told it is
 * stale. */
static void test_forecasts(void **state)
{
    (void)state;
    struct ground ground;
    struct problem problem = { .rc = RC_OK };
    arrange(&ground);
    static const char VERSIONS[] =
        "select string_agg(version || ' ' || forecast_to, ', ' order by number) from phase";
    assert_string_equal(ground_text(&ground, VERSIONS), "2 2027-01-01, 1 2027-01-06, 1 2027-01-10");
    struct recast_windows windows = {
        .ids = { ground_number(&ground, "select id from phase where number = 2"),
                 ground_number(&ground, "select id from phase where number = 3") },
        .from = { test_day("2027-01-02"), test_day("2027-01-07") },
        .to = { test_day("2027-01-06"), test_day("2027-01-12") },
        .count = 2,
    };
    assert_int_equal(pg_tx(ground.scheduler, PG_WRITE, write_forecast, &windows, &problem), RC_OK);
    assert_string_equal(ground_text(&ground, VERSIONS), "2 2027-01-01, 1 2027-01-06, 2 2027-01-12");
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_stale),
        cmocka_unit_test(test_the_look_is_one_entry_of_the_index),
        cmocka_unit_test(test_forecasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
