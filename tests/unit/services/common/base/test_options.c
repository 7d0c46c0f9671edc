#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "options.h"

static const struct option_row ROWS[] = {
    { "port", "MLPS_TEST_PORT", "80", false, "端口", "port" },
    { "name", NULL, NULL, false, "名称", "name" },
    { "quiet", NULL, NULL, true, "安静", "quiet" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

/* What is typed, and what is read; field NULL: accepted. */
static const struct {
    const char *name;
    const char *typed[4];
    const char *port, *given_name;
    bool quiet;
    size_t rest;
    const char *field;
} CASES[] = {
    { "defaults", { NULL }, "80", NULL, false, 0, NULL },
    { "separate value", { "--port", "81" }, "81", NULL, false, 0, NULL },
    { "joined value", { "--port=82" }, "82", NULL, false, 0, NULL },
    { "empty joined value", { "--name=" }, "80", "", false, 0, NULL },
    { "flag and words", { "a", "--quiet", "b" }, "80", NULL, true, 2, NULL },
    { "after two dashes all are words", { "--", "--quiet" }, "80", NULL, false, 1, NULL },
    { "unknown", { "--colour" }, NULL, NULL, false, 0, "--colour" },
    { "prefix of a name is no name", { "--por", "1" }, NULL, NULL, false, 0, "--por" },
    { "missing value", { "--name" }, NULL, NULL, false, 0, "name" },
    { "flag with a value", { "--quiet=1" }, NULL, NULL, false, 0, "--quiet=1" },
};

static void check(size_t i)
{
    struct options options;
    struct problem problem = { .rc = RC_OK };
    char words[5][32];
    char *argv[6] = { words[4] };
    int argc = 1;
    for (; CASES[i].typed[argc - 1]; argc++) {
        snprintf(words[argc - 1], sizeof(words[0]), "%s", CASES[i].typed[argc - 1]);
        argv[argc] = words[argc - 1];
    }
    rc_t rc = options_read(&options, ROWS, argc, argv, &problem);
    if ((rc == RC_OK) != (CASES[i].field == NULL))
        fail_msg("%s: %s", CASES[i].name, problem.text);
    if (rc != RC_OK) {
        assert_string_equal(problem.field, CASES[i].field);
        return;
    }
    assert_string_equal(option_text(&options, "port"), CASES[i].port);
    assert_int_equal(option_given(&options, "quiet"), CASES[i].quiet);
    assert_int_equal(options.rest_count, CASES[i].rest);
    if (CASES[i].given_name)
        assert_string_equal(option_text(&options, "name"), CASES[i].given_name);
    else
        assert_null(option_text(&options, "name"));
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        check(i);
}

static void test_environment_and_numbers(void **state)
{
    (void)state;
    struct options options;
    struct problem problem = { .rc = RC_OK };
    char program[] = "p";
    char *argv[] = { program, NULL };
    int64_t port = 0;
    setenv("MLPS_TEST_PORT", "8443", 1);
    assert_int_equal(options_read(&options, ROWS, 1, argv, &problem), RC_OK);
    assert_int_equal(option_int(&options, "port", 1, 65535, &port, &problem), RC_OK);
    assert_int_equal(port, 8443);
    assert_int_equal(option_int(&options, "port", 1, 8442, &port, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "from 1 to 8442"));
    assert_int_equal(port, 8443);
    unsetenv("MLPS_TEST_PORT");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases),
                                        cmocka_unit_test(test_environment_and_numbers) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
