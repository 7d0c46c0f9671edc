/* The dispatcher, walked along the route table: what holds for one row holds for all, new ones
 * included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "clk.h"
#include "gateway_fixture.h"
#include "gateway_routes.h"
#include "jsonx.h"
#include "memory.h"
#include "route_match.h"

#define HOST "Host: localhost\r\n"

/* What reliability.md WEB-05 asks of every response, error pages included. */
static const char *const SECURITY[] = {
    "\r\nX-Content-Type-Options: nosniff\r\n",
    ("\r\nContent-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; "
     "object-src 'none'; frame-ancestors 'none'\r\n"),
    "\r\nX-Frame-Options: DENY\r\n",
    "\r\nReferrer-Policy: no-referrer\r\n",
    "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
    "\r\nCross-Origin-Resource-Policy: same-origin\r\n",
    "\r\nCache-Control: no-store\r\n",
};

static void expect_security(const struct loop_client *c, const char *what)
{
    for (size_t i = 0; i < COUNT_OF(SECURITY); i++)
        if (!strstr(c->bytes, SECURITY[i]))
            fail_msg("%s: missing %s in %s", what, SECURITY[i], c->bytes);
    if (strstr(c->bytes, "\r\nStrict-Transport-Security"))
        fail_msg("%s: HSTS without TLS", what);
}

#define SECRET "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* A path of the template: "{...}" becomes 7, of a link the secret. */
static void fill_path(const struct route *route, char *out, size_t size)
{
    size_t len = 0;
    for (const char *at = route->path; *at && len + 1 < size; at++) {
        if (*at == '{' && route->access == ACCESS_LINK)
            len += (size_t)snprintf(out + len, size - len, "%s", SECRET);
        else
            out[len++] = *at == '{' ? '7' : *at;
        if (*at == '{')
            at = strchr(at, '}');
    }
    out[len] = '\0';
}

/* What every question is answered with: nothing much, of contract "c". */
#define NOTHING_MUCH                                                                               \
    "\"items\":[],\"head\":0,\"id\":1,\"text\":\"\",\"version\":\"v\",\"contract\":\"c\""

/* Ask on a fresh connection, since a refusal may close it. What goes to the bus is answered with
 * `answer`; *ret_op, of 80 bytes, is the last operation that was asked for, "" for none. */
static int ask_op(struct gateway_fixture *f, const char *request, const char *answer, char *ret_op)
{
    struct script_ask ask;
    int64_t end = clk_mono_ms() + 120000;
    *ret_op = '\0';
    loop_client_close(&f->client);
    loop_client_open(&f->client, f->base, http_server_address(f->gateway.server));
    (void)loop_client_send(&f->client, request);
    while (!strstr(f->client.bytes, "\r\n\r\n") && !f->client.closed && clk_mono_ms() < end) {
        loop_client_turn(&f->client);
        while (script_bus_next(&ask)) {
            snprintf(ret_op, sizeof(ask.op), "%s", ask.op);
            script_bus_answer(&ask, answer);
        }
    }
    return loop_client_status(&f->client);
}

static int ask_fresh(struct gateway_fixture *f, const char *request)
{
    char op[80];
    return ask_op(f, request, "{" NOTHING_MUCH "}", op);
}

/* A value that a body field of that kind takes. */
static json_t *sample_of(const struct route_param *param)
{
    switch (param->kind) {
    case PARAM_ID:
    case PARAM_NUMBER:
        return json_integer(1);
    case PARAM_DATE:
        return json_string("2026-05-01");
    case PARAM_INSTANT:
        return json_string("2026-05-01T09:00:00+08:00");
    case PARAM_FLAG:
        return json_true();
    case PARAM_LIST:
        return json_array();
    case PARAM_OBJECT:
        return json_object();
    case PARAM_SECRET:
        return json_string(SECRET);
    case PARAM_TEXT:
        break;
    }
    return json_string("code");
}

/* A body with every field of the row; freed with mem_free. */
static char *body_of(const struct route *route)
{
    json_t *body = json_object();
    for (const struct route_param *at = route->params; at && at->name; at++)
        if (at->place == PARAM_BODY)
            json_object_set_new(body, at->name, sample_of(at));
    char *text = jsonx_text(body);
    json_decref(body);
    return text;
}

/* The query parameters that the row asks for, and the contract; all of them are names. */
static void fill_query(const struct route *route, char *out, size_t size)
{
    size_t len = 0;
    *out = '\0';
    for (const struct route_param *at = route->params; at && at->name && len < size; at++)
        if (at->place == PARAM_QUERY && (at->required || strcmp(at->name, "contract") == 0))
            len += (size_t)snprintf(out + len, size - len, "%c%s=c", len ? '&' : '?', at->name);
}

/* A request to the row as it should be, with `authorization` (a whole line or ""). */
static void fill_request(const struct route *route, const char *authorization, char *out,
                         size_t size)
{
    char path[200];
    char *body = body_of(route);
    char query[100];
    fill_path(route, path, sizeof(path));
    fill_query(route, query, sizeof(query));
    if (route->body_max > 0)
        snprintf(out, size,
                 "%s %s HTTP/1.1\r\n" HOST
                 "%sContent-Type: application/json\r\nIdempotency-Key: k\r\n%s"
                 "Content-Length: %zu\r\n\r\n%s",
                 route->method, path, authorization,
                 route_wants_match(route) ? "If-Match: \"v1.0\"\r\n" : "", strlen(body), body);
    else
        snprintf(out, size, "%s %s%s HTTP/1.1\r\n" HOST "%s\r\n", route->method, path, query,
                 authorization);
    mem_free(body);
}

static int ask_route(struct gateway_fixture *f, const struct route *route,
                     const char *authorization)
{
    char request[2000];
    fill_request(route, authorization, request, sizeof(request));
    return ask_fresh(f, request);
}

static void test_every_row_with_the_token(void **state)
{
    struct gateway_fixture f;
    char authorization[120];
    (void)state;
    gateway_fixture_start(&f, NULL);
    snprintf(authorization, sizeof(authorization), "Authorization: Bearer %s\r\n", f.token);
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        bool file = strstr(route->path, "/file") != NULL;
        int status = ask_route(&f, route, authorization);
        if (status != (file ? 409 : route->status)) /* {} is no finished export */
            fail_msg("%s %s: %s", route->method, route->path, f.client.bytes);
        if (route->access != ACCESS_LINK) /* what a link shows may be kept: its own test says how */
            expect_security(&f.client, route->path);
    }
    gateway_fixture_stop(&f);
}

/* Without the token, or with a wrong one, a protected row says 401 and asks nobody. */
static void test_every_row_without_the_token(void **state)
{
    static const char *const WRONG[] = {
        "",
        ("Authorization: Bearer "
         "0000000000000000000000000000000000000000000000000000000000000000\r\n"),
        "Authorization: Bearer\r\n",
        "Authorization: Basic dXNlcjpwYXNz\r\n",
    };
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        int64_t asked = bus_link_stats(f.gateway.bus)->asked;
        if (route->access == ACCESS_LINK)
            continue; /* needs none, see test_a_link_needs_no_token */
        for (size_t j = 0; j < COUNT_OF(WRONG); j++) {
            int status = ask_route(&f, route, WRONG[j]);
            bool open = route->access == ACCESS_OPEN;
            if (status != (open ? route->status : 401))
                fail_msg("%s %s: %d", route->method, route->path, status);
            if (!open)
                assert_non_null(
                    strstr(f.client.bytes, "\r\nWWW-Authenticate: Bearer realm=\"mlps\"\r\n"));
            expect_security(&f.client, route->path);
        }
        if (route->access != ACCESS_OPEN)
            assert_int_equal(bus_link_stats(f.gateway.bus)->asked, asked);
    }
    gateway_fixture_stop(&f);
}

/* The holder of an account as the registry tells of him: nobody anywhere, or this in each contract
 * that fill_request names ("c" in a query, "code" in a body, "7" in a path). */
#define IS(contract, role)                                                                         \
    "{\"contract\":\"" contract "\",\"person\":\"code\",\"role\":\"" role "\"}"
#define HOLDER(role)                                                                               \
    "{" NOTHING_MUCH ",\"account\":\"wang\",\"persons\":[" IS("7", role) "," IS("c", role) "," IS( \
        "code", role) "]}"

static const struct {
    const char *name, *answer;
    unsigned access;
} HOLDERS[] = {
    { "engineer", HOLDER("engineer"), ACCESS_ENGINEER },
    { "manager", HOLDER("manager"), ACCESS_MANAGER },
    { "customer", HOLDER("customer"), ACCESS_CUSTOMER },
    { "leader", HOLDER("leader"), ACCESS_LEADER },
    { "of a role that is none", HOLDER("owner"), 0 },
    { "nobody", "{" NOTHING_MUCH ",\"account\":\"wang\",\"persons\":[]}", 0 },
};

/* What a holder is answered by a row: it is his role's, or he is not let in. */
static int status_due(const struct route *route, size_t holder)
{
    bool nobody = strcmp(HOLDERS[holder].name, "nobody") == 0;
    bool by_row = strstr(route->path, "{id}") != NULL;
    if (route->access & (ACCESS_OPEN | ACCESS_LINK) || (!route->service && route->access))
        return route->status;
    if (!(route->access & ACCESS_PEOPLE))
        return 403;
    if (route->access & HOLDERS[holder].access)
        return strstr(route->path, "/file") ? 409 : route->status; /* {} is no finished export */
    return nobody && (by_row || strcmp(route->op, "finding.open") == 0) ? 404 : 403;
}

/* Every row by every kind of holder (WEB-09): who is not let in, in his name nothing is asked. A
 * row of somebody else's contract is as if it were not there. */
static void test_every_row_by_every_account(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT * COUNT_OF(HOLDERS); i++) {
        const struct route *route = &GATEWAY_ROUTES[i / COUNT_OF(HOLDERS)];
        size_t holder = i % COUNT_OF(HOLDERS);
        char request[2000], op[80];
        fill_request(route, "Authorization: Bearer mlps_" SECRET "\r\n", request, sizeof(request));
        int status = ask_op(&f, request, HOLDERS[holder].answer, op);
        if (status != status_due(route, holder))
            fail_msg("%s %s by %s: %d", route->method, route->path, HOLDERS[holder].name, status);
        if (route->access == ACCESS_OWNER && *op)
            fail_msg("%s %s by %s: asked %s", route->method, route->path, HOLDERS[holder].name, op);
        if ((status == 403 || status == 404) && strcmp(op, route->op) == 0)
            fail_msg("%s %s by %s: done", route->method, route->path, HOLDERS[holder].name);
        if (status < 300 && route->op && strcmp(op, route->op) != 0)
            fail_msg("%s %s by %s: only %s", route->method, route->path, HOLDERS[holder].name, op);
    }
    gateway_fixture_stop(&f);
}

/* The link is the credential, and no other is looked at: neither none nor a wrong one stops it. */
static void test_a_link_needs_no_token(void **state)
{
    static const char *const GIVEN[] = { "", "Authorization: Bearer 00\r\n",
                                         "Authorization: x\r\n" };
    struct gateway_fixture f;
    size_t links = 0;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        if (GATEWAY_ROUTES[i].access != ACCESS_LINK)
            continue;
        links++;
        for (size_t j = 0; j < COUNT_OF(GIVEN); j++)
            assert_int_equal(ask_route(&f, &GATEWAY_ROUTES[i], GIVEN[j]), 200);
    }
    assert_int_equal(links, 1);
    gateway_fixture_stop(&f);
}

/* What cannot be a secret is not there, like one that nobody has, and costs no question. */
static void test_a_wrong_link_is_not_there(void **state)
{
    static const char *const WRONG[] = {
        "/api/v1/calendar/" SECRET, /* another name of a file */
        "/api/v1/calendar/" SECRET ".ICS",
        "/api/v1/calendar/" SECRET ".ics.ics",
        "/api/v1/calendar/" SECRET "/x.ics",
        "/api/v1/calendar/.ics",
        "/api/v1/calendar/0" SECRET ".ics", /* one too many */
        "/api/v1/calendar/" SECRET "%00.ics",
        "/api/v1/calendar/%30" SECRET ".ics",
        "/api/v1/calendar/0123456789abcdef.ics", /* too few */
        "/api/v1/calendar/G123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.ics",
        "/api/v1/calendar/A123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.ics",
        "/api/v1/calendar/%E4%B8%AD.ics",
    };
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    int64_t asked = bus_link_stats(f.gateway.bus)->asked;
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        char line[300];
        snprintf(line, sizeof(line), "GET %s", WRONG[i]);
        int status = ask_fresh(&f, gateway_fixture_request(&f, line, NULL));
        bool control = strstr(WRONG[i], "%00") != NULL; /* no path at all */
        if (status != (control ? 400 : 404))
            fail_msg("%s: %d", WRONG[i], status);
    }
    assert_int_equal(bus_link_stats(f.gateway.bus)->asked, asked);
    gateway_fixture_stop(&f);
}

/* Whether some row serves the path with this method. */
static bool has_method(const char *path, const char *method)
{
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++)
        if (strcmp(GATEWAY_ROUTES[i].path, path) == 0 &&
            strcmp(GATEWAY_ROUTES[i].method, method) == 0)
            return true;
    return false;
}

/* The methods of all rows of the path, HEAD behind GET. */
static const char *methods_of(const char *path, char *out, size_t size)
{
    static const struct {
        const char *method, *told;
    } ALL[] = {
        { "DELETE", "DELETE" }, { "GET", "GET, HEAD" }, { "PATCH", "PATCH" }, { "POST", "POST" }
    };
    size_t len = 0;
    for (size_t i = 0; i < COUNT_OF(ALL); i++)
        if (has_method(path, ALL[i].method))
            len += (size_t)snprintf(out + len, size - len, "%s%s", len ? ", " : "", ALL[i].told);
    return out;
}

/* No row but those with the method answers it; what it has is told. */
static void test_every_row_with_other_methods(void **state)
{
    static const char *const METHODS[] = { "PUT",   "PATCH",   "DELETE", "OPTIONS",
                                           "TRACE", "CONNECT", "POST",   "GET" };
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        for (size_t j = 0; j < COUNT_OF(METHODS); j++) {
            char path[200];
            char line[300];
            char allow[100];
            char methods[64];
            if (has_method(route->path, METHODS[j]))
                continue;
            fill_path(route, path, sizeof(path));
            snprintf(line, sizeof(line), "%s %s", METHODS[j], path);
            snprintf(allow, sizeof(allow), "\r\nAllow: %s\r\n",
                     methods_of(route->path, methods, sizeof(methods)));
            if (ask_fresh(&f, gateway_fixture_request(&f, line, NULL)) != 405 ||
                !strstr(f.client.bytes, allow))
                fail_msg("%s: %s", line, f.client.bytes);
            expect_security(&f.client, line);
        }
    }
    gateway_fixture_stop(&f);
}

/* Every way to be refused before a handler is asked. `fields` are lines besides Host and the token.
 */
static const struct {
    const char *name;
    const char *line;
    const char *fields;
    int status;
    const char *code;
} REFUSALS[] = {
    { "unknown path", "GET /nothing", "", 404, "not_found" },
    { "the root", "GET /", "", 404, "not_found" },
    { "unknown path below a known one", "GET /api/v1/systems/1/x", "", 404, "not_found" },
    { "absolute form", "GET http://localhost/healthz", "", 400, "invalid_target" },
    { "asterisk form", "OPTIONS *", "", 400, "invalid_target" },
    { "authority form", "CONNECT localhost:80", "", 400, "invalid_target" },
    { "dots", "GET /api/../healthz", "", 400, "invalid_target" },
    { "encoded dots", "GET /api/%2e%2e/healthz", "", 400, "invalid_target" },
    { "encoded NUL", "GET /healthz%00", "", 400, "invalid_target" },
    { "trailing slash", "GET /healthz/", "", 400, "invalid_target" },
    { "unknown method", "BREW /healthz", "", 501, "method_unknown" },
    { "small method", "get /healthz", "", 501, "method_unknown" },
    { "unknown parameter", "GET /api/v1/systems?colour=red", "", 400, "invalid_parameter" },
    { "repeated parameter", "GET /api/v1/systems?q=a&q=b", "", 400, "invalid_parameter" },
    { "parameter on an open path", "GET /healthz?x=1", "", 400, "invalid_parameter" },
    { "bad id", "GET /api/v1/systems/abc", "", 400, "invalid_parameter" },
    { "body on a GET", "GET /healthz", "Content-Length: 1\r\n\r\nx", 413, "body_too_large" },
    { "no length", "POST /api/v1/exports",
      "Content-Type: application/json\r\nIdempotency-Key: k\r\n", 411, "length_required" },
    { "no key", "POST /api/v1/exports",
      "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 400,
      "idempotency_key_required" },
    { "empty key", "POST /api/v1/exports",
      "Idempotency-Key:\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 400,
      "invalid_header" },
    { "key with a space", "POST /api/v1/exports",
      "Idempotency-Key: a b\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 400,
      "invalid_header" },
    { "no type", "POST /api/v1/exports", "Idempotency-Key: k\r\nContent-Length: 2\r\n\r\n{}", 415,
      "unsupported_media_type" },
    { "form type", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
      "2\r\n\r\n{}",
      415, "unsupported_media_type" },
    { "type that only begins so", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/json-patch+json\r\nContent-Length: "
      "2\r\n\r\n{}",
      415, "unsupported_media_type" },
    { "too large", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 4097\r\n\r\n{}", 413,
      "body_too_large" },
    { "empty body", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 0\r\n", 400,
      "invalid_body" },
    { "no JSON", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n{]}", 400,
      "invalid_body" },
    { "JSON list", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]", 400,
      "invalid_body" },
    { "a field twice", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: "
      "21\r\n\r\n{\"kind\":1, \"kind\":\"p\"}",
      400, "invalid_body" },
    { "missing field", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 400,
      "invalid_parameter" },
    { "transfer coding", "POST /api/v1/exports",
      "Idempotency-Key: k\r\nTransfer-Encoding: chunked\r\n", 501, "transfer_coding_unsupported" },
    { "expectation", "GET /healthz", "Expect: the-best\r\n", 417, "expectation_failed" },
    { "two tokens", "GET /healthz", "Authorization: Bearer x\r\n", 400, "invalid_header" },
};

static void test_refusals(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(REFUSALS); i++) {
        char code[100];
        const char *request = gateway_fixture_request(&f, REFUSALS[i].line, REFUSALS[i].fields);
        int status = ask_fresh(&f, request);
        snprintf(code, sizeof(code), "\"code\":\"%s\"", REFUSALS[i].code);
        (void)loop_client_expect(&f.client, code, 60000);
        if (status != REFUSALS[i].status || !strstr(f.client.bytes, code))
            fail_msg("%s: %s", REFUSALS[i].name, f.client.bytes);
        if (!strstr(f.client.bytes, "\r\nContent-Type: application/problem+json"))
            fail_msg("%s: no problem details", REFUSALS[i].name);
        expect_security(&f.client, REFUSALS[i].name);
    }
    assert_int_equal(script_bus_open(), 0);
    gateway_fixture_stop(&f);
}

static void test_hosts(void **state)
{
    static const char *const OPTIONS[] = { "--hosts=mlps.example,other.example", NULL };
    static const struct {
        const char *host;
        int status;
    } HOSTS[] = {
        { "mlps.example", 200 },  { "MLPS.example:8443", 200 }, { "other.example", 200 },
        { "localhost", 421 },     { "127.0.0.1", 421 },         { "evil.example", 421 },
        { "mlps.example.", 421 }, { "x.mlps.example", 421 },    { "mlps.example@evil", 400 },
    };
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, OPTIONS);
    for (size_t i = 0; i < COUNT_OF(HOSTS); i++) {
        char request[200];
        snprintf(request, sizeof(request), "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n",
                 HOSTS[i].host);
        if (ask_fresh(&f, request) != HOSTS[i].status)
            fail_msg("%s: %s", HOSTS[i].host, f.client.bytes);
        expect_security(&f.client, HOSTS[i].host);
    }
    gateway_fixture_stop(&f);
}

/* Heads that the parser refuses carry the fields as well, on a real connection. */
static void test_parser_refusals(void **state)
{
    static const struct {
        const char *bytes;
        int status;
    } HEADS[] = {
        { "nonsense\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\n\r\n", 400 },
        { "GET / HTTP/2.0\r\n" HOST "\r\n", 505 },
        { "GET / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400 },
    };
    struct gateway_fixture f;
    static char big[20000];
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
        assert_int_equal(ask_fresh(&f, HEADS[i].bytes), HEADS[i].status);
        expect_security(&f.client, HEADS[i].bytes);
    }
    memset(big, 'a', sizeof(big) - 1);
    memcpy(big, "GET /", 5);
    assert_int_equal(ask_fresh(&f, big), 414);
    expect_security(&f.client, "long line");
    memcpy(big, "GET / HTTP/1.1\r\nX: ", 19);
    assert_int_equal(ask_fresh(&f, big), 431);
    expect_security(&f.client, "long field");
    gateway_fixture_stop(&f);
}

static void test_behind_tls(void **state)
{
    static const char *const OPTIONS[] = { "--behind-tls", NULL };
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, OPTIONS);
    assert_int_equal(gateway_fixture_get(&f, "/healthz"), 200);
    assert_non_null(strstr(f.client.bytes, "\r\nStrict-Transport-Security: max-age=31536000"));
    assert_int_equal(gateway_fixture_get(&f, "/nothing"), 404);
    assert_non_null(strstr(f.client.bytes, "\r\nStrict-Transport-Security: max-age=31536000"));
    gateway_fixture_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_with_the_token),
        cmocka_unit_test(test_every_row_without_the_token),
        cmocka_unit_test(test_every_row_by_every_account),
        cmocka_unit_test(test_a_link_needs_no_token),
        cmocka_unit_test(test_a_wrong_link_is_not_there),
        cmocka_unit_test(test_every_row_with_other_methods),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_parser_refusals),
        cmocka_unit_test(test_behind_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
