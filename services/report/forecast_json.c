/* Keys are set in one order and lists keep that of what they are made of, so that equal forecasts
 * are equal bytes. No number is reckoned here. */
#include "forecast_json.h"

#include "attr.h"
#include "civil.h"
#include "rule_io.h"

/* What does not apply is null and not "": a reader can tell it from an empty name. */
static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* Code and name of an owner's team, and the person's name: null what it is not. */
static void set_owner(json_t *json, const struct forecast *f, int team, int person)
{
    const struct forecast_owner *of = team >= 0 ? &f->owners[team] : NULL;
    json_object_set_new(json, "team", text_or_null(of ? of->code : NULL));
    json_object_set_new(json, "team_name", text_or_null(of ? of->name : NULL));
    json_object_set_new(json, "person", text_or_null(person >= 0 ? f->owners[person].name : NULL));
}

/* The due day is given beside the item: of a phase to come it is the plan's and not the table's. */
json_t *forecast_item_json(const struct forecast *forecast, const struct forecast_item *item,
                           int32_t due)
{
    const struct forecast_system *system =
        item->system >= 0 ? &forecast->systems[item->system] : NULL;
    json_t *json =
        json_pack("{s:s, s:s, s:I, s:o, s:s, s:s}", "kind", forecast_kind_word(item->kind),
                  "subject", item->subject, "id", (json_int_t)item->id, "code",
                  text_or_null(item->code), "clause", item->clause, "title", item->title);
    json_object_set_new(json, "unit", text_or_null(item->unit));
    json_object_set_new(json, "serial", system ? json_integer(system->serial) : json_null());
    json_object_set_new(json, "system_name", text_or_null(system ? system->name : NULL));
    set_owner(json, forecast, item->team, item->person);
    io_set_day(json, "due", due);
    json_object_set_new(json, "planned",
                        json_boolean(item->stage == STAGE_PLANNED || item->follows >= 0));
    json_object_set_new(json, "provisional", json_boolean(item->provisional));
    return json;
}

/* ---- collisions ---- */

/* Teams come first among the owners, the contract last; the people between. */
static json_t *owner_json(const struct forecast *f, size_t owner)
{
    bool team = owner < f->team_count;
    bool contract = owner + 1 == f->owner_count;
    json_t *json = json_pack("{s:s}", "owner", team ? "team" : contract ? "contract" : "person");
    set_owner(json, f, f->owners[owner].team, team || contract ? -1 : (int)owner);
    return json;
}

/* The count is of all items, also of those that are not listed. */
json_t *forecast_collision_json(const struct forecast *forecast,
                                const struct forecast_collisions *collisions, size_t index,
                                const struct course_row *rows, int64_t cost_fen)
{
    const struct forecast_collision *c = &collisions->rows[index];
    json_t *json = owner_json(forecast, c->owner);
    json_t *items = json_array();
    json_object_set_new(json, "rule", json_string(collision_word(c->rule)));
    io_set_day(json, "day", c->day);
    json_object_set_new(json, "holiday", text_or_null(c->holiday));
    json_object_set_new(json, "count", json_integer((json_int_t)c->count));
    json_object_set_new(json, "limit", json_integer(c->limit));
    json_object_set_new(json, "cost_fen", json_integer(cost_fen));
    json_object_set_new(json, "provisional", json_boolean(c->provisional));
    for (size_t i = 0; i < c->count && i < COLLISION_ITEMS_SHOWN; i++) {
        size_t item = collisions->picks[c->first + i];
        json_array_append_new(items,
                              forecast_item_json(forecast, &forecast->items[item], rows[item].due));
    }
    json_object_set_new(json, "items", items);
    return json;
}

/* ---- loads ---- */

static const char *const LOAD_KEYS[FORECAST_KIND__COUNT] = { "phases", "findings", "deliverables",
                                                             "tasks", "others" };

/* One cell as an object, for peaks. */
static json_t *cell_json(const struct load_cell *cell, int32_t from)
{
    json_t *json = json_object();
    io_set_day(json, "from", from);
    json_object_set_new(json, "open", json_integer(load_open(cell)));
    json_object_set_new(json, "due", json_integer(cell->due));
    for (size_t k = 0; k < FORECAST_KIND__COUNT; k++)
        json_object_set_new(json, LOAD_KEYS[k], json_integer(cell->open[k]));
    return json;
}

/* Many cells as one list per key: a tenth of the size of a list of objects. */
static json_t *cells_json(const struct load_cell *cells, size_t count)
{
    json_t *json = json_object();
    json_t *due = json_array();
    for (size_t k = 0; k < FORECAST_KIND__COUNT; k++) {
        json_t *open = json_array();
        for (size_t i = 0; i < count; i++)
            json_array_append_new(open, json_integer(cells[i].open[k]));
        json_object_set_new(json, LOAD_KEYS[k], open);
    }
    for (size_t i = 0; i < count; i++)
        json_array_append_new(due, json_integer(cells[i].due));
    json_object_set_new(json, "due", due);
    return json;
}

/* Peaks stand beside the lists, so that a table of them needs no reckoning by its reader. */
static json_t *owner_load_json(const struct forecast *f, const struct forecast_load *load,
                               size_t owner)
{
    const struct load_cell *days = &load->day_cells[owner * load->days];
    const struct load_cell *weeks = &load->week_cells[owner * load->weeks];
    size_t day = load_peak(days, load->days);
    size_t week = load_peak(weeks, load->weeks);
    json_t *json = owner_json(f, owner);
    json_object_set_new(json, "peak_day", cell_json(&days[day], f->today + (int32_t)day));
    json_object_set_new(json, "peak_week",
                        cell_json(&weeks[week], load->monday + 7 * (int32_t)week));
    json_object_set_new(json, "by_day", cells_json(days, load->days));
    json_object_set_new(json, "by_week", cells_json(weeks, load->weeks));
    return json;
}

/* A day with what the calendar says of it, so that a reader sees why it is empty. */
static json_t *day_json(const struct forecast *f, int32_t day)
{
    struct day_class class = calendar_classify(&f->frame->calendar, day);
    json_t *json = json_object();
    io_set_day(json, "day", day);
    json_object_set_new(json, "workday", json_boolean(class.workday));
    json_object_set_new(json, "reason", json_string(calendar_reason_word(class.reason)));
    json_object_set_new(json, "provisional", json_boolean(class.provisional));
    return json;
}

/* Who has nothing in all weeks is left out: half of a large portfolio is idle at any time. */
json_t *forecast_load_json(const struct forecast *forecast, const struct forecast_load *load)
{
    json_t *days = json_array();
    json_t *weeks = json_array();
    json_t *owners = json_array();
    for (size_t i = 0; i < load->days; i++)
        json_array_append_new(days, day_json(forecast, forecast->today + (int32_t)i));
    for (size_t i = 0; i < load->weeks; i++) {
        char text[DATE_TEXT];
        json_array_append_new(weeks,
                              json_string(civil_format_date(load->monday + 7 * (int32_t)i, text)));
    }
    for (size_t i = 0; i < forecast->owner_count; i++) {
        const struct load_cell *cells = &load->week_cells[i * load->weeks];
        if (load_open(&cells[load_peak(cells, load->weeks)]) > 0)
            json_array_append_new(owners, owner_load_json(forecast, load, i));
    }
    return json_pack("{s:o, s:o, s:o}", "days", days, "weeks", weeks, "owners", owners);
}

/* ---- money and chance ---- */

/* A deadline with all that it would bring about, so that a row can be read by itself. */
json_t *forecast_miss_json(const struct forecast *forecast, size_t index,
                           const struct miss_ruling *ruling, const struct forecast_bands *bands)
{
    const struct forecast_item *item = &forecast->items[index];
    json_t *json = forecast_item_json(forecast, item, item->due);
    json_object_set_new(json, "penalty_clause",
                        text_or_null(ruling->row ? ruling->row->clause : NULL));
    json_object_set_new(json, "penalty_title",
                        text_or_null(ruling->row ? ruling->row->title : NULL));
    json_object_set_new(json, "counted", json_integer(ruling->counted));
    json_object_set_new(json, "threshold", json_integer(ruling->threshold));
    json_object_set_new(json, "cost_fen", json_integer(ruling->added_fen));
    json_object_set_new(json, "missed_runs", json_integer(bands->missed_runs[index]));
    return json;
}

/* null where nothing is left to come. */
static json_t *band_json(const struct forecast_band *band)
{
    if (!band->known)
        return json_null();
    return json_pack("{s:I, s:I, s:I, s:I}", "plan", (json_int_t)band->plan, "p10",
                     (json_int_t)band->p10, "p50", (json_int_t)band->p50, "p90",
                     (json_int_t)band->p90);
}

/* The same with days as dates. null for a team or system that has nothing left to end. */
static json_t *end_json(const struct forecast_band *band)
{
    json_t *json = json_object();
    if (!band->known) {
        json_decref(json);
        return json_null();
    }
    io_set_day(json, "plan", (int32_t)band->plan);
    io_set_day(json, "p10", (int32_t)band->p10);
    io_set_day(json, "p50", (int32_t)band->p50);
    io_set_day(json, "p90", (int32_t)band->p90);
    return json;
}

/* All teams, in the contract's order, also those that are done. */
static json_t *team_bands_json(const struct forecast *f, const struct forecast_bands *bands)
{
    json_t *teams = json_array();
    for (size_t i = 0; i < f->team_count; i++)
        json_array_append_new(teams,
                              json_pack("{s:s, s:s, s:o}", "team", f->owners[i].code, "name",
                                        f->owners[i].name, "end", end_json(&bands->teams[i])));
    return teams;
}

/* All systems by serial: "started" and "done" say why an end is null. */
static json_t *system_bands_json(const struct forecast *f, const struct forecast_bands *bands)
{
    json_t *systems = json_array();
    for (size_t i = 0; i < f->system_count; i++) {
        const struct forecast_system *system = &f->systems[i];
        json_array_append_new(systems,
                              json_pack("{s:I, s:s, s:s, s:b, s:b, s:o, s:I}", "serial",
                                        (json_int_t)system->serial, "name", system->name, "team",
                                        f->owners[system->team].code, "started", system->started,
                                        "done", system->done, "end", end_json(&bands->systems[i]),
                                        "late_runs", (json_int_t)bands->late_runs[i]));
    }
    return systems;
}

/* From the whole to its parts. */
json_t *forecast_bands_json(const struct forecast *forecast, const struct forecast_bands *bands)
{
    json_t *invented =
        json_pack("{s:o, s:o, s:o}", "incidents", band_json(&bands->incidents), "findings",
                  band_json(&bands->findings), "rechecks_failed", band_json(&bands->rechecks));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "end", end_json(&bands->end),
                     "breaches", band_json(&bands->breaches), "penalties_fen",
                     band_json(&bands->penalties), "settlement_fen", band_json(&bands->settlement),
                     "teams", team_bands_json(forecast, bands), "systems",
                     system_bands_json(forecast, bands), "invented", invented);
}

/* ---- rates ---- */

/* Seen is what the contract had, whether the rate was made of it or not. */
static json_t *rate_json(enum forecast_rate_of which, const struct forecast_rate *rate)
{
    return json_pack("{s:s, s:I, s:i, s:s, s:I, s:I}", "rate", forecast_rate_word(which), "value",
                     (json_int_t)rate->value, "per", which == RATE_INCIDENTS ? RATE_DAYS : 100,
                     "basis", rate_basis_word(rate->basis), "count", (json_int_t)rate->count, "of",
                     (json_int_t)rate->of);
}

/* What the invented ones are like, each as often as its count. */
static json_t *incident_kinds_json(const struct forecast_rates *rates)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rates->incident_count; i++) {
        const struct incident_kind *kind = &rates->incidents[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:I, s:I}", "family",
                                              kind->family, "grade", text_or_null(kind->grade),
                                              "level", text_or_null(kind->level), "case",
                                              text_or_null(kind->case_type), "clocks",
                                              (json_int_t)kind->clocks, "count",
                                              (json_int_t)kind->count));
    }
    return list;
}

/* The same of findings; every risk is listed. */
static json_t *finding_kinds_json(const struct forecast_rates *rates)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RISKS; i++)
        json_array_append_new(list, json_pack("{s:s, s:o, s:I}", "risk", rates->findings[i].risk,
                                              "case", text_or_null(rates->findings[i].case_type),
                                              "count", (json_int_t)rates->findings[i].count));
    return list;
}

/* No days on which incidents come up: both ends are null. */
json_t *forecast_rates_json(const struct forecast_rates *rates)
{
    bool days = rates->from <= rates->until;
    json_t *list = json_array();
    json_t *json = json_object();
    for (int i = 0; i < RATE__COUNT; i++)
        json_array_append_new(list, rate_json((enum forecast_rate_of)i, &rates->rates[i]));
    json_object_set_new(json, "rates", list);
    io_set_day(json, "from", days ? rates->from : NO_DAY);
    io_set_day(json, "until", days ? rates->until : NO_DAY);
    json_object_set_new(json, "incidents_basis",
                        json_string(rate_basis_word(rates->incidents_basis)));
    json_object_set_new(json, "incidents", incident_kinds_json(rates));
    json_object_set_new(json, "findings_basis",
                        json_string(rate_basis_word(rates->findings_basis)));
    json_object_set_new(json, "findings", finding_kinds_json(rates));
    json_object_set_new(json, "lateness", forecast_history_json(&rates->spreads));
    return json;
}

/* Half of the like were at most so late as the median says; `on_time` of them not at all. */
static json_t *spread_json(const struct forecast_spread *spread)
{
    int64_t size = spread_size(spread);
    int64_t on_time = 0;
    for (size_t i = 0; i < spread->count && spread->steps[i].days <= 0; i++)
        on_time = spread->steps[i].upto;
    return json_pack("{s:s, s:o, s:s, s:I, s:I, s:i, s:i, s:i}", "kind", spread->kind, "clause",
                     text_or_null(spread->clause), "basis", spread_basis_word(spread->basis),
                     "count", (json_int_t)size, "on_time", (json_int_t)on_time, "least_days",
                     (int)spread_at(spread, 0), "median_days",
                     (int)spread_at(spread, (size - 1) / 2), "most_days",
                     (int)spread_at(spread, size - 1));
}

/* In the order in which the items first asked for them. */
json_t *forecast_history_json(const struct forecast_spreads *spreads)
{
    json_t *list = json_array();
    for (size_t i = 0; i < spreads->count; i++)
        json_array_append_new(list, spread_json(&spreads->rows[i]));
    return list;
}
