#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "contract_duty.h"
#include "ledger.h"
#include "portfolio.h"
#include "stepping.h"

/* A duty that notes what it was asked to do, and fails or counts up `facts` when told to. */
struct notes {
    rulebook_t *book;
    const struct portfolio *portfolio;
    int runs;
    rc_t fail;
    bool bump; /* something changes while the duty is done */
    char code[CONTRACT_CODE_TEXT];
};

static rc_t note(struct step *step, const struct contract_frame *frame)
{
    struct notes *notes = step->local;
    notes->runs++;
    memcpy(notes->code, frame->code, sizeof(notes->code));
    if (notes->bump)
        db_exec(&notes->portfolio->tdb, "update contract_work set facts = facts + 1");
    notes->bump = false;
    if (notes->fail != RC_OK)
        return problem_set(step->problem, notes->fail, NULL, "as told, for %s", frame->code);
    return RC_OK;
}

static rc_t run_schedule(struct step *step)
{
    return contract_duty_run(step, ((struct notes *)step->local)->book, DUTY_SCHEDULE, note);
}

static rc_t run_assess(struct step *step)
{
    return contract_duty_run(step, ((struct notes *)step->local)->book, DUTY_ASSESS, note);
}

static const struct worker_def SCHEDULE = { .name = "scheduler", .fn = run_schedule };
static const struct worker_def ASSESS = { .name = "penalty", .fn = run_assess };

struct fixture {
    struct portfolio portfolio;
    struct notes notes;
    pg_t *scheduler, *penalty;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    portfolio_begin(&fixture.portfolio, 1);
    fixture.scheduler = temp_db_pg(&fixture.portfolio.tdb, "mlps_scheduler");
    fixture.penalty = temp_db_pg(&fixture.portfolio.tdb, "mlps_penalty");
    fixture.notes = (struct notes){ .book = rulebook_new(), .portfolio = &fixture.portfolio };
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    rulebook_destroy(&fixture->notes.book);
    pg_destroy(&fixture->scheduler);
    pg_destroy(&fixture->penalty);
    portfolio_end(&fixture->portfolio);
    return 0;
}

static int64_t once(struct fixture *fixture, const struct worker_def *def)
{
    pg_t *db = def == &SCHEDULE ? fixture->scheduler : fixture->penalty;
    return step_once(def, db, test_instant("2026-06-15 09:00"), &fixture->notes);
}

static const char WORK[] = "select concat_ws(' ', facts, scheduled, assessed) from contract_work "
                           "order by contract_id limit 1";

static void test_each_duty_has_its_own_count(void **state)
{
    struct fixture *fixture = *state;
    assert_true(once(fixture, &SCHEDULE) == STEP_NEVER);
    assert_string_equal(fixture->notes.code, "yifen-2026");
    assert_string_equal(db_text(&fixture->portfolio.tdb, WORK), "1 1 0");
    once(fixture, &SCHEDULE);
    assert_int_equal(fixture->notes.runs, 1);
    assert_true(once(fixture, &ASSESS) == STEP_NEVER);
    assert_string_equal(db_text(&fixture->portfolio.tdb, WORK), "1 1 1");
    assert_int_equal(fixture->notes.runs, 2);
}

/* What changes while the duty is done is done next: the mark is what was seen, not what is. */
static void test_a_change_meanwhile_is_not_lost(void **state)
{
    struct fixture *fixture = *state;
    fixture->notes.bump = true;
    once(fixture, &SCHEDULE);
    assert_string_equal(db_text(&fixture->portfolio.tdb, WORK), "2 1 0");
    once(fixture, &SCHEDULE);
    assert_string_equal(db_text(&fixture->portfolio.tdb, WORK), "2 2 0");
    assert_int_equal(fixture->notes.runs, 2);
}

static void test_a_failure_leaves_the_work(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    int64_t next;
    fixture->notes.fail = RC_INVALID;
    assert_int_equal(worker_step(&ASSESS, fixture->penalty, test_instant("2026-06-15 09:00"),
                                 &fixture->notes, &next, &problem),
                     RC_INVALID);
    assert_string_equal(problem.text, "as told, for yifen-2026");
    assert_string_equal(db_text(&fixture->portfolio.tdb, WORK), "1 0 0");
}

static void test_a_planned_look(void **state)
{
    struct fixture *fixture = *state;
    once(fixture, &SCHEDULE);
    db_exec(&fixture->portfolio.tdb,
            "update contract_work set schedule_at = '2026-06-15 09:30+08'");
    assert_true(once(fixture, &SCHEDULE) == test_instant("2026-06-15 09:30"));
    assert_int_equal(fixture->notes.runs, 1);
    db_exec(&fixture->portfolio.tdb,
            "update contract_work set schedule_at = '2026-06-15 09:00+08'");
    assert_true(once(fixture, &SCHEDULE) == STEP_NEVER);
    assert_int_equal(fixture->notes.runs, 2);
}

/* Two schedulers never do one contract at once; a scheduler and a penalty worker may, and neither
 * keeps a writer of facts waiting. */
static void test_one_worker_per_duty(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->portfolio.tdb,
            "begin; select pg_advisory_xact_lock(hashtextextended('contract_work/schedule', id)) "
            "from contract");
    once(fixture, &SCHEDULE);
    assert_int_equal(fixture->notes.runs, 0);
    once(fixture, &ASSESS);
    assert_int_equal(fixture->notes.runs, 1);
    db_exec(&fixture->portfolio.tdb, "commit");
    fixture->notes.bump =
        true; /* another session bumps while the duty runs: it would wait for ever on a row lock */
    once(fixture, &SCHEDULE);
    assert_int_equal(fixture->notes.runs, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_duty_has_its_own_count), TEST(test_a_change_meanwhile_is_not_lost),
        TEST(test_a_failure_leaves_the_work),   TEST(test_a_planned_look),
        TEST(test_one_worker_per_duty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
