/* Request heads as a hostile client sends them. The first byte of the input is the size of the
 * pieces it is delivered in: how the bytes are cut must not change the outcome. What is accepted
 * must hold what the rest of the gateway relies on. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "event_text.h"
#include "http_parse.h"
#include "http_target.h"
#include "http_text.h"
#include "textw.h"

/* Feed in pieces, as a connection does; returns the bytes used. */
static size_t feed(struct http_parser *parser, const char *bytes, size_t len, size_t piece)
{
    size_t at = 0;
    while (at < len && parser->stage < HTTP_DONE) {
        size_t used;
        http_parser_feed(parser, bytes + at, len - at < piece ? len - at : piece, &used);
        at += used;
    }
    return at;
}

static void expect(int holds)
{
    if (!holds)
        abort();
}

static void same(const struct http_parser *a, const struct http_parser *b)
{
    expect(a->stage == b->stage && a->refusal.fault == b->refusal.fault);
    expect(a->field_count == b->field_count && a->content_length == b->content_length);
    expect(a->wants_close == b->wants_close && a->wants_continue == b->wants_continue);
    expect(a->head.len == b->head.len);
    expect(a->head.len == 0 || memcmp(a->head.data, b->head.data, a->head.len) == 0);
}

/* Promises of http_target.h. */
static void check_target(const char *text)
{
    struct http_target target;
    struct http_refusal refusal = { .fault = FAULT_NONE };
    if (http_target_read(&target, text, &refusal)) {
        for (size_t i = 0; i < target.segment_count; i++) {
            const char *segment = target.segments[i];
            expect(*segment && strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0);
            expect(!strpbrk(segment, "/\\") && !text_has_control(segment));
            expect(text_is_utf8(segment, strlen(segment)));
        }
        for (size_t i = 0; i < target.pair_count; i++) {
            expect(*target.pairs[i].name && !text_has_control(target.pairs[i].value));
            expect(http_target_query(&target, target.pairs[i].name) == target.pairs[i].value);
        }
    } else {
        expect(refusal.fault != FAULT_NONE && refusal.detail != NULL);
    }
    http_target_fini(&target);
}

/* Promises of http_parse.h about a complete head. */
static void check_head(const struct http_parser *parser)
{
    int64_t id;
    const char *last = http_parser_field(parser, "last-event-id");
    expect(http_is_token(http_parser_method(parser)));
    expect(http_is_host(http_parser_field(parser, "host")));
    expect(parser->content_length >= HTTP_NO_LENGTH && parser->field_count <= HTTP_FIELDS_MAX);
    expect(parser->head.len <= HTTP_HEAD_MAX && !http_parser_field(parser, "transfer-encoding"));
    expect(!last || !event_id_read(last, &id) || id >= 0);
    for (unsigned i = 0; i < parser->field_count; i++)
        expect(http_is_token(parser->head.data + parser->fields[i].name));
    check_target(http_parser_target(parser));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http_parser whole;
    struct http_parser parts;
    if (size < 1)
        return 0;
    const char *bytes = (const char *)data + 1;
    http_parser_init(&whole);
    http_parser_init(&parts);
    size_t used = feed(&whole, bytes, size - 1, SIZE_MAX);
    expect(feed(&parts, bytes, size - 1, (size_t)data[0] % 32 + 1) == used);
    same(&whole, &parts);
    if (whole.stage == HTTP_DONE)
        check_head(&whole);
    else if (whole.stage == HTTP_FAILED)
        expect(whole.refusal.fault != FAULT_NONE);
    http_parser_fini(&whole);
    http_parser_fini(&parts);
    return 0;
}
