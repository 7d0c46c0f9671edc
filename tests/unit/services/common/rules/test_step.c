/* Progress over steps, typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "step.h"

static const struct pack_step STEPS[] = {
    { .service = "S1", .step = "a" },
    { .service = "S1", .step = "b", .important = true },
    { .service = "S2", .step = "a" },
};

/* Every set of open steps: what is done and what is open are the whole, in both counts. */
static void test_counts(void **state)
{
    const struct pack pack = { .steps = { STEPS, 3 } };
    (void)state;
    for (unsigned set = 0; set < 8; set++) {
        const bool is_open[] = { (set & 1) != 0, (set & 2) != 0, (set & 4) != 0 };
        struct step_progress p = step_progress(&pack, is_open);
        assert_int_equal(p.all.total, 3);
        assert_int_equal(p.all.done, 3 - is_open[0] - is_open[1] - is_open[2]);
        assert_int_equal(p.important.total, 1);
        assert_int_equal(p.important.done, !is_open[1]);
    }
}

static void test_index(void **state)
{
    const struct pack pack = { .steps = { STEPS, 3 } };
    (void)state;
    assert_int_equal(step_index(&pack, "S2", "a"), 2);
    assert_int_equal(step_index(&pack, "S2", "b"), -1);
    assert_int_equal(step_index(&pack, "S3", "a"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_counts),
                                        cmocka_unit_test(test_index) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
