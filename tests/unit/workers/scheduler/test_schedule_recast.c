/* Ruling again when a calendar has come, with every call to the server failing once. What moves how
 * is tested in tests/integration/deadline. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "deadline_ground.h"
#include "ledger.h"
#include "scheduler_step.h"
#include "torture.h"

/* Notices that contradict each other in turn: each moves all three dates, there and back. */
static const struct {
    const char *days, *dates;
} NOTICES[] = {
    { "2027-10-01,holiday,国庆节\n",
      "T-011/1/1/r1=open:01-01 T-021/1/1/F001=open:01-04 T-032/I-1/respond=open:01-01 12:00" },
    { "2027-01-01,holiday,元旦\n",
      "T-011/1/1/r1=open:01-04 T-021/1/1/F001=open:01-05 T-032/I-1/respond=open:01-04 12:00" },
};

static void arrange(struct ground *ground)
{
    ground_begin(ground, "2026-12-31 17:00");
    ground_cycle(ground, 1, "2026-12-28");
    ground_finding(ground, 1, "F001", "2026-12-28");
    ground_incident(ground, "I-1", "2026-12-31 17:00");
    ground_settle(ground);
}

static void notice(struct ground *ground, int turn)
{
    char version[16];
    snprintf(version, sizeof(version), "v%d", turn);
    ground_notice(ground, version, NOTICES[turn % 2].days);
    ground_at_us(ground, ground->now_us + 1000000); /* the next is a later one */
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
    const char *dates = ground_dates(ground);
    bool moved = strcmp(dates, NOTICES[turn % 2].dates) == 0;
    if (!moved && strcmp(dates, NOTICES[(turn + 1) % 2].dates) != 0)
        fail_msg("fate %d, call %d: half a move: %s", (int)fate, nth, dates);
    if (rc == RC_OK && !fired && !moved)
        fail_msg("nothing failed and nothing moved: %s", dates);
    ground_schedule(ground);
    ground_schedule(ground);
    assert_string_equal(ground_dates(ground), NOTICES[turn % 2].dates);
    assert_int_equal(ground_number(ground, "select count(*) from event where kind = "
                                           "'deadline.retargeted'"),
                     3 * (turn + 1));
    assert_int_equal(ground_number(ground, "select min(n) from (select max(version) n from ruling "
                                           "group by deadline_id) r"),
                     turn + 2);
    return fired;
}

static void test_torture(void **state)
{
    (void)state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_CUT };
    struct ground ground;
    int turn = 0;
    arrange(&ground);
    notice(&ground, turn++); /* from provisional to certain */
    ground_schedule(&ground);
    for (size_t i = 0; i < sizeof(FATES) / sizeof(FATES[0]); i++) {
        int nth = 1;
        while (torture_once(&ground, turn++, nth, FATES[i]))
            nth++;
        assert_true(nth > 20);
    }
    ground_end(&ground);
}

/* An incident that was graded anew owes nothing by the clause: what was closed then stays closed as
 * it was, and is not looked at in every run. */
static void test_what_owes_nothing_is_confirmed(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    db_exec(&ground.registry.tdb,
            "update deadline set clause = 'T-032', code = 'T-032/I-1/other' where kind = 'sla'");
    ground_settle(&ground);
    assert_int_equal(
        ground_number(&ground,
                      "select count(*) from deadline where kind = 'sla' and due_version = 1"
                      " and calendar_id = (select max(id) from calendar_version)"),
        1);
    ground_end(&ground);
}

/* A void date is not brought back by a notice, and not looked at again. */
static void test_a_void_date_stays(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    db_exec(&ground.registry.tdb, "update deadline set state = 'void'");
    notice(&ground, 1);
    ground_schedule(&ground);
    assert_int_equal(
        ground_number(&ground,
                      "select count(*) from deadline where state = 'void' and due_version = 1"
                      " and calendar_id = (select max(id) from calendar_version)"),
        3);
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_torture),
        cmocka_unit_test(test_what_owes_nothing_is_confirmed),
        cmocka_unit_test(test_a_void_date_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
