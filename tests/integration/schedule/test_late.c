/* Work that is done late does not move the work after it: a year in which everything is done weeks
 * after its day has the days of a year in which everything is done at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "ledger.h"
#include "schedule_ground.h"
#include "step_host.h"

static const char DAYS[] =
    "select md5(string_agg(concat_ws(' ', s.clause, s.title, t.unit, t.turn,"
    " t.slot_from, t.due_on), ',' order by s.clause, s.title, t.unit, t.turn,"
    " t.slot_from)) from task t join schedule s on s.id = t.schedule_id";

/* The year from wake-up to wake-up; before each one what was due `late` days ago is told as done.
 */
static void play(int late, char out[40])
{
    struct ground ground;
    char sql[256];
    const struct ground_contract *contract = ground_of("langfang-2025");
    ground_begin(&ground, "calendars/cn.csv");
    ground_hush(&ground);
    ground_open(&ground, contract);
    int64_t next = civil_day_start(test_day(contract->from), LEDGER_ZONE);
    while (next != STEP_NEVER) {
        snprintf(sql, sizeof(sql),
                 "update task set state = 'done', done_on = due_on + %d where state = 'planned' and"
                 " due_on + %d <= date '1970-01-01' + %d",
                 late, late, (int)civil_day_of(next, LEDGER_ZONE));
        db_exec(&ground.registry.tdb, sql);
        next = ground_settle_at(&ground, next);
    }
    assert_true(ground_number(&ground, "select count(*) from task where done_on > due_on") > 0 ||
                late == 0);
    snprintf(out, 40, "%s", db_text(&ground.registry.tdb, DAYS));
    ground_end(&ground);
}

static void test_due_from_the_intended_day(void **state)
{
    (void)state;
    char prompt[40], late[40];
    play(0, prompt);
    play(25, late);
    assert_string_equal(prompt, late);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_due_from_the_intended_day) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
