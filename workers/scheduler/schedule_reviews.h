/* What comes again by a fact and not by date: the validity of a filing, the assessments of a filed
 * system, the certificates that a contract asks people and firms to hold. Pure. */
#ifndef SCHEDULE_REVIEWS_H
#define SCHEDULE_REVIEWS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "pack.h"

enum review_kind {
    REVIEW_FILING,      /* of a system: by `filing.validity`, from `filed` and `assessed` */
    REVIEW_ASSESSMENT,  /* of a system: by its level's interval, from the same */
    REVIEW_CERTIFICATE, /* of a holder: from `expires` */
    REVIEW__COUNT
};

enum {
    REVIEW_LEAD_DAYS = 90, /* before its last day a certificate or an assessment is to be begun */
    REVIEW_UNIT_TEXT = 24, /* bytes of a system's number as a unit */
};

/* One row of a pack that asks for them; texts are borrowed from the pack. */
struct schedule_review {
    enum review_kind kind;
    const char *clause, *title;
    json_t *places; /* [{"unit", "serial"}] that the pack knows of; owned */
};

struct schedule_reviews {
    struct schedule_review *rows;
    size_t count;
};

/* All of a pack, in its order. A certificate per system is that of its filing, so systems of level
 * 2 to 5 are reviewed under its clause; certificates are those of its persons and qualifications.
 * The caller frees with schedule_reviews_fini. */
void schedule_reviews_make(const struct pack *pack, struct schedule_reviews *ret_reviews);
void schedule_reviews_fini(struct schedule_reviews *self);
/* Word of a kind, as schedule.work has it: filing, assessment, certificate. */
const char *review_kind_word(enum review_kind kind);

/* A fact as review_look.sql gives it, voided ones left out; texts are borrowed. */
struct review_fact {
    const char *name;          /* filed, assessed, expires */
    const char *clause, *unit; /* of `expires`; `unit` "" for a clause's only certificate */
    int64_t system, serial;    /* 0: of none */
    int64_t grade;             /* protection level of the system */
    int32_t on;                /* the day it names … */
    int32_t noted_on;          /* … and the day it was recorded */
};
struct review_facts {
    struct review_fact *rows; /* in order of system, then of day */
    size_t count;
};

/* What is to be reviewed next at one place. */
struct review_slot {
    int64_t system; /* 0: of none */
    char *unit;     /* owned */
    int32_t from;   /* first day on which it can be done */
    int32_t to;     /* last day in time */
    int32_t since;  /* what was due before this was done by that day */
};
struct review_slots {
    struct review_slot *rows; /* one for each place whose fact is known */
    size_t count, cap;
    int64_t waits; /* places that the pack knows of and no fact speaks about */
};

/* The next review of every place of one row. A system of level 1 has none. RC_INVALID for facts
 * whose review lies outside the calendar; *ret is then to be freed all the same, with
 * review_slots_fini. */
MUST_CHECK rc_t review_slots_make(const struct schedule_review *review,
                                  const struct review_facts *facts, struct review_slots *ret,
                                  struct problem *problem);
void review_slots_fini(struct review_slots *self);

#endif
