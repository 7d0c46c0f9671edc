/* An incident, a phase, a finding and a penalty changed through the gateway as a program would:
 * every change to a version, each answered with the row as it is then. */
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

#define CODE     "yifen-2026"
#define CUSTOMER "\"by\":\"孙主任\",\"note\":\"按约定\""

struct ground {
    struct bus_ground bus;
    struct gateway_ground gateway;
    json_int_t cycle;
};

static int open_ground(void **state)
{
    static const char *const NAMES[] = {
        "registry", "lifecycle", "delivery", "sla", "report", NULL
    };
    struct ground *g = mem_new(sizeof(*g));
    bus_open(&g->bus, NAMES);
    bus_load(&g->bus);
    json_decref(bus_ask(&g->bus, "mlps.registry", "contract.open", "open", bus_open_args(CODE)));
    json_decref(bus_ask(
        &g->bus, "mlps.registry", "person.add", "person",
        json_pack("{s:s,s:s,s:s}", "contract", CODE, "name", "孙主任", "role", "customer")));
    json_t *cycle =
        bus_ask(&g->bus, "mlps.lifecycle", "cycle.open", "cycle",
                json_pack("{s:s,s:i,s:s}", "contract", CODE, "serial", 1, "start", "2026-04-01"));
    g->cycle = json_integer_value(json_object_get(cycle, "id"));
    json_decref(cycle);
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

static json_int_t number(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

static const char *text(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value ? value : "";
}

/* A change of a row under a fresh key; `etag` "" sends no If-Match. Status. */
static int change_by(struct ground *g, const char *method, const char *path, const char *etag,
                     const char *body)
{
    static int keys;
    char line[300], fields[500], match[200] = "";
    snprintf(line, sizeof(line), "%s %s", method, path);
    if (*etag)
        snprintf(match, sizeof(match), "If-Match: %s\r\n", etag);
    snprintf(fields, sizeof(fields),
             "Content-Type: application/json\r\nIdempotency-Key: c-%d\r\n%sContent-Length: "
             "%zu\r\n",
             ++keys, match, strlen(body));
    gateway_reconnect(&g->gateway);
    assert_true(http_client_send(&g->gateway.client, gateway_request(&g->gateway, line, fields)));
    return http_client_ask(&g->gateway.client, body);
}

static int change(struct ground *g, const char *path, const char *etag, const char *body)
{
    return change_by(g, "POST", path, etag, body);
}

/* The tag of the last answer. */
static const char *tag(struct ground *g)
{
    static char etag[200];
    return http_client_field(&g->gateway.client, "ETag", etag, sizeof(etag));
}

/* One change after the other, each to the version that the answer before had. */
struct step {
    const char *act, *body, *key, *want; /* field of the answer and its text */
};

static void run_from(struct ground *g, const char *path, const char *first,
                     const struct step *steps, size_t count)
{
    char to[200], etag[200];
    snprintf(etag, sizeof(etag), "%s", first);
    for (size_t i = 0; i < count; i++) {
        snprintf(to, sizeof(to), "%s/%s", path, steps[i].act);
        if (change(g, to, "", steps[i].body) != 428)
            fail_msg("%s without If-Match: %s", to, g->gateway.client.body);
        if (change(g, to, etag, steps[i].body) != 200)
            fail_msg("%s: %s", to, g->gateway.client.body);
        json_t *row = http_client_json(&g->gateway.client);
        if (strcmp(text(row, steps[i].key), steps[i].want) != 0)
            fail_msg("%s: %s", to, g->gateway.client.body);
        json_decref(row);
        char old[200];
        snprintf(old, sizeof(old), "%s", etag);
        snprintf(etag, sizeof(etag), "%s", tag(g));
        if (change(g, to, old, steps[i].body) != 412)
            fail_msg("%s to an old version: %s", to, g->gateway.client.body);
    }
}

/* The same from what the row itself says. */
static void run_steps(struct ground *g, const char *path, const struct step *steps, size_t count)
{
    char etag[200];
    assert_int_equal(gateway_get(&g->gateway, path), 200);
    snprintf(etag, sizeof(etag), "%s", tag(g));
    run_from(g, path, etag, steps, count);
}

static void test_incident(void **state)
{
    static const struct step STEPS[] = {
        { "respond", "{\"at\":\"2026-06-08T10:16:00+08:00\"}", "responded_at",
          "2026-06-08T10:16:00+08:00" },
        { "request-onsite", "{\"at\":\"2026-06-08T10:30:00+08:00\"}", "onsite_requested_at",
          "2026-06-08T10:30:00+08:00" },
        { "regrade", "{\"grade\":\"II\"," CUSTOMER "}", "grade", "II" },
        { "arrive", "{\"at\":\"2026-06-08T12:00:00+08:00\"}", "arrived_at",
          "2026-06-08T12:00:00+08:00" },
        { "resolve", "{\"at\":\"2026-06-08T13:00:00+08:00\"}", "state", "resolved" },
        { "close", "{\"at\":\"2026-06-08T18:00:00+08:00\"}", "state", "closed" },
    };
    struct ground *g = *state;
    char place[100];
    assert_int_equal(
        change(g, "/api/v1/incidents", "",
               "{\"contract\":\"" CODE
               "\",\"serial\":1,\"code\":\"N1\",\"title\":\"中断\",\"family\":"
               "\"network\",\"occurred_at\":\"2026-06-08T10:12:00+08:00\",\"facts\":{\"important_"
               "system\":true,\"extent\":\"local\",\"outage_minutes\":15,\"capability\":"
               "\"affected\"}}"),
        201);
    http_client_field(&g->gateway.client, "Location", place, sizeof(place));
    run_steps(g, place, STEPS, COUNT_OF(STEPS));
    json_t *incident = gateway_json(&g->gateway, place);
    assert_int_equal(number(incident, "gradings"), 2);
    json_decref(incident);
}

static void test_phase_and_finding(void **state)
{
    static const struct step PHASE[] = {
        { "suspend", "{\"on\":\"2026-04-02\",\"note\":\"等资料\"}", "state", "suspended" },
        { "resume", "{\"on\":\"2026-04-03\"}", "state", "active" },
        { "submit", "{\"on\":\"2026-04-04\",\"documents\":[\"申请材料\"]}", "state", "submitted" },
        { "return", "{\"on\":\"2026-04-05\",\"note\":\"缺材料\"}", "state", "returned" },
        { "skip", "{\"on\":\"2026-04-06\"," CUSTOMER "}", "state", "skipped" },
    };
    struct ground *g = *state;
    char path[100], body[300];
    snprintf(path, sizeof(path), "/api/v1/cycles/%d", (int)g->cycle);
    json_t *cycle = gateway_json(&g->gateway, path);
    snprintf(path, sizeof(path), "/api/v1/phases/%d",
             (int)number(json_array_get(json_object_get(cycle, "phases"), 0), "id"));
    json_decref(cycle);
    run_steps(g, path, PHASE, COUNT_OF(PHASE));
    snprintf(body, sizeof(body),
             "{\"cycle\":%d,\"code\":\"T001\",\"title\":\"t\",\"control_point\":\"p\",\"risk\":"
             "\"high\",\"on\":\"2026-06-01\"}",
             (int)g->cycle);
    assert_int_equal(change(g, "/api/v1/findings", "", body), 201);
    json_t *finding = http_client_json(&g->gateway.client);
    snprintf(path, sizeof(path), "/api/v1/findings/%d/accept-risk", (int)number(finding, "id"));
    assert_int_equal(change(g, path, "\"v1\"", "{\"on\":\"2026-06-02\"," CUSTOMER "}"), 200);
    snprintf(path, sizeof(path), "/api/v1/findings/%d/reopen", (int)number(finding, "id"));
    assert_int_equal(change(g, path, tag(g), "{\"on\":\"2026-06-03\"," CUSTOMER "}"), 200);
    json_t *open = http_client_json(&g->gateway.client);
    assert_string_equal(text(open, "state"), "open");
    json_decref(finding);
    json_decref(open);
}

static void test_penalty(void **state)
{
    static const struct step STEPS[] = {
        { "notify", "{\"on\":\"2026-06-12\"," CUSTOMER "}", "state", "notified" },
        { "confirm", "{\"on\":\"2026-06-12\"," CUSTOMER "}", "state", "confirmed" },
    };
    struct ground *g = *state;
    char path[100], etag[200];
    db_exec(&g->bus.tdb,
            "with c as (insert into penalty_case (contract_id, code, type, occurred_on, title) "
            "select id, 'Q1', 'inspection', '2026-06-01', 't' from contract returning id, "
            "contract_id) insert into penalty (contract_id, case_id, clause, deduct_fen, proof, "
            "pack_id, proposed_at) select k.id, c.id, 'X', 100, '[]', k.pack_id, '2026-06-10 "
            "12:00+08' from c join contract k on k.id = c.contract_id");
    snprintf(path, sizeof(path), "/api/v1/penalties/%d",
             (int)db_number(&g->bus.tdb, "select max(id) from penalty"));
    run_steps(g, path, STEPS, COUNT_OF(STEPS));
    gateway_get(&g->gateway, path);
    snprintf(etag, sizeof(etag), "%s", tag(g));
    snprintf(path + strlen(path), sizeof(path) - strlen(path), "/reverse");
    assert_int_equal(change(g, path, etag, "{\"on\":\"2026-06-12\"," CUSTOMER "}"), 200);
    json_t *reversed = http_client_json(&g->gateway.client);
    assert_true(number(reversed, "deduct_fen") == -100);
    json_decref(reversed);
    assert_int_equal(change(g, path, etag, "{\"on\":\"2026-06-12\"," CUSTOMER "}"), 409);
}

/* A cycle, its people, and a document from submission to signature. */
static void test_cycle_and_deliverable(void **state)
{
    static const struct step STEPS[] = {
        { "submit", "{\"on\":\"2026-06-01\",\"note\":\"v1\"}", "state", "submitted" },
        { "object", "{\"on\":\"2026-06-02\",\"by\":\"孙主任\"}", "state", "objected" },
        { "submit", "{\"on\":\"2026-06-03\"}", "state", "submitted" },
        { "accept", "{\"on\":\"2026-06-04\",\"by\":\"孙主任\"}", "state", "accepted" },
        { "sign", "{\"on\":\"2026-06-05\",\"by\":\"孙主任\"}", "state", "signed" },
    };
    struct ground *g = *state;
    char path[100];
    assert_int_equal(change(g, "/api/v1/cycles", "",
                            "{\"contract\":\"" CODE "\",\"serial\":2,\"start\":\"2026-06-01\"}"),
                     201);
    http_client_field(&g->gateway.client, "Location", path, sizeof(path));
    json_decref(gateway_json(&g->gateway, path));
    assert_int_equal(change(g, "/api/v1/cycles", "",
                            "{\"system\":1,\"serial\":2,\"start\":"
                            "\"2026-06-01\"}"),
                     400);
    gateway_reconnect(&g->gateway);
    json_t *people = gateway_json(&g->gateway, "/api/v1/people?contract=" CODE);
    assert_non_null(strstr(g->gateway.client.body, "孙主任"));
    json_decref(people);
    db_exec(&g->bus.tdb, "insert into deliverable (contract_id, clause, title) select id, 'X', 't' "
                         "from contract");
    snprintf(path, sizeof(path), "/api/v1/deliverables?contract=" CODE);
    json_decref(gateway_json(&g->gateway, path));
    snprintf(path, sizeof(path), "/api/v1/deliverables/%d",
             (int)db_number(&g->bus.tdb, "select max(id) from deliverable"));
    run_from(g, path, "\"v1\"", STEPS, COUNT_OF(STEPS));
}

static void test_one_more_document(void **state)
{
    static const char MORE[] = "{\"contract\":\"" CODE "\",\"clause\":\"Y\",\"title\":\"t\"}";
    struct ground *g = *state;
    db_exec(&g->bus.tdb, "insert into deliverable (contract_id, clause, title) select id, 'Y', 't' "
                         "from contract");
    assert_int_equal(change(g, "/api/v1/deliverables", "", MORE), 201);
    assert_non_null(strstr(g->gateway.client.body, "\"occurrence\":2"));
    assert_int_equal(change(g, "/api/v1/deliverables", "",
                            "{\"contract\":\"" CODE "\",\"clause\":\"Z\",\"title\":\"t\"}"),
                     404);
    assert_non_null(strstr(g->gateway.client.body, "\"field\":\"clause\""));
}

/* A PATCH to the version that was read; what cannot be changed is refused by name. */
static void test_a_renamed_system(void **state)
{
    static const char PATH[] = "/api/v1/systems/2", NAME[] = "{\"name\":\"新系统\"}";
    struct ground *g = *state;
    char etag[200];
    assert_int_equal(gateway_get(&g->gateway, PATH), 200);
    snprintf(etag, sizeof(etag), "%s", tag(g));
    assert_int_equal(change_by(g, "PATCH", PATH, "", NAME), 428);
    assert_int_equal(change_by(g, "PATCH", PATH, etag, "{\"grade\":2}"), 400);
    assert_non_null(strstr(g->gateway.client.body, "grade"));
    assert_int_equal(change_by(g, "PATCH", PATH, etag, NAME), 200);
    assert_non_null(strstr(g->gateway.client.body, "新系统"));
    assert_int_equal(strncmp(tag(g), "\"v2.", 4), 0);
    assert_int_equal(change_by(g, "PATCH", PATH, etag, NAME), 412);
    assert_int_equal(change_by(g, "PATCH", "/api/v1/systems/999", "\"v1\"", NAME), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_incident),         cmocka_unit_test(test_phase_and_finding),
        cmocka_unit_test(test_penalty),          cmocka_unit_test(test_cycle_and_deliverable),
        cmocka_unit_test(test_a_renamed_system), cmocka_unit_test(test_one_more_document),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
