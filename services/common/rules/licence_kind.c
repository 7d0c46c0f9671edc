/* Kind "licence": section `licences`. */
#include <string.h>

#include "pack_reader.h"
#include "rule_io.h"

#define FIELD(type, key, member, read, need)                                                       \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

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

static rc_t read_rows(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &LINE, out);
}

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

/* A row without a clause of its own is its licence's. */
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

/* Parts break one row down; they are inside its points, so they must add up to them. */
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

/* Whether another row of the pack, before this one, has its clause. */
static bool is_repeated(const struct pack *pack, const struct licence_row *row)
{
    for (size_t i = 0; i < pack->licences.count; i++) {
        for (size_t k = 0; k < pack->licences.rows[i].rows.count; k++) {
            const struct licence_row *other = &pack->licences.rows[i].rows.rows[k];
            if (other == row)
                return false;
            if (strcmp(other->clause, row->clause) == 0)
                return true;
        }
    }
    return false;
}

static rc_t check_rows(struct pack_reader *reader, const struct pack *pack,
                       const struct pack_licence *licence)
{
    if (licence->rows.count == 0)
        return reader_refuse(reader, &licence->at, "a licence needs rows");
    for (size_t i = 0; i < licence->rows.count; i++) {
        const struct licence_row *row = &licence->rows.rows[i];
        if (row->points == 0)
            return reader_refuse(reader, &row->at, "\"points\" must be at least 1");
        if (is_repeated(pack, row))
            return reader_refuse(reader, &row->at, "there is another licence row of clause %s",
                                 row->clause);
    }
    return check_parts(reader, licence);
}

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

const struct kind LICENCE_KIND = { .name = "licence", .sections = SECTIONS, .check = check };
