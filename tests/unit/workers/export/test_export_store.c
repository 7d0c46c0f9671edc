#include "export_store.h"

#include "export_fixture.h"
#include "statement_columns.h"
#include "torture.h"

enum deed_kind {
    DEED_FRAME,
    DEED_TOTAL,
    DEED_PROGRESS,
    DEED_DONE,
    DEED_FAILED,
    DEED_ABANDONED,
    DEED__COUNT
};

/* One call of the store inside a transaction. */
struct deed {
    enum deed_kind what;
    int64_t id;
    struct export_frame frame;
    int64_t total;
    bool changed;
    char code[CODE_TEXT];
    struct export_abandoned abandoned;
};

static rc_t do_deed(pg_t *db, void *arg, struct problem *problem)
{
    static const struct export_outcome OUTCOME = {
        .file = "a.xlsx",
        .sha256 = "0000000000000000000000000000000000000000000000000000000000000000",
        .rows = 12,
        .event_seq = 7
    };
    struct deed *deed = arg;
    switch (deed->what) {
    case DEED_FRAME:
        return export_store_frame(db, deed->id, &deed->frame, problem);
    case DEED_TOTAL:
        return export_store_total(db, book_find("systems")->sheets[0].total, 1, &deed->total,
                                  problem);
    case DEED_PROGRESS:
        return export_store_progress(db, deed->id, 3, 12, &deed->changed, problem);
    case DEED_DONE:
        return export_store_done(db, deed->id, &OUTCOME, &deed->changed, problem);
    case DEED_FAILED:
        return export_store_failed(db, deed->id, "why", deed->code, problem);
    case DEED_ABANDONED:
        return export_store_abandoned(db, &deed->abandoned, problem);
    case DEED__COUNT:
        break;
    }
    return RC_INTERNAL;
}

static rc_t run_deed(struct export_fixture *fixture, struct deed *deed)
{
    struct problem problem = { .rc = RC_OK };
    pg_set_context(
        fixture->db,
        &(struct pg_context){ .account = "export", .now_fixed = true, .now_us = FIXTURE_NOW });
    return pg_tx(fixture->db, PG_WRITE, do_deed, deed, &problem);
}

static void test_frame(void **state)
{
    struct export_fixture *fixture = *state;
    static struct deed deed;
    deed = (struct deed){ .what = DEED_FRAME, .id = fixture_request(fixture, "systems", "en") };
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_string_equal(deed.frame.kind, "systems");
    assert_int_equal(deed.frame.lang, LANG_EN);
    assert_false(deed.frame.done);
    assert_string_equal(deed.frame.code, "yifen-2026");
    assert_string_equal(deed.frame.customer, "上海市大数据中心");
    assert_string_equal(deed.frame.service_period, "2026-03-16 – 2026-12-31");
    assert_string_equal(deed.frame.pack, "yifen-2026 v1");
    assert_string_equal(deed.frame.calendar, "cn 2026-1");
    assert_string_equal(deed.frame.requested_by, "cli");
    assert_int_equal(deed.frame.zone_minutes, 480);
    assert_true(deed.frame.as_of_us == FIXTURE_NOW);
    assert_int_equal(deed.frame.today, 20619);
    assert_int_equal(deed.frame.event_seq, db_number(&fixture->tdb, "select max(seq) from event"));
    deed = (struct deed){ .what = DEED_FRAME, .id = 999999 };
    assert_int_equal(run_deed(fixture, &deed), RC_NOT_FOUND);
}

static const char *state_of(const struct export_fixture *fixture, int64_t id)
{
    char sql[200];
    snprintf(sql, sizeof(sql),
             "select state || ' ' || rows_done || '/' || rows_total || ' ' || coalesce(file, '-') "
             "|| ' ' || "
             "coalesce(error, '-') from export where id = %" PRId64,
             id);
    return db_text(&fixture->tdb, sql);
}

static void test_life_of_an_export(void **state)
{
    struct export_fixture *fixture = *state;
    static struct deed deed;
    int64_t id = fixture_request(fixture, "systems", "zh");
    deed = (struct deed){ .what = DEED_PROGRESS, .id = id };
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_true(deed.changed);
    assert_string_equal(state_of(fixture, id), "running 3/12 - -");
    deed.what = DEED_FAILED;
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_string_equal(deed.code, "yifen-2026");
    assert_string_equal(state_of(fixture, id), "failed 3/12 - why");
    deed.what = DEED_PROGRESS; /* put back from the dead letters */
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_string_equal(state_of(fixture, id), "running 3/12 - -");
    deed.what = DEED_DONE;
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_true(deed.changed);
    assert_string_equal(state_of(fixture, id), "done 12/12 a.xlsx -");
    for (int what = DEED_PROGRESS; what <= DEED_FAILED; what++) { /* done is for ever */
        deed.what = (enum deed_kind)what;
        assert_int_equal(run_deed(fixture, &deed), RC_OK);
        assert_false(what == DEED_FAILED ? deed.code[0] != '\0' : deed.changed);
        assert_string_equal(state_of(fixture, id), "done 12/12 a.xlsx -");
    }
}

static void test_abandoned(void **state)
{
    struct export_fixture *fixture = *state;
    static struct deed deed;
    db_exec(&fixture->tdb, "delete from job; delete from export");
    for (int i = 0; i < ABANDONED_MAX + 3; i++)
        (void)fixture_request(fixture, "systems", "zh");
    int64_t waiting = fixture_request(fixture, "systems", "zh");
    char sql[600];
    snprintf(sql, sizeof(sql),
             "insert into job_dead (id, queue, kind, payload, priority, attempt, max_attempts, "
             "last_error) "
             "select id, queue, kind, payload, 5, 3, 3, repeat('长', 400) from job; "
             "delete from job where payload ->> 'export_id' <> '%" PRId64 "'",
             waiting);
    db_exec(&fixture->tdb, sql);
    deed = (struct deed){ .what = DEED_ABANDONED };
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_int_equal(deed.abandoned.count, ABANDONED_MAX);
    assert_string_equal(deed.abandoned.rows[0].contract, "yifen-2026");
    assert_int_equal(strlen(deed.abandoned.rows[0].error), 1200);
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_int_equal(deed.abandoned.count, 3);
    assert_int_equal(run_deed(fixture, &deed), RC_OK);
    assert_int_equal(deed.abandoned.count, 0);
    assert_string_equal(state_of(fixture, waiting), "queued 0/0 - -");
}

/* Each call of each function fails once in each way: an error comes out, and outputs stay as they
 * were. */
static void test_torture(void **state)
{
    static const enum pg_fate FATES[] = { PG_FAIL, PG_CUT_AFTER };
    struct export_fixture *fixture = *state;
    int64_t id = fixture_request(fixture, "systems", "zh");
    for (int what = 0; what < DEED__COUNT; what++)
        for (size_t f = 0; f < COUNT_OF(FATES); f++) {
            static struct deed deed;
            struct torture torture = { .fired = true };
            for (int nth = 1; torture.fired; nth++) {
                deed = (struct deed){ .id = id, .total = -1 };
                deed.what = (enum deed_kind)what;
                torture_set(&torture, fixture->db, nth, FATES[f]);
                rc_t rc = run_deed(fixture, &deed);
                pg_set_probe(fixture->db, NULL, NULL);
                if (rc == RC_OK && torture.fired && FATES[f] == PG_FAIL)
                    fail_msg("deed %d, call %d: the failure was swallowed", what, nth);
                if (rc != RC_OK && what == DEED_TOTAL && nth == 2 && deed.total != -1)
                    fail_msg("deed %d, call %d: output of a failure", what, nth);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame),
        cmocka_unit_test(test_life_of_an_export),
        cmocka_unit_test(test_abandoned),
        cmocka_unit_test(test_torture),
    };
    return cmocka_run_group_tests(tests, statement_setup, statement_teardown);
}
