#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "civil.h"
#include "scheduler_fixture.h"
#include "task_store.h"

/* One transaction of the store's writes on the contract's only schedule. */
struct work {
    int64_t contract, schedule, made;
    struct task_rows rows;
    struct recast_spans spans;
    json_t *gone;
};

static rc_t make(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    return task_store_make(db, work->contract, &work->rows, &work->made, problem);
}

static rc_t withdraw(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    return task_store_withdraw(db, &work->spans, &work->rows, &work->gone, problem);
}

static void run(struct fixture *fixture, pg_tx_fn *fn, struct work *work)
{
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(pg_tx(fixture->db, PG_WRITE, fn, work, &problem), RC_OK);
}

static void add_slot(struct work *work, const char *first, const char *last, bool missed)
{
    task_rows_add(&work->rows, &(struct task_slot){ .schedule = work->schedule,
                                                    .first = test_day(first),
                                                    .last = test_day(last),
                                                    .missed = missed,
                                                    .alarm_us = test_instant("2026-06-16 09:00") });
}

/* Two turns at each of two places, each once; what a calendar takes away it may bring back. */
static void test_tasks(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    db_exec(&fixture->portfolio.tdb, "delete from task; update schedule set times = 2, places ="
                                     " '[{\"unit\":\"U01\"},{\"unit\":\"1\",\"serial\":1}]'");
    struct work work = { .contract = fixture->portfolio.contract,
                         .schedule = number(fixture, "select id from schedule") };
    recast_spans_add(&work.spans, work.schedule,
                     &(struct day_span){ test_day("2026-06-16"), NO_DAY });
    add_slot(&work, "2026-06-15", "2026-06-15", true);
    add_slot(&work, "2026-06-16", "2026-06-17", false);
    run(fixture, make, &work);
    run(fixture, make, &work);
    assert_text(fixture,
                "select count(*) || ' ' || count(system_id) || ' ' || max(turn) || ' ' ||"
                " count(*) filter (where state = 'missed' and slot_from = '2026-06-15') || ' ' ||"
                " max(due_on) from task",
                "8 4 2 4 2026-06-17");
    struct task_rows all = work.rows;
    work.rows = (struct task_rows){ .count = 0 };
    run(fixture, withdraw, &work);
    assert_int_equal(json_array_size(work.gone), 1);
    assert_int_equal(json_integer_value(json_array_get(json_array_get(work.gone, 0), 1)), 4);
    assert_int_equal(number(fixture, "select count(*) from task where state = 'skipped'"
                                     " and alarm_at is null"),
                     4);
    work.rows = all;
    run(fixture, make, &work);
    assert_int_equal(number(fixture, "select count(*) from task where state = 'planned'"), 4);
    assert_int_equal(number(fixture, "select count(*) from task where alarm_at ="
                                     " '2026-06-16 09:00+08'"),
                     4);
    json_decref(work.gone);
    task_rows_fini(&work.rows);
    recast_spans_fini(&work.spans);
}

/* A day for each letter of "abcdefg", 15 to 21 June; of b to e, in two spans, only d is to stay. */
static void test_spans(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    db_exec(&fixture->portfolio.tdb, "delete from task");
    struct work work = { .contract = fixture->portfolio.contract,
                         .schedule = number(fixture, "select id from schedule") };
    for (int day = 15; day <= 21; day++) {
        char date[DATE_TEXT];
        snprintf(date, sizeof(date), "2026-06-%d", day);
        add_slot(&work, date, date, false);
    }
    run(fixture, make, &work);
    task_rows_fini(&work.rows);
    add_slot(&work, "2026-06-18", "2026-06-18", false);
    recast_spans_add(&work.spans, work.schedule,
                     &(struct day_span){ test_day("2026-06-16"), test_day("2026-06-17") });
    recast_spans_add(&work.spans, work.schedule,
                     &(struct day_span){ test_day("2026-06-17"), test_day("2026-06-20") });
    run(fixture, withdraw, &work);
    assert_text(fixture, "select string_agg(left(state, 1), '' order by slot_from) from task",
                "psspspp");
    json_decref(work.gone);
    task_rows_fini(&work.rows);
    recast_spans_fini(&work.spans);
}

static void test_columns(void **state)
{
    (void)state;
    struct schedule_moves moves = { .count = 0 };
    for (int i = 0; i < 1000; i++)
        schedule_moves_add(&moves, &(struct schedule_move){ i, i + 1, i + 5, i + 2, i + 3, i + 4 });
    schedule_moves_add(&moves, &(struct schedule_move){ 1, 1, NO_DAY, 1, NO_DAY, 1 });
    assert_int_equal(moves.count, 1001);
    assert_int_equal(moves.recast_from[999], 1004);
    assert_int_equal(moves.recast_from[1000], -1);
    assert_int_equal(moves.horizon_on[1000], -1);
    assert_int_equal(moves.ids[999], 999);
    assert_int_equal(moves.next_from[999], 1000);
    assert_int_equal(moves.look_us[0], 2);
    assert_int_equal(moves.horizon_on[500], 503);
    assert_int_equal(moves.missed[999], 1003);
    schedule_moves_fini(&moves);
    assert_int_equal(moves.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_tasks),
        TEST(test_spans),
        cmocka_unit_test(test_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
