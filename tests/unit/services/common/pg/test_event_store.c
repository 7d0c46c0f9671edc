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

static json_t *appended; /* what is asked: a list */
static json_t *stored;   /* what came back: a list */

static rc_t append(pg_t *conn, void *arg, struct problem *problem)
{
    (void)arg;
    return event_append(conn, appended, &stored, problem);
}

/* Of `count` events beginning with *event. */
static rc_t try_append(const struct event_new *event, size_t count)
{
    struct problem problem = { .rc = RC_OK };
    appended = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(appended, event_json(&event[i]));
    json_decref(stored);
    stored = NULL;
    rc_t rc = pg_tx(db, PG_WRITE, append, NULL, &problem);
    json_decref(appended);
    return rc;
}

static const json_t *value_of(const char *key)
{
    return json_object_get(json_array_get(stored, 0), key);
}

static const char *text_of(const char *key)
{
    return json_string_value(value_of(key));
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
    assert_int_equal(try_append(&event, 1), RC_OK);
    assert_string_equal(text_of("at"), "2026-06-15T09:00:00+08:00");
    assert_string_equal(text_of("kind"), "phase.approved");
    assert_string_equal(text_of("contract"), "c");
    assert_string_equal(text_of("actor"), "anna");
    assert_int_equal(json_integer_value(value_of("subject_id")), 9);
    assert_true(json_equal(value_of("data"), data));
    assert_int_equal(json_integer_value(value_of("seq")),
                     db_number(&tdb, "select seq from event"));
    json_decref(data);
}

static void test_no_contract_no_data_no_account(void **state)
{
    (void)state;
    pg_set_context(db, &(struct pg_context){ .account = NULL });
    struct event_new event = { .kind = "pack.loaded", .subject_kind = "pack", .subject_id = 1 };
    assert_int_equal(try_append(&event, 1), RC_OK);
    assert_true(json_is_null(value_of("contract")));
    assert_string_equal(text_of("actor"), "mlps_sla");
    assert_int_equal(json_object_size(value_of("data")), 0);
}

/* Numbered, and told, in the order of the list; one that is refused takes all of them along. */
static void test_many(void **state)
{
    (void)state;
    enum { COUNT = 300 };
    struct event_new events[COUNT];
    for (int i = 0; i < COUNT; i++)
        events[i] = (struct event_new){
            .contract = "many", .kind = "k", .subject_kind = "s", .subject_id = (i * 37) % COUNT
        };
    assert_int_equal(try_append(events, COUNT), RC_OK);
    assert_int_equal(json_array_size(stored), COUNT);
    int64_t last = 0;
    for (int i = 0; i < COUNT; i++) {
        const json_t *event = json_array_get(stored, (size_t)i);
        int64_t seq = json_integer_value(json_object_get(event, "seq"));
        assert_int_equal(json_integer_value(json_object_get(event, "subject_id")),
                         (i * 37) % COUNT);
        assert_true(seq > last);
        last = seq;
    }
    events[COUNT - 1].kind = "";
    assert_int_equal(try_append(events, COUNT), RC_REFUSED);
    assert_int_equal(db_number(&tdb, "select count(*) from event where contract = 'many'"), COUNT);
}

/* A text that JSON cannot hold is told before anything is sent. */
static void test_no_json(void **state)
{
    (void)state;
    assert_null(event_json(&(struct event_new){ .kind = "\xff", .subject_kind = "s" }));
}

static void test_refused(void **state)
{
    (void)state;
    struct event_new event = { .kind = "", .subject_kind = "pack", .subject_id = 1 };
    assert_int_equal(try_append(&event, 1), RC_REFUSED);
    assert_null(stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_event_as_published),
        cmocka_unit_test(test_no_contract_no_data_no_account),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_no_json),
        cmocka_unit_test(test_refused),
    };
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);
    json_decref(stored);
    return failed;
}
