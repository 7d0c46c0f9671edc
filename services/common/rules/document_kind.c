/* Kind "document": section `deliverables`. It answers no question itself: what is required is
 * submission's, how many come due schedule's, what a row says query's. */
#include <string.h>

#include "pack_reader.h"
#include "recurrence_read.h"
#include "rule_io.h"

/* How many there are: the words stand in the order of enum deliverable_per. */
static rc_t read_per_what(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "contract", "system",  "training",   "case",
                                         "request",  "service", "occurrence", NULL };
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

/* {clause: …, title: …, form: 书面, per: system, term: …}, or with `every` for one that comes
 * again; `per` is contract unless stated. */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("form", form, read_text, FIELD_OPTIONAL),
    ROW("per", per, read_per_what, FIELD_OPTIONAL),
    ROW("term", term, read_text, FIELD_OPTIONAL),
    ROW("phase", phase, read_count, FIELD_OPTIONAL),
    ROW("certificate", certificate, read_bool, FIELD_OPTIONAL),
    { "every", read_every, offsetof(struct pack_deliverable, again), FIELD_OPTIONAL },
    RECURRENCE_DETAILS(struct pack_deliverable),
    ROW("bound", bound, read_bound, FIELD_OPTIONAL),
    ROW("of", of, read_text, FIELD_OPTIONAL),
    ROW("part", part, read_text, FIELD_OPTIONAL),
    ROW("subsystem", subsystem, read_text, FIELD_OPTIONAL),
    ROW("service", service, read_text, FIELD_OPTIONAL),
    ROW("when", when, read_text, FIELD_OPTIONAL),
    ROW("listed", listed, read_bool, FIELD_OPTIONAL),
    ROW("titles", titles, read_texts, FIELD_OPTIONAL),
    ROW("same_as", same_as, read_text, FIELD_OPTIONAL),
    ROW("also", also, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("deliverable", FIELDS, struct pack_deliverable);

/* In the document's order. What rows refer to (terms, phases, services, recurring work) is looked
 * for by the check, when all of that is there. */
static rc_t read_deliverables(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* The row that counts the document which another clause names too; NULL when there is none. So a
 * chain of references has one step, and every document is counted once (K28). */
static const struct pack_deliverable *counted_row(const struct pack *pack, const char *clause)
{
    for (size_t i = 0; i < pack->deliverables.count; i++)
        if (strcmp(pack->deliverables.rows[i].clause, clause) == 0 &&
            !pack->deliverables.rows[i].same_as)
            return &pack->deliverables.rows[i];
    return NULL;
}

/* A document goes by its title; only one that is counted elsewhere may have another's. */
static rc_t check_title(struct pack_reader *reader, const struct pack *pack, size_t index)
{
    const struct pack_deliverable *d = &pack->deliverables.rows[index];
    for (size_t i = 0; i < index && !d->same_as; i++)
        if (!pack->deliverables.rows[i].same_as &&
            strcmp(pack->deliverables.rows[i].title, d->title) == 0)
            return reader_refuse(reader, &d->at, "there is another deliverable \"%s\"", d->title);
    return RC_OK;
}

/* A due day comes from a term, or from a phase; and phases belong to systems. Units other than
 * systems have no phases; a due day per training or case comes from a term. */
static rc_t check_due(struct pack_reader *reader, const struct pack *pack,
                      const struct pack_deliverable *d)
{
    if (d->term && !pack_term(pack, d->term))
        return reader_refuse(reader, &d->at, "there is no term of clause %s", d->term);
    if (d->phase > 0 && !pack_phase(pack, d->phase))
        return reader_refuse(reader, &d->at, "there is no phase %d", (int)d->phase);
    if (d->phase > 0 && d->per != PER_SYSTEM)
        return reader_refuse(reader, &d->at,
                             "only a document per system can fall due with a phase");
    return RC_OK;
}

/* By date, or by what another row counts, not both. A quota is a right to ask and not a paper that
 * can be late, so no document may be one. */
static rc_t check_again(struct pack_reader *reader, const struct pack *pack,
                        const struct pack_deliverable *d)
{
    if ((d->per == PER_OCCURRENCE) != (d->of != NULL))
        return reader_refuse(reader, &d->at, "\"per: occurrence\" and \"of\" go together");
    if (d->of && !pack_recurring(pack, d->of))
        return reader_refuse(reader, &d->at, "there is no recurring work of clause %s", d->of);
    if (d->again.per != SLOT_ONCE && d->per != PER_CONTRACT && d->per != PER_SYSTEM)
        return reader_refuse(reader, &d->at, "\"every\" needs a document per contract or system");
    if (d->bound == BOUND_QUOTA)
        return reader_refuse(reader, &d->at, "a document is no quota");
    return recurrence_check(reader, &d->at, &d->again);
}

/* A document counted elsewhere must be counted there, not sent on again. */
static rc_t check_references(struct pack_reader *reader, const struct pack *pack,
                             const struct pack_deliverable *d)
{
    if (d->service && !pack_service(pack, d->service))
        return reader_refuse(reader, &d->at, "there is no service \"%s\"", d->service);
    if (d->same_as && !counted_row(pack, d->same_as))
        return reader_refuse(reader, &d->at, "\"same_as\" must name a row that counts: %s",
                             d->same_as);
    return RC_OK;
}

/* Titles first: while two documents go by one name, every later message about them would be
 * ambiguous. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->deliverables.count && rc == RC_OK; i++) {
        const struct pack_deliverable *d = &pack->deliverables.rows[i];
        rc = check_title(reader, pack, i);
        if (rc == RC_OK)
            rc = check_due(reader, pack, d);
        if (rc == RC_OK)
            rc = check_again(reader, pack, d);
        if (rc == RC_OK)
            rc = check_references(reader, pack, d);
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "deliverables", read_deliverables, offsetof(struct pack, deliverables), FIELD_OPTIONAL },
    SECTIONS_END,
};

const struct kind DOCUMENT_KIND = { .name = "document", .sections = SECTIONS, .check = check };
