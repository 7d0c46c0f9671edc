/* The text of a proof is what dumping its tree gives, for every reason and every odd text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "proof.h"
#include "proof_words.h"

enum { PLENTY = 1 << 20 };

/* Compare both ways of writing the proof; destroys it. */
static void check_same(proof_t *proof)
{
    struct bytebuf out;
    json_t *json = proof_json(proof);
    char *want = json_dumps(json, JSON_COMPACT);
    bytebuf_init(&out, PLENTY);
    assert_int_equal(proof_dump(proof, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), want);
    bytebuf_fini(&out);
    mem_free(want);
    json_decref(json);
    proof_destroy(&proof);
}

static void test_nothing(void **state)
{
    (void)state;
    check_same(NULL);
    check_same(proof_new(0));
}

/* Every reason, with each way to say when, and numbers of both signs and the largest. */
static void test_every_reason(void **state)
{
    static const int64_t NUMBERS[] = { 0, 1, -1, 42, INT64_MAX, INT64_MIN };
    proof_t *proof = proof_new(480);
    (void)state;
    for (int why = 0; why < WHY__COUNT; why++) {
        for (size_t i = 0; i < COUNT_OF(NUMBERS); i++) {
            struct proof_step step = { .why = (enum proof_why)why, .n = NUMBERS[i], .m = -(NUMBERS[i] / 2) };
            step.when = (enum proof_when)(i % 3);
            step.from = 20000 + why;
            step.has_to = i % 2 == 1;
            step.to = step.from + (int64_t)i;
            step.source = (enum proof_source)(i % 5);
            snprintf(step.ref, sizeof(step.ref), "R-%d", why);
            snprintf(step.name, sizeof(step.name), "%s", i % 2 ? "春节" : "");
            proof_add(proof, &step);
        }
    }
    check_same(proof);
}

static void test_odd_texts(void **state)
{
    static const char *const TEXTS[] = { "\"", "\\", "a\"b\\c", "\n", "\t\x01\x1f end", "“引号”", "/", "\x7f", "端\"" };
    proof_t *proof = proof_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        proof_clause(proof, TEXTS[i], TEXTS[i]);
        proof_reading(proof, TEXTS[i], TEXTS[i]);
    }
    check_same(proof);
}

/* At whatever size the buffer ends: refused, never cut short in silence. */
static void test_every_ceiling(void **state)
{
    proof_t *proof = proof_new(480);
    struct bytebuf out;
    size_t ceiling = 0;
    (void)state;
    proof_clause(proof, "X-\"1", "首\n付款");
    proof_days(proof, WHY_DAYS_COUNTED, 100, 110, -11);
    proof_fact_instant(proof, "occurred_at", 1747706400000000);
    for (rc_t rc = RC_TOO_LARGE; rc != RC_OK; ceiling++) {
        bytebuf_init(&out, ceiling);
        rc = proof_dump(proof, &out);
        assert_true(rc == RC_OK || rc == RC_TOO_LARGE);
        assert_true(out.len <= ceiling);
        if (rc == RC_OK)
            assert_int_equal(out.len, ceiling);
        bytebuf_fini(&out);
    }
    proof_destroy(&proof);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_every_reason),
        cmocka_unit_test(test_odd_texts),
        cmocka_unit_test(test_every_ceiling),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
