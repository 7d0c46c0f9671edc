/* Statements about penalties.
 *
 * A penalty is never edited in its amount: a decision moves the state of a row or adds a row
 * (penalty_offset.sql). Two writers share the table, people here and the penalty worker; the
 * worker's own turn (an advisory lock per contract) keeps them apart. */
#include "penalty_desk_store.h"

#include <stdio.h>

#include "pg_query.h"
#include "sla_sql.h"

/* Columns in the order of penalty_lock.sql. */
static void read_row(const PGresult *rows, struct penalty_standing *row)
{
    *row = (struct penalty_standing){
        .id = pg_cell_i64(rows, 0, 0),
        .contract_id = pg_cell_i64(rows, 0, 1),
        .state = state_from_word(&PENALTY_TABLE, pg_cell_text(rows, 0, 5)),
        .revision = pg_cell_i64(rows, 0, 6),
        .deduct_fen = pg_cell_i64(rows, 0, 7),
        .version = pg_cell_i64(rows, 0, 8),
        .since = pg_cell_day(rows, 0, 9),
        .taken_back = pg_cell_bool(rows, 0, 10),
    };
    snprintf(row->contract, sizeof(row->contract), "%s", pg_cell_text(rows, 0, 2));
    snprintf(row->case_code, sizeof(row->case_code), "%s", pg_cell_text(rows, 0, 3));
    snprintf(row->clause, sizeof(row->clause), "%s", pg_cell_text(rows, 0, 4));
}

/* Most statements here begin with the penalty's id. */
static void only_id(struct pg_args *args, int64_t id)
{
    pg_args_init(args);
    pg_arg_i64(args, id);
}

/* In this order for everybody: the worker has the turn before it touches rows. */
rc_t penalty_lock(pg_t *db, int64_t id, struct penalty_standing *ret_row, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    only_id(&args, id);
    rc_t rc = pg_do(db, &sql_penalty_turn, &args, NULL, problem);
    only_id(&args, id);
    if (rc == RC_OK)
        rc = pg_run(db, &sql_penalty_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "penalty", "there is no such penalty");
    else
        read_row(rows, ret_row);
    PQclear(rows);
    return rc;
}

/* The amount is not touched: the table refuses that. */
rc_t penalty_write(pg_t *db, int64_t id, int state, struct problem *problem)
{
    struct pg_args args;
    only_id(&args, id);
    pg_arg_text(&args, PENALTY_TABLE.states[state]);
    return pg_do(db, &sql_penalty_write, &args, NULL, problem);
}

/* Everything but state and amount is copied from the latest revision, so that the worker finds its
 * own last answer there and proposes nothing new. */
rc_t penalty_offset(pg_t *db, const struct penalty_offset *offset, int64_t *ret_id,
                    struct problem *problem)
{
    struct pg_args args;
    only_id(&args, offset->penalty);
    pg_arg_text(&args, PENALTY_TABLE.states[offset->state]);
    pg_arg_i64(&args, offset->deduct_fen);
    pg_arg_bool(&args, offset->reverses);
    return pg_number(db, &sql_penalty_offset, &args, ret_id, problem);
}

/* Reminders of the ledger: they are sent by the worker, and their receipts come back through the
 * view penalty_notice. */
rc_t penalty_notice(pg_t *db, int64_t id, struct problem *problem)
{
    struct pg_args args;
    only_id(&args, id);
    return pg_do(db, &sql_penalty_notify, &args, NULL, problem);
}

/* A receipt of another penalty, or one that nobody has read, proves no notice. */
rc_t penalty_receipt(pg_t *db, int64_t id, int64_t receipt, struct problem *problem)
{
    struct pg_args args;
    int64_t found = 0;
    only_id(&args, id);
    pg_arg_i64(&args, receipt);
    rc_t rc = pg_number(db, &sql_penalty_receipt, &args, &found, problem);
    if (rc == RC_NOT_FOUND)
        return problem_set(problem, RC_REFUSED, "receipt",
                           "that is no notice of this penalty which anybody has read");
    return rc;
}

/* The proof only when asked for: it is many times the size of the row. */
rc_t penalty_rows(pg_t *db, const struct sla_list_args *list, bool with_proof, json_t **ret_page,
                  struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_id(&args, list->id);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->state);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    pg_arg_bool(&args, with_proof);
    return pg_json(db, &sql_penalty_rows, &args, ret_page, problem);
}
