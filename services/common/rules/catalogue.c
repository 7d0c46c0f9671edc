/* Looking up and counting. The tables are small (some 250 points), so they are walked. */
#include "catalogue.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "memory.h"

/* Rows and texts live in the arena; nothing else belongs to a catalogue. */
void catalogue_destroy(struct catalogue **self_p)
{
    if (!*self_p)
        return;
    arena_destroy(&(*self_p)->arena);
    mem_free(*self_p);
    *self_p = NULL;
}

/* ---- counting ---- */

/* The reader lets only S, A and G pass, so the search always finds one of the three. */
static void add_point(struct catalogue_counts *counts, const struct catalogue_point *point)
{
    int64_t *const by[] = { &counts->s, &counts->a, &counts->g };
    counts->points++;
    counts->items += point->items;
    *by[strchr("SAG", point->attribute) - "SAG"] += point->items;
}

/* A category goes by its name or its code, since reports use both. */
void catalogue_count(const struct catalogue *self, int64_t level, const char *category,
                     struct catalogue_counts *ret_counts)
{
    struct catalogue_counts counts = { .points = 0 };
    for (size_t i = 0; i < self->points.count; i++) {
        const struct catalogue_point *p = &self->points.rows[i];
        if (p->level == level &&
            (!category || strcmp(p->category, category) == 0 || strcmp(p->code, category) == 0))
            add_point(&counts, p);
    }
    *ret_counts = counts;
}

/* Each point is taken at the level of its own attribute, general ones at the higher of the two.
 * Both levels are checked before a row is looked at, so *ret_counts is whole or untouched. */
rc_t catalogue_tailor(const struct catalogue *self, int64_t s, int64_t a,
                      struct catalogue_counts *ret_counts, struct problem *problem)
{
    const struct {
        const char *name;
        int64_t level;
    } asked[] = { { "s", s }, { "a", a } };
    struct catalogue_counts counts = { .points = 0 };
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
        if (asked[i].level < 1 || asked[i].level > CATALOGUE_LEVELS)
            return problem_set(problem, RC_INVALID, asked[i].name,
                               "\"%s\" must be a level from 1 to %d", asked[i].name,
                               CATALOGUE_LEVELS);
    for (size_t i = 0; i < self->points.count; i++) {
        const struct catalogue_point *p = &self->points.rows[i];
        int64_t general = s > a ? s : a;
        int64_t level = p->attribute == 'S' ? s : p->attribute == 'A' ? a : general;
        if (p->level == level)
            add_point(&counts, p);
    }
    *ret_counts = counts;
    return RC_OK;
}

/* Asked for by its own name or by another name of it; rows stand under the own name. */
int64_t catalogue_extension_items(const struct catalogue *self, const char *extension,
                                  int64_t level)
{
    int64_t items = 0;
    for (size_t i = 0; i < self->extensions.count; i++) {
        const struct catalogue_extension *e = &self->extensions.rows[i];
        if (e->level == level && strcmp(e->extension, catalogue_name(self, extension)) == 0)
            items += e->items;
    }
    return items;
}

/* ---- codes and names ---- */

/* Codes of the general requirements carry a 1 behind the category; extensions are counted but their
 * items have no code here. Three letters and checked numbers keep the text inside UNIT_TEXT. */
const char *catalogue_unit_code(const struct catalogue_point *point, int64_t n, char *out)
{
    snprintf(out, UNIT_TEXT, "L%d-%.3s1-%02d", (int)point->level, point->code,
             (int)(point->first + n));
    return out;
}

/* Every code is made and compared, so only the exact form as it is printed will do, and a number in
 * a gap between two points is no item. */
const struct catalogue_point *catalogue_unit(const struct catalogue *self, const char *code)
{
    char own[UNIT_TEXT];
    for (size_t i = 0; i < self->points.count; i++)
        for (int64_t n = 0; n < self->points.rows[i].items; n++)
            if (strcmp(catalogue_unit_code(&self->points.rows[i], n, own), code) == 0)
                return &self->points.rows[i];
    return NULL;
}

/* Value of a key; NULL when it is not there. Compared exactly; keys are unique (catalogue_csv.c),
 * so the first is the one. */
static const char *value_of(const struct catalogue_pair *rows, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].key, key) == 0)
            return rows[i].value;
    return NULL;
}

/* As text, the way the source states it: nothing is reckoned with weights here. */
const char *catalogue_weight(const struct catalogue *self, const char *code)
{
    return value_of(self->weights.rows, self->weights.count, code);
}

/* One step only: another name of another name is not followed. */
const char *catalogue_name(const struct catalogue *self, const char *name)
{
    const char *own = value_of(self->aliases.rows, self->aliases.count, name);
    return own ? own : name;
}

/* "And above" includes the level itself (C1). */
bool catalogue_case_at(const struct catalogue_case *row, int64_t level)
{
    return row->and_above ? level >= row->min_level : level == row->min_level;
}
