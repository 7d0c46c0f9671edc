/* What comes up in one run without being planned: incidents with their clocks, findings of
 * assessments, rounds after re-checks that fail. Pure: the same rates, seed and run give the same.
 *
 * Each thing is drawn under a seed of its own (its day, its phase), and whether it comes up by
 * holding one draw against the rate: so a higher rate leaves everything that came up under a lower
 * one as it was and only adds to it. None of the draws of lateness is touched. */
#ifndef FORECAST_INVENT_H
#define FORECAST_INVENT_H

#include "forecast_course.h"
#include "forecast_rates.h"

enum {
    INVENT_FINDINGS_MOST = 4, /* of one assessment; as in the chance of a simulation */
    INVENT_ROUNDS_MOST = 3,   /* re-checks of one system that fail after each other */
};

/* Something that was missed, or a case that it made, or both. */
struct invented {
    bool breach;           /* a deadline was missed */
    int system;            /* index, -1: of none */
    const char *case_type; /* NULL: no case by the pack */
    const json_t *facts;   /* of the case; borrowed from the rates */
    int32_t at;            /* day of the case */
};

struct invention {
    const struct forecast *forecast;
    const struct forecast_rates *rates;                 /* NULL: nothing comes up */
    uint64_t incident_seed, finding_seed, recheck_seed; /* of this run */
    struct invented *rows;
    size_t count, cap;
    int64_t incidents, findings, rechecks; /* came up; the last: failed */
};

/* Both are borrowed; `rates` may be NULL. */
void invention_init(struct invention *self, const struct forecast *forecast,
                    const struct forecast_rates *rates);
/* Free the rows. Safe to call twice. */
void invention_fini(struct invention *self);
/* Begin run `run` under `seed`: nothing has come up yet. */
void invention_begin(struct invention *self, uint64_t seed, uint64_t run);
/* For a course (forecast_course.h): a phase ended; `arg` is the invention. */
phase_ended_fn invention_ended;
/* Let the incidents of the run come up, by day. */
void invention_incidents(struct invention *self);

#endif
