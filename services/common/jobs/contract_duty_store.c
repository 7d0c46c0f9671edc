#include "contract_duty_store.h"

#include "jobs_sql.h"
#include "pg_query.h"

/* By enum contract_duty; the word is part of the claim's key. */
static const struct {
    const char *word;
    const struct sql *due, *done;
} DUTIES[] = {
    [DUTY_SCHEDULE] = { "schedule", &sql_duty_schedule_due, &sql_duty_schedule_done },
    [DUTY_ASSESS] = { "assess", &sql_duty_assess_due, &sql_duty_assess_done },
};

/* The row with id 0 carries the next time; contracts count from 1. */
rc_t contract_duty_due(pg_t *db, enum contract_duty duty, int64_t now_us, struct duty_due *ret_due,
                       struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_instant(&args, now_us);
    pg_arg_i64(&args, DUTY_BATCH);
    rc_t rc = pg_run(db, DUTIES[duty].due, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_due = (struct duty_due){ .next_us = STEP_NEVER };
    for (int row = 0; row < PQntuples(rows); row++) {
        int64_t id = pg_cell_i64(rows, row, 0);
        if (id != 0 && ret_due->count < DUTY_BATCH)
            ret_due->ids[ret_due->count++] = id;
        else if (id == 0 && !PQgetisnull(rows, row, 1))
            ret_due->next_us = pg_cell_instant(rows, row, 1);
    }
    PQclear(rows);
    return RC_OK;
}

/* 0 both for "nothing to do" and for "somebody has it": for us it is the same. */
rc_t contract_duty_claim(pg_t *db, enum contract_duty duty, int64_t contract, int64_t now_us,
                         int64_t *ret_facts, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_text(&args, DUTIES[duty].word);
    pg_arg_instant(&args, now_us);
    return pg_number(db, &sql_duty_claim, &args, ret_facts, problem);
}

/* `facts` is the number the work was based on: when facts came meanwhile, the contract stays
 * due. */
rc_t contract_duty_done(pg_t *db, enum contract_duty duty, int64_t contract, int64_t facts,
                        struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64(&args, facts);
    return pg_do(db, DUTIES[duty].done, &args, NULL, problem);
}
