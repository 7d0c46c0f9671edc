/* Several workers at once, and statements that fail. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "penalty_fixture.h"
#include "torture.h"

enum { RACERS = 3 };

static void *race(void *arg)
{
    const struct fixture *fixture = arg;
    pg_t *db = temp_db_pg(&fixture->portfolio.tdb, "mlps_penalty");
    rulebook_t *book = rulebook_new();
    for (int i = 0; i < 12; i++)
        step_once(&PENALTY_WORKER, db, test_instant(PENALTY_NOW), book);
    rulebook_destroy(&book);
    pg_destroy(&db);
    return NULL;
}

static void test_three_workers_propose_each_once(void **state)
{
    struct fixture *fixture = *state;
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, fixture), 0);
    for (size_t i = 0; i < PENALTY_MIXED_COUNT; i++)
        portfolio_case(&fixture->portfolio, PENALTY_MIXED[i].code, PENALTY_MIXED[i].type,
                       PENALTY_MIXED[i].on, PENALTY_MIXED[i].attributes);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    settle(fixture);
    assert_text(fixture,
                "select concat_ws(' ', (select count(*) from penalty where state <> 'superseded'),"
                " (select count(*) from penalty) = (select count(*) from event),"
                " (select sum(deduct_fen) from penalty where state <> 'superseded'))",
                "8 t 35903060");
}

static void test_torture(void **state)
{
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    struct fixture *fixture = *state;
    char code[32];
    int cases = 0;
    for (size_t i = 0; i < sizeof(FATES) / sizeof(FATES[0]); i++) {
        bool fired = true;
        for (int nth = 1; fired; nth++) {
            struct torture torture;
            struct problem problem = { .rc = RC_OK };
            int64_t next;
            snprintf(code, sizeof(code), "N%d", ++cases);
            portfolio_case(&fixture->portfolio, code, "inspection", "2026-05-05",
                           "{\"high_risk\": 2}");
            torture_set(&torture, fixture->db, nth, FATES[i]);
            rc_t rc = worker_step(&PENALTY_WORKER, fixture->db, test_instant(PENALTY_NOW),
                                  fixture->book, &next, &problem);
            fired = torture.fired;
            assert_true(rc == RC_OK || (fired && problem.text[0]));
            torture_set(&torture, fixture->db, 0, PG_PASS);
            settle(fixture);
            if (db_number(&fixture->portfolio.tdb, "select count(*) from penalty") != cases ||
                db_number(&fixture->portfolio.tdb, "select count(*) from event") != cases)
                fail_msg("fate %zu, call %d", i, nth);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_three_workers_propose_each_once),
        TEST(test_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
