#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <sodium.h>

#include "chain.h"
#include "memory.h"
#include "table.h"

struct item {
    struct table_node node;
    char key[16];
};

static struct item *items_new(struct table *table, int count)
{
    struct item *items = mem_array((size_t)count, sizeof(*items));
    for (int i = 0; i < count; i++) {
        snprintf(items[i].key, sizeof(items[i].key), "key-%d", i);
        table_add(table, &items[i].node, items[i].key, strlen(items[i].key));
    }
    return items;
}

static void test_find_add_remove(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    struct table table;
    table_init(&table);
    assert_null(table_find(&table, "key-1", 5));
    assert_null(table_any(&table));
    struct item *items = items_new(&table, MANY);
    assert_int_equal(table.count, MANY);
    for (int i = 0; i < MANY; i++) {
        struct table_node *node = table_find(&table, items[i].key, strlen(items[i].key));
        assert_ptr_equal(node, &items[i].node);
        assert_ptr_equal(CHAIN_OWNER(node, struct item, node), &items[i]);
    }
    for (int i = 0; i < MANY; i += 2)
        table_remove(&table, &items[i].node);
    for (int i = 0; i < MANY; i++) {
        struct table_node *node = table_find(&table, items[i].key, strlen(items[i].key));
        assert_ptr_equal(node, i % 2 ? &items[i].node : NULL);
    }
    assert_int_equal(table.count, MANY / 2);
    table_fini(&table);
    mem_free(items);
}

/* A key is its bytes: a shorter one, or one with a NUL in it, is another key. */
static void test_keys_are_bytes(void **state)
{
    (void)state;
    struct table table;
    struct table_node a;
    struct table_node b;
    struct table_node empty;
    table_init(&table);
    table_add(&table, &a, "x\0y", 3);
    table_add(&table, &b, "x", 1);
    table_add(&table, &empty, "", 0);
    assert_ptr_equal(table_find(&table, "x\0y", 3), &a);
    assert_ptr_equal(table_find(&table, "x\0z", 3), NULL);
    assert_ptr_equal(table_find(&table, "x", 1), &b);
    assert_ptr_equal(table_find(&table, "", 0), &empty);
    table_fini(&table);
}

/* The same keys fall into other slots in another table, or a peer could choose them to collide. */
static void test_hash_is_keyed(void **state)
{
    (void)state;
    struct table one;
    struct table two;
    struct table_node a;
    struct table_node b;
    table_init(&one);
    table_init(&two);
    table_add(&one, &a, "key", 3);
    table_add(&two, &b, "key", 3);
    assert_true(a.hash != b.hash);
    table_fini(&one);
    table_fini(&two);
}

static int set_up(void **state)
{
    (void)state;
    return sodium_init() < 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_add_remove),
        cmocka_unit_test(test_keys_are_bytes),
        cmocka_unit_test(test_hash_is_keyed),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
