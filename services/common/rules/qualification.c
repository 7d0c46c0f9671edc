/* A clause is met when all that it asks for is there: certificates, proofs, contracts in the time
 * before a day, both ends counted (C9). The months that a proof may be of are whole calendar months
 * before the month of the day (K25). */
#include "qualification.h"

#include <string.h>

struct asking { /* one question's state */
    const struct qualification_ask *ask;
    proof_t *proof;
    struct problem *problem;
    struct qualification_ruling *ruling;
};

/* The names in the lists are borrowed from the pack; only the lists are freed. The ruling is left
 * as a fresh one, so a second call does no harm. */
void qualification_ruling_fini(struct qualification_ruling *self)
{
    name_list_fini(&self->failed);
    name_list_fini(&self->missing);
    *self = (struct qualification_ruling){ .months_from = NO_DAY };
}

/* Whether a row has this clause, as its own or among the further ones. */
static bool has_clause(const struct pack_qualification *row, const char *clause)
{
    bool has = strcmp(row->clause, clause) == 0;
    for (size_t i = 0; i < row->also.count; i++)
        has = has || strcmp(row->also.rows[i], clause) == 0;
    return has;
}

/* A clause that only says the same (`also`) names the row too, since a question may quote
 * either. */
static bool is_named(const struct qualification_ask *ask, const struct pack_qualification *row)
{
    for (size_t i = 0; i < ask->clause_count; i++)
        if (has_clause(row, ask->clauses[i]))
            return true;
    return false;
}

/* Without a clause: rows of which the input gives something. */
static bool is_answered(const struct qualification_ask *ask, const struct pack_qualification *row)
{
    return (row->certificates.list.count > 0 && ask->certificates_given) ||
           (row->evidence.list.count > 0 && ask->proofs_given) ||
           (row->contracts > 0 && ask->contracts_given);
}

/* No day is taken from a clock: rules are pure, and "today" in a stored answer would say nothing a
 * year later. */
static rc_t need_day(const struct asking *q, const struct pack_qualification *row)
{
    return q->ask->on != NO_DAY
               ? RC_OK
               : problem_set(q->problem, RC_INVALID, "on",
                             "\"on\" is missing: clause %s counts back from a day", row->clause);
}

/* Contracts between the same date so many months before and the day itself. Both ends are inside
 * (C9). A span that leaves the calendar begins with its first day, as no contract can be older. */
static rc_t count_contracts(struct asking *q, const struct pack_qualification *row, bool *ret_met)
{
    int32_t from;
    int64_t count = 0;
    rc_t rc = row->contracts > 0 ? need_day(q, row) : RC_OK;
    if (rc != RC_OK || row->contracts == 0)
        return rc;
    if (!civil_add_months(q->ask->on, (int32_t)-row->within_months, &from))
        from = DAY_MIN;
    for (size_t i = 0; i < q->ask->contract_count; i++)
        count += q->ask->contracts[i] >= from && q->ask->contracts[i] <= q->ask->on;
    proof_days(q->proof, WHY_MONTHS, q->ask->on, from, -row->within_months);
    *ret_met = *ret_met && count >= row->contracts;
    return RC_OK;
}

/* The first of the months before the day's own. The day's own month is never among them, even when
 * the day is its last one (K25). */
static rc_t find_months(struct asking *q, const struct pack_qualification *row)
{
    int32_t first;
    rc_t rc = row->months_before > 0 ? need_day(q, row) : RC_OK;
    if (rc != RC_OK || row->months_before == 0)
        return rc;
    int32_t month = q->ask->on - civil_date(q->ask->on).day + 1;
    if (!civil_add_months(month, (int32_t)-row->months_before, &first))
        return problem_set(q->problem, RC_INVALID, "on", "\"on\" is out of range");
    q->ruling->months_from = first;
    q->ruling->months = row->months_before;
    proof_days(q->proof, WHY_MONTHS, month, first, -row->months_before);
    return RC_OK;
}

/* Both lists are looked through even when the first fails, so that everything missing is told at
 * once and not one thing per try. */
static rc_t judge(struct asking *q, const struct pack_qualification *row)
{
    struct qualification_ruling *r = q->ruling;
    proof_clause(q->proof, row->clause, row->title);
    bool certificates = certificates_are_held(&row->certificates, &q->ask->held, &r->missing);
    bool met = proofs_are_held(&row->evidence, &q->ask->held, &r->missing) && certificates;
    rc_t rc = count_contracts(q, row, &met);
    if (rc == RC_OK)
        rc = find_months(q, row);
    if (!met)
        name_list_add(&r->failed, row->clause);
    r->met += met;
    return rc;
}

/* Before anything is judged: a misspelt clause must not pass for one that is met. The field is
 * "clause", which may have been one text or a list. */
static rc_t check_clauses(const struct qualification_ask *ask, struct problem *problem)
{
    for (size_t i = 0; i < ask->clause_count; i++) {
        bool known = false;
        for (size_t k = 0; k < ask->pack->qualifications.count; k++)
            known = known || has_clause(&ask->pack->qualifications.rows[k], ask->clauses[i]);
        if (!known)
            return problem_set(problem, RC_INVALID, "clause",
                               "pack %s asks for no proof in clause %s", ask->pack->name,
                               ask->clauses[i]);
    }
    return RC_OK;
}

/* Named clauses are judged on what is there; without names only those are judged that the input
 * speaks to. So an empty question is met by nothing and fails nothing. */
rc_t qualification_rule(const struct qualification_ask *ask, proof_t *proof,
                        struct qualification_ruling *ret_ruling, struct problem *problem)
{
    struct asking q = { ask, proof, problem, ret_ruling };
    *ret_ruling = (struct qualification_ruling){ .months_from = NO_DAY };
    rc_t rc = check_clauses(ask, problem);
    for (size_t i = 0; i < ask->pack->qualifications.count && rc == RC_OK; i++) {
        const struct pack_qualification *row = &ask->pack->qualifications.rows[i];
        if (ask->clause_count > 0 ? is_named(ask, row) : is_answered(ask, row))
            rc = judge(&q, row);
    }
    return rc;
}
