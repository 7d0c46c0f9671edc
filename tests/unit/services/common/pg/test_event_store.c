#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "event_store.h"
#include "temp_db.h"

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    db = temp_db_pg(&tdb, "mlps_sla");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

static const struct event_new *appended;
static json_t *stored;

static rc_t append(pg_t *conn, void *arg, struct problem *problem)
{
    (void)arg;
    return event_append(conn, appended, &stored, problem);
}

static rc_t try_append(const struct event_new *event)
{
    struct problem problem = { .rc = RC_OK };
    appended = event;
    json_decref(stored);
    stored = NULL;
    return pg_tx(db, PG_WRITE, append, NULL, &problem);
}

static const char *text_of(const char *key)
{
    return json_string_value(json_object_get(stored, key));
}

static void test_event_as_published(void **state)
{
    (void)state;
    json_t *data = json_pack("{s:i}", "n", 1);
    pg_set_context(db, &(struct pg_context){
                           .account = "anna", .now_fixed = true, .now_us = 1781485200000000 });
    struct event_new event = { .contract = "c",
                               .kind = "phase.approved",
                               .subject_kind = "phase",
                               .subject_id = 9,
                               .data = data };
    assert_int_equal(try_append(&event), RC_OK);
    assert_string_equal(text_of("at"), "2026-06-15T09:00:00+08:00");
    assert_string_equal(text_of("kind"), "phase.approved");
    assert_string_equal(text_of("contract"), "c");
    assert_string_equal(text_of("actor"), "anna");
    assert_int_equal(json_integer_value(json_object_get(stored, "subject_id")), 9);
    assert_true(json_equal(json_object_get(stored, "data"), data));
    assert_int_equal(json_integer_value(json_object_get(stored, "seq")),
                     db_number(&tdb, "select seq from event"));
    json_decref(data);
}

static void test_no_contract_no_data_no_account(void **state)
{
    (void)state;
    pg_set_context(db, &(struct pg_context){ .account = NULL });
    struct event_new event = { .kind = "pack.loaded", .subject_kind = "pack", .subject_id = 1 };
    assert_int_equal(try_append(&event), RC_OK);
    assert_true(json_is_null(json_object_get(stored, "contract")));
    assert_string_equal(text_of("actor"), "mlps_sla");
    assert_int_equal(json_object_size(json_object_get(stored, "data")), 0);
}

static void test_refused(void **state)
{
    (void)state;
    struct event_new event = { .kind = "", .subject_kind = "pack", .subject_id = 1 };
    assert_int_equal(try_append(&event), RC_REFUSED);
    assert_null(stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_event_as_published),
        cmocka_unit_test(test_no_contract_no_data_no_account),
        cmocka_unit_test(test_refused),
    };
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);
    json_decref(stored);
    return failed;
}
