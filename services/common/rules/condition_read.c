/* From a map of fact to comparison to tests. What a word or an order needs (a scale) is checked
 * here, once, so that a ruling meets no surprise later. */
#include <string.h>

#include "attr.h"
#include "pack_schema.h"
#include "parse.h"

/* A list: one of these. */
static rc_t read_words(struct pack_reader *reader, const struct yaml_node *node,
                       struct fact_test *test)
{
    PACK_ROWS(const char *) words;
    rc_t rc = read_texts(reader, node, &words);
    if (rc != RC_OK)
        return rc;
    test->type = TEST_WORD;
    test->words = words.rows;
    test->word_count = words.count;
    return words.count > 0 ? RC_OK
                           : reader_refuse(reader, &node->at, "\"%s\" names no word", test->fact);
}

/* Cut an operator and the blank behind it off the text; without one it is "==". A sign that is left
 * uncut, because its blank or its value is missing, is refused by read_single. */
static const char *cut_operator(const char *text, enum compare_op *ret_op)
{
    for (int op = 0; op < OP__COUNT; op++) {
        const char *word = compare_word((enum compare_op)op);
        size_t len = strlen(word);
        if (strncmp(text, word, len) == 0 && text[len] == ' ') {
            *ret_op = (enum compare_op)op;
            return text + len + 1;
        }
    }
    *ret_op = OP_EQ;
    return text;
}

/* A plain true, false or number is a value; what begins with an operator is a comparison; all
 * else is a word. Quotes make a plain value a word, so that a level named "3" can be written. */
static rc_t read_single(struct pack_reader *reader, const struct yaml_node *node,
                        struct fact_test *test)
{
    const char *value = cut_operator(node->text, &test->op);
    bool plain = value == node->text && !node->quoted;
    if (strchr("<>=!", *value)) /* also the end: an operator alone, or without its blank */
        return reader_refuse(reader, &node->at, "\"%s\" has no comparison", test->fact);
    if (plain && (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)) {
        test->type = TEST_BOOL;
        test->flag = strcmp(value, "true") == 0;
        return RC_OK;
    }
    if ((plain || value != node->text) && parse_scaled(value, DECIMAL_PLACES, &test->number)) {
        test->type = TEST_NUMBER;
        return RC_OK;
    }
    const char **words = arena_array(reader->memory.texts, 1, sizeof(*words));
    words[0] = value;
    test->type = TEST_WORD;
    test->words = words;
    test->word_count = 1;
    return RC_OK;
}

/* Whether a scale knows a word. */
static bool scale_has(const struct pack_scale *scale, const char *word)
{
    for (size_t i = 0; i < scale->words.count; i++)
        if (strcmp(scale->words.rows[i], word) == 0)
            return true;
    return false;
}

/* A word must be one its fact may have, and an order needs a scale. Facts without a scale may be
 * any word, but only the same or another one. */
static rc_t check_words(struct pack_reader *reader, const struct yaml_node *node,
                        struct fact_test *test)
{
    test->scale = pack_scale(reader->pack, test->fact);
    if (!test->scale && test->op != OP_EQ && test->op != OP_NE)
        return reader_refuse(reader, &node->at, "\"%s\" is compared by order but has no scale",
                             test->fact);
    for (size_t i = 0; test->scale && i < test->word_count; i++)
        if (!scale_has(test->scale, test->words[i]))
            return reader_refuse(reader, &node->at, "the scale of \"%s\" has no word \"%s\"",
                                 test->fact, test->words[i]);
    return RC_OK;
}

/* One member of the map. */
static rc_t read_test(struct pack_reader *reader, const struct yaml_node *node,
                      struct fact_test *test)
{
    test->fact = node->key;
    if (node->kind == YAML_MAP)
        return reader_refuse(reader, &node->at, "\"%s\" must be a value, a list or a comparison",
                             node->key);
    rc_t rc =
        node->kind == YAML_LIST ? read_words(reader, node, test) : read_single(reader, node, test);
    if (rc == RC_OK && test->type == TEST_WORD)
        rc = check_words(reader, node, test);
    return rc;
}

/* A map: all of it must hold. An empty one would always hold and is refused as a slip. */
static rc_t read_conjunction(struct pack_reader *reader, const struct yaml_node *node,
                             struct conjunction *ret)
{
    if (node->kind != YAML_MAP || node->count == 0)
        return reader_refuse(reader, &node->at,
                             "a condition must be a map of facts to comparisons");
    struct fact_test *tests = arena_array(reader->memory.texts, node->count, sizeof(*tests));
    *ret = (struct conjunction){ tests, node->count };
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        rc = read_test(reader, n, tests++);
    return rc;
}

/* The list under `any`: one of them must hold. */
static rc_t read_alternatives(struct pack_reader *reader, const struct yaml_node *list,
                              struct condition *ret)
{
    if (list->kind != YAML_LIST || list->count == 0)
        return reader_refuse(reader, &list->at, "\"any\" must be a list of conditions");
    struct conjunction *alternatives =
        arena_array(reader->memory.texts, list->count, sizeof(*alternatives));
    *ret = (struct condition){ alternatives, list->count };
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = list->first; n && rc == RC_OK; n = n->next)
        rc = read_conjunction(reader, n, alternatives++);
    return rc;
}

/* Either `any` alone or a map of facts; beside other facts `any` would be a fact's name. Nothing
 * reaches `out` before the whole condition was read, and all of it lives in the pack's memory. */
rc_t read_condition(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_CONDITION);
    struct condition condition;
    const struct yaml_node *any = yaml_member(node, "any");
    rc_t rc;
    if (any && node->count == 1) {
        rc = read_alternatives(reader, any, &condition);
    } else {
        struct conjunction *one = arena_array(reader->memory.texts, 1, sizeof(*one));
        condition = (struct condition){ one, 1 };
        rc = read_conjunction(reader, node, one);
    }
    if (rc == RC_OK)
        memcpy(out, &condition, sizeof(condition));
    return rc;
}
