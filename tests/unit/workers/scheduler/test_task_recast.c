/* Tasks when a calendar has come: with every call to the server failing once, and those that come
 * by a fact. What moves how is tested in tests/integration/deadline/test_task_calendar.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "deadline_ground.h"
#include "ledger.h"
#include "scheduler_step.h"
#include "task_recast.h"
#include "torture.h"

static const char RECURRING[] =
    "recurring:\n"
    "  - {clause: T-041, title: 值守, work: routine, every: day, days: working}\n"
    "  - {clause: T-043, title: 月检, work: routine, every: month}\n";

/* When somebody is told of the month that is late, and when the next one's ladder begins. */
static const char TOLD[] =
    "select concat_ws(' ', (select to_char(s.at at time zone 'Asia/Shanghai', 'MM-DD') from "
    "deadline_step s join deadline d on d.id = s.deadline_id where d.clause = 'T-043' and d.due_on "
    "= '2026-12-31' and s.rule = 'overdue_0'), (select to_char(alarm_at at time zone "
    "'Asia/Shanghai', 'MM-DD') from task where due_on = '2027-01-31' and slot_from = "
    "'2027-01-01'))";

/* Notices that contradict each other in turn: each moves both, there and back. 1 January 2027 is a
 * Friday. */
static const struct {
    const char *days, *told;
} NOTICES[] = {
    { "2027-10-01,holiday,x\n", "01-01 01-27" },
    { "2027-01-01,holiday,x\n2027-01-27,holiday,x\n", "01-04 01-26" },
};

static void notice(struct ground *ground, int turn)
{
    char version[16];
    snprintf(version, sizeof(version), "v%d", turn);
    ground_notice(ground, version, NOTICES[turn % 2].days);
    ground_at_us(ground, ground->now_us + 1000000); /* the next is a later one */
}

static void arrange(struct ground *ground)
{
    ground_begin_with(ground, "2026-12-31 17:00", RECURRING);
    ground_settle(ground);
    notice(ground, 0);
    ground_schedule(ground);
    assert_string_equal(ground_text(ground, TOLD), NOTICES[0].told);
}

/* One run whose nth call fails. True while there was such a call. */
static bool torture_once(struct ground *ground, int turn, int nth, enum pg_fate fate)
{
    struct torture torture;
    struct problem problem = { .rc = RC_OK };
    int64_t next;
    notice(ground, turn);
    torture_set(&torture, ground->scheduler, nth, fate);
    rc_t rc = worker_step(&SCHEDULER_WORKER, ground->scheduler, ground->now_us, ground->book, &next,
                          &problem);
    bool fired = torture.fired;
    torture_set(&torture, ground->scheduler, 0, PG_PASS);
    const char *told = ground_text(ground, TOLD);
    bool moved = strcmp(told, NOTICES[turn % 2].told) == 0;
    if (!moved && strcmp(told, NOTICES[(turn + 1) % 2].told) != 0)
        fail_msg("fate %d, call %d: half a move: %s", (int)fate, nth, told);
    if (rc == RC_OK && !fired && !moved)
        fail_msg("nothing failed and nothing moved: %s", told);
    ground_schedule(ground);
    assert_string_equal(ground_text(ground, TOLD), NOTICES[turn % 2].told);
    return fired;
}

static void test_torture(void **state)
{
    (void)state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_CUT };
    struct ground ground;
    int turn = 1;
    arrange(&ground);
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        int nth = 1;
        while (torture_once(&ground, turn++, nth, FATES[i]))
            nth++;
        assert_true(nth > 20);
    }
    ground_end(&ground);
}

/* A certificate of a schedule that no date plans: its warning follows the calendar, once. */
static void test_what_comes_by_a_fact(void **state)
{
    (void)state;
    static const char ALARM[] = "select concat_ws(' ', to_char(t.alarm_at at time zone "
                                "'Asia/Shanghai', 'MM-DD'), t.state, s.calendar_id = k.calendar_id)"
                                " from task t join schedule s on s.id = t.schedule_id join contract"
                                " k on k.id = s.contract_id where s.period = 'expiry'";
    struct ground ground;
    arrange(&ground);
    db_exec(&ground.registry.tdb,
            "with s as (insert into schedule (contract_id, calendar_id, clause, title, work, "
            "period, places, times, items, catch_up, window_days, next_from, look_at) select id, "
            "calendar_id, 'T-050', '证书', 'certificate', 'expiry', '[]', 1, 0, 'window', 0, "
            "'2026-01-05', null from contract returning id, contract_id) insert into task "
            "(schedule_id, "
            "contract_id, unit, turn, slot_from, slot_to, due_on, items, state, alarm_at) select "
            "id, contract_id, 'x', 1, '2027-01-01', '2027-01-29', '2027-01-29', 0, 'planned', "
            "'2027-01-26 09:00+08' from s");
    notice(&ground, 1);
    ground_schedule(&ground);
    assert_string_equal(ground_text(&ground, ALARM), "01-25 planned t");
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_torture),
        cmocka_unit_test(test_what_comes_by_a_fact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
