/* Calendars and packs are append-only: a second load of the same bytes finds the row, other bytes
 * need a new version. */
#include "registry_pack_store.h"

#include <inttypes.h>
#include <stdio.h>

#include "pg_query.h"
#include "registry_sql.h"

/* ---- calendars ---- */

/* The version is there: RC_OK with its row when its days are the very same, else RC_CONFLICT. */
static rc_t calendar_is_same(pg_t *db, const struct calendar_row *row, int64_t *ret_id,
                             struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, row->code);
    pg_arg_text(&args, row->version);
    pg_arg_json(&args, row->days);
    rc_t rc = pg_run(db, &sql_calendar_same, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0 || !pg_cell_bool(rows, 0, 1))
        rc = problem_set(problem, RC_CONFLICT, "version",
                         "calendar \"%s\" version \"%s\" is loaded already with other days: give a "
                         "new version",
                         row->code, row->version);
    else
        *ret_id = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return rc;
}

/* All days in one statement from one JSON parameter: a calendar of six years is one round trip. */
static rc_t insert_days(pg_t *db, int64_t calendar_id, const json_t *days, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, calendar_id);
    pg_arg_json(&args, days);
    return pg_do(db, &sql_calendar_days_insert, &args, NULL, problem);
}

/* A version is entered once; entered again with the same days it is answered with the id it has, and
 * with other days it is refused. */
rc_t registry_store_calendar(pg_t *db, const struct calendar_row *row, struct stored *ret_stored,
                             struct problem *problem)
{
    struct pg_args args;
    struct stored stored = { .is_new = true };
    pg_args_init(&args);
    pg_arg_text(&args, row->code);
    pg_arg_text(&args, row->version);
    rc_t rc = pg_number(db, &sql_calendar_insert, &args, &stored.id, problem);
    if (rc == RC_OK) {
        rc = insert_days(db, stored.id, row->days, problem);
    } else if (rc == RC_NOT_FOUND) { /* no row was inserted: the version is taken */
        stored.is_new = false;
        rc = calendar_is_same(db, row, &stored.id, problem);
    }
    if (rc == RC_OK)
        *ret_stored = stored;
    return rc;
}

/* Contracts that count by an older version count by this one from now on; which they are is the
 * answer. */
rc_t registry_store_calendar_move(pg_t *db, int64_t calendar, json_t **ret_moved,
                                  struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, calendar);
    return pg_json(db, &sql_calendar_move, &args, ret_moved, problem);
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

/* Loaded last and not named highest: versions are texts without an order. Opening a contract is
 * what asks, hence the refusal names the pack. */
rc_t registry_store_calendar_latest(pg_t *db, const char *code, int64_t *ret_id,
                                    struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, code);
    rc_t rc = pg_number(db, &sql_calendar_latest, &args, ret_id, problem);
    if (rc == RC_NOT_FOUND)
        rc = problem_set(problem, RC_REFUSED, "pack",
                         "the pack counts by calendar \"%s\", which is not loaded", code);
    return rc;
}

/* ---- packs ---- */

/* Why a pack was not inserted: its text is there already (RC_OK), or its version is not above the
 * newest one's. */
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

/* Versions only rise: a pack below the newest one is refused even when that version was never
 * loaded. The same text under any version is no error, and the row is then not looked up: its id
 * stays 0. */
rc_t registry_store_pack(pg_t *db, const struct pack_row *row, struct stored *ret_stored,
                         struct problem *problem)
{
    struct pg_args args;
    struct stored stored = { .is_new = true };
    pg_args_init(&args);
    pg_arg_text(&args, row->name);
    pg_arg_i64(&args, row->version);
    pg_arg_text(&args, row->sha256);
    pg_arg_text(&args, row->body);
    rc_t rc = pg_number(db, &sql_pack_insert, &args, &stored.id, problem);
    if (rc == RC_NOT_FOUND) {
        stored.is_new = false;
        rc = pack_is_same(db, row, problem);
    }
    if (rc == RC_OK)
        *ret_stored = stored;
    return rc;
}

/* Nothing came: which part of the question has no answer. */
static rc_t pack_not_found(const struct pack_wanted *wanted, struct problem *problem)
{
    if (wanted->version == 0)
        return problem_set(problem, RC_NOT_FOUND, "pack", "pack \"%s\" is not loaded",
                           wanted->name);
    return problem_set(problem, RC_NOT_FOUND, "version",
                       "pack \"%s\" is not loaded in version %" PRId64, wanted->name,
                       wanted->version);
}

/* Copied, for the row's texts end with the result; hash and instant have fixed lengths. */
static void read_found(const PGresult *rows, struct pack_found *ret_found)
{
    *ret_found =
        (struct pack_found){ .id = pg_cell_i64(rows, 0, 0), .version = pg_cell_i64(rows, 0, 1) };
    snprintf(ret_found->sha256, sizeof(ret_found->sha256), "%s", pg_cell_text(rows, 0, 2));
    snprintf(ret_found->loaded_at, sizeof(ret_found->loaded_at), "%s", pg_cell_text(rows, 0, 3));
}

rc_t registry_store_pack_find(pg_t *db, const struct pack_wanted *wanted,
                              struct pack_found *ret_found, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, wanted->name);
    pg_arg_i64(&args, wanted->version);
    rc_t rc = pg_run(db, &sql_pack_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = pack_not_found(wanted, problem);
    else
        read_found(rows, ret_found);
    PQclear(rows);
    return rc;
}

/* To the byte as it was loaded, so that the hash beside it can be checked by whoever gets it. */
rc_t registry_store_pack_text(pg_t *db, int64_t id, json_t **ret_pack, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    return pg_json(db, &sql_pack_text, &args, ret_pack, problem);
}

/* Titles stand inside the texts, which are not sent for a list: the caller adds them. */
rc_t registry_store_packs(pg_t *db, const struct page *page, json_t **ret_list,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, page->key[0]);
    pg_arg_i64(&args, page->limit);
    return pg_json(db, &sql_pack_list, &args, ret_list, problem);
}
