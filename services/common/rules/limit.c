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

/* The same words stand in packs (limit_kind.c reads by this table). */
const char *limit_value_word(enum limit_value value)
{
    return WORDS[value];
}

/* Fen always with two places, others with as many as they need. The size is taken unsigned, so that
 * the least int64 has one too. */
const char *limit_number_text(const struct pack_limit *limit, int64_t number, char *out)
{
    const int places = limit->value == LIMIT_FEN ? 2 : DECIMAL_PLACES;
    const uint64_t one = limit->value == LIMIT_FEN ? 100 : DECIMAL_ONE;
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int len = snprintf(out, LIMIT_NUMBER_TEXT, "%s%" PRIu64 ".%0*" PRIu64, number < 0 ? "-" : "",
                       size / one, places, size % one);
    while (limit->value != LIMIT_FEN && out[len - 1] == '0')
        out[--len] = '\0';
    if (out[len - 1] == '.')
        out[len - 1] = '\0';
    return out;
}

/* Digits up to a colon or the end; the cursor moves behind them. No more than one digit beyond
 * `most` is added up, so the number cannot overflow; a longer run is refused. */
static bool take_digits(const char **cursor, size_t least, size_t most, int64_t *ret)
{
    size_t len = strspn(*cursor, "0123456789");
    *ret = 0;
    for (size_t i = 0; i < len && len <= most; i++)
        *ret = *ret * 10 + ((*cursor)[i] - '0');
    *cursor += len;
    return len >= least && len <= most;
}

/* Behind a colon exactly two digits below 60; before the first, up to six. A number without any
 * colon is no length of time here. */
bool limit_seconds(const char *text, int64_t *ret_seconds)
{
    enum { LEAST = 2, BASE = 60, FIRST_MAX = 6 };
    int64_t seconds;
    size_t colons = 0;
    if (!take_digits(&text, 1, FIRST_MAX, &seconds))
        return false;
    while (*text == ':' && colons < 2) {
        int64_t part;
        text++;
        if (!take_digits(&text, LEAST, LEAST, &part) || part >= BASE)
            return false;
        seconds = seconds * BASE + part;
        colons++;
    }
    if (*text != '\0' || colons == 0)
        return false;
    *ret_seconds = seconds;
    return true;
}

/* The number that the clause states, in the value's own unit. The sum given with the question goes
 * before the pack's total; the share is rounded once (K9). */
static rc_t required_of(const struct pack_limit *limit, const struct limit_ask *ask, int64_t *ret,
                        struct problem *problem)
{
    int64_t total = ask->contract_fen ? ask->contract_fen : ask->pack->total_fen;
    *ret = limit->value == LIMIT_FEN ? limit->number / (DECIMAL_ONE / 100) /* stated in yuan */
                                     : limit->number;
    if (!limit->share)
        return RC_OK;
    if (total == 0)
        return problem_set(problem, RC_INVALID, "contract_fen",
                           "\"contract_fen\" is missing: the pack states no total");
    return money_share(total, limit->number, 100 * DECIMAL_ONE, ret)
               ? RC_OK
               : problem_set(problem, RC_INVALID, "contract_fen", "the contract sum is too large");
}

/* Outside a range the nearest end counts; inside it nothing deviates. False when the difference
 * does not fit; below a range it is negative, above it positive. */
static bool deviate(struct limit_ruling *r)
{
    int64_t from = r->value < r->required ? r->required : r->value > r->most ? r->most : r->value;
    return !__builtin_sub_overflow(r->value, r->limit->range ? from : r->required, &r->deviation);
}

/* "97.01 <= 97: false", "4 in 1 .. 3: false" */
static void say_compared(const struct limit_ruling *r, proof_t *proof)
{
    char value[LIMIT_NUMBER_TEXT], required[LIMIT_NUMBER_TEXT], most[LIMIT_NUMBER_TEXT];
    struct proof_step step = { .why = WHY_COMPARED, .source = FROM_CLAUSE, .n = r->holds };
    limit_number_text(r->limit, r->value, value);
    limit_number_text(r->limit, r->required, required);
    limit_number_text(r->limit, r->most, most);
    snprintf(step.ref, sizeof(step.ref), "%.60s", r->limit->clause);
    snprintf(step.name, sizeof(step.name), "%.24s %s %.24s%s%.24s: %s", value,
             r->limit->range ? "in" : compare_word(r->limit->op), required,
             r->limit->range ? " .. " : "", r->limit->range ? most : "",
             r->holds ? "true" : "false");
    proof_add(proof, &step);
}

/* The deviation is reckoned before the verdict, since of a range the verdict is that there is none.
 * *ret_ruling is written last. */
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
    r.most = r.limit->most;
    if (!deviate(&r))
        return problem_set(problem, RC_INVALID, "value", "\"value\" is out of range");
    r.holds = r.limit->range ? r.deviation == 0 : compare_holds(r.value, r.limit->op, r.required);
    proof_clause(proof, r.limit->clause, r.limit->title);
    say_compared(&r, proof);
    *ret_ruling = r;
    return RC_OK;
}
