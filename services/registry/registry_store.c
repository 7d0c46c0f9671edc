/* Contracts with their teams, systems and people. Lists are built as JSON by their statements. */
#include "registry_store.h"

#include "call_args.h"
#include "pg_query.h"
#include "registry_sql.h"

/* Run a statement whose first column of the first row is a row number; 0 when no row came. */
static rc_t run_id(pg_t *db, const struct sql *sql, struct pg_args *args, int64_t *ret_id,
                   struct problem *problem)
{
    PGresult *rows = NULL;
    rc_t rc = pg_run(db, sql, args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_id = PQntuples(rows) > 0 ? pg_cell_i64(rows, 0, 0) : 0;
    PQclear(rows);
    return RC_OK;
}

/* ---- contracts ---- */

rc_t registry_store_contract_match(pg_t *db, const struct contract_open *open,
                                   struct contract_match *ret_match, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, open->code);
    pg_arg_text(&args, open->pack);
    pg_arg_day(&args, open->signed_on);
    pg_arg_i64(&args, open->total_fen);
    pg_arg_json(&args, open->readings);
    pg_arg_day(&args, open->service_from);
    pg_arg_day(&args, open->service_to);
    rc_t rc = pg_run(db, &sql_contract_match, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    bool exists = PQntuples(rows) > 0;
    *ret_match =
        (struct contract_match){ .exists = exists, .same = exists && pg_cell_bool(rows, 0, 0) };
    PQclear(rows);
    return RC_OK;
}

/* A code that is taken inserts nothing and returns no id; the caller then compares with what is
 * there. */
static rc_t insert_contract(pg_t *db, const struct contract_row *row, int64_t *ret_id,
                            struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, row->open->code);
    pg_arg_i64(&args, row->pack_id);
    pg_arg_i64(&args, row->calendar_id);
    pg_arg_text(&args, row->title);
    pg_arg_text(&args, row->customer);
    pg_arg_i64(&args, row->total_fen);
    pg_arg_day(&args, row->open->signed_on);
    pg_arg_day(&args, row->service_from);
    pg_arg_day(&args, row->service_to);
    pg_arg_text(&args, row->zone);
    pg_arg_json(&args, row->open->readings);
    return run_id(db, &sql_contract_insert, &args, ret_id, problem);
}

/* Insert a list of objects below a contract; `what` names them when fewer rows came than were
 * given. That can only be the team: two people of one name and role were refused by the wire, and
 * two systems of one serial break a constraint. */
static rc_t insert_list(pg_t *db, const struct sql *sql, int64_t contract_id, const json_t *list,
                        const char *what, struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    if (json_array_size(list) == 0)
        return RC_OK;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    pg_arg_json(&args, list);
    rc_t rc = pg_do(db, sql, &args, &changed, problem);
    if (rc == RC_OK && changed != (int64_t)json_array_size(list))
        rc = problem_set(problem, RC_INVALID, what,
                         "one of \"%s\" names a team that the contract does not have", what);
    return rc;
}

/* The row whose `facts` is above what any worker has seen: the scheduler's and the penalty worker's
 * wake-up. */
static rc_t insert_work(pg_t *db, int64_t contract_id, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    return pg_do(db, &sql_work_insert, &args, NULL, problem);
}

/* Everything that a contract begins with is one transaction: no reader meets a contract without its
 * systems. */
rc_t registry_store_contract(pg_t *db, const struct contract_row *row, int64_t *ret_id,
                             struct problem *problem)
{
    int64_t id = 0;
    rc_t rc = insert_contract(db, row, &id, problem);
    if (rc == RC_OK && id != 0) {
        rc = insert_list(db, &sql_team_insert, id, row->teams, "teams", problem);
        if (rc == RC_OK)
            rc = insert_list(db, &sql_system_insert, id, row->systems, "systems", problem);
        if (rc == RC_OK)
            rc = insert_list(db, &sql_people_insert, id, row->open->people, "people", problem);
        if (rc == RC_OK)
            rc = insert_work(db, id, problem);
    }
    if (rc == RC_OK)
        *ret_id = id;
    return rc;
}

/* Without a code all of them; the page of a single one begins below every row number. */
rc_t registry_store_contracts(pg_t *db, const char *code, const struct page *page,
                              json_t **ret_list, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, code);
    pg_arg_i64(&args, page->key[0]);
    pg_arg_i64(&args, page->limit);
    return pg_json(db, &sql_contract_list, &args, ret_list, problem);
}

/* Row of a contract and of one of its teams (0: it has no such team, or none is asked for). */
struct contract_ids {
    int64_t contract, team;
};

/* Contract and team in one round trip; 0 stands for a team that the contract does not have. */
static rc_t find_ids(pg_t *db, const char *code, const char *team, struct contract_ids *ret_ids,
                     struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, code);
    pg_arg_text(&args, team);
    rc_t rc = pg_run(db, &sql_contract_id, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "contract", "there is no contract \"%s\"", code);
    else
        *ret_ids = (struct contract_ids){ pg_cell_i64(rows, 0, 0), pg_cell_i64(rows, 0, 1) };
    PQclear(rows);
    return rc;
}

/* For lists: their statement cannot tell an empty contract from none. */
rc_t registry_store_contract_exists(pg_t *db, const char *code, struct problem *problem)
{
    struct contract_ids ids;
    return find_ids(db, code, /* team= */ NULL, &ids, problem);
}

/* ---- people ---- */

/* One person as the list that people_insert takes; absent fields are left out, so SQL sees null. */
static json_t *person_json(const struct person_add *add)
{
    return json_pack("[{s:s, s:s, s:s*, s:s*}]", "name", add->name, "role", add->role, "team",
                     add->team, "email", add->email);
}

/* *ret_id stays 0 when somebody of that name has that role there. */
static rc_t insert_person(pg_t *db, int64_t contract_id, const struct person_add *add,
                          int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    json_t *people = person_json(add);
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    pg_arg_json(&args, people);
    rc_t rc = run_id(db, &sql_people_insert, &args, ret_id, problem);
    json_decref(people);
    return rc;
}

/* Team first, then the name: the error says which of the two is wrong. */
rc_t registry_store_person(pg_t *db, const struct person_add *add, int64_t *ret_id,
                           struct problem *problem)
{
    struct contract_ids ids = { .contract = 0 };
    int64_t id = 0;
    rc_t rc = find_ids(db, add->contract, add->team, &ids, problem);
    if (rc == RC_OK && add->team && ids.team == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "team", "contract \"%s\" has no team \"%s\"",
                         add->contract, add->team);
    if (rc == RC_OK)
        rc = insert_person(db, ids.contract, add, &id, problem);
    if (rc == RC_OK && id == 0)
        rc = problem_set(problem, RC_CONFLICT, "name", "\"%s\" is %s of contract \"%s\" already",
                         add->name, add->role, add->contract);
    if (rc == RC_OK)
        *ret_id = id;
    return rc;
}

/* A page of a contract's people, or the one of a row: both in the same form. */
rc_t registry_store_people(pg_t *db, const struct person_list *list, json_t **ret_list,
                           struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->person);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_person_list, &args, ret_list, problem);
}

/* ---- systems ---- */

/* Filters that are 0 or NULL let everything pass, as system_list.sql says; the two keys are
 * contract row and serial, by which the list is sorted. */
rc_t registry_store_systems(pg_t *db, const struct system_list *list, json_t **ret_list,
                            struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->team);
    pg_arg_text(&args, list->q);
    pg_arg_i64(&args, list->grade);
    pg_arg_i64(&args, list->phase);
    pg_arg_i64(&args, list->system);
    pg_arg_i64(&args, list->serial);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.key[1]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_system_list, &args, ret_list, problem);
}

/* The row came from system_list, so it has an id. */
static rc_t add_cycles(pg_t *db, json_t *system, struct problem *problem)
{
    struct pg_args args;
    json_t *cycles = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, json_integer_value(json_object_get(system, "id")));
    rc_t rc = pg_json(db, &sql_system_cycles, &args, &cycles, problem);
    if (rc == RC_OK)
        json_object_set_new(system, "cycles", cycles);
    return rc;
}

/* A list of one, so that single and list rows have the same fields; the cycles come on top. */
rc_t registry_store_system(pg_t *db, const struct system_list *list, json_t **ret_system,
                           struct problem *problem)
{
    json_t *found = NULL;
    rc_t rc = registry_store_systems(db, list, &found, problem);
    if (rc != RC_OK)
        return rc;
    json_t *system = json_incref(json_array_get(json_object_get(found, "items"), 0));
    json_decref(found);
    if (!system)
        return problem_set(problem, RC_NOT_FOUND, "system", "there is no such system");
    rc = add_cycles(db, system, problem);
    if (rc == RC_OK)
        *ret_system = system;
    else
        json_decref(system);
    return rc;
}

/* The system locked and of the version wanted; the columns of system_lock.sql. */
static rc_t lock_system(pg_t *db, const struct system_rename *rename, PGresult **ret_row,
                        struct problem *problem)
{
    struct pg_args args;
    PGresult *row = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, rename->system);
    rc_t rc = pg_run(db, &sql_system_lock, &args, &row, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(row) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "system", "there is no such system");
    else
        rc = version_check(rename->version, pg_cell_i64(row, 0, 0), "system", problem);
    if (rc == RC_OK)
        *ret_row = row;
    else
        PQclear(row);
    return rc;
}

rc_t registry_store_rename(pg_t *db, const struct system_rename *rename, json_t **ret_was,
                           struct problem *problem)
{
    struct pg_args args;
    PGresult *row = NULL;
    rc_t rc = lock_system(db, rename, &row, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64(&args, rename->system);
    pg_arg_text(&args, rename->name);
    rc = pg_do(db, &sql_system_rename, &args, NULL, problem);
    if (rc == RC_OK)
        *ret_was = json_pack("{s:s, s:I, s:s}", "contract", pg_cell_text(row, 0, 1), "serial",
                             (json_int_t)pg_cell_i64(row, 0, 2), "name", pg_cell_text(row, 0, 3));
    PQclear(row);
    return rc;
}
