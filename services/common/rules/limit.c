/* A stated number against a value of the same unit. Shares of the contract are turned into fen
 * once, rounded half up (K9). */
#include "limit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "money.h"

/* By enum limit_value. */
static const char *const WORDS[LIMIT__COUNT] = { "fen",   "percent", "number", "seconds", "days",
                                                 "count", "people",  "years",  "distinct" };

const char *limit_value_word(enum limit_value value)
{
    return WORDS[value];
}

/* The number that the clause states, in the value's own unit. */
static rc_t required_of(const struct pack_limit *limit, const struct limit_ask *ask, int64_t *ret,
                        struct problem *problem)
{
    int64_t total = ask->contract_fen ? ask->contract_fen : ask->pack->total_fen;
    bool ok = true;
    if (limit->share)
        ok = money_share(total, limit->number, 100 * DECIMAL_ONE, ret);
    else if (limit->value == LIMIT_FEN)
        *ret = limit->number / (DECIMAL_ONE / 100); /* stated in yuan */
    else
        *ret = limit->number;
    return ok ? RC_OK
              : problem_set(problem, RC_INVALID, "contract_fen", "the contract sum is too large");
}

rc_t limit_rule(const struct limit_ask *ask, proof_t *proof, struct limit_ruling *ret_ruling,
                struct problem *problem)
{
    struct limit_ruling r = { .limit = pack_limit(ask->pack, ask->clause), .value = ask->value };
    if (!r.limit)
        return problem_set(problem, RC_NOT_FOUND, "clause", "pack %s has no limit of clause %s",
                           ask->pack->name, ask->clause);
    rc_t rc = required_of(r.limit, ask, &r.required, problem);
    if (rc != RC_OK)
        return rc;
    if (__builtin_sub_overflow(r.value, r.required, &r.deviation))
        return problem_set(problem, RC_INVALID, "value", "\"value\" is out of range");
    r.holds = compare_holds(r.value, r.limit->op, r.required);
    proof_clause(proof, r.limit->clause, r.limit->title);
    struct proof_step step = { .why = WHY_COMPARED, .source = FROM_CLAUSE, .n = r.holds };
    snprintf(step.ref, sizeof(step.ref), "%.60s", r.limit->clause);
    snprintf(step.name, sizeof(step.name), "%" PRId64 " %s %" PRId64 ": %s", r.value,
             compare_word(r.limit->op), r.required, r.holds ? "true" : "false");
    proof_add(proof, &step);
    *ret_ruling = r;
    return RC_OK;
}
