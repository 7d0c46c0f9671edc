/* Statements of one batch, all in its transaction: what is claimed, breached and told is kept
 * together or not at all. Order of locks: deadlines (skipped when held), then contract_work in
 * order of contract; nothing else is locked here. */
#include "due_store.h"

#include "deadline_sql.h"
#include "memory.h"
#include "pg_query.h"

/* Claim and mark are one statement, so a step is either ours and done, or untouched. */
rc_t due_store_fire(pg_t *db, int64_t limit, int64_t *ret_taken, json_t **ret_fired,
                    struct problem *problem)
{
    struct pg_args args;
    json_t *fire = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, limit);
    rc_t rc = pg_json(db, &sql_deadline_step_fire, &args, &fire, problem);
    if (rc != RC_OK)
        return rc;
    *ret_taken = json_integer_value(json_object_get(fire, "taken"));
    *ret_fired = json_incref(json_object_get(fire, "fired"));
    json_decref(fire);
    return RC_OK;
}

/* The event of each new breach; their ids go to `ids`. */
static rc_t tell_breaches(struct step *step, const PGresult *rows, int64_t *ids)
{
    rc_t rc = RC_OK;
    for (int row = 0; row < PQntuples(rows) && rc == RC_OK; row++) {
        ids[row] = pg_cell_i64(rows, row, 0);
        rc = step_event(step, pg_cell_text(rows, row, 2), "deadline.breached", "deadline",
                        pg_cell_i64(rows, row, 1), pg_cell_json(rows, row, 3));
    }
    return rc;
}

/* In order of contract id, see the statement. */
static rc_t bump_contracts(struct step *step, const int64_t *ids, size_t count)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, ids, count);
    return pg_do(step->db, &sql_deadline_work_bump, &args, NULL, step->problem);
}

/* In the transaction of the claim: a breach without its event, or an event without its work
 * for the penalty worker, cannot be. */
rc_t due_store_breach(struct step *step, const json_t *fired)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_json(&args, fired);
    rc_t rc = pg_run(step->db, &sql_deadline_breach, &args, &rows, step->problem);
    if (rc != RC_OK)
        return rc;
    size_t count = (size_t)PQntuples(rows);
    if (count > 0) {
        int64_t *ids = mem_array(count, sizeof(*ids));
        rc = tell_breaches(step, rows, ids);
        if (rc == RC_OK)
            rc = bump_contracts(step, ids, count);
        mem_free(ids);
    }
    PQclear(rows);
    return rc;
}

/* All steps of a turn in one statement; the unique key of a reminder makes a repeated step
 * harmless. */
rc_t due_store_remind(pg_t *db, const json_t *fired, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_json(&args, fired);
    return pg_do(db, &sql_deadline_remind, &args, NULL, problem);
}

/* Not above 0 when another worker holds what is due: the host then comes back soon, without
 * spinning. */
rc_t due_store_next(pg_t *db, int64_t *ret_in_us, struct problem *problem)
{
    PGresult *rows = NULL;
    rc_t rc = pg_run(db, &sql_deadline_step_next, NULL, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_in_us = PQgetisnull(rows, 0, 0) ? STEP_NEVER : pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return RC_OK;
}
