/* 飞书: signed in the body. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "channel_note.h"

static void test_worked_value(void **state)
{
    (void)state;
    struct channel_note note = test_note("https://h.example/hook");
    struct channel_post post;
    bytebuf_init(&post.url, CHANNEL_URL_BYTES);
    bytebuf_init(&post.body, CHANNEL_BODY_BYTES);
    bytebuf_init(&post.head, CHANNEL_HEAD_BYTES);
    assert_int_equal(feishu_build(&note, &post), RC_OK);
    assert_string_equal(bytebuf_str(&post.url), "https://h.example/hook/a%20b%26c");
    assert_string_equal(
        bytebuf_str(&post.body),
        "{\"content\":{\"text\":\"正文\"},\"msg_type\":\"text\",\"sign\":\"ykZgz4OK0i58bQ7/cm0MzpS/"
        "GRIhDp0bmHzqbTxX5PM=\",\"timestamp\":\"1781485200\"}");
    assert_string_equal(bytebuf_str(&post.head), "");
    channel_post_fini(&post);
}

static void test_too_long(void **state)
{
    (void)state;
    struct channel_note note = test_note("https://h.example/hook");
    struct channel_post post;
    bytebuf_init(&post.url, 20);
    bytebuf_init(&post.body, 20);
    bytebuf_init(&post.head, 20);
    assert_int_equal(feishu_build(&note, &post), RC_TOO_LARGE);
    channel_post_fini(&post);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_value),
        cmocka_unit_test(test_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
