/* From a story to requests: every row of the story becomes actions with a day, a lane and a rank;
 * all are cut at today and sorted, so the same file and day give the same requests in the same
 * order. */
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "attr.h"
#include "civil.h"
#include "memory.h"
#include "parse.h"
#include "scenario_check.h"
#include "scenario_system.h"
#include "yaml_tree.h"

/* Minutes east of UTC: the zone that contracts count their days in. */
enum { ZONE_MINUTES = 480 };

/* Scalars that mean something to the services get their type; dates and decimals stay text. */
static json_t *scalar(const struct yaml_node *node)
{
    int64_t number;
    if (!node->quoted && strcmp(node->text, "true") == 0)
        return json_true();
    if (!node->quoted && strcmp(node->text, "false") == 0)
        return json_false();
    if (!node->quoted && parse_i64(node->text, &number))
        return json_integer(number);
    return json_string(node->text);
}

/* Depth is bounded by yaml_tree_read (MAX_PACK_DEPTH). */
static json_t *to_json(const struct yaml_node *node)
{
    if (node->kind == YAML_TEXT)
        return scalar(node);
    json_t *json = node->kind == YAML_LIST ? json_array() : json_object();
    for (const struct yaml_node *n = node->first; n; n = n->next) {
        if (node->kind == YAML_LIST)
            json_array_append_new(json, to_json(n));
        else
            json_object_set_new(json, n->key, to_json(n));
    }
    return json;
}

/* Read by the packs' YAML reader, which bounds depth and size and names line and column; the
 * tree goes with the arena, the JSON stays. */
rc_t scenario_read(const char *bytes, size_t len, const char *file, json_t **ret_story,
                   struct problem *problem)
{
    struct pack_source source = { bytes, len, file, NULL, NULL };
    struct arena *arena = arena_new();
    struct yaml_memory memory = { arena, arena };
    const struct yaml_node *root = NULL;
    rc_t rc = yaml_tree_read(&source, &memory, &root, problem);
    if (rc == RC_OK)
        rc = scenario_check(root, problem);
    if (rc == RC_OK)
        *ret_story = to_json(root);
    arena_destroy(&arena);
    return rc;
}

/* `number` keeps the order of making among equal days and ranks, so that sorting is stable and
 * every run the same. */
void actions_add(struct actions *self, struct action action)
{
    self->rows = mem_grow(self->rows, &self->cap, self->count + 1, sizeof(*self->rows));
    action.number = self->count;
    self->rows[self->count++] = action;
}

/* Safe on an empty list; the arguments of every action go with it. */
void actions_fini(struct actions *self)
{
    for (size_t i = 0; i < self->count; i++)
        json_decref(self->rows[i].args);
    mem_free(self->rows);
    *self = (struct actions){ NULL, 0, 0 };
}

/* The order in which a lane lives: day, then rank, then as made. */
static int by_turn(const void *a, const void *b)
{
    const struct action *x = a;
    const struct action *y = b;
    if (x->lane != y->lane)
        return x->lane < y->lane ? -1 : 1;
    if (x->on != y->on)
        return x->on < y->on ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* When a row of the story happens: a day of the contracts' zone, and the instant where one is told. */
struct moment {
    int32_t on;
    int64_t at_us; /* 0: some time of that day */
};

/* An instant told with another offset belongs to the day that the contracts' zone has then. */
static rc_t moment_of(const json_t *row, const char *key, struct moment *ret, struct problem *problem)
{
    const char *text = json_string_value(json_object_get(row, key));
    struct moment moment = { 0, 0 };
    if (text && civil_parse_instant(text, &moment.at_us))
        moment.on = civil_day_of(moment.at_us, ZONE_MINUTES);
    else if (!text || !civil_parse_date(text, &moment.on))
        return problem_set(problem, RC_INVALID, key, "\"%s\" of a scenario row must be a date or an instant",
                           key);
    *ret = moment;
    return RC_OK;
}

/* Facts, incidents, cases: their rows are the requests' arguments but for the contract and a few names. */
struct plain_rule {
    const char *list;   /* of the story */
    const char *day;    /* key with the row's date */
    const char *service, *op;
    const char *from;   /* key that is renamed ... */
    const char *to;     /* ... to this one */
    const char *drop[8]; /* keys that belong to later steps */
};

/* A new kind of row in a scenario is a new row here, unless it has steps of its own. */
static const struct plain_rule PLAIN[] = {
    { "facts", "on", "mlps.sla", "fact.record", "on", "at", { NULL } },
    { "incidents", "occurred", "mlps.sla", "incident.open", "occurred", "occurred_at",
      { "responded", "onsite_requested", "arrived", "resolved", "regraded", "closed", NULL } },
    { "cases", "on", "mlps.sla", "case.record", "on", "on", { NULL } },
};

/* The row itself is the story's and stays as it is: the copy is shallow, its values are shared. */
static json_t *plain_args(const struct plain_rule *rule, const json_t *row, const json_t *contract)
{
    json_t *args = json_copy((json_t *)(uintptr_t)row);
    json_t *moved = json_incref(json_object_get(args, rule->from));
    json_object_del(args, rule->from);
    json_object_set_new(args, rule->to, moved);
    for (size_t i = 0; rule->drop[i]; i++)
        json_object_del(args, rule->drop[i]);
    json_object_set(args, "contract", (json_t *)(uintptr_t)contract);
    return args;
}

/* Rank 1: what opens something comes before the steps that follow it on the same day. */
static rc_t expand_plain(struct actions *actions, const struct plain_rule *rule, const json_t *story,
                         const json_t *contract, struct problem *problem)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(story, rule->list), i, row)
    {
        struct moment when;
        rc_t rc = moment_of(row, rule->day, &when, problem);
        if (rc != RC_OK)
            return rc;
        actions_add(actions, (struct action){ .service = rule->service, .op = rule->op,
                                              .args = plain_args(rule, row, contract), .lane = LANE_CONTRACT,
                                              .on = when.on, .at_us = when.at_us, .rank = 1 });
    }
    return RC_OK;
}

/* What happens to an incident after it was opened: the row's key, the request, the order within a
 * day (the opening has rank 1). A grade may still change when all is repaired, never when it is filed. */
struct incident_step {
    const char *key, *op;
    int rank;
};

static const struct incident_step STEPS[] = {
    { "responded", "incident.respond", 2 }, { "onsite_requested", "incident.request_onsite", 3 },
    { "arrived", "incident.arrive", 4 },    { "resolved", "incident.resolve", 5 },
    { "closed", "incident.close", 7 },
};
static const struct incident_step REGRADE = { "at", "incident.regrade", 6 };

/* An incident on its way into actions. Everything is borrowed. */
struct incident_life {
    struct actions *actions;
    const json_t *contract, *row;
};

/* Takes the arguments; `told` has the step's instant under the step's key. */
static rc_t add_incident_step(const struct incident_life *life, const struct incident_step *step,
                              const json_t *told, json_t *args, struct problem *problem)
{
    struct moment when;
    rc_t rc = moment_of(told, step->key, &when, problem);
    if (rc != RC_OK) {
        json_decref(args);
        return rc;
    }
    json_object_set(args, "contract", (json_t *)(uintptr_t)life->contract);
    json_object_set(args, "code", json_object_get(life->row, "code"));
    actions_add(life->actions, (struct action){ .service = "mlps.sla", .op = step->op, .args = args,
                                                .lane = LANE_CONTRACT, .on = when.on, .at_us = when.at_us,
                                                .rank = step->rank });
    return RC_OK;
}

/* The service takes the business time as that of a grading, so the row's instant is when it is
 * entered and no argument. */
static rc_t expand_regradings(const struct incident_life *life, struct problem *problem)
{
    size_t i;
    const json_t *row;
    rc_t rc = RC_OK;
    json_array_foreach(json_object_get(life->row, "regraded"), i, row)
    {
        json_t *args = json_copy((json_t *)(uintptr_t)row);
        json_object_del(args, REGRADE.key);
        rc = add_incident_step(life, &REGRADE, row, args, problem);
        if (rc != RC_OK)
            break;
    }
    return rc;
}

static rc_t expand_incidents(struct actions *actions, const json_t *story, const json_t *contract,
                             struct problem *problem)
{
    size_t i;
    struct incident_life life = { actions, contract, NULL };
    rc_t rc = RC_OK;
    json_array_foreach(json_object_get(story, "incidents"), i, life.row)
    {
        for (size_t s = 0; rc == RC_OK && s < COUNT_OF(STEPS); s++) {
            json_t *at = json_object_get(life.row, STEPS[s].key);
            if (at)
                rc = add_incident_step(&life, &STEPS[s], life.row, json_pack("{s:O}", "at", at), problem);
        }
        if (rc == RC_OK)
            rc = expand_regradings(&life, problem);
        if (rc != RC_OK)
            break;
    }
    return rc;
}

/* Documents that belong to the contract as a whole and to no system. */
static rc_t expand_contract_documents(struct actions *actions, const json_t *story,
                                      const json_t *contract, struct problem *problem)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(story, "contract_deliverables"), i, row)
    {
        struct moment submitted, signature = { 0, 0 };
        rc_t rc = moment_of(row, "on", &submitted, problem);
        if (rc == RC_OK && json_object_get(row, "signed"))
            rc = moment_of(row, "signed", &signature, problem);
        if (rc != RC_OK)
            return rc;
        document_actions(actions, &(struct document){ .row = row, .contract = contract, .lane = LANE_CONTRACT,
                                                      .submitted = submitted.on, .signed_on = signature.on });
    }
    return RC_OK;
}

/* An earlier --now plays less of the same story, instead of another one. */
static void drop_future(struct actions *actions, int32_t today)
{
    size_t kept = 0;
    for (size_t i = 0; i < actions->count; i++) {
        if (actions->rows[i].on <= today)
            actions->rows[kept++] = actions->rows[i];
        else
            json_decref(actions->rows[i].args);
    }
    actions->count = kept;
}

/* The contract's own rows first, then each system's life; the order here decides nothing, since
 * all is sorted afterwards. */
static rc_t expand_all(struct actions *actions, const json_t *story, const struct scenario_ask *ask,
                       struct problem *problem)
{
    const json_t *contract = json_object_get(json_object_get(story, "contract"), "code");
    if (!json_is_string(contract))
        return problem_set(problem, RC_INVALID, "contract.code", "the scenario's contract has no code");
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < COUNT_OF(PLAIN); i++)
        rc = expand_plain(actions, &PLAIN[i], story, contract, problem);
    if (rc == RC_OK)
        rc = expand_incidents(actions, story, contract, problem);
    if (rc == RC_OK)
        rc = expand_contract_documents(actions, story, contract, problem);
    size_t i;
    const json_t *system;
    json_array_foreach(ask->systems, i, system)
    {
        if (rc == RC_OK)
            rc = scenario_system(actions, &(struct system_ask){ story, system, ask->calendar }, problem);
    }
    return rc;
}

/* Built aside and handed over whole: on failure *ret_actions is untouched and nothing leaks.
 * Cutting comes before sorting, which then has less to do. */
rc_t scenario_expand(const json_t *story, const struct scenario_ask *ask, struct actions *ret_actions,
                     struct problem *problem)
{
    struct actions actions = { NULL, 0, 0 };
    rc_t rc = expand_all(&actions, story, ask, problem);
    if (rc != RC_OK) {
        actions_fini(&actions);
        return rc;
    }
    drop_future(&actions, ask->today);
    qsort(actions.rows, actions.count, sizeof(*actions.rows), by_turn);
    *ret_actions = actions;
    return RC_OK;
}
