#include "lifecycle_wire.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "jsonx.h"
#include "lifecycle_states.h"
#include "parse.h"

/* Fields of each operation, for refusing unknown ones. */
static const char *const CYCLE_OPEN[] = { "system", "contract", "serial", "start", NULL };
static const char *const CYCLE_GET[] = { "cycle", "system", "contract", "serial", NULL };
static const char *const CYCLE_LIST[] = { "contract", "team", "cursor", "limit", NULL };
static const char *const PHASE_GET[] = { "phase", "contract", "serial", "number", NULL };
static const char *const PHASE_LIST[] = { "contract", "state", "cursor", "limit", NULL };
static const char *const PHASE_SUBMIT_FIELDS[] = { "phase", "contract", "serial",    "number", "on",
                                                   "note",  "version",  "documents", NULL };
static const char *const PHASE_ACT[] = { "phase", "contract", "serial",  "number",
                                         "on",    "note",     "version", NULL };
static const char *const ASSESSMENT[] = { "phase", "contract", "serial",  "number", "on",
                                          "score", "findings", "version", NULL };
static const char *const FINDING_LIST[] = { "contract", "cycle", "state", "cursor", "limit", NULL };
static const char *const FINDING_INPUT[] = { "code", "title", "control_point", "risk", NULL };
static const char *const FINDING_OPEN_FIELDS[] = { "cycle", "system", "contract",      "serial",
                                                   "code",  "title",  "control_point", "risk",
                                                   "on",    NULL };
static const char *const FINDING_FIX_FIELDS[] = { "finding", "system", "contract", "serial",
                                                  "code",    "on",     "version",  NULL };
static const char *const FINDING_VERIFY_FIELDS[] = { "finding", "system",  "contract",
                                                     "serial",  "code",    "on",
                                                     "ok",      "version", NULL };

const char *score_text(int64_t score_bp, char *out)
{
    snprintf(out, SCORE_TEXT, "%d.%02d", (int)(score_bp / 100) % 1000, (int)(score_bp % 100));
    return out;
}

/* An optional state among the words of a table. */
static rc_t state_decode(const json_t *args, const struct state_table *table,
                         const char **ret_state, struct problem *problem)
{
    rc_t rc = jsonx_text_field(args, "state", JSON_OPTIONAL, 20, ret_state, problem);
    if (rc != RC_OK || !*ret_state || state_from_word(table, *ret_state) != STATE_UNKNOWN)
        return rc;
    return problem_set(problem, RC_INVALID, "state", "a %s has no state \"%s\"", table->thing,
                       *ret_state);
}

/* `phase`, or `contract`, `serial` and `number`. */
static rc_t phase_ref_decode(const json_t *args, struct phase_ref *ret, struct problem *problem)
{
    static const char *const BY_NUMBER[] = { "contract", "serial", "number", NULL };
    *ret = (struct phase_ref){ 0 };
    rc_t rc = args_id(args, "phase", false, &ret->id, problem);
    if (rc == RC_OK && ret->id)
        return args_alone(args, "phase", BY_NUMBER, problem);
    if (rc == RC_OK)
        rc = args_serial(args, true, &ret->contract, &ret->serial, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(args, "number", JSON_REQUIRED, 1, PHASE_NUMBER_MAX, &ret->number,
                             problem);
    return rc;
}

/* `cycle`, or a system whose newest cycle is meant. */
static rc_t cycle_ref_decode(const json_t *args, int64_t *ret_cycle, struct system_ref *ret_system,
                             struct problem *problem)
{
    static const char *const BY_SYSTEM[] = { "system", "contract", "serial", NULL };
    rc_t rc = args_id(args, "cycle", false, ret_cycle, problem);
    if (rc == RC_OK && *ret_cycle)
        return args_alone(args, "cycle", BY_SYSTEM, problem);
    if (rc == RC_OK)
        rc = args_system(args, ret_system, problem);
    return rc;
}

rc_t cycle_open_decode(const struct call *call, struct cycle_open_args *ret)
{
    *ret = (struct cycle_open_args){ 0 };
    rc_t rc = jsonx_only(call->args, CYCLE_OPEN, call->problem);
    if (rc == RC_OK)
        rc = args_system(call->args, &ret->system, call->problem);
    if (rc == RC_OK)
        rc = args_past_day(call, "start", &ret->start);
    return rc;
}

rc_t cycle_get_decode(const struct call *call, int64_t *ret_cycle, struct system_ref *ret_system)
{
    *ret_system = (struct system_ref){ 0 };
    rc_t rc = jsonx_only(call->args, CYCLE_GET, call->problem);
    if (rc == RC_OK)
        rc = cycle_ref_decode(call->args, ret_cycle, ret_system, call->problem);
    return rc;
}

rc_t cycle_list_decode(const struct call *call, struct list_args *ret)
{
    *ret = (struct list_args){ 0 };
    rc_t rc = jsonx_only(call->args, CYCLE_LIST, call->problem);
    if (rc == RC_OK)
        rc = args_contract(call->args, true, &ret->contract, call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(call->args, "team", JSON_OPTIONAL, 40, &ret->team, call->problem);
    if (rc == RC_OK)
        rc = page_read(call->args, 1, 0, &ret->page, call->problem);
    return rc;
}

rc_t phase_get_decode(const struct call *call, struct phase_ref *ret)
{
    rc_t rc = jsonx_only(call->args, PHASE_GET, call->problem);
    if (rc == RC_OK)
        rc = phase_ref_decode(call->args, ret, call->problem);
    return rc;
}

rc_t phase_list_decode(const struct call *call, struct list_args *ret)
{
    *ret = (struct list_args){ 0 };
    rc_t rc = jsonx_only(call->args, PHASE_LIST, call->problem);
    if (rc == RC_OK)
        rc = args_contract(call->args, true, &ret->contract, call->problem);
    if (rc == RC_OK)
        rc = state_decode(call->args, &PHASE_TABLE, &ret->state, call->problem);
    if (rc == RC_OK)
        rc = page_read(call->args, 2, 0, &ret->page, call->problem);
    return rc;
}

/* What all five moves of a phase take. */
static rc_t phase_args_decode(const struct call *call, const char *const known[],
                              enum json_need note, struct phase_args *ret)
{
    *ret = (struct phase_args){ 0 };
    rc_t rc = jsonx_only(call->args, known, call->problem);
    if (rc == RC_OK)
        rc = phase_ref_decode(call->args, &ret->ref, call->problem);
    if (rc == RC_OK)
        rc = args_past_day(call, "on", &ret->on);
    if (rc == RC_OK)
        rc = jsonx_text_field(call->args, "note", note, MAX_TEXT_FIELD, &ret->note, call->problem);
    if (rc == RC_OK)
        rc = args_version(call->args, &ret->version, call->problem);
    return rc;
}

/* A list of titles. */
static rc_t documents_decode(const json_t *args, const json_t **ret, struct problem *problem)
{
    rc_t rc = jsonx_tree_field(args, "documents", JSON_OPTIONAL, JSON_ARRAY, ret, problem);
    if (rc != RC_OK || !*ret)
        return rc;
    if (json_array_size(*ret) > DOCUMENTS_MAX)
        return problem_set(problem, RC_TOO_LARGE, "documents", "more than %d documents",
                           DOCUMENTS_MAX);
    for (size_t i = 0; rc == RC_OK && i < json_array_size(*ret); i++) {
        const char *title;
        json_t *one = json_pack("{s:O}", "documents", json_array_get(*ret, i));
        rc = jsonx_text_field(one, "documents", JSON_REQUIRED, MAX_NAME_FIELD, &title, problem);
        json_decref(one);
    }
    return rc;
}

rc_t phase_submit_decode(const struct call *call, struct phase_args *ret)
{
    rc_t rc = phase_args_decode(call, PHASE_SUBMIT_FIELDS, JSON_OPTIONAL, ret);
    if (rc == RC_OK)
        rc = documents_decode(call->args, &ret->documents, call->problem);
    return rc;
}

rc_t phase_note_decode(const struct call *call, struct phase_args *ret)
{
    return phase_args_decode(call, PHASE_ACT, JSON_OPTIONAL, ret);
}

rc_t phase_return_decode(const struct call *call, struct phase_args *ret)
{
    return phase_args_decode(call, PHASE_ACT, JSON_REQUIRED, ret);
}

/* "70.00": decimal text, so that nothing is rounded on the way. */
static rc_t score_decode(const json_t *args, int64_t *ret_bp, struct problem *problem)
{
    const char *text;
    rc_t rc = jsonx_text_field(args, "score", JSON_REQUIRED, 10, &text, problem);
    if (rc != RC_OK)
        return rc;
    if (!parse_scaled(text, 2, ret_bp) || *ret_bp < 0 || *ret_bp > SCORE_MOST)
        return problem_set(problem, RC_INVALID, "score",
                           "\"score\" must be decimal text from \"0\" to \"100.00\"");
    return RC_OK;
}

rc_t assessment_decode(const struct call *call, struct assessment_args *ret)
{
    *ret = (struct assessment_args){ 0 };
    rc_t rc = jsonx_only(call->args, ASSESSMENT, call->problem);
    if (rc == RC_OK)
        rc = phase_ref_decode(call->args, &ret->ref, call->problem);
    if (rc == RC_OK)
        rc = args_past_day(call, "on", &ret->on);
    if (rc == RC_OK)
        rc = score_decode(call->args, &ret->score_bp, call->problem);
    if (rc == RC_OK)
        rc = jsonx_tree_field(call->args, "findings", JSON_OPTIONAL, JSON_ARRAY, &ret->findings,
                              call->problem);
    if (rc == RC_OK)
        rc = args_version(call->args, &ret->version, call->problem);
    if (rc == RC_OK && json_array_size(ret->findings) > FINDINGS_MAX)
        return problem_set(call->problem, RC_TOO_LARGE, "findings", "more than %d findings",
                           FINDINGS_MAX);
    return rc;
}

/* A capital letter and three to six digits, as the constraint finding_code_form has it. */
static bool is_finding_code(const char *code)
{
    size_t digits = strspn(code + 1, "0123456789");
    return code[0] >= 'A' && code[0] <= 'Z' && digits >= 3 && digits <= 6 && !code[1 + digits];
}

static rc_t finding_fields_decode(const json_t *json, struct finding_input *ret,
                                  struct problem *problem)
{
    static const char *const RISKS[] = { "high", "medium", "low" };
    rc_t rc = jsonx_text_field(json, "code", JSON_REQUIRED, 7, &ret->code, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "title", JSON_REQUIRED, MAX_NAME_FIELD, &ret->title, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "control_point", JSON_REQUIRED, CONTROL_POINT_MAX,
                              &ret->control_point, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "risk", JSON_REQUIRED, 6, &ret->risk, problem);
    if (rc != RC_OK)
        return rc;
    if (!is_finding_code(ret->code))
        return problem_set(problem, RC_INVALID, "code",
                           "\"code\" must be a capital letter and three to six digits");
    for (size_t i = 0; i < COUNT_OF(RISKS); i++)
        if (strcmp(ret->risk, RISKS[i]) == 0)
            return RC_OK;
    return problem_set(problem, RC_INVALID, "risk", "\"risk\" must be high, medium or low");
}

rc_t finding_input_decode(const json_t *json, struct finding_input *ret, struct problem *problem)
{
    *ret = (struct finding_input){ 0 };
    if (!json_is_object(json))
        return problem_set(problem, RC_INVALID, "findings", "\"findings\" must hold objects");
    rc_t rc = jsonx_only(json, FINDING_INPUT, problem);
    if (rc == RC_OK)
        rc = finding_fields_decode(json, ret, problem);
    return rc;
}

rc_t finding_list_decode(const struct call *call, struct list_args *ret)
{
    *ret = (struct list_args){ 0 };
    rc_t rc = jsonx_only(call->args, FINDING_LIST, call->problem);
    if (rc == RC_OK)
        rc = args_contract(call->args, false, &ret->contract, call->problem);
    if (rc == RC_OK)
        rc = args_id(call->args, "cycle", false, &ret->cycle, call->problem);
    if (rc == RC_OK)
        rc = state_decode(call->args, &FINDING_TABLE, &ret->state, call->problem);
    if (rc == RC_OK)
        rc = page_read(call->args, 1, 0, &ret->page, call->problem);
    return rc;
}

rc_t finding_open_decode(const struct call *call, struct finding_open_args *ret)
{
    *ret = (struct finding_open_args){ 0 };
    rc_t rc = jsonx_only(call->args, FINDING_OPEN_FIELDS, call->problem);
    if (rc == RC_OK)
        rc = cycle_ref_decode(call->args, &ret->cycle, &ret->system, call->problem);
    if (rc == RC_OK)
        rc = finding_fields_decode(call->args, &ret->finding, call->problem);
    if (rc == RC_OK)
        rc = args_past_day(call, "on", &ret->on);
    return rc;
}

/* `finding`, or a system and `code`. */
static rc_t finding_ref_decode(const json_t *args, struct finding_ref *ret, struct problem *problem)
{
    static const char *const BY_CODE[] = { "system", "contract", "serial", "code", NULL };
    rc_t rc = args_id(args, "finding", false, &ret->id, problem);
    if (rc == RC_OK && ret->id)
        return args_alone(args, "finding", BY_CODE, problem);
    if (rc == RC_OK)
        rc = args_system(args, &ret->system, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "code", JSON_REQUIRED, 7, &ret->code, problem);
    return rc;
}

static rc_t finding_args_decode(const struct call *call, const char *const known[],
                                struct finding_args *ret)
{
    *ret = (struct finding_args){ 0 };
    rc_t rc = jsonx_only(call->args, known, call->problem);
    if (rc == RC_OK)
        rc = finding_ref_decode(call->args, &ret->ref, call->problem);
    if (rc == RC_OK)
        rc = args_past_day(call, "on", &ret->on);
    if (rc == RC_OK)
        rc = args_version(call->args, &ret->version, call->problem);
    return rc;
}

rc_t finding_fix_decode(const struct call *call, struct finding_args *ret)
{
    return finding_args_decode(call, FINDING_FIX_FIELDS, ret);
}

rc_t finding_verify_decode(const struct call *call, struct finding_args *ret)
{
    rc_t rc = finding_args_decode(call, FINDING_VERIFY_FIELDS, ret);
    if (rc == RC_OK)
        rc = jsonx_bool_field(call->args, "ok", JSON_REQUIRED, &ret->ok, call->problem);
    return rc;
}
