/* A typo in an attribute must not turn into "not charged": what a row asks for by word must be
 * there and be one of its scale. */
#include "penalty_case.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"

struct checker {
    const struct pack *pack;
    const struct penalty_case *c;
    size_t index;
    struct problem *problem;
};

/* The field is named as cases[i].fact, so that a form can mark it. "a FACT of a TYPE", so that the
 * message can be read without the form beside it. */
static rc_t refuse(const struct checker *k, const char *fact, const char *why)
{
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "cases[%zu].%.64s", k->index, fact);
    return problem_set(k->problem, RC_INVALID, field, "\"%s\" of a %s %s", fact, k->c->type, why);
}

/* Left out, or null. */
static bool is_absent(const json_t *value)
{
    return !value || json_typeof(value) == JSON_NULL;
}

/* Whether a scale knows a word. */
static bool scale_has(const struct pack_scale *scale, const char *word)
{
    for (size_t i = 0; i < scale->words.count; i++)
        if (strcmp(scale->words.rows[i], word) == 0)
            return true;
    return false;
}

/* A word that decides must be there, and be one of its scale. */
static rc_t check_word(const struct checker *k, const char *fact, bool required)
{
    const json_t *value = json_object_get(k->c->facts, fact);
    const char *word = json_string_value(value);
    const struct pack_scale *scale = pack_scale(k->pack, fact);
    if (is_absent(value))
        return required ? refuse(k, fact, "is missing") : RC_OK;
    if (!word || (scale && !scale_has(scale, word)))
        return refuse(k, fact, "is none of the words it may be");
    return RC_OK;
}

/* Flags and numbers may be left out, they then are false or 0; words that decide may not. Numbers
 * start at 0, since what rows compare are counts, hours and amounts. */
static rc_t check_test(const struct checker *k, const struct fact_test *test)
{
    const json_t *value = json_object_get(k->c->facts, test->fact);
    int64_t number;
    if (test->type == TEST_WORD)
        return check_word(k, test->fact, true);
    if (is_absent(value))
        return RC_OK;
    if (test->type == TEST_BOOL)
        return json_typeof(value) == JSON_TRUE || json_typeof(value) == JSON_FALSE
                   ? RC_OK
                   : refuse(k, test->fact, "must be true or false");
    return decimal_from_json(value, &number) && number >= 0
               ? RC_OK
               : refuse(k, test->fact, "must be a number from 0");
}

/* Every fact that the condition looks at. */
static rc_t check_condition(const struct checker *k, const struct condition *condition)
{
    rc_t rc = RC_OK;
    for (size_t a = 0; a < condition->count && rc == RC_OK; a++)
        for (size_t t = 0; t < condition->alternatives[a].count && rc == RC_OK; t++)
            rc = check_test(k, &condition->alternatives[a].tests[t]);
    return rc;
}

/* Sums received come as whole fen. */
static rc_t check_refund(const struct checker *k, const char *fact)
{
    const json_t *value = json_object_get(k->c->facts, fact);
    return is_absent(value) ||
                   (json_typeof(value) == JSON_INTEGER && json_integer_value(value) >= 0)
               ? RC_OK
               : refuse(k, fact, "must be whole fen from 0");
}

/* All that one row asks of a case. */
static rc_t check_row(const struct checker *k, const struct penalty_row *row)
{
    rc_t rc = check_condition(k, &row->when);
    if (rc == RC_OK)
        rc = check_condition(k, &row->counts);
    if (rc == RC_OK)
        rc = check_condition(k, &row->deduct_when);
    if (rc == RC_OK && row->grade_fact)
        rc = check_word(k, row->grade_fact, false);
    if (rc == RC_OK && row->refund_fact)
        rc = check_refund(k, row->refund_fact);
    return rc;
}

/* Whether a row looks at this fact. */
static bool row_names(const struct penalty_row *row, const char *fact)
{
    return condition_names(&row->when, fact) || condition_names(&row->counts, fact) ||
           condition_names(&row->deduct_when, fact) ||
           (row->grade_fact && strcmp(row->grade_fact, fact) == 0) ||
           (row->refund_fact && strcmp(row->refund_fact, fact) == 0);
}

/* Whether any row of the case's type looks at this fact. */
static bool type_names(const struct checker *k, const char *fact)
{
    const struct pack_penalties *p = &k->pack->penalties;
    for (size_t i = 0; i < p->rows.count; i++)
        if (strcmp(p->rows.rows[i].case_type, k->c->type) == 0 && row_names(&p->rows.rows[i], fact))
            return true;
    return false;
}

/* An attribute that no row asks for is a misunderstanding. A misspelt attribute would otherwise be
 * false in every condition, and the case would go uncharged. */
static rc_t check_names(const struct checker *k)
{
    json_t *facts = (json_t *)(uintptr_t)k->c->facts;
    for (void *it = json_object_iter(facts); it; it = json_object_iter_next(facts, it))
        if (!type_names(k, json_object_iter_key(it)))
            return refuse(k, json_object_iter_key(it), "is no fact that its rows ask for");
    return RC_OK;
}

/* All rows of the type are asked, also those that do not cover the case: which row covers it
 * depends on the very facts that are being checked. */
rc_t penalty_case_check(const struct pack *pack, const struct penalty_case *c, size_t index,
                        struct problem *problem)
{
    struct checker k = { pack, c, index, problem };
    bool known = false;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->penalties.rows.count && rc == RC_OK; i++) {
        const struct penalty_row *row = &pack->penalties.rows.rows[i];
        if (strcmp(row->case_type, c->type) != 0)
            continue;
        known = true;
        rc = check_row(&k, row);
    }
    if (rc == RC_OK && !known)
        return refuse(&k, "type", "is no type of case that the pack knows");
    return rc == RC_OK ? check_names(&k) : rc;
}

/* The order of the annex decides where two rows would hold, as a reader going down the table
 * would. */
const struct penalty_row *penalty_case_row(const struct pack *pack, const struct penalty_case *c)
{
    for (size_t i = 0; i < pack->penalties.rows.count; i++) {
        const struct penalty_row *row = &pack->penalties.rows.rows[i];
        if (strcmp(row->case_type, c->type) == 0 && condition_holds(&row->when, c->facts))
            return row;
    }
    return NULL;
}

const struct penalty_source *penalty_source_of(const struct pack_penalties *penalties,
                                               const char *kind, const json_t *facts)
{
    for (size_t i = 0; i < penalties->from_breaches.count; i++) {
        const struct penalty_source *source = &penalties->from_breaches.rows[i];
        if (strcmp(source->kind, kind) == 0 && condition_holds(&source->when, facts))
            return source;
    }
    return NULL;
}
