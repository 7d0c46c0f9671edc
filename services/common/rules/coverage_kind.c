/* Kind "coverage": section `continuity`. */
#include <string.h>

#include "pack_reader.h"
#include "rule_io.h"

/* Days of presence, or hours around the clock. */
static rc_t read_in(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "days", "hours", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"in\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(bool){ index == 1 }, sizeof(bool));
    return rc;
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_continuity, member), need                                  \
    }

/* {clause: …, title: …, service: A1, in: days} */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("service", service, read_text, FIELD_OPTIONAL),
    ROW("in", in_hours, read_in, FIELD_REQUIRED),
};
static const struct row_shape SHAPE = ROW_SHAPE("continuity", FIELDS, struct pack_continuity);

static rc_t read_continuity(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    for (size_t i = 0; i < pack->continuity.count; i++) {
        const struct pack_continuity *row = &pack->continuity.rows[i];
        if (row->service && !pack_service(pack, row->service))
            return reader_refuse(reader, &row->at, "there is no service \"%s\"", row->service);
    }
    return reader_unique(reader, &SHAPE, &pack->continuity,
                         offsetof(struct pack_continuity, clause));
}

static const struct field SECTIONS[] = {
    { "continuity", read_continuity, offsetof(struct pack, continuity), FIELD_OPTIONAL },
    SECTIONS_END,
};

const struct kind COVERAGE_KIND = { .name = "coverage", .sections = SECTIONS, .check = check };
