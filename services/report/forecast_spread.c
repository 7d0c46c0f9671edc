/* Distributions are kept as steps, as histories are short in days and long in things: a draw is a
 * search, whatever their number. Nothing here knows what the things are. */
#include "forecast_spread.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "chance.h"
#include "memory.h"

/* The house's guess for a contract that has not shown what it is like: seven of ten in time, one a
 * day late, one three days, one a week. It only fills up a history that is too short. */
static const struct forecast_past PRIOR[] = {
    { "", "", 0, 7 },
    { "", "", 1, 1 },
    { "", "", 3, 1 },
    { "", "", 7, 1 },
};

/* By the order of enum spread_basis; the words are part of the reply and of the command line's
 * tables. */
const char *spread_basis_word(enum spread_basis basis)
{
    static const char *const WORDS[] = { "clause", "kind", "prior" };
    return WORDS[basis];
}

/* A NULL clause asks for the whole kind, a NULL kind for everything (the prior). */
static bool matches(const struct forecast_past *past, const char *kind, const char *clause)
{
    return (!kind || strcmp(past->kind, kind) == 0) &&
           (!clause || strcmp(past->clause, clause) == 0);
}

/* How many finished things there are of a kind and clause. */
static int64_t count_past(const struct forecast_past *past, size_t count, const char *kind,
                          const char *clause)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += matches(&past[i], kind, clause) ? past[i].count : 0;
    return sum;
}

/* By days alone: equal ones are added up afterwards, so their order does not matter. */
static int step_order(const void *left, const void *right)
{
    const struct spread_step *a = left;
    const struct spread_step *b = right;
    return (a->days > b->days) - (a->days < b->days);
}

/* Single steps of what matches, not yet added up; so long a lateness is cut that no date leaves the
 * calendar. */
static void add_steps(struct forecast_spread *self, const struct forecast_past *past, size_t count)
{
    const char *kind = self->kind;
    for (size_t i = 0; i < count; i++) {
        if (past[i].count <= 0 || !matches(&past[i], past == PRIOR ? NULL : kind, self->clause))
            continue;
        int32_t days = past[i].days;
        days = days > LATENESS_MOST ? LATENESS_MOST : days;
        days = days < -LATENESS_MOST ? -LATENESS_MOST : days;
        self->steps[self->count++] = (struct spread_step){ days, past[i].count };
    }
}

/* Equal days become one step, and each step counts all before it. */
static void add_up(struct forecast_spread *self)
{
    size_t kept = 0;
    int64_t sum = 0;
    qsort(self->steps, self->count, sizeof(*self->steps), step_order);
    for (size_t i = 0; i < self->count; i++) {
        sum += self->steps[i].upto;
        if (kept == 0 || self->steps[kept - 1].days != self->steps[i].days)
            kept++;
        self->steps[kept - 1] = (struct spread_step){ self->steps[i].days, sum };
    }
    self->count = kept;
}

/* Which circle has enough to speak. A clause is the narrowest that still has a sense: a phase's own
 * clause tells one phase from another, a finding's the rectification from the report. */
static struct forecast_spread choose(const struct forecast_past *past, size_t count,
                                     const char *kind, const char *clause)
{
    struct forecast_spread chosen = { .kind = kind, .clause = clause, .basis = SPREAD_CLAUSE };
    if (count_past(past, count, kind, clause) >= HISTORY_LEAST)
        return chosen;
    chosen.clause = NULL;
    chosen.basis =
        count_past(past, count, kind, NULL) >= HISTORY_LEAST ? SPREAD_KIND : SPREAD_PRIOR;
    return chosen;
}

/* Whether a row is the one chosen: a contract has few kinds, so a walk will do. */
static bool is_row(const struct forecast_spread *row, const struct forecast_spread *chosen)
{
    bool same_clause = row->clause && chosen->clause ? strcmp(row->clause, chosen->clause) == 0
                                                     : row->clause == chosen->clause;
    return same_clause && strcmp(row->kind, chosen->kind) == 0;
}

/* Steps are made once per distribution and not per item: a contract of a thousand systems goes by
 * a dozen of them. */
size_t forecast_spread_for(struct forecast_spreads *self, const struct forecast_past *past,
                           size_t count, const char *kind, const char *clause)
{
    struct forecast_spread chosen = choose(past, count, kind, clause);
    for (size_t i = 0; i < self->count; i++)
        if (is_row(&self->rows[i], &chosen))
            return i;
    chosen.steps = mem_array(count + COUNT_OF(PRIOR), sizeof(*chosen.steps));
    add_steps(&chosen, past, count);
    if (chosen.basis == SPREAD_PRIOR)
        add_steps(&chosen, PRIOR, COUNT_OF(PRIOR));
    add_up(&chosen);
    self->rows = mem_grow(self->rows, &self->cap, self->count + 1, sizeof(*self->rows));
    self->rows[self->count] = chosen;
    return self->count++;
}

/* The texts of a row are borrowed: only its steps are its own. */
void forecast_spreads_fini(struct forecast_spreads *self)
{
    for (size_t i = 0; i < self->count; i++)
        mem_free(self->rows[i].steps);
    mem_free(self->rows);
    *self = (struct forecast_spreads){ .rows = NULL };
}

/* The last step counts everything. The prior makes sure that there is a step. */
int64_t spread_size(const struct forecast_spread *self)
{
    return self->steps[self->count - 1].upto;
}

/* First step that counts more than `n` things. */
int32_t spread_at(const struct forecast_spread *self, int64_t n)
{
    size_t low = 0;
    size_t high = self->count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->steps[middle].upto > n)
            high = middle;
        else
            low = middle + 1;
    }
    return self->steps[low].days;
}

/* How many things were less than `least` days late. */
static int64_t count_below(const struct forecast_spread *self, int32_t least)
{
    int64_t below = 0;
    for (size_t i = 0; i < self->count && self->steps[i].days < least; i++)
        below = self->steps[i].upto;
    return below;
}

/* Those that were done sooner are ruled out: it is not done yet. */
int32_t spread_draw(const struct forecast_spread *self, int32_t least, uint64_t *state_p)
{
    int64_t below = count_below(self, least);
    int64_t size = spread_size(self);
    bool known = below < size;
    int64_t n = chance_draw(state_p, known ? below : 0, known ? size - 1 : 0);
    return known ? spread_at(self, n) : least;
}
