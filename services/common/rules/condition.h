/* Conditions of a pack: a map of fact to comparison, joined by "all" or listed under `any`. */
#ifndef CONDITION_H
#define CONDITION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pack_scale;

enum { DECIMAL_PLACES = 6 }; /* numbers of conditions and limits are whole numbers of 10^-6 */
#define DECIMAL_ONE 1000000LL

enum compare_op { OP_EQ, OP_NE, OP_GE, OP_GT, OP_LE, OP_LT, OP__COUNT };

enum test_type { TEST_BOOL, TEST_NUMBER, TEST_WORD };

/* One comparison: the fact's value `op` the stated one. */
struct fact_test {
    const char *fact;
    enum compare_op op;
    enum test_type type;
    bool flag;                /* TEST_BOOL, op is OP_EQ */
    int64_t number;           /* TEST_NUMBER, of 10^-DECIMAL_PLACES */
    const char *const *words; /* TEST_WORD: any of them (OP_EQ), or one (others, by the scale) */
    size_t word_count;
    const struct pack_scale
        *scale; /* order of the words, least first; NULL when the fact has none */
};

/* Comparisons that must all hold. */
struct conjunction {
    const struct fact_test *tests;
    size_t count;
};

/* Holds when one of the alternatives holds; without any alternative it always holds. */
struct condition {
    const struct conjunction *alternatives;
    size_t count;
};

/* Sign and text of an operator: ">=", "==". Constant text. */
const char *compare_word(enum compare_op op);
/* Whether `left op right`. */
bool compare_holds(int64_t left, enum compare_op op, int64_t right);
/* A JSON whole number or decimal string as a whole number of 10^-DECIMAL_PLACES; false for anything
 * else or when it does not fit. *ret_decimal may then be written. No floating point is involved
 * (C4). */
bool decimal_from_json(const json_t *value, int64_t *ret_decimal);
/* Place of a word in a scale, least 0; -1 for another word. Compared exactly. */
int scale_rank(const struct pack_scale *scale, const char *word);
/* Whether one comparison holds on a fact; an absent fact (NULL or null) is false, 0 or no word.
 * A word is compared by order only where the test has a scale; a word outside the scale then
 * fails. */
bool fact_test_holds(const struct fact_test *test, const json_t *value);
/* Whether the condition holds on `facts` (a JSON object; NULL has no facts). */
bool condition_holds(const struct condition *condition, const json_t *facts);
/* Whether the condition mentions this fact. A fact under any of the alternatives counts. */
bool condition_names(const struct condition *condition, const char *fact);

#endif
