#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "call_events.h"
#include "temp_db.h"
#include "torture.h"

static struct temp_db tdb;
static pg_t *db;
static struct call_events events;
static char published[512];

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    db = temp_db_pg(&tdb, NULL);
    call_events_init(&events, db);
    *published = '\0';
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    call_events_fini(&events);
    temp_db_close(&tdb);
    return 0;
}

static void note(void *arg, const char *topic, const char *json)
{
    (void)arg;
    size_t len = strlen(published);
    snprintf(published + len, sizeof(published) - len, "%s%s ", topic,
             strstr(json, "\"seq\"") ? "" : "!");
}

static const char *publish(void)
{
    *published = '\0';
    call_events_publish(&events, note, NULL);
    return published;
}

struct append {
    const char *contract, *kind;
    rc_t verdict;
};

static rc_t append(pg_t *conn, void *arg, struct problem *problem)
{
    struct append *self = arg;
    struct event_new event = {
        .contract = self->contract, .kind = self->kind, .subject_kind = "s", .subject_id = 1
    };
    (void)conn;
    rc_t rc = call_events_note(&events, &event, problem);
    if (rc == RC_OK)
        call_events_wake(&events, "export");
    return rc == RC_OK ? self->verdict : rc;
}

static rc_t run(const char *contract, const char *kind, rc_t verdict)
{
    struct append self = { contract, kind, verdict };
    struct problem problem = { .rc = RC_OK };
    return pg_tx(db, PG_WRITE, append, &self, &problem);
}

static void test_only_what_was_committed(void **state)
{
    (void)state;
    assert_int_equal(run("c", "phase.approved", RC_OK), RC_OK);
    assert_int_equal(run("c", "phase.returned", RC_REFUSED), RC_REFUSED);
    assert_int_equal(run(NULL, "pack.loaded", RC_OK), RC_OK);
    assert_string_equal(publish(), "-/job.export! c/phase.approved -/job.export! -/pack.loaded ");
    assert_string_equal(publish(), "");
    assert_int_equal(db_number(&tdb, "select count(*) from event"), 2);
}

/* A transaction that is tried again publishes once; one whose end nobody knows, not at all: the
 * table has it. */
static void test_repeated_and_unknown(void **state)
{
    (void)state;
    struct torture torture;
    torture_set(&torture, db, 4, PG_FAIL_BUSY); /* session, begin, append, commit */
    assert_int_equal(run("c", "once", RC_OK), RC_OK);
    assert_true(torture.fired);
    assert_string_equal(publish(), "-/job.export! c/once ");
    torture_set(&torture, db, 3, PG_CUT_AFTER);
    assert_int_equal(run("c", "unknown", RC_OK), RC_UNAVAILABLE);
    pg_set_probe(db, NULL, NULL);
    assert_string_equal(publish(), "");
    assert_int_equal(db_number(&tdb, "select count(*) from event where kind = 'unknown'"), 1);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_only_what_was_committed),
        TEST(test_repeated_and_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
