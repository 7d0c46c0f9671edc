/* Kind "staffing": sections `posts`, `staffing` and `persons`, rule staff.check. */
#include <string.h>

#include "jsonx.h"
#include "memory.h"
#include "rule_io.h"
#include "staffing.h"
#include "staffing_read.h"

static const struct field SECTIONS[] = {
    { "posts", read_posts, offsetof(struct pack, posts), FIELD_OPTIONAL },
    { "staffing", read_staffing, offsetof(struct pack, staffing), FIELD_OPTIONAL },
    { "persons", read_persons, offsetof(struct pack, persons), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- staff.check ---- */

/* A person, or the roster of all. `role` and `service` are those of whoever states none. */
static const struct fact_row CHECK_FACTS[] = {
    { "pack", FACT_TEXT, true },      { "clause", FACT_TEXTS, false },
    { "role", FACT_TEXT, false },     { "service", FACT_TEXT, false },
    { "person", FACT_MAP, false },    { "roster", FACT_LIST, false },
    { "on", FACT_DATE, false },       { "replaces", FACT_MAP, false },
    { "approved", FACT_BOOL, false }, { "facts", FACT_MAP, false },
    { "readings", FACT_MAP, false },  FACTS_END
};

/* Everything a question brings, taken and checked. */
struct question {
    struct staff_ask ask;
    struct readings_buffer buffer;
    struct readings readings;
    struct text_list clauses;
    struct roster roster;
    struct staff_person replaces;
};

/* Safe after any failure, as all parts start zeroed and none is moved out. */
static void question_fini(struct question *self)
{
    text_list_fini(&self->clauses);
    roster_fini(&self->roster);
    staff_person_fini(&self->replaces);
}

/* One person, taken under the name of its field. */
static rc_t take_person(const struct pack *pack, const json_t *json, const char *field,
                        struct staff_person *ret, struct problem *problem)
{
    struct problem why = { .rc = RC_OK };
    char path[PROBLEM_FIELD_MAX];
    rc_t rc = staff_person_read(pack, json, ret, &why);
    io_path(path, field, why.field);
    return rc == RC_OK ? RC_OK : problem_set(problem, rc, path, "%s", why.text);
}

/* A person or a roster, not both and not neither. The two fields are told apart by their JSON
 * types, so null beside one of them does no harm. */
static rc_t take_people(const json_t *input, struct question *q, struct problem *problem)
{
    const json_t *person = json_object_get(input, "person");
    const json_t *roster = json_object_get(input, "roster");
    if (jsonx_is_object(person) == jsonx_is_list(roster))
        return problem_set(problem, RC_INVALID, "person", "give either \"person\" or \"roster\"");
    q->ask.roster = jsonx_is_list(roster);
    if (q->ask.roster)
        return roster_read(q->ask.pack, roster, &q->roster, problem);
    q->roster = (struct roster){ mem_array(1, sizeof(*q->roster.people)), 1 };
    return take_person(q->ask.pack, person, "person", &q->roster.people[0], problem);
}

/* The question's own role and service are those of whoever states none. A person's own role or
 * service always wins over the question's. */
static rc_t take_scope(const json_t *input, struct question *q, struct problem *problem)
{
    q->ask.role = json_string_value(json_object_get(input, "role"));
    q->ask.service = json_string_value(json_object_get(input, "service"));
    if (q->ask.service && !staff_service_known(q->ask.pack, q->ask.service))
        return problem_set(problem, RC_INVALID, "service", "there is no service \"%s\"",
                           q->ask.service);
    for (size_t i = 0; i < q->roster.count; i++) {
        struct staff_person *p = &q->roster.people[i];
        p->role = p->role ? p->role : q->ask.role;
        p->service = p->service ? p->service : q->ask.service;
    }
    q->ask.people = q->roster.people;
    q->ask.count = q->roster.count;
    return RC_OK;
}

/* Compared is one person with one, so a roster has nobody to come for another. `approved` is taken
 * even so: it is a fact of the question. */
static rc_t take_replacement(const json_t *input, struct question *q, struct problem *problem)
{
    const json_t *json = json_object_get(input, "replaces");
    q->ask.approved = json_is_true(json_object_get(input, "approved"));
    if (!jsonx_is_object(json))
        return RC_OK;
    if (q->ask.roster)
        return problem_set(problem, RC_INVALID, "replaces", "\"replaces\" needs a \"person\"");
    q->ask.replaces = &q->replaces;
    return take_person(q->ask.pack, json, "replaces", &q->replaces, problem);
}

/* Only truth values that some number depends on. */
static rc_t take_facts(const json_t *input, struct question *q, struct problem *problem)
{
    const struct pack *pack = q->ask.pack;
    json_t *facts = json_object_get(input, "facts");
    q->ask.facts = facts;
    for (void *it = json_object_iter(facts); it; it = json_object_iter_next(facts, it)) {
        const char *key = json_object_iter_key(it);
        bool known = false;
        char path[PROBLEM_FIELD_MAX];
        for (size_t i = 0; i < pack->staffing.count; i++)
            known = known || condition_names(&pack->staffing.rows[i].when, key);
        io_path(path, "facts", key);
        if (!known)
            return problem_set(problem, RC_INVALID, path, "no number of people depends on \"%s\"",
                               key);
        if (!jsonx_is_bool(json_object_iter_value(it)))
            return problem_set(problem, RC_INVALID, path, "\"%s\" must be true or false", key);
    }
    return RC_OK;
}

/* The pack comes first, for everything else is checked against it. Clauses are taken also after a
 * failure, so that there is always a list to free. */
static rc_t take_question(const struct eval_env *env, const json_t *input, struct question *q,
                          struct problem *problem)
{
    rc_t rc = io_pack(env, input, &q->ask.pack, problem);
    if (rc == RC_OK)
        rc = io_readings(q->ask.pack, input, &q->buffer, &q->readings, problem);
    if (rc == RC_OK)
        rc = io_day_field(q->ask.pack, input, "on", &q->ask.on, problem);
    if (rc == RC_OK)
        rc = take_people(input, q, problem);
    if (rc == RC_OK)
        rc = take_scope(input, q, problem);
    if (rc == RC_OK)
        rc = take_replacement(input, q, problem);
    if (rc == RC_OK)
        rc = take_facts(input, q, problem);
    text_list_read(json_object_get(input, "clause"), &q->clauses);
    q->ask.readings = &q->readings;
    q->ask.clauses = q->clauses.rows;
    q->ask.clause_count = q->clauses.count;
    return rc;
}

/* ---- the answer ---- */

/* A number tells how many are lacking; a person, besides, what. `person` is the place in the
 * roster, from 0. */
static json_t *shortfall_json(const struct staff_shortfall *s)
{
    json_t *json = json_pack("{s:s, s:s?, s:s?, s:I, s:I, s:I}", "clause", s->clause, "role",
                             s->role, "service", s->service, "needed", (json_int_t)s->needed,
                             "have", (json_int_t)s->have, "short", (json_int_t)s->lack);
    if (s->person >= 0) {
        json_object_set_new(json, "person", json_integer(s->person));
        io_set_texts(json, "lacks", s->lacks, s->lack_count);
    }
    return json;
}

/* `compliant` looks at shortfalls alone: too many people is a flag and no breach. */
static void write_ruling(const struct staff_ruling *r, json_t *result)
{
    static const char *const FLAG = "above_range";
    json_t *list = json_array();
    for (size_t i = 0; i < r->count; i++)
        json_array_append_new(list, shortfall_json(&r->shortfalls[i]));
    json_object_set_new(result, "compliant", json_boolean(r->count == 0));
    json_object_set_new(result, "shortfalls", list);
    io_set_texts(result, "missing", r->missing.rows, r->missing.count);
    io_set_texts(result, "flags", &FLAG, r->above_range ? 1 : 0);
}

/* The question holds buffers for readings and texts of numbers, so it is kept off the stack. */
static rc_t check_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct question *q = mem_new(sizeof(*q));
    struct staff_ruling ruling = { .count = 0 };
    rc_t rc = take_question(env, input, q, problem);
    if (rc == RC_OK)
        rc = staff_rule(&q->ask, proof, &ruling, problem);
    if (rc == RC_OK)
        write_ruling(&ruling, result);
    staff_ruling_fini(&ruling);
    question_fini(q);
    mem_free(q);
    return rc;
}

static const struct rule_row RULES[] = { { "staff.check", check_rule, true, CHECK_FACTS },
                                         RULES_END };

const struct kind STAFFING_KIND = {
    .name = "staffing", .sections = SECTIONS, .check = staffing_check, .rules = RULES
};
