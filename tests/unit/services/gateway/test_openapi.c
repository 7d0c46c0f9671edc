#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http_text.h"
#include "openapi.h"

static const char *text_at(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static const json_t *operation_of(const json_t *document, const struct route *route)
{
    char method[16];
    snprintf(method, sizeof(method), "%s", route->method);
    http_lower(method);
    const json_t *path = json_object_get(json_object_get(document, "paths"), route->path);
    return json_object_get(path, method);
}

/* Where the format says a parameter stands. */
static const char *place_of(const struct route_param *param)
{
    static const char *const PLACES[] = {
        [PARAM_PATH] = "path", [PARAM_QUERY] = "query", [PARAM_MATCH] = "header"
    };
    return PLACES[param->place];
}

static void check_parameters(const struct route *route, const json_t *operation)
{
    const json_t *list = json_object_get(operation, "parameters");
    const json_t *fields = json_object_get(
        json_object_get(
            json_object_get(json_object_get(json_object_get(operation, "requestBody"), "content"),
                            "application/json"),
            "schema"),
        "properties");
    for (const struct route_param *at = route->params; at && at->name; at++) {
        bool found = at->place == PARAM_BODY && json_object_get(fields, at->name);
        size_t i;
        const json_t *one;
        json_array_foreach(list, i, one)
        {
            if (at->place != PARAM_BODY && strcmp(text_at(one, "name"), at->name) == 0)
                found = strcmp(text_at(one, "in"), place_of(at)) == 0 &&
                        json_object_get(json_object_get(one, "schema"), "type");
        }
        if (!found)
            fail_msg("%s: %s is not described", route->path, at->name);
    }
}

/* Every row is described, with every parameter, its success and its refusals, and who may call it.
 */
static void test_every_row(void **state)
{
    json_t *document = openapi_make(GATEWAY_ROUTES, GATEWAY_ROUTE_COUNT);
    (void)state;
    assert_non_null(document);
    assert_string_equal(text_at(document, "openapi"), "3.1.0");
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        const struct route *route = &GATEWAY_ROUTES[i];
        const json_t *operation = operation_of(document, route);
        char status[12];
        snprintf(status, sizeof(status), "%d", route->status);
        if (!operation)
            fail_msg("%s %s is not described", route->method, route->path);
        const json_t *responses = json_object_get(operation, "responses");
        if (!json_object_get(responses, status) || !json_object_get(responses, "default"))
            fail_msg("%s: responses", route->path);
        bool open = route->access == ACCESS_OPEN || route->access == ACCESS_LINK;
        if (open == (json_object_get(operation, "security") != NULL))
            fail_msg("%s: security", route->path);
        check_parameters(route, operation);
    }
    json_decref(document);
}

/* Whoever makes a client from the description learns the form of a link, and that it needs no
 * token. */
static void test_a_link_is_described(void **state)
{
    json_t *document = openapi_make(GATEWAY_ROUTES, GATEWAY_ROUTE_COUNT);
    const json_t *path =
        json_object_get(json_object_get(document, "paths"), "/api/v1/calendar/{token}.ics");
    const json_t *get = json_object_get(path, "get");
    const json_t *token = json_array_get(json_object_get(get, "parameters"), 0);
    (void)state;
    assert_string_equal(text_at(json_object_get(token, "schema"), "pattern"), "^[0-9a-f]{64}$");
    const json_t *content =
        json_object_get(json_object_get(json_object_get(get, "responses"), "200"), "content");
    assert_non_null(json_object_get(content, "text/calendar; charset=utf-8"));
    assert_null(json_object_get(get, "security"));
    json_decref(document);
}

/* The document and nothing in it is missing its parts: json_pack gives NULL for a format that does
 * not fit. */
static void test_no_holes(void **state)
{
    json_t *document = openapi_make(GATEWAY_ROUTES, GATEWAY_ROUTE_COUNT);
    const json_t *components = json_object_get(document, "components");
    (void)state;
    const json_t *problem = json_object_get(json_object_get(components, "schemas"), "problem");
    assert_int_equal(json_array_size(json_object_get(problem, "required")), 4);
    assert_int_equal(json_object_size(json_object_get(problem, "properties")), 6);
    const json_t *token = json_object_get(json_object_get(components, "securitySchemes"), "token");
    assert_string_equal(text_at(token, "scheme"), "bearer");
    json_decref(document);
}

static void test_no_rows(void **state)
{
    json_t *document = openapi_make(GATEWAY_ROUTES, 0);
    (void)state;
    assert_int_equal(json_object_size(json_object_get(document, "paths")), 0);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row),
        cmocka_unit_test(test_no_holes),
        cmocka_unit_test(test_a_link_is_described),
        cmocka_unit_test(test_no_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
