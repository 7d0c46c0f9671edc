/* Deadlines of tasks: when the first step of the ladder comes, for whom, and never twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "schedule_alarms.h"
#include "scheduler_fixture.h"
#include "shipped.h"

/* ---- when ---- */

/* Warnings of 7 and 1 working days, escalations of 0, 3 and 5; the Dragon Boat holiday of 2026 is
 * 19 to 21 June. */
static const struct {
    const char *name, *from, *due;
    const char *alarm; /* the first step */
    const char *rules; /* that are left, in order */
} LADDERS[] = {
    { "a day has no time for a warning", "2026-06-15", "2026-06-15", "2026-06-16 00:00",
      "breach overdue_0 overdue_3 overdue_5" },
    { "a week is warned of on its last working day", "2026-06-15", "2026-06-21", "2026-06-18 09:00",
      "breach warn_1 overdue_0 overdue_3 overdue_5" },
    { "a month has both", "2026-06-01", "2026-06-30", "2026-06-18 09:00",
      "breach warn_7 warn_1 overdue_0 overdue_3 overdue_5" },
    { "a warning on the very first day", "2026-06-29", "2026-06-30", "2026-06-29 09:00",
      "breach warn_1 overdue_0 overdue_3 overdue_5" },
};

static void check_ladder(const struct contract_frame *frame, size_t row)
{
    struct task_days days = { test_day(LADDERS[row].from), test_day(LADDERS[row].due) };
    struct ladder ladder;
    char rules[256] = "";
    task_ladder(frame, &days, &ladder);
    for (size_t i = 0; i < ladder.count; i++)
        snprintf(rules + strlen(rules), sizeof(rules) - strlen(rules), "%s%s", i ? " " : "",
                 ladder.steps[i].rule);
    if (strcmp(rules, LADDERS[row].rules) != 0)
        fail_msg("%s: %s", LADDERS[row].name, rules);
    if (task_alarm(frame, &days) != test_instant(LADDERS[row].alarm))
        fail_msg("%s: not at %s", LADDERS[row].name, LADDERS[row].alarm);
}

static void test_ladders(void **state)
{
    (void)state;
    struct shipped shipped;
    shipped_open(&shipped);
    for (size_t i = 0; i < COUNT_OF(LADDERS); i++)
        check_ladder(&shipped.frame, i);
    shipped_close(&shipped);
}

/* ---- opening ---- */

static int64_t settle_at(struct fixture *fixture, const char *instant)
{
    return step_settle(&SCHEDULER_WORKER, fixture->db, test_instant(instant), fixture->book);
}

static const char TASKS[] = "select count(*) from deadline where kind = 'task'";

/* The training of the year: from the day it is warned of, and not a second before. */
static void test_opened_with_the_first_step(void **state)
{
    struct fixture *fixture = *state;
    int64_t next = settle_at(fixture, SCHEDULER_NOW);
    assert_true(next == test_instant("2026-12-22 09:00"));
    settle_at(fixture, "2026-12-22 08:59:59");
    assert_int_equal(number(fixture, TASKS), 0);
    assert_true(settle_at(fixture, "2026-12-22 09:00:00") == STEP_NEVER);
    assert_text(fixture,
                "select concat_ws(' ', d.clause, d.state, d.party, d.due_on, d.due_version,"
                " d.code = concat('YF-073/T', t.id), d.subject_id = t.id,"
                " t.alarm_at is null, to_char(d.started_at at time zone 'Asia/Shanghai',"
                " 'YYYY-MM-DD HH24:MI'), r.version, r.proof -> 0 ->> 'clause')"
                " from deadline d join task t on t.deadline_id = d.id join ruling r"
                " on r.id = d.ruling_id",
                "YF-073 open vendor 2026-12-31 1 t t t 2026-03-16 00:00 1 YF-073");
    assert_text(fixture,
                "select string_agg(concat(rule, '>', audience), ' ' order by at, rule) from"
                " deadline_step s join deadline d on d.id = s.deadline_id where d.kind = 'task'",
                "warn_7>engineer warn_1>engineer breach>none overdue_0>manager"
                " overdue_3>customer overdue_5>leader");
    assert_int_equal(number(fixture, "select count(*) from clock_event e join deadline d on d.id ="
                                     " e.deadline_id where d.kind = 'task' and e.kind = 'start'"),
                     1);
    assert_text(fixture, "select data ->> 'deadlines' from event where kind = 'task.alarmed'", "1");
}

/* Looked at again, by a clock set back and by one that went on. */
static void test_never_twice(void **state)
{
    struct fixture *fixture = *state;
    static const char *const AGAIN[] = { "2026-12-22 09:00", "2026-06-15 09:00",
                                         "2027-06-15 09:00" };
    settle_at(fixture, "2026-12-22 09:00");
    for (size_t i = 0; i < COUNT_OF(AGAIN); i++) {
        portfolio_bump(&fixture->portfolio);
        settle_at(fixture, AGAIN[i]);
        assert_int_equal(number(fixture, TASKS), 1);
    }
}

/* What is done needs no deadline. */
static void test_done_in_time(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    db_exec(&fixture->portfolio.tdb,
            "update task set state = 'done', done_on = '2026-07-01', alarm_at = null");
    settle_at(fixture, "2026-12-22 09:00");
    assert_int_equal(number(fixture, TASKS), 0);
    assert_text(fixture, "select (schedule_at is null)::text from contract_work", "true");
}

/* Each place of a slot has its own; the system's name is in the row, the unit's in the title. */
static void test_each_place(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    db_exec(&fixture->portfolio.tdb,
            "insert into task (schedule_id, contract_id, system_id, unit, turn, slot_from, slot_to,"
            " due_on, items, state, alarm_at) select s.id, s.contract_id, y.id, y.serial::text, 1,"
            " '2026-06-01', '2026-06-14', '2026-06-14', 0, 'planned', '2026-06-12 09:00+08'"
            " from schedule s join system y on y.contract_id = s.contract_id"
            " where s.clause = 'YF-073';"
            "update contract_work set schedule_at = '2026-06-12 09:00+08'");
    settle(fixture);
    assert_text(fixture,
                "select string_agg(concat_ws(' ', title, y.serial), ', ' order by y.serial) from"
                " deadline d join system y on y.id = d.system_id where d.kind = 'task'",
                "等级保护测评培训（1） 1, 等级保护测评培训（2） 2, 等级保护测评培训（3） 3");
    assert_int_equal(number(fixture, "select count(*) from ruling r join deadline d on d.id ="
                                     " r.deadline_id where d.kind = 'task'"),
                     3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ladders), TEST(test_opened_with_the_first_step),
        TEST(test_never_twice),         TEST(test_done_in_time),
        TEST(test_each_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
