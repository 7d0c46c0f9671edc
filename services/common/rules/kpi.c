/* A ratio is never divided for the verdict: num/den is compared with the limit by cross products
 * in 128 bits (C4). */
#include "kpi.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide_t; /* a ratio is compared by its cross product */

enum { PERCENT = 100 };

/* By enum kpi_verdict; the words of the answers. */
const char *kpi_verdict_word(enum kpi_verdict verdict)
{
    static const char *const WORDS[] = { "met", "failed", "pending", "not_applicable" };
    return WORDS[verdict];
}

/* By the number in the document's table or by clause; each is unique in a pack (kpi_kind.c). */
const struct pack_kpi *kpi_find(const struct pack *pack, const char *row)
{
    for (size_t i = 0; i < pack->kpis.count; i++) {
        const struct pack_kpi *k = &pack->kpis.rows[i];
        if (strcmp(k->clause, row) == 0 || (k->row && strcmp(k->row, row) == 0))
            return k;
    }
    return NULL;
}

/* Order of num/den against number/10^6 (in per cent where the row is): -1, 0 or 1. 63 bits times a
 * million times a hundred fit 128 bits, so nothing is rounded or lost (C4). */
static int ratio_order(const struct pack_kpi *kpi, const struct kpi_actual *a)
{
    wide_t left = (wide_t)a->num * DECIMAL_ONE * (kpi->percent ? PERCENT : 1);
    wide_t right = (wide_t)a->den * kpi->number;
    return left < right ? -1 : left > right;
}

/* Smallest whole numerator that meets >= or >. What is left to do, for a row that asks for at least
 * so much; other operators have no such number. False also when it would not fit. */
static bool needed_of(const struct pack_kpi *kpi, const struct kpi_actual *a, int64_t *ret)
{
    wide_t unit = (wide_t)DECIMAL_ONE * (kpi->percent ? PERCENT : 1);
    wide_t right = (wide_t)a->den * kpi->number;
    if ((kpi->op != OP_GE && kpi->op != OP_GT) || right < 0)
        return false;
    wide_t needed = right / unit + (right % unit != 0);
    if (kpi->op == OP_GT && right % unit == 0)
        needed++;
    *ret = (int64_t)needed;
    return needed <= INT64_MAX;
}

/* A whole of nothing makes the row inapplicable, which does not fail it (C12). The value that is
 * shown is cut off, never rounded up to a limit that was missed; the verdict does not use it. */
static rc_t rule_ratio(const struct pack_kpi *kpi, const struct kpi_actual *a, struct kpi_ruling *r,
                       struct problem *problem)
{
    if (a->num < 0 || a->den < 0)
        return problem_set(problem, RC_INVALID, "", "a ratio of row %s is negative", kpi->clause);
    if (a->den == 0) {
        r->verdict = KPI_NOT_APPLICABLE;
        return RC_OK;
    }
    wide_t value = (wide_t)a->num * DECIMAL_ONE * (kpi->percent ? PERCENT : 1) / a->den;
    if (value > INT64_MAX)
        return problem_set(problem, RC_INVALID, "", "a ratio of row %s is out of range",
                           kpi->clause);
    r->has_value = true;
    r->value = (int64_t)value;
    r->verdict = compare_holds(ratio_order(kpi, a), kpi->op, 0) ? KPI_MET : KPI_FAILED;
    r->has_needed = needed_of(kpi, a, &r->needed);
    return RC_OK;
}

/* A qualitative row has no number; a person confirms it or not. Only ratios and values reach it;
 * the caller names the field. */
static rc_t rule_number(const struct pack_kpi *kpi, const struct kpi_actual *a,
                        struct kpi_ruling *r, struct problem *problem)
{
    if (kpi->type == KPI_QUALITATIVE)
        return problem_set(problem, RC_INVALID, "", "row %s is confirmed or not, true or false",
                           kpi->clause);
    if (a->type == ACTUAL_RATIO)
        return rule_ratio(kpi, a, r, problem);
    if (a->value < 0)
        return problem_set(problem, RC_INVALID, "", "the value of row %s is negative", kpi->clause);
    r->has_value = true;
    r->value = a->value;
    r->verdict = compare_holds(a->value, kpi->op, kpi->number) ? KPI_MET : KPI_FAILED;
    return RC_OK;
}

/* Only a qualitative row is a person's word. */
static rc_t rule_word(const struct pack_kpi *kpi, const struct kpi_actual *a, struct kpi_ruling *r,
                      struct problem *problem)
{
    if (kpi->type != KPI_QUALITATIVE)
        return problem_set(problem, RC_INVALID, "", "row %s needs a number, not true or false",
                           kpi->clause);
    r->verdict = a->confirmed ? KPI_MET : KPI_FAILED;
    return RC_OK;
}

/* What is not known yet is pending, which is an answer: the period may still run. The proof tells
 * the verdict of the exact comparison and no rounded value (C4). */
rc_t kpi_rule(const struct pack_kpi *kpi, const struct kpi_actual *actual, proof_t *proof,
              struct kpi_ruling *ret_ruling, struct problem *problem)
{
    struct kpi_ruling r = { .verdict = KPI_PENDING };
    rc_t rc = RC_OK;
    if (actual->type == ACTUAL_CONFIRMED)
        rc = rule_word(kpi, actual, &r, problem);
    else if (actual->type != ACTUAL_UNKNOWN)
        rc = rule_number(kpi, actual, &r, problem);
    if (rc != RC_OK)
        return rc;
    proof_clause(proof, kpi->clause, kpi->title);
    struct proof_step step = { .why = WHY_COMPARED, .source = FROM_CLAUSE };
    snprintf(step.ref, sizeof(step.ref), "%.60s", kpi->clause);
    snprintf(step.name, sizeof(step.name), "%s", kpi_verdict_word(r.verdict));
    step.n = r.verdict == KPI_MET;
    proof_add(proof, &step);
    *ret_ruling = r;
    return RC_OK;
}
