/* Kind "conclusion": rule score.conclusion. It asks no pack: the templates are national. */
#include <string.h>

#include "attr.h"
#include "conclusion.h"
#include "condition.h"
#include "jsonx.h"
#include "rule_io.h"

/* `template` may be a number or its text. Facts of the other template are refused. */
static const struct fact_row FACTS[] = {
    { "template", FACT_DECIMAL, true },  { "score", FACT_DECIMAL, false },
    { "high_risk", FACT_NUMBER, false }, { "medium_risk", FACT_NUMBER, false },
    { "rate", FACT_DECIMAL, false },     { "major_hazards", FACT_NUMBER, false },
    { "readings", FACT_MAP, false },     FACTS_END,
};

/* A score or rate as millionths; below 0 stays recognisable as wrong. */
static int64_t decimal_of(const json_t *input, const char *field)
{
    int64_t value;
    if (!decimal_from_json(json_object_get(input, field), &value))
        return NOT_KNOWN;
    return value < 0 ? INT64_MIN : value;
}

/* As decimal_of: left out is NOT_KNOWN (-1), so a number below 0 must not look like it. */
static int64_t count_of(const json_t *input, const char *field)
{
    const json_t *value = json_object_get(input, field);
    if (!jsonx_is_int(value))
        return NOT_KNOWN;
    return json_integer_value(value) < 0 ? INT64_MIN : (int64_t)json_integer_value(value);
}

/* The two boundaries that the template leaves open, and the words each may be read as; the first
 * is the default. */
static const struct {
    const char *name;
    const char *words[2];
    size_t offset; /* bool in struct conclusion_ask: the second word was chosen */
} READINGS[] = {
    { "upper_boundary", { "基本符合", "符合" }, offsetof(struct conclusion_ask, upper_meets) },
    { "lower_boundary", { "基本符合", "不符合" }, offsetof(struct conclusion_ask, lower_fails) },
};

/* Either of the two words is taken and nothing near them; the default may be said as well. */
static rc_t take_reading(const json_t *readings, size_t index, struct conclusion_ask *ask,
                         struct problem *problem)
{
    const char *word;
    rc_t rc = jsonx_text_field(readings, READINGS[index].name, JSON_OPTIONAL, 16, &word, problem);
    if (rc != RC_OK || !word)
        return rc;
    bool second = strcmp(word, READINGS[index].words[1]) == 0;
    if (!second && strcmp(word, READINGS[index].words[0]) != 0)
        return problem_set(problem, RC_INVALID, READINGS[index].name, "it is read as %s or %s",
                           READINGS[index].words[0], READINGS[index].words[1]);
    memcpy((char *)ask + READINGS[index].offset, &second, sizeof(second));
    return RC_OK;
}

/* Not readings of a pack: the national template leaves the boundary open, so the choice is made
 * with the question and the answer's `boundary` shows where it mattered (C13). */
static rc_t take_readings(const json_t *readings, struct conclusion_ask *ask,
                          struct problem *problem)
{
    static const char *const KNOWN[] = { "upper_boundary", "lower_boundary", NULL };
    struct problem why = { .rc = RC_OK };
    if (jsonx_is_absent(readings))
        return RC_OK;
    rc_t rc = jsonx_only(readings, KNOWN, &why);
    for (size_t i = 0; i < COUNT_OF(READINGS) && rc == RC_OK; i++)
        rc = take_reading(readings, i, ask, &why);
    return rc == RC_OK ? RC_OK : io_inside(problem, "readings", &why);
}

/* score.conclusion. A template with a fraction becomes year 0, which there is none of, so it is
 * refused like any unknown one. */
static rc_t conclude(const struct eval_env *env, const json_t *input, json_t *result,
                     proof_t *proof, struct problem *problem)
{
    struct conclusion_ruling r;
    struct conclusion_ask ask = { .score = decimal_of(input, "score"),
                                  .high_risk = count_of(input, "high_risk"),
                                  .medium_risk = count_of(input, "medium_risk"),
                                  .rate = decimal_of(input, "rate"),
                                  .major_hazards = count_of(input, "major_hazards") };
    int64_t template = decimal_of(input, "template");
    (void)env;
    ask.template_year = template % DECIMAL_ONE == 0 ? template / DECIMAL_ONE : 0;
    rc_t rc = take_readings(json_object_get(input, "readings"), &ask, problem);
    if (rc == RC_OK)
        rc = conclusion_rule(&ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, "conclusion", json_string(r.conclusion));
    json_object_set_new(result, "boundary", json_boolean(r.boundary));
    return RC_OK;
}

static const struct rule_row RULES[] = { { "score.conclusion", conclude, true, FACTS }, RULES_END };

const struct kind CONCLUSION_KIND = { .name = "conclusion", .rules = RULES };
