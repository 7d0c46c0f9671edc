/* Annexes grade events by features. Rows stand most severe first, so the first row that holds
 * gives the grade (K19, and the wording "and not yet reaching" of the annexes); other rows of
 * that grade are named as well, for the case file. */
#include "grading.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"

/* ---- facts ---- */

/* Whether a family's rows or sums ask for a fact. A pack cannot be asked about a fact that changes
 * no grade, so that a misspelt one is noticed. */
static bool family_names(const struct pack_grading *g, const char *fact)
{
    for (size_t i = 0; i < g->sums.count; i++)
        for (size_t k = 0; k < g->sums.rows[i].of.count; k++)
            if (strcmp(g->sums.rows[i].of.rows[k], fact) == 0)
                return true;
    for (size_t i = 0; i < g->rows.count; i++)
        if (condition_names(&g->rows.rows[i].when, fact))
            return true;
    return false;
}

/* Whether a fact is reckoned here, so that nobody may give it. A given total could disagree with
 * its parts. */
static bool is_sum(const struct pack_grading *g, const char *fact)
{
    for (size_t i = 0; i < g->sums.count; i++)
        if (strcmp(g->sums.rows[i].fact, fact) == 0)
            return true;
    return false;
}

/* Whether the value is a word of the scale, or null. */
static bool scale_allows(const struct pack_scale *scale, const json_t *value)
{
    const char *word = json_string_value(value);
    for (size_t i = 0; word && i < scale->words.count; i++)
        if (strcmp(scale->words.rows[i], word) == 0)
            return true;
    return json_typeof(value) == JSON_NULL;
}

/* A fact must be one the family's rows ask for, and of their type. The first row that asks for the
 * fact decides; counts and losses are never negative. */
static bool type_fits(const struct pack_grading *g, const char *fact, const json_t *value)
{
    int64_t number;
    for (size_t i = 0; i < g->rows.count; i++) {
        const struct condition *c = &g->rows.rows[i].when;
        for (size_t a = 0; a < c->count; a++) {
            for (size_t t = 0; t < c->alternatives[a].count; t++) {
                const struct fact_test *test = &c->alternatives[a].tests[t];
                if (strcmp(test->fact, fact) != 0)
                    continue;
                if (test->type == TEST_BOOL)
                    return json_typeof(value) == JSON_TRUE || json_typeof(value) == JSON_FALSE;
                if (test->type == TEST_NUMBER)
                    return decimal_from_json(value, &number) && number >= 0;
                return json_typeof(value) == JSON_STRING;
            }
        }
    }
    return decimal_from_json(value, &number) && number >= 0; /* a part of a sum */
}

/* Known to the family, of its type, and one of its words. */
static rc_t check_fact(const struct pack *pack, const struct pack_grading *g, const char *fact,
                       const json_t *value, struct problem *problem)
{
    char field[PROBLEM_FIELD_MAX];
    const struct pack_scale *scale = pack_scale(pack, fact);
    snprintf(field, sizeof(field), "facts.%.64s", fact);
    if (!family_names(g, fact) || is_sum(g, fact))
        return problem_set(problem, RC_INVALID, field, "events of family %s have no fact \"%s\"",
                           g->family, fact);
    if (scale && !scale_allows(scale, value))
        return problem_set(problem, RC_INVALID, field, "\"%s\" is none of the words it may be",
                           fact);
    if (json_typeof(value) != JSON_NULL && !type_fits(g, fact, value))
        return problem_set(problem, RC_INVALID, field, "\"%s\" has a value of the wrong type",
                           fact);
    return RC_OK;
}

/* In the order of the question; the first that is wrong is named. */
static rc_t check_facts(const struct pack *pack, const struct pack_grading *g, json_t *facts,
                        struct problem *problem)
{
    rc_t rc = RC_OK;
    for (void *it = json_object_iter(facts); it && rc == RC_OK;
         it = json_object_iter_next(facts, it))
        rc = check_fact(pack, g, json_object_iter_key(it), json_object_iter_value(it), problem);
    return rc;
}

/* Left out, or null. */
static bool is_absent(const json_t *value)
{
    return !value || json_typeof(value) == JSON_NULL;
}

/* Add the facts that are sums of others. Absent parts are 0, so that an event with one kind of
 * record needs no zeros for the others. */
static rc_t add_sums(const struct pack_grading *g, json_t *facts, struct problem *problem)
{
    for (size_t i = 0; i < g->sums.count; i++) {
        const struct grading_sum *sum = &g->sums.rows[i];
        int64_t total = 0;
        int64_t decimal; /* conditions compare millionths, so the sum must fit as such */
        for (size_t k = 0; k < sum->of.count; k++) {
            const json_t *part = json_object_get(facts, sum->of.rows[k]);
            char field[PROBLEM_FIELD_MAX];
            snprintf(field, sizeof(field), "facts.%.64s", sum->of.rows[k]);
            if (!is_absent(part) && json_typeof(part) != JSON_INTEGER)
                return problem_set(problem, RC_INVALID, field, "\"%s\" must be a whole number",
                                   sum->of.rows[k]);
            total += json_integer_value(part); /* each was checked to fit as millionths */
            if (__builtin_mul_overflow(total, DECIMAL_ONE, &decimal))
                return problem_set(problem, RC_INVALID, field, "the sum \"%s\" is too large",
                                   sum->fact);
        }
        json_object_set_new(facts, sum->fact, json_integer(total));
    }
    return RC_OK;
}

/* ---- rows ---- */

/* Tell which row gave the grade, or that none did and the last resort applies. */
static void note_row(proof_t *proof, const struct grading_row *row)
{
    struct proof_step step = { .why = row->otherwise ? WHY_OTHERWISE : WHY_MATCHED,
                               .source = FROM_CLAUSE };
    snprintf(step.ref, sizeof(step.ref), "%.60s", row->clause);
    snprintf(step.name, sizeof(step.name), "%.90s", row->title);
    proof_add(proof, &step);
}

/* The first row taken sets the grade. Clauses beyond GRADING_CLAUSES_MAX are told in the proof
 * only. */
static void take_row(struct grade_ruling *r, const struct grading_row *row, proof_t *proof)
{
    r->grade = row->grade;
    if (r->clause_count < GRADING_CLAUSES_MAX)
        r->clauses[r->clause_count++] = row->clause;
    note_row(proof, row);
}

/* Rows stand most severe first: the first that holds gives the grade, and others of that grade
 * join. A row `otherwise` is looked at only when no row holds, wherever it stands. */
static void rule_rows(const struct pack_grading *g, const json_t *facts, proof_t *proof,
                      struct grade_ruling *r)
{
    for (size_t i = 0; i < g->rows.count; i++) {
        const struct grading_row *row = &g->rows.rows[i];
        if (!row->otherwise && (!r->grade || strcmp(r->grade, row->grade) == 0) &&
            condition_holds(&row->when, facts))
            take_row(r, row, proof);
    }
    for (size_t i = 0; i < g->rows.count && !r->grade; i++)
        if (g->rows.rows[i].otherwise)
            take_row(r, &g->rows.rows[i], proof);
}

/* Works on a copy of the facts, because sums are added to it. That no row holds is refused and not
 * read as the lowest grade: the annex says nothing of such an event. */
rc_t grading_rule(const struct pack *pack, const char *family, const json_t *facts, proof_t *proof,
                  struct grade_ruling *ret_ruling, struct problem *problem)
{
    struct grade_ruling r = { .grade = NULL };
    const struct pack_grading *g = pack_grading(pack, family);
    if (!g)
        return problem_set(problem, RC_NOT_FOUND, "family",
                           "pack %s grades no events of family \"%s\"", pack->name, family);
    json_t *all = facts ? json_copy((json_t *)(uintptr_t)facts) : json_object();
    rc_t rc = check_facts(pack, g, all, problem);
    if (rc == RC_OK)
        rc = add_sums(g, all, problem);
    if (rc == RC_OK)
        rule_rows(g, all, proof, &r);
    json_decref(all);
    if (rc != RC_OK)
        return rc;
    if (!r.grade)
        return problem_set(problem, RC_REFUSED, "facts", "no row of family %s holds", family);
    struct proof_step step = { .why = WHY_GRADE };
    snprintf(step.name, sizeof(step.name), "%.90s", r.grade);
    proof_add(proof, &step);
    *ret_ruling = r;
    return RC_OK;
}
