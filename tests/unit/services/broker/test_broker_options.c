#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

#include "attr.h"
#include "broker_options.h"

enum { ARGS = 12 };

static rc_t read_args(const char *const args[ARGS], struct broker_options *out, bool *ret_done,
                      struct problem *problem)
{
    static char words[ARGS + 1][128];
    char *argv[ARGS + 2] = { words[0] };
    int argc = 1;
    snprintf(words[0], sizeof(words[0]), "mlps-broker");
    for (int i = 0; i < ARGS && args[i]; i++, argc++) {
        snprintf(words[argc], sizeof(words[argc]), "%s", args[i]);
        argv[argc] = words[argc];
    }
    unsetenv("MLPS_KEYS");
    unsetenv("MLPS_INSECURE");
    unsetenv("MLPS_BIND");
    return broker_options_read(out, argc, argv, ret_done, problem);
}

/* Refused command lines and the option that is named. */
static const struct {
    const char *field;
    const char *args[ARGS];
} REFUSED[] = {
    { "bind", { "--insecure" } },
    { "keys", { "--bind", "tcp://127.0.0.1:*" } },
    { "--what", { "--what" } },
    { "word", { "--bind", "x", "--insecure", "word" } },
    { "expire-ms", { "--bind", "x", "--insecure", "--expire-ms", "0" } },
    { "expire-ms", { "--bind", "x", "--insecure", "--expire-ms", "soon" } },
    { "heartbeat-ms", { "--bind", "x", "--insecure", "--heartbeat-ms", "9" } },
    { "liveness", { "--bind", "x", "--insecure", "--liveness", "1" } },
    { "busy", { "--bind", "x", "--insecure", "--busy", "mlps.sla" } },
    { "busy", { "--bind", "x", "--insecure", "--busy", "=5" } },
    { "busy", { "--bind", "x", "--insecure", "--busy", "a=0" } },
    { "busy", { "--bind", "x", "--insecure", "--busy", "a=86401" } },
    { "busy", { "--bind", "x", "--insecure", "--busy", "a=1,b" } },
    { "busy", { "--bind", "x", "--insecure", "--busy", "a=-1" } },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct broker_options options;
        struct problem problem = { 0 };
        bool done = false;
        rc_t rc = read_args(REFUSED[i].args, &options, &done, &problem);
        if (rc != RC_INVALID || strcmp(problem.field, REFUSED[i].field) != 0 || !problem.text[0])
            fail_msg("row %zu: %s, field %s", i, rc_word(rc), problem.field);
    }
}

static void test_defaults(void **state)
{
    (void)state;
    static const char *const ARGS_GIVEN[ARGS] = { "--bind", "tcp://h:1", "--keys", "/k" };
    struct broker_options options;
    struct problem problem = { 0 };
    bool done = false;
    assert_int_equal(read_args(ARGS_GIVEN, &options, &done, &problem), RC_OK);
    assert_false(done);
    assert_string_equal(options.server.bind, "tcp://h:1");
    assert_string_equal(options.server.keys, "/k");
    assert_null(options.server.events_in);
    assert_true(options.server.broker.secure);
    assert_false(options.server.broker.tolerate_empty);
    assert_int_equal(options.server.broker.heartbeat_ms, 1000);
    assert_int_equal(options.server.broker.liveness, 3);
    assert_int_equal(options.server.broker.expire_ms, 10000);
    assert_int_equal(options.server.broker.busy_ms, 900000);
    assert_int_equal(options.server.broker.busy_count, 0);
}

static void test_every_option(void **state)
{
    (void)state;
    static const char *const ARGS_GIVEN[ARGS] = { "--bind=b",      "--keys=k",
                                                  "--events-in=i", "--events-out=o",
                                                  "--expire-ms=7", "--heartbeat-ms=11",
                                                  "--liveness=5",  "--tolerate-empty" };
    struct broker_options options;
    struct problem problem = { 0 };
    bool done = false;
    assert_int_equal(read_args(ARGS_GIVEN, &options, &done, &problem), RC_OK);
    assert_string_equal(options.server.bind, "b");
    assert_string_equal(options.server.events_in, "i");
    assert_string_equal(options.server.events_out, "o");
    assert_int_equal(options.server.broker.expire_ms, 7);
    assert_int_equal(options.server.broker.heartbeat_ms, 11);
    assert_int_equal(options.server.broker.liveness, 5);
    assert_true(options.server.broker.tolerate_empty);
    static const char *const HELP[ARGS] = { "--help" };
    assert_int_equal(read_args(HELP, &options, &done, &problem), RC_OK);
    assert_true(done);
}

/* With both, the keys count: nobody opens a secured bus by a stray --insecure. */
static void test_keys_beat_insecure(void **state)
{
    (void)state;
    static const char *const ARGS_GIVEN[ARGS] = { "--bind", "x", "--insecure", "--keys", "/k" };
    struct broker_options options;
    struct problem problem = { 0 };
    bool done = false;
    assert_int_equal(read_args(ARGS_GIVEN, &options, &done, &problem), RC_OK);
    assert_true(options.server.broker.secure);
    assert_string_equal(options.server.keys, "/k");
}

/* --busy is a list: with commas, repeated, and written with an equals sign. */
static void test_busy(void **state)
{
    (void)state;
    static const char *const ARGS_GIVEN[ARGS] = { "--bind", "x",       "--insecure",
                                                  "--busy", "a=1,b=2", "--busy=mlps.export=600",
                                                  "--busy", "x=y=3" };
    static const struct busy_row WANT[] = {
        { "a", 1000 }, { "b", 2000 }, { "mlps.export", 600000 }, { "x=y", 3000 }
    };
    struct broker_options options;
    struct problem problem = { 0 };
    bool done = false;
    assert_int_equal(read_args(ARGS_GIVEN, &options, &done, &problem), RC_OK);
    assert_int_equal(options.server.broker.busy_count, COUNT_OF(WANT));
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        assert_string_equal(options.server.broker.busy[i].service, WANT[i].service);
        assert_int_equal(options.server.broker.busy[i].ms, WANT[i].ms);
    }
}

/* Every option is in the folder's README. */
static void test_readme_names_every_option(void **state)
{
    (void)state;
    static char text[60000];
    FILE *in = fopen(MLPS_SOURCE_DIR "/services/broker/README.md", "r");
    assert_non_null(in);
    size_t len = fread(text, 1, sizeof(text) - 1, in);
    fclose(in);
    text[len] = '\0';
    for (const struct option_row *row = BROKER_OPTIONS; row->name; row++) {
        char option[64];
        snprintf(option, sizeof(option), "`--%s", row->name);
        if (!strstr(text, option))
            fail_msg("README.md does not name --%s", row->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_every_option), cmocka_unit_test(test_keys_beat_insecure),
        cmocka_unit_test(test_busy),         cmocka_unit_test(test_readme_names_every_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
