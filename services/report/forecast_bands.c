/* Values are kept by series, each run in its place, and sorted when all are there: memory is the
 * number of teams and systems times the runs, some megabytes at the ceilings.
 *
 * The plan is played first, through the same code as every run, so that the figure beside the bands
 * and the bands cannot be reckoned in two ways. What a run comes to is asked of the same rules that
 * propose penalties; nothing here knows what a penalty is made of. */
#include "forecast_bands.h"

#include <stdlib.h>

#include "chance.h"
#include "forecast_invent.h"
#include "memory.h"

/* What every run gives, one list of values each. The ends of teams, then of systems, follow the
 * last of these. */
enum {
    SERIES_BREACHES,
    SERIES_PENALTIES,
    SERIES_SETTLEMENT,
    SERIES_INCIDENTS,
    SERIES_FINDINGS,
    SERIES_RECHECKS,
    SERIES_END,
    SERIES__COUNT
};

/* All runs under way. Room for one course is used again by each run; what it came to is in `values`
 * and in the tallies of `bands` by then. */
struct player {
    const struct forecast *forecast;
    struct forecast_judge *judge;
    struct forecast_bands *bands;
    struct course_row *rows;    /* of the run being played */
    struct invention invention; /* of the run being played; of the plan: nothing */
    int64_t *values;            /* by series, then by run */
    size_t runs;
    bool settles;
};

/* Every list of values that the runs fill. */
static size_t series_count(const struct forecast *f)
{
    return SERIES__COUNT + f->team_count + f->system_count;
}

/* Where run `run` of a series is kept. */
static int64_t *value_of(const struct player *p, size_t series, size_t run)
{
    return &p->values[series * p->runs + run];
}

/* ---- one run ---- */

/* The last end of a system is also one of its team's and of the contract's. A system with nothing
 * left says nothing. */
static void note_ends(const struct player *p, size_t run)
{
    const struct forecast *f = p->forecast;
    for (size_t i = 0; i < f->system_count; i++) {
        int32_t end = course_end(&f->systems[i], p->rows);
        const size_t series[] = { SERIES_END, SERIES__COUNT + (size_t)f->systems[i].team,
                                  SERIES__COUNT + f->team_count + i };
        for (size_t k = 0; k < sizeof(series) / sizeof(series[0]) && end != NO_DAY; k++) {
            int64_t *at = value_of(p, series[k], run);
            *at = end > *at ? end : *at;
        }
    }
}

/* Count what is missed and put the question of its cost; `tally` is false for the plan, which is no
 * run. */
static int64_t note_misses(const struct player *p, bool tally)
{
    const struct forecast *f = p->forecast;
    int64_t breaches = 0;
    judge_begin(p->judge);
    for (size_t i = 0; i < f->item_count; i++) {
        if (!f->items[i].missed && !course_is_late(&f->items[i], &p->rows[i]))
            continue;
        breaches++;
        judge_miss(p->judge, i, p->rows[i].due);
        p->bands->missed_runs[i] += tally;
    }
    return breaches;
}

/* What came up besides: each deadline missed is a breach like any other, each case is judged beside
 * those of the items. */
static int64_t note_invented(const struct player *p, size_t run)
{
    const struct invention *v = &p->invention;
    int64_t breaches = 0;
    for (size_t i = 0; i < v->count; i++) {
        breaches += v->rows[i].breach;
        judge_case(p->judge, v->rows[i].case_type, v->rows[i].at, v->rows[i].facts);
    }
    *value_of(p, SERIES_INCIDENTS, run) = v->incidents;
    *value_of(p, SERIES_FINDINGS, run) = v->findings;
    *value_of(p, SERIES_RECHECKS, run) = v->rechecks;
    return breaches;
}

/* Runs in which a system is late: anything of it is enough. */
static void note_late_systems(const struct player *p, const bool *late)
{
    for (size_t i = 0; i < p->forecast->system_count; i++)
        p->bands->late_runs[i] += late[i];
}

/* What stands as missed makes a system late in every run: it will not be in time any more. */
static void find_late_systems(const struct player *p, bool *late)
{
    const struct forecast *f = p->forecast;
    for (size_t i = 0; i < f->system_count; i++)
        late[i] = false;
    for (size_t i = 0; i < f->item_count; i++)
        if (f->items[i].system >= 0 &&
            (f->items[i].missed || course_is_late(&f->items[i], &p->rows[i])))
            late[f->items[i].system] = true;
    for (size_t i = 0; i < p->invention.count; i++)
        if (p->invention.rows[i].breach && p->invention.rows[i].system >= 0)
            late[p->invention.rows[i].system] = true;
}

/* What the course in p->rows comes to, kept as run `run`. Deductions are those that are proposed,
 * as people have decided on them, and what the rules add for what is missed besides. */
static rc_t note_run(struct player *p, size_t run, bool tally, struct problem *problem)
{
    int64_t added = 0;
    int64_t settled = 0;
    int64_t breaches = note_misses(p, tally) + note_invented(p, run);
    rc_t rc = judge_ask(p->judge, &added, problem);
    if (rc != RC_OK)
        return rc;
    int64_t penalties = p->forecast->proposed_fen + added;
    *value_of(p, SERIES_BREACHES, run) = breaches;
    *value_of(p, SERIES_PENALTIES, run) = penalties;
    p->settles = forecast_settle(p->forecast->frame, penalties > 0 ? penalties : 0, &settled);
    *value_of(p, SERIES_SETTLEMENT, run) = settled;
    note_ends(p, run);
    return RC_OK;
}

/* ---- all runs ---- */

/* Subtracting could overflow; comparing cannot. */
static int value_order(const void *left, const void *right)
{
    const int64_t *a = left;
    const int64_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* The smallest value that at least `percent` in a hundred of the sorted ones do not exceed. */
static int64_t nearest_rank(const int64_t *values, size_t count, size_t percent)
{
    return values[(percent * count + 99) / 100 - 1];
}

/* Sorted in place: the values of a series are of no further use in the order of their runs. */
struct forecast_band forecast_band_of(int64_t *values, size_t count)
{
    qsort(values, count, sizeof(*values), value_order);
    return (struct forecast_band){ .known = true,
                                   .p10 = nearest_rank(values, count, 10),
                                   .p50 = nearest_rank(values, count, 50),
                                   .p90 = nearest_rank(values, count, 90) };
}

/* The band of one series; `known` asks whether any run gave it a value. */
static void take_band(const struct player *p, size_t series, bool known, struct forecast_band *band)
{
    int64_t plan = band->plan;
    *band = forecast_band_of(value_of(p, series, 0), p->runs);
    band->plan = plan;
    band->known = known;
}

/* Where the band of a series is kept. */
static struct forecast_band *band_of(struct forecast_bands *bands, const struct forecast *f,
                                     size_t series)
{
    struct forecast_band *const own[SERIES__COUNT] = {
        &bands->breaches, &bands->penalties, &bands->settlement, &bands->incidents,
        &bands->findings, &bands->rechecks,  &bands->end,
    };
    if (series < SERIES__COUNT)
        return own[series];
    size_t n = series - SERIES__COUNT;
    return n < f->team_count ? &bands->teams[n] : &bands->systems[n - f->team_count];
}

/* The plan is played as run 0, kept apart, and its place then cleared for the first run. */
static rc_t play_plan(struct player *p, struct problem *problem)
{
    forecast_course(p->forecast, lateness_of_plan, NULL, p->rows);
    rc_t rc = note_run(p, 0, false, problem);
    for (size_t s = 0; s < series_count(p->forecast); s++) {
        band_of(p->bands, p->forecast, s)->plan = *value_of(p, s, 0);
        *value_of(p, s, 0) = 0;
    }
    return rc;
}

/* One run: what is planned with its lateness, then what comes up by day. Work that comes up is
 * counted as it does. */
static rc_t play_run(struct player *p, const struct forecast_play *play, size_t run,
                     struct problem *problem)
{
    struct course_dice dice = { p->forecast, chance_fork(play->seed, run) };
    const struct course_source source = { lateness_of_chance, &dice, invention_ended,
                                          &p->invention };
    invention_begin(&p->invention, play->seed, run);
    forecast_course_of(p->forecast, &source, p->rows);
    invention_incidents(&p->invention);
    rc_t rc = judge_spend(p->judge, p->invention.count, problem);
    return rc == RC_OK ? note_run(p, run, true, problem) : rc;
}

/* The planned work is counted before the first run: a forecast is played whole or refused. */
static rc_t play_runs(struct player *p, const struct forecast_play *play, struct problem *problem)
{
    bool *late = mem_array(p->forecast->system_count + 1, sizeof(*late));
    rc_t rc = judge_spend(p->judge, p->forecast->item_count * p->runs, problem);
    for (size_t run = 0; run < p->runs && rc == RC_OK; run++) {
        rc = play_run(p, play, run, problem);
        find_late_systems(p, late);
        note_late_systems(p, late);
    }
    mem_free(late);
    return rc;
}

/* An end of 0 (1970) stands for none: no plan of ours reaches back that far. */
static void take_bands(const struct player *p)
{
    const struct forecast *f = p->forecast;
    for (size_t s = 0; s < series_count(f); s++) {
        struct forecast_band *band = band_of(p->bands, f, s);
        bool known = s == SERIES_SETTLEMENT ? p->settles : s < SERIES_END || band->plan > 0;
        take_band(p, s, known, band);
    }
}

/* All or nothing: on failure what was made so far is freed here and the caller's struct is as it
 * was. */
rc_t forecast_bands_make(struct forecast_judge *judge, const struct forecast_play *play,
                         struct forecast_bands *ret_bands, struct problem *problem)
{
    const struct forecast *f = judge->forecast;
    struct forecast_bands bands = {
        .teams = mem_array(f->team_count + 1, sizeof(*bands.teams)),
        .systems = mem_array(f->system_count + 1, sizeof(*bands.systems)),
        .missed_runs = mem_array(f->item_count + 1, sizeof(*bands.missed_runs)),
        .late_runs = mem_array(f->system_count + 1, sizeof(*bands.late_runs)),
    };
    struct player p = { .forecast = f, .judge = judge, .bands = &bands };
    p.runs = (size_t)play->runs;
    invention_init(&p.invention, f, play->rates);
    p.rows = mem_array(f->item_count + 1, sizeof(*p.rows));
    p.values = mem_array(series_count(f) * p.runs, sizeof(*p.values));
    rc_t rc = play_plan(&p, problem);
    if (rc == RC_OK)
        rc = play_runs(&p, play, problem);
    if (rc == RC_OK) {
        take_bands(&p);
        *ret_bands = bands;
    } else {
        forecast_bands_fini(&bands);
    }
    invention_fini(&p.invention);
    mem_free(p.rows);
    mem_free(p.values);
    return rc;
}

/* Bands of the contract itself are part of the struct and own nothing. */
void forecast_bands_fini(struct forecast_bands *self)
{
    mem_free(self->teams);
    mem_free(self->systems);
    mem_free(self->missed_runs);
    mem_free(self->late_runs);
    *self = (struct forecast_bands){ .teams = NULL };
}
