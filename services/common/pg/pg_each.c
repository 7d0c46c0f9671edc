/* Rows one by one: libpq's single-row mode, so that neither side holds the result. */
#include "pg_private.h"
#include "pg_query.h"

/* One walk over the rows of a statement. */
struct walk {
    pg_row_fn *each;
    void *arg;
    rc_t rc; /* the first result that was not RC_OK; the rest is read and thrown away */
};

/* Ask the server to stop sending what nobody wants; what is under way is still read. */
static void cancel(pg_t *self)
{
    char reason[256];
    PGcancel *request = PQgetCancel(self->conn);
    if (request && !PQcancel(request, reason, sizeof(reason)))
        self->lost = true;
    PQfreeCancel(request);
}

/* After the first refusal the remaining rows are read and dropped, since libpq wants them all taken
 * before the connection is free again. */
static void take(pg_t *self, const struct sql *sql, const PGresult *rows, struct walk *walk,
                 struct problem *problem)
{
    ExecStatusType status = PQresultStatus(rows);
    if (walk->rc != RC_OK)
        return;
    if (status == PGRES_SINGLE_TUPLE) {
        walk->rc = walk->each(rows, 0, walk->arg, problem);
        if (walk->rc != RC_OK)
            cancel(self);
    } else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        walk->rc = pg_failed(self, sql->name, rows, problem);
    }
}

/* Single-row mode must be asked for right after sending, before the first result is taken. */
static rc_t send(pg_t *self, const struct sql *sql, const struct pg_args *args,
                 struct problem *problem)
{
    rc_t rc = pg_sendable(self, sql, problem);
    if (rc != RC_OK)
        return rc;
    if (!PQsendQueryPrepared(self->conn, sql->name, args ? args->count : 0,
                             args ? args->values : NULL, NULL, NULL, 0) ||
        !PQsetSingleRowMode(self->conn))
        return pg_failed(self, sql->name, NULL, problem);
    return RC_OK;
}

/* Memory stays that of one row for an export of any size; the connection is busy until the last
 * one. */
rc_t pg_each(pg_t *self, const struct sql *sql, struct pg_args *args, pg_row_fn *each, void *arg,
             struct problem *problem)
{
    struct walk walk = { .each = each, .arg = arg, .rc = RC_OK };
    rc_t rc = send(self, sql, args, problem);
    if (args)
        pg_args_fini(args);
    if (rc != RC_OK)
        return rc;
    for (PGresult *rows; (rows = PQgetResult(self->conn)) != NULL; PQclear(rows))
        take(self, sql, rows, &walk, problem);
    if (walk.rc == RC_OK && pg_probe_after(self, sql->name, problem))
        walk.rc = RC_UNAVAILABLE;
    return walk.rc;
}
