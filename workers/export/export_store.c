/* Statements of an export. Those that read rows of sheets run in the reader's snapshot, those that
 * write the export's row in a transaction of the worker's connection. */
#include "export_store.h"

#include <stdio.h>

#include "civil.h"
#include "export_sql.h"
#include "pg_query.h"

/* Columns of export_frame.sql, in its order. */
enum {
    F_KIND,
    F_LANG,
    F_STATE,
    F_CONTRACT,
    F_CODE,
    F_TITLE,
    F_CUSTOMER,
    F_SERVICE,
    F_PACK,
    F_CALENDAR,
    F_PACK_ID,
    F_ZONE,
    F_BY,
    F_AS_OF,
    F_TODAY,
    F_SEQ,
};

/* Sizes of the frame hold the columns' longest texts, so nothing is cut in practice; a null is "".
 */
static void take_text(const PGresult *rows, int col, char *out, size_t size)
{
    const char *text = pg_cell_text(rows, 0, col);
    snprintf(out, size, "%s", text ? text : "");
}

/* An unknown zone fails the export: days in a wrong zone would look right. Of the four states only
 * "done" begins with d. */
static rc_t take_frame(const PGresult *rows, struct export_frame *frame, struct problem *problem)
{
    const char *state = pg_cell_text(rows, 0, F_STATE);
    frame->done = state[0] == 'd';
    frame->contract_id = pg_cell_i64(rows, 0, F_CONTRACT);
    frame->pack_id = pg_cell_i64(rows, 0, F_PACK_ID);
    frame->as_of_us = pg_cell_instant(rows, 0, F_AS_OF);
    frame->today = pg_cell_day(rows, 0, F_TODAY);
    frame->event_seq = pg_cell_i64(rows, 0, F_SEQ);
    take_text(rows, F_KIND, frame->kind, sizeof(frame->kind));
    take_text(rows, F_CODE, frame->code, sizeof(frame->code));
    take_text(rows, F_TITLE, frame->title, sizeof(frame->title));
    take_text(rows, F_CUSTOMER, frame->customer, sizeof(frame->customer));
    take_text(rows, F_SERVICE, frame->service_period, sizeof(frame->service_period));
    take_text(rows, F_PACK, frame->pack, sizeof(frame->pack));
    take_text(rows, F_CALENDAR, frame->calendar, sizeof(frame->calendar));
    take_text(rows, F_BY, frame->requested_by, sizeof(frame->requested_by));
    const char *zone = pg_cell_text(rows, 0, F_ZONE);
    if (!lang_from_text(pg_cell_text(rows, 0, F_LANG), &frame->lang) ||
        !civil_zone(zone, &frame->zone_minutes))
        return problem_set(problem, RC_INVALID, "zone",
                           "contract \"%s\" is in the unknown zone \"%s\"", frame->code, zone);
    return RC_OK;
}

/* The frame is written on success only. */
rc_t export_store_frame(pg_t *db, int64_t id, struct export_frame *ret_frame,
                        struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    struct export_frame frame = { .id = id };

    pg_args_init(&args);
    pg_arg_i64(&args, id);
    rc_t rc = pg_run(db, &sql_export_frame, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "export", "there is no such export");
    else
        rc = take_frame(rows, &frame, problem);
    PQclear(rows);
    if (rc == RC_OK)
        *ret_frame = frame;
    return rc;
}

/* One number; counted in the snapshot of the rows, so it is theirs. */
rc_t export_store_total(pg_t *db, const struct sql *total, int64_t contract_id, int64_t *ret_rows,
                        struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    rc_t rc = pg_run(db, total, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_rows = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return RC_OK;
}

/* What pg_each hands on to write_row. All borrowed for one sheet. */
struct row_walk {
    const struct sheet_def *sheet;
    sheet_writer_t *out;
    const struct row_watch *watch;
};

/* The number of columns is checked for each row: a statement and a table that drifted apart fail
 * before the first wrong cell. */
static rc_t write_row(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    const struct row_walk *walk = arg;
    const char *cells[SHEET_COLUMNS_MAX];
    size_t count = sheet_source_cells(walk->sheet);

    if (PQnfields(rows) != (int)count)
        return problem_set(problem, RC_INTERNAL, NULL,
                           "could not write sheet \"%s\": its statement gives %d columns, not %zu",
                           walk->sheet->en, PQnfields(rows), count);
    for (size_t i = 0; i < count; i++)
        cells[i] = pg_cell_text(rows, row, (int)i);
    rc_t rc = sheet_writer_row(walk->out, cells, problem);
    return rc == RC_OK ? walk->watch->row(walk->watch->arg, problem) : rc;
}

/* Row by row as the server sends them: memory does not grow with the export. */
rc_t export_store_rows(pg_t *db, const struct sheet_def *sheet, const struct export_frame *frame,
                       sheet_writer_t *out, const struct row_watch *watch, struct problem *problem)
{
    struct row_walk walk = { .sheet = sheet, .out = out, .watch = watch };
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, frame->contract_id);
    pg_arg_day(&args, frame->today);
    return pg_each(db, sheet->rows, &args, write_row, &walk, problem);
}

/* Also tells whether the export is still wanted: a row that is not running any more ends the
 * work. */
rc_t export_store_progress(pg_t *db, int64_t id, int64_t done, int64_t total, bool *ret_running,
                           struct problem *problem)
{
    struct pg_args args;
    int64_t changed;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_i64(&args, done);
    pg_arg_i64(&args, total);
    rc_t rc = pg_do(db, &sql_export_progress, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_running = changed == 1;
    return rc;
}

/* False for a row that was done before: then our file is not the one that is announced. The number
 * of rows is what was written, which the counting beforehand only foretold. */
rc_t export_store_done(pg_t *db, int64_t id, const struct export_outcome *outcome,
                       bool *ret_changed, struct problem *problem)
{
    struct pg_args args;
    int64_t changed;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_text(&args, outcome->file);
    pg_arg_text(&args, outcome->sha256);
    pg_arg_i64(&args, outcome->rows);
    pg_arg_i64(&args, outcome->event_seq);
    rc_t rc = pg_do(db, &sql_export_done, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_changed = changed == 1;
    return rc;
}

/* The contract's code comes back for the event, or "" where there was nothing to fail. */
rc_t export_store_failed(pg_t *db, int64_t id, const char *reason, char *ret_code,
                         struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_text(&args, reason);
    rc_t rc = pg_run(db, &sql_export_failed, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    snprintf(ret_code, CODE_TEXT, "%s", PQntuples(rows) ? pg_cell_text(rows, 0, 0) : "");
    PQclear(rows);
    return RC_OK;
}

/* A bounded number at a time: the rest is found by the next look. They are failed by the statement
 * that finds them, so two workers that look at once tell of each export once. */
rc_t export_store_abandoned(pg_t *db, struct export_abandoned *ret_list, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    ret_list->count = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, ABANDONED_MAX);
    rc_t rc = pg_run(db, &sql_export_abandoned, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    for (int i = 0; i < PQntuples(rows) && i < ABANDONED_MAX; i++) {
        ret_list->rows[i].id = pg_cell_i64(rows, i, 0);
        snprintf(ret_list->rows[i].contract, sizeof(ret_list->rows[i].contract), "%s",
                 pg_cell_text(rows, i, 1));
        snprintf(ret_list->rows[i].error, sizeof(ret_list->rows[i].error), "%s",
                 pg_cell_text(rows, i, 2));
        ret_list->count++;
    }
    PQclear(rows);
    return RC_OK;
}
