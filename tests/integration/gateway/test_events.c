/* Server-sent events against the real log: concurrent writers, commits out of order, connections
 * that break. Every event comes once, in the order the log gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <pthread.h>
#include <signal.h>

#include <cmocka.h>

#include "bus_ground.h"
#include "clk.h"
#include "gateway_ground.h"
#include "memory.h"
#include "pg_query.h"

enum { WRITERS = 4, EACH = 150, EVENTS_MAX = WRITERS * EACH + 100, WAIT_MS = 60000 };

struct ground {
    struct bus_ground bus;
    struct gateway_ground gateway;
};

static int open_ground(void **state)
{
    static const char *const NAMES[] = { "report", NULL };
    struct ground *g = mem_new(sizeof(*g));
    bus_open(&g->bus, NAMES);
    gateway_start(&g->gateway, &g->bus.broker.bus, NULL);
    *state = g;
    return 0;
}

static int close_ground(void **state)
{
    struct ground *g = *state;
    int code = gateway_stop(&g->gateway);
    bus_close(&g->bus);
    mem_free(g);
    return code;
}

struct writer {
    pg_t *early; /* commits at once */
    pg_t *late;  /* holds its transaction open meanwhile */
    int number;
    pthread_t thread;
};

static rc_t write_event(pg_t *db, void *arg, struct problem *problem)
{
    static const struct sql INSERT = { "test_insert",
                                       "insert into mlps.event (kind, subject_kind, subject_id) "
                                       "values ('test.n', 'test', $1::bigint)" };
    const struct writer *self = arg;
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, self->number);
    rc_t rc = pg_do(db, &INSERT, &args, NULL, problem);
    pg_args_fini(&args);
    return rc;
}

/* An event whose transaction stays open while two later ones are committed: the order of numbers is
 * not that of commits. */
static rc_t write_three(pg_t *db, void *arg, struct problem *problem)
{
    struct writer *self = arg;
    rc_t rc = write_event(db, self, problem);
    for (int i = 0; i < 2 && rc == RC_OK; i++)
        rc = pg_tx(self->early, PG_WRITE, write_event, self, problem);
    return rc;
}

static void *write_events(void *arg)
{
    struct writer *self = arg;
    struct problem problem = { .rc = RC_OK };
    rc_t rc = RC_OK;
    for (int i = 0; i < EACH && rc == RC_OK; i += 3)
        rc = pg_tx(self->late, PG_WRITE, write_three, self, &problem);
    if (rc != RC_OK)
        fprintf(stderr, "writer %d: %s\n", self->number, problem.text);
    return NULL;
}

/* The whole events among `bytes` from *at on: their ids are appended; *at moves past them. */
static size_t take_ids(const char *bytes, size_t *at, int64_t *ids, size_t count)
{
    for (const char *end = strstr(bytes + *at, "\n\n"); end; end = strstr(bytes + *at, "\n\n")) {
        long long id;
        const char *line = strstr(bytes + *at, "id: ");
        const char *kind = strstr(bytes + *at, "event: test.n");
        if (line && line < end && kind && kind < end && sscanf(line, "id: %lld", &id) == 1 &&
            count < EVENTS_MAX)
            ids[count++] = id;
        *at = (size_t)(end - bytes) + 2;
    }
    return count;
}

static void join(struct ground *g, struct http_client *c, int64_t last)
{
    char field[80];
    snprintf(field, sizeof(field), "Last-Event-ID: %lld\r\n", (long long)last);
    http_client_open(c, g->gateway.address, 0);
    assert_true(http_client_send(c, gateway_request(&g->gateway, "GET /api/v1/events", field)));
}

/* Read the stream from `last` on, through connections cut after `cut` events each, until `want`
 * have come. */
static size_t read_through(struct ground *g, int64_t last, size_t want, size_t cut, int64_t *ids)
{
    int64_t end = clk_mono_ms() + WAIT_MS;
    size_t count = 0;
    while (count < want && clk_mono_ms() < end) {
        struct http_client c;
        size_t at = 0;
        size_t goal = count + cut;
        join(g, &c, last);
        while (count < goal && count < want && clk_mono_ms() < end && !c.closed) {
            http_client_read(&c, 700, 100); /* odd pieces: events are cut anywhere */
            count = take_ids(c.bytes, &at, ids, count);
        }
        last = count ? ids[count - 1] : last;
        http_client_close(&c);
    }
    return count;
}

/* The log's own order, after `after`. */
static void expect_log(const struct bus_ground *bus, const int64_t *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char sql[300];
        snprintf(
            sql, sizeof(sql),
            "select seq from mlps.event where kind = 'test.n' order by xid, seq offset %zu limit 1",
            i);
        int64_t want = db_number(&bus->tdb, sql);
        if (ids[i] != want)
            fail_msg("place %zu: %lld, the log has %lld", i, (long long)ids[i], (long long)want);
    }
}

static void test_no_gap_under_writers(void **state)
{
    struct ground *g = *state;
    struct writer writers[WRITERS];
    int64_t *ids = mem_array(EVENTS_MAX, sizeof(*ids));
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){ .early = temp_db_pg(&g->bus.tdb, NULL),
                                      .late = temp_db_pg(&g->bus.tdb, NULL),
                                      .number = i };
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_events, &writers[i]), 0);
    }
    size_t count = read_through(g, 0, WRITERS * EACH, 40, ids);
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
        pg_destroy(&writers[i].early);
        pg_destroy(&writers[i].late);
    }
    assert_int_equal(count, WRITERS * EACH);
    expect_log(&g->bus, ids, count);
    /* and again from the beginning on one connection */
    count = read_through(g, 0, WRITERS * EACH, EVENTS_MAX, ids);
    assert_int_equal(count, WRITERS * EACH);
    expect_log(&g->bus, ids, count);
    mem_free(ids);
}

/* The gateway dies and comes back: the client resumes where it was. */
static void test_gateway_killed(void **state)
{
    struct ground *g = *state;
    struct gateway_ground second;
    struct http_client c;
    char after[100];
    int64_t head =
        db_number(&g->bus.tdb, "select seq from mlps.event order by xid desc, seq desc limit 1");
    gateway_start(&second, &g->bus.broker.bus, NULL);
    http_client_open(&c, second.address, 0);
    assert_true(http_client_send(&c, gateway_request(&second, "GET /api/v1/events", NULL)));
    assert_true(http_client_expect(&c, "event: hello\n", BUS_WAIT_MS));
    snprintf(after, sizeof(after), "\nid: %lld\nevent: hello", (long long)head);
    assert_non_null(strstr(c.bytes, after));
    child_signal(&second.process, SIGKILL);
    assert_true(http_client_ends(&c, BUS_WAIT_MS));
    http_client_close(&c);
    db_exec(
        &g->bus.tdb,
        "insert into mlps.event (kind, subject_kind, subject_id) values ('test.gap', 'test', 1)");
    join(g, &c, head); /* through the other gateway: an id is the log's, not a gateway's */
    assert_true(http_client_expect(&c, "event: test.gap\n", BUS_WAIT_MS));
    http_client_close(&c);
    (void)gateway_stop(&second);
}

/* Nothing announces the event: the slow poll finds it. */
static void test_lost_hint(void **state)
{
    struct ground *g = *state;
    struct http_client c;
    http_client_open(&c, g->gateway.address, 0);
    assert_true(http_client_send(&c, gateway_request(&g->gateway, "GET /api/v1/events", NULL)));
    assert_true(http_client_expect(&c, "event: hello\n", BUS_WAIT_MS));
    db_exec(
        &g->bus.tdb,
        "insert into mlps.event (kind, subject_kind, subject_id) values ('test.quiet', 'test', 1)");
    assert_true(http_client_expect(&c, "event: test.quiet\n", BUS_WAIT_MS));
    http_client_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_gap_under_writers),
        cmocka_unit_test(test_gateway_killed),
        cmocka_unit_test(test_lost_hint),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
