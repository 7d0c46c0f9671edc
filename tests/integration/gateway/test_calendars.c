/* Calendar feeds over HTTP as a web page would keep them: issued with a link that is told once,
 * listed without it, read by whoever holds it, dead from the moment of the revocation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "bus_ground.h"
#include "gateway_ground.h"
#include "memory.h"

#define CODE "yifen-2026"
#define PATH "/api/v1/calendars"
#define LIST PATH "?contract=" CODE

enum { LINK = 120, HEX_OF_TOKEN = 64 };

struct ground {
    struct bus_ground bus;
    struct gateway_ground gateway;
};

static int open_ground(void **state)
{
    static const char *const NAMES[] = { "registry", "lifecycle", "delivery", "report", NULL };
    struct ground *g = mem_new(sizeof(*g));
    bus_open(&g->bus, NAMES);
    bus_load(&g->bus);
    json_decref(bus_ask(&g->bus, "mlps.registry", "contract.open", "open", bus_open_args(CODE)));
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

static const char *text(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value ? value : "";
}

/* POST on a fresh connection, since a refusal may close it. Status. */
static int post(struct ground *g, const char *path, const char *key, const char *body)
{
    gateway_reconnect(&g->gateway);
    return gateway_post(&g->gateway, path, key, body);
}

/* A feed of the contract; its link into `link` of LINK bytes. The answer, owned. */
static json_t *issue(struct ground *g, const char *key, char *link)
{
    assert_int_equal(post(g, PATH, key, "{\"contract\":\"" CODE "\"}"), 201);
    json_t *feed = http_client_json(&g->gateway.client);
    snprintf(link, LINK, "%s", text(feed, "path"));
    return feed;
}

/* DELETE with further fields. Status. */
static int revoke(struct ground *g, json_int_t id, const char *fields)
{
    char line[100];
    snprintf(line, sizeof(line), "DELETE " PATH "/%" JSON_INTEGER_FORMAT, id);
    gateway_reconnect(&g->gateway);
    return http_client_ask(&g->gateway.client, gateway_request(&g->gateway, line, fields));
}

/* A GET of a path without any token, as a calendar program or a stranger asks. Status. */
static int ask_open(struct ground *g, const char *method, const char *path)
{
    char request[400];
    snprintf(request, sizeof(request), "%s %s HTTP/1.1\r\nHost: localhost\r\n\r\n", method, path);
    gateway_reconnect(&g->gateway);
    return http_client_ask(&g->gateway.client, request);
}

/* The secret stands in one answer: not in its repetition, not in lists, and in no table. */
static void test_the_token_is_told_once(void **state)
{
    struct ground *g = *state;
    char link[LINK], place[100], sql[600];
    json_t *feed = issue(g, "once", link);
    const char *token = text(feed, "token");
    http_client_field(&g->gateway.client, "Location", place, sizeof(place));
    assert_int_equal(strncmp(place, PATH "/", strlen(PATH "/")), 0);
    assert_int_equal(strlen(token), HEX_OF_TOKEN);
    assert_int_equal(post(g, PATH, "once", "{\"contract\":\"" CODE "\"}"), 201);
    assert_null(strstr(g->gateway.client.body, token));
    gateway_reconnect(&g->gateway);
    json_t *list = gateway_json(&g->gateway, LIST);
    assert_null(strstr(g->gateway.client.body, token));
    assert_non_null(strstr(g->gateway.client.body, "\"scope\":\"contract\""));
    snprintf(sql, sizeof(sql),
             "select (select count(*) from calendar_feed f where f::text like '%%%s%%') + (select "
             "count(*) from idempotency i where i::text like '%%%s%%') + (select count(*) from "
             "event e where e::text like '%%%s%%')",
             token, token, token);
    assert_int_equal(db_number(&g->bus.tdb, sql), 0);
    json_decref(list);
    json_decref(feed);
}

/* At once: the very next question is told that there is nothing, whatever it knew before. */
static void test_a_revoked_link_is_dead_at_once(void **state)
{
    struct ground *g = *state;
    char link[LINK];
    json_t *feed = issue(g, "dies", link);
    json_int_t id = json_integer_value(json_object_get(feed, "id"));
    assert_int_equal(ask_open(g, "GET", link), 200);
    assert_int_equal(revoke(g, id, NULL), 200);
    assert_non_null(strstr(g->gateway.client.body, "\"revoked_at\":\"2026-"));
    assert_int_equal(ask_open(g, "GET", link), 404);
    /* in doubt it is said again, under a key or without */
    assert_int_equal(revoke(g, id, "Idempotency-Key: again\r\n"), 200);
    assert_int_equal(revoke(g, id + 1000, NULL), 404);
    assert_int_equal(revoke(g, id, "Idempotency-Key: a b\r\n"), 400);
    assert_int_equal(
        db_number(&g->bus.tdb, "select count(*) from event where kind = 'feed.revoked'"), 1);
    json_decref(feed);
}

/* What needs no token is the link, and nothing else here. */
static void test_a_stranger_may_nothing(void **state)
{
    static const struct {
        const char *method, *path;
        int status;
    } ASKS[] = {
        { "GET", LIST, 401 },         { "DELETE", PATH "/1", 401 }, { "POST", PATH, 401 },
        { "PUT", PATH "/1", 405 },    { "GET", PATH "/1", 405 },    { "DELETE", PATH, 405 },
        { "DELETE", PATH "/x", 401 },
    };
    struct ground *g = *state;
    for (size_t i = 0; i < COUNT_OF(ASKS); i++)
        if (ask_open(g, ASKS[i].method, ASKS[i].path) != ASKS[i].status)
            fail_msg("%s %s: %s", ASKS[i].method, ASKS[i].path, g->gateway.client.bytes);
}

/* Each refusal names what is wrong, and makes no feed. */
static void test_refusals(void **state)
{
    static const struct {
        const char *body;
        int status;
        const char *field;
    } CASES[] = {
        { "{}", 400, "contract" },
        { "{\"contract\":\"none\"}", 404, "contract" },
        { "{\"contract\":\"" CODE "\",\"team\":\"nobodies\"}", 404, "team" },
        { "{\"contract\":\"" CODE "\",\"person\":\"nobody\"}", 404, "person" },
        { "{\"contract\":\"" CODE "\",\"colour\":\"red\"}", 400, "colour" },
        { "{\"contract\":\"" CODE "\",\"team\":\"fgw\",\"person\":\"x\"}", 400, "" },
    };
    struct ground *g = *state;
    int64_t feeds = db_number(&g->bus.tdb, "select count(*) from calendar_feed");
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char key[20];
        snprintf(key, sizeof(key), "bad-%zu", i);
        if (post(g, PATH, key, CASES[i].body) != CASES[i].status ||
            !strstr(g->gateway.client.body, CASES[i].field))
            fail_msg("%s: %s", CASES[i].body, g->gateway.client.body);
    }
    gateway_reconnect(&g->gateway);
    assert_int_equal(gateway_get(&g->gateway, PATH), 400); /* of which contract? */
    assert_int_equal(db_number(&g->bus.tdb, "select count(*) from calendar_feed"), feeds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_token_is_told_once),
        cmocka_unit_test(test_a_revoked_link_is_dead_at_once),
        cmocka_unit_test(test_a_stranger_may_nothing),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
