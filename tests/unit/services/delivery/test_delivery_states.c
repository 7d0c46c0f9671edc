/* Every pair of state and move of a deliverable, and the words against the table's constraint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "constraint_words.h"
#include "delivery_states.h"

enum { NO = STATE_UNKNOWN };

static const int WANT[DELIVERABLE_MOVE__COUNT][DELIVERABLE_STATE__COUNT] = {
    /*           required  submitted  objected  accepted  signed */
    /* submit */ { DELIVERABLE_SUBMITTED, NO, DELIVERABLE_SUBMITTED, NO, NO },
    /* accept */ { NO, DELIVERABLE_ACCEPTED, NO, NO, NO },
    /* object */ { NO, DELIVERABLE_OBJECTED, NO, NO, NO },
    /* sign */ { NO, NO, NO, DELIVERABLE_SIGNED, NO },
};

static void test_pairs(void **state)
{
    (void)state;
    for (size_t move = 0; move < DELIVERABLE_MOVE__COUNT; move++) {
        for (int from = 0; from < DELIVERABLE_STATE__COUNT; from++) {
            struct problem problem = { .rc = RC_OK };
            int to = NO;
            rc_t rc = state_take(&DELIVERABLE_TABLE, move, from, &to, &problem);
            if (to != WANT[move][from] || (rc == RC_OK) != (to != NO))
                fail_msg("move %zu from %d: %d", move, from, to);
        }
    }
}

static void test_constraint(void **state)
{
    (void)state;
    struct temp_db tdb;
    temp_db_open(&tdb);
    check_constraint_words(&tdb, "deliverable_state", &DELIVERABLE_TABLE);
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
