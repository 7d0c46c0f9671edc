/* Terms: when something is due, when a right opens, how late it came. */
#ifndef TERM_H
#define TERM_H

#include "calendar.h"
#include "pack.h"
#include "proof.h"
#include "readings.h"

enum { STARTS_MAX = 4 }; /* starting facts of one term */

/* A fact of a term: something happened on a day of the contract's zone. */
struct day_fact {
    const char *name; /* signed, invoice_received, … as the clause names them */
    int32_t day;
    bool timed; /* `at` is known; terms in minutes or hours need it */
    int64_t at;
};

/* What is asked. Facts may come in any order; names the clause does not want are ignored. */
struct term_case {
    const struct pack *pack;
    const char *clause;
    const struct day_fact *facts;
    size_t fact_count;
    const struct calendar_use *calendar;
    const struct readings *readings; /* NULL: the pack's */
    int64_t contract_fen;            /* base of `amount_fen`; 0: the pack's total */
};

struct term_ruling {
    const struct pack_term *term;
    int32_t due;          /* NO_DAY for a clause that only opens something */
    int64_t due_at;       /* of a term in minutes or hours; else NO_INSTANT */
    int32_t reminder;     /* last working day not after `due`; NO_DAY without a due day */
    bool provisional;     /* leaned on a year that is not published */
    int32_t start;        /* day that started it; NO_DAY for fixed and backward terms */
    int64_t start_at;     /* instant that started a term in minutes or hours; else NO_INSTANT */
    enum day_basis basis; /* how its days count, for pauses */
    bool closed;          /* the closing fact is there */
    int32_t late;   /* days the closing fact came after `due`, 0 in time; only when `closed`. Of a
                       term in minutes or hours, days begun after `due_at` */
    int64_t late_s; /* the same in seconds, of such a term only */
    bool has_used;  /* closed, and the term has a start */
    int32_t used_days;            /* closing day minus starting day */
    bool deems;                   /* the clause takes silence for acceptance */
    bool deemed_accepted;         /* no objection in time among the facts */
    int32_t deemed_accepted_from; /* the day after `due`, NO_DAY when objected in time */
    int32_t opens;                /* first day of the right, NO_DAY when the clause opens none */
    bool has_open;                /* fact `as_of` was given and the clause opens something */
    bool open;                    /* the right exists on `as_of` */
    bool has_amount;
    int64_t amount_fen; /* what falls due, of the contract total */
};

/* Rule on a term. RC_NOT_FOUND for a clause that is no term of the pack, RC_INVALID naming the
 * missing starting fact, one that a term in hours needs as an instant, or the day out of range;
 * *ret_ruling is then unchanged. `service_end` (and
 * a stated service start) default to the pack's. `proof` may be NULL. Readings: roll (K4, C6), and
 * the ones the clause's starts refer to. */
MUST_CHECK rc_t term_rule(const struct term_case *ask, proof_t *proof,
                          struct term_ruling *ret_ruling, struct problem *problem);
/* Whether every starting fact of the clause is among the facts, so that term_rule can answer. */
bool term_can_rule(const struct term_case *ask);
/* Whether the term runs in minutes or hours: its facts are then instants, and a date is none of
 * them. */
bool term_in_hours(const struct pack_term *term);

#endif
