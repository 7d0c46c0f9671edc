/* Any bytes as heads of HTTP requests on one connection: every head is read or refused, and where
 * the bytes are cut never changes the outcome. The first byte is the size of the pieces. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http_parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Feed in pieces; returns how many bytes belong to the head. */
static size_t feed(struct http_parser *parser, const char *bytes, size_t len, size_t piece)
{
    size_t at = 0;
    while (at < len && parser->stage != HTTP_DONE && parser->stage != HTTP_FAILED) {
        size_t part = len - at < piece ? len - at : piece;
        size_t used = 0;
        http_parser_feed(parser, bytes + at, part, &used);
        if (used > part)
            abort();
        at += used;
        if (used < part && parser->stage != HTTP_DONE && parser->stage != HTTP_FAILED)
            abort();
    }
    return at;
}

static void same(const struct http_parser *a, const struct http_parser *b)
{
    if (a->stage != b->stage || a->refusal.fault != b->refusal.fault)
        abort();
    if (a->stage != HTTP_DONE)
        return;
    if (strcmp(http_parser_method(a), http_parser_method(b)) != 0 ||
        strcmp(http_parser_target(a), http_parser_target(b)) != 0 ||
        a->field_count != b->field_count || a->content_length != b->content_length ||
        a->wants_close != b->wants_close || a->wants_continue != b->wants_continue)
        abort();
    if (a->content_length < HTTP_NO_LENGTH || a->field_count > HTTP_FIELDS_MAX)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http_parser whole, pieces;
    if (size < 2)
        return 0;
    const char *bytes = (const char *)data + 1;
    size_t left = size - 1;
    http_parser_init(&whole);
    http_parser_init(&pieces);
    while (left > 0) {
        size_t used = feed(&whole, bytes, left, left);
        size_t used_in_pieces = feed(&pieces, bytes, left, 1 + (size_t)data[0] % 16);
        same(&whole, &pieces);
        if (whole.stage != HTTP_DONE)
            break;
        if (used == 0 || used != used_in_pieces)
            abort();
        bytes += used;
        left -= used;
        http_parser_reset(&whole);
        http_parser_reset(&pieces);
    }
    http_parser_fini(&whole);
    http_parser_fini(&pieces);
    return 0;
}
