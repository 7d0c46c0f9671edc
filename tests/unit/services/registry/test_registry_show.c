/* pack.show on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "registry_fixture.h"

static void test_real_pack(void **state)
{
    struct bench *bench = *state;
    portfolio_load(bench);
    json_t *show = bench_ok(bench, "pack.show", "{s:s}", "name", "yifen-2026");
    static const int64_t SYSTEMS_OF_TEAM[] = { 5, 5, 6, 11, 6, 6 };
    assert_int_equal(int_at(show, "counts.systems"), 39);
    assert_int_equal(int_at(show, "counts.teams"), 6);
    assert_int_equal(int_at(show, "counts.penalties"), 15);
    assert_int_equal(size_at(show, "phases"), 7);
    assert_int_equal(int_at(show, "total_fen"), 718061200);
    assert_string_equal(text_at(show, "service_to"), "2026-12-31");
    assert_null(text_at(show, "service_from"));
    for (int i = 0; i < 6; i++) {
        char path[32];
        snprintf(path, sizeof(path), "teams.%d.systems", i);
        assert_int_equal(int_at(show, path), SYSTEMS_OF_TEAM[i]);
    }
    json_decref(show);
}

static void test_unknown_pack(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    portfolio_load(bench);
    assert_int_equal(bench_refused(bench, &problem, "pack.show", "{s:s}", "name", "none"),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(bench, &problem, "pack.show", "{s:s, s:i}", "name", "yifen-2026",
                                   "version", 7),
                     RC_NOT_FOUND);
    assert_string_equal(problem.field, "version");
    assert_int_equal(bench_refused(bench, &problem, "pack.text", "{s:s, s:i}", "name", "yifen-2026",
                                   "version", 7),
                     RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_LOADED(test_real_pack),
        ON_LOADED(test_unknown_pack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
