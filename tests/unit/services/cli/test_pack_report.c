/* `mlps pack coverage` and `mlps pack check`, as they are typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_run.h"

#define HEAD "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\ncalendar: {base: cn, makeup_days: true}\n"

/* A file in the test's own folder; removed by the next one of the same name. */
static const char *file_of(const char *name, const char *text)
{
    static char path[128];
    snprintf(path, sizeof(path), "/tmp/mlps-report-%d-%s", (int)getpid(), name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static long long number(const json_t *reports, size_t i, const char *key)
{
    return json_integer_value(json_object_get(json_array_get(reports, i), key));
}

static void test_all_that_ship(void **state)
{
    static const char *const WORDS[] = { "pack", "coverage", NULL };
    int code;
    long long clauses = 0;
    (void)state;
    json_t *reports = command_json(WORDS, &code);
    for (size_t i = 0; i < json_array_size(reports); i++) {
        clauses += number(reports, i, "count");
        assert_int_equal(number(reports, i, "computed") + number(reports, i, "tracked") +
                             number(reports, i, "recorded") + number(reports, i, "missing"),
                         number(reports, i, "count"));
    }
    assert_int_equal(clauses, 1223);
    json_decref(reports);
}

/* Exit code 1 where a clause is missing; its id is shown. */
static void test_missing(void **state)
{
    const char *path = file_of("a.yaml", HEAD "register: {prefix: AB, count: 2}\nrecords:\n"
                                              "  - {clause: AB-001, title: rate, why: scope}\n");
    const char *words[] = { "pack", "coverage", path, NULL };
    int code;
    char *text = NULL;
    (void)state;
    json_t *reports = command_json(words, &code);
    assert_int_equal(code, EXIT_ANSWER_NO);
    assert_int_equal(number(reports, 0, "missing"), 1);
    json_decref(reports);
    assert_int_equal(command_run(words, &text), EXIT_ANSWER_NO);
    assert_non_null(strstr(text, "AB-002"));
    assert_non_null(strstr(text, "scope"));
    free(text);
    unlink(path);
}

static void test_register_table(void **state)
{
    char pack[128];
    char *text = NULL;
    (void)state;
    snprintf(pack, sizeof(pack), "%s",
             file_of("b.yaml", HEAD "register: {prefix: AB, count: 1}\nrecords:\n"
                                    "  - {clause: AB-001, title: rate, why: scope}\n"));
    const char *words[] = { "pack", "coverage", pack, "--register",
                            file_of("b.csv", "id,kind,line\nAB-001,kpi,1\n"), NULL };
    assert_int_equal(command_run(words, &text), EXIT_DONE);
    assert_non_null(strstr(text, "可计算的条款仅被记录"));
    free(text);
    file_of("b.csv", "id,kind\nAB-001,kpi\n");
    assert_int_equal(command_run(words, &text), EXIT_BAD_INPUT);
    free(text);
    const char *none[] = { "pack", "coverage", pack, "--register", "/nonexistent/x.csv", NULL };
    assert_int_equal(command_run(none, &text), EXIT_BAD_INPUT);
    free(text);
    unlink(pack);
    unlink(words[4]);
}

static void test_bad_names(void **state)
{
    static const char *const NAMES[] = { "no-such-pack", "/nonexistent.yaml" };
    char *text = NULL;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const char *words[] = { "pack", "coverage", NAMES[i], NULL };
        assert_int_equal(command_run(words, &text), EXIT_BAD_INPUT);
        assert_string_equal(text, "");
        free(text);
    }
}

/* Findings stand one a line, with file, line and column. */
static void test_check(void **state)
{
    const char *path =
        file_of("c.yaml", HEAD "contradictions:\n  - {topic: units, clauses: [A, B], about: heads, says: [one, two], "
                               "reading: r}\n  - {topic: units, clauses: [A, B], about: legs, says: [a, b]}\n"
                               "readings:\n  - {name: r, value: v, about: a}\nregister: {prefix: AB, count: 1}\n");
    const char *words[] = { "pack", "check", path, NULL };
    char want[256];
    char *text = NULL;
    int code;
    (void)state;
    assert_int_equal(command_run(words, &text), EXIT_DONE);
    snprintf(want, sizeof(want), "%s:7:5: 矛盾: heads: one | two (读法 r)\n", path);
    assert_non_null(strstr(text, want));
    snprintf(want, sizeof(want), "%s:8:5: 矛盾: legs: a | b\n", path);
    assert_non_null(strstr(text, want));
    snprintf(want, sizeof(want), "%s:11:11: 提示: no entry cites clause AB-001\n", path);
    assert_non_null(strstr(text, want));
    free(text);
    json_t *json = command_json(words, &code);
    assert_int_equal(json_array_size(json_object_get(json, "findings")), 3);
    json_decref(json);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_that_ship), cmocka_unit_test(test_missing), cmocka_unit_test(test_register_table),
        cmocka_unit_test(test_bad_names),     cmocka_unit_test(test_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
