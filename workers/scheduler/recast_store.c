#include "recast_store.h"

#include "pg_query.h"
#include "scheduler_sql.h"

rc_t recast_store_stale(pg_t *db, int64_t contract, int64_t calendar, int64_t limit,
                        json_t **ret_stale, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64(&args, calendar);
    pg_arg_i64(&args, limit);
    return pg_json(db, &sql_recast_stale, &args, ret_stale, problem);
}

/* In two statements: the second sees what was committed while the first waited for its locks. */
rc_t recast_store_rows(pg_t *db, const json_t *stale, json_t **ret_rows, struct problem *problem)
{
    struct pg_args args;
    int64_t held;
    pg_args_init(&args);
    pg_arg_json(&args, stale);
    rc_t rc = pg_number(db, &sql_recast_lock, &args, &held, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_json(&args, stale);
    return pg_json(db, &sql_recast_rows, &args, ret_rows, problem);
}

rc_t recast_store_forecast(pg_t *db, const struct recast_windows *windows, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, windows->ids, windows->count);
    pg_arg_i64s(&args, windows->from, windows->count);
    pg_arg_i64s(&args, windows->to, windows->count);
    return pg_do(db, &sql_recast_forecast, &args, NULL, problem);
}
