/* The penalty worker on the real pack: what is proposed from which cases. 1 % of the contract is
 * 71,806.12 yuan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "penalty_fixture.h"

static void fault(struct fixture *fixture, const char *code, const char *on)
{
    portfolio_case(&fixture->portfolio, code, "fault", on, "{\"level\": \"C+\"}");
}

static void test_each_row_and_its_proof(void **state)
{
    struct fixture *fixture = *state;
    portfolio_case(&fixture->portfolio, "N1", "center_notice", "2026-05-06",
                   "{\"business_affected\": true}");
    portfolio_case(&fixture->portfolio, "E1", "security_event", "2026-05-07",
                   "{\"grade\": \"III\"}");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "E1:YF-193=14361224(0/1) N1:YF-198=0(1/3)");
    assert_text(fixture,
                "select string_agg(concat_ws('|', state, revision, measures->>0, "
                "jsonb_array_length(proof) > 1,"
                " pack_id = (select pack_id from contract)), ' ' order by clause) from penalty",
                "proposed|1|限期整改|t|t proposed|1|限期整改|t|t");
    assert_text(fixture,
                "select string_agg(concat_ws('/', kind, subject_kind, data->>'case', "
                "data->>'delta_fen'), ' '"
                " order by data->>'case') from event",
                "penalty.proposed/penalty/E1/14361224 penalty.proposed/penalty/N1/0");
    assert_text(fixture, "select assessed = facts from contract_work", "t");
}

static void test_a_second_look_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    fault(fixture, "F1", "2026-05-06");
    settle(fixture);
    portfolio_bump(&fixture->portfolio);
    settle(fixture);
    assert_text(fixture,
                "select count(*) || ' ' || max(version) || ' ' || (select count(*) from event) "
                "from penalty",
                "1 1 1");
}

static void test_the_third_opens_the_deduction(void **state)
{
    struct fixture *fixture = *state;
    fault(fixture, "F1", "2026-04-06");
    settle(fixture);
    fault(fixture, "F2", "2026-05-06");
    settle(fixture);
    fault(fixture, "F3", "2026-06-06");
    fault(fixture, "F4", "2026-06-07"); /* once in the period */
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING,
                "F1:YF-205=0(1/3) F2:YF-205=0(2/3) F3:YF-205=7180612(3/3) F4:YF-205=0(4/3)");
    assert_text(fixture, "select string_agg(revision::text, '') from penalty", "1111");
}

/* A case told of later, but from before: the deduction moves to the case that was the third in
 * truth. */
static void test_a_back_dated_case(void **state)
{
    struct fixture *fixture = *state;
    fault(fixture, "F2", "2026-05-06");
    fault(fixture, "F3", "2026-06-06");
    fault(fixture, "F4", "2026-06-07");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING,
                "F2:YF-205=0(1/3) F3:YF-205=0(2/3) F4:YF-205=7180612(3/3)");
    fault(fixture, "F1", "2026-04-06");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING,
                "F1:YF-205=0(1/3) F2:YF-205=0(2/3) F3:YF-205=7180612(3/3) F4:YF-205=0(4/3)");
    assert_text(
        fixture,
        "select string_agg(concat(data->>'case', data->>'revision', ':', data->>'delta_fen'), ' '"
        " order by seq) from event where seq > (select min(seq) + 2 from event)",
        "F11:0 F22:0 F32:7180612 F42:-7180612");
    assert_text(fixture, "select string_agg(state, ' ' order by id) from penalty",
                "superseded superseded superseded proposed proposed proposed proposed");
    assert_text(fixture, "select sum((data->>'delta_fen')::bigint) from event", "7180612");
}

static void test_a_voided_case_is_reversed_and_comes_back(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    portfolio_case(p, "E1", "security_event", "2026-05-07", "{\"grade\": \"II\"}");
    settle(fixture);
    db_exec(&p->tdb, "update penalty_case set voided_at = now()");
    portfolio_bump(p);
    settle(fixture);
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture,
                "select string_agg(concat_ws(' ', revision, state, deduct_fen), ', ' order by id) "
                "from penalty",
                "1 superseded 21541836, 2 reversed 0");
    assert_text(fixture,
                "select kind || ' ' || (data->>'delta_fen') from event order by seq desc limit 1",
                "penalty.reversed -21541836");
    db_exec(&p->tdb, "update penalty_case set voided_at = null");
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "E1:YF-192=21541836(0/1)");
    assert_text(fixture, "select max(revision) from penalty", "3");
}

/* What a person decided on a penalty stands while nothing about it has changed, and not longer. */
static void test_decisions_stand(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    portfolio_case(p, "E1", "security_event", "2026-05-07", "{\"grade\": \"III\"}");
    settle(fixture);
    db_exec(&p->tdb, "update penalty set state = 'confirmed'");
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, "select string_agg(state, ' ') from penalty", "confirmed");
    db_exec(&p->tdb, "update penalty_case set attributes = '{\"grade\": \"IV\"}'");
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, "select string_agg(concat(clause, state), ' ' order by id) from penalty",
                "YF-193confirmed YF-194proposed YF-193proposed");
    assert_text(fixture, "select string_agg(deduct_fen::text, ' ' order by id) from penalty",
                "14361224 7180612 -14361224");
    assert_text(fixture, "select revision || ' ' || version from penalty where state = 'confirmed'",
                "1 1");
}

static void test_outside_the_period(void **state)
{
    struct fixture *fixture = *state;
    portfolio_case(&fixture->portfolio, "E1", "security_event", "2026-03-15", "{\"grade\": \"I\"}");
    portfolio_case(&fixture->portfolio, "E2", "security_event", "2027-01-01", "{\"grade\": \"I\"}");
    portfolio_case(&fixture->portfolio, "E3", "security_event", "2026-03-16", "{\"grade\": \"I\"}");
    portfolio_case(&fixture->portfolio, "E4", "security_event", "2026-12-31", "{\"grade\": \"I\"}");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "E3:YF-192=21541836(0/1) E4:YF-192=21541836(0/1)");
}

/* A case that the pack cannot judge is said, and nothing is half judged. */
static void test_a_case_that_cannot_be_judged(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    int64_t next;
    portfolio_case(&fixture->portfolio, "A1", "inspection", "2026-05-05", "{\"high_risk\": 2}");
    portfolio_case(&fixture->portfolio, "X1", "service_breach", "2026-05-05", "{}");
    assert_int_equal(worker_step(&PENALTY_WORKER, fixture->db, test_instant(PENALTY_NOW),
                                 fixture->book, &next, &problem),
                     RC_INVALID);
    assert_non_null(strstr(problem.text, "service_breach"));
    assert_text(fixture,
                "select count(*) || ' ' || (select assessed from contract_work) from penalty",
                "0 0");
    db_exec(&fixture->portfolio.tdb, "update penalty_case set voided_at = now() where code = 'X1'");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "A1:YF-201=14361224(0/1)");
}

static void test_order_of_arrival_changes_nothing(void **state)
{
    char first[1024] = "";
    for (unsigned round = 0; round < 6; round++) {
        set_up(state);
        struct fixture *fixture = *state;
        for (size_t i = 0; i < PENALTY_MIXED_COUNT; i++) {
            size_t at =
                (i * (2 * round + 1) + round) % PENALTY_MIXED_COUNT; /* a permutation: odd steps */
            portfolio_case(&fixture->portfolio, PENALTY_MIXED[at].code, PENALTY_MIXED[at].type,
                           PENALTY_MIXED[at].on, PENALTY_MIXED[at].attributes);
            if ((i + round) % 3 == 0)
                settle(fixture);
        }
        settle(fixture);
        const char *stands = db_text(&fixture->portfolio.tdb, PENALTIES_STANDING);
        if (round == 0)
            snprintf(first, sizeof(first), "%s", stands);
        else if (strcmp(stands, first) != 0)
            fail_msg("round %u: %s\nfirst: %s", round, stands, first);
        assert_text(fixture,
                    "select (select sum((data->>'delta_fen')::bigint) from event) ="
                    " (select sum(deduct_fen) from penalty where state <> 'superseded')",
                    "t");
        tear_down(state);
    }
    assert_string_equal(
        first, "E1:YF-193=14361224(0/1) F1:YF-205=0(2/3) F2:YF-205=7180612(3/3) F3:YF-205=0(4/3) "
               "F4:YF-205=0(1/3) N1:YF-198=0(1/3) U1:YF-199=0(1/2) U2:YF-199=14361224(2/2)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_row_and_its_proof),
        TEST(test_a_second_look_changes_nothing),
        TEST(test_the_third_opens_the_deduction),
        TEST(test_a_back_dated_case),
        TEST(test_a_voided_case_is_reversed_and_comes_back),
        TEST(test_decisions_stand),
        TEST(test_outside_the_period),
        TEST(test_a_case_that_cannot_be_judged),
        cmocka_unit_test(test_order_of_arrival_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
