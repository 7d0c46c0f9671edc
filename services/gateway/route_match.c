/* From a decoded target to its row, and from query, path, body and If-Match to the operation's
 * arguments. A value is judged by the row's kind, whichever place it came from, and goes on under
 * the operation's own name. */
#include "route_match.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "jsonx.h"
#include "memory.h"
#include "parse.h"
#include "textw.h"

enum {
    NUMBER_TEXT = 24, /* bytes of a whole number as text */
    TIME_CHARS = 40,  /* of a date or an instant: more than any has */
};

/* Bytes of the template's segment at `at`, which is past the slash. */
static size_t segment_len(const char *at)
{
    return strcspn(at, "/");
}

/* What follows the braces of a template's segment of `len` bytes, which `value` must end with:
 * *ret_len bytes. */
static const char *suffix_of(const char *segment, size_t len, size_t *ret_len)
{
    const char *brace = memchr(segment, '}', len);
    *ret_len = brace ? (size_t)(segment + len - (brace + 1)) : 0;
    return brace ? brace + 1 : segment + len;
}

/* Whether a segment of the target is one of the template's: the same text, or any text before what
 * follows the braces. */
static bool segment_matches(const char *segment, size_t len, const char *value)
{
    size_t value_len = strlen(value);
    size_t suffix_len;
    const char *suffix = suffix_of(segment, len, &suffix_len);
    if (*segment != '{')
        return value_len == len && memcmp(value, segment, len) == 0;
    return suffix_len == 0 || (value_len > suffix_len &&
                               memcmp(value + value_len - suffix_len, suffix, suffix_len) == 0);
}

/* By segments already decoded, so that no encoding of a slash can reach another row. */
bool route_matches(const struct route *route, const struct http_target *target)
{
    const char *at = route->path;
    for (size_t i = 0; i < target->segment_count; i++) {
        if (*at != '/')
            return false;
        size_t len = segment_len(++at);
        if (!segment_matches(at, len, target->segments[i]))
            return false;
        at += len;
    }
    return *at == '\0';
}

/* HEAD is served by the row of GET. *ret_methods tells 404 from 405: how many rows have the path at
 * all. */
const struct route *route_find(const char *method, const struct http_target *target,
                               size_t *ret_methods)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    *ret_methods = 0;
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++) {
        if (!route_matches(&GATEWAY_ROUTES[i], target))
            continue;
        ++*ret_methods;
        if (strcmp(GATEWAY_ROUTES[i].method, wanted) == 0)
            return &GATEWAY_ROUTES[i];
    }
    return NULL;
}

/* For the Allow field that a 405 owes (RFC 9110 15.5.6); HEAD goes with GET. Rows beyond `size` are
 * cut. */
const char *route_allow(const struct http_target *target, char *out, size_t size)
{
    size_t len = 0;
    *out = '\0';
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT && len < size; i++) {
        if (!route_matches(&GATEWAY_ROUTES[i], target))
            continue;
        const char *method = GATEWAY_ROUTES[i].method;
        len += (size_t)snprintf(out + len, size - len, "%s%s%s", len ? ", " : "", method,
                                strcmp(method, "GET") == 0 ? ", HEAD" : "");
    }
    return out;
}

/* Value of a path parameter, owned by the caller: the target's segment where the template has
 * "{name}", without what follows the braces. NULL when the template has none. */
static char *path_value(const struct route *route, const struct http_target *target,
                        const char *name)
{
    const char *at = route->path;
    size_t name_len = strlen(name);
    for (size_t i = 0; i < target->segment_count; i++) {
        size_t len = segment_len(++at);
        size_t suffix_len;
        suffix_of(at, len, &suffix_len);
        if (*at == '{' && len - suffix_len == name_len + 2 && memcmp(at + 1, name, name_len) == 0)
            return mem_dup_n(target->segments[i], strlen(target->segments[i]) - suffix_len);
        at += len;
    }
    return NULL;
}

/* Whole numbers are read as text, so that no parser of numbers rounds or overflows. */
static rc_t number_arg(const struct route_param *param, const char *text, json_t **ret_json,
                       struct problem *problem)
{
    int64_t value;
    int64_t least = param->kind == PARAM_ID;
    if (!parse_i64(text, &value) || value < least || value > param->most)
        return problem_set(problem, RC_INVALID, param->name,
                           "\"%s\" must be a whole number from %lld to %lld", param->name,
                           (long long)least, (long long)param->most);
    *ret_json = json_integer(value);
    return RC_OK;
}

/* Sent on as the text it is: services read dates themselves. */
static rc_t date_arg(const struct route_param *param, const char *text, json_t **ret_json,
                     struct problem *problem)
{
    int32_t day;
    if (!civil_parse_date(text, &day))
        return problem_set(problem, RC_INVALID, param->name, "\"%s\" must be a date, YYYY-MM-DD",
                           param->name);
    *ret_json = json_string(text);
    return RC_OK;
}

/* Only its form: whether it lies in the future is the service's to say. */
static rc_t instant_arg(const struct route_param *param, const char *text, json_t **ret_json,
                        struct problem *problem)
{
    int64_t us;
    if (!civil_parse_instant(text, &us))
        return problem_set(problem, RC_INVALID, param->name,
                           "\"%s\" must be an instant with an offset, RFC 3339", param->name);
    *ret_json = json_string(text);
    return RC_OK;
}

/* Control characters were refused when the target was decoded, and by the JSON getter. */
static rc_t text_arg(const struct route_param *param, const char *text, json_t **ret_json,
                     struct problem *problem)
{
    if (*text == '\0' || text_chars(text) > (size_t)param->most)
        return problem_set(problem, RC_INVALID, param->name,
                           "\"%s\" must be text of 1 to %lld characters", param->name,
                           (long long)param->most);
    *ret_json = json_string(text);
    return RC_OK;
}

/* No word on what was wrong: it would tell what is right. */
static rc_t secret_arg(const struct route_param *param, const char *text, json_t **ret_json,
                       struct problem *problem)
{
    size_t len = strlen(text);
    if (len != (size_t)param->most || strspn(text, "0123456789abcdef") != len)
        return problem_set(problem, RC_NOT_FOUND, NULL, "there is no such path");
    *ret_json = json_string(text);
    return RC_OK;
}

typedef rc_t arg_fn(const struct route_param *param, const char *text, json_t **ret_json,
                    struct problem *problem);

/* By enum param_kind: what is read from text. */
static arg_fn *const READERS[] = {
    [PARAM_ID] = number_arg,       [PARAM_NUMBER] = number_arg, [PARAM_DATE] = date_arg,
    [PARAM_INSTANT] = instant_arg, [PARAM_TEXT] = text_arg,     [PARAM_SECRET] = secret_arg,
};

/* By enum param_kind: what is taken from a body as it stands. */
static const struct {
    bool (*is)(const json_t *value);
    const char *what;
} TREES[] = {
    [PARAM_FLAG] = { jsonx_is_bool, "true or false" },
    [PARAM_LIST] = { jsonx_is_list, "a list" },
    [PARAM_OBJECT] = { jsonx_is_object, "an object" },
};

/* Linear: a row has a handful. By place as well, so that a field of the body does not pass as a
 * query parameter. */
static const struct route_param *find_param(const struct route *route, enum param_place place,
                                            const char *name)
{
    for (const struct route_param *at = route->params; at && at->name; at++)
        if (at->place == place && strcmp(at->name, name) == 0)
            return at;
    return NULL;
}

/* A parameter nobody reads is a mistake of the caller, and silence would hide it. */
static rc_t refuse_unknown(const struct route *route, const struct route_input *input,
                           struct problem *problem)
{
    const struct http_target *target = input->target;
    for (size_t i = 0; i < target->pair_count; i++)
        if (!find_param(route, PARAM_QUERY, target->pairs[i].name))
            return problem_set(problem, RC_INVALID, target->pairs[i].name,
                               "unknown query parameter \"%s\"", target->pairs[i].name);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)input->body, key, value)
    {
        if (!find_param(route, PARAM_BODY, key))
            return problem_set(problem, RC_INVALID, key, "unknown field \"%s\"", key);
    }
    return RC_OK;
}

/* A body field is text or a whole number; both are judged as text, by the same readers. */
static rc_t body_text(const struct route_param *param, const json_t *body, char *number,
                      size_t size, const char **ret_text, struct problem *problem)
{
    const json_t *value = json_object_get(body, param->name);
    *ret_text = NULL;
    if (!value || json_is_null(value))
        return RC_OK;
    bool is_time = param->kind == PARAM_DATE || param->kind == PARAM_INSTANT;
    if (is_time || param->kind == PARAM_TEXT)
        return jsonx_text_field(body, param->name, JSON_OPTIONAL,
                                is_time ? TIME_CHARS : (size_t)param->most, ret_text, problem);
    if (!json_is_integer(value))
        return problem_set(problem, RC_INVALID, param->name, "\"%s\" must be a whole number",
                           param->name);
    snprintf(number, size, "%lld", (long long)json_integer_value(value));
    *ret_text = number;
    return RC_OK;
}

/* The version in an entity tag that this gateway gave, "v3.<hash>" with its quotes; the hash may be
 * left out, since lists show versions and no tags. */
static rc_t match_text(const char *tag, char *number, size_t size, const char **ret_text,
                       struct problem *problem)
{
    size_t digits = tag && strncmp(tag, "\"v", 2) == 0 ? strspn(tag + 2, "0123456789") : 0;
    *ret_text = NULL;
    if (!tag)
        return RC_OK;
    if (digits == 0 || digits >= size || !strchr(".\"", tag[2 + digits]))
        return problem_set(problem, RC_INVALID, "If-Match",
                           "If-Match must be the ETag of the version that is to be changed");
    snprintf(number, size, "%.*s", (int)digits, tag + 2);
    *ret_text = number;
    return RC_OK;
}

/* Text of a parameter from where its row looks for it; NULL when it is not there. `number` holds
 * what has to be written out. */
static rc_t param_text(const struct route_param *param, const struct route_input *input,
                       char number[NUMBER_TEXT], const char **ret_text, struct problem *problem)
{
    switch (param->place) {
    case PARAM_BODY:
        return body_text(param, input->body, number, NUMBER_TEXT, ret_text, problem);
    case PARAM_MATCH:
        return match_text(input->match, number, NUMBER_TEXT, ret_text, problem);
    case PARAM_PATH: /* path_value's, which is owned */
    case PARAM_QUERY:
        break;
    }
    *ret_text = http_target_query(input->target, param->name);
    return RC_OK;
}

/* RC_OK where it may be missing; the caller then adds nothing. */
static rc_t missing(const struct route_param *param, struct problem *problem)
{
    return param->required
               ? problem_set(problem, RC_INVALID, param->name, "\"%s\" is missing", param->name)
               : RC_OK;
}

/* A part of the body that is no text: taken whole when it is of its kind. */
static rc_t add_tree(const struct route_param *param, const struct route_input *input, json_t *args,
                     struct problem *problem)
{
    json_t *value = json_object_get(input->body, param->name);
    if (jsonx_is_absent(value))
        return missing(param, problem);
    if (!TREES[param->kind].is(value))
        return problem_set(problem, RC_INVALID, param->name, "\"%s\" must be %s", param->name,
                           TREES[param->kind].what);
    json_object_set(args, param->arg, value);
    return RC_OK;
}

/* Absent optional parameters leave no trace: the service applies its own default. */
static rc_t add_arg(const struct route *route, const struct route_param *param,
                    const struct route_input *input, json_t *args, struct problem *problem)
{
    char number[NUMBER_TEXT];
    const char *text = NULL;
    char *segment = NULL;
    json_t *value = NULL;
    if (param->kind >= PARAM_FLAG)
        return add_tree(param, input, args, problem);
    if (param->place == PARAM_PATH)
        text = segment = path_value(route, input->target, param->name);
    rc_t rc = segment ? RC_OK : param_text(param, input, number, &text, problem);
    if (rc == RC_OK && !text)
        return missing(param, problem);
    if (rc == RC_OK)
        rc = READERS[param->kind](param, text, &value, problem);
    if (rc == RC_OK)
        json_object_set_new(args, param->arg, value);
    mem_free(segment);
    return rc;
}

/* Known from the row before the body is read, so that a change to no version in particular is
 * refused early (428). */
bool route_wants_match(const struct route *route)
{
    for (const struct route_param *at = route->params; at && at->name; at++)
        if (at->place == PARAM_MATCH)
            return true;
    return false;
}

/* Unknown parameters first: a misspelt one is told by its own name and not as a missing other.
 * *ret_args is set on success only. */
rc_t route_args(const struct route *route, const struct route_input *input, json_t **ret_args,
                struct problem *problem)
{
    json_t *args = json_object();
    rc_t rc = refuse_unknown(route, input, problem);
    for (const struct route_param *at = route->params; at && at->name && rc == RC_OK; at++)
        rc = add_arg(route, at, input, args, problem);
    if (rc == RC_OK)
        *ret_args = args;
    else
        json_decref(args);
    return rc;
}
