#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "child.h"
#include "clk.h"
#include "event_bus.h"
#include "mdp_client.h"
#include "migrate.h"
#include "pg_query.h"
#include "service_host.h"
#include "temp_broker.h"
#include "temp_db.h"
#include "wait_until.h"

/* This program is also the service under test: started with the word "serve" first. */

enum { WAIT_MS = 6 * BUSY_MS };

static atomic_int meeting; /* handlers inside do_meet */

/* Ends only when two of them run at once. */
static rc_t do_meet(struct call *call)
{
    int64_t end = clk_mono_ms() + 3 * BUSY_MS;
    atomic_fetch_add(&meeting, 1);
    while (atomic_load(&meeting) < 2)
        if (clk_mono_ms() > end)
            return problem_set(call->problem, RC_TIMEOUT, NULL, "nobody came");
    return RC_OK;
}

static rc_t do_tell(struct call *call)
{
    call->result = json_pack("{s:s}", "account", call->account);
    return call_event(call, "c", "thing.told", "thing", 7, NULL);
}

static const struct service_route ROUTES[] = {
    { "thing.meet", CALLER_ANY, 4096, PG_READ, do_meet, "meet" },
    { "thing.tell", CALLER_ANY, 4096, PG_WRITE, do_tell, "tell" },
};
static const struct service_def SERVICE = { .name = "sla",
                                            .routes = ROUTES,
                                            .route_count = COUNT_OF(ROUTES) };

struct ground {
    struct temp_db tdb;
    struct temp_broker broker;
    struct child service;
    mdp_client_t *client;
};

static void start(struct ground *self, const char *dsn, const char *more)
{
    const char *const argv[] = { "/proc/self/exe",
                                 "serve",
                                 "--insecure",
                                 "--bus",
                                 self->broker.bus.requests,
                                 "--dsn",
                                 dsn,
                                 "--now",
                                 "2026-06-15T09:00:00+08:00",
                                 more,
                                 NULL };
    child_start(&self->service, &(struct child_spec){ .argv = argv });
}

static int set_up(void **state)
{
    static struct ground ground;
    temp_db_open(&ground.tdb);
    temp_broker_start(&ground.broker, NULL);
    ground.client = mdp_client_new(&ground.broker.bus);
    start(&ground, ground.tdb.dsn, NULL);
    *state = &ground;
    return 0;
}

static int tear_down(void **state)
{
    struct ground *ground = *state;
    (void)child_stop(&ground->service, WAIT_MS);
    mdp_client_destroy(&ground->client);
    (void)temp_broker_stop(&ground->broker);
    temp_db_close(&ground->tdb);
    return 0;
}

static rc_t tell(struct ground *ground, const char *key, json_t **ret_result)
{
    struct problem problem = { .rc = RC_OK };
    struct request request = { .op = "thing.tell", .idempotency_key = key, .deadline_ms = WAIT_MS };
    request.args = json_object();
    rc_t rc = mdp_client_call(ground->client, "mlps.sla", &request, ret_result, &problem);
    json_decref(request.args);
    return rc;
}

static bool has_no_sessions(void *tdb)
{
    return db_number(tdb, "select count(*) from pg_stat_activity where usename = 'mlps_sla' and "
                          "datname = current_database()") == 0;
}

static void test_request_event_and_stop(void **state)
{
    struct ground *ground = *state;
    static const char *const TOPICS[] = { "c/", NULL };
    const char *topic = "", *json = "";
    json_t *result = NULL;
    event_sub_t *sub = event_sub_new(&ground->broker.bus, TOPICS);
    assert_int_equal(tell(ground, "first", &result), RC_OK);
    assert_string_equal(json_string_value(json_object_get(result, "account")), "local");
    json_decref(result);
    for (int i = 0; strcmp(topic, "c/thing.told") != 0;
         i++) { /* a subscription takes a moment to arrive */
        char key[16];
        snprintf(key, sizeof(key), "again%d", i);
        assert_int_equal(tell(ground, key, &result), RC_OK);
        json_decref(result);
        rc_t rc = event_sub_next(sub, 200, -1, &topic, &json);
        assert_true(rc == RC_OK || i < 50);
    }
    assert_non_null(strstr(json, "\"at\":\"2026-06-15T09:00:00+08:00\""));
    event_sub_destroy(&sub);
    int64_t asked = clk_mono_ms();
    assert_int_equal(child_stop(&ground->service, WAIT_MS), 0);
    assert_in_range(clk_mono_ms() - asked, 0, 5000 + BUSY_MS);
    assert_true(wait_until(has_no_sessions, &ground->tdb, WAIT_MS)); /* the server notices soon */
}

static void test_threads_work_beside_each_other(void **state)
{
    struct ground *ground = *state;
    struct request request = { .op = "thing.meet", .deadline_ms = WAIT_MS };
    request.args = json_object();
    for (uint64_t tag = 0; tag < 2; tag++)
        assert_int_equal(mdp_client_send(ground->client, "mlps.sla", &request, tag), RC_OK);
    for (int i = 0; i < 2; i++) {
        struct problem problem = { .rc = RC_OK };
        uint64_t tag;
        json_t *result = NULL;
        assert_int_equal(mdp_client_next(ground->client, WAIT_MS, &tag, &result, &problem), RC_OK);
        assert_int_equal(problem.rc, RC_OK);
        json_decref(result);
    }
    json_decref(request.args);
}

/* Every connection of the service is cut: the next request is served all the same. */
static void test_cut_connections(void **state)
{
    struct ground *ground = *state;
    json_t *result = NULL;
    assert_int_equal(tell(ground, "before", &result), RC_OK);
    json_decref(result);
    db_exec(&ground->tdb,
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'mlps_sla'"
            " and datname = current_database()");
    assert_int_equal(tell(ground, "after", &result), RC_OK);
    json_decref(result);
    assert_int_equal(db_number(&ground->tdb, "select count(*) from event"), 2);
}

static void test_bad_usage(void **state)
{
    struct ground *ground = *state;
    (void)child_stop(&ground->service, WAIT_MS);
    start(ground, ground->tdb.dsn, "--threads=none");
    assert_true(child_wait(&ground->service, WAIT_MS));
    assert_int_equal(child_stop(&ground->service, 0), 2);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "serve") == 0)
        return service_main(&SERVICE, argc - 1, argv + 1);
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_request_event_and_stop),
        TEST(test_threads_work_beside_each_other),
        TEST(test_cut_connections),
        TEST(test_bad_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
