/* Of what a request is, who an account is there, and what that person may. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "account_scope.h"
#include "attr.h"

static const struct route *row(const char *method, const char *path)
{
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++)
        if (strcmp(GATEWAY_ROUTES[i].method, method) == 0 &&
            strcmp(GATEWAY_ROUTES[i].path, path) == 0)
            return &GATEWAY_ROUTES[i];
    fail_msg("no row %s %s", method, path);
    return NULL;
}

static json_t *json(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    return json;
}

/* A contract that is named goes before rows; a finding's code is no contract's. */
static void test_scopes(void **state)
{
    static const struct {
        const char *method, *path, *args, *contract, *kind;
        json_int_t id;
    } ROWS[] = {
        { "GET", "/api/v1/contracts/{code}", "{\"code\":\"k\"}", "k", NULL, 0 },
        { "GET", "/api/v1/contracts/{code}/progress", "{\"contract\":\"k\"}", "k", NULL, 0 },
        { "GET", "/api/v1/systems", "{\"contract\":\"k\",\"grade\":3}", "k", NULL, 0 },
        { "GET", "/api/v1/systems", "{\"grade\":3}", NULL, NULL, 0 },
        { "GET", "/api/v1/systems/{id}", "{\"system\":7}", NULL, "system", 7 },
        { "GET", "/api/v1/exports/{id}/file", "{\"id\":7}", NULL, "export", 7 },
        { "POST", "/api/v1/findings", "{\"cycle\":7,\"code\":\"F-1\"}", NULL, "cycle", 7 },
        { "POST", "/api/v1/incidents", "{\"contract\":\"k\",\"code\":\"I-1\"}", "k", NULL, 0 },
        { "POST", "/api/v1/cycles", "{\"contract\":\"k\",\"serial\":1}", "k", NULL, 0 },
        { "POST", "/api/v1/cycles", "{\"system\":7}", NULL, "system", 7 },
        { "GET", "/api/v1/penalties", "{}", NULL, NULL, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct scope scope = { .contract = NULL };
        json_t *args = json(ROWS[i].args);
        bool found = scope_of(row(ROWS[i].method, ROWS[i].path), args, &scope);
        if (found != (ROWS[i].contract || ROWS[i].kind))
            fail_msg("%s %s", ROWS[i].path, ROWS[i].args);
        if (ROWS[i].contract)
            assert_string_equal(scope.contract, ROWS[i].contract);
        else
            assert_null(scope.contract);
        if (ROWS[i].kind)
            assert_string_equal(scope.kind, ROWS[i].kind);
        assert_int_equal(scope.id, ROWS[i].id);
        json_decref(args);
    }
}

static void test_persons(void **state)
{
    json_t *persons = json("[{\"contract\":\"a\",\"person\":\"x\",\"role\":\"leader\"},"
                           "{\"contract\":\"b\",\"person\":\"y\",\"role\":\"engineer\"},{}]");
    (void)state;
    assert_ptr_equal(scope_person(persons, "b"), json_array_get(persons, 1));
    assert_null(scope_person(persons, "ab"));
    assert_null(scope_person(persons, ""));
    assert_null(scope_person(NULL, "a"));
    json_decref(persons);
}

/* The role, and whose name is said: NULL for who is refused by role alone. */
static const struct {
    const char *method, *path, *role, *args, *then, *field;
} ADMITS[] = {
    { "POST", "/api/v1/penalties/{id}/waive", "customer", "{}", "{\"by\":\"wang\"}", "" },
    { "POST", "/api/v1/penalties/{id}/waive", "customer", "{\"by\":\"wang\"}", "{\"by\":\"wang\"}",
      "" },
    { "POST", "/api/v1/penalties/{id}/waive", "customer", "{\"by\":\"li\"}", NULL, "by" },
    { "POST", "/api/v1/penalties/{id}/waive", "manager", "{\"by\":\"wang\"}", NULL, NULL },
    { "POST", "/api/v1/penalties/{id}/appeal", "manager", "{}", "{\"by\":\"wang\"}", "" },
    { "POST", "/api/v1/tasks/{id}/reassign", "manager", "{\"person\":\"li\"}",
      "{\"person\":\"li\"}", "" },
    { "GET", "/api/v1/reminders", "leader", "{}", "{\"person\":\"wang\"}", "" },
    { "GET", "/api/v1/reminders", "leader", "{\"person\":\"li\"}", NULL, "person" },
    { "GET", "/api/v1/systems", "engineer", "{}", "{}", "" },
    { "GET", "/api/v1/systems", "owner", "{}", NULL, NULL },
    { "GET", "/api/v1/people", "engineer", "{}", NULL, NULL },
    { "GET", "/api/v1/contracts", "leader", "{}", NULL, NULL },
};

static void test_admission(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ADMITS); i++) {
        struct http_refusal refusal = { .fault = FAULT_NONE };
        json_t *args = json(ADMITS[i].args);
        json_t *person = json_pack("{s:s, s:s}", "person", "wang", "role", ADMITS[i].role);
        bool admitted = scope_admit(row(ADMITS[i].method, ADMITS[i].path), person, args, &refusal);
        json_t *then = json(ADMITS[i].then ? ADMITS[i].then : ADMITS[i].args);
        if (admitted != (ADMITS[i].then != NULL) || !json_equal(args, then))
            fail_msg("%s %s by %s", ADMITS[i].path, ADMITS[i].args, ADMITS[i].role);
        if (!admitted) {
            assert_int_equal(refusal.fault, FAULT_NOT_ALLOWED);
            assert_string_equal(refusal.field ? refusal.field : "",
                                ADMITS[i].field ? ADMITS[i].field : "");
        }
        json_decref(then);
        json_decref(person);
        json_decref(args);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_persons),
        cmocka_unit_test(test_admission),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
