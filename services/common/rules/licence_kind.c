/* Kind "licence": section `licences`, rule licence.check. Points that a licence has, held against
 * those installed, and a breakdown of a row against its points. */
#include <stdio.h>
#include <string.h>

#include "jsonx.h"
#include "licence.h"
#include "memory.h"
#include "pack_reader.h"
#include "rule_io.h"

#define FIELD(type, key, member, read, need)                                                       \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* Keeps the constant word itself, so that classes can be shown without a table. */
static rc_t read_class(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "server", "terminal", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"class\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &WORDS[index], sizeof(const char *));
    return rc;
}

/* {clause: …, client: …, class: server, points: 120, aliases: […]} */
static const struct field LINE_FIELDS[] = {
    FIELD(licence_row, "clause", clause, read_text, FIELD_OPTIONAL),
    FIELD(licence_row, "client", client, read_text, FIELD_REQUIRED),
    FIELD(licence_row, "class", class, read_class, FIELD_REQUIRED),
    FIELD(licence_row, "points", points, read_count, FIELD_REQUIRED),
    FIELD(licence_row, "aliases", aliases, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape LINE = ROW_SHAPE("licence row", LINE_FIELDS, struct licence_row);

/* {clause: …, name: …, points: 100} */
static const struct field PART_FIELDS[] = {
    FIELD(licence_part, "clause", clause, read_text, FIELD_REQUIRED),
    FIELD(licence_part, "name", name, read_text, FIELD_REQUIRED),
    FIELD(licence_part, "points", points, read_count, FIELD_REQUIRED),
};
static const struct row_shape PART = ROW_SHAPE("licence part", PART_FIELDS, struct licence_part);

/* Points by client; each row can be asked about by its clause. */
static rc_t read_rows(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &LINE, out);
}

/* What the one row of a licence is made of; checked against its points, not granted besides. */
static rc_t read_parts(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &PART, out);
}

/* {clause: …, network: …, rows: […], parts: […]} */
static const struct field FIELDS[] = {
    FIELD(pack_licence, "clause", clause, read_text, FIELD_REQUIRED),
    FIELD(pack_licence, "network", network, read_text, FIELD_REQUIRED),
    FIELD(pack_licence, "service", service, read_text, FIELD_OPTIONAL),
    FIELD(pack_licence, "rows", rows, read_rows, FIELD_REQUIRED),
    FIELD(pack_licence, "parts", parts, read_parts, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("licence", FIELDS, struct pack_licence);

/* A row without a clause of its own is its licence's. So a licence with one row need not say its
 * clause twice, and every line can be asked about. */
static void name_rows(struct pack_reader *reader, struct pack_licence *licence)
{
    size_t count = licence->rows.count;
    struct licence_row *rows = arena_array(reader->memory.texts, count, sizeof(*rows));
    for (size_t i = 0; i < count; i++) {
        rows[i] = licence->rows.rows[i];
        if (!rows[i].clause)
            rows[i].clause = licence->clause;
    }
    licence->rows.rows = rows;
}

/* Rows are copied once more, because their clause may come from the licence, which is whole only
 * now. */
static rc_t read_licences(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    PACK_ROWS(struct pack_licence) list;
    rc_t rc = reader_rows(reader, node, &SHAPE, &list);
    if (rc != RC_OK)
        return rc;
    struct pack_licence *rows = arena_array(reader->memory.texts, list.count, sizeof(*rows));
    for (size_t i = 0; i < list.count; i++) {
        rows[i] = list.rows[i];
        name_rows(reader, &rows[i]);
    }
    list.rows = rows;
    memcpy(out, &list, sizeof(list));
    return RC_OK;
}

/* ---- checking ---- */

/* Parts break one row down; they are inside its points, so they must add up to them. Checked
 * when the pack is read: a document that contradicts itself is reported then and not ruled
 * around (C13). */
static rc_t check_parts(struct pack_reader *reader, const struct pack_licence *licence)
{
    int64_t sum = 0;
    for (size_t i = 0; i < licence->parts.count; i++)
        sum += licence->parts.rows[i].points;
    if (licence->parts.count > 0 &&
        (licence->rows.count != 1 || sum != licence->rows.rows[0].points))
        return reader_refuse(reader, &licence->at,
                             "the parts of a licence must add up to the points of its one row");
    return RC_OK;
}

/* A question finds a line by clause, so the first line of a clause must be the only one. */
static rc_t check_rows(struct pack_reader *reader, const struct pack *pack,
                       const struct pack_licence *licence)
{
    if (licence->rows.count == 0)
        return reader_refuse(reader, &licence->at, "a licence needs rows");
    for (size_t i = 0; i < licence->rows.count; i++) {
        const struct licence_row *row = &licence->rows.rows[i];
        if (row->points == 0)
            return reader_refuse(reader, &row->at, "\"points\" must be at least 1");
        if (licence_line(pack, row->clause) != row)
            return reader_refuse(reader, &row->at, "there is another licence row of clause %s",
                                 row->clause);
    }
    return check_parts(reader, licence);
}

/* Licence by licence; the first that is wrong ends the check with its place in the file. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->licences.count && rc == RC_OK; i++)
        rc = check_rows(reader, pack, &pack->licences.rows[i]);
    return rc;
}

static const struct field SECTIONS[] = {
    { "licences", read_licences, offsetof(struct pack, licences), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- licence.check ---- */

static const struct fact_row CHECK_FACTS[] = {
    { "pack", FACT_TEXT, true },         { "clause", FACT_TEXT, true },
    { "installed", FACT_NUMBER, false }, { "parts", FACT_LIST, false },
    { "readings", FACT_MAP, false },     FACTS_END
};

/* Whole points from 0. *ret is written in any case; the ceiling keeps sums exact. */
static bool take_points(const json_t *value, int64_t *ret)
{
    *ret = json_integer_value(value);
    return jsonx_is_int(value) && *ret >= 0 && *ret <= LICENCE_MOST;
}

/* Points installed; what was not asked is null. The share is for display, rounded half up to two
 * places (C4). */
static rc_t answer_use(const struct licence_row *line, const json_t *installed, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    int64_t points;
    bool asked = jsonx_is_int(installed);
    if (asked && !take_points(installed, &points))
        return problem_set(problem, RC_INVALID, "installed",
                           "\"installed\" must be a whole number from 0");
    struct licence_use use = { .points = line->points };
    if (asked)
        use = licence_used(line, points, proof);
    json_object_set_new(result, "points", json_integer(use.points));
    json_object_set_new(result, "percent",
                        asked ? io_percent(use.installed, use.points) : json_null());
    json_object_set_new(result, "free", asked ? json_integer(use.free) : json_null());
    json_object_set_new(result, "over", asked ? json_integer(use.over) : json_null());
    return RC_OK;
}

/* What was not asked about is null, so that an answer always has the same members. */
static void write_breakdown(const struct licence_breakdown *b, bool asked, json_t *result)
{
    json_object_set_new(result, "parts_sum", asked ? json_integer(b->sum) : json_null());
    json_object_set_new(result, "parts_agree",
                        asked ? json_boolean(b->difference == 0) : json_null());
    json_object_set_new(result, "difference", asked ? json_integer(b->difference) : json_null());
}

/* The numbers of a breakdown. The list is bounded before it is allocated and freed on every
 * path. */
static rc_t answer_parts(const struct licence_row *line, const json_t *list, json_t *result,
                         proof_t *proof, struct problem *problem)
{
    struct licence_breakdown b = { .points = line->points };
    size_t count = json_array_size(list);
    rc_t rc = RC_OK;
    if (count > LICENCE_PARTS_MAX)
        return problem_set(problem, RC_INVALID, "parts", "a breakdown has at most %d parts",
                           LICENCE_PARTS_MAX);
    int64_t *parts = mem_array(count, sizeof(*parts));
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        char field[32];
        snprintf(field, sizeof(field), "parts[%zu]", i);
        if (!take_points(json_array_get(list, i), &parts[i]))
            rc = problem_set(problem, RC_INVALID, field, "a part must be a whole number from 0");
    }
    if (rc == RC_OK && jsonx_is_list(list))
        b = licence_parts(line, parts, count, proof);
    mem_free(parts);
    write_breakdown(&b, jsonx_is_list(list), result);
    return rc;
}

/* licence.check. Installed points and a breakdown may be asked about together, but not neither. */
static rc_t check_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    const pack_t *pack;
    const char *clause = json_string_value(json_object_get(input, "clause"));
    const json_t *installed = json_object_get(input, "installed");
    const json_t *parts = json_object_get(input, "parts");
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(pack, input, problem);
    if (rc != RC_OK)
        return rc;
    const struct licence_row *line = licence_line(pack, clause);
    if (!line)
        return problem_set(problem, RC_INVALID, "clause",
                           "pack %s has no licence line of clause %s", pack->name, clause);
    if (!jsonx_is_int(installed) && !jsonx_is_list(parts))
        return problem_set(problem, RC_INVALID, "installed", "give \"installed\" or \"parts\"");
    rc = answer_use(line, installed, result, proof, problem);
    return rc == RC_OK ? answer_parts(line, parts, result, proof, problem) : rc;
}

static const struct rule_row RULES[] = { { "licence.check", check_rule, true, CHECK_FACTS },
                                         RULES_END };

const struct kind LICENCE_KIND = {
    .name = "licence", .sections = SECTIONS, .check = check, .rules = RULES
};
