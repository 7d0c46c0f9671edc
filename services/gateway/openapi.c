/* The description of the API, made of the rows that serve it. What it says of a parameter must be
 * what route_match.c checks: a new kind is a case here and a reader there, and the compiler asks
 * for the case. */
#include "openapi.h"

#include <stdio.h>
#include <string.h>

#include "http_text.h"

/* The same limits as route_match.c checks. */
static json_t *schema_of(const struct route_param *param)
{
    char pattern[40];
    switch (param->kind) {
    case PARAM_ID:
        return json_pack("{s:s,s:i}", "type", "integer", "minimum", 1);
    case PARAM_NUMBER:
        return json_pack("{s:s,s:i,s:I}", "type", "integer", "minimum", 0, "maximum",
                         (json_int_t)param->most);
    case PARAM_DATE:
        return json_pack("{s:s,s:s}", "type", "string", "format", "date");
    case PARAM_SECRET:
        snprintf(pattern, sizeof(pattern), "^[0-9a-f]{%d}$", (int)param->most);
        return json_pack("{s:s,s:s}", "type", "string", "pattern", pattern);
    case PARAM_INSTANT:
        return json_pack("{s:s,s:s}", "type", "string", "format", "date-time");
    case PARAM_FLAG:
        return json_pack("{s:s}", "type", "boolean");
    case PARAM_LIST:
        return json_pack("{s:s,s:{}}", "type", "array", "items");
    case PARAM_OBJECT:
        return json_pack("{s:s}", "type", "object");
    case PARAM_TEXT:
        break;
    }
    return json_pack("{s:s,s:i,s:I}", "type", "string", "minLength", 1, "maxLength",
                     (json_int_t)param->most);
}

/* Where the format says a parameter stands. An entity tag is opaque to who sends it back, so its
 * schema is a text whatever the row reads out of it. */
static json_t *parameter_of(const struct route_param *param)
{
    static const char *const PLACES[] = {
        [PARAM_PATH] = "path", [PARAM_QUERY] = "query", [PARAM_MATCH] = "header"
    };
    json_t *schema =
        param->place == PARAM_MATCH ? json_pack("{s:s}", "type", "string") : schema_of(param);
    return json_pack("{s:s,s:s,s:b,s:s,s:o}", "name", param->name, "in", PLACES[param->place],
                     "required", param->required, "description", param->about, "schema", schema);
}

/* Whatever changes something takes a key; only a POST must have one, see check_key of the
 * dispatcher. */
static json_t *parameters_of(const struct route *route)
{
    json_t *list = json_array();
    for (const struct route_param *at = route->params; at && at->name; at++) {
        if (at->place != PARAM_BODY)
            json_array_append_new(list, parameter_of(at));
    }
    if (strcmp(route->method, "GET") != 0)
        json_array_append_new(
            list, json_pack("{s:s,s:s,s:b,s:s,s:{s:s,s:i,s:i}}", "name", "Idempotency-Key", "in",
                            "header", "required", strcmp(route->method, "POST") == 0, "description",
                            "the same key with the same body gets the first reply", "schema",
                            "type", "string", "minLength", 1, "maxLength", 128));
    return list;
}

/* No unknown fields (additionalProperties 0), as route_match.c refuses them. */
static json_t *body_of(const struct route *route)
{
    json_t *fields = json_object();
    json_t *required = json_array();
    for (const struct route_param *at = route->params; at && at->name; at++) {
        if (at->place != PARAM_BODY)
            continue;
        json_t *schema = schema_of(at);
        json_object_set_new(schema, "description", json_string(at->about));
        json_object_set_new(fields, at->name, schema);
        if (at->required)
            json_array_append_new(required, json_string(at->name));
    }
    return json_pack("{s:b,s:{s:{s:{s:s,s:o,s:o,s:b}}}}", "required", 1, "content",
                     "application/json", "schema", "type", "object", "properties", fields,
                     "required", required, "additionalProperties", 0);
}

/* Every refusal has the same form; the table does not list them per row. */
static json_t *responses_of(const struct route *route)
{
    char status[12];
    snprintf(status, sizeof(status), "%d", route->status);
    return json_pack("{s:{s:s,s:{s:{}}},s:{s:s,s:{s:{s:{s:s}}}}}", status, "description",
                     route->about, "content", route->type, "default", "description",
                     "problem details (RFC 9457) with a stable code", "content",
                     "application/problem+json", "schema", "$ref", "#/components/schemas/problem");
}

/* Who may call stands in the row; what is open has no security requirement. */
static json_t *operation_of(const struct route *route)
{
    json_t *operation = json_pack("{s:s,s:o,s:o}", "summary", route->about, "parameters",
                                  parameters_of(route), "responses", responses_of(route));
    if (route->body_max > 0)
        json_object_set_new(operation, "requestBody", body_of(route));
    if (route->access & ACCESS_OWNER)
        json_object_set_new(operation, "security", json_pack("[{s:[]}]", "token"));
    return operation;
}

/* What all operations refer to. */
static json_t *components(void)
{
    return json_pack("{s:{s:{s:s,s:s}},s:{s:{s:s,s:[s,s,s,s],s:{s:{s:s},s:{s:s},s:{s:s},s:{s:s},s:{"
                     "s:s},s:{s:s}}}}}",
                     "securitySchemes", "token", "type", "http", "scheme", "bearer", "schemas",
                     "problem", "type", "object", "required", "type", "title", "status", "code",
                     "properties", "type", "type", "string", "title", "type", "string", "status",
                     "type", "integer", "code", "type", "string", "detail", "type", "string",
                     "field", "type", "string");
}

/* Several methods of one path share its object, as the format wants. Caller owns the result. */
json_t *openapi_make(const struct route *routes, size_t count)
{
    json_t *paths = json_object();
    for (size_t i = 0; i < count; i++) {
        char method[16];
        json_t *path = json_object_get(paths, routes[i].path);
        snprintf(method, sizeof(method), "%s", routes[i].method);
        http_lower(method);
        if (!path) {
            path = json_object();
            json_object_set_new(paths, routes[i].path, path);
        }
        json_object_set_new(path, method, operation_of(&routes[i]));
    }
    return json_pack("{s:s,s:{s:s,s:s},s:o,s:o}", "openapi", "3.1.0", "info", "title", "mlps",
                     "version", "1", "paths", paths, "components", components());
}
