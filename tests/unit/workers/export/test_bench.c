#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "bench.h"

/* Run it with its output in a file; the JSON it printed, NULL when it printed none. */
static json_t *run(int argc, const char *const *argv, int *ret_code)
{
    char path[] = "/tmp/mlps-bench-out-XXXXXX", *words[16];
    int saved = dup(STDOUT_FILENO), out = mkstemp(path);
    assert_true(out >= 0 && argc < 16);
    for (int i = 0; i < argc; i++)
        words[i] = strdup(argv[i]);
    fflush(stdout);
    assert_true(dup2(out, STDOUT_FILENO) >= 0);
    *ret_code = bench_main(argc, words);
    fflush(stdout);
    assert_true(dup2(saved, STDOUT_FILENO) >= 0);
    close(saved);
    close(out);
    json_t *json = json_load_file(path, 0, NULL);
    unlink(path);
    for (int i = 0; i < argc; i++)
        free(words[i]);
    return json;
}

static void test_what_it_prints(void **state)
{
    static const char *const ARGV[] = { "mlps-export", "--bench", "--count",        "300",
                                        "--rounds",    "1",       "--memory-rows", "500",
                                        "--dir",       "/tmp" };
    static const char *const NUMBERS[] = { "figure",           "bare_library",         "ratio",
                                           "peak_mb",          "bare_library_peak_mb", "file_mb",
                                           "memory_rows_per_s" };
    int code;
    (void)state;
    json_t *json = run((int)COUNT_OF(ARGV), ARGV, &code);
    assert_int_equal(code, 0);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "bench")), "export");
    assert_string_equal(json_string_value(json_object_get(json, "unit")), "rows/s");
    assert_int_equal(json_integer_value(json_object_get(json, "rows")), 300);
    assert_int_equal(json_integer_value(json_object_get(json, "memory_rows")), 500);
    assert_int_equal(json_integer_value(json_object_get(json, "columns")), 10);
    assert_non_null(json_object_get(json, "machine"));
    for (size_t i = 0; i < COUNT_OF(NUMBERS); i++)
        if (json_real_value(json_object_get(json, NUMBERS[i])) <= 0)
            fail_msg("%s is not there", NUMBERS[i]);
    json_decref(json);
}

static const struct {
    const char *name;
    const char *argv[5];
} WRONG[] = {
    { "no rows", { "x", "--bench", "--count", "0", NULL } },
    { "more than a sheet", { "x", "--bench", "--memory-rows", "1048577", NULL } },
    { "no folder", { "x", "--bench", "--dir", "/nonexistent", NULL } },
    { "unknown option", { "x", "--bench", "--nonsense", "1", NULL } },
};

static void test_bad_options(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        int code;
        json_t *json = run(4, WRONG[i].argv, &code);
        if (code != 2 || json)
            fail_msg("%s: exit code %d", WRONG[i].name, code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_it_prints),
        cmocka_unit_test(test_bad_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
