#include "contract_frame_store.h"

#include <stdio.h>

#include "civil.h"
#include "jobs_sql.h"
#include "pg_query.h"

/* The code is copied: it is used long after the rows are cleared. */
static rc_t take_row(const PGresult *rows, struct contract_frame *frame, struct problem *problem)
{
    snprintf(frame->code, sizeof(frame->code), "%s", pg_cell_text(rows, 0, 0));
    frame->pack_id = pg_cell_i64(rows, 0, 1);
    frame->calendar_id = pg_cell_i64(rows, 0, 2);
    frame->total_fen = pg_cell_i64(rows, 0, 3);
    frame->signed_on = pg_cell_day(rows, 0, 4);
    frame->service_from = pg_cell_day(rows, 0, 5);
    frame->service_to = pg_cell_day(rows, 0, 6);
    frame->readings_json = pg_cell_json(rows, 0, 8);
    if (!civil_zone(pg_cell_text(rows, 0, 7), &frame->zone_minutes))
        return problem_set(problem, RC_INVALID, "zone",
                           "contract \"%s\" is in the unknown zone \"%s\"", frame->code,
                           pg_cell_text(rows, 0, 7));
    return RC_OK;
}

/* Reads only what the row holds; pack and calendar come by their ids. `frame` may be half filled on
 * failure. */
rc_t contract_frame_read(pg_t *db, struct contract_frame *frame, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, frame->id);
    rc_t rc = pg_run(db, &sql_contract_frame, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "contract", "there is no such contract");
    else
        rc = take_row(rows, frame, problem);
    PQclear(rows);
    return rc;
}
