/* Strict in what it takes: unknown fields, wrong types and sizes are refused by name before a
 * handler sees anything. Encoding and decoding are inverse to each other, which the fuzzer
 * checks. */
#include "envelope.h"

#include <string.h>

#include "ceilings.h"
#include "jsonx.h"
#include "memory.h"

/* Anything else is refused, so that a misspelt deadline or key is told. */
static const char *const REQUEST_FIELDS[] = { "op",          "args", "principal", "idempotency_key",
                                              "deadline_ms", NULL };

/* Operation names are part of routes, logs and metrics: no surprises in them. */
static rc_t check_op(const char *op, struct problem *problem)
{
    size_t len = strspn(op, "abcdefghijklmnopqrstuvwxyz0123456789_.");
    if (len == 0 || len > MAX_OP_NAME || op[len] != '\0')
        return problem_set(problem, RC_INVALID, "op", "\"op\" must be 1 to %d of a-z, 0-9, _ and .",
                           MAX_OP_NAME);
    return RC_OK;
}

/* Stored and compared as bytes, shown in logs: printable ASCII only. */
static rc_t check_key(const char *key, struct problem *problem)
{
    size_t len = 0;
    while (key[len] > ' ' && key[len] < 0x7F)
        len++;
    if (len == 0 || len > MAX_IDEMPOTENCY_KEY || key[len] != '\0')
        return problem_set(
            problem, RC_INVALID, "idempotency_key",
            "\"idempotency_key\" must be 1 to %d printable ASCII bytes without blanks",
            MAX_IDEMPOTENCY_KEY);
    return RC_OK;
}

/* Who the request speaks for: the account is what rights hang on, the rest is for the record. */
static rc_t check_principal(const json_t *principal, struct problem *problem)
{
    const char *account;
    return jsonx_text_field(principal, "account", JSON_REQUIRED, MAX_ACCOUNT_NAME, &account,
                            problem);
}

/* All or nothing: *out is the caller's scratch until the last field has passed. */
static rc_t read_fields(json_t *root, struct request *out, struct problem *problem)
{
    const json_t *args = NULL;
    const json_t *principal = NULL;
    rc_t rc = jsonx_only(root, REQUEST_FIELDS, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(root, "op", JSON_REQUIRED, MAX_OP_NAME, &out->op, problem);
    if (rc == RC_OK)
        rc = check_op(out->op, problem);
    if (rc == RC_OK)
        rc = jsonx_tree_field(root, "args", JSON_OPTIONAL, JSON_OBJECT, &args, problem);
    if (rc == RC_OK)
        rc = jsonx_tree_field(root, "principal", JSON_OPTIONAL, JSON_OBJECT, &principal, problem);
    if (rc == RC_OK && principal)
        rc = check_principal(principal, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(root, "idempotency_key", JSON_OPTIONAL, MAX_IDEMPOTENCY_KEY,
                              &out->idempotency_key, problem);
    if (rc == RC_OK && out->idempotency_key)
        rc = check_key(out->idempotency_key, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(root, "deadline_ms", JSON_OPTIONAL, 1, DEADLINE_MS_MAX,
                             &out->deadline_ms, problem);
    if (rc != RC_OK)
        return rc;
    /* Handlers always find an object: an operation without arguments has an empty one. */
    if (!args)
        json_object_set_new(root, "args", json_object());
    out->args = json_object_get(root, "args");
    out->principal = principal ? json_object_get(root, "principal") : NULL;
    return RC_OK;
}

/* The size is judged before parsing (trap 3). Texts and trees are borrowed from ret_request->root;
 * free with request_fini. */
rc_t request_decode(const char *bytes, size_t len, struct request *ret_request,
                    struct problem *problem)
{
    struct request out = { .deadline_ms = DEADLINE_MS_DEFAULT };
    if (len > MAX_REQUEST_BYTES)
        return problem_set(problem, RC_TOO_LARGE, NULL, "request is larger than %d bytes",
                           MAX_REQUEST_BYTES);
    rc_t rc = jsonx_parse_object(bytes, len, &out.root, problem);
    if (rc != RC_OK)
        return rc;
    rc = read_fields(out.root, &out, problem);
    if (rc != RC_OK) {
        json_decref(out.root);
        return rc;
    }
    *ret_request = out;
    return RC_OK;
}

/* Safe on a request of zeros, and twice. */
void request_fini(struct request *self)
{
    json_decref(self->root);
    *self = (struct request){ 0 };
}

/* Append `json` after `head` and before `tail`; the buffer is as before when it does not fit. */
static rc_t add_json(struct bytebuf *out, const char *head, const json_t *json, const char *tail)
{
    size_t before = out->len;
    if (bytebuf_text(out, head) == RC_OK &&
        jsonx_dump(json, JSON_COMPACT | JSON_ENCODE_ANY, out) == RC_OK &&
        bytebuf_text(out, tail) == RC_OK)
        return RC_OK;
    out->len = before;
    if (out->data)
        out->data[before] = '\0';
    return RC_TOO_LARGE;
}

/* Absent members are left out, so that decoding applies its own defaults. `out` is as before when
 * it does not fit. */
rc_t request_encode(const struct request *request, struct bytebuf *out)
{
    json_t *root = json_object();
    json_object_set_new(root, "op", json_string(request->op));
    if (request->args)
        json_object_set(root, "args", request->args);
    if (request->principal)
        json_object_set(root, "principal", request->principal);
    if (request->idempotency_key)
        json_object_set_new(root, "idempotency_key", json_string(request->idempotency_key));
    if (request->deadline_ms > 0)
        json_object_set_new(root, "deadline_ms", json_integer(request->deadline_ms));
    rc_t rc = add_json(out, "", root, "");
    json_decref(root);
    return rc;
}

/* NULL stands for an empty object. `out` is as before when it does not fit. */
rc_t reply_encode_ok(const json_t *result, struct bytebuf *out)
{
    if (!result)
        return bytebuf_text(out, "{\"ok\":true,\"result\":{}}");
    return add_json(out, "{\"ok\":true,\"result\":", result, "}");
}

/* What is missing, one name a line, as a list. */
static json_t *missing_list(const char *names)
{
    json_t *list = json_array();
    for (size_t len; *names; names += len + (names[len] != '\0')) {
        len = strcspn(names, "\n");
        json_array_append_new(list, json_stringn(names, len));
    }
    return list;
}

/* {"field","missing"}, each where the problem has it. */
static json_t *error_details(const struct problem *problem)
{
    json_t *details = json_object();
    json_t *field = problem->field[0] ? json_string(problem->field) : NULL;
    if (field)
        json_object_set_new(details, "field", field);
    if (problem->missing[0])
        json_object_set_new(details, "missing", missing_list(problem->missing));
    return details;
}

/* The code is a word of rc.h; a message that is no UTF-8 is dropped and not the code. */
rc_t reply_encode_error(const struct problem *problem, struct bytebuf *out)
{
    json_t *error = json_object();
    json_object_set_new(error, "code", json_string(rc_word(problem->rc)));
    /* json_string refuses what is not UTF-8; the code must still arrive. */
    json_t *message = json_string(problem->text);
    json_object_set_new(error, "message", message ? message : json_string(""));
    json_t *details = error_details(problem);
    if (json_object_size(details) > 0)
        json_object_set(error, "details", details);
    json_decref(details);
    rc_t rc = add_json(out, "{\"ok\":false,\"error\":", error, "}");
    json_decref(error);
    return rc;
}

/* Take the error of a reply over into *problem; a reply that says neither is a fault of the
 * service. */
static rc_t read_error(const json_t *root, struct problem *problem)
{
    const json_t *error = json_object_get(root, "error");
    const char *message = json_string_value(json_object_get(error, "message"));
    const json_t *details = json_object_get(error, "details");
    const char *field = json_string_value(json_object_get(details, "field"));
    const json_t *missing = json_object_get(details, "missing");
    rc_t rc = rc_from_word(json_string_value(json_object_get(error, "code")));
    if (rc == RC_OK)
        rc = RC_INTERNAL;
    rc = problem_set(problem, rc, field, "%s", message ? message : "the service gave no reason");
    for (size_t i = 0; i < json_array_size(missing); i++) {
        const char *name = json_string_value(json_array_get(missing, i));
        if (name)
            problem_miss(problem, name);
    }
    return rc;
}

/* The rc of a refusal is the service's own, as it left it; nonsense from the other side is
 * RC_INTERNAL and not worth a repetition. Caller owns *ret_result. */
rc_t reply_decode(const char *bytes, size_t len, json_t **ret_result, struct problem *problem)
{
    json_t *root;
    if (len > MAX_REPLY_BYTES)
        return problem_set(problem, RC_TOO_LARGE, NULL, "reply is larger than %d bytes",
                           MAX_REPLY_BYTES);
    if (jsonx_parse_object(bytes, len, &root, problem) != RC_OK) {
        problem->rc = RC_INTERNAL; /* our input was fine: the other side answered nonsense */
        return RC_INTERNAL;
    }
    rc_t rc = RC_OK;
    if (json_is_true(json_object_get(root, "ok"))) {
        json_t *result = json_object_get(root, "result");
        *ret_result = result ? json_incref(result) : json_object();
    } else {
        rc = read_error(root, problem);
    }
    json_decref(root);
    return rc;
}
