#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "secret_token.h"

/* Known answers of SHA-256 (FIPS 180-4), so that a hash that is stored stays findable. */
static void test_hashes(void **state)
{
    static const struct {
        const char *token, *hash;
    } ROWS[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        char hash[SECRET_HASH_TEXT];
        assert_string_equal(secret_token_hash(ROWS[i].token, hash), ROWS[i].hash);
    }
}

/* 64 characters of 0-9 and a-f, and never the same ones: of 200 tokens all 12,800 characters are
 * seen about equally often. */
static void test_tokens(void **state)
{
    enum { TOKENS = 200 };
    static char seen[TOKENS][SECRET_TOKEN_TEXT];
    int counts[256] = { 0 };
    (void)state;
    for (int i = 0; i < TOKENS; i++) {
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(secret_token_make(seen[i], &problem), RC_OK);
        assert_int_equal(strlen(seen[i]), 64);
        assert_int_equal(strspn(seen[i], "0123456789abcdef"), 64);
        for (const char *at = seen[i]; *at; at++)
            counts[(unsigned char)*at]++;
        for (int j = 0; j < i; j++)
            assert_string_not_equal(seen[i], seen[j]);
    }
    for (const char *at = "0123456789abcdef"; *at; at++)
        if (counts[(unsigned char)*at] < 600 || counts[(unsigned char)*at] > 1000)
            fail_msg("%c came %d times of 12800", *at, counts[(unsigned char)*at]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hashes),
        cmocka_unit_test(test_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
