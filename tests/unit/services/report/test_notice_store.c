/* The receipt's statement where two say "read" at once, and where the clock was set back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ledger.h"
#include "notice_rows.h"
#include "notice_store.h"
#include "report_fixture.h"

struct giving {
    struct notice_receipt receipt;
    bool first;
};

static rc_t give(pg_t *db, void *arg, struct problem *problem)
{
    struct giving *giving = arg;
    return notice_store_receipt(db, &giving->receipt, &giving->first, problem);
}

static bool give_at(pg_t *db, int64_t id, const char *at, const char *account)
{
    struct problem problem = { .rc = RC_OK };
    struct giving giving = {
        .receipt = { .notification = id, .now_us = test_instant(at), .account = account }
    };
    if (pg_tx(db, PG_WRITE, give, &giving, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return giving.first;
}

static const char READ[] = "select concat_ws(' ', read_at at time zone 'Asia/Shanghai', read_by) "
                           "from notification";

static void test_the_first_receipt_stands(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    int64_t id = notice_shown(tdb, notice_person(tdb, "wang", "manager"), "deadline/1", "warn_3",
                              "2026-06-10 09:00");
    assert_true(give_at(ground->report.db, id, "2026-06-10 09:30", "a"));
    assert_false(give_at(ground->report.db, id, "2026-06-11 10:00", "b"));
    assert_false(give_at(ground->report.db, id, "2026-06-10 09:00", "b"));
    assert_string_equal(db_text(tdb, READ), "2026-06-10 09:30:00 a");
    assert_false(give_at(ground->report.db, id + 1, "2026-06-10 09:30", "a")); /* no such row */
}

/* Without the floor the check of the table would refuse the receipt, and nobody could read. */
static void test_a_receipt_is_never_older_than_its_text(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    int64_t id = notice_shown(tdb, notice_person(tdb, "wang", "manager"), "deadline/1", "warn_3",
                              "2026-06-10 09:00");
    assert_true(give_at(ground->report.db, id, "2026-06-09 08:00", "a"));
    assert_string_equal(db_text(tdb, READ), "2026-06-10 09:00:00 a");
}

/* Evidence: not even the owner of the table moves it. */
static void test_nobody_moves_a_receipt(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    static const char *const TRIES[] = {
        "update notification set read_at = read_at - interval '1 hour'",
        "update notification set read_at = null, read_by = null",
        "update notification set read_by = 'b'",
        "update notification set read_on_behalf = not read_on_behalf",
        "update notification set body = 'another text'",
    };
    int64_t id = notice_shown(tdb, notice_person(tdb, "wang", "manager"), "deadline/1", "warn_3",
                              "2026-06-10 09:00");
    db_exec(tdb, "update notification set body = 'text'"); /* nobody has read it yet */
    assert_true(give_at(ground->report.db, id, "2026-06-10 09:30", "a"));
    for (size_t i = 0; i < sizeof(TRIES) / sizeof(TRIES[0]); i++) {
        char sql[512];
        snprintf(sql, sizeof(sql),
                 "do $$ begin %s; raise 'changed'; exception when sqlstate 'MP001' then null; end "
                 "$$",
                 TRIES[i]);
        db_exec(tdb, sql); /* ends the test when the change is let through */
    }
    assert_string_equal(db_text(tdb, READ), "2026-06-10 09:30:00 a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_the_first_receipt_stands),
        ON_GROUND(test_a_receipt_is_never_older_than_its_text),
        ON_GROUND(test_nobody_moves_a_receipt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
