#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http_fault.h"
#include "rc.h"

static void test_every_row_is_usable(void **state)
{
    (void)state;
    for (int i = FAULT_NONE + 1; i < FAULT__COUNT; i++) {
        enum http_fault fault = (enum http_fault)i;
        const char *code = http_fault_code(fault);
        if (http_fault_status(fault) < 400 || http_fault_status(fault) > 599)
            fail_msg("%s: status %d", code, http_fault_status(fault));
        if (strspn(code, "abcdefghijklmnopqrstuvwxyz_") != strlen(code) || *code == '\0')
            fail_msg("code \"%s\" is no word", code);
        if (strcmp(http_fault_title(fault, LANG_ZH), http_fault_title(fault, LANG_EN)) == 0)
            fail_msg("%s: the titles are the same", code);
    }
}

/* A code is what programs match: two rows may not share one. */
static void test_codes_differ(void **state)
{
    (void)state;
    for (int i = 0; i < FAULT__COUNT; i++)
        for (int j = 0; j < i; j++)
            if (strcmp(http_fault_code((enum http_fault)i), http_fault_code((enum http_fault)j)) ==
                0)
                fail_msg("\"%s\" is there twice", http_fault_code((enum http_fault)i));
}

/* A word of both lists means the same in both. */
static void test_shared_words_share_the_status(void **state)
{
    (void)state;
    for (int i = 0; i < FAULT__COUNT; i++)
        for (int rc = 0; rc < RC__COUNT; rc++)
            if (strcmp(http_fault_code((enum http_fault)i), rc_word((rc_t)rc)) == 0)
                assert_int_equal(http_fault_status((enum http_fault)i), rc_http((rc_t)rc));
}

static void test_outside_the_list(void **state)
{
    (void)state;
    assert_string_equal(http_fault_code((enum http_fault)FAULT__COUNT), "internal");
    assert_int_equal(http_fault_status((enum http_fault) - 1), 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_usable),
        cmocka_unit_test(test_codes_differ),
        cmocka_unit_test(test_shared_words_share_the_status),
        cmocka_unit_test(test_outside_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
