/* Draws are a promise: what was drawn with a seed is compared to the byte, years later. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"

/* The published sequence of SplitMix64 for the seed 1234567. */
static void test_known_sequence(void **state)
{
    static const uint64_t WANT[] = { 6457827717110365317u, 3203168211198807973u,
                                     9817491932198370423u, 4593380528125082431u,
                                     16408922859458223821u };
    uint64_t seed = 1234567;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WANT); i++)
        assert_true(chance_next(&seed) == WANT[i]);
}

/* Both ends are drawn, nothing beyond them, and no number of a small range is left out. */
static void test_draw_stays_in_its_range(void **state)
{
    static const struct {
        const char *name;
        int64_t least, most;
    } CASES[] = { { "one number", 7, 7 }, { "below 0", -3, -1 }, { "across 0", -2, 5 } };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        uint64_t seed = 5;
        unsigned seen = 0;
        for (int n = 0; n < 1000; n++) {
            int64_t drawn = chance_draw(&seed, CASES[i].least, CASES[i].most);
            if (drawn < CASES[i].least || drawn > CASES[i].most)
                fail_msg("%s: drew %lld", CASES[i].name, (long long)drawn);
            seen |= 1u << (drawn - CASES[i].least);
        }
        if (seen != (1u << (CASES[i].most - CASES[i].least + 1)) - 1)
            fail_msg("%s: some number never came", CASES[i].name);
    }
}

/* Plays of one seed differ from each other and from the same play of another seed; the seed 0 and
 * the play 0 are none the worse. */
static void test_forks_differ(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++)
        for (uint64_t a = 0; a < 20; a++)
            for (uint64_t b = 0; b < 20; b++) {
                uint64_t left = chance_fork(seed, a);
                uint64_t right = chance_fork(seed, b);
                uint64_t other = chance_fork(seed + 1, b);
                assert_true((left == right) == (a == b));
                assert_true(left != other);
                (void)chance_next(&left); /* not the same sequence one step apart */
                assert_true(left != right);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_sequence),
        cmocka_unit_test(test_draw_stays_in_its_range),
        cmocka_unit_test(test_forks_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
