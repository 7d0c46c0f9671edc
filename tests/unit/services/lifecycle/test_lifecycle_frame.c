/* A cycle keeps the pack of its opening, whatever pack its contract has by then; and is over when
 * over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "course.h"
#include "lifecycle_frame.h"
#include "shipped.h"

/* The packs again, as version 2, with a gap analysis of nine days; the contract moves to it. */
static void load_longer_limit(struct course *course)
{
    static const char LIMIT[] = "name: 差距分析, within: 7 days";
    static const char VERSION[] = "\nversion: 1\n";
    static const char *const PACKS[] = { "packs/minhang-2024.yaml", "packs/yifen-2026.yaml" };
    for (size_t i = 0; i < 2; i++) {
        char *yaml = shipped_text(PACKS[i], NULL);
        char *limit = strstr(yaml, LIMIT);
        strstr(yaml, VERSION)[strlen("\nversion: ")] = '2';
        assert_true((limit != NULL) == (i == 0));
        if (limit)
            limit[strlen(LIMIT) - strlen("7 days")] = '9';
        json_decref(portfolio_pack(&course->registry, yaml));
        free(yaml);
    }
    db_exec(&course->registry.tdb,
            "update contract set pack_id = (select id from pack where name = "
            "'yifen-2026' and version = 2)");
}

static void test_pinned_pack(void **state)
{
    (void)state;
    struct course course;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    json_decref(course_start(&course, 1, "2026-03-17"));
    load_longer_limit(&course);
    json_decref(course_start(&course, 2, "2026-03-17"));
    static const char *const DUE[] = { "2026-04-17", "2026-04-19" }; /* seven days, and nine */
    for (int serial = 1; serial <= 2; serial++) {
        course_pass(&course, serial, 1, "2026-04-10", FILING);
        json_t *phase = bench_ok(&course.lifecycle, "phase.get", "{s:s, s:i, s:i}", "contract",
                                 CONTRACT, "serial", serial, "number", 2);
        assert_string_equal(text_at(phase, "due_on"), DUE[serial - 1]);
        json_decref(phase);
    }
    assert_int_equal(
        db_number(&course.registry.tdb,
                  "select count(distinct r.pack_id) from ruling r join deadline d on d.id "
                  "= r.deadline_id where d.code like 'MH-036/%'"),
        2);
    course_close(&course);
}

static void test_closed_cycle(void **state)
{
    (void)state;
    struct course course;
    struct problem problem;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    json_decref(course_start(&course, 1, "2026-03-17"));
    db_exec(&course.registry.tdb, "update cycle set state = 'cancelled'");
    assert_int_equal(bench_refused(&course.lifecycle, &problem, "phase.submit",
                                   "{s:s, s:i, s:i, s:s}", "contract", CONTRACT, "serial", 1,
                                   "number", 1, "on", "2026-03-17"),
                     RC_CONFLICT);
    assert_string_equal(problem.field, "cycle");
    /* Another cycle may be opened then; the newest is meant from now on. */
    json_t *cycle = course_start(&course, 1, "2026-03-20");
    assert_int_equal(int_at(cycle, "number"), 2);
    assert_string_equal(text_at(cycle, "phases.0.deadline_code"), "MH-034/1/2/r1");
    json_decref(cycle);
    json_decref(course_move(&course, "phase.submit", 1, 1, "2026-03-21"));
    course_close(&course);
}

static void test_days(void **state)
{
    (void)state;
    const struct lifecycle_frame frame = { .rules = { .zone_minutes = 480 } };
    assert_int_equal(frame_day_start(&frame, 1), 16 * 3600 * 1000000LL);
    assert_int_equal(frame_day_end(&frame, 0), 16 * 3600 * 1000000LL - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pinned_pack),
        cmocka_unit_test(test_closed_cycle),
        cmocka_unit_test(test_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
