/* The chat channels: how one message becomes one HTTP request of each, and what its answer means.
 * One row and one file each. Pure: no clock, no network. */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bytebuf.h"
#include "problem.h"
#include "verdict.h"

enum {
    CHANNEL_BODY_BYTES = 128 << 10, /* of one request; texts are bounded well below */
    CHANNEL_URL_BYTES = 4096,
    CHANNEL_HEAD_BYTES = 2048,
};

/* One message and where it goes. Everything is borrowed. */
struct channel_note {
    const char *endpoint; /* URL without token and signature */
    const char *token;    /* names the robot in the URL; "" none */
    const char *secret;   /* signs; "" none */
    const char *id;       /* of the message; the same at every try */
    const char *title, *text;
    const json_t *items; /* what the message is about, for machines */
    int64_t at_us;       /* when it is sent: signatures are good for an hour around it */
};

/* One request, ready to be sent. */
struct channel_post {
    struct bytebuf url, body;
    struct bytebuf head; /* header lines besides Content-Type, each ended by a line feed */
};

/* Makes the request of one channel from a note whose needs were checked. */
typedef rc_t channel_build_fn(const struct channel_note *note, struct channel_post *post);

/* What a channel is. The ledger's name is also what its robots are configured by. */
struct channel_row {
    const char *name;        /* as in the ledger */
    const char *endpoint;    /* the provider's; NULL: the configuration must name one */
    channel_build_fn *build; /* appends to an empty post; RC_TOO_LARGE when it does not fit */
    const char *codes[2];    /* keys of the answer's result number, 0 is good; NULL: HTTP's alone */
    size_t text_bytes;       /* most the provider takes; longer texts are cut at a character */
    bool needs_token, needs_secret;
};

/* One file each: their only common part is that they fill a channel_post. */
channel_build_fn wecom_build, dingtalk_build, feishu_build, webhook_build;

/* Rows of all chat channels; *ret_count their number. */
const struct channel_row *channel_rows(size_t *ret_count);
/* Build the request: checks what the row needs (RC_INVALID names it, never its value), cuts the
 * text. The caller frees with channel_post_fini on success and failure alike. */
MUST_CHECK rc_t channel_build(const struct channel_row *row, const struct channel_note *note,
                              struct channel_post *ret_post, struct problem *problem);
void channel_post_fini(struct channel_post *self);
/* What an HTTP answer means: `status` and the first bytes of its body. The problem says which
 * number came back; a body is never quoted. */
MUST_CHECK enum verdict channel_judge(const struct channel_row *row, long status, const char *body,
                                      size_t len, struct problem *problem);

#endif
