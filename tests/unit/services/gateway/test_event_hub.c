/* The hub against a scripted bus: every order of reads, hints, joins and failures is played by
 * hand. The connection side is real: streams are read from sockets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clk.h"
#include "gateway_fixture.h"

/* The log the test plays: names in order, not in order of size, as the log gives them. */
static const int64_t LOG[] = { 10, 30, 20, 50, 40, 60, 80, 70 };

/* Reply of event.list: `count` events from index `from`; `head` is the last one of the log's first
 * `known`. */
static char *page(size_t from, size_t count, size_t known)
{
    static char text[4096];
    size_t len = (size_t)snprintf(text, sizeof(text), "{\"items\":[");
    for (size_t i = from; i < from + count; i++)
        len += (size_t)snprintf(
            text + len, sizeof(text) - len, "%s{\"seq\":%d,\"kind\":\"k.%d\",\"contract\":\"%s\"}",
            i > from ? "," : "", (int)LOG[i], (int)LOG[i], i % 2 ? "odd" : "even");
    snprintf(text + len, sizeof(text) - len, "],\"head\":%d}", known ? (int)LOG[known - 1] : 0);
    return text;
}

/* The number at the start of `text`. */
static int number_at(const char *text)
{
    int number = -1;
    (void)!sscanf(text, "%d", &number);
    return number;
}

/* Answer as the service would that knows the first `known` events; false when nothing was asked. */
static bool serve(size_t known)
{
    struct script_ask ask;
    size_t from = 0;
    if (!script_bus_next(&ask))
        return false;
    assert_string_equal(ask.op, "event.list");
    json_int_t after = json_integer_value(json_object_get(ask.args, "after"));
    json_int_t limit = json_integer_value(json_object_get(ask.args, "limit"));
    while (after && from < COUNT_OF(LOG) && LOG[from] != after)
        from++;
    from += after != 0;
    if (from > COUNT_OF(LOG)) {
        script_bus_refuse(&ask, RC_INVALID, "after", "\"after\" names no event");
        return true;
    }
    size_t count = known > from ? known - from : 0;
    script_bus_answer(&ask, page(from, count < (size_t)limit ? count : (size_t)limit, known));
    return true;
}

/* Run the loop and serve until the client has `text`. */
static void expect(struct gateway_fixture *f, struct loop_client *c, size_t known, const char *text)
{
    int64_t end = clk_mono_ms() + 120000;
    while (!strstr(c->bytes, text) && clk_mono_ms() < end) {
        loop_client_turn(c);
        serve(known);
    }
    if (!strstr(c->bytes, text))
        fail_msg("\"%s\" did not come: %s", text, c->bytes);
    (void)f;
}

static void join(struct gateway_fixture *f, struct loop_client *c, const char *query,
                 const char *fields)
{
    char line[200];
    snprintf(line, sizeof(line), "GET /api/v1/events%s", query);
    loop_client_open(c, f->base, http_server_address(f->gateway.server));
    assert_true(loop_client_send(c, gateway_fixture_request(f, line, fields)));
}

/* The ids in the order they came, "10 30 20". */
static const char *ids(const struct loop_client *c)
{
    static char text[4096];
    size_t len = 0;
    text[0] = '\0';
    for (const char *at = strstr(c->bytes, "\nid: "); at; at = strstr(at + 1, "\nid: "))
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%d", len ? " " : "",
                                number_at(at + 5));
    return text;
}

/* From now on: what was there before does not come, what comes after does, by the hint and by the
 * slow poll alike. */
static void test_from_now(void **state)
{
    struct gateway_fixture f;
    struct loop_client c;
    (void)state;
    gateway_fixture_start(&f, NULL);
    join(&f, &c, "", NULL);
    expect(&f, &c, 3, "event: hello\n");
    assert_string_equal(ids(&c), "20");
    assert_non_null(strstr(c.bytes, "\r\nContent-Type: text/event-stream\r\n"));
    event_hub_hint(f.gateway.hub);
    expect(&f, &c, 4, "event: k.50\ndata: {\"contract\":\"odd\",\"kind\":\"k.50\",\"seq\":50}\n\n");
    expect(&f, &c, 6, "id: 60\n");
    assert_string_equal(ids(&c), "20 50 40 60");
    loop_client_close(&c);
    gateway_fixture_stop(&f);
}

static const struct {
    const char *name;
    const char *query;
    const char *field;
    const char *want;
} RESUMES[] = {
    { "from the beginning", "?after=0", NULL, "0 10 30 20 50 40 60 80 70" },
    { "after the first", "?after=10", NULL, "10 30 20 50 40 60 80 70" },
    { "by the header", "", "Last-Event-ID: 50\r\n", "50 40 60 80 70" },
    { "the header goes first", "?after=10", "Last-Event-ID: 80\r\n", "80 70" },
    { "after the last", "?after=70", NULL, "70" },
    { "of one contract", "?after=0&contract=odd", NULL, "0 30 50 60 70" },
};

/* From any place on, each later event comes once, in the log's order. */
static void test_resume(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(RESUMES); i++) {
        struct gateway_fixture f;
        struct loop_client c;
        gateway_fixture_start(&f, NULL);
        join(&f, &c, RESUMES[i].query, RESUMES[i].field);
        const char *last = strrchr(RESUMES[i].want, ' ');
        char wanted[40];
        snprintf(wanted, sizeof(wanted), "id: %s\n", last ? last + 1 : RESUMES[i].want);
        expect(&f, &c, COUNT_OF(LOG), wanted);
        if (strcmp(ids(&c), RESUMES[i].want) != 0)
            fail_msg("%s: %s", RESUMES[i].name, ids(&c));
        loop_client_close(&c);
        gateway_fixture_stop(&f);
    }
}

/* Every pair of "known when the stream joins" and "known when its own page is read": the seam
 * between page and hub loses and doubles nothing. */
static void test_seam(void **state)
{
    (void)state;
    for (size_t first = 1; first <= COUNT_OF(LOG); first++) {
        for (size_t then = first; then <= COUNT_OF(LOG); then++) {
            struct gateway_fixture f;
            struct loop_client live;
            struct loop_client late;
            gateway_fixture_start(&f, NULL);
            join(&f, &live, "", NULL);
            expect(&f, &live, first, "event: hello\n");
            join(&f, &late, "?after=0", NULL);
            while (script_bus_open() == 0)
                loop_client_turn(&late);
            serve(first); /* the hub's read that makes the join good */
            while (script_bus_open() == 0)
                loop_client_turn(&late);
            serve(then); /* its page, perhaps newer than the hub */
            event_hub_hint(f.gateway.hub);
            expect(&f, &late, COUNT_OF(LOG), "id: 70\n");
            if (strcmp(ids(&late), "0 10 30 20 50 40 60 80 70") != 0)
                fail_msg("%zu, %zu: %s", first, then, ids(&late));
            loop_client_close(&live);
            loop_client_close(&late);
            gateway_fixture_stop(&f);
        }
    }
}

static void test_bad_places(void **state)
{
    static const struct {
        const char *query;
        const char *field;
        int status;
        const char *code;
    } BAD[] = {
        { "?after=999", NULL, 400, "\"code\":\"invalid\"" },
        { "?after=-1", NULL, 400, "invalid_parameter" },
        { "?after=x", NULL, 400, "invalid_parameter" },
        { "", "Last-Event-ID: x\r\n", 400, "invalid_header" },
        { "", "Last-Event-ID: 9999999999999999999999\r\n", 400, "invalid_header" },
        { "?from=1", NULL, 400, "\"field\":\"from\"" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct gateway_fixture f;
        struct loop_client c;
        gateway_fixture_start(&f, NULL);
        join(&f, &c, BAD[i].query, BAD[i].field);
        expect(&f, &c, 3, BAD[i].code);
        assert_int_equal(loop_client_status(&c), BAD[i].status);
        assert_int_equal(event_hub_stats(f.gateway.hub)->streams, 0);
        loop_client_close(&c);
        gateway_fixture_stop(&f);
    }
}

/* No bus: the join is refused, not left hanging. A bus that comes and goes under an open stream:
 * nothing is lost. */
static void test_failures(void **state)
{
    struct gateway_fixture f;
    struct loop_client c;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    script_bus_break(RC_UNAVAILABLE);
    join(&f, &c, "", NULL);
    assert_true(loop_client_expect(&c, "HTTP/1.1 503 ", 60000));
    loop_client_close(&c);
    join(&f, &c, "?after=0", NULL);
    assert_true(loop_client_expect(&c, "HTTP/1.1 503 ", 60000));
    loop_client_close(&c);
    script_bus_break(RC_OK);
    join(&f, &c, "?after=10", NULL);
    expect(&f, &c, 3, "id: 20\n");
    script_bus_break(RC_TIMEOUT);
    event_hub_hint(f.gateway.hub);
    if (script_bus_next(&ask))
        script_bus_refuse(&ask, RC_TIMEOUT, NULL, "gone");
    for (int i = 0; i < 100; i++)
        loop_client_turn(&c);
    script_bus_break(RC_OK);
    expect(&f, &c, COUNT_OF(LOG), "id: 70\n");
    assert_string_equal(ids(&c), "10 30 20 50 40 60 80 70");
    loop_client_close(&c);
    gateway_fixture_stop(&f);
}

/* HEAD tells the fields of a stream without opening one. */
static void test_head(void **state)
{
    struct gateway_fixture f;
    struct loop_client c;
    (void)state;
    gateway_fixture_start(&f, NULL);
    loop_client_open(&c, f.base, http_server_address(f.gateway.server));
    assert_true(
        loop_client_send(&c, gateway_fixture_request(&f, "HEAD /api/v1/events?after=10", NULL)));
    expect(&f, &c, 3, "\r\n\r\n");
    assert_true(loop_client_ends(&c, 60000));
    assert_null(strstr(c.bytes, "hello"));
    assert_non_null(strstr(c.bytes, "\r\nContent-Type: text/event-stream\r\n"));
    assert_int_equal(event_hub_stats(f.gateway.hub)->streams, 0);
    loop_client_close(&c);
    gateway_fixture_stop(&f);
}

static void test_heartbeats(void **state)
{
    static const char *const OPTIONS[] = { "--beat-ms=30", NULL };
    struct gateway_fixture f;
    struct loop_client c;
    (void)state;
    gateway_fixture_start(&f, OPTIONS);
    join(&f, &c, "", NULL);
    expect(&f, &c, 3, "hello");
    expect(&f, &c, 3, "{}\n\n:\n\n:\n\n");
    loop_client_close(&c);
    gateway_fixture_stop(&f);
}

static void test_most_streams(void **state)
{
    static const char *const OPTIONS[] = { "--max-streams=2", NULL };
    struct gateway_fixture f;
    struct loop_client c[3];
    (void)state;
    gateway_fixture_start(&f, OPTIONS);
    join(&f, &c[0], "", NULL);
    expect(&f, &c[0], 3, "hello");
    join(&f, &c[1], "", NULL);
    expect(&f, &c[1], 3, "hello");
    join(&f, &c[2], "", NULL);
    assert_true(loop_client_expect(&c[2], "HTTP/1.1 503 ", 60000));
    loop_client_close(&c[0]);
    while (event_hub_stats(f.gateway.hub)->streams > 1)
        loop_client_turn(&c[1]);
    loop_client_close(&c[2]);
    join(&f, &c[2], "", NULL);
    expect(&f, &c[2], 3, "hello");
    loop_client_close(&c[1]);
    loop_client_close(&c[2]);
    gateway_fixture_stop(&f);
}

/* Nobody listens: nobody asks. */
static void test_rests_without_streams(void **state)
{
    struct gateway_fixture f;
    struct loop_client c;
    (void)state;
    gateway_fixture_start(&f, NULL);
    event_hub_hint(f.gateway.hub);
    assert_int_equal(script_bus_open(), 0);
    join(&f, &c, "", NULL);
    expect(&f, &c, 3, "hello");
    loop_client_close(&c);
    int64_t end = clk_mono_ms() + 120000;
    while (clk_mono_ms() < end) {
        event_base_loop(f.base, EVLOOP_NONBLOCK);
        serve(3);
        if (event_hub_stats(f.gateway.hub)->streams == 0 && script_bus_open() == 0)
            break;
    }
    end = clk_mono_ms() + 1200;
    while (clk_mono_ms() < end) {
        event_base_loop(f.base, EVLOOP_NONBLOCK);
        assert_int_equal(script_bus_open(), 0);
    }
    gateway_fixture_stop(&f);
}

/* The client leaves at each point of a join. */
static void test_leaves_while_joining(void **state)
{
    (void)state;
    for (int served = 0; served < 3; served++) {
        struct gateway_fixture f;
        struct loop_client c;
        gateway_fixture_start(&f, NULL);
        join(&f, &c, "?after=10", NULL);
        for (int i = 0; i < served; i++) {
            while (script_bus_open() == 0)
                loop_client_turn(&c);
            serve(3);
        }
        for (int i = 0; i < 5; i++)
            loop_client_turn(&c);
        loop_client_close(&c);
        int64_t end = clk_mono_ms() + 120000;
        while (event_hub_stats(f.gateway.hub)->streams > 0 && clk_mono_ms() < end) {
            event_base_loop(f.base, EVLOOP_NONBLOCK);
            serve(3);
        }
        assert_int_equal(event_hub_stats(f.gateway.hub)->streams, 0);
        gateway_fixture_stop(&f);
    }
}

/* A stop at each point of a join, with questions still open. */
static void test_stops_while_joining(void **state)
{
    (void)state;
    for (int served = 0; served < 3; served++) {
        struct gateway_fixture f;
        struct loop_client c;
        gateway_fixture_start(&f, NULL);
        join(&f, &c, "?after=10", NULL);
        for (int i = 0; i < served; i++) {
            while (script_bus_open() == 0)
                loop_client_turn(&c);
            serve(3);
        }
        gateway_fixture_stop(&f);
        loop_client_close(&c);
    }
}

enum { BIG_EVENTS = 400, BIG_PAD = 40000 };

/* Serve a log of big events of which the first *sent exist, and let seven more happen. */
static void serve_big(const struct script_ask *ask, size_t *sent)
{
    static char reply[BIG_EVENTS * (BIG_PAD + 100)];
    if (json_integer_value(json_object_get(ask->args, "limit")) == 1) {
        script_bus_answer(ask, "{\"items\":[],\"head\":0}");
        return;
    }
    size_t after = (size_t)json_integer_value(json_object_get(ask->args, "after"));
    size_t limit = (size_t)json_integer_value(json_object_get(ask->args, "limit"));
    size_t len = (size_t)snprintf(reply, sizeof(reply), "{\"items\":[");
    *sent = *sent + 7 < BIG_EVENTS ? *sent + 7 : BIG_EVENTS;
    for (size_t i = after; i < *sent && i < after + limit; i++)
        len += (size_t)snprintf(reply + len, sizeof(reply) - len,
                                "%s{\"seq\":%zu,\"kind\":\"k\",\"pad\":\"%0*d\"}",
                                i > after ? "," : "", i + 1, BIG_PAD, 0);
    snprintf(reply + len, sizeof(reply) - len, "],\"head\":%zu}", *sent);
    script_bus_answer(ask, reply);
}

/* Take the whole events off what the client has; each must be the next one. Returns the last. */
static int take_events(struct loop_client *c, int last)
{
    char *end = c->bytes;
    for (char *at = strstr(end, "\n\n"); at; at = strstr(end, "\n\n")) {
        const char *id = strstr(end, "id: ");
        if (id && id < at && number_at(id + 4) != ++last)
            fail_msg("%d comes where %d was due", number_at(id + 4), last);
        end = at + 2;
    }
    c->len -= (size_t)(end - c->bytes);
    memmove(c->bytes, end, c->len + 1);
    return last;
}

/* A client that does not read falls behind once the kernel's buffers are full; what is kept for it
 * stays bounded, and when it reads again all comes, in order. */
static void test_slow_stream(void **state)
{
    struct gateway_fixture f;
    struct loop_client c;
    struct script_ask ask;
    size_t sent = 0;
    int64_t end = clk_mono_ms() + 120000;
    int last = 0;
    (void)state;
    gateway_fixture_start(&f, NULL);
    join(&f, &c, "", NULL);
    while (!strstr(c.bytes, "data: {}\n\n")) {
        loop_client_turn(&c);
        if (script_bus_next(&ask))
            serve_big(&ask, &sent);
    }
    loop_client_forget(&c);
    while (sent < BIG_EVENTS && clk_mono_ms() < end) {
        event_base_loop(f.base, EVLOOP_NONBLOCK);
        while (script_bus_next(&ask))
            serve_big(&ask, &sent);
        event_hub_hint(f.gateway.hub);
    }
    assert_true(event_hub_stats(f.gateway.hub)->lagged > 0);
    while (last < BIG_EVENTS && clk_mono_ms() < end) {
        loop_client_turn(&c);
        while (script_bus_next(&ask))
            serve_big(&ask, &sent);
        last = take_events(&c, last);
    }
    assert_int_equal(last, BIG_EVENTS);
    loop_client_close(&c);
    gateway_fixture_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_now),
        cmocka_unit_test(test_resume),
        cmocka_unit_test(test_seam),
        cmocka_unit_test(test_bad_places),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_heartbeats),
        cmocka_unit_test(test_most_streams),
        cmocka_unit_test(test_rests_without_streams),
        cmocka_unit_test(test_leaves_while_joining),
        cmocka_unit_test(test_stops_while_joining),
        cmocka_unit_test(test_slow_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
