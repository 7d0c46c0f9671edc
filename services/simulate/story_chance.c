/* Chance in a story: late phases, findings and incidents, drawn with a seed. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "chance.h"
#include "civil.h"
#include "story.h"

/* Bytes of a made-up name; phases as the procedure counts them, from 1. */
enum { NAME_SIZE = 64, PHASE_REMEDIATE = 5, FINDINGS_MOST = 4 };

/* Bounds of chance as the scenario gives them (per cent, days, a number), and the state of the
 * generator. */
struct dice {
    int64_t late, days, incidents, findings;
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

/* What the last row that names the system says under a key; NULL when none does. */
static const json_t *said_of(const json_t *story, const json_t *system, const char *key)
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
        if (named && json_object_get(row, key))
            found = json_object_get(row, key);
    }
    return found;
}

/* The days of each phase; NULL for a system that the story gives no pace. */
static const json_t *pace_of(const json_t *story, const json_t *system)
{
    const json_t *name = said_of(story, system, "pace");
    return name ? json_object_get(json_object_get(story, "paces"), json_string_value(name)) : NULL;
}

/* The same pace with some phases late; NULL when chance left all as they were. A phase of 0 days is one that does not
 * end: lateness must not end it. The dice are thrown for it all the same, so that it shifts nobody else's draws. */
static json_t *late_pace(struct dice *dice, const json_t *pace)
{
    json_t *own = json_array();
    bool changed = false;
    size_t i;
    const json_t *days;
    json_array_foreach(pace, i, days)
    {
        bool late = dice->days > 0 && chance_draw(&dice->state, 1, 100) <= dice->late;
        int64_t more = late ? chance_draw(&dice->state, 1, dice->days) : 0;
        int64_t took = json_integer_value(days);
        json_array_append_new(own, json_integer(took > 0 ? took + more : 0));
        changed = changed || (late && took > 0);
    }
    if (changed)
        return own;
    json_decref(own);
    return NULL;
}

/* A late system gets a pace of its own name, so that others of the same pace stay as they were. A suspension keeps its
 * dates: it meets whatever phase the late ones bring there. Systems are visited in the registry's order: the same seed
 * gives the same story. */
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

/* High ones are rarer; all are fixed while the remediation lasts, since an open high one would send the work back. */
static json_t *made_findings(struct dice *dice, int64_t days)
{
    static const struct {
        const char *risk, *control_point;
    } KINDS[] = { { "high", "身份鉴别" }, { "medium", "访问控制" }, { "medium", "安全审计" },
                  { "low", "入侵防范" },  { "low", "应急预案管理" } };
    json_t *set = json_array();
    int64_t count = chance_draw(&dice->state, 1, FINDINGS_MOST);
    for (int64_t n = 1; n <= count; n++) {
        size_t kind = (size_t)chance_draw(&dice->state, 0, (int64_t)COUNT_OF(KINDS) - 1);
        char code[NAME_SIZE];
        snprintf(code, sizeof(code), "S%03" PRId64, n);
        json_array_append_new(set, json_pack("{s:s, s:s, s:s, s:s, s:I}", "code", code, "risk", KINDS[kind].risk, "control_point",
                                             KINDS[kind].control_point, "title", "推演发现的问题", "fixed",
                                             (json_int_t)chance_draw(&dice->state, 1, days)));
    }
    return set;
}

/* Some systems get findings of their own in place of those the story gives; after the paces, which say how long a
 * remediation lasts. */
static void roll_findings(json_t *story, const json_t *systems, struct dice *dice)
{
    size_t i;
    const json_t *system;
    json_array_foreach(systems, i, system)
    {
        char name[NAME_SIZE];
        int64_t days = json_integer_value(json_array_get(pace_of(story, system), PHASE_REMEDIATE - 1));
        if (days < 1 || chance_draw(&dice->state, 1, 100) > dice->findings)
            continue;
        snprintf(name, sizeof(name), "chance-%lld", (long long)json_integer_value(json_object_get(system, "serial")));
        json_object_set_new(json_object_get(story, "findings"), name, made_findings(dice, days));
        json_array_append_new(json_object_get(story, "systems"),
                              json_pack("{s:[O], s:s}", "serials", json_object_get(system, "serial"), "findings", name));
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

/* A section that chance may add to; `empty` is taken. */
static void ensure(json_t *story, const char *key, json_t *empty)
{
    if (!json_object_get(story, key))
        json_object_set(story, key, empty);
    json_decref(empty);
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
    if (rc == RC_OK)
        rc = take(chance, "findings", 100, &dice.findings, problem);
    if (rc != RC_OK)
        return rc;
    ensure(story, "findings", json_object());
    ensure(story, "systems", json_array());
    ensure(story, "paces", json_object());
    roll_paces(story, systems, &dice);
    if (dice.findings > 0)
        roll_findings(story, systems, &dice);
    roll_incidents(story, systems, &dice);
    return RC_OK;
}
