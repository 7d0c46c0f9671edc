/* pack.show: what a pack holds, for a person who decides whether to open a contract from it. */
#include <stddef.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "registry_handlers.h"
#include "registry_pack_store.h"
#include "registry_wire.h"
#include "rulebook.h"

#define COUNT_AT(list) offsetof(struct pack, list.count)

/* The lists that are counted, by the names that the reply gives them. A pack may hold others
 * (hours, people, records), which are not: pack.text and eval tell of them. */
static const struct {
    const char *name;
    size_t at; /* of its size_t count */
} LISTS[] = {
    { "parties", COUNT_AT(parties) },
    { "readings", COUNT_AT(readings) },
    { "teams", COUNT_AT(teams) },
    { "systems", COUNT_AT(systems) },
    { "procurement", COUNT_AT(procurement) },
    { "contradictions", COUNT_AT(contradictions) },
    { "terms", COUNT_AT(terms) },
    { "clocks", COUNT_AT(clocks) },
    { "gradings", COUNT_AT(gradings) },
    { "penalties", COUNT_AT(penalties.rows) },
    { "payments", COUNT_AT(payments) },
    { "settlement", COUNT_AT(settlement) },
    { "limits", COUNT_AT(limits) },
    { "kpis", COUNT_AT(kpis) },
    { "phases", COUNT_AT(phases) },
    { "gates", COUNT_AT(gates) },
    { "deliverables", COUNT_AT(deliverables) },
    { "services", COUNT_AT(services) },
    { "recurring", COUNT_AT(recurring) },
    { "continuity", COUNT_AT(continuity) },
};

/* The lists are of different row types, so their counts are read through their offsets. */
static json_t *counts_json(const pack_t *pack)
{
    json_t *counts = json_object();
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        size_t count;
        memcpy(&count, (const char *)pack + LISTS[i].at, sizeof(count));
        json_object_set_new(counts, LISTS[i].name, json_integer((json_int_t)count));
    }
    return counts;
}

/* As the pack names them. One that names none has an empty list here, though a contract that is
 * opened from it gets a team for everything (registry_contracts.c). */
static json_t *teams_json(const pack_t *pack)
{
    json_t *teams = json_array();
    for (size_t i = 0; i < pack->teams.count; i++) {
        const struct pack_team *team = &pack->teams.rows[i];
        json_int_t systems = 0;
        for (size_t k = 0; k < pack->systems.count; k++)
            systems +=
                pack->systems.rows[k].team && strcmp(pack->systems.rows[k].team, team->code) == 0;
        json_array_append_new(teams, json_pack("{s:s, s:s, s:I}", "code", team->code, "name",
                                               team->name, "systems", systems));
    }
    return teams;
}

/* Part of the reply's contract: programs compare these words. */
static const char *unit_word(enum duration_unit unit)
{
    static const char *const WORDS[] = {
        [UNIT_WORKING_DAYS] = "working_days", [UNIT_DAYS] = "days",   [UNIT_MONTHS] = "months",
        [UNIT_MINUTES] = "minutes",           [UNIT_HOURS] = "hours",
    };
    return WORDS[unit];
}

/* The limit as the document states it, without the calendar that turns working days into dates:
 * that is the contract's to bring. */
static json_t *phases_json(const pack_t *pack)
{
    json_t *phases = json_array();
    for (size_t i = 0; i < pack->phases.count; i++) {
        const struct pack_phase *phase = &pack->phases.rows[i];
        json_array_append_new(
            phases, json_pack("{s:I, s:s, s:i, s:s, s:s?}", "number", (json_int_t)phase->no, "name",
                              phase->name, "limit", (int)phase->limit.amount, "unit",
                              unit_word(phase->limit.unit), "clause", phase->clause));
    }
    return phases;
}

static json_t *text_list(const char *const *rows, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(rows[i]));
    return list;
}

/* What contract.open takes as `readings`: the name, the values it may have, and the one that holds
 * where nothing is said. */
static json_t *readings_json(const pack_t *pack)
{
    json_t *readings = json_array();
    for (size_t i = 0; i < pack->readings.count; i++) {
        const struct pack_reading *reading = &pack->readings.rows[i];
        json_array_append_new(readings,
                              json_pack("{s:s, s:s?, s:o, s:s?}", "name", reading->name, "value",
                                        reading->value, "one_of",
                                        text_list(reading->one_of.rows, reading->one_of.count),
                                        "about", reading->about));
    }
    return readings;
}

/* What the document says twice, differently, is shown to whoever opens a contract from it. */
static json_t *contradictions_json(const pack_t *pack)
{
    json_t *list = json_array();
    for (size_t i = 0; i < pack->contradictions.count; i++) {
        const struct pack_contradiction *row = &pack->contradictions.rows[i];
        json_array_append_new(list, json_pack("{s:s?, s:s?, s:o, s:o, s:s?}", "topic", row->topic,
                                              "about", row->about, "clauses",
                                              text_list(row->clauses.rows, row->clauses.count),
                                              "says", text_list(row->says.rows, row->says.count),
                                              "reading", row->reading));
    }
    return list;
}

/* As texts: places in the file mean nothing to somebody who has only the loaded pack. */
static json_t *warnings_json(const pack_t *pack)
{
    json_t *list = json_array();
    for (size_t i = 0; i < pack->warnings.count; i++)
        json_array_append_new(list, json_string(pack->warnings.rows[i].text));
    return list;
}

/* A date, or null for one the pack leaves open. */
static json_t *day_json(int32_t day)
{
    char text[DATE_TEXT];
    return day == NO_DAY ? json_null() : json_string(civil_format_date(day, text));
}

/* What a person wants to know of a pack at a glance; its entries are asked for by pack.text or by
 * eval. */
static json_t *pack_json(const pack_t *pack, const struct pack_found *found)
{
    json_t *json = json_pack(
        "{s:I, s:s, s:I, s:s, s:s, s:s?, s:s?, s:s?}", "id", (json_int_t)found->id, "name",
        pack->name, "version", (json_int_t)pack->version, "sha256", found->sha256, "title",
        pack->title, "source", pack->source, "zone", pack->zone, "calendar", pack->calendar_code);
    json_object_set_new(json, "total_fen",
                        pack->total_fen ? json_integer(pack->total_fen) : json_null());
    json_object_set_new(json, "service_from", day_json(pack->service_from));
    json_object_set_new(json, "service_to", day_json(pack->service_to));
    json_object_set_new(json, "loaded_at", json_string(found->loaded_at));
    json_object_set_new(json, "counts", counts_json(pack));
    json_object_set_new(json, "teams", teams_json(pack));
    json_object_set_new(json, "phases", phases_json(pack));
    json_object_set_new(json, "readings", readings_json(pack));
    json_object_set_new(json, "contradictions", contradictions_json(pack));
    json_object_set_new(json, "warnings", warnings_json(pack));
    return json;
}

/* By the rule book, which keeps read packs: showing one does not read its YAML again. */
rc_t on_pack_show(struct call *call)
{
    struct pack_show show;
    struct pack_found found;
    const pack_t *pack = NULL;
    rc_t rc = registry_read_pack_show(call->args, &show, call->problem);
    if (rc == RC_OK)
        rc = registry_store_pack_find(call->db, &(struct pack_wanted){ show.name, show.version },
                                      &found, call->problem);
    if (rc == RC_OK)
        rc = rulebook_pack(call->local, call->db, found.id, &pack, call->problem);
    if (rc == RC_OK)
        call->result = pack_json(pack, &found);
    return rc;
}
