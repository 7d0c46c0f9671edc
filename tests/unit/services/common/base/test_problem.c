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

static void test_pass_takes_all(void **state)
{
    (void)state;
    struct problem inner = { .rc = RC_OK }, outer = { .rc = RC_OK };
    (void)problem_set(&inner, RC_REFUSED, "phase", "shut");
    problem_miss(&inner, "a");
    assert_int_equal(problem_pass(&outer, RC_CONFLICT, &inner), RC_CONFLICT);
    assert_int_equal(outer.rc, RC_CONFLICT);
    assert_string_equal(outer.text, "shut");
    assert_string_equal(outer.missing, "a");
    assert_int_equal(problem_pass(&outer, RC_DENIED, &inner), RC_CONFLICT); /* the first wins */
}

static void test_missing_names(void **state)
{
    (void)state;
    char name[400];
    struct problem p = { .rc = RC_REFUSED };
    problem_miss(&p, "申请材料");
    problem_miss(&p, "score");
    assert_string_equal(p.missing, "申请材料\nscore");
    memset(name, 'x', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    for (int i = 0; i < 5; i++)
        problem_miss(&p, name); /* what does not fit is left out whole */
    assert_int_equal(strlen(p.missing), strlen("申请材料\nscore") + 2 * 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_first_problem_wins),
                                        cmocka_unit_test(test_long_text_is_cut_at_a_character),
                                        cmocka_unit_test(test_pass_takes_all),
                                        cmocka_unit_test(test_missing_names) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
