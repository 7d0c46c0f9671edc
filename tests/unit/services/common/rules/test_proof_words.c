/* The table of sentences is whole: every reason, both languages, known fields only, codes unique.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "proof_words.h"

static bool known_field(const char *at)
{
    static const char *const FIELDS[] = {
        "{ref}", "{name}",   "{from}",   "{to}",        "{n}",
        "{m}",   "{yuan:n}", "{yuan:m}", "{percent:n}", "{time:n}"
    };
    for (size_t i = 0; i < COUNT_OF(FIELDS); i++)
        if (strncmp(at, FIELDS[i], strlen(FIELDS[i])) == 0)
            return true;
    return false;
}

static void check_fields(const char *sentence)
{
    for (const char *at = strchr(sentence, '{'); at; at = strchr(at + 1, '{'))
        if (!known_field(at))
            fail_msg("unknown field in \"%s\"", sentence);
}

static void test_table_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < WHY__COUNT; i++) {
        const struct proof_words *w = proof_words((enum proof_why)i);
        enum proof_why back;
        if (!w->step || !w->why || !w->zh || !w->en)
            fail_msg("reason %d has no words", i);
        check_fields(w->zh);
        check_fields(w->en);
        assert_true(proof_why_from_code(w->why, &back));
        if ((int)back != i)
            fail_msg("code \"%s\" stands twice", w->why);
    }
    enum proof_why none;
    assert_false(proof_why_from_code("no_such_reason", &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
