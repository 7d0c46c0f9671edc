/* Counting of whole packs: sums of their parts, and units against a count by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"

#include "rules_fixture.h"
#include "schedule.h"

/* A question about a pack's year. */
static struct schedule_ask ask_of(const struct pack *pack, const struct calendar_use *use,
                                  const char *from, const char *to)
{
    struct problem problem = { .rc = RC_OK };
    struct schedule_ask ask = { .use = { .pack = pack, .calendar = use }, .systems = -1 };
    assert_int_equal(
        service_range_make(pack, day_of(from), day_of(to), NO_DAY, &ask.use.range, &problem),
        RC_OK);
    return ask;
}

static const struct {
    const char *pack, *from, *to;
} PACKS[] = {
    { "rsj-2022", "2022-01-01", "2022-12-31" },      { "sfj-2024", "2025-01-01", "2025-12-31" },
    { "langfang-2025", "2025-03-01", "2026-02-28" }, { "yifen-2026", "2026-03-16", "2026-12-31" },
    { "minhang-2024", "2024-09-01", "2024-12-07" },
};

/* What one criterion at a time counts, added up, is what all count; rows stand in order of clause.
 */
static void check_parts(const struct schedule_ask *whole)
{
    struct problem problem = { .rc = RC_OK };
    struct schedule all, part;
    int64_t works = 0, periods = 0, bounds = 0;
    struct schedule_ask one = *whole;
    assert_int_equal(schedule_count(whole, NULL, &all, &problem), RC_OK);
    for (unsigned i = 0; i < WORK__COUNT; i++) {
        one.select.works = 1U << i;
        assert_int_equal(schedule_count(&one, NULL, &part, &problem), RC_OK);
        works += part.instances;
        schedule_fini(&part);
    }
    one = *whole;
    for (unsigned i = 0; i < SLOT__COUNT; i++) {
        one.select.periods = 1U << i;
        assert_int_equal(schedule_count(&one, NULL, &part, &problem), RC_OK);
        periods += part.instances;
        schedule_fini(&part);
    }
    one = *whole;
    for (unsigned i = 0; i < BOUND__COUNT; i++) {
        one.select.bounds = 1U << i;
        assert_int_equal(schedule_count(&one, NULL, &part, &problem), RC_OK);
        bounds += part.instances + part.quota;
        schedule_fini(&part);
    }
    assert_int_equal(works, all.instances);
    assert_int_equal(periods, all.instances);
    assert_int_equal(bounds, all.instances + all.quota);
    for (size_t i = 1; i < all.count; i++)
        assert_true(strcmp(all.rows[i - 1].clause, all.rows[i].clause) <= 0);
    schedule_fini(&all);
}

static void test_parts(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    (void)f;
    for (size_t i = 0; i < COUNT_OF(PACKS); i++) {
        pack_t *pack = fixture_pack(PACKS[i].pack);
        struct schedule_ask ask = ask_of(pack, &use, PACKS[i].from, PACKS[i].to);
        check_parts(&ask);
        pack_destroy(&pack);
    }
}

/* Daily work and work on a weekday: the days of a year, counted one by one, sum up to the year. */
static void test_days_sum_up(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct problem problem = { .rc = RC_OK };
    struct schedule year, day;
    int64_t instances = 0, items = 0;
    pack_t *pack = fixture_pack("rsj-2022");
    struct schedule_ask ask = ask_of(pack, &use, "2022-01-01", "2022-12-31");
    static const char *const CLAUSES[] = { "RSJ-176", "RSJ-202", "RSJ-212", "RSJ-518", "RSJ-190" };
    ask.select.clauses = (struct text_set){ CLAUSES, COUNT_OF(CLAUSES) };
    assert_int_equal(schedule_count(&ask, NULL, &year, &problem), RC_OK);
    for (int32_t d = day_of("2021-12-30"); d <= day_of("2023-01-02"); d++) {
        assert_int_equal(service_range_make(pack, d, d, NO_DAY, &ask.use.range, &problem), RC_OK);
        assert_int_equal(schedule_count(&ask, NULL, &day, &problem), RC_OK);
        instances += day.instances;
        items += day.items;
        schedule_fini(&day);
    }
    assert_int_equal(instances, 365 + 14 + 365 + 53 + 249 + 365);
    assert_int_equal(year.instances, instances);
    assert_int_equal(year.items, items);
    assert_int_equal(items, 365 * 13 + 14 * 2);
    schedule_fini(&year);
    pack_destroy(&pack);
}

/* A refusal leaves the answer as it was. */
static void test_refusal(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct problem problem = { .rc = RC_OK };
    struct schedule out = { .count = 99 };
    static const char *const UNIT[] = { "U01" };
    pack_t *pack = fixture_pack("sfj-2024");
    struct schedule_ask ask = ask_of(pack, &use, "2025-01-01", "2025-12-31");
    ask.select.units = (struct text_set){ UNIT, 1 };
    assert_int_equal(schedule_count(&ask, NULL, &out, &problem), RC_INVALID);
    assert_string_equal(problem.field, "readings.excluded_unit");
    assert_int_equal(out.count, 99);
    pack_destroy(&pack);
}

/* `rows` rows of daily work alike, then a daily document of `titles` names (none: 0), over `days`
 * days: what just fits 64 bits is counted, one more of any factor or addend is refused. */
static const struct {
    const char *name;
    int64_t times, units;
    size_t items;
    enum bound_kind bound;
    size_t rows, titles;
    int32_t days;
    bool fits;
} CEILINGS[] = {
    { "times", INT64_MAX, 0, 0, BOUND_PLAN, 1, 0, 1, true },
    { "times, a slot more", INT64_MAX / 2 + 1, 0, 0, BOUND_PLAN, 1, 0, 2, false },
    { "units", INT64_MAX / 7, 7, 0, BOUND_PLAN, 1, 0, 1, true },
    { "units, one more each", INT64_MAX / 7 + 1, 7, 0, BOUND_PLAN, 1, 0, 1, false },
    { "items", 1, 0, INT64_MAX, BOUND_PLAN, 1, 0, 1, true },
    { "items, a slot more", 1, 0, INT64_MAX / 2 + 1, BOUND_PLAN, 1, 0, 2, false },
    { "names of a document", 1, 0, 0, BOUND_PLAN, 0, INT64_MAX, 1, true },
    { "names of a document, a day more", 1, 0, 0, BOUND_PLAN, 0, INT64_MAX / 2 + 1, 2, false },
    { "sum of work and document", INT64_MAX / 2, 0, 0, BOUND_PLAN, 1, INT64_MAX / 2 + 1, 1, true },
    { "sum one larger", INT64_MAX / 2 + 1, 0, 0, BOUND_PLAN, 1, INT64_MAX / 2 + 1, 1, false },
    { "sum of items", 1, 0, INT64_MAX / 2 + 1, BOUND_PLAN, 2, 0, 1, false },
    { "sum of quotas", INT64_MAX / 2 + 1, 0, 0, BOUND_QUOTA, 2, 0, 1, false },
    { "quota and plan are never added", INT64_MAX, 0, 0, BOUND_QUOTA, 1, INT64_MAX, 1, true },
};

static void test_ceilings(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    for (size_t i = 0; i < COUNT_OF(CEILINGS); i++) {
        struct pack_recurring work = { .clause = "A", .title = "work" };
        struct pack_deliverable document = { .clause = "B", .title = "document" };
        struct problem problem = { .rc = RC_OK };
        struct schedule out = { .count = 99 };
        work.again = (struct pack_recurrence){ .per = SLOT_DAY, .times = CEILINGS[i].times };
        work.units = CEILINGS[i].units;
        work.checklist.count = CEILINGS[i].items; /* counted, never looked at */
        work.bound = CEILINGS[i].bound;
        document.again = (struct pack_recurrence){ .per = SLOT_DAY, .times = 1 };
        document.titles.count = CEILINGS[i].titles;
        struct pack_recurring works[] = { work, work };
        struct pack pack = { .name = "t", .service_from = NO_DAY, .service_to = NO_DAY };
        pack.recurring.rows = works;
        pack.recurring.count = CEILINGS[i].rows;
        pack.deliverables.rows = &document;
        pack.deliverables.count = CEILINGS[i].titles > 0;
        struct schedule_ask ask = ask_of(&pack, &use, "2026-01-01", "2026-01-01");
        ask.use.range.to = ask.use.range.from + CEILINGS[i].days - 1;
        rc_t rc = schedule_count(&ask, NULL, &out, &problem);
        if (CEILINGS[i].fits
                ? rc != RC_OK
                : rc != RC_INVALID || strcmp(problem.field, "to") != 0 || out.count != 99)
            fail_msg("%s: %s %s", CEILINGS[i].name, problem.field, problem.text);
        if (rc == RC_OK)
            schedule_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_days_sum_up),
        cmocka_unit_test(test_refusal),
        cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
