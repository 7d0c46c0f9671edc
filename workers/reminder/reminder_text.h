/* The text of one reminder: a title of one line and a plain body that says what is due, on which
 * day by which clause, how much time is left or gone, and why it is that day; or which penalty is
 * proposed, by which clause, and why it is so much. Pure: no clock, no database. */
#ifndef REMINDER_TEXT_H
#define REMINDER_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bytebuf.h"
#include "lang.h"
#include "problem.h"

enum {
    REMINDER_TITLE_CHARS = 300, /* ceiling of notification.title */
    REMINDER_BODY_CHARS = 8000, /* ceiling of notification.body */
    REMINDER_STEPS_MAX = 12,    /* proof steps shown; the days one by one are left out */
};
#define REMINDER_LATE_US                                                                           \
    (3600 * 1000000LL) /* sent more than this after its time: late, and says so */

/* What is told of: it decides which sentences are said. */
enum notice_kind {
    NOTICE_DAY,     /* a matter that is due on a day */
    NOTICE_INSTANT, /* a limit of hours and minutes */
    NOTICE_PENALTY, /* a penalty that is proposed: nothing is due, and reading it is evidence */
    NOTICE_KIND__COUNT
};

/* What a reminder is about. Texts are borrowed. */
struct reminder_notice {
    enum notice_kind kind;
    const char *contract, *title, *clause, *person, *rule;
    const char *system;  /* NULL: a matter of the contract */
    const json_t *proof; /* list as stored with the ruling; NULL: none */
    int32_t due_on;      /* of a penalty: the day of its case */
    int64_t due_at; /* the last instant in time; of a penalty INT64_MAX, so that it is never over */
    bool provisional;
    int64_t deduct_fen;     /* of a penalty: what is proposed to be deducted */
    const json_t *measures; /* of a penalty: list of texts; NULL: none */
    int zone_minutes;       /* of the contract */
    int64_t plan_at;        /* when it was to be sent */
    int64_t held_us;        /* held back on purpose until then; INT64_MIN: was not */
    int64_t now_us;         /* business time of sending */
};

struct reminder_text {
    struct bytebuf title, body;
    bool late;
};

/* Write the text in `lang`: the title says what and when, the body who, of which contract, by which
 * clause, how far from the limit at the moment of sending, and up to REMINDER_STEPS_MAX reasons
 * from the stored proof. A late one says for when it was planned. The caller frees with
 * reminder_text_fini on success and failure alike. RC_INVALID for a proof that proof_json did not
 * write. */
MUST_CHECK rc_t reminder_text_make(const struct reminder_notice *notice, enum lang lang,
                                   struct reminder_text *ret_text, struct problem *problem);
void reminder_text_fini(struct reminder_text *self);

#endif
