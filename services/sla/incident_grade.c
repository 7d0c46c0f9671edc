/* What an incident is by the contract: graded by facts, or by hand, and charged by grade or level.
 *
 * 定级: an event of a family that the pack grades (network, data) gets its grade from facts; a
 * fault gets its level by hand, because no document defines levels by facts; a consultation has
 * neither. The penalty case that follows carries the one word its row asks for. */
#include "incident_grade.h"

#include <stdio.h>
#include <string.h>

#include "bytebuf.h"
#include "grading.h"
#include "penalty_case.h"

/* Bytes of the names in a message: it must stay readable, and ends early rather than fail. */
enum { NAMES_MAX = 300 };

/* Attributes of clocks: part of an incident's facts, of no grading. */
/* suburb (a site far away has a longer limit) and major (said by hand: no document defines it)
 * change limits, no grade. */
static const char *const CLOCK_ATTRIBUTES[] = { "suburb", "major" };

/* Families whose incidents are graded events. */
static bool is_security(const char *family)
{
    return strcmp(family, "network") == 0 || strcmp(family, "data") == 0;
}

/* The texts are borrowed from the pack or the request. */
void incident_grade_fini(struct incident_grade *self)
{
    json_decref(self->clauses);
    self->clauses = NULL;
}

/* The facts without the attributes of clocks, which must be true or false. Owned *ret_facts. */
static rc_t graded_facts(const json_t *facts, json_t **ret_facts, struct problem *problem)
{
    json_t *rest = facts ? json_copy((json_t *)(uintptr_t)facts) : json_object();
    for (size_t i = 0; i < COUNT_OF(CLOCK_ATTRIBUTES); i++) {
        const json_t *value = json_object_get(rest, CLOCK_ATTRIBUTES[i]);
        if (value && !json_is_boolean(value)) {
            json_decref(rest);
            return problem_set(problem, RC_INVALID, "facts", "\"%s\" must be true or false",
                               CLOCK_ATTRIBUTES[i]);
        }
        json_object_del(rest, CLOCK_ATTRIBUTES[i]);
    }
    *ret_facts = rest;
    return RC_OK;
}

/* No row may hold where the pack has no "otherwise": then only a person can grade. */
static rc_t grade_by_pack(const struct pack *pack, const struct incident_open_args *args,
                          const json_t *facts, struct incident_grade *grade,
                          struct problem *problem)
{
    struct grade_ruling ruling;
    struct problem why = { .rc = RC_OK };
    rc_t rc = grading_rule(pack, args->family, facts, NULL, &ruling, &why);
    if (rc == RC_REFUSED && args->grade)
        return RC_OK; /* no row holds: a person decided */
    if (rc != RC_OK)
        return problem_pass(problem, rc, &why);
    grade->computed = ruling.grade;
    /* All rows that gave the grade, in the pack's order: they are the proof of it. */
    for (size_t i = 0; i < ruling.clause_count; i++)
        json_array_append_new(grade->clauses, json_string(ruling.clauses[i]));
    return RC_OK;
}

/* Unknown facts are refused, not ignored: a mistyped one would lower the grade in silence. */
rc_t incident_grade(const struct pack *pack, const struct incident_open_args *args,
                    struct incident_grade *ret_grade, struct problem *problem)
{
    struct incident_grade grade = { .clauses = json_array() };
    json_t *facts = NULL;
    rc_t rc = graded_facts(args->facts, &facts, problem);
    if (rc == RC_OK && pack_grading(pack, args->family))
        rc = grade_by_pack(pack, args, facts, &grade, problem);
    else if (rc == RC_OK && json_object_size(facts) > 0)
        rc = problem_set(problem, RC_INVALID, "facts",
                         "incidents of family %s are not graded by facts in this contract",
                         args->family);
    json_decref(facts);
    if (rc != RC_OK) {
        incident_grade_fini(&grade);
        return rc;
    }
    grade.grade = args->grade ? args->grade : grade.computed;
    *ret_grade = grade;
    return RC_OK;
}

/* ---- cases ---- */

/* Whether some row charges cases of this type. */
static bool knows_type(const struct pack *pack, const char *type)
{
    for (size_t i = 0; i < pack->penalties.rows.count; i++)
        if (strcmp(pack->penalties.rows.rows[i].case_type, type) == 0)
            return true;
    return false;
}

/* Whether an earlier row has the type of row `index`. */
static bool is_named_before(const struct pack *pack, size_t index)
{
    const struct penalty_row *rows = pack->penalties.rows.rows;
    for (size_t i = 0; i < index; i++)
        if (strcmp(rows[i].case_type, rows[index].case_type) == 0)
            return true;
    return false;
}

/* Says what the pack does know: the words are the contract's, and nobody has them in mind. */
static rc_t refuse_type(const struct pack *pack, const char *type, struct problem *problem)
{
    struct bytebuf names;
    bytebuf_init(&names, NAMES_MAX);
    for (size_t i = 0; i < pack->penalties.rows.count; i++) {
        if (is_named_before(pack, i))
            continue;
        if (bytebuf_fmt(&names, "%s%s", names.len ? ", " : "",
                        pack->penalties.rows.rows[i].case_type) != RC_OK)
            break; /* the message ends early */
    }
    rc_t rc = problem_set(problem, RC_REFUSED, "type",
                          "pack %s charges no case of type \"%s\"; it knows: %s", pack->name, type,
                          bytebuf_str(&names));
    bytebuf_fini(&names);
    return rc;
}

/* The rule speaks of cases[0]; here there is one, and its attributes are an argument. */
rc_t case_check(const struct pack *pack, const char *type, const json_t *attributes,
                struct problem *problem)
{
    struct penalty_case c = { .type = type, .facts = attributes };
    struct problem why = { .rc = RC_OK };
    char field[PROBLEM_FIELD_MAX];
    if (!knows_type(pack, type))
        return refuse_type(pack, type, problem);
    rc_t rc = penalty_case_check(pack, &c, 0, &why);
    if (rc == RC_OK)
        return RC_OK;
    const char *dot = strchr(why.field, '.');
    snprintf(field, sizeof(field), "attributes%.60s", dot ? dot : "");
    return problem_set(problem, rc, field, "%s", why.text);
}

/* Security events are charged by grade, faults by their level; consultations are not charged. */
rc_t incident_case(const struct pack *pack, const struct incident_open_args *args,
                   const char *grade, struct incident_case *ret_case, struct problem *problem)
{
    bool security = is_security(args->family);
    const char *word = security ? grade : args->level;
    struct incident_case made = { .type = security ? "security_event" : "fault" };
    *ret_case = (struct incident_case){ .type = NULL };
    if (args->level && (security || strcmp(args->family, "fault") != 0))
        return problem_set(problem, RC_INVALID, "level", "only a fault has a level");
    if (!word || !knows_type(pack, made.type))
        return RC_OK;
    made.attributes = json_pack("{s:s}", security ? "grade" : "level", word);
    rc_t rc = case_check(pack, made.type, made.attributes, problem);
    if (rc == RC_OK)
        *ret_case = made;
    else
        incident_case_fini(&made);
    return rc;
}

/* `type` is a constant. */
void incident_case_fini(struct incident_case *self)
{
    json_decref(self->attributes);
    self->attributes = NULL;
}
