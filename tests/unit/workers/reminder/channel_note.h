/* The message that the tests of the channels build, signed with a secret that needs encoding. The
 * expected signatures were worked out apart, with Python's hmac. */
#ifndef CHANNEL_NOTE_H
#define CHANNEL_NOTE_H

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

#endif
