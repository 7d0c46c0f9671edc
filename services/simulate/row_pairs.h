/* The rows of one list of two plays held against each other: what only one of them has, and what both have otherwise.
 * Pure. A list comes contract by contract, the first play's rows of each before the other's. */
#ifndef ROW_PAIRS_H
#define ROW_PAIRS_H

#include <jansson.h>
#include <stdbool.h>

enum { PAIR_KEYS_MAX = 4 };

/* A list: the fields that name a row within its contract, and those that tell a reader what it is, NULL-ended. What is
 * left is compared. */
struct pair_shape {
    const char *keys[PAIR_KEYS_MAX + 1];
    const char *labels[PAIR_KEYS_MAX + 1];
};

/* Two rows of one name that are not the same; all borrowed while `pair_fn` runs. */
struct row_pair {
    const json_t *first, *against; /* whole; NULL for the play that lacks the row */
    const json_t *difference;      /* {contract, keys, labels, first, against}; the last two hold the fields that
                                      differ, or null for the play that lacks the row */
};
/* Called for each difference. */
typedef void pair_fn(const struct row_pair *pair, void *arg);

struct row_pairs {
    const struct pair_shape *shape; /* borrowed */
    pair_fn *each;
    void *arg;
    json_t *waiting; /* the first play's rows of the current contract by key, in their order; owned */
};

/* No rows yet. */
void row_pairs_init(struct row_pairs *self, const struct pair_shape *shape, pair_fn *each, void *arg);
/* The next row of the first play; `row` is stolen, its "contract" is the first play's code. */
void row_pairs_first(struct row_pairs *self, json_t *row);
/* The next row of the other play, under the same contract code; `row` is stolen. */
void row_pairs_against(struct row_pairs *self, json_t *row);
/* A contract is over: what still waits is missing in the other play. Call also at the end. */
void row_pairs_flush(struct row_pairs *self);
/* Free what waits. */
void row_pairs_fini(struct row_pairs *self);

#endif
