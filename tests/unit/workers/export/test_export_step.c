/* The worker from job to file on a real database: what is written, what happens when it fails, is
 * killed or loses its connection at any point. */
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "export_fixture.h"
#include "pg_probe.h"
#include "torture.h"
#include "xlsx_check.h"

static struct export_fixture fixture;

static int make(void **state)
{
    (void)state;
    fixture = (struct export_fixture){ .db = NULL };
    fixture_open(&fixture);
    return 0;
}

static int drop(void **state)
{
    char command_path[128];
    (void)state;
    fixture_close(&fixture);
    snprintf(command_path, sizeof(command_path), "%s/exports", fixture.data);
    DIR *dir = opendir(command_path);
    for (const struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
        char path[512];
        snprintf(path, sizeof(path), "%s/%s", command_path, entry->d_name);
        (void)unlink(path);
    }
    if (dir)
        closedir(dir);
    (void)rmdir(command_path);
    return rmdir(fixture.data);
}

static int entries(bool hidden)
{
    char path[128];
    int n = 0;
    snprintf(path, sizeof(path), "%s/exports", fixture.data);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        n += (entry->d_name[0] == '.') == hidden && strcmp(entry->d_name, ".") != 0 &&
             strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return n;
}

/* What a person sees in the exports folder. */
static int visible_files(void)
{
    return entries(false);
}

/* Work folders. */
static int hidden_entries(void)
{
    return entries(true);
}

static void step(void)
{
    struct problem problem = { .rc = RC_OK };
    if (fixture_step(&fixture, &problem) != RC_OK)
        fail_msg("%s", problem.text);
}

static const char *export_text(int64_t id, const char *column)
{
    char sql[160];
    snprintf(sql, sizeof(sql), "select %s from export where id = %" PRId64, column, id);
    return db_text(&fixture.tdb, sql);
}

static int64_t export_number(int64_t id, const char *column)
{
    char sql[160];
    snprintf(sql, sizeof(sql), "select %s from export where id = %" PRId64, column, id);
    return db_number(&fixture.tdb, sql);
}

/* Make the jobs that wait for their next try ready now. */
static void hurry(void)
{
    db_exec(&fixture.tdb, "update job set ready = true, turn = clock_timestamp()");
}

static void test_a_job_becomes_a_file(void **state)
{
    struct problem problem = { .rc = RC_OK };
    char path[256], sha256[65];
    int64_t bytes;
    (void)state;
    int64_t id = fixture_request(&fixture, "systems", "zh");
    int64_t seq = db_number(&fixture.tdb, "select max(seq) from event");
    step();
    assert_string_equal(export_text(id, "state"), "done");
    assert_string_equal(export_text(id, "error is null and finished_at = '2026-06-15 09:00:00+08'"),
                        "t");
    assert_int_equal(export_number(id, "rows_done"), 12);
    assert_int_equal(export_number(id, "rows_total"), 12);
    assert_true(export_number(id, "event_seq") >= seq);
    fixture_path(&fixture, id, path, sizeof(path));
    assert_non_null(strstr(path, "yifen-2026-systems-2026-06-15-"));
    assert_int_equal(xlsx_digest(path, sha256, &bytes, &problem), RC_OK);
    assert_string_equal(export_text(id, "sha256"), sha256);
    assert_int_equal(visible_files(), 1);
    assert_int_equal(fixture_count(&fixture, "job"), 0);
    assert_int_equal(fixture_count(&fixture, "job_tally where outcome = 'done'"), 1);
}

static void test_events(void **state)
{
    (void)state;
    int64_t id = fixture_request(&fixture, "systems", "zh");
    step();
    (void)id;
    assert_true(
        fixture_count(&fixture,
                      "event where kind = 'export.progress' and contract = 'yifen-2026' and "
                      "(data ->> 'total')::int = 12") >= 2);
    assert_int_equal(
        fixture_count(&fixture, "event where kind = 'export.done' and contract = 'yifen-2026' and "
                                "(data ->> 'rows')::int = 12 and data ? 'sha256'"),
        1);
    assert_int_equal(
        fixture_count(&fixture, "event where actor <> 'export' and kind like 'export.%'"), 0);
}

static void test_equal_data_gives_equal_bytes(void **state)
{
    char first[65];
    (void)state;
    static const char *const KINDS[] = { "progress",    "systems",   "deliverables",
                                         "procurement", "deadlines", "penalties" };
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        int64_t id = fixture_request(&fixture, KINDS[i], "zh");
        step();
        snprintf(first, sizeof(first), "%s", export_text(id, "sha256"));
        assert_int_equal(strlen(first), 64);
        /* the same export again, as after a kill just before its row was written, and no event in
         * between */
        db_exec(
            &fixture.tdb,
            "alter table event disable trigger all; "
            "delete from event where kind like 'export.%'; alter table event enable trigger all");
        char sql[300];
        snprintf(
            sql, sizeof(sql),
            "update export set state = 'queued', file = null, sha256 = null where id = %" PRId64
            "; "
            "insert into job (queue, kind, payload, priority, ready, turn, max_attempts) "
            "values "
            "('export', 'export', '{\"export_id\": %" PRId64 "}', 5, true, now(), 3)",
            id, id);
        db_exec(&fixture.tdb, sql);
        step();
        if (strcmp(first, export_text(id, "sha256")) != 0)
            fail_msg("%s: other bytes", KINDS[i]);
        db_exec(
            &fixture.tdb,
            "alter table event disable trigger all; "
            "delete from event where kind like 'export.%'; alter table event enable trigger all");
    }
    assert_int_equal(visible_files(), COUNT_OF(KINDS));
}

static void test_done_stays_done(void **state)
{
    (void)state;
    int64_t id = fixture_request(&fixture, "systems", "zh");
    step();
    int64_t version = export_number(id, "version");
    char sql[300];
    snprintf(sql, sizeof(sql),
             "insert into job (queue, kind, payload, priority, ready, turn, max_attempts) "
             "values "
             "('export', 'export', '{\"export_id\": %" PRId64 "}', 5, true, now(), 3)",
             id);
    db_exec(&fixture.tdb, sql);
    step();
    assert_int_equal(export_number(id, "version"), version);
    assert_int_equal(fixture_count(&fixture, "job"), 0);
    assert_int_equal(fixture_count(&fixture, "event where kind = 'export.done'"), 1);
}

static void test_an_unknown_kind_fails_at_once(void **state)
{
    (void)state;
    int64_t id = fixture_request(&fixture, "nonsense", "zh");
    step();
    assert_string_equal(export_text(id, "state"), "failed");
    assert_string_equal(export_text(id, "error"), "there is no workbook \"nonsense\"");
    assert_int_equal(fixture_count(&fixture, "job"), 0);
    assert_int_equal(
        fixture_count(&fixture, "event where kind = 'export.failed' and contract = 'yifen-2026'"),
        1);
    assert_int_equal(visible_files(), 0);
}

static void test_a_job_without_an_export_is_a_dead_letter(void **state)
{
    (void)state;
    db_exec(&fixture.tdb, "insert into job (queue, kind, payload, priority, ready, turn, "
                          "max_attempts) values "
                          "('export', 'export', '{\"export_id\": 999}', 5, true, now(), 2), "
                          "('export', 'export', '{\"id\": 1}', 5, true, now(), 1)");
    for (int i = 0; i < 4; i++) {
        step();
        hurry();
    }
    assert_int_equal(fixture_count(&fixture, "job"), 0);
    assert_int_equal(
        fixture_count(&fixture, "job_dead where last_error = 'there is no such export'"), 1);
    assert_int_equal(fixture_count(&fixture, "job_dead where last_error like '%export%'"), 2);
}

/* The folder is gone: every try fails, the last one says so, and the job can be put back. */
static void test_a_disk_that_refuses(void **state)
{
    char path[128], gone[140];
    (void)state;
    int64_t id = fixture_request(&fixture, "systems", "zh");
    snprintf(path, sizeof(path), "%s/exports", fixture.data);
    snprintf(gone, sizeof(gone), "%s-gone", path);
    assert_int_equal(rename(path, gone), 0);
    for (int i = 1; i <= 3; i++) {
        step();
        assert_string_equal(export_text(id, "state"), i == 3 ? "failed" : "running");
        hurry();
    }
    assert_non_null(strstr(export_text(id, "error"), "could not"));
    assert_int_equal(fixture_count(&fixture, "job"), 0);
    assert_int_equal(fixture_count(&fixture, "job_dead"), 1);
    assert_int_equal(fixture_count(&fixture, "event where kind = 'export.failed'"), 1);
    assert_int_equal(rename(gone, path), 0);
    db_exec(&fixture.tdb,
            "insert into job (queue, kind, payload, priority, ready, turn, max_attempts) "
            "select queue, kind, payload, priority, true, now(), 3 from job_dead");
    step();
    assert_string_equal(export_text(id, "state"), "done");
    assert_string_equal(export_text(id, "error is null"), "t");
}

/* A worker killed in the job's last try: whoever steps next says that the export failed. */
static void test_an_abandoned_export_fails(void **state)
{
    (void)state;
    int64_t id = fixture_request(&fixture, "systems", "zh");
    int64_t other = fixture_request(&fixture, "progress", "zh");
    char sql[500];
    snprintf(sql, sizeof(sql),
             "delete from job where payload ->> 'export_id' = '%" PRId64 "'; "
             "update export set state = 'running' where id = %" PRId64 "; "
             "insert into job_dead (id, queue, kind, payload, priority, attempt, max_attempts, "
             "last_error) "
             "values (77, 'export', 'export', '{\"export_id\": %" PRId64
             "}', 5, 3, 3, 'the worker died')",
             id, id, id);
    db_exec(&fixture.tdb, sql);
    step();
    assert_string_equal(export_text(id, "state"), "failed");
    assert_string_equal(export_text(id, "error"), "the worker died");
    assert_string_equal(export_text(other, "state"), "done");
    assert_int_equal(
        fixture_count(&fixture, "event where kind = 'export.failed' and contract = 'yifen-2026'"),
        1);
}

static void test_a_cancelled_job_leaves_no_file(void **state)
{
    (void)state;
    int64_t id = fixture_request(&fixture, "systems", "zh");
    db_exec(&fixture.tdb, "delete from job");
    step();
    assert_string_equal(export_text(id, "state"), "queued");
    assert_int_equal(visible_files(), 0);
}

/* ---- killed at any point ---- */

static const struct job_queue_def *short_lease(void)
{
    static struct job_queue_def jobs;
    jobs = EXPORT_JOBS;
    jobs.lease_ms = 50;
    jobs.sweep_ms = 0;
    return &jobs;
}

struct killer {
    int nth, calls;
};

static enum pg_fate kill_at(void *arg, const char *name)
{
    struct killer *killer = arg;
    (void)name;
    if (++killer->calls == killer->nth)
        (void)kill(getpid(), SIGKILL);
    return PG_PASS;
}

/* A worker of its own process that dies before its nth call; whether it lived to the end. */
static bool run_and_kill(int nth)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        struct killer killer = { .nth = nth };
        struct export_fixture child = fixture;
        struct problem problem = { .rc = RC_OK };
        child.db = temp_db_pg(&fixture.tdb, "mlps_export");
        child.exporter = fixture_exporter(&child, short_lease());
        pg_set_probe(child.db, kill_at, &killer);
        _exit(fixture_step(&child, &problem) == RC_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool export_ended(void *arg)
{
    struct problem problem = { .rc = RC_OK };
    hurry();
    assert_int_equal(fixture_step(&fixture, &problem), RC_OK);
    return strcmp(export_text(*(int64_t *)arg, "state"), "done") == 0;
}

static void test_killed_at_any_point(void **state)
{
    int nth = 1;
    (void)state;
    exporter_close(fixture.exporter);
    fixture.exporter = fixture_exporter(&fixture, short_lease());
    for (bool lived = false; !lived; nth++) {
        int64_t id = fixture_request(&fixture, "deadlines", "zh");
        int before = visible_files();
        lived = run_and_kill(nth);
        int after = visible_files();
        const char *shown = export_text(id, "state");
        if (strcmp(shown, "done") == 0 && after != before + 1)
            fail_msg("killed at call %d: done without a file", nth);
        int64_t until = clk_mono_ms() + 120000;
        while (!export_ended(&id) && clk_mono_ms() < until)
            clk_pause_ms(5);
        if (strcmp(export_text(id, "state"), "done") != 0 || visible_files() != before + 1)
            fail_msg("killed at call %d: %s", nth, export_text(id, "state"));
        char path[256], sha256[65];
        struct problem problem = { .rc = RC_OK };
        int64_t bytes;
        fixture_path(&fixture, id, path, sizeof(path));
        assert_int_equal(xlsx_digest(path, sha256, &bytes, &problem), RC_OK);
        assert_string_equal(export_text(id, "sha256"), sha256);
        char from[120];
        snprintf(from, sizeof(from), "event where kind = 'export.done' and subject_id = %" PRId64,
                 id);
        assert_int_equal(fixture_count(&fixture, from), 1);
    }
    assert_true(nth > 10);
    /* what the dead left behind goes when the next worker starts */
    assert_int_equal(hidden_entries(),
                     2); /* ours, and the last child's: each one swept the one before */
    exporter_close(fixture.exporter);
    fixture.exporter = fixture_exporter(&fixture, short_lease());
    assert_int_equal(hidden_entries(), 1);
}

/* ---- the database fails at any point ---- */

static void test_database_failures_at_any_point(void **state)
{
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    (void)state;
    exporter_close(fixture.exporter);
    fixture.exporter = fixture_exporter(&fixture, short_lease());
    for (size_t f = 0; f < COUNT_OF(FATES); f++) {
        bool fired = true;
        for (int nth = 1; fired; nth++) {
            struct torture torture;
            struct problem problem = { .rc = RC_OK };
            int64_t id = fixture_request(&fixture, "procurement", "zh");
            torture_set(&torture, fixture.db, nth, FATES[f]);
            (void)!fixture_step(&fixture, &problem);
            pg_set_probe(fixture.db, NULL, NULL);
            fired = torture.fired;
            int64_t until = clk_mono_ms() + 120000;
            while (strcmp(export_text(id, "state"), "failed") != 0 && !export_ended(&id) &&
                   clk_mono_ms() < until)
                clk_pause_ms(5);
            /* a statement that the server refuses for good (PG_FAIL) may fail the export, with its
             * reason */
            const char *shown = export_text(id, "state");
            if (strcmp(shown, "done") != 0 && (FATES[f] != PG_FAIL || strcmp(shown, "failed") != 0))
                fail_msg("fate %zu, call %d: %s", f, nth, shown);
            db_exec(&fixture.tdb, "delete from job; delete from job_lease");
        }
    }
}

int main(void)
{
#define STEP_TEST(f) cmocka_unit_test_setup_teardown(f, make, drop)
    const struct CMUnitTest tests[] = {
        STEP_TEST(test_a_job_becomes_a_file),
        STEP_TEST(test_events),
        STEP_TEST(test_equal_data_gives_equal_bytes),
        STEP_TEST(test_done_stays_done),
        STEP_TEST(test_an_unknown_kind_fails_at_once),
        STEP_TEST(test_a_job_without_an_export_is_a_dead_letter),
        STEP_TEST(test_a_disk_that_refuses),
        STEP_TEST(test_an_abandoned_export_fails),
        STEP_TEST(test_a_cancelled_job_leaves_no_file),
        STEP_TEST(test_killed_at_any_point),
        STEP_TEST(test_database_failures_at_any_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
