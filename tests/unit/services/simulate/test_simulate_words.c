/* Events and rules as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "simulate_words.h"

/* A row, and the fields that it gets. */
static const struct {
    const char *name, *row, *want;
    enum lang lang;
} ROWS[] = {
    { "a rule", "{\"rule\":\"warn_7\"}", "{\"what\":\"提前 7 天\"}", LANG_ZH },
    { "a rule in English", "{\"rule\":\"overdue_0\"}", "{\"what\":\"0 d overdue\"}", LANG_EN },
    { "a rule without a number", "{\"rule\":\"breach\"}", "{\"what\":\"breach\"}", LANG_ZH },
    { "an event", "{\"kind\":\"phase.started\",\"data\":{\"serial\":3,\"due_on\":\"2026-01-01\",\"round\":1}}",
      "{\"day\":\"2026-01-01\",\"more\":\"round: 1\",\"serial\":3,\"what\":\"阶段开始\"}", LANG_ZH },
    { "an event without words", "{\"kind\":\"new.thing\",\"data\":{}}", "{\"more\":\"\",\"what\":\"new.thing\"}", LANG_ZH },
    { "the first of two fields of a column", "{\"kind\":\"x\",\"data\":{\"on\":\"2026-01-02\",\"due_on\":\"2026-01-01\"}}",
      "{\"day\":\"2026-01-01\",\"more\":\"\",\"what\":\"x\"}", LANG_ZH },
    { "null is left out", "{\"kind\":\"x\",\"data\":{\"clause\":null,\"note\":null,\"id\":5,\"by\":\"a\"}}",
      "{\"more\":\"by: a\",\"what\":\"x\"}", LANG_ZH },
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        json_t *row = json_loads(ROWS[i].row, 0, NULL);
        simulate_words_row(row, ROWS[i].lang);
        json_object_del(row, "kind");
        json_object_del(row, "rule");
        json_object_del(row, "data");
        char *text = json_dumps(row, JSON_SORT_KEYS | JSON_COMPACT);
        if (strcmp(text, ROWS[i].want) != 0)
            fail_msg("%s: %s", ROWS[i].name, text);
        free(text);
        json_decref(row);
    }
}

/* What does not fit is cut and does no harm. */
static void test_long(void **state)
{
    json_t *row = json_loads("{\"kind\":\"x\",\"data\":{}}", 0, NULL);
    char text[5000];
    (void)state;
    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    json_object_set_new(json_object_get(row, "data"), "one", json_string(text));
    json_object_set_new(json_object_get(row, "data"), "two", json_string(text));
    simulate_words_row(row, LANG_ZH);
    assert_in_range(json_string_length(json_object_get(row, "more")), 1000, 2000);
    json_decref(row);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows), cmocka_unit_test(test_long) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
