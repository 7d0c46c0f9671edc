/* Finding the contract and system that a request names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arrange.h"
#include "portfolio_store.h"

struct ground {
    struct temp_db tdb;
    struct arranged of;
    pg_t *db;
};

static rc_t find_all(pg_t *db, void *arg, struct problem *problem)
{
    const struct ground *ground = arg;
    struct problem none = { .rc = RC_OK };
    struct system_ref by_id = { .id = ground->of.system };
    struct system_ref by_serial = { .contract = "c", .serial = 1 };
    struct system_ref nowhere = { .contract = "c", .serial = 2 };
    int64_t id = 0;
    (void)problem;
    assert_int_equal(contract_find(db, "c", &id, &none), RC_OK);
    assert_int_equal(id, ground->of.contract);
    assert_int_equal(contract_find(db, "d", &id, &none), RC_NOT_FOUND);
    assert_string_equal(none.field, "contract");
    problem_clear(&none);
    assert_int_equal(system_find(db, &by_id, &id, &none), RC_OK);
    assert_int_equal(id, ground->of.system);
    id = 0;
    assert_int_equal(system_find(db, &by_serial, &id, &none), RC_OK);
    assert_int_equal(id, ground->of.system);
    assert_int_equal(system_find(db, &nowhere, &id, &none), RC_NOT_FOUND);
    assert_string_equal(none.field, "system");
    problem_clear(&none);
    assert_int_equal(serial_find(db, "c", 0, &id, &none), RC_OK);
    assert_int_equal(id, 0);
    assert_int_equal(serial_find(db, "c", 1, &id, &none), RC_OK);
    assert_int_equal(id, ground->of.system);
    assert_int_equal(serial_find(db, "c", 2, &id, &none), RC_NOT_FOUND);
    assert_string_equal(none.field, "serial");
    return RC_OK;
}

static rc_t find_active(pg_t *db, void *arg, struct problem *problem)
{
    int64_t id = 0;
    (void)arg;
    return contract_find_active(db, "c", &id, problem);
}

static void test_find(void **state)
{
    (void)state;
    struct ground ground;
    struct problem problem = { .rc = RC_OK };
    temp_db_open(&ground.tdb);
    arrange_contract(&ground.tdb, &ground.of);
    ground.db = temp_db_pg(&ground.tdb, "mlps_lifecycle");
    assert_int_equal(pg_tx(ground.db, PG_READ, find_all, &ground, &problem), RC_OK);
    assert_int_equal(pg_tx(ground.db, PG_READ, find_active, &ground, &problem), RC_OK);
    db_exec(&ground.tdb, "update contract set state = 'closed'");
    assert_int_equal(pg_tx(ground.db, PG_READ, find_active, &ground, &problem), RC_CONFLICT);
    assert_string_equal(problem.field, "contract");
    pg_destroy(&ground.db);
    temp_db_close(&ground.tdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_find) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
