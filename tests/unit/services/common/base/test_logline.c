#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

#include "logline.h"

/* What one call writes to standard error. */
static char *written(const char *key, const char *value)
{
    static char text[4096];
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    int saved = dup(STDERR_FILENO);
    dup2(fds[1], STDERR_FILENO);
    log_info("event", key, value);
    log_debug("unseen", "key", "value");
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(fds[1]);
    ssize_t n = read(fds[0], text, sizeof(text) - 1);
    close(fds[0]);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void test_values_cannot_forge_a_line(void **state)
{
    (void)state;
    char *text = written("who", "a\"b\\c\nd\x7f");
    assert_non_null(strstr(text, " info test event who=\"a\\\"b\\\\c\\x0ad\\x7f\"\n"));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void test_long_values_are_cut_to_one_line(void **state)
{
    (void)state;
    char value[3000];
    memset(value, 'x', sizeof(value) - 1);
    value[sizeof(value) - 1] = '\0';
    char *text = written("long", value);
    assert_in_range(strlen(text), 1900, 2001);
    assert_int_equal(text[strlen(text) - 1], '\n');
}

static void test_null_is_empty(void **state)
{
    (void)state;
    assert_non_null(strstr(written("none", NULL), "none=\"\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_cannot_forge_a_line),
        cmocka_unit_test(test_long_values_are_cut_to_one_line),
        cmocka_unit_test(test_null_is_empty),
    };
    log_setup("test");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
