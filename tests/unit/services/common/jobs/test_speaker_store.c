/* For whom a caller speaks: accounts tied here, elsewhere and nowhere, and what is no account. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arrange.h"
#include "attr.h"
#include "decision_store.h"
#include "speaker_store.h"

struct ground {
    struct temp_db tdb;
    struct arranged of;
    int64_t li, wang; /* people of the contract */
    pg_t *db;
};

/* "a.li" is li here, "away" is somebody of contract "d" alone, "robot" is nobody. */
static int set_up(void **state)
{
    static struct ground ground;
    temp_db_open(&ground.tdb);
    arrange_contract(&ground.tdb, &ground.of);
    ground.li = arrange_person(&ground.tdb, &ground.of, "li", "customer", NULL);
    ground.wang = arrange_person(&ground.tdb, &ground.of, "wang", "customer", NULL);
    db_exec(
        &ground.tdb,
        "insert into account (name, token_hash) select name, encode(sha256(name::bytea), 'hex') "
        "from unnest(array['a.li', 'away', 'robot']) as name;"
        "insert into account_person (account_id, contract_id, person_id) select a.id, "
        "p.contract_id, p.id from account a, person p where a.name = 'a.li' and p.name = 'li';"
        "with k as (insert into contract (code, pack_id, calendar_id, title, customer, "
        "total_fen, signed_on, service_from, service_to, zone) select 'd', pack_id, calendar_id, "
        "title, customer, total_fen, signed_on, service_from, service_to, zone from contract "
        "returning id), p as (insert into person (contract_id, name, role) select id, 'li', "
        "'customer' from k returning id, contract_id) insert into account_person (account_id, "
        "contract_id, person_id) select a.id, p.contract_id, p.id from account a, p where "
        "a.name = 'away'");
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

/* One question and its answer. */
struct question {
    int64_t contract, person;
    bool on_behalf;
    rc_t rc;
    struct problem problem;
};

static rc_t ask(pg_t *db, void *arg, struct problem *problem)
{
    struct question *question = arg;
    (void)problem;
    question->rc = speaker_check(db, question->contract, question->person, "person",
                                 &question->on_behalf, &question->problem);
    return RC_OK;
}

static struct question ask_as(struct ground *ground, const char *account, int64_t person)
{
    struct problem problem = { .rc = RC_OK };
    struct question question = { .contract = ground->of.contract, .person = person };
    pg_set_context(ground->db, &(struct pg_context){ .account = account });
    assert_int_equal(pg_tx(ground->db, PG_READ, ask, &question, &problem), RC_OK);
    return question;
}

static void test_whom_an_account_speaks_for(void **state)
{
    static const struct {
        const char *account;
        bool li; /* about li, else about wang */
        rc_t rc;
        bool on_behalf;
        const char *says;
    } ROWS[] = {
        { "a.li", true, RC_OK, false, "" },
        { "a.li", false, RC_DENIED, false, "that of \"li\"" },
        { "away", true, RC_DENIED, false, "nobody of this contract" },
        { "away", false, RC_DENIED, false, "nobody of this contract" },
        { "robot", true, RC_OK, true, "" },
        { "cli", false, RC_OK, true, "" },
        { "token", true, RC_OK, true, "" },
    };
    struct ground *ground = *state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct question got =
            ask_as(ground, ROWS[i].account, ROWS[i].li ? ground->li : ground->wang);
        if (got.rc != ROWS[i].rc || got.on_behalf != ROWS[i].on_behalf ||
            !strstr(got.problem.text, ROWS[i].says))
            fail_msg("%s: %s", ROWS[i].account, got.problem.text);
        if (got.rc != RC_OK)
            assert_string_equal(got.problem.field, "person");
    }
}

/* ---- decisions ---- */

static rc_t decide(pg_t *db, void *arg, struct problem *problem)
{
    const struct ground *ground = arg;
    const struct decision decision = { .contract_id = ground->of.contract,
                                       .subject_kind = "finding",
                                       .subject_id = 7,
                                       .move = "accept_risk",
                                       .roles = ROLE_CUSTOMER,
                                       .by = "li",
                                       .on = 20600,
                                       .note = "n" };
    return decision_record(db, &decision, problem);
}

/* Nobody decides in somebody else's name, either; a denied decision leaves nothing. */
static void test_decisions_are_ones_own(void **state)
{
    static const struct {
        const char *account;
        rc_t rc;
    } ROWS[] = { { "a.li", RC_OK }, { "cli", RC_OK }, { "robot", RC_OK }, { "away", RC_DENIED } };
    struct ground *ground = *state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct problem problem = { .rc = RC_OK };
        pg_set_context(ground->db, &(struct pg_context){ .account = ROWS[i].account });
        assert_int_equal(pg_tx(ground->db, PG_WRITE, decide, ground, &problem), ROWS[i].rc);
        if (ROWS[i].rc != RC_OK)
            assert_string_equal(problem.field, "by");
    }
    assert_string_equal(db_text(&ground->tdb, "select string_agg(actor, ' ' order by id) from "
                                              "decision"),
                        "a.li cli robot");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whom_an_account_speaks_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_decisions_are_ones_own, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
