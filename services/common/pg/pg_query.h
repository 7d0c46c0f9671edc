/* Running embedded statements: the half of pg that only *_store.c includes. Every statement is
 * prepared once per connection under its file's name. */
#ifndef PG_QUERY_H
#define PG_QUERY_H

#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "embed.h"
#include "pg.h"

enum { PG_ARGS_MAX = 24, PG_ARG_SCRATCH = 40 /* bytes of one number, date or instant as text */ };

/* Arguments in order of $1, $2, ...; texts are borrowed until the statement has run. */
struct pg_args {
    int count;
    const char *values[PG_ARGS_MAX];
    char scratch[PG_ARGS_MAX][PG_ARG_SCRATCH];
    char *owned[PG_ARGS_MAX]; /* JSON and array texts made here, freed by pg_run or pg_args_fini */
};

/* No arguments yet. */
void pg_args_init(struct pg_args *self);
/* Free what a statement that was never run would have freed; the arguments are empty again. */
void pg_args_fini(struct pg_args *self);
/* Next argument: text (NULL gives SQL null). */
void pg_arg_text(struct pg_args *self, const char *text);
/* Next argument: bigint. */
void pg_arg_i64(struct pg_args *self, int64_t value);
/* Next argument: bigint of a row's number; 0, which no row has, gives SQL null: none, or any. */
void pg_arg_id(struct pg_args *self, int64_t id);
/* Next argument: boolean. */
void pg_arg_bool(struct pg_args *self, bool value);
/* Next argument: date of a day number; INT32_MIN gives SQL null. */
void pg_arg_day(struct pg_args *self, int32_t day);
/* Next argument: timestamptz of an instant; INT64_MIN gives SQL null. */
void pg_arg_instant(struct pg_args *self, int64_t us);
/* Next argument: jsonb (NULL gives SQL null). */
void pg_arg_json(struct pg_args *self, const json_t *json);
/* Next argument: SQL null. */
void pg_arg_null(struct pg_args *self);
/* Next argument: bigint[] of `count` numbers; none gives an empty array. */
void pg_arg_i64s(struct pg_args *self, const int64_t *values, size_t count);
/* Next argument: timestamptz[] of `count` instants, as above. */
void pg_arg_instants(struct pg_args *self, const int64_t *us, size_t count);
/* Next argument: text[] of `count` texts (NULL gives a null element), as above. */
void pg_arg_texts(struct pg_args *self, const char *const *texts, size_t count);

/* Run a statement and get its rows; `args` (may be NULL) is used up. The caller clears *ret_rows
 * with PQclear. Errors by SQLSTATE (pg_error.c): 08, 57P, 53, 25006: unavailable; 23505, 23P01:
 * conflict; 23503: not_found; 22: invalid; other 23: refused; 40001, 40P01: busy, and pg_tx tries
 * again; P0002: not_found; MP002: refused; MP003: stale. *ret_rows is untouched on failure. The
 * message in *problem never carries values of other rows. */
MUST_CHECK rc_t pg_run(pg_t *self, const struct sql *sql, struct pg_args *args, PGresult **ret_rows,
                       struct problem *problem);
/* The same for a statement whose rows nobody needs; *ret_changed (may be NULL) is the number of
 * rows. */
MUST_CHECK rc_t pg_do(pg_t *self, const struct sql *sql, struct pg_args *args, int64_t *ret_changed,
                      struct problem *problem);
/* A statement that gives exactly one JSON value (one row, one column): owned *ret_json.
 * RC_NOT_FOUND for no row or SQL null, its problem left for the caller to word. */
MUST_CHECK rc_t pg_json(pg_t *self, const struct sql *sql, struct pg_args *args, json_t **ret_json,
                        struct problem *problem);
/* A statement that gives one number (first column of the first row). RC_NOT_FOUND as in pg_json. */
MUST_CHECK rc_t pg_number(pg_t *self, const struct sql *sql, struct pg_args *args,
                          int64_t *ret_value, struct problem *problem);
typedef rc_t pg_row_fn(const PGresult *rows, int row, void *arg, struct problem *problem);
/* Rows one by one as the server sends them, in constant memory. `each` gets a result and the row's
 * number in it; any result but RC_OK ends the walk and is returned. Inside `each` the connection is
 * taken: no other statement may run on it. */
MUST_CHECK rc_t pg_each(pg_t *self, const struct sql *sql, struct pg_args *args, pg_row_fn *each,
                        void *arg, struct problem *problem);

/* Cells. A null cell is 0, false, "" or NULL as stated; the statement's author knows the types. */
int64_t pg_cell_i64(const PGresult *rows, int row, int col); /* null: 0 */
bool pg_cell_bool(const PGresult *rows, int row, int col);   /* null: false */
const char *pg_cell_text(const PGresult *rows, int row,
                         int col);                           /* null: NULL; borrowed from rows */
int32_t pg_cell_day(const PGresult *rows, int row, int col); /* null: INT32_MIN */
int64_t pg_cell_instant(const PGresult *rows, int row, int col); /* null: INT64_MIN */
json_t *pg_cell_json(const PGresult *rows, int row, int col); /* null: NULL; owned by the caller */

#endif
