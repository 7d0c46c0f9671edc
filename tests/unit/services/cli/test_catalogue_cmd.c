/* `mlps catalogue`, as it is typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_run.h"

/* Words typed, exit code, number of rows, and one value in the last of them. */
static const struct {
    const char *name;
    const char *words[10];
    int code;
    size_t rows;
    const char *key;
    long long value;
} CASES[] = {
    { "level two", { "catalogue", "counts", "--level", "2" }, 0, 15, NULL, 0 },
    { "tailored", { "catalogue", "counts", "--s", "2", "--a", "1" }, 0, 1, "items", 133 },
    { "tailored, with its level",
      { "catalogue", "counts", "--s", "2", "--a", "3", "--level", "3" }, 0, 1, "items", 202 },
    { "all points", { "catalogue", "list" }, 0, 252, NULL, 0 },
    { "points of a category", { "catalogue", "list", "--level", "3", "--category", "CES" }, 0, 11, NULL, 0 },
    { "points of a category by name", { "catalogue", "list", "--level", "1", "--category", "安全通信网络" }, 0, 2, NULL, 0 },
    { "no such category", { "catalogue", "list", "--category", "XYZ" }, 1, 0, NULL, 0 },
    { "an item", { "catalogue", "show", "L3-CES1-17" }, 0, 1, "items", 6 },
    { "the code that does not exist", { "catalogue", "show", "L3-CES1-16" }, 1, 0, NULL, 0 },
    { "a name at all levels", { "catalogue", "show", "防火" }, 0, 4, "items", 3 },
    { "another name", { "catalogue", "show", "服务供应商管理", "--level", "3" }, 0, 1, "items", 3 },
    { "cases of level two", { "catalogue", "cases", "--level", "2", "--scope", "通用" }, 0, 16, "no", 41 },
    { "all cases", { "catalogue", "cases" }, 0, 81, "no", 81 },
    { "level five", { "catalogue", "counts", "--level", "5" }, 2, 0, NULL, 0 },
    { "no level", { "catalogue", "counts" }, 2, 0, NULL, 0 },
    { "s alone", { "catalogue", "counts", "--s", "3" }, 2, 0, NULL, 0 },
    { "s of nought", { "catalogue", "counts", "--s", "0", "--a", "1" }, 2, 0, NULL, 0 },
    { "a of five", { "catalogue", "counts", "--s", "3", "--a", "5" }, 2, 0, NULL, 0 },
    { "a level that is not theirs", { "catalogue", "counts", "--s", "2", "--a", "1", "--level", "3" }, 2, 0, NULL, 0 },
};

static void test_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        int code;
        json_t *rows = command_json(CASES[i].words, &code);
        size_t count = json_array_size(rows);
        const json_t *last = count ? json_array_get(rows, count - 1) : NULL;
        if (code != CASES[i].code || count != CASES[i].rows ||
            (CASES[i].key && json_integer_value(json_object_get(last, CASES[i].key)) != CASES[i].value))
            fail_msg("%s: code %d, %zu rows", CASES[i].name, code, count);
        json_decref(rows);
    }
}

static void test_tables(void **state)
{
    static const char *const SHOW[] = { "catalogue", "show", "身份鉴别", "--level", "2", NULL };
    static const char *const NONE[] = { "catalogue", "show", "L3-CES1-16", NULL };
    char *text = NULL;
    (void)state;
    assert_int_equal(command_run(SHOW, &text), EXIT_DONE);
    assert_non_null(strstr(text, "L2-CES1-03  关键"));
    free(text);
    assert_int_equal(command_run(NONE, &text), EXIT_ANSWER_NO);
    assert_string_equal(text, "没有记录\n");
    free(text);
}

/* Weights are the user's own, and a wrong one is refused with its line. */
static void test_weights(void **state)
{
    char path[64];
    const char *words[] = { "catalogue", "show", "L3-CES1-17", "--weights", path, NULL };
    char *text = NULL;
    (void)state;
    snprintf(path, sizeof(path), "/tmp/mlps-weights-%d.csv", (int)getpid());
    FILE *file = fopen(path, "w");
    fputs("unit,weight\nL3-CES1-18,heavy\n", file);
    fclose(file);
    assert_int_equal(command_run(words, &text), EXIT_DONE);
    assert_non_null(strstr(text, "L3-CES1-18  heavy"));
    free(text);
    file = fopen(path, "w");
    fputs("unit,weight\nL3-CES1-16,heavy\n", file);
    fclose(file);
    assert_int_equal(command_run(words, &text), EXIT_BAD_INPUT);
    free(text);
    unlink(path);
    assert_int_equal(command_run(words, &text), EXIT_BAD_INPUT); /* no such file */
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
