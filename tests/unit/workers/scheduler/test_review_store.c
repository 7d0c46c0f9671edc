/* What a later fact does to the rows of an earlier one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "review_store.h"
#include "scheduler_fixture.h"

struct work {
    int64_t contract, schedule;
    struct review_rows rows;
    json_t *gone;
};

static rc_t put(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    return review_store_put(db, work->contract, &work->rows, problem);
}

static rc_t close_old(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    return review_store_close(db, &work->schedule, 1, &work->rows, &work->gone, problem);
}

static void run(struct fixture *fixture, pg_tx_fn *fn, struct work *work)
{
    struct problem problem = { .rc = RC_OK };
    if (pg_tx(fixture->db, PG_WRITE, fn, work, &problem) != RC_OK)
        fail_msg("%s", problem.text);
}

static void add(struct work *work, const char *unit, const char *to)
{
    review_rows_add(&work->rows,
                    &(struct review_row){ .schedule = work->schedule,
                                          .unit = unit,
                                          .from = test_day(to) - 90,
                                          .to = test_day(to),
                                          .since = test_day("2026-06-10"),
                                          .alarm_us = test_instant("2026-06-16 09:00") });
}

/* 甲 is renewed, 乙 corrected to an earlier day, 丙 stands, 丁 is known no more. */
static void test_what_becomes_of_each(void **state)
{
    struct fixture *fixture = *state;
    static const char *const UNITS[] = { "甲", "乙", "丙", "丁" };
    settle(fixture);
    struct work work = { .contract = fixture->portfolio.contract,
                         .schedule = number(fixture, "select min(id) from schedule where work ="
                                                     " 'certificate'") };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++)
        add(&work, UNITS[i], "2026-08-01");
    run(fixture, put, &work);
    run(fixture, put, &work);
    assert_int_equal(number(fixture, "select count(*) from task where unit <> ''"), 4);
    review_rows_fini(&work.rows);
    add(&work, "甲", "2029-08-01");
    add(&work, "乙", "2026-07-01");
    add(&work, "丙", "2026-08-01");
    run(fixture, close_old, &work);
    assert_int_equal(json_array_size(work.gone), 3);
    run(fixture, put, &work);
    assert_text(fixture,
                "select string_agg(concat(unit, right(due_on::text, 8), state, ' ', done_on), ', '"
                " order by unit collate \"C\", due_on) from task where unit <> ''",
                "丁26-08-01skipped , 丙26-08-01planned , 乙26-07-01planned , 乙26-08-01skipped ,"
                " 甲26-08-01done 2026-06-10, 甲29-08-01planned ");
    json_decref(work.gone);
    review_rows_fini(&work.rows);
}

/* Nothing is written where nothing is new. */
static rc_t move(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    int64_t look = test_instant("2026-09-01 00:00"), waits = 7;
    struct review_moves moves = { &work->schedule, &look, &waits, 1 };
    return review_store_moved(db, &moves, problem);
}

static void test_a_move_writes_once(void **state)
{
    struct fixture *fixture = *state;
    char before[32];
    settle(fixture);
    struct work work = { .schedule = number(fixture, "select min(id) from schedule where period ="
                                                     " 'expiry'") };
    run(fixture, move, &work);
    snprintf(before, sizeof(before), "%s",
             db_text(&fixture->portfolio.tdb, "select xmin from schedule where waits = 7"));
    run(fixture, move, &work);
    assert_text(fixture, "select xmin from schedule where waits = 7", before);
    assert_text(fixture, "select look_at::text from schedule where waits = 7",
                "2026-08-31 16:00:00+00");
}

int main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_what_becomes_of_each),
                                        TEST(test_a_move_writes_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
