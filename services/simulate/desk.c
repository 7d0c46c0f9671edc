/* Who does which task on which day. Days are fixed when a task is taken up and never revised, so the order in which
 * tasks come (by due day, then as the database has them) is part of what a seed means.
 *
 * Three things make a day: what the story says of such tasks, chance, and who is there. They are asked in this order: leave
 * moves what lateness has moved already, as it would at a real desk. */
#include "desk.h"

#include <string.h>

#include "attr.h"
#include "chance.h"
#include "leave.h"
#include "memory.h"

/* Days after which nobody is waited for any more: somebody on leave for ever does the task then. */
enum { PATIENCE_DAYS = 400 };

/* ---- the story's rows ---- */

/* An absent list names everything. */
static bool list_names(const json_t *row, const char *key, const char *value)
{
    size_t i;
    const json_t *entry;
    const json_t *list = json_object_get(row, key);
    json_array_foreach(list, i, entry)
    {
        if (value && strcmp(json_string_value(entry), value) == 0)
            return true;
    }
    return list == NULL;
}

/* What all rows that name the task say, later ones over earlier ones, as for systems; NULL when none does. Owned. */
static json_t *said_of(const struct desk *self, const struct desk_task *task)
{
    json_t *said = NULL;
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(self->story, "tasks"), i, row)
    {
        if (!list_names(row, "clauses", task->clause) || !list_names(row, "periods", task->period))
            continue;
        said = said ? said : json_object();
        json_object_update(said, (json_t *)(uintptr_t)row);
    }
    return said;
}

/* Fields are known to be texts: the scenario was checked whole. */
static const char *text_of(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

/* ---- who ---- */

/* The story's own spelling of a name, which lives as long as the story; NULL for a stranger. */
static const char *own_name(const struct desk *self, const char *name)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(self->story, "people"), i, row)
    {
        if (name && strcmp(text_of(row, "name"), name) == 0)
            return text_of(row, "name");
    }
    return NULL;
}

/* Who may be asked in turn; never the customer. */
struct circle {
    const char *role, *team; /* team NULL: any */
};

/* Teams are compared by code; who has none belongs to no team. */
static bool belongs(const json_t *row, const struct circle *circle)
{
    const char *team = text_of(row, "team");
    return strcmp(text_of(row, "role"), circle->role) == 0 &&
           (!circle->team || (team && strcmp(team, circle->team) == 0));
}

/* Whose turn it is among those of the circle who are there on `day`; NULL when nobody is. */
static const char *in_turn(const struct desk *self, const struct circle *circle, int32_t day)
{
    const json_t *people = json_object_get(self->story, "people");
    size_t there = 0, i;
    const json_t *row;
    for (int pass = 0; pass < 2; pass++) {
        size_t wanted = there ? self->turn % there : 0;
        size_t seen = 0;
        json_array_foreach(people, i, row)
        {
            if (!belongs(row, circle) || leave_row(self->story, text_of(row, "name"), day))
                continue;
            if (pass == 1 && seen == wanted)
                return text_of(row, "name");
            seen++;
        }
        there = seen;
    }
    return NULL;
}

/* Whoever is there of the nearest circle that has somebody. */
static const char *anybody(const struct desk *self, const char *team, int32_t day)
{
    const struct circle circles[] = { { "engineer", team }, { "engineer", NULL }, { "manager", NULL }, { "leader", NULL } };
    const char *name = NULL;
    for (size_t i = team ? 0 : 1; !name && i < COUNT_OF(circles); i++)
        name = in_turn(self, &circles[i], day);
    return name;
}

/* A named person, or the deputy; NULL when neither is there. */
static const char *named(const struct desk *self, const char *name, int32_t day)
{
    const json_t *leave = leave_row(self->story, name, day);
    return leave ? own_name(self, leave_deputy(self->story, leave, day)) : name;
}

/* ---- when ---- */

static int32_t lateness(struct desk *self, const json_t *said)
{
    int32_t late = (int32_t)json_integer_value(json_object_get(said, "late"));
    if (self->days > 0 && chance_draw(&self->state, 1, 100) <= self->late)
        late += (int32_t)chance_draw(&self->state, 1, self->days);
    return late;
}

/* What is on time is done on its day, whatever day that is: a daily checklist knows no holiday. */
static int32_t catch_up_day(const struct desk *self, int32_t due, int32_t day)
{
    return day > due ? calendar_next_workday(&self->rest, day).day : day;
}

/* The first day from the wanted one on which who is asked is there. */
static struct desk_entry settle(const struct desk *self, const struct desk_task *task, const char *name, int32_t late)
{
    struct desk_entry entry = { .id = task->id };
    entry.day = catch_up_day(self, task->due, task->due + late);
    for (int waited = 0; waited < PATIENCE_DAYS; waited++) {
        entry.by = name ? named(self, name, entry.day) : anybody(self, task->team, entry.day);
        if (entry.by)
            return entry;
        entry.day = catch_up_day(self, task->due, entry.day + 1);
    }
    entry.by = name;
    return entry;
}

/* Behind all of the same day, so that what was taken up first is done first. */
static void insert(struct desk *self, struct desk_entry entry)
{
    size_t at = self->count;
    self->rows = mem_grow(self->rows, &self->cap, self->count + 1, sizeof(*self->rows));
    while (at > 0 && self->rows[at - 1].day > entry.day)
        at--;
    memmove(&self->rows[at + 1], &self->rows[at], (self->count - at) * sizeof(*self->rows));
    self->rows[at] = entry;
    self->count++;
}

/* ---- the desk ---- */

void desk_init(struct desk *self, const json_t *story, const calendar_t *calendar, uint64_t seed)
{
    const json_t *chance = json_object_get(story, "chance");
    *self = (struct desk){ .story = story, .rest = { calendar, true }, .state = seed };
    self->late = json_integer_value(json_object_get(chance, "tasks"));
    self->days = json_integer_value(json_object_get(chance, "task_days"));
    self->works = json_array_size(json_object_get(story, "tasks")) > 0;
}

/* Safe to call twice. */
void desk_fini(struct desk *self)
{
    mem_free(self->rows);
    self->rows = NULL;
    self->count = self->cap = 0;
}

/* A task that no row names is nobody's. The turn passes on with every task, so that names alternate. */
void desk_take(struct desk *self, const struct desk_task *task)
{
    json_t *said = said_of(self, task);
    if (!said || json_is_true(json_object_get(said, "skip"))) {
        json_decref(said);
        return;
    }
    const char *name = own_name(self, text_of(said, "by"));
    name = name ? name : own_name(self, task->person);
    insert(self, settle(self, task, name, lateness(self, said)));
    self->turn++;
    json_decref(said);
}

/* Rows are kept by day, so the first one is it. */
int32_t desk_next(const struct desk *self)
{
    return self->count ? self->rows[0].day : INT32_MAX;
}

/* Two names are one when both are the story's own: pointers are compared. */
json_t *desk_done(struct desk *self, int32_t day, size_t most, const char **ret_by)
{
    if (self->count == 0 || self->rows[0].day > day)
        return NULL;
    const char *by = self->rows[0].by;
    json_t *ids = json_array();
    size_t kept = 0;
    for (size_t i = 0; i < self->count; i++) {
        const struct desk_entry *entry = &self->rows[i];
        if (entry->day <= day && entry->by == by && json_array_size(ids) < most)
            json_array_append_new(ids, json_integer(entry->id));
        else
            self->rows[kept++] = *entry;
    }
    self->count = kept;
    *ret_by = by;
    return ids;
}
