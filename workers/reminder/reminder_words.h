/* Every sentence a reminder is made of, Chinese and English side by side in one table, and how the
 * blanks in braces are filled. */
#ifndef REMINDER_WORDS_H
#define REMINDER_WORDS_H

#include "attr.h"
#include "bytebuf.h"
#include "lang.h"

/* A sentence. Their order is that of a text, which helps a translator. SUBJECT_* are titles of one
 * line, the others lines of the body. */
enum reminder_word {
    SUBJECT_LEFT,       /* days are left */
    SUBJECT_TODAY,      /* due today */
    SUBJECT_OVER,       /* overdue by days */
    SUBJECT_CLOCK_LEFT, /* the same three for a limit that is an instant */
    SUBJECT_CLOCK_OVER,
    SUBJECT_PENALTY, /* a penalty is proposed */
    BODY_GREETING,   /* to whom, of which contract */
    BODY_SYSTEM,     /* where the matter is of one system */
    BODY_MATTER,
    BODY_DUE_DAY,
    BODY_DUE_INSTANT,
    BODY_PROVISIONAL, /* the day may move when a calendar is published */
    BODY_LEFT,
    BODY_TODAY,
    BODY_OVER,
    BODY_CLOCK_LEFT,
    BODY_CLOCK_OVER,
    BODY_CASE_DAY,
    BODY_DEDUCT,
    BODY_MEASURES, /* what a penalty asks for besides money */
    BODY_WHY,
    BODY_WHY_PENALTY,
    BODY_STEP,    /* one sentence of the proof */
    BODY_RECEIPT, /* that reading it proves the notice */
    BODY_LATE,    /* sent later than it was meant */
    BODY_AUTOMATIC,
    DIGEST_SUBJECT, /* several at once */
    DIGEST_HEAD,
    DIGEST_LINE,
    DIGEST_MORE, /* how many matters have no line */
    DIGEST_LATE,
    DIGEST_AUTOMATIC,
    REMINDER_WORD__COUNT
};

/* A blank and what fills it; a list ends with a NULL name. */
struct reminder_blank {
    const char *name; /* without braces */
    const char *value;
};

/* The sentence as it stands in the table. Borrowed. */
const char *reminder_word(enum reminder_word word, enum lang lang);
/* Append the sentence with its {blanks} filled. A blank that is not in the list stays as it is (the
 * unit test knows all of them). RC_TOO_LARGE when the buffer is full. */
MUST_CHECK rc_t reminder_word_fill(enum reminder_word word, enum lang lang,
                                   const struct reminder_blank blanks[], struct bytebuf *out);

#endif
