#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ledger.h"
#include "push_message.h"
#include "reminder_step.h"

static char long_address[300];

static const struct {
    const char *name;
    bool live, mail;
    const char *email;
    int attempts;
    const char *why; /* NULL: none */
    enum reminder_end end;
} ROWS[] = {
    { "good", true, true, "a@b", 0, NULL, REMINDER_FAILED },
    { "untrue", false, true, "a@b", 0, REMINDER_UNTRUE, REMINDER_CANCELLED },
    { "no address", true, true, NULL, 0, "no mail address", REMINDER_CANCELLED },
    { "a group needs none", true, false, NULL, 0, NULL, REMINDER_FAILED },
    { "too long", true, true, long_address, 0, "too long", REMINDER_FAILED },
    { "the last try was before", true, true, "a@b", REMINDER_MAX_TRIES, "every try",
      REMINDER_FAILED },
};

static void test_obstacles(void **state)
{
    (void)state;
    memset(long_address, 'a', sizeof(long_address) - 1);
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct reminder_row row = { .live = ROWS[i].live,
                                    .email = ROWS[i].email,
                                    .attempts = ROWS[i].attempts };
        enum reminder_end end;
        const char *why = push_obstacle(&row, ROWS[i].mail, &end);
        if (!why != !ROWS[i].why || (why && !strstr(why, ROWS[i].why)) || end != ROWS[i].end)
            fail_msg("%s: %s", ROWS[i].name, why ? why : "none");
    }
}

static json_t *row(const char *person, const char *matter)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:I}", "person", person, "matter", matter,
                     "title", "整改", "clause", "K-1", "zone", "Asia/Shanghai", "rule", "warn_3",
                     "due_on", test_day("2026-06-15"), "due_at",
                     (json_int_t)test_instant("2026-06-15 23:59:59"));
}

static void check(json_t *rows, const char *title, const char *names)
{
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(push_text(rows, test_instant("2026-06-15 09:00"), LANG_ZH, &text, &problem),
                     RC_OK);
    assert_string_equal(bytebuf_str(&text.title), title);
    assert_int_equal(strncmp(bytebuf_str(&text.body), names, strlen(names)), 0);
    reminder_text_fini(&text);
    json_decref(rows);
}

static void test_one_matter_in_full_several_as_a_list(void **state)
{
    (void)state;
    check(json_pack("[o]", row("王", "1")), "[今日到期] 整改（2026-06-15）", "王：");
    check(json_pack("[o, o, o]", row("王", "1"), row("李", "1"), row("王", "1")),
          "[今日到期] 整改（2026-06-15）", "王、李：");
    check(json_pack("[o, o, o]", row("李明华", "1"), row("李明", "1"), row("明华", "1")),
          "[今日到期] 整改（2026-06-15）", "李明华、李明、明华：");
    check(json_pack("[o, o, o]", row("王", "1"), row("李", "1"), row("李", "2")),
          "[提醒汇总] 共 2 项，其中逾期 0 项", "王、李：");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_obstacles),
        cmocka_unit_test(test_one_matter_in_full_several_as_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
