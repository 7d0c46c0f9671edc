#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "contract_duty_store.h"
#include "ledger.h"

static const struct {
    const char *name, *work; /* facts, scheduled, assessed, schedule_at */
    bool schedule, assess;
    const char *next; /* of the schedule duty; NULL: never */
} ROWS[] = {
    { "new", "1, 0, 0, null", true, true, NULL },
    { "scheduled", "3, 3, 2, null", false, true, NULL },
    { "assessed", "3, 2, 3, null", true, false, NULL },
    { "done", "3, 3, 3, null", false, false, NULL },
    { "a look is planned", "3, 3, 3, '2026-06-16 00:00+08'", false, false, "2026-06-16 00:00" },
    { "its time has come", "3, 3, 3, '2026-06-15 09:00+08'", true, false, NULL },
};

struct look {
    enum contract_duty duty;
    int64_t contract;
    struct duty_due due;
    int64_t facts;
};

static rc_t look(pg_t *db, void *arg, struct problem *problem)
{
    struct look *look = arg;
    int64_t now = test_instant("2026-06-15 09:00");
    rc_t rc = contract_duty_due(db, look->duty, now, &look->due, problem);
    if (rc == RC_OK)
        rc = contract_duty_claim(db, look->duty, look->contract, now, &look->facts, problem);
    return rc;
}

static struct look looked(pg_t *db, enum contract_duty duty, int64_t contract)
{
    struct look result = { .duty = duty, .contract = contract };
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(pg_tx(db, PG_READ, look, &result, &problem), RC_OK);
    return result;
}

static void test_what_is_due(void **state)
{
    (void)state;
    struct ledger ledger;
    char sql[256];
    ledger_begin(&ledger);
    pg_t *db = temp_db_pg(&ledger.tdb, "mlps_scheduler");
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        snprintf(sql, sizeof(sql),
                 "update contract_work set (facts, scheduled, assessed, schedule_at) = row(%s)",
                 ROWS[i].work);
        db_exec(&ledger.tdb, sql);
        struct look schedule = looked(db, DUTY_SCHEDULE, ledger.ids.contract);
        struct look assess = looked(db, DUTY_ASSESS, ledger.ids.contract);
        int64_t next = ROWS[i].next ? test_instant(ROWS[i].next) : STEP_NEVER;
        if (schedule.due.count != ROWS[i].schedule || assess.due.count != ROWS[i].assess ||
            (schedule.facts > 0) != ROWS[i].schedule || (assess.facts > 0) != ROWS[i].assess ||
            schedule.due.next_us != next || assess.due.next_us != STEP_NEVER)
            fail_msg("%s", ROWS[i].name);
    }
    pg_destroy(&db);
    ledger_end(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
