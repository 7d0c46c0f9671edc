/* How late things have been: the contract's own history as distributions, from which lateness is
 * drawn. Whole days only; negative is early. Pure. */
#ifndef FORECAST_SPREAD_H
#define FORECAST_SPREAD_H

#include <stddef.h>
#include <stdint.h>

enum {
    /* From so many finished things on their own history speaks alone; below it wider circles are
     * asked, and at last the prior is added. */
    HISTORY_LEAST = 8,
    LATENESS_MOST = 365, /* days either way that a history counts; beyond it is not known better */
};

/* So many things of one clause were so many days late. */
struct forecast_past {
    const char *kind, *clause; /* of the deadline; borrowed */
    int32_t days;
    int64_t count;
};

/* One step of a distribution: `upto` things were at most so late. */
struct spread_step {
    int32_t days;
    int64_t upto;
};

enum spread_basis {
    SPREAD_CLAUSE,
    SPREAD_KIND,
    SPREAD_PRIOR /* the kind's history and the prior */
};

struct forecast_spread {
    const char *kind, *clause; /* `clause` NULL: of the whole kind */
    enum spread_basis basis;
    struct spread_step *steps; /* by days, strictly rising; never empty */
    size_t count;
};

struct forecast_spreads {
    struct forecast_spread *rows;
    size_t count, cap;
};

/* Word of a basis: clause, kind, prior. */
const char *spread_basis_word(enum spread_basis basis);
/* Make the distribution that things of `kind` and `clause` go by: of the clause when it has
 * HISTORY_LEAST finished ones, else of the kind, else that with the prior added. One that is there
 * is not made again; index of its row. Rows move while more are made. */
size_t forecast_spread_for(struct forecast_spreads *self, const struct forecast_past *past,
                           size_t count, const char *kind, const char *clause);
/* Free all rows. */
void forecast_spreads_fini(struct forecast_spreads *self);

/* Number of things it is made of. */
int64_t spread_size(const struct forecast_spread *self);
/* Lateness of the n-th thing (from 0), the least late first. */
int32_t spread_at(const struct forecast_spread *self, int64_t n);
/* Draw the lateness of a thing that is known not to be done before `least` days after its due day:
 * one of those that were at least that late, each as likely; `least` itself when none was. *state_p
 * moves on by one draw in any case, so that one thing's draw never shifts another's. */
int32_t spread_draw(const struct forecast_spread *self, int32_t least, uint64_t *state_p);

#endif
