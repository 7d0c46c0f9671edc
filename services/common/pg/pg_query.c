/* The one way by which statements of stores reach the server: prepared under the file's name, run
 * with text parameters, judged by SQLSTATE. What a probe (tests only) says is heeded at the same
 * two places where a real connection breaks: before the statement went out and after it ran. */
#include "pg_query.h"

#include <string.h>

#include "memory.h"
#include "parse.h"
#include "pg_private.h"

/* What a probe's fate does to a call; true when the call is not to be sent. */
bool pg_probe_before(pg_t *self, const char *name, rc_t *ret_rc, struct problem *problem)
{
    enum pg_fate fate = self->probe ? self->probe(self->probe_arg, name) : PG_PASS;
    if (fate == PG_PASS)
        return false;
    if (fate == PG_FAIL || fate == PG_FAIL_BUSY) {
        self->again = self->again || fate == PG_FAIL_BUSY;
        *ret_rc = problem_set(problem, fate == PG_FAIL_BUSY ? RC_BUSY : RC_INTERNAL, NULL,
                              "could not run %s: the test says so", name);
        return true;
    }
    if (fate == PG_CUT_AFTER) {
        self->cut_after = true;
        return false;
    }
    self->lost = true;
    *ret_rc = problem_set(problem, RC_UNAVAILABLE, NULL, "could not run %s: cut by the test", name);
    return true;
}

/* The statement ran and its answer is thrown away, as when the connection breaks on the way
 * back. */
bool pg_probe_after(pg_t *self, const char *name, struct problem *problem)
{
    if (!self->cut_after)
        return false;
    self->cut_after = false;
    self->lost = true;
    problem_set(problem, RC_UNAVAILABLE, NULL, "could not run %s: cut by the test", name);
    return true;
}

/* By address: a statement is one constant of the build. There are some dozens on a connection. */
static bool is_prepared(const pg_t *self, const struct sql *sql)
{
    for (size_t i = 0; i < self->prepared_count; i++)
        if (self->prepared[i] == sql)
            return true;
    return false;
}

/* Once a connection, by the name of the file: the server plans it once, and its log tells which
 * file it was. */
static rc_t prepare(pg_t *self, const struct sql *sql, struct problem *problem)
{
    if (is_prepared(self, sql))
        return RC_OK;
    PGresult *done = PQprepare(self->conn, sql->name, sql->text, 0, NULL);
    rc_t rc = PQresultStatus(done) == PGRES_COMMAND_OK ? RC_OK
                                                       : pg_failed(self, sql->name, done, problem);
    PQclear(done);
    if (rc != RC_OK)
        return rc;
    self->prepared = mem_grow(self->prepared, &self->prepared_cap, self->prepared_count + 1,
                              sizeof(*self->prepared));
    self->prepared[self->prepared_count++] = sql;
    return RC_OK;
}

/* Everything that must hold before a statement goes out, for the two ways of sending one. */
rc_t pg_sendable(pg_t *self, const struct sql *sql, struct problem *problem)
{
    rc_t rc;
    if (pg_is_lost(self))
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not run %s: not connected",
                           sql->name);
    if (pg_probe_before(self, sql->name, &rc, problem))
        return rc;
    return prepare(self, sql, problem);
}

/* Prepared once per connection, run by name: the server plans a statement once and never parses
 * text from us. */
static rc_t execute(pg_t *self, const struct sql *sql, const struct pg_args *args,
                    PGresult **ret_rows, struct problem *problem)
{
    rc_t rc = pg_sendable(self, sql, problem);
    if (rc != RC_OK)
        return rc;
    PGresult *rows = PQexecPrepared(self->conn, sql->name, args ? args->count : 0,
                                    args ? args->values : NULL, NULL, NULL, 0);
    ExecStatusType status = PQresultStatus(rows);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        rc = pg_failed(self, sql->name, rows, problem);
    else if (pg_probe_after(self, sql->name, problem))
        rc = RC_UNAVAILABLE;
    if (rc == RC_OK)
        *ret_rows = rows;
    else
        PQclear(rows);
    return rc;
}

/* The arguments are freed in every case, so that a caller on its way out has one thing less to
 * think of. */
rc_t pg_run(pg_t *self, const struct sql *sql, struct pg_args *args, PGresult **ret_rows,
            struct problem *problem)
{
    rc_t rc = execute(self, sql, args, ret_rows, problem);
    if (args)
        pg_args_fini(args);
    return rc;
}

/* For statements whose rows nobody reads. The number of rows says whether a guarded update found
 * its row. */
rc_t pg_do(pg_t *self, const struct sql *sql, struct pg_args *args, int64_t *ret_changed,
           struct problem *problem)
{
    PGresult *rows;
    rc_t rc = pg_run(self, sql, args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    int64_t changed = 0;
    if (!parse_i64(PQcmdTuples(rows), &changed))
        changed = 0; /* a command without a count */
    if (ret_changed)
        *ret_changed = changed;
    PQclear(rows);
    return RC_OK;
}

/* Lists are built by the database as one JSON value; no row at all is RC_NOT_FOUND without a
 * text. */
rc_t pg_json(pg_t *self, const struct sql *sql, struct pg_args *args, json_t **ret_json,
             struct problem *problem)
{
    PGresult *rows;
    rc_t rc = pg_run(self, sql, args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    json_t *json = PQntuples(rows) > 0 ? pg_cell_json(rows, 0, 0) : NULL;
    PQclear(rows);
    if (!json)
        return RC_NOT_FOUND;
    *ret_json = json;
    return RC_OK;
}

/* As pg_json: a null and no row both mean that nothing was found. */
rc_t pg_number(pg_t *self, const struct sql *sql, struct pg_args *args, int64_t *ret_value,
               struct problem *problem)
{
    PGresult *rows;
    rc_t rc = pg_run(self, sql, args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) > 0 && !PQgetisnull(rows, 0, 0))
        *ret_value = pg_cell_i64(rows, 0, 0);
    else
        rc = RC_NOT_FOUND;
    PQclear(rows);
    return rc;
}

/* Without the seam for tests: for what must happen whatever a test wants, such as a rollback. */
PGresult *pg_plain(pg_t *self, const char *text)
{
    return PQexec(self->conn, text);
}

/* Only for texts of our own that cannot be prepared (begin, commit, settings); never with a value
 * in it. */
rc_t pg_text(pg_t *self, const char *name, const char *text, struct problem *problem)
{
    rc_t rc;
    if (pg_probe_before(self, name, &rc, problem))
        return rc;
    PGresult *done = pg_plain(self, text);
    ExecStatusType status = PQresultStatus(done);
    rc = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
             ? RC_OK
             : pg_failed(self, name, done, problem);
    PQclear(done);
    if (rc == RC_OK && pg_probe_after(self, name, problem))
        rc = RC_UNAVAILABLE;
    return rc;
}
