#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "http_text.h"

static const struct {
    const char *text;
    bool want;
} TOKENS[] = {
    { "GET", true },   { "a", true },      { "!#$%&'*+-.^_`|~", true },
    { "", false },     { "a b", false },   { "a:b", false },
    { "a\tb", false }, { "\"a\"", false }, { "a\xc3\xa9", false },
    { "(a)", false },  { "a/b", false },   { "a@b", false },
};

static void test_tokens(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TOKENS); i++)
        if (http_is_token(TOKENS[i].text) != TOKENS[i].want)
            fail_msg("\"%s\"", TOKENS[i].text);
}

static const struct {
    const char *text;
    bool want;
    size_t host; /* bytes of the host part when valid */
} HOSTS[] = {
    { "localhost", true, 9 },
    { "localhost:0", true, 9 },
    { "a.b-c_d.example:65535", true, 15 },
    { "127.0.0.1:80", true, 9 },
    { "[::1]", true, 5 },
    { "[fe80::1:2]:443", true, 11 },
    { "[::ffff:1.2.3.4]:1", true, 16 },
    { "", false, 0 },
    { ":80", false, 0 },
    { "a:", false, 0 },
    { "a:65536", false, 0 },
    { "a:123456", false, 0 },
    { "a:8o", false, 0 },
    { "a:-1", false, 0 },
    { "a b", false, 0 },
    { "a/b", false, 0 },
    { "a@b", false, 0 },
    { "a,b", false, 0 },
    { "a:1:2", false, 0 },
    { "::1", false, 0 },
    { "[::1", false, 0 },
    { "[]", false, 0 },
    { "[::g]", false, 0 },
    { "[::1]x", false, 0 },
    { "[::1]:", false, 0 },
    { "a\xc3\xa9", false, 0 },
    { "%41", false, 0 },
};

static void test_hosts(void **state)
{
    char longest[300];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HOSTS); i++) {
        if (http_is_host(HOSTS[i].text) != HOSTS[i].want)
            fail_msg("\"%s\"", HOSTS[i].text);
        if (HOSTS[i].want)
            assert_int_equal(http_host_len(HOSTS[i].text), HOSTS[i].host);
    }
    memset(longest, 'a', sizeof(longest));
    longest[255] = '\0';
    assert_true(http_is_host(longest));
    longest[255] = 'a';
    longest[256] = '\0';
    assert_false(http_is_host(longest));
}

static void test_hex(void **state)
{
    (void)state;
    assert_int_equal(http_hex('0'), 0);
    assert_int_equal(http_hex('9'), 9);
    assert_int_equal(http_hex('a'), 10);
    assert_int_equal(http_hex('F'), 15);
    for (int c = 0; c < 256; c++)
        if (http_hex((char)c) >= 0 && !strchr("0123456789abcdefABCDEF", c))
            fail_msg("byte %d", c);
    assert_int_equal(http_hex('\0'), -1);
}

static const struct {
    const char *list;
    const char *token;
    bool want;
} LISTS[] = {
    { "close", "close", true },
    { "Close", "close", true },
    { "keep-alive, close", "close", true },
    { "a,close,b", "close", true },
    { " ,, close ", "close", true },
    { "closed", "close", false },
    { "clos", "close", false },
    { "", "close", false },
    { "not close", "close", true },
    { "x-close", "close", false },
};

static void test_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LISTS); i++)
        if (http_list_has(LISTS[i].list, LISTS[i].token) != LISTS[i].want)
            fail_msg("\"%s\"", LISTS[i].list);
}

static void test_words(void **state)
{
    char text[] = " \t AbC-\xc3\x89 9 \t";
    (void)state;
    assert_true(http_same_word("Bearer", "bEARER"));
    assert_false(http_same_word("Bearer", "Bearers"));
    assert_false(http_same_word("@", "`")); /* 32 apart, no letters */
    assert_true(http_same_word("", ""));
    char *trimmed = http_trim(text);
    assert_string_equal(trimmed, "AbC-\xc3\x89 9");
    http_lower(trimmed);
    assert_string_equal(trimmed, "abc-\xc3\x89 9");
    char blank[] = " \t ";
    assert_string_equal(http_trim(blank), "");
}

static void test_classes(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        bool digit = c >= '0' && c <= '9';
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        assert_int_equal(http_is_digit((char)c), digit);
        assert_int_equal(http_is_alnum((char)c), digit || letter);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens), cmocka_unit_test(test_hosts), cmocka_unit_test(test_hex),
        cmocka_unit_test(test_lists),  cmocka_unit_test(test_words), cmocka_unit_test(test_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
