#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "attr.h"
#include "idempotency_store.h"
#include "pg_query.h"
#include "temp_db.h"
#include "torture.h"

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    db_exec(&tdb, "create table effect (n integer); grant insert on effect to mlps_sla");
    db = temp_db_pg(&tdb, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

/* A request that inserts one row and answers with a number of its own, as the dispatcher does it.
 */
struct ask {
    const char *service, *key, *op, *account;
    int arg;
    int answer; /* in: what a first run answers; out: what was answered */
    bool fails; /* the handler refuses */
};

static const struct sql EFFECT = { "effect", "insert into effect values (1)" };

static rc_t handle(pg_t *conn, void *arg, struct problem *problem)
{
    struct ask *ask = arg;
    json_t *args = json_pack("{s:i}", "n", ask->arg);
    json_t *reply = NULL;
    struct idempotency_claim claim = { ask->service, ask->key, ask->op, ask->account, args };
    rc_t rc = idempotency_take(conn, &claim, &reply, problem);
    if (rc == RC_OK && !reply) {
        rc = pg_do(conn, &EFFECT, NULL, NULL, problem);
        if (rc == RC_OK && ask->fails)
            rc = RC_REFUSED;
        if (rc == RC_OK) {
            reply = json_pack("{s:i}", "answer", ask->answer);
            rc = idempotency_keep(conn, ask->service, ask->key, reply, problem);
        }
    }
    if (rc == RC_OK)
        ask->answer = (int)json_integer_value(json_object_get(reply, "answer"));
    json_decref(reply);
    json_decref(args);
    return rc;
}

static rc_t serve(pg_t *conn, struct ask *ask)
{
    struct problem problem = { .rc = RC_OK };
    return pg_tx(conn, PG_WRITE, handle, ask, &problem);
}

static int64_t effects(void)
{
    return db_number(&tdb, "select count(*) from effect");
}

static void test_second_time_gets_the_first_reply(void **state)
{
    (void)state;
    struct ask ask = { "sla", "k", "fact.record", "cli", 1, 10, false };
    assert_int_equal(serve(db, &ask), RC_OK);
    ask.answer = 20;
    assert_int_equal(serve(db, &ask), RC_OK);
    assert_int_equal(ask.answer, 10);
    assert_int_equal(effects(), 1);
}

static void test_same_key_for_something_else(void **state)
{
    (void)state;
    const struct {
        const char *name;
        struct ask ask;
        rc_t want;
    } CASES[] = {
        { "other arguments", { "sla", "k", "fact.record", "cli", 2, 0, false }, RC_CONFLICT },
        { "other operation", { "sla", "k", "fact.recor", "dcli", 1, 0, false }, RC_CONFLICT },
        { "other account", { "sla", "k", "fact.record", "anna", 1, 0, false }, RC_CONFLICT },
        { "other service", { "report", "k", "fact.record", "cli", 1, 0, false }, RC_OK },
        { "other key", { "sla", "k2", "fact.record", "cli", 1, 0, false }, RC_OK },
    };
    struct ask first = { "sla", "k", "fact.record", "cli", 1, 10, false };
    assert_int_equal(serve(db, &first), RC_OK);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct ask ask = CASES[i].ask;
        rc_t rc = serve(db, &ask);
        if (rc != CASES[i].want)
            fail_msg("%s: %s", CASES[i].name, rc_word(rc));
    }
}

static void test_a_refusal_is_not_kept(void **state)
{
    (void)state;
    struct ask ask = { "sla", "k", "fact.record", "cli", 1, 10, true };
    assert_int_equal(serve(db, &ask), RC_REFUSED);
    assert_int_equal(effects(), 0);
    ask.fails = false;
    assert_int_equal(serve(db, &ask), RC_OK);
    assert_int_equal(effects(), 1);
}

/* Every call fails once in every way; the caller repeats until it is answered: one effect, one
 * answer (HA-04). */
static void test_torture(void **state)
{
    (void)state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        struct torture torture = { .fired = true };
        for (int nth = 1; torture.fired && nth < 40; nth++) {
            struct ask ask = { "sla", "k", "fact.record", "cli", 1, 10, false };
            db_exec(&tdb, "delete from effect; delete from idempotency");
            torture_set(&torture, db, nth, FATES[i]);
            for (int tries = 0; tries < 3 && serve(db, &ask) != RC_OK; tries++)
                ask.answer = 20 + tries;
            pg_set_probe(db, NULL, NULL);
            assert_int_equal(effects(), 1);
            assert_int_equal(ask.answer,
                             db_number(&tdb, "select reply->>'answer' from idempotency"));
        }
        assert_false(torture.fired);
    }
}

static void *serve_in_thread(void *arg)
{
    pg_t *conn = temp_db_pg(&tdb, "mlps_sla");
    struct ask *ask = arg;
    ask->fails = serve(conn, ask) != RC_OK;
    pg_destroy(&conn);
    return NULL;
}

static void test_many_at_once(void **state)
{
    enum { CALLERS = 16 };
    (void)state;
    struct ask asks[CALLERS];
    pthread_t threads[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
        asks[i] = (struct ask){ "sla", "k", "fact.record", "cli", 1, 100 + i, false };
        assert_int_equal(pthread_create(&threads[i], NULL, serve_in_thread, &asks[i]), 0);
    }
    for (int i = 0; i < CALLERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < CALLERS; i++) {
        assert_false(asks[i].fails);
        assert_int_equal(asks[i].answer, asks[0].answer);
    }
    assert_int_equal(effects(), 1);
}

static rc_t purge(pg_t *conn, void *arg, struct problem *problem)
{
    return idempotency_purge(conn, "sla", 2, arg, problem);
}

static void test_purge(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int64_t purged = -1;
    db_exec(&tdb, "insert into idempotency (service, key, op, args_hash, created_at) select s, "
                  "'k' || n, 'op', repeat('a', 32), clock_timestamp() - n * interval '10 hours' "
                  "from generate_series(1, 5) n, unnest(array['sla', 'report']) s");
    assert_int_equal(pg_tx(db, PG_WRITE, purge, &purged, &problem), RC_OK);
    assert_int_equal(purged, 2);
    assert_int_equal(pg_tx(db, PG_WRITE, purge, &purged, &problem), RC_OK);
    assert_int_equal(purged, 1);
    assert_string_equal(db_text(&tdb, "select string_agg(key, ' ' order by key) from idempotency "
                                      "where service = 'sla'"),
                        "k1 k2");
    assert_int_equal(db_number(&tdb, "select count(*) from idempotency where service = 'report'"),
                     5);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_second_time_gets_the_first_reply),
        TEST(test_same_key_for_something_else),
        TEST(test_a_refusal_is_not_kept),
        TEST(test_torture),
        TEST(test_many_at_once),
        TEST(test_purge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
