/* Whether a sheet's statement gives the columns that its table names, in that order: what no
 * compiler checks. */
#ifndef STATEMENT_COLUMNS_H
#define STATEMENT_COLUMNS_H

#include <unistd.h>

#include "book.h"
#include "export_fixture.h"
#include "pg_query.h"

struct statement_check {
    const struct sheet_def *sheet;
    int64_t rows, total;
};

static inline const char *source_key(const struct sheet_def *sheet, size_t at)
{
    const struct column_group *group = &sheet->group;
    if (group->count && at == group->at)
        return "phases";
    return sheet->columns[group->count && at > group->at ? at - 1 : at].key;
}

static inline rc_t read_statement(pg_t *db, void *arg, struct problem *problem)
{
    struct statement_check *check = arg;
    size_t count = check->sheet->count + (check->sheet->group.count ? 1 : 0);
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, 1);
    pg_arg_day(&args, 20619); /* 2026-06-15 */
    rc_t rc = pg_run(db, check->sheet->rows, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    check->rows = PQntuples(rows);
    if (PQnfields(rows) != (int)count)
        fail_msg("%s: %d columns, not %zu", check->sheet->en, PQnfields(rows), count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(PQfname(rows, (int)i), source_key(check->sheet, i)) != 0)
            fail_msg("%s: column %zu is %s, not %s", check->sheet->en, i, PQfname(rows, (int)i),
                     source_key(check->sheet, i));
    PQclear(rows);
    pg_args_init(&args);
    pg_arg_i64(&args, 1);
    rc = pg_run(db, check->sheet->total, &args, &rows, problem);
    if (rc == RC_OK)
        check->total = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return rc;
}

/* Run the statements of a sheet as the worker's role; the total must be the number of rows, at
 * least `least`. */
static inline void check_statement(struct export_fixture *fixture, const struct sheet_def *sheet,
                                   int64_t least)
{
    struct statement_check check = { .sheet = sheet };
    struct problem problem = { .rc = RC_OK };
    if (pg_tx(fixture->db, PG_SNAPSHOT, read_statement, &check, &problem) != RC_OK)
        fail_msg("%s: %s", sheet->en, problem.text);
    if (check.rows != check.total || check.rows < least)
        fail_msg("%s: %" PRId64 " rows, %" PRId64 " announced", sheet->en, check.rows, check.total);
}

/* Group set-up and clean-up around one fixture. */
static inline int statement_setup(void **state)
{
    static struct export_fixture fixture;
    fixture_open(&fixture);
    *state = &fixture;
    return 0;
}

static inline int statement_teardown(void **state)
{
    struct export_fixture *fixture = *state;
    char path[128];
    fixture_close(fixture);
    snprintf(path, sizeof(path), "%s/exports", fixture->data);
    return rmdir(path) | rmdir(fixture->data);
}

#endif
