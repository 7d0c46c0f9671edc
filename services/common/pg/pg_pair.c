/* Two statements in one trip (libpq's pipeline mode). The trip is what a small statement costs most of, above all to a database on
 * another machine. */
#include "pg_private.h"
#include "pg_query.h"

/* Results of two statements with an end each, and the mark; what comes beyond is not libpq as we know it. */
enum { RESULTS_MOST = 8 };

/* All of it goes out at once, with a mark behind (Sync). */
static bool send_pair(pg_t *self, const struct sql *first, const struct sql *second, const struct pg_args *args)
{
    return PQenterPipelineMode(self->conn) == 1 &&
           PQsendQueryPrepared(self->conn, first->name, 0, NULL, NULL, NULL, 0) == 1 &&
           PQsendQueryPrepared(self->conn, second->name, args->count, args->values, NULL, NULL, 0) == 1 &&
           PQpipelineSync(self->conn) == 1;
}

/* The result of one statement. */
static rc_t take(pg_t *self, const struct sql *sql, struct problem *problem)
{
    PGresult *rows = PQgetResult(self->conn);
    ExecStatusType status = PQresultStatus(rows);
    rc_t rc = RC_OK;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        rc = pg_failed(self, sql->name, rows, problem);
    else if (pg_probe_after(self, sql->name, problem))
        rc = RC_UNAVAILABLE;
    PQclear(rows);
    PQclear(PQgetResult(self->conn)); /* the end of this statement's results: NULL */
    return rc;
}

/* Read up to the mark and be as before. A connection that does not get there is of no more use. */
static void finish(pg_t *self)
{
    bool at_mark = false;
    for (int i = 0; i < RESULTS_MOST && !at_mark && PQstatus(self->conn) == CONNECTION_OK; i++) {
        PGresult *rows = PQgetResult(self->conn);
        at_mark = PQresultStatus(rows) == PGRES_PIPELINE_SYNC;
        PQclear(rows);
    }
    if (!at_mark || PQexitPipelineMode(self->conn) != 1)
        self->lost = true;
}

/* Both are prepared, and the probe is asked about both, before anything is sent. */
static rc_t run_pair(pg_t *self, const struct sql *first, const struct sql *second, const struct pg_args *args,
                     bool *ret_first, struct problem *problem)
{
    rc_t rc = pg_sendable(self, first, problem);
    if (rc == RC_OK)
        rc = pg_sendable(self, second, problem);
    if (rc != RC_OK)
        return rc;
    if (!send_pair(self, first, second, args))
        return pg_failed(self, first->name, NULL, problem);
    rc = take(self, first, problem);
    *ret_first = rc == RC_OK;
    if (rc == RC_OK)
        rc = take(self, second, problem);
    finish(self);
    return rc;
}

rc_t pg_pair(pg_t *self, const struct sql *first, const struct sql *second, struct pg_args *args, bool *ret_first,
             struct problem *problem)
{
    rc_t rc = run_pair(self, first, second, args, ret_first, problem);
    pg_args_fini(args);
    return rc;
}
