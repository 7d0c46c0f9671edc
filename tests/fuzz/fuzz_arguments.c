/* Any bytes as the arguments of any operation of lifecycle, delivery and sla: read, or refused with
 * a field, never more. What was read is as bounded as its reader promises. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ceilings.h"
#include "delivery_wire.h"
#include "jsonx.h"
#include "lifecycle_wire.h"
#include "sla_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Room for whatever a reader fills. */
union args {
    struct cycle_open_args cycle_open;
    struct cycle_ref cycle;
    struct list_args list;
    struct phase_ref phase;
    struct phase_args move;
    struct assessment_args assessment;
    struct finding_open_args finding_open;
    struct finding_args finding;
    struct deliverable_list_args deliverables;
    struct deliverable_args deliverable;
    struct fact_args fact;
    struct incident_open_args incident_open;
    struct incident_act_args act;
    struct incident_ref incident;
    struct sla_list_args sla_list;
    struct case_args kase;
    struct case_void_args case_void;
    int64_t penalty;
};

/* A promise of the reader that does not hold. */
static void check(bool holds)
{
    if (!holds)
        abort();
}

/* The result and the problem say the same, and a refusal says why (an unknown field may be named
 * ""). */
static bool told(rc_t rc, struct problem *problem)
{
    check(rc == problem->rc);
    check(rc == RC_OK || problem->text[0] != '\0');
    problem_clear(problem);
    return rc == RC_OK;
}

static void read_lifecycle(const struct call *call)
{
    union args a;
    struct problem *p = call->problem;
    if (told(cycle_open_decode(call, &a.cycle_open), p))
        check(a.cycle_open.start <= call->today);
    told(cycle_get_decode(call, &a.cycle), p);
    told(cycle_list_decode(call, &a.list), p);
    told(phase_get_decode(call, &a.phase), p);
    if (told(phase_list_decode(call, &a.list), p))
        check(a.list.page.limit >= 1 && a.list.page.limit <= MAX_LIST_LIMIT);
    if (told(phase_submit_decode(call, &a.move), p))
        check(json_array_size(a.move.documents) <= DOCUMENTS_MAX);
    told(phase_review_decode(call, &a.move), p);
    if (told(phase_return_decode(call, &a.move), p))
        check(a.move.note != NULL);
    if (told(assessment_decode(call, &a.assessment), p))
        check(a.assessment.score_bp >= 0 && a.assessment.score_bp <= SCORE_MOST);
    told(finding_list_decode(call, &a.list), p);
    told(finding_open_decode(call, &a.finding_open), p);
    told(finding_fix_decode(call, &a.finding), p);
    told(finding_verify_decode(call, &a.finding), p);
}

static void read_delivery(const struct call *call)
{
    union args a;
    told(deliverable_list_decode(call, &a.deliverables), call->problem);
    for (int move = 0; move < DELIVERABLE_MOVE__COUNT; move++)
        if (told(deliverable_decode(call, (enum deliverable_move)move, &a.deliverable),
                 call->problem))
            check(a.deliverable.ref.id != 0 || a.deliverable.ref.occurrence >= 1);
}

static void read_sla(const struct call *call)
{
    union args a;
    struct problem *p = call->problem;
    if (told(fact_decode(call, &a.fact), p))
        check(a.fact.is_day ? a.fact.day <= call->today : a.fact.at_us <= call->now_us);
    told(incident_open_decode(call, &a.incident_open), p);
    if (told(incident_act_decode(call, &a.act), p))
        check(!a.act.remote && a.act.at <= call->now_us);
    told(incident_resolve_decode(call, &a.act), p);
    told(incident_get_decode(call, &a.incident), p);
    told(incident_list_decode(call, &a.sla_list), p);
    told(case_record_decode(call, &a.kase), p);
    told(case_void_decode(call, &a.case_void), p);
    told(penalty_list_decode(call, &a.sla_list), p);
    told(penalty_get_decode(call, &a.penalty), p);
    told(payment_list_decode(call, &a.sla_list), p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem problem = { .rc = RC_OK };
    json_t *args = NULL;
    if (jsonx_parse_object((const char *)data, size, &args, &problem) != RC_OK)
        return 0;
    const struct call call = { .args = args,
                               .today = 20619,               /* 2026-06-15 */
                               .now_us = 1781485200000000LL, /* its 09:00 in Shanghai */
                               .problem = &problem };
    read_lifecycle(&call);
    read_delivery(&call);
    read_sla(&call);
    json_decref(args);
    return 0;
}
