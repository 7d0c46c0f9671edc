#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "process_conf.h"

static char words[512]; /* what the last conf borrows */

/* Read a command line given as words with '|' between them. */
static rc_t read_line(struct process_conf *conf, const char *line, struct problem *problem)
{
    char program[] = "program";
    static char *argv[16];
    int argc = 1;
    bool done = false;
    argv[0] = program;
    snprintf(words, sizeof(words), "%s", line);
    for (char *at = words; *at; argc++) {
        argv[argc] = at;
        at += strcspn(at, "|");
        if (*at)
            *at++ = '\0';
    }
    problem_clear(problem);
    rc_t rc = process_conf_read(conf, "registry", argc, argv, &done, problem);
    assert_int_equal(done, strstr(line, "--help") != NULL);
    return rc;
}

static void test_defaults(void **state)
{
    (void)state;
    struct process_conf conf = { .own = NULL };
    struct problem problem;
    assert_int_equal(read_line(&conf, "--insecure", &problem), RC_OK);
    assert_string_equal(conf.bus.requests, "tcp://127.0.0.1:5555");
    assert_string_equal(conf.bus.events_in, "tcp://127.0.0.1:5556");
    assert_string_equal(conf.bus.events_out, "tcp://127.0.0.1:5557");
    assert_false(conf.bus.curve);
    assert_false(conf.clk.fixed);
    assert_int_equal(conf.threads, 2);
    assert_string_equal(conf.dsn, "");
    assert_null(conf.data);
}

static void test_given(void **state)
{
    (void)state;
    struct process_conf conf = { .own = NULL };
    struct problem problem;
    assert_int_equal(
        read_line(&conf,
                  "--insecure|--dsn|host=/x|--threads=7|--now|2026-06-15T09:00:00+08:00|--data|/"
                  "d|--bus|tcp://127.0.0.1:7000",
                  &problem),
        RC_OK);
    assert_string_equal(conf.dsn, "host=/x");
    assert_int_equal(conf.threads, 7);
    assert_true(conf.clk.fixed);
    assert_int_equal(conf.clk.at_us, 1781485200000000);
    assert_string_equal(conf.data, "/d");
    assert_string_equal(conf.bus.events_out, "tcp://127.0.0.1:7002");
}

static const struct {
    const char *name;
    const char *line;
    const char *field;
} REFUSED[] = {
    { "no keys, not insecure", "", "keys" },
    { "a clock that is no instant", "--insecure|--now|noon", "now" },
    { "no threads", "--insecure|--threads|0", "threads" },
    { "too many threads", "--insecure|--threads|65", "threads" },
    { "an unknown option", "--colour|red", "--colour" },
    { "a stray word", "--insecure|now", "now" },
    { "a bus nobody knows", "--insecure|--bus|udp://1.2.3.4:5", NULL },
    { "a key folder that is not there", "--keys|/nonexistent", NULL },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct process_conf conf = { .own = NULL };
        struct problem problem;
        rc_t rc = read_line(&conf, REFUSED[i].line, &problem);
        if (rc == RC_OK || *problem.text == '\0' ||
            (REFUSED[i].field && strcmp(problem.field, REFUSED[i].field) != 0))
            fail_msg("%s: %s, field \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
}

static const struct option_row OWN[] = {
    { "smtp", "TEST_SMTP", "none", false, "zh", "en" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

static void test_options_of_its_own(void **state)
{
    (void)state;
    struct process_conf conf = { .own = OWN };
    struct problem problem;
    assert_int_equal(read_line(&conf, "--insecure|--smtp|host", &problem), RC_OK);
    assert_string_equal(option_text(&conf.options, "smtp"), "host");
}

static void test_help(void **state)
{
    (void)state;
    struct process_conf conf = { .own = NULL };
    struct problem problem;
    assert_int_equal(read_line(&conf, "--help", &problem), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults), cmocka_unit_test(test_given),
        cmocka_unit_test(test_refused),  cmocka_unit_test(test_options_of_its_own),
        cmocka_unit_test(test_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
