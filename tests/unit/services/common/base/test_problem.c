#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "problem.h"
#include "textw.h"

static void test_first_problem_wins(void **state)
{
    (void)state;
    struct problem p;
    problem_clear(&p);
    assert_int_equal(problem_set(&p, RC_DENIED, "a.b", "not for %s", "you"), RC_DENIED);
    assert_int_equal(problem_set(&p, RC_INVALID, "c", "later"), RC_DENIED);
    assert_string_equal(p.field, "a.b");
    assert_string_equal(p.text, "not for you");
    problem_clear(&p);
    assert_int_equal(p.rc, RC_OK);
    assert_int_equal(problem_set(&p, RC_INVALID, NULL, "now"), RC_INVALID);
    assert_string_equal(p.field, "");
}

static void test_long_text_is_cut_at_a_character(void **state)
{
    (void)state;
    char text[3 * 500 + 1] = "";
    struct problem p;
    for (size_t i = 0; i < 500; i++)
        memcpy(text + 3 * i, "期", 4);
    problem_clear(&p);
    (void)problem_set(&p, RC_INVALID, text, "x%s", text);
    assert_true(text_is_utf8(p.text, strlen(p.text)));
    assert_true(text_is_utf8(p.field, strlen(p.field)));
    assert_in_range(strlen(p.text), PROBLEM_TEXT_MAX - 4, PROBLEM_TEXT_MAX - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_first_problem_wins),
                                        cmocka_unit_test(test_long_text_is_cut_at_a_character) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
