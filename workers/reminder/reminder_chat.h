/* The chat channels: one message by a robot or webhook of the contract. */
#ifndef REMINDER_CHAT_H
#define REMINDER_CHAT_H

#include "poster.h"
#include "reminder_push.h"

/* What a chat channel sends by. Everything is borrowed. */
struct chat {
    const struct channel_row *row;
    poster_t *poster;
    const char *secrets; /* folder of the secrets that rows name; NULL: none */
};

/* A push_send_fn; `arg` is a struct chat. Secrets are read for each message, so that one may be
 * changed without a restart, and wiped after it. */
push_send_fn reminder_chat_send;

#endif
