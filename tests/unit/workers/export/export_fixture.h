/* A database with the fixture's contract, a data folder, and a worker on them. */
#ifndef EXPORT_FIXTURE_H
#define EXPORT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytebuf.h"
#include "clk.h"
#include "export_step.h"
#include "schema_packs_embed.h"
#include "temp_db.h"

struct export_fixture {
    struct temp_db tdb;
    char data[64];
    pg_t *db; /* the worker's connection */
    exporter_t *exporter;
};

/* 2026-06-15 09:00 in Shanghai */
#define FIXTURE_NOW INT64_C(1781485200000000)

static inline void fixture_sql(const struct temp_db *tdb, const char *path)
{
    static char text[1 << 16];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof(text) - 1, file);
    text[n] = '\0';
    fclose(file);
    db_exec(tdb, text);
}

/* The packs that ship, those that others use first. */
static inline void fixture_packs(const struct temp_db *tdb)
{
    static const char *const NAMES[] = { "minhang-2024", "yifen-2026" };
    struct bytebuf sql;
    bytebuf_init(&sql, 1 << 21);
    for (size_t i = 0; i < 2; i++)
        for (const struct embed *file = schema_packs; file->name; file++) {
            if (strncmp(file->name, NAMES[i], strlen(NAMES[i])) != 0)
                continue;
            bytebuf_reset(&sql);
            assert_int_equal(
                bytebuf_fmt(&sql,
                            "insert into pack (name, version, sha256, body) values ('%s', 1, "
                            "repeat('%zu', 64), $pack$%s$pack$)",
                            NAMES[i], i, file->text),
                RC_OK);
            db_exec(tdb, bytebuf_str(&sql));
        }
    bytebuf_fini(&sql);
}

static inline exporter_t *fixture_exporter(const struct export_fixture *self,
                                           const struct job_queue_def *jobs)
{
    const struct exporter_conf conf = {
        .jobs = jobs, .dsn = self->tdb.dsn, .role = "mlps_export", .data = self->data
    };
    struct problem problem = { .rc = RC_OK };
    exporter_t *exporter;
    if (exporter_open(&conf, &exporter, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return exporter;
}

static inline void fixture_open(struct export_fixture *self)
{
    temp_db_open(&self->tdb);
    fixture_packs(&self->tdb);
    fixture_sql(&self->tdb, MLPS_SOURCE_DIR "/tests/unit/workers/export/fixture.sql");
    snprintf(self->data, sizeof(self->data), "/tmp/mlps-export-XXXXXX");
    assert_non_null(mkdtemp(self->data));
    self->db = temp_db_pg(&self->tdb, "mlps_export");
    self->exporter = fixture_exporter(self, &EXPORT_JOBS);
}

static inline void fixture_close(struct export_fixture *self)
{
    if (self->exporter)
        exporter_close(self->exporter);
    pg_destroy(&self->db);
    temp_db_close(&self->tdb);
}

/* Ask for a workbook as the report service does; the export's id. */
static inline int64_t fixture_request(const struct export_fixture *self, const char *kind,
                                      const char *lang)
{
    char sql[512];
    snprintf(
        sql, sizeof(sql),
        "with e as (insert into export (contract_id, kind, lang, requested_by) select id, '%s', "
        "'%s', 'cli' "
        "from contract returning id), "
        "j as (insert into job (queue, kind, payload, key, priority, ready, turn, "
        "max_attempts) "
        "select 'export', 'export', jsonb_build_object('export_id', id), 'export/' || id, 5, true, "
        "clock_timestamp(), 3 from e returning id) select e.id from e, j",
        kind, lang);
    return db_number(&self->tdb, sql);
}

static inline rc_t fixture_step(struct export_fixture *self, struct problem *problem)
{
    int64_t next;
    return worker_step(&EXPORT_WORKER, self->db, FIXTURE_NOW, self->exporter, &next, problem);
}

static inline int64_t fixture_count(const struct export_fixture *self, const char *from)
{
    char sql[400];
    snprintf(sql, sizeof(sql), "select count(*) from %s", from);
    return db_number(&self->tdb, sql);
}

/* Path of the file that export `id` names. */
static inline void fixture_path(const struct export_fixture *self, int64_t id, char *out,
                                size_t size)
{
    char sql[100];
    snprintf(sql, sizeof(sql), "select file from export where id = %" PRId64, id);
    snprintf(out, size, "%s/exports/%s", self->data, db_text(&self->tdb, sql));
}

#endif
