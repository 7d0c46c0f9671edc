/* Every pair of state and move of phases and findings, and the words against the tables'
 * constraints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "constraint_words.h"
#include "lifecycle_states.h"

enum { NO = STATE_UNKNOWN };

/* Rows: moves in order of enum phase_move; columns: states in order of enum phase_state. */
static const int PHASES[PHASE_MOVE__COUNT][PHASE_STATE__COUNT] = {
    /*              planned       active           submitted        returned         suspended */
    /* start */ { PHASE_ACTIVE, NO, NO, NO, NO, NO, NO },
    /* submit */ { NO, PHASE_SUBMITTED, NO, PHASE_SUBMITTED, NO, NO, NO },
    /* approve */ { NO, NO, PHASE_DONE, NO, NO, NO, NO },
    /* return */ { NO, NO, PHASE_RETURNED, NO, NO, NO, NO },
    /* suspend */ { NO, PHASE_SUSPENDED, NO, PHASE_SUSPENDED, NO, NO, NO },
    /* resume */ { NO, NO, NO, NO, PHASE_ACTIVE, NO, NO },
    /* assess */ { NO, PHASE_ACTIVE, PHASE_SUBMITTED, PHASE_RETURNED, NO, NO, NO },
    /* fail */ { NO, PHASE_DONE, PHASE_DONE, PHASE_DONE, NO, NO, NO },
    /* skip */ { PHASE_SKIPPED, PHASE_SKIPPED, NO, PHASE_SKIPPED, PHASE_SKIPPED, NO, NO },
};

static const int FINDINGS[FINDING_MOVE__COUNT][FINDING_STATE__COUNT] = {
    /* fix */ { FINDING_FIXED, NO, NO, NO },
    /* verify */ { NO, FINDING_VERIFIED, NO, NO },
    /* fail */ { NO, FINDING_OPEN, NO, NO },
    /* accept */ { FINDING_ACCEPTED, NO, NO, NO },
    /* reopen */ { NO, NO, FINDING_OPEN, FINDING_OPEN },
};

static void check_pairs(const struct state_table *table, const int *want)
{
    for (size_t move = 0; move < table->move_count; move++) {
        for (size_t from = 0; from < table->state_count; from++) {
            struct problem problem = { .rc = RC_OK };
            int to = NO;
            rc_t rc = state_take(table, move, (int)from, &to, &problem);
            if (to != want[move * table->state_count + from] || (rc == RC_OK) != (to != NO))
                fail_msg("%s a %s %s: %d", table->moves[move].word, table->states[from],
                         table->thing, to);
        }
    }
}

static void test_pairs(void **state)
{
    (void)state;
    check_pairs(&PHASE_TABLE, &PHASES[0][0]);
    check_pairs(&FINDING_TABLE, &FINDINGS[0][0]);
}

static void test_constraints(void **state)
{
    (void)state;
    struct temp_db tdb;
    temp_db_open(&tdb);
    check_constraint_words(&tdb, "phase_state", &PHASE_TABLE);
    check_constraint_words(&tdb, "finding_state", &FINDING_TABLE);
    temp_db_close(&tdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_constraints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
