/* The penalty table: thresholds, incidents, periods, and that order never matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "penalty.h"
#include "rules_fixture.h"

enum { TOTAL = 718061200, ONE = 7180612, TWO = 14361224, THREE = 21541836, CASES_MAX = 8 };

struct given {
    const char *type, *at, *incident, *facts;
};

static const struct {
    const char *name;
    const char *repeat; /* NULL: the pack's */
    struct given cases[CASES_MAX];
    int64_t want[CASES_MAX]; /* deduction of each case; -1: no row covers it */
} TABLE[] = {
    { "grades I and II alike",
      NULL,
      { { "security_event", "2026-05-11", NULL, "{\"grade\":\"I\"}" },
        { "security_event", "2026-05-12", NULL, "{\"grade\":\"II\"}" } },
      { THREE, THREE } },
    { "grades III and IV",
      NULL,
      { { "security_event", "2026-05-11", NULL, "{\"grade\":\"III\"}" },
        { "security_event", "2026-05-12", NULL, "{\"grade\":\"IV\"}" } },
      { TWO, ONE } },
    { "notices need to be verified",
      NULL,
      { { "regulator_notice", "2026-05-11", NULL, "{\"source\":\"central\",\"verified\":false}" },
        { "regulator_notice", "2026-05-12", NULL, "{\"source\":\"central\",\"verified\":true}" },
        { "regulator_notice", "2026-05-13", NULL, "{\"source\":\"city\",\"verified\":true}" },
        { "regulator_notice", "2026-05-14", NULL, "{\"source\":\"city\"}" } },
      { -1, THREE, TWO, -1 } },
    { "third C+ fault, once",
      NULL,
      { { "fault", "2026-05-11", NULL, "{\"level\":\"C+\"}" },
        { "fault", "2026-06-11", NULL, "{\"level\":\"C+\"}" },
        { "fault", "2026-07-11", NULL, "{\"level\":\"C+\"}" },
        { "fault", "2026-08-11", NULL, "{\"level\":\"C+\"}" } },
      { 0, 0, ONE, 0 } },
    { "third C+ fault, each from then on",
      "per_case_from_threshold",
      { { "fault", "2026-05-11", NULL, "{\"level\":\"C+\"}" },
        { "fault", "2026-06-11", NULL, "{\"level\":\"C+\"}" },
        { "fault", "2026-07-11", NULL, "{\"level\":\"C+\"}" },
        { "fault", "2026-08-11", NULL, "{\"level\":\"C+\"}" } },
      { 0, 0, ONE, ONE } },
    { "B1 and B2 together",
      NULL,
      { { "fault", "2026-05-11", NULL, "{\"level\":\"B1\"}" },
        { "fault", "2026-06-11", NULL, "{\"level\":\"B2\"}" } },
      { 0, TWO } },
    { "levels do not mix",
      NULL,
      { { "fault", "2026-05-11", NULL, "{\"level\":\"C+\"}" },
        { "fault", "2026-05-12", NULL, "{\"level\":\"B1\"}" },
        { "fault", "2026-05-13", NULL, "{\"level\":\"A2\"}" } },
      { 0, 0, THREE } },
    { "later case given first",
      NULL,
      { { "fault", "2026-06-11", NULL, "{\"level\":\"B2\"}" },
        { "fault", "2026-05-11", NULL, "{\"level\":\"B1\"}" } },
      { TWO, 0 } },
    { "only notices that hit the business count",
      NULL,
      { { "center_notice", "2026-05-11", NULL, "{\"business_affected\":true}" },
        { "center_notice", "2026-05-12", NULL, "{\"business_affected\":false}" },
        { "center_notice", "2026-05-13", NULL, "{\"business_affected\":true}" },
        { "center_notice", "2026-05-14", NULL, "{\"business_affected\":true}" } },
      { 0, -1, 0, ONE } },
    { "second complaint of an important user",
      NULL,
      { { "user_complaint", "2026-05-11", NULL, "{\"important_user\":true}" },
        { "user_complaint", "2026-05-12", NULL, "{}" },
        { "user_complaint", "2026-05-13", NULL, "{\"important_user\":true}" } },
      { 0, -1, TWO } },
    { "two high risks in one inspection",
      NULL,
      { { "inspection", "2026-05-11", NULL, "{\"high_risk\":1}" },
        { "inspection", "2026-05-12", NULL, "{\"high_risk\":1}" },
        { "inspection", "2026-05-13", NULL, "{\"high_risk\":2}" } },
      { 0, 0, TWO } },
    { "each case",
      NULL,
      { { "monitoring_finding", "2026-05-11", NULL, "{}" },
        { "unauthorised_statement", "2026-05-12", NULL, NULL },
        { "monitoring_finding", "2026-05-12", NULL, NULL } },
      { TWO, TWO, TWO } },
    { "by the event that came of it",
      NULL,
      { { "vulnerability_unreported", "2026-05-11", NULL, "{}" },
        { "vulnerability_unreported", "2026-05-12", NULL, "{\"event_grade\":\"III\"}" },
        { "vulnerability_unreported", "2026-05-13", NULL, "{\"event_grade\":null}" } },
      { 0, TWO, 0 } },
    { "low risks do not count",
      NULL,
      { { "vulnerability_overdue", "2026-05-11", NULL, "{\"severity\":\"high\"}" },
        { "vulnerability_overdue", "2026-05-12", NULL, "{\"severity\":\"low\"}" },
        { "vulnerability_overdue", "2026-05-13", NULL, "{\"severity\":\"medium\"}" },
        { "vulnerability_overdue", "2026-05-14", NULL, "{\"severity\":\"high\"}" } },
      { 0, 0, 0, TWO } },
    { "threshold and event add",
      NULL,
      { { "vulnerability_overdue", "2026-05-11", NULL, "{\"severity\":\"high\"}" },
        { "vulnerability_overdue", "2026-05-12", NULL, "{\"severity\":\"high\"}" },
        { "vulnerability_overdue", "2026-05-13", NULL,
          "{\"severity\":\"high\",\"event_grade\":\"IV\"}" } },
      { 0, 0, THREE } },
    { "first and last day of the period",
      NULL,
      { { "monitoring_finding", "2026-03-15", NULL, NULL },
        { "monitoring_finding", "2026-03-16", NULL, NULL },
        { "monitoring_finding", "2026-12-31", NULL, NULL },
        { "monitoring_finding", "2027-01-01", NULL, NULL } },
      { -1, TWO, TWO, -1 } },
    { "cases outside do not count",
      NULL,
      { { "fault", "2026-03-15", NULL, "{\"level\":\"B1\"}" },
        { "fault", "2026-05-11", NULL, "{\"level\":\"B1\"}" } },
      { -1, 0 } },
    { "one incident, the highest row",
      NULL,
      { { "security_event", "2026-05-11", "E1", "{\"grade\":\"III\"}" },
        { "regulator_notice", "2026-05-20", "E1", "{\"source\":\"central\",\"verified\":true}" } },
      { 0, THREE } },
    { "one incident, equal rows, the earlier",
      NULL,
      { { "monitoring_finding", "2026-05-20", "E1", NULL },
        { "unauthorised_statement", "2026-05-11", "E1", NULL } },
      { 0, TWO } },
    { "different incidents add",
      NULL,
      { { "security_event", "2026-05-11", "E1", "{\"grade\":\"II\"}" },
        { "security_event", "2026-06-16", "E2", "{\"grade\":\"III\"}" },
        { "security_event", "2026-07-22", "E3", "{\"grade\":\"IV\"}" } },
      { THREE, TWO, ONE } },
    { "charged elsewhere still counts, the deduction moves on",
      NULL,
      { { "fault", "2026-05-11", NULL, "{\"level\":\"B1\"}" },
        { "fault", "2026-06-11", "E1", "{\"level\":\"B1\"}" },
        { "security_event", "2026-06-11", "E1", "{\"grade\":\"I\"}" },
        { "fault", "2026-07-11", NULL, "{\"level\":\"B2\"}" } },
      { 0, 0, THREE, TWO } },
    { "no cases", NULL, { { NULL, NULL, NULL, NULL } }, { 0 } },
};

struct run { /* one table row, its cases in some order */
    struct penalty_case cases[CASES_MAX];
    size_t original[CASES_MAX]; /* place in the row of each case given */
    size_t count;
    struct reading_choice choice;
    struct readings readings;
    struct penalty_ask ask;
};

static void run_init(struct run *run, const pack_t *pack, size_t row)
{
    memset(run, 0, sizeof(*run));
    for (; run->count < CASES_MAX && TABLE[row].cases[run->count].type; run->count++) {
        const struct given *g = &TABLE[row].cases[run->count];
        run->cases[run->count] =
            (struct penalty_case){ .type = g->type, .at = day_of(g->at), .incident = g->incident };
        run->cases[run->count].id = (int64_t)run->count;
        run->cases[run->count].facts = g->facts ? json_loads(g->facts, 0, NULL) : NULL;
        run->original[run->count] = run->count;
    }
    run->choice = (struct reading_choice){ "repeat", TABLE[row].repeat };
    run->readings = (struct readings){ &run->choice, TABLE[row].repeat ? 1 : 0 };
    run->ask = (struct penalty_ask){
        .pack = pack, .contract_fen = TOTAL, .cases = run->cases, .count = run->count
    };
    run->ask.period_from = day_of("2026-03-16");
    run->ask.period_to = day_of("2026-12-31");
    run->ask.readings = &run->readings;
    run->ask.with_proofs = true;
}

static void run_fini(struct run *run)
{
    for (size_t i = 0; i < run->count; i++)
        json_decref((json_t *)(uintptr_t)run->cases[i].facts);
}

static void check_run(struct run *run, size_t row)
{
    struct penalty_rulings rulings;
    struct problem problem = { .rc = RC_OK };
    int64_t total = 0;
    size_t at = 0;
    if (penalty_assess(&run->ask, &rulings, &problem) != RC_OK)
        fail_msg("%s: %s %s", TABLE[row].name, problem.field, problem.text);
    for (size_t i = 0; i < run->count; i++) {
        int64_t want = TABLE[row].want[run->original[i]];
        if (want < 0)
            continue;
        const struct penalty_assessment *a = &rulings.rows[at++];
        if (at > rulings.count || a->case_index != i || a->deduct_fen != want ||
            proof_size(a->proof) < 3)
            fail_msg("%s: case %zu deducts %lld", TABLE[row].name, run->original[i],
                     at > rulings.count ? -1LL : (long long)a->deduct_fen);
        total += want;
    }
    if (at != rulings.count || rulings.total_fen != total)
        fail_msg("%s: %zu rows", TABLE[row].name, rulings.count);
    penalty_rulings_fini(&rulings);
}

/* Every rotation and its mirror image gives each case the same deduction. */
static void test_table_in_any_order(void **state)
{
    const struct fixture *f = *state;
    for (size_t row = 0; row < COUNT_OF(TABLE); row++) {
        struct run run;
        run_init(&run, f->packs[1], row);
        check_run(&run, row);
        for (size_t turn = 0; turn < 2 * run.count; turn++) {
            struct run shuffled = run;
            for (size_t i = 0; i < run.count; i++) {
                size_t from = turn < run.count
                                  ? (i + turn) % run.count
                                  : (2 * run.count - 1 - i - (turn - run.count)) % run.count;
                shuffled.cases[i] = run.cases[from];
                shuffled.original[i] = from;
            }
            shuffled.ask.cases = shuffled.cases;
            shuffled.ask.readings = &shuffled.readings;
            shuffled.readings.rows = &shuffled.choice;
            check_run(&shuffled, row);
        }
        run_fini(&run);
    }
}

static void test_what_is_told(void **state)
{
    const struct fixture *f = *state;
    struct run run;
    struct penalty_rulings rulings;
    struct problem problem = { .rc = RC_OK };
    run_init(&run, f->packs[1], 3);
    assert_int_equal(penalty_assess(&run.ask, &rulings, &problem), RC_OK);
    assert_int_equal(rulings.rows[2].count, 3);
    assert_int_equal(rulings.rows[2].threshold, 3);
    assert_int_equal(rulings.rows[2].deduct_bp, 100);
    assert_string_equal(rulings.rows[2].row->measures.rows[1], "约谈企业负责人");
    assert_int_equal(rulings.refund_fen, 0);
    penalty_rulings_fini(&rulings);
    run.ask.with_proofs = false;
    assert_int_equal(penalty_assess(&run.ask, &rulings, &problem), RC_OK);
    assert_null(rulings.rows[0].proof);
    penalty_rulings_fini(&rulings);
    penalty_rulings_fini(&rulings);
    run_fini(&run);
    run_init(&run, f->packs[1], 17);
    assert_int_equal(penalty_assess(&run.ask, &rulings, &problem), RC_OK);
    assert_string_equal(rulings.rows[0].charged_by, "YF-196");
    penalty_rulings_fini(&rulings);
    run_fini(&run);
}

static void test_limits(void **state)
{
    const struct fixture *f = *state;
    struct run run;
    struct penalty_rulings rulings = { .count = 77 };
    struct problem problem = { .rc = RC_OK };
    run_init(&run, f->packs[1], 0);
    run.ask.contract_fen = -1;
    assert_int_equal(penalty_assess(&run.ask, &rulings, &problem), RC_INVALID);
    problem_clear(&problem);
    run.ask.contract_fen = INT64_MAX;
    assert_int_equal(penalty_assess(&run.ask, &rulings, &problem), RC_OK);
    penalty_rulings_fini(&rulings);
    run.ask.contract_fen = 50;
    assert_int_equal(penalty_assess(&run.ask, &rulings, &problem), RC_OK);
    assert_int_equal(rulings.rows[0].deduct_fen, 2); /* 1.5 fen, half up */
    penalty_rulings_fini(&rulings);
    run.ask.pack = f->packs[0];
    rulings.count = 77;
    assert_int_equal(penalty_assess(&run.ask, &rulings, &problem), RC_REFUSED);
    assert_int_equal(rulings.count, 77);
    run_fini(&run);
}

/* Without a period every case counts; a refund is what was received. */
static void test_no_period_and_refund(void **state)
{
    static const char TEXT[] =
        "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n"
        "penalties:\n  clause: X\n  in_service_period: false\n  one_row_per_incident: true\n  "
        "rows:\n"
        "    - {no: 1, clause: X, title: t, case: leak, deduct: 20%, refund: received_fen}\n";
    struct problem problem = { .rc = RC_OK };
    struct penalty_rulings rulings;
    pack_t *pack = NULL;
    json_t *facts = json_pack("{s:i}", "received_fen", 300);
    struct penalty_case c = { .type = "leak", .at = 0, .facts = facts };
    struct penalty_ask ask = {
        .contract_fen = 1000, .period_from = 10, .period_to = 5, .cases = &c, .count = 1
    };
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    ask.pack = pack;
    assert_int_equal(penalty_assess(&ask, &rulings, &problem), RC_OK);
    assert_int_equal(rulings.total_fen, 200);
    assert_int_equal(rulings.refund_fen, 300);
    penalty_rulings_fini(&rulings);
    json_decref(facts);
    pack_destroy(&pack);
}

/* Cases of one day are taken by id, and where nothing tells them apart as they were given. A
 * contract whose period is not known counts every day. */
static void test_ties(void **state)
{
    static const char TEXT[] =
        "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n"
        "penalties:\n  clause: X\n  in_service_period: true\n  one_row_per_incident: true\n  "
        "rows:\n    - {no: 1, clause: X, title: t, case: c, from: 2, deduct: 1%}\n";
    struct problem problem = { .rc = RC_OK };
    struct penalty_rulings rulings;
    pack_t *pack = NULL;
    struct penalty_case cases[] = { { "c", 100, 7, NULL, NULL },
                                    { "c", 100, 3, NULL, NULL },
                                    { "c", 100, 7, NULL, NULL } };
    struct penalty_ask ask = { .contract_fen = 1000,
                               .period_from = NO_DAY,
                               .period_to = 5,
                               .cases = cases,
                               .count = COUNT_OF(cases) };
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    ask.pack = pack;
    assert_int_equal(penalty_assess(&ask, &rulings, &problem), RC_OK);
    assert_int_equal(rulings.count, 3);
    assert_int_equal(rulings.rows[0].count, 2);
    assert_int_equal(rulings.rows[1].count, 1);
    assert_int_equal(rulings.rows[2].count, 3);
    assert_int_equal(rulings.rows[0].deduct_fen, 10);
    penalty_rulings_fini(&rulings);
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_in_any_order),
        cmocka_unit_test(test_what_is_told),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_no_period_and_refund),
        cmocka_unit_test(test_ties),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
