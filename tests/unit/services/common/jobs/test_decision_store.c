/* Who may decide: every role against every set of roles, and people who are not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arrange.h"
#include "decision_store.h"

struct ground {
    struct temp_db tdb;
    struct arranged of;
    pg_t *db;
};

static int set_up(void **state)
{
    static struct ground ground;
    temp_db_open(&ground.tdb);
    arrange_contract(&ground.tdb, &ground.of);
    db_exec(&ground.tdb,
            "insert into person (contract_id, name, role, active) select k.id, p.name, p.role, "
            "p.active from contract k, (values ('E', 'engineer', true), ('M', 'manager', true), "
            "('C', 'customer', true), ('L', 'leader', true), ('Two', 'engineer', true), ('Two', "
            "'customer', true), ('Gone', 'customer', false)) as p (name, role, active)");
    ground.db = temp_db_pg(&ground.tdb, "mlps_sla");
    *state = &ground;
    return 0;
}

static int tear_down(void **state)
{
    struct ground *ground = *state;
    pg_destroy(&ground->db);
    temp_db_close(&ground->tdb);
    return 0;
}

struct attempt {
    struct decision decision;
    rc_t rc;
    struct problem problem;
};

static rc_t try_it(pg_t *db, void *arg, struct problem *problem)
{
    struct attempt *attempt = arg;
    (void)problem;
    attempt->problem = (struct problem){ .rc = RC_OK };
    attempt->rc = decision_record(db, &attempt->decision, &attempt->problem);
    return RC_OK;
}

static struct attempt attempt_by(struct ground *ground, const char *by, unsigned roles)
{
    struct problem problem = { .rc = RC_OK };
    struct attempt attempt = { .decision = { .contract_id = ground->of.contract,
                                             .subject_kind = "finding",
                                             .subject_id = 7,
                                             .move = "accept_risk",
                                             .roles = roles,
                                             .by = by,
                                             .on = 20600,
                                             .note = "n" } };
    assert_int_equal(pg_tx(ground->db, PG_WRITE, try_it, &attempt, &problem), RC_OK);
    return attempt;
}

static void test_roles(void **state)
{
    static const char *const NAMES[] = { "E", "M", "C", "L" };
    struct ground *ground = *state;
    int64_t allowed = 0;
    for (unsigned who = 0; who < 4; who++) {
        for (unsigned roles = 1; roles < 16; roles++) {
            struct attempt attempt = attempt_by(ground, NAMES[who], roles);
            bool may = (roles >> who & 1) != 0;
            if (attempt.rc != (may ? RC_OK : RC_DENIED))
                fail_msg("%s of %x: %s", NAMES[who], roles, attempt.problem.text);
            if (!may)
                assert_string_equal(attempt.problem.field, "by");
            allowed += may;
        }
    }
    assert_int_equal(db_number(&ground->tdb, "select count(*) from decision"), allowed);
}

/* One name with two roles may what either may; nobody and somebody who has left may nothing. */
static void test_people(void **state)
{
    struct ground *ground = *state;
    assert_int_equal(attempt_by(ground, "Two", ROLE_CUSTOMER).rc, RC_OK);
    assert_string_equal(db_text(&ground->tdb,
                                "select p.role from decision d join person p on p.id = d.person_id "
                                "order by d.id desc limit 1"),
                        "customer");
    struct attempt denied = attempt_by(ground, "Two", ROLE_MANAGER | ROLE_LEADER);
    assert_int_equal(denied.rc, RC_DENIED);
    assert_non_null(strstr(denied.problem.text, "manager or leader"));
    assert_int_equal(attempt_by(ground, "Gone", ROLE_CUSTOMER).rc, RC_NOT_FOUND);
    assert_int_equal(attempt_by(ground, "Nobody", ROLE_CUSTOMER).rc, RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_roles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_people, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
