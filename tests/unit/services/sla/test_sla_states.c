/* Every pair of state and move of an incident, and the words against the table's constraint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "constraint_words.h"
#include "sla_states.h"

static void test_pairs(void **state)
{
    (void)state;
    for (size_t move = 0; move < INCIDENT_MOVE__COUNT; move++) {
        for (int from = 0; from < INCIDENT_STATE__COUNT; from++) {
            struct problem problem = { .rc = RC_OK };
            int to = STATE_UNKNOWN;
            rc_t rc = state_take(&INCIDENT_TABLE, move, from, &to, &problem);
            int want = STATE_UNKNOWN;
            if (from == INCIDENT_OPEN)
                want = move == INCIDENT_RESOLVE ? INCIDENT_RESOLVED : INCIDENT_OPEN;
            if (to != want || rc != (want == STATE_UNKNOWN ? RC_CONFLICT : RC_OK))
                fail_msg("move %zu from %d: %d", move, from, to);
        }
    }
}

static void test_constraint(void **state)
{
    (void)state;
    struct temp_db tdb;
    temp_db_open(&tdb);
    check_constraint_words(&tdb, "incident_state", &INCIDENT_TABLE);
    temp_db_close(&tdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_constraint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
