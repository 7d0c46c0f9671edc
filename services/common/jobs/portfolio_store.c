/* Statements that find contracts and systems by what a request calls them. */
#include "portfolio_store.h"

#include "jobs_sql.h"
#include "pg_query.h"

/* `active`: for writes. What is closed can be read for ever, but nothing happens to it any more. */
static rc_t find_contract(pg_t *db, const char *code, bool active, int64_t *ret_id,
                          struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, code);
    rc_t rc = pg_run(db, &sql_portfolio_contract, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "contract", "there is no contract \"%s\"", code);
    else if (active && !pg_cell_bool(rows, 0, 1))
        rc = problem_set(problem, RC_CONFLICT, "contract", "contract \"%s\" is closed", code);
    else
        *ret_id = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return rc;
}

/* For reads: closed contracts are found too. */
rc_t contract_find(pg_t *db, const char *code, int64_t *ret_id, struct problem *problem)
{
    return find_contract(db, code, false, ret_id, problem);
}

/* For writes; RC_CONFLICT tells a closed contract from one that does not exist. */
rc_t contract_find_active(pg_t *db, const char *code, int64_t *ret_id, struct problem *problem)
{
    return find_contract(db, code, true, ret_id, problem);
}

/* `field` is what the caller's message names, since a system can be called in two ways. */
static rc_t find_system(pg_t *db, const struct system_ref *ref, const char *field, int64_t *ret_id,
                        struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_id(&args, ref->id);
    pg_arg_text(&args, ref->contract);
    pg_arg_i64(&args, ref->serial);
    rc_t rc = pg_number(db, &sql_portfolio_system, &args, ret_id, problem);
    if (rc == RC_NOT_FOUND)
        return problem_set(problem, rc, field, "there is no such system");
    return rc;
}

/* The reference must have passed system_ref_check. */
rc_t system_find(pg_t *db, const struct system_ref *ref, int64_t *ret_id, struct problem *problem)
{
    return find_system(db, ref, "system", ret_id, problem);
}

/* Serial 0 means the contract as a whole, and gives id 0. */
rc_t serial_find(pg_t *db, const char *code, int64_t serial, int64_t *ret_id,
                 struct problem *problem)
{
    struct system_ref ref = { .contract = code, .serial = serial };
    *ret_id = 0;
    return serial == 0 ? RC_OK : find_system(db, &ref, "serial", ret_id, problem);
}
