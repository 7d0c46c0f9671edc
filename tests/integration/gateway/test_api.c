/* The real contract with its 39 systems, read and exported through the gateway as a program would.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <signal.h>
#include <sodium.h>

#include <cmocka.h>

#include "bus_ground.h"
#include "clk.h"
#include "gateway_ground.h"
#include "memory.h"

#define CODE "yifen-2026"

struct ground {
    struct bus_ground bus;
    struct gateway_ground gateway;
    struct child exporter;
    int64_t cycle; /* of the first system */
};

static int open_ground(void **state)
{
    static const char *const NAMES[] = {
        "registry", "lifecycle", "delivery", "sla", "report", NULL
    };
    static const char *const OPTIONS[] = { "--bus-ms", "3000", NULL };
    struct ground *g = mem_new(sizeof(*g));
    bus_open(&g->bus, NAMES);
    bus_load(&g->bus);
    json_decref(bus_ask(&g->bus, "mlps.registry", "contract.open", "open", bus_open_args(CODE)));
    json_t *cycle =
        bus_ask(&g->bus, "mlps.lifecycle", "cycle.open", "cycle",
                json_pack("{s:s,s:i,s:s}", "contract", CODE, "serial", 1, "start", "2026-04-01"));
    g->cycle = json_integer_value(json_object_get(cycle, "id"));
    json_decref(cycle);
    gateway_start(&g->gateway, &g->bus.broker.bus, OPTIONS);
    const char *const argv[] = { MLPS_BIN_DIR "/mlps-export",
                                 "--insecure",
                                 "--bus",
                                 g->bus.broker.bus.requests,
                                 "--dsn",
                                 g->bus.tdb.dsn,
                                 "--now",
                                 "2026-06-15T09:00:00+08:00",
                                 "--data",
                                 g->gateway.folder,
                                 NULL };
    child_start(&g->exporter, &(struct child_spec){ .argv = argv, .log = "/dev/null" });
    *state = g;
    return 0;
}

static int close_ground(void **state)
{
    struct ground *g = *state;
    int code = gateway_stop(&g->gateway);
    child_stop(&g->exporter, BUS_WAIT_MS);
    bus_close(&g->bus);
    mem_free(g);
    return code;
}

static json_int_t number(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

static const char *text(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value ? value : "";
}

/* Number of items of a list, or of the array `key`. */
static size_t count_of(struct gateway_ground *gw, const char *path, const char *key)
{
    json_t *json = gateway_json(gw, path);
    size_t count = json_array_size(json_object_get(json, key));
    json_decref(json);
    return count;
}

static void test_contracts(void **state)
{
    struct ground *g = *state;
    assert_int_equal(count_of(&g->gateway, "/api/v1/contracts", "items"), 1);
    json_t *contract = gateway_json(&g->gateway, "/api/v1/contracts/" CODE);
    assert_string_equal(text(contract, "code"), CODE);
    assert_int_equal(number(contract, "systems"), 39);
    json_decref(contract);
    assert_int_equal(gateway_get(&g->gateway, "/api/v1/contracts/none"), 404);
    assert_non_null(strstr(g->gateway.client.body, "\"code\":\"not_found\""));
    assert_int_equal(count_of(&g->gateway, "/api/v1/contracts/" CODE "/progress", "systems"), 39);
}

static void test_systems(void **state)
{
    struct ground *g = *state;
    struct gateway_ground *gw = &g->gateway;
    assert_int_equal(count_of(gw, "/api/v1/systems?contract=" CODE, "items"), 39);
    assert_int_equal(count_of(gw, "/api/v1/systems?contract=" CODE "&grade=3", "items"), 35);
    assert_int_equal(count_of(gw, "/api/v1/systems?contract=" CODE "&grade=2", "items"), 4);
    assert_int_equal(
        count_of(gw, "/api/v1/systems?contract=" CODE "&q=%E4%B8%8D-%E5%AD%98%E5%9C%A8", "items"),
        0);
    assert_true(count_of(gw, "/api/v1/systems?phase=1", "items") >= 1);
}

/* Page by page comes what one page gives. */
static void test_pages(void **state)
{
    struct ground *g = *state;
    char path[400] = "/api/v1/systems?contract=" CODE "&limit=10";
    json_int_t last = 0;
    size_t sum = 0;
    for (int pages = 0; *path && pages < 10; pages++) {
        json_t *page = gateway_json(&g->gateway, path);
        size_t i;
        const json_t *item;
        json_array_foreach(json_object_get(page, "items"), i, item)
        {
            assert_true(number(item, "serial") > last);
            last = number(item, "serial");
            sum++;
        }
        const char *next = text(page, "next");
        path[0] = '\0';
        if (*next)
            snprintf(path, sizeof(path), "/api/v1/systems?contract=" CODE "&limit=10&cursor=%s",
                     next);
        json_decref(page);
    }
    assert_int_equal(sum, 39);
}

static void test_one_of_each(void **state)
{
    struct ground *g = *state;
    struct gateway_ground *gw = &g->gateway;
    char path[100];
    snprintf(path, sizeof(path), "/api/v1/cycles/%d", (int)g->cycle);
    json_t *cycle = gateway_json(gw, path);
    const json_t *phase = json_array_get(json_object_get(cycle, "phases"), 0);
    snprintf(path, sizeof(path), "/api/v1/phases/%d", (int)number(phase, "id"));
    json_decref(gateway_json(gw, path));
    json_decref(cycle);
    json_t *deadlines = gateway_json(gw, "/api/v1/deadlines?contract=" CODE "&until=2027-01-01");
    const json_t *first = json_array_get(json_object_get(deadlines, "items"), 0);
    assert_non_null(first);
    snprintf(path, sizeof(path), "/api/v1/deadlines/%d", (int)number(first, "id"));
    json_decref(gateway_json(gw, path));
    snprintf(path, sizeof(path), "/api/v1/deadlines/%d/proof", (int)number(first, "id"));
    json_t *proof = gateway_json(gw, path);
    assert_true(json_array_size(json_object_get(json_object_get(proof, "ruling"), "proof")) > 0);
    json_decref(proof);
    json_decref(deadlines);
    json_decref(gateway_json(gw, "/api/v1/systems/1"));
}

/* Every list answers, with and without a filter; a wrong parameter names itself. */
static void test_lists(void **state)
{
    static const char *const LISTS[] = {
        "/api/v1/findings?contract=" CODE,
        "/api/v1/incidents?contract=" CODE,
        "/api/v1/penalties?contract=" CODE,
        "/api/v1/deliverables?contract=" CODE,
        "/api/v1/deadlines?contract=" CODE,
        "/api/v1/systems",
        "/api/v1/findings?contract=" CODE "&state=open&limit=1",
        "/api/v1/deliverables?contract=" CODE "&limit=1",
        "/api/v1/deadlines?state=open&kind=phase&until=2026-12-31",
    };
    struct ground *g = *state;
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        json_t *list = gateway_json(&g->gateway, LISTS[i]);
        if (!json_is_array(json_object_get(list, "items")))
            fail_msg("%s: no items", LISTS[i]);
        json_decref(list);
    }
    assert_int_equal(gateway_get(&g->gateway, "/api/v1/deadlines?until=tomorrow"), 400);
    assert_non_null(strstr(g->gateway.client.body, "\"field\":\"until\""));
    assert_int_equal(gateway_get(&g->gateway, "/api/v1/systems/999999"), 404);
}

static void test_ready(void **state)
{
    struct ground *g = *state;
    json_t *ready = gateway_json(&g->gateway, "/readyz");
    assert_true(json_is_true(json_object_get(ready, "ready")));
    json_decref(ready);
}

/* SHA-256 of the body in hexadecimal. */
static void hash_body(const struct http_client *client, char *hex, size_t size)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    size_t len = client->len - (size_t)(client->body - client->bytes);
    crypto_hash_sha256(hash, (const unsigned char *)client->body, len);
    sodium_bin2hex(hex, size, hash, sizeof(hash));
}

/* The whole way of an export: asked for twice under one key it is one; its progress comes as
 * events; its file is what the worker wrote. */
static void test_export(void **state)
{
    static const char BODY[] = "{\"kind\":\"systems\",\"contract\":\"" CODE "\"}";
    struct ground *g = *state;
    struct gateway_ground *gw = &g->gateway;
    struct http_client events;
    char place[100];
    char path[120];
    char etag[100];
    char hex[2 * crypto_hash_sha256_BYTES + 1];
    http_client_open(&events, gw->address, 0);
    assert_true(
        http_client_send(&events, gateway_request(gw, "GET /api/v1/events?contract=" CODE, NULL)));
    assert_true(http_client_expect(&events, "event: hello\n", BUS_WAIT_MS));
    assert_int_equal(gateway_post(gw, "/api/v1/exports", "k1", BODY), 202);
    http_client_field(&gw->client, "Location", place, sizeof(place));
    assert_int_equal(gateway_post(gw, "/api/v1/exports", "k1", BODY), 202);
    assert_string_equal(http_client_field(&gw->client, "Location", path, sizeof(path)), place);
    assert_true(http_client_expect(&events, "event: export.done\n", BUS_WAIT_MS));
    json_t *export = gateway_json(gw, place);
    assert_string_equal(text(export, "state"), "done");
    snprintf(path, sizeof(path), "%s/file", place);
    assert_int_equal(gateway_get(gw, path), 200);
    assert_memory_equal(gw->client.body, "PK", 2);
    hash_body(&gw->client, hex, sizeof(hex));
    assert_string_equal(hex, text(export, "sha256"));
    snprintf(path, sizeof(path), "\"%s\"", hex);
    assert_string_equal(http_client_field(&gw->client, "ETag", etag, sizeof(etag)), path);
    assert_non_null(
        strstr(http_client_field(&gw->client, "Content-Disposition", path, sizeof(path)),
               text(export, "file")));
    json_decref(export);
    assert_int_equal(gateway_post(gw, "/api/v1/exports", "k1",
                                  "{\"kind\":\"progress\",\"contract\":\"" CODE "\"}"),
                     409);
    assert_int_equal(
        gateway_post(gw, "/api/v1/exports", "k2", "{\"kind\":\"poems\",\"contract\":\"" CODE "\"}"),
        400);
    assert_int_equal(bus_count(&g->bus, "mlps.export"), 1);
    http_client_close(&events);
}

/* A service that dies: 504 or 503 within the time, /readyz names it, and all is well again when it
 * is back. */
static void test_service_gone(void **state)
{
    struct ground *g = *state;
    struct gateway_ground *gw = &g->gateway;
    enum { SLA = 3 };
    child_signal(&g->bus.services[SLA], SIGKILL);
    assert_true(child_wait(&g->bus.services[SLA], BUS_WAIT_MS));
    int64_t end = clk_mono_ms() + BUS_WAIT_MS;
    while (gateway_get(gw, "/readyz") == 200 && clk_mono_ms() < end)
        continue;
    assert_int_equal(gw->client.status, 503);
    assert_non_null(strstr(gw->client.body, "\"mlps.sla\":\"not_found\""));
    int status = gateway_get(gw, "/api/v1/penalties?contract=" CODE);
    assert_true(status == 503 || status == 504);
    assert_int_equal(gateway_get(gw, "/api/v1/contracts"), 200);
    bus_kill(&g->bus, SLA); /* which also starts it again */
    end = clk_mono_ms() + BUS_WAIT_MS;
    while (gateway_get(gw, "/api/v1/penalties?contract=" CODE) != 200 && clk_mono_ms() < end)
        continue;
    assert_int_equal(gw->client.status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contracts), cmocka_unit_test(test_systems),
        cmocka_unit_test(test_pages),     cmocka_unit_test(test_one_of_each),
        cmocka_unit_test(test_lists),     cmocka_unit_test(test_ready),
        cmocka_unit_test(test_export),    cmocka_unit_test(test_service_gone),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
