/* Many courses of events under one seed, and what nine, five and one in ten of them come to. Pure:
 * the same facts, seed and number of runs give the same numbers. */
#ifndef FORECAST_BANDS_H
#define FORECAST_BANDS_H

#include "forecast_exposure.h"
#include "forecast_rates.h"

/* Percentiles by nearest rank: always a value that came up in some run, whole and exact. */
struct forecast_band {
    bool known;   /* false: nothing of it is left to come */
    int64_t plan; /* when all goes by the plan */
    int64_t p10, p50, p90;
};

struct forecast_bands {
    struct forecast_band breaches;  /* deadlines that are missed, those that are already included */
    struct forecast_band penalties; /* fen */
    struct forecast_band settlement; /* fen; not known where the pack settles nothing */
    struct forecast_band end;        /* days: last end of a phase of any system */
    struct forecast_band *teams;     /* the same of each team, by index */
    struct forecast_band *systems;   /* and of each system */
    struct forecast_band incidents, findings, rechecks; /* that come up; the last: that fail */
    int64_t *missed_runs; /* of each item: runs in which it is missed */
    int64_t *late_runs;   /* of each system: runs in which anything of it is missed */
};

/* How to play: 1 to FORECAST_RUNS_MAX runs. */
struct forecast_play {
    uint64_t seed;
    int64_t runs;
    const struct forecast_rates *rates; /* NULL: nothing comes up that is not planned */
};

/* Play all runs. Run n draws from its own fork of the seed, so that the first of many runs are
 * those of few. RC_TOO_LARGE as judge_ask. Caller frees with forecast_bands_fini after success. */
MUST_CHECK rc_t forecast_bands_make(struct forecast_judge *judge, const struct forecast_play *play,
                                    struct forecast_bands *ret_bands, struct problem *problem);
/* Free all. Safe on a zeroed struct. */
void forecast_bands_fini(struct forecast_bands *self);

/* Band of `count` values (1 or more), which are sorted in place; `plan` is left 0. */
struct forecast_band forecast_band_of(int64_t *values, size_t count);

#endif
