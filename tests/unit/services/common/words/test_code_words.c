#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "code_words.h"
#include "memory.h"

/* The constraints whose codes are shown in tables, as the golden dump writes them. */
static const char *const SHOWN[] = {
    "contract_state", "cycle_state",       "deadline_state",    "deliverable_state",
    "finding_risk",   "finding_state",     "incident_family",   "incident_state",
    "penalty_state",  "reminder_channel ", "reminder_state",    "person_role",
    "phase_state",    "ruling_reason",     "schedule_catch_up", "schedule_period",
    "schedule_work",  "task_state",
};

static char *read_dump(void)
{
    FILE *file = fopen(MLPS_SOURCE_DIR "/schema/expected.sql", "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    rewind(file);
    char *text = mem_new((size_t)size + 1);
    assert_int_equal(fread(text, 1, (size_t)size, file), size);
    fclose(file);
    return text;
}

/* Every code between quotes on the constraint's line has a Chinese word. Returns how many. */
static int check_line(const char *line)
{
    int count = 0;
    const char *end = strchr(line, '\n');
    for (const char *at = strchr(line, '\''); at && at < end; at = strchr(at + 1, '\'')) {
        char code[40];
        size_t len = strcspn(at + 1, "'");
        snprintf(code, sizeof(code), "%.*s", (int)len, at + 1);
        if ((unsigned char)code_word(code, LANG_ZH)[0] < 0x80)
            fail_msg("no Chinese word for \"%s\"", code);
        at += len + 1;
        count++;
    }
    return count;
}

static void test_every_code_has_a_word(void **state)
{
    (void)state;
    char *dump = read_dump();
    int count = 0;
    for (size_t i = 0; i < COUNT_OF(SHOWN); i++) {
        char name[60];
        snprintf(name, sizeof(name), "CONSTRAINT %s", SHOWN[i]);
        const char *line = strstr(dump, name);
        if (!line)
            fail_msg("no constraint %s", SHOWN[i]);
        count += check_line(line);
    }
    assert_true(count > 60);
    mem_free(dump);
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(code_word("done", LANG_ZH), "已完成");
    assert_string_equal(code_word("done", LANG_EN), "done");
    assert_string_equal(code_word("accepted", LANG_ZH), "已接受"); /* the first */
    assert_string_equal(code_word("yearly", LANG_ZH), "每年");     /* the last */
    assert_string_equal(code_word("someday", LANG_ZH), "someday"); /* a newer service's */
    assert_string_equal(code_word("", LANG_ZH), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_has_a_word),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
