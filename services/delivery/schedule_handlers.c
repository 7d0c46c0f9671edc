/* Schedules as managers see them: what was missed, what becomes of it, and the facts that reviews
 * are reckoned from. */
#include "civil.h"
#include "delivery_handlers.h"
#include "portfolio_store.h"
#include "schedule_store.h"

/* As all lists: what the statement built is the reply. */
rc_t on_schedule_list(struct call *call)
{
    struct schedule_list_args args;
    rc_t rc = schedule_list_decode(call, &args);
    return rc == RC_OK ? schedule_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* As reply_deliverable: read after the write, by the list's own statement. */
static rc_t reply_schedule(struct call *call, int64_t id)
{
    struct schedule_list_args one = { .id = id, .page.limit = 1 };
    json_t *page = NULL;
    rc_t rc = schedule_rows(call->db, &one, &page, call->problem);
    if (rc != RC_OK)
        return rc;
    call->result = json_incref(json_array_get(json_object_get(page, "items"), 0));
    json_decref(page);
    return RC_OK;
}

/* Holds from the next look on: what was judged missed stays so. */
rc_t on_schedule_policy(struct call *call)
{
    struct schedule_policy_args args;
    char contract[CONTRACT_CODE_TEXT];
    json_t *told = NULL;
    rc_t rc = schedule_policy_decode(call, &args);
    if (rc == RC_OK)
        rc = schedule_policy_set(call->db, &args, contract, &told, call->problem);
    if (rc == RC_OK)
        rc = call_event(call, contract, "schedule.policy", "schedule", args.schedule, told);
    return rc == RC_OK ? reply_schedule(call, args.schedule) : rc;
}

/* The fact as it was told: reply and event are the same object. Fields that do not belong to its
 * kind are left out. */
static json_t *review_json(const struct review_args *args)
{
    char on[DATE_TEXT];
    json_t *json = json_pack("{s:s, s:s, s:s, s:s*, s:s*}", "contract", args->contract, "what",
                             args->word, "on", civil_format_date(args->on, on), "clause",
                             args->clause, "unit", args->unit);
    if (args->serial)
        json_object_set_new(json, "serial", json_integer(args->serial));
    return json;
}

/* Only recorded here: when the next one is due by this fact is the scheduler's to reckon, which
 * review_insert has woken. */
rc_t on_review_record(struct call *call)
{
    struct review_args args;
    int64_t contract = 0;
    rc_t rc = review_decode(call, &args);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, args.contract, &contract, call->problem);
    if (rc == RC_OK)
        rc = review_insert(call->db, &args, &contract, call->problem);
    if (rc != RC_OK)
        return rc;
    call->result = review_json(&args);
    return call_event(call, args.contract, "review.recorded", "contract", contract,
                      json_copy(call->result));
}
