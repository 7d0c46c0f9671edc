/* Kind "document": section `deliverables`. */
#include <string.h>

#include "pack_reader.h"
#include "rule_io.h"

/* How many there are: the words stand in the order of enum deliverable_per. */
static rc_t read_per(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = {
        "contract", "system", "training", "case", "request", NULL
    };
    int index;
    rc_t rc = read_word(reader, node, "\"per\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(enum deliverable_per){ (enum deliverable_per)index },
               sizeof(enum deliverable_per));
    return rc;
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_deliverable, member), need                                 \
    }

/* {clause: …, title: …, form: 书面, per: system, term: …} */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("form", form, read_text, FIELD_OPTIONAL),
    ROW("per", per, read_per, FIELD_REQUIRED),
    ROW("term", term, read_text, FIELD_OPTIONAL),
    ROW("phase", phase, read_count, FIELD_OPTIONAL),
    ROW("certificate", certificate, read_bool, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("deliverable", FIELDS, struct pack_deliverable);

static rc_t read_deliverables(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* A due day comes from a term, or from a phase; and phases belong to systems. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = reader_unique(reader, &SHAPE, &pack->deliverables,
                            offsetof(struct pack_deliverable, title));
    for (size_t i = 0; i < pack->deliverables.count && rc == RC_OK; i++) {
        const struct pack_deliverable *d = &pack->deliverables.rows[i];
        if (d->term && !pack_term(pack, d->term))
            rc = reader_refuse(reader, &d->at, "there is no term of clause %s", d->term);
        else if (d->phase > 0 && !pack_phase(pack, d->phase))
            rc = reader_refuse(reader, &d->at, "there is no phase %d", (int)d->phase);
        else if (d->phase > 0 && d->per != PER_SYSTEM)
            rc = reader_refuse(reader, &d->at,
                               "only a document per system can fall due with a phase");
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "deliverables", read_deliverables, offsetof(struct pack, deliverables), FIELD_OPTIONAL },
    SECTIONS_END,
};

const struct kind DOCUMENT_KIND = { .name = "document", .sections = SECTIONS, .check = check };
