/* The strict subset of YAML: places, quotes, and everything that is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "ceilings.h"
#include "memory.h"
#include "yaml_tree.h"

struct parsed {
    struct yaml_memory memory;
    const struct yaml_node *root;
    struct problem problem;
    rc_t rc;
};

static struct parsed parse(const char *text, size_t len)
{
    struct parsed p = { .memory = { arena_new(), arena_new() }, .problem = { .rc = RC_OK } };
    struct pack_source source = { .bytes = text, .len = len, .file_name = "t.yaml" };
    p.rc = yaml_tree_read(&source, &p.memory, &p.root, &p.problem);
    return p;
}

static void forget(struct parsed *p)
{
    arena_destroy(&p->memory.texts);
    arena_destroy(&p->memory.nodes);
}

static void test_tree(void **state)
{
    static const char TEXT[] = "a: {b: [1, '2'], c: 文}\nd: |\n  line\n  two\n";
    struct parsed p = parse(TEXT, strlen(TEXT));
    (void)state;
    assert_int_equal(p.rc, RC_OK);
    const struct yaml_node *a = yaml_member(p.root, "a");
    const struct yaml_node *b = yaml_member(a, "b");
    assert_int_equal(b->count, 2);
    assert_string_equal(b->first->text, "1");
    assert_false(b->first->quoted);
    assert_true(b->last->quoted);
    assert_int_equal(b->last->at.line, 1);
    assert_int_equal(b->last->at.column, 12);
    assert_string_equal(yaml_member(a, "c")->text, "文");
    assert_int_equal(yaml_member(a, "c")->key_at.column, 18);
    assert_string_equal(yaml_member(p.root, "d")->text, "line\ntwo\n");
    assert_null(yaml_member(p.root, "e"));
    assert_null(yaml_member(b, "e"));
    assert_null(yaml_member(NULL, "e"));
    forget(&p);
}

static const struct {
    const char *name, *text, *want;
} WRONG[] = {
    { "empty", "", "t.yaml:1:1: the document is empty" },
    { "alias", "a: &x 1\nb: *x\n", "t.yaml:1:4: anchors and tags are not allowed" },
    { "alias alone", "b: *x\n", "t.yaml:1:4: aliases are not allowed" },
    { "anchor on a list", "a: &x [1]\n", "t.yaml:1:4: anchors and tags are not allowed" },
    { "tag on a list", "a: !!seq []\n", "t.yaml:1:4: anchors and tags are not allowed" },
    { "anchor on a map", "a: &x {}\n", "t.yaml:1:4: anchors and tags are not allowed" },
    { "tag on a map", "a: !!map {}\n", "t.yaml:1:4: anchors and tags are not allowed" },
    { "tag", "a: !!str 1\n", "t.yaml:1:4: anchors and tags are not allowed" },
    { "key twice", "a: 1\nb: 2\na: 3\n", "t.yaml:3:1: key \"a\" stands twice in one map" },
    { "key twice in a nested map", "x: {a: 1, a: 2}\n",
      "t.yaml:1:11: key \"a\" stands twice in one map" },
    { "empty key", "\"\": 1\n", "t.yaml:1:1: a key must not be empty" },
    { "list as a key", "? [a]\n: 1\n", "t.yaml:1:3: a key must be text" },
    { "second document", "a: 1\n---\nb: 1\n", "t.yaml:2:1: a file holds one document only" },
    { "control character", "a: \"x\\x01\"\n", "t.yaml:1:4: text must not have control characters" },
    { "NUL in a text", "a: \"x\\0y\"\n", "t.yaml:1:4: text must not have control characters" },
    { "not closed", "a: [1, 2\n", "t.yaml:2:1: not valid YAML: did not find expected ',' or ']'" },
    { "tab as indent", "a:\n\tb: 1\n",
      "t.yaml:2:1: not valid YAML: found character that cannot start any token" },
    { "no UTF-8", "a: \xff\n", "t.yaml:1:1: a pack must be UTF-8 text" },
    { "too deep", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
      "t.yaml:1:17: the document is nested too deeply" },
};

static void test_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        struct parsed p = parse(WRONG[i].text, strlen(WRONG[i].text));
        if (p.rc != RC_INVALID || p.root || strcmp(p.problem.text, WRONG[i].want) != 0)
            fail_msg("%s: \"%s\"", WRONG[i].name, p.problem.text);
        forget(&p);
    }
}

/* `count` times `unit`, parsed; the ceiling that answers. */
static void check_ceiling(const char *unit, size_t count, const char *want)
{
    size_t len = strlen(unit);
    char *text = mem_new(len * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * len, unit, len);
    struct parsed p = parse(text, len * count);
    assert_int_equal(p.rc, RC_INVALID);
    assert_non_null(strstr(p.problem.text, want));
    forget(&p);
    mem_free(text);
}

static void test_ceilings(void **state)
{
    (void)state;
    check_ceiling("- 1\n", MAX_PACK_NODES + 1, "the document has more than 200000 values");
    check_ceiling("# x\n", MAX_PACK_BYTES / 4 + 1, "a pack has at most 2097152 bytes");
}

static void test_many_keys(void **state)
{
    char text[4000];
    size_t at = 0;
    (void)state;
    for (int i = 0; i < 201; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "k%d: 1\n", i);
    struct parsed p = parse(text, at);
    assert_int_equal(p.rc, RC_INVALID);
    assert_string_equal(p.problem.text, "t.yaml:201:1: a map must not have more than 200 keys");
    forget(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_many_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
