/* A webhook: signed in a header. */
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
    assert_int_equal(webhook_build(&note, &post), RC_OK);
    assert_string_equal(bytebuf_str(&post.url), "https://h.example/hook");
    assert_string_equal(
        bytebuf_str(&post.body),
        "{\"event\":\"reminder\",\"id\":\"m-1\",\"items\":[],\"text\":\"正文\",\"title\":\"题\"}");
    assert_string_equal(bytebuf_str(&post.head),
                        "X-Mlps-Timestamp: 1781485200\nX-Mlps-Delivery: m-1\nX-Mlps-Signature: "
                        "v1=3fc6e0d685a323e9c7321a0bc0c7452a01fb642a448694739390e6a780c6f0f4\n");
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
    assert_int_equal(webhook_build(&note, &post), RC_TOO_LARGE);
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
