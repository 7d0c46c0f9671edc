/* Every pair of state and move, and the words against the table's constraint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "constraint_words.h"
#include "sla_states.h"

/* Each row is a move and where it leads from each state, by the states' first letters in the order
 * of their enum; "." is a conflict. */
struct moves_row {
    const char *name, *to;
};

/* open, resolved, closed */
static const struct moves_row INCIDENT_ROWS[INCIDENT_MOVE__COUNT] = {
    [INCIDENT_RESPOND] = { "respond", "or." },
    [INCIDENT_REQUEST_ONSITE] = { "request on site", "or." },
    [INCIDENT_ARRIVE] = { "arrive", "or." },
    [INCIDENT_RESOLVE] = { "resolve", "r.." },
    [INCIDENT_CLOSE] = { "close", ".c." },
    [INCIDENT_REGRADE] = { "regrade", "or." },
};

/* proposed, notified, appealed, confirmed, waived, reversed, superseded; u is superseded */
static const struct moves_row PENALTY_ROWS[PENALTY_MOVE__COUNT] = {
    [PENALTY_NOTIFY] = { "notify", "n......" },   [PENALTY_APPEAL] = { "appeal", ".a....." },
    [PENALTY_CONFIRM] = { "confirm", ".cc...." }, [PENALTY_WAIVE] = { "waive", "uuu...." },
    [PENALTY_REVERSE] = { "reverse", "...c..." },
};

static void check_row(const struct state_table *table, size_t move, const struct moves_row *row,
                      const char *letters)
{
    assert_int_equal(strlen(row->to), table->state_count);
    for (int from = 0; from < (int)table->state_count; from++) {
        struct problem problem = { .rc = RC_OK };
        int to = STATE_UNKNOWN;
        rc_t rc = state_take(table, move, from, &to, &problem);
        char got = to == STATE_UNKNOWN ? '.' : letters[to];
        if (got != row->to[from] || rc != (got == '.' ? RC_CONFLICT : RC_OK))
            fail_msg("%s from %s: %c", row->name, table->states[from], got);
    }
}

static void test_pairs(void **state)
{
    (void)state;
    for (size_t move = 0; move < INCIDENT_MOVE__COUNT; move++)
        check_row(&INCIDENT_TABLE, move, &INCIDENT_ROWS[move], "orc");
    for (size_t move = 0; move < PENALTY_MOVE__COUNT; move++)
        check_row(&PENALTY_TABLE, move, &PENALTY_ROWS[move], "pnacwru");
}

static void test_constraint(void **state)
{
    (void)state;
    struct temp_db tdb;
    temp_db_open(&tdb);
    check_constraint_words(&tdb, "incident_state", &INCIDENT_TABLE);
    check_constraint_words(&tdb, "penalty_state", &PENALTY_TABLE);
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
