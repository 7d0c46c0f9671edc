/* Memory of a pack: zeroed, aligned, large blocks too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "attr.h"

static void test_blocks(void **state)
{
    struct arena *arena = arena_new();
    (void)state;
    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        char *bytes = arena_array(arena, size, 1);
        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
    assert_string_equal(arena_text(arena, "abcdef", 3), "abc");
    assert_non_null(arena_array(arena, 0, 8));
    arena_destroy(&arena);
    assert_null(arena);
    arena_destroy(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
