/* 飞书: signed in the body. */
#include "channel_note.h"

static const struct channel_want WANT = {
    .endpoint = "https://h.example/hook",
    .url = "https://h.example/hook/a%20b%26c",
    .body =
        "{\"content\":{\"text\":\"正文\"},\"msg_type\":\"text\",\"sign\":\"ykZgz4OK0i58bQ7/cm0MzpS/"
        "GRIhDp0bmHzqbTxX5PM=\",\"timestamp\":\"1781485200\"}",
    .head = "",
};

static void test_worked_value(void **state)
{
    (void)state;
    check_worked(feishu_build, &WANT);
}

static void test_ceilings(void **state)
{
    (void)state;
    check_ceilings(feishu_build, &WANT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_value),
        cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
