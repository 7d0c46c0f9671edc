/* The one door for questions in JSON, and the table behind it. A question is checked against its
 * rule's facts before the rule sees it, so rules need not look for unknown or missing fields. */
#include "kinds.h"

#include <string.h>

#include "attr.h"
#include "civil.h"
#include "condition.h"
#include "jsonx.h"
#include "pack_reader.h"
#include "rule_io.h"

/* Kinds whose rows others refer to come first: phases before gates, terms before documents. */
/* One a line, so that two new kinds do not collide. */
/* clang-format off */
static const struct kind *const KINDS[] = {
    &CALENDAR_KIND,
    &HOURS_KIND,
    &TERM_KIND,
    &CLOCK_HISTORY_KIND,
    &CLOCK_KIND,
    &GRADING_KIND,
    &PENALTY_KIND,
    &MONEY_KIND,
    &INTEREST_KIND,
    &PRORATA_KIND,
    &PHASE_KIND,
    &GATE_KIND,
    &DOCUMENT_KIND,
    &LIMIT_KIND,
    &KPI_KIND,
    &CONCLUSION_KIND,
    &FILING_KIND,
    &RECURRING_KIND,
    &COVERAGE_KIND,
    &SCHEDULE_KIND,
    &FULFIL_KIND,
    &RECORD_KIND,
    &STAFFING_KIND,
    &QUALIFICATION_KIND,
    &LICENCE_KIND,
    &STEP_KIND,
    &SUBMISSION_KIND,
    &QUERY_KIND,
};
/* clang-format on */

const struct kind *const *kinds(size_t *ret_count)
{
    *ret_count = COUNT_OF(KINDS);
    return KINDS;
}

/* Names are walked: some dozens of rules, looked up once per question. */
const struct rule_row *kinds_rule(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        for (const struct rule_row *r = KINDS[i]->rules; r && r->name; r++)
            if (strcmp(r->name, name) == 0)
                return r;
    return NULL;
}

/* ---- types of fields ---- */

/* One test per type of field, before any rule runs; the plain JSON types are tested by jsonx. Here:
 * text or a whole number that fits millionths; the rule reads the value again. */
static bool is_decimal(const json_t *value)
{
    int64_t decimal;
    return decimal_from_json(value, &decimal);
}

/* Not empty, and without a NUL inside: behind it a C string would end unseen. */
static bool is_text(const json_t *value)
{
    return jsonx_is_text(value) && json_string_length(value) > 0 &&
           json_string_length(value) == strlen(json_string_value(value));
}

/* An instant is taken as well; it counts as its day in the pack's zone. */
static bool is_date(const json_t *value)
{
    int32_t day;
    int64_t us;
    return jsonx_is_text(value) && (civil_parse_date(json_string_value(value), &day) ||
                                    civil_parse_instant(json_string_value(value), &us));
}

/* Always with its offset: a time without one is no instant (K1). */
static bool is_instant(const json_t *value)
{
    int64_t us;
    return jsonx_is_text(value) && civil_parse_instant(json_string_value(value), &us);
}

/* Whole fen and never negative; fractions of a fen do not exist outside a reckoning (K9). */
static bool is_money(const json_t *value)
{
    return jsonx_is_int(value) && json_integer_value(value) >= 0;
}

/* An empty list names nothing and is refused, as an empty text is. */
static bool is_texts(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!is_text(json_array_get(value, i)))
            return false;
    return is_text(value) || json_array_size(value) > 0;
}

/* The clause says which of the three it must be (FACT_VALUE). */
static bool is_value(const json_t *value)
{
    return jsonx_is_int(value) || jsonx_is_text(value) || jsonx_is_list(value);
}

/* By enum fact_type. */
static const struct {
    bool (*fits)(const json_t *value);
    const char *word;
    const char *what;
} TYPES[] = {
    { jsonx_is_bool, "bool", "true or false" },
    { jsonx_is_int, "number", "a whole number" },
    { is_decimal, "decimal", "a decimal number as text" },
    { is_text, "text", "text" },
    { is_date, "date", "a date YYYY-MM-DD" },
    { is_instant, "instant", "an instant with offset" },
    { is_money, "money", "whole fen from 0" },
    { jsonx_is_list, "list", "a list" },
    { jsonx_is_object, "map", "an object" },
    { is_texts, "texts", "a text or a list of texts" },
    { is_value, "value", "a whole number, text or a list" },
};

/* For machines, as in `eval --list`; TYPES[].what is for people. */
const char *fact_type_word(enum fact_type type)
{
    return TYPES[type].word;
}

/* The fact's row by name; NULL for an unknown one. */
static const struct fact_row *fact_of(const struct fact_row *facts, const char *name)
{
    for (const struct fact_row *f = facts; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

/* Only known fields, each of its type, and the required ones there. null counts as left out.
 * Unknown fields come first, because a misspelt name is also a missing one and the misspelling
 * explains it. */
static rc_t check_input(const struct fact_row *facts, const json_t *input, struct problem *problem)
{
    json_t *fields = (json_t *)(uintptr_t)input;
    for (void *it = json_object_iter(fields); it; it = json_object_iter_next(fields, it)) {
        const char *key = json_object_iter_key(it);
        const struct fact_row *f = fact_of(facts, key);
        const json_t *value = json_object_iter_value(it);
        if (!f)
            return problem_set(problem, RC_INVALID, key, "unknown field \"%s\"", key);
        if (!jsonx_is_absent(value) && !TYPES[f->type].fits(value))
            return problem_set(problem, RC_INVALID, key, "\"%s\" must be %s", key,
                               TYPES[f->type].what);
    }
    for (const struct fact_row *f = facts; f->name; f++) {
        const json_t *value = json_object_get(input, f->name);
        if (f->required && jsonx_is_absent(value))
            return problem_set(problem, RC_INVALID, f->name, "\"%s\" is missing", f->name);
    }
    return RC_OK;
}

/* Zone in which a proof shows instants: that of the pack asked about, else UTC. An unknown pack is
 * not refused here: the rule itself says so, with the field. */
static int zone_of(const struct eval_env *env, const json_t *input)
{
    const char *name = json_string_value(json_object_get(input, "pack"));
    const pack_t *pack = name ? env->pack(env->arg, name) : NULL;
    return pack ? pack->zone_minutes : 0;
}

/* Answer without writing the proof anywhere yet; *ret_proof is NULL when the rule proves nothing or
 * none is wanted. Result and proof are the caller's on success and are freed on failure; the
 * pointers are then untouched. */
static rc_t ask(const struct eval_env *env, const char *rule, const json_t *input, bool proves,
                json_t **ret_result, proof_t **ret_proof, struct problem *problem)
{
    const struct rule_row *row = kinds_rule(rule);
    if (!row)
        return problem_set(problem, RC_NOT_FOUND, "rule", "there is no rule \"%s\"", rule);
    rc_t rc = check_input(row->facts, input, problem);
    if (rc != RC_OK)
        return rc;
    json_t *result = json_object();
    proof_t *proof = row->proves && proves ? proof_new(zone_of(env, input)) : NULL;
    rc = row->rule(env, input, result, proof, problem);
    if (rc == RC_OK) {
        *ret_result = result;
        *ret_proof = proof;
        return RC_OK;
    }
    proof_destroy(&proof);
    json_decref(result);
    return rc;
}

/* For callers that go on with JSON. The proof becomes JSON only after the rule has succeeded. */
rc_t kinds_eval(const struct eval_env *env, const char *rule, const json_t *input,
                json_t **ret_result, struct problem *problem)
{
    proof_t *proof = NULL;
    rc_t rc = ask(env, rule, input, true, ret_result, &proof, problem);
    if (rc == RC_OK && proof)
        json_object_set_new(*ret_result, "proof", proof_json(proof));
    proof_destroy(&proof);
    return rc;
}

/* The result's text with the proof as its last field; a result that is proved is not empty. The
 * proof is written straight into the buffer: as a tree it would cost many times its text. */
static rc_t put_answer(const json_t *result, const proof_t *proof, struct bytebuf *out)
{
    rc_t rc = jsonx_dump(result, JSON_COMPACT, out);
    if (rc != RC_OK || !proof)
        return rc;
    out->len--; /* the closing brace comes after the proof */
    rc = bytebuf_text(out, ",\"proof\":");
    if (rc == RC_OK)
        rc = proof_dump(proof, out);
    return rc == RC_OK ? bytebuf_add(out, "}", 1) : rc;
}

/* Text instead of a tree, because proofs are long and questions come by the thousand. The buffer is
 * cut back on failure, so that a batch goes on with the next question. */
rc_t kinds_answer(const struct eval_env *env, const char *rule, const json_t *input, bool proofs,
                  struct bytebuf *out, struct problem *problem)
{
    json_t *result = NULL;
    proof_t *proof = NULL;
    size_t before = out->len;
    rc_t rc = ask(env, rule, input, proofs, &result, &proof, problem);
    if (rc != RC_OK)
        return rc;
    rc = put_answer(result, proof, out);
    if (rc != RC_OK) {
        out->len = before;
        rc = problem_set(problem, rc, NULL, "the answer is longer than %zu bytes", out->ceiling);
    }
    proof_destroy(&proof);
    json_decref(result);
    return rc;
}
