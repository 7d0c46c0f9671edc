/* What differs between what stands and what the rule says now.
 *
 * Invariant: after the changes are written, the rows of a case and clause that are not superseded
 * add up to the rule's answer for them, whatever people have confirmed, waived or taken back
 * before. So a change never asks what the last answer was, only what is settled. Amounts are fen.
 */
#include "penalty_compare.h"

#include <string.h>

#include "memory.h"

/* What the contract demands beside money (a notice, a replaced person), in its own order; empty
 * for a case that is charged nothing. */
json_t *penalty_measures(const struct penalty_assessment *assessment)
{
    json_t *list = json_array();
    for (size_t i = 0; assessment && i < assessment->row->measures.count; i++)
        json_array_append_new(list, json_string(assessment->row->measures.rows[i]));
    return list;
}

/* 0: not among the counted ones; the n-th case of its row counts from 1. */
int64_t penalty_counted(const struct penalty_assessment *assessment)
{
    return assessment ? assessment->count : 0;
}

/* The table's column is 1 or more: a row that opens at once opens with its first case. */
int64_t penalty_threshold(const struct penalty_assessment *assessment)
{
    return assessment && assessment->threshold > 1 ? assessment->threshold : 1;
}

/* 0 for a row that is not there. */
static int64_t number(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

/* What stands for a case and clause, NULL when nothing was ever proposed. */
static const json_t *standing_for(const json_t *current, int64_t case_id, const char *clause)
{
    for (size_t i = 0; i < json_array_size(current); i++) {
        const json_t *row = json_array_get(current, i);
        if (number(row, "case") == case_id &&
            strcmp(json_string_value(json_object_get(row, "clause")), clause) == 0)
            return row;
    }
    return NULL;
}

/* Against the last answer, not against what stands: a waiver must not be proposed away again by a
 * look that finds the same facts. `assessment` NULL: whether the row says already that nothing is
 * charged. */
static bool is_same(const json_t *row, const struct penalty_assessment *assessment)
{
    json_t *measures = penalty_measures(assessment);
    bool same = number(row, "assessed_fen") == (assessment ? assessment->deduct_fen : 0) &&
                number(row, "counted") == penalty_counted(assessment) &&
                number(row, "threshold") == penalty_threshold(assessment) &&
                json_equal(json_object_get(row, "measures"), measures);
    json_decref(measures);
    return same;
}

/* By case and clause, as the table's key is: a case that moved to another row has left this
 * one. */
static bool is_assessed(const struct penalty_rulings *rulings, const struct case_name *cases,
                        const json_t *row)
{
    const char *clause = json_string_value(json_object_get(row, "clause"));
    for (size_t i = 0; i < rulings->count; i++) {
        const struct penalty_assessment *assessment = &rulings->rows[i];
        if (cases[assessment->case_index].id == number(row, "case") &&
            strcmp(assessment->row->clause, clause) == 0)
            return true;
    }
    return false;
}

/* What a row must add so that all rows together come to the rule's answer: what people have decided
 * stays as it is, what is undecided gives way. */
static void charge(struct penalty_change *change, const json_t *standing)
{
    int64_t assessed = change->assessment ? change->assessment->deduct_fen : 0;
    int64_t settled = number(standing, "settled_fen");
    change->deduct_fen = assessed - settled;
    change->delta_fen = change->deduct_fen - number(standing, "pending_fen");
    change->final = !change->assessment && settled == 0;
}

/* One change; room for it was made by the caller for the worst case, every row new and every
 * row gone. */
static void propose(struct penalty_changes *changes, struct case_name name,
                    const struct penalty_assessment *assessment, const json_t *standing)
{
    struct penalty_change *change = &changes->rows[changes->count++];
    *change = (struct penalty_change){
        .case_id = name.id,
        .case_code = name.code,
        .clause = assessment ? assessment->row->clause
                             : json_string_value(json_object_get(standing, "clause")),
        .assessment = assessment,
        .supersedes = number(standing, "pending"),
        .revision = number(standing, "revision") + 1,
    };
    charge(change, standing);
}

/* Both walks are over short lists (a contract has tens of cases), so no index is built. */
void penalty_compare(const struct penalty_rulings *rulings, const struct case_name *cases,
                     const json_t *current, struct penalty_changes *ret_changes)
{
    ret_changes->count = 0;
    ret_changes->rows =
        mem_array(rulings->count + json_array_size(current), sizeof(*ret_changes->rows));
    for (size_t i = 0; i < rulings->count; i++) {
        const struct penalty_assessment *assessment = &rulings->rows[i];
        struct case_name name = cases[assessment->case_index];
        const json_t *standing = standing_for(current, name.id, assessment->row->clause);
        if (!standing || !is_same(standing, assessment))
            propose(ret_changes, name, assessment, standing);
    }
    for (size_t i = 0; i < json_array_size(current); i++) {
        const json_t *row = json_array_get(current, i);
        struct case_name name = { number(row, "case"),
                                  json_string_value(json_object_get(row, "code")) };
        if (!is_assessed(rulings, cases, row) && !is_same(row, NULL))
            propose(ret_changes, name, NULL, row);
    }
}

/* Texts are borrowed: the rows are all there is to free. */
void penalty_changes_fini(struct penalty_changes *self)
{
    mem_free(self->rows);
    *self = (struct penalty_changes){ .rows = NULL };
}
