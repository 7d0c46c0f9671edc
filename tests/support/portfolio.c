#include "portfolio.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytebuf.h"

enum { FILE_MOST = 4 << 20, SQL_TEXT = 1024 };

static void die(const char *what, const char *name)
{
    fprintf(stderr, "portfolio: could not %s %s\n", what, name);
    abort();
}

static void add(struct bytebuf *sql, const char *text)
{
    if (bytebuf_text(sql, text) != RC_OK)
        die("write", "a statement");
}

/* Append a file below schema/ as it is. */
static void add_file(struct bytebuf *sql, const char *name)
{
    char path[512], part[4096];
    size_t got;
    snprintf(path, sizeof(path), "%s/schema/%s", MLPS_SOURCE_DIR, name);
    FILE *file = fopen(path, "re");
    if (!file)
        die("open", path);
    while ((got = fread(part, 1, sizeof(part), file)) > 0) {
        if (bytebuf_add(sql, part, got) != RC_OK)
            die("read", path);
    }
    fclose(file);
}

static int64_t load_pack(const struct portfolio *self, const char *name)
{
    struct bytebuf sql;
    char path[128];
    bytebuf_init(&sql, FILE_MOST);
    snprintf(path, sizeof(path), "packs/%s.yaml", name);
    add(&sql, "insert into pack (name, version, sha256, body) select '");
    add(&sql, name);
    add(&sql, "', 1, encode(sha256(convert_to(t, 'utf8')), 'hex'), t from (values ($pack$");
    add_file(&sql, path);
    add(&sql, "$pack$)) v (t) returning id");
    int64_t id = db_number(&self->tdb, bytebuf_str(&sql));
    bytebuf_fini(&sql);
    return id;
}

/* The calendar file is lines of day,kind,name under a heading. */
static int64_t load_calendar(const struct portfolio *self)
{
    struct bytebuf sql;
    bytebuf_init(&sql, FILE_MOST);
    add(&sql, "with v as (insert into calendar_version (code, version) values ('cn', 'test') "
              "returning id),"
              " line as (select string_to_array(l, ',') f from regexp_split_to_table($csv$");
    add_file(&sql, "calendars/cn.csv");
    add(&sql, "$csv$, E'\\r?\\n') with ordinality as t (l, n) where n > 1 and l <> ''),"
              " days as (insert into calendar_day (calendar_id, day, kind, name)"
              " select v.id, f[1]::date, f[2], f[3] from v, line) select id from v");
    int64_t id = db_number(&self->tdb, bytebuf_str(&sql));
    bytebuf_fini(&sql);
    return id;
}

static void make_contract(struct portfolio *self, int systems)
{
    char sql[SQL_TEXT];
    snprintf(
        sql, sizeof(sql),
        "insert into contract (code, pack_id, calendar_id, title, customer, total_fen, signed_on,"
        " service_from, service_to, zone) values ('yifen-2026', %" PRId64 ", %" PRId64
        ", '2026 年等保测评', '一分中心', 718061200, '2026-03-16', '2026-03-16', '2026-12-31',"
        " 'Asia/Shanghai') returning id",
        self->pack, self->calendar);
    self->contract = db_number(&self->tdb, sql);
    snprintf(sql, sizeof(sql),
             "insert into team (contract_id, code, name, position) values (%" PRId64
             ", 'fgw', 'team', 1) returning id",
             self->contract);
    self->team = db_number(&self->tdb, sql);
    snprintf(sql, sizeof(sql),
             "insert into system (contract_id, team_id, serial, name, grade) select %" PRId64
             ", %" PRId64 ", n, 'system ' || n, 3 from generate_series(1, %d) n;"
             "insert into contract_work (contract_id) values (%" PRId64 ")",
             self->contract, self->team, systems, self->contract);
    db_exec(&self->tdb, sql);
}

void portfolio_begin(struct portfolio *self, int systems)
{
    memset(self, 0, sizeof(*self));
    temp_db_open(&self->tdb);
    load_pack(self, "minhang-2024");
    self->pack = load_pack(self, "yifen-2026");
    self->calendar = load_calendar(self);
    make_contract(self, systems);
}

void portfolio_end(struct portfolio *self)
{
    temp_db_close(&self->tdb);
}

void portfolio_bump(struct portfolio *self)
{
    db_exec(&self->tdb, "update contract_work set facts = facts + 1");
}

int64_t portfolio_fact(struct portfolio *self, const char *clause, int serial, const char *name,
                       const char *at)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "insert into fact (contract_id, clause, system_id, name, occurred_at) values (%" PRId64
             ", nullif('%s', ''), (select id from system where serial = %d), '%s', '%s+08') "
             "returning id",
             self->contract, clause ? clause : "", serial, name, at);
    int64_t id = db_number(&self->tdb, sql);
    portfolio_bump(self);
    return id;
}

void portfolio_void(struct portfolio *self, int64_t fact)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "insert into fact (contract_id, name, occurred_at, voids) select contract_id, name, "
             "occurred_at, id"
             " from fact where id = %" PRId64,
             fact);
    db_exec(&self->tdb, sql);
    portfolio_bump(self);
}

int64_t portfolio_case(struct portfolio *self, const char *code, const char *type, const char *on,
                       const char *attributes)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "insert into penalty_case (contract_id, code, type, occurred_on, title, attributes) "
             "values (%" PRId64 ", '%s', '%s', '%s', 'case', '%s') returning id",
             self->contract, code, type, on, attributes);
    int64_t id = db_number(&self->tdb, sql);
    portfolio_bump(self);
    return id;
}
