/* A lease far shorter than the job: kept while the thread runs. */
#include "lease_keeper.h"

#include "export_fixture.h"
#include "wait_until.h"

enum { SHORT_LEASE_MS = 600 };

static struct temp_db tdb;
static int64_t first_until;

static int64_t lease_until(void)
{
    return db_number(&tdb, "select (extract(epoch from until) * 1000000)::bigint from job_lease");
}

static bool is_renewed(void *arg)
{
    (void)arg;
    return lease_until() > first_until;
}

static rc_t do_close_slowly(struct job_run *run, struct problem *problem)
{
    struct lease_keeper keeper;
    (void)problem;
    lease_keeper_init(&keeper, run);
    for (int i = 0; i < 2; i++) { /* it can be used again, as when a snapshot is begun anew */
        first_until = lease_until();
        lease_keeper_start(&keeper);
        lease_keeper_start(&keeper);
        assert_true(wait_until(is_renewed, NULL, 10000));
        lease_keeper_stop(&keeper);
        lease_keeper_stop(&keeper);
    }
    lease_keeper_start(&keeper);
    lease_keeper_fini(&keeper);
    return RC_OK;
}

static rc_t do_lose(struct job_run *run, struct problem *problem)
{
    struct lease_keeper keeper;
    (void)problem;
    lease_keeper_init(&keeper, run);
    db_exec(&tdb, "delete from job_lease");
    lease_keeper_start(&keeper);
    lease_keeper_fini(&keeper); /* ends though there is nothing to keep */
    return RC_OK;
}

static const struct job_kind KINDS[] = { { "slow", 60000, do_close_slowly },
                                         { "lost", 60000, do_lose } };
static const struct job_queue_def QUEUE = { .queue = "export",
                                            .kinds = KINDS,
                                            .kind_count = COUNT_OF(KINDS),
                                            .batch = 1,
                                            .lease_ms = SHORT_LEASE_MS,
                                            .sweep_ms = 60000 };
static job_loop_t *loop;

static rc_t step_loop(struct step *step)
{
    return job_loop_step(loop, step);
}

static const struct worker_def WORKER = { .name = "export", .fn = step_loop };

static int64_t run_one(const char *kind)
{
    struct problem problem = { .rc = RC_OK };
    char sql[300];
    int64_t next;
    pg_t *db = temp_db_pg(&tdb, "mlps_export");
    snprintf(sql, sizeof(sql),
             "insert into job (queue, kind, payload, priority, ready, turn, max_attempts) "
             "values "
             "('export', '%s', '{}', 5, true, now(), 3)",
             kind);
    db_exec(&tdb, sql);
    loop = job_loop_new(&QUEUE, temp_db_pg(&tdb, "mlps_export"));
    if (worker_step(&WORKER, db, 0, NULL, &next, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    job_loop_destroy(&loop);
    pg_destroy(&db);
    return db_number(&tdb, "select count(*) from job");
}

static void test_kept(void **state)
{
    (void)state;
    assert_int_equal(run_one("slow"), 0);
    assert_int_equal(db_number(&tdb, "select count(*) from job_tally where outcome = 'done'"), 1);
}

static void test_lost(void **state)
{
    (void)state;
    assert_int_equal(run_one("lost"), 1); /* not completed: it is somebody else's */
}

static int open_db(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    return 0;
}

static int close_db(void **state)
{
    (void)state;
    temp_db_close(&tdb);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kept, open_db, close_db),
        cmocka_unit_test_setup_teardown(test_lost, open_db, close_db),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
