#include "rulebook_store.h"

#include <string.h>

#include "jobs_sql.h"
#include "memory.h"
#include "pg_query.h"

/* Both texts are the caller's, set on success only. */
rc_t rulebook_store_pack(pg_t *db, int64_t pack_id, char **ret_name, char **ret_body,
                         struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, pack_id);
    rc_t rc = pg_run(db, &sql_rulebook_pack, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "pack", "there is no such pack");
    } else {
        *ret_name = mem_dup(pg_cell_text(rows, 0, 0));
        *ret_body = mem_dup(pg_cell_text(rows, 0, 1));
    }
    PQclear(rows);
    return rc;
}

/* RC_NOT_FOUND without a text: the pack's reader tells it with file and line. */
rc_t rulebook_store_used(pg_t *db, const char *name, int64_t before_id, char **ret_body,
                         struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, name);
    pg_arg_i64(&args, before_id);
    rc_t rc = pg_run(db, &sql_rulebook_used, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = RC_NOT_FOUND; /* pack_read says which pack wanted it, and where */
    else
        *ret_body = mem_dup(pg_cell_text(rows, 0, 0));
    PQclear(rows);
    return rc;
}

/* The rows are sorted by day; an outer join gives one row without a day for a calendar that has
 * none. */
static rc_t add_days(calendar_t *calendar, const PGresult *rows, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (int row = 0; rc == RC_OK && row < PQntuples(rows); row++) {
        const char *kind = pg_cell_text(rows, row, 3);
        if (!kind)
            break; /* a calendar without days */
        rc = calendar_add(calendar, pg_cell_day(rows, row, 2),
                          strcmp(kind, "makeup") == 0 ? DAY_MAKEUP : DAY_HOLIDAY,
                          pg_cell_text(rows, row, 4), problem);
    }
    return rc;
}

/* Caller owns *ret_calendar, set on success only; a damaged row leaves nothing behind. */
rc_t rulebook_store_calendar(pg_t *db, int64_t calendar_id, calendar_t **ret_calendar,
                             struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, calendar_id);
    rc_t rc = pg_run(db, &sql_rulebook_calendar, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    calendar_t *calendar = NULL;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "calendar", "there is no such calendar");
    } else {
        calendar = calendar_new(pg_cell_text(rows, 0, 0), pg_cell_text(rows, 0, 1));
        rc = add_days(calendar, rows, problem);
    }
    PQclear(rows);
    if (rc == RC_OK)
        *ret_calendar = calendar;
    else
        calendar_destroy(&calendar);
    return rc;
}
