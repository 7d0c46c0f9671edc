#include "bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ceilings.h"
#include "envelope.h"
#include "parse.h"

enum { NAME_MAX_BYTES = 64, PATH_MAX_BYTES = 128 };

static void start(struct bench *self, const struct service_def *def)
{
    char role[NAME_MAX_BYTES];
    struct problem problem = { .rc = RC_OK };
    snprintf(role, sizeof(role), "mlps_%s", def->name);
    self->db = temp_db_pg(&self->tdb, role);
    if (pg_ready(self->db, &problem) != RC_OK) {
        fprintf(stderr, "bench: %s\n", problem.text);
        abort();
    }
    dispatch_init(&self->dispatch, def, &self->clk, self->db);
}

void bench_open(struct bench *self, const struct service_def *def, const char *now)
{
    *self = (struct bench){ .keys = 0 };
    temp_db_open(&self->tdb);
    bench_at(self, now);
    start(self, def);
}

void bench_join(struct bench *self, const struct service_def *def, const struct bench *other)
{
    *self = (struct bench){ .tdb = other->tdb, .clk = other->clk };
    self->tdb.raw = NULL; /* the other's to close */
    start(self, def);
}

void bench_close(struct bench *self)
{
    dispatch_fini(&self->dispatch);
    pg_destroy(&self->db);
    if (self->tdb.raw)
        temp_db_close(&self->tdb);
}

void bench_at(struct bench *self, const char *now)
{
    if (!clk_from_text(now, &self->clk)) {
        fprintf(stderr, "bench: \"%s\" is no instant\n", now);
        abort();
    }
}

/* The request as a frame of `caller`; its args are released. */
static rc_t ask_frame(struct bench *self, const char *caller, const struct request *request,
                      json_t **ret_result, struct problem *problem)
{
    struct bytebuf body;
    struct bytebuf reply;
    struct problem inner = { .rc = RC_OK };
    bytebuf_init(&body, MAX_REQUEST_BYTES);
    bytebuf_init(&reply, MAX_REPLY_BYTES);
    *ret_result = NULL;
    assert_int_equal(request_encode(request, &body), RC_OK);
    json_decref(request->args);
    const struct frame frame = { .caller = caller, .body = body.data, .len = body.len };
    rc_t served = dispatch_serve(&self->dispatch, &frame, &reply, &inner);
    rc_t rc = reply_decode(bytebuf_str(&reply), reply.len, ret_result, problem);
    assert_int_equal(rc, served);
    bytebuf_fini(&body);
    bytebuf_fini(&reply);
    return rc;
}

rc_t bench_ask(struct bench *self, const char *caller, const char *key, const char *op,
               json_t *args, json_t **ret_result, struct problem *problem)
{
    const struct request request = {
        .op = op, .args = args, .idempotency_key = key, .deadline_ms = DEADLINE_MS_DEFAULT
    };
    return ask_frame(self, caller, &request, ret_result, problem);
}

rc_t bench_as(struct bench *self, const char *account, const char *op, json_t *args,
              json_t **ret_result, struct problem *problem)
{
    char key[NAME_MAX_BYTES];
    json_t *principal = json_pack("{s:s}", "account", account);
    snprintf(key, sizeof(key), "as-%u", ++self->keys);
    const struct request request = { .op = op,
                                     .args = args,
                                     .principal = principal,
                                     .idempotency_key = key,
                                     .deadline_ms = DEADLINE_MS_DEFAULT };
    rc_t rc = ask_frame(self, "gateway", &request, ret_result, problem);
    json_decref(principal);
    return rc;
}

static rc_t ask_with_new_key(struct bench *self, const char *op, json_t *args, json_t **ret_result,
                             struct problem *problem)
{
    char key[NAME_MAX_BYTES];
    snprintf(key, sizeof(key), "bench-%u", ++self->keys);
    return bench_ask(self, /* caller= */ "", key, op, args, ret_result, problem);
}

json_t *bench_ok_json(struct bench *self, const char *op, json_t *args)
{
    struct problem problem = { .rc = RC_OK };
    json_t *result = NULL;
    rc_t rc = ask_with_new_key(self, op, args, &result, &problem);
    if (rc != RC_OK)
        fail_msg("%s: %s: field \"%s\": %s", op, rc_word(rc), problem.field, problem.text);
    return result;
}

static json_t *pack_args(const char *format, va_list list)
{
    json_error_t why;
    json_t *args = json_vpack_ex(&why, 0, format, list);
    if (!args)
        fail_msg("args %s: %s", format, why.text);
    return args;
}

json_t *bench_ok(struct bench *self, const char *op, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    json_t *args = pack_args(format, list);
    va_end(list);
    return bench_ok_json(self, op, args);
}

rc_t bench_refused(struct bench *self, struct problem *ret_problem, const char *op,
                   const char *format, ...)
{
    json_t *result = NULL;
    va_list list;
    va_start(list, format);
    json_t *args = pack_args(format, list);
    va_end(list);
    problem_clear(ret_problem);
    rc_t rc = ask_with_new_key(self, op, args, &result, ret_problem);
    if (rc == RC_OK)
        fail_msg("%s was not refused", op);
    return rc;
}

static void check_page(struct bench *self, const char *op, const json_t *args, size_t limit,
                       size_t count)
{
    json_t *asked = json_deep_copy(args);
    json_object_set_new(asked, "limit", json_integer((json_int_t)limit));
    json_t *page = bench_ok_json(self, op, asked);
    if (json_is_null(json_object_get(page, "next")) != (limit == count))
        fail_msg("%s: a page of %zu of %zu rows: next", op, limit, count);
    json_decref(page);
}

void bench_check_pages(struct bench *self, const char *op, const json_t *args, size_t count)
{
    check_page(self, op, args, count, count);
    check_page(self, op, args, count - 1, count);
}

const json_t *at_path(const json_t *json, const char *path)
{
    char text[PATH_MAX_BYTES];
    char *rest = text;
    const json_t *at = json;
    snprintf(text, sizeof(text), "%s", path);
    for (char *part = strsep(&rest, "."); part && at; part = strsep(&rest, ".")) {
        uint32_t index = 0;
        at = parse_u32(part, &index) ? json_array_get(at, index) : json_object_get(at, part);
    }
    if (!at) {
        char *whole = json_dumps(json, JSON_INDENT(1));
        fail_msg("no \"%s\" in %.2000s", path, whole ? whole : "nothing");
    }
    return at;
}

int64_t int_at(const json_t *json, const char *path)
{
    const json_t *value = at_path(json, path);
    if (!json_is_integer(value))
        fail_msg("\"%s\" is no whole number", path);
    return json_integer_value(value);
}

const char *text_at(const json_t *json, const char *path)
{
    const json_t *value = at_path(json, path);
    if (!json_is_string(value) && !json_is_null(value))
        fail_msg("\"%s\" is no text", path);
    return json_string_value(value);
}

size_t size_at(const json_t *json, const char *path)
{
    const json_t *value = at_path(json, path);
    if (!json_is_array(value))
        fail_msg("\"%s\" is no list", path);
    return json_array_size(value);
}
