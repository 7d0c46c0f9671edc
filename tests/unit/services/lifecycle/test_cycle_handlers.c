/* cycle.open, .get, .list: what they refuse, what they reply. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"
#include "wire_check.h"

static struct course course;

static int open_course(void **state)
{
    (void)state;
    course_open(&course, "2026-06-15T12:00:00+08:00");
    json_decref(bench_ok(&course.lifecycle, "cycle.open", "{s:s, s:i, s:s}", "contract", CONTRACT,
                         "serial", 1, "start", "2026-06-01"));
    return 0;
}

static int close_course(void **state)
{
    (void)state;
    course_close(&course);
    return 0;
}

static const struct {
    const char *name, *op, *args, *field;
    rc_t rc;
} REFUSED[] = {
    { "a second cycle", "cycle.open", "{'contract':'yifen-2026','serial':1,'start':'2026-06-02'}",
      "system", RC_CONFLICT },
    { "before the service period", "cycle.open",
      "{'contract':'yifen-2026','serial':2,'start':'2026-03-15'}", "start", RC_REFUSED },
    { "tomorrow", "cycle.open", "{'contract':'yifen-2026','serial':2,'start':'2026-06-16'}",
      "start", RC_REFUSED },
    { "no such system", "cycle.open", "{'contract':'yifen-2026','serial':40,'start':'2026-06-01'}",
      "system", RC_NOT_FOUND },
    { "no such contract", "cycle.open", "{'contract':'x','serial':1,'start':'2026-06-01'}",
      "system", RC_NOT_FOUND },
    { "no such id", "cycle.open", "{'system':999999,'start':'2026-06-01'}", "system",
      RC_NOT_FOUND },
    { "no cycle yet", "cycle.get", "{'contract':'yifen-2026','serial':2}", "system", RC_NOT_FOUND },
    { "no such cycle", "cycle.get", "{'cycle':999999}", "cycle", RC_NOT_FOUND },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        rc_t rc = bench_refused(&course.lifecycle, &problem, REFUSED[i].op, "o",
                                wire_args(REFUSED[i].args));
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
    assert_int_equal(db_number(&course.registry.tdb, "select count(*) from cycle"), 1);
}

/* The cycle pins the pack of its opening, and says so. */
static void test_get(void **state)
{
    (void)state;
    json_t *cycle =
        bench_ok(&course.lifecycle, "cycle.get", "{s:s, s:i}", "contract", CONTRACT, "serial", 1);
    assert_string_equal(text_at(cycle, "pack"), "yifen-2026");
    assert_int_equal(int_at(cycle, "pack_version"), 1);
    assert_string_equal(text_at(cycle, "team"), "fgw");
    assert_int_equal(size_at(cycle, "phases"), 7);
    json_t *again =
        bench_ok(&course.lifecycle, "cycle.get", "{s:I}", "cycle", (json_int_t)int_at(cycle, "id"));
    assert_true(json_equal(cycle, again));
    json_decref(cycle);
    json_decref(again);
}

static void test_list(void **state)
{
    (void)state;
    for (int serial = 20; serial < 25; serial++)
        json_decref(bench_ok(&course.lifecycle, "cycle.open", "{s:s, s:i, s:s}", "contract",
                             CONTRACT, "serial", serial, "start", "2026-06-01"));
    json_t *page = bench_ok(&course.lifecycle, "cycle.list", "{s:s, s:s, s:i}", "contract",
                            CONTRACT, "team", "scjg", "limit", 3);
    assert_int_equal(size_at(page, "items"), 3);
    json_t *rest = bench_ok(&course.lifecycle, "cycle.list", "{s:s, s:s, s:i, s:s}", "contract",
                            CONTRACT, "team", "scjg", "limit", 3, "cursor", text_at(page, "next"));
    assert_int_equal(size_at(rest, "items"), 2);
    assert_int_equal(int_at(rest, "items.0.serial"), 23);
    assert_true(json_is_null(at_path(rest, "next")));
    json_decref(page);
    json_decref(rest);
    json_t *none = bench_ok(&course.lifecycle, "cycle.list", "{s:s}", "contract", "nowhere");
    assert_int_equal(size_at(none, "items"), 0);
    json_decref(none);
}

/* Work under a closed contract is over. */
static void test_closed_contract(void **state)
{
    (void)state;
    struct problem problem;
    db_exec(&course.registry.tdb, "update contract set state = 'closed'");
    rc_t rc = bench_refused(&course.lifecycle, &problem, "cycle.open", "{s:s, s:i, s:s}",
                            "contract", CONTRACT, "serial", 30, "start", "2026-06-01");
    db_exec(&course.registry.tdb, "update contract set state = 'active'");
    assert_int_equal(rc, RC_CONFLICT);
    assert_string_equal(problem.field, "contract");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_get),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_closed_contract),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
