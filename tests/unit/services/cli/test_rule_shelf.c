/* Packs and calendars by name, without a database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rule_shelf.h"
#include "schema_packs_embed.h"

static int setup(void **state)
{
    static struct rule_shelf shelf;
    struct problem problem = { .rc = RC_OK };
    *state = &shelf;
    return rule_shelf_init(&shelf, &problem) == RC_OK ? 0 : -1;
}

static int teardown(void **state)
{
    rule_shelf_fini(*state);
    return 0;
}

static void test_every_shipped_pack(void **state)
{
    struct eval_env env = rule_shelf_env(*state);
    for (const struct embed *e = schema_packs; e->name; e++) {
        char name[64];
        snprintf(name, sizeof(name), "%.*s", (int)strcspn(e->name, "."), e->name);
        const pack_t *pack = env.pack(env.arg, name);
        assert_non_null(pack);
        assert_string_equal(pack->name, name);
        assert_ptr_equal(env.pack(env.arg, name), pack); /* read once */
    }
}

static void test_calendar(void **state)
{
    struct eval_env env = rule_shelf_env(*state);
    assert_non_null(env.calendar(env.arg, "cn"));
    assert_null(env.calendar(env.arg, "us"));
}

/* A question never opens a file: names that do not ship are unknown, whatever they look like. */
static void test_unknown_names(void **state)
{
    static const char *const NAMES[] = { "", "none", "../packs/yifen-2026", "/etc/passwd", "yifen-2026.yaml", "yifen" };
    struct eval_env env = rule_shelf_env(*state);
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
        assert_null(env.pack(env.arg, NAMES[i]));
}

static void write_pack(char *path, const char *name)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    dprintf(fd, "pack: %s\nversion: 1\ntitle: t\nzone: Asia/Shanghai\ncalendar: {base: cn, makeup_days: true}\n", name);
    close(fd);
}

/* A file goes before what ships under its name; twice is refused; a bad one names its line. */
static void test_files(void **state)
{
    char own[] = "/tmp/mlps-shelf-XXXXXX";
    char bad[] = "/tmp/mlps-shelf-XXXXXX";
    struct rule_shelf *shelf = *state;
    struct problem problem = { .rc = RC_OK };
    struct eval_env env = rule_shelf_env(shelf);
    write_pack(own, "yifen-2026");
    write_pack(bad, "[");
    assert_int_equal(rule_shelf_put(shelf, own, &problem), RC_OK);
    assert_int_equal(env.pack(env.arg, "yifen-2026")->terms.count, 0);
    assert_int_equal(rule_shelf_put(shelf, own, &problem), RC_CONFLICT);
    problem = (struct problem){ .rc = RC_OK };
    assert_int_equal(rule_shelf_put(shelf, bad, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, bad));
    problem = (struct problem){ .rc = RC_OK };
    assert_int_equal(rule_shelf_put(shelf, "/nonexistent/pack.yaml", &problem), RC_INVALID);
    assert_int_equal(shelf->count, 1);
    unlink(own);
    unlink(bad);
}

static void test_full(void **state)
{
    struct rule_shelf *shelf = *state;
    struct problem problem = { .rc = RC_OK };
    for (int i = 0; i <= SHELF_PACKS_MAX; i++) {
        char path[] = "/tmp/mlps-shelf-XXXXXX";
        char name[24];
        snprintf(name, sizeof(name), "pack-%d", i);
        write_pack(path, name);
        assert_int_equal(rule_shelf_put(shelf, path, &problem), i < SHELF_PACKS_MAX ? RC_OK : RC_TOO_LARGE);
        unlink(path);
    }
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        TEST(test_every_shipped_pack), TEST(test_calendar), TEST(test_unknown_names), TEST(test_files), TEST(test_full),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
