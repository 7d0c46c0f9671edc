/* A contract is one transaction, made of parts in the order in which they need each other: rows
 * that only exist, terms, documents, recurring work, reviews, and last what a calendar has moved.
 */
#include "scheduler_step.h"

#include <string.h>

#include "contract_duty.h"
#include "memory.h"
#include "money.h"
#include "schedule_alarms.h"
#include "schedule_documents.h"
#include "schedule_recast.h"
#include "schedule_renewals.h"
#include "schedule_tasks.h"
#include "scheduler_store.h"
#include "task_recast.h"

/* What the pack wants to be paid, as schedule_payments_make.sql takes it; owned. */
static rc_t payments_planned(const struct contract_frame *frame, json_t **ret_list,
                             struct problem *problem)
{
    int64_t fen[PAYMENTS_MAX];
    size_t count = 0;
    *ret_list = json_array();
    if (frame->pack->payments.count == 0)
        return RC_OK;
    rc_t rc = money_instalments(frame->pack, frame->total_fen, fen, &count, problem);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        const struct pack_payment *row = &frame->pack->payments.rows[i];
        json_array_append_new(*ret_list,
                              json_pack("{s:s, s:s, s:I}", "clause", row->clause, "title",
                                        row->title, "amount_fen", (json_int_t)fen[i]));
    }
    return rc;
}

/* Before anything is read, so that what was just made is read with the rest. */
static rc_t make_planned(struct step *step, const struct contract_frame *frame)
{
    json_t *payments;
    json_t *documents = schedule_documents_planned(frame->pack);
    rc_t rc = payments_planned(frame, &payments, step->problem);
    if (rc == RC_OK)
        rc = scheduler_store_make(step->db, frame->id, documents, payments, step->problem);
    json_decref(documents);
    json_decref(payments);
    return rc;
}

/* The payment that a term makes due; NULL when it is about something else. */
static const struct pack_payment *payment_of(const struct pack *pack, const struct pack_term *term)
{
    for (size_t i = 0; i < pack->payments.count; i++) {
        const struct pack_payment *row = &pack->payments.rows[i];
        if (row->term && strcmp(row->term, term->clause) == 0)
            return row;
    }
    return NULL;
}

/* One run over one contract, with what it read. */
struct contract_run {
    struct scheduling base;
    struct schedule_rows rows;
    struct contract_facts facts;
    struct scheduled_term *terms; /* one for each of the pack's */
};

/* Writes nothing when the row says so already; a payment whose term was voided is no longer
 * due. */
static rc_t link_payment(const struct contract_run *run, int64_t payment,
                         const struct scheduled_term *term)
{
    const struct scheduling *base = &run->base;
    bool paid = term->wanted.due_known && term->wanted.closed;
    int32_t paid_on =
        paid ? civil_day_of(term->wanted.closed_us, base->frame->zone_minutes) : NO_DAY;
    return scheduler_store_link_payment(base->step->db, payment, term->deadline, paid_on,
                                        base->step->problem);
}

/* A term of the contract as a whole; about a payment when it makes one due. */
static rc_t apply_contract_term(struct contract_run *run, const struct pack_term *term,
                                struct scheduled_term *ret_term)
{
    const struct scheduling *base = &run->base;
    struct term_scope scope = { .clause = term->clause };
    const struct pack_payment *row = payment_of(base->frame->pack, term);
    int64_t payment =
        row ? json_integer_value(json_object_get(run->rows.payments, row->clause)) : 0;

    ret_term->term = term;
    rc_t rc = schedule_term(base->frame, &run->facts, term, scope, 0, &ret_term->wanted,
                            base->step->problem);
    if (rc != RC_OK)
        return rc;
    if (payment) {
        ret_term->wanted.subject_kind = "payment";
        ret_term->wanted.subject_id = payment;
    }
    rc = schedule_ledger_apply(base, &ret_term->wanted, &ret_term->deadline);
    return rc == RC_OK && payment ? link_payment(run, payment, ret_term) : rc;
}

/* Whether the fact is a system's own and starts the term for it. */
static bool starts_for_system(const struct contract_run *run, const struct pack_term *term,
                              const struct contract_fact *fact)
{
    return fact->system != 0 && (!fact->clause || strcmp(fact->clause, term->clause) == 0) &&
           schedule_term_starts(run->base.frame, term, fact->name);
}

/* Whether fact `index` is the first of them, so that each system has its turn once. */
static bool begins_system_term(const struct contract_run *run, const struct pack_term *term,
                               size_t index)
{
    const struct contract_fact *facts = run->facts.rows;
    if (!starts_for_system(run, term, &facts[index]))
        return false;
    for (size_t i = 0; i < index; i++) {
        if (facts[i].system == facts[index].system && starts_for_system(run, term, &facts[i]))
            return false;
    }
    return true;
}

/* The same term once more for every system that has a starting fact of its own. */
static rc_t apply_system_terms(const struct contract_run *run, const struct pack_term *term)
{
    const struct scheduling *base = &run->base;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < run->facts.count && rc == RC_OK; i++) {
        const struct contract_fact *fact = &run->facts.rows[i];
        struct term_scope scope = { .clause = term->clause, .system = fact->system };
        struct wanted_deadline wanted;
        int64_t id;
        if (!begins_system_term(run, term, i))
            continue;
        rc = schedule_term(base->frame, &run->facts, term, scope, fact->serial, &wanted,
                           base->step->problem);
        if (rc == RC_OK) {
            rc = schedule_ledger_apply(base, &wanted, &id);
            wanted_deadline_fini(&wanted);
        }
    }
    return rc;
}

/* Terms before documents: a document is due as its term is, and may share its deadline. What
 * is left over in the end was not asked for. */
static rc_t apply_all(struct contract_run *run)
{
    const struct pack *pack = run->base.frame->pack;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->terms.count && rc == RC_OK; i++) {
        rc = apply_contract_term(run, &pack->terms.rows[i], &run->terms[i]);
        if (rc == RC_OK)
            rc = apply_system_terms(run, &pack->terms.rows[i]);
    }
    if (rc == RC_OK)
        rc = schedule_documents_apply(&run->base, run->rows.documents, run->terms);
    if (rc == RC_OK) /* while the schedules still say by which calendar they were planned */
        rc = task_recast_alarms(&run->base);
    if (rc == RC_OK)
        rc = schedule_tasks_apply(run->base.step, run->base.frame);
    if (rc == RC_OK)
        rc = schedule_renewals_apply(run->base.step, run->base.frame);
    return rc == RC_OK ? schedule_ledger_void_rest(&run->base) : rc;
}

/* Everything that follows from the pack and the facts. */
static rc_t schedule_all(struct step *step, const struct contract_frame *frame)
{
    struct contract_run run = { .base = { .step = step, .frame = frame } };
    rc_t rc = make_planned(step, frame);
    if (rc == RC_OK)
        rc = scheduler_store_read(step->db, frame->id, &run.rows, step->problem);
    if (rc == RC_OK) {
        run.base.standing = run.rows.standing;
        run.terms = mem_array(frame->pack->terms.count, sizeof(*run.terms));
        contract_facts_read(run.rows.facts, &run.facts);
        schedule_documents_conclude(frame, run.rows.documents, &run.facts);
        rc = apply_all(&run);
    }
    /* after the terms: a calendar moves what stands, and the terms are ruled anew in any case */
    if (rc == RC_OK)
        rc = schedule_recast(&run.base);
    for (size_t i = 0; run.terms && i < frame->pack->terms.count; i++)
        wanted_deadline_fini(&run.terms[i].wanted);
    mem_free(run.terms);
    contract_facts_fini(&run.facts);
    schedule_rows_fini(&run.rows);
    return rc;
}

/* All rows of one contract in one transaction: a reader never sees a deadline without its
 * documents, or the other way round. Most wake-ups are for a task that was not done in time, and
 * then nothing else has changed. */
static rc_t schedule_contract(struct step *step, const struct contract_frame *frame)
{
    bool due = false;
    rc_t rc = scheduler_store_due(step->db, frame->id, step->now_us, &due, step->problem);
    if (rc == RC_OK && due)
        rc = schedule_all(step, frame);
    return rc == RC_OK ? schedule_alarms_apply(step, frame) : rc;
}

/* Contracts are claimed one by one: any number of schedulers share them out, and a contract that
 * cannot be ruled keeps none of the others waiting. */
rc_t scheduler_step(struct step *step)
{
    return contract_duty_run(step, step->local, DUTY_SCHEDULE, schedule_contract);
}

static const char *const WAKERS[] = { "", NULL };

const struct worker_def SCHEDULER_WORKER = {
    .name = "scheduler",
    .fn = scheduler_step,
    .wakers = WAKERS,
    .poll_ms = 1000,
    .local_new = rulebook_local_new,
    .local_destroy = rulebook_local_destroy,
};
