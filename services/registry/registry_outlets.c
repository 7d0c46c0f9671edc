/* Where the reminders of a contract go, and when they leave people in peace. The worker reads these
 * rows at every message, so a change holds from the next one on; nobody has to be told. */
#include "ceilings.h"
#include "egress.h"
#include "outlet_store.h"
#include "portfolio_store.h"
#include "registry_handlers.h"

/* The same rule as the worker's at sending (SSRF-01), so that a typing error or an inside address
 * is found by who types it and not by the first message. It is asked before the first statement: a
 * slow name server must not hold rows locked. The answer may differ tomorrow; the worker's check is
 * the one that counts. */
static rc_t check_endpoint(const struct call *call, const char *endpoint)
{
    const struct egress_rules rules = egress_rules_here();
    struct problem found = { .rc = RC_OK };
    struct egress_pin pin;
    rc_t rc = endpoint ? egress_check(endpoint, &rules, &pin, &found) : RC_OK;
    return rc == RC_OK ? rc : problem_set(call->problem, rc, "endpoint", "%s", found.text);
}

/* What is told of a channel: never its endpoint or a reference. */
static rc_t tell_channel(struct call *call, const char *kind)
{
    const json_t *row = call->result;
    json_t *data = json_pack("{s:O, s:O}", "channel", json_object_get(row, "channel"), "name",
                             json_object_get(row, "name"));
    return call_event(call, json_string_value(json_object_get(row, "contract")), kind, "channel",
                      json_integer_value(json_object_get(row, "id")), data);
}

/* The endpoint is judged before the first statement, while no row is locked. */
rc_t on_channel_add(struct call *call)
{
    struct channel_add add;
    int64_t contract = 0, id = 0;
    rc_t rc = outlet_read_channel_add(call->args, &add, call->problem);
    if (rc == RC_OK)
        rc = check_endpoint(call, add.endpoint);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, add.contract, &contract, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_channel(call->db, contract, &add, &id, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_channel_get(call->db, id, &call->result, call->problem);
    return rc == RC_OK ? tell_channel(call, "channel.added") : rc;
}

/* Channels that are off are shown too: who looks for a silent one finds it here. */
rc_t on_channel_list(struct call *call)
{
    struct channel_list list;
    rc_t rc = outlet_read_channel_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_channels(call->db, &list, &call->result, call->problem);
    return rc;
}

/* Doing it twice is doing it once: the second time nothing changes and nothing is told. */
static rc_t switch_channel(struct call *call, bool enabled, const char *kind)
{
    struct channel_switch wanted;
    bool changed = false;
    rc_t rc = outlet_read_channel_switch(call->args, &wanted, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_switch(call->db, wanted.channel, enabled, &changed, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_channel_get(call->db, wanted.channel, &call->result, call->problem);
    return rc == RC_OK && changed ? tell_channel(call, kind) : rc;
}

/* What came due while the channel was off has been cancelled and is not made up for. */
rc_t on_channel_enable(struct call *call)
{
    return switch_channel(call, true, "channel.enabled");
}

/* The row stays, and with it who was told by it: there is no operation that deletes a channel. */
rc_t on_channel_disable(struct call *call)
{
    return switch_channel(call, false, "channel.disabled");
}

/* Of a closed contract too, unlike policy.set: what held while it ran can still be asked. */
rc_t on_policy_get(struct call *call)
{
    struct policy_set get;
    rc_t rc = outlet_read_policy_get(call->args, &get, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_policy(call->db, get.contract, &call->result, call->problem);
    return rc;
}

/* The event carries the whole policy as it is now: who asks later why nothing came at night finds
 * the answer in the log. */
rc_t on_policy_set(struct call *call)
{
    struct policy_set set;
    int64_t contract = 0;
    rc_t rc = outlet_read_policy_set(call->args, &set, call->problem);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, set.contract, &contract, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_policy_set(call->db, contract, &set, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_policy(call->db, set.contract, &call->result, call->problem);
    return rc == RC_OK ? call_event(call, set.contract, "policy.set", "contract", contract,
                                    json_deep_copy(call->result))
                       : rc;
}

/* Both ways of changing one person's digest; the reply is the list of all, which is short. */
static rc_t change_habit(struct call *call, const struct habit_set *set, const char *kind)
{
    const struct habit_list all = { .contract = set->contract,
                                    .page = { { INT64_MIN, INT64_MIN }, MAX_LIST_LIMIT } };
    int64_t contract = 0;
    rc_t rc = contract_find_active(call->db, set->contract, &contract, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_habit(call->db, contract, set, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_habits(call->db, &all, &call->result, call->problem);
    return rc == RC_OK ? call_event(call, set->contract, kind, "contract", contract,
                                    json_pack("{s:s}", "person", set->person))
                       : rc;
}

/* Whoever has that name: two of one name in different roles both get a digest. */
rc_t on_habit_set(struct call *call)
{
    struct habit_set set;
    rc_t rc = outlet_read_habit_set(call->args, &set, call->problem);
    return rc == RC_OK ? change_habit(call, &set, "habit.set") : rc;
}

rc_t on_habit_clear(struct call *call)
{
    struct habit_set clear;
    rc_t rc = outlet_read_habit_clear(call->args, &clear, call->problem);
    return rc == RC_OK ? change_habit(call, &clear, "habit.cleared") : rc;
}

/* Of a contract that has ended too: habits are kept for what may still be sent. */
rc_t on_habit_list(struct call *call)
{
    struct habit_list list;
    int64_t contract = 0;
    rc_t rc = outlet_read_habit_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = contract_find(call->db, list.contract, &contract, call->problem);
    if (rc == RC_OK)
        rc = outlet_store_habits(call->db, &list, &call->result, call->problem);
    return rc;
}
