/* Names of systems in a story, held against the systems that there are. A new place where a story
 * names one is a row of PLACES; the story's own lists are walked, so that what chance adds later is
 * not judged. */
#include "scenario_fit.h"

#include <stdio.h>

#include "attr.h"

enum { PLACE_TEXT = 80 /* bytes of "contract_deliverables[123].serials" with room to spare */ };

/* Field `field` of the rows of `list`, one value or a list of them, is a system's `of`. */
struct place {
    const char *list, *field, *of;
};

static const struct place PLACES[] = {
    { "systems", "serials", "serial" },     { "systems", "teams", "team" },
    { "deliverables", "except", "serial" }, { "facts", "serial", "serial" },
    { "incidents", "serial", "serial" },    { "cases", "serial", "serial" },
};

/* By value: teams are texts, serials whole numbers. */
static bool has_system(const json_t *systems, const char *of, const json_t *value)
{
    size_t i;
    const json_t *system;
    json_array_foreach(systems, i, system)
    {
        if (json_equal(json_object_get(system, of), value))
            return true;
    }
    return false;
}

/* The value as the file has it: a team in quotes, a number bare. */
static rc_t refuse(const struct place *place, size_t row, const json_t *value,
                   struct problem *problem)
{
    char where[PLACE_TEXT];
    snprintf(where, sizeof(where), "%s[%zu].%s", place->list, row, place->field);
    if (json_is_string(value))
        return problem_set(problem, RC_INVALID, where,
                           "\"%s\" names team \"%s\", of which the contract has no system", where,
                           json_string_value(value));
    return problem_set(problem, RC_INVALID, where,
                       "\"%s\" names system %lld, which the contract does not have", where,
                       (long long)json_integer_value(value));
}

/* One value counts as a list of one. */
static rc_t check_row(const struct place *place, size_t row, const json_t *said,
                      const json_t *systems, struct problem *problem)
{
    size_t i;
    const json_t *value;
    if (said && !json_is_array(said))
        return has_system(systems, place->of, said) ? RC_OK : refuse(place, row, said, problem);
    json_array_foreach(said, i, value)
    {
        if (!has_system(systems, place->of, value))
            return refuse(place, row, value, problem);
    }
    return RC_OK;
}

rc_t scenario_fit(const json_t *story, const json_t *systems, struct problem *problem)
{
    for (size_t p = 0; p < COUNT_OF(PLACES); p++) {
        size_t i;
        const json_t *row;
        json_array_foreach(json_object_get(story, PLACES[p].list), i, row)
        {
            rc_t rc =
                check_row(&PLACES[p], i, json_object_get(row, PLACES[p].field), systems, problem);
            if (rc != RC_OK)
                return rc;
        }
    }
    return RC_OK;
}
