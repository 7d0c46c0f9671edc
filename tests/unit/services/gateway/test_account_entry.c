/* Requests with an account's token: whose it is is asked first, and what it then asks is asked in
 * its name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account_entry.h"
#include "clk.h"
#include "gateway_fixture.h"
#include "jsonx.h"
#include "memory.h"

#define HEX   "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TOKEN "mlps_" HEX

/* Only the exact form is worth a question to the registry. */
static void test_form(void **state)
{
    static const char *const NOT[] = {
        NULL,
        "",
        "Bearer",
        "Bearer ",
        TOKEN,
        "Bearer mlps_",
        "Bearer " HEX,
        "Basic " TOKEN,
        "Bearer\t" TOKEN,
        "Bearer  " TOKEN,
        "Bearer " TOKEN "0",
        "Bearer mlps-" HEX,
        "Bearer MLPS_" HEX,
        "Bearer mlps_0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
        "Bearer mlps_123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(NOT); i++)
        if (account_token(NOT[i]))
            fail_msg("%s", NOT[i]);
    assert_string_equal(account_token("Bearer " TOKEN), TOKEN);
    assert_string_equal(account_token("bEARER " TOKEN), TOKEN);
}

/* Send a request of the account and wait for the question whose it is. */
static void send_one(struct gateway_fixture *f, const char *line, const char *fields,
                     struct script_ask *ret_ask)
{
    char request[600];
    int64_t end = clk_mono_ms() + 30000;
    snprintf(request, sizeof(request),
             "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " TOKEN "\r\n%s", line,
             fields);
    loop_client_forget(&f->client);
    assert_true(loop_client_send(&f->client, request));
    while (!script_bus_next(ret_ask) && f->client.len == 0 && clk_mono_ms() < end)
        loop_client_turn(&f->client);
    assert_true(script_bus_next(ret_ask));
    assert_string_equal(ret_ask->service, "mlps.registry");
    assert_string_equal(ret_ask->op, "account.enter");
    assert_string_equal(ret_ask->account, "");
    assert_string_equal(json_string_value(json_object_get(ret_ask->args, "token")), TOKEN);
}

#define WANG                                                                                       \
    "{\"account\":\"a.wang\",\"persons\":[{\"contract\":\"k\",\"person\":\"wang\",\"role\":"       \
    "\"engineer\"}]}"

/* The next question is of which contract something is; as nobody's, for rights are not the
 * account's to look up. */
static void expect_lookup(struct script_ask *ret_ask, const char *args)
{
    assert_true(script_bus_next(ret_ask));
    assert_string_equal(ret_ask->service, "mlps.report");
    assert_string_equal(ret_ask->op, "subject.contract");
    assert_string_equal(ret_ask->account, "");
    json_t *want = json_loads(args, 0, NULL);
    assert_true(json_equal(ret_ask->args, want));
    json_decref(want);
}

/* The question itself is the same as ever, but for whose it is. */
static void test_the_question_is_the_accounts(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    send_one(
        &f, "POST /api/v1/notifications/7/read",
        "Content-Type: application/json\r\nIdempotency-Key: k-1\r\nContent-Length: 2\r\n\r\n{}",
        &ask);
    script_bus_answer(&ask, WANG);
    expect_lookup(&ask, "{\"kind\":\"notification\",\"id\":7}");
    script_bus_answer(&ask, "{\"contract\":\"k\"}");
    assert_true(script_bus_next(&ask));
    assert_string_equal(ask.op, "notification.read");
    assert_string_equal(ask.account, "a.wang");
    assert_string_equal(ask.key, "k-1");
    char *args = jsonx_text(ask.args);
    assert_string_equal(args, "{\"notification\":7}");
    mem_free(args);
    script_bus_answer(&ask, "{\"id\":7}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    /* the next one with the token of the file is nobody's again */
    gateway_fixture_until_ask(&f, "GET /api/v1/systems/1", NULL, &ask);
    assert_string_equal(ask.op, "system.get");
    assert_string_equal(ask.account, "");
    script_bus_answer(&ask, "{}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    gateway_fixture_stop(&f);
}

static const struct {
    rc_t rc;
    int status;
    const char *code;
} ANSWERS[] = {
    { RC_NOT_FOUND, 401, "unauthenticated" },
    { RC_UNAVAILABLE, 503, "unavailable" },
    { RC_TIMEOUT, 504, "timeout" },
};

/* A revoked token is like none at all; a registry that is away is no reason to say so. */
static void test_nobody_is_let_in(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(ANSWERS); i++) {
        struct script_ask ask;
        send_one(&f, "GET /api/v1/systems/1", "\r\n", &ask);
        script_bus_refuse(&ask, ANSWERS[i].rc, NULL, "no");
        assert_int_equal(gateway_fixture_response(&f), ANSWERS[i].status);
        assert_non_null(strstr(gateway_fixture_body(&f), ANSWERS[i].code));
        assert_null(strstr(f.client.bytes, HEX));
        assert_int_equal(script_bus_open(), 0);
    }
    struct script_ask ask;
    send_one(&f, "GET /api/v1/systems/1", "\r\n", &ask);
    script_bus_answer(&ask, "{}"); /* an answer without a name lets nobody in either */
    assert_int_equal(gateway_fixture_response(&f), 503);
    gateway_fixture_stop(&f);
}

/* Of a row of somebody else's contract it is told what it is told of none: not that there is one.
 */
static void test_what_is_not_ones_own_is_not_there(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    char other[2000];
    (void)state;
    gateway_fixture_start(&f, NULL);
    send_one(&f, "GET /api/v1/systems/1", "\r\n", &ask);
    script_bus_answer(&ask, WANG);
    expect_lookup(&ask, "{\"kind\":\"system\",\"id\":1}");
    script_bus_answer(&ask, "{\"contract\":\"other\"}");
    assert_int_equal(gateway_fixture_response(&f), 404);
    snprintf(other, sizeof(other), "%s", gateway_fixture_body(&f));
    send_one(&f, "GET /api/v1/systems/2", "\r\n", &ask);
    script_bus_answer(&ask, WANG);
    expect_lookup(&ask, "{\"kind\":\"system\",\"id\":2}");
    script_bus_refuse(&ask, RC_NOT_FOUND, "id", "there is no such system");
    assert_int_equal(gateway_fixture_response(&f), 404);
    assert_string_equal(gateway_fixture_body(&f), other);
    /* and a contract that there is, like one that there is not */
    send_one(&f, "GET /api/v1/systems?contract=other", "\r\n", &ask);
    script_bus_answer(&ask, WANG);
    assert_int_equal(gateway_fixture_response(&f), 403);
    assert_null(strstr(gateway_fixture_body(&f), "other"));
    send_one(&f, "GET /api/v1/systems", "\r\n", &ask);
    script_bus_answer(&ask, WANG);
    assert_int_equal(gateway_fixture_response(&f), 400);
    assert_int_equal(script_bus_open(), 0);
    gateway_fixture_stop(&f);
}

/* Whose name stands in what is recorded, or whose things are shown, is not the caller's to choose.
 */
static void test_in_its_own_name(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    send_one(&f, "GET /api/v1/notifications?contract=k", "\r\n", &ask);
    script_bus_answer(&ask, WANG);
    assert_true(script_bus_next(&ask));
    assert_string_equal(json_string_value(json_object_get(ask.args, "person")), "wang");
    script_bus_answer(&ask, "{}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    send_one(&f, "GET /api/v1/notifications?contract=k&person=li", "\r\n", &ask);
    script_bus_answer(&ask, WANG);
    assert_int_equal(gateway_fixture_response(&f), 403);
    assert_int_equal(script_bus_open(), 0);
    gateway_fixture_stop(&f);
}

/* However many tokens are tried at once, most of the bus stays free. */
static void test_a_crowd_at_the_door(void **state)
{
    enum { CROWD = 101 }; /* one more than there is room for */
    static struct loop_client clients[CROWD];
    struct gateway_fixture f;
    struct script_ask ask;
    int64_t end = clk_mono_ms() + 60000;
    size_t refused = 0;
    (void)state;
    gateway_fixture_start(&f, NULL);
    for (size_t i = 0; i < CROWD; i++) {
        loop_client_open(&clients[i], f.base, http_server_address(f.gateway.server));
        assert_true(loop_client_send(&clients[i],
                                     "GET /api/v1/systems/1 HTTP/1.1\r\nHost: "
                                     "localhost\r\nAuthorization: Bearer " TOKEN "\r\n\r\n"));
    }
    while (script_bus_open() + refused < CROWD && clk_mono_ms() < end) {
        refused = 0;
        for (size_t i = 0; i < CROWD; i++) {
            loop_client_turn(&clients[i]);
            refused += strstr(clients[i].bytes, " 429 ") != NULL;
        }
    }
    assert_int_equal(refused, 1);
    while (script_bus_next(&ask))
        script_bus_refuse(&ask, RC_NOT_FOUND, NULL, "no");
    send_one(&f, "GET /api/v1/systems/1", "\r\n", &ask); /* there is room again */
    for (size_t i = 0; i < CROWD; i++)
        loop_client_close(&clients[i]);
    gateway_fixture_stop(&f);
}

/* The gateway stops while a token is asked for: nothing is called back, nothing leaks. */
static void test_stop_at_the_door(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    send_one(&f, "GET /api/v1/systems/1", "\r\n", &ask);
    gateway_fixture_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_the_question_is_the_accounts),
        cmocka_unit_test(test_nobody_is_let_in),
        cmocka_unit_test(test_what_is_not_ones_own_is_not_there),
        cmocka_unit_test(test_in_its_own_name),
        cmocka_unit_test(test_a_crowd_at_the_door),
        cmocka_unit_test(test_stop_at_the_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
