/* 钉钉: signed in the URL. */
#include "channel_note.h"

static const struct channel_want WANT = {
    .endpoint = "https://h.example/send",
    .url = "https://h.example/"
           "send?access_token=a%20b%26c&timestamp=1781485200123&sign="
           "J10LG3qaeJ8321ldXrdgvUdzx0E9etNLC9BxzJZJ4Dc%3D",
    .body = "{\"msgtype\":\"text\",\"text\":{\"content\":\"正文\"}}",
    .head = "",
};

static void test_worked_value(void **state)
{
    (void)state;
    check_worked(dingtalk_build, &WANT);
}

static void test_ceilings(void **state)
{
    (void)state;
    check_ceilings(dingtalk_build, &WANT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_value),
        cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
