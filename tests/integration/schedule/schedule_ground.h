/* A contract of a shipped pack, opened through the registry, and schedulers before it on a given
 * clock. Every failure ends the test or the test program. */
#ifndef SCHEDULE_GROUND_H
#define SCHEDULE_GROUND_H

#include <stdint.h>

#include "bench.h"
#include "rulebook.h"

/* What contract.open needs for each shipped pack. */
struct ground_contract {
    const char *pack, *signed_on;
    const char *more;      /* further arguments, JSON with ' for " */
    const char *from, *to; /* the service that comes of it */
};
enum { GROUND_CONTRACTS = 5 };
extern const struct ground_contract GROUND[GROUND_CONTRACTS];
/* The row of a pack. */
const struct ground_contract *ground_of(const char *pack);

struct ground {
    struct bench registry;
    pg_t *db; /* as the scheduler */
    rulebook_t *book;
    char code[32]; /* of the contract: its pack's name */
};

/* A fresh database with the calendar of a file below schema/ (NULL: one that knows nothing but
 * 2021) and the packs. */
void ground_begin(struct ground *self, const char *calendar);
void ground_end(struct ground *self);
/* From now on no task reaches its ladder, as if each were done in time: for walks about the planning
 * alone, which then need a wake-up a month and not one a day. */
void ground_hush(struct ground *self);
/* Load a calendar version as above. */
void ground_calendar(struct ground *self, const char *version, const char *calendar);
/* Open a contract. */
void ground_open(struct ground *self, const struct ground_contract *contract);
/* The scheduler at nine in the morning of a day until it settles; when it wants to run next. */
int64_t ground_settle(struct ground *self, int32_t day);
/* The same at an instant. */
int64_t ground_settle_at(struct ground *self, int64_t now_us);
/* From one wake-up to the next, from `now_us` on, until one lies after `until_us` or there is none:
 * as a simulated year runs. Returns the wake-up not taken; *ret_steps counts those taken. */
int64_t ground_walk(struct ground *self, int64_t now_us, int64_t until_us, int *ret_steps);

int64_t ground_number(const struct ground *self, const char *sql);
/* Sum over all tasks that changes when any of them does. */
const char *ground_digest(const struct ground *self, char out[40]);

/* Fail unless the tasks of the contract are exactly what schedule.count says for its service, row
 * by row, and none of them twice. */
void ground_check_counts(struct ground *self, const struct ground_contract *contract);
/* The same for rows of some periods only (bit 1 << enum slot_period; 0: all). */
void ground_check_periods(struct ground *self, const struct ground_contract *contract,
                          unsigned periods);

#endif
