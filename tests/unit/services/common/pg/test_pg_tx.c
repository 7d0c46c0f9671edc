#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "clk.h"
#include "pg_query.h"
#include "temp_db.h"
#include "temp_pg.h"
#include "torture.h"
#include "wait_until.h"

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    db_exec(
        &tdb,
        "create table t (id integer constraint t_pk primary key, n integer not null default 0)");
    db = temp_db_pg(&tdb, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

static const struct sql INSERT = { "insert_t", "insert into t (id) values ($1::integer)" };
static const struct sql ADD = { "add_t", "update t set n = n + 1 where id = $1::integer" };

struct work {
    int64_t id;
    int runs;     /* how often the transaction ran */
    rc_t verdict; /* what it ends with */
    bool swallow; /* go on after a failed statement */
};

static rc_t run_sql(pg_t *conn, const struct sql *sql, int64_t id, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    return pg_do(conn, sql, &args, NULL, problem);
}

static rc_t insert(pg_t *conn, void *arg, struct problem *problem)
{
    struct work *work = arg;
    work->runs++;
    rc_t rc = run_sql(conn, &INSERT, work->id, problem);
    return work->swallow ? RC_OK : rc == RC_OK ? work->verdict : rc;
}

static rc_t run(struct work *work, enum pg_tx_kind kind)
{
    struct problem problem = { .rc = RC_OK };
    return pg_tx(db, kind, insert, work, &problem);
}

static int64_t rows(void)
{
    return db_number(&tdb, "select count(*) from t");
}

static void test_keeps_or_not(void **state)
{
    (void)state;
    struct work work = { .id = 1 };
    assert_int_equal(run(&work, PG_WRITE), RC_OK);
    assert_int_equal(rows(), 1);
    work = (struct work){ .id = 2, .verdict = RC_REFUSED };
    assert_int_equal(run(&work, PG_WRITE), RC_REFUSED);
    assert_int_equal(work.runs, 1);
    assert_int_equal(rows(), 1);
    assert_false(pg_outcome_unknown(db));
}

static void test_read_cannot_write(void **state)
{
    (void)state;
    struct work work = { .id = 1 };
    assert_int_equal(run(&work, PG_READ), RC_INTERNAL);
    assert_int_equal(run(&work, PG_SNAPSHOT), RC_INTERNAL);
    assert_int_equal(work.runs, 2);
    assert_false(pg_is_lost(db));
}

/* COMMIT of a broken transaction answers without an error: it must not pass for a success. The
 * statement's own error is what is reported. */
static void test_swallowed_error_is_no_success(void **state)
{
    (void)state;
    db_exec(&tdb, "insert into t values (1)");
    struct work work = { .id = 1, .swallow = true };
    assert_int_equal(run(&work, PG_WRITE), RC_CONFLICT);
    assert_false(pg_outcome_unknown(db));
}

/* What each fate at the n-th call (begin, insert, commit) ends in. */
static const struct {
    const char *name;
    enum pg_fate fate;
    int nth;
    rc_t want;
    int runs;
    int64_t kept;
    bool unknown;
} FATES[] = {
    { "begin fails", PG_FAIL, 1, RC_INTERNAL, 0, 0, false },
    { "insert fails", PG_FAIL, 2, RC_INTERNAL, 1, 0, false },
    { "commit fails", PG_FAIL, 3, RC_INTERNAL, 1, 0, false },
    { "insert meets a serialization failure", PG_FAIL_BUSY, 2, RC_OK, 2, 1, false },
    { "commit meets a serialization failure", PG_FAIL_BUSY, 3, RC_OK, 2, 1, false },
    { "cut before begin", PG_CUT, 1, RC_OK, 1, 1, false },
    { "cut before insert", PG_CUT, 2, RC_OK, 2, 1, false },
    { "cut after insert", PG_CUT_AFTER, 2, RC_OK, 2, 1, false },
    { "cut before commit", PG_CUT, 3, RC_OK, 2, 1, false },
    { "cut after commit", PG_CUT_AFTER, 3, RC_UNAVAILABLE, 1, 1, true },
};

static void test_fates(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        struct torture torture;
        struct work work = { .id = 1 };
        db_exec(&tdb, "delete from t");
        assert_int_equal(pg_wait(db, 6 * BUSY_MS, &problem), RC_OK);
        torture_set(&torture, db, FATES[i].nth, FATES[i].fate);
        rc_t rc = run(&work, PG_WRITE);
        bool unknown = pg_outcome_unknown(db);
        pg_set_probe(db, NULL, NULL);
        if (rc != FATES[i].want || work.runs != FATES[i].runs || rows() != FATES[i].kept ||
            unknown != FATES[i].unknown)
            fail_msg("%s: %s after %d runs, %d kept", FATES[i].name, rc_word(rc), work.runs,
                     (int)rows());
    }
}

/* A connection that was never used: its first calls set up the session, and what goes away by
 * itself there goes away for the transaction too. */
static const struct {
    const char *name;
    enum pg_fate fate;
    int nth; /* session, begin, insert, commit */
    rc_t want;
    int runs;
} FRESH[] = {
    { "session meets a serialization failure", PG_FAIL_BUSY, 1, RC_OK, 1 },
    { "session is refused", PG_FAIL, 1, RC_INTERNAL, 0 },
    { "session is cut", PG_CUT, 1, RC_OK, 1 },
    { "begin meets a serialization failure", PG_FAIL_BUSY, 2, RC_OK, 1 },
    { "insert meets a serialization failure", PG_FAIL_BUSY, 3, RC_OK, 2 },
    { "commit meets a serialization failure", PG_FAIL_BUSY, 4, RC_OK, 2 },
};

static void test_first_statements(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FRESH); i++) {
        struct torture torture;
        struct work work = { .id = 1 };
        db_exec(&tdb, "delete from t");
        pg_destroy(&db);
        db = temp_db_pg(&tdb, NULL);
        torture_set(&torture, db, FRESH[i].nth, FRESH[i].fate);
        rc_t rc = run(&work, PG_WRITE);
        if (rc != FRESH[i].want || work.runs != FRESH[i].runs || !torture.fired ||
            rows() != (rc == RC_OK))
            fail_msg("%s: %s after %d runs, %d kept", FRESH[i].name, rc_word(rc), work.runs,
                     (int)rows());
    }
}

static enum pg_fate session_busy(void *arg, const char *name)
{
    (void)arg;
    return strcmp(name, "pg_session") == 0 ? PG_FAIL_BUSY : PG_PASS;
}

/* A conflict that does not end is waited for as long as a lost server, and no longer. */
static void test_session_that_stays_busy(void **state)
{
    (void)state;
    struct work work = { .id = 1 };
    int64_t start = clk_mono_ms();
    pg_set_probe(db, session_busy, NULL);
    assert_int_not_equal(run(&work, PG_WRITE), RC_OK);
    assert_in_range(clk_mono_ms() - start, PG_PATIENCE_MS - 10, PG_PATIENCE_MS + BUSY_MS);
    assert_int_equal(work.runs, 0);
    pg_set_probe(db, NULL, NULL);
}

static enum pg_fate always_busy(void *arg, const char *name)
{
    (void)arg;
    return strcmp(name, "insert_t") == 0 ? PG_FAIL_BUSY : PG_PASS;
}

static void test_busy_ends_at_last(void **state)
{
    (void)state;
    struct work work = { .id = 1 };
    pg_set_probe(db, always_busy, NULL);
    assert_int_equal(run(&work, PG_WRITE), RC_BUSY);
    assert_int_equal(work.runs, PG_TX_TRIES);
    pg_set_probe(db, NULL, NULL);
    assert_int_equal(rows(), 0);
}

struct locker {
    int64_t first, second;
    rc_t rc;
};
static pthread_barrier_t both_locked;

static rc_t lock_both(pg_t *conn, void *arg, struct problem *problem)
{
    struct locker *locker = arg;
    static _Thread_local bool met;
    rc_t rc = run_sql(conn, &ADD, locker->first, problem);
    if (rc == RC_OK && !met) { /* only once: the loser runs again alone */
        met = true;
        pthread_barrier_wait(&both_locked);
    }
    return rc == RC_OK ? run_sql(conn, &ADD, locker->second, problem) : rc;
}

static void *lock_in_thread(void *arg)
{
    struct locker *locker = arg;
    struct problem problem = { .rc = RC_OK };
    pg_t *conn = temp_db_pg(&tdb, NULL);
    locker->rc = pg_tx(conn, PG_WRITE, lock_both, locker, &problem);
    pg_destroy(&conn);
    return NULL;
}

/* A real deadlock: the server ends one of them, which is tried again; no update is lost (FI-19). */
static void test_deadlock(void **state)
{
    (void)state;
    struct locker lockers[2] = { { .first = 1, .second = 2 }, { .first = 2, .second = 1 } };
    pthread_t threads[2];
    db_exec(&tdb, "insert into t values (1), (2)");
    pthread_barrier_init(&both_locked, NULL, 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, lock_in_thread, &lockers[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(lockers[i].rc, RC_OK);
    }
    pthread_barrier_destroy(&both_locked);
    assert_string_equal(db_text(&tdb, "select string_agg(n::text, ',') from t"), "2,2");
}

static const struct sql CONTEXT = {
    "context", "insert into t (id) select 1 where mlps.current_actor() = 'anna' and "
               "mlps.business_now() = '2026-06-15T01:00:00.000001Z' and "
               "current_setting('statement_timeout') = '1234ms'"
};

static rc_t check_context(pg_t *conn, void *arg, struct problem *problem)
{
    return pg_do(conn, &CONTEXT, NULL, arg, problem);
}

static void test_context(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int64_t fits = 0;
    char account[] = "anna";
    pg_set_context(db, &(struct pg_context){ .account = account,
                                             .now_fixed = true,
                                             .now_us = 1781485200000001,
                                             .limit_ms = 1234 });
    account[0] = 'x'; /* was copied */
    assert_int_equal(pg_tx(db, PG_WRITE, check_context, &fits, &problem), RC_OK);
    assert_int_equal(fits, 1);
    pg_set_context(db, &(struct pg_context){ .account = NULL });
    assert_int_equal(pg_tx(db, PG_WRITE, check_context, &fits, &problem), RC_OK);
    assert_int_equal(fits, 0);
}

static bool is_gone(void *arg)
{
    char sql[100];
    snprintf(sql, sizeof(sql), "select count(*) from pg_stat_activity where pid = %lld",
             (long long)*(const int64_t *)arg);
    db_exec(&tdb, "select pg_stat_clear_snapshot()");
    return db_number(&tdb, sql) == 0;
}

static const struct sql SELF = { "self", "select pg_backend_pid()" };

/* The first time it does nothing until the server has had enough of it; *arg counts the times. */
static rc_t stand_idle(pg_t *conn, void *arg, struct problem *problem)
{
    int *times = arg;
    int64_t pid = 0;
    rc_t rc = pg_number(conn, &SELF, NULL, &pid, problem);
    if (rc == RC_OK && ++*times == 1)
        assert_true(wait_until(is_gone, &pid, 6 * BUSY_MS));
    return rc == RC_OK ? run_sql(conn, &INSERT, 1, problem) : rc;
}

static const struct sql HOLD = {
    "hold", "select extract(epoch from current_setting('idle_in_transaction_session_timeout')::"
            "interval)::bigint"
};

static rc_t read_hold(pg_t *conn, void *arg, struct problem *problem)
{
    return pg_number(conn, &HOLD, NULL, arg, problem);
}

/* What it held is free, what it had written is not kept, and being told so late it begins anew. A
 * reader keeps nobody waiting and may think as long as it was allowed to. */
static void test_a_writer_that_stands_idle(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int times = 0;
    int64_t seconds = 0;
    pg_set_context(db, &(struct pg_context){ .hold_ms = 50 });
    assert_int_equal(pg_tx(db, PG_WRITE, stand_idle, &times, &problem), RC_OK);
    assert_int_equal(times, 2);
    assert_int_equal(rows(), 1);
    pg_set_context(db, &(struct pg_context){ .hold_ms = 7000 });
    assert_int_equal(pg_tx(db, PG_WRITE, read_hold, &seconds, &problem), RC_OK);
    assert_int_equal(seconds, 7);
    assert_int_equal(pg_tx(db, PG_READ, read_hold, &seconds, &problem), RC_OK);
    assert_int_equal(seconds, 60);
}

static void note_end(void *arg, bool committed)
{
    char *log = arg;
    strncat(log, committed ? "+" : "-", 15);
}

static void test_end_hook(void **state)
{
    (void)state;
    char log[16] = "";
    struct torture torture;
    struct work work = { .id = 1 };
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(pg_ready(db, &problem), RC_OK);
    pg_set_hooks(db, &(struct pg_hooks){ .at_end = note_end, .arg = log });
    torture_set(&torture, db, 2, PG_FAIL_BUSY);
    assert_int_equal(run(&work, PG_WRITE), RC_OK);
    torture_set(&torture, db, 3, PG_CUT_AFTER);
    work.id = 2;
    assert_int_equal(run(&work, PG_WRITE), RC_UNAVAILABLE);
    assert_string_equal(log, "-+-");
}

/* What the hook writes is kept with the transaction's own work, and its failure is that of the
 * whole; a transaction that failed does not ask it. */
static void test_before_commit(void **state)
{
    (void)state;
    struct work more = { .id = 101 };
    struct work work = { .id = 1 };
    pg_set_hooks(db, &(struct pg_hooks){ .before_commit = insert, .arg = &more });
    assert_int_equal(run(&work, PG_WRITE), RC_OK);
    assert_int_equal(rows(), 2);
    more = (struct work){ .id = 102, .verdict = RC_REFUSED };
    work.id = 2;
    assert_int_equal(run(&work, PG_WRITE), RC_REFUSED);
    work.verdict = RC_BUSY;
    assert_int_equal(run(&work, PG_WRITE), RC_BUSY);
    assert_int_equal(more.runs, 1);
    assert_int_equal(rows(), 2);
    pg_set_hooks(db, NULL);
}

/* ---- a cluster of its own ---- */

static int set_up_cluster(void **state)
{
    static struct temp_pg pg;
    temp_pg_start(&pg, false);
    *state = &pg;
    db = pg_new(&(struct pg_conf){ .dsn = temp_pg_dsn(pg.dir, "postgres") });
    return 0;
}

static int tear_down_cluster(void **state)
{
    struct temp_pg *pg = *state;
    pg_destroy(&db);
    temp_pg_remove(pg);
    return 0;
}

static const struct sql MAKE = { "make", "create table t (id integer)" };

static rc_t make_table(pg_t *conn, void *arg, struct problem *problem)
{
    (void)arg;
    return pg_do(conn, &MAKE, NULL, NULL, problem);
}

static const struct sql SCHEMA = { "schema", "create schema if not exists mlps" };

static rc_t make_schema(pg_t *conn, void *arg, struct problem *problem)
{
    (void)arg;
    return pg_do(conn, &SCHEMA, NULL, NULL, problem);
}

static void make_ground(void)
{
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(pg_tx(db, PG_WRITE, make_schema, NULL, &problem), RC_OK);
    assert_int_equal(pg_tx(db, PG_WRITE, make_table, NULL, &problem), RC_OK);
}

static void *insert_in_thread(void *arg)
{
    struct work *work = arg;
    struct problem problem = { .rc = RC_OK };
    work->verdict = RC_OK;
    pg_set_context(db, &(struct pg_context){ .limit_ms = 50 });
    rc_t rc = pg_tx(db, PG_WRITE, insert, work, &problem);
    work->verdict = rc;
    return NULL;
}

static bool waits_for_replica(void *conn)
{
    return db_number(conn, "select count(*) from pg_stat_activity where wait_event = 'SyncRep'") ==
           1;
}

/* The statement limit does not end the wait for a replica, and a wait that is cancelled is no
 * success (HA-02). */
static void test_cancelled_sync_wait(void **state)
{
    struct temp_pg *pg = *state;
    struct temp_db admin = { .raw = PQconnectdb(temp_pg_dsn(pg->dir, "postgres")) };
    struct work work = { .id = 1 };
    pthread_t thread;
    make_ground();
    db_exec(&admin, "alter system set synchronous_standby_names = 'nobody'");
    PQfinish(admin.raw);
    temp_pg_halt(pg, SIGINT); /* a reload would take effect at some later moment */
    temp_pg_resume(pg);
    admin.raw = PQconnectdb(temp_pg_dsn(pg->dir, "postgres"));
    assert_int_equal(pthread_create(&thread, NULL, insert_in_thread, &work), 0);
    assert_true(wait_until(waits_for_replica, &admin, 6 * BUSY_MS));
    int64_t longer_than_limit = clk_mono_ms() + 120;
    while (clk_mono_ms() < longer_than_limit)
        assert_true(waits_for_replica(&admin));
    db_exec(&admin,
            "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
    pthread_join(thread, NULL);
    assert_int_equal(work.verdict, RC_UNAVAILABLE);
    assert_true(pg_outcome_unknown(db));
    assert_int_equal(work.runs, 1);
    PQfinish(admin.raw);
}

/* The server is killed and started again: within 5 s transactions succeed, none that was
 * acknowledged is lost (FI-08). */
static void test_restart(void **state)
{
    static const int SIGNALS[] = { SIGINT, SIGQUIT, SIGKILL };
    struct temp_pg *pg = *state;
    int64_t kept = 0;
    make_ground();
    for (size_t i = 0; i < COUNT_OF(SIGNALS); i++) {
        struct problem problem = { .rc = RC_OK };
        struct work work = { .id = (int64_t)i };
        assert_int_equal(pg_tx(db, PG_WRITE, insert, &work, &problem), RC_OK);
        kept++;
        temp_pg_halt(pg, SIGNALS[i]);
        if (i == 0) /* down for long: says so in bounded time */
            assert_int_equal(pg_tx(db, PG_WRITE, insert, &work, &problem), RC_UNAVAILABLE);
        temp_pg_resume(pg);
        int64_t start = clk_mono_ms();
        rc_t rc = RC_UNAVAILABLE;
        while (rc != RC_OK && clk_mono_ms() < start + 5000) {
            problem_clear(&problem);
            rc = pg_tx(db, PG_WRITE, insert, &work, &problem);
        }
        assert_int_equal(rc, RC_OK);
        kept++;
    }
    struct temp_db admin = { .raw = PQconnectdb(temp_pg_dsn(pg->dir, "postgres")) };
    assert_int_equal(db_number(&admin, "select count(*) from mlps.t"), kept);
    PQfinish(admin.raw);
}

int main(void)
{
#define TEST(fn)         cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
#define CLUSTER_TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up_cluster, tear_down_cluster)
    const struct CMUnitTest tests[] = {
        TEST(test_keeps_or_not),
        TEST(test_read_cannot_write),
        TEST(test_swallowed_error_is_no_success),
        TEST(test_fates),
        TEST(test_first_statements),
        TEST(test_session_that_stays_busy),
        TEST(test_busy_ends_at_last),
        TEST(test_deadlock),
        TEST(test_context),
        TEST(test_a_writer_that_stands_idle),
        TEST(test_end_hook),
        TEST(test_before_commit),
        CLUSTER_TEST(test_cancelled_sync_wait),
        CLUSTER_TEST(test_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
