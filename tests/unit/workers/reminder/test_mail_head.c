#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "mail_head.h"

static const struct {
    const char *address;
    bool ok;
} ADDRESSES[] = {
    { "a@b", true },    { "wang.wei+mlps@example.com", true },
    { "", false },      { "@b", false },
    { "a@", false },    { "a@b@c", false },
    { "a b@c", false }, { "a@b>\r\nRCPT TO:<x@y", false },
    { "a>@b", false },  { "\"a\"@b", false },
    { "王@b", false },  { "a@b\x7f", false },
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ADDRESSES); i++) {
        if (mail_address_ok(ADDRESSES[i].address) != ADDRESSES[i].ok)
            fail_msg("\"%s\"", ADDRESSES[i].address);
    }
    char longest[MAIL_ADDRESS_MAX + 2];
    memset(longest, 'a', sizeof(longest));
    longest[1] = '@';
    longest[MAIL_ADDRESS_MAX] = '\0';
    assert_true(mail_address_ok(longest));
    longest[MAIL_ADDRESS_MAX] = 'a';
    longest[MAIL_ADDRESS_MAX + 1] = '\0';
    assert_false(mail_address_ok(longest));
}

static const struct {
    const char *name, *text, *want;
} HEADS[] = {
    { "plain text stays", "Due soon: 3 days", "Subject: Due soon: 3 days" },
    { "empty", "", "Subject: " },
    { "Chinese is one word when it fits", "今日到期", "Subject: =?UTF-8?B?5LuK5pel5Yiw5pyf?=" },
    { "a word ends between characters, the next is folded", "一二三四五六七八九十一二三四五六",
      "Subject: =?UTF-8?B?5LiA5LqM5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA5LqM5LiJ?=\r\n"
      " =?UTF-8?B?5Zub5LqU5YWt?=" },
    { "a line end cannot add a header", "x\r\nBcc: y@z", "Subject: =?UTF-8?B?eCAgQmNjOiB5QHo=?=" },
};

static void test_head_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
        struct bytebuf out;
        bytebuf_init(&out, 1000);
        assert_int_equal(mail_head_text("Subject", HEADS[i].text, &out), RC_OK);
        if (strcmp(bytebuf_str(&out), HEADS[i].want) != 0)
            fail_msg("%s: got %s", HEADS[i].name, bytebuf_str(&out));
        bytebuf_fini(&out);
    }
}

static void test_no_line_is_long(void **state)
{
    (void)state;
    char text[901] = "";
    for (int i = 0; i < 300; i++)
        strncat(text, i % 7 ? "等" : "a", sizeof(text) - strlen(text) - 1);
    struct bytebuf out;
    bytebuf_init(&out, 4000);
    assert_int_equal(mail_head_text("Subject", text, &out), RC_OK);
    for (const char *line = bytebuf_str(&out); line;) {
        const char *end = strstr(line, "\r\n");
        assert_true((end ? (size_t)(end - line) : strlen(line)) <= 76);
        line = end ? end + 2 : NULL;
    }
    bytebuf_fini(&out);
}

static void test_too_large_is_said(void **state)
{
    (void)state;
    struct bytebuf out;
    bytebuf_init(&out, 20);
    assert_int_equal(mail_head_text("Subject", "今日到期", &out), RC_TOO_LARGE);
    bytebuf_fini(&out);
}

static const struct {
    const char *instant;
    int zone_minutes;
    const char *want;
} DATES[] = {
    { "2026-06-15T09:00:00+08:00", 480, "Date: Mon, 15 Jun 2026 09:00:00 +0800" },
    { "2026-12-31T23:59:59+08:00", 480, "Date: Thu, 31 Dec 2026 23:59:59 +0800" },
    { "2026-12-31T23:59:59+08:00", 0, "Date: Thu, 31 Dec 2026 15:59:59 +0000" },
    { "2026-01-01T00:00:00Z", -210, "Date: Wed, 31 Dec 2025 20:30:00 -0330" },
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(DATES); i++) {
        struct bytebuf out;
        int64_t at;
        bytebuf_init(&out, 100);
        assert_true(civil_parse_instant(DATES[i].instant, &at));
        assert_int_equal(mail_head_date(at, DATES[i].zone_minutes, &out), RC_OK);
        assert_string_equal(bytebuf_str(&out), DATES[i].want);
        bytebuf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),       cmocka_unit_test(test_head_text),
        cmocka_unit_test(test_no_line_is_long), cmocka_unit_test(test_too_large_is_said),
        cmocka_unit_test(test_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
