/* The rows of the statements as owners, systems, items and cases. Numbers and texts come from our
 * own statements, so they are taken as they are; how many there may be is bounded here.
 *
 * What a row means for penalties is settled here once: whether missing it is a case by the pack, of
 * what type, and which place it would have among the cases of its day. Later parts only ask. The
 * same goes for whose it is: an item knows its team and person, nobody looks for them again. */
#include "forecast.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "memory.h"

/* By the order of enum forecast_kind; also the keys of nothing else: loads use their own plurals.
 */
const char *forecast_kind_word(enum forecast_kind kind)
{
    static const char *const WORDS[] = { "phase", "finding", "deliverable", "task", "other" };
    return WORDS[kind];
}

/* ---- cells ---- */

/* NULL for null and for what is not there: the statements leave nothing out, tests may. */
static const char *text(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

/* 0 for null, which is no row of any table and no serial. */
static int64_t number(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

/* Day numbers, as the statements give them; null is a day that nobody knows. */
static int32_t day(const json_t *row, const char *key)
{
    const json_t *value = json_object_get(row, key);
    return json_is_integer(value) ? (int32_t)json_integer_value(value) : NO_DAY;
}

/* Left out is false. */
static bool flag(const json_t *row, const char *key)
{
    return json_is_true(json_object_get(row, key));
}

/* Borrowed from what the forecast owns. */
static const json_t *list(const struct forecast *f, const char *key)
{
    return json_object_get(f->json, key);
}

/* ---- owners ---- */

/* Index of a team by code, -1 for none. */
static int team_of(const struct forecast *f, const char *code)
{
    for (size_t i = 0; code && i < f->team_count; i++)
        if (strcmp(f->owners[i].code, code) == 0)
            return (int)i;
    return -1;
}

/* Index of the person with this row, -1 for none. */
static int person_of(const struct forecast *f, int64_t id)
{
    for (size_t i = f->team_count; id != 0 && i + 1 < f->owner_count; i++)
        if (f->owners[i].id == id)
            return (int)i;
    return -1;
}

/* An engineer counts for the team and for the contract, which comes last. */
static void read_people(struct forecast *f, const json_t *people)
{
    struct forecast_owner *contract = &f->owners[f->owner_count - 1];
    size_t i;
    const json_t *row;
    json_array_foreach(people, i, row)
    {
        int team = team_of(f, text(row, "team"));
        f->owners[f->team_count + i] = (struct forecast_owner){
            .name = text(row, "name"), .id = number(row, "id"), .team = team, .engineers = 1
        };
        if (!flag(row, "engineer"))
            continue;
        contract->engineers++;
        if (team >= 0)
            f->owners[team].engineers++;
    }
}

/* RC_TOO_LARGE naming `what` there is too much of. */
static rc_t check_count(size_t count, size_t most, const char *what, struct problem *problem)
{
    if (count <= most)
        return RC_OK;
    return problem_set(problem, RC_TOO_LARGE, "contract", "a forecast takes at most %zu %s", most,
                       what);
}

/* Teams, people, and the contract behind them, so that an index tells which an owner is. */
static rc_t read_owners(struct forecast *f, struct problem *problem)
{
    const json_t *teams = json_object_get(list(f, "owners"), "teams");
    const json_t *people = json_object_get(list(f, "owners"), "people");
    size_t i;
    const json_t *row;
    f->team_count = json_array_size(teams);
    f->owner_count = f->team_count + json_array_size(people) + 1;
    rc_t rc = check_count(f->owner_count - 1, FORECAST_OWNERS_MAX, "teams and people", problem);
    if (rc != RC_OK)
        return rc;
    f->owners = mem_array(f->owner_count, sizeof(*f->owners));
    f->owners[f->owner_count - 1].team = -1;
    json_array_foreach(teams, i, row) f->owners[i] = (struct forecast_owner){
        .code = text(row, "code"), .name = text(row, "name"), .team = (int)i
    };
    read_people(f, people);
    return RC_OK;
}

/* A team with one engineer has its work done by that one, whether anybody said so or not; of
 * several nobody can know who will, until a task is given by name. */
size_t forecast_item_owners(const struct forecast *self, const struct forecast_item *item,
                            size_t ret_owners[ITEM_OWNERS_MAX])
{
    size_t n = 0;
    int person = item->person;
    if (item->team >= 0)
        ret_owners[n++] = (size_t)item->team;
    for (size_t i = self->team_count; person < 0 && item->team >= 0 && i + 1 < self->owner_count;
         i++)
        if (self->owners[item->team].engineers == 1 && self->owners[i].team == item->team)
            person = (int)i;
    if (person >= 0)
        ret_owners[n++] = (size_t)person;
    if (n == 0)
        ret_owners[n++] = self->owner_count - 1;
    return n;
}

/* ---- items ----
 * Four sources, one shape: phases of systems, deadlines, documents that go with phases, tasks. What
 * a source does not say keeps the value of item_of. */

/* Index of the system with this serial, -1 for none; they are sorted by it. */
static int system_of(const struct forecast *f, int64_t serial)
{
    size_t low = 0;
    size_t high = f->system_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->systems[middle].serial < serial)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->system_count && f->systems[low].serial == serial ? (int)low : -1;
}

/* What all rows of things that fall due have in common. */
static struct forecast_item item_of(const struct forecast *f, const json_t *row)
{
    int system = system_of(f, number(row, "serial"));
    return (struct forecast_item){
        .id = number(row, "id"),
        .code = text(row, "code"),
        .case_code = text(row, "case"),
        .clause = text(row, "clause"),
        .title = text(row, "title"),
        .unit = text(row, "unit"),
        .system = system,
        .team = system >= 0 ? f->systems[system].team : -1,
        .person = -1,
        .from = day(row, "from"),
        .due = day(row, "due"),
        .provisional = flag(row, "provisional"),
        .missed = flag(row, "missed"),
        .follows = -1,
        .facts = json_object_get(row, "facts"),
    };
}

/* What missing an item would be by the pack. */
static void find_case(const struct forecast *f, const char *kind, struct forecast_item *item)
{
    const struct penalty_source *source =
        penalty_source_of(&f->frame->pack->penalties, kind, item->facts);
    item->clocked = true;
    item->history = kind;
    item->case_type = source ? source->case_type : NULL;
}

/* Active, returned and suspended phases run: their deadline is there, and what stands still is not
 * due before today (the statement sees to it). */
static enum phase_stage stage_of(const char *state)
{
    if (strcmp(state, "planned") == 0)
        return STAGE_PLANNED;
    return strcmp(state, "submitted") == 0 ? STAGE_SUBMITTED : STAGE_RUNNING;
}

/* A phase that the pack of the contract does not know any more is left out: nothing could be
 * reckoned of it. */
static void add_phase(struct forecast *f, size_t system, const json_t *row)
{
    const struct pack_phase *rule = pack_phase(f->frame->pack, number(row, "number"));
    struct forecast_item item = item_of(f, row);
    if (!rule)
        return;
    bool begun = !json_is_null(json_object_get(row, "deadline"));
    item.kind = FORECAST_PHASE;
    item.subject = begun ? "deadline" : "phase";
    item.id = number(row, begun ? "deadline" : "id");
    item.rule = rule;
    item.clause = rule->clause;
    item.title = rule->name;
    item.stage = stage_of(text(row, "state"));
    item.system = (int)system;
    item.team = f->systems[system].team;
    if (item.stage != STAGE_SUBMITTED)
        find_case(f, "phase", &item);
    f->items[f->item_count++] = item;
    f->systems[system].count++;
}

/* Phases of a system lie beside each other in the items, in the order of the statement. */
static void read_systems(struct forecast *f)
{
    size_t i, k;
    const json_t *row, *phase;
    f->systems = mem_array(json_array_size(list(f, "systems")) + 1, sizeof(*f->systems));
    json_array_foreach(list(f, "systems"), i, row)
    {
        f->systems[f->system_count++] = (struct forecast_system){
            .serial = number(row, "serial"),
            .name = text(row, "name"),
            .team = team_of(f, text(row, "team")),
            .started = flag(row, "started"),
            .done = flag(row, "done"),
            .first = f->item_count,
        };
        json_array_foreach(json_object_get(row, "phases"), k, phase) add_phase(f, i, phase);
    }
}

/* A deadline by which a deliverable is due is a deliverable to whoever has to write it. */
static void add_deadline(struct forecast *f, const json_t *row)
{
    struct forecast_item item = item_of(f, row);
    const char *kind = text(row, "kind");
    item.subject = "deadline";
    item.kind = strcmp(kind, "finding") == 0 ? FORECAST_FINDING : FORECAST_OTHER;
    if (flag(row, "document"))
        item.kind = FORECAST_DELIVERABLE;
    find_case(f, kind, &item);
    f->items[f->item_count++] = item;
}

/* Due with the phase that brings it about; with one that ended already, since its end. Without
 * either nobody knows when. */
static void add_document(struct forecast *f, const json_t *row)
{
    struct forecast_item item = item_of(f, row);
    const struct forecast_system *system = item.system >= 0 ? &f->systems[item.system] : NULL;
    item.subject = "deliverable";
    item.kind = FORECAST_DELIVERABLE;
    for (size_t i = 0; system && i < system->count; i++)
        if (f->items[system->first + i].rule->no == number(row, "phase"))
            item.follows = (int)(system->first + i);
    item.from = f->today;
    item.due = day(row, "ended");
    if (item.follows >= 0 || item.due != NO_DAY)
        f->items[f->item_count++] = item;
}

/* A task without a system is its person's team's; without either it is the contract's. */
static void add_task(struct forecast *f, const json_t *row)
{
    struct forecast_item item = item_of(f, row);
    item.subject = "task";
    item.kind = flag(row, "document") ? FORECAST_DELIVERABLE : FORECAST_TASK;
    item.routine = flag(row, "routine");
    item.person = person_of(f, number(row, "person"));
    if (item.team < 0 && item.person >= 0)
        item.team = f->owners[item.person].team;
    f->items[f->item_count++] = item;
}

typedef void add_fn(struct forecast *f, const json_t *row);

/* In this order: documents look for the phases they go with. */
static const struct {
    const char *key;
    add_fn *add;
} LISTS[] = { { "deadlines", add_deadline }, { "documents", add_document }, { "tasks", add_task } };

/* Everything that falls due, at most FORECAST_ITEMS_MAX. */
static size_t count_items(const struct forecast *f)
{
    size_t count = 0;
    size_t i;
    const json_t *row;
    for (size_t k = 0; k < COUNT_OF(LISTS); k++)
        count += json_array_size(list(f, LISTS[k].key));
    json_array_foreach(list(f, "systems"), i, row) count +=
        json_array_size(json_object_get(row, "phases"));
    return count;
}

/* Counted before anything is made, so that the room fits exactly. */
static rc_t read_items(struct forecast *f, struct problem *problem)
{
    size_t i;
    const json_t *row;
    size_t count = count_items(f);
    rc_t rc =
        check_count(json_array_size(list(f, "systems")), FORECAST_SYSTEMS_MAX, "systems", problem);
    if (rc == RC_OK)
        rc = check_count(count, FORECAST_ITEMS_MAX, "things that fall due", problem);
    if (rc != RC_OK)
        return rc;
    f->items = mem_array(count + 1, sizeof(*f->items));
    read_systems(f);
    for (size_t k = 0; k < COUNT_OF(LISTS); k++)
        json_array_foreach(list(f, LISTS[k].key), i, row) LISTS[k].add(f, row);
    return RC_OK;
}

/* ---- cases ----
 * Those that stand. They are read as the penalty worker reads them, breaches included that it has
 * not come to yet: a forecast is about the facts, not about how far a worker is. */

/* Cases that the pack does not know as such are no cases: a breach of a kind that costs nothing. */
static rc_t read_cases(struct forecast *f, struct problem *problem)
{
    size_t i;
    const json_t *row;
    const json_t *rows = list(f, "cases");
    rc_t rc = check_count(json_array_size(rows), FORECAST_CASES_MAX, "cases", problem);
    if (rc != RC_OK)
        return rc;
    f->cases = mem_array(json_array_size(rows) + 1, sizeof(*f->cases));
    json_array_foreach(rows, i, row)
    {
        const json_t *facts = json_object_get(row, "facts");
        const char *type = text(row, "type");
        const struct penalty_source *source =
            type ? NULL : penalty_source_of(&f->frame->pack->penalties, text(row, "kind"), facts);
        if (!type && !source)
            continue;
        f->cases[f->case_count++] = (struct penalty_case){
            .type = type ? type : source->case_type,
            .at = day(row, "on"),
            .id = (int64_t)i, /* for name_order; the rank comes after */
            .incident = text(row, "incident"),
            .facts = facts,
        };
    }
    return RC_OK;
}

/* A case by its code, and where its rank goes. */
struct case_name {
    const char *code;
    int64_t *rank;
};

/* Byte by byte, as collation "C" does for the penalty worker. */
static int name_order(const void *left, const void *right)
{
    const struct case_name *a = left;
    const struct case_name *b = right;
    return strcmp(a->code, b->code);
}

/* Cases of one day are counted in order of their codes (workers/penalty): those that stand and
 * those that may come are ranked together, once for all questions. */
static void rank_cases(struct forecast *f)
{
    struct case_name *names = mem_array(f->case_count + f->item_count + 1, sizeof(*names));
    size_t count = 0;
    for (size_t i = 0; i < f->case_count; i++)
        names[count++] = (struct case_name){
            text(json_array_get(list(f, "cases"), (size_t)f->cases[i].id), "code"), &f->cases[i].id
        };
    for (size_t i = 0; i < f->item_count; i++)
        if (f->items[i].case_type)
            names[count++] = (struct case_name){ f->items[i].case_code, &f->items[i].rank };
    qsort(names, count, sizeof(*names), name_order);
    for (size_t i = 0; i < count; i++)
        *names[i].rank = (int64_t)i + 1;
    mem_free(names);
}

/* ---- history ----
 * One distribution may serve many items; which one is decided by the deadline's kind and clause. */

/* The statement's rows as spreads take them. */
struct forecast_past *forecast_past_of(const struct forecast *self, size_t *ret_count)
{
    const json_t *rows = list(self, "history");
    size_t count = json_array_size(rows);
    struct forecast_past *past = mem_array(count + 1, sizeof(*past));
    for (size_t i = 0; i < count; i++) {
        const json_t *row = json_array_get(rows, i);
        past[i] = (struct forecast_past){ text(row, "kind"), text(row, "clause"),
                                          (int32_t)number(row, "days"), number(row, "count") };
    }
    *ret_count = count;
    return past;
}

/* Rows move while distributions are made, so items get theirs when all are there. */
static void find_spreads(struct forecast *f)
{
    size_t count = 0;
    struct forecast_past *past = forecast_past_of(f, &count);
    size_t *which = mem_array(f->item_count + 1, sizeof(*which));
    for (size_t i = 0; i < f->item_count; i++)
        if (f->items[i].clocked)
            which[i] = forecast_spread_for(&f->spreads, past, count, f->items[i].history,
                                           f->items[i].clause);
    for (size_t i = 0; i < f->item_count; i++)
        if (f->items[i].clocked)
            f->items[i].spread = &f->spreads.rows[which[i]];
    mem_free(past);
    mem_free(which);
}

/* Each part needs those before it: items their owners, cases the pack, ranks both. */
rc_t forecast_read(json_t *json, const struct contract_frame *frame, int32_t today,
                   struct forecast *ret_forecast, struct problem *problem)
{
    struct forecast *f = ret_forecast;
    *f = (struct forecast){ .json = json, .frame = frame, .today = today, .until = today };
    rc_t rc = read_owners(f, problem);
    if (rc == RC_OK)
        rc = read_items(f, problem);
    if (rc == RC_OK)
        rc = read_cases(f, problem);
    if (rc != RC_OK)
        return rc;
    rank_cases(f);
    find_spreads(f);
    return RC_OK;
}

/* Items and cases borrow their texts from the JSON, which therefore goes last. */
void forecast_fini(struct forecast *self)
{
    mem_free(self->owners);
    mem_free(self->systems);
    mem_free(self->items);
    mem_free(self->cases);
    forecast_spreads_fini(&self->spreads);
    json_decref(self->json);
    *self = (struct forecast){ .frame = NULL };
}
