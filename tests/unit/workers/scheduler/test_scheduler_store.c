/* Several schedulers at once, and statements that fail. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "scheduler_fixture.h"
#include "torture.h"

enum { RACERS = 2 };

static void *race(void *arg)
{
    const struct fixture *fixture = arg;
    pg_t *db = temp_db_pg(&fixture->portfolio.tdb, "mlps_scheduler");
    rulebook_t *book = rulebook_new();
    for (int i = 0; i < 10; i++)
        step_once(&SCHEDULER_WORKER, db, test_instant(SCHEDULER_NOW), book);
    rulebook_destroy(&book);
    pg_destroy(&db);
    return NULL;
}

static void test_two_schedulers_make_each_row_once(void **state)
{
    struct fixture *fixture = *state;
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, fixture), 0);
    for (int i = 0; i < 20; i++)
        portfolio_bump(&fixture->portfolio);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    settle(fixture);
    assert_text(
        fixture,
        "select concat_ws(' ', (select count(*) from deadline), (select count(*) from deliverable),"
        " (select count(*) from payment), (select count(*) from event), (select count(*) from "
        "ruling))",
        "10 15 2 10 10");
    assert_text(fixture, "select scheduled = facts from contract_work", "t");
}

static void test_torture(void **state)
{
    static const enum pg_fate FATES[] = { PG_FAIL_BUSY, PG_CUT_AFTER };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(FATES) / sizeof(FATES[0]); i++) {
        bool fired = true;
        for (int nth = 1; fired; nth += 4) {
            struct torture torture;
            struct problem problem = { .rc = RC_OK };
            char at[32];
            int64_t next;
            /* every run has a new round of YF-088 to rule: one more day */
            snprintf(at, sizeof(at), "2026-0%d-%02d 10:00", 4 + (int)i, nth % 28 + 1);
            portfolio_fact(&fixture->portfolio, "YF-088", 0, "notice_received", at);
            torture_set(&torture, fixture->db, nth, FATES[i]);
            rc_t rc = worker_step(&SCHEDULER_WORKER, fixture->db, test_instant(SCHEDULER_NOW),
                                  fixture->book, &next, &problem);
            fired = torture.fired;
            assert_true(rc == RC_OK || fired);
            torture_set(&torture, fixture->db, 0, PG_PASS);
            settle(fixture);
        }
    }
    assert_text(
        fixture,
        "select concat_ws(' ', (select count(*) from deadline), (select count(*) from deliverable),"
        " (select count(*) from payment), (select count(*) = max(r.version) from ruling r join "
        "deadline d on"
        " d.id = r.deadline_id where d.code = 'YF-088'))",
        "11 15 2 t");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_two_schedulers_make_each_row_once),
        TEST(test_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
