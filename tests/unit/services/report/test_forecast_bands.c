/* Bands: nearest rank, and what many courses under one seed come to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"
#include "forecast_bands.h"
#include "forecast_fixture.h"

/* ---- nearest rank ---- */

static void test_nearest_rank(void **state)
{
    static const struct {
        const char *name;
        int64_t values[12];
        size_t count;
        int64_t p10, p50, p90;
    } CASES[] = {
        { "one", { 7 }, 1, 7, 7, 7 },
        { "two", { 9, 1 }, 2, 1, 1, 9 },
        { "three", { 3, 1, 2 }, 3, 1, 2, 3 },
        { "nine", { 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 9, 1, 5, 9 },
        { "ten", { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 10, 1, 5, 9 },
        { "eleven", { 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 11, 2, 6, 10 },
        { "equals", { 4, 4, 4, 4, 0 }, 5, 0, 4, 4 },
        { "below nothing", { -3, -1, -2 }, 3, -3, -2, -1 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        int64_t values[12];
        memcpy(values, CASES[i].values, sizeof(values));
        struct forecast_band band = forecast_band_of(values, CASES[i].count);
        if (band.p10 != CASES[i].p10 || band.p50 != CASES[i].p50 || band.p90 != CASES[i].p90)
            fail_msg("%s: %lld %lld %lld", CASES[i].name, (long long)band.p10, (long long)band.p50,
                     (long long)band.p90);
    }
}

/* By its definition: at least so many in a hundred are not above it, and no smaller value does. */
static void test_nearest_rank_by_definition(void **state)
{
    static const int PERCENT[] = { 10, 50, 90 };
    uint64_t seed = 3;
    (void)state;
    for (size_t count = 1; count <= 300; count++) {
        int64_t values[300];
        for (size_t i = 0; i < count; i++)
            values[i] = chance_draw(&seed, -20, 20);
        struct forecast_band band = forecast_band_of(values, count);
        const int64_t got[] = { band.p10, band.p50, band.p90 };
        for (size_t k = 0; k < COUNT_OF(got); k++) {
            size_t not_above = 0, below = 0;
            for (size_t i = 0; i < count; i++) {
                not_above += values[i] <= got[k];
                below += values[i] < got[k];
            }
            assert_true(not_above * 100 >= count * (size_t)PERCENT[k]);
            assert_true(below * 100 < count * (size_t)PERCENT[k]);
        }
        assert_true(band.p10 <= band.p50 && band.p50 <= band.p90);
    }
}

/* ---- many courses ---- */

/* Two systems of team a under way, one of team b done; a history that is late by 0 to 9 days. */
static const char SYSTEMS[] =
    "'systems':["
    "{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["
    "{'id':1,'number':6,'state':'active','from':'2026-06-11','due':'2026-06-17','deadline':11,"
    "'code':'P6'},"
    "{'id':2,'number':7,'state':'planned','from':'2026-06-18','due':'2026-06-27','deadline':null,"
    "'code':'P7'}]},"
    "{'serial':2,'name':'二','team':'a','started':true,'done':false,'phases':["
    "{'id':4,'number':7,'state':'active','from':'2026-06-11','due':'2026-06-20','deadline':12,"
    "'code':'Q7'}]},"
    "{'serial':3,'name':'三','team':'b','started':true,'done':true,'phases':[]}]";
static const char LATE[] = "'history':[{'kind':'phase','clause':'X','days':0,'count':5},"
                           "{'kind':'phase','clause':'X','days':9,'count':5}]";
static const char PUNCTUAL[] = "'history':[{'kind':'phase','clause':'X','days':0,'count':8}]";

static void open_with(struct forecast_ground *ground, const char *history)
{
    char facts[4096];
    snprintf(facts, sizeof(facts), "{%s,%s}", SYSTEMS, history);
    ground_open(ground, "2026-06-15", facts);
    ground->forecast.proposed_fen = GROUND_PERCENT;
}

static struct forecast_bands bands_of(const struct forecast_ground *ground, uint64_t seed,
                                      int64_t runs)
{
    const struct forecast_play play = { .seed = seed, .runs = runs };
    struct problem problem = { .rc = RC_OK };
    struct forecast_judge judge;
    struct forecast_bands bands;
    assert_int_equal(judge_init(&judge, &ground->forecast, &problem), RC_OK);
    assert_int_equal(forecast_bands_make(&judge, &play, &bands, &problem), RC_OK);
    judge_fini(&judge);
    return bands;
}

static void check_band(const char *name, const struct forecast_band *band, int64_t plan,
                       int64_t p10, int64_t p90)
{
    if (!band->known || band->plan != plan || band->p10 != p10 || band->p90 != p90 ||
        band->p50 < p10 || band->p50 > p90)
        fail_msg("%s: plan %lld, %lld %lld %lld", name, (long long)band->plan, (long long)band->p10,
                 (long long)band->p50, (long long)band->p90);
}

/* Each phase is in time or nine days late, each as likely: the extremes are seen among 200 runs. */
static void test_bands_of_a_small_contract(void **state)
{
    struct forecast_ground ground;
    (void)state;
    open_with(&ground, LATE);
    struct forecast_bands bands = bands_of(&ground, 1, 200);
    check_band("system 1", &bands.systems[0], day_of("2026-06-27"), day_of("2026-06-27"),
               day_of("2026-06-27") + 18);
    check_band("system 2", &bands.systems[1], day_of("2026-06-20"), day_of("2026-06-20"),
               day_of("2026-06-29"));
    check_band("team a", &bands.teams[0], day_of("2026-06-27"), day_of("2026-06-27"),
               day_of("2026-06-27") + 18);
    check_band("all", &bands.end, day_of("2026-06-27"), day_of("2026-06-27"),
               day_of("2026-06-27") + 18);
    check_band("missed", &bands.breaches, 0, 0, 3);
    check_band("penalties", &bands.penalties, GROUND_PERCENT, GROUND_PERCENT, 4 * GROUND_PERCENT);
    check_band("settlement", &bands.settlement, 99 * GROUND_PERCENT, 96 * GROUND_PERCENT,
               99 * GROUND_PERCENT);
    assert_false(bands.systems[2].known);
    assert_false(bands.teams[1].known);
    assert_in_range(bands.missed_runs[ground_item(&ground, "P6")], 70, 130);
    assert_in_range(bands.late_runs[0], 120, 180); /* three of four: either phase */
    assert_int_equal(bands.late_runs[1], bands.missed_runs[ground_item(&ground, "Q7")]);
    assert_int_equal(bands.late_runs[2], 0);
    forecast_bands_fini(&bands);
    ground_close(&ground);
}

/* A contract that was never late will not be. */
static void test_a_punctual_contract(void **state)
{
    struct forecast_ground ground;
    (void)state;
    open_with(&ground, PUNCTUAL);
    struct forecast_bands bands = bands_of(&ground, 99, 50);
    check_band("all", &bands.end, day_of("2026-06-27"), day_of("2026-06-27"), day_of("2026-06-27"));
    check_band("missed", &bands.breaches, 0, 0, 0);
    check_band("penalties", &bands.penalties, GROUND_PERCENT, GROUND_PERCENT, GROUND_PERCENT);
    assert_int_equal(bands.late_runs[0], 0);
    forecast_bands_fini(&bands);
    ground_close(&ground);
}

/* One that was always early is so in every run, the first one included: the plan is no run. */
static void test_an_early_contract(void **state)
{
    static const char EARLY[] = "'history':[{'kind':'phase','clause':'X','days':-2,'count':8}]";
    struct forecast_ground ground;
    (void)state;
    open_with(&ground, EARLY);
    struct forecast_bands bands = bands_of(&ground, 1, 1);
    check_band("all", &bands.end, day_of("2026-06-27"), day_of("2026-06-23"), day_of("2026-06-23"));
    check_band("system 2", &bands.systems[1], day_of("2026-06-20"), day_of("2026-06-18"),
               day_of("2026-06-18"));
    forecast_bands_fini(&bands);
    ground_close(&ground);
}

static bool same_band(const struct forecast_band *a, const struct forecast_band *b)
{
    return a->known == b->known && a->plan == b->plan && a->p10 == b->p10 && a->p50 == b->p50 &&
           a->p90 == b->p90;
}

static bool same(const struct forecast_bands *a, const struct forecast_bands *b,
                 const struct forecast *f)
{
    bool all = same_band(&a->breaches, &b->breaches) && same_band(&a->end, &b->end) &&
               same_band(&a->penalties, &b->penalties) && same_band(&a->settlement, &b->settlement);
    for (size_t i = 0; i < f->system_count; i++)
        all = all && same_band(&a->systems[i], &b->systems[i]);
    for (size_t i = 0; i < f->item_count; i++)
        all = all && a->missed_runs[i] == b->missed_runs[i];
    return all;
}

/* The same seed, the same bands; another seed, others; and the first runs of many are those of few.
 */
static void test_seeds(void **state)
{
    struct forecast_ground ground;
    (void)state;
    open_with(&ground, LATE);
    struct forecast_bands first = bands_of(&ground, 1, 100);
    struct forecast_bands again = bands_of(&ground, 1, 100);
    struct forecast_bands other = bands_of(&ground, 2, 100);
    struct forecast_bands more = bands_of(&ground, 1, 101);
    assert_true(same(&first, &again, &ground.forecast));
    assert_false(same(&first, &other, &ground.forecast));
    for (size_t i = 0; i < ground.forecast.item_count; i++)
        assert_in_range(more.missed_runs[i], first.missed_runs[i], first.missed_runs[i] + 1);
    forecast_bands_fini(&first);
    forecast_bands_fini(&again);
    forecast_bands_fini(&other);
    forecast_bands_fini(&more);
    ground_close(&ground);
}

/* ---- more lateness ---- */

/* Lateness of a table. */
static int32_t lateness_of_table(void *arg, size_t index, int32_t least)
{
    (void)least;
    return ((const int32_t *)arg)[index];
}

/* What a course costs, asked as the bands do. */
static int64_t cost_of(struct forecast_judge *judge, const struct forecast_ground *ground,
                       int32_t *table)
{
    struct problem problem = { .rc = RC_OK };
    int64_t fen = 0;
    forecast_course(&ground->forecast, lateness_of_table, table, ground->rows);
    judge_begin(judge);
    for (size_t i = 0; i < ground->forecast.item_count; i++)
        if (course_is_late(&ground->forecast.items[i], &ground->rows[i]))
            judge_miss(judge, i, ground->rows[i].due);
    assert_int_equal(judge_ask(judge, &fen, &problem), RC_OK);
    return fen;
}

/* Courses drawn at random, then one thing of each made later by some days: it never costs less and
 * nothing ends sooner. */
static void test_more_lateness_never_costs_less(void **state)
{
    struct forecast_ground ground;
    struct forecast_judge judge;
    struct problem problem = { .rc = RC_OK };
    uint64_t seed = 8;
    (void)state;
    open_with(&ground, LATE);
    assert_int_equal(judge_init(&judge, &ground.forecast, &problem), RC_OK);
    size_t count = ground.forecast.item_count;
    for (int round = 0; round < 2000; round++) {
        int32_t table[8];
        struct course_row before[8];
        for (size_t i = 0; i < count; i++)
            table[i] = (int32_t)chance_draw(&seed, -8, 8);
        int64_t less = cost_of(&judge, &ground, table);
        memcpy(before, ground.rows, count * sizeof(*before));
        table[chance_draw(&seed, 0, (int64_t)count - 1)] += (int32_t)chance_draw(&seed, 1, 8);
        int64_t more = cost_of(&judge, &ground, table);
        assert_true(more >= less);
        for (size_t i = 0; i < count; i++)
            assert_true(ground.rows[i].end >= before[i].end);
    }
    judge_fini(&judge);
    ground_close(&ground);
}

/* ---- what is not planned ---- */

/* The bands under these rates, of a contract that is late and about to be re-checked. */
static struct forecast_bands bands_under(const struct forecast_ground *ground, const int64_t asked[RATE__COUNT], int64_t runs)
{
    struct problem problem = { .rc = RC_OK };
    struct forecast_judge judge;
    struct forecast_bands bands;
    struct forecast_rates rates;
    forecast_rates_make(&ground->forecast, asked, &rates);
    const struct forecast_play play = { .seed = 1, .runs = runs, .rates = &rates };
    assert_int_equal(judge_init(&judge, &ground->forecast, &problem), RC_OK);
    assert_int_equal(forecast_bands_make(&judge, &play, &bands, &problem), RC_OK);
    judge_fini(&judge);
    forecast_rates_fini(&rates);
    return bands;
}

/* System 1 is being assessed, 2 re-checked; of a pack whose gate sends work back. Fifteen incidents, most of them charged. */
static void open_rated(struct forecast_ground *ground, const char *history)
{
    static const char RATED[] =
        "'systems':["
        "{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["
        "{'id':1,'number':4,'state':'active','from':'2026-06-14','due':'2026-06-16','deadline':11,'code':'P4'},"
        "{'id':2,'number':5,'state':'planned','from':'2026-06-17','due':'2026-07-06','deadline':null,'code':'P5'},"
        "{'id':3,'number':6,'state':'planned','from':'2026-07-07','due':'2026-07-13','deadline':null,'code':'P6'}]},"
        "{'serial':2,'name':'二','team':'a','started':true,'done':false,'phases':["
        "{'id':4,'number':6,'state':'active','from':'2026-06-11','due':'2026-06-17','deadline':12,'code':'Q6'}]}],"
        "'past':{'incidents':[{'family':'network','grade':'IV','type':'security_event','facts':{'grade':'IV'},'clocks':1,'count':9},"
        "{'family':'fault','level':'C+','type':'fault','facts':{'level':'C+'},'clocks':2,'count':6}]}";
    char facts[4096];
    snprintf(facts, sizeof(facts), "{%s,%s}", RATED, history);
    ground_open_pack(ground, "yifen-2026", "2026-06-15", facts);
}

/* Rates of 0 are no rates: every number is what it was before there were any. */
static void test_zero_rates_change_nothing(void **state)
{
    static const int64_t ZERO[RATE__COUNT] = { 0, 0, 0, 0 };
    struct forecast_ground ground;
    (void)state;
    open_rated(&ground, LATE);
    struct forecast_bands before = bands_of(&ground, 1, 100);
    struct forecast_bands zero = bands_under(&ground, ZERO, 100);
    assert_true(same(&before, &zero, &ground.forecast));
    for (size_t i = 0; i < ground.forecast.system_count; i++)
        assert_int_equal(before.late_runs[i], zero.late_runs[i]);
    check_band("incidents", &zero.incidents, 0, 0, 0);
    check_band("findings", &zero.findings, 0, 0, 0);
    check_band("re-checks", &zero.rechecks, 0, 0, 0);
    forecast_bands_fini(&before);
    forecast_bands_fini(&zero);
    ground_close(&ground);
}

/* Punctual, but every re-check fails: both systems end three rounds of 20 and 7 days later, and nothing is missed. */
static void test_rounds_move_the_ends(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = { 0, 0, 0, 100 };
    struct forecast_ground ground;
    (void)state;
    open_rated(&ground, PUNCTUAL);
    struct forecast_bands bands = bands_under(&ground, ASKED, 10);
    check_band("system 2", &bands.systems[1], day_of("2026-06-17"), day_of("2026-06-17") + 81, day_of("2026-06-17") + 81);
    check_band("all", &bands.end, day_of("2026-07-13"), day_of("2026-07-13") + 81, day_of("2026-07-13") + 81);
    check_band("re-checks", &bands.rechecks, 0, 6, 6);
    check_band("missed", &bands.breaches, 0, 0, 0);
    assert_int_equal(bands.late_runs[0], 0);
    forecast_bands_fini(&bands);
    ground_close(&ground);
}

/* A late round makes its system late, although none of its items was missed. */
static void test_late_rounds_make_a_system_late(void **state)
{
    static const char ROUNDS_LATE[] = "'history':[{'kind':'phase','clause':'MH-042','days':2,'count':8},"
                                      "{'kind':'phase','clause':'MH-044','days':0,'count':8}]";
    static const int64_t ASKED[RATE__COUNT] = { 0, 0, 0, 100 };
    struct forecast_ground ground;
    (void)state;
    open_rated(&ground, ROUNDS_LATE);
    struct forecast_bands bands = bands_under(&ground, ASKED, 10);
    /* system 2 is re-checked in time: what is late are the three remediations that follow */
    assert_int_equal(bands.late_runs[1], 10);
    assert_true(bands.breaches.p10 >= 3);
    forecast_bands_fini(&bands);
    ground_close(&ground);
}

/* Percentiles move with the rates and never back: breaches and penalties up, the settlement down. */
static void test_higher_rates_never_lower_a_band(void **state)
{
    static const int64_t INCIDENTS[] = { 0, 1, 4, 20, 60, 365, INCIDENTS_MOST };
    struct forecast_ground ground;
    struct forecast_bands last = { .teams = NULL };
    (void)state;
    open_rated(&ground, LATE);
    for (size_t i = 0; i < COUNT_OF(INCIDENTS); i++) {
        const int64_t asked[RATE__COUNT] = { INCIDENTS[i], 20, 20, 0 };
        struct forecast_bands bands = bands_under(&ground, asked, 60);
        if (i > 0 && (bands.penalties.p10 < last.penalties.p10 || bands.penalties.p50 < last.penalties.p50 ||
                      bands.penalties.p90 < last.penalties.p90 || bands.breaches.p10 < last.breaches.p10 ||
                      bands.breaches.p90 < last.breaches.p90 || bands.settlement.p10 > last.settlement.p10 ||
                      bands.incidents.p50 < last.incidents.p50))
            fail_msg("%lld incidents: %lld to %lld fen", (long long)INCIDENTS[i], (long long)bands.penalties.p10,
                     (long long)bands.penalties.p90);
        check_band("ends do not ask for incidents", &bands.end, bands.end.plan, i ? last.end.p10 : bands.end.p10,
                   i ? last.end.p90 : bands.end.p90);
        forecast_bands_fini(&last);
        last = bands;
    }
    assert_true(last.penalties.p10 > 0);
    forecast_bands_fini(&last);
    ground_close(&ground);
}

/* Too much work is refused in the middle and leaves nothing behind. */
static void test_too_many_runs(void **state)
{
    const struct forecast_play play = { .seed = 1, .runs = 1000 };
    struct forecast_ground ground;
    struct forecast_judge judge;
    struct forecast_bands bands = { .teams = NULL };
    struct problem problem = { .rc = RC_OK };
    (void)state;
    open_with(&ground, LATE);
    assert_int_equal(judge_init(&judge, &ground.forecast, &problem), RC_OK);
    judge.asked = FORECAST_WORK_MAX - 5;
    assert_int_equal(forecast_bands_make(&judge, &play, &bands, &problem), RC_TOO_LARGE);
    assert_null(bands.teams);
    judge_fini(&judge);
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nearest_rank),
        cmocka_unit_test(test_nearest_rank_by_definition),
        cmocka_unit_test(test_bands_of_a_small_contract),
        cmocka_unit_test(test_a_punctual_contract),
        cmocka_unit_test(test_an_early_contract),
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_more_lateness_never_costs_less),
        cmocka_unit_test(test_zero_rates_change_nothing),
        cmocka_unit_test(test_rounds_move_the_ends),
        cmocka_unit_test(test_late_rounds_make_a_system_late),
        cmocka_unit_test(test_higher_rates_never_lower_a_band),
        cmocka_unit_test(test_too_many_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
