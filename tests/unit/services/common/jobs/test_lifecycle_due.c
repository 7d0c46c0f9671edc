/* When phases and findings are due, on the shipped packs and calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "lifecycle_due.h"
#include "rules_fixture.h"

enum { YIFEN = 1 };

static void make_frame(const struct fixture *f, struct contract_frame *frame)
{
    *frame = (struct contract_frame){ .pack_id = 5, .calendar_id = 6, .zone_minutes = 480 };
    frame->pack = f->packs[YIFEN];
    frame->calendar = (struct calendar_use){ f->calendar, true };
}

static const struct {
    const char *name;
    int64_t phase;
    const char *from, *due;
} PHASES[] = {
    { "thirty days, the first counted", 1, "2026-03-17", "2026-04-15" },
    { "three days", 4, "2026-05-12", "2026-05-14" },
    { "a rest day stays", 2, "2026-06-01", "2026-06-07" },
    { "a leap year's February", 2, "2028-02-26", "2028-03-03" },
};

static void test_phases(void **state)
{
    struct contract_frame frame;
    make_frame(*state, &frame);
    for (size_t i = 0; i < COUNT_OF(PHASES); i++) {
        struct ruled_due due;
        struct problem problem = { .rc = RC_OK };
        char text[DATE_TEXT];
        const struct pack_phase *phase = pack_phase(frame.pack, PHASES[i].phase);
        assert_int_equal(due_of_phase(&frame, phase, day_of(PHASES[i].from), NULL, &due, &problem),
                         RC_OK);
        civil_format_date(due.due.edge.due_on, text);
        if (strcmp(text, PHASES[i].due) != 0)
            fail_msg("%s: %s", PHASES[i].name, text);
        assert_int_equal(due.due.edge.breach_at_us,
                         civil_day_start(day_of(PHASES[i].due) + 1, 480));
        assert_int_equal(due.due.pack_id, 5);
        assert_int_equal(due.due.calendar_id, 6);
        ruled_due_fini(&due);
    }
}

/* Three days paused, and one more: the due day moves by four, and the proof says both. */
static void test_pauses(void **state)
{
    struct contract_frame frame;
    struct ruled_due due;
    struct problem problem = { .rc = RC_OK };
    struct clock_pause pauses[] = {
        { .from = day_of("2026-06-02"), .to = day_of("2026-06-04") },
        { .from = day_of("2026-06-10"), .to = day_of("2026-06-10") },
    };
    struct clock_state clock = { .target = NO_DAY, .pauses = pauses, .pause_count = 2 };
    char *proof;
    make_frame(*state, &frame);
    assert_int_equal(due_of_phase(&frame, pack_phase(frame.pack, 2), day_of("2026-06-01"), &clock,
                                  &due, &problem),
                     RC_OK);
    assert_int_equal(due.due.edge.due_on, day_of("2026-06-11"));
    proof = json_dumps(due.proof, 0);
    assert_non_null(strstr(proof, "MH-036"));
    assert_non_null(strstr(proof, "\"paused\""));
    assert_non_null(strstr(proof, "2026-06-04"));
    free(proof);
    assert_int_equal(json_array_size(due.proof),
                     7); /* clause, first, counted, 2 pauses, extended, due */
    ruled_due_fini(&due);
}

/* Thirty days from the feedback, its own day not counted; the reading that let it stay is told. */
static void test_findings(void **state)
{
    struct contract_frame frame;
    struct ruled_due due;
    struct problem problem = { .rc = RC_OK };
    make_frame(*state, &frame);
    const struct pack_term *term = finding_term(frame.pack);
    assert_string_equal(term->clause, "MH-022");
    assert_int_equal(due_of_finding(&frame, term, day_of("2026-05-14"), &due, &problem), RC_OK);
    assert_int_equal(due.due.edge.due_on, day_of("2026-06-13"));
    assert_true(due.ladder.count > 1);
    ruled_due_fini(&due);
    /* A contract may read it otherwise: 2026-06-13 is a Saturday. */
    const struct reading_choice roll = { "roll", "true" };
    frame.readings = (struct readings){ &roll, 1 };
    assert_int_equal(due_of_finding(&frame, term, day_of("2026-05-14"), &due, &problem), RC_OK);
    assert_int_equal(due.due.edge.due_on, day_of("2026-06-15"));
    assert_string_equal(json_string_value(json_object_get(due.readings, "roll")), "true");
    ruled_due_fini(&due);
}

/* The day without a proof is the day with one, whatever a contract reads; a day out of range has
 * none. */
static void test_day_of_a_finding(void **state)
{
    struct contract_frame frame;
    struct problem problem = { .rc = RC_OK };
    const struct reading_choice roll = { "roll", "true" };
    make_frame(*state, &frame);
    const struct pack_term *term = finding_term(frame.pack);
    for (int way = 0; way < 2; way++) {
        for (int32_t day = day_of("2026-01-01"); day <= day_of("2026-12-31"); day++) {
            struct ruled_due due;
            int32_t plain = 0;
            assert_int_equal(due_of_finding(&frame, term, day, &due, &problem), RC_OK);
            assert_int_equal(forecast_of_finding(&frame, term, day, &plain, &problem), RC_OK);
            assert_int_equal(plain, due.due.edge.due_on);
            ruled_due_fini(&due);
        }
        frame.readings = (struct readings){ &roll, 1 };
    }
    int32_t untouched = 5;
    assert_int_equal(forecast_of_finding(&frame, term, DAY_MAX - 1, &untouched, &problem),
                     RC_INVALID);
    assert_int_equal(untouched, 5);
}

/* A limit in working days, into a year whose notices are not out. */
static void test_working_days(void **state)
{
    struct contract_frame frame;
    struct ruled_due due;
    struct problem problem = { .rc = RC_OK };
    const struct pack_phase phase = {
        .clause = "X", .name = "n", .no = 1, .limit = { .amount = 5, .unit = UNIT_WORKING_DAYS }
    };
    make_frame(*state, &frame);
    assert_int_equal(due_of_phase(&frame, &phase, day_of("2026-06-15"), NULL, &due, &problem),
                     RC_OK);
    assert_int_equal(due.due.edge.due_on, day_of("2026-06-22")); /* 端午 is off */
    assert_false(due.due.provisional);
    ruled_due_fini(&due);
    assert_int_equal(due_of_phase(&frame, &phase, day_of("2026-12-29"), NULL, &due, &problem),
                     RC_OK);
    assert_int_equal(due.due.edge.due_on, day_of("2027-01-04"));
    assert_true(due.due.provisional);
    ruled_due_fini(&due);
}

static void test_out_of_range(void **state)
{
    struct contract_frame frame;
    struct ruled_due due;
    struct problem problem = { .rc = RC_OK };
    make_frame(*state, &frame);
    assert_int_equal(
        due_of_phase(&frame, pack_phase(frame.pack, 1), DAY_MAX - 3, NULL, &due, &problem),
        RC_INVALID);
    struct clock_pause pause = { .from = 0, .to = DAY_MAX };
    struct clock_state clock = { .target = NO_DAY, .pauses = &pause, .pause_count = 1 };
    problem_clear(&problem);
    assert_int_equal(due_of_phase(&frame, pack_phase(frame.pack, 1), 20000, &clock, &due, &problem),
                     RC_INVALID);
    assert_string_equal(problem.field, "on");
}

/* A clock that stands still today moves nothing until it runs again: what it will add is not known.
 */
static void test_an_open_pause_adds_nothing(void **state)
{
    struct contract_frame frame;
    struct ruled_due due;
    struct problem problem = { .rc = RC_OK };
    struct clock_pause pause = { .from = day_of("2026-06-03"), .open = true };
    struct clock_state clock = {
        .status = CLOCK_PAUSED, .target = NO_DAY, .pauses = &pause, .pause_count = 1
    };
    make_frame(*state, &frame);
    assert_int_equal(due_of_phase(&frame, pack_phase(frame.pack, 2), day_of("2026-06-01"), &clock,
                                  &due, &problem),
                     RC_OK);
    assert_int_equal(due.due.edge.due_on, day_of("2026-06-07"));
    ruled_due_fini(&due);
}

/* A phase that waits takes its whole limit from the day after the one before it. */
static void test_forecasts(void **state)
{
    struct contract_frame frame;
    struct problem problem = { .rc = RC_OK };
    int32_t to = 0;
    make_frame(*state, &frame);
    assert_int_equal(forecast_of_phase(&frame, 4, day_of("2026-05-11"), &to, &problem), RC_OK);
    assert_int_equal(to, day_of("2026-05-14"));
    assert_int_equal(forecast_of_phase(&frame, 99, day_of("2026-05-11"), &to, &problem),
                     RC_INTERNAL);
    problem_clear(&problem);
    assert_int_equal(forecast_of_phase(&frame, 4, DAY_MAX - 1, &to, &problem), RC_INVALID);
    assert_int_equal(to, day_of("2026-05-14")); /* untouched on failure */
}

/* A pack without a term for rectification gives findings no deadline. */
static void test_no_term(void **state)
{
    (void)state;
    const struct pack_term other = { .clause = "X", .closed_by = "rectification_done" };
    const struct pack none = { .terms = { &other, 1 } };
    assert_null(finding_term(&none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phases),
        cmocka_unit_test(test_pauses),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_day_of_a_finding),
        cmocka_unit_test(test_out_of_range),
        cmocka_unit_test(test_an_open_pause_adds_nothing),
        cmocka_unit_test(test_forecasts),
        cmocka_unit_test(test_no_term),
        cmocka_unit_test(test_working_days),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
