/* A finding and its deadline are made together and named alike. */
#include "finding_course.h"

#include <inttypes.h>
#include <stdio.h>

#include "civil.h"
#include "lifecycle_due.h"

/* Bytes of a deadline's code with its NUL, as the constraint deadline_code_len has it. */
enum { DEADLINE_CODE = 121 };

/* clause/serial/cycle/finding. */
static const char *deadline_code(const struct lifecycle_frame *frame, const struct pack_term *term,
                                 const char *finding, char *out)
{
    snprintf(out, DEADLINE_CODE, "%.40s/%" PRId64 "/%" PRId64 "/%s", term->clause,
             frame->cycle.serial, frame->cycle.number, finding);
    return out;
}

/* The term runs from the report, which is the feedback; its own day is not counted. */
static rc_t open_deadline(struct call *call, const struct lifecycle_frame *frame,
                          const struct finding_begin *begin, int64_t finding_id)
{
    const struct pack_term *term = finding_term(frame->rules.pack);
    char code[DEADLINE_CODE];
    struct ruled_due due;
    int64_t id;
    /* A pack without a term for rectification: the finding is kept, nothing is owed by a day. */
    if (!term)
        return RC_OK;
    rc_t rc = due_of_finding(&frame->rules, term, begin->on, &due, call->problem);
    if (rc != RC_OK)
        return rc;
    struct deadline_new deadline = {
        .contract_id = frame->cycle.contract_id,
        .system_id = frame->cycle.system_id,
        .code = deadline_code(frame, term, begin->input->code, code),
        .kind = "finding",
        .clause = term->clause,
        .title = begin->input->title,
        /* what was found is the vendor's to put right; the subject leads back to the finding */
        .party = "vendor",
        .subject_kind = "finding",
        .subject_id = finding_id,
        .started_us = frame_day_start(frame, begin->on),
        .due = due.due,
    };
    rc = deadline_open(call->db, &deadline, &id, call->problem);
    ruled_due_fini(&due);
    return rc;
}

/* Finding, deadline and event in one transaction: a finding without its deadline would never be
 * missed. */
rc_t finding_begin(struct call *call, const struct lifecycle_frame *frame,
                   const struct finding_begin *begin, int64_t *ret_finding)
{
    char on[DATE_TEXT];
    rc_t rc = finding_insert(call->db, frame->cycle.id, begin->round, begin->on, begin->input,
                             ret_finding, call->problem);
    if (rc == RC_OK)
        rc = open_deadline(call, frame, begin, *ret_finding);
    if (rc != RC_OK)
        return rc;
    return call_event(call, frame->cycle.contract, "finding.opened", "finding", *ret_finding,
                      json_pack("{s:I, s:s, s:s, s:s}", "serial", (json_int_t)frame->cycle.serial,
                                "code", begin->input->code, "risk", begin->input->risk, "on",
                                civil_format_date(begin->on, on)));
}

/* Found by its code rather than by the finding's row, because the pack's term is part of the code.
 */
rc_t finding_deadline(struct call *call, const struct lifecycle_frame *frame, const char *code,
                      int64_t *ret_deadline)
{
    const struct pack_term *term = finding_term(frame->rules.pack);
    char text[DEADLINE_CODE];
    struct deadline_row deadline;
    *ret_deadline = 0;
    if (!term)
        return RC_OK;
    rc_t rc = deadline_find(call->db, frame->cycle.contract_id,
                            deadline_code(frame, term, code, text), &deadline, call->problem);
    if (rc == RC_OK)
        *ret_deadline = deadline.id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The pack that gave the finding its deadline is the cycle's, which does not change: the term is
 * there. */
rc_t finding_deadline_anew(struct call *call, const struct lifecycle_frame *frame, int64_t deadline,
                           int32_t on)
{
    struct ruled_due due;
    rc_t rc =
        due_of_finding(&frame->rules, finding_term(frame->rules.pack), on, &due, call->problem);
    if (rc != RC_OK)
        return rc;
    rc = deadline_revive(call->db, deadline, &due.due, frame_day_start(frame, on), call->problem);
    ruled_due_fini(&due);
    return rc;
}
