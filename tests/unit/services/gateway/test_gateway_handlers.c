#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include <cmocka.h>

#include "gateway_fixture.h"
#include "jsonx.h"
#include "memory.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void expect_args(const struct script_ask *ask, const char *want)
{
    char *text = jsonx_text(ask->args);
    assert_string_equal(text, want);
    mem_free(text);
}

static void test_relay(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    gateway_fixture_until_ask(&f, "GET /api/v1/systems?contract=c&limit=2", NULL, &ask);
    assert_string_equal(ask.service, "mlps.registry");
    assert_string_equal(ask.op, "system.list");
    expect_args(&ask, "{\"contract\":\"c\",\"limit\":2}");
    script_bus_answer(&ask, "{\"items\":[{\"id\":1}],\"next\":null}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    assert_string_equal(gateway_fixture_body(&f), "{\"items\":[{\"id\":1}],\"next\":null}");
    gateway_fixture_stop(&f);
}

/* Copy the ETag of the response. */
static void etag_of(const struct gateway_fixture *f, char *etag, size_t size)
{
    const char *at = strstr(f->client.bytes, "\r\nETag: ");
    assert_non_null(at);
    snprintf(etag, size, "%.*s", (int)strcspn(at + 8, "\r"), at + 8);
}

/* The text goes out as it is, to be kept by nobody but who asked, and asked for again each time. */
static void test_calendar(void **state)
{
    static const char ASK[] = "GET /api/v1/calendar/" SHA ".ics?lang=en";
    struct gateway_fixture f;
    struct script_ask ask;
    char etag[100];
    (void)state;
    gateway_fixture_start(&f, NULL);
    gateway_fixture_until_ask(&f, ASK, NULL, &ask);
    assert_string_equal(ask.service, "mlps.report");
    assert_string_equal(ask.op, "feed.get");
    expect_args(&ask, "{\"lang\":\"en\",\"token\":\"" SHA "\"}");
    script_bus_answer(&ask, "{\"text\":\"BEGIN:x\\r\\n\\u4e2d\\r\\n\",\"version\":\"v.zh.1\"}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    assert_string_equal(gateway_fixture_body(&f), "BEGIN:x\r\n\xe4\xb8\xad\r\n");
    assert_non_null(strstr(f.client.bytes, "\r\nContent-Type: text/calendar; charset=utf-8\r\n"));
    assert_non_null(strstr(f.client.bytes, "\r\nCache-Control: private, no-cache\r\n"));
    etag_of(&f, etag, sizeof(etag));
    assert_string_equal(etag, "\"v.zh.1\"");
    gateway_fixture_stop(&f);
}

/* What the client has goes to the service, which says whether it still holds; nothing is compared
 * here. */
static void test_a_known_calendar(void **state)
{
    static const char ASK[] = "GET /api/v1/calendar/" SHA ".ics";
    static const char MINE[] = "If-None-Match: W/\"v.zh.0\", \"v.zh.1\"\r\n";
    struct gateway_fixture f;
    struct script_ask ask;
    char etag[100], long_list[400];
    (void)state;
    gateway_fixture_start(&f, NULL);
    gateway_fixture_until_ask(&f, ASK, MINE, &ask);
    assert_string_equal(json_string_value(json_object_get(ask.args, "known")),
                        "W/\"v.zh.0\", \"v.zh.1\"");
    script_bus_answer(&ask, "{\"version\":\"v.zh.1\"}");
    assert_int_equal(gateway_fixture_response(&f), 304);
    assert_string_equal(gateway_fixture_body(&f), "");
    etag_of(&f, etag, sizeof(etag));
    assert_string_equal(etag, "\"v.zh.1\"");
    assert_non_null(strstr(f.client.bytes, "\r\nCache-Control: private, no-cache\r\n"));
    gateway_fixture_until_ask(&f, ASK, MINE, &ask);
    script_bus_answer(&ask, "{\"text\":\"BEGIN:y\",\"version\":\"v.zh.2\"}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    snprintf(long_list, sizeof(long_list), "If-None-Match: \"%0301d\"\r\n", 0);
    gateway_fixture_until_ask(&f, ASK, long_list, &ask);
    assert_null(json_object_get(ask.args, "known"));
    script_bus_answer(&ask, "{\"text\":\"BEGIN:y\",\"version\":\"v.zh.2\"}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    gateway_fixture_stop(&f);
}

/* A revoked link is not there, even for who has an older answer; a service that answers something
 * else is our fault, not the client's. */
static void test_calendar_gone(void **state)
{
    static const char ASK[] = "GET /api/v1/calendar/" SHA ".ics";
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    gateway_fixture_until_ask(&f, ASK, "If-None-Match: *\r\n", &ask);
    script_bus_refuse(&ask, RC_NOT_FOUND, NULL, "there is no such calendar");
    assert_int_equal(gateway_fixture_response(&f), 404);
    assert_non_null(strstr(f.client.bytes, "\r\nCache-Control: no-store\r\n"));
    assert_null(strstr(f.client.bytes, SHA));
    gateway_fixture_until_ask(&f, ASK, NULL, &ask);
    script_bus_answer(&ask, "{\"text\":\"BEGIN:x\"}"); /* of no version */
    assert_int_equal(gateway_fixture_response(&f), 500);
    gateway_fixture_stop(&f);
}

static const struct {
    rc_t rc;
    int status;
} REFUSALS[] = {
    { RC_INVALID, 400 }, { RC_DENIED, 403 }, { RC_NOT_FOUND, 404 }, { RC_CONFLICT, 409 },
    { RC_REFUSED, 422 }, { RC_BUSY, 429 },   { RC_INTERNAL, 500 },  { RC_UNAVAILABLE, 503 },
    { RC_TIMEOUT, 504 }, { RC_STALE, 412 },  { RC_TOO_LARGE, 413 },
};

/* What a service refuses comes out with its code, its field and its words. */
static void test_refusals(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(REFUSALS); i++) {
        struct script_ask ask;
        char code[80];
        gateway_fixture_until_ask(&f, "GET /api/v1/cycles/5", NULL, &ask);
        script_bus_refuse(&ask, REFUSALS[i].rc, "cycle", "could not find cycle 5");
        assert_int_equal(gateway_fixture_response(&f), REFUSALS[i].status);
        snprintf(code, sizeof(code), "\"code\":\"%s\"", rc_word(REFUSALS[i].rc));
        assert_non_null(strstr(gateway_fixture_body(&f), code));
        assert_non_null(strstr(gateway_fixture_body(&f), "\"field\":\"cycle\""));
        assert_non_null(strstr(gateway_fixture_body(&f), "could not find cycle 5"));
    }
    gateway_fixture_stop(&f);
}

static void get_system(struct gateway_fixture *f, const char *fields, const char *result)
{
    struct script_ask ask;
    gateway_fixture_until_ask(f, "GET /api/v1/systems/1", fields, &ask);
    script_bus_answer(&ask, result);
}

static void test_etags(void **state)
{
    struct gateway_fixture f;
    char first[100];
    char second[100];
    char field[200];
    (void)state;
    gateway_fixture_start(&f, NULL);
    get_system(&f, NULL, "{\"id\":1,\"version\":3}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    etag_of(&f, first, sizeof(first));
    assert_int_equal(strncmp(first, "\"v3.", 4), 0);
    snprintf(field, sizeof(field), "If-None-Match: \"other\", %s\r\n", first);
    get_system(&f, field, "{\"id\":1,\"version\":3}");
    assert_int_equal(gateway_fixture_response(&f), 304);
    assert_string_equal(gateway_fixture_body(&f), "");
    etag_of(&f, second, sizeof(second));
    assert_string_equal(first, second);
    /* the same version with other content is another representation */
    get_system(&f, field, "{\"id\":1,\"version\":3,\"cycles\":[]}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    etag_of(&f, second, sizeof(second));
    assert_string_not_equal(first, second);
    get_system(&f, field, "{\"id\":1}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    etag_of(&f, second, sizeof(second));
    assert_int_not_equal(second[1], 'v');
    gateway_fixture_stop(&f);
}

static void test_export_request(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    assert_true(loop_client_send(
        &f.client, gateway_fixture_request(&f, "POST /api/v1/exports",
                                           "Content-Type: application/json; charset=utf-8\r\n"
                                           "Content-Length: 34\r\nIdempotency-Key: k-1\r\n")));
    assert_true(loop_client_send(&f.client, "{\"kind\":\"progress\",\"contract\":\"c\"}"));
    while (!script_bus_next(&ask))
        loop_client_turn(&f.client);
    assert_string_equal(ask.service, "mlps.report");
    assert_string_equal(ask.op, "export.request");
    assert_string_equal(ask.key, "k-1");
    expect_args(&ask, "{\"contract\":\"c\",\"kind\":\"progress\"}");
    script_bus_answer(&ask, "{\"id\":12,\"state\":\"queued\"}");
    assert_int_equal(gateway_fixture_response(&f), 202);
    assert_non_null(strstr(f.client.bytes, "\r\nLocation: /api/v1/exports/12\r\n"));
    assert_string_equal(gateway_fixture_body(&f), "{\"id\":12,\"state\":\"queued\"}");
    gateway_fixture_stop(&f);
}

/* A change: the version of If-Match goes with the arguments, the answer is the row with its new
 * tag; what If-None-Match says of it does not matter. */
static void test_change(void **state)
{
    static const char HEAD[] = "Content-Type: application/json\r\nContent-Length: 34\r\n"
                               "Idempotency-Key: k-1\r\n";
    struct gateway_fixture f;
    struct script_ask ask;
    char fields[300];
    char etag[100];
    (void)state;
    gateway_fixture_start(&f, NULL);
    snprintf(fields, sizeof(fields), "%sIf-Match: \"v3.00\"\r\nIf-None-Match: *\r\n", HEAD);
    assert_true(loop_client_send(
        &f.client, gateway_fixture_request(&f, "POST /api/v1/incidents/7/respond", fields)));
    assert_true(loop_client_send(&f.client, "{\"at\":\"2026-05-01T09:00:00+08:00\"}"));
    while (!script_bus_next(&ask) && f.client.len == 0)
        loop_client_turn(&f.client);
    assert_string_equal(ask.op, "incident.respond");
    expect_args(&ask, "{\"at\":\"2026-05-01T09:00:00+08:00\",\"incident\":7,\"version\":3}");
    script_bus_answer(&ask, "{\"id\":7,\"version\":4}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    etag_of(&f, etag, sizeof(etag));
    assert_int_equal(strncmp(etag, "\"v4.", 4), 0);
    gateway_fixture_stop(&f);
}

/* Without If-Match nothing is asked, and the body is not read. */
static void test_change_without_version(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    assert_true(loop_client_send(
        &f.client,
        gateway_fixture_request(&f, "POST /api/v1/incidents/7/respond",
                                "Content-Type: application/json\r\nContent-Length: 34\r\n"
                                "Idempotency-Key: k-1\r\n")));
    assert_int_equal(gateway_fixture_response(&f), 428);
    assert_non_null(strstr(gateway_fixture_body(&f), "if_match_required"));
    gateway_fixture_stop(&f);
}

static void put_export(const struct gateway_fixture *f, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof(path), "%s/%s", f->exports, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static void drop_export(const struct gateway_fixture *f, const char *name)
{
    char path[200];
    snprintf(path, sizeof(path), "%s/%s", f->exports, name);
    unlink(path);
}

static void get_file(struct gateway_fixture *f, const char *result)
{
    struct script_ask ask;
    gateway_fixture_until_ask(f, "GET /api/v1/exports/9/file", NULL, &ask);
    assert_string_equal(ask.op, "export.get");
    expect_args(&ask, "{\"id\":9}");
    script_bus_answer(&ask, result);
}

static void test_export_file(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    put_export(&f, "c-progress-9.xlsx", "PK-content");
    get_file(&f,
             "{\"id\":9,\"state\":\"done\",\"file\":\"c-progress-9.xlsx\",\"sha256\":\"" SHA "\"}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    assert_string_equal(gateway_fixture_body(&f), "PK-content");
    assert_non_null(strstr(f.client.bytes, "\r\nETag: \"" SHA "\"\r\n"));
    assert_non_null(strstr(f.client.bytes, "\r\nContent-Disposition: attachment; "
                                           "filename=\"c-progress-9.xlsx\"; filename*="));
    assert_non_null(strstr(f.client.bytes, "spreadsheetml.sheet\r\n"));
    drop_export(&f, "c-progress-9.xlsx");
    /* an empty one ends by its length, not by the end of the connection */
    put_export(&f, "empty.xlsx", "");
    get_file(&f, "{\"id\":9,\"state\":\"done\",\"file\":\"empty.xlsx\"}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    assert_non_null(strstr(f.client.bytes, "\r\nContent-Length: 0\r\n"));
    assert_non_null(strstr(f.client.bytes, "\r\nConnection: keep-alive\r\n"));
    assert_int_equal(gateway_fixture_get(&f, "/healthz"), 200);
    drop_export(&f, "empty.xlsx");
    gateway_fixture_stop(&f);
}

static const struct {
    const char *result;
    int status;
    const char *code;
} NO_FILES[] = {
    { "{\"id\":9,\"state\":\"queued\",\"file\":null}", 409, "export_not_ready" },
    { "{\"id\":9,\"state\":\"running\",\"file\":\"x.xlsx\"}", 409, "export_not_ready" },
    { "{\"id\":9,\"state\":\"failed\",\"file\":null}", 409, "export_not_ready" },
    { "{\"id\":9,\"state\":\"done\",\"file\":null}", 409, "export_not_ready" },
    { "{}", 409, "export_not_ready" },
    { "{\"id\":9,\"state\":\"done\",\"file\":\"gone.xlsx\"}", 404, "not_found" },
    { "{\"id\":9,\"state\":\"done\",\"file\":\"../token\"}", 404, "not_found" },
    { "{\"id\":9,\"state\":\"done\",\"file\":\"/etc/passwd\"}", 404, "not_found" },
    { "{\"id\":9,\"state\":\"done\",\"file\":\"..\"}", 404, "not_found" },
    { "{\"id\":9,\"state\":\"done\",\"file\":\"\"}", 404, "not_found" },
};

/* No file before its time, and none from elsewhere, whatever the service says. */
static void test_no_file(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(NO_FILES); i++) {
        get_file(&f, NO_FILES[i].result);
        if (gateway_fixture_response(&f) != NO_FILES[i].status ||
            !strstr(gateway_fixture_body(&f), NO_FILES[i].code))
            fail_msg("%s: %s", NO_FILES[i].result, f.client.bytes);
    }
    gateway_fixture_stop(&f);
}

static void test_healthz(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    script_bus_break(RC_UNAVAILABLE); /* alive whatever the bus does */
    assert_int_equal(loop_client_ask(&f.client, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                     200);
    assert_string_equal(gateway_fixture_body(&f), "{\"status\":\"ok\"}");
    gateway_fixture_stop(&f);
}

static void test_openapi(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    assert_int_equal(gateway_fixture_get(&f, "/api/v1/openapi.json"), 200);
    assert_non_null(strstr(gateway_fixture_body(&f), "\"/api/v1/contracts/{code}/progress\""));
    gateway_fixture_stop(&f);
}

static void test_metrics(void **state)
{
    static const char *const NAMES[] = {
        "mlps_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1\n",
        ("mlps_http_requests_total{method=\"GET\",route=\"/api/v1/systems/{id}\",status=\"504\"} "
         "1\n"),
        "mlps_http_request_seconds_count{method=\"GET\",route=\"/healthz\"} 1\n",
        "mlps_http_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1\n",
        "\nmlps_http_connections 1\n",
        "\nmlps_bus_in_flight 0\n",
        "\nmlps_bus_watchdog_finds_total 0\n",
        "\nmlps_event_streams 0\n",
    };
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    assert_int_equal(gateway_fixture_get(&f, "/healthz"), 200);
    assert_int_equal(gateway_fixture_get(&f, "/nothing"), 404);
    gateway_fixture_until_ask(&f, "GET /api/v1/systems/1", NULL, &ask);
    script_bus_refuse(&ask, RC_TIMEOUT, NULL, "no reply");
    assert_int_equal(gateway_fixture_response(&f), 504);
    assert_int_equal(gateway_fixture_get(&f, "/metrics"), 200);
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (!strstr(gateway_fixture_body(&f), NAMES[i]))
            fail_msg("missing %s in %s", NAMES[i], gateway_fixture_body(&f));
    gateway_fixture_stop(&f);
}

/* The gateway stops with questions open: nobody is called back afterwards, nothing leaks. */
static void test_stop_while_asking(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    gateway_fixture_until_ask(&f, "GET /api/v1/systems/1", NULL, &ask);
    gateway_fixture_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relay),
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_calendar_gone),
        cmocka_unit_test(test_a_known_calendar),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_etags),
        cmocka_unit_test(test_export_request),
        cmocka_unit_test(test_change),
        cmocka_unit_test(test_change_without_version),
        cmocka_unit_test(test_export_file),
        cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_healthz),
        cmocka_unit_test(test_openapi),
        cmocka_unit_test(test_metrics),
        cmocka_unit_test(test_stop_while_asking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
