/* A pure choice among facts, by their scope first and by their time last: never by the order in
 * which they were told, since that is an accident of whose desk was fuller. */
#include "schedule_facts.h"

#include <string.h>

#include "memory.h"

/* The texts are borrowed from `json`, which lives as long as the run. */
void contract_facts_read(const json_t *json, struct contract_facts *ret_facts)
{
    size_t count = json_array_size(json);
    ret_facts->rows = mem_array(count, sizeof(*ret_facts->rows));
    ret_facts->count = count;
    for (size_t i = 0; i < count; i++) {
        const json_t *row = json_array_get(json, i);
        ret_facts->rows[i] = (struct contract_fact){
            .name = json_string_value(json_object_get(row, "name")),
            .clause = json_string_value(json_object_get(row, "clause")),
            .system = json_integer_value(json_object_get(row, "system")),
            .serial = json_integer_value(json_object_get(row, "serial")),
            .at_us = json_integer_value(json_object_get(row, "at")),
        };
    }
}

void contract_facts_fini(struct contract_facts *self)
{
    mem_free(self->rows);
    *self = (struct contract_facts){ .rows = NULL };
}

/* Rarely: a concluded fact for each term that its documents have closed. */
void contract_facts_add(struct contract_facts *self, const struct contract_fact *fact)
{
    self->rows = mem_resize(self->rows, (self->count + 1) * sizeof(*self->rows));
    self->rows[self->count++] = *fact;
}

/* A fact without a clause holds for all of them; one of a system never for the contract as a
 * whole or for another system. */
static bool holds(const struct contract_fact *fact, struct term_scope scope)
{
    return (fact->system == 0 || fact->system == scope.system) &&
           (!fact->clause || strcmp(fact->clause, scope.clause) == 0);
}

/* Whether `a` goes before `b`, both holding for one scope. */
static bool goes_before(const struct contract_fact *a, const struct contract_fact *b)
{
    if (!a->clause != !b->clause)
        return a->clause != NULL;
    if (!a->system != !b->system)
        return a->system != 0;
    return a->at_us > b->at_us;
}

/* The order of the rows does not matter: of two that are equal in everything but the time the
 * later wins, and two of one time say the same. */
const struct contract_fact *contract_fact_find(const struct contract_facts *facts,
                                               struct term_scope scope, const char *name)
{
    const struct contract_fact *best = NULL;
    for (size_t i = 0; i < facts->count; i++) {
        const struct contract_fact *fact = &facts->rows[i];
        if (strcmp(fact->name, name) == 0 && holds(fact, scope) &&
            (!best || goes_before(fact, best)))
            best = fact;
    }
    return best;
}

/* A rule takes each name once; the first one found has already won. */
static bool is_among(const struct day_fact *facts, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facts[i].name, name) == 0)
            return true;
    }
    return false;
}

/* Facts that the contract's own row states. */
static size_t add_frame(const struct contract_frame *frame, struct day_fact *out, size_t count)
{
    const struct day_fact own[OWN_FACTS] = { { .name = "signed", .day = frame->signed_on },
                                             { .name = "service_end", .day = frame->service_to } };
    for (size_t i = 0; i < COUNT_OF(own); i++) {
        if (!is_among(out, count, own[i].name))
            out[count++] = own[i];
    }
    return count;
}

/* Names the clause does not ask for are passed on as well: the rule ignores them, and knows
 * better than we what it wants. */
size_t contract_facts_of_term(const struct contract_facts *facts,
                              const struct contract_frame *frame, struct term_scope scope,
                              const char *without, struct day_fact *out)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const char *name = facts->rows[i].name;
        if ((without && strcmp(name, without) == 0) || is_among(out, count, name))
            continue;
        const struct contract_fact *fact = contract_fact_find(facts, scope, name);
        if (fact)
            out[count++] = (struct day_fact){ name, civil_day_of(fact->at_us, frame->zone_minutes),
                                              true, fact->at_us };
    }
    return add_frame(frame, out, count);
}
