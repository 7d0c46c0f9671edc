/* Accounts over HTTP, as the owner and their holders use them: made, tied to a person, heard as
 * that person, dead from the moment of the revocation. */
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
#define PATH "/api/v1/accounts"

enum { TOKEN = 80, TOKEN_LENGTH = 69 };

struct ground {
    struct bus_ground bus;
    struct gateway_ground gateway;
    char owner[TOKEN]; /* the token of the token file */
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
    json_decref(
        bus_ask(&g->bus, "mlps.registry", "person.add", "person",
                json_pack("{s:s,s:s,s:s}", "contract", CODE, "name", "王工", "role", "manager")));
    gateway_start(&g->gateway, &g->bus.broker.bus, NULL);
    snprintf(g->owner, sizeof(g->owner), "%s", g->gateway.token);
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

/* Each test begins as the owner. */
static int as_owner(void **state)
{
    struct ground *g = *state;
    gateway_speak_with(&g->gateway, g->owner);
    return 0;
}

/* A request without a body, or with one and a key of its own; `match` "" sends no If-Match. */
static int ask(struct ground *g, const char *line, const char *match, const char *body)
{
    static int keys;
    char fields[500] = "", tag[100] = "";
    gateway_reconnect(&g->gateway);
    if (*match)
        snprintf(tag, sizeof(tag), "If-Match: %s\r\n", match);
    if (*body)
        snprintf(fields, sizeof(fields),
                 "Content-Type: application/json\r\nIdempotency-Key: a-%d\r\n%sContent-Length: "
                 "%zu\r\n",
                 ++keys, tag, strlen(body));
    assert_true(http_client_send(&g->gateway.client, gateway_request(&g->gateway, line, fields)));
    return http_client_ask(&g->gateway.client, body);
}

/* A new account of this name; its token into `token` of TOKEN bytes. Its id. */
static json_int_t add(struct ground *g, const char *name, char *token)
{
    char body[100];
    snprintf(body, sizeof(body), "{\"name\":\"%s\"}", name);
    if (ask(g, "POST " PATH, "", body) != 201)
        fail_msg("%s: %s", name, g->gateway.client.body);
    json_t *account = http_client_json(&g->gateway.client);
    json_int_t id = json_integer_value(json_object_get(account, "id"));
    snprintf(token, TOKEN, "%s", json_string_value(json_object_get(account, "token")));
    json_decref(account);
    return id;
}

/* The account is 王工 from now on. */
static void bind(struct ground *g, json_int_t id)
{
    char line[100];
    snprintf(line, sizeof(line), "POST " PATH "/%" JSON_INTEGER_FORMAT "/bind", id);
    assert_int_equal(ask(g, line, "", "{\"contract\":\"" CODE "\",\"person\":\"王工\"}"), 428);
    if (ask(g, line, "\"v1\"", "{\"contract\":\"" CODE "\",\"person\":\"王工\"}") != 200)
        fail_msg("%s", g->gateway.client.body);
    assert_non_null(strstr(g->gateway.client.body, "\"role\":\"manager\""));
}

/* A penalty that 王工 was told of; the notification's id. */
static int64_t tell_of_penalty(struct ground *g)
{
    return db_number(
        &g->bus.tdb,
        "with c as (insert into penalty_case (contract_id, code, type, occurred_on, title) select "
        "id, 'Q-1', 'inspection', '2026-06-01', 't' from contract returning id, contract_id), p as "
        "(insert into penalty (contract_id, case_id, clause, deduct_fen, proof, pack_id, state) "
        "select k.id, c.id, '11.4', 100, '[]', k.pack_id, 'notified' from c join contract k on "
        "k.id "
        "= c.contract_id returning id, contract_id), r as (insert into reminder (contract_id, "
        "object_kind, object_id, rule, person_id, channel, due_version, plan_at, try_at, state, "
        "sent_at) select p.contract_id, 'penalty', p.id, 'notice', w.id, 'app', 1, "
        "'2026-06-10 09:00+08', '2026-06-10 09:00+08', 'sent', '2026-06-10 09:00+08' from p join "
        "person w on w.name = '王工' returning id, person_id, plan_at) insert into notification "
        "(reminder_id, person_id, title, body, created_at) select id, person_id, 't', 'b', plan_at "
        "from r returning id");
}

/* What a vendor's manager reads of a penalty, seen by nobody else's word, is its notice. */
static void test_a_receipt_of_ones_own(void **state)
{
    struct ground *g = *state;
    char token[TOKEN], line[100];
    bind(g, add(g, "wang", token));
    assert_int_equal(strlen(token), TOKEN_LENGTH);
    snprintf(line, sizeof(line), "POST /api/v1/notifications/%lld/read",
             (long long)tell_of_penalty(g));
    assert_int_equal(ask(g, line, "", "{}"), 400); /* the owner is nobody: whose receipt is it? */
    gateway_speak_with(&g->gateway, token);
    assert_int_equal(ask(g, line, "", "{\"person\":\"李工\"}"), 403);
    assert_int_equal(ask(g, line, "", "{}"), 200);
    assert_non_null(strstr(g->gateway.client.body, "\"on_behalf\":false"));
    assert_non_null(strstr(g->gateway.client.body, "\"read_by\":\"wang\""));
    gateway_speak_with(&g->gateway, g->owner);
    assert_int_equal(ask(g, line, "", "{\"person\":\"王工\"}"), 200); /* the first one stands */
    assert_non_null(strstr(g->gateway.client.body, "\"read_by\":\"wang\""));
    assert_int_equal(db_number(&g->bus.tdb, "select count(*) from fact where name = "
                                            "'notice_received' and receipt_id is not null"),
                     1);
    assert_string_equal(
        db_text(&g->bus.tdb,
                "select string_agg(kind || ' ' || actor, ', ' order by seq) from event "
                "where kind in ('notification.read', 'fact.recorded')"),
        "notification.read wang, fact.recorded wang");
}

/* What is asked with the account's token, and what then comes. */
struct right {
    const char *line, *body;
    int status;
};

static void expect_rights(struct ground *g, const struct right *rights, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ask(g, rights[i].line, "\"v1\"", rights[i].body) != rights[i].status)
            fail_msg("%s: %d %s", rights[i].line, g->gateway.client.status, g->gateway.client.body);
}

/* A manager of the contract may what managers may there, and is not told of anything else; when the
 * tie ends, so does all of it. */
static void test_an_account_may_what_its_person_may(void **state)
{
    static const struct right TIED[] = {
        { "GET /api/v1/systems?contract=" CODE "&limit=1", "", 200 },
        { "GET /api/v1/systems/1", "", 200 },
        { "GET /api/v1/contracts/" CODE "/progress?limit=1", "", 200 },
        { "GET /api/v1/systems", "", 400 },                /* of which contract? */
        { "GET /api/v1/systems?contract=other", "", 403 }, /* there is one ... */
        { "GET /api/v1/systems?contract=none", "", 403 },  /* ... and none */
        { "GET /api/v1/systems/2", "", 200 },
        { "GET /api/v1/systems/40", "", 404 },     /* of the other contract */
        { "GET /api/v1/systems/999999", "", 404 }, /* nobody's */
        { "GET /api/v1/contracts", "", 403 },
        { "GET /api/v1/events", "", 403 },
        { "GET /api/v1/notifications?contract=" CODE "&person=%E6%9D%8E", "", 403 },
        { "POST /api/v1/penalties/999/waive",
          "{\"on\":\"2026-06-15\",\"by\":\"王工\",\"note\":\"n\"}", 404 },
    };
    static const struct right UNTIED[] = {
        { "GET /api/v1/systems?contract=" CODE, "", 403 },
        { "GET /api/v1/systems/1", "", 404 },
        { "GET /api/v1/openapi.json", "", 200 },
    };
    struct ground *g = *state;
    char token[TOKEN], line[100];
    json_int_t id = add(g, "manager", token);
    bind(g, id);
    db_exec(&g->bus.tdb,
            "with k as (insert into contract (code, pack_id, calendar_id, title, customer, "
            "total_fen, signed_on, service_from, service_to, zone) select 'other', pack_id, "
            "calendar_id, title, customer, total_fen, signed_on, service_from, service_to, zone "
            "from contract where code = '" CODE "' returning id), t as (insert into team "
            "(contract_id, code, name, position) select id, 't', 't', 1 from k returning id, "
            "contract_id) "
            "insert into system (contract_id, team_id, serial, name, grade) select contract_id, "
            "id, 1, 's', 3 from t");
    assert_int_equal(db_number(&g->bus.tdb, "select max(id) from system"), 40);
    gateway_speak_with(&g->gateway, token);
    expect_rights(g, TIED, COUNT_OF(TIED));
    gateway_speak_with(&g->gateway, g->owner);
    snprintf(line, sizeof(line), "POST " PATH "/%" JSON_INTEGER_FORMAT "/unbind", id);
    assert_int_equal(ask(g, line, "\"v2\"", "{\"contract\":\"" CODE "\"}"), 200);
    gateway_speak_with(&g->gateway, token);
    expect_rights(g, UNTIED, COUNT_OF(UNTIED));
}

/* Shown in one answer and kept nowhere: neither with the account, nor with the answer, nor in the
 * log. */
static void test_the_token_is_told_once(void **state)
{
    struct ground *g = *state;
    char token[TOKEN], sql[600];
    add(g, "once", token);
    assert_int_equal(gateway_get(&g->gateway, PATH), 200);
    assert_non_null(strstr(g->gateway.client.body, "\"once\""));
    assert_null(strstr(g->gateway.client.body, token));
    snprintf(
        sql, sizeof(sql),
        "select (select count(*) from account a where a::text like '%%%s%%') + (select count(*) "
        "from idempotency i where i::text like '%%%s%%') + (select count(*) from event e where "
        "e::text like '%%%s%%')",
        token + 5, token + 5, token + 5);
    assert_int_equal(db_number(&g->bus.tdb, sql), 0);
}

/* The very next request is told what one with an invented token is told, byte for byte. */
static void test_a_revoked_token_is_dead_at_once(void **state)
{
    struct ground *g = *state;
    char token[TOKEN], line[100], invented[600];
    json_int_t id = add(g, "dies", token);
    snprintf(line, sizeof(line), "DELETE " PATH "/%" JSON_INTEGER_FORMAT, id);
    gateway_speak_with(&g->gateway, token);
    assert_int_equal(gateway_get(&g->gateway, "/api/v1/openapi.json"), 200);
    gateway_speak_with(&g->gateway, g->owner);
    assert_int_equal(ask(g, line, "", ""), 200);
    assert_int_equal(ask(g, line, "", ""), 200); /* twice is once */
    gateway_speak_with(&g->gateway, token);
    assert_int_equal(gateway_get(&g->gateway, "/api/v1/openapi.json"), 401);
    snprintf(invented, sizeof(invented), "%s", g->gateway.client.body);
    token[TOKEN_LENGTH - 1] = token[TOKEN_LENGTH - 1] == '0' ? '1' : '0';
    gateway_speak_with(&g->gateway, token);
    assert_int_equal(gateway_get(&g->gateway, "/api/v1/openapi.json"), 401);
    assert_string_equal(g->gateway.client.body, invented);
    gateway_speak_with(&g->gateway, g->owner);
    assert_int_equal(
        db_number(&g->bus.tdb, "select count(*) from event where kind = 'account.revoked'"), 1);
}

/* Who is no owner cannot learn which names are taken, nor which ids. */
static void test_accounts_do_not_see_accounts(void **state)
{
    static const struct {
        const char *line, *body;
    } ASKS[] = {
        { "GET " PATH, "" },
        { "POST " PATH, "{\"name\":\"curious\"}" },
        { "POST " PATH, "{\"name\":\"nobody-has-this\"}" },
        { "DELETE " PATH "/1", "" },
        { "DELETE " PATH "/999", "" },
        { "POST " PATH "/1/bind", "{\"contract\":\"" CODE "\",\"person\":\"王工\"}" },
    };
    struct ground *g = *state;
    char token[TOKEN], first[600] = "";
    add(g, "curious", token);
    gateway_speak_with(&g->gateway, token);
    for (size_t i = 0; i < COUNT_OF(ASKS); i++) {
        if (ask(g, ASKS[i].line, "\"v1\"", ASKS[i].body) != 403)
            fail_msg("%s: %s", ASKS[i].line, g->gateway.client.body);
        if (i == 0)
            snprintf(first, sizeof(first), "%s", g->gateway.client.body);
        assert_string_equal(g->gateway.client.body, first);
    }
}

/* Names are short, plain, nobody else's, and given once. */
static void test_names(void **state)
{
    static const struct {
        const char *body;
        int status;
    } ROWS[] = {
        { "{}", 400 },
        { "{\"name\":\"x\"}", 400 },
        { "{\"name\":\"王\"}", 400 },
        { "{\"name\":\"a234567890b234567890c234567890d234567890\"}", 201 },
        { "{\"name\":\"a234567890b234567890c234567890d234567890-\"}", 400 },
        { "{\"name\":\"token\"}", 422 },
        { "{\"name\":\"given\"}", 201 },
        { "{\"name\":\"given\"}", 409 },
    };
    struct ground *g = *state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        if (ask(g, "POST " PATH, "", ROWS[i].body) != ROWS[i].status)
            fail_msg("%s: %d %s", ROWS[i].body, g->gateway.client.status, g->gateway.client.body);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup(fn, as_owner)
    const struct CMUnitTest tests[] = {
        TEST(test_a_receipt_of_ones_own),        TEST(test_an_account_may_what_its_person_may),
        TEST(test_the_token_is_told_once),       TEST(test_a_revoked_token_is_dead_at_once),
        TEST(test_accounts_do_not_see_accounts), TEST(test_names),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
