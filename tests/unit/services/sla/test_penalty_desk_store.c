/* Decisions and the server: each call to it fails once, in every way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "penalties.h"
#include "service_torture.h"

static struct desk desk;

static json_t *undecided(int n)
{
    (void)n;
    return decide_args(penalty_add(&desk, "proposed"), CUSTOMER);
}

static json_t *decided(int n)
{
    (void)n;
    return decide_args(penalty_add(&desk, "confirmed"), CUSTOMER);
}

/* What is told to the vendor, or has become a row, with its decision and its event. */
#define TOLD                                                                                       \
    "select (select count(*) from penalty where state = 'notified' or revision > 1) + (select "    \
    "count(*) from decision) + (select count(*) from event where subject_kind = 'penalty')"

static const struct torture_row ROWS[] = {
    { "penalty.notify", undecided, TOLD, 3 },
    { "penalty.waive", undecided, TOLD, 3 },
    { "penalty.reverse", decided, TOLD, 3 },
};

static void test_every_call_fails_once(void **state)
{
    (void)state;
    desk_open(&desk);
    people_add(&desk);
    desk.sla.tdb.raw = desk.registry.tdb.raw; /* borrowed, for counting rows */
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        service_torture(&desk.sla, &ROWS[i]);
    desk.sla.tdb.raw = NULL;
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
