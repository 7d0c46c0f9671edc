#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/wait.h>
#include <unistd.h>

#include "memory.h"

static void test_new_memory_is_zero(void **state)
{
    (void)state;
    char *p = mem_new(100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
    mem_free(p);
    mem_free(mem_new(0));
    mem_free(NULL);
}

static void test_grow_doubles_and_keeps(void **state)
{
    (void)state;
    size_t cap = 0;
    int *items = NULL;
    for (int i = 0; i < 1000; i++) {
        items = mem_grow(items, &cap, (size_t)i + 1, sizeof(*items));
        items[i] = i;
    }
    assert_int_equal(cap, 1024);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    mem_free(items);
}

static void test_copies(void **state)
{
    (void)state;
    assert_null(mem_dup(NULL));
    char *a = mem_dup("text");
    char *b = mem_dup_n("text", 2);
    assert_string_equal(a, "text");
    assert_string_equal(b, "te");
    mem_free(a);
    mem_free(b);
}

static void want_too_much(void)
{
    mem_free(mem_array(SIZE_MAX / 2, 16));
}

static void miss_what_is_required(void)
{
    mem_require(true);
    mem_require(false);
}

static void check_death(void (*act)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(3);
        act();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    /* A sanitizer ends it with a code of its own. */
    assert_true(WIFSIGNALED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 3));
}

/* An allocation that cannot be had ends the process at once; nothing goes on with NULL. */
static void test_out_of_memory_aborts(void **state)
{
    (void)state;
    check_death(want_too_much);
    check_death(miss_what_is_required);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_memory_is_zero),
        cmocka_unit_test(test_grow_doubles_and_keeps),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_out_of_memory_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
