#include "lane_rows.h"

rc_t lane_list(struct simulate_run *run, enum simulate_list list, const struct row_walk *walk, struct problem *problem)
{
    const struct day_span span = { run->ask->from, run->ask->to };
    rc_t rc = RC_OK;
    for (struct simulate_run *at = run; rc == RC_OK && at; at = at->next)
        rc = simulate_store_list(at->owner, list, &span, walk, problem);
    return rc;
}

rc_t lane_contracts(struct simulate_run *run, contract_sum_fn *each, void *arg, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (struct simulate_run *at = run; rc == RC_OK && at; at = at->next)
        rc = simulate_store_contracts(at->owner, each, arg, problem);
    return rc;
}

/* A name that `sum` lacks, as a state that no deadline of the first contracts was in, is taken over. */
void lane_add(json_t *sum, const json_t *more)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)more, name, value)
    {
        json_t *had = json_object_get(sum, name);
        if (!had)
            json_object_set_new(sum, name, json_deep_copy(value));
        else if (json_is_object(had))
            lane_add(had, value);
        else
            json_object_set_new(sum, name, json_integer(json_integer_value(had) + json_integer_value(value)));
    }
}

rc_t lane_totals(struct simulate_run *run, json_t **ret_totals, struct problem *problem)
{
    json_t *sum = json_object();
    rc_t rc = RC_OK;
    for (struct simulate_run *at = run; rc == RC_OK && at; at = at->next) {
        json_t *totals = NULL;
        rc = simulate_store_totals(at->owner, (struct totals_ask){ .ending = NULL }, &totals, problem);
        lane_add(sum, totals);
        json_decref(totals);
    }
    if (rc == RC_OK)
        *ret_totals = sum;
    else
        json_decref(sum);
    return rc;
}
