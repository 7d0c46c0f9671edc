#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "envelope.h"
#include "memory.h"

#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
/* With X64 as long as an account may be named: MAX_ACCOUNT_NAME. */
#define X56 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Requests: text, the field that is refused ("-" none in particular), NULL for a good one. */
static const struct {
    const char *text;
    const char *field;
} REQUESTS[] = {
    { "{\"op\":\"a.b_2\"}", NULL },
    { "{\"op\":\"a\",\"args\":{\"x\":[1,null]}}", NULL },
    { "{\"op\":\"a\",\"args\":null,\"principal\":null,\"idempotency_key\":null}", NULL },
    { "{\"op\":\"a\",\"principal\":{\"account\":\"wang\",\"name\":\"王\"}}", NULL },
    { "{\"op\":\"a\",\"principal\":{\"account\":\"" X64 X56 "\"}}", NULL },
    { "{\"op\":\"a\",\"idempotency_key\":\"k-1\",\"deadline_ms\":1}", NULL },
    { "{\"op\":\"a\",\"deadline_ms\":600000}", NULL },
    { "{\"op\":\"" X64 "\"}", NULL },
    { "{\"op\":\"a\",\"idempotency_key\":\"" X64 X64 "\"}", NULL },
    { "", "-" },
    { "[]", "-" },
    { "{\"op\":\"a\"", "-" },
    { "{\"op\":\"a\"}x", "-" },
    { "{\"op\":\"a\",\"op\":\"b\"}", "-" },
    { "{\"op\":\"\xFF\"}", "-" },
    { "{}", "op" },
    { "{\"op\":7}", "op" },
    { "{\"op\":\"\"}", "op" },
    { "{\"op\":\"A\"}", "op" },
    { "{\"op\":\"a b\"}", "op" },
    { "{\"op\":\"" X64 "x\"}", "op" },
    { "{\"op\":\"a\",\"args\":[]}", "args" },
    { "{\"op\":\"a\",\"args\":\"x\"}", "args" },
    { "{\"op\":\"a\",\"principal\":\"wang\"}", "principal" },
    { "{\"op\":\"a\",\"principal\":{}}", "account" },
    { "{\"op\":\"a\",\"principal\":{\"account\":\"\"}}", "account" },
    { "{\"op\":\"a\",\"principal\":{\"account\":\"" X64 X56 "x\"}}", "account" },
    { "{\"op\":\"a\",\"idempotency_key\":\"\"}", "idempotency_key" },
    { "{\"op\":\"a\",\"idempotency_key\":\"a b\"}", "idempotency_key" },
    { "{\"op\":\"a\",\"idempotency_key\":\"\xE7\x8E\x8B\"}", "idempotency_key" },
    { "{\"op\":\"a\",\"idempotency_key\":\"" X64 X64 "x\"}", "idempotency_key" },
    { "{\"op\":\"a\",\"deadline_ms\":0}", "deadline_ms" },
    { "{\"op\":\"a\",\"deadline_ms\":600001}", "deadline_ms" },
    { "{\"op\":\"a\",\"deadline_ms\":1.5}", "deadline_ms" },
    { "{\"op\":\"a\",\"more\":1}", "more" },
};

static void test_requests(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REQUESTS); i++) {
        struct request request = { 0 };
        struct problem problem = { 0 };
        const char *text = REQUESTS[i].text;
        rc_t rc = request_decode(text, strlen(text), &request, &problem);
        const char *want = REQUESTS[i].field;
        if ((rc == RC_OK) != (want == NULL))
            fail_msg("%s: %s %s", text, rc_word(rc), problem.text);
        if (want && *want != '-' && strcmp(problem.field, want) != 0)
            fail_msg("%s: field %s", text, problem.field);
        if (want && problem.text[0] == '\0')
            fail_msg("%s: no reason", text);
        request_fini(&request);
    }
}

static void test_defaults(void **state)
{
    (void)state;
    struct request request = { 0 };
    struct problem problem = { 0 };
    assert_int_equal(request_decode("{\"op\":\"a\"}", 10, &request, &problem), RC_OK);
    assert_string_equal(request.op, "a");
    assert_true(json_is_object(request.args));
    assert_null(request.principal);
    assert_null(request.idempotency_key);
    assert_int_equal(request.deadline_ms, DEADLINE_MS_DEFAULT);
    request_fini(&request);
    request_fini(&request); /* harmless */
}

/* Depth is counted before anything is built. */
static void test_depth(void **state)
{
    (void)state;
    char text[512] = "{\"op\":\"a\",\"args\":{\"x\":";
    struct request request = { 0 };
    struct problem problem = { 0 };
    size_t head = strlen(text);
    memset(text + head, '[', 100);
    memset(text + head + 100, ']', 100);
    memcpy(text + head + 200, "}}", 3);
    assert_int_equal(request_decode(text, strlen(text), &request, &problem), RC_INVALID);
}

static void test_round_trip(void **state)
{
    (void)state;
    struct request back = { 0 };
    struct problem problem = { 0 };
    struct bytebuf out;
    json_t *args = json_pack("{s:s,s:i}", "text", "等级保护 \"x\"", "n", 7);
    json_t *principal = json_pack("{s:s}", "account", "wang");
    struct request request = { .op = "plan.get",
                               .args = args,
                               .principal = principal,
                               .idempotency_key = "k",
                               .deadline_ms = 500 };
    bytebuf_init(&out, MAX_REQUEST_BYTES);
    assert_int_equal(request_encode(&request, &out), RC_OK);
    assert_int_equal(request_decode(out.data, out.len, &back, &problem), RC_OK);
    assert_string_equal(back.op, "plan.get");
    assert_true(json_equal(back.args, args));
    assert_true(json_equal(back.principal, principal));
    assert_string_equal(back.idempotency_key, "k");
    assert_int_equal(back.deadline_ms, 500);
    request_fini(&back);
    json_decref(args);
    json_decref(principal);
    bytebuf_fini(&out);
}

/* What does not fit leaves the buffer as it was. */
static void test_ceiling(void **state)
{
    (void)state;
    struct bytebuf out;
    json_t *result = json_pack("{s:s}", "text", X64);
    struct request request = { .op = "a", .args = result };
    bytebuf_init(&out, 40);
    assert_int_equal(bytebuf_text(&out, "before"), RC_OK);
    assert_int_equal(reply_encode_ok(result, &out), RC_TOO_LARGE);
    assert_string_equal(bytebuf_str(&out), "before");
    assert_int_equal(request_encode(&request, &out), RC_TOO_LARGE);
    assert_string_equal(bytebuf_str(&out), "before");
    json_decref(result);
    bytebuf_fini(&out);
}

static void test_large_is_refused(void **state)
{
    (void)state;
    struct request request = { 0 };
    struct problem problem = { 0 };
    json_t *result = NULL;
    char *text = mem_new(MAX_REQUEST_BYTES + 1);
    memset(text, ' ', MAX_REQUEST_BYTES + 1);
    assert_int_equal(request_decode(text, MAX_REQUEST_BYTES + 1, &request, &problem), RC_TOO_LARGE);
    problem_clear(&problem);
    assert_int_equal(reply_decode(text, MAX_REPLY_BYTES + 1, &result, &problem), RC_TOO_LARGE);
    mem_free(text);
}

/* Replies: what they mean to a caller. */
static const struct {
    const char *text;
    rc_t rc;
    const char *result; /* of a good one */
    const char *message, *field;
} REPLIES[] = {
    { "{\"ok\":true,\"result\":{\"a\":1}}", RC_OK, "{\"a\":1}", "", "" },
    { "{\"ok\":true,\"result\":[1]}", RC_OK, "[1]", "", "" },
    { "{\"ok\":true}", RC_OK, "{}", "", "" },
    { "{\"ok\":false,\"error\":{\"code\":\"conflict\",\"message\":\"m\"}}", RC_CONFLICT, "", "m",
      "" },
    { "{\"ok\":false,\"error\":{\"code\":\"stale\",\"message\":\"m\",\"details\":{\"field\":\"f\"}}"
      "}",
      RC_STALE, "", "m", "f" },
    { "{\"ok\":false,\"error\":{\"code\":\"ok\"}}", RC_INTERNAL, "", "the service gave no reason",
      "" },
    { "{\"ok\":false,\"error\":{\"code\":\"unheard\"}}", RC_INTERNAL, "",
      "the service gave no reason", "" },
    { "{\"ok\":false}", RC_INTERNAL, "", "the service gave no reason", "" },
    { "{}", RC_INTERNAL, "", "the service gave no reason", "" },
};

static void test_replies(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REPLIES); i++) {
        struct problem problem = { 0 };
        json_t *result = NULL;
        const char *text = REPLIES[i].text;
        rc_t rc = reply_decode(text, strlen(text), &result, &problem);
        char *got = result ? json_dumps(result, JSON_COMPACT) : NULL;
        if (rc != REPLIES[i].rc || strcmp(got ? got : "", REPLIES[i].result) != 0 ||
            strcmp(problem.text, REPLIES[i].message) != 0 ||
            strcmp(problem.field, REPLIES[i].field) != 0)
            fail_msg("%s: %s %s %s", text, rc_word(rc), got ? got : "", problem.text);
        free(got);
        json_decref(result);
    }
}

/* A reply that is no JSON is the other side's fault, not ours. */
static void test_nonsense_reply(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    json_t *result = NULL;
    assert_int_equal(reply_decode("nonsense", 8, &result, &problem), RC_INTERNAL);
    assert_int_equal(problem.rc, RC_INTERNAL);
    assert_null(result);
}

static void test_error_round_trip(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    struct problem back = { 0 };
    struct bytebuf out;
    json_t *result = NULL;
    bytebuf_init(&out, MAX_REPLY_BYTES);
    problem_set(&problem, RC_DENIED, "team", "not your team \"甲\"");
    assert_int_equal(reply_encode_error(&problem, &out), RC_OK);
    assert_int_equal(reply_decode(out.data, out.len, &result, &back), RC_DENIED);
    assert_string_equal(back.text, problem.text);
    assert_string_equal(back.field, "team");
    bytebuf_reset(&out);
    memcpy(problem.text, "\xFF\xFE", 3); /* not UTF-8: the code still arrives */
    assert_int_equal(reply_encode_error(&problem, &out), RC_OK);
    problem_clear(&back);
    assert_int_equal(reply_decode(out.data, out.len, &result, &back), RC_DENIED);
    bytebuf_reset(&out);
    assert_int_equal(reply_encode_ok(NULL, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), "{\"ok\":true,\"result\":{}}");
    bytebuf_fini(&out);
}

/* What is missing travels as a list, name by name. */
static void test_missing(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "定级报告", "score", "a b" };
    struct problem problem = { 0 };
    struct problem back = { 0 };
    struct bytebuf out;
    json_t *result = NULL;
    bytebuf_init(&out, MAX_REPLY_BYTES);
    problem_set(&problem, RC_REFUSED, NULL, "the gate is closed");
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        problem_miss(&problem, NAMES[i]);
    assert_int_equal(reply_encode_error(&problem, &out), RC_OK);
    assert_non_null(strstr(bytebuf_str(&out), "[\"定级报告\",\"score\",\"a b\"]"));
    assert_int_equal(reply_decode(out.data, out.len, &result, &back), RC_REFUSED);
    assert_string_equal(back.missing, problem.missing);
    bytebuf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_requests),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_ceiling),
        cmocka_unit_test(test_large_is_refused),
        cmocka_unit_test(test_replies),
        cmocka_unit_test(test_nonsense_reply),
        cmocka_unit_test(test_error_round_trip),
        cmocka_unit_test(test_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
