/* Tasks of the real pack as the scheduler's step makes them; whole packs are in
 * tests/integration/schedule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scheduler_fixture.h"

static void test_made_with_the_contract(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    assert_text(fixture,
                "select concat_ws(' ', s.clause, s.work, s.period, s.catch_up, s.look_at is null,"
                " t.slot_from, t.due_on, t.turn, t.items, t.state) from task t"
                " join schedule s on s.id = t.schedule_id",
                "YF-073 service yearly window t 2026-03-16 2026-12-31 1 0 planned");
    assert_int_equal(number(fixture, "select count(*) from task"), 1);
}

/* Looked at again from the beginning: what is done stays done. */
static void test_a_second_look(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    db_exec(&fixture->portfolio.tdb,
            "update task set state = 'done', done_on = '2026-06-15', alarm_at = null;"
            "update schedule set next_from = '2026-03-16', look_at = 'epoch'");
    portfolio_bump(&fixture->portfolio);
    settle(fixture);
    assert_text(fixture, "select string_agg(state, ' ') from task", "done");
    assert_text(fixture, "select (schedule_at is null)::text from contract_work", "true");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_made_with_the_contract),
        TEST(test_a_second_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
