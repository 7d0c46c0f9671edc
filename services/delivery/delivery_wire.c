#include "delivery_wire.h"

#include <string.h>

#include "ceilings.h"
#include "jsonx.h"

static const char *const LIST[] = {
    "contract", "system", "serial", "state", "cursor", "limit", NULL
};
static const char *const SUBMIT[] = { "deliverable", "contract", "clause", "serial",
                                      "occurrence",  "title",    "on",     "by",
                                      "sha256",      "version",  NULL };
static const char *const REVIEW[] = { "deliverable", "contract", "clause", "serial",
                                      "occurrence",  "title",    "on",     "by",
                                      "note",        "version",  NULL };

rc_t deliverable_list_decode(const struct call *call, struct deliverable_list_args *ret)
{
    const json_t *args = call->args;
    *ret = (struct deliverable_list_args){ 0 };
    rc_t rc = jsonx_only(args, LIST, call->problem);
    if (rc == RC_OK)
        rc = args_serial(args, false, &ret->contract, &ret->serial, call->problem);
    if (rc == RC_OK)
        rc = args_id(args, "system", false, &ret->system, call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "state", JSON_OPTIONAL, 20, &ret->state, call->problem);
    if (rc == RC_OK)
        rc = page_read(args, 1, 0, &ret->page, call->problem);
    if (rc == RC_OK && ret->state &&
        state_from_word(&DELIVERABLE_TABLE, ret->state) == STATE_UNKNOWN)
        return problem_set(call->problem, RC_INVALID, "state", "a deliverable has no state \"%s\"",
                           ret->state);
    return rc;
}

/* `deliverable`, or `contract` and `clause` and what else tells it apart. */
static rc_t ref_decode(const json_t *args, struct deliverable_ref *ret, struct problem *problem)
{
    static const char *const BY_CLAUSE[] = { "contract",   "clause", "serial",
                                             "occurrence", "title",  NULL };
    *ret = (struct deliverable_ref){ .occurrence = 1 };
    rc_t rc = args_id(args, "deliverable", false, &ret->id, problem);
    if (rc == RC_OK && ret->id)
        return args_alone(args, "deliverable", BY_CLAUSE, problem);
    if (rc == RC_OK)
        rc = args_serial(args, false, &ret->contract, &ret->serial, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "clause", JSON_REQUIRED, CLAUSE_MAX, &ret->clause, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "title", JSON_OPTIONAL, MAX_NAME_FIELD, &ret->title, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(args, "occurrence", JSON_OPTIONAL, 1, OCCURRENCE_MAX, &ret->occurrence,
                             problem);
    return rc;
}

/* Sixty-four lower-case hexadecimal digits. */
static rc_t sha256_decode(const json_t *args, const char **ret, struct problem *problem)
{
    rc_t rc = jsonx_text_field(args, "sha256", JSON_OPTIONAL, SHA256_TEXT, ret, problem);
    if (rc != RC_OK || !*ret || strspn(*ret, "0123456789abcdef") == SHA256_TEXT)
        return rc;
    return problem_set(problem, RC_INVALID, "sha256",
                       "\"sha256\" must be %d lower-case hexadecimal digits", SHA256_TEXT);
}

rc_t deliverable_decode(const struct call *call, enum deliverable_move move,
                        struct deliverable_args *ret)
{
    const json_t *args = call->args;
    *ret = (struct deliverable_args){ 0 };
    rc_t rc = jsonx_only(args, move == DELIVERABLE_SUBMIT ? SUBMIT : REVIEW, call->problem);
    if (rc == RC_OK)
        rc = ref_decode(args, &ret->ref, call->problem);
    if (rc == RC_OK)
        rc = args_past_day(call, "on", &ret->on);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "by", JSON_OPTIONAL, PERSON_NAME_MAX, &ret->by, call->problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(args, "note", JSON_OPTIONAL, MAX_TEXT_FIELD, &ret->note,
                              call->problem);
    if (rc == RC_OK)
        rc = sha256_decode(args, &ret->sha256, call->problem);
    if (rc == RC_OK)
        rc = args_version(args, &ret->version, call->problem);
    return rc;
}
