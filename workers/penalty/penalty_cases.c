/* From missed deadlines to cases, and from rows to what the rule takes.
 *
 * Which breaches are cases is the pack's word (penalties.from_breaches), whether one counts is the
 * ledger's (penalty_breaches.sql). Cases stay once they are made: a breach that counts no more only
 * drops out of what is judged, so whoever asks later finds what was once missed, and a breach that
 * counts again finds its case. */
#include "penalty_cases.h"

#include <string.h>

#include "memory.h"
#include "penalty_case.h"
#include "penalty_store.h"

/* Kinds of deadlines there are at most: the pack's check knows six, the table's as many. */
enum { KINDS_MAX = 8 };

/* Each kind once, however many sources it has (one for each severity): the room is for kinds, not
 * for sources. */
static size_t kinds_of(const struct pack_penalties *penalties, const char *kinds[KINDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < penalties->from_breaches.count && count < KINDS_MAX; i++) {
        const char *kind = penalties->from_breaches.rows[i].kind;
        size_t at = 0;
        while (at < count && strcmp(kinds[at], kind) != 0)
            at++;
        kinds[at] = kind;
        count += at == count;
    }
    return count;
}

/* Those of the breaches that are cases, with their type; owned. The first source that fits says the
 * type, as in the pack's order; one that none fits is missed and costs nothing. */
static json_t *cases_among(const struct pack_penalties *penalties, const json_t *breaches)
{
    json_t *cases = json_array();
    for (size_t i = 0; i < json_array_size(breaches); i++) {
        json_t *breach = json_array_get(breaches, i);
        const struct penalty_source *source =
            penalty_source_of(penalties, json_string_value(json_object_get(breach, "kind")),
                              json_object_get(breach, "facts"));
        if (!source)
            continue;
        json_object_set_new(breach, "type", json_string(source->case_type));
        json_array_append(cases, breach);
    }
    return cases;
}

/* The breaches that are cases; *ret_cases is owned. A pack without sources asks for no breaches:
 * most have none, and the statement would walk the deadlines. */
static rc_t find_cases(struct step *step, const struct contract_frame *frame, json_t **ret_cases)
{
    const char *kinds[KINDS_MAX];
    json_t *breaches = NULL;
    size_t count = kinds_of(&frame->pack->penalties, kinds);
    if (count == 0) {
        *ret_cases = json_array();
        return RC_OK;
    }
    rc_t rc = penalty_store_breaches(step->db, frame->id, kinds, count, &breaches, step->problem);
    if (rc != RC_OK)
        return rc;
    *ret_cases = cases_among(&frame->pack->penalties, breaches);
    json_decref(breaches);
    return RC_OK;
}

/* The place in the list is the case's id for the rule. Ids of the table would count cases of
 * one day in the order in which somebody typed them. */
static void decode(json_t *json, struct penalty_cases *ret)
{
    ret->json = json;
    ret->count = json_array_size(json);
    ret->rows = mem_array(ret->count, sizeof(*ret->rows));
    ret->names = mem_array(ret->count, sizeof(*ret->names));
    for (size_t i = 0; i < ret->count; i++) {
        const json_t *row = json_array_get(json, i);
        ret->rows[i] = (struct penalty_case){
            .type = json_string_value(json_object_get(row, "type")),
            .at = (int32_t)json_integer_value(json_object_get(row, "on")),
            .id = (int64_t)i + 1,
            .incident = json_string_value(json_object_get(row, "incident")),
            .facts = json_object_get(row, "facts"),
        };
        ret->names[i] = (struct case_name){ json_integer_value(json_object_get(row, "id")),
                                            json_string_value(json_object_get(row, "code")) };
    }
}

/* Make the cases of `made` and read all that count. The breaches go along by id, because the table
 * keeps the cases of those that count no more. */
static rc_t make_and_read(struct step *step, const struct contract_frame *frame, const json_t *made,
                          json_t **ret_list)
{
    size_t count = json_array_size(made);
    int64_t *breaches = mem_array(count, sizeof(*breaches));
    for (size_t i = 0; i < count; i++)
        breaches[i] = json_integer_value(json_object_get(json_array_get(made, i), "breach"));
    rc_t rc = RC_OK;
    if (count > 0)
        rc = penalty_store_make_cases(step->db, frame->id, made, step->problem);
    if (rc == RC_OK)
        rc = penalty_store_cases(step->db, frame->id, breaches, count, ret_list, step->problem);
    mem_free(breaches);
    return rc;
}

/* Cases are made before they are read, in the same transaction: a breach and its case are
 * judged together. */
rc_t penalty_cases_load(struct step *step, const struct contract_frame *frame,
                        struct penalty_cases *ret_cases)
{
    json_t *made = NULL;
    json_t *list = NULL;
    rc_t rc = find_cases(step, frame, &made);
    if (rc == RC_OK)
        rc = make_and_read(step, frame, made, &list);
    if (rc == RC_OK)
        decode(list, ret_cases);
    json_decref(made);
    return rc;
}

/* Texts of rows and names belong to the JSON, which therefore goes last. */
void penalty_cases_fini(struct penalty_cases *self)
{
    mem_free(self->rows);
    mem_free(self->names);
    json_decref(self->json);
    *self = (struct penalty_cases){ .rows = NULL };
}
