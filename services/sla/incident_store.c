/* Statements about incidents.
 *
 * Columns are read by position, in the order of the statement's file; every statement runs in the
 * caller's transaction, and the incident's row is locked before any deadline of it. */
#include <stdio.h>

#include "pg_query.h"
#include "sla_sql.h"
#include "sla_states.h"
#include "sla_store.h"

/* The grade that was computed and the one decided by a person are kept side by side. */
rc_t incident_insert(pg_t *db, const struct incident_new *row, int64_t *ret_id,
                     struct problem *problem)
{
    struct pg_args args;
    struct problem why = { .rc = RC_OK };
    pg_args_init(&args);
    pg_arg_i64(&args, row->contract_id);
    pg_arg_id(&args, row->system_id);
    pg_arg_text(&args, row->args->code);
    pg_arg_text(&args, row->args->title);
    pg_arg_text(&args, row->args->family);
    pg_arg_json(&args, row->args->facts);
    pg_arg_text(&args, row->grade);
    pg_arg_text(&args, row->computed_grade);
    pg_arg_text(&args, row->args->level);
    pg_arg_json(&args, row->clauses);
    pg_arg_instant(&args, row->args->occurred_at);
    rc_t rc = pg_number(db, &sql_incident_insert, &args, ret_id, &why);
    if (rc == RC_CONFLICT)
        return problem_set(problem, rc, "code", "the contract has an incident \"%s\" already",
                           row->args->code);
    return rc == RC_OK ? rc : problem_pass(problem, rc, &why);
}

/* Codes are at most 40 characters of any script: the buffers hold four bytes for each. */
static void read_texts(const PGresult *rows, struct incident_row *row)
{
    const char *grade = pg_cell_text(rows, 0, 4);
    snprintf(row->contract, sizeof(row->contract), "%s", pg_cell_text(rows, 0, 1));
    snprintf(row->code, sizeof(row->code), "%s", pg_cell_text(rows, 0, 2));
    snprintf(row->family, sizeof(row->family), "%s", pg_cell_text(rows, 0, 3));
    snprintf(row->grade, sizeof(row->grade), "%s", grade ? grade : "");
}

/* Columns in the order of incident_lock.sql. */
static void read_row(const PGresult *rows, struct incident_row *row)
{
    *row = (struct incident_row){
        .id = pg_cell_i64(rows, 0, 0),
        .suburb = pg_cell_bool(rows, 0, 5),
        .major = pg_cell_bool(rows, 0, 6),
        .state = state_from_word(&INCIDENT_TABLE, pg_cell_text(rows, 0, 7)),
        .occurred_at = pg_cell_instant(rows, 0, 8),
        .responded_at = pg_cell_instant(rows, 0, 9),
        .remote_resolved_at = pg_cell_instant(rows, 0, 10),
        .onsite_requested_at = pg_cell_instant(rows, 0, 11),
        .arrived_at = pg_cell_instant(rows, 0, 12),
        .resolved_at = pg_cell_instant(rows, 0, 13),
        .version = pg_cell_i64(rows, 0, 14),
        .system_id = pg_cell_i64(rows, 0, 15),
        .closed_at = pg_cell_instant(rows, 0, 16),
    };
    read_texts(rows, row);
}

/* The first lock of every act: its deadlines are only touched under it. */
rc_t incident_lock(pg_t *db, const struct incident_ref *ref, struct incident_row *ret_row,
                   struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_id(&args, ref->id);
    pg_arg_text(&args, ref->contract);
    pg_arg_text(&args, ref->code);
    rc_t rc = pg_run(db, &sql_incident_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "incident", "there is no such incident");
    else
        read_row(rows, ret_row);
    PQclear(rows);
    return rc;
}

/* All instants at once: what an act changed is the caller's business, the row is written as it
 * stands in memory. */
rc_t incident_write(pg_t *db, const struct incident_row *row, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, row->id);
    pg_arg_text(&args, INCIDENT_TABLE.states[row->state]);
    pg_arg_instant(&args, row->responded_at);
    pg_arg_instant(&args, row->remote_resolved_at);
    pg_arg_instant(&args, row->onsite_requested_at);
    pg_arg_instant(&args, row->arrived_at);
    pg_arg_instant(&args, row->resolved_at);
    pg_arg_instant(&args, row->closed_at);
    return pg_do(db, &sql_incident_write, &args, NULL, problem);
}

/* The row gets the new grading and incident_grading a copy, in one statement: there is no grade
 * without its record. */
rc_t incident_grade_write(pg_t *db, int64_t id, const struct incident_new *row,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_json(&args, row->args->facts);
    pg_arg_text(&args, row->grade);
    pg_arg_text(&args, row->computed_grade);
    pg_arg_text(&args, row->args->level);
    pg_arg_json(&args, row->clauses);
    return pg_do(db, &sql_incident_grade_write, &args, NULL, problem);
}

/* The caller has locked the row, so what it compares with stands until it writes. */
rc_t incident_grading_read(pg_t *db, int64_t id, json_t **ret_grading, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    return pg_json(db, &sql_incident_grading_read, &args, ret_grading, problem);
}

/* A case that names an incident is not charged beside it, so a wrong name would cost money. */
rc_t incident_check(pg_t *db, int64_t contract_id, const char *code, struct problem *problem)
{
    struct pg_args args;
    int64_t id;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    pg_arg_text(&args, code);
    rc_t rc = pg_number(db, &sql_incident_exists, &args, &id, problem);
    if (rc == RC_NOT_FOUND)
        return problem_set(problem, rc, "incident", "there is no incident \"%s\"", code);
    return rc;
}

/* One statement for one incident and for lists, so that both show the same fields. */
rc_t incident_rows(pg_t *db, const struct incident_ref *ref, const struct sla_list_args *list,
                   json_t **ret_page, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_id(&args, ref ? ref->id : 0);
    pg_arg_text(&args, ref ? ref->contract : list->contract);
    pg_arg_text(&args, ref ? ref->code : NULL);
    pg_arg_text(&args, list->state);
    pg_arg_text(&args, list->family);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_incident_rows, &args, ret_page, problem);
}
