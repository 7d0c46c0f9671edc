/* The reply's parts: what is null, what is a date, and that lists keep together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "bench.h"
#include "forecast_fixture.h"
#include "forecast_json.h"

static const char FACTS[] =
    "{'systems':["
    "{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["
    "{'id':1,'number':6,'state':'active','from':'2026-06-11','due':'2026-06-17','deadline':11,"
    "'code':'P6'},"
    "{'id':2,'number':7,'state':'planned','from':'2026-06-18','due':'2026-06-27','deadline':null,"
    "'code':'P7'}]},"
    "{'serial':3,'name':'三','team':'b','started':false,'done':false,'phases':[]}],"
    "'deadlines':[{'id':21,'code':'T','kind':'term','serial':null,'from':'2026-06-01',"
    "'due':'2026-06-30','provisional':true,'title':'报告','clause':'K1'}],"
    "'documents':[{'id':41,'clause':'D','title':'report','serial':1,'phase':6,'ended':null}],"
    "'tasks':[{'id':31,'clause':'C','title':'巡检','unit':'U03','serial':null,'person':2,'from':'"
    "2026-06-16',"
    "'due':'2026-06-16','document':false,'routine':false}]}";

static json_t *item_of(const struct forecast_ground *ground, const char *name)
{
    size_t at = ground_item(ground, name);
    return forecast_item_json(&ground->forecast, &ground->forecast.items[at], ground->rows[at].due);
}

static void test_items(void **state)
{
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    ground_plan(&ground);
    json_t *planned = item_of(&ground, "P7");
    assert_string_equal(text_at(planned, "kind"), "phase");
    assert_string_equal(text_at(planned, "subject"), "phase");
    assert_string_equal(text_at(planned, "title"), "等保合规");
    assert_string_equal(text_at(planned, "due"), "2026-06-27");
    assert_string_equal(text_at(planned, "team_name"), "甲队");
    assert_int_equal(int_at(planned, "serial"), 1);
    assert_true(json_is_true(at_path(planned, "planned")));
    json_t *term = item_of(&ground, "T");
    assert_null(text_at(term, "system_name"));
    assert_null(text_at(term, "team"));
    assert_true(json_is_null(at_path(term, "serial")));
    assert_true(json_is_true(at_path(term, "provisional")));
    assert_false(json_is_true(at_path(term, "planned")));
    json_t *report = item_of(&ground, "report");
    assert_string_equal(text_at(report, "subject"), "deliverable");
    assert_string_equal(text_at(report, "due"), "2026-06-17"); /* with its phase */
    assert_true(json_is_true(at_path(report, "planned")));
    json_decref(report);
    json_t *task = item_of(&ground, "巡检");
    assert_string_equal(text_at(task, "person"), "乙");
    assert_null(text_at(task, "code"));
    assert_string_equal(text_at(task, "unit"), "U03");
    assert_null(text_at(term, "unit"));
    json_decref(planned);
    json_decref(term);
    json_decref(task);
    ground_close(&ground);
}

static void test_loads(void **state)
{
    struct forecast_ground ground;
    struct forecast_load load;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    ground_plan(&ground);
    forecast_load_make(&ground.forecast, ground.rows, &load);
    json_t *json = forecast_load_json(&ground.forecast, &load);
    assert_int_equal(size_at(json, "days"), 44);
    assert_string_equal(text_at(json, "days.4.day"), "2026-06-19");
    assert_string_equal(text_at(json, "days.4.reason"), "holiday");
    assert_false(json_is_true(at_path(json, "days.4.workday")));
    assert_string_equal(text_at(json, "weeks.1"), "2026-06-22");
    assert_int_equal(size_at(json, "owners"), 5); /* 丙 has nothing */
    assert_string_equal(text_at(json, "owners.0.owner"), "team");
    assert_string_equal(text_at(json, "owners.0.team"), "a");
    assert_string_equal(text_at(json, "owners.2.owner"), "person");
    assert_string_equal(text_at(json, "owners.2.person"), "甲");
    assert_string_equal(text_at(json, "owners.4.owner"), "contract");
    assert_null(text_at(json, "owners.4.team"));
    assert_string_equal(text_at(json, "owners.0.peak_day.from"), "2026-06-17");
    assert_int_equal(int_at(json, "owners.0.peak_day.due"), 2);
    assert_int_equal(int_at(json, "owners.0.peak_week.open"), 3);
    assert_int_equal(size_at(json, "owners.0.by_day.phases"), 44);
    assert_int_equal(size_at(json, "owners.0.by_week.due"), size_at(json, "weeks"));
    assert_int_equal(int_at(json, "owners.3.by_day.tasks.1"), 1);
    json_decref(json);
    forecast_load_fini(&load);
    ground_close(&ground);
}

/* A collision shows the first of its items and counts all. */
static void test_collision(void **state)
{
    char facts[4096];
    struct forecast_ground ground;
    struct forecast_collisions found;
    int n = snprintf(facts, sizeof(facts), "{'deadlines':[");
    (void)state;
    for (int i = 0; i < COLLISION_ITEMS_SHOWN + 1; i++)
        n += snprintf(facts + n, sizeof(facts) - (size_t)n,
                      "%s{'id':%d,'code':'X%02d','kind':'finding','serial':1,"
                      "'from':'2026-05-01','due':'2026-06-22'}",
                      i ? "," : "", i + 1, i);
    snprintf(facts + n, sizeof(facts) - (size_t)n, "]}");
    ground_open(&ground, "2026-06-15", facts);
    ground_plan(&ground);
    forecast_collide(&ground.forecast, ground.rows, &found);
    json_t *json = forecast_collision_json(&ground.forecast, &found, 1, ground.rows, 77);
    assert_string_equal(text_at(json, "rule"), "after_holiday");
    assert_string_equal(text_at(json, "holiday"), "端午节");
    assert_string_equal(text_at(json, "day"), "2026-06-22");
    assert_int_equal(int_at(json, "count"), COLLISION_ITEMS_SHOWN + 1);
    assert_int_equal(size_at(json, "items"), COLLISION_ITEMS_SHOWN);
    assert_string_equal(text_at(json, "items.0.code"), "X00");
    assert_int_equal(int_at(json, "cost_fen"), 77);
    json_decref(json);
    forecast_collisions_fini(&found);
    ground_close(&ground);
}

static void test_bands_and_history(void **state)
{
    const struct forecast_play play = { .seed = 1, .runs = 10 };
    struct forecast_ground ground;
    struct forecast_judge judge;
    struct forecast_bands bands;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    assert_int_equal(judge_init(&judge, &ground.forecast, &problem), RC_OK);
    assert_int_equal(forecast_bands_make(&judge, &play, &bands, &problem), RC_OK);
    json_t *json = forecast_bands_json(&ground.forecast, &bands);
    assert_string_equal(text_at(json, "end.plan"), "2026-06-27");
    assert_true(json_is_integer(at_path(json, "penalties_fen.p90")));
    assert_true(json_is_null(at_path(json, "systems.1.end")));
    assert_true(json_is_null(at_path(json, "teams.1.end")));
    assert_false(json_is_true(at_path(json, "systems.1.started")));
    json_t *history = forecast_history_json(&ground.forecast.spreads);
    assert_int_equal(json_array_size(history), 2); /* phases and terms, each by the prior */
    assert_string_equal(text_at(history, "0.basis"), "prior");
    assert_null(text_at(history, "0.clause"));
    assert_int_equal(int_at(history, "0.count"), 10);
    assert_int_equal(int_at(history, "0.on_time"), 7);
    assert_int_equal(int_at(history, "0.median_days"), 0);
    assert_int_equal(int_at(history, "0.most_days"), 7);
    json_t *miss = forecast_miss_json(&ground.forecast, ground_item(&ground, "T"),
                                      &(struct miss_ruling){ .added_fen = 5 }, &bands);
    assert_null(text_at(miss, "penalty_clause"));
    assert_int_equal(int_at(miss, "cost_fen"), 5);
    json_decref(json);
    json_decref(history);
    json_decref(miss);
    forecast_bands_fini(&bands);
    judge_fini(&judge);
    ground_close(&ground);
}

/* Rates by their words in one order, each with whose it is; what is not known is null. */
static void test_rates(void **state)
{
    static const int64_t ASKED[RATE__COUNT] = { 7, RATE_LEFT_OUT, RATE_LEFT_OUT, RATE_LEFT_OUT };
    static const char *const WORDS[] = { "incidents", "incident_late", "findings", "recheck_fails" };
    struct forecast_ground ground;
    struct forecast_rates rates;
    (void)state;
    ground_open_pack(&ground, "yifen-2026", "2026-06-15", "{'past':{'clocks':{'of':10,'count':3}}}");
    forecast_rates_make(&ground.forecast, ASKED, &rates);
    json_t *json = forecast_rates_json(&rates);
    assert_int_equal(size_at(json, "rates"), RATE__COUNT);
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        assert_string_equal(json_string_value(json_object_get(json_array_get(at_path(json, "rates"), i), "rate")), WORDS[i]);
    assert_string_equal(text_at(json, "rates.0.basis"), "given");
    assert_int_equal(int_at(json, "rates.0.value"), 7);
    assert_int_equal(int_at(json, "rates.0.per"), 365);
    assert_string_equal(text_at(json, "rates.1.basis"), "history");
    assert_int_equal(int_at(json, "rates.1.value"), 30);
    assert_int_equal(int_at(json, "rates.1.per"), 100);
    assert_string_equal(text_at(json, "rates.2.basis"), "default");
    assert_string_equal(text_at(json, "from"), "2026-06-16");
    assert_string_equal(text_at(json, "until"), "2026-12-31");
    assert_string_equal(text_at(json, "incidents_basis"), "default");
    assert_string_equal(text_at(json, "incidents.1.case"), "security_event");
    assert_true(json_is_null(at_path(json, "incidents.1.level")));
    assert_string_equal(text_at(json, "findings.0.risk"), "high");
    assert_int_equal(size_at(json, "lateness"), 2); /* findings and phases, each by the prior */
    json_decref(json);
    rates.until = rates.from - 1;
    json = forecast_rates_json(&rates);
    assert_true(json_is_null(at_path(json, "from")));
    json_decref(json);
    forecast_rates_fini(&rates);
    ground_close(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items),
        cmocka_unit_test(test_loads),
        cmocka_unit_test(test_collision),
        cmocka_unit_test(test_bands_and_history),
        cmocka_unit_test(test_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
