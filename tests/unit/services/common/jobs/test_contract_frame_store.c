/* Every call to the server failing in turn: no frame is left half made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "contract_frame.h"
#include "portfolio.h"
#include "torture.h"

struct load {
    rulebook_t *book;
    int64_t id;
    struct contract_frame frame;
};

static rc_t load_in_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct load *load = arg;
    return contract_frame_load(load->book, db, load->id, &load->frame, problem);
}

static void test_torture(void **state)
{
    (void)state;
    struct portfolio portfolio;
    portfolio_begin(&portfolio, 1);
    pg_t *db = temp_db_pg(&portfolio.tdb, "mlps_scheduler");
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        struct torture torture;
        struct problem problem = { .rc = RC_OK };
        struct load load = { .book = rulebook_new(), .id = portfolio.contract };
        torture_set(&torture, db, nth, PG_FAIL);
        rc_t rc = pg_tx(db, PG_READ, load_in_tx, &load, &problem);
        fired = torture.fired;
        if (fired && rc == RC_OK && torture.calls > nth + 1)
            fail_msg("call %d failed and nobody noticed", nth);
        if (rc != RC_OK)
            assert_true(problem.text[0]);
        contract_frame_fini(&load.frame);
        rulebook_destroy(&load.book);
    }
    pg_destroy(&db);
    portfolio_end(&portfolio);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
