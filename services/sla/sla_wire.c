#include "sla_wire.h"

#include <string.h>

#include "ceilings.h"
#include "civil.h"
#include "jsonx.h"

static const char *const FACT[] = { "contract", "name", "at", "clause", "serial", NULL };
static const char *const INCIDENT_OPEN[] = { "contract",    "serial", "code",  "title", "family",
                                             "occurred_at", "facts",  "level", "grade", NULL };
static const char *const INCIDENT_ACT[] = { "incident", "contract", "code", "at", "version", NULL };
static const char *const INCIDENT_RESOLVE[] = { "incident", "contract", "code", "at",
                                                "remote",   "version",  NULL };
static const char *const INCIDENT_GET[] = { "incident", "contract", "code", NULL };
static const char *const INCIDENT_LIST[] = {
    "contract", "state", "family", "cursor", "limit", NULL
};
static const char *const CASE_RECORD[] = { "contract", "code",       "type",     "on", "title",
                                           "serial",   "attributes", "incident", NULL };
static const char *const CASE_VOID[] = { "contract", "code", "note", NULL };
static const char *const PENALTY_LIST[] = { "contract", "state", "cursor", "limit", NULL };
static const char *const PENALTY_GET[] = { "penalty", NULL };
static const char *const PAYMENT_LIST[] = { "contract", "cursor", "limit", NULL };

/* Words that columns are constrained to. */
static const char *const FAMILIES[] = { "network", "data", "fault", "consultation", NULL };
static const char *const GRADES[] = { "I", "II", "III", "IV", NULL };
static const char *const INCIDENT_STATES[] = { "open", "resolved", "closed", NULL };
static const char *const PENALTY_STATES[] = { "proposed", "notified", "appealed",   "confirmed",
                                              "waived",   "reversed", "superseded", NULL };

/* Text under `key` that is one of `words`. */
static rc_t word_field(const json_t *args, const char *key, enum json_need need,
                       const char *const words[], const char **ret, struct problem *problem)
{
    rc_t rc = jsonx_text_field(args, key, need, 20, ret, problem);
    if (rc != RC_OK || !*ret)
        return rc;
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], *ret) == 0)
            return RC_OK;
    return problem_set(problem, RC_INVALID, key, "\"%s\" may not be \"%s\"", key, *ret);
}

/* `at` of a fact: a date, or an instant; neither in the future. */
static rc_t fact_at_decode(const struct call *call, struct fact_args *ret)
{
    const char *at;
    int32_t day;
    rc_t rc = jsonx_text_field(call->args, "at", JSON_REQUIRED, 40, &at, call->problem);
    if (rc != RC_OK)
        return rc;
    ret->is_day = civil_parse_date(at, &day);
    return ret->is_day ? args_past_day(call, "at", &ret->day)
                       : args_past_instant(call, "at", &ret->at_us);
}

rc_t fact_decode(const struct call *call, struct fact_args *ret)
{
    const json_t *args = call->args;
    *ret = (struct fact_args){ 0 };
    rc_t rc = jsonx_only(args, FACT, call->problem);
    if (rc == RC_OK)
        rc = args_serial(args, false, &ret->contract, &ret->serial, call->problem);
    if (rc == RC_OK)
        rc =
            jsonx_text_field(args, "name", JSON_REQUIRED, FACT_NAME_MAX, &ret->name, call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "clause", JSON_OPTIONAL, CLAUSE_MAX, &ret->clause,
                              call->problem);
    if (rc == RC_OK)
        rc = fact_at_decode(call, ret);
    return rc;
}

/* The half of an incident that people describe. */
static rc_t incident_texts_decode(const json_t *args, struct incident_open_args *ret,
                                  struct problem *problem)
{
    rc_t rc = jsonx_text_field(args, "code", JSON_REQUIRED, INCIDENT_CODE_MAX, &ret->code, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "title", JSON_REQUIRED, MAX_NAME_FIELD, &ret->title, problem);
    if (rc == RC_OK)
        rc = word_field(args, "family", JSON_REQUIRED, FAMILIES, &ret->family, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "level", JSON_OPTIONAL, LEVEL_MAX, &ret->level, problem);
    if (rc == RC_OK)
        rc = word_field(args, "grade", JSON_OPTIONAL, GRADES, &ret->grade, problem);
    return rc;
}

rc_t incident_open_decode(const struct call *call, struct incident_open_args *ret)
{
    const json_t *args = call->args;
    *ret = (struct incident_open_args){ 0 };
    rc_t rc = jsonx_only(args, INCIDENT_OPEN, call->problem);
    if (rc == RC_OK)
        rc = args_serial(args, false, &ret->contract, &ret->serial, call->problem);
    if (rc == RC_OK)
        rc = incident_texts_decode(args, ret, call->problem);
    if (rc == RC_OK)
        rc = args_past_instant(call, "occurred_at", &ret->occurred_at);
    if (rc == RC_OK)
        rc =
            jsonx_tree_field(args, "facts", JSON_OPTIONAL, JSON_OBJECT, &ret->facts, call->problem);
    return rc;
}

/* `incident`, or `contract` and `code`. */
static rc_t incident_ref_decode(const json_t *args, struct incident_ref *ret,
                                struct problem *problem)
{
    static const char *const BY_CODE[] = { "contract", "code", NULL };
    *ret = (struct incident_ref){ 0 };
    rc_t rc = args_id(args, "incident", false, &ret->id, problem);
    if (rc == RC_OK && ret->id)
        return args_alone(args, "incident", BY_CODE, problem);
    if (rc == RC_OK)
        rc = args_contract(args, true, &ret->contract, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "code", JSON_REQUIRED, INCIDENT_CODE_MAX, &ret->code, problem);
    return rc;
}

static rc_t act_decode(const struct call *call, const char *const known[],
                       struct incident_act_args *ret)
{
    *ret = (struct incident_act_args){ 0 };
    rc_t rc = jsonx_only(call->args, known, call->problem);
    if (rc == RC_OK)
        rc = incident_ref_decode(call->args, &ret->ref, call->problem);
    if (rc == RC_OK)
        rc = args_past_instant(call, "at", &ret->at);
    if (rc == RC_OK)
        rc = args_version(call->args, &ret->version, call->problem);
    return rc;
}

rc_t incident_act_decode(const struct call *call, struct incident_act_args *ret)
{
    return act_decode(call, INCIDENT_ACT, ret);
}

rc_t incident_resolve_decode(const struct call *call, struct incident_act_args *ret)
{
    rc_t rc = act_decode(call, INCIDENT_RESOLVE, ret);
    if (rc == RC_OK)
        rc = jsonx_bool_field(call->args, "remote", JSON_OPTIONAL, &ret->remote, call->problem);
    return rc;
}

rc_t incident_get_decode(const struct call *call, struct incident_ref *ret)
{
    rc_t rc = jsonx_only(call->args, INCIDENT_GET, call->problem);
    if (rc == RC_OK)
        rc = incident_ref_decode(call->args, ret, call->problem);
    return rc;
}

/* Lists by contract and state. */
static rc_t list_decode(const struct call *call, const char *const known[],
                        const char *const states[], struct sla_list_args *ret)
{
    *ret = (struct sla_list_args){ 0 };
    rc_t rc = jsonx_only(call->args, known, call->problem);
    if (rc == RC_OK)
        rc = args_contract(call->args, true, &ret->contract, call->problem);
    if (rc == RC_OK && states)
        rc = word_field(call->args, "state", JSON_OPTIONAL, states, &ret->state, call->problem);
    if (rc == RC_OK)
        rc = page_read(call->args, 1, 0, &ret->page, call->problem);
    return rc;
}

rc_t incident_list_decode(const struct call *call, struct sla_list_args *ret)
{
    rc_t rc = list_decode(call, INCIDENT_LIST, INCIDENT_STATES, ret);
    if (rc == RC_OK)
        rc = word_field(call->args, "family", JSON_OPTIONAL, FAMILIES, &ret->family, call->problem);
    return rc;
}

rc_t case_record_decode(const struct call *call, struct case_args *ret)
{
    const json_t *args = call->args;
    *ret = (struct case_args){ 0 };
    rc_t rc = jsonx_only(args, CASE_RECORD, call->problem);
    if (rc == RC_OK)
        rc = args_serial(args, false, &ret->contract, &ret->serial, call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "code", JSON_REQUIRED, MAX_CODE_FIELD, &ret->code,
                              call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "type", JSON_REQUIRED, 40, &ret->type, call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "title", JSON_REQUIRED, MAX_NAME_FIELD, &ret->title,
                              call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "incident", JSON_OPTIONAL, INCIDENT_CODE_MAX, &ret->incident,
                              call->problem);
    if (rc == RC_OK)
        rc = jsonx_tree_field(args, "attributes", JSON_REQUIRED, JSON_OBJECT, &ret->attributes,
                              call->problem);
    if (rc == RC_OK)
        rc = args_past_day(call, "on", &ret->on);
    return rc;
}

rc_t case_void_decode(const struct call *call, struct case_void_args *ret)
{
    const json_t *args = call->args;
    *ret = (struct case_void_args){ 0 };
    rc_t rc = jsonx_only(args, CASE_VOID, call->problem);
    if (rc == RC_OK)
        rc = args_contract(args, true, &ret->contract, call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "code", JSON_REQUIRED, MAX_CODE_FIELD, &ret->code,
                              call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "note", JSON_REQUIRED, MAX_TEXT_FIELD, &ret->note,
                              call->problem);
    return rc;
}

rc_t penalty_list_decode(const struct call *call, struct sla_list_args *ret)
{
    return list_decode(call, PENALTY_LIST, PENALTY_STATES, ret);
}

rc_t penalty_get_decode(const struct call *call, int64_t *ret_penalty)
{
    rc_t rc = jsonx_only(call->args, PENALTY_GET, call->problem);
    if (rc == RC_OK)
        rc = args_id(call->args, "penalty", true, ret_penalty, call->problem);
    return rc;
}

rc_t payment_list_decode(const struct call *call, struct sla_list_args *ret)
{
    return list_decode(call, PAYMENT_LIST, NULL, ret);
}
