/* What a change of pack moves: due days, instants, counts, sums; known facts and taken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "pack_diff.h"
#include "rules_fixture.h"

#define HEAD                                                                                       \
    "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\ncalendar: {base: cn, makeup_days: "       \
    "true}\n"

static pack_t *pack_of(const char *sections)
{
    char text[4096];
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    snprintf(text, sizeof(text), "%s%s", HEAD, sections);
    if (fixture_pack_text(text, &pack, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return pack;
}

#define TERM(rest) "terms:\n  - {clause: A, title: t, " rest "}\n"
#define MOVE(rule, clause, field, before, after)                                                   \
    "{\"rule\":\"" rule "\",\"clause\":" clause ",\"field\":\"" field "\",\"old\":" before         \
    ",\"new\":" after "}"
#define FACT(name, at)            "{\"name\":\"" name "\",\"at\":\"" at "\"}"
#define FACT_OF(serial, name, at) "{\"serial\":" serial ",\"name\":\"" name "\",\"at\":\"" at "\"}"
#define MOVE_OF(serial, before, after)                                                             \
    "{\"rule\":\"term.due\",\"clause\":\"A\",\"serial\":" serial                                   \
    ",\"field\":\"due\",\"old\":\"" before "\",\"new\":\"" after "\",\"assumed\":false}"
#define PERIOD                                                                                     \
    "contract: {clause: Z, total: 1000.00, service: {clause: Z, from: 2026-01-05, to: "            \
    "2026-12-31}}\n"

static const struct {
    const char *name, *before, *after;
    const char *facts; /* as recorded, or NULL */
    const char *want;
} CASES[] = {
    { "the same", TERM("after: [signed], within: 10 days"),
      TERM("after: [signed], within: 10 days"), NULL, "[]" },
    { "a title is no date", TERM("after: [signed], within: 10 days"),
      "terms:\n  - {clause: A, title: u, after: [signed], within: 10 days}\n", NULL, "[]" },
    { "a due day, of a fact that is taken", TERM("after: [signed], within: 10 days"),
      TERM("after: [signed], within: 12 days"), NULL,
      "[{\"rule\":\"term.due\",\"clause\":\"A\",\"field\":\"due\",\"old\":\"2026-01-15\",\"new\":"
      "\"2026-01-17\",\"assumed\":true}]" },
    { "of one that happened", TERM("after: [paid], within: 10 days"),
      TERM("after: [paid], within: 12 days"), "[" FACT("paid", "2026-03-01") "]",
      "[{\"old\":\"2026-03-11\",\"new\":\"2026-03-13\",\"assumed\":false}]" },
    { "another starting fact", TERM("after: [a], within: 10 days"),
      TERM("after: [b], within: 10 days"),
      "[" FACT("a", "2026-03-01") "," FACT("b", "2026-04-01") "]",
      "[" MOVE("term.due", "\"A\"", "due", "\"2026-03-11\"", "\"2026-04-11\"") "]" },
    { "a fact for this clause, before one for any", TERM("after: [paid], within: 10 days"),
      TERM("after: [paid], within: 12 days"),
      "[{\"name\":\"paid\",\"clause\":\"A\",\"at\":\"2026-02-01\"},"
      "{\"name\":\"paid\",\"clause\":\"B\",\"at\":\"2026-05-01\"}," FACT("paid", "2026-03-01") "]",
      "[" MOVE_OF("null", "2026-02-11", "2026-02-13") "]" },
    { "two systems, each by its own facts", TERM("after: [a, b], within: 10 days"),
      TERM("after: [a, b], within: 12 days"),
      "[" FACT_OF("12", "a", "2026-03-01") "," FACT_OF("3", "b", "2026-04-01") "," FACT_OF(
          "7", "c", "2026-06-01") "," FACT("a", "2026-02-01") "," FACT("b", "2026-02-02") "]",
      "[" MOVE_OF("null", "2026-02-12", "2026-02-14") "," MOVE_OF(
          "3", "2026-04-11", "2026-04-13") "," MOVE_OF("12", "2026-03-11", "2026-03-13") "]" },
    { "a system whose fact starts the term of one side only", TERM("after: [a], within: 10 days"),
      TERM("after: [b], within: 10 days"),
      "[" FACT("a", "2026-03-01") "," FACT("b", "2026-03-01") "," FACT_OF("5", "b",
                                                                          "2026-04-01") "]",
      "[" MOVE_OF("5", "2026-03-11", "2026-04-11") "]" },
    { "a clause that is gone, and a system of its own", TERM("after: [a], within: 10 days"), "",
      "[" FACT_OF("5", "a", "2026-04-01") "]",
      "[{\"serial\":null,\"new\":null,\"assumed\":true},"
      "{\"serial\":5,\"old\":\"2026-04-11\",\"new\":null,\"assumed\":false}]" },
    { "a clause that is new, and a system of its own", "", TERM("after: [a], within: 10 days"),
      "[" FACT_OF("5", "a", "2026-04-01") "]",
      "[{\"serial\":null,\"old\":null,\"assumed\":true},"
      "{\"serial\":5,\"old\":null,\"new\":\"2026-04-11\",\"assumed\":false}]" },
    { "a contract's fact for the clause, before a system's for any",
      TERM("after: [a], within: 10 days"), TERM("after: [a], within: 12 days"),
      "[{\"name\":\"a\",\"clause\":\"A\",\"at\":\"2026-03-01\"}," FACT_OF("5", "a",
                                                                          "2026-04-01") "]",
      "[" MOVE_OF("null", "2026-03-11", "2026-03-13") "]" },
    { "a clause that is gone", TERM("fixed: 2026-06-30"), "", NULL,
      "[" MOVE("term.due", "\"A\"", "due", "\"2026-06-30\"", "null") "]" },
    { "a clause that is new", "", TERM("fixed: 2026-06-30"), NULL,
      "[" MOVE("term.due", "\"A\"", "due", "null", "\"2026-06-30\"") "]" },
    { "a share of the total", PERIOD TERM("fixed: 2026-06-30, amount: 60%"),
      PERIOD TERM("fixed: 2026-06-30, amount: 50%"), NULL,
      "[" MOVE("term.due", "\"A\"", "amount_fen", "60000", "50000") "]" },
    { "the end of the service", PERIOD TERM("before: service_end, by: 2 months"),
      "contract: {clause: Z, total: 1000.00, service: {clause: Z, from: 2026-01-05, to: "
      "2026-11-30}}\n" TERM("before: service_end, by: 2 months"),
      NULL, "[" MOVE("term.due", "\"A\"", "due", "\"2026-10-31\"", "\"2026-09-30\"") "]" },
    { "a clock, on what it binds and on what its limits ask for",
      "clocks:\n  - {clause: B, title: t, when: {grade: I}, onsite: [{within: 4 h, from: "
      "occurred_at, when: "
      "{suburb: true}}, {within: 2 h, from: occurred_at}]}\n",
      "clocks:\n  - {clause: B, title: t, when: {grade: I}, onsite: [{within: 5 h, from: "
      "occurred_at, when: "
      "{suburb: true}}, {within: 2 h, from: occurred_at}]}\n",
      NULL,
      "[" MOVE("sla.clock", "\"B\"", "onsite_by", "\"2026-01-05T13:00:00+08:00\"",
               "\"2026-01-05T14:00:00+08:00\"") "]" },
    { "how often",
      PERIOD "recurring:\n  - {clause: C, title: t, work: service, times: 4, per: year}\n",
      PERIOD "recurring:\n  - {clause: C, title: t, work: service, times: 6, per: year}\n", NULL,
      "[" MOVE("schedule.count", "\"C\"", "instances", "4", "6") "]" },
    { "documents", PERIOD "deliverables:\n  - {clause: D, title: t, every: month}\n",
      PERIOD "deliverables:\n  - {clause: D, title: t, every: quarter}\n", NULL,
      "[" MOVE("schedule.count", "\"D\"", "instances", "12", "4") "]" },
    { "documents of one clause are asked about once",
      PERIOD "deliverables:\n  - {clause: D, title: t, every: month}\n"
             "  - {clause: D, title: u, every: month}\n",
      PERIOD "deliverables:\n  - {clause: D, title: t, every: quarter}\n"
             "  - {clause: D, title: u, every: month}\n",
      NULL, "[" MOVE("schedule.count", "\"D\"", "instances", "24", "16") "]" },
    { "the end of a service without one", TERM("before: service_end, by: 2 months"),
      TERM("before: service_end, by: 1 months"), NULL,
      "[{\"rule\":\"term.due\",\"field\":\"due\",\"assumed\":true}]" },
    { "half a year before a service ends whose beginning is a fact",
      "contract: {clause: Z, service: {clause: Z, from: signed, to: 2026-12-31}}\n" TERM(
          "after: [signed], within: 10 days"),
      "contract: {clause: Z, service: {clause: Z, from: signed, to: 2026-12-31}}\n" TERM(
          "after: [signed], within: 12 days"),
      NULL, "[" MOVE("term.due", "\"A\"", "due", "\"2026-07-12\"", "\"2026-07-14\"") "]" },
    { "instalments",
      PERIOD
      "payments:\n  - {clause: E, title: a, share: 70%}\n  - {clause: F, title: b, share: 30%}\n",
      PERIOD
      "payments:\n  - {clause: E, title: a, share: 60%}\n  - {clause: F, title: b, share: 40%}\n",
      NULL,
      "[" MOVE("payment.instalments", "null", "instalments_fen", "[70000,30000]",
               "[60000,40000]") "]" },
    { "a decided percentage, at its cap",
      PERIOD "payments:\n  - {clause: E, title: a, share: 100%, remainder: true}\nsettlement:\n"
             "  - {clause: G, quality: fair, title: t, at_most: 90%}\n",
      PERIOD "payments:\n  - {clause: E, title: a, share: 100%, remainder: true}\nsettlement:\n"
             "  - {clause: G, quality: fair, title: t, at_most: 80%}\n",
      NULL,
      "[" MOVE("settlement.final", "\"G\"", "total_fen", "90000", "80000") "," MOVE(
          "settlement.final", "\"G\"", "final_instalment_fen", "90000", "80000") "]" },
    { "a penalty, from the case on that deducts",
      PERIOD
      "penalties:\n  clause: H\n  in_service_period: false\n  one_row_per_incident: true\n  rows:\n"
      "    - {no: 1, clause: I, title: t, case: fault, when: {level: C, hours: \"> 2\", seen: "
      "true}, "
      "from: 3, deduct: 1%}\n",
      PERIOD
      "penalties:\n  clause: H\n  in_service_period: false\n  one_row_per_incident: true\n  rows:\n"
      "    - {no: 1, clause: I, title: t, case: fault, when: {level: C, hours: \"> 2\", seen: "
      "true}, "
      "from: 3, deduct: 2%}\n",
      NULL, "[" MOVE("penalty.assess", "\"I\"", "total_fen", "1000", "2000") "]" },
    { "a limit", PERIOD "limits:\n  - {clause: J, title: t, value: fen, is: \"<= 20%\"}\n",
      PERIOD "limits:\n  - {clause: J, title: t, value: fen, is: \"<= 30%\"}\n", NULL,
      "[" MOVE("limit.check", "\"J\"", "required", "20000", "30000") "]" },
    { "a limit on a list", "limits:\n  - {clause: J, title: t, value: distinct, is: \">= 3\"}\n",
      "limits:\n  - {clause: J, title: t, value: distinct, is: \">= 4\"}\n", NULL,
      "[{\"rule\":\"limit.check\",\"field\":\"required\"}]" },
    { "systems", "systems:\n  - {clause: K, no: 1, name: a, grade: 3}\n",
      "systems:\n  - {clause: K, no: 1, name: a, grade: 3}\n  - {clause: K, no: 2, name: b, grade: "
      "3}\n",
      NULL, "[" MOVE("pack.query", "null", "count", "1", "2") "]" },
    { "phases", "phases:\n  - {clause: L, no: 1, name: a, within: 3 days}\n",
      "phases:\n  - {clause: L, no: 1, name: a, within: 4 days}\n", NULL,
      "[{\"rule\":\"phase.plan\",\"old\":[{\"to\":\"2026-01-07\"}],\"new\":[{\"to\":\"2026-01-08\"}"
      "]}]" },
    { "interest",
      PERIOD
      "late_interest: {clause: M, title: t, from_working_day: 11, rate: 0.1%, per: day, cap: 3%}\n",
      PERIOD
      "late_interest: {clause: M, title: t, from_working_day: 11, rate: 0.1%, per: day, cap: 2%}\n",
      NULL, "[" MOVE("payment.late_interest", "null", "interest_fen", "3000", "2000") "]" },
    { "shares by days",
      PERIOD "pro_rata:\n  - {clause: N, title: t, kind: refund, base: contract, days: 365}\n"
             "  - {clause: O, title: t, kind: holdover, base: contract, days: 365}\n",
      PERIOD "pro_rata:\n  - {clause: N, title: t, kind: refund, base: contract, days: 360}\n"
             "  - {clause: O, title: t, kind: holdover, base: contract, days: 365}\n",
      NULL, "[{\"rule\":\"termination.refund\",\"clause\":\"N\",\"field\":\"refund_fen\"}]" },
};

static json_t *moves_of(struct fixture *f, size_t i)
{
    json_t *facts = CASES[i].facts ? json_loads(CASES[i].facts, 0, NULL) : NULL;
    pack_t *before = pack_of(CASES[i].before);
    pack_t *after = pack_of(CASES[i].after);
    struct pack_moves_ask ask = { .before = before,
                                  .after = after,
                                  .calendar = f->calendar,
                                  .facts = facts,
                                  .signed_day = NO_DAY };
    json_t *moves = pack_moves(&ask);
    pack_destroy(&before);
    pack_destroy(&after);
    json_decref(facts);
    return moves;
}

static void test_cases(void **state)
{
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *got = moves_of(*state, i);
        json_t *want = json_loads(CASES[i].want, 0, NULL);
        char *text = json_dumps(got, JSON_COMPACT);
        assert_non_null(want);
        if (!json_covers(want, got))
            fail_msg("%s: %s", CASES[i].name, text);
        free(text);
        json_decref(want);
        json_decref(got);
    }
}

/* The contract's own signing, total and readings; a reading that one pack lacks is not asked of it.
 */
static void test_contract(void **state)
{
    struct fixture *f = *state;
    pack_t *before = pack_of(TERM("after: [signed], within: 10 days, amount: 50%"));
    pack_t *after = pack_of("readings:\n  - {name: roll, value: \"false\", about: a}\n" TERM(
        "after: [signed], within: 10 days, amount: 60%"));
    json_t *readings = json_pack("{s:s}", "roll", "true");
    struct pack_moves_ask ask = { .before = before,
                                  .after = after,
                                  .calendar = f->calendar,
                                  .readings = readings,
                                  .contract_fen = 0,
                                  .signed_day = day_of("2026-01-07") };
    json_t *moves = pack_moves(&ask);
    json_t *want = json_loads("[{\"field\":\"due\",\"old\":\"2026-01-17\",\"new\":\"2026-01-19\"}]",
                              0, NULL); /* a Saturday rolls to Monday under the reading */
    assert_true(json_covers(want, moves));
    json_decref(want);
    json_decref(moves);
    json_decref(readings);
    pack_destroy(&before);
    pack_destroy(&after);
}

/* The contract's own total comes before the pack's. */
static void test_total(void **state)
{
    struct fixture *f = *state;
    pack_t *before = pack_of(PERIOD "payments:\n  - {clause: E, title: a, share: 70%}\n"
                                    "  - {clause: F, title: b, share: 30%}\n");
    pack_t *after = pack_of(PERIOD "payments:\n  - {clause: E, title: a, share: 60%}\n"
                                   "  - {clause: F, title: b, share: 40%}\n");
    struct pack_moves_ask ask = { .before = before,
                                  .after = after,
                                  .calendar = f->calendar,
                                  .contract_fen = 500,
                                  .signed_day = NO_DAY };
    json_t *moves = pack_moves(&ask);
    json_t *want = json_loads("[{\"old\":[350,150],\"new\":[300,200]}]", 0, NULL);
    assert_true(json_covers(want, moves));
    json_decref(want);
    json_decref(moves);
    pack_destroy(&before);
    pack_destroy(&after);
}

/* A rule that refuses says so in the place of its answer; what both refuse alike is no difference.
 */
static void test_refusals(void **state)
{
    struct fixture *f = *state;
    pack_t *before = pack_of("");
    pack_t *after = pack_of(TERM("after: [signed], within: 36600 days"));
    struct pack_moves_ask ask = { .before = before,
                                  .after = after,
                                  .calendar = f->calendar,
                                  .signed_day = day_of("2150-01-01") };
    json_t *moves = pack_moves(&ask);
    const json_t *first = json_array_get(moves, 0);
    assert_true(json_is_null(json_object_get(first, "old")));
    assert_non_null(json_object_get(json_object_get(first, "new"), "error"));
    json_decref(moves);
    ask.before = after;
    moves = pack_moves(&ask);
    assert_int_equal(json_array_size(moves), 0);
    json_decref(moves);
    pack_destroy(&before);
    pack_destroy(&after);
}

/* Nothing that ships is refused: from nothing to the pack, every question has an answer. */
static void test_shipped(void **state)
{
    static const char *const NAMES[] = { "minhang-2024", "yifen-2026", "rsj-2022", "sfj-2024",
                                         "langfang-2025" };
    struct fixture *f = *state;
    struct eval_env env = fixture_env(f);
    pack_t *nothing = pack_of("");
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        struct pack_moves_ask ask = { .before = nothing,
                                      .after = env.pack(env.arg, NAMES[i]),
                                      .calendar = f->calendar,
                                      .signed_day = NO_DAY };
        json_t *moves = pack_moves(&ask);
        assert_true(json_array_size(moves) > 10);
        for (size_t k = 0; k < json_array_size(moves); k++) {
            json_t *move = json_array_get(moves, k);
            if (json_object_get(json_object_get(move, "new"), "error"))
                fail_msg("%s: %s", NAMES[i], json_dumps(move, JSON_COMPACT));
        }
        json_decref(moves);
    }
    pack_destroy(&nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),   cmocka_unit_test(test_contract),
        cmocka_unit_test(test_total),   cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_shipped),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
