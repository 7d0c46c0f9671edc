#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "sql_files.h"
#include "temp_db.h"

/* Two sessions step by step: what a claim sees of another one that has not committed yet, and
 * after. */
static struct temp_db tdb;
static PGconn *sessions[2];
static struct sql_file *files;
static size_t file_count;

static PGconn *open_session(void)
{
    PGconn *conn = PQconnectdb(tdb.dsn);
    assert_int_equal(PQstatus(conn), CONNECTION_OK);
    PQclear(PQexec(conn, "set search_path = mlps"));
    return conn;
}

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    sessions[0] = open_session();
    sessions[1] = open_session();
    file_count = sql_files_read(&files);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    PQfinish(sessions[0]);
    PQfinish(sessions[1]);
    temp_db_close(&tdb);
    sql_files_free(files, file_count);
    return 0;
}

static const char *statement(const char *name)
{
    for (size_t i = 0; i < file_count; i++)
        if (strcmp(files[i].name, name) == 0)
            return files[i].text;
    fail_msg("no statement %s", name);
    return NULL;
}

static void run(int session, const char *sql)
{
    PGresult *done = PQexec(sessions[session], sql);
    if (PQresultStatus(done) != PGRES_COMMAND_OK && PQresultStatus(done) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQresultErrorMessage(done));
    PQclear(done);
}

/* Ids that a claim of up to `most` takes, as text. */
static const char *claim(int session, const char *most, const char *lease)
{
    static char ids[2][256];
    const char *const values[] = { "q", most, lease, "w", "60000", NULL, NULL, NULL, NULL };
    PGresult *rows =
        PQexecParams(sessions[session], statement("job_turn"), 9, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(rows) != PGRES_TUPLES_OK)
        fail_msg("%s", PQresultErrorMessage(rows));
    ids[session][0] = '\0';
    for (int i = 0; i < PQntuples(rows); i++) {
        strncat(ids[session], PQgetvalue(rows, i, 0), 20);
        strncat(ids[session], " ", 2);
    }
    PQclear(rows);
    return ids[session];
}

static void put(int count)
{
    char sql[256];
    snprintf(
        sql, sizeof(sql),
        "insert into job (queue, kind, payload, priority, ready, turn, max_attempts) select 'q', "
        "'noop', '{}', 5, true, clock_timestamp(), 3 from generate_series(1, %d)",
        count);
    db_exec(&tdb, sql);
}

static void expire_leases(void)
{
    db_exec(&tdb, "update job_lease set until = clock_timestamp() - interval '1 s'");
}

/* Number of jobs that a sweep frees, as text. */
static const char *rescued(int session)
{
    static char count[2][24];
    PGresult *rows = PQexec(sessions[session], statement("job_rescue"));
    if (PQresultStatus(rows) != PGRES_TUPLES_OK)
        fail_msg("%s", PQresultErrorMessage(rows));
    snprintf(count[session], sizeof(count[session]), "%s", PQgetvalue(rows, 0, 0));
    PQclear(rows);
    return count[session];
}

static void test_claims_beside_each_other(void **state)
{
    (void)state;
    put(5);
    run(0, "begin");
    run(1, "begin");
    assert_string_equal(claim(0, "2", "11"), "1 2 ");
    assert_string_equal(claim(1, "2", "12"), "3 4 "); /* does not wait, takes others */
    run(0, "rollback");
    assert_string_equal(claim(1, "5", "13"), "1 2 5 "); /* given back */
    run(1, "commit");
    assert_string_equal(claim(0, "5", "14"), "");
}

static void test_claim_and_completion(void **state)
{
    (void)state;
    put(1);
    assert_string_equal(claim(0, "1", "11"), "1 ");
    expire_leases();
    const char *const hold[] = { "1", "1", "11" };
    run(0, "begin");
    PGresult *rows =
        PQexecParams(sessions[0], statement("job_complete"), 3, NULL, hold, NULL, NULL, 0);
    assert_int_equal(PQntuples(rows), 1);
    PQclear(rows);
    run(1, "begin");
    assert_string_equal(claim(1, "1", "12"), "");
    assert_string_equal(rescued(1), "0"); /* passes over the lease that is being completed */
    run(0, "commit");
    assert_string_equal(rescued(1), "0"); /* nothing is left to rescue */
    run(1, "commit");
    assert_int_equal(db_number(&tdb, "select count(*) from job"), 0);
}

/* The worker completes what was rescued a moment ago: it finds nothing, and the job runs again. */
static void test_completion_after_rescue(void **state)
{
    (void)state;
    put(1);
    assert_string_equal(claim(0, "1", "11"), "1 ");
    expire_leases();
    run(1, "begin");
    assert_string_equal(rescued(1), "1");
    run(1, "commit");
    const char *const hold[] = { "1", "1", "11" };
    PGresult *rows =
        PQexecParams(sessions[0], statement("job_complete"), 3, NULL, hold, NULL, NULL, 0);
    assert_int_equal(PQntuples(rows), 0);
    PQclear(rows);
    assert_int_equal(db_number(&tdb, "select attempt from job"), 1);
}

static void test_sweep_against_heartbeat(void **state)
{
    (void)state;
    put(1);
    assert_string_equal(claim(0, "1", "11"), "1 ");
    expire_leases();
    const char *const beat[] = { "11", "60000" };
    run(0, "begin");
    PQclear(PQexecParams(sessions[0], statement("job_beat"), 2, NULL, beat, NULL, NULL, 0));
    assert_string_equal(rescued(1), "0"); /* passes over the beating lease */
    run(0, "commit");
    assert_int_equal(db_number(&tdb, "select id from job_lease where jobs @> 1::bigint"), 11);
}

static void test_two_sweepers(void **state)
{
    (void)state;
    put(2);
    assert_string_equal(claim(0, "1", "11"), "1 ");
    assert_string_equal(claim(0, "1", "12"), "2 ");
    expire_leases();
    run(0, "begin");
    run(1, "begin");
    assert_string_equal(rescued(0), "2");
    assert_string_equal(rescued(1), "0");
    run(0, "commit");
    run(1, "commit");
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_claims_beside_each_other),
        TEST(test_claim_and_completion),
        TEST(test_completion_after_rescue),
        TEST(test_sweep_against_heartbeat),
        TEST(test_two_sweepers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
