#include "forecast_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "forecast_course.h"
#include "memory.h"
#include "textw.h"
#include "wire_check.h"

static const char PACK[] =
    "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\n"
    "calendar: {base: cn, makeup_days: true}\n"
    "readings:\n  - {name: repeat, value: per_case_from_threshold, one_of: [once, "
    "per_case_from_threshold], about: t}\n"
    "scales:\n  - {fact: severity, words: [low, medium, high]}\n"
    "phases: {use: minhang-2024/phases}\n"
    "penalties:\n  clause: P\n  in_service_period: false\n  one_row_per_incident: true\n"
    "  ceiling: 5%\n  rows:\n"
    "    - {no: 1, clause: P1, title: 阶段逾期, case: overrun, deduct: 1%}\n"
    "    - {no: 2, clause: P2, title: 问题逾期, case: overdue, counts: {severity: \">= medium\"}, "
    "from: 2, repeat: repeat, deduct: 2%}\n"
    "  from_breaches:\n    - {kind: phase, case: overrun}\n"
    "    - {kind: finding, case: overdue, when: {severity: \">= medium\"}}\n"
    "settlement:\n  - {clause: S, quality: good, title: 良好, percent: 100%}\n";

static const char DEFAULTS[] =
    "{'owners':{'teams':[{'code':'a','name':'甲队'},{'code':'b','name':'乙队'}],"
    "'people':[{'id':1,'name':'甲','team':'a','engineer':true},"
    "{'id':2,'name':'乙','team':'b','engineer':true},"
    "{'id':3,'name':'丙','team':'b','engineer':true}]},"
    "'systems':[{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':[]},"
    "{'serial':2,'name':'二','team':'a','started':true,'done':false,'phases':[]},"
    "{'serial':3,'name':'三','team':'b','started':true,'done':false,'phases':[]}],"
    "'deadlines':[],'documents':[],'tasks':[],'cases':[],'history':[]}";

/* Dates become day numbers, as the statements give them. */
static void number_days(json_t *json)
{
    const char *key;
    json_t *value;
    void *next;
    size_t i;
    json_object_foreach_safe(json, next, key, value)
    {
        int32_t day = 0;
        if (json_is_string(value) && civil_parse_date(json_string_value(value), &day))
            json_object_set_new(json, key, json_integer(day));
        else
            number_days(value);
    }
    json_array_foreach(json, i, value) number_days(value);
}

/* What every row of a deadline or phase has, where the test does not say it. */
static void fill_rows(json_t *rows)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        const char *code = json_string_value(json_object_get(row, "code"));
        char name[80];
        if (!code)
            continue;
        snprintf(name, sizeof(name), "D/%s", code);
        json_object_set_new(row, "case", json_string(name));
        if (!json_object_get(row, "title"))
            json_object_set_new(row, "title", json_string(code));
        if (!json_object_get(row, "clause"))
            json_object_set_new(row, "clause", json_string("C"));
    }
}

json_t *ground_facts(const char *facts)
{
    json_t *all = wire_args(DEFAULTS);
    json_t *own = wire_args(facts);
    size_t i;
    json_t *system;
    json_object_update(all, own);
    json_decref(own);
    fill_rows(json_object_get(all, "deadlines"));
    json_array_foreach(json_object_get(all, "systems"), i, system)
        fill_rows(json_object_get(system, "phases"));
    number_days(all);
    return all;
}

static void open_with(struct forecast_ground *self, pack_t *pack, const char *today,
                      const char *facts)
{
    struct problem problem = { .rc = RC_OK };
    *self = (struct forecast_ground){ .calendar = fixture_calendar(), .pack = pack };
    self->frame = (struct contract_frame){
        .total_fen = GROUND_TOTAL,
        .service_from = day_of("2026-03-16"),
        .service_to = day_of("2026-12-31"),
        .zone_minutes = 480,
        .pack = pack,
        .calendar = { self->calendar, true },
    };
    rc_t rc =
        forecast_read(ground_facts(facts), &self->frame, day_of(today), &self->forecast, &problem);
    if (rc != RC_OK)
        fail_msg("%s", problem.text);
    self->forecast.capacity = 3;
    self->forecast.until =
        calendar_workdays_from(&self->frame.calendar, self->forecast.today, 30).day;
    self->rows = mem_array(self->forecast.item_count + 1, sizeof(*self->rows));
}

void ground_open(struct forecast_ground *self, const char *today, const char *facts)
{
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    if (fixture_pack_text(PACK, &pack, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    open_with(self, pack, today, facts);
}

void ground_open_pack(struct forecast_ground *self, const char *pack, const char *today,
                      const char *facts)
{
    open_with(self, fixture_pack(pack), today, facts);
}

void ground_close(struct forecast_ground *self)
{
    forecast_fini(&self->forecast);
    mem_free(self->rows);
    pack_destroy(&self->pack);
    calendar_destroy(&self->calendar);
}

void ground_plan(struct forecast_ground *self)
{
    forecast_course(&self->forecast, lateness_of_plan, NULL, self->rows);
}

size_t ground_item(const struct forecast_ground *self, const char *name)
{
    for (size_t i = 0; i < self->forecast.item_count; i++) {
        const struct forecast_item *item = &self->forecast.items[i];
        if (strcmp(text_or(item->code, item->title), name) == 0)
            return i;
    }
    fail_msg("there is no item \"%s\"", name);
    return 0;
}
