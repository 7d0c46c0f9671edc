/* Histories as distributions: which one speaks, and what is drawn from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "forecast_spread.h"

static const struct forecast_past PAST[] = {
    { "phase", "A", -2, 3 },   { "phase", "A", 0, 5 },   { "phase", "B", 4, 1 },
    { "phase", "B", 0, 6 },    { "finding", "F", 9, 2 }, { "term", "T", 1000, 4 },
    { "term", "T", -1000, 4 },
};

/* Clause, else kind, else the kind with the prior. The seventh thing of a clause is one too few. */
static void test_who_speaks(void **state)
{
    static const struct {
        const char *name, *kind, *clause;
        enum spread_basis basis;
        int64_t size;
        int32_t least, most;
    } CASES[] = {
        { "eight of the clause are enough", "phase", "A", SPREAD_CLAUSE, 8, -2, 0 },
        { "seven are not", "phase", "B", SPREAD_KIND, 15, -2, 4 },
        { "a clause without any", "phase", "X", SPREAD_KIND, 15, -2, 4 },
        { "two of the kind", "finding", "F", SPREAD_PRIOR, 12, 0, 9 },
        { "none of the kind", "sla", "X", SPREAD_PRIOR, 10, 0, 7 },
        { "a year is the most", "term", "T", SPREAD_CLAUSE, 8, -LATENESS_MOST, LATENESS_MOST },
    };
    struct forecast_spreads spreads = { .rows = NULL };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        size_t at =
            forecast_spread_for(&spreads, PAST, COUNT_OF(PAST), CASES[i].kind, CASES[i].clause);
        const struct forecast_spread *spread = &spreads.rows[at];
        int64_t size = spread_size(spread);
        if (spread->basis != CASES[i].basis || size != CASES[i].size ||
            spread_at(spread, 0) != CASES[i].least || spread_at(spread, size - 1) != CASES[i].most)
            fail_msg("%s: %s of %lld, %d to %d", CASES[i].name, spread_basis_word(spread->basis),
                     (long long)size, (int)spread_at(spread, 0), (int)spread_at(spread, size - 1));
    }
    assert_int_equal(spreads.count, 5); /* both rows of the kind "phase" share one */
    forecast_spreads_fini(&spreads);
}

/* The n-th thing by counting them out one by one. */
static void test_steps_count_every_thing(void **state)
{
    static const int32_t WANT[] = { -2, -2, -2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4 };
    struct forecast_spreads spreads = { .rows = NULL };
    (void)state;
    size_t at = forecast_spread_for(&spreads, PAST, COUNT_OF(PAST), "phase", "B");
    for (size_t i = 0; i < COUNT_OF(WANT); i++)
        assert_int_equal(spread_at(&spreads.rows[at], (int64_t)i), WANT[i]);
    forecast_spreads_fini(&spreads);
}

/* What is known not to be done yet is drawn from those that were at least as late. */
static void test_draws_know_what_is_not_done(void **state)
{
    static const struct {
        const char *name;
        int32_t least;
        int32_t from, to; /* all that may come, and must */
    } CASES[] = {
        { "long before", -100, -2, 4 },    { "some were earlier", -1, 0, 4 },
        { "due today", 0, 0, 4 },          { "only one was so late", 1, 4, 4 },
        { "exactly the latest", 4, 4, 4 }, { "nothing was ever so late", 5, 5, 5 },
    };
    struct forecast_spreads spreads = { .rows = NULL };
    (void)state;
    size_t at = forecast_spread_for(&spreads, PAST, COUNT_OF(PAST), "phase", "B");
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        uint64_t seed = i;
        int32_t least = INT32_MAX;
        int32_t most = INT32_MIN;
        for (int n = 0; n < 500; n++) {
            int32_t days = spread_draw(&spreads.rows[at], CASES[i].least, &seed);
            least = days < least ? days : least;
            most = days > most ? days : most;
        }
        if (least != CASES[i].from || most != CASES[i].to)
            fail_msg("%s: %d to %d", CASES[i].name, (int)least, (int)most);
    }
    forecast_spreads_fini(&spreads);
}

/* A draw costs one step of chance whatever is known, so that one thing never shifts the next. */
static void test_each_draw_is_one_step(void **state)
{
    struct forecast_spreads spreads = { .rows = NULL };
    (void)state;
    size_t at = forecast_spread_for(&spreads, PAST, COUNT_OF(PAST), "phase", "B");
    uint64_t free = 7, bound = 7, past = 7;
    (void)spread_draw(&spreads.rows[at], -100, &free);
    (void)spread_draw(&spreads.rows[at], 4, &bound);
    (void)spread_draw(&spreads.rows[at], 50, &past);
    assert_true(free == bound && bound == past && free != 7);
    forecast_spreads_fini(&spreads);
}

/* Each thing as likely as the other: of 15 things three were two days early. */
static void test_each_thing_is_as_likely(void **state)
{
    enum { DRAWS = 15000 };
    struct forecast_spreads spreads = { .rows = NULL };
    uint64_t seed = 1;
    int early = 0;
    (void)state;
    size_t at = forecast_spread_for(&spreads, PAST, COUNT_OF(PAST), "phase", "B");
    for (int n = 0; n < DRAWS; n++)
        early += spread_draw(&spreads.rows[at], -100, &seed) == -2;
    assert_in_range(early, DRAWS / 5 - 200, DRAWS / 5 + 200);
    forecast_spreads_fini(&spreads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_speaks),
        cmocka_unit_test(test_steps_count_every_thing),
        cmocka_unit_test(test_draws_know_what_is_not_done),
        cmocka_unit_test(test_each_draw_is_one_step),
        cmocka_unit_test(test_each_thing_is_as_likely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
