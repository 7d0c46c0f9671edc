/* The packs and the calendar that `mlps eval` answers from: read once, when first named, and lent
 * for the life of the shelf. */
#include "rule_shelf.h"

#include <string.h>

#include "attr.h"
#include "ceilings.h"
#include "pack_text.h"
#include "schema_calendars_embed.h"

/* The one calendar that ships; packs name it by this code. */
static const char CALENDAR_CODE[] = "cn";
static const char CALENDAR_FILE[] = "cn.csv";
/* What proofs call the calendar of this program, as the demo loads it. */
static const char CALENDAR_VERSION[] = "shipped";

/* Packs come later, one at a time and only when asked for; the calendar is needed by every rule and
 * is read at once. Safe to fini when this fails. */
rc_t rule_shelf_init(struct rule_shelf *self, struct problem *problem)
{
    *self = (struct rule_shelf){ .count = 0 };
    for (const struct embed *e = schema_calendars; e->name; e++)
        if (strcmp(e->name, CALENDAR_FILE) == 0)
            return calendar_read_csv(CALENDAR_CODE, CALENDAR_VERSION, e->text, e->size, &self->calendar, problem);
    return problem_set(problem, RC_INTERNAL, NULL, "this program carries no calendar \"%s\"", CALENDAR_CODE);
}

/* Whatever was lent (packs, the calendar, an eval_env) ends here. Safe on a shelf of zeros. */
void rule_shelf_fini(struct rule_shelf *self)
{
    for (size_t i = 0; i < self->count; i++)
        pack_destroy(&self->packs[i]);
    calendar_destroy(&self->calendar);
    *self = (struct rule_shelf){ .count = 0 };
}

/* Linear: SHELF_PACKS_MAX is small, and each question looks once. */
static pack_t *find(const struct rule_shelf *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->packs[i]->name, name) == 0)
            return self->packs[i];
    return NULL;
}

/* The shelf owns the pack from here on. A name may stand only once: two packs of one name would
 * make answers depend on the order in which they were read. */
rc_t rule_shelf_put(struct rule_shelf *self, const char *path, struct problem *problem)
{
    pack_t *pack = NULL;
    if (self->count == SHELF_PACKS_MAX)
        return problem_set(problem, RC_TOO_LARGE, path, "no more than %d packs at once", SHELF_PACKS_MAX);
    rc_t rc = pack_text_read(path, &pack, problem);
    if (rc != RC_OK)
        return rc;
    if (find(self, pack->name)) {
        rc = problem_set(problem, RC_CONFLICT, path, "%s: pack \"%s\" is given twice", path, pack->name);
        pack_destroy(&pack);
        return rc;
    }
    self->packs[self->count++] = pack;
    return RC_OK;
}

/* Only names that ship are opened here: a question never makes this program read a file. */
static const pack_t *shelf_pack(void *arg, const char *name)
{
    struct rule_shelf *self = arg;
    struct problem problem = { .rc = RC_OK };
    const pack_t *found = find(self, name);
    if (found || strlen(name) >= MAX_NAME_FIELD || !pack_text_shipped(name))
        return found;
    return rule_shelf_put(self, name, &problem) == RC_OK ? find(self, name) : NULL;
}

/* Packs name their calendar by code; another code than the shipped one has no answer here, and the
 * rule says so. */
static const calendar_t *shelf_calendar(void *arg, const char *code)
{
    const struct rule_shelf *self = arg;
    return strcmp(code, CALENDAR_CODE) == 0 ? self->calendar : NULL;
}

/* Borrows the shelf, which must not move or end before the env's last use. */
struct eval_env rule_shelf_env(struct rule_shelf *self)
{
    return (struct eval_env){ shelf_pack, shelf_calendar, self };
}
