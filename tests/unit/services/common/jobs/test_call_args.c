/* The checks that operations of several services share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "call_args.h"
#include "service_host.h"

static const struct {
    const char *name;
    struct system_ref ref;
    bool ok;
} SYSTEMS[] = {
    { "by id", { 7, NULL, 0 }, true },          { "by contract and serial", { 0, "c", 3 }, true },
    { "both ways", { 7, "c", 3 }, false },      { "id and contract", { 7, "c", 0 }, false },
    { "id and serial", { 7, NULL, 3 }, false }, { "contract alone", { 0, "c", 0 }, false },
    { "serial alone", { 0, NULL, 3 }, false },  { "nothing", { 0, NULL, 0 }, false },
};

static void test_system_ref(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SYSTEMS); i++) {
        struct problem problem = { .rc = RC_OK };
        rc_t rc = system_ref_check(&SYSTEMS[i].ref, &problem);
        if (rc != (SYSTEMS[i].ok ? RC_OK : RC_INVALID) ||
            strcmp(problem.field, SYSTEMS[i].ok ? "" : "system") != 0)
            fail_msg("%s: %s, field \"%s\"", SYSTEMS[i].name, rc_word(rc), problem.field);
    }
}

static void test_past(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct call call = { .today = 20619, .now_us = 1000, .problem = &problem };
    assert_int_equal(past_day_check(&call, "on", 20619), RC_OK);
    assert_int_equal(past_instant_check(&call, "at", 1000), RC_OK);
    assert_int_equal(past_day_check(&call, "on", 20620), RC_REFUSED);
    assert_string_equal(problem.field, "on");
    assert_non_null(strstr(problem.text, "2026-06-15"));
    problem_clear(&problem);
    assert_int_equal(past_instant_check(&call, "at", 1001), RC_REFUSED);
    assert_string_equal(problem.field, "at");
}

static void test_order(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(day_order_check("on", 5, 5, "it", &problem), RC_OK);
    assert_int_equal(day_order_check("on", 4, 5, "its submission", &problem), RC_REFUSED);
    assert_string_equal(problem.text, "\"on\" lies before its submission on 1970-01-06");
}

static void test_version(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(version_check(0, 9, "phase", &problem), RC_OK);
    assert_int_equal(version_check(9, 9, "phase", &problem), RC_OK);
    assert_int_equal(version_check(8, 9, "phase", &problem), RC_STALE);
    assert_string_equal(problem.field, "version");
}

static void test_words(void **state)
{
    (void)state;
    static const char *const WORDS[] = { "open", "closed", NULL };
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(word_check("state", NULL, WORDS, &problem), RC_OK);
    assert_int_equal(word_check("state", "closed", WORDS, &problem), RC_OK);
    assert_int_equal(word_check("state", "clos", WORDS, &problem), RC_INVALID);
    assert_string_equal(problem.field, "state");
    assert_string_equal(problem.text, "\"state\" must be one of open, closed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_system_ref), cmocka_unit_test(test_past),
        cmocka_unit_test(test_order),      cmocka_unit_test(test_version),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
