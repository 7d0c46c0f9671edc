/* Worked questions, broken in every place and every way: each is answered, or refused by a field
 * and a reason. What a broken question must never do is crash, wrap or say nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "rules_fixture.h"

enum { RULES_MAX = 64, LINES_OF_A_RULE = 60, KEYS_MAX = 64, JUNK_MAX = 16 };

/* One question under test; `root` is changed in place and put right again. */
struct breaking {
    struct fixture *fixture;
    const char *rule;
    json_t *root;
    json_t *junk[JUNK_MAX];
    size_t junk_count, asked, refused;
};

/* Values that some field somewhere does not expect. */
static const char *const JUNK[] = { "null",
                                    "true",
                                    "0",
                                    "-1",
                                    "9223372036854775807",
                                    "1.5",
                                    "\"\"",
                                    "\"x\"",
                                    "\"-0.5\"",
                                    "\"2170-01-01\"",
                                    "\"1900-01-01T00:00:00+08:00\"",
                                    "\"9223372036854.775807\"",
                                    "[]",
                                    "[null]",
                                    "{}",
                                    "{\"x\":1}" };

static void ask(struct breaking *b)
{
    struct problem problem = { .rc = RC_OK };
    struct eval_env env = fixture_env(b->fixture);
    json_t *result = NULL;
    rc_t rc = kinds_eval(&env, b->rule, b->root, &result, &problem);
    bool sound = rc == RC_OK ? json_is_object(result) && problem.rc == RC_OK
                             : !result && problem.rc == rc && problem.field[0] && problem.text[0];
    if (!sound) {
        char *text = json_dumps(b->root, JSON_COMPACT);
        fail_msg("%s %s: %s \"%s\" \"%s\"", b->rule, text, rc_word(rc), problem.field,
                 problem.text);
    }
    b->asked++;
    b->refused += rc != RC_OK;
    json_decref(result);
}

static void break_node(struct breaking *b, json_t *node);

/* Each value of the object in turn: replaced, left out; and a field that nobody knows. */
static void break_object(struct breaking *b, json_t *object)
{
    char *keys[KEYS_MAX];
    size_t count = 0;
    for (void *it = json_object_iter(object); it && count < KEYS_MAX;
         it = json_object_iter_next(object, it))
        keys[count++] = mem_dup(json_object_iter_key(it));
    for (size_t i = 0; i < count; i++) {
        json_t *kept = json_incref(json_object_get(object, keys[i]));
        for (size_t k = 0; k < b->junk_count; k++) {
            json_object_set(object, keys[i], b->junk[k]);
            ask(b);
        }
        json_object_del(object, keys[i]);
        ask(b);
        json_object_set_new(object, keys[i], kept);
        break_node(b, kept);
        mem_free(keys[i]);
    }
    json_object_set_new(object, "nobody_knows", json_integer(1));
    ask(b);
    json_object_del(object, "nobody_knows");
}

static void break_list(struct breaking *b, json_t *list)
{
    for (size_t i = 0; i < json_array_size(list) && i < 2; i++) {
        json_t *kept = json_incref(json_array_get(list, i));
        for (size_t k = 0; k < b->junk_count; k++) {
            json_array_set(list, i, b->junk[k]);
            ask(b);
        }
        json_array_set(list, i, kept);
        break_node(b, kept);
        json_decref(kept);
    }
}

static void break_node(struct breaking *b, json_t *node)
{
    if (json_is_object(node))
        break_object(b, node);
    else if (json_is_array(node))
        break_list(b, node);
}

/* How many lines of this rule were taken before; the names live as long as the rules. */
static size_t taken_before(const char *rule, const char *names[RULES_MAX], size_t counts[RULES_MAX])
{
    size_t i = 0;
    while (names[i] && strcmp(names[i], rule) != 0)
        i++;
    assert_true(i < RULES_MAX - 1);
    names[i] = rule;
    return counts[i]++;
}

static void break_file(struct breaking *b, const char *path, const char *names[RULES_MAX],
                       size_t counts[RULES_MAX])
{
    size_t len;
    char *text = fixture_file(path, &len);
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        json_t *row = json_loads(line, 0, NULL);
        const struct rule_row *rule = kinds_rule(json_string_value(json_object_get(row, "rule")));
        assert_non_null(rule);
        if (taken_before(rule->name, names, counts) < LINES_OF_A_RULE) {
            b->rule = rule->name;
            b->root = json_object_get(row, "input");
            ask(b);
            break_node(b, b->root);
        }
        json_decref(row);
    }
    mem_free(text);
}

static void test_broken_questions(void **state)
{
    struct breaking b = { .fixture = *state };
    const char *names[RULES_MAX] = { NULL };
    size_t counts[RULES_MAX] = { 0 };
    glob_t paths;
    size_t head = fixture_glob("tests/vectors/rules*.ndjson", &paths);
    for (; b.junk_count < COUNT_OF(JUNK); b.junk_count++)
        b.junk[b.junk_count] = json_loads(JUNK[b.junk_count], JSON_DECODE_ANY, NULL);
    for (size_t i = 0; i < paths.gl_pathc; i++)
        break_file(&b, paths.gl_pathv[i] + head, names, counts);
    globfree(&paths);
    for (size_t k = 0; k < b.junk_count; k++)
        json_decref(b.junk[k]);
    assert_true(b.asked > 10000 && b.refused > b.asked / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_broken_questions) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
