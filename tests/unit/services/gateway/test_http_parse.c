#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http_parse.h"
#include "memory.h"

#define GET         "GET / HTTP/1.1\r\n"
#define HOST        "Host: localhost\r\n"
#define BYTES(text) text, sizeof(text) - 1

/* Heads as they come, and what becomes of them: FAULT_NONE is a complete valid head. The first rows
 * are the measured faults of reliability.md 4.1. */
static const struct {
    const char *name;
    const char *bytes;
    size_t len;
    enum http_fault want;
} HEADS[] = {
    /* 4.1, row by row */
    { "CL and TE",
      BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"),
      FAULT_FRAMING },
    { "TE and CL",
      BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"),
      FAULT_FRAMING },
    { "TE chunked", BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"),
      FAULT_CODING },
    { "TE not ending in chunked",
      BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, gzip\r\n\r\n"), FAULT_CODING },
    { "TE identity", BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n"),
      FAULT_CODING },
    { "TE empty", BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n\r\n"), FAULT_CODING },
    { "TE in HTTP/1.0", BYTES("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"),
      FAULT_FRAMING },
    { "TE obfuscated by a tab",
      BYTES("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding:\tchunked\r\n\r\n"), FAULT_CODING },
    { "TE obfuscated by case",
      BYTES("POST / HTTP/1.1\r\n" HOST "tRANSFER-eNCODING: xchunked\r\n\r\n"), FAULT_CODING },
    { "two CL that differ",
      BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 30\r\n\r\n"),
      FAULT_FRAMING },
    { "two CL alike",
      BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\n"),
      FAULT_FRAMING },
    { "CL list", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 3, 3\r\n\r\n"), FAULT_FRAMING },
    { "space before the colon of CL",
      BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length : 3\r\n\r\n"), FAULT_MALFORMED },
    { "tab before the colon", BYTES(GET HOST "X\t: 3\r\n\r\n"), FAULT_MALFORMED },
    { "space inside a name", BYTES(GET HOST "X Y: 3\r\n\r\n"), FAULT_MALFORMED },
    { "CL with plus", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\n"),
      FAULT_FRAMING },
    { "CL with minus", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: -3\r\n\r\n"),
      FAULT_FRAMING },
    { "CL in hexadecimal", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 0x3\r\n\r\n"),
      FAULT_FRAMING },
    { "CL with a fraction", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 3.0\r\n\r\n"),
      FAULT_FRAMING },
    { "CL with a space inside", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 3 3\r\n\r\n"),
      FAULT_FRAMING },
    { "CL empty", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"), FAULT_FRAMING },
    { "CL of 16 digits",
      BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 1000000000000000\r\n\r\n"),
      FAULT_BODY_SIZE },
    { "CL that wraps 64 bits",
      BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551619\r\n\r\n"),
      FAULT_BODY_SIZE },
    { "CL of 15 digits",
      BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 999999999999999\r\n\r\n"), FAULT_NONE },
    { "CL of leading zeros", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 003\r\n\r\n"),
      FAULT_NONE },
    { "CL zero", BYTES("POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"), FAULT_NONE },
    { "bare LF after the request line", BYTES("GET / HTTP/1.1\n" HOST "\r\n"), FAULT_MALFORMED },
    { "bare LF after a field", BYTES(GET "Host: localhost\n\r\n"), FAULT_MALFORMED },
    { "bare LF as the empty line", BYTES(GET HOST "\n"), FAULT_MALFORMED },
    { "bare CR in a value", BYTES(GET HOST "X: a\rb\r\n\r\n"), FAULT_MALFORMED },
    { "bare CR in the request line", BYTES("GET /\r HTTP/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "CR CR LF", BYTES(GET HOST "\r\r\n"), FAULT_MALFORMED },
    { "obs-fold by space", BYTES(GET HOST "X: a\r\n b\r\n\r\n"), FAULT_MALFORMED },
    { "obs-fold by tab", BYTES(GET HOST "X: a\r\n\tb\r\n\r\n"), FAULT_MALFORMED },
    { "fold of the first field", BYTES(GET " " HOST "\r\n"), FAULT_MALFORMED },
    { "empty header name", BYTES(GET HOST ": x\r\n\r\n"), FAULT_MALFORMED },
    { "line without a colon", BYTES(GET HOST "nonsense\r\n\r\n"), FAULT_MALFORMED },
    { "NUL in a value", BYTES(GET HOST "X: a\0b\r\n\r\n"), FAULT_MALFORMED },
    { "NUL in a name", BYTES(GET HOST "X\0: a\r\n\r\n"), FAULT_MALFORMED },
    { "NUL in the target", BYTES("GET /\0 HTTP/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "vertical tab in a value", BYTES(GET HOST "X: a\vb\r\n\r\n"), FAULT_MALFORMED },
    { "DEL in a value", BYTES(GET HOST "X: a\x7f\r\n\r\n"), FAULT_MALFORMED },
    { "non-ASCII in a name", BYTES(GET HOST "X\xc3\xa9: a\r\n\r\n"), FAULT_MALFORMED },
    { "non-ASCII in a value", BYTES(GET HOST "X: \xc3\xa9\r\n\r\n"), FAULT_NONE },
    { "HTTP/4294967297.1", BYTES("GET / HTTP/4294967297.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "no Host", BYTES(GET "\r\n"), FAULT_HOST },
    { "no Host in HTTP/1.0", BYTES("GET / HTTP/1.0\r\n\r\n"), FAULT_HOST },
    { "two Hosts", BYTES(GET HOST HOST "\r\n"), FAULT_HEADER },
    { "two Hosts that differ", BYTES(GET HOST "Host: evil\r\n\r\n"), FAULT_HEADER },
    { "empty Host", BYTES(GET "Host:\r\n\r\n"), FAULT_HOST },
    /* versions */
    { "HTTP/1.0", BYTES("GET / HTTP/1.0\r\n" HOST "\r\n"), FAULT_NONE },
    { "HTTP/0.9 style", BYTES("GET /\r\n"), FAULT_MALFORMED },
    { "HTTP/2.0", BYTES("GET / HTTP/2.0\r\n" HOST "\r\n"), FAULT_VERSION },
    { "HTTP/1.2", BYTES("GET / HTTP/1.2\r\n" HOST "\r\n"), FAULT_VERSION },
    { "HTTP/0.1", BYTES("GET / HTTP/0.1\r\n" HOST "\r\n"), FAULT_VERSION },
    { "HTTP/11.1", BYTES("GET / HTTP/11.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "HTTP/1.", BYTES("GET / HTTP/1.\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "small http", BYTES("GET / http/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "HTTP/1,1", BYTES("GET / HTTP/1,1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "no version but a space", BYTES("GET / \r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "the preface of HTTP/2", BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), FAULT_VERSION },
    /* request line */
    { "plain", BYTES(GET HOST "\r\n"), FAULT_NONE },
    { "one empty line before", BYTES("\r\n" GET HOST "\r\n"), FAULT_NONE },
    { "two empty lines before", BYTES("\r\n\r\n" GET HOST "\r\n"), FAULT_MALFORMED },
    { "bare LF before", BYTES("\n" GET HOST "\r\n"), FAULT_MALFORMED },
    { "space before the method", BYTES(" " GET HOST "\r\n"), FAULT_MALFORMED },
    { "two spaces", BYTES("GET  / HTTP/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "two spaces before the version", BYTES("GET /  HTTP/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "space at the end", BYTES("GET / HTTP/1.1 \r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "space in the target", BYTES("GET /a b HTTP/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "tabs for spaces", BYTES("GET\t/\tHTTP/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "method with a colon", BYTES("GE:T / HTTP/1.1\r\n" HOST "\r\n"), FAULT_MALFORMED },
    { "method of 16 bytes", BYTES("ABCDEFGHIJKLMNOP / HTTP/1.1\r\n" HOST "\r\n"), FAULT_NONE },
    { "method of 17 bytes", BYTES("ABCDEFGHIJKLMNOPQ / HTTP/1.1\r\n" HOST "\r\n"),
      FAULT_MALFORMED },
    { "only spaces", BYTES("   \r\n"), FAULT_MALFORMED },
    { "a TLS hello", BYTES("\x16\x03\x01\x02\x00\x01"), FAULT_MALFORMED },
    { "SMTP", BYTES("EHLO example.org\r\n"), FAULT_MALFORMED },
    /* Host */
    { "Host with a port", BYTES(GET "Host: localhost:8080\r\n\r\n"), FAULT_NONE },
    { "Host is an address", BYTES(GET "Host: 127.0.0.1:1\r\n\r\n"), FAULT_NONE },
    { "Host is IPv6", BYTES(GET "Host: [::1]:8080\r\n\r\n"), FAULT_NONE },
    { "Host is open IPv6", BYTES(GET "Host: [::1\r\n\r\n"), FAULT_HOST },
    { "Host has a user", BYTES(GET "Host: a@localhost\r\n\r\n"), FAULT_HOST },
    { "Host has a path", BYTES(GET "Host: localhost/x\r\n\r\n"), FAULT_HOST },
    { "Host is a list", BYTES(GET "Host: localhost, evil\r\n\r\n"), FAULT_HOST },
    { "Host has an empty port", BYTES(GET "Host: localhost:\r\n\r\n"), FAULT_HOST },
    { "Host has port 65536", BYTES(GET "Host: localhost:65536\r\n\r\n"), FAULT_HOST },
    { "Host has a worded port", BYTES(GET "Host: localhost:http\r\n\r\n"), FAULT_HOST },
    { "Host with space around", BYTES(GET "Host: \t localhost \t\r\n\r\n"), FAULT_NONE },
    /* fields that may be there once */
    { "two Authorizations", BYTES(GET HOST "Authorization: a\r\nAuthorization: b\r\n\r\n"),
      FAULT_HEADER },
    { "two Idempotency-Keys", BYTES(GET HOST "Idempotency-Key: a\r\nidempotency-key: b\r\n\r\n"),
      FAULT_HEADER },
    { "two Content-Types", BYTES(GET HOST "Content-Type: a\r\nContent-Type: a\r\n\r\n"),
      FAULT_HEADER },
    { "two Last-Event-IDs", BYTES(GET HOST "Last-Event-ID: 1\r\nLast-Event-ID: 2\r\n\r\n"),
      FAULT_HEADER },
    { "two of an unknown field", BYTES(GET HOST "X: a\r\nX: b\r\n\r\n"), FAULT_NONE },
    { "two Connections", BYTES(GET HOST "Connection: a\r\nConnection: close\r\n\r\n"), FAULT_NONE },
    { "Expect 100-continue", BYTES(GET HOST "Expect: 100-Continue\r\n\r\n"), FAULT_NONE },
    { "Expect something else", BYTES(GET HOST "Expect: 200-ok\r\n\r\n"), FAULT_EXPECTATION },
    { "empty value", BYTES(GET HOST "X:\r\n\r\n"), FAULT_NONE },
    { "no space after the colon", BYTES(GET "Host:localhost\r\n\r\n"), FAULT_NONE },
    { "colons in a value", BYTES(GET HOST "X: a:b:c\r\n\r\n"), FAULT_NONE },
};

/* Feed in pieces of `piece` bytes until done; returns the bytes used. */
static size_t feed(struct http_parser *parser, const char *bytes, size_t len, size_t piece)
{
    size_t at = 0;
    while (at < len && parser->stage != HTTP_DONE && parser->stage != HTTP_FAILED) {
        size_t used;
        size_t take = len - at < piece ? len - at : piece;
        http_parser_feed(parser, bytes + at, take, &used);
        at += used;
    }
    return at;
}

static void test_heads(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
        struct http_parser parser;
        http_parser_init(&parser);
        size_t used = feed(&parser, HEADS[i].bytes, HEADS[i].len, HEADS[i].len);
        enum http_stage want = HEADS[i].want == FAULT_NONE ? HTTP_DONE : HTTP_FAILED;
        if (parser.stage != want || parser.refusal.fault != HEADS[i].want)
            fail_msg("%s: stage %d, fault %s", HEADS[i].name, (int)parser.stage,
                     http_fault_code(parser.refusal.fault));
        if (want == HTTP_DONE && used != HEADS[i].len)
            fail_msg("%s: %zu of %zu bytes used", HEADS[i].name, used, HEADS[i].len);
        if (want == HTTP_FAILED && HEADS[i].want != FAULT_NONE && !parser.refusal.detail)
            fail_msg("%s: refused without a reason", HEADS[i].name);
        http_parser_fini(&parser);
    }
}

/* Where the bytes are cut changes nothing: neither the outcome, nor the fields, nor how much was
 * used. */
static void test_pieces_do_not_matter(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
        struct http_parser whole;
        http_parser_init(&whole);
        size_t used = feed(&whole, HEADS[i].bytes, HEADS[i].len, HEADS[i].len);
        for (size_t piece = 1; piece < 8; piece++) {
            struct http_parser parts;
            http_parser_init(&parts);
            size_t parts_used = feed(&parts, HEADS[i].bytes, HEADS[i].len, piece);
            if (parts.stage != whole.stage || parts.refusal.fault != whole.refusal.fault ||
                parts.refusal.detail != whole.refusal.detail || parts_used != used ||
                parts.field_count != whole.field_count ||
                parts.content_length != whole.content_length || parts.head.len != whole.head.len ||
                (whole.head.len && memcmp(parts.head.data, whole.head.data, whole.head.len) != 0))
                fail_msg("%s: differs in pieces of %zu", HEADS[i].name, piece);
            http_parser_fini(&parts);
        }
        http_parser_fini(&whole);
    }
}

static void test_fields(void **state)
{
    static const char HEAD[] =
        "POST /a?b=c HTTP/1.1\r\nHOST: LocalHost:80\r\nX-Thing: \t one two \r\n"
        "Content-Length: 12\r\nConnection: foo, Close\r\nx-thing: second\r\n"
        "Expect: 100-continue\r\nEmpty:  \r\n\r\nrest";
    struct http_parser parser;
    size_t used;
    (void)state;
    http_parser_init(&parser);
    assert_false(http_parser_begun(&parser));
    assert_int_equal(http_parser_feed(&parser, HEAD, sizeof(HEAD) - 1, &used), HTTP_DONE);
    assert_true(http_parser_begun(&parser));
    assert_int_equal(used, sizeof(HEAD) - 1 - 4);
    assert_string_equal(http_parser_method(&parser), "POST");
    assert_string_equal(http_parser_target(&parser), "/a?b=c");
    assert_string_equal(http_parser_field(&parser, "host"), "LocalHost:80");
    assert_string_equal(http_parser_field(&parser, "x-thing"), "one two");
    assert_string_equal(http_parser_field(&parser, "empty"), "");
    assert_null(http_parser_field(&parser, "x-other"));
    assert_int_equal(parser.content_length, 12);
    assert_int_equal(parser.minor, 1);
    assert_true(parser.wants_close);
    assert_true(parser.wants_continue);
    http_parser_fini(&parser);
}

/* After a reset nothing of the request before is left. */
static void test_reset(void **state)
{
    struct http_parser parser;
    size_t used;
    (void)state;
    http_parser_init(&parser);
    feed(&parser, BYTES("POST /x HTTP/1.0\r\n" HOST "Content-Length: 5\r\nX: y\r\n\r\n"), 1);
    assert_int_equal(parser.stage, HTTP_DONE);
    assert_true(parser.wants_close);
    http_parser_reset(&parser);
    assert_false(http_parser_begun(&parser));
    assert_int_equal(http_parser_feed(&parser, BYTES(GET HOST "\r\n"), &used), HTTP_DONE);
    assert_null(http_parser_field(&parser, "x"));
    assert_int_equal(parser.content_length, HTTP_NO_LENGTH);
    assert_false(parser.wants_close);
    assert_string_equal(http_parser_target(&parser), "/");
    http_parser_fini(&parser);
}

/* GET with `fields` header fields besides Host. */
static enum http_fault try_fields(unsigned fields)
{
    struct http_parser parser;
    char line[32];
    http_parser_init(&parser);
    feed(&parser, BYTES(GET HOST), 100);
    for (unsigned i = 0; i < fields; i++) {
        int len = snprintf(line, sizeof(line), "x%u: y\r\n", i);
        feed(&parser, line, (size_t)len, 100);
    }
    feed(&parser, BYTES("\r\n"), 100);
    enum http_fault fault = parser.refusal.fault;
    http_parser_fini(&parser);
    return fault;
}

static void test_field_count(void **state)
{
    (void)state;
    assert_int_equal(try_fields(HTTP_FIELDS_MAX - 1), FAULT_NONE);
    assert_int_equal(try_fields(HTTP_FIELDS_MAX), FAULT_HEADERS_SIZE);
}

/* A head whose request line has `line` bytes and which has `total` bytes in all. */
static enum http_fault try_size(size_t line, size_t total)
{
    struct http_parser parser;
    char *bytes = mem_new(total + 1);
    memset(bytes, 'a', total);
    memcpy(bytes, BYTES("GET /"));
    memcpy(bytes + line - 11, BYTES(" HTTP/1.1\r\n"));
    memcpy(bytes + line, BYTES(HOST "X: "));
    memcpy(bytes + total - 4, BYTES("\r\n\r\n"));
    http_parser_init(&parser);
    feed(&parser, bytes, total, 1000);
    enum http_fault fault = parser.refusal.fault;
    if (fault == FAULT_NONE)
        assert_int_equal(parser.stage, HTTP_DONE);
    http_parser_fini(&parser);
    mem_free(bytes);
    return fault;
}

static void test_sizes(void **state)
{
    (void)state;
    /* The LF of a line is not stored, so the ceilings count bytes without it. */
    assert_int_equal(try_size(HTTP_LINE_MAX + 1, HTTP_LINE_MAX + 100), FAULT_NONE);
    assert_int_equal(try_size(HTTP_LINE_MAX + 2, HTTP_LINE_MAX + 100), FAULT_TARGET_SIZE);
    assert_int_equal(try_size(100, HTTP_HEAD_MAX + 4), FAULT_NONE);
    assert_int_equal(try_size(100, HTTP_HEAD_MAX + 5), FAULT_HEADERS_SIZE);
    assert_int_equal(try_size(100, 1 << 20), FAULT_HEADERS_SIZE);
}

/* A line without an end is refused at the limit, not collected. */
static void test_endless_line(void **state)
{
    struct http_parser parser;
    char bytes[4096];
    size_t used = 0;
    size_t sum = 0;
    (void)state;
    memset(bytes, 'a', sizeof(bytes));
    http_parser_init(&parser);
    while (http_parser_feed(&parser, bytes, sizeof(bytes), &used) == HTTP_START_LINE)
        sum += used;
    assert_int_equal(parser.refusal.fault, FAULT_TARGET_SIZE);
    assert_true(sum <= HTTP_LINE_MAX);
    http_parser_fini(&parser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads),        cmocka_unit_test(test_pieces_do_not_matter),
        cmocka_unit_test(test_fields),       cmocka_unit_test(test_reset),
        cmocka_unit_test(test_field_count),  cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_endless_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
