/* The parts of a pack that no rule owns. Each list is a table of fields; the tables are the
 * language's reference. */
#include "pack_frame.h"

#include <string.h>

#include "attr.h"

/* ---- single values ---- */

/* Only zones without clock changes are known, so that a due day never depends on a zone file. A
 * zone by name is turned into minutes once, so that no rule ever looks a zone up (K1). */
static rc_t read_zone(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack *pack = out;
    rc_t rc = read_text(reader, node, &pack->zone);
    if (rc == RC_OK && !civil_zone(node->text, &pack->zone_minutes))
        rc = reader_refuse(reader, &node->at, "zone \"%s\" is not known", node->text);
    return rc;
}

static rc_t read_contract(struct pack_reader *reader, const struct yaml_node *node, void *out);
static rc_t read_calendar(struct pack_reader *reader, const struct yaml_node *node, void *out);

/* ---- lists ---- */

#define COLUMN(type, key, member, read, need)                                                      \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* Who is who, under every name that the document uses for them:
 * {role: purchaser, name: …, aliases: [采购人, 甲方], clause: …} */
static const struct field PARTY_FIELDS[] = {
    COLUMN(pack_party, "clause", clause, read_text, FIELD_REQUIRED),
    COLUMN(pack_party, "role", role, read_code, FIELD_REQUIRED),
    COLUMN(pack_party, "name", name, read_text, FIELD_REQUIRED),
    COLUMN(pack_party, "aliases", aliases, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape PARTY = ROW_SHAPE("party", PARTY_FIELDS, struct pack_party);

/* How an open clause is read, with the values it may have; without a value it has no default:
 * {name: roll, value: "false", one_of: ["false", "true"], about: …} */
static const struct field READING_FIELDS[] = {
    COLUMN(pack_reading, "name", name, read_code, FIELD_REQUIRED),
    COLUMN(pack_reading, "value", value, read_text, FIELD_OPTIONAL),
    COLUMN(pack_reading, "one_of", one_of, read_texts, FIELD_OPTIONAL),
    COLUMN(pack_reading, "clauses", clauses, read_texts, FIELD_OPTIONAL),
    COLUMN(pack_reading, "about", about, read_text, FIELD_REQUIRED),
};
static const struct row_shape READING = ROW_SHAPE("reading", READING_FIELDS, struct pack_reading);

/* The words of a fact, least first: {fact: extent, words: [local, wide]} */
static const struct field SCALE_FIELDS[] = {
    COLUMN(pack_scale, "fact", fact, read_code, FIELD_REQUIRED),
    COLUMN(pack_scale, "words", words, read_texts, FIELD_REQUIRED),
};
static const struct row_shape SCALE = ROW_SHAPE("scale", SCALE_FIELDS, struct pack_scale);

/* Teams in the document's order: {code: north, name: …, clause: …} */
static const struct field TEAM_FIELDS[] = {
    COLUMN(pack_team, "clause", clause, read_text, FIELD_REQUIRED),
    COLUMN(pack_team, "code", code, read_code, FIELD_REQUIRED),
    COLUMN(pack_team, "name", name, read_text, FIELD_REQUIRED),
};
static const struct row_shape TEAM = ROW_SHAPE("team", TEAM_FIELDS, struct pack_team);

/* Systems as numbered in the document: {no: 1, name: …, team: north, grade: 3, clause: …} */
static const struct field SYSTEM_FIELDS[] = {
    COLUMN(pack_system, "clause", clause, read_text, FIELD_REQUIRED),
    COLUMN(pack_system, "no", no, read_count, FIELD_REQUIRED),
    COLUMN(pack_system, "name", name, read_text, FIELD_REQUIRED),
    COLUMN(pack_system, "team", team, read_code, FIELD_OPTIONAL),
    COLUMN(pack_system, "grade", grade, read_count, FIELD_REQUIRED),
    COLUMN(pack_system, "aliases", aliases, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape SYSTEM = ROW_SHAPE("system", SYSTEM_FIELDS, struct pack_system);

/* Lines of the procurement list: {no: 1, name: …, detail: …, quantity: 12, unit: 套, clause: …}
 */
static const struct field LINE_FIELDS[] = {
    COLUMN(pack_line, "clause", clause, read_text, FIELD_REQUIRED),
    COLUMN(pack_line, "no", no, read_count, FIELD_REQUIRED),
    COLUMN(pack_line, "name", name, read_text, FIELD_REQUIRED),
    COLUMN(pack_line, "detail", detail, read_text, FIELD_OPTIONAL),
    COLUMN(pack_line, "quantity", quantity, read_count, FIELD_REQUIRED),
    COLUMN(pack_line, "unit", unit, read_text, FIELD_REQUIRED),
};
static const struct row_shape LINE = ROW_SHAPE("procurement line", LINE_FIELDS, struct pack_line);

/* What the document says twice, differently:
 * {topic: schedule, clauses: [A, B], about: …, says: [8 天, 9 天], reading: …,
 *  service: S01, field: headcount, values: [1, 2]} */
static const struct field CONTRADICTION_FIELDS[] = {
    COLUMN(pack_contradiction, "topic", topic, read_code, FIELD_REQUIRED),
    COLUMN(pack_contradiction, "clauses", clauses, read_texts, FIELD_REQUIRED),
    COLUMN(pack_contradiction, "about", about, read_text, FIELD_REQUIRED),
    COLUMN(pack_contradiction, "says", says, read_texts, FIELD_REQUIRED),
    COLUMN(pack_contradiction, "reading", reading, read_code, FIELD_OPTIONAL),
    COLUMN(pack_contradiction, "service", service, read_text, FIELD_OPTIONAL),
    COLUMN(pack_contradiction, "field", field, read_code, FIELD_OPTIONAL),
    COLUMN(pack_contradiction, "values", values, read_scalars, FIELD_OPTIONAL),
};
static const struct row_shape CONTRADICTION =
    ROW_SHAPE("contradiction", CONTRADICTION_FIELDS, struct pack_contradiction);

/* House defaults, in working days: {warn: [7, 1], overdue: [0, 3, 5]} */
static const struct field REMINDER_FIELDS[] = {
    COLUMN(pack_reminders, "warn", warn, read_counts, FIELD_REQUIRED),
    COLUMN(pack_reminders, "overdue", overdue, read_counts, FIELD_REQUIRED),
};
static const struct row_shape REMINDERS =
    ROW_SHAPE("reminder plan", REMINDER_FIELDS, struct pack_reminders);

/* One row for each role; the role and not the name is what other sections refer to. */
static rc_t read_parties(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &PARTY, out);
}

/* Read first of the lists, because conditions and terms that come later look readings up while
 * being read. */
static rc_t read_readings(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &READING, out);
}

/* Read before any condition: >= and <= on a word need its order at once. */
static rc_t read_scales(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SCALE, out);
}

/* In the document's order; systems refer to their codes and are read after them. */
static rc_t read_teams(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &TEAM, out);
}

/* Numbers, grades and teams are looked at by the check, when the whole frame is there. */
static rc_t read_systems(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SYSTEM, out);
}

/* The procurement list is kept to be shown and asked about; what is owed for its lines stands in
 * other sections. */
static rc_t read_lines(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &LINE, out);
}

/* Neither side is chosen here; a pack with contradictions loads (C13). */
static rc_t read_contradictions(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &CONTRADICTION, out);
}

/* One map and no list: reminders are house defaults for the whole contract, and a pack may leave
 * them out. */
static rc_t read_reminders(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_map(reader, node, &REMINDERS, out);
}

/* ---- contract and calendar ---- */

/* The service period begins on a date, or with a fact such as the signing. */
struct frame_service {
    struct pack_place at;
    const char *clause, *from;
    int32_t from_day, to;
};

/* A date, or the fact that begins the period (YAML does not tell them apart; their looks do). */
static rc_t read_start(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct frame_service *service = out;
    if (node->kind == YAML_TEXT && civil_parse_date(node->text, &service->from_day))
        return RC_OK;
    service->from_day = NO_DAY;
    return read_code(reader, node, &service->from);
}

/* {from: signed, to: 2030-06-30, clause: …}; both ends count (K14). */
static const struct field SERVICE_FIELDS[] = {
    COLUMN(frame_service, "clause", clause, read_text, FIELD_REQUIRED),
    { "from", read_start, 0, FIELD_REQUIRED },
    COLUMN(frame_service, "to", to, read_date, FIELD_REQUIRED),
};
static const struct row_shape SERVICE =
    ROW_SHAPE("service period", SERVICE_FIELDS, struct frame_service);

/* The struct arrives with NO_DAY in both dates, so a start given as a fact leaves its day open. */
static rc_t read_service(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_map(reader, node, &SERVICE, out);
}

struct frame_contract {
    struct pack_place at;
    const char *clause;
    int64_t total_fen;
    struct frame_service service;
};

/* {clause: …, total: 1000000.00, service: {…}}; the total is in yuan here and in fen from here
 * on. */
static const struct field CONTRACT_FIELDS[] = {
    COLUMN(frame_contract, "clause", clause, read_text, FIELD_REQUIRED),
    COLUMN(frame_contract, "total", total_fen, read_yuan, FIELD_OPTIONAL),
    COLUMN(frame_contract, "service", service, read_service, FIELD_OPTIONAL),
};
static const struct row_shape CONTRACT =
    ROW_SHAPE("contract", CONTRACT_FIELDS, struct frame_contract);

/* Total and service period. Both may be missing: they are then entered when the contract is. */
static rc_t read_contract(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack *pack = out;
    struct frame_contract contract = { .service = { .from_day = NO_DAY, .to = NO_DAY } };
    rc_t rc = reader_map(reader, node, &CONTRACT, &contract);
    if (rc != RC_OK)
        return rc;
    if (contract.service.from_day != NO_DAY && contract.service.to < contract.service.from_day)
        return reader_refuse(reader, &contract.service.at,
                             "the service period ends before it begins");
    pack->total_fen = contract.total_fen;
    pack->total_clause = contract.clause;
    pack->service_clause = contract.service.clause;
    pack->service_from_fact = contract.service.from;
    pack->service_from = contract.service.from_day;
    pack->service_to = contract.service.to;
    return RC_OK;
}

struct frame_calendar {
    struct pack_place at;
    const char *base;
    bool makeup_days;
};

/* {base: cn, makeup_days: true} */
static const struct field CALENDAR_FIELDS[] = {
    COLUMN(frame_calendar, "base", base, read_code, FIELD_REQUIRED),
    COLUMN(frame_calendar, "makeup_days", makeup_days, read_bool, FIELD_REQUIRED),
};
static const struct row_shape CALENDAR =
    ROW_SHAPE("calendar", CALENDAR_FIELDS, struct frame_calendar);

/* Which calendar, and whether its make-up days count for this contract. Whether a make-up day works
 * is the contract's and not the calendar's (K3), hence a member of its own. */
static rc_t read_calendar(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack *pack = out;
    struct frame_calendar calendar;
    rc_t rc = reader_map(reader, node, &CALENDAR, &calendar);
    if (rc == RC_OK) {
        pack->calendar_code = calendar.base;
        pack->makeup_works = calendar.makeup_days;
    }
    return rc;
}

/* Readings and scales come before all that refers to them. */
const struct field PACK_FRAME[] = {
    COLUMN(pack, "pack", name, read_code, FIELD_REQUIRED),
    COLUMN(pack, "version", version, read_count, FIELD_REQUIRED),
    COLUMN(pack, "title", title, read_text, FIELD_REQUIRED),
    COLUMN(pack, "source", source, read_text, FIELD_OPTIONAL),
    { "zone", read_zone, 0, FIELD_REQUIRED },
    { "calendar", read_calendar, 0, FIELD_REQUIRED },
    { "contract", read_contract, 0, FIELD_OPTIONAL },
    COLUMN(pack, "readings", readings, read_readings, FIELD_OPTIONAL),
    COLUMN(pack, "scales", scales, read_scales, FIELD_OPTIONAL),
    COLUMN(pack, "parties", parties, read_parties, FIELD_OPTIONAL),
    COLUMN(pack, "teams", teams, read_teams, FIELD_OPTIONAL),
    COLUMN(pack, "systems", systems, read_systems, FIELD_OPTIONAL),
    COLUMN(pack, "procurement", procurement, read_lines, FIELD_OPTIONAL),
    COLUMN(pack, "contradictions", contradictions, read_contradictions, FIELD_OPTIONAL),
    COLUMN(pack, "reminders", reminders, read_reminders, FIELD_OPTIONAL),
    { NULL, NULL, 0, FIELD_OPTIONAL },
};

/* ---- checks ---- */

/* Names that serve as keys stand once. The lists differ in row type only, so one walk with offsets
 * does for all of them. */
static rc_t check_unique(struct pack_reader *reader, const struct pack *pack)
{
    const struct {
        const struct row_shape *shape;
        const void *rows;
        size_t offset;
    } lists[] = {
        { &READING, &pack->readings, offsetof(struct pack_reading, name) },
        { &SCALE, &pack->scales, offsetof(struct pack_scale, fact) },
        { &PARTY, &pack->parties, offsetof(struct pack_party, role) },
        { &TEAM, &pack->teams, offsetof(struct pack_team, code) },
        { &SYSTEM, &pack->systems, offsetof(struct pack_system, name) },
    };
    rc_t rc = RC_OK;
    for (size_t i = 0; i < COUNT_OF(lists) && rc == RC_OK; i++)
        rc = reader_unique(reader, lists[i].shape, lists[i].rows, lists[i].offset);
    return rc;
}

/* A declared value must be one that the reading allows. A reading without value has nothing to hold
 * against its list: it must be given with the question. */
static rc_t check_readings(struct pack_reader *reader, const struct pack *pack)
{
    for (size_t i = 0; i < pack->readings.count; i++) {
        const struct pack_reading *r = &pack->readings.rows[i];
        bool found = r->one_of.count == 0 || !r->value;
        for (size_t k = 0; k < r->one_of.count; k++)
            found = found || strcmp(r->one_of.rows[k], r->value) == 0;
        if (!found)
            return reader_refuse(reader, &r->at, "reading \"%s\" has a value outside its one_of",
                                 r->name);
    }
    return RC_OK;
}

/* Numbered as in the document, graded 1 to 5, in a team that exists. Serial numbers are the
 * document's own, by which people and forms refer to a system. */
static rc_t check_systems(struct pack_reader *reader, const struct pack *pack)
{
    for (size_t i = 0; i < pack->systems.count; i++) {
        const struct pack_system *s = &pack->systems.rows[i];
        if (s->no != (int64_t)i + 1)
            return reader_refuse(reader, &s->at,
                                 "system number must be %zu: systems are numbered from 1", i + 1);
        if (s->grade < 1 || s->grade > 5)
            return reader_refuse(reader, &s->at, "grade of a system must be 1 to 5");
        if (s->team && !pack_team(pack, s->team))
            return reader_refuse(reader, &s->at, "there is no team \"%s\"", s->team);
    }
    return RC_OK;
}

/* What decides must be a reading. The contradiction itself never stops a pack; it is reported each
 * time (pack_findings). An unknown reading would leave open what the author meant to decide
 * by it. */
static rc_t check_contradictions(struct pack_reader *reader, const struct pack *pack)
{
    for (size_t i = 0; i < pack->contradictions.count; i++) {
        const struct pack_contradiction *c = &pack->contradictions.rows[i];
        if (c->reading && !pack_reading(pack, c->reading))
            return reader_refuse(reader, &c->at, "there is no reading \"%s\"", c->reading);
    }
    return RC_OK;
}

/* Names first, because what follows looks rows up by name and must not meet two of one. */
rc_t pack_frame_check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = check_unique(reader, pack);
    if (rc == RC_OK)
        rc = check_readings(reader, pack);
    if (rc == RC_OK)
        rc = check_systems(reader, pack);
    return rc == RC_OK ? check_contradictions(reader, pack) : rc;
}
