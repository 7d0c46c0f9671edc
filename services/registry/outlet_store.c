/* Where reminders go and when. Secrets never come here: a row names where one lies. */
#include "outlet_store.h"

#include "pg_query.h"
#include "registry_sql.h"

/* The conflict is worded here: the server's message would name a constraint. */
rc_t outlet_store_channel(pg_t *db, int64_t contract, const struct channel_add *add,
                          int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    struct problem found = { .rc = RC_OK };
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_text(&args, add->channel);
    pg_arg_text(&args, add->name);
    pg_arg_text(&args, add->endpoint);
    pg_arg_text(&args, add->token_ref);
    pg_arg_text(&args, add->secret_ref);
    pg_arg_json(&args, add->audience);
    pg_arg_i64(&args, add->per_minute);
    rc_t rc = pg_number(db, &sql_channel_insert, &args, ret_id, &found);
    if (rc == RC_CONFLICT)
        return problem_set(problem, rc, "name", "contract \"%s\" has a %s channel \"%s\" already",
                           add->contract, add->channel, add->name);
    return rc == RC_OK ? rc : problem_pass(problem, rc, &found);
}

/* The only statement that reads channels for people: it cuts an endpoint down to scheme and host,
 * and returns references but no secret. */
rc_t outlet_store_channels(pg_t *db, const struct channel_list *list, json_t **ret_list,
                           struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_i64(&args, list->id);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_channel_list, &args, ret_list, problem);
}

/* A list of one, so that what hides an endpoint stands in one statement. */
rc_t outlet_store_channel_get(pg_t *db, int64_t id, json_t **ret_channel, struct problem *problem)
{
    const struct channel_list one = { .id = id, .page = PAGE_OF_ONE };
    json_t *list = NULL;
    rc_t rc = outlet_store_channels(db, &one, &list, problem);
    if (rc != RC_OK)
        return rc;
    json_t *item = json_incref(json_array_get(json_object_get(list, "items"), 0));
    json_decref(list);
    if (!item)
        return problem_set(problem, RC_NOT_FOUND, "channel", "there is no such channel");
    *ret_channel = item;
    return RC_OK;
}

/* The number of changed rows says whether the switch moved: one that stands already is no event. */
rc_t outlet_store_switch(pg_t *db, int64_t id, bool enabled, bool *ret_changed,
                         struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_bool(&args, enabled);
    rc_t rc = pg_do(db, &sql_channel_switch, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_changed = changed == 1;
    return rc;
}

/* Every contract has a policy, its own or the house default, so no row means that there is no such
 * contract. */
rc_t outlet_store_policy(pg_t *db, const char *contract, json_t **ret_policy,
                         struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, contract);
    rc_t rc = pg_json(db, &sql_policy_get, &args, ret_policy, problem);
    return rc == RC_NOT_FOUND
               ? problem_set(problem, rc, "contract", "there is no contract \"%s\"", contract)
               : rc;
}

/* Next argument: a number, SQL null for what is to stay. */
static void arg_kept(struct pg_args *args, int64_t value)
{
    if (value == POLICY_KEEP)
        pg_arg_null(args);
    else
        pg_arg_i64(args, value);
}

/* What is not given stays as it is; null parameters say so to the statement. */
rc_t outlet_store_policy_set(pg_t *db, int64_t contract, const struct policy_set *set,
                             struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    arg_kept(&args, set->quiet_from);
    arg_kept(&args, set->quiet_to);
    if (set->rest_days == POLICY_KEEP)
        pg_arg_null(&args);
    else
        pg_arg_bool(&args, set->rest_days != 0);
    arg_kept(&args, set->storm_max);
    arg_kept(&args, set->storm_window_s);
    return pg_do(db, &sql_policy_set, &args, NULL, problem);
}

/* One function for setting and clearing: a habit without a minute of the day is one that is taken
 * back. */
rc_t outlet_store_habit(pg_t *db, int64_t contract, const struct habit_set *set,
                        struct problem *problem)
{
    bool clear = set->digest_at == POLICY_KEEP;
    struct pg_args args;
    int64_t changed = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_text(&args, set->person);
    if (!clear)
        pg_arg_i64(&args, set->digest_at);
    rc_t rc = pg_do(db, clear ? &sql_habit_clear : &sql_habit_set, &args, &changed, problem);
    if (rc == RC_OK && changed == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "person",
                         clear ? "\"%s\" has no digest in this contract"
                               : "the contract has nobody named \"%s\"",
                         set->person);
    return rc;
}

/* By person; of a contract that has nobody with a digest an empty page. */
rc_t outlet_store_habits(pg_t *db, const struct habit_list *list, json_t **ret_list,
                         struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_habit_list, &args, ret_list, problem);
}
