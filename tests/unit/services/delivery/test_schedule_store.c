/* What is the same fact, and what is another one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "ledger.h"
#include "portfolio.h"
#include "registry_handlers.h"
#include "required.h"
#include "schedule_store.h"

struct work {
    struct review_args args;
    int64_t contract;
};

static rc_t record(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    return review_insert(db, &work->args, &work->contract, problem);
}

/* The other words of a fact make another fact; a voided one may be recorded again. */
static void test_what_is_the_same(void **state)
{
    (void)state;
    struct bench registry;
    struct problem problem = { .rc = RC_OK };
    bench_open(&registry, &REGISTRY, PORTFOLIO_NOW);
    portfolio_open(&registry);
    db_exec(&registry.tdb,
            "insert into schedule (contract_id, calendar_id, clause, title, work, period, places,"
            " times, items, catch_up, window_days, next_from) select id, calendar_id, 'R-3', 't',"
            " 'certificate', 'expiry', '[]', 1, 0, 'window', 0, '2026-07-01' from contract");
    pg_t *db = temp_db_pg(&registry.tdb, "mlps_delivery");
    struct work work = { .args = { .contract = "yifen-2026",
                                   .what = REVIEW_EXPIRES,
                                   .clause = "R-3",
                                   .unit = "甲",
                                   .on = test_day("2027-01-31") } };
    assert_int_equal(pg_tx(db, PG_WRITE, record, &work, &problem), RC_OK);
    assert_int_equal(work.contract, db_number(&registry.tdb, "select id from contract"));
    assert_int_equal(pg_tx(db, PG_WRITE, record, &work, &problem), RC_CONFLICT);
    work.args.unit = "乙";
    problem = (struct problem){ .rc = RC_OK };
    assert_int_equal(pg_tx(db, PG_WRITE, record, &work, &problem), RC_OK);
    work.args.on++;
    assert_int_equal(pg_tx(db, PG_WRITE, record, &work, &problem), RC_OK);
    db_exec(&registry.tdb, "insert into fact (contract_id, name, occurred_at, voids) select"
                           " contract_id, name, occurred_at, id from fact where unit = '甲'");
    work.args.unit = "甲";
    work.args.on--;
    assert_int_equal(pg_tx(db, PG_WRITE, record, &work, &problem), RC_OK);
    assert_int_equal(4, db_number(&registry.tdb, "select count(*) from fact where voids is null"));
    pg_destroy(&db);
    bench_close(&registry);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_what_is_the_same) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
