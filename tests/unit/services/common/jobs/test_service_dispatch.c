#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "ceilings.h"
#include "envelope.h"
#include "jsonx.h"
#include "memory.h"
#include "pg_query.h"
#include "service_dispatch.h"
#include "temp_db.h"
#include "torture.h"

/* ---- a small service ---- */

static rc_t do_echo(struct call *call)
{
    call->result = json_pack("{s:O, s:s, s:I, s:i}", "args", call->args, "account", call->account,
                             "now", (json_int_t)call->now_us, "today", call->today);
    return RC_OK;
}

static rc_t do_silent_failure(struct call *call)
{
    call->result = json_string("thrown away");
    return RC_REFUSED;
}

static rc_t do_refuse(struct call *call)
{
    return problem_set(call->problem, RC_STALE, "version", "it changed");
}

static rc_t do_nothing(struct call *call)
{
    (void)call;
    return RC_OK;
}

static rc_t do_huge(struct call *call)
{
    char *text = mem_new(5 << 20);
    memset(text, 'x', (5 << 20) - 1);
    call->result = json_string(text);
    mem_free(text);
    return RC_OK;
}

static const struct sql EFFECT = { "effect", "insert into effect values (1)" };

static rc_t do_write(struct call *call)
{
    rc_t rc = pg_do(call->db, &EFFECT, NULL, NULL, call->problem);
    if (rc == RC_OK)
        rc = call_event(call, "c", "thing.made", "thing", 1, NULL);
    call_wake(call, "export");
    call->result = json_pack("{s:I}", "local", (json_int_t)++ * (int64_t *)call->local);
    return rc;
}

/* The first try of each request tells the number of the try. */
static rc_t do_secret(struct call *call)
{
    rc_t rc = pg_do(call->db, &EFFECT, NULL, NULL, call->problem);
    call->result = json_pack("{s:s}", "kept", "yes");
    call->once = json_pack("{s:I}", "secret", (json_int_t)++ * (int64_t *)call->local);
    return rc;
}

static const struct sql SLOW = { "slow", "select pg_sleep(10)" };

static rc_t do_slow(struct call *call)
{
    return pg_do(call->db, &SLOW, NULL, NULL, call->problem);
}

static void *local_new(void)
{
    return mem_new(sizeof(int64_t));
}

static const struct service_route ROUTES[] = {
    { "thing.echo", CALLER_ANY, 4096, PG_READ, do_echo, "echo" },
    { "thing.fail", CALLER_ANY, 4096, PG_READ, do_silent_failure, "fail" },
    { "thing.huge", CALLER_ANY, 4096, PG_READ, do_huge, "huge" },
    { "thing.nothing", CALLER_ANY, 200, PG_READ, do_nothing, "nothing" },
    { "thing.refuse", CALLER_ANY, 4096, PG_WRITE, do_refuse, "refuse" },
    { "thing.secret", CALLER_ANY, 4096, PG_WRITE, do_secret, "secret" },
    { "thing.slow", CALLER_ANY, 4096, PG_READ, do_slow, "slow" },
    { "thing.write", CALLER_GATEWAY | CALLER_SERVICE, 4096, PG_WRITE, do_write, "write" },
};
static const struct service_def SERVICE = { .name = "sla",
                                            .routes = ROUTES,
                                            .route_count = COUNT_OF(ROUTES),
                                            .local_new = local_new,
                                            .local_destroy = mem_free };

/* ---- asking it ---- */

static struct temp_db tdb;
static pg_t *db;
static struct clk clk;
static struct dispatch dispatch;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    db_exec(&tdb, "create table effect (n integer); grant insert on effect to mlps_sla");
    db = temp_db_pg(&tdb, "mlps_sla");
    clk = clk_fixed(1781485200000000);
    dispatch_init(&dispatch, &SERVICE, &clk, db);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    dispatch_fini(&dispatch);
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

/* Serve one frame and take the reply apart again; the result is owned. */
static rc_t ask(const char *caller, const char *body, json_t **ret_result,
                struct problem *ret_problem)
{
    struct problem logged = { .rc = RC_OK };
    struct bytebuf reply;
    bytebuf_init(&reply, MAX_REPLY_BYTES);
    problem_clear(ret_problem);
    *ret_result = NULL;
    struct frame frame = { caller, body, strlen(body) };
    rc_t served = dispatch_serve(&dispatch, &frame, &reply, &logged);
    rc_t rc = reply_decode(bytebuf_str(&reply), reply.len, ret_result, ret_problem);
    assert_int_equal(served, rc);
    bytebuf_fini(&reply);
    return rc;
}

static void test_call_fields(void **state)
{
    (void)state;
    json_t *result;
    struct problem problem;
    assert_int_equal(ask("cli", "{\"op\":\"thing.echo\",\"args\":{\"a\":1}}", &result, &problem),
                     RC_OK);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(result, "args"), "a")), 1);
    assert_string_equal(json_string_value(json_object_get(result, "account")), "cli");
    assert_int_equal(json_integer_value(json_object_get(result, "now")), 1781485200000000);
    assert_int_equal(json_integer_value(json_object_get(result, "today")), 20619);
    json_decref(result);
    assert_int_equal(ask("cli", "{\"op\":\"thing.nothing\"}", &result, &problem), RC_OK);
    assert_int_equal(json_object_size(result), 0);
    json_decref(result);
}

static const struct {
    const char *name;
    const char *caller;
    const char *body;
    rc_t want;
    const char *field;
} REFUSED[] = {
    { "no JSON", "cli", "{\"op\":", RC_INVALID, "" },
    { "unknown operation", "cli", "{\"op\":\"thing.unknown\"}", RC_NOT_FOUND, "op" },
    { "unknown caller", "broker", "{\"op\":\"thing.echo\"}", RC_DENIED, "op" },
    { "wrong caller", "cli", "{\"op\":\"thing.write\",\"idempotency_key\":\"k\"}", RC_DENIED,
      "op" },
    { "write without a key", "gateway", "{\"op\":\"thing.write\"}", RC_INVALID, "idempotency_key" },
    { "principal of a service", "registry",
      "{\"op\":\"thing.echo\",\"principal\":{\"account\":\"anna\"}}", RC_DENIED, "principal" },
    { "principal without account", "gateway", "{\"op\":\"thing.echo\",\"principal\":{}}",
      RC_INVALID, "account" },
    { "too large", "cli",
      "{\"op\":\"thing.nothing\",\"args\":{\"a\":"
      "\"012345678901234567890123456789012345678901234567890123456789"
      "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"
      "2345678901234"
      "567890123456789012345678901234567890123456789\"}}",
      RC_TOO_LARGE, "args" },
    { "refused by the handler", "cli", "{\"op\":\"thing.refuse\",\"idempotency_key\":\"k\"}",
      RC_STALE, "version" },
    { "failed without words", "cli", "{\"op\":\"thing.fail\"}", RC_REFUSED, "" },
    { "reply too large", "cli", "{\"op\":\"thing.huge\"}", RC_TOO_LARGE, "" },
    { "longer than its deadline", "cli", "{\"op\":\"thing.slow\",\"deadline_ms\":50}", RC_TIMEOUT,
      "" },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        json_t *result;
        struct problem problem;
        rc_t rc = ask(REFUSED[i].caller, REFUSED[i].body, &result, &problem);
        if (rc != REFUSED[i].want || strcmp(problem.field, REFUSED[i].field) != 0 || !*problem.text)
            fail_msg("%s: %s, field \"%s\", \"%s\"", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
        json_decref(result);
    }
    assert_int_equal(db_number(&tdb, "select count(*) from idempotency"), 0);
}

#define WRITE(key)                                                                                 \
    "{\"op\":\"thing.write\",\"principal\":{\"account\":\"anna\"},\"idempotency_key\":\"" key "\"" \
    "}"

static void count_published(void *arg, const char *topic, const char *json)
{
    (void)json;
    if (strcmp(topic, "c/thing.made") == 0 || strcmp(topic, "-/job.export") == 0)
        ++*(int *)arg;
}

static void test_write_once(void **state)
{
    (void)state;
    json_t *first, *second;
    struct problem problem;
    int published = 0;
    assert_int_equal(ask("gateway", WRITE("k"), &first, &problem), RC_OK);
    call_events_publish(&dispatch.events, count_published, &published);
    assert_int_equal(published, 2);
    assert_int_equal(ask("gateway", WRITE("k"), &second, &problem), RC_OK);
    call_events_publish(&dispatch.events, count_published, &published);
    assert_int_equal(published, 2);
    assert_true(json_equal(first, second));
    assert_int_equal(db_number(&tdb, "select count(*) from effect"), 1);
    assert_string_equal(db_text(&tdb, "select actor || ' ' || at from event"),
                        "anna 2026-06-15 01:00:00+00");
    json_decref(first);
    json_decref(second);
}

/* A name that the envelope takes fits the log, too; a longer one is refused before anything is
 * done. */
static void test_the_longest_account(void **state)
{
    (void)state;
    for (int more = 0; more <= 1; more++) {
        struct problem problem = { .rc = RC_OK };
        json_t *result;
        char request[256];
        snprintf(request, sizeof(request),
                 "{\"op\":\"thing.write\",\"principal\":{\"account\":\"%0*d\"},"
                 "\"idempotency_key\":\"long-%d\"}",
                 MAX_ACCOUNT_NAME + more, 0, more);
        int64_t before = db_number(&tdb, "select count(*) from effect");
        assert_int_equal(ask("gateway", request, &result, &problem), more ? RC_INVALID : RC_OK);
        assert_string_equal(problem.field, more ? "account" : "");
        assert_int_equal(db_number(&tdb, "select count(*) from effect"), before + !more);
        json_decref(result);
    }
    assert_int_equal(db_number(&tdb, "select max(length(actor)) from event"), MAX_ACCOUNT_NAME);
}

#define SECRET "{\"op\":\"thing.secret\",\"idempotency_key\":\"s\"}"

/* What is told once is in the first reply alone, and nowhere in the database. */
static void test_told_once(void **state)
{
    (void)state;
    json_t *result;
    struct problem problem;
    assert_int_equal(ask("cli", SECRET, &result, &problem), RC_OK);
    assert_int_equal(json_integer_value(json_object_get(result, "secret")), 1);
    assert_string_equal(json_string_value(json_object_get(result, "kept")), "yes");
    json_decref(result);
    assert_string_equal(db_text(&tdb, "select reply from idempotency where key = 's'"),
                        "{\"kept\": \"yes\"}");
    assert_int_equal(ask("cli", SECRET, &result, &problem), RC_OK);
    assert_null(json_object_get(result, "secret"));
    assert_string_equal(json_string_value(json_object_get(result, "kept")), "yes");
    json_decref(result);
}

/* A secret is told only by the try that was kept: with the outcome of a commit unknown, and after a
 * try that was rolled back, none is better than one that opens nothing. */
static void test_no_secret_of_a_lost_try(void **state)
{
    (void)state;
    static const enum pg_fate FATES[] = { PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    json_t *result;
    struct problem problem;
    assert_int_equal(ask("cli", SECRET, &result, &problem), RC_OK); /* connects */
    json_decref(result);
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        struct torture torture = { .fired = true };
        int silent = 0;
        for (int nth = 1; torture.fired && nth < 60; nth++) {
            db_exec(&tdb, "delete from effect; delete from idempotency");
            torture_set(&torture, db, nth, FATES[i]);
            *(int64_t *)dispatch.local = 0;
            if (ask("cli", SECRET, &result, &problem) != RC_OK)
                fail_msg("call %d, fate %d: %s", nth, (int)FATES[i], problem.text);
            pg_set_probe(db, NULL, NULL);
            const json_t *secret = json_object_get(result, "secret");
            silent += secret == NULL;
            if (secret && json_integer_value(secret) != *(int64_t *)dispatch.local)
                fail_msg("call %d, fate %d: the secret of an earlier try", nth, (int)FATES[i]);
            assert_int_equal(db_number(&tdb, "select count(*) from effect"), 1);
            json_decref(result);
        }
        assert_false(torture.fired);
        assert_int_equal(silent, FATES[i] == PG_CUT_AFTER); /* the answer to its commit was lost */
    }
}

/* Whatever call fails, the caller gets one answer and the effect exists once, or not at all when it
 * was refused. */
static void test_torture(void **state)
{
    (void)state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        struct torture torture = { .fired = true };
        for (int nth = 1; torture.fired && nth < 60; nth++) {
            json_t *result;
            struct problem problem;
            db_exec(&tdb, "delete from effect; delete from idempotency");
            torture_set(&torture, db, nth, FATES[i]);
            rc_t rc = ask("gateway", WRITE("k"), &result, &problem);
            pg_set_probe(db, NULL, NULL);
            int64_t effects = db_number(&tdb, "select count(*) from effect");
            if (effects != (rc == RC_OK) || (rc != RC_OK) != (FATES[i] == PG_FAIL && torture.fired))
                fail_msg("call %d, fate %d: %s and %d effects", nth, (int)FATES[i], rc_word(rc),
                         (int)effects);
            json_decref(result);
        }
        assert_false(torture.fired);
    }
}

static void test_one_shot(void **state)
{
    (void)state;
    struct bytebuf reply;
    static const char BODY[] = "{\"op\":\"thing.echo\"}";
    bytebuf_init(&reply, 4096);
    assert_int_equal(service_dispatch(&SERVICE, db, &clk, "", BODY, strlen(BODY), &reply), RC_OK);
    assert_non_null(strstr(bytebuf_str(&reply), "\"account\":\"local\""));
    bytebuf_fini(&reply);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_call_fields), TEST(test_refused),
        TEST(test_write_once),  TEST(test_the_longest_account),
        TEST(test_torture),     TEST(test_one_shot),
        TEST(test_told_once),   TEST(test_no_secret_of_a_lost_try),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
