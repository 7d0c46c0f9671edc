/* Rates of what is not planned: whose they are, and what they are made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "forecast_fixture.h"
#include "forecast_rates.h"

#define LEFT_OUT { RATE_LEFT_OUT, RATE_LEFT_OUT, RATE_LEFT_OUT, RATE_LEFT_OUT }
/* The service has lasted 92 days on that day, of the fixture's contract (from 2026-03-16). */
#define TODAY "2026-06-15"
/* Eight incidents of two kinds; the service's own count. */
#define EIGHT                                                                                      \
    "'incidents':[{'family':'network','grade':'II','level':null,'type':'security_event',"          \
    "'facts':{'grade':'II'},'clocks':2,'count':3},"                                                \
    "{'family':'consultation','grade':null,'level':null,'type':null,'facts':null,'clocks':1,"      \
    "'count':5}]"

static const struct {
    const char *name, *past;
    int64_t asked[RATE__COUNT];
    enum forecast_rate_of rate;
    struct forecast_rate want;
} CASES[] = {
    { "nothing seen", "{}", LEFT_OUT, RATE_INCIDENTS, { 4, RATE_DEFAULT, 0, 92 } },
    { "nothing seen of clocks", "{}", LEFT_OUT, RATE_INCIDENT_LATE, { 10, RATE_DEFAULT, 0, 0 } },
    { "nothing seen of findings", "{}", LEFT_OUT, RATE_FINDINGS, { 30, RATE_DEFAULT, 0, 0 } },
    { "nothing seen of re-checks", "{}", LEFT_OUT, RATE_RECHECK_FAILS, { 10, RATE_DEFAULT, 0, 0 } },
    { "seven are not enough",
      "{'incidents':[{'family':'fault','clocks':0,'count':7}]}",
      LEFT_OUT,
      RATE_INCIDENTS,
      { 4, RATE_DEFAULT, 7, 92 } },
    { "eight are: 31.7 a year", "{" EIGHT "}", LEFT_OUT, RATE_INCIDENTS, { 32, RATE_HISTORY, 8, 92 } },
    { "since the first, where it came before the service",
      "{'first_incident':'2026-03-01'," EIGHT "}",
      LEFT_OUT,
      RATE_INCIDENTS,
      { 27, RATE_HISTORY, 8, 107 } },
    { "at most what can come up",
      "{'incidents':[{'family':'fault','clocks':0,'count':5000}]}",
      LEFT_OUT,
      RATE_INCIDENTS,
      { INCIDENTS_MOST, RATE_HISTORY, 5000, 92 } },
    { "seven clocks", "{'clocks':{'of':7,'count':7}}", LEFT_OUT, RATE_INCIDENT_LATE, { 10, RATE_DEFAULT, 7, 7 } },
    { "eight clocks, one missed: half up", "{'clocks':{'of':8,'count':1}}", LEFT_OUT, RATE_INCIDENT_LATE, { 13, RATE_HISTORY, 1, 8 } },
    { "none of eight found anything", "{'assessed':{'of':8,'count':0}}", LEFT_OUT, RATE_FINDINGS, { 0, RATE_HISTORY, 0, 8 } },
    { "all of eight failed", "{'rechecks':{'of':8,'count':8}}", LEFT_OUT, RATE_RECHECK_FAILS, { 100, RATE_HISTORY, 8, 8 } },
    { "what is said is taken", "{" EIGHT "}", { 0, RATE_LEFT_OUT, RATE_LEFT_OUT, RATE_LEFT_OUT }, RATE_INCIDENTS, { 0, RATE_GIVEN, 8, 92 } },
    { "and leaves the others alone",
      "{'rechecks':{'of':8,'count':2}}",
      { 0, 1, 2, RATE_LEFT_OUT },
      RATE_RECHECK_FAILS,
      { 25, RATE_HISTORY, 2, 8 } },
};

/* A contract of the pack with nothing but a past. */
static void open_past(struct forecast_ground *ground, const char *pack, const char *past)
{
    char facts[4000];
    snprintf(facts, sizeof(facts), "{'past':%s}", past);
    if (pack)
        ground_open_pack(ground, pack, TODAY, facts);
    else
        ground_open(ground, TODAY, facts);
}

static void test_rates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct forecast_ground ground;
        struct forecast_rates rates;
        open_past(&ground, NULL, CASES[i].past);
        forecast_rates_make(&ground.forecast, CASES[i].asked, &rates);
        const struct forecast_rate *got = &rates.rates[CASES[i].rate];
        const struct forecast_rate *want = &CASES[i].want;
        if (got->value != want->value || got->basis != want->basis || got->count != want->count || got->of != want->of)
            fail_msg("%s: %lld by %s, %lld of %lld", CASES[i].name, (long long)got->value, rate_basis_word(got->basis),
                     (long long)got->count, (long long)got->of);
        forecast_rates_fini(&rates);
        ground_close(&ground);
    }
}

/* From tomorrow, or the first day of service, to its end; else to the end of the days looked at; never beyond five years. */
static void test_days(void **state)
{
    static const struct {
        const char *name, *from, *to, *want_from, *want_until;
    } DAYS[] = {
        { "to the end of the service", "2026-03-16", "2026-12-31", "2026-06-16", "2026-12-31" },
        { "not before the service", "2026-07-01", "2026-12-31", "2026-07-01", "2026-12-31" },
        { "its last day is over", "2026-03-16", "2026-06-15", "2026-06-16", "2026-07-28" },
        { "one day is left", "2026-03-16", "2026-06-16", "2026-06-16", "2026-06-16" },
        { "no end is known", "2026-03-16", NULL, "2026-06-16", "2026-07-28" },
        { "no service is known", NULL, NULL, "2026-06-16", "2026-07-28" },
        { "five years at most", "2026-03-16", "2099-12-31", "2026-06-16", "2031-06-19" },
    };
    static const int64_t ASKED[RATE__COUNT] = LEFT_OUT;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        struct forecast_ground ground;
        struct forecast_rates rates;
        open_past(&ground, NULL, "{}");
        ground.frame.service_from = DAYS[i].from ? day_of(DAYS[i].from) : NO_DAY;
        ground.frame.service_to = DAYS[i].to ? day_of(DAYS[i].to) : NO_DAY;
        forecast_rates_make(&ground.forecast, ASKED, &rates);
        if (rates.from != day_of(DAYS[i].want_from) || rates.until != day_of(DAYS[i].want_until))
            fail_msg("%s: from %d days ahead to %d", DAYS[i].name, (int)(rates.from - ground.forecast.today),
                     (int)(rates.until - ground.forecast.today));
        forecast_rates_fini(&rates);
        ground_close(&ground);
    }
}

/* What invented incidents are like: the contract's own from eight on, else the house's, which make the cases and have the
 * clocks that the pack knows of. */
static void test_kinds(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = LEFT_OUT;
    static const struct {
        const char *name, *pack, *past;
        enum rate_basis basis;
        size_t count;
        int64_t sum, clocks;  /* of the first kind */
        const char *case_type; /* of the last */
    } KINDS[] = {
        { "graded events are charged", "yifen-2026", "{}", RATE_DEFAULT, 2, 10, 1, "security_event" },
        { "no such row", "rsj-2022", "{}", RATE_DEFAULT, 2, 10, 1, NULL },
        { "no clocks and no penalties", "sfj-2024", "{}", RATE_DEFAULT, 2, 10, 0, NULL },
        { "the contract's own", "yifen-2026", "{" EIGHT "}", RATE_HISTORY, 2, 8, 2, NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        struct forecast_ground ground;
        struct forecast_rates rates;
        open_past(&ground, KINDS[i].pack, KINDS[i].past);
        forecast_rates_make(&ground.forecast, ASKED, &rates);
        const char *type = rates.incidents[rates.incident_count - 1].case_type;
        bool same_type = type && KINDS[i].case_type ? strcmp(type, KINDS[i].case_type) == 0 : type == KINDS[i].case_type;
        if (rates.incidents_basis != KINDS[i].basis || rates.incident_count != KINDS[i].count || rates.incident_sum != KINDS[i].sum ||
            rates.incidents[0].clocks != KINDS[i].clocks || !same_type)
            fail_msg("%s: %zu kinds, %lld, %s", KINDS[i].name, rates.incident_count, (long long)rates.incident_sum, type ? type : "none");
        forecast_rates_fini(&rates);
        ground_close(&ground);
    }
}

/* Phases and findings by the pack: where its gate sends work back, what is found before it, what a late one is. */
static void test_rounds_by_the_pack(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = LEFT_OUT;
    static const char HISTORY[] = "{'history':[{'kind':'phase','clause':'MH-044','days':3,'count':8}],"
                                  "'past':{'risks':[{'risk':'high','count':2},{'risk':'low','count':6}]}}";
    struct forecast_ground ground;
    struct forecast_rates rates;
    (void)state;
    ground_open_pack(&ground, "yifen-2026", TODAY, HISTORY);
    forecast_rates_make(&ground.forecast, ASKED, &rates);
    assert_int_equal(rates.assessed, 4);
    assert_int_equal(rates.back, 5);
    assert_int_equal(rates.judge, 6);
    assert_non_null(rates.term);
    assert_null(rates.phase_case); /* a late phase costs nothing there, a late finding does from medium risk on */
    assert_string_equal(rates.findings[0].case_type, "vulnerability_overdue");
    assert_null(rates.findings[2].case_type);
    assert_int_equal(rates.findings_basis, RATE_HISTORY);
    assert_int_equal(rates.findings[0].count, 2);
    assert_int_equal(rates.findings[1].count, 0);
    assert_int_equal(forecast_rates_phase(&rates, 6)->basis, SPREAD_CLAUSE);
    assert_int_equal(forecast_rates_phase(&rates, 5)->basis, SPREAD_KIND);
    assert_int_equal(spread_at(forecast_rates_phase(&rates, 6), 0), 3);
    forecast_rates_fini(&rates);
    ground_close(&ground);
    ground_open_pack(&ground, "rsj-2022", TODAY, "{}"); /* no phases at all */
    forecast_rates_make(&ground.forecast, ASKED, &rates);
    assert_int_equal(rates.assessed + rates.judge, 0);
    forecast_rates_fini(&rates);
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_rounds_by_the_pack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
