/* One contract from its cases to its proposals, in one transaction.
 *
 * All of a contract is judged anew whenever anything of it has changed: counts over the period, one
 * row per incident and the ceiling make every case depend on every other. It gives the same rows
 * when run again, so a worker that died half-way, or a second one right after, does no harm. */
#include "penalty_step.h"

#include "contract_duty.h"
#include "penalty_cases.h"
#include "penalty_store.h"

/* A pack without a penalty table judges nothing; what an earlier version proposed is then
 * reversed like anything else that is gone. */
static rc_t judge(const struct contract_frame *frame, const struct penalty_cases *cases,
                  struct penalty_rulings *ret, struct problem *problem)
{
    const struct pack_penalties *penalties = &frame->pack->penalties;
    struct penalty_ask ask = {
        .pack = frame->pack,
        .contract_fen = frame->total_fen,
        .period_from = penalties->in_service_period ? frame->service_from : NO_DAY,
        .period_to = frame->service_to,
        .cases = cases->rows,
        .count = cases->count,
        .readings = &frame->readings,
        .with_proofs = true,
    };
    *ret = (struct penalty_rulings){ .rows = NULL };
    return penalties->at.file ? penalty_assess(&ask, ret, problem) : RC_OK;
}

/* The event carries the difference, so that a reader adds up events and gets the sum of what
 * stands. */
static rc_t write_change(struct step *step, const struct contract_frame *frame,
                         const struct penalty_change *change)
{
    int64_t id = 0;
    rc_t rc = penalty_store_write(step->db, frame->id, frame->pack_id, change, &id, step->problem);
    if (rc != RC_OK)
        return rc;
    json_t *data =
        json_pack("{s:s, s:s, s:I, s:I, s:I}", "case", change->case_code, "clause", change->clause,
                  "revision", (json_int_t)change->revision, "deduct_fen",
                  (json_int_t)change->deduct_fen, "delta_fen", (json_int_t)change->delta_fen);
    return step_event(step, frame->code, change->final ? "penalty.reversed" : "penalty.proposed",
                      "penalty", id, data);
}

/* Write what differs from the penalties that stand. */
static rc_t propose(struct step *step, const struct contract_frame *frame,
                    const struct penalty_cases *cases, const struct penalty_rulings *rulings)
{
    struct penalty_changes changes;
    json_t *current = NULL;
    rc_t rc = penalty_store_current(step->db, frame->id, &current, step->problem);
    if (rc != RC_OK)
        return rc;
    penalty_compare(rulings, cases->names, current, &changes);
    for (size_t i = 0; i < changes.count && rc == RC_OK; i++)
        rc = write_change(step, frame, &changes.rows[i]);
    penalty_changes_fini(&changes);
    json_decref(current);
    return rc;
}

/* All cases together: a count over the period cannot be kept up case by case when facts come
 * in any order. */
static rc_t assess_contract(struct step *step, const struct contract_frame *frame)
{
    struct penalty_cases cases;
    struct penalty_rulings rulings;
    rc_t rc = penalty_cases_load(step, frame, &cases);
    if (rc != RC_OK)
        return rc;
    rc = judge(frame, &cases, &rulings, step->problem);
    if (rc == RC_OK) {
        rc = propose(step, frame, &cases, &rulings);
        penalty_rulings_fini(&rulings);
    }
    penalty_cases_fini(&cases);
    return rc;
}

/* Breaches and facts raise contract_work, and nothing is due by time alone: a case that was told
 * stays as it is, however many days pass. */
rc_t penalty_step(struct step *step)
{
    return contract_duty_run(step, step->local, DUTY_ASSESS, assess_contract);
}

static const char *const WAKERS[] = { "", NULL };

const struct worker_def PENALTY_WORKER = {
    .name = "penalty",
    .fn = penalty_step,
    .wakers = WAKERS,
    .poll_ms = 1000,
    .local_new = rulebook_local_new,
    .local_destroy = rulebook_local_destroy,
};
