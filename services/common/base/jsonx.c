/* JSON from outside: bounded in depth before it is parsed, without doubled keys, and read field by
 * field with the field's name in every refusal. Absent and null are the same everywhere. */
#include "jsonx.h"

#include <inttypes.h>
#include <string.h>

#include "ceilings.h"
#include "civil.h"
#include "memory.h"
#include "textw.h"

/* jansson bounds nesting at 2048; ours is lower, and counted before anything is built. */
static bool too_deep(const char *bytes, size_t len)
{
    int depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        if (in_text) {
            i += c == '\\';
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (++depth > MAX_JSON_DEPTH)
                return true;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return false;
}

/* Depth is bounded before parsing, since jansson recurses; a repeated key is refused, since
 * readers differ in which one they believe. */
rc_t jsonx_parse_object(const char *bytes, size_t len, json_t **ret_json, struct problem *problem)
{
    json_error_t why;
    if (too_deep(bytes, len))
        return problem_set(problem, RC_INVALID, NULL, "JSON is nested deeper than %d levels",
                           MAX_JSON_DEPTH);
    json_t *json = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &why);
    if (!json)
        return problem_set(problem, RC_INVALID, NULL, "not valid JSON at line %d column %d: %s",
                           why.line, why.column, why.text);
    if (!json_is_object(json)) {
        json_decref(json);
        return problem_set(problem, RC_INVALID, NULL, "expected a JSON object");
    }
    *ret_json = json;
    return RC_OK;
}

/* Compact with sorted keys: equal values give equal bytes, on which hashes and keys rely. Never
 * NULL; free with mem_free. */
char *jsonx_text(const json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    return text ? text : mem_dup("null");
}

/* The callback's state; the first failure stays. */
struct sink { /* where jansson writes */
    struct bytebuf *out;
    rc_t rc;
};

/* Jansson goes on after a key that could not be written, so what failed once fails for good. */
static int add_piece(const char *bytes, size_t len, void *arg)
{
    struct sink *sink = arg;
    if (sink->rc == RC_OK)
        sink->rc = bytebuf_add(sink->out, bytes, len);
    return sink->rc == RC_OK ? 0 : -1;
}

/* Into a bounded buffer, without a text in between: large replies are written once. */
rc_t jsonx_dump(const json_t *json, size_t flags, struct bytebuf *out)
{
    struct sink sink = { out, RC_OK };
    int failed = json_dump_callback(json, add_piece, &sink, flags);
    return failed && sink.rc == RC_OK ? RC_INVALID : sink.rc;
}

/* The one place that says what "not given" is. */
bool jsonx_is_absent(const json_t *value)
{
    return !value || json_typeof(value) == JSON_NULL;
}

/* Predicates as functions, for tables of fields. */
bool jsonx_is_text(const json_t *value)
{
    return json_is_string(value);
}

bool jsonx_is_int(const json_t *value)
{
    return json_is_integer(value);
}

bool jsonx_is_bool(const json_t *value)
{
    return json_is_boolean(value);
}

bool jsonx_is_list(const json_t *value)
{
    return json_is_array(value);
}

bool jsonx_is_object(const json_t *value)
{
    return json_is_object(value);
}

/* The field's value, NULL for absent and null alike. */
static rc_t field(const json_t *object, const char *key, enum json_need need,
                  const json_t **ret_value, struct problem *problem)
{
    const json_t *value = json_object_get(object, key);
    *ret_value = json_is_null(value) ? NULL : value;
    if (*ret_value == NULL && need == JSON_REQUIRED)
        return problem_set(problem, RC_INVALID, key, "\"%s\" is missing", key);
    return RC_OK;
}

/* An embedded NUL, which JSON can write, would end the text early for everybody behind us: hence
 * the comparison of the two lengths. */
rc_t jsonx_text_field(const json_t *object, const char *key, enum json_need need, size_t max_chars,
                      const char **ret_text, struct problem *problem)
{
    const json_t *value;
    rc_t rc = field(object, key, need, &value, problem);
    *ret_text = NULL;
    if (rc != RC_OK || !value)
        return rc;
    const char *text = json_string_value(value);
    if (!text || *text == '\0' || json_string_length(value) != strlen(text) ||
        text_chars(text) > max_chars || text_has_control(text))
        return problem_set(problem, RC_INVALID, key,
                           "\"%s\" must be text of 1 to %zu characters without control characters",
                           key, max_chars);
    *ret_text = text;
    return RC_OK;
}

/* Reals are refused even when they are whole ("1.0"): what a sender meant by them is anybody's
 * guess, and beyond 2^53 they are not exact. */
rc_t jsonx_int_field(const json_t *object, const char *key, enum json_need need, int64_t least,
                     int64_t most, int64_t *ret_value, struct problem *problem)
{
    const json_t *value;
    rc_t rc = field(object, key, need, &value, problem);
    if (rc != RC_OK || !value)
        return rc;
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < least || number > most)
        return problem_set(problem, RC_INVALID, key,
                           "\"%s\" must be a whole number from %" PRId64 " to %" PRId64, key, least,
                           most);
    *ret_value = number;
    return RC_OK;
}

/* *ret_value keeps the caller's default when the field is absent or null. */
rc_t jsonx_bool_field(const json_t *object, const char *key, enum json_need need, bool *ret_value,
                      struct problem *problem)
{
    const json_t *value;
    rc_t rc = field(object, key, need, &value, problem);
    if (rc != RC_OK || !value)
        return rc;
    if (!json_is_boolean(value))
        return problem_set(problem, RC_INVALID, key, "\"%s\" must be true or false", key);
    *ret_value = json_is_true(value);
    return RC_OK;
}

/* *ret_day keeps the caller's default when the field is absent or null. */
rc_t jsonx_date_field(const json_t *object, const char *key, enum json_need need, int32_t *ret_day,
                      struct problem *problem)
{
    const json_t *value;
    rc_t rc = field(object, key, need, &value, problem);
    if (rc != RC_OK || !value)
        return rc;
    if (!json_is_string(value) || !civil_parse_date(json_string_value(value), ret_day))
        return problem_set(problem, RC_INVALID, key, "\"%s\" must be a date, YYYY-MM-DD", key);
    return RC_OK;
}

/* *ret_us keeps the caller's default when the field is absent or null. */
rc_t jsonx_instant_field(const json_t *object, const char *key, enum json_need need,
                         int64_t *ret_us, struct problem *problem)
{
    const json_t *value;
    rc_t rc = field(object, key, need, &value, problem);
    if (rc != RC_OK || !value)
        return rc;
    if (!json_is_string(value) || !civil_parse_instant(json_string_value(value), ret_us))
        return problem_set(
            problem, RC_INVALID, key,
            "\"%s\" must be an instant with offset, such as 2026-06-15T09:00:00+08:00", key);
    return RC_OK;
}

/* Borrowed from `object`. NULL when absent, so that a list of none and no list can be told
 * apart. */
rc_t jsonx_tree_field(const json_t *object, const char *key, enum json_need need, json_type type,
                      const json_t **ret_json, struct problem *problem)
{
    rc_t rc = field(object, key, need, ret_json, problem);
    if (rc != RC_OK || !*ret_json)
        return rc;
    if (json_typeof(*ret_json) != type)
        return problem_set(problem, RC_INVALID, key, "\"%s\" must be %s", key,
                           type == JSON_ARRAY ? "a list" : "an object");
    return RC_OK;
}

/* Unknown fields are refused and not passed over, so that a misspelt optional field is told
 * instead of silently having no effect. */
rc_t jsonx_only(const json_t *object, const char *const known[], struct problem *problem)
{
    for (void *it = json_object_iter((json_t *)(uintptr_t)object); it;
         it = json_object_iter_next((json_t *)(uintptr_t)object, it)) {
        const char *key = json_object_iter_key(it);
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i])
            return problem_set(problem, RC_INVALID, key, "unknown field \"%s\"", key);
    }
    return RC_OK;
}
