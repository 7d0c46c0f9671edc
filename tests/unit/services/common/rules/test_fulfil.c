/* Filling of slots against an oracle that counts records window by window; order changes nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"

#include "fulfil.h"
#include "rules_fixture.h"
#include "schedule.h"

enum { UNITS = 3, RECORDS = 40 };

static const char PACK[] =
    "units: {prefix: B, count: 3, clause: U}\n"
    "recurring:\n"
    "  - {clause: A, title: a, work: service, times: 8, per: year, spread: quarter, units: 3}\n"
    "  - {clause: B, title: b, work: service, times: 2, per: year, bound: minimum}\n"
    "  - {clause: C, title: c, work: service, every: month, units: 3}\n"
    "  - {clause: D, title: d, work: service, every: week, on: friday}\n"
    "  - {clause: E, title: e, work: service, every: special, units: 3}\n"
    "  - {clause: F, title: f, work: service, times: 3, per: day}\n";

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

struct round {
    struct fulfil_ask ask;
    struct work_record records[RECORDS];
};

static const char *const NAMES[UNITS] = { "B01", "B02", "B03" };

/* A range of some months of 2025 and 2026, records on any day around it. */
static void make_round(struct fixture *f, const struct calendar_use *use, uint32_t *seed,
                       struct round *r)
{
    struct problem problem = { .rc = RC_OK };
    int32_t from = day_of("2025-01-01") + (int32_t)(next_random(seed) % 300);
    int32_t to = from + (int32_t)(next_random(seed) % 400);
    memset(r, 0, sizeof(*r));
    r->ask.use.pack = f->extra;
    r->ask.use.calendar = use;
    assert_int_equal(service_range_make(f->extra, from, to, NO_DAY, &r->ask.use.range, &problem),
                     RC_OK);
    r->ask.row = &f->extra->recurring.rows[next_random(seed) % f->extra->recurring.count];
    r->ask.unit_count = r->ask.row->units > 0 ? UNITS : 0;
    r->ask.units = r->ask.unit_count ? NAMES : NULL;
    r->ask.as_of = next_random(seed) % 4 ? from + (int32_t)(next_random(seed) % 500) : NO_DAY;
    r->ask.records = r->records;
    r->ask.record_count = next_random(seed) % (RECORDS + 1);
    for (size_t i = 0; i < r->ask.record_count; i++) {
        r->records[i].on = from - 20 + (int32_t)(next_random(seed) % 450);
        r->records[i].unit = r->ask.unit_count ? next_random(seed) % UNITS : 0;
    }
}

/* What one unit has in one window, by looking at every record. */
static int64_t records_in(const struct fulfil_ask *ask, const struct slot *slot, size_t unit)
{
    int64_t count = 0;
    for (size_t i = 0; i < ask->record_count; i++)
        count += ask->records[i].unit == unit && ask->records[i].on >= slot->from &&
                 ask->records[i].on <= slot->to;
    return count;
}

static void check_round(const struct fulfil_ask *ask, const struct fulfilment *f)
{
    size_t columns = ask->unit_count ? ask->unit_count : 1;
    int64_t due = 0, satisfied = 0, open = 0, surplus = 0, listed = 0, beyond = 0;
    for (size_t i = 0; i < f->slot_count; i++) {
        bool is_due = ask->as_of == NO_DAY || f->slots[i].slot.to < ask->as_of;
        for (size_t u = 0; u < columns; u++) {
            int64_t have = records_in(ask, &f->slots[i].slot, u);
            int64_t filled = have < f->times ? have : f->times;
            due += is_due ? f->times : 0;
            satisfied += is_due ? filled : 0;
            open += is_due ? f->times - filled : 0;
            surplus += have - filled;
        }
    }
    for (size_t i = 0; i < f->overdue_count; i++)
        listed += f->overdue[i].number;
    for (size_t i = 0; i < f->surplus_count; i++)
        beyond += f->surplus[i].number;
    assert_int_equal(f->due, due);
    assert_int_equal(f->satisfied, satisfied);
    assert_int_equal(listed, open);
    assert_int_equal(beyond, surplus);
}

static int setup_pack(void **state)
{
    fixture_setup(state);
    fixture_extra(*state, PACK);
    return 0;
}

static void test_oracle(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct problem problem = { .rc = RC_OK };
    uint32_t seed = 11;
    for (int i = 0; i < 600; i++) {
        struct round r;
        struct fulfilment first, second;
        make_round(f, &use, &seed, &r);
        assert_int_equal(fulfil_rule(&r.ask, NULL, &first, &problem), RC_OK);
        check_round(&r.ask, &first);
        for (size_t a = 0, b = r.ask.record_count; a + 1 < b; a++) {
            struct work_record swap = r.records[a];
            b--;
            r.records[a] = r.records[b];
            r.records[b] = swap;
        }
        assert_int_equal(fulfil_rule(&r.ask, NULL, &second, &problem), RC_OK);
        assert_int_equal(first.satisfied, second.satisfied);
        assert_int_equal(first.overdue_count, second.overdue_count);
        for (size_t k = 0; k < first.overdue_count; k++)
            assert_memory_equal(&first.overdue[k], &second.overdue[k], sizeof(first.overdue[k]));
        fulfilment_fini(&first);
        fulfilment_fini(&second);
    }
}

/* What schedule.count counts for a range is due on the day after it. */
static void test_counted_is_due(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct problem problem = { .rc = RC_OK };
    uint32_t seed = 12;
    for (int i = 0; i < 300; i++) {
        struct round r;
        struct fulfilment done;
        struct schedule schedule;
        make_round(f, &use, &seed, &r);
        r.ask.as_of = r.ask.use.range.to + 1;
        struct schedule_ask count = { .use = r.ask.use, .systems = -1 };
        count.select.clauses = (struct text_set){ &r.ask.row->clause, 1 };
        assert_int_equal(fulfil_rule(&r.ask, NULL, &done, &problem), RC_OK);
        assert_int_equal(schedule_count(&count, NULL, &schedule, &problem), RC_OK);
        assert_int_equal(done.due, schedule.instances);
        fulfilment_fini(&done);
        schedule_fini(&schedule);
    }
}

/* A later day never makes less due. */
static void test_monotone(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct problem problem = { .rc = RC_OK };
    uint32_t seed = 13;
    for (int i = 0; i < 20; i++) {
        struct round r;
        int64_t due = 0, satisfied = 0;
        make_round(f, &use, &seed, &r);
        for (int32_t day = r.ask.use.range.from; day < r.ask.use.range.to + 5; day += 7) {
            struct fulfilment done;
            r.ask.as_of = day;
            assert_int_equal(fulfil_rule(&r.ask, NULL, &done, &problem), RC_OK);
            assert_true(done.due >= due && done.satisfied >= satisfied);
            due = done.due;
            satisfied = done.satisfied;
            fulfilment_fini(&done);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),
        cmocka_unit_test(test_counted_is_due),
        cmocka_unit_test(test_monotone),
    };
    return cmocka_run_group_tests(tests, setup_pack, fixture_teardown);
}
