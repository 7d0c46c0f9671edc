#include "registry_store.h"

#include <inttypes.h>
#include <stdio.h>

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

/* ---- calendars ---- */

static rc_t calendar_is_same(pg_t *db, const struct calendar_load *load, const json_t *days,
                             int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, load->code);
    pg_arg_text(&args, load->version);
    pg_arg_json(&args, days);
    rc_t rc = pg_run(db, &sql_calendar_same, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0 || !pg_cell_bool(rows, 0, 1))
        rc = problem_set(problem, RC_CONFLICT, "version",
                         "calendar \"%s\" version \"%s\" is loaded already with other days: give a "
                         "new version",
                         load->code, load->version);
    else
        *ret_id = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return rc;
}

rc_t registry_store_calendar(pg_t *db, const struct calendar_load *load, const json_t *days,
                             int64_t *ret_id, bool *ret_loaded, struct problem *problem)
{
    struct pg_args args;
    int64_t id = 0;
    pg_args_init(&args);
    pg_arg_text(&args, load->code);
    pg_arg_text(&args, load->version);
    rc_t rc = run_id(db, &sql_calendar_insert, &args, &id, problem);
    bool loaded = id != 0;
    if (rc == RC_OK && !loaded)
        rc = calendar_is_same(db, load, days, &id, problem);
    if (rc == RC_OK && loaded) {
        pg_args_init(&args);
        pg_arg_i64(&args, id);
        pg_arg_json(&args, days);
        rc = pg_do(db, &sql_calendar_days_insert, &args, NULL, problem);
    }
    if (rc != RC_OK)
        return rc;
    *ret_id = id;
    *ret_loaded = loaded;
    return RC_OK;
}

rc_t registry_store_calendars(pg_t *db, const struct page *page, json_t **ret_list,
                              struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, page->key[0]);
    pg_arg_i64(&args, page->limit);
    return pg_json(db, &sql_calendar_list, &args, ret_list, problem);
}

rc_t registry_store_calendar_latest(pg_t *db, const char *code, int64_t *ret_id,
                                    struct problem *problem)
{
    struct pg_args args;
    int64_t id = 0;
    pg_args_init(&args);
    pg_arg_text(&args, code);
    rc_t rc = run_id(db, &sql_calendar_latest, &args, &id, problem);
    if (rc != RC_OK)
        return rc;
    if (id == 0)
        return problem_set(problem, RC_REFUSED, "pack",
                           "the pack counts by calendar \"%s\", which is not loaded", code);
    *ret_id = id;
    return RC_OK;
}

/* ---- packs ---- */

/* Why a pack was not inserted: the same text (RC_OK), or a version that is taken. */
static rc_t pack_is_same(pg_t *db, const struct pack_row *row, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, row->name);
    pg_arg_text(&args, row->sha256);
    rc_t rc = pg_run(db, &sql_pack_newest, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0 || !pg_cell_bool(rows, 0, 1)) {
        int64_t newest = PQntuples(rows) > 0 ? pg_cell_i64(rows, 0, 0) : row->version;
        rc = problem_set(problem, RC_CONFLICT, "version",
                         "pack \"%s\" is loaded already in version %" PRId64
                         " with another text: raise \"version\" to %" PRId64 " or more",
                         row->name, newest, newest + 1);
    }
    PQclear(rows);
    return rc;
}

rc_t registry_store_pack(pg_t *db, const struct pack_row *row, int64_t *ret_id,
                         struct problem *problem)
{
    struct pg_args args;
    int64_t id = 0;
    pg_args_init(&args);
    pg_arg_text(&args, row->name);
    pg_arg_i64(&args, row->version);
    pg_arg_text(&args, row->sha256);
    pg_arg_text(&args, row->body);
    rc_t rc = run_id(db, &sql_pack_insert, &args, &id, problem);
    if (rc == RC_OK && id == 0)
        rc = pack_is_same(db, row, problem);
    if (rc == RC_OK)
        *ret_id = id;
    return rc;
}

rc_t registry_store_pack_find(pg_t *db, const char *name, int64_t version,
                              struct pack_found *ret_found, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, name);
    pg_arg_i64(&args, version);
    rc_t rc = pg_run(db, &sql_pack_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0 && version == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "pack", "pack \"%s\" is not loaded", name);
    } else if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "version",
                         "pack \"%s\" is not loaded in version %" PRId64, name, version);
    } else {
        *ret_found = (struct pack_found){ .id = pg_cell_i64(rows, 0, 0),
                                          .version = pg_cell_i64(rows, 0, 1) };
        snprintf(ret_found->sha256, sizeof(ret_found->sha256), "%s", pg_cell_text(rows, 0, 2));
        snprintf(ret_found->loaded_at, sizeof(ret_found->loaded_at), "%s",
                 pg_cell_text(rows, 0, 3));
    }
    PQclear(rows);
    return rc;
}

rc_t registry_store_packs(pg_t *db, const struct page *page, json_t **ret_list,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, page->key[0]);
    pg_arg_i64(&args, page->limit);
    return pg_json(db, &sql_pack_list, &args, ret_list, problem);
}

/* ---- contracts ---- */

rc_t registry_store_contract_find(pg_t *db, const struct contract_open *open, int64_t *ret_id,
                                  bool *ret_same, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, open->code);
    pg_arg_text(&args, open->pack);
    pg_arg_day(&args, open->signed_on);
    pg_arg_i64(&args, open->total_fen);
    pg_arg_json(&args, open->readings);
    rc_t rc = pg_run(db, &sql_contract_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    bool found = PQntuples(rows) > 0;
    *ret_id = found ? pg_cell_i64(rows, 0, 0) : 0;
    *ret_same = found && pg_cell_bool(rows, 0, 1);
    PQclear(rows);
    return RC_OK;
}

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
 * given. */
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

static rc_t insert_work(pg_t *db, int64_t contract_id, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    return pg_do(db, &sql_work_insert, &args, NULL, problem);
}

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

rc_t registry_store_contract_id(pg_t *db, const char *code, const char *team, int64_t *ret_contract,
                                int64_t *ret_team, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, code);
    pg_arg_text(&args, team);
    rc_t rc = pg_run(db, &sql_contract_id, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "contract", "there is no contract \"%s\"", code);
    } else {
        *ret_contract = pg_cell_i64(rows, 0, 0);
        *ret_team = pg_cell_i64(rows, 0, 1);
    }
    PQclear(rows);
    return rc;
}

/* ---- people ---- */

static json_t *person_json(const struct person_add *add)
{
    return json_pack("[{s:s, s:s, s:s*, s:s*}]", "name", add->name, "role", add->role, "team",
                     add->team, "email", add->email);
}

rc_t registry_store_person(pg_t *db, const struct person_add *add, int64_t *ret_id,
                           struct problem *problem)
{
    struct pg_args args;
    int64_t contract = 0;
    int64_t team = 0;
    int64_t id = 0;
    rc_t rc = registry_store_contract_id(db, add->contract, add->team, &contract, &team, problem);
    if (rc != RC_OK)
        return rc;
    if (add->team && team == 0)
        return problem_set(problem, RC_NOT_FOUND, "team", "contract \"%s\" has no team \"%s\"",
                           add->contract, add->team);
    json_t *people = person_json(add);
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_json(&args, people);
    rc = run_id(db, &sql_people_insert, &args, &id, problem);
    json_decref(people);
    if (rc == RC_OK && id == 0)
        rc = problem_set(problem, RC_CONFLICT, "name", "\"%s\" is %s of contract \"%s\" already",
                         add->name, add->role, add->contract);
    if (rc == RC_OK)
        *ret_id = id;
    return rc;
}

rc_t registry_store_people(pg_t *db, const struct person_list *list, int64_t id, json_t **ret_list,
                           struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, id);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_person_list, &args, ret_list, problem);
}

/* ---- systems ---- */

/* The list with two further filters: a row and a serial, 0 for any. */
static rc_t list_systems(pg_t *db, const struct system_list *list, int64_t id, int64_t serial,
                         json_t **ret_list, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->team);
    pg_arg_text(&args, list->q);
    pg_arg_i64(&args, list->grade);
    pg_arg_i64(&args, list->phase);
    pg_arg_i64(&args, id);
    pg_arg_i64(&args, serial);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.key[1]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_system_list, &args, ret_list, problem);
}

rc_t registry_store_systems(pg_t *db, const struct system_list *list, json_t **ret_list,
                            struct problem *problem)
{
    return list_systems(db, list, 0, 0, ret_list, problem);
}

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

rc_t registry_store_system(pg_t *db, const struct system_get *get, json_t **ret_system,
                           struct problem *problem)
{
    const struct system_list one = {
        .contract = get->contract, .page = {{ INT64_MIN, INT64_MIN }, 1}
    };
    json_t *list = NULL;
    rc_t rc = list_systems(db, &one, get->system, get->serial, &list, problem);
    if (rc != RC_OK)
        return rc;
    json_t *system = json_incref(json_array_get(json_object_get(list, "items"), 0));
    json_decref(list);
    if (!system)
        return problem_set(problem, RC_NOT_FOUND, "system", "there is no such system");
    rc = add_cycles(db, system, problem);
    if (rc == RC_OK)
        *ret_system = system;
    else
        json_decref(system);
    return rc;
}
