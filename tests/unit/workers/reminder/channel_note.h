/* The message that the tests of the channels build, signed with a secret that needs encoding. The
 * expected signatures were worked out apart, with Python's hmac. */
#ifndef CHANNEL_NOTE_H
#define CHANNEL_NOTE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "channel.h"

/* Of 2026-06-15 09:00:00.123 in Shanghai. */
#define NOTE_AT_US 1781485200123000LL

static inline struct channel_note test_note(const char *endpoint)
{
    return (struct channel_note){ .endpoint = endpoint,
                                  .token = "a b&c",
                                  .secret = "SEC rêve/+=",
                                  .id = "m-1",
                                  .title = "题",
                                  .text = "正文",
                                  .at_us = NOTE_AT_US };
}

/* What a channel is to make of the note. */
struct channel_want {
    const char *endpoint;
    const char *url, *body, *head;
};

static inline rc_t build_within(channel_build_fn *build, const struct channel_want *want,
                                const size_t ceilings[3], struct channel_post *post)
{
    struct channel_note note = test_note(want->endpoint);
    bytebuf_init(&post->url, ceilings[0]);
    bytebuf_init(&post->body, ceilings[1]);
    bytebuf_init(&post->head, ceilings[2]);
    return build(&note, post);
}

/* The worked value, byte for byte. */
static inline void check_worked(channel_build_fn *build, const struct channel_want *want)
{
    static const size_t PLENTY[3] = { CHANNEL_URL_BYTES, CHANNEL_BODY_BYTES, CHANNEL_HEAD_BYTES };
    struct channel_post post;
    assert_int_equal(build_within(build, want, PLENTY, &post), RC_OK);
    assert_string_equal(bytebuf_str(&post.url), want->url);
    assert_string_equal(bytebuf_str(&post.body), want->body);
    assert_string_equal(bytebuf_str(&post.head), want->head);
    channel_post_fini(&post);
}

/* Each part in turn at its exact length fits, and one byte shorter is refused. */
static inline void check_ceilings(channel_build_fn *build, const struct channel_want *want)
{
    const size_t lengths[3] = { strlen(want->url), strlen(want->body), strlen(want->head) };
    for (size_t part = 0; part < 3; part++) {
        for (size_t less = 0; less < 2 && less <= lengths[part]; less++) {
            size_t ceilings[3] = { CHANNEL_URL_BYTES, CHANNEL_BODY_BYTES, CHANNEL_HEAD_BYTES };
            struct channel_post post;
            ceilings[part] = lengths[part] - less;
            assert_int_equal(build_within(build, want, ceilings, &post),
                             less ? RC_TOO_LARGE : RC_OK);
            channel_post_fini(&post);
        }
    }
}

#endif
