/* The stored form of a proof. It holds codes and values, no sentences, so a proof of last year
 * reads in either language today. */
#include "proof.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "jsonx.h"
#include "proof_words.h"
#include "textw.h"

/* Key under which a step names its source; "" for none. By enum proof_source. */
static const char *const SOURCES[] = { "", "clause", "reading", "calendar", "fact" };

/* The keys are part of the stored form: old proofs are read by them. */
const char *proof_source_key(enum proof_source source)
{
    return SOURCES[source];
}

/* Dates as dates, instants in the proof's zone. */
static void set_when(json_t *object, const char *key, const struct proof_step *step, int64_t at,
                     int zone_minutes)
{
    char text[INSTANT_TEXT];
    if (step->when == WHEN_DAY)
        json_object_set_new(object, key, json_string(civil_format_date((int32_t)at, text)));
    else
        json_object_set_new(object, key, json_string(civil_format_instant(at, zone_minutes, text)));
}

/* 0 says nothing and is left out. */
static void set_number(json_t *object, const char *key, int64_t value)
{
    if (value != 0)
        json_object_set_new(object, key, json_integer(value));
}

/* One step; keys that would say nothing are left out, for proofs are stored by the thousand. */
static json_t *step_json(const struct proof_step *step, int zone_minutes)
{
    const struct proof_words *words = proof_words(step->why);
    json_t *object = json_pack("{s:s, s:s}", "step", words->step, "why", words->why);
    if (step->source != FROM_NOTHING)
        json_object_set_new(object, SOURCES[step->source], json_string(step->ref));
    if (step->when != WHEN_NONE)
        set_when(object, "from", step, step->from, zone_minutes);
    if (step->when != WHEN_NONE && step->has_to)
        set_when(object, "to", step, step->to, zone_minutes);
    if (step->name[0])
        json_object_set_new(object, "name", json_string(step->name));
    set_number(object, "n", step->n);
    set_number(object, "m", step->m);
    return object;
}

/* A list and no object, so that a program can take the steps in order and a proof can be appended
 * to another. */
json_t *proof_json(const proof_t *self)
{
    json_t *list = json_array();
    for (size_t i = 0; i < proof_size(self); i++)
        json_array_append_new(list, step_json(proof_step_at(self, i), proof_zone(self)));
    return list;
}

/* ---- reading a stored proof ---- */

/* The text's own form tells a day from an instant. */
static rc_t read_when(const json_t *object, const char *key, struct proof_step *step,
                      int64_t *ret_at, struct problem *problem)
{
    const char *text = json_string_value(json_object_get(object, key));
    int32_t day;
    if (civil_parse_date(text ? text : "", &day)) {
        step->when = WHEN_DAY;
        *ret_at = day;
        return RC_OK;
    }
    if (!civil_parse_instant(text ? text : "", ret_at))
        return problem_set(problem, RC_INVALID, key,
                           "\"%s\" of a proof step must be a date or an instant", key);
    step->when = WHEN_INSTANT;
    return RC_OK;
}

/* `from` and `to` where they are there. `when` says of both what they are, so a day beside an instant
 * is refused: written again, one of the two would come out as another time. */
static rc_t read_whens(const json_t *object, struct proof_step *step, struct problem *problem)
{
    rc_t rc = RC_OK;
    if (json_object_get(object, "from"))
        rc = read_when(object, "from", step, &step->from, problem);
    enum proof_when first = step->when;
    step->has_to = json_object_get(object, "to") != NULL;
    if (rc == RC_OK && step->has_to)
        rc = read_when(object, "to", step, &step->to, problem);
    if (rc == RC_OK && first != WHEN_NONE && step->when != first)
        rc = problem_set(problem, RC_INVALID, "to",
                         "\"from\" and \"to\" of a proof step must be of one form");
    return rc;
}

/* A text that may be absent. */
static rc_t read_text(const json_t *object, const char *key, char *out, size_t size,
                      struct problem *problem)
{
    const char *text;
    rc_t rc = jsonx_text_field(object, key, JSON_OPTIONAL, size, &text, problem);
    if (rc == RC_OK && text)
        snprintf(out, size, "%s", text);
    text_trim_partial(out);
    return rc;
}

/* At most one source key; the first in the order of the enum counts. Proofs of other versions may
 * carry further keys; those are left alone. */
static rc_t read_source(const json_t *object, struct proof_step *step, struct problem *problem)
{
    for (size_t i = FROM_CLAUSE; i < COUNT_OF(SOURCES); i++) {
        if (!json_object_get(object, SOURCES[i]))
            continue;
        step->source = (enum proof_source)i;
        return read_text(object, SOURCES[i], step->ref, sizeof(step->ref), problem);
    }
    return RC_OK;
}

/* One step, checked field by field: the proof may come from anywhere. */
static rc_t read_step(const json_t *object, struct proof_step *step, struct problem *problem)
{
    const char *why;
    rc_t rc = jsonx_text_field(object, "why", JSON_REQUIRED, PROOF_NAME_MAX, &why, problem);
    if (rc == RC_OK && !proof_why_from_code(why, &step->why))
        rc = problem_set(problem, RC_INVALID, "why", "a proof step has the unknown reason \"%s\"",
                         why);
    if (rc == RC_OK)
        rc = read_source(object, step, problem);
    if (rc == RC_OK)
        rc = read_text(object, "name", step->name, sizeof(step->name), problem);
    if (rc == RC_OK)
        rc = read_whens(object, step, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(object, "n", JSON_OPTIONAL, INT64_MIN, INT64_MAX, &step->n, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(object, "m", JSON_OPTIONAL, INT64_MIN, INT64_MAX, &step->m, problem);
    return rc;
}

/* Strict, since a stored proof is evidence: an unknown reason is refused and not skipped. Steps
 * beyond the ceiling are dropped as when it was made. */
rc_t proof_read(const json_t *json, int zone_minutes, proof_t **ret_proof, struct problem *problem)
{
    if (!jsonx_is_list(json))
        return problem_set(problem, RC_INVALID, "proof", "a proof must be a list of steps");
    proof_t *proof = proof_new(zone_minutes);
    rc_t rc = RC_OK;
    for (size_t i = 0; i < json_array_size(json) && rc == RC_OK; i++) {
        struct proof_step step = { .why = WHY_RULE };
        rc = read_step(json_array_get(json, i), &step, problem);
        if (rc == RC_OK)
            proof_add(proof, &step);
    }
    if (rc != RC_OK) {
        proof_destroy(&proof);
        return rc;
    }
    *ret_proof = proof;
    return RC_OK;
}
