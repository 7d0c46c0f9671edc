/* Cases are judged together, because a counter and an incident look beyond the single case. They
 * are sorted by day and id, judged once, and judged again while some incident still has more
 * than one charged row. All of it is a function of the set of cases: a case entered late, or
 * withdrawn, moves every later count by itself. */
#include "penalty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "money.h"
#include "penalty_case.h"

static const char REPEAT_EACH[] = "per_case_from_threshold";

struct slot { /* one covered case, in order of time */
    const struct penalty_case *c;
    size_t index; /* among the cases as given */
    const struct penalty_row *row;
    int64_t count;   /* its number among the counted cases of the row, 0: not counted */
    int64_t bp;      /* deducted */
    bool once_taken; /* the row's only deduction went to an earlier case */
    const struct slot *charged_by; /* the slot that charges the same incident, NULL: none */
};

struct tally { /* one row's counter within the period */
    int64_t count;
    bool taken;
};

/* One assessment in the making; slots and tallies are owned here and freed in penalty_assess. */
struct work {
    const struct penalty_ask *ask;
    struct slot *slots;
    size_t count;
    struct tally *tallies; /* by row of the pack */
};

/* ---- which cases count ---- */

/* By day, then id; the place in the list only decides between cases that nothing else tells apart.
 * Never 0 for two different slots, so that qsort, which is not stable, gives one order only. */
static int slot_order(const void *left, const void *right)
{
    const struct slot *a = left;
    const struct slot *b = right;
    if (a->c->at != b->c->at)
        return a->c->at < b->c->at ? -1 : 1;
    if (a->c->id != b->c->id)
        return a->c->id < b->c->id ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Both ends of the service period count (K14). Packs that do not limit themselves to it take every
 * day. A period without a first day limits nothing: what is not known cannot exclude a case. */
static bool in_period(const struct penalty_ask *ask, int32_t day)
{
    return !ask->pack->penalties.in_service_period || ask->period_from == NO_DAY ||
           (day >= ask->period_from && day <= ask->period_to);
}

/* Check every case, keep those that a row covers within the period, in order of time. */
static rc_t collect(struct work *w, struct problem *problem)
{
    const struct penalty_ask *ask = w->ask;
    w->slots = mem_array(ask->count, sizeof(*w->slots));
    w->tallies = mem_array(ask->pack->penalties.rows.count, sizeof(*w->tallies));
    for (size_t i = 0; i < ask->count; i++) {
        const struct penalty_case *c = &ask->cases[i];
        rc_t rc = penalty_case_check(ask->pack, c, i, problem);
        if (rc != RC_OK)
            return rc;
        const struct penalty_row *row = penalty_case_row(ask->pack, c);
        if (row && in_period(ask, c->at))
            w->slots[w->count++] = (struct slot){ .c = c, .index = i, .row = row };
    }
    qsort(w->slots, w->count, sizeof(*w->slots), slot_order);
    return RC_OK;
}

/* ---- deductions ---- */

/* Whether the row's deduction comes again for every case from the threshold on, by the declared
 * reading (K12). */
static bool repeats(const struct work *w, const struct penalty_row *row)
{
    const char *value =
        row->repeat ? reading_value(w->ask->pack, w->ask->readings, row->repeat) : NULL;
    return value && strcmp(value, REPEAT_EACH) == 0; /* NULL: the row never repeats */
}

/* The row's own deduction in this case, of the counter where it has one. Counting goes on for cases
 * that another row charges (K12, K13): they happened, they only cost nothing here. */
static int64_t own_bp(struct work *w, struct slot *s)
{
    const struct penalty_row *row = s->row;
    struct tally *tally = &w->tallies[row - w->ask->pack->penalties.rows.rows];
    s->once_taken = false;
    if (row->from <= 1)
        return condition_holds(&row->deduct_when, s->c->facts) ? row->bp : 0;
    if (!condition_holds(&row->counts, s->c->facts))
        return 0;
    s->count = ++tally->count;
    if (s->count < row->from || s->charged_by)
        return 0;
    s->once_taken = tally->taken && !repeats(w, row);
    tally->taken = true;
    return s->once_taken ? 0 : row->bp;
}

/* What the grade of the event that came of it adds. */
static int64_t grade_bp(const struct slot *s)
{
    const char *fact = s->row->grade_fact;
    const char *grade = fact ? json_string_value(json_object_get(s->c->facts, fact)) : NULL;
    for (size_t i = 0; grade && i < s->row->grades.count; i++)
        if (strcmp(s->row->grades.rows[i].grade, grade) == 0)
            return s->row->grades.rows[i].bp;
    return 0;
}

/* Judge all slots once, with fresh counters, given which slots are charged elsewhere. */
static void deduct_all(struct work *w)
{
    memset(w->tallies, 0, w->ask->pack->penalties.rows.count * sizeof(*w->tallies));
    for (size_t i = 0; i < w->count; i++) {
        struct slot *s = &w->slots[i];
        int64_t bp = own_bp(w, s) + grade_bp(s);
        s->bp = s->charged_by ? 0 : bp;
    }
}

/* Cases without an incident belong to none; `b` has one. */
static bool same_incident(const struct slot *a, const struct slot *b)
{
    return a->c->incident && strcmp(a->c->incident, b->c->incident) == 0;
}

/* The slot that charges the incident of `s`: the highest deduction, the earliest of equals.
 * Strictly higher only, so of equal deductions the first slot in time keeps the charge; a deduction
 * of 0 wins nothing. */
static const struct slot *incident_winner(const struct work *w, const struct slot *s)
{
    const struct slot *winner = NULL;
    for (size_t i = 0; i < w->count; i++)
        if (same_incident(&w->slots[i], s) && w->slots[i].bp > (winner ? winner->bp : 0))
            winner = &w->slots[i];
    return winner;
}

/* Leave each incident to one slot; whether anything changed. A slot once left out stays out, so
 * this ends. Where a row's only deduction fell away, the next round gives it to a later case. */
static bool leave_out(struct work *w)
{
    bool changed = false;
    for (size_t i = 0; i < w->count; i++) {
        struct slot *s = &w->slots[i];
        const struct slot *winner = s->charged_by || !s->c->incident ? NULL : incident_winner(w, s);
        if (winner && winner != s) {
            s->charged_by = winner;
            changed = true;
        }
    }
    return changed;
}

/* ---- rulings ---- */

/* One step with a clause and a name. */
static void say(proof_t *proof, enum proof_why why, const char *clause, const char *name)
{
    struct proof_step step = { .why = why, .source = FROM_CLAUSE };
    snprintf(step.ref, sizeof(step.ref), "%.60s", clause);
    snprintf(step.name, sizeof(step.name), "%.90s", name);
    proof_add(proof, &step);
}

/* Which number the case has, and what that means for the deduction. */
static void prove_counter(const struct work *w, const struct slot *s, proof_t *proof)
{
    const struct penalty_row *row = s->row;
    if (row->from <= 1)
        return;
    if (row->repeat)
        proof_reading(proof, row->repeat,
                      reading_value(w->ask->pack, w->ask->readings, row->repeat));
    if (s->count == 0)
        proof_numbers(proof, WHY_NOT_COUNTED, row->clause, 0, 0);
    else if (s->count < row->from)
        proof_numbers(proof, WHY_BELOW_THRESHOLD, row->clause, s->count, row->from);
    else
        proof_numbers(proof, s->once_taken ? WHY_ONCE_TAKEN : WHY_COUNTER, row->clause, s->count,
                      row->from);
}

/* The case file of one assessment. */
static proof_t *prove(const struct work *w, const struct slot *s, int64_t fen)
{
    proof_t *proof = proof_new(w->ask->pack->zone_minutes);
    proof_clause(proof, s->row->clause, s->row->title);
    proof_fact_day(proof, s->row->case_type, s->c->at);
    prove_counter(w, s, proof);
    if (!condition_holds(&s->row->deduct_when, s->c->facts))
        say(proof, WHY_CONDITION_FAILS, s->row->clause, "");
    if (s->charged_by)
        say(proof, WHY_INCIDENT_CHARGED, s->charged_by->row->clause, s->c->incident);
    if (s->bp > 0)
        proof_numbers(proof, WHY_SHARE, s->row->clause, s->bp, w->ask->contract_fen);
    proof_numbers(proof, WHY_AMOUNT, s->row->clause, fen, 0);
    return proof;
}

/* One slot as a row of the result. Each deduction is a sum of money and is rounded by itself;
 * the total adds them. */
static rc_t assess(const struct work *w, const struct slot *s, struct penalty_assessment *ret,
                   struct problem *problem)
{
    *ret = (struct penalty_assessment){ .case_index = s->index, .row = s->row, .deduct_bp = s->bp };
    if (!money_share(w->ask->contract_fen, s->bp, BP_ONE, &ret->deduct_fen))
        return problem_set(problem, RC_INVALID, "contract_fen", "the contract sum is too large");
    if (s->row->refund_fact)
        ret->refund_fen = json_integer_value(json_object_get(s->c->facts, s->row->refund_fact));
    ret->count = s->count;
    ret->threshold = s->row->from > 1 ? s->row->from : 0;
    ret->charged_by = s->charged_by ? s->charged_by->row->clause : NULL;
    if (w->ask->with_proofs)
        ret->proof = prove(w, s, ret->deduct_fen);
    return RC_OK;
}

/* Back to the order in which the cases were given. */
static int assessment_order(const void *left, const void *right)
{
    const struct penalty_assessment *a = left;
    const struct penalty_assessment *b = right;
    return a->case_index < b->case_index ? -1 : a->case_index > b->case_index;
}

/* Rows in the order of time, then put back into the order of the cases. The sums are checked for
 * overflow row by row, as each row alone may fit. */
static rc_t assess_all(const struct work *w, struct penalty_rulings *ret, struct problem *problem)
{
    rc_t rc = RC_OK;
    ret->rows = mem_array(w->count, sizeof(*ret->rows));
    while (ret->count < w->count && rc == RC_OK) {
        struct penalty_assessment *a = &ret->rows[ret->count];
        rc = assess(w, &w->slots[ret->count], a, problem);
        ret->count++; /* also a row that failed: it holds no more than its frame */
        if (__builtin_add_overflow(ret->total_fen, a->deduct_fen, &ret->total_fen) ||
            __builtin_add_overflow(ret->refund_fen, a->refund_fen, &ret->refund_fen))
            rc = problem_set(problem, RC_INVALID, "contract_fen", "the sums are too large");
    }
    qsort(ret->rows, ret->count, sizeof(*ret->rows), assessment_order);
    return rc;
}

/* The ceiling over all deductions, and what is owed in all. The ceiling limits deductions and not
 * refunds: what was received wrongly is given back whole. */
static rc_t sum_up(const struct penalty_ask *ask, struct penalty_rulings *r,
                   struct problem *problem)
{
    int64_t ceiling = 0;
    int64_t bp = ask->pack->penalties.ceiling_bp;
    bool fits = money_share(ask->contract_fen, bp > 0 ? bp : BP_ONE, BP_ONE, &ceiling);
    (void)fits; /* no share here is more than the whole */
    r->capped = bp > 0 && r->total_fen > ceiling;
    r->total_fen = r->capped ? ceiling : r->total_fen;
    return __builtin_add_overflow(r->total_fen, r->refund_fen, &r->owed_fen)
               ? problem_set(problem, RC_INVALID, "contract_fen", "the sums are too large")
               : RC_OK;
}

/* Rounds of judging end, since each leaves out at least one slot more and slots never come back.
 * The output is written only when all rows and sums hold; scratch is freed on every way. */
rc_t penalty_assess(const struct penalty_ask *ask, struct penalty_rulings *ret,
                    struct problem *problem)
{
    struct work w = { .ask = ask };
    struct penalty_rulings rulings = { .rows = NULL };
    if (!ask->pack->penalties.at.file)
        return problem_set(problem, RC_REFUSED, "pack", "pack %s states no penalties",
                           ask->pack->name);
    rc_t rc = ask->contract_fen < 0 ? problem_set(problem, RC_INVALID, "contract_fen",
                                                  "a contract sum is not negative")
                                    : collect(&w, problem);
    if (rc == RC_OK) {
        do
            deduct_all(&w);
        while (ask->pack->penalties.one_row_per_incident && leave_out(&w));
        rc = assess_all(&w, &rulings, problem);
        if (rc == RC_OK)
            rc = sum_up(ask, &rulings, problem);
    }
    mem_free(w.slots);
    mem_free(w.tallies);
    if (rc == RC_OK)
        *ret = rulings;
    else
        penalty_rulings_fini(&rulings);
    return rc;
}

/* Rows hold references into the pack and the question, which are not theirs; only the proofs
 * are. */
void penalty_rulings_fini(struct penalty_rulings *self)
{
    for (size_t i = 0; i < self->count; i++)
        proof_destroy(&self->rows[i].proof);
    mem_free(self->rows);
    *self = (struct penalty_rulings){ .rows = NULL };
}
