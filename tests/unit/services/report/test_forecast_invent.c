/* What comes up in a run: against small reckonings of its own, and what a higher rate may never do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"
#include "forecast_fixture.h"
#include "forecast_invent.h"
#include "lifecycle_due.h"

/* System 1 is about to be assessed: phase 4 ends tomorrow, 5 to 7 follow (20, 7 and 10 days). */
#define SYSTEM                                                                                     \
    "'systems':[{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["         \
    "{'id':1,'number':4,'state':'active','from':'2026-06-14','due':'2026-06-16','deadline':11,"    \
    "'code':'P4'},"                                                                                \
    "{'id':2,'number':5,'state':'planned','from':'2026-06-17','due':'2026-07-06','deadline':null," \
    "'code':'P5'},"                                                                                \
    "{'id':3,'number':6,'state':'planned','from':'2026-07-07','due':'2026-07-13','deadline':null," \
    "'code':'P6'},"                                                                                \
    "{'id':4,'number':7,'state':'planned','from':'2026-07-14','due':'2026-07-23','deadline':null," \
    "'code':'P7'}]}]"
/* All kinds of cases that the pack counts and charges, and one that is none. */
#define PAST                                                                                       \
    "'past':{'incidents':["                                                                        \
    "{'family':'network','grade':'II','type':'security_event','facts':{'grade':'II'},'clocks':2,"  \
    "'count':1},"                                                                                  \
    "{'family':'network','grade':'IV','type':'security_event','facts':{'grade':'IV'},'clocks':1,"  \
    "'count':4},"                                                                                  \
    "{'family':'fault','level':'C+','type':'fault','facts':{'level':'C+'},'clocks':1,'count':5},"  \
    "{'family':'consultation','type':null,'facts':null,'clocks':2,'count':6}]}"
#define PUNCTUAL                                                                                   \
    "'history':[{'kind':'phase','clause':'X','days':0,'count':8},"                                 \
    "{'kind':'finding','clause':'X','days':0,'count':8}]"
#define FIVE_LATE                                                                                  \
    "'history':[{'kind':'phase','clause':'X','days':5,'count':8},"                                 \
    "{'kind':'finding','clause':'X','days':5,'count':8}]"

struct scene {
    struct forecast_ground ground;
    struct forecast_rates rates;
    struct invention invention;
};

static void scene_open(struct scene *self, const char *history, const int64_t asked[RATE__COUNT])
{
    char facts[8000];
    snprintf(facts, sizeof(facts), "{%s,%s,%s}", SYSTEM, PAST, history);
    ground_open_pack(&self->ground, "yifen-2026", "2026-06-15", facts);
    forecast_rates_make(&self->ground.forecast, asked, &self->rates);
    invention_init(&self->invention, &self->ground.forecast, &self->rates);
}

static void scene_close(struct scene *self)
{
    invention_fini(&self->invention);
    forecast_rates_fini(&self->rates);
    ground_close(&self->ground);
}

/* Run `run` of seed 7, all by the plan but for what comes up. */
static void play(struct scene *self, uint64_t run)
{
    const struct course_source source = { lateness_of_plan, NULL, invention_ended, &self->invention };
    invention_begin(&self->invention, 7, run);
    forecast_course_of(&self->ground.forecast, &source, self->ground.rows);
    invention_incidents(&self->invention);
}

static int32_t ends(const struct scene *self)
{
    return course_end(&self->ground.forecast.systems[0], self->ground.rows);
}

/* No rate, nothing: the plan as it is. */
static void test_zero(void **state)
{
    static const int64_t ZERO[RATE__COUNT] = { 0, 0, 0, 0 };
    struct scene scene;
    (void)state;
    scene_open(&scene, FIVE_LATE, ZERO);
    for (uint64_t run = 0; run < 50; run++) {
        play(&scene, run);
        assert_int_equal(scene.invention.count, 0);
        assert_int_equal(scene.invention.incidents + scene.invention.findings + scene.invention.rechecks, 0);
        assert_int_equal(ends(&scene), day_of("2026-07-23"));
    }
    scene_close(&scene);
}

/* Every re-check fails as often as it may: three rounds of 20 and 7 days more, each to the day. */
static void test_every_recheck_fails(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = { 0, 0, 0, 100 };
    struct scene scene;
    (void)state;
    scene_open(&scene, PUNCTUAL, ASKED);
    play(&scene, 0);
    const struct course_row *judge = &scene.ground.rows[ground_item(&scene.ground, "P6")];
    assert_int_equal(scene.invention.rechecks, INVENT_ROUNDS_MOST);
    assert_int_equal(scene.invention.count, 0); /* nothing was late */
    assert_int_equal(judge->end, day_of("2026-07-13"));
    assert_int_equal(judge->over, day_of("2026-07-13") + 3 * 27);
    assert_int_equal(ends(&scene), day_of("2026-07-23") + 3 * 27);
    scene_close(&scene);
    scene_open(&scene, FIVE_LATE, ASKED);
    play(&scene, 0);
    assert_int_equal(scene.invention.count, 6); /* both phases of every round are missed */
    for (size_t i = 0; i < 6; i++)
        assert_true(scene.invention.rows[i].breach && scene.invention.rows[i].system == 0);
    assert_int_equal(scene.invention.rows[0].at, day_of("2026-07-13") + 20 + 1);
    assert_int_equal(scene.invention.rows[1].at, day_of("2026-07-13") + 25 + 7 + 1);
    assert_int_equal(ends(&scene), day_of("2026-07-23") + 3 * (27 + 10));
    scene_close(&scene);
}

/* Every assessment finds something, due by the pack's term; what is late by history is missed on the
 * day after. */
static void test_every_assessment_finds(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = { 0, 0, 100, 0 };
    struct scene scene;
    int32_t due = 0;
    struct problem problem = { .rc = RC_OK };
    int seen[INVENT_FINDINGS_MOST + 1] = { 0 };
    (void)state;
    scene_open(&scene, FIVE_LATE, ASKED);
    assert_int_equal(forecast_of_finding(&scene.ground.frame, scene.rates.term, day_of("2026-06-16"), &due, &problem), RC_OK);
    for (uint64_t run = 0; run < 200; run++) {
        play(&scene, run);
        assert_in_range(scene.invention.findings, 1, INVENT_FINDINGS_MOST);
        assert_int_equal(scene.invention.count, scene.invention.findings);
        seen[scene.invention.findings]++;
        for (size_t i = 0; i < scene.invention.count; i++) {
            const struct invented *row = &scene.invention.rows[i];
            const char *risk = json_string_value(json_object_get(row->facts, "severity"));
            assert_int_equal(row->at, due + 1);
            assert_int_equal(row->case_type != NULL, strcmp(risk, "low") != 0);
        }
    }
    for (int n = 1; n <= INVENT_FINDINGS_MOST; n++)
        assert_in_range(seen[n], 25, 75); /* each as likely: 50 of 200 */
    scene_close(&scene);
    scene_open(&scene, PUNCTUAL, ASKED);
    play(&scene, 0);
    assert_true(scene.invention.findings > 0);
    assert_int_equal(scene.invention.count, 0);
    scene_close(&scene);
}

/* The most: every slot of every day, every clock missed. From 06-16 to 12-31 are 199 days. */
static void test_the_most_incidents(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = { INCIDENTS_MOST, 100, 0, 0 };
    struct scene scene;
    size_t cases = 0, missed = 0;
    (void)state;
    scene_open(&scene, PUNCTUAL, ASKED);
    play(&scene, 3);
    assert_int_equal(scene.invention.incidents, 199 * INCIDENT_SLOTS);
    for (size_t i = 0; i < scene.invention.count; i++) {
        const struct invented *row = &scene.invention.rows[i];
        cases += row->case_type != NULL;
        missed += row->breach;
        assert_in_range(row->at, day_of("2026-06-16"), day_of("2027-01-01"));
        assert_int_equal(row->system, -1);
    }
    /* by the kinds: 10 of 16 make a case, and 16 have 23 clocks */
    assert_in_range(cases, 796 * 10 / 16 - 60, 796 * 10 / 16 + 60);
    assert_in_range(missed, 796 * 23 / 16 - 60, 796 * 23 / 16 + 60);
    scene_close(&scene);
}

/* As many as the rate says: 100 in 365 days are 54.5 in 199, within three of a hundred over 400 runs. */
static void test_as_many_as_the_rate(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = { 100, 0, 0, 0 };
    struct scene scene;
    int64_t sum = 0;
    (void)state;
    scene_open(&scene, PUNCTUAL, ASKED);
    for (uint64_t run = 0; run < 400; run++) {
        play(&scene, run);
        sum += scene.invention.incidents;
    }
    assert_in_range(sum, 400 * 199 * 97 / 365, 400 * 199 * 103 / 365);
    scene_close(&scene);
}

static bool same_row(const struct invented *a, const struct invented *b)
{
    bool type = a->case_type && b->case_type ? strcmp(a->case_type, b->case_type) == 0 : a->case_type == b->case_type;
    return type && a->breach == b->breach && a->at == b->at && a->system == b->system &&
           (a->facts == b->facts || json_equal(a->facts, b->facts));
}

/* Whether all that came up in `less` came up in `more`, in the same order. */
static bool includes(const struct invention *more, const struct invention *less)
{
    size_t at = 0;
    for (size_t i = 0; i < more->count && at < less->count; i++)
        at += same_row(&more->rows[i], &less->rows[at]);
    return at == less->count;
}

/* What those that came up cost by the pack's own rules. */
static int64_t cost_of(const struct scene *scene)
{
    struct problem problem = { .rc = RC_OK };
    struct forecast_judge judge;
    int64_t fen = 0;
    assert_int_equal(judge_init(&judge, &scene->ground.forecast, &problem), RC_OK);
    judge_begin(&judge);
    for (size_t i = 0; i < scene->invention.count; i++)
        judge_case(&judge, scene->invention.rows[i].case_type, scene->invention.rows[i].at, scene->invention.rows[i].facts);
    assert_int_equal(judge_ask(&judge, &fen, &problem), RC_OK);
    judge_fini(&judge);
    return fen;
}

/* Any rate of incidents or findings raised: all that came up comes up, and it never costs less. */
static void test_more_never_costs_less(void **state)
{
    uint64_t seed = 12;
    int64_t dearer = 0;
    (void)state;
    for (uint64_t round = 0; round < 300; round++) {
        int64_t asked[RATE__COUNT] = { chance_draw(&seed, 0, 30), chance_draw(&seed, 0, 100), chance_draw(&seed, 0, 100), 0 };
        struct scene less, more;
        scene_open(&less, FIVE_LATE, asked);
        play(&less, round);
        asked[RATE_INCIDENTS] += chance_draw(&seed, 0, 30);
        asked[RATE_INCIDENT_LATE] = chance_draw(&seed, asked[RATE_INCIDENT_LATE], 100);
        asked[RATE_FINDINGS] = chance_draw(&seed, asked[RATE_FINDINGS], 100);
        scene_open(&more, FIVE_LATE, asked);
        play(&more, round);
        int64_t fen[] = { cost_of(&less), cost_of(&more) };
        if (!includes(&more.invention, &less.invention) || fen[1] < fen[0])
            fail_msg("round %d: %zu and %zu, %lld and %lld fen", (int)round, less.invention.count, more.invention.count,
                     (long long)fen[0], (long long)fen[1]);
        dearer += fen[1] > fen[0];
        scene_close(&less);
        scene_close(&more);
    }
    assert_true(dearer > 50); /* the property is of something */
}

/* More re-checks that fail: nothing ends sooner, no fewer rounds; and no other draw is touched. */
static void test_more_rounds_never_end_sooner(void **state)
{
    (void)state;
    for (uint64_t run = 0; run < 100; run++) {
        int32_t before = 0;
        int64_t rounds = 0, findings = 0, incidents = 0;
        for (int64_t rate = 0; rate <= 100; rate += 20) {
            const int64_t asked[RATE__COUNT] = { 20, 50, 50, rate };
            struct scene scene;
            scene_open(&scene, FIVE_LATE, asked);
            play(&scene, run);
            assert_true(ends(&scene) >= before && scene.invention.rechecks >= rounds);
            if (rate > 0)
                assert_true(scene.invention.findings == findings && scene.invention.incidents == incidents);
            before = ends(&scene);
            rounds = scene.invention.rechecks;
            findings = scene.invention.findings;
            incidents = scene.invention.incidents;
            scene_close(&scene);
        }
        assert_int_equal(rounds, INVENT_ROUNDS_MOST);
    }
}

/* The same run is the same, another is another; and run 2 of one seed is not run 1 of the next. */
static void test_seeds(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = { 60, 50, 50, 50 };
    struct scene one, other;
    (void)state;
    scene_open(&one, FIVE_LATE, ASKED);
    scene_open(&other, FIVE_LATE, ASKED);
    for (uint64_t run = 0; run < 20; run++) {
        play(&one, run);
        play(&other, run);
        assert_true(one.invention.count == other.invention.count && includes(&one.invention, &other.invention));
        play(&other, run + 1);
        assert_false(one.invention.count == other.invention.count && includes(&one.invention, &other.invention));
    }
    invention_begin(&one.invention, 1, 2);
    invention_begin(&other.invention, 2, 1);
    assert_true(one.invention.incident_seed != other.invention.incident_seed);
    assert_true(one.invention.incident_seed != one.invention.finding_seed);
    /* nor are the draws of one sort in one run those of another sort in another */
    invention_begin(&one.invention, 7, 2);
    invention_begin(&other.invention, 7, 1);
    assert_true(one.invention.incident_seed != other.invention.finding_seed);
    scene_close(&one);
    scene_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zero),
        cmocka_unit_test(test_every_recheck_fails),
        cmocka_unit_test(test_every_assessment_finds),
        cmocka_unit_test(test_the_most_incidents),
        cmocka_unit_test(test_as_many_as_the_rate),
        cmocka_unit_test(test_more_never_costs_less),
        cmocka_unit_test(test_more_rounds_never_end_sooner),
        cmocka_unit_test(test_seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
