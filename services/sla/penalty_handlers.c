/* Penalties: what the worker proposes and what people decide on it.
 *
 * One table says of each decision who may take it, how it is read and what it does; decide() is the
 * way all of them take. The worker's turn is taken with the lock (penalty_lock), so what a person
 * decides on is what the worker last proposed. What all rows that are not superseded add up to is
 * what is charged, before and after every decision. */
#include "civil.h"
#include "decision_store.h"
#include "penalty_desk_store.h"
#include "sla_handlers.h"

/* ---- reading ---- */

/* Without proofs: they are many times the size of the rows. */
rc_t on_penalty_list(struct call *call)
{
    struct sla_list_args args;
    rc_t rc = penalty_list_decode(call, &args);
    return rc == RC_OK ? penalty_rows(call->db, &args, false, &call->result, call->problem) : rc;
}

/* With the proof, which lists leave out for its size. */
static rc_t reply_penalty(struct call *call, int64_t id)
{
    const struct sla_list_args one = { .id = id, .page.limit = 1 };
    json_t *page = NULL;
    rc_t rc = penalty_rows(call->db, &one, true, &page, call->problem);
    if (rc != RC_OK)
        return rc;
    json_t *item = json_array_get(json_object_get(page, "items"), 0);
    if (item)
        call->result = json_incref(item);
    else
        rc = problem_set(call->problem, RC_NOT_FOUND, "penalty", "there is no such penalty");
    json_decref(page);
    return rc;
}

/* With proof, decisions and receipts of the notice. */
rc_t on_penalty_get(struct call *call)
{
    int64_t id = 0;
    rc_t rc = penalty_get_decode(call, &id);
    return rc == RC_OK ? reply_penalty(call, id) : rc;
}

/* ---- decisions ---- */

/* A decision under way. */
struct penalty_work {
    struct call *call;
    const struct penalty_decide_args *args;
    struct penalty_standing penalty;
    int state;         /* of the row afterwards */
    int64_t told;      /* the row that the reply shows: another one after a waiver or a reversal */
    int64_t delta_fen; /* what it adds to what stands */
};

typedef rc_t penalty_decide_fn(struct penalty_work *work);

/* The amount stands as it did; the state says who has spoken. */
static rc_t decide_state(struct penalty_work *work)
{
    return penalty_write(work->call->db, work->penalty.id, work->state, work->call->problem);
}

/* The vendor's people are told in the application and by mail: their receipts prove the notice. */
static rc_t decide_notify(struct penalty_work *work)
{
    rc_t rc = decide_state(work);
    return rc == RC_OK ? penalty_notice(work->call->db, work->penalty.id, work->call->problem) : rc;
}

/* The receipt, if one is cited, must be of this penalty's notice. */
static rc_t decide_confirm(struct penalty_work *work)
{
    struct call *call = work->call;
    int64_t receipt = work->args->receipt;
    rc_t rc = receipt ? penalty_receipt(call->db, work->penalty.id, receipt, call->problem) : RC_OK;
    return rc == RC_OK ? decide_state(work) : rc;
}

/* A reduction of what was confirmed is no charge that anybody could let go of. */
static rc_t decide_waive(struct penalty_work *work)
{
    struct call *call = work->call;
    const struct penalty_offset nothing = { .penalty = work->penalty.id, .state = PENALTY_WAIVED };
    if (work->penalty.deduct_fen < 0)
        return problem_set(call->problem, RC_REFUSED, "penalty",
                           "it lowers what was confirmed: there is nothing to waive");
    work->delta_fen = -work->penalty.deduct_fen;
    rc_t rc = decide_state(work);
    return rc == RC_OK ? penalty_offset(call->db, &nothing, &work->told, call->problem) : rc;
}

/* What was confirmed stays written as it was; a row of the same amount, negative, stands beside it.
 * Once only: a second one would pay money out. */
static rc_t decide_reverse(struct penalty_work *work)
{
    struct call *call = work->call;
    const struct penalty_offset back = { .penalty = work->penalty.id,
                                         .state = PENALTY_REVERSED,
                                         .deduct_fen = -work->penalty.deduct_fen,
                                         .reverses = true };
    if (work->penalty.taken_back)
        return problem_set(call->problem, RC_CONFLICT, "penalty", "it was reversed already");
    work->delta_fen = back.deduct_fen;
    return penalty_offset(call->db, &back, &work->told, call->problem);
}

/* Who may decide what: the vendor answers, the customer charges. */
static const struct {
    const char *word, *event;
    unsigned roles;
    rc_t (*decode)(const struct call *call, struct penalty_decide_args *ret);
    penalty_decide_fn *fn;
} DECISIONS[PENALTY_MOVE__COUNT] = {
    [PENALTY_NOTIFY] = { "notify", "penalty.notified", ROLE_CUSTOMER, penalty_decide_decode,
                         decide_notify },
    [PENALTY_APPEAL] = { "appeal", "penalty.appealed", ROLE_MANAGER | ROLE_LEADER,
                         penalty_decide_decode, decide_state },
    [PENALTY_CONFIRM] = { "confirm", "penalty.confirmed", ROLE_CUSTOMER, penalty_confirm_decode,
                          decide_confirm },
    [PENALTY_WAIVE] = { "waive", "penalty.waived", ROLE_CUSTOMER, penalty_decide_decode,
                        decide_waive },
    [PENALTY_REVERSE] = { "reverse", "penalty.reversed", ROLE_CUSTOMER, penalty_decide_decode,
                          decide_reverse },
};

/* The differences of all events of penalties add up to what stands, here as for the worker's. */
static rc_t tell(struct penalty_work *work, enum penalty_move move)
{
    const struct penalty_standing *penalty = &work->penalty;
    char on[DATE_TEXT];
    return call_event(
        work->call, penalty->contract, DECISIONS[move].event, "penalty", work->told,
        json_pack("{s:s, s:s, s:I, s:I, s:s, s:s, s:s}", "case", penalty->case_code, "clause",
                  penalty->clause, "revision", (json_int_t)penalty->revision, "delta_fen",
                  (json_int_t)work->delta_fen, "on", civil_format_date(work->args->on, on), "by",
                  work->args->by, "note", work->args->note));
}

/* Version, state and day, in this order: a caller with an old view is told so before anything else.
 */
static rc_t check(struct penalty_work *work, enum penalty_move move)
{
    struct problem *problem = work->call->problem;
    const struct penalty_standing *penalty = &work->penalty;
    rc_t rc = version_check(work->args->version, penalty->version, "penalty", problem);
    if (rc == RC_OK)
        rc = state_take(&PENALTY_TABLE, (size_t)move, penalty->state, &work->state, problem);
    if (rc == RC_OK)
        rc = day_order_check("on", work->args->on, penalty->since,
                             "it was proposed or last decided on", problem);
    return rc;
}

/* The decision belongs to the row that was looked at, also where its effect is another row. */
static rc_t record(struct penalty_work *work, enum penalty_move move)
{
    int64_t receipt = work->args->receipt;
    json_t *data = receipt ? json_pack("{s:I}", "receipt", (json_int_t)receipt) : NULL;
    const struct decision decision = {
        .contract_id = work->penalty.contract_id,
        .subject_kind = "penalty",
        .subject_id = work->penalty.id,
        .move = DECISIONS[move].word,
        .roles = DECISIONS[move].roles,
        .by = work->args->by,
        .on = work->args->on,
        .note = work->args->note,
        .data = data,
    };
    rc_t rc = decision_record(work->call->db, &decision, work->call->problem);
    json_decref(data);
    return rc;
}

/* Lock, check, record who decided, do it, tell it, reply. */
static rc_t decide(struct call *call, enum penalty_move move)
{
    struct penalty_decide_args args;
    struct penalty_work work = { .call = call, .args = &args };
    rc_t rc = DECISIONS[move].decode(call, &args);
    if (rc == RC_OK)
        rc = penalty_lock(call->db, args.penalty, &work.penalty, call->problem);
    if (rc == RC_OK)
        rc = check(&work, move);
    if (rc == RC_OK)
        rc = record(&work, move);
    work.told = args.penalty;
    if (rc == RC_OK)
        rc = DECISIONS[move].fn(&work);
    if (rc == RC_OK)
        rc = tell(&work, move);
    return rc == RC_OK ? reply_penalty(call, work.told) : rc;
}

/* 告知: the worker's proposal becomes known to the vendor. */
rc_t on_penalty_notify(struct call *call)
{
    return decide(call, PENALTY_NOTIFY);
}

/* 申诉: no clause bounds the time for it, so none is checked. */
rc_t on_penalty_appeal(struct call *call)
{
    return decide(call, PENALTY_APPEAL);
}

/* The customer charges it: from here on the row is fixed. */
rc_t on_penalty_confirm(struct call *call)
{
    return decide(call, PENALTY_CONFIRM);
}

/* The customer lets it go before it was confirmed. */
rc_t on_penalty_waive(struct call *call)
{
    return decide(call, PENALTY_WAIVE);
}

/* The customer takes back what was confirmed. */
rc_t on_penalty_reverse(struct call *call)
{
    return decide(call, PENALTY_REVERSE);
}
