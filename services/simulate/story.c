#include "story.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "chance.h"
#include "civil.h"

/* Days and bytes. Two weeks between teams is what lets a testing team move on. */
enum {
    TEAM_GAP_DAYS = 14, /* between the starts of two teams */
    NAME_SIZE = 64,
    PHASE_KEY = 12,
    PHASES = 7,
};

/* Caller owns it; days are since 1970-01-01. */
static json_t *date_json(int32_t day)
{
    char text[DATE_TEXT];
    return json_string(civil_format_date(day, text));
}

/* ---- from a pack alone ---- */

/* Names are the roles themselves: no person is invented whom a reader could take for a real one.
 * Every team gets an engineer, so that workload has somebody to count for. */
static json_t *people_of(const pack_t *pack)
{
    static const char *const ROLES[] = { "manager", "leader", "customer" };
    json_t *people = json_array();
    for (size_t i = 0; i < COUNT_OF(ROLES); i++)
        json_array_append_new(people, json_pack("{s:s, s:s}", "name", ROLES[i], "role", ROLES[i]));
    for (size_t i = 0; i < pack->teams.count; i++) {
        char name[NAME_SIZE];
        snprintf(name, sizeof(name), "engineer-%.40s", pack->teams.rows[i].code);
        json_array_append_new(people, json_pack("{s:s, s:s, s:s}", "name", name, "role", "engineer", "team",
                                                pack->teams.rows[i].code));
    }
    return people;
}

/* Duplicates are kept: the service that files them decides whether a title may stand twice. */
static void add_titles(json_t *titles, const char *const *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_array_append_new(titles, json_string(rows[i]));
}

/* Titles filed at the end of each phase: those the phase names, and those its gate asks for. */
static json_t *documents_of(const pack_t *pack)
{
    json_t *documents = json_object();
    for (size_t i = 0; i < pack->phases.count; i++) {
        const struct pack_phase *phase = &pack->phases.rows[i];
        char key[PHASE_KEY];
        json_t *titles = json_array();
        add_titles(titles, phase->documents.rows, phase->documents.count);
        for (size_t k = 0; k < pack->gates.count; k++)
            if (pack->gates.rows[k].ends == phase->no || pack->gates.rows[k].starts == phase->no + 1)
                add_titles(titles, pack->gates.rows[k].documents.rows, pack->gates.rows[k].documents.count);
        snprintf(key, sizeof(key), "%d", (int)phase->no);
        json_object_set_new(documents, key, titles);
    }
    return documents;
}

/* Every phase takes its limit. */
static json_t *limits_of(const pack_t *pack)
{
    json_t *pace = json_array();
    for (size_t i = 0; i < pack->phases.count; i++)
        json_array_append_new(pace, json_integer(pack->phases.rows[i].limit.amount));
    return pace;
}

/* Teams start TEAM_GAP_DAYS apart, the first on the day after signing, so that the load rises as in
 * a real contract and not on one day. */
static json_t *starts_of(const pack_t *pack, int32_t from)
{
    json_t *rows = json_array();
    for (size_t i = 0; pack->phases.count > 0 && i < pack->teams.count; i++)
        json_array_append_new(rows, json_pack("{s:[s], s:o, s:s, s:s, s:s}", "teams", pack->teams.rows[i].code, "start",
                                              date_json(from + 1 + (int32_t)i * TEAM_GAP_DAYS), "pace", "limit", "score",
                                              "85.00", "findings", "none"));
    return rows;
}

/* The quiet story, in which every limit is just kept: what is late in its outcome is late by the
 * contract's own rules. Caller owns the object. */
json_t *story_of_pack(const pack_t *pack, const char *code, int32_t from)
{
    return json_pack("{s:s, s:{s:s, s:s, s:o}, s:o, s:o, s:{s:o}, s:{s:[]}, s:o}", "scenario", code, "contract", "code", code, "pack", pack->name, "signed", date_json(from), "people",
                     people_of(pack), "documents", documents_of(pack), "paces", "limit", limits_of(pack), "findings",
                     "none", "systems", starts_of(pack, from));
}

/* ---- more systems than the contract names ---- */

/* The section's first line, and the first line after it that belongs to another key. */
static bool find_systems(const char *yaml, const char **ret_head, const char **ret_tail)
{
    static const char KEY[] = "\nsystems:\n";
    const char *head = strstr(yaml, KEY);
    if (!head)
        return false;
    const char *at = head + sizeof(KEY) - 1;
    while (*at == ' ' || *at == '\n' || *at == '-') {
        const char *end = strchr(at, '\n');
        at = end ? end + 1 : at + strlen(at);
    }
    *ret_head = head + 1;
    *ret_tail = at;
    return true;
}

/* Only the section of the systems is replaced, byte by byte around it, so that every other line
 * keeps its place in messages. Grades and clauses repeat those of the pack in turn. `out` is
 * bounded by its own ceiling and half filled on failure. */
rc_t story_pack_text(const pack_t *pack, const char *yaml, size_t count, struct bytebuf *out, struct problem *problem)
{
    const char *head, *tail;
    if (pack->teams.count == 0 || pack->systems.count == 0 || !find_systems(yaml, &head, &tail))
        return problem_set(problem, RC_REFUSED, "systems", "pack %s names no systems of teams that could be multiplied",
                           pack->name);
    rc_t rc = bytebuf_add(out, yaml, (size_t)(head - yaml));
    if (rc == RC_OK)
        rc = bytebuf_text(out, "systems:\n");
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        const struct pack_system *like = &pack->systems.rows[i % pack->systems.count];
        rc = bytebuf_fmt(out, "  - {no: %zu, name: 系统%05zu, team: %s, grade: %d, clause: %s}\n", i + 1, i + 1,
                         pack->teams.rows[i % pack->teams.count].code, (int)like->grade, like->clause);
    }
    if (rc == RC_OK)
        rc = bytebuf_text(out, tail);
    return rc == RC_OK ? rc : problem_set(problem, rc, "systems", "%zu systems are too many for one pack", count);
}

/* ---- chance ---- */

/* Bounds of chance as the scenario gives them (per cent, days, a number), and the state of the
 * generator. */
struct dice {
    int64_t late, days, incidents;
    uint64_t state;
    int32_t from, to;
};

/* *ret stays as it was when the key is absent; the ceiling is of the draw's unit (per cent, days, a
 * number). */
static rc_t take(const json_t *chance, const char *key, int64_t most, int64_t *ret, struct problem *problem)
{
    const json_t *value = json_object_get(chance, key);
    if (!value)
        return RC_OK;
    *ret = json_integer_value(value);
    if (!json_is_integer(value) || *ret < 0 || *ret > most)
        return problem_set(problem, RC_INVALID, key, "\"%s\" of chance must be a whole number from 0 to %lld", key,
                           (long long)most);
    return RC_OK;
}

/* The pace that the last row naming the system gives it. */
static const json_t *pace_of(const json_t *story, const json_t *system)
{
    const json_t *found = NULL;
    size_t i, k;
    const json_t *row, *entry;
    json_array_foreach(json_object_get(story, "systems"), i, row)
    {
        bool named = false;
        json_array_foreach(json_object_get(row, "teams"), k, entry)
            named = named || json_equal(entry, json_object_get(system, "team"));
        json_array_foreach(json_object_get(row, "serials"), k, entry)
            named = named || json_equal(entry, json_object_get(system, "serial"));
        if (named && json_object_get(row, "pace"))
            found = json_object_get(row, "pace");
    }
    return found ? json_object_get(json_object_get(story, "paces"), json_string_value(found)) : NULL;
}

/* The same pace with some phases late; NULL when chance left all as they were. */
static json_t *late_pace(struct dice *dice, const json_t *pace)
{
    json_t *own = json_array();
    bool changed = false;
    size_t i;
    const json_t *days;
    json_array_foreach(pace, i, days)
    {
        bool late = dice->days > 0 && chance_draw(&dice->state, 1, 100) <= dice->late;
        json_array_append_new(own, json_integer(json_integer_value(days) + (late ? chance_draw(&dice->state, 1, dice->days) : 0)));
        changed = changed || late;
    }
    if (changed)
        return own;
    json_decref(own);
    return NULL;
}

/* A late system gets a pace of its own name, so that others of the same pace stay as they were.
 * Systems are visited in the registry's order: the same seed gives the same story. */
static void roll_paces(json_t *story, const json_t *systems, struct dice *dice)
{
    size_t i;
    const json_t *system;
    json_array_foreach(systems, i, system)
    {
        char name[NAME_SIZE];
        json_t *own = late_pace(dice, pace_of(story, system));
        if (!own)
            continue;
        snprintf(name, sizeof(name), "chance-%lld", (long long)json_integer_value(json_object_get(system, "serial")));
        json_object_set_new(json_object_get(story, "paces"), name, own);
        json_array_append_new(json_object_get(story, "systems"),
                              json_pack("{s:[O], s:s}", "serials", json_object_get(system, "serial"), "pace", name));
    }
}

/* Microseconds since 1970 in UTC, written with the contracts' offset. */
static json_t *instant_json(int64_t us)
{
    char text[INSTANT_TEXT];
    return json_string(civil_format_instant(us, 480, text));
}

/* A local outage of some minutes, answered within the half hour before it ends. */
static json_t *incident(struct dice *dice, int64_t number, const json_t *system)
{
    char code[NAME_SIZE];
    int64_t minutes = chance_draw(&dice->state, 1, 90);
    int32_t day = (int32_t)chance_draw(&dice->state, dice->from + 1, dice->to - 1);
    int64_t at = civil_day_start(day, 480) + chance_draw(&dice->state, 0, 22 * 60) * 60 * US_PER_SECOND;
    snprintf(code, sizeof(code), "SIM-%04lld", (long long)number);
    return json_pack("{s:s, s:O, s:s, s:s, s:o, s:{s:b, s:s, s:I, s:s}, s:o, s:o}", "code", code, "serial",
                     json_object_get(system, "serial"), "family", "network", "title", code, "occurred", instant_json(at),
                     "facts", "important_system", 1, "extent", "local", "outage_minutes", (json_int_t)minutes, "capability",
                     "affected", "responded", instant_json(at + chance_draw(&dice->state, 1, minutes) * 60 * US_PER_SECOND),
                     "resolved", instant_json(at + minutes * 60 * US_PER_SECOND));
}

/* Nothing for an empty range or a portfolio without systems: there would be nowhere and no day to
 * draw from. Rows the scenario has itself stay before the rolled ones. */
static void roll_incidents(json_t *story, const json_t *systems, struct dice *dice)
{
    json_t *rows = json_object_get(story, "incidents");
    if (!rows) {
        rows = json_array();
        json_object_set_new(story, "incidents", rows);
    }
    for (int64_t n = 1; n <= dice->incidents && json_array_size(systems) > 0 && dice->to > dice->from + 1; n++) {
        size_t which = (size_t)chance_draw(&dice->state, 0, (int64_t)json_array_size(systems) - 1);
        json_array_append_new(rows, incident(dice, n, json_array_get(systems, which)));
    }
}

/* Without a "chance" the story stays untouched and the seed does not matter. All bounds are judged
 * before anything is drawn, so that on failure `story` is as it was. */
rc_t story_roll(json_t *story, const json_t *systems, uint64_t seed, int32_t from, int32_t to, struct problem *problem)
{
    struct dice dice = { .state = seed, .from = from, .to = to };
    const json_t *chance = json_object_get(story, "chance");
    if (!chance)
        return RC_OK;
    rc_t rc = take(chance, "late", 100, &dice.late, problem);
    if (rc == RC_OK)
        rc = take(chance, "days", 365, &dice.days, problem);
    if (rc == RC_OK)
        rc = take(chance, "incidents", 10000, &dice.incidents, problem);
    if (rc != RC_OK)
        return rc;
    roll_paces(story, systems, &dice);
    roll_incidents(story, systems, &dice);
    return RC_OK;
}
