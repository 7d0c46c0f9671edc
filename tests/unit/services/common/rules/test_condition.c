/* Comparisons on facts, and facts that are absent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "condition.h"
#include "pack.h"

static const char *const WORDS[] = { "affected", "severe", "lost" };
static const struct pack_scale SCALE = { .fact = "capability", .words = { WORDS, 3 } };
static const char *const SEVERE[] = { "severe" };
static const char *const TWO[] = { "severe", "lost" };

static const struct fact_test FLAG = { .fact = "f", .type = TEST_BOOL, .flag = true };
static const struct fact_test NOT_FLAG = { .fact = "f", .type = TEST_BOOL, .flag = false };
static const struct fact_test AT_LEAST = {
    .fact = "f", .op = OP_GE, .type = TEST_NUMBER, .number = 70 * DECIMAL_ONE
};
static const struct fact_test NONE = { .fact = "f", .op = OP_EQ, .type = TEST_NUMBER, .number = 0 };
static const struct fact_test WORD = {
    .fact = "f", .type = TEST_WORD, .words = SEVERE, .word_count = 1, .scale = &SCALE
};
static const struct fact_test NOT_WORD = {
    .fact = "f", .op = OP_NE, .type = TEST_WORD, .words = SEVERE, .word_count = 1
};
static const struct fact_test NOT_OF_SCALE = {
    .fact = "f", .op = OP_NE, .type = TEST_WORD, .words = SEVERE, .word_count = 1, .scale = &SCALE
};
static const struct fact_test ONE_OF = {
    .fact = "f", .type = TEST_WORD, .words = TWO, .word_count = 2
};
static const struct fact_test BY_ORDER = {
    .fact = "f", .op = OP_GE, .type = TEST_WORD, .words = SEVERE, .word_count = 1, .scale = &SCALE
};

static const struct {
    const char *name;
    const struct fact_test *test;
    const char *value; /* JSON, NULL: absent */
    bool want;
} CASES[] = {
    { "true is true", &FLAG, "true", true },
    { "false is not true", &FLAG, "false", false },
    { "absent is not true", &FLAG, NULL, false },
    { "null is not true", &FLAG, "null", false },
    { "absent is false", &NOT_FLAG, NULL, true },
    { "text is no flag", &FLAG, "\"true\"", false },
    { "limit included", &AT_LEAST, "70", true },
    { "decimal text", &AT_LEAST, "\"70.00\"", true },
    { "just below", &AT_LEAST, "\"69.99\"", false },
    { "absent is nothing", &AT_LEAST, NULL, false },
    { "nothing equals zero", &NONE, NULL, true },
    { "one is not zero", &NONE, "1", false },
    { "a number must be one", &NONE, "\"x\"", false },
    { "too large", &AT_LEAST, "99999999999999999", false },
    { "the word", &WORD, "\"severe\"", true },
    { "another word", &WORD, "\"lost\"", false },
    { "no word", &WORD, NULL, false },
    { "not the word", &NOT_WORD, "\"lost\"", true },
    { "no word is not the word", &NOT_WORD, NULL, true },
    { "the word is", &NOT_WORD, "\"severe\"", false },
    { "not the word of a scale", &NOT_OF_SCALE, "\"lost\"", true },
    { "the word of a scale is", &NOT_OF_SCALE, "\"severe\"", false },
    { "second of two", &ONE_OF, "\"lost\"", true },
    { "none of two", &ONE_OF, "\"affected\"", false },
    { "order includes", &BY_ORDER, "\"severe\"", true },
    { "order implies", &BY_ORDER, "\"lost\"", true },
    { "order excludes", &BY_ORDER, "\"affected\"", false },
    { "no word of the order", &BY_ORDER, "\"x\"", false },
    { "absent in an order", &BY_ORDER, NULL, false },
};

static void test_single(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *value = CASES[i].value ? json_loads(CASES[i].value, JSON_DECODE_ANY, NULL) : NULL;
        if (fact_test_holds(CASES[i].test, value) != CASES[i].want)
            fail_msg("%s", CASES[i].name);
        json_decref(value);
    }
}

static void test_joined(void **state)
{
    struct fact_test both[] = { FLAG, AT_LEAST };
    both[0].fact = "a";
    both[1].fact = "b";
    struct conjunction all = { both, 2 };
    struct conjunction either[] = { { &both[0], 1 }, { &both[1], 1 } };
    struct condition and_ = { &all, 1 };
    struct condition or_ = { either, 2 };
    struct condition none = { NULL, 0 };
    json_t *first = json_pack("{s:b}", "a", 1);
    json_t *full = json_pack("{s:b, s:i}", "a", 1, "b", 70);
    (void)state;
    assert_false(condition_holds(&and_, first));
    assert_true(condition_holds(&and_, full));
    assert_true(condition_holds(&or_, first));
    assert_false(condition_holds(&or_, NULL));
    assert_true(condition_holds(&none, NULL));
    assert_true(condition_names(&and_, "b"));
    assert_false(condition_names(&and_, "c"));
    assert_true(condition_names(&or_, "b"));
    assert_false(condition_names(&none, "a"));
    json_decref(full);
    json_decref(first);
}

/* Every operator on less, equal, more. */
static void test_operators(void **state)
{
    static const struct {
        enum compare_op op;
        const char *word;
        bool less, equal, more;
    } OPS[] = {
        { OP_EQ, "==", false, true, false }, { OP_NE, "!=", true, false, true },
        { OP_GE, ">=", false, true, true },  { OP_GT, ">", false, false, true },
        { OP_LE, "<=", true, true, false },  { OP_LT, "<", true, false, false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(OPS); i++) {
        assert_string_equal(compare_word(OPS[i].op), OPS[i].word);
        assert_int_equal(compare_holds(1, OPS[i].op, 2), OPS[i].less);
        assert_int_equal(compare_holds(2, OPS[i].op, 2), OPS[i].equal);
        assert_int_equal(compare_holds(3, OPS[i].op, 2), OPS[i].more);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single),
        cmocka_unit_test(test_joined),
        cmocka_unit_test(test_operators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
