/* Schedules as managers see and set them, and what is told of reviews. The rows are put there by
 * SQL, as the scheduler would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "delivery_routes.h"
#include "portfolio.h"
#include "registry_handlers.h"
#include "required.h"

static struct bench registry, delivery;

/* A checklist of which a day was missed and one is overdue; a filing and a certificate that wait.
 */
static const char ROWS[] =
    "insert into schedule (contract_id, calendar_id, clause, title, work, period, places, times,"
    " items, catch_up, window_days, next_from, missed, waits) select k.id, k.calendar_id, v.clause,"
    " v.title, v.work, v.period, '[{\"unit\":\"\"}]', 1, 5, v.policy, 0, '2026-07-01', v.missed,"
    " v.waits from contract k, (values ('R-1', '巡检', 'checklist', 'daily', 'skip', 3, 0),"
    " ('R-2', '备案证明', 'filing', 'expiry', 'window', 0, 39),"
    " ('R-3', '证书', 'certificate', 'expiry', 'window', 0, 1))"
    " v (clause, title, work, period, policy, missed, waits) order by v.clause;"
    "insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to, due_on, items,"
    " state, done_on) select s.id, s.contract_id, '', 1, v.day::date, v.day::date, v.day::date, 5,"
    " v.state, case when v.state = 'done' then v.day::date end from schedule s, (values"
    " ('2026-06-10', 'missed'), ('2026-06-14', 'planned'), ('2026-06-15', 'planned'),"
    " ('2026-06-13', 'done')) v (day, state) where s.clause = 'R-1'";

static int open_both(void **state)
{
    (void)state;
    delivery_open(&registry, &delivery, ROWS);
    return 0;
}

static int close_both(void **state)
{
    (void)state;
    delivery_close(&registry, &delivery);
    return 0;
}

static int schedule_id(const char *clause)
{
    char sql[128];
    snprintf(sql, sizeof(sql), "select id from schedule where clause = '%s'", clause);
    return (int)db_number(&registry.tdb, sql);
}

/* ---- what is shown ---- */

static void test_what_was_missed_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        int want;
    } COUNTS[] = { { "missed_slots", 3 }, { "missed", 1 },  { "planned", 2 }, { "done", 1 },
                   { "overdue", 1 },      { "skipped", 0 }, { "waits", 0 },   { "items", 5 } };
    json_t *list = bench_ok(&delivery, "schedule.list", "{s:s}", "contract", "yifen-2026");
    const json_t *first = at_path(list, "items.0");
    assert_int_equal(size_at(list, "items"), 3);
    for (size_t i = 0; i < COUNT_OF(COUNTS); i++)
        if (int_at(first, COUNTS[i].key) != COUNTS[i].want)
            fail_msg("%s is %d", COUNTS[i].key, (int)int_at(first, COUNTS[i].key));
    assert_int_equal(int_at(list, "items.1.waits"), 39);
    json_decref(list);
    json_t *args = json_pack("{s:s}", "contract", "yifen-2026");
    bench_check_pages(&delivery, "schedule.list", args, 3);
    json_decref(args);
}

/* ---- policies ---- */

static void test_a_policy(void **state)
{
    (void)state;
    struct problem problem;
    json_t *row = bench_ok(&delivery, "schedule.policy", "{s:i, s:s, s:i}", "schedule",
                           schedule_id("R-1"), "catch_up", "window", "window_days", 14);
    assert_string_equal(text_at(row, "catch_up"), "window");
    assert_int_equal(int_at(row, "window_days"), 14);
    assert_int_equal(int_at(row, "missed_slots"), 3); /* what was missed stays missed */
    json_decref(row);
    row = bench_ok(&delivery, "schedule.policy", "{s:i, s:s}", "schedule", schedule_id("R-1"),
                   "catch_up", "once");
    assert_int_equal(int_at(row, "window_days"), 0);
    json_decref(row);
    assert_string_equal(db_text(&registry.tdb,
                                "select string_agg(concat(data ->> 'was', '>', data ->>"
                                " 'catch_up'), ' ' order by seq) from event where kind ="
                                " 'schedule.policy'"),
                        "skip>window window>once");
    assert_int_equal(bench_refused(&delivery, &problem, "schedule.policy", "{s:i, s:s}", "schedule",
                                   999, "catch_up", "once"),
                     RC_NOT_FOUND);
    assert_string_equal(problem.field, "schedule");
}

/* ---- reviews ---- */

static void test_reviews_are_recorded(void **state)
{
    (void)state;
    int64_t facts = db_number(&registry.tdb, "select facts from contract_work");
    json_t *row = bench_ok(&delivery, "review.record", "{s:s, s:s, s:s, s:i}", "contract",
                           "yifen-2026", "what", "filed", "on", "2025-08-20", "serial", 3);
    assert_int_equal(int_at(row, "serial"), 3);
    json_decref(row);
    row =
        bench_ok(&delivery, "review.record", "{s:s, s:s, s:s, s:s, s:s}", "contract", "yifen-2026",
                 "what", "expires", "on", "2029-08-20", "clause", "R-3", "unit", "张工/证书");
    assert_string_equal(text_at(row, "unit"), "张工/证书");
    json_decref(row);
    assert_string_equal(db_text(&registry.tdb,
                                "select string_agg(concat_ws(' ', f.name, y.serial, f.clause,"
                                " f.unit, f.occurred_at at time zone 'Asia/Shanghai'), ', ' order"
                                " by f.id) from fact f left join system y on y.id = f.system_id"),
                        "filed 3 2025-08-20 00:00:00, expires R-3 张工/证书 2029-08-20 00:00:00");
    assert_int_equal(facts + 2, db_number(&registry.tdb, "select facts from contract_work"));
    assert_int_equal(2, db_number(&registry.tdb, "select count(*) from event where kind ="
                                                 " 'review.recorded'"));
}

static void test_reviews_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *what;
        int serial; /* 0: `clause` */
        const char *clause, *field;
        rc_t rc;
    } CASES[] = {
        { "no such contract", "filed", 1, NULL, "contract", RC_NOT_FOUND },
        { "recorded already", "filed", 3, NULL, "on", RC_CONFLICT },
        { "no such system", "filed", 99, NULL, "serial", RC_REFUSED },
        { "nobody asks for assessments", "assessed", 3, NULL, "serial", RC_REFUSED },
        { "a clause without certificates", "expires", 0, "R-1", "clause", RC_REFUSED },
    };
    struct problem problem;
    json_decref(bench_ok(&delivery, "review.record", "{s:s, s:s, s:s, s:i}", "contract",
                         "yifen-2026", "what", "filed", "on", "2025-08-20", "serial", 3));
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const char *contract = i == 0 ? "nobody" : "yifen-2026";
        rc_t rc = CASES[i].serial
                      ? bench_refused(&delivery, &problem, "review.record", "{s:s, s:s, s:s, s:i}",
                                      "contract", contract, "what", CASES[i].what, "on",
                                      "2025-08-20", "serial", CASES[i].serial)
                      : bench_refused(&delivery, &problem, "review.record", "{s:s, s:s, s:s, s:s}",
                                      "contract", contract, "what", CASES[i].what, "on",
                                      "2025-08-20", "clause", CASES[i].clause);
        if (rc != CASES[i].rc || strcmp(problem.field, CASES[i].field) != 0)
            fail_msg("%s: %s (%s)", CASES[i].name, problem.text, problem.field);
    }
    assert_int_equal(1, db_number(&registry.tdb, "select count(*) from fact"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_was_missed_is_shown),
        TEST(test_a_policy),
        TEST(test_reviews_are_recorded),
        TEST(test_reviews_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
