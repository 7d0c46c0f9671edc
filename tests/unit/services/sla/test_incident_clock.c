/* Which clocks serve which incidents, and when somebody is wanted on site. What the ledger makes of
 * it is tested in tests/integration/sla. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "incident_clock.h"
#include "rules_fixture.h"

enum { YIFEN = 1 };

static const struct {
    const char *clause, *family;
    bool serves;
} GRADED[] = {
    { "YF-107", "fault", true },        { "YF-107", "network", true },
    { "YF-110", "data", true },         { "YF-107", "consultation", false },
    { "YF-081", "consultation", true }, { "YF-082", "consultation", true },
    { "YF-081", "fault", false },       { "YF-082", "network", false },
};

static void test_graded_pack(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(GRADED); i++) {
        const struct pack_clock *clock = pack_clock(f->packs[YIFEN], GRADED[i].clause);
        if (clock_serves(f->packs[YIFEN], clock, GRADED[i].family) != GRADED[i].serves)
            fail_msg("%s for %s", GRADED[i].clause, GRADED[i].family);
    }
}

/* A contract that knows no grades limits everything that is reported. */
static void test_ungraded_pack(void **state)
{
    (void)state;
    const struct pack_clock clock = { .clause = "X" };
    const struct pack pack = { .clocks = { &clock, 1 } };
    assert_true(clock_serves(&pack, &clock, "fault"));
    assert_true(clock_serves(&pack, &clock, "network"));
    assert_false(clock_serves(&pack, &clock, "consultation"));
}

static const struct {
    const char *name, *family, *grade;
    bool asked, wants;
} ARRIVALS[] = {
    { "a graded event nobody asked for", "network", "I", false, false },
    { "asked for", "network", "I", true, true },
    { "a consultation wants somebody at once", "consultation", "", false, true },
    { "a fault without a grade", "fault", "", false, false },
    { "a fault without a grade, asked for", "fault", "", true, true },
};

static void test_arrivals(void **state)
{
    const struct fixture *f = *state;
    struct contract_frame rules = { .pack = f->packs[YIFEN], .zone_minutes = 480 };
    for (size_t i = 0; i < COUNT_OF(ARRIVALS); i++) {
        struct problem problem = { .rc = RC_OK };
        struct incident_row incident = { .occurred_at = 1000000,
                                         .responded_at = NO_INSTANT,
                                         .remote_resolved_at = NO_INSTANT,
                                         .onsite_requested_at = NO_INSTANT,
                                         .arrived_at = NO_INSTANT,
                                         .resolved_at = NO_INSTANT };
        bool wants = false;
        snprintf(incident.family, sizeof(incident.family), "%s", ARRIVALS[i].family);
        snprintf(incident.grade, sizeof(incident.grade), "%s", ARRIVALS[i].grade);
        if (ARRIVALS[i].asked)
            incident.onsite_requested_at = 2000000;
        assert_int_equal(incident_wants_arrival(&rules, &incident, &wants, &problem), RC_OK);
        if (wants != ARRIVALS[i].wants)
            fail_msg("%s", ARRIVALS[i].name);
    }
}

static void test_facts(void **state)
{
    (void)state;
    const struct incident_row incident = { .grade = "II",
                                           .suburb = true,
                                           .occurred_at = 1,
                                           .responded_at = 2,
                                           .remote_resolved_at = 3,
                                           .onsite_requested_at = 4,
                                           .arrived_at = 5 };
    struct sla_facts facts = incident_facts(&incident);
    assert_int_equal(facts.occurred_at, 1);
    assert_int_equal(facts.responded_at, 2);
    assert_int_equal(facts.remote_resolved_at, 3);
    assert_int_equal(facts.onsite_requested_at, 4);
    assert_int_equal(facts.arrived_at, 5);
    assert_string_equal(facts.grade, "II");
    assert_true(facts.suburb);
    assert_false(facts.major);
    const struct incident_row ungraded = { .grade = "" };
    assert_null(incident_facts(&ungraded).grade);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_graded_pack),
        cmocka_unit_test(test_ungraded_pack),
        cmocka_unit_test(test_arrivals),
        cmocka_unit_test(test_facts),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
