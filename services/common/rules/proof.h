/* The reasons of a ruling: a growing list of steps that a person can follow and a program can
 * check. A step names the clause, reading, calendar or fact it rests on, the days or instants it
 * goes from and to, and a code for why. Its text in Chinese and English comes from one table
 * (proof_words.c). */
#ifndef PROOF_H
#define PROOF_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytebuf.h"
#include "lang.h"
#include "problem.h"

typedef struct proof proof_t;

enum { PROOF_MAX_STEPS = 2000, PROOF_REF_MAX = 64, PROOF_NAME_MAX = 96 };

/* What a step rests on. */
enum proof_source {
    FROM_NOTHING,
    FROM_CLAUSE,   /* id of a clause in the pack's register */
    FROM_READING,  /* name of a declared reading; `name` holds its value */
    FROM_CALENDAR, /* code@version */
    FROM_FACT,     /* name of a fact */
};

/* Why a step was taken. The words and both sentences of each stand in proof_words.c, in this order.
 */
enum proof_why {
    WHY_RULE,               /* the clause that rules, `name` its title */
    WHY_READING,            /* an open clause was read so */
    WHY_FACT,               /* a fact as given */
    WHY_LATEST_STARTS,      /* of several starting facts the latest starts the term */
    WHY_FIRST_DAY_EXCLUDED, /* the event's own day is not counted */
    WHY_FIRST_DAY_INCLUDED,
    WHY_DAYS_COUNTED,       /* n calendar days from..to */
    WHY_DAY_COUNTED,        /* working day number n */
    WHY_DAY_MAKEUP,         /* make-up day, working day number n */
    WHY_DAY_WEEKEND,        /* skipped */
    WHY_DAY_HOLIDAY,        /* skipped, `name` the holiday */
    WHY_DAY_MAKEUP_RESTS,   /* skipped: make-up days do not count in this contract */
    WHY_MONTHS,             /* n months, day of month kept or clamped */
    WHY_HALFWAY,            /* first day + half of n days, both ends counted */
    WHY_FIXED,              /* a fixed date */
    WHY_ROLLED,             /* a rest day: moved to the next working day */
    WHY_NOT_ROLLED,         /* a rest day that stays */
    WHY_PROVISIONAL,        /* a year that is not published was used */
    WHY_DUE,                /* the due day */
    WHY_REMINDER,           /* last working day not after it */
    WHY_OPENS,              /* first day of a right */
    WHY_PAUSED,             /* the clock stood still from..to, n days */
    WHY_RETARGETED,         /* a new day was agreed */
    WHY_EXTENDED,           /* n days added for pauses */
    WHY_CLOSED,             /* closing fact, n days late */
    WHY_CLOCK_LIMIT,        /* limit of n seconds from one instant to another */
    WHY_CLOCK_UNDER,        /* the same, the limit itself excluded */
    WHY_CLOCK_STARTS_LATER, /* of several instants the latest starts the limit */
    WHY_NOT_OWED,           /* conditions of an on-site limit do not hold, `name` the fact */
    WHY_VERDICT,            /* `name` met, breached, open; n the margin in seconds */
    WHY_MATCHED,            /* conditions of a row hold */
    WHY_OTHERWISE,          /* no other row matched */
    WHY_GRADE,              /* `name` the grade */
    WHY_OUTSIDE_PERIOD,     /* the case lies outside the service period from..to */
    WHY_COUNTER,            /* the n-th case of the m that open the deduction */
    WHY_BELOW_THRESHOLD,    /* n of m: measures only */
    WHY_ONCE_TAKEN,         /* this row's deduction was taken already in the period */
    WHY_NOT_COUNTED,        /* the case does not count towards the threshold */
    WHY_CONDITION_FAILS,    /* condition of the deduction does not hold */
    WHY_INCIDENT_CHARGED,   /* the incident is charged by another row, `name` its clause */
    WHY_SHARE,              /* n basis points of m fen, rounded once, half up */
    WHY_AMOUNT,             /* n fen */
    WHY_CAPPED,             /* at most n basis points of m fen */
    WHY_NO_BREACH,          /* until then a clause keeps the delay from being a breach */
    WHY_PRO_RATA,           /* n days of a year of m days */
    WHY_HOURS,              /* the limit runs only while window `name` is open */
    WHY_PHASE,              /* phase n from..to, m days */
    WHY_PHASE_ACTUAL,       /* phase n ended when it ended */
    WHY_SLIP,               /* n days after the plan's end */
    WHY_OVER_LIMIT,         /* n days beyond a limit of m days */
    WHY_MISSING,            /* `name` keeps a gate shut */
    WHY_GATE_OPEN,
    WHY_RETURNS_TO,    /* the work goes back to phase n */
    WHY_COMPARED,      /* `name` was compared: holds (n = 1) or not */
    WHY_RANGE,         /* n days asked about, both ends counted */
    WHY_RANGE_CLIPPED, /* the same, cut by the service period */
    WHY_RANGE_OUTSIDE, /* no day of the range is in the service period */
    WHY_SLOTS,         /* n slots of the period `name`, m times in each */
    WHY_UNITS,         /* done for each of n units */
    WHY_AROUND,        /* the days before and after a holiday from..to, `name` the holiday */
    WHY_INSTANCES,     /* n instances, m results of a checklist */
    WHY_QUOTA,         /* n on demand, not planned */
    WHY_REMAINDER,     /* n days that fill no rolling week */
    WHY_SLOT_FILLED,   /* slot `name` from..to: m of n done */
    WHY_FULFILLED,     /* m of n that were due are done */
    WHY_GAP,           /* a gap of n seconds */
    WHY_COVERED,       /* n of m seconds without a gap */
    WHY_CONCLUDED,     /* `name` the conclusion */
    WHY__COUNT
};

enum proof_when { WHEN_NONE, WHEN_DAY, WHEN_INSTANT };

struct proof_step {
    enum proof_why why;
    enum proof_source source;
    char ref[PROOF_REF_MAX];   /* id of the source, "" for FROM_NOTHING */
    char name[PROOF_NAME_MAX]; /* see enum proof_why */
    enum proof_when when;      /* whether from and to are days or microseconds */
    bool has_to;
    int64_t from, to;
    int64_t n, m; /* numbers of the sentence; see enum proof_why */
};

/* Empty proof; instants are shown at `zone_minutes`. Never NULL; caller destroys. */
proof_t *proof_new(int zone_minutes);
/* Free and set *self_p to NULL. Safe on NULL. */
void proof_destroy(proof_t **self_p);
/* Append a copy of the step. A NULL proof takes nothing (proofs off). After PROOF_MAX_STEPS further
 * steps are dropped and proof_is_cut says so. */
void proof_add(proof_t *self, const struct proof_step *step);
/* Number of steps (0 for NULL), and the i-th of them; borrowed until the next proof_add. */
size_t proof_size(const proof_t *self);
/* The i-th step, from 0; `index` must be below proof_size. Borrowed until the next proof_add. */
const struct proof_step *proof_step_at(const proof_t *self, size_t index);
/* Whether steps were dropped. */
bool proof_is_cut(const proof_t *self);
/* Offset of the zone in which instants are shown. */
int proof_zone(const proof_t *self);
/* Append all steps of `other`; NULL on either side does nothing. */
void proof_append(proof_t *self, const proof_t *other);

/* Append a copy of the step with these texts, which are cut at a character where they are too
 * long; NULL stays "". A NULL proof takes nothing. */
void proof_add_named(proof_t *self, const struct proof_step *step, const char *ref,
                     const char *name);

/* Short ways to say the common steps; a NULL proof takes nothing. Texts are copied (and cut). */
void proof_clause(proof_t *self, const char *clause, const char *title);
/* An open clause was read so; `value` is the one in force, override or not. */
void proof_reading(proof_t *self, const char *reading, const char *value);
/* A fact that happened on a day of the contract's zone. */
void proof_fact_day(proof_t *self, const char *fact, int32_t day);
/* A fact with its time, in microseconds of UTC. */
void proof_fact_instant(proof_t *self, const char *fact, int64_t us);
/* One day and why it is told; rests on no source. */
void proof_day(proof_t *self, enum proof_why why, int32_t day);
/* A stretch, both ends shown; `n` is the count that the sentence names, in the unit of `why`. */
void proof_days(proof_t *self, enum proof_why why, int32_t from, int32_t to, int64_t n);
/* Only a name, such as a missing document; cut at a character. */
void proof_named(proof_t *self, enum proof_why why, const char *name);
/* Numbers in the units of `why` (fen, basis points, counts); `clause` may be NULL for a step that
 * rests on none. */
void proof_numbers(proof_t *self, enum proof_why why, const char *clause, int64_t n, int64_t m);

/* The steps as a JSON list of
 * {"step","clause"|"reading"|"calendar"|"fact","from","to","why","name", "n","m"}: dates
 * YYYY-MM-DD, instants RFC 3339 in the zone; fields that say nothing are left out.
 * [] for NULL. Caller owns it. */
json_t *proof_json(const proof_t *self);
/* Append what proof_json gives as compact JSON text. RC_TOO_LARGE at the buffer's ceiling, what was
 * appended until then stays. */
MUST_CHECK rc_t proof_dump(const proof_t *self, struct bytebuf *out);
/* Key under which a step of this source names it; "" for FROM_NOTHING. */
const char *proof_source_key(enum proof_source source);
/* The proof that proof_json wrote, so that a stored one can be shown in either language. RC_INVALID
 * for anything else, *ret_proof unchanged. */
MUST_CHECK rc_t proof_read(const json_t *json, int zone_minutes, proof_t **ret_proof,
                           struct problem *problem);
/* One numbered sentence a line. RC_TOO_LARGE when the buffer is full. */
MUST_CHECK rc_t proof_text(const proof_t *self, enum lang lang, struct bytebuf *out);
/* The same without the steps that only count or skip a single day, and of the rest the first
 * `most`: what a message has room for. */
MUST_CHECK rc_t proof_summary(const proof_t *self, size_t most, enum lang lang,
                              struct bytebuf *out);
/* Whether such a step only counts or skips a single day: a page shows these, a message does not. */
bool proof_is_single_day(enum proof_why why);
/* The sentence of one step, without number and line end. As proof_text. */
MUST_CHECK rc_t proof_sentence(const proof_t *self, size_t index, enum lang lang,
                               struct bytebuf *out);

#endif
