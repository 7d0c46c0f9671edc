/* Which side of an incident's ruling a deadline is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "incident_due.h"

static const struct {
    const char *code;
    bool found;
    enum incident_side side;
} CODES[] = {
    { "T-1/I-1/respond", true, SIDE_RESPOND },
    { "T-1/I-1/onsite", true, SIDE_ONSITE },
    { "T-1/I/onsite/respond", true, SIDE_RESPOND }, /* an incident's own code may hold a slash */
    { "T-1/I-1/respond/", false, SIDE_RESPOND },
    { "T-1/I-1/responded", false, SIDE_RESPOND },
    { "respond", false, SIDE_RESPOND },
    { "", false, SIDE_RESPOND },
};

static void test_the_end_of_the_code_says_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CODES); i++) {
        enum incident_side side = SIDE__COUNT;
        bool found = incident_side_of_code(CODES[i].code, &side);
        if (found != CODES[i].found || side != (found ? CODES[i].side : SIDE__COUNT))
            fail_msg("%s: %d %d", CODES[i].code, found, (int)side);
    }
    for (int side = 0; side < SIDE__COUNT; side++) {
        char code[32];
        enum incident_side back;
        snprintf(code, sizeof(code), "C/%s", incident_side_word((enum incident_side)side));
        assert_true(incident_side_of_code(code, &back));
        assert_int_equal(back, side);
    }
}

static void test_each_side_has_its_limit(void **state)
{
    (void)state;
    struct sla_ruling ruling = { .applies = true,
                                 .respond_by = 7,
                                 .onsite_by = NO_INSTANT,
                                 .respond_strict = true,
                                 .provisional = true };
    struct ruled_instant respond = incident_limit(&ruling, SIDE_RESPOND);
    assert_true(respond.by == 7 && respond.strict && respond.provisional);
    struct ruled_instant onsite = incident_limit(&ruling, SIDE_ONSITE);
    assert_true(onsite.by == NO_INSTANT && !onsite.strict);
    ruling.applies = false;
    assert_true(incident_limit(&ruling, SIDE_RESPOND).by == NO_INSTANT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_end_of_the_code_says_it),
        cmocka_unit_test(test_each_side_has_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
