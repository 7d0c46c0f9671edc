/* What missing deadlines would cost: against a reckoning of its own, and against rule
 * penalty.assess as anybody may ask it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"
#include "forecast_exposure.h"
#include "forecast_fixture.h"

/* One overdue finding stands. Open: a phase, two findings that count, one of low risk, a term. */
static const char FACTS[] =
    "{'systems':[{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["
    "{'id':1,'number':5,'state':'active','from':'2026-06-15','due':'2026-06-17','deadline':11,"
    "'code':'P5'}]}],"
    "'cases':[{'code':'D/F0','type':null,'kind':'finding','on':'2026-06-02','incident':null,"
    "'facts':{'severity':'high'}},"
    "{'code':'D/T0','type':null,'kind':'term','on':'2026-06-02','incident':null,'facts':{}}],"
    "'deadlines':["
    "{'id':20,'code':'F0','kind':'finding','serial':1,'from':'2026-05-01','due':'2026-06-01',"
    "'missed':true,'facts':{'severity':'high'}},"
    "{'id':21,'code':'F1','kind':'finding','serial':1,'from':'2026-06-01','due':'2026-06-30',"
    "'facts':{'severity':'medium'}},"
    "{'id':22,'code':'F2','kind':'finding','serial':1,'from':'2026-06-01','due':'2026-06-28',"
    "'facts':{'severity':'high'}},"
    "{'id':23,'code':'F3','kind':'finding','serial':1,'from':'2026-06-01','due':'2026-06-28',"
    "'facts':{'severity':'low'}},"
    "{'id':24,'code':'T1','kind':'term','serial':null,'from':'2026-06-01','due':'2026-06-28',"
    "'facts':{}}]}";

static struct forecast_judge judge_of(const struct forecast_ground *ground)
{
    struct problem problem = { .rc = RC_OK };
    struct forecast_judge judge;
    if (judge_init(&judge, &ground->forecast, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return judge;
}

/* What missing those of `codes` (ended by NULL) adds. */
static int64_t added(struct forecast_judge *judge, const struct forecast_ground *ground,
                     const char *const *codes)
{
    struct problem problem = { .rc = RC_OK };
    int64_t fen = -1;
    judge_begin(judge);
    for (size_t i = 0; codes[i]; i++) {
        size_t item = ground_item(ground, codes[i]);
        judge_miss(judge, item, ground->forecast.items[item].due);
    }
    assert_int_equal(judge_ask(judge, &fen, &problem), RC_OK);
    return fen;
}

/* In hundredths of the total; the ceiling is five. */
static void test_what_it_adds(void **state)
{
    static const struct {
        const char *name;
        const char *codes[8];
        int64_t percent;
    } CASES[] = {
        { "nothing", { NULL }, 0 },
        { "a phase", { "P5" }, 1 },
        { "the second finding that counts", { "F1" }, 2 },
        { "the second and the third", { "F1", "F2" }, 4 },
        { "one of low risk does not count", { "F3" }, 0 },
        { "low beside another", { "F3", "F2" }, 2 },
        { "a term costs nothing here", { "T1" }, 0 },
        { "what is missed already adds nothing", { "F0" }, 0 },
        { "up to the ceiling exactly", { "P5", "F1", "F2" }, 5 },
        { "the same twice is no other case", { "P5", "F1", "F2", "F3", "T1" }, 5 },
    };
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    struct forecast_judge judge = judge_of(&ground);
    assert_int_equal(judge.judged_fen, 0); /* the first finding that counts */
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        int64_t fen = added(&judge, &ground, CASES[i].codes);
        if (fen != CASES[i].percent * GROUND_PERCENT)
            fail_msg("%s: %lld", CASES[i].name, (long long)fen);
    }
    judge_fini(&judge);
    ground_close(&ground);
}

/* One deadline alone: which row, the how-manieth, from which on it costs. */
static void test_one_alone(void **state)
{
    static const struct {
        const char *code, *clause;
        int64_t counted, threshold, percent;
    } CASES[] = { { "P5", "P1", 0, 0, 1 }, { "F1", "P2", 2, 2, 2 }, { "F2", "P2", 2, 2, 2 },
                  { "F3", NULL, 0, 0, 0 }, { "T1", NULL, 0, 0, 0 }, { "F0", NULL, 0, 0, 0 } };
    struct forecast_ground ground;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    struct forecast_judge judge = judge_of(&ground);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct miss_ruling ruling;
        assert_int_equal(judge_one(&judge, ground_item(&ground, CASES[i].code), &ruling, &problem),
                         RC_OK);
        assert_int_equal(ruling.added_fen, CASES[i].percent * GROUND_PERCENT);
        assert_int_equal(ruling.counted, CASES[i].counted);
        assert_int_equal(ruling.threshold, CASES[i].threshold);
        assert_true((ruling.row != NULL) == (CASES[i].clause != NULL));
        if (ruling.row)
            assert_string_equal(ruling.row->clause, CASES[i].clause);
    }
    judge_fini(&judge);
    ground_close(&ground);
}

/* ---- a reckoning of its own ---- */

enum { FINDINGS = 6, PHASES = 3 };

/* The pack of the fixture by hand: 1 % a phase, 2 % a counted finding from the second on, at most
 * 5 %. */
static int64_t by_hand(unsigned phases, unsigned counted)
{
    int64_t percent = phases + (counted > 1 ? 2 * (counted - 1) : 0);
    return (percent < 5 ? percent : 5) * GROUND_PERCENT;
}

/* Facts of a small contract: findings of changing risk and phases of three systems, `standing` of
 * the findings missed already (a bit each). */
static void small_contract(char *out, size_t size, unsigned standing)
{
    static const char *const RISKS[] = { "low", "medium", "high" };
    int n = snprintf(out, size, "{'systems':[");
    for (int i = 1; i <= PHASES; i++)
        n += snprintf(out + n, size - (size_t)n,
                      "%s{'serial':%d,'name':'s','team':'a','started':true,'done':false,'phases':["
                      "{'id':%d,'number':%d,'state':'active','from':'2026-06-01','due':"
                      "'2026-06-2%d','deadline':%d,'code':'P%d'}]}",
                      i > 1 ? "," : "", i, i, i, i, i, i);
    n += snprintf(out + n, size - (size_t)n, "],'deadlines':[");
    for (int i = 0; i < FINDINGS; i++)
        n += snprintf(out + n, size - (size_t)n,
                      "%s{'id':%d,'code':'F%d','kind':'finding','serial':1,'from':'2026-06-01',"
                      "'due':'2026-06-2%d','missed':%s,'facts':{'severity':'%s'}}",
                      i ? "," : "", i, i, i, standing >> i & 1 ? "true" : "false", RISKS[i % 3]);
    n += snprintf(out + n, size - (size_t)n, "],'cases':[");
    for (int i = 0, first = 1; i < FINDINGS; i++)
        if (standing >> i & 1) {
            n += snprintf(out + n, size - (size_t)n,
                          "%s{'code':'D/F%d','type':null,'kind':'finding','on':'2026-06-2%d',"
                          "'incident':null,'facts':{'severity':'%s'}}",
                          first ? "" : ",", i, i + 1, RISKS[i % 3]);
            first = 0;
        }
    snprintf(out + n, size - (size_t)n, "]}");
}

/* Every set of missed deadlines of a small contract, over several sets that stand: to the fen. And
 * missing one more never costs less. */
static void test_every_set_by_hand(void **state)
{
    static const unsigned STANDING[] = { 0, 2, 5, 7, 63 };
    char facts[8192];
    struct problem problem = { .rc = RC_OK };
    (void)state;
    for (size_t s = 0; s < COUNT_OF(STANDING); s++) {
        struct forecast_ground ground;
        int64_t costs[1 << (FINDINGS + PHASES)];
        unsigned counted_before = 0;
        small_contract(facts, sizeof(facts), STANDING[s]);
        ground_open(&ground, "2026-06-15", facts);
        struct forecast_judge judge = judge_of(&ground);
        for (unsigned i = 0; i < FINDINGS; i++)
            counted_before += (STANDING[s] >> i & 1) && i % 3 > 0;
        for (unsigned set = 0; set < COUNT_OF(costs); set++) {
            unsigned phases = 0, counted = counted_before;
            judge_begin(&judge);
            for (unsigned i = 0; i < FINDINGS + PHASES; i++) {
                char code[8];
                bool finding = i < FINDINGS;
                snprintf(code, sizeof(code), finding ? "F%u" : "P%u",
                         finding ? i : i - FINDINGS + 1);
                if (!(set >> i & 1))
                    continue;
                size_t item = ground_item(&ground, code);
                judge_miss(&judge, item, ground.forecast.items[item].due);
                phases += !finding;
                counted += finding && i % 3 > 0 && !(STANDING[s] >> i & 1);
            }
            assert_int_equal(judge_ask(&judge, &costs[set], &problem), RC_OK);
            int64_t want = by_hand(phases, counted) - by_hand(0, counted_before);
            if (costs[set] != want)
                fail_msg("standing %u, set %u: %lld instead of %lld", STANDING[s], set,
                         (long long)costs[set], (long long)want);
            for (unsigned i = 0; i < FINDINGS + PHASES; i++)
                if (set >> i & 1)
                    assert_true(costs[set] >= costs[set & ~(1u << i)]);
        }
        judge_fini(&judge);
        ground_close(&ground);
    }
}

/* ---- rule penalty.assess ---- */

/* The same cases as a question in JSON to the rule that `mlps eval` answers. */
static int64_t ask_rule(struct eval_env *env, json_t *cases)
{
    struct problem problem = { .rc = RC_OK };
    json_t *answer = NULL;
    json_t *input = json_pack("{s:s, s:I, s:s, s:o, s:{s:s}}", "pack", "yifen-2026", "contract_fen",
                              (json_int_t)GROUND_TOTAL, "signed", "2026-03-16", "cases", cases,
                              "readings", "repeat", "per_case_from_threshold");
    if (kinds_eval(env, "penalty.assess", input, &answer, &problem) != RC_OK)
        fail_msg("%s: %s", problem.field, problem.text);
    int64_t fen = json_integer_value(json_object_get(answer, "total_fen"));
    json_decref(answer);
    json_decref(input);
    return fen;
}

/* One contract by chance, as facts for the forecast and as cases for the rule. */
struct drawn {
    char facts[8192];
    int len;
    json_t *cases;  /* those that stand, and those of what is missed; owned */
    bool missed[8]; /* by item */
};

static void add_text(struct drawn *self, const char *format, ...) PRINTF_LIKE(2, 3);
static void add_text(struct drawn *self, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    self->len +=
        vsnprintf(self->facts + self->len, sizeof(self->facts) - (size_t)self->len, format, args);
    va_end(args);
}

/* Events and complaints of the first days of June, often on the same day. */
static void draw_standing(struct drawn *self, uint64_t *seed)
{
    int64_t count = chance_draw(seed, 0, 4);
    for (int64_t i = 0; i < count; i++) {
        bool event = chance_draw(seed, 0, 1);
        char at[16];
        snprintf(at, sizeof(at), "2026-06-0%d", (int)chance_draw(seed, 1, 9));
        add_text(self,
                 "%s{'code':'C%d','type':'%s','kind':null,'on':'%s','incident':null,'facts':{%s}}",
                 i ? "," : "", (int)i, event ? "security_event" : "user_complaint", at,
                 event ? "'grade':'III'" : "'important_user':true");
        json_array_append_new(
            self->cases,
            event ? json_pack("{s:s, s:s, s:s}", "type", "security_event", "at", at, "grade", "III")
                  : json_pack("{s:s, s:s, s:b}", "type", "user_complaint", "at", at,
                              "important_user", 1));
    }
}

/* Findings of any risk, some due on the last days of the service: what is missed on the very last
 * one is a case of the next year. */
static void draw_open(struct drawn *self, uint64_t *seed)
{
    static const char *const RISKS[] = { "low", "medium", "high" };
    static const char *const DUES[] = { "2026-06-20", "2026-06-24", "2026-12-30", "2026-12-31" };
    static const char *const AFTER[] = { "2026-06-21", "2026-06-25", "2026-12-31", "2027-01-01" };
    int64_t count = chance_draw(seed, 0, 6);
    for (int64_t i = 0; i < count; i++) {
        const char *risk = RISKS[chance_draw(seed, 0, 2)];
        size_t due = (size_t)chance_draw(seed, 0, 3);
        add_text(self,
                 "%s{'id':%d,'code':'F%d','kind':'finding','serial':1,'from':'2026-06-01',"
                 "'due':'%s','facts':{'severity':'%s'}}",
                 i ? "," : "", (int)i, (int)i, DUES[due], risk);
        self->missed[i] = chance_draw(seed, 0, 3) > 0;
        if (self->missed[i] && strcmp(risk, "low") != 0)
            json_array_append_new(self->cases,
                                  json_pack("{s:s, s:s, s:s}", "type", "vulnerability_overdue",
                                            "at", AFTER[due], "severity", risk));
    }
}

/* What the forecast makes of it: what stands and what is missed. */
static int64_t judged(const struct drawn *drawn)
{
    static const struct reading_choice CHOICE[] = { { "repeat", "per_case_from_threshold" } };
    struct problem problem = { .rc = RC_OK };
    struct forecast_ground ground;
    int64_t fen = 0;
    ground_open_pack(&ground, "yifen-2026", "2026-06-15", drawn->facts);
    ground.frame.readings = (struct readings){ CHOICE, COUNT_OF(CHOICE) };
    struct forecast_judge judge = judge_of(&ground);
    judge_begin(&judge);
    for (size_t i = 0; i < ground.forecast.item_count; i++)
        if (drawn->missed[i])
            judge_miss(&judge, i, ground.forecast.items[i].due);
    assert_int_equal(judge_ask(&judge, &fen, &problem), RC_OK);
    fen += judge.judged_fen;
    judge_fini(&judge);
    ground_close(&ground);
    return fen;
}

/* Random contracts under the real pack: the forecast's fen are the rule's. */
static void test_as_the_rule_says(void **state)
{
    struct fixture fixture;
    uint64_t seed = 11;
    (void)state;
    fixture_init(&fixture);
    struct eval_env env = fixture_env(&fixture);
    for (int round = 0; round < 100; round++) {
        struct drawn drawn = { .cases = json_array() };
        add_text(&drawn, "{'cases':[");
        draw_standing(&drawn, &seed);
        add_text(&drawn, "],'deadlines':[");
        draw_open(&drawn, &seed);
        add_text(&drawn, "]}");
        int64_t got = judged(&drawn);
        int64_t want = ask_rule(&env, drawn.cases);
        if (got != want)
            fail_msg("round %d: %lld instead of %lld", round, (long long)got, (long long)want);
    }
    fixture_fini(&fixture);
}

/* ---- bounds ---- */

/* Questions are counted by the cases they judge; the ceiling is told by the name of what to lower.
 */
static void test_work_is_bounded(void **state)
{
    struct forecast_ground ground;
    struct problem problem = { .rc = RC_OK };
    int64_t fen = -1;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    struct forecast_judge judge = judge_of(&ground);
    judge.asked = FORECAST_WORK_MAX - 2;
    judge_begin(&judge); /* one case stands and is judged with each question */
    judge_miss(&judge, ground_item(&ground, "F1"), day_of("2026-06-30"));
    assert_int_equal(judge_ask(&judge, &fen, &problem), RC_OK);
    assert_int_equal(judge_ask(&judge, &fen, &problem), RC_TOO_LARGE);
    assert_string_equal(problem.field, "runs");
    judge_fini(&judge);
    ground_close(&ground);
}

/* A pack without penalties or settlement: nothing costs, nothing is settled. */
static void test_pack_without_penalties(void **state)
{
    static const char *const CODES[] = { "P5", "F1", NULL };
    struct forecast_ground ground;
    int64_t fen = -1;
    (void)state;
    ground_open_pack(&ground, "minhang-2024", "2026-06-15", FACTS);
    struct forecast_judge judge = judge_of(&ground);
    assert_int_equal(added(&judge, &ground, CODES), 0);
    assert_false(forecast_settle(&ground.frame, 0, &fen));
    assert_int_equal(fen, -1);
    judge_fini(&judge);
    ground_close(&ground);
}

static void test_settlement(void **state)
{
    struct forecast_ground ground;
    int64_t fen = -1;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    assert_true(forecast_settle(&ground.frame, 3 * GROUND_PERCENT, &fen));
    assert_int_equal(fen, 97 * GROUND_PERCENT);
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_it_adds),      cmocka_unit_test(test_one_alone),
        cmocka_unit_test(test_every_set_by_hand), cmocka_unit_test(test_as_the_rule_says),
        cmocka_unit_test(test_work_is_bounded),   cmocka_unit_test(test_pack_without_penalties),
        cmocka_unit_test(test_settlement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
