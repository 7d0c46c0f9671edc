/* A contract that sets no term for rectification has findings without deadlines, from report to
 * check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"
#include "shipped.h"

/* The shipped packs as version 2, without that term. */
static void load_without_term(struct bench *registry)
{
    static const char CLAUSE[] = "  - {clause: MH-022, title: 测评问题整改及时性, after:";
    static const char VERSION[] = "\nversion: 1\n";
    static const char *const PACKS[] = { "packs/minhang-2024.yaml", "packs/yifen-2026.yaml" };
    for (size_t i = 0; i < COUNT_OF(PACKS); i++) {
        char *yaml = shipped_text(PACKS[i], NULL);
        char *term = strstr(yaml, CLAUSE);
        assert_true((term != NULL) == (i == 0));
        strstr(yaml, VERSION)[strlen("\nversion: ")] = '2';
        if (term)
            *term = '#'; /* the row becomes a comment */
        json_decref(portfolio_pack(registry, yaml));
        free(yaml);
    }
}

static void test_no_deadline(void **state)
{
    (void)state;
    struct course course;
    course_open(&course, "2026-06-01T12:00:00+08:00");
    load_without_term(&course.registry);
    json_decref(bench_ok(&course.registry, "contract.open", "{s:s, s:s, s:s}", "code", "other",
                         "pack", "yifen-2026", "signed", "2026-03-16"));
    json_t *cycle = bench_ok(&course.lifecycle, "cycle.open", "{s:s, s:i, s:s}", "contract",
                             "other", "serial", 1, "start", "2026-06-01");
    json_t *row = bench_ok(&course.lifecycle, "finding.open", "{s:I, s:s, s:s, s:s, s:s, s:s}",
                           "cycle", (json_int_t)int_at(cycle, "id"), "code", "T001", "title", "t",
                           "control_point", "p", "risk", "low", "on", "2026-06-01");
    assert_true(json_is_null(at_path(row, "due_on")));
    int64_t id = int_at(row, "id");
    json_decref(row);
    json_decref(cycle);
    static const struct {
        const char *op;
        int ok; /* of verify */
        const char *state;
    } STEPS[] = { { "finding.fix", -1, "fixed" },
                  { "finding.verify", 0, "open" },
                  { "finding.fix", -1, "fixed" },
                  { "finding.verify", 1, "verified" } };
    for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
        json_t *args = json_pack("{s:I, s:s}", "finding", (json_int_t)id, "on", "2026-06-01");
        if (STEPS[i].ok >= 0)
            json_object_set_new(args, "ok", json_boolean(STEPS[i].ok));
        row = bench_ok_json(&course.lifecycle, STEPS[i].op, args);
        assert_string_equal(text_at(row, "state"), STEPS[i].state);
        json_decref(row);
    }
    assert_int_equal(
        db_number(&course.registry.tdb, "select count(*) from deadline where kind = 'finding'"), 0);
    course_close(&course);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_no_deadline) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
