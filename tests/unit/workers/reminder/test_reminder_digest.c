#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ledger.h"
#include "reminder_digest.h"
#include "textw.h"

enum { MANY = 200 };

static void fill(struct reminder_notice *notices, size_t count, const char *title)
{
    for (size_t i = 0; i < count; i++)
        notices[i] = (struct reminder_notice){ .contract = "C",
                                               .title = title,
                                               .clause = "K-1",
                                               .person = "王",
                                               .rule = "warn_3",
                                               .due_on = test_day("2026-06-15"),
                                               .due_at = test_instant("2026-06-15 23:59:59"),
                                               .zone_minutes = 480,
                                               .plan_at = test_instant("2026-06-10 09:00"),
                                               .held_us = INT64_MIN,
                                               .now_us = test_instant("2026-06-10 09:00") };
}

static void test_lines(void **state)
{
    (void)state;
    struct reminder_notice notices[2];
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    fill(notices, 2, "整改");
    notices[1].now_us = test_instant("2026-06-17 09:00"); /* overdue, and told late */
    assert_int_equal(reminder_digest_make(notices, 2, "王、李", LANG_ZH, &text, &problem), RC_OK);
    assert_string_equal(bytebuf_str(&text.title), "[提醒汇总] 共 2 项，其中逾期 1 项");
    assert_string_equal(bytebuf_str(&text.body),
                        "王、李：\n\n以下事项需要处理：\n"
                        "1. [到期提醒] 整改 还有 5 天（2026-06-15）（条款 K-1）\n"
                        "2. [已逾期] 整改 逾期 2 天（2026-06-15）（条款 K-1）\n"
                        "\n其中有迟发的提醒。\n"
                        "\n每项的依据见系统中的期限说明。本提醒由系统自动发出，请勿直接回复。\n");
    assert_true(text.late);
    reminder_text_fini(&text);
    assert_int_equal(reminder_digest_make(notices, 1, "Li", LANG_EN, &text, &problem), RC_OK);
    assert_string_equal(bytebuf_str(&text.title), "[Digest] 1 matter(s), 0 overdue");
    assert_false(text.late);
    reminder_text_fini(&text);
}

/* The longest names there are, as many as a message takes. */
static void test_many_long_ones_fit(void **state)
{
    (void)state;
    static struct reminder_notice notices[MANY];
    static char title[300 * 3 + 1];
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    for (int i = 0; i < 300; i++)
        memcpy(title + (size_t)i * 3, "王", 4);
    fill(notices, MANY, title);
    assert_int_equal(reminder_digest_make(notices, MANY, "王", LANG_ZH, &text, &problem), RC_OK);
    assert_non_null(strstr(bytebuf_str(&text.body), "60. "));
    assert_null(strstr(bytebuf_str(&text.body), "61. "));
    assert_non_null(strstr(bytebuf_str(&text.body), "另有 140 项"));
    reminder_text_fini(&text);
}

static void test_one_that_cannot_be_written(void **state)
{
    (void)state;
    struct reminder_notice notices[2];
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    json_t *proof = json_pack("[{s:s}]", "why", "?");
    fill(notices, 2, "整改");
    notices[1].proof = proof;
    assert_int_not_equal(reminder_digest_make(notices, 2, "王", LANG_ZH, &text, &problem), RC_OK);
    reminder_text_fini(&text);
    json_decref(proof);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_many_long_ones_fit),
        cmocka_unit_test(test_one_that_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
