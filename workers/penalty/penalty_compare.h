/* What changes between the penalties that stand and those that the rules now propose. Pure. */
#ifndef PENALTY_COMPARE_H
#define PENALTY_COMPARE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "penalty.h"

/* A new revision that is to be written; texts are borrowed from what was compared. */
struct penalty_change {
    int64_t case_id;
    const char *case_code, *clause;
    const struct penalty_assessment *assessment; /* NULL: nothing is charged any more */
    int64_t supersedes;                          /* undecided penalty that gives way, 0: none */
    int64_t revision;
    int64_t deduct_fen; /* what the row adds to what people have decided; may be negative */
    int64_t delta_fen;  /* the same against all that stood, the row that gives way included */
    bool final;         /* nothing is charged and nobody had decided anything: no decision is due */
};

struct penalty_changes {
    struct penalty_change *rows; /* in order of the cases; what is charged no more comes last */
    size_t count;
};

/* The case of an assessment: its row and its code. */
struct case_name {
    int64_t id;
    const char *code;
};

/* Compare. `cases` are those that were assessed, by case_index; `current` as penalty_current.sql
 * gives it. Equal is what the rule answered the last time too (deduction, count, threshold and
 * measures), whatever was decided on it: the decision stands. Caller frees with
 * penalty_changes_fini. */
void penalty_compare(const struct penalty_rulings *rulings, const struct case_name *cases,
                     const json_t *current, struct penalty_changes *ret_changes);
/* Free the rows. */
void penalty_changes_fini(struct penalty_changes *self);

/* The measures of an assessment as a JSON list; empty for NULL. Caller owns it. */
json_t *penalty_measures(const struct penalty_assessment *assessment);
/* Count and threshold as stored: a row without a threshold opens with its first case. */
int64_t penalty_counted(const struct penalty_assessment *assessment);
int64_t penalty_threshold(const struct penalty_assessment *assessment);

#endif
