/* Stories nobody has written. One made from a pack alone keeps every limit to the day: what is late in its outcome is late by the
 * contract's own terms and by nobody's fault, which makes it the measure that a scenario is compared with. */
#include "story.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"

/* Days and bytes. Two weeks between teams is what lets a testing team move on. */
enum {
    TEAM_GAP_DAYS = 14, /* between the starts of two teams */
    NAME_SIZE = 64,
    PHASE_KEY = 12,
    PHASES = 7,
    NOMINAL_FEN = 10000, /* a hundred yuan, so that sums read as per cent */
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

/* `whom` is a list of teams or of serials, as `key` says; owned by the row. */
static json_t *start_row(const char *key, json_t *whom, int32_t start)
{
    return json_pack("{s:o, s:o, s:s, s:s, s:s}", key, whom, "start", date_json(start), "pace", "limit", "score", "85.00",
                     "findings", "none");
}

/* Numbers of the systems that belong to no team. */
static json_t *teamless_of(const pack_t *pack)
{
    json_t *serials = json_array();
    for (size_t i = 0; i < pack->systems.count; i++)
        if (!pack->systems.rows[i].team)
            json_array_append_new(serials, json_integer(pack->systems.rows[i].no));
    return serials;
}

/* Teams start TEAM_GAP_DAYS apart, the first on the day after signing, so that the load rises as in
 * a real contract and not on one day; who has no team starts with the first. */
static json_t *starts_of(const pack_t *pack, int32_t from)
{
    json_t *rows = json_array();
    if (pack->phases.count == 0)
        return rows;
    json_array_append_new(rows, start_row("serials", teamless_of(pack), from + 1));
    for (size_t i = 0; i < pack->teams.count; i++)
        json_array_append_new(rows, start_row("teams", json_pack("[s]", pack->teams.rows[i].code),
                                              from + 1 + (int32_t)i * TEAM_GAP_DAYS));
    return rows;
}

/* What a document leaves to the parties is filled in: a service as long as the play, a nominal total. */
static json_t *contract_of(const pack_t *pack, const char *code, const struct story_span *span)
{
    json_t *contract = json_pack("{s:s, s:s, s:o}", "code", code, "pack", pack->name, "signed", date_json(span->from));
    if (pack->service_to == NO_DAY)
        json_object_set_new(contract, "service_to", date_json(span->to));
    if (pack->total_fen == 0)
        json_object_set_new(contract, "total_fen", json_integer(NOMINAL_FEN));
    return contract;
}

/* The quiet story, in which every limit is just kept: what is late in its outcome is late by the
 * contract's own rules. Caller owns the object. */
json_t *story_of_pack(const pack_t *pack, const char *code, const struct story_span *span)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:{s:o}, s:{s:[]}, s:o, s:[{s:i}]}", "scenario", code, "contract",
                     contract_of(pack, code, span), "people", people_of(pack), "documents", documents_of(pack), "paces", "limit", limits_of(pack), "findings",
                     "none", "systems", starts_of(pack, span->from), "tasks", "late", 0);
}

/* ---- more systems than the contract names ---- */

/* A name of its own for each number of systems: one name with another text would be taken for a changed pack. */
void story_pack_name(const pack_t *pack, size_t count, char ret_name[STORY_PACK_NAME])
{
    snprintf(ret_name, STORY_PACK_NAME, "%.48s-%zu", pack->name, count);
}

/* Everything before `head`, with the line that names the pack saying its new name. */
static rc_t add_head(const pack_t *pack, const char *yaml, const char *head, size_t count, struct bytebuf *out)
{
    static const char KEY[] = "\npack: ";
    char name[STORY_PACK_NAME];
    const char *at = strstr(yaml, KEY);
    if (!at || at >= head)
        return bytebuf_add(out, yaml, (size_t)(head - yaml));
    const char *rest = strchr(at + 1, '\n');
    story_pack_name(pack, count, name);
    rc_t rc = bytebuf_add(out, yaml, (size_t)(at - yaml));
    if (rc == RC_OK)
        rc = bytebuf_fmt(out, "%s%s", KEY, name);
    return rc == RC_OK ? bytebuf_add(out, rest, (size_t)(head - rest)) : rc;
}

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

/* Only the name and the section of the systems are replaced, byte by byte around them, so that every other line
 * keeps its place in messages. Grades and clauses repeat those of the pack in turn. `out` is
 * bounded by its own ceiling and half filled on failure. */
rc_t story_pack_text(const pack_t *pack, const char *yaml, size_t count, struct bytebuf *out, struct problem *problem)
{
    const char *head, *tail;
    if (pack->teams.count == 0 || pack->systems.count == 0 || !find_systems(yaml, &head, &tail))
        return problem_set(problem, RC_REFUSED, "systems", "pack %s names no systems of teams that could be multiplied",
                           pack->name);
    rc_t rc = add_head(pack, yaml, head, count, out);
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
