/* Every question is put to penalty_assess whole: counters, incidents and ceilings look beyond the
 * single case, so no sum of parts could answer it. The base and what is asked about share one
 * array, which a question only fills and cuts. */
#include "forecast_exposure.h"

#include "memory.h"
#include "money.h"

/* Nobody has decided the quality yet: the grade that is paid in full, less the deductions, is what
 * a vendor counts on (the simulation shows the same). */
static const char QUALITY[] = "good";

/* Counted before it is done, so that what is too much is never begun. */
rc_t judge_spend(struct forecast_judge *self, size_t work, struct problem *problem)
{
    self->asked += (int64_t)work;
    if (self->asked <= FORECAST_WORK_MAX)
        return RC_OK;
    return problem_set(problem, RC_TOO_LARGE, "runs",
                       "a forecast plays at most %d items and cases in all: ask for fewer runs",
                       FORECAST_WORK_MAX);
}

/* The cases so far as one question to the rules; proofs are for rows that are proposed, not for
 * what may never be. */
static rc_t assess(struct forecast_judge *self, struct penalty_rulings *ret,
                   struct problem *problem)
{
    const struct contract_frame *frame = self->forecast->frame;
    const struct pack_penalties *penalties = &frame->pack->penalties;
    const struct penalty_ask ask = {
        .pack = frame->pack,
        .contract_fen = frame->total_fen,
        .period_from = penalties->in_service_period ? frame->service_from : NO_DAY,
        .period_to = frame->service_to,
        .cases = self->cases,
        .count = self->count,
        .readings = &frame->readings,
    };
    *ret = (struct penalty_rulings){ .rows = NULL };
    rc_t rc = judge_spend(self, self->count, problem);
    return rc == RC_OK && penalties->at.file ? penalty_assess(&ask, ret, problem) : rc;
}

/* Room for every item beside every case is made once: a question then only fills it, but for what
 * no item makes. */
rc_t judge_init(struct forecast_judge *self, const struct forecast *forecast,
                struct problem *problem)
{
    struct penalty_rulings rulings;
    *self = (struct forecast_judge){ .forecast = forecast };
    self->cap = forecast->case_count + forecast->item_count + 1;
    self->cases = mem_array(self->cap, sizeof(*self->cases));
    for (size_t i = 0; i < forecast->case_count; i++)
        self->cases[i] = forecast->cases[i];
    judge_begin(self);
    rc_t rc = assess(self, &rulings, problem);
    if (rc != RC_OK) {
        judge_fini(self);
        return rc;
    }
    self->judged_fen = rulings.total_fen;
    penalty_rulings_fini(&rulings);
    return RC_OK;
}

/* The facts of the cases are borrowed from the forecast, which outlives the judge. */
void judge_fini(struct forecast_judge *self)
{
    mem_free(self->cases);
    *self = (struct forecast_judge){ .forecast = NULL };
}

/* The cases that stand stay in front; what was missed in the last question is written over. */
void judge_begin(struct forecast_judge *self)
{
    self->count = self->forecast->case_count;
}

/* Facts and rank are the item's own, so that the case is the one which the penalty worker would
 * make of the breach: the same type, the first day too late, the same place among those of its
 * day. */
bool judge_miss(struct forecast_judge *self, size_t index, int32_t due)
{
    const struct forecast_item *item = &self->forecast->items[index];
    if (!item->case_type || !item->clocked || item->missed)
        return false;
    self->cases = mem_grow(self->cases, &self->cap, self->count + 1, sizeof(*self->cases));
    self->cases[self->count++] = (struct penalty_case){
        .type = item->case_type,
        .at = due + 1,
        .id = item->rank,
        .facts = item->facts,
    };
    return true;
}

/* Ranks of items and cases end below the first number given here. */
void judge_case(struct forecast_judge *self, const char *type, int32_t at, const json_t *facts)
{
    const struct forecast *f = self->forecast;
    if (!type)
        return;
    self->cases = mem_grow(self->cases, &self->cap, self->count + 1, sizeof(*self->cases));
    self->cases[self->count] = (struct penalty_case){
        .type = type,
        .at = at,
        .id = (int64_t)(f->case_count + f->item_count + self->count + 1),
        .facts = facts,
    };
    self->count++;
}

/* Nothing missed needs no judging: by far the most frequent answer in a punctual contract. */
rc_t judge_ask(struct forecast_judge *self, int64_t *ret_added_fen, struct problem *problem)
{
    struct penalty_rulings rulings;
    if (self->count == self->forecast->case_count) {
        *ret_added_fen = 0;
        return RC_OK;
    }
    rc_t rc = assess(self, &rulings, problem);
    if (rc != RC_OK)
        return rc;
    *ret_added_fen = rulings.total_fen - self->judged_fen;
    penalty_rulings_fini(&rulings);
    return RC_OK;
}

/* The missed one is the last of the cases, and so its row, if it has one, is the last as well. */
rc_t judge_one(struct forecast_judge *self, size_t index, struct miss_ruling *ret_ruling,
               struct problem *problem)
{
    struct penalty_rulings rulings;
    judge_begin(self);
    *ret_ruling = (struct miss_ruling){ .row = NULL };
    if (!judge_miss(self, index, self->forecast->items[index].due))
        return RC_OK;
    rc_t rc = assess(self, &rulings, problem);
    if (rc != RC_OK)
        return rc;
    ret_ruling->added_fen = rulings.total_fen - self->judged_fen;
    const struct penalty_assessment *last =
        rulings.count > 0 ? &rulings.rows[rulings.count - 1] : NULL;
    if (last && last->case_index == self->count - 1) {
        ret_ruling->row = last->row;
        ret_ruling->counted = last->count;
        ret_ruling->threshold = last->threshold;
    }
    penalty_rulings_fini(&rulings);
    return RC_OK;
}

/* Refusals are no faults here: a pack without a settlement for this quality has no sum to show. */
bool forecast_settle(const struct contract_frame *frame, int64_t deductions_fen, int64_t *ret_fen)
{
    struct settlement_ruling ruling;
    struct problem none = { .rc = RC_OK };
    const struct settlement_ask ask = { .contract_fen = frame->total_fen,
                                        .quality = QUALITY,
                                        .deductions_fen = deductions_fen };
    if (money_settle(frame->pack, &ask, NULL, &ruling, &none) != RC_OK)
        return false;
    *ret_fen = ruling.total_fen;
    return true;
}
