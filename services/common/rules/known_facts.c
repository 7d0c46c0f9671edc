/* A contract of many systems has many facts and is asked about each system, so records are sorted
 * once and a system's own are found by halving. */
#include "known_facts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "jsonx.h"
#include "memory.h"

/* ---- the list ---- */

static int by_serial(const void *left, const void *right)
{
    const struct known_fact *a = left;
    const struct known_fact *b = right;
    return (a->serial > b->serial) - (a->serial < b->serial);
}

/* Rows of one system may stand in any order: which of them counts is decided by what they say. */
void known_facts_init(struct known_facts *self, const json_t *items)
{
    size_t size = json_array_size(items);
    *self = (struct known_facts){ .count = 0 };
    self->rows = mem_array(size + 1, sizeof(*self->rows));
    for (size_t i = 0; i < size; i++) {
        const json_t *item = json_array_get(items, i);
        struct known_fact fact = { .at = json_object_get(item, "at") };
        fact.serial = json_integer_value(json_object_get(item, "serial"));
        fact.clause = json_string_value(json_object_get(item, "clause"));
        fact.name = json_string_value(json_object_get(item, "name"));
        if (fact.name && jsonx_is_text(fact.at))
            self->rows[self->count++] = fact;
    }
    qsort(self->rows, self->count, sizeof(*self->rows), by_serial);
}

void known_facts_fini(struct known_facts *self)
{
    mem_free(self->rows);
    *self = (struct known_facts){ .count = 0 };
}

/* ---- looking up ---- */

/* Place of the first row whose serial is this one or more; `count` when there is none. */
static size_t first_from(const struct known_facts *self, int64_t serial)
{
    size_t low = 0;
    size_t high = self->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->rows[middle].serial < serial)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether `fact` goes before `best` (NULL: there is none yet). Instants of one zone and dates sort
 * as their texts do. */
static bool goes_before(const struct known_fact *fact, const struct known_fact *best)
{
    if (!best || !fact->clause != !best->clause)
        return !best || fact->clause;
    if (fact->serial != best->serial)
        return fact->serial > best->serial;
    return strcmp(json_string_value(fact->at), json_string_value(best->at)) > 0;
}

/* The best of one system's rows, or `best` where none of them goes before it. */
static const struct known_fact *choose(const struct known_facts *self,
                                       const struct known_fact *best,
                                       const struct known_fact *wanted)
{
    for (size_t i = first_from(self, wanted->serial);
         i < self->count && self->rows[i].serial == wanted->serial; i++) {
        const struct known_fact *fact = &self->rows[i];
        if (strcmp(fact->name, wanted->name) == 0 &&
            (!fact->clause || strcmp(fact->clause, wanted->clause) == 0) && goes_before(fact, best))
            best = fact;
    }
    return best;
}

/* A fact of the contract holds for its systems too; one of a system for nobody else. */
const json_t *known_facts_at(const struct known_facts *self, int64_t serial, const char *clause,
                             const char *name)
{
    struct known_fact wanted = { .serial = OF_CONTRACT, .clause = clause, .name = name };
    const struct known_fact *best = choose(self, NULL, &wanted);
    wanted.serial = serial;
    if (serial != OF_CONTRACT)
        best = choose(self, best, &wanted);
    return best ? best->at : NULL;
}

int64_t known_facts_next(const struct known_facts *self, int64_t serial)
{
    size_t at = first_from(self, serial + 1);
    return at < self->count ? self->rows[at].serial : OF_CONTRACT;
}
