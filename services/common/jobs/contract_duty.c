#include "contract_duty.h"

#include "contract_duty_store.h"

/* One contract on its way; valid for one turn of the loop. */
struct duty_run {
    struct step *step;
    rulebook_t *book;
    enum contract_duty duty;
    contract_duty_fn *fn;
    int64_t contract;
    int64_t
        facts; /* seen by the try that was committed; 0: nothing to do, or another worker has it */
};

/* One contract in one transaction. What was seen is remembered only at the end: the try may be
 * repeated. */
static rc_t do_contract(pg_t *db, void *arg, struct problem *problem)
{
    struct duty_run *run = arg;
    struct contract_frame frame;
    int64_t facts = 0;
    run->facts = 0;
    rc_t rc = contract_duty_claim(db, run->duty, run->contract, run->step->now_us, &facts, problem);
    if (rc != RC_OK || facts == 0)
        return rc;
    rc = contract_frame_load(run->book, db, run->contract, &frame, problem);
    if (rc != RC_OK)
        return rc;
    rc = run->fn(run->step, &frame);
    contract_frame_fini(&frame);
    if (rc == RC_OK)
        run->facts = facts;
    return rc;
}

/* `greatest` in the statement: a worker that comes late with an older count takes nothing
 * back. */
static rc_t mark_done(pg_t *db, void *arg, struct problem *problem)
{
    const struct duty_run *run = arg;
    return contract_duty_done(db, run->duty, run->contract, run->facts, problem);
}

/* The mark has its own transaction: writers bump `facts` late in theirs, while they hold deadlines
 * that `fn` may be waiting for; were the mark in the same one, each could wait for the other. Lost
 * between the two, the duty is only done again. */
static rc_t run_contract(struct duty_run *run, struct problem *problem)
{
    rc_t rc = pg_tx(run->step->db, PG_WRITE, do_contract, run, problem);
    if (rc != RC_OK || run->facts == 0)
        return rc;
    rc = pg_tx(run->step->db, PG_WRITE, mark_done, run, problem);
    run->step->done += rc == RC_OK;
    return rc;
}

/* Arguments and result of find_due. */
struct due_list {
    enum contract_duty duty;
    int64_t now_us;
    struct duty_due due;
};

/* Without locks: what is found here is asked for again when it is claimed. */
static rc_t find_due(pg_t *db, void *arg, struct problem *problem)
{
    struct due_list *list = arg;
    return contract_duty_due(db, list->duty, list->now_us, &list->due, problem);
}

/* A contract's problem is its own: the first of them is told in the end. */
static rc_t try_contract(struct step *step, struct duty_run *run, rc_t worst)
{
    struct problem problem = { .rc = RC_OK };
    struct problem *outer = step->problem;
    step->problem = &problem;
    rc_t rc = run_contract(run, &problem);
    step->problem = outer;
    if (rc == RC_OK || worst != RC_OK)
        return worst;
    return problem_set(outer, rc, problem.field, "%s", problem.text);
}

/* What was done may have said when it wants to be looked at again, or that it wants to be at once
 * (it bumped its own contract): the wake-up is read after it. A contract that failed is due still,
 * but waits for the host's back-off. */
static rc_t find_next(struct step *step, struct due_list *list)
{
    bool full = list->due.count == DUTY_BATCH;
    if (step->done == 0 || full)
        return RC_OK;
    rc_t rc = pg_tx(step->db, PG_READ, find_due, list, step->problem);
    if (rc == RC_OK)
        step->next_us = list->due.count > 0 ? step->now_us : list->due.next_us;
    return rc;
}

/* A lost connection ends the run: the host connects again, and what was not done is still due. */
rc_t contract_duty_run(struct step *step, rulebook_t *book, enum contract_duty duty,
                       contract_duty_fn *fn)
{
    struct due_list list = { .duty = duty, .now_us = step->now_us };
    rc_t worst = pg_tx(step->db, PG_READ, find_due, &list, step->problem);
    step->next_us = list.due.count == DUTY_BATCH ? step->now_us : list.due.next_us;
    for (size_t i = 0; i < list.due.count && !pg_is_lost(step->db); i++) {
        struct duty_run run = {
            .step = step, .book = book, .duty = duty, .fn = fn, .contract = list.due.ids[i]
        };
        worst = try_contract(step, &run, worst);
    }
    return worst == RC_OK ? find_next(step, &list) : worst;
}
