#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang.h"

static void test_words(void **state)
{
    (void)state;
    enum lang lang = LANG_EN;
    assert_true(lang_from_text(NULL, &lang));
    assert_int_equal(lang, LANG_ZH);
    assert_true(lang_from_text("en", &lang));
    assert_string_equal(tr(lang, "中", "en"), "en");
    assert_false(lang_from_text("de", &lang));
    assert_int_equal(lang, LANG_EN);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_words) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
