/* Kind "filing": rule filing.validity. It asks no pack: the notice is national. */
#include <stdio.h>
#include <string.h>

#include "filing.h"
#include "jsonx.h"
#include "rule_io.h"

/* `on` and `grade` may be left out. */
static const struct fact_row FACTS[] = {
    { "filed", FACT_DATE, true },
    { "assessments", FACT_LIST, false },
    { "on", FACT_DATE, false },
    { "grade", FACT_NUMBER, false },
    FACTS_END,
};

/* Filings are Chinese: an instant counts as its day there. */
static const pack_t CHINA = { .zone_minutes = 480 };

/* `out` has room for FILING_ASSESSMENTS_MAX; the number is written only when every day was read. */
static rc_t take_assessments(const json_t *list, int32_t *out, size_t *ret_count,
                             struct problem *problem)
{
    size_t count = json_array_size(list);
    rc_t rc = count <= FILING_ASSESSMENTS_MAX
                  ? RC_OK
                  : problem_set(problem, RC_INVALID, "assessments",
                                "at most %d assessments are counted", FILING_ASSESSMENTS_MAX);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        char field[32];
        snprintf(field, sizeof(field), "assessments[%zu]", i);
        rc = io_day(&CHINA, json_array_get(list, i), field, &out[i], problem);
    }
    if (rc == RC_OK)
        *ret_count = count;
    return rc;
}

/* States only where a day was asked about. */
static void write_ruling(const struct filing_ruling *r, json_t *result)
{
    io_set_day(result, "valid_until", r->valid_until);
    io_set_day(result, "renewal_from", r->renewal_from);
    io_set_day(result, "next_assessment_due", r->next_assessment_due);
    json_object_set_new(result, "extensions", json_integer((json_int_t)r->extensions));
    if (!r->has_state)
        return;
    json_object_set_new(result, "valid", json_boolean(r->valid));
    json_object_set_new(result, "renewal_open", json_boolean(r->renewal_open));
    json_object_set_new(result, "assessment_overdue", json_boolean(r->assessment_overdue));
}

/* filing.validity. A level of 0 that was said must not pass for one that was left out, hence -1. */
static rc_t validity(const struct eval_env *env, const json_t *input, json_t *result,
                     proof_t *proof, struct problem *problem)
{
    int32_t days[FILING_ASSESSMENTS_MAX];
    struct filing_ruling r;
    struct filing_ask ask = { .assessments = days };
    (void)env;
    const json_t *grade = json_object_get(input, "grade");
    ask.grade = json_integer_value(grade);
    if (!jsonx_is_absent(grade) && ask.grade == 0)
        ask.grade = -1; /* said, and wrong */
    ask.filed = io_fact_day(&CHINA, input, "filed");
    ask.on = io_fact_day(&CHINA, input, "on");
    rc_t rc = take_assessments(json_object_get(input, "assessments"), days, &ask.count, problem);
    if (rc == RC_OK)
        rc = filing_rule(&ask, proof, &r, problem);
    if (rc == RC_OK)
        write_ruling(&r, result);
    return rc;
}

static const struct rule_row RULES[] = { { "filing.validity", validity, true, FACTS }, RULES_END };

const struct kind FILING_KIND = { .name = "filing", .rules = RULES };
