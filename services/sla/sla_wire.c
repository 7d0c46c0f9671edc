/* One table of fields per operation, and the checks that a table cannot say. */
#include "sla_wire.h"

#include <string.h>

#include "args.h"
#include "ceilings.h"
#include "civil.h"

/* Words of closed lists; "2026-01-05T09:00:00.000000+08:00" has 32; penalty_case_type_form;
 * person_name_len. */
enum { WORD_MAX = 20, AT_MAX = 40, CASE_TYPE_MAX = 40, PERSON_MAX = 100 };

#define AT(type, member) offsetof(struct type, member)
/* Rows that many tables share. */
#define CONTRACT(need, place)                                                                      \
    {                                                                                              \
        "contract", ARG_CODE, need, 1, MAX_CODE_FIELD, place                                       \
    }
#define SERIAL(place)                                                                              \
    {                                                                                              \
        "serial", ARG_INT, JSON_OPTIONAL, 1, MAX_SERIAL, place                                     \
    }
#define NAME(key, place)                                                                           \
    {                                                                                              \
        key, ARG_TEXT, JSON_REQUIRED, 1, MAX_NAME_FIELD, place                                     \
    }
#define WORD(key, need, place)                                                                     \
    {                                                                                              \
        key, ARG_TEXT, need, 1, WORD_MAX, place                                                    \
    }
#define PAGE(place)                                                                                \
    {                                                                                              \
        "cursor", ARG_PAGE, JSON_OPTIONAL, 0, 1, place                                             \
    }

/* Words that columns are constrained to. */
static const char *const FAMILIES[] = { "network", "data", "fault", "consultation", NULL };
static const char *const GRADES[] = { "I", "II", "III", "IV", NULL };
static const char *const INCIDENT_STATES[] = { "open", "resolved", "closed", NULL };
static const char *const PENALTY_STATES[] = { "proposed", "notified", "appealed",   "confirmed",
                                              "waived",   "reversed", "superseded", NULL };

/* `at` of a fact: a date, or an instant; neither in the future. */
static rc_t fact_at_check(const struct call *call, struct fact_args *ret)
{
    ret->is_day = civil_parse_date(ret->at, &ret->day);
    if (ret->is_day)
        return past_day_check(call, "at", ret->day);
    if (civil_parse_instant(ret->at, &ret->at_us))
        return past_instant_check(call, "at", ret->at_us);
    return problem_set(call->problem, RC_INVALID, "at",
                       "\"at\" must be a date, YYYY-MM-DD, or an instant with offset");
}

/* The name is not looked at here: which facts there are is the pack's to say (fact_names.h). */
rc_t fact_decode(const struct call *call, struct fact_args *ret)
{
    static const struct arg_row ROWS[] = {
        CONTRACT(JSON_REQUIRED, AT(fact_args, contract)),
        SERIAL(AT(fact_args, serial)),
        { "name", ARG_TEXT, JSON_REQUIRED, 1, FACT_NAME_MAX, AT(fact_args, name) },
        { "clause", ARG_TEXT, JSON_OPTIONAL, 1, MAX_CLAUSE_FIELD, AT(fact_args, clause) },
        { "at", ARG_TEXT, JSON_REQUIRED, 1, AT_MAX, AT(fact_args, at) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? fact_at_check(call, ret) : rc;
}

/* ---- incidents ---- */

/* Family and grade are words of columns, level and facts are the pack's. */
rc_t incident_open_decode(const struct call *call, struct incident_open_args *ret)
{
    static const struct arg_row ROWS[] = {
        CONTRACT(JSON_REQUIRED, AT(incident_open_args, contract)),
        SERIAL(AT(incident_open_args, serial)),
        { "code", ARG_TEXT, JSON_REQUIRED, 1, INCIDENT_CODE_MAX, AT(incident_open_args, code) },
        NAME("title", AT(incident_open_args, title)),
        WORD("family", JSON_REQUIRED, AT(incident_open_args, family)),
        { "level", ARG_TEXT, JSON_OPTIONAL, 1, LEVEL_MAX, AT(incident_open_args, level) },
        WORD("grade", JSON_OPTIONAL, AT(incident_open_args, grade)),
        { "occurred_at", ARG_INSTANT, JSON_REQUIRED, 0, 0, AT(incident_open_args, occurred_at) },
        { "facts", ARG_OBJECT, JSON_OPTIONAL, 0, 0, AT(incident_open_args, facts) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = word_check("family", ret->family, FAMILIES, call->problem);
    if (rc == RC_OK)
        rc = word_check("grade", ret->grade, GRADES, call->problem);
    if (rc == RC_OK)
        rc = past_instant_check(call, "occurred_at", ret->occurred_at);
    return rc;
}

/* `incident`, or `contract` and `code`. */
static rc_t incident_ref_check(const struct incident_ref *ref, struct problem *problem)
{
    int named = (ref->contract != NULL) + (ref->code != NULL);
    if (named == (ref->id ? 0 : 2))
        return RC_OK;
    return problem_set(problem, RC_INVALID, "incident",
                       "expected either \"incident\", or \"contract\" and \"code\"");
}

/* What the five acts take; the last row is of resolve only. */
static const struct arg_row ACT_ROWS[] = {
    { "incident", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(incident_act_args, ref.id) },
    CONTRACT(JSON_OPTIONAL, AT(incident_act_args, ref.contract)),
    { "code", ARG_TEXT, JSON_OPTIONAL, 1, INCIDENT_CODE_MAX, AT(incident_act_args, ref.code) },
    { "at", ARG_INSTANT, JSON_REQUIRED, 0, 0, AT(incident_act_args, at) },
    { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(incident_act_args, version) },
    { "remote", ARG_BOOL, JSON_OPTIONAL, 0, 0, AT(incident_act_args, remote) },
};

/* `rows` cuts off what only a resolution may say. */
static rc_t act_decode(const struct call *call, size_t rows, struct incident_act_args *ret)
{
    rc_t rc = args_read(call->args, ACT_ROWS, rows, ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = incident_ref_check(&ret->ref, call->problem);
    if (rc == RC_OK)
        rc = past_instant_check(call, "at", ret->at);
    return rc;
}

/* Without the last row: nobody responds or arrives "remotely". */
rc_t incident_act_decode(const struct call *call, struct incident_act_args *ret)
{
    return act_decode(call, COUNT_OF(ACT_ROWS) - 1, ret);
}

/* With it: solved from afar or not. */
rc_t incident_resolve_decode(const struct call *call, struct incident_act_args *ret)
{
    return act_decode(call, COUNT_OF(ACT_ROWS), ret);
}

/* At least one of the three that decide a grade; with none of them there is nothing to decide. */
rc_t incident_regrade_decode(const struct call *call, struct incident_regrade_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "incident", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(incident_regrade_args, ref.id) },
        CONTRACT(JSON_OPTIONAL, AT(incident_regrade_args, ref.contract)),
        { "code", ARG_TEXT, JSON_OPTIONAL, 1, INCIDENT_CODE_MAX,
          AT(incident_regrade_args, ref.code) },
        { "facts", ARG_OBJECT, JSON_OPTIONAL, 0, 0, AT(incident_regrade_args, facts) },
        WORD("grade", JSON_OPTIONAL, AT(incident_regrade_args, grade)),
        { "level", ARG_TEXT, JSON_OPTIONAL, 1, LEVEL_MAX, AT(incident_regrade_args, level) },
        { "by", ARG_TEXT, JSON_REQUIRED, 1, PERSON_MAX, AT(incident_regrade_args, by) },
        { "note", ARG_TEXT, JSON_REQUIRED, 1, MAX_TEXT_FIELD, AT(incident_regrade_args, note) },
        { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(incident_regrade_args, version) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = incident_ref_check(&ret->ref, call->problem);
    if (rc == RC_OK)
        rc = word_check("grade", ret->grade, GRADES, call->problem);
    if (rc == RC_OK && !ret->facts && !ret->grade && !ret->level)
        rc = problem_set(call->problem, RC_INVALID, "grade",
                         "expected \"grade\", \"facts\" or \"level\"");
    return rc;
}

/* By id, or by the code that people use within a contract. */
rc_t incident_get_decode(const struct call *call, struct incident_ref *ret)
{
    static const struct arg_row ROWS[] = {
        { "incident", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(incident_ref, id) },
        CONTRACT(JSON_OPTIONAL, AT(incident_ref, contract)),
        { "code", ARG_TEXT, JSON_OPTIONAL, 1, INCIDENT_CODE_MAX, AT(incident_ref, code) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? incident_ref_check(ret, call->problem) : rc;
}

/* What the lists take; payments have the first two, penalties three, incidents all. */
static const struct arg_row LIST_ROWS[] = {
    CONTRACT(JSON_REQUIRED, AT(sla_list_args, contract)),
    PAGE(AT(sla_list_args, page)),
    WORD("state", JSON_OPTIONAL, AT(sla_list_args, state)),
    WORD("family", JSON_OPTIONAL, AT(sla_list_args, family)),
};
/* How many of LIST_ROWS each list takes: a filter that a list does not have is an unknown field
 * there. */
enum { PAYMENT_LIST_ROWS = 2, PENALTY_LIST_ROWS = 3, INCIDENT_LIST_ROWS = 4 };

/* An unknown word would give an empty page and look like an answer; it is refused. */
rc_t incident_list_decode(const struct call *call, struct sla_list_args *ret)
{
    rc_t rc = args_read(call->args, LIST_ROWS, INCIDENT_LIST_ROWS, ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = word_check("state", ret->state, INCIDENT_STATES, call->problem);
    if (rc == RC_OK)
        rc = word_check("family", ret->family, FAMILIES, call->problem);
    return rc;
}

/* ---- cases, penalties, payments ---- */

/* Type and attributes are checked against the pack later; here they only have the right form. */
rc_t case_record_decode(const struct call *call, struct case_args *ret)
{
    static const struct arg_row ROWS[] = {
        CONTRACT(JSON_REQUIRED, AT(case_args, contract)),
        SERIAL(AT(case_args, serial)),
        { "code", ARG_TEXT, JSON_REQUIRED, 1, MAX_CODE_FIELD, AT(case_args, code) },
        { "type", ARG_TEXT, JSON_REQUIRED, 1, CASE_TYPE_MAX, AT(case_args, type) },
        { "on", ARG_DATE, JSON_REQUIRED, 0, 0, AT(case_args, on) },
        NAME("title", AT(case_args, title)),
        { "incident", ARG_TEXT, JSON_OPTIONAL, 1, INCIDENT_CODE_MAX, AT(case_args, incident) },
        { "attributes", ARG_OBJECT, JSON_REQUIRED, 0, 0, AT(case_args, attributes) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? past_day_check(call, "on", ret->on) : rc;
}

/* A case is taken away with a reason or not at all. */
rc_t case_void_decode(const struct call *call, struct case_void_args *ret)
{
    static const struct arg_row ROWS[] = {
        CONTRACT(JSON_REQUIRED, AT(case_void_args, contract)),
        { "code", ARG_TEXT, JSON_REQUIRED, 1, MAX_CODE_FIELD, AT(case_void_args, code) },
        { "note", ARG_TEXT, JSON_REQUIRED, 1, MAX_TEXT_FIELD, AT(case_void_args, note) },
    };
    return args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
}

/* As incident_list_decode, by the words of a penalty. */
rc_t penalty_list_decode(const struct call *call, struct sla_list_args *ret)
{
    rc_t rc = args_read(call->args, LIST_ROWS, PENALTY_LIST_ROWS, ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? word_check("state", ret->state, PENALTY_STATES, call->problem) : rc;
}

/* The one field is the whole struct: offset 0 of a plain number. */
rc_t penalty_get_decode(const struct call *call, int64_t *ret_penalty)
{
    static const struct arg_row ROWS[] = {
        { "penalty", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, 0 },
    };
    return args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret_penalty), call->problem);
}

/* What the five decisions take; the last row is of confirm only. */
static const struct arg_row DECIDE_ROWS[] = {
    { "penalty", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(penalty_decide_args, penalty) },
    { "on", ARG_DATE, JSON_REQUIRED, 0, 0, AT(penalty_decide_args, on) },
    { "by", ARG_TEXT, JSON_REQUIRED, 1, PERSON_MAX, AT(penalty_decide_args, by) },
    { "note", ARG_TEXT, JSON_REQUIRED, 1, MAX_TEXT_FIELD, AT(penalty_decide_args, note) },
    { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(penalty_decide_args, version) },
    { "receipt", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(penalty_decide_args, receipt) },
};

/* A decision of tomorrow is none: the day may not lie ahead. */
static rc_t decide_decode(const struct call *call, size_t rows, struct penalty_decide_args *ret)
{
    rc_t rc = args_read(call->args, DECIDE_ROWS, rows, ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? past_day_check(call, "on", ret->on) : rc;
}

/* Without the last row: only a confirmation cites a receipt. */
rc_t penalty_decide_decode(const struct call *call, struct penalty_decide_args *ret)
{
    return decide_decode(call, COUNT_OF(DECIDE_ROWS) - 1, ret);
}

/* With it, and it may be left out. */
rc_t penalty_confirm_decode(const struct call *call, struct penalty_decide_args *ret)
{
    return decide_decode(call, COUNT_OF(DECIDE_ROWS), ret);
}

/* Also of fact.list. */
rc_t payment_list_decode(const struct call *call, struct sla_list_args *ret)
{
    return args_read(call->args, LIST_ROWS, PAYMENT_LIST_ROWS, ARGS_INTO(ret), call->problem);
}
