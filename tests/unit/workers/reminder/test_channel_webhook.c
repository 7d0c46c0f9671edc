/* A webhook: signed in a header. */
#include "channel_note.h"

static const struct channel_want WANT = {
    .endpoint = "https://h.example/hook",
    .url = "https://h.example/hook",
    .body =
        "{\"event\":\"reminder\",\"id\":\"m-1\",\"items\":[],\"text\":\"正文\",\"title\":\"题\"}",
    .head = "X-Mlps-Timestamp: 1781485200\nX-Mlps-Delivery: m-1\nX-Mlps-Signature: "
            "v1=3fc6e0d685a323e9c7321a0bc0c7452a01fb642a448694739390e6a780c6f0f4\n",
};

static void test_worked_value(void **state)
{
    (void)state;
    check_worked(webhook_build, &WANT);
}

static void test_ceilings(void **state)
{
    (void)state;
    check_ceilings(webhook_build, &WANT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_value),
        cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
