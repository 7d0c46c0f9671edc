/* Comparisons of facts that arrive as JSON. Exact: numbers are whole millionths, words are
 * compared by their place in the pack's scale, and nothing is ever a floating-point number. */
#include "condition.h"

#include <string.h>

#include "attr.h"
#include "jsonx.h"
#include "pack.h"
#include "parse.h"

/* By enum compare_op; packs and proofs use the same signs. */
const char *compare_word(enum compare_op op)
{
    static const char *const WORDS[OP__COUNT] = { "==", "!=", ">=", ">", "<=", "<" };
    return WORDS[op];
}

/* All six are reckoned and one is taken, so there is no branch per operator. 不少于 and 以上
 * include the number (K7), 超过 excludes it (K8): the pack chooses the operator. */
bool compare_holds(int64_t left, enum compare_op op, int64_t right)
{
    bool holds[OP__COUNT];
    holds[OP_EQ] = left == right;
    holds[OP_NE] = left != right;
    holds[OP_GE] = left >= right;
    holds[OP_GT] = left > right;
    holds[OP_LE] = left <= right;
    holds[OP_LT] = left < right;
    return holds[op];
}

/* A JSON number with a fraction is refused on purpose: it went through floating point and is no
 * longer what was written. Fractions travel as text (C4). */
bool decimal_from_json(const json_t *value, int64_t *ret_decimal)
{
    if (jsonx_is_int(value))
        return !__builtin_mul_overflow((int64_t)json_integer_value(value), DECIMAL_ONE,
                                       ret_decimal);
    return jsonx_is_text(value) &&
           parse_scaled(json_string_value(value), DECIMAL_PLACES, ret_decimal);
}

/* A scale is written least first, so a higher place is more. */
int scale_rank(const struct pack_scale *scale, const char *word)
{
    for (size_t i = 0; i < scale->words.count; i++)
        if (strcmp(scale->words.rows[i], word) == 0)
            return (int)i;
    return -1;
}

/* By the scale for an order; else by equality with any of the words. No word is different from
 * every word. */
static bool word_holds(const struct fact_test *test, const char *word)
{
    if (!word)
        return test->op == OP_NE;
    if (test->scale && test->op != OP_EQ && test->op != OP_NE)
        return scale_rank(test->scale, word) >= 0 &&
               compare_holds(scale_rank(test->scale, word), test->op,
                             scale_rank(test->scale, test->words[0]));
    for (size_t i = 0; i < test->word_count; i++)
        if (strcmp(test->words[i], word) == 0)
            return test->op == OP_EQ;
    return test->op == OP_NE;
}

/* An absent number is 0 and an absent truth false, so that what nobody reported has no effect. A
 * text that is no number fails whatever the operator. */
bool fact_test_holds(const struct fact_test *test, const json_t *value)
{
    int64_t number = 0;
    bool absent = jsonx_is_absent(value);
    if (test->type == TEST_BOOL)
        return json_is_true(value) == test->flag;
    if (test->type == TEST_WORD)
        return word_holds(test, json_string_value(value));
    return (absent || decimal_from_json(value, &number)) &&
           compare_holds(number, test->op, test->number);
}

/* Every comparison of the alternative. Facts are looked up by name in the object; one that is not
 * there is tested as absent (fact_test_holds). */
static bool all_hold(const struct conjunction *all, const json_t *facts)
{
    for (size_t i = 0; i < all->count; i++)
        if (!fact_test_holds(&all->tests[i], json_object_get(facts, all->tests[i].fact)))
            return false;
    return true;
}

/* No alternative is no condition, which always holds; the order of alternatives changes nothing. */
bool condition_holds(const struct condition *condition, const json_t *facts)
{
    for (size_t i = 0; i < condition->count; i++)
        if (all_hold(&condition->alternatives[i], facts))
            return true;
    return condition->count == 0;
}

/* Alternatives that do not hold count too: asked is what the clause looks at, not what it found. */
bool condition_names(const struct condition *condition, const char *fact)
{
    for (size_t i = 0; i < condition->count; i++)
        for (size_t k = 0; k < condition->alternatives[i].count; k++)
            if (strcmp(condition->alternatives[i].tests[k].fact, fact) == 0)
                return true;
    return false;
}
