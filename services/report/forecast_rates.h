/* How often what nobody has planned comes about: incidents and clocks of theirs that are missed,
 * findings of assessments to come, re-checks that fail. Each rate is the asker's, or else the
 * contract's own where it has seen enough, or else the house's; which one it was is kept beside it.
 * Pure; whole numbers only. */
#ifndef FORECAST_RATES_H
#define FORECAST_RATES_H

#include "forecast.h"

enum forecast_rate_of {
    RATE_INCIDENTS,     /* in RATE_DAYS days */
    RATE_INCIDENT_LATE, /* per cent of the clocks of incidents */
    RATE_FINDINGS,      /* per cent of the assessments to come: those that find something */
    RATE_RECHECK_FAILS, /* per cent of the re-checks to come, and of those that follow them */
    RATE__COUNT
};

enum {
    RATE_LEFT_OUT = -1, /* the asker says nothing */
    RATE_DAYS = 365,
    INCIDENT_SLOTS = 4, /* a day; so at most that many incidents come up on one */
    INCIDENTS_MOST = INCIDENT_SLOTS * RATE_DAYS,
    INVENT_DAYS_MAX = 1830, /* incidents come up for five years ahead at most */
    RISKS = 3,
};

enum rate_basis { RATE_GIVEN, RATE_HISTORY, RATE_DEFAULT };

struct forecast_rate {
    int64_t value;
    enum rate_basis basis;
    int64_t count,
        of; /* what the contract has seen: incidents of so many days, missed of so many */
};

/* Incidents of one kind. What one of them comes to is the pack's to say; here stands what it is. */
struct incident_kind {
    const char *family, *grade, *level; /* the last two NULL: none */
    const char *case_type;              /* NULL: it is no case */
    const json_t *facts;                /* of the case; borrowed */
    int64_t clocks;                     /* limits of response and arrival that it has */
    int64_t count;                      /* how many of them there are to draw from */
};

/* Findings of one risk. */
struct finding_kind {
    const char *risk;
    const char *case_type; /* what one is that is not put right in time, NULL: no case */
    json_t *facts;         /* of such a case; owned */
    int64_t count;
};

/* Everything a run needs to know of what may come up. */
struct forecast_rates {
    struct forecast_rate rates[RATE__COUNT];
    int32_t from, until; /* days on which incidents come up, both counted; none when until < from */
    struct incident_kind *incidents;
    size_t incident_count;
    int64_t incident_sum;
    enum rate_basis incidents_basis;
    const char *clock_case; /* what a missed clock is by the pack, NULL: no case */
    struct finding_kind findings[RISKS];
    enum rate_basis findings_basis;
    const struct pack_term *term; /* by which findings are due, NULL: by none */
    int64_t assessed;             /* phase at whose end things are found, 0: none */
    int64_t back, judge;    /* a re-check that fails leads from the second back to the first */
    const char *phase_case; /* what a phase is that is late, NULL: no case */
    struct forecast_spreads spreads; /* lateness of findings, then of the phases back … judge */
    size_t finding_spread;           /* row of spreads; of no meaning without a term */
    size_t *which_phase;             /* row of spreads for each phase from back to judge; owned */
    json_t *own;                     /* what facts of the house's own kinds borrow from; owned */
};

/* Word of a rate: incidents, incident_late, findings, recheck_fails; the same as the argument. */
const char *forecast_rate_word(enum forecast_rate_of rate);
/* Word of a basis: given, history, default. */
const char *rate_basis_word(enum rate_basis basis);

/* Settle all rates for `forecast`, whose `until` is set; `asked` has one number for each rate or
 * RATE_LEFT_OUT. What the contract has seen is read from the statement `past` of forecast->json.
 * The caller frees with forecast_rates_fini; borrows from `forecast`. */
void forecast_rates_make(const struct forecast *forecast, const int64_t asked[RATE__COUNT],
                         struct forecast_rates *ret_rates);
/* Free all. Safe on a zeroed struct. */
void forecast_rates_fini(struct forecast_rates *self);
/* How late things are in phase `no`, from back to judge. Borrowed. */
const struct forecast_spread *forecast_rates_phase(const struct forecast_rates *self, int64_t no);

#endif
