/* One due reminder as reminder_due.sql gives it. */
#ifndef REMINDER_ROW_H
#define REMINDER_ROW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "reminder_text.h"

/* What the worker decides by, and beside it what its text is made of. */
struct reminder_row {
    int64_t id, attempts, try_at;
    int64_t robot;          /* 0: none, a person's own channel */
    bool urgent;            /* nothing holds it back */
    const char *message_id; /* of an earlier try; NULL: none */
    const char *matter;     /* equal for what one message tells several people */
    bool abandoned;         /* left "sending" by a worker that died */
    bool live;              /* still true */
    const char *email;      /* NULL: none */
    struct reminder_notice notice;
};

/* Decode; texts are borrowed from `json`. `now_us` is when it will be sent. Nothing else needs
 * checking: the row comes from our own statement. */
struct reminder_row reminder_row_read(const json_t *json, int64_t now_us);

#endif
