#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account_scope.h"
#include "gateway_routes.h"
#include "route_match.h"

/* A row someone forgot to finish is a failing test, not a hole. */
static void test_rows_are_complete(void **state)
{
    (void)state;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        bool by_token = (route->access & ~(unsigned)(ACCESS_PEOPLE | ACCESS_SELF)) == ACCESS_OWNER;
        if (route->access != ACCESS_OPEN && route->access != ACCESS_LINK && !by_token)
            fail_msg("%s: nobody may call it, or it is not said who", route->path);
        if (!route->fn || !route->type || !route->about || route->status < 200 ||
            route->status > 299)
            fail_msg("%s: incomplete", route->path);
        if ((route->service == NULL) != (route->op == NULL))
            fail_msg("%s: service without operation", route->path);
        bool bare = strcmp(route->method, "GET") == 0 || strcmp(route->method, "DELETE") == 0;
        if (bare != (route->body_max == 0))
            fail_msg("%s: a body where none belongs, or none where one does", route->path);
    }
}

/* Only what says nothing about contracts is open. */
static void test_open_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        bool api = strncmp(route->path, "/api/", 5) == 0;
        if (api == (route->access == ACCESS_OPEN))
            fail_msg("%s", route->path);
    }
}

/* What a link opens is guarded by a secret in the path, and nothing else has one. */
static void test_link_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        bool secret = false;
        for (const struct route_param *at = route->params; at && at->name; at++)
            secret = secret || (at->kind == PARAM_SECRET && at->place == PARAM_PATH &&
                                at->required && at->most >= 64);
        if (secret != (route->access == ACCESS_LINK))
            fail_msg("%s", route->path);
        if (secret && strcmp(route->method, "GET") != 0)
            fail_msg("%s: a link changes nothing", route->path);
    }
}

/* Who somebody is may be said by the owner alone, and tokens cannot be tried. */
static void test_owner_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        if (route->op && strncmp(route->op, "account.", strlen("account.")) == 0 &&
            route->access != ACCESS_OWNER)
            fail_msg("%s", route->path);
        if (route->op && strcmp(route->op, "account.enter") == 0)
            fail_msg("%s: tokens could be tried", route->path);
    }
}

/* What accounts may ask says of which contract it is, or names one row of it: else nobody could
 * tell whether it is theirs. */
static void test_rows_of_accounts_have_a_scope(void **state)
{
    (void)state;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        bool scoped = false, person = false;
        json_t *args = json_object();
        struct scope scope;
        for (const struct route_param *at = route->params; at && at->name; at++) {
            bool number = at->kind == PARAM_ID || at->kind == PARAM_NUMBER;
            bool found = json_object_set_new(args, at->arg,
                                             number ? json_integer(7) : json_string("c")) == 0 &&
                         scope_of(route, args, &scope);
            scoped = scoped || (found && (at->required || strcmp(at->arg, "contract") == 0));
            person = person || strcmp(at->arg, "person") == 0;
        }
        if (route->access & ACCESS_PEOPLE && route->service && !scoped)
            fail_msg("%s %s: of which contract?", route->method, route->path);
        if (route->access & ACCESS_SELF && !person)
            fail_msg("%s %s: whose?", route->method, route->path);
        json_decref(args);
    }
}

static void test_rows_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < GATEWAY_ROUTE_COUNT; i++) {
        int order = strcmp(GATEWAY_ROUTES[i - 1].path, GATEWAY_ROUTES[i].path);
        if (order > 0 ||
            (order == 0 && strcmp(GATEWAY_ROUTES[i - 1].method, GATEWAY_ROUTES[i].method) >= 0))
            fail_msg("%s is out of order or there twice", GATEWAY_ROUTES[i].path);
    }
}

static bool template_has(const char *path, const char *name)
{
    char braces[64];
    snprintf(braces, sizeof(braces), "{%s}", name);
    return strstr(path, braces) != NULL;
}

static size_t count_braces(const char *path)
{
    size_t count = 0;
    for (; *path; path++)
        count += *path == '{';
    return count;
}

/* A change to one row says which version it is made to; nothing else has one to say. A receipt is
 * no change of what was told: the first one stands, whatever a second reader has seen. */
static void test_changes_name_a_version(void **state)
{
    (void)state;
    /* below a row, or the row itself by PATCH; a DELETE is the last word whatever was seen */
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        bool post = strcmp(route->method, "POST") == 0 && strstr(route->path, "/{id}/");
        bool changes = (post || strcmp(route->method, "PATCH") == 0) &&
                       strcmp(route->op, "notification.read") != 0;
        if (changes != route_wants_match(route))
            fail_msg("%s %s", route->method, route->path);
    }
}

/* Times need no ceiling. */
static bool is_time(enum param_kind kind)
{
    return kind == PARAM_DATE || kind == PARAM_INSTANT;
}

/* What is no text cannot stand in a path, a query or a header. */
static bool in_its_place(const struct route_param *param)
{
    return param->place == PARAM_BODY || param->kind < PARAM_FLAG;
}

/* Every "{name}" is a parameter, and every path parameter is in the template. */
static void test_path_parameters(void **state)
{
    (void)state;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        size_t in_path = 0;
        for (const struct route_param *at = route->params; at && at->name; at++) {
            if (!at->arg || !at->about || (at->most <= 0 && !is_time(at->kind)) ||
                !in_its_place(at))
                fail_msg("%s %s: incomplete", route->path, at->name);
            if (at->place == PARAM_BODY && route->body_max == 0)
                fail_msg("%s %s: no body to be in", route->path, at->name);
            if (at->place != PARAM_PATH)
                continue;
            in_path++;
            if (!template_has(route->path, at->name) || !at->required)
                fail_msg("%s: no {%s}", route->path, at->name);
        }
        if (in_path != count_braces(route->path))
            fail_msg("%s: a segment without a parameter", route->path);
    }
}

static bool file_has(const char *name, const char *text)
{
    static char content[256 << 10];
    FILE *file = fopen(name, "r");
    assert_non_null(file);
    content[fread(content, 1, sizeof(content) - 1, file)] = '\0';
    fclose(file);
    return strstr(content, text) != NULL;
}

/* Each row is in the README of the gateway, and each operation in the bus contract. */
static void test_documented(void **state)
{
    (void)state;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        char text[200];
        snprintf(text, sizeof(text), "`%s %s`", route->method, route->path);
        if (!file_has(MLPS_SOURCE_DIR "/services/gateway/README.md", text))
            fail_msg("README.md does not name %s", text);
        if (!route->op)
            continue;
        snprintf(text, sizeof(text), "`%s`", route->op);
        if (!file_has(MLPS_SOURCE_DIR "/services/README.md", text))
            fail_msg("the bus contract does not name %s", text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_complete),
        cmocka_unit_test(test_open_rows),
        cmocka_unit_test(test_rows_are_sorted),
        cmocka_unit_test(test_path_parameters),
        cmocka_unit_test(test_changes_name_a_version),
        cmocka_unit_test(test_documented),
        cmocka_unit_test(test_link_rows),
        cmocka_unit_test(test_owner_rows),
        cmocka_unit_test(test_rows_of_accounts_have_a_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
