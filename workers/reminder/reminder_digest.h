/* Several reminders as one message: how many, then one line each. Pure. */
#ifndef REMINDER_DIGEST_H
#define REMINDER_DIGEST_H

#include <stddef.h>

#include "reminder_text.h"

enum {
    REMINDER_DIGEST_LINES = 60,       /* matters told one by one; the rest is a number */
    REMINDER_DIGEST_BYTES = 96 << 10, /* of the body: lines are titles, which are bounded */
};

/* Write the text of `count` notices to one person or group, in their order; `person` is who is
 * addressed. As reminder_text_make. A notice that cannot be written fails the whole: the caller
 * has made each before. */
MUST_CHECK rc_t reminder_digest_make(const struct reminder_notice *notices, size_t count,
                                     const char *person, enum lang lang,
                                     struct reminder_text *ret_text, struct problem *problem);

#endif
