/* Opening the deadlines of many tasks with two statements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "alarm_store.h"
#include "scheduler_fixture.h"

struct work {
    struct contract_frame frame;
    struct alarm_slots slots;
    json_t *due;
    size_t opened;
    int64_t now_us, most;
};

static rc_t look(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    return alarm_store_due(db, work->frame.id, work->now_us, work->most, &work->due, problem);
}

static rc_t open_slots(pg_t *db, void *arg, struct problem *problem)
{
    struct work *work = arg;
    return alarm_store_open(db, &work->frame, work->now_us, &work->slots, &work->opened, problem);
}

static void run(struct fixture *fixture, pg_tx_fn *fn, struct work *work)
{
    struct problem problem = { .rc = RC_OK };
    if (pg_tx(fixture->db, PG_WRITE, fn, work, &problem) != RC_OK)
        fail_msg("%s", problem.text);
}

/* Two turns each of two days, of which only the first day's ladder has begun. */
static const char TASKS[] =
    "delete from task; insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to,"
    " due_on, items, state, alarm_at) select s.id, s.contract_id, '', turn, day, day, day, 0,"
    " 'planned', day + 1 from schedule s, generate_series(1, 2) turn, (values (date '2026-06-13'),"
    " (date '2026-06-20')) d (day) where s.period <> 'expiry'";

static void add_slot(struct work *work, int64_t schedule, const char *day)
{
    struct due_edge edge = due_edge_of_day(test_day(day), LEDGER_ZONE);
    struct ladder ladder = {
        .steps = { { "breach", edge.breach_at_us, "none" },
                   { "overdue_0", edge.breach_at_us + 1, "manager" } },
        .count = 2,
    };
    alarm_slots_add(&work->slots, schedule, test_day(day), &edge, json_pack("[{s:s}]", "why", day));
    alarm_slots_steps(&work->slots, &ladder);
}

static void test_only_what_is_due(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    settle(fixture);
    db_exec(&p->tdb, TASKS);
    struct work work = {
        .frame = { .id = p->contract, .pack_id = p->pack, .calendar_id = p->calendar },
        .now_us = test_instant("2026-06-15 09:00"),
        .most = 1
    };
    run(fixture, look, &work);
    assert_int_equal(json_array_size(work.due), 1);
    int64_t schedule = json_integer_value(json_object_get(json_array_get(work.due, 0), "schedule"));
    add_slot(&work, schedule, "2026-06-13");
    add_slot(&work, schedule, "2026-06-20");
    run(fixture, open_slots, &work);
    assert_int_equal(work.opened, 2); /* the later day's is not due, though its slot was named */
    assert_text(fixture,
                "select string_agg(concat_ws(' ', t.turn, d.due_on, r.proof -> 0 ->> 'why', (select"
                " string_agg(rule, '+' order by at) from deadline_step s where s.deadline_id ="
                " d.id)), ', ' order by t.turn) from deadline d join task t on t.deadline_id = d.id"
                " join ruling r on r.id = d.ruling_id",
                "1 2026-06-13 2026-06-13 breach+overdue_0, 2 2026-06-13 2026-06-13"
                " breach+overdue_0");
    run(fixture, open_slots, &work);
    assert_int_equal(work.opened, 0);
    json_decref(work.due);
    alarm_slots_fini(&work.slots);
    assert_int_equal(work.slots.count + work.slots.step_count, 0);
}

/* A task that a service holds is passed over, not waited for. */
static void test_one_that_is_held(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    struct temp_db other;
    settle(fixture);
    db_exec(&p->tdb, TASKS);
    temp_db_join(&other, &p->tdb);
    db_exec(&other,
            "begin; select from task where turn = 1 and slot_from = '2026-06-13' for update");
    struct work work = {
        .frame = { .id = p->contract, .pack_id = p->pack, .calendar_id = p->calendar },
        .now_us = test_instant("2026-06-15 09:00")
    };
    add_slot(&work, number(fixture, "select schedule_id from task limit 1"), "2026-06-13");
    run(fixture, open_slots, &work);
    assert_int_equal(work.opened, 1);
    db_exec(&other, "commit");
    run(fixture, open_slots, &work);
    assert_int_equal(work.opened, 1);
    temp_db_part(&other);
    alarm_slots_fini(&work.slots);
}

int main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_only_what_is_due), TEST(test_one_that_is_held) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
