/* Steps, their sentences in both languages, and the ceiling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "proof.h"
#include "proof_words.h"
#include "rules_fixture.h"

static void check_sentence(const proof_t *proof, size_t index, const char *zh, const char *en)
{
    struct bytebuf out;
    bytebuf_init(&out, 1000);
    assert_int_equal(proof_sentence(proof, index, LANG_ZH, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), zh);
    bytebuf_reset(&out);
    assert_int_equal(proof_sentence(proof, index, LANG_EN, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), en);
    bytebuf_fini(&out);
}

static void test_sentences(void **state)
{
    proof_t *proof = proof_new(480);
    (void)state;
    proof_clause(proof, "X-1", "首付款");
    proof_reading(proof, "roll", "false");
    proof_fact_day(proof, "signed", day_of("2026-03-16"));
    proof_fact_instant(proof, "occurred_at", instant_of("2026-05-20T02:00:00Z"));
    proof_days(proof, WHY_DAYS_COUNTED, day_of("2026-03-17"), day_of("2026-03-26"), 10);
    proof_numbers(proof, WHY_SHARE, "X-1", 7000, 718061200);
    proof_numbers(proof, WHY_AMOUNT, NULL, -5, 0);
    struct proof_step limit = {
        .why = WHY_CLOCK_LIMIT, .when = WHEN_INSTANT, .has_to = true, .n = 1800
    };
    limit.to = 1800 * US_PER_SECOND;
    proof_add(proof, &limit);
    limit.n = 7200;
    proof_add(proof, &limit);
    limit.n = 61;
    proof_add(proof, &limit);
    check_sentence(proof, 0, "依据条款 X-1：首付款", "Clause X-1 rules: 首付款");
    check_sentence(proof, 1, "条款有多种理解，本合同按“roll = false”执行",
                   "An open clause is read as roll = false");
    check_sentence(proof, 2, "事实 signed：2026-03-16", "Fact signed: 2026-03-16");
    check_sentence(proof, 3, "事实 occurred_at：2026-05-20T10:00:00+08:00",
                   "Fact occurred_at: 2026-05-20T10:00:00+08:00");
    check_sentence(proof, 4, "自 2026-03-17 至 2026-03-26 共 10 个自然日",
                   "10 calendar days from 2026-03-17 to 2026-03-26");
    check_sentence(proof, 5, "7180612.00 元的 70.00%", "70.00% of 7180612.00 yuan");
    check_sentence(proof, 6, "-0.05 元", "-0.05 yuan");
    check_sentence(
        proof, 7, "：自 1970-01-01T08:00:00+08:00 起 30分钟 内，即不晚于 1970-01-01T08:30:00+08:00",
        ": within 30 min of 1970-01-01T08:00:00+08:00, by 1970-01-01T08:30:00+08:00");
    assert_non_null(strstr(proof_words(WHY_CLOCK_LIMIT)->zh, "{time:n}"));
    proof_destroy(&proof);
}

static void test_text_is_numbered(void **state)
{
    proof_t *proof = proof_new(0);
    struct bytebuf out;
    (void)state;
    bytebuf_init(&out, 200);
    proof_day(proof, WHY_DUE, 0);
    proof_day(proof, WHY_REMINDER, 0);
    assert_int_equal(proof_text(proof, LANG_EN, &out), RC_OK);
    assert_string_equal(
        bytebuf_str(&out),
        "1. Due on 1970-01-01\n2. The last working day not after it is 1970-01-01\n");
    bytebuf_fini(&out);
    bytebuf_init(&out, 20);
    assert_int_equal(proof_text(proof, LANG_EN, &out), RC_TOO_LARGE);
    bytebuf_fini(&out);
    proof_destroy(&proof);
}

/* A message has no room for the days one by one: they are left out, the rest is numbered anew and
 * cut. */
static void test_summary(void **state)
{
    proof_t *proof = proof_new(0);
    struct bytebuf out;
    (void)state;
    bytebuf_init(&out, 400);
    proof_day(proof, WHY_FIRST_DAY_EXCLUDED, 0);
    for (int why = WHY_DAY_COUNTED; why <= WHY_DAY_MAKEUP_RESTS; why++)
        proof_day(proof, (enum proof_why)why, 1);
    proof_day(proof, WHY_DUE, 2);
    proof_day(proof, WHY_REMINDER, 2);
    assert_int_equal(proof_summary(proof, 2, LANG_EN, &out), RC_OK);
    assert_string_equal(
        bytebuf_str(&out),
        "1. The day of the event, 1970-01-01, is not counted\n2. Due on 1970-01-03\n");
    bytebuf_reset(&out);
    assert_int_equal(proof_summary(proof, 0, LANG_EN, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), "");
    assert_int_equal(proof_summary(NULL, 9, LANG_EN, &out), RC_OK);
    bytebuf_fini(&out);
    bytebuf_init(&out, 60);
    assert_int_equal(proof_summary(proof, 9, LANG_EN, &out), RC_TOO_LARGE);
    bytebuf_fini(&out);
    proof_destroy(&proof);
}

/* A proof that was read may lack the day its sentence names. */
static void test_no_day(void **state)
{
    proof_t *proof = proof_new(0);
    (void)state;
    proof_numbers(proof, WHY_DUE, NULL, 0, 0);
    check_sentence(proof, 0, "到期日 ", "Due on ");
    proof_destroy(&proof);
}

/* Whatever the ceiling, a text that does not fit is refused. */
static void test_text_beyond_its_ceiling(void **state)
{
    proof_t *proof = proof_new(480);
    struct bytebuf whole;
    (void)state;
    proof_clause(proof, "X-1", "t");
    proof_days(proof, WHY_DAYS_COUNTED, 0, 9, 10);
    bytebuf_init(&whole, 1000);
    assert_int_equal(proof_text(proof, LANG_EN, &whole), RC_OK);
    for (size_t ceiling = 0; ceiling < whole.len; ceiling++) {
        struct bytebuf out;
        bytebuf_init(&out, ceiling);
        assert_int_equal(proof_text(proof, LANG_EN, &out), RC_TOO_LARGE);
        bytebuf_fini(&out);
    }
    bytebuf_fini(&whole);
    proof_destroy(&proof);
}

static void test_no_proof_takes_nothing(void **state)
{
    (void)state;
    proof_clause(NULL, "X", "x");
    proof_reading(NULL, "X", "x");
    proof_fact_day(NULL, "X", 0);
    proof_fact_instant(NULL, "X", 0);
    proof_day(NULL, WHY_DUE, 0);
    proof_days(NULL, WHY_DUE, 0, 1, 2);
    proof_numbers(NULL, WHY_DUE, "X", 0, 0);
    assert_int_equal(proof_size(NULL), 0);
    assert_int_equal(proof_zone(NULL), 0);
    assert_false(proof_is_cut(NULL));
    proof_destroy(&(proof_t *){ NULL });
}

static void test_ceiling(void **state)
{
    proof_t *proof = proof_new(0);
    proof_t *copy = proof_new(0);
    (void)state;
    for (int i = 0; i < PROOF_MAX_STEPS; i++)
        proof_day(proof, WHY_DUE, i);
    assert_false(proof_is_cut(proof));
    proof_day(proof, WHY_DUE, 0);
    assert_true(proof_is_cut(proof));
    assert_int_equal(proof_size(proof), PROOF_MAX_STEPS);
    proof_append(copy, proof);
    assert_int_equal(proof_size(copy), PROOF_MAX_STEPS);
    proof_append(NULL, proof);
    proof_destroy(&copy);
    proof_destroy(&proof);
}

/* Long names are cut at a character, never inside one. */
static void test_long_names(void **state)
{
    proof_t *proof = proof_new(0);
    (void)state;
    char name[200] = "";
    for (int i = 0; i < 50; i++)
        strncat(name, "系", 4);
    proof_clause(proof, "X", name);
    assert_int_equal(strlen(proof_step_at(proof, 0)->name) % 3, 0);
    proof_destroy(&proof);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_text_is_numbered),
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_no_day),
        cmocka_unit_test(test_text_beyond_its_ceiling),
        cmocka_unit_test(test_no_proof_takes_nothing),
        cmocka_unit_test(test_ceiling),
        cmocka_unit_test(test_long_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
