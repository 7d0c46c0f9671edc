#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "channel_sign.h"

/* RFC 4231, test case 2. */
static void test_hmac(void **state)
{
    (void)state;
    char hex[SIGN_HEX_TEXT], base64[SIGN_BASE64_TEXT];
    sign_hex("Jefe", "what do ya want for nothing?", 28, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    sign_base64("Jefe", "what do ya want for nothing?", 28, base64);
    assert_string_equal(base64, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
}

static void test_url(void **state)
{
    (void)state;
    struct bytebuf out;
    bytebuf_init(&out, 64);
    assert_int_equal(url_append(&out, "aZ09-._~ +/=?&#%王"), RC_OK);
    assert_string_equal(bytebuf_str(&out), "aZ09-._~%20%2B%2F%3D%3F%26%23%25%E7%8E%8B");
    bytebuf_fini(&out);
}

static void test_json(void **state)
{
    (void)state;
    struct bytebuf out;
    bytebuf_init(&out, 64);
    assert_int_equal(json_append(&out, json_pack("{s:i, s:s}", "b", 1, "a", "\"")), RC_OK);
    assert_string_equal(bytebuf_str(&out), "{\"a\":\"\\\"\",\"b\":1}");
    bytebuf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hmac),
        cmocka_unit_test(test_url),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
