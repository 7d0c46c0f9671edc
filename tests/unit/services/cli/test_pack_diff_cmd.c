/* `mlps pack diff`, as it is typed, without any service. */
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

static void write_pack(const char *path, const char *sections)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s%s", HEAD, sections);
    fclose(file);
}

static void test_difference(void **state)
{
    char before[64];
    char after[64];
    const char *words[] = { "pack", "diff", before, after, NULL };
    char *text = NULL;
    int code;
    (void)state;
    snprintf(before, sizeof(before), "/tmp/mlps-diff-%d-a.yaml", (int)getpid());
    snprintf(after, sizeof(after), "/tmp/mlps-diff-%d-b.yaml", (int)getpid());
    write_pack(before, "terms:\n  - {clause: A, title: t, after: [paid], within: 3 days}\n");
    write_pack(after, "terms:\n  - {clause: A, title: t, after: [paid], within: 5 days}\n"
                      "tasks:\n  - {clause: B, title: u, form: task}\n");
    assert_int_equal(command_run(words, &text), EXIT_ANSWER_NO);
    assert_non_null(strstr(text, "3 days"));
    assert_non_null(strstr(text, "2026-01-08"));
    assert_non_null(strstr(text, "2026-01-10"));
    assert_non_null(strstr(text, "added"));
    free(text);
    json_t *diff = command_json(words, &code);
    assert_int_equal(code, EXIT_ANSWER_NO);
    assert_int_equal(json_array_size(json_object_get(diff, "changes")), 2);
    assert_int_equal(json_array_size(json_object_get(diff, "moves")), 1);
    json_decref(diff);
    unlink(before);
    unlink(after);
}

static void test_no_difference(void **state)
{
    static const char *const WORDS[] = { "pack", "diff", "yifen-2026", "yifen-2026", NULL };
    char *text = NULL;
    (void)state;
    assert_int_equal(command_run(WORDS, &text), EXIT_DONE);
    assert_string_equal(text, "没有差别\n");
    free(text);
}

static void test_bad_names(void **state)
{
    static const char *const CASES[][5] = {
        { "pack", "diff", "yifen-2026", NULL },
        { "pack", "diff", "yifen-2026", "no-such-pack", NULL },
        { "pack", "diff", "no-such-pack", "yifen-2026", NULL },
        { "pack", "diff", "yifen-2026", "yifen-2026@first", NULL },
        { "pack", "diff", "yifen-2026@0", "yifen-2026", NULL },
    };
    char *text = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        assert_int_equal(command_run(CASES[i], &text), EXIT_BAD_INPUT);
        assert_string_equal(text, "");
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_difference),
        cmocka_unit_test(test_no_difference),
        cmocka_unit_test(test_bad_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
