/* 企业微信: the key in the URL, nothing signed. */
#include "channel_note.h"

static const struct channel_want WANT = {
    .endpoint = "https://h.example/send",
    .url = "https://h.example/send?key=a%20b%26c",
    .body = "{\"msgtype\":\"text\",\"text\":{\"content\":\"正文\"}}",
    .head = "",
};

static void test_worked_value(void **state)
{
    (void)state;
    check_worked(wecom_build, &WANT);
}

static void test_ceilings(void **state)
{
    (void)state;
    check_ceilings(wecom_build, &WANT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_value),
        cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
