#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"

static const struct {
    const char *text;
    int32_t want; /* INT32_MIN: refused */
} DATES[] = {
    { "1970-01-01", 0 },          { "2026-06-15", 20619 },      { "2024-02-29", 19782 },
    { "2026-02-29", INT32_MIN },  { "2026-13-01", INT32_MIN },  { "2026-00-10", INT32_MIN },
    { "2026-1-01", INT32_MIN },   { "2026-01-01 ", INT32_MIN }, { "", INT32_MIN },
    { "1899-12-31", INT32_MIN },  { "2170-01-02", INT32_MIN },  { "2100-02-29", INT32_MIN },
    { "1900-01-01", DAY_MIN },    { "2170-01-01", DAY_MAX },
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(DATES); i++) {
        int32_t day = INT32_MIN;
        bool ok = civil_parse_date(DATES[i].text, &day);
        if (ok != (DATES[i].want != INT32_MIN) || day != DATES[i].want)
            fail_msg("%s: %d", DATES[i].text, day);
    }
}

static void test_every_day_round_trips(void **state)
{
    (void)state;
    char text[DATE_TEXT];
    int weekday = civil_weekday(DAY_MIN);
    assert_int_equal(weekday, 1); /* 1900-01-01 was a Monday */
    for (int32_t day = DAY_MIN; day <= DAY_MAX; day++) {
        int32_t back;
        assert_true(civil_parse_date(civil_format_date(day, text), &back));
        assert_int_equal(back, day);
        assert_int_equal(civil_weekday(day), weekday);
        weekday = weekday % 7 + 1;
    }
}

static const struct {
    const char *from;
    int months;
    const char *want;
} MONTHS[] = {
    { "2026-12-31", -2, "2026-10-31" }, { "2026-03-31", 1, "2026-04-30" },
    { "2024-02-29", 12, "2025-02-28" }, { "2026-01-15", 0, "2026-01-15" },
    { "2026-11-30", 3, "2027-02-28" },  { "2026-01-31", -11, "2025-02-28" },
};

static void test_months(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(MONTHS); i++) {
        int32_t from, to;
        char text[DATE_TEXT];
        assert_true(civil_parse_date(MONTHS[i].from, &from));
        assert_true(civil_add_months(from, MONTHS[i].months, &to));
        assert_string_equal(civil_format_date(to, text), MONTHS[i].want);
    }
    int32_t to;
    assert_false(civil_add_months(0, INT32_MAX, &to));
    assert_false(civil_add_months(0, INT32_MIN, &to));
}

static const struct {
    const char *text;
    const char *shanghai; /* NULL: refused */
} INSTANTS[] = {
    { "2026-06-15T09:00:00+08:00", "2026-06-15T09:00:00+08:00" },
    { "2026-06-15T01:00:00Z", "2026-06-15T09:00:00+08:00" },
    { "2026-06-15T01:00:00.999999Z", "2026-06-15T09:00:00+08:00" },
    { "2025-12-31T16:00:00Z", "2026-01-01T00:00:00+08:00" },
    { "1969-12-31T15:59:59.5Z", "1969-12-31T23:59:59+08:00" },
    { "2026-06-15T24:00:00Z", NULL },
    { "2026-06-15T23:59:60Z", NULL },
    { "2026-06-15T09:00:00", NULL },
    { "2026-06-15 09:00:00Z", NULL },
    { "2026-06-15T09:00:00.Z", NULL },
    { "2026-06-15T09:00:00.1234567Z", NULL },
    { "2026-06-15T09:00:00+15:00", NULL },
    { "2026-06-15T09:00:00Zx", NULL },
};

static void test_instants(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(INSTANTS); i++) {
        int64_t us;
        char text[INSTANT_TEXT];
        bool ok = civil_parse_instant(INSTANTS[i].text, &us);
        if (ok != (INSTANTS[i].shanghai != NULL))
            fail_msg("%s", INSTANTS[i].text);
        if (ok)
            assert_string_equal(civil_format_instant(us, 480, text), INSTANTS[i].shanghai);
    }
}

static void test_zones(void **state)
{
    (void)state;
    int minutes = -1;
    assert_true(civil_zone("Asia/Shanghai", &minutes));
    assert_int_equal(minutes, 480);
    assert_false(civil_zone("Europe/Berlin", &minutes));
    assert_int_equal(minutes, 480);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),    cmocka_unit_test(test_every_day_round_trips),
        cmocka_unit_test(test_months),   cmocka_unit_test(test_instants),
        cmocka_unit_test(test_zones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
