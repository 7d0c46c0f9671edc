#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "migrate.h"
#include "process.h"
#include "temp_db.h"
#include "wait_until.h"

/* This program is also a process that waits for its database: started with the word "wait" first,
 * it prints "ready" and ends. */

enum { WAIT_MS = 60000 };

static int wait_for_database(int argc, char **argv)
{
    struct process_conf conf = { .own = NULL };
    int code;
    if (!process_start(&conf, "registry", argc, argv, &code) ||
        !process_await_database(&conf, "registry", &code))
        return code;
    puts("ready");
    return code;
}

static struct temp_db tdb;
static struct child waiter;

static int set_up(void **state)
{
    (void)state;
    temp_db_open_empty(&tdb);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)child_stop(&waiter, WAIT_MS);
    temp_db_close(&tdb);
    return 0;
}

static void start(const char *dsn)
{
    const char *const argv[] = { "/proc/self/exe", "wait", "--insecure", "--dsn", dsn, NULL };
    child_start(&waiter, &(struct child_spec){ .argv = argv, .out = true });
}

static void migrate(void)
{
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    struct migrate_set set = migrate_shipped();
    pg_t *db = temp_db_pg(&tdb, NULL);
    assert_int_equal(migrate_run(db, &set, &report, &problem), RC_OK);
    pg_destroy(&db);
}

/* It has not begun to work, and begins as soon as `then` was done. */
static void begins_after(void (*then)(void))
{
    char line[16];
    start(tdb.dsn);
    assert_false(child_line(&waiter, 300, line, sizeof(line)));
    then();
    assert_true(child_line(&waiter, WAIT_MS, line, sizeof(line)));
    assert_string_equal(line, "ready");
    assert_int_equal(child_stop(&waiter, WAIT_MS), EXIT_DONE);
}

/* Somebody else makes the schema while the process waits for it. */
static void test_waits_for_the_schema(void **state)
{
    (void)state;
    begins_after(migrate);
}

static void put_back(void)
{
    db_exec(&tdb, "insert into mlps.schema_migration select * from public.kept");
}

/* An older schema is waited for as well, until it is as new as the program. */
static void test_waits_for_the_rest_of_the_schema(void **state)
{
    (void)state;
    migrate();
    db_exec(&tdb,
            "create table public.kept as select * from mlps.schema_migration where version > 1");
    db_exec(&tdb, "delete from mlps.schema_migration where version > 1");
    begins_after(put_back);
}

/* A signal that comes before its handler ends the program, as it should; what is tested here
 * begins later. */
static bool handles_stop(void *arg)
{
    const struct child *child = arg;
    return child_handles(child, SIGTERM);
}

static void test_stop_ends_the_wait(void **state)
{
    (void)state;
    char line[16];
    start("host=/nonexistent");
    assert_true(wait_until(handles_stop, &waiter, WAIT_MS));
    assert_false(child_line(&waiter, 200, line, sizeof(line)));
    assert_int_equal(child_stop(&waiter, WAIT_MS), EXIT_DONE);
}

static void test_newer_breaking_database(void **state)
{
    (void)state;
    migrate();
    db_exec(&tdb, "insert into mlps.schema_migration (version, name, sha256, breaking) select "
                  "max(version) + 1, "
                  "'future.sql', repeat('a', 64), true from mlps.schema_migration");
    start(tdb.dsn);
    assert_true(child_wait(&waiter, WAIT_MS));
    assert_int_equal(child_stop(&waiter, 0), EXIT_UNREACHABLE);
}

static void test_health_file(void **state)
{
    (void)state;
    char path[] = "/tmp/mlps-alive-XXXXXX";
    struct stat st = { 0 };
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(setenv("MLPS_ALIVE", path, 1), 0);
    process_alive();
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(unsetenv("MLPS_ALIVE"), 0);
    assert_int_equal(unlink(path), 0);
    process_alive();
    assert_int_not_equal(stat(path, &st), 0);
}

static void *note(void *arg)
{
    *(int *)arg = 1;
    return NULL;
}

static void test_small_threads(void **state)
{
    (void)state;
    int ran = 0;
    assert_int_equal(pthread_join(process_thread(note, &ran), NULL), 0);
    assert_int_equal(ran, 1);
}

/* KB of our mappings that are in memory. */
static long resident(void)
{
    char line[256];
    long kb = 0;
    FILE *file = fopen("/proc/self/smaps_rollup", "re");
    assert_non_null(file);
    while (kb == 0 && fgets(line, sizeof(line), file))
        (void)sscanf(line, "Rss: %ld", &kb);
    assert_int_equal(fclose(file), 0);
    return kb;
}

/* Pages go, and whatever is used afterwards is as it was: code, constants, data of every library.
 */
static void test_settling_lets_go_and_hurts_nothing(void **state)
{
    (void)state;
    int ran = 0;
    struct migrate_set set = migrate_shipped();
    size_t len = strlen(set.migrations[0].text);
    long before = resident();
    process_settle();
    long after = resident();
    if (after > before - 1000)
        fail_msg("%ld KB before, %ld KB after", before, after);
    assert_int_equal(strlen(set.migrations[0].text), len);
    assert_int_equal(pthread_join(process_thread(note, &ran), NULL), 0);
    assert_int_equal(ran, 1);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "wait") == 0)
        return wait_for_database(argc - 1, argv + 1);
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_waits_for_the_schema),
        TEST(test_waits_for_the_rest_of_the_schema),
        TEST(test_stop_ends_the_wait),
        TEST(test_newer_breaking_database),
        cmocka_unit_test(test_health_file),
        cmocka_unit_test(test_small_threads),
        cmocka_unit_test(test_settling_lets_go_and_hurts_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
