#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "jsonx.h"
#include "memory.h"
#include "route_match.h"

#define SECRET "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct {
    const char *method;
    const char *target;
    const char *path; /* template found; NULL: none */
    const char *allow;
} FINDS[] = {
    { "GET", "/healthz", "/healthz", "GET, HEAD" },
    { "HEAD", "/healthz", "/healthz", "GET, HEAD" },
    { "POST", "/healthz", NULL, "GET, HEAD" },
    { "GET", "/api/v1/systems", "/api/v1/systems", "GET, HEAD" },
    { "GET", "/api/v1/systems?q=x", "/api/v1/systems", "GET, HEAD" },
    { "GET", "/api/v1/systems/7", "/api/v1/systems/{id}", "GET, HEAD, PATCH" },
    { "GET", "/api/v1/systems/7/x", NULL, "" },
    { "GET", "/api/v1/%73ystems", "/api/v1/systems", "GET, HEAD" },
    { "GET", "/api/v1/contracts/c/progress", "/api/v1/contracts/{code}/progress", "GET, HEAD" },
    { "GET", "/api/v1/contracts/c/other", NULL, "" },
    { "POST", "/api/v1/exports", "/api/v1/exports", "POST" },
    { "GET", "/api/v1/calendar/x.ics", "/api/v1/calendar/{token}.ics", "GET, HEAD" },
    { "GET", "/api/v1/calendar/a.ics.ics", "/api/v1/calendar/{token}.ics", "GET, HEAD" },
    { "GET", "/api/v1/calendar/.ics", NULL, "" },
    { "GET", "/api/v1/calendar/ics", NULL, "" },
    { "GET", "/api/v1/calendar/x.ic", NULL, "" },
    { "GET", "/api/v1/calendar/x", NULL, "" },
    { "GET", "/api/v1/calendar/x.ics/y", NULL, "" },
    { "GET", "/api/v1/exports", NULL, "POST" },
    { "POST", "/api/v1/incidents", "/api/v1/incidents", "GET, HEAD, POST" },
    { "POST", "/api/v1/incidents/7/request-onsite", "/api/v1/incidents/{id}/request-onsite",
      "POST" },
    { "GET", "/api/v1/incidents/7/resolve", NULL, "POST" },
    { "HEAD", "/api/v1/exports", NULL, "POST" },
    { "DELETE", "/api/v1/exports/1", NULL, "GET, HEAD" },
    { "GET", "/", NULL, "" },
    { "GET", "/api", NULL, "" },
    { "GET", "/api/v1", NULL, "" },
    { "GET", "/healthz/x", NULL, "" },
    { "GET", "/Healthz", NULL, "" },
    { "get", "/healthz", NULL, "GET, HEAD" },
};

static void test_finds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FINDS); i++) {
        struct http_target target;
        struct http_refusal refusal;
        size_t methods;
        char allow[64];
        assert_true(http_target_read(&target, FINDS[i].target, &refusal));
        const struct route *route = route_find(FINDS[i].method, &target, &methods);
        if ((route != NULL) != (FINDS[i].path != NULL))
            fail_msg("%s %s", FINDS[i].method, FINDS[i].target);
        if (route)
            assert_string_equal(route->path, FINDS[i].path);
        assert_string_equal(route_allow(&target, allow, sizeof(allow)), FINDS[i].allow);
        assert_int_equal(methods > 0, *FINDS[i].allow != '\0');
        http_target_fini(&target);
    }
}

static const struct {
    const char *method;
    const char *target;
    const char *body;  /* NULL: none */
    const char *want;  /* arguments, sorted; NULL: refused */
    const char *field; /* named by the refusal */
} ARGS[] = {
    { "GET", "/api/v1/contracts", NULL, "{}", NULL },
    { "GET", "/api/v1/contracts/yifen-2026", NULL, "{\"code\":\"yifen-2026\"}", NULL },
    { "GET", "/api/v1/contracts/%e4%b8%ad/progress?limit=0", NULL,
      "{\"contract\":\"\xe4\xb8\xad\",\"limit\":0}", NULL },
    { "GET", "/api/v1/systems/42", NULL, "{\"system\":42}", NULL },
    { "GET", "/api/v1/systems/0", NULL, NULL, "id" },
    { "GET", "/api/v1/systems/-1", NULL, NULL, "id" },
    { "GET", "/api/v1/systems/x", NULL, NULL, "id" },
    { "GET", "/api/v1/systems/9223372036854775807", NULL, "{\"system\":9223372036854775807}",
      NULL },
    { "GET", "/api/v1/systems/9223372036854775808", NULL, NULL, "id" },
    { "GET", "/api/v1/systems/1?x=1", NULL, NULL, "x" },
    { "GET",
      "/api/v1/systems?contract=c&team=t&grade=3&phase=4&q=%E4%B8%AD+x&cursor=1.2&limit=1000", NULL,
      "{\"contract\":\"c\",\"cursor\":\"1.2\",\"grade\":3,\"limit\":1000,\"phase\":4,\"q\":"
      "\"\xe4\xb8\xad x\",\"team\":\"t\"}",
      NULL },
    { "GET", "/api/v1/systems?limit=1001", NULL, NULL, "limit" },
    { "GET", "/api/v1/systems?limit=", NULL, NULL, "limit" },
    { "GET", "/api/v1/systems?limit=1.5", NULL, NULL, "limit" },
    { "GET", "/api/v1/systems?grade=6", NULL, NULL, "grade" },
    { "GET", "/api/v1/systems?q=", NULL, NULL, "q" },
    { "GET", "/api/v1/systems?Q=x", NULL, NULL, "Q" },
    { "GET", "/api/v1/systems?kind=x", NULL, NULL, "kind" },
    { "GET", "/api/v1/deadlines?until=2026-06-30&state=open", NULL,
      "{\"state\":\"open\",\"until\":\"2026-06-30\"}", NULL },
    { "GET", "/api/v1/deadlines?until=2026-06-31", NULL, NULL, "until" },
    { "GET", "/api/v1/deadlines?until=30.06.2026", NULL, NULL, "until" },
    { "GET", "/api/v1/penalties", NULL, NULL, "contract" },
    { "GET", "/api/v1/calendar/" SECRET ".ics", NULL, "{\"token\":\"" SECRET "\"}", NULL },
    { "GET", "/api/v1/calendar/" SECRET ".ics?lang=en", NULL,
      "{\"lang\":\"en\",\"token\":\"" SECRET "\"}", NULL },
    { "GET", "/api/v1/calendar/" SECRET ".ics?token=1", NULL, NULL, "token" },
    { "GET", "/api/v1/penalties?contract=c", NULL, "{\"contract\":\"c\"}", NULL },
    { "GET", "/api/v1/events?after=0&contract=c", NULL, "{\"after\":0,\"contract\":\"c\"}", NULL },
    { "POST", "/api/v1/exports", "{\"kind\":\"progress\",\"contract\":\"c\"}",
      "{\"contract\":\"c\",\"kind\":\"progress\"}", NULL },
    { "POST", "/api/v1/exports", "{\"kind\":\"progress\",\"contract\":\"c\",\"lang\":null}",
      "{\"contract\":\"c\",\"kind\":\"progress\"}", NULL },
    { "POST", "/api/v1/exports", "{\"kind\":\"progress\"}", NULL, "contract" },
    { "POST", "/api/v1/exports", "{\"kind\":7,\"contract\":\"c\"}", NULL, "kind" },
    { "POST", "/api/v1/exports", "{\"kind\":\"\",\"contract\":\"c\"}", NULL, "kind" },
    { "POST", "/api/v1/exports", "{\"kind\":\"p\",\"contract\":\"c\",\"more\":1}", NULL, "more" },
    { "POST", "/api/v1/incidents",
      "{\"contract\":\"c\",\"code\":\"I1\",\"title\":\"t\",\"family\":\"network\","
      "\"occurred_at\":\"2026-05-01T09:00:00+08:00\",\"facts\":{\"extent\":\"wide\"}}",
      "{\"code\":\"I1\",\"contract\":\"c\",\"facts\":{\"extent\":\"wide\"},\"family\":\"network\","
      "\"occurred_at\":\"2026-05-01T09:00:00+08:00\",\"title\":\"t\"}",
      NULL },
    { "POST", "/api/v1/incidents",
      "{\"contract\":\"c\",\"code\":\"I1\",\"title\":\"t\",\"family\":\"network\","
      "\"occurred_at\":\"2026-05-01T09:00:00\"}",
      NULL, "occurred_at" },
    { "POST", "/api/v1/incidents",
      "{\"contract\":\"c\",\"code\":\"I1\",\"title\":\"t\",\"family\":\"network\","
      "\"occurred_at\":\"2026-05-01T09:00:00Z\",\"facts\":[]}",
      NULL, "facts" },
    { "POST", "/api/v1/phases/5/suspend", "{\"on\":\"2026-05-01\",\"note\":\"n\"}", NULL,
      "If-Match" },
    { "POST", "/api/v1/exports?kind=p", "{\"kind\":\"p\",\"contract\":\"c\"}", NULL, "kind" },
};

static void test_args(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ARGS); i++) {
        struct http_target target;
        struct http_refusal refusal;
        struct problem problem = { .rc = RC_OK };
        size_t methods;
        json_t *args = NULL;
        json_t *body = ARGS[i].body ? json_loads(ARGS[i].body, 0, NULL) : NULL;
        assert_true(http_target_read(&target, ARGS[i].target, &refusal));
        const struct route *route = route_find(ARGS[i].method, &target, &methods);
        assert_non_null(route);
        struct route_input input = { &target, body, NULL };
        rc_t rc = route_args(route, &input, &args, &problem);
        if ((rc == RC_OK) != (ARGS[i].want != NULL))
            fail_msg("%s %s: %s", ARGS[i].target, ARGS[i].body ? ARGS[i].body : "", problem.text);
        if (rc == RC_OK) {
            char *text = jsonx_text(args);
            assert_string_equal(text, ARGS[i].want);
            mem_free(text);
        } else {
            assert_string_equal(problem.field, ARGS[i].field);
            assert_non_null(strstr(problem.text, ARGS[i].field));
        }
        json_decref(args);
        json_decref(body);
        http_target_fini(&target);
    }
}

/* Whether a secret that cannot be one is told apart from a wrong parameter, and told nothing. */
static void test_a_secret_of_another_form(void **state)
{
    static const char *const WRONG[] = { "", "0", SECRET "0", "Z" SECRET, " " SECRET };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        static const struct route_param PARAMS[] = {
            { "s", "s", PARAM_QUERY, PARAM_SECRET, true, 64, "a secret" },
            { NULL, NULL, PARAM_PATH, PARAM_ID, false, 0, NULL },
        };
        const struct route route = { .method = "GET", .path = "/", .params = PARAMS };
        const struct http_target target = { .pair_count = 1,
                                            .pairs = { { .name = "s", .value = WRONG[i] } } };
        struct problem problem = { .rc = RC_OK };
        json_t *args = NULL;
        const struct route_input input = { &target, NULL, NULL };
        assert_int_equal(route_args(&route, &input, &args, &problem), RC_NOT_FOUND);
        assert_null(args);
        assert_string_equal(problem.text, "there is no such path");
    }
}

/* A change of one row, with what its body and its If-Match say. */
static const struct {
    const char *name, *target, *body, *match;
    const char *want;  /* arguments; NULL: refused */
    const char *field; /* named by the refusal */
} CHANGES[] = {
    { "tag", "/api/v1/incidents/5/resolve", "{\"at\":\"2026-05-01T09:00:00Z\",\"remote\":true}",
      "\"v3.00ff\"",
      "{\"at\":\"2026-05-01T09:00:00Z\",\"incident\":5,\"remote\":true,\"version\":3}", NULL },
    { "version alone", "/api/v1/phases/5/submit", "{\"on\":\"2026-05-01\",\"documents\":[\"x\"]}",
      "\"v12\"", "{\"documents\":[\"x\"],\"on\":\"2026-05-01\",\"phase\":5,\"version\":12}", NULL },
    { "absent list", "/api/v1/phases/5/submit", "{\"on\":\"2026-05-01\",\"documents\":null}",
      "\"v1\"", "{\"on\":\"2026-05-01\",\"phase\":5,\"version\":1}", NULL },
    { "flag is no text", "/api/v1/incidents/5/resolve",
      "{\"at\":\"2026-05-01T09:00:00Z\",\"remote\":\"yes\"}", "\"v3\"", NULL, "remote" },
    { "list is no text", "/api/v1/phases/5/submit", "{\"on\":\"2026-05-01\",\"documents\":\"x\"}",
      "\"v3\"", NULL, "documents" },
    { "flag missing", "/api/v1/findings/5/verify", "{\"on\":\"2026-05-01\"}", "\"v3\"", NULL,
      "ok" },
    { "version in the body", "/api/v1/findings/5/fix", "{\"on\":\"2026-05-01\",\"version\":3}",
      "\"v3\"", NULL, "version" },
    { "any version", "/api/v1/findings/5/fix", "{\"on\":\"2026-05-01\"}", "*", NULL, "If-Match" },
    { "no number", "/api/v1/findings/5/fix", "{\"on\":\"2026-05-01\"}", "\"v\"", NULL, "If-Match" },
    { "hash alone", "/api/v1/findings/5/fix", "{\"on\":\"2026-05-01\"}", "\"00ff\"", NULL,
      "If-Match" },
    { "open tag", "/api/v1/findings/5/fix", "{\"on\":\"2026-05-01\"}", "\"v3x\"", NULL,
      "If-Match" },
    { "long number", "/api/v1/findings/5/fix", "{\"on\":\"2026-05-01\"}",
      "\"v123456789012345678901234567890\"", NULL, "If-Match" },
    { "beyond any version", "/api/v1/findings/5/fix", "{\"on\":\"2026-05-01\"}", "\"v4294967296\"",
      NULL, "If-Match" },
};

static void test_changes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CHANGES); i++) {
        struct http_target target;
        struct http_refusal refusal;
        struct problem problem = { .rc = RC_OK };
        size_t methods;
        json_t *args = NULL;
        json_t *body = json_loads(CHANGES[i].body, 0, NULL);
        assert_true(http_target_read(&target, CHANGES[i].target, &refusal));
        const struct route *route = route_find("POST", &target, &methods);
        assert_true(route && route_wants_match(route));
        struct route_input input = { &target, body, CHANGES[i].match };
        rc_t rc = route_args(route, &input, &args, &problem);
        char *text = rc == RC_OK ? jsonx_text(args) : NULL;
        if ((rc == RC_OK) != (CHANGES[i].want != NULL) ||
            (text && strcmp(text, CHANGES[i].want) != 0) ||
            (rc != RC_OK && strcmp(problem.field, CHANGES[i].field) != 0))
            fail_msg("%s: %s %s %s", CHANGES[i].name, text ? text : "", problem.field,
                     problem.text);
        mem_free(text);
        json_decref(args);
        json_decref(body);
        http_target_fini(&target);
    }
}

/* Characters count, not bytes: eighty of three bytes each pass, one more does not. */
static void test_long_text(void **state)
{
    (void)state;
    for (int chars = 80; chars <= 81; chars++) {
        char path[1000] = "/api/v1/contracts/";
        struct http_target target;
        struct http_refusal refusal;
        struct problem problem = { .rc = RC_OK };
        json_t *args = NULL;
        size_t methods;
        for (int i = 0; i < chars; i++)
            memcpy(path + strlen(path), "%e4%b8%ad", 10);
        assert_true(http_target_read(&target, path, &refusal));
        const struct route *route = route_find("GET", &target, &methods);
        struct route_input input = { &target, NULL, NULL };
        assert_int_equal(route_args(route, &input, &args, &problem),
                         chars == 80 ? RC_OK : RC_INVALID);
        json_decref(args);
        http_target_fini(&target);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds),
        cmocka_unit_test(test_args),
        cmocka_unit_test(test_a_secret_of_another_form),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
