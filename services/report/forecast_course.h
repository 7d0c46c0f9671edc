/* One course of events: when each thing ends, given how late each is. A late phase moves those
 * after it by the pack's own plan. Pure. */
#ifndef FORECAST_COURSE_H
#define FORECAST_COURSE_H

#include "forecast.h"

/* When one thing begins, is due and ends in a course; both ends count. */
struct course_row {
    int32_t from, due, end;
    int32_t over;     /* of a phase: the end of its last round; of all else its end */
    bool provisional; /* of `due` */
};

/* How many days after its due day item `index` ends (negative: before). What is below `least`
 * contradicts what is known today and is taken as `least`. Asked once for each clocked item, in
 * their order. */
typedef int32_t lateness_fn(void *arg, size_t index, int32_t least);
/* The lateness of the plan: none, but what is overdue ends today at the earliest. */
lateness_fn lateness_of_plan;
/* The lateness of chance: `arg` is a struct course_dice. */
lateness_fn lateness_of_chance;
struct course_dice {
    const struct forecast *forecast;
    uint64_t state; /* of chance.h */
};

/* Told when phase `index` ends on `end` in a course, phase after phase of each system: the day on
 * which it is over for good, `end` or later. What comes after it begins on the day after that. */
typedef int32_t phase_ended_fn(void *arg, size_t index, int32_t end);

/* Where a course takes from what nobody knows. */
struct course_source {
    lateness_fn *lateness;
    void *arg;             /* its */
    phase_ended_fn *ended; /* NULL: every phase is over when it ends */
    void *ended_arg;
};

/* A phase that begins on `from`, by the pack: `from`, `due` and whether that is provisional. Where
 * the calendar ends, it is due on its first day. */
struct course_row course_plan(const struct forecast *forecast, const struct pack_phase *rule,
                              int32_t from);
/* The day `late` days after `due`, at most the last before DAY_MAX. */
int32_t course_day(int32_t due, int32_t late);

/* Play one course into `rows` (one for each item). A phase that is planned begins on the calendar
 * day after the one before it ends and lasts its limit (phase.h), then its lateness; work that was
 * submitted is taken to be approved today. Dates stop at DAY_MAX. */
void forecast_course_of(const struct forecast *forecast, const struct course_source *source,
                        struct course_row *rows);
/* The same without rounds: every phase is over when it ends. */
void forecast_course(const struct forecast *forecast, lateness_fn *lateness, void *arg,
                     struct course_row *rows);
/* Whether an item ends after its due day. */
bool course_is_late(const struct forecast_item *item, const struct course_row *row);
/* Last day of a system's phases in a course; NO_DAY when it has none left. */
int32_t course_end(const struct forecast_system *system, const struct course_row *rows);

#endif
