/* One mechanism, five rules: each says which items it looks at, for whom, on what day, and how many
 * are still no collision.
 *
 * A rule turns items into entries (day, owner, item). Sorted, the entries of one day and owner lie
 * beside each other, and such a run that is longer than the rule's limit is a collision. So a sixth
 * rule is a row of RULES and perhaps a predicate, and no rule knows of another; only drop_told
 * looks at two of them, to tell one trouble once. */
#include "forecast_collide.h"

#include <stdlib.h>

#include "memory.h"

/* An item as one rule sees it: what is known of it, and when the plan has it begin, fall due and
 * end. */
struct candidate {
    const struct forecast *forecast;
    const struct forecast_item *item;
    const struct course_row *row;
};

/* Its place among the others of the same rule. */
struct entry {
    int32_t day;
    size_t owner;
    size_t item;
    const char *holiday;
    bool provisional;
};

/* ---- on what day ----
 * Each sets the entry's day and, where there is one, its holiday; false: the rule does not look at
 * this item. */

/* The last working day not after the due day: what is due on a Sunday is handed over on Friday. Not
 * before today. */
static bool on_handover(const struct candidate *c, struct entry *ret)
{
    struct reckoned_day day = calendar_prev_workday(&c->forecast->frame->calendar, c->row->due);
    ret->day = day.day > c->forecast->today ? day.day : c->forecast->today;
    ret->provisional = ret->provisional || day.provisional;
    return true;
}

/* The due day, where it lies in a holiday or beside it. */
static bool on_special(const struct candidate *c, struct entry *ret)
{
    struct calendar_holiday holiday;
    int32_t due = c->row->due;
    if (!calendar_holiday_from(c->forecast->frame->calendar.calendar, due - 1, &holiday) ||
        due < holiday.from - 1)
        return false;
    ret->day = due;
    ret->holiday = holiday.name;
    return true;
}

/* The due day, where it is a working day and a holiday lies between it and the one before. */
static bool on_return(const struct candidate *c, struct entry *ret)
{
    const struct calendar_use *use = &c->forecast->frame->calendar;
    struct calendar_holiday holiday;
    int32_t due = c->row->due;
    if (!calendar_classify(use, due).workday)
        return false;
    int32_t before = calendar_prev_workday(use, due - 1).day;
    if (!calendar_holiday_from(use->calendar, before + 1, &holiday) || holiday.from >= due)
        return false;
    ret->day = due;
    ret->holiday = holiday.name;
    return true;
}

/* ---- which items, and how many ----
 * Predicates and limits are functions and no numbers of the table, so that a row reads as what it
 * says. */

/* A phase is handed over as a whole, with its documents and its gate: two on a day are one too
 * many whatever the capacity. */
static bool is_phase(const struct forecast_item *item)
{
    return item->kind == FORECAST_PHASE;
}

/* For capacities: every kind of thing has to be handed over by somebody. */
static bool is_any(const struct forecast_item *item)
{
    (void)item;
    return true;
}

/* Documents are received and signed by the customer, who is not there in a holiday. */
static bool is_document(const struct forecast_item *item)
{
    return item->kind == FORECAST_DELIVERABLE;
}

/* Everything else can be done before a holiday, and is not looked at on the first day after it. */
static bool is_no_document(const struct forecast_item *item)
{
    return !is_document(item);
}

/* One is too many: it is the date that is wrong, not the number. */
static int64_t none(const struct forecast *f, size_t owner)
{
    (void)f;
    (void)owner;
    return 0;
}

/* Two are too many. */
static int64_t one(const struct forecast *f, size_t owner)
{
    (void)f;
    (void)owner;
    return 1;
}

/* A team without engineers on file still has somebody. */
static int64_t capacity_of(const struct forecast *f, size_t owner)
{
    int engineers = f->owners[owner].engineers;
    return f->capacity * (engineers > 1 ? engineers : 1);
}

/* ---- for whom ---- */

/* By place: teams come first among the owners (forecast.h). */
static bool is_team(const struct forecast *f, size_t owner)
{
    return owner < f->team_count;
}

/* A person's share of what is due at a bad time is told with the team. */
static bool is_team_or_contract(const struct forecast *f, size_t owner)
{
    return is_team(f, owner) || owner + 1 == f->owner_count;
}

/* Who is left between the teams and the contract. */
static bool is_person(const struct forecast *f, size_t owner)
{
    return !is_team_or_contract(f, owner);
}

/* `own`: at least one must be given to the person by name, for what the team's only engineer has is
 * the team's collision already. */
static const struct rule {
    const char *word;
    bool (*takes)(const struct forecast_item *item);
    bool (*has_owner)(const struct forecast *f, size_t owner);
    bool (*day)(const struct candidate *c, struct entry *ret);
    int64_t (*limit)(const struct forecast *f, size_t owner);
    bool own;
} RULES[COLLIDE__COUNT] = {
    [COLLIDE_PHASES] = { "phases", is_phase, is_team, on_handover, one, false },
    [COLLIDE_TEAM] = { "team_load", is_any, is_team_or_contract, on_handover, capacity_of, false },
    [COLLIDE_PERSON] = { "person_load", is_any, is_person, on_handover, capacity_of, true },
    [COLLIDE_SPECIAL] = { "special_period", is_document, is_team_or_contract, on_special, none,
                          false },
    [COLLIDE_AFTER] = { "after_holiday", is_no_document, is_team_or_contract, on_return, none,
                        false },
};

/* The word is in the rule's own row, so that a new rule has one. */
const char *collision_word(enum collision_rule rule)
{
    return RULES[rule].word;
}

/* ---- finding them ---- */

/* Whether an item can collide at all: due within the forecast, not done, no daily work. */
static bool is_due(const struct forecast *f, const struct forecast_item *item,
                   const struct course_row *row)
{
    return !item->routine && item->stage != STAGE_SUBMITTED && row->due >= f->today &&
           row->due <= f->until;
}

/* Entries of one item under one rule, for each owner that the rule knows; the number added. */
static size_t add_entries(const struct rule *rule, const struct candidate *c, size_t index,
                          struct entry *out)
{
    size_t owners[ITEM_OWNERS_MAX];
    struct entry entry = { .item = index, .provisional = c->row->provisional };
    size_t added = 0;
    if (!rule->takes(c->item) || !rule->day(c, &entry))
        return 0;
    size_t n = forecast_item_owners(c->forecast, c->item, owners);
    for (size_t k = 0; k < n; k++) {
        if (!rule->has_owner(c->forecast, owners[k]))
            continue;
        entry.owner = owners[k];
        out[added++] = entry;
    }
    return added;
}

/* The items of a day in the order of the forecast, which is that of systems and codes. */
static int entry_order(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->owner != b->owner)
        return a->owner < b->owner ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

/* One day's entries of one owner as a collision. */
static void add_collision(struct forecast_collisions *self, enum collision_rule rule,
                          const struct entry *entries, size_t count)
{
    struct forecast_collision row = { .rule = rule,
                                      .day = entries->day,
                                      .owner = entries->owner,
                                      .holiday = entries->holiday,
                                      .first = self->pick_count,
                                      .count = count };
    self->picks =
        mem_grow(self->picks, &self->pick_cap, self->pick_count + count, sizeof(*self->picks));
    for (size_t i = 0; i < count; i++) {
        self->picks[self->pick_count++] = entries[i].item;
        row.provisional = row.provisional || entries[i].provisional;
    }
    self->rows = mem_grow(self->rows, &self->cap, self->count + 1, sizeof(*self->rows));
    self->rows[self->count++] = row;
}

/* Whether one of the entries was given to their owner by name. */
static bool has_own(const struct forecast *f, const struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (f->items[entries[i].item].person == (int)entries->owner)
            return true;
    return false;
}

/* Part sorted entries into days and owners, and keep those beyond the rule's limit. */
static void judge_entries(const struct forecast *f, enum collision_rule which,
                          const struct entry *entries, size_t count,
                          struct forecast_collisions *self)
{
    const struct rule *rule = &RULES[which];
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && entries[to].day == entries[from].day &&
                        entries[to].owner == entries[from].owner;)
            to++;
        int64_t limit = rule->limit(f, entries[from].owner);
        if ((int64_t)(to - from) <= limit || (rule->own && !has_own(f, &entries[from], to - from)))
            continue;
        add_collision(self, which, &entries[from], to - from);
        self->rows[self->count - 1].limit = limit;
    }
}

/* Never 0 for two rows, so that the order is one only. */
static int collision_order(const void *left, const void *right)
{
    const struct forecast_collision *a = left;
    const struct forecast_collision *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    return (a->owner > b->owner) - (a->owner < b->owner);
}

/* Whether the phases of row `phases` are told already: a team that has too much on that day has
 * them among it. */
static bool is_told(const struct forecast_collisions *self, const struct forecast_collision *phases)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->rows[i].rule == COLLIDE_TEAM && self->rows[i].day == phases->day &&
            self->rows[i].owner == phases->owner)
            return true;
    return false;
}

/* One row for one trouble. */
static void drop_told(struct forecast_collisions *self)
{
    size_t kept = 0;
    for (size_t i = 0; i < self->count; i++)
        if (self->rows[i].rule != COLLIDE_PHASES || !is_told(self, &self->rows[i]))
            self->rows[kept++] = self->rows[i];
    self->count = kept;
}

/* One rule at a time over the same room: an item makes at most ITEM_OWNERS_MAX entries of a rule.
 */
void forecast_collide(const struct forecast *forecast, const struct course_row *rows,
                      struct forecast_collisions *ret_collisions)
{
    struct forecast_collisions found = { .rows = NULL };
    struct entry *entries = mem_array(forecast->item_count * ITEM_OWNERS_MAX + 1, sizeof(*entries));
    for (size_t rule = 0; rule < COLLIDE__COUNT; rule++) {
        size_t count = 0;
        for (size_t i = 0; i < forecast->item_count; i++) {
            const struct candidate c = { forecast, &forecast->items[i], &rows[i] };
            if (is_due(forecast, c.item, c.row))
                count += add_entries(&RULES[rule], &c, i, &entries[count]);
        }
        qsort(entries, count, sizeof(*entries), entry_order);
        judge_entries(forecast, (enum collision_rule)rule, entries, count, &found);
    }
    drop_told(&found);
    if (found.count > 0)
        qsort(found.rows, found.count, sizeof(*found.rows), collision_order);
    mem_free(entries);
    *ret_collisions = found;
}

/* Names of holidays are the calendar's. */
void forecast_collisions_fini(struct forecast_collisions *self)
{
    mem_free(self->rows);
    mem_free(self->picks);
    *self = (struct forecast_collisions){ .rows = NULL };
}
