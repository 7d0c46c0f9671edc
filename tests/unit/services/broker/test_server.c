#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <pthread.h>
#include <unistd.h>

#include "attr.h"
#include "mdp_client.h"
#include "server.h"
#include "temp_keys.h"

static struct server_conf conf_of(const char *bind)
{
    struct server_conf conf = { .broker = broker_conf_default(), .bind = bind };
    conf.broker.secure = false;
    return conf;
}

struct runner {
    server_t *server;
    int stop[2];
    pthread_t thread;
};

static void *run(void *arg)
{
    struct runner *self = arg;
    server_run(self->server, self->stop[0]);
    return NULL;
}

static void runner_start(struct runner *self, const struct server_conf *conf)
{
    struct problem problem = { 0 };
    rc_t rc = server_open(conf, &self->server, &problem);
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    assert_int_equal(pipe(self->stop), 0);
    assert_int_equal(pthread_create(&self->thread, NULL, run, self), 0);
}

static void runner_stop(struct runner *self)
{
    assert_int_equal(write(self->stop[1], "x", 1), 1);
    pthread_join(self->thread, NULL);
    server_close(&self->server);
    close(self->stop[0]);
    close(self->stop[1]);
}

static void assert_serves(const struct bus_conf *bus)
{
    struct problem problem = { 0 };
    json_t *result = NULL;
    mdp_client_t *client = mdp_client_new(bus);
    rc_t rc = mdp_client_ask(client, "mlps.broker", "stats", NULL, NULL, &result, &problem);
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    json_decref(result);
    mdp_client_destroy(&client);
}

/* ipc endpoint of this run of the test alone, with `before` and `after` around it. */
static void put_ipc(char out[128], const char *before, const char *after)
{
    snprintf(out, 128, "%sipc:///tmp/mlps-test-%d%s", before, (int)getpid(), after);
}

static void test_open_serve_stop(void **state)
{
    (void)state;
    char binds[4][128] = { "tcp://127.0.0.1:*", "tcp://127.0.0.1:0" };
    put_ipc(binds[2], "", "");
    put_ipc(binds[3], "tcp://127.0.0.1:*,", "");
    for (size_t i = 0; i < COUNT_OF(binds); i++) {
        struct runner runner;
        struct server_conf conf = conf_of(binds[i]);
        runner_start(&runner, &conf);
        const struct bus_conf *bus = server_bus(runner.server);
        assert_null(strstr(bus->requests, ":*"));
        assert_null(strstr(bus->requests, ":0,"));
        assert_serves(bus);
        runner_stop(&runner);
    }
}

static void test_events_endpoints(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    server_t *server = NULL;
    char bind[128];
    char in[128];
    char out[128];
    put_ipc(bind, "", "");
    put_ipc(in, "", "-elsewhere");
    put_ipc(out, "", "-out");
    struct server_conf conf = conf_of(bind);
    conf.events_in = in;
    assert_int_equal(server_open(&conf, &server, &problem), RC_OK);
    assert_string_equal(server_bus(server)->events_in, in);
    assert_string_equal(server_bus(server)->events_out, out);
    server_close(&server);
    assert_null(server);
    server_close(&server);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bind, *keys;
        rc_t rc;
    } CASES[] = {
        { "", NULL, RC_INVALID },
        { "nowhere", NULL, RC_INVALID },
        { "tcp://127.0.0.1:65535", NULL, RC_INVALID }, /* no room for the event ports */
        { "tcp://127.0.0.1:*,", NULL, RC_INVALID },
        { "tcp://127.0.0.1:*", "/nonexistent", RC_NOT_FOUND },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct problem problem = { 0 };
        server_t *server = NULL;
        struct server_conf conf = conf_of(CASES[i].bind);
        conf.keys = CASES[i].keys;
        rc_t rc = server_open(&conf, &server, &problem);
        if (rc != CASES[i].rc || problem.text[0] == '\0' || server)
            fail_msg("\"%s\": %s", CASES[i].bind, rc_word(rc));
    }
}

static void test_taken_port(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    server_t *first = NULL;
    server_t *second = NULL;
    struct server_conf conf = conf_of("tcp://127.0.0.1:*");
    assert_int_equal(server_open(&conf, &first, &problem), RC_OK);
    struct server_conf same = conf_of(server_bus(first)->requests);
    assert_int_equal(server_open(&same, &second, &problem), RC_CONFLICT);
    assert_null(second);
    server_close(&first);
}

static void test_secured(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "broker", "gateway", NULL };
    struct temp_keys keys;
    struct runner runner;
    temp_keys_make(&keys, NAMES);
    struct server_conf conf = conf_of("tcp://127.0.0.1:*");
    conf.keys = keys.dir;
    conf.broker.secure = true;
    runner_start(&runner, &conf);
    struct bus_conf bus = *server_bus(runner.server);
    temp_keys_use(&keys, "gateway", &bus);
    assert_serves(&bus);
    runner_stop(&runner);
    temp_keys_remove(&keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open_serve_stop), cmocka_unit_test(test_events_endpoints),
        cmocka_unit_test(test_refused),         cmocka_unit_test(test_taken_port),
        cmocka_unit_test(test_secured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
