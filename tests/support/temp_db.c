#include "temp_db.h"

#include <libpq-fe.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clk.h"
#include "migrate.h"
#include "temp_pg.h"
#include "wait_until.h"

enum { TEMPLATE_LOCK = 7, SQL_SIZE = 512, TEXT_SIZE = 65536, IN_USE_MS = 120000 };
#define OBJECT_IN_USE "55006"

/* The cluster in use; started or found once per program. */
static struct {
    char dir[TEMP_PG_DIR_MAX];
    char template_name[TEMP_DB_NAME];
    struct temp_pg own;
    int databases;
} cluster;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "test support: could not %s: %s\n", what, why);
    abort();
}

static void quiet(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

static PGconn *connect_to(const char *database)
{
    PGconn *conn = PQconnectdb(temp_pg_dsn(cluster.dir, database));
    if (PQstatus(conn) != CONNECTION_OK)
        die("connect", PQerrorMessage(conn));
    PQsetNoticeProcessor(conn, quiet, NULL);
    return conn;
}

static void run(PGconn *conn, const char *sql)
{
    PGresult *done = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(done);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        die(sql, PQerrorMessage(conn));
    PQclear(done);
}

/* Making or dropping a database waits 5 s for sessions in it (or in its template) to end, which on
 * a busy machine may not be enough for one that we have closed, or for autovacuum. */
static void run_alone(PGconn *conn, const char *sql)
{
    int64_t end = clk_mono_ms() + IN_USE_MS;
    for (;;) {
        PGresult *done = PQexec(conn, sql);
        const char *state = PQresultErrorField(done, PG_DIAG_SQLSTATE);
        bool in_use = state && strcmp(state, OBJECT_IN_USE) == 0;
        bool good = PQresultStatus(done) == PGRES_COMMAND_OK;
        PQclear(done);
        if (good)
            return;
        if (!in_use || clk_mono_ms() > end)
            die(sql, PQerrorMessage(conn));
    }
}

static bool has_row(PGconn *conn, const char *sql)
{
    PGresult *done = PQexec(conn, sql);
    if (PQresultStatus(done) != PGRES_TUPLES_OK)
        die(sql, PQerrorMessage(conn));
    bool found = PQntuples(done) > 0;
    PQclear(done);
    return found;
}

static void stop_own(void)
{
    temp_pg_remove(&cluster.own);
}

/* The cluster of the ctest run, if there is one that answers. */
static bool find_shared(void)
{
    const char *path = getenv("MLPS_TEST_PG");
    FILE *file = path ? fopen(path, "re") : NULL;
    if (!file)
        return false;
    bool read = fscanf(file, "%63s", cluster.dir) == 1;
    fclose(file);
    return read && PQping(temp_pg_dsn(cluster.dir, "postgres")) == PQPING_OK;
}

/* Named by what it holds, so that a changed migration never meets an old template. */
static void name_template(const struct migrate_set *set)
{
    unsigned char hash[8];
    char hex[2 * sizeof(hash) + 1];
    crypto_generichash_state state;
    const struct embed *lists[] = { set->migrations, set->functions, set->roles };
    crypto_generichash_init(&state, NULL, 0, 16);
    for (size_t i = 0; i < 3; i++)
        for (const struct embed *file = lists[i]; file->name; file++)
            crypto_generichash_update(&state, (const unsigned char *)file->text, file->size);
    unsigned char full[16];
    crypto_generichash_final(&state, full, sizeof(full));
    memcpy(hash, full, sizeof(hash));
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    snprintf(cluster.template_name, sizeof(cluster.template_name), "tpl_%s", hex);
}

static void migrate_template(const struct migrate_set *set)
{
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = temp_pg_dsn(cluster.dir, cluster.template_name) });
    if (migrate_run(db, set, &report, &problem) != RC_OK)
        die("migrate the template", problem.text);
    pg_destroy(&db);
}

/* Several test programs may come at once: the first makes the template, the others wait for it. */
static void make_template(void)
{
    char sql[SQL_SIZE];
    struct migrate_set set = migrate_shipped();
    PGconn *conn = connect_to("postgres");
    name_template(&set);
    snprintf(sql, sizeof(sql), "select pg_advisory_lock(%d)", TEMPLATE_LOCK);
    run(conn, sql);
    snprintf(sql, sizeof(sql), "select 1 from pg_database where datname = '%s' and datistemplate",
             cluster.template_name);
    if (!has_row(conn, sql)) {
        snprintf(sql, sizeof(sql), "drop database if exists %s", cluster.template_name);
        run_alone(conn, sql);
        snprintf(sql, sizeof(sql), "create database %s", cluster.template_name);
        run_alone(conn, sql);
        migrate_template(&set);
        snprintf(sql, sizeof(sql), "alter database %s is_template true", cluster.template_name);
        run(conn, sql);
    }
    PQfinish(conn);
}

static void need_cluster(void)
{
    if (cluster.dir[0])
        return;
    if (!find_shared()) {
        temp_pg_start(&cluster.own, false);
        atexit(stop_own);
        snprintf(cluster.dir, sizeof(cluster.dir), "%s", cluster.own.dir);
    }
}

static PGconn *connect_raw(const char *database)
{
    PGconn *conn = connect_to(database);
    run(conn, "set search_path = mlps; set timezone = 'UTC'; set client_min_messages = warning");
    return conn;
}

static void open_copy(struct temp_db *self, const char *template)
{
    char sql[SQL_SIZE];
    PGconn *conn = connect_to("postgres");
    snprintf(self->name, sizeof(self->name), "t_%d_%d", (int)getpid(), ++cluster.databases);
    snprintf(sql, sizeof(sql), "create database %s template %s", self->name, template);
    run_alone(conn, sql);
    PQfinish(conn);
    snprintf(self->dsn, sizeof(self->dsn), "%s", temp_pg_dsn(cluster.dir, self->name));
    self->raw = connect_raw(self->name);
}

void temp_db_open(struct temp_db *self)
{
    need_cluster();
    if (!cluster.template_name[0])
        make_template();
    open_copy(self, cluster.template_name);
}

void temp_db_open_empty(struct temp_db *self)
{
    need_cluster();
    open_copy(self, "template0");
}

void temp_db_close(struct temp_db *self)
{
    char sql[SQL_SIZE];
    PQfinish(self->raw);
    PGconn *conn = connect_to("postgres");
    snprintf(sql, sizeof(sql), "drop database %s with (force)", self->name);
    run_alone(conn, sql);
    PQfinish(conn);
}

void temp_db_join(struct temp_db *self, const struct temp_db *other)
{
    *self = *other;
    self->raw = connect_raw(other->name);
}

void temp_db_part(struct temp_db *self)
{
    PQfinish(self->raw);
    self->raw = NULL;
}

pg_t *temp_db_pg(const struct temp_db *self, const char *role)
{
    return pg_new(&(struct pg_conf){ .dsn = self->dsn, .role = role, .process = "test" });
}

void db_exec(const struct temp_db *self, const char *sql)
{
    run(self->raw, sql);
}

const char *db_text(const struct temp_db *self, const char *sql)
{
    static _Thread_local char text[TEXT_SIZE];
    PGresult *rows = PQexec(self->raw, sql);
    if (PQresultStatus(rows) != PGRES_TUPLES_OK)
        die(sql, PQerrorMessage(self->raw));
    snprintf(text, sizeof(text), "%s", PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "");
    PQclear(rows);
    return text;
}

int64_t db_number(const struct temp_db *self, const char *sql)
{
    const char *text = db_text(self, sql);
    char *end;
    int64_t value = (int64_t)strtoll(text, &end, 10);
    return *text && !*end ? value : INT64_MIN;
}

const char *db_refused(const struct temp_db *self, const char *sql)
{
    static _Thread_local char state[6];
    PGresult *rows = PQexec(self->raw, sql);
    const char *why = PQresultErrorField(rows, PG_DIAG_SQLSTATE);
    snprintf(state, sizeof(state), "%s", why ? why : "");
    PQclear(rows);
    return state;
}

static bool all_final(void *looking)
{
    return db_number(looking, "select count(*) from event where xid >= mlps.event_horizon()") == 0;
}

void db_settle(const struct temp_db *self)
{
    enum { SETTLE_MS = 60000 };
    struct temp_db looking;
    temp_db_join(&looking, self);
    if (!wait_until(all_final, &looking, SETTLE_MS))
        die("wait for the events to be final", "a transaction stays open");
    temp_db_part(&looking);
}
