/* Documents that are there and signed, typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "submission.h"

/* Every set of what is there and what is signed, of two documents of one system: the numbers and
 * the lists are one. */
static void test_sets(void **state)
{
    static const struct required_document DOCUMENTS[] = { { "a", "s", "a：s", false },
                                                          { "b", NULL, "b", true } };
    static const char *const NAMES[] = { "a：s", "b" };
    (void)state;
    for (unsigned set = 0; set < 16; set++) {
        const char *there[2];
        const char *with_hand[2];
        struct submission_ask ask = {
            .documents = DOCUMENTS, .count = 2, .submitted = there, .signed_off = with_hand
        };
        for (unsigned i = 0; i < 2; i++) {
            if ((set & (1U << i)) != 0)
                there[ask.submitted_count++] = NAMES[i];
            if ((set & (4U << i)) != 0)
                with_hand[ask.signed_count++] = NAMES[i];
        }
        struct submission s;
        submission_count(&ask, &s);
        assert_int_equal(s.submitted, ask.submitted_count);
        assert_int_equal(s.signed_off, ask.signed_count);
        assert_int_equal(s.missing_count, 2 - ask.submitted_count);
        assert_int_equal(s.unsigned_count, ((set & 5U) == 1U) + ((set & 10U) == 2U));
        submission_fini(&s);
    }
}

/* By label, by what it is of, and by title where it is the only one. */
static void test_names(void **state)
{
    static const struct {
        struct required_document document;
        const char *name;
        bool is_there;
    } ROWS[] = {
        { { "a", "s", "a：s", false }, "a：s", true }, { { "a", "s", "a：s", false }, "s", true },
        { { "a", "s", "s", false }, "a", false },      { { "a", "s", "s", true }, "a", true },
        { { "a", NULL, "a", true }, "s", false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct submission s;
        struct submission_ask ask = { .documents = &ROWS[i].document,
                                      .count = 1,
                                      .submitted = &ROWS[i].name,
                                      .submitted_count = 1 };
        submission_count(&ask, &s);
        if ((s.submitted == 1) != ROWS[i].is_there)
            fail_msg("row %zu", i);
        submission_fini(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sets), cmocka_unit_test(test_names) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
