/* Two templates, two shapes: 2021 grades a score together with the risks that are left, 2025 a rate
 * together with major hazards. Both are read from the best conclusion down. */
#include "conclusion.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "condition.h"

/* Template of 2021, best first: the least score, and which risks may be left. */
static const struct {
    const char *word;
    int64_t least;
    bool medium, high;
} GRADES_2021[] = {
    { "优", 90 * DECIMAL_ONE, false, false },
    { "良", 80 * DECIMAL_ONE, true, false },
    { "中", 70 * DECIMAL_ONE, true, false },
    { "差", 0, true, true },
};

/* Template of 2025: above the upper boundary and without a major hazard it is met, below the lower
 * one it is not; the boundaries themselves are settings. */
static const int64_t UPPER_2025 = 90 * DECIMAL_ONE;
static const int64_t LOWER_2025 = 60 * DECIMAL_ONE;

/* Refuse a fact that decides and is not there. What does not decide may stay away: a report can be
 * concluded before everything was counted. */
static rc_t missing(const char *field, struct problem *problem)
{
    return problem_set(problem, RC_INVALID, field, "\"%s\" is missing, and it decides", field);
}

/* Say what was compared and how it came out. */
static void note(proof_t *proof, const char *name, bool holds)
{
    struct proof_step step = { .why = WHY_COMPARED, .n = holds };
    if (!proof)
        return;
    snprintf(step.name, sizeof(step.name), "%s: %s", name, holds ? "true" : "false");
    proof_add(proof, &step);
}

/* Whether risks of one kind keep a row from holding; they must be known where they could. *holds
 * only ever turns from true to false here. */
static rc_t check_risks(int64_t risks, bool allowed, const char *field, bool *holds,
                        struct problem *problem)
{
    if (allowed || !*holds)
        return RC_OK;
    if (risks == NOT_KNOWN)
        return missing(field, problem);
    *holds = risks == 0;
    return RC_OK;
}

/* The first row whose score is reached with no more risks than it allows. Ends at the last row,
 * which has no least score and allows every risk. */
static rc_t conclude_2021(const struct conclusion_ask *ask, proof_t *proof,
                          struct conclusion_ruling *ret, struct problem *problem)
{
    bool holds = false;
    for (size_t i = 0; !holds; i++) {
        holds = ask->score >= GRADES_2021[i].least;
        rc_t rc = check_risks(ask->high_risk, GRADES_2021[i].high, "high_risk", &holds, problem);
        if (rc == RC_OK)
            rc = check_risks(ask->medium_risk, GRADES_2021[i].medium, "medium_risk", &holds,
                             problem);
        if (rc != RC_OK)
            return rc;
        note(proof, GRADES_2021[i].word, holds);
        ret->conclusion = GRADES_2021[i].word;
    }
    return RC_OK;
}

/* Exactly at a boundary the asker's reading decides, and the answer says so. Hazards are asked for
 * only above the upper boundary: below it they change nothing. */
static rc_t conclude_2025(const struct conclusion_ask *ask, proof_t *proof,
                          struct conclusion_ruling *ret, struct problem *problem)
{
    bool above = ask->rate > UPPER_2025 || (ask->rate == UPPER_2025 && ask->upper_meets);
    bool below = ask->rate < LOWER_2025 || (ask->rate == LOWER_2025 && ask->lower_fails);
    ret->boundary = ask->rate == UPPER_2025 || ask->rate == LOWER_2025;
    if (above && ask->major_hazards == NOT_KNOWN)
        return missing("major_hazards", problem);
    note(proof, "符合率高于上限", above);
    if (above)
        note(proof, "无重大风险隐患", ask->major_hazards == 0);
    note(proof, "符合率低于下限", below);
    ret->conclusion = "基本符合";
    if (below)
        ret->conclusion = "不符合";
    else if (above && ask->major_hazards == 0)
        ret->conclusion = "符合";
    return RC_OK;
}

/* The templates, and which facts each may be asked with. */
static const struct {
    int64_t year;
    rc_t (*conclude)(const struct conclusion_ask *ask, proof_t *proof,
                     struct conclusion_ruling *ret, struct problem *problem);
} TEMPLATES[] = { { 2021, conclude_2021 }, { 2025, conclude_2025 } };

/* The facts: of which template, whether it cannot do without, and the highest value. */
static const struct {
    const char *name;
    size_t offset;
    int64_t year;
    bool required;
    int64_t most;
} FACTS[] = {
    { "score", offsetof(struct conclusion_ask, score), 2021, true, 100 * DECIMAL_ONE },
    { "high_risk", offsetof(struct conclusion_ask, high_risk), 2021, false, INT64_MAX },
    { "medium_risk", offsetof(struct conclusion_ask, medium_risk), 2021, false, INT64_MAX },
    { "rate", offsetof(struct conclusion_ask, rate), 2025, true, 100 * DECIMAL_ONE },
    { "major_hazards", offsetof(struct conclusion_ask, major_hazards), 2025, false, INT64_MAX },
};

/* Each fact belongs to one template and lies in its range. NOT_KNOWN is the one negative value that
 * may stand for something. */
static rc_t check_fact(const struct conclusion_ask *ask, size_t index, struct problem *problem)
{
    int64_t value;
    const char *name = FACTS[index].name;
    memcpy(&value, (const char *)ask + FACTS[index].offset, sizeof(value));
    bool known = value != NOT_KNOWN;
    if (known && FACTS[index].year != ask->template_year)
        return problem_set(problem, RC_INVALID, name, "the template of %d knows no \"%s\"",
                           (int)ask->template_year, name);
    if (!known && FACTS[index].required && FACTS[index].year == ask->template_year)
        return problem_set(problem, RC_INVALID, name, "\"%s\" is missing", name);
    if (known && (value < 0 || value > FACTS[index].most))
        return problem_set(problem, RC_INVALID, name, "\"%s\" must be %s", name,
                           FACTS[index].required ? "from 0 to 100" : "a whole number from 0");
    return RC_OK;
}

/* Facts are held against the template before it rules: one of the other template is refused and
 * never silently left out. *ret_ruling is written last. */
rc_t conclusion_rule(const struct conclusion_ask *ask, proof_t *proof,
                     struct conclusion_ruling *ret_ruling, struct problem *problem)
{
    struct conclusion_ruling r = { .boundary = false };
    size_t at = 0;
    rc_t rc = RC_OK;
    while (at < COUNT_OF(TEMPLATES) && TEMPLATES[at].year != ask->template_year)
        at++;
    if (at == COUNT_OF(TEMPLATES))
        return problem_set(problem, RC_INVALID, "template", "\"template\" must be 2021 or 2025");
    for (size_t i = 0; i < COUNT_OF(FACTS) && rc == RC_OK; i++)
        rc = check_fact(ask, i, problem);
    if (rc == RC_OK)
        rc = TEMPLATES[at].conclude(ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    proof_named(proof, WHY_CONCLUDED, r.conclusion);
    *ret_ruling = r;
    return RC_OK;
}
