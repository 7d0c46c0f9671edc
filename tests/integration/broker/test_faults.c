/* FI-05 and FI-06: brokers and workers killed, stopped and restarted while requests are under way.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "clk.h"
#include "echo_worker.h"
#include "mdp_client.h"
#include "temp_broker.h"
#include "wait_until.h"

#define SERVICE "mlps.echo"

enum {
    EXPIRY_MS = 3000, /* one second, three times: what reliability.md 6 claims */
    BACK_MS = 4000,   /* workers registered again after a broker came back */
    SLACK_MS = BUSY_MS,
    PATIENCE_MS = 6 * BUSY_MS,
};

static struct temp_broker broker;
static mdp_client_t *client;   /* of the requests under test */
static mdp_client_t *observer; /* asks the broker how it is */

static int start(void **state)
{
    (void)state;
    temp_broker_start(&broker, NULL);
    client = mdp_client_new(&broker.bus);
    observer = mdp_client_new(&broker.bus);
    /* Connected before a test begins: a request sent earlier than that leaves with the next call.
     */
    struct problem problem = { 0 };
    json_t *result = NULL;
    rc_t rc = mdp_client_ask(client, "mlps.broker", "stats", NULL, NULL, &result, &problem);
    json_decref(result);
    return rc != RC_OK;
}

static int stop(void **state)
{
    (void)state;
    mdp_client_destroy(&client);
    mdp_client_destroy(&observer);
    return temp_broker_stop(&broker);
}

static void worker_start(struct child *worker, const char *name, const char *work_ms)
{
    const char *const argv[] = {
        MLPS_BIN_DIR "/../tests/echo_process", broker.bus.requests, SERVICE, name, work_ms, NULL
    };
    struct child_spec spec = { .argv = argv, .out = true };
    child_start(worker, &spec);
}

static void worker_kill(struct child *worker)
{
    child_signal(worker, SIGKILL);
    child_wait(worker, PATIENCE_MS);
}

/* A counter of the broker that should reach a value. */
struct counter {
    const char *name;
    int64_t least;
};

static bool has_reached(void *arg)
{
    const struct counter *self = arg;
    struct problem problem = { 0 };
    json_t *result = NULL;
    if (mdp_client_ask(observer, "mlps.broker", "stats", NULL, NULL, &result, &problem) != RC_OK)
        return false;
    int64_t value = json_integer_value(json_object_get(result, self->name));
    json_decref(result);
    return value >= self->least;
}

/* Milliseconds until a counter of the broker has reached `least`. */
static int64_t time_until(const char *name, int64_t least)
{
    struct counter want = { name, least };
    int64_t begin = clk_mono_ms();
    if (!wait_until(has_reached, &want, PATIENCE_MS))
        fail_msg("%s does not reach %d", name, (int)least);
    return clk_mono_ms() - begin;
}

static void send_tag(uint64_t tag)
{
    json_t *args = json_pack("{s:I}", "tag", (json_int_t)tag);
    struct request request = { .op = "echo", .args = args, .deadline_ms = PATIENCE_MS };
    assert_int_equal(mdp_client_send(client, SERVICE, &request, tag), RC_OK);
    json_decref(args);
}

/* The next reply, its tag checked against what the worker echoed; by whom is left in `by`. */
static uint64_t take_tag(char by[16])
{
    struct problem problem = { 0 };
    json_t *result = NULL;
    uint64_t tag = 0;
    assert_int_equal(mdp_client_next(client, PATIENCE_MS, &tag, &result, &problem), RC_OK);
    assert_string_equal(problem.text, "");
    json_t *echo = json_object_get(result, "echo");
    assert_int_equal(json_integer_value(json_object_get(echo, "tag")), tag);
    const char *name = json_string_value(json_object_get(result, "by"));
    snprintf(by, 16, "%s", name ? name : "");
    json_decref(result);
    return tag;
}

static void wait_got(struct child *worker)
{
    char line[64];
    assert_true(child_line(worker, PATIENCE_MS, line, sizeof(line)));
    assert_string_equal(line, "got");
}

/* One worker has a request, another one is idle; `signal` strikes the first. Milliseconds until the
 * reply came. */
static int64_t strike_busy(struct child *first, struct child *second, const char *work_ms,
                           int signal)
{
    char by[16];
    worker_start(first, "first", work_ms);
    time_until("registered", 1);
    send_tag(1);
    wait_got(first);
    child_signal(first, signal);
    int64_t begin = clk_mono_ms();
    worker_start(second, "second", "0");
    assert_int_equal(take_tag(by), 1);
    assert_string_equal(by, "second");
    return clk_mono_ms() - begin;
}

static void test_killed_while_busy(void **state)
{
    (void)state;
    struct child first;
    struct child second;
    int64_t took = strike_busy(&first, &second, "60000", SIGKILL);
    assert_in_range(took, 0, EXPIRY_MS + SLACK_MS);
    worker_kill(&first);
    worker_kill(&second);
}

/* It only stopped: its late reply is nobody's, and it comes back on a new connection. */
static void test_stopped_while_busy(void **state)
{
    (void)state;
    struct child first;
    struct child second;
    struct problem problem = { 0 };
    json_t *result = NULL;
    uint64_t tag;
    int64_t took = strike_busy(&first, &second, "300", SIGSTOP);
    assert_in_range(took, 0, EXPIRY_MS + SLACK_MS);
    worker_kill(&second);
    time_until("dead", 2);
    child_signal(&first, SIGCONT);
    time_until("registered", 3);
    assert_int_equal(mdp_client_next(client, 0, &tag, &result, &problem), RC_TIMEOUT);
    char by[16];
    send_tag(2);
    assert_int_equal(take_tag(by), 2);
    assert_string_equal(by, "first");
    worker_kill(&first);
}

static void test_stopped_while_idle(void **state)
{
    (void)state;
    struct child worker;
    worker_start(&worker, "first", "0");
    time_until("registered", 1);
    child_signal(&worker, SIGSTOP);
    assert_in_range(time_until("dead", 1), 0, EXPIRY_MS + SLACK_MS);
    child_signal(&worker, SIGCONT);
    time_until("registered", 2);
    worker_kill(&worker);
}

/* A busy worker of the kind that has one thread: silent, alive, and left in peace. */
static void test_long_work_is_not_death(void **state)
{
    (void)state;
    struct child worker;
    char by[16];
    worker_start(&worker, "first", "5000");
    send_tag(1);
    assert_int_equal(take_tag(by), 1);
    struct counter dead = { "dead", 1 };
    assert_false(has_reached(&dead));
    worker_kill(&worker);
}

/* FI-05: the broker is killed with requests under way. Each is answered once and rightly, and the
 * workers are back in time without anybody's help (MDP-15). */
static void test_broker_killed_under_load(void **state)
{
    (void)state;
    enum { REQUESTS = 200 };
    struct echo_worker worker = { .bus = &broker.bus, .service = SERVICE, .work_ms = 2 };
    bool seen[REQUESTS] = { false };
    char by[16];
    echo_worker_start(&worker);
    time_until("registered", 1);
    for (uint64_t tag = 0; tag < REQUESTS; tag++)
        send_tag(tag);
    for (int i = 0; i < REQUESTS; i++) {
        if (i == REQUESTS / 4) {
            temp_broker_kill(&broker);
            temp_broker_restart(&broker);
            assert_in_range(time_until("registered", 1), 0, BACK_MS + SLACK_MS);
        }
        uint64_t tag = take_tag(by);
        assert_in_range(tag, 0, REQUESTS - 1);
        assert_false(seen[tag]);
        seen[tag] = true;
    }
    struct problem problem = { 0 };
    json_t *result = NULL;
    uint64_t tag;
    assert_int_equal(mdp_client_next(client, 100, &tag, &result, &problem), RC_TIMEOUT);
    echo_worker_stop(&worker);
}

/* A broker that does not move: calls end by their deadline, and go on when it does. */
static void test_broker_stopped(void **state)
{
    (void)state;
    struct echo_worker worker = { .bus = &broker.bus, .service = SERVICE };
    struct request request = { .op = "echo", .deadline_ms = 1500 };
    struct problem problem = { 0 };
    json_t *result = NULL;
    echo_worker_start(&worker);
    assert_int_equal(mdp_client_call(client, SERVICE, &request, &result, &problem), RC_OK);
    json_decref(result);
    child_signal(&broker.process, SIGSTOP);
    int64_t begin = clk_mono_ms();
    assert_int_equal(mdp_client_call(client, SERVICE, &request, &result, &problem), RC_TIMEOUT);
    assert_in_range(clk_mono_ms() - begin, 1500, 1500 + SLACK_MS);
    child_signal(&broker.process, SIGCONT);
    problem_clear(&problem);
    request.deadline_ms = PATIENCE_MS;
    assert_int_equal(mdp_client_call(client, SERVICE, &request, &result, &problem), RC_OK);
    json_decref(result);
    echo_worker_stop(&worker);
}

/* Several brokers may run: workers serve all of them, clients go on with those that are left. */
static void test_two_brokers(void **state)
{
    (void)state;
    struct temp_broker other;
    struct bus_conf both = { .curve = false };
    struct problem problem = { 0 };
    json_t *result = NULL;
    temp_broker_start(&other, NULL);
    int n = snprintf(both.requests, sizeof(both.requests), "%s,%s", broker.bus.requests,
                     other.bus.requests);
    assert_in_range(n, 1, sizeof(both.requests) - 1);
    struct echo_worker worker = { .bus = &both, .service = SERVICE };
    mdp_client_t *caller = mdp_client_new(&both);
    echo_worker_start(&worker);
    time_until("registered", 1);
    for (int i = 0; i < 40; i++) {
        if (i == 20)
            temp_broker_kill(&other);
        assert_int_equal(mdp_client_ask(caller, SERVICE, "echo", NULL, NULL, &result, &problem),
                         RC_OK);
        json_decref(result);
    }
    struct counter both_used = { "requests", 25 };
    assert_true(has_reached(&both_used)); /* 10 before, 20 after, and what the observer asked */
    mdp_client_destroy(&caller);
    echo_worker_stop(&worker);
}

#define WITH_BROKER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BROKER(test_killed_while_busy),
        WITH_BROKER(test_stopped_while_busy),
        WITH_BROKER(test_stopped_while_idle),
        WITH_BROKER(test_long_work_is_not_death),
        WITH_BROKER(test_broker_killed_under_load),
        WITH_BROKER(test_broker_stopped),
        WITH_BROKER(test_two_brokers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
