#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "http_reply.h"
#include "sentence.h"

/* What reliability.md WEB-05 asks of every response. */
static const char *const SECURITY[] = {
    "\r\nX-Content-Type-Options: nosniff\r\n",
    "\r\nContent-Security-Policy: default-src 'none';",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "\r\nReferrer-Policy: no-referrer\r\n",
    "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
    "\r\nCache-Control: no-store\r\n",
    "\r\nDate: Mon, 15 Jun 2026 01:00:00 GMT\r\n",
};

static struct http_frame frame(void)
{
    struct http_frame frame = { .close = false };
    assert_true(civil_parse_instant("2026-06-15T09:00:00+08:00", &frame.now_us));
    return frame;
}

static void head_of(const struct http_reply *reply, const struct http_frame *how, char *out,
                    size_t size)
{
    struct bytebuf head;
    bytebuf_init(&head, 8 << 10);
    http_reply_head(reply, how, &head);
    snprintf(out, size, "%s", bytebuf_str(&head));
    bytebuf_fini(&head);
}

static void test_plain(void **state)
{
    struct http_reply reply;
    struct http_frame how = frame();
    char head[4096];
    (void)state;
    http_reply_init(&reply, 200, HTTP_TYPE_JSON);
    assert_int_equal(bytebuf_text(&reply.body, "{}"), RC_OK);
    http_reply_field(&reply, "ETag", "\"x\"");
    head_of(&reply, &how, head, sizeof(head));
    assert_ptr_equal(strstr(head, "HTTP/1.1 200 OK\r\n"), head);
    assert_non_null(strstr(head, "\r\nContent-Length: 2\r\n"));
    assert_non_null(strstr(head, "\r\nContent-Type: application/json; charset=utf-8\r\n"));
    assert_non_null(strstr(head, "\r\nConnection: keep-alive\r\n"));
    assert_non_null(strstr(head, "\r\nETag: \"x\"\r\n"));
    assert_null(strstr(head, "Strict-Transport-Security"));
    assert_string_equal(head + strlen(head) - 4, "\r\n\r\n");
    for (size_t i = 0; i < COUNT_OF(SECURITY); i++)
        if (!strstr(head, SECURITY[i]))
            fail_msg("missing: %s", SECURITY[i]);
    http_reply_fini(&reply);
}

/* Every status that we answer with has its words (RFC 9110, 15); a refusal's are asked of the table of refusals. */
static void test_every_status_is_told(void **state)
{
    int statuses[FAULT__COUNT + 4] = { 200, 201, 202, 304 };
    (void)state;
    for (int fault = 0; fault < FAULT__COUNT; fault++)
        statuses[4 + fault] = http_fault_status((enum http_fault)fault);
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        struct http_reply reply;
        struct http_frame how = frame();
        char head[4096];
        http_reply_init(&reply, statuses[i], HTTP_TYPE_JSON);
        head_of(&reply, &how, head, sizeof(head));
        if (head[sizeof("HTTP/1.1 200 ") - 1] == '\r')
            fail_msg("%d has no words", statuses[i]);
        http_reply_fini(&reply);
    }
}

/* What a reply says of caches stands in the place of no-store, and beside nothing else. */
static void test_cache(void **state)
{
    struct http_reply reply;
    struct http_frame how = frame();
    char head[4096];
    (void)state;
    http_reply_init(&reply, 200, HTTP_TYPE_TEXT);
    reply.cache = "private, no-cache";
    head_of(&reply, &how, head, sizeof(head));
    assert_non_null(strstr(head, "\r\nCache-Control: private, no-cache\r\n"));
    assert_null(strstr(head, "no-store"));
    http_reply_fini(&reply);
}

static void test_tls_and_close(void **state)
{
    struct http_reply reply;
    struct http_frame how = frame();
    char head[4096];
    (void)state;
    how.tls = how.close = true;
    http_reply_init(&reply, 200, HTTP_TYPE_TEXT);
    head_of(&reply, &how, head, sizeof(head));
    assert_non_null(strstr(head, "\r\nConnection: close\r\n"));
    assert_non_null(
        strstr(head, "\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n"));
    http_reply_fini(&reply);
}

static void test_not_modified_has_no_body(void **state)
{
    struct http_reply reply;
    struct http_frame how = frame();
    char head[4096];
    (void)state;
    http_reply_init(&reply, 304, HTTP_TYPE_JSON);
    head_of(&reply, &how, head, sizeof(head));
    assert_null(strstr(head, "Content-Length"));
    assert_null(strstr(head, "Content-Type: "));
    http_reply_fini(&reply);
}

/* Values from outside cannot add lines, and never take the place of others. */
static void test_fields_cannot_be_forged(void **state)
{
    struct http_reply reply;
    char big[HTTP_FIELDS_BYTES + 1];
    (void)state;
    http_reply_init(&reply, 200, HTTP_TYPE_TEXT);
    http_reply_field(&reply, "A", "good");
    http_reply_field(&reply, "B", "evil\r\nSet-Cookie: x");
    http_reply_field(&reply, "C", "evil\nX: y");
    http_reply_field(&reply, "D", "\x7f");
    http_reply_field(&reply, "E", "\xc3\xa9");
    memset(big, 'a', sizeof(big));
    big[sizeof(big) - 1] = '\0';
    http_reply_field(&reply, "F", big);
    http_reply_field(&reply, "G", "good");
    assert_string_equal(bytebuf_str(&reply.fields), "A: good\r\nG: good\r\n");
    http_reply_fini(&reply);
}

static json_t *body_of(const struct http_reply *reply)
{
    json_t *json = json_loads(bytebuf_str(&reply->body), 0, NULL);
    assert_non_null(json);
    return json;
}

static void test_refusals(void **state)
{
    (void)state;
    for (int i = FAULT_NONE + 1; i < FAULT__COUNT; i++) {
        const struct http_refusal refusal = { (enum http_fault)i, "some-field", "some detail" };
        struct http_reply reply;
        http_reply_refuse(&reply, &refusal, LANG_EN);
        json_t *json = body_of(&reply);
        const char *code = http_fault_code(refusal.fault);
        char type[100];
        snprintf(type, sizeof(type), "urn:mlps:problem:%s", code);
        assert_int_equal(reply.status, http_fault_status(refusal.fault));
        assert_string_equal(reply.type, HTTP_TYPE_PROBLEM);
        assert_string_equal(json_string_value(json_object_get(json, "type")), type);
        assert_string_equal(json_string_value(json_object_get(json, "code")), code);
        assert_string_equal(json_string_value(json_object_get(json, "title")),
                            http_fault_title(refusal.fault, LANG_EN));
        assert_string_equal(json_string_value(json_object_get(json, "field")), "some-field");
        assert_string_equal(json_string_value(json_object_get(json, "detail")), "some detail");
        assert_int_equal(json_integer_value(json_object_get(json, "status")), reply.status);
        json_decref(json);
        http_reply_fini(&reply);
    }
}

static const struct {
    rc_t rc;
    const char *field;
} OWED[] = {
    { RC_UNAUTHENTICATED, "WWW-Authenticate: Bearer realm=\"mlps\"\r\n" },
    { RC_BUSY, "Retry-After: 1\r\n" },
    { RC_UNAVAILABLE, "Retry-After: 1\r\n" },
    { RC_NOT_FOUND, "" },
    { RC_TIMEOUT, "" },
};

static void test_problems_of_services(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(OWED); i++) {
        struct problem problem = { .rc = RC_OK };
        struct http_reply reply;
        problem_set(&problem, OWED[i].rc, NULL, "could not find \"%s\"", "x");
        http_reply_problem(&reply, &problem, LANG_ZH);
        json_t *json = body_of(&reply);
        assert_int_equal(reply.status, rc_http(OWED[i].rc));
        assert_string_equal(bytebuf_str(&reply.fields), OWED[i].field);
        assert_string_equal(json_string_value(json_object_get(json, "code")), rc_word(OWED[i].rc));
        assert_string_equal(json_string_value(json_object_get(json, "title")),
                            rc_title(OWED[i].rc, LANG_ZH));
        assert_null(json_object_get(json, "field"));
        json_decref(json);
        http_reply_fini(&reply);
    }
}

static const struct {
    const char *instant;
    const char *want;
} DATES[] = {
    { "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT" },
    { "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT" },
    { "2024-02-29T23:59:59.999999Z", "Thu, 29 Feb 2024 23:59:59 GMT" },
    { "2026-01-01T00:00:00+08:00", "Wed, 31 Dec 2025 16:00:00 GMT" },
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(DATES); i++) {
        char text[HTTP_DATE_TEXT];
        int64_t us;
        assert_true(civil_parse_instant(DATES[i].instant, &us));
        assert_string_equal(http_date(us, text), DATES[i].want);
    }
}

static int closed;
static void count_close(struct http_source *self)
{
    (void)self;
    closed++;
}

/* A source is announced by its length, or not at all, and closed exactly once. */
static void test_sources(void **state)
{
    struct http_source source = { .close = count_close };
    struct http_reply reply;
    struct http_frame how = frame();
    char head[4096];
    (void)state;
    closed = 0;
    http_reply_init(&reply, 200, "text/event-stream");
    reply.source = &source;
    reply.source_len = -1;
    head_of(&reply, &how, head, sizeof(head));
    assert_null(strstr(head, "Content-Length"));
    reply.source_len = 1234567890123;
    head_of(&reply, &how, head, sizeof(head));
    assert_non_null(strstr(head, "\r\nContent-Length: 1234567890123\r\n"));
    http_reply_fini(&reply);
    http_reply_fini(&reply);
    assert_int_equal(closed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_every_status_is_told),
        cmocka_unit_test(test_cache),
        cmocka_unit_test(test_tls_and_close),
        cmocka_unit_test(test_not_modified_has_no_body),
        cmocka_unit_test(test_fields_cannot_be_forged),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_problems_of_services),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
