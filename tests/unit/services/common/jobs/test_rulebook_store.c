/* Reading packs and calendars with every call to the server failing once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arrange.h"
#include "attr.h"
#include "memory.h"
#include "rulebook_store.h"
#include "temp_db.h"
#include "torture.h"

enum { CALLS_MAX = 20 };

struct outputs {
    struct arranged rows;
    char *name, *body, *used;
    calendar_t *calendar;
};

static void outputs_clear(struct outputs *self)
{
    mem_free(self->name);
    mem_free(self->body);
    mem_free(self->used);
    self->name = self->body = self->used = NULL;
    calendar_destroy(&self->calendar);
}

static rc_t read_all(pg_t *db, void *arg, struct problem *problem)
{
    struct outputs *out = arg;
    outputs_clear(out); /* of a try before */
    rc_t rc = rulebook_store_pack(db, out->rows.pack, &out->name, &out->body, problem);
    if (rc == RC_OK)
        rc = rulebook_store_used(db, "p", INT64_MAX, &out->used, problem);
    if (rc == RC_OK)
        rc = rulebook_store_calendar(db, out->rows.calendar, &out->calendar, problem);
    return rc;
}

static void test_every_call_fails_once(void **state)
{
    (void)state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    struct temp_db tdb;
    struct outputs out = { .name = NULL };
    temp_db_open(&tdb);
    arrange_contract(&tdb, &out.rows);
    pg_t *db = temp_db_pg(&tdb, "mlps_report");
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        struct torture torture = { .fired = true };
        for (int nth = 1; torture.fired && nth < CALLS_MAX; nth++) {
            struct problem problem = { .rc = RC_OK };
            torture_set(&torture, db, nth, FATES[i]);
            rc_t rc = pg_tx(db, PG_READ, read_all, &out, &problem);
            bool shows = torture.fired && (FATES[i] == PG_FAIL || pg_outcome_unknown(db));
            assert_int_equal(rc == RC_OK, !shows);
            if (rc == RC_OK) {
                assert_string_equal(out.name, "p");
                assert_string_equal(out.body, out.used);
                assert_non_null(out.calendar);
            }
        }
        assert_false(torture.fired);
    }
    outputs_clear(&out);
    pg_destroy(&db);
    temp_db_close(&tdb);
}

static rc_t read_unknown(pg_t *db, void *arg, struct problem *problem)
{
    struct outputs *out = arg;
    struct problem quiet = { .rc = RC_OK };
    assert_int_equal(rulebook_store_pack(db, 99, &out->name, &out->body, problem), RC_NOT_FOUND);
    assert_int_equal(rulebook_store_used(db, "q", INT64_MAX, &out->used, &quiet), RC_NOT_FOUND);
    assert_string_equal(quiet.text, ""); /* the reader of the pack words it */
    assert_int_equal(rulebook_store_used(db, "p", out->rows.pack, &out->used, &quiet),
                     RC_NOT_FOUND);
    assert_int_equal(rulebook_store_calendar(db, 99, &out->calendar, problem), RC_NOT_FOUND);
    return RC_OK;
}

static void test_unknown_rows_leave_outputs_alone(void **state)
{
    (void)state;
    struct temp_db tdb;
    struct problem problem = { .rc = RC_OK };
    struct outputs out = { .name = NULL };
    temp_db_open(&tdb);
    arrange_contract(&tdb, &out.rows);
    pg_t *db = temp_db_pg(&tdb, "mlps_report");
    assert_int_equal(pg_tx(db, PG_READ, read_unknown, &out, &problem), RC_OK);
    assert_null(out.name);
    assert_null(out.body);
    assert_null(out.used);
    assert_null(out.calendar);
    pg_destroy(&db);
    temp_db_close(&tdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_call_fails_once),
        cmocka_unit_test(test_unknown_rows_leave_outputs_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
