/* Coverage against a field of minutes: every gap crosses its minutes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"

#include "civil.h"
#include "coverage.h"
#include "rules_fixture.h"

enum { DAYS = 12, MINUTES = DAYS * 1440, GAPS = 8 };

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

/* Cross out what a gap takes of days 1 to DAYS - 2, which are the range. */
static void cross_out(bool *out, int64_t from, int64_t to)
{
    for (int64_t m = from; m < to; m++)
        if (m >= 1440 && m < MINUTES - 1440)
            out[m] = true;
}

static void test_oracle(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 7;
    const int32_t day = day_of("2030-03-01");
    fixture_extra(f,
                  "continuity:\n  - {clause: D, title: t, in: days}\n  - {clause: H, title: t, in: "
                  "hours}\n");
    for (int round = 0; round < 400; round++) {
        static bool out[MINUTES];
        struct coverage_gap gaps[GAPS];
        struct coverage_ruling r;
        int64_t lost = 0, touched = 0;
        struct coverage_ask ask = { .pack = f->extra,
                                    .row = pack_continuity(f->extra, round % 2 ? "D" : "H"),
                                    .range = { day + 1, day + DAYS - 2, day + 1, false },
                                    .gaps = gaps,
                                    .gap_count = next_random(&seed) % (GAPS + 1) };
        memset(out, 0, sizeof(out));
        for (size_t i = 0; i < ask.gap_count; i++) {
            int64_t from = next_random(&seed) % MINUTES;
            int64_t to = from + next_random(&seed) % (round % 3 ? 300 : 5000);
            gaps[i].from_us = civil_day_start(day, 480) + from * 60 * US_PER_SECOND;
            gaps[i].to_us = civil_day_start(day, 480) + to * 60 * US_PER_SECOND;
            cross_out(out, from, to);
        }
        for (int d = 1; d < DAYS - 1; d++) {
            int64_t before = lost;
            for (int m = 0; m < 1440; m++)
                lost += out[d * 1440 + m];
            touched += lost > before;
        }
        coverage_rule(&ask, NULL, &r);
        assert_int_equal(r.lost_s, lost * 60);
        assert_int_equal(r.covered_days, DAYS - 2 - touched);
        assert_int_equal(r.of, round % 2 ? DAYS - 2 : (DAYS - 2) * 86400);
        assert_int_equal(r.covered, round % 2 ? r.covered_days : r.of - r.lost_s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
