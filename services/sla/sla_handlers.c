/* Facts that start and close terms, cases that may be charged, payments.
 *
 * What is recorded here is told by people and judged elsewhere: the scheduler reckons terms from
 * facts, the penalty worker charges cases. Each write therefore ends with contract_work bumped, in
 * its own transaction, and nobody waits for the judgement. */
#include "sla_handlers.h"

#include "bytebuf.h"
#include "civil.h"
#include "deadline_store.h"
#include "fact_names.h"
#include "incident_grade.h"
#include "portfolio_store.h"
#include "sla_store.h"

/* Bytes of the names in a message; the list is cut, not the message. */
enum { NAMES_MAX = 300 };

/* The pack version the contract was signed under, not the newest of that name. */
rc_t sla_rules_load(struct call *call, const char *contract, struct contract_frame *ret_rules)
{
    int64_t id = 0;
    rc_t rc = contract_find_active(call->db, contract, &id, call->problem);
    if (rc == RC_OK)
        rc = contract_frame_load(call->local, call->db, id, ret_rules, call->problem);
    return rc;
}

/* ---- facts ---- */

/* The clause must be a term, and the fact one it asks for. */
static rc_t check_fact(const struct contract_frame *rules, const struct fact_args *args,
                       struct problem *problem)
{
    const struct pack_term *term = args->clause ? pack_term(rules->pack, args->clause) : NULL;
    struct bytebuf names;
    if (args->clause && !term)
        return problem_set(problem, RC_REFUSED, "clause", "clause %s is no term of pack %s",
                           args->clause, rules->pack->name);
    if (fact_is_wanted(rules->pack, &rules->readings, term, args->name))
        return RC_OK;
    bytebuf_init(&names, NAMES_MAX);
    fact_names_list(rules->pack, &rules->readings, term, &names);
    rc_t rc = problem_set(problem, RC_REFUSED, "name", "no term asks for \"%s\"; known are: %s",
                          args->name, bytebuf_str(&names));
    bytebuf_fini(&names);
    return rc;
}

/* A fact given as a date is its first instant in the contract's zone: terms take its day. */
static rc_t record_fact(struct call *call, const struct contract_frame *rules,
                        const struct fact_args *args)
{
    struct fact_new row = {
        .contract_id = rules->id, .clause = args->clause, .name = args->name, .at_us = args->at_us
    };
    int64_t id = 0;
    if (args->is_day)
        row.at_us = civil_day_start(args->day, rules->zone_minutes);
    rc_t rc = check_fact(rules, args, call->problem);
    if (rc == RC_OK)
        rc = serial_find(call->db, args->contract, args->serial, &row.system_id, call->problem);
    /* First, because it makes two records of one fact wait for each other. */
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, rules->id, call->problem);
    if (rc == RC_OK)
        rc = fact_insert(call->db, &row, &id, call->problem);
    if (rc == RC_OK)
        rc = fact_get(call->db, id, &call->result, call->problem);
    if (rc != RC_OK)
        return rc;
    return call_event(call, args->contract, "fact.recorded", "fact", id, json_copy(call->result));
}

/* Facts are appended and never edited, so the ledger can be read as it was known on any day. */
rc_t on_fact_record(struct call *call)
{
    struct fact_args args;
    struct contract_frame rules;
    rc_t rc = fact_decode(call, &args);
    if (rc == RC_OK)
        rc = sla_rules_load(call, args.contract, &rules);
    if (rc != RC_OK)
        return rc;
    rc = record_fact(call, &rules, &args);
    contract_frame_fini(&rules);
    return rc;
}

/* ---- cases ---- */

/* What no row of the pack could charge is not recorded as a case. */
static rc_t record_case(struct call *call, const struct contract_frame *rules,
                        const struct case_args *args)
{
    struct case_new row = {
        .contract_id = rules->id,
        .code = args->code,
        .type = args->type,
        .title = args->title,
        .incident = args->incident,
        .on = args->on,
        .attributes = args->attributes,
    };
    int64_t id = 0;
    rc_t rc = case_check(rules->pack, args->type, args->attributes, call->problem);
    if (rc == RC_OK)
        rc = day_order_check("on", args->on, rules->signed_on, "the contract was signed",
                             call->problem);
    if (rc == RC_OK)
        rc = serial_find(call->db, args->contract, args->serial, &row.system_id, call->problem);
    if (rc == RC_OK && args->incident)
        rc = incident_check(call->db, rules->id, args->incident, call->problem);
    if (rc == RC_OK)
        rc = case_insert(call->db, &row, &id, call->problem);
    if (rc == RC_OK)
        rc = case_get(call->db, id, &call->result, call->problem);
    if (rc == RC_OK)
        rc = call_event(call, args->contract, "case.recorded", "penalty_case", id,
                        json_copy(call->result));
    return rc == RC_OK ? contract_work_bump(call->db, rules->id, call->problem) : rc;
}

/* By a person, for what no deadline shows: a notice of the centre, a complaint, an inspection. */
rc_t on_case_record(struct call *call)
{
    struct case_args args;
    struct contract_frame rules;
    rc_t rc = case_record_decode(call, &args);
    if (rc == RC_OK)
        rc = sla_rules_load(call, args.contract, &rules);
    if (rc != RC_OK)
        return rc;
    rc = record_case(call, &rules, &args);
    contract_frame_fini(&rules);
    return rc;
}

/* Nothing is deleted: the case stays with its note, and the contract is due for the penalty
 * worker to compare again. */
rc_t on_case_void(struct call *call)
{
    struct case_void_args args;
    int64_t contract_id = 0, id = 0;
    rc_t rc = case_void_decode(call, &args);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, args.contract, &contract_id, call->problem);
    if (rc == RC_OK)
        rc = case_void(call->db, contract_id, args.code, &id, call->problem);
    if (rc == RC_OK)
        rc = case_get(call->db, id, &call->result, call->problem);
    if (rc == RC_OK)
        rc = call_event(call, args.contract, "case.voided", "penalty_case", id,
                        json_pack("{s:s, s:s}", "code", args.code, "note", args.note));
    return rc == RC_OK ? contract_work_bump(call->db, contract_id, call->problem) : rc;
}

/* ---- payments ---- */

/* Payments are made by the scheduler from the pack; here they are only read. */
rc_t on_payment_list(struct call *call)
{
    struct sla_list_args args;
    rc_t rc = payment_list_decode(call, &args);
    return rc == RC_OK ? payment_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* The same arguments as payments: a contract and a page. */
rc_t on_fact_list(struct call *call)
{
    struct sla_list_args args;
    rc_t rc = payment_list_decode(call, &args);
    return rc == RC_OK ? fact_rows(call->db, &args, &call->result, call->problem) : rc;
}
