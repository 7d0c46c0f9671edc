/* Transitions by a table: what is legal, what a refusal says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "state_table.h"

enum { LAMP_OFF, LAMP_ON, LAMP_BROKEN };
enum { SWITCH_ON, LOOK, DROP };

static const char *const WORDS[] = { "off", "on", "broken" };
static const struct state_move MOVES[] = {
    [SWITCH_ON] = { "switch on", STATE_BIT(LAMP_OFF), LAMP_ON },
    [LOOK] = { "look at", STATE_BIT(LAMP_OFF) | STATE_BIT(LAMP_ON), STATE_STAYS },
    [DROP] = { "drop", STATE_BIT(LAMP_OFF) | STATE_BIT(LAMP_ON), LAMP_BROKEN },
};
static const struct state_table TABLE = {
    "lamp", WORDS, COUNT_OF(WORDS), MOVES, COUNT_OF(MOVES),
};

static const struct {
    size_t move;
    int from, to; /* to STATE_UNKNOWN: refused */
} CASES[] = {
    { SWITCH_ON, LAMP_OFF, LAMP_ON },       { SWITCH_ON, LAMP_ON, STATE_UNKNOWN },
    { LOOK, LAMP_OFF, LAMP_OFF },           { LOOK, LAMP_ON, LAMP_ON },
    { LOOK, LAMP_BROKEN, STATE_UNKNOWN },   { DROP, LAMP_ON, LAMP_BROKEN },
    { DROP, STATE_UNKNOWN, STATE_UNKNOWN }, { DROP, 3, STATE_UNKNOWN },
};

static void test_take(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct problem problem = { .rc = RC_OK };
        int to = 99;
        rc_t rc = state_take(&TABLE, CASES[i].move, CASES[i].from, &to, &problem);
        bool legal = CASES[i].to != STATE_UNKNOWN;
        if (rc != (legal ? RC_OK : RC_CONFLICT) || to != (legal ? CASES[i].to : 99))
            fail_msg("case %zu: %s, %d", i, rc_word(rc), to);
    }
}

static void test_refusal(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int to;
    assert_int_equal(state_take(&TABLE, DROP, LAMP_BROKEN, &to, &problem), RC_CONFLICT);
    assert_string_equal(problem.field, "lamp");
    assert_string_equal(problem.text,
                        "could not drop the lamp: it is broken, and must be off or on");
}

static void test_words(void **state)
{
    (void)state;
    assert_int_equal(state_from_word(&TABLE, "broken"), LAMP_BROKEN);
    assert_int_equal(state_from_word(&TABLE, "of"), STATE_UNKNOWN);
    assert_int_equal(state_from_word(&TABLE, NULL), STATE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_take),
        cmocka_unit_test(test_refusal),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
