/* Service-level clocks: by when to respond, to solve remotely, to be on site. Hours and minutes run
 * through nights and holidays (K6) unless the limit names a window; instants are taken to the
 * second (C7). */
#ifndef SLA_CLOCK_H
#define SLA_CLOCK_H

#include "calendar.h"
#include "pack.h"
#include "proof.h"
#include "readings.h"

/* Instants in microseconds; NO_INSTANT for what has not happened. */
struct sla_facts {
    int64_t occurred_at; /* starts the clock; required */
    int64_t responded_at;
    int64_t remote_resolved_at;
    int64_t onsite_requested_at; /* the purchaser's demand */
    int64_t arrived_at;
    int64_t as_of;     /* optional: a limit that passed before it is breached, not open */
    const char *grade; /* I to IV, or NULL */
    bool suburb, major;
};

enum sla_verdict { SLA_MET, SLA_BREACHED, SLA_OPEN, SLA_NOT_APPLICABLE };

/* What is asked. */
struct sla_ask {
    const struct pack *pack;
    const char *clause;
    const struct sla_facts *facts;
    const struct calendar_use *calendar; /* for limits in business hours; NULL: weekdays */
};

/* No clock is read: the same clause, facts and calendar give the same ruling on any day. */
struct sla_ruling {
    bool applies;                             /* the clause binds such an event */
    int64_t respond_by, remote_by, onsite_by; /* NO_INSTANT where none is owed */
    bool respond_strict, onsite_strict;       /* exactly at the limit is too late (小于) */
    enum sla_verdict respond, onsite;
    bool has_respond_margin, has_onsite_margin;
    int64_t respond_margin_s, onsite_margin_s; /* limit minus time taken; negative when breached */
    bool provisional; /* a limit in business hours leaned on a year that is not published */
};

/* Facts with everything unknown. */
struct sla_facts sla_facts_none(void);
/* Rule on one event by one clause. RC_NOT_FOUND for a clause that is no clock of the pack,
 * RC_INVALID without occurred_at, naming an instant that lies before it, or where a limit ends out
 * of range. An event that the clause does not bind (another grade, not major) is no error:
 * `applies` is false and both verdicts are not_applicable. `proof` may be NULL. */
MUST_CHECK rc_t sla_clock_rule(const struct sla_ask *ask, proof_t *proof,
                               struct sla_ruling *ret_ruling, struct problem *problem);
/* Clause of the pack's first clock that binds a fault of this grade with an on-site limit, or NULL.
 */
const char *sla_clock_for_grade(const struct pack *pack, const char *grade);
/* met, breached, open, not_applicable. */
const char *sla_verdict_word(enum sla_verdict verdict);

#endif
