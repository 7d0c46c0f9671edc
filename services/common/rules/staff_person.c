/* What is not given is not known, which is not the same as false: a question that names no clause
 * is judged only by what was given. So each optional fact says whether it was. */
#include "staff_person.h"

#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "jsonx.h"
#include "memory.h"
#include "rule_io.h"
#include "staffing_read.h"

/* Only the lists of credentials are owned; names are those of the question's JSON. */
void staff_person_fini(struct staff_person *self)
{
    credentials_fini(&self->held);
}

/* A pack without a list of services cannot tell a wrong code from a right one, so any will do. */
bool staff_service_known(const struct pack *pack, const char *code)
{
    return pack->services.count == 0 || pack_service(pack, code) != NULL;
}

/* ---- single facts ---- */

/* Given and not null. */
static bool is_given(const json_t *json, const char *key)
{
    const json_t *value = json_object_get(json, key);
    return !jsonx_is_absent(value);
}

/* Whether it was given is kept apart from its value: false and unknown lead to different
 * rulings. */
static rc_t read_flag(const json_t *json, const char *key, bool *ret_given, bool *ret,
                      struct problem *problem)
{
    *ret_given = is_given(json, key);
    return jsonx_bool_field(json, key, JSON_OPTIONAL, ret, problem);
}

/* By its name, by its row in the table of posts, or both where they agree. */
static rc_t read_role(const struct pack *pack, const json_t *json, struct staff_person *ret,
                      struct problem *problem)
{
    int64_t row = 0;
    rc_t rc = jsonx_text_field(json, "role", JSON_OPTIONAL, MAX_NAME_FIELD, &ret->role, problem);
    if (rc != RC_OK || !is_given(json, "row"))
        return rc;
    if (pack->posts.count == 0)
        return problem_set(problem, RC_INVALID, "row", "the pack has no table of posts");
    rc = jsonx_int_field(json, "row", JSON_REQUIRED, 1, (int64_t)pack->posts.count, &row, problem);
    if (rc != RC_OK)
        return rc;
    const char *role = pack->posts.rows[row - 1].role;
    if (ret->role && strcmp(ret->role, role) != 0)
        return problem_set(problem, RC_INVALID, "row", "row %d is the post \"%s\"", (int)row, role);
    ret->role = role;
    return RC_OK;
}

/* A code that the pack does not list would make the person fit nothing, and every clause would seem
 * to lack people. */
static rc_t read_service(const struct pack *pack, const json_t *json, struct staff_person *ret,
                         struct problem *problem)
{
    rc_t rc =
        jsonx_text_field(json, "service", JSON_OPTIONAL, MAX_NAME_FIELD, &ret->service, problem);
    if (rc == RC_OK && ret->service && !staff_service_known(pack, ret->service))
        rc =
            problem_set(problem, RC_INVALID, "service", "there is no service \"%s\"", ret->service);
    return rc;
}

/* An education outside the pack's scale could not be compared. */
static rc_t read_education(const struct pack *pack, const json_t *json, struct staff_person *ret,
                           struct problem *problem)
{
    const struct pack_scale *scale = pack_scale(pack, SCALE_EDUCATION);
    rc_t rc = jsonx_text_field(json, "education", JSON_OPTIONAL, MAX_NAME_FIELD, &ret->education,
                               problem);
    if (rc == RC_OK && ret->education && scale && scale_rank(scale, ret->education) < 0)
        rc = problem_set(problem, RC_INVALID, "education",
                         "\"%s\" is not on the pack's scale of education", ret->education);
    return rc;
}

/* Since a day, or so many years: two of them could contradict each other. */
static rc_t read_experience(const struct pack *pack, const json_t *json, struct staff_person *ret,
                            struct problem *problem)
{
    static const char YEARS[] = "experience_years";
    rc_t rc = io_day_field(pack, json, "experience_since", &ret->since, problem);
    ret->years = -1;
    if (rc != RC_OK || !is_given(json, YEARS))
        return rc;
    if (ret->since != NO_DAY)
        return problem_set(problem, RC_INVALID, YEARS,
                           "give either \"experience_since\" or \"experience_years\"");
    if (!decimal_from_json(json_object_get(json, YEARS), &ret->years) || ret->years < 0)
        return problem_set(problem, RC_INVALID, YEARS,
                           "\"%s\" must be a decimal number as text, from 0", YEARS);
    return RC_OK;
}

/* An empty list says that nothing is held and is given; a missing one says nothing. */
static rc_t read_held(const json_t *json, struct staff_person *ret, struct problem *problem)
{
    ret->certificates_given = is_given(json, "certificates");
    ret->proofs_given = is_given(json, "evidence");
    return credentials_read(json_object_get(json, "certificates"),
                            json_object_get(json, "evidence"), &ret->held, problem);
}

/* The defaults come first, so that a person refused half-way can be freed like any other. Unknown
 * fields are refused: a misspelt one would count as not held. */
rc_t staff_person_read(const struct pack *pack, const json_t *json, struct staff_person *ret,
                       struct problem *problem)
{
    static const char *const KNOWN[] = { "role",
                                         "service",
                                         "row",
                                         "onsite",
                                         "certificates",
                                         "experience_since",
                                         "experience_years",
                                         "education",
                                         "title",
                                         "manufacturer_staff",
                                         "evidence",
                                         NULL };
    *ret = (struct staff_person){ .since = NO_DAY, .years = -1 };
    if (!jsonx_is_object(json))
        return problem_set(problem, RC_INVALID, NULL, "a person must be an object");
    rc_t rc = jsonx_only(json, KNOWN, problem);
    if (rc == RC_OK)
        rc = read_role(pack, json, ret, problem);
    if (rc == RC_OK)
        rc = read_service(pack, json, ret, problem);
    if (rc == RC_OK)
        rc = read_education(pack, json, ret, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "title", JSON_OPTIONAL, MAX_NAME_FIELD, &ret->title, problem);
    if (rc == RC_OK)
        rc = read_flag(json, "onsite", &ret->onsite_given, &ret->onsite, problem);
    if (rc == RC_OK)
        rc = read_flag(json, "manufacturer_staff", &ret->maker_given, &ret->maker, problem);
    if (rc == RC_OK)
        rc = read_experience(pack, json, ret, problem);
    return rc == RC_OK ? read_held(json, ret, problem) : rc;
}

/* ---- rosters ---- */

/* `count` grows with each person begun, so a roster that failed at one frees that one as well. */
void roster_fini(struct roster *self)
{
    for (size_t i = 0; i < self->count; i++)
        staff_person_fini(&self->people[i]);
    mem_free(self->people);
    *self = (struct roster){ .count = 0 };
}

/* The place in the list names the person in every problem, since names of people are no part of a
 * question. Bounded by ROSTER_MAX before anything is allocated. */
rc_t roster_read(const struct pack *pack, const json_t *list, struct roster *ret,
                 struct problem *problem)
{
    size_t count = json_array_size(list);
    if (count > ROSTER_MAX)
        return problem_set(problem, RC_INVALID, "roster", "a roster has at most %d people",
                           ROSTER_MAX);
    *ret = (struct roster){ .people = mem_array(count, sizeof(*ret->people)) };
    for (size_t i = 0; i < count; i++) {
        struct problem why = { .rc = RC_OK };
        char index[32];
        char path[IO_PATH_MAX];
        rc_t rc = staff_person_read(pack, json_array_get(list, i), &ret->people[i], &why);
        ret->count++;
        snprintf(index, sizeof(index), "roster[%zu]", i);
        io_path(path, index, why.field);
        if (rc != RC_OK)
            return problem_set(problem, rc, path, "%s", why.text);
    }
    return RC_OK;
}
