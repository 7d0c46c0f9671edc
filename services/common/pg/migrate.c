/* The ledger of migrations. Each file is applied once, in its own transaction together with its
 * row; functions and roles are re-applied every time. Any number of programs may start at once: an
 * advisory lock lets one migrate while the others wait and find nothing to do. Two questions are
 * asked of a database: may it be brought up to date (migrate_run), and may this program work with
 * it as it is (migrate_check). */
#include "migrate.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "parse.h"
#include "pg_private.h"
#include "pg_query.h"
#include "pg_sql.h"
#include "schema_functions_embed.h"
#include "schema_migrations_embed.h"
#include "schema_roles_embed.h"

/* Hex digits with the NUL; "0001_" begins a migration's name. */
enum { SHA256_TEXT = 2 * crypto_hash_sha256_BYTES + 1, NUMBER_DIGITS = 4 };

/* The ledger cannot be a migration: it has to be there before the first one. */
static const char LEDGER_TEXT[] =
    "create schema if not exists mlps;"
    "create table if not exists mlps.schema_migration ("
    " version integer not null constraint schema_migration_pk primary key"
    "  constraint schema_migration_version_range check (version >= 1),"
    " name text not null constraint schema_migration_name_len check (length(name) between 1 and "
    "120),"
    " sha256 text not null constraint schema_migration_sha_len check (length(sha256) = 64),"
    " breaking boolean not null,"
    " applied_at timestamptz not null default clock_timestamp())";

/* What a file says of itself; the hash is of all its bytes. */
struct migration {
    int64_t version;
    bool breaking;
    char sha256[SHA256_TEXT];
};

/* What is embedded in this program, in the order of the file names; tests give sets of their
 * own. */
struct migrate_set migrate_shipped(void)
{
    return (struct migrate_set){ .migrations = schema_migrations,
                                 .functions = schema_functions,
                                 .roles = schema_roles };
}

/* The number before the first underscore. Four digits keep the order of names that of numbers. */
static bool read_version(const char *name, int64_t *ret_version)
{
    char digits[NUMBER_DIGITS + 1];
    if (strlen(name) <= NUMBER_DIGITS || name[NUMBER_DIGITS] != '_')
        return false;
    snprintf(digits, sizeof(digits), "%s", name);
    return parse_i64(digits, ret_version);
}

/* Said in the file itself, where whoever writes the migration has to think of it; a missing line is
 * refused and not taken for "no". */
static bool read_breaking(const char *text, bool *ret_breaking)
{
    const char *line = strchr(text, '\n');
    *ret_breaking = line && strncmp(line, "\n-- breaking: yes\n", 18) == 0;
    return *ret_breaking || (line && strncmp(line, "\n-- breaking: no\n", 17) == 0);
}

/* Numbers must be without a gap, or two branches that each add a migration would merge unnoticed.
 * The hash tells later whether an applied file was edited. */
static rc_t read_migration(const struct embed *file, int64_t position,
                           struct migration *ret_migration, struct problem *problem)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (!read_version(file->name, &ret_migration->version) || ret_migration->version != position)
        return problem_set(problem, RC_INVALID, file->name,
                           "migration \"%s\" must be number %04" PRId64, file->name, position);
    if (!read_breaking(file->text, &ret_migration->breaking))
        return problem_set(
            problem, RC_INVALID, file->name,
            "migration \"%s\" must say \"-- breaking: yes\" or \"-- breaking: no\" on "
            "its second line",
            file->name);
    crypto_hash_sha256(hash, (const unsigned char *)file->text, file->size);
    sodium_bin2hex(ret_migration->sha256, sizeof(ret_migration->sha256), hash, sizeof(hash));
    return RC_OK;
}

/* The list ends with a nameless entry, as every embedded list does. */
static int64_t count_of(const struct embed *files)
{
    int64_t count = 0;
    while (files[count].name)
        count++;
    return count;
}

/* Rows of the ledger; a database without one counts as empty. */
static rc_t read_ledger(pg_t *db, PGresult **ret_rows, struct problem *problem)
{
    int64_t exists = 0;
    rc_t rc = pg_number(db, &sql_migrate_find_ledger, NULL, &exists, problem);
    if (rc != RC_OK)
        return rc;
    if (!exists)
        return RC_NOT_FOUND;
    return pg_run(db, &sql_migrate_ledger, NULL, ret_rows, problem);
}

/* Row `row` of the ledger against the file of the same position. */
static rc_t check_row(const PGresult *rows, int row, const struct embed *file,
                      struct problem *problem)
{
    struct migration ours;
    rc_t rc = read_migration(file, row + 1, &ours, problem);
    if (rc != RC_OK)
        return rc;
    if (pg_cell_i64(rows, row, 0) != row + 1)
        return problem_set(problem, RC_REFUSED, NULL,
                           "the database lacks migration %04d but has later ones", row + 1);
    if (strcmp(pg_cell_text(rows, row, 2), ours.sha256) != 0)
        return problem_set(problem, RC_REFUSED, file->name,
                           "migration \"%s\" was changed after it was applied to the database "
                           "(checksum %.12s, expected %.12s)",
                           file->name, ours.sha256, pg_cell_text(rows, row, 2));
    return RC_OK;
}

/* An older program would write rows that lack what the newer schema asks for, so it does not
 * start. */
static rc_t refuse_newer(const PGresult *rows, int64_t known, struct problem *problem)
{
    int last = PQntuples(rows) - 1;
    return problem_set(problem, RC_REFUSED, NULL,
                       "the database is at migration %04" PRId64
                       " (%s), this program knows %04" PRId64 ": use a newer program",
                       pg_cell_i64(rows, last, 0), pg_cell_text(rows, last, 1), known);
}

/* How many migrations of `set` the database has; refuses one that went another way. */
static rc_t find_position(pg_t *db, const struct migrate_set *set, int64_t *ret_done,
                          struct problem *problem)
{
    PGresult *rows;
    rc_t rc = read_ledger(db, &rows, problem);
    if (rc == RC_NOT_FOUND) {
        *ret_done = 0;
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    int64_t known = count_of(set->migrations);
    if (PQntuples(rows) > known)
        rc = refuse_newer(rows, known, problem);
    for (int row = 0; rc == RC_OK && row < PQntuples(rows); row++)
        rc = check_row(rows, row, &set->migrations[row], problem);
    if (rc == RC_OK)
        *ret_done = PQntuples(rows);
    PQclear(rows);
    return rc;
}

/* What pg_tx hands to the transactions. */
struct apply {
    const struct migrate_set *set;
    const struct embed *file;
    int64_t position;
};

/* Within the transaction of the migration itself: applied and recorded are one fact. */
static rc_t record(pg_t *db, const char *name, const struct migration *migration,
                   struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, migration->version);
    pg_arg_text(&args, name);
    pg_arg_text(&args, migration->sha256);
    pg_arg_bool(&args, migration->breaking);
    return pg_do(db, &sql_migrate_record, &args, NULL, problem);
}

/* Transaction: one migration and its ledger row. */
static rc_t apply_one(pg_t *db, void *arg, struct problem *problem)
{
    const struct apply *apply = arg;
    struct migration migration;
    rc_t rc = read_migration(apply->file, apply->position, &migration, problem);
    if (rc == RC_OK)
        rc = pg_text(db, apply->file->name, apply->file->text, problem);
    if (rc == RC_OK)
        rc = record(db, apply->file->name, &migration, problem);
    return rc;
}

/* In the order of their names; each is create-or-replace, so that applying it again changes
 * nothing. */
static rc_t apply_list(pg_t *db, const struct embed *files, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && files[i].name; i++)
        rc = pg_text(db, files[i].name, files[i].text, problem);
    return rc;
}

/* Transaction: what is re-applied every time. */
static rc_t apply_repeatable(pg_t *db, void *arg, struct problem *problem)
{
    const struct apply *apply = arg;
    rc_t rc = apply_list(db, apply->set->functions, problem);
    if (rc == RC_OK)
        rc = apply_list(db, apply->set->roles, problem);
    return rc;
}

/* Its own transaction, before anything is compared: the table that lists what was applied. */
static rc_t create_ledger(pg_t *db, void *arg, struct problem *problem)
{
    (void)arg;
    return pg_text(db, "migrate_ledger", LEDGER_TEXT, problem);
}

/* Under the lock. */
static rc_t apply_all(pg_t *db, const struct migrate_set *set, struct migrate_report *ret_report,
                      struct problem *problem)
{
    int64_t done;
    rc_t rc = find_position(db, set, &done, problem);
    if (rc != RC_OK)
        return rc;
    struct apply apply = { .set = set };
    struct migrate_report report = { .version = done };
    if (done == 0)
        rc = pg_tx(db, PG_WRITE, create_ledger, NULL, problem);
    for (; rc == RC_OK && set->migrations[done].name; done++) {
        apply.file = &set->migrations[done];
        apply.position = done + 1;
        rc = pg_tx(db, PG_WRITE, apply_one, &apply, problem);
        report.applied++;
        report.version = done + 1;
    }
    if (rc == RC_OK)
        rc = pg_tx(db, PG_WRITE, apply_repeatable, &apply, problem);
    if (rc == RC_OK)
        *ret_report = report;
    return rc;
}

/* Session settings and not per statement: a migration is several statements. "0" is no limit. */
static rc_t set_limits(pg_t *db, const char *statement, const char *lock, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, statement);
    pg_arg_text(&args, lock);
    return pg_do(db, &sql_migrate_limits, &args, NULL, problem);
}

/* The advisory lock lets any number of programs start at once: one migrates, the others wait and
 * then find nothing to do. Locks on tables are waited for 5 s only, so that a migration never
 * stands in the way of a running system. */
rc_t migrate_run(pg_t *db, const struct migrate_set *set, struct migrate_report *ret_report,
                 struct problem *problem)
{
    rc_t rc = pg_ready(db, problem);
    if (rc == RC_OK) /* others may be at work for long: wait for them without a limit on locks */
        rc = set_limits(db, "600s", "0", problem);
    if (rc == RC_OK)
        rc = pg_do(db, &sql_migrate_lock, NULL, NULL, problem);
    if (rc == RC_OK)
        rc = set_limits(db, "600s", "5s", problem);
    if (rc == RC_OK)
        rc = apply_all(db, set, ret_report, problem);
    pg_drop(db); /* lock and limits go with the session */
    return rc;
}

/* Rows of the ledger for a process: while the database is being set up, its role may not even look.
 */
static rc_t look_at_ledger(pg_t *db, PGresult **ret_rows, struct problem *problem)
{
    struct problem why = { .rc = RC_OK };
    rc_t rc = read_ledger(db, ret_rows, &why);
    if (rc == RC_NOT_FOUND || rc == RC_DENIED)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "the database was not set up yet");
    return rc == RC_OK ? rc : problem_pass(problem, rc, &why);
}

/* Newer is fine unless a migration says that it breaks older programs: that is what lets
 * processes be replaced one after the other. */
rc_t migrate_check(pg_t *db, const struct migrate_set *set, struct problem *problem)
{
    PGresult *rows;
    rc_t rc = pg_ready(db, problem);
    if (rc == RC_OK)
        rc = look_at_ledger(db, &rows, problem);
    if (rc != RC_OK)
        return rc;
    int64_t known = count_of(set->migrations);
    int have = PQntuples(rows);
    for (int row = (int)known; rc == RC_OK && row < have; row++)
        if (pg_cell_bool(rows, row, 3))
            rc = refuse_newer(rows, known, problem);
    if (rc == RC_OK && have < known)
        rc = problem_set(problem, RC_UNAVAILABLE, NULL,
                         "the database is at migration %04d, this program needs %04" PRId64, have,
                         known);
    PQclear(rows);
    return rc;
}
