/* From a story to requests: every row of the story becomes actions with a day, a lane and a rank;
 * all are cut at today and sorted, so the same file and day give the same requests in the same
 * order. */
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "civil.h"
#include "memory.h"
#include "parse.h"
#include "scenario_check.h"
#include "scenario_system.h"
#include "yaml_tree.h"

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

/* Day of a text field that holds a date or an instant (its first ten characters). */
static rc_t day_of(const json_t *row, const char *key, int32_t *ret_day, struct problem *problem)
{
    char date[DATE_TEXT] = "";
    const char *text = json_string_value(json_object_get(row, key));
    if (text)
        snprintf(date, sizeof(date), "%.10s", text);
    if (!civil_parse_date(date, ret_day))
        return problem_set(problem, RC_INVALID, key, "\"%s\" of a scenario row must be a date or an instant",
                           key);
    return RC_OK;
}

/* Facts, incidents, cases: their rows are the requests' arguments but for the contract and a few names. */
struct plain_rule {
    const char *list;   /* of the story */
    const char *day;    /* key with the row's date */
    const char *service, *op;
    const char *from;   /* key that is renamed ... */
    const char *to;     /* ... to this one */
    const char *drop[6]; /* keys that belong to later steps */
};

/* A new kind of row in a scenario is a new row here, unless it has steps of its own. */
static const struct plain_rule PLAIN[] = {
    { "facts", "on", "mlps.sla", "fact.record", "on", "at", { NULL } },
    { "incidents", "occurred", "mlps.sla", "incident.open", "occurred", "occurred_at",
      { "responded", "onsite_requested", "arrived", "resolved", NULL } },
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
        int32_t on;
        rc_t rc = day_of(row, rule->day, &on, problem);
        if (rc != RC_OK)
            return rc;
        actions_add(actions, (struct action){ rule->service, rule->op, plain_args(rule, row, contract),
                                              LANE_CONTRACT, on, 1, 0 });
    }
    return RC_OK;
}

/* What happened to an incident after it was opened, in this order. */
static rc_t expand_incident_steps(struct actions *actions, const json_t *story, const json_t *contract,
                                  struct problem *problem)
{
    static const struct {
        const char *key, *op;
    } STEPS[] = { { "responded", "incident.respond" },
                  { "onsite_requested", "incident.request_onsite" },
                  { "arrived", "incident.arrive" },
                  { "resolved", "incident.resolve" } };
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(story, "incidents"), i, row)
    {
        /* Ranks 2 to 5: on one day an incident is opened, answered, asked on site, reached and
         * resolved in this order. */
        for (size_t s = 0; s < 4; s++) {
            json_t *at = json_object_get(row, STEPS[s].key);
            int32_t on;
            if (!at)
                continue;
            rc_t rc = day_of(row, STEPS[s].key, &on, problem);
            if (rc != RC_OK)
                return rc;
            json_t *args = json_pack("{s:O, s:O, s:O}", "contract", contract, "code",
                                     json_object_get(row, "code"), "at", at);
            actions_add(actions, (struct action){ "mlps.sla", STEPS[s].op, args, LANE_CONTRACT, on,
                                                  2 + (int)s, 0 });
        }
    }
    return RC_OK;
}

/* Documents that belong to the contract as a whole and to no system. */
static rc_t expand_contract_documents(struct actions *actions, const json_t *story,
                                      const json_t *contract, struct problem *problem)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(story, "contract_deliverables"), i, row)
    {
        int32_t on;
        rc_t rc = day_of(row, "on", &on, problem);
        if (rc != RC_OK)
            return rc;
        struct document doc = { .row = row, .contract = contract, .lane = LANE_CONTRACT, .submitted = on };
        if (json_object_get(row, "signed") && day_of(row, "signed", &doc.signed_on, problem) != RC_OK)
            return problem->rc;
        document_actions(actions, &doc);
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
static rc_t expand_all(struct actions *actions, const json_t *story, const json_t *systems,
                       struct problem *problem)
{
    const json_t *contract = json_object_get(json_object_get(story, "contract"), "code");
    if (!json_is_string(contract))
        return problem_set(problem, RC_INVALID, "contract.code", "the scenario's contract has no code");
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < sizeof(PLAIN) / sizeof(PLAIN[0]); i++)
        rc = expand_plain(actions, &PLAIN[i], story, contract, problem);
    if (rc == RC_OK)
        rc = expand_incident_steps(actions, story, contract, problem);
    if (rc == RC_OK)
        rc = expand_contract_documents(actions, story, contract, problem);
    size_t i;
    const json_t *system;
    json_array_foreach(systems, i, system)
    {
        if (rc == RC_OK)
            rc = scenario_system(actions, story, system, problem);
    }
    return rc;
}

/* Built aside and handed over whole: on failure *ret_actions is untouched and nothing leaks.
 * Cutting comes before sorting, which then has less to do. */
rc_t scenario_expand(const json_t *story, const json_t *systems, int32_t today,
                     struct actions *ret_actions, struct problem *problem)
{
    struct actions actions = { NULL, 0, 0 };
    rc_t rc = expand_all(&actions, story, systems, problem);
    if (rc != RC_OK) {
        actions_fini(&actions);
        return rc;
    }
    drop_future(&actions, today);
    qsort(actions.rows, actions.count, sizeof(*actions.rows), by_turn);
    *ret_actions = actions;
    return RC_OK;
}
