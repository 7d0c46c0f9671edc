/* Reading goes by tables: the frame's sections first, then each kind's, in the order of the
 * table and not of the file, so that what is referred to is there before the reference. Checks
 * run when all of it is read. */
#include "pack.h"

#include <string.h>

#include "arena.h"
#include "attr.h"
#include "kinds.h"
#include "memory.h"
#include "pack_entry.h"
#include "pack_frame.h"
#include "pack_reader.h"

enum { SECONDS_PER_MINUTE = 60, SECONDS_PER_HOUR = 3600 };

/* ---- reading ---- */

/* A section by key in one table; NULL when it is not there. Tables end with a NULL key, and a kind
 * without sections has no table at all. */
static const struct field *section_of(const struct field *sections, const char *key)
{
    for (const struct field *f = sections; f && f->key; f++)
        if (strcmp(f->key, key) == 0)
            return f;
    return NULL;
}

/* Whether the frame or any kind reads this section. Asked of every kind, since each kind owns its
 * sections and none knows the others'. */
static bool is_known(const char *key)
{
    if (section_of(PACK_FRAME, key))
        return true;
    size_t count;
    const struct kind *const *all = kinds(&count);
    for (size_t i = 0; i < count; i++)
        if (section_of(all[i]->sections, key))
            return true;
    return false;
}

/* First, so that a misspelt section is named at its own line and not missed somewhere else. */
static rc_t refuse_unknown(struct pack_reader *reader, const struct yaml_node *root)
{
    if (root->kind != YAML_MAP)
        return reader_refuse(reader, &root->at, "a pack must be a map");
    for (const struct yaml_node *n = root->first; n; n = n->next)
        if (!is_known(n->key))
            return reader_refuse(reader, &n->key_at, "unknown section \"%s\"", n->key);
    return RC_OK;
}

/* Read sections in the order of their table, whatever the order of the file. */
static rc_t read_sections(struct pack_reader *reader, const struct yaml_node *root,
                          const struct field *sections)
{
    rc_t rc = RC_OK;
    for (const struct field *f = sections; f && f->key && rc == RC_OK; f++) {
        const struct yaml_node *node = yaml_member(root, f->key);
        reader->section = f->key;
        if (node && node->kind == YAML_TEXT)
            pack_entry_note(reader, node);
        if (node)
            rc = f->read(reader, node, (char *)reader->pack + f->offset);
        else if (f->need == FIELD_REQUIRED)
            rc = reader_refuse(reader, &root->at, "a pack needs \"%s\"", f->key);
    }
    return rc;
}

/* The order of the tables is the order of reading; see there. Checks come after everything is read,
 * because references may point forward in the file. The frame is checked before the kinds, whose
 * checks rely on its names. */
static rc_t read_all(struct pack_reader *reader, const struct yaml_node *root)
{
    size_t count;
    const struct kind *const *all = kinds(&count);
    rc_t rc = refuse_unknown(reader, root);
    if (rc == RC_OK)
        rc = read_sections(reader, root, PACK_FRAME);
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = read_sections(reader, root, all[i]->sections);
    if (rc == RC_OK)
        rc = pack_frame_check(reader, reader->pack);
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = all[i]->check ? all[i]->check(reader, reader->pack) : RC_OK;
    return rc;
}

/* Entries and warnings were collected in the reader, which is about to go. The reader is about to
 * be freed; entries already stand in the arena, warnings stood in the reader itself. */
static void keep_collected(struct pack_reader *reader)
{
    reader->pack->entries.rows = reader->entries;
    reader->pack->entries.count = reader->entry_count;
    size_t bytes = reader->warning_count * sizeof(*reader->warnings);
    struct pack_warning *rows =
        arena_array(reader->pack->arena, reader->warning_count, sizeof(*rows));
    memcpy(rows, reader->warnings, bytes);
    reader->pack->warnings.rows = rows;
    reader->pack->warnings.count = reader->warning_count;
}

/* The file name is copied, since every row's place refers to it as long as the pack lives. */
static rc_t read_source(struct pack_reader *reader, const struct pack_source *source)
{
    const struct yaml_node *root;
    struct pack_source named = *source;
    named.file_name =
        arena_text(reader->memory.texts, source->file_name, strlen(source->file_name));
    rc_t rc = yaml_tree_read(&named, &reader->memory, &root, reader->problem);
    if (rc == RC_OK)
        rc = read_all(reader, root);
    if (rc == RC_OK)
        keep_collected(reader);
    return rc;
}

/* One exit: whatever failed, the node tree goes at once while texts live in the pack's arena, so a
 * pack that is kept holds no trace of its YAML. The service days start as NO_DAY because 0 is a
 * real day. */
rc_t pack_read(const struct pack_source *source, pack_t **ret_pack, struct problem *problem)
{
    pack_t *pack = mem_new(sizeof(*pack));
    pack->arena = arena_new();
    pack->service_from = NO_DAY;
    pack->service_to = NO_DAY;
    struct pack_reader *reader = mem_new(sizeof(*reader));
    reader->memory = (struct yaml_memory){ .texts = pack->arena, .nodes = arena_new() };
    reader->problem = problem;
    reader->pack = pack;
    reader->use = source->use;
    reader->use_arg = source->use_arg;
    rc_t rc = read_source(reader, source);
    arena_destroy(&reader->memory.nodes);
    mem_free(reader);
    if (rc == RC_OK)
        *ret_pack = pack;
    else
        pack_destroy(&pack);
    return rc;
}

/* Every row and text is in the arena, so nothing else needs freeing and rows may point at each
 * other freely. */
void pack_destroy(pack_t **self_p)
{
    if (!*self_p)
        return;
    arena_destroy(&(*self_p)->arena);
    mem_free(*self_p);
    *self_p = NULL;
}

/* ---- looking up ---- */

/* The units a pack may state in minutes or hours are bounded (a year), so the product is far from
 * 64 bits. */
int64_t duration_seconds(const struct duration *duration)
{
    return (int64_t)duration->amount *
           (duration->unit == UNIT_HOURS ? SECONDS_PER_HOUR : SECONDS_PER_MINUTE);
}

/* First row of a list whose text member equals `wanted`; NULL when there is none. */
#define FIND(list, member, wanted)                                                                 \
    do {                                                                                           \
        for (size_t i_ = 0; i_ < (list).count; i_++)                                               \
            if (strcmp((list).rows[i_].member, wanted) == 0)                                       \
                return &(list).rows[i_];                                                           \
        return NULL;                                                                               \
    } while (0)

/* A linear search: a pack has tens of rows per section, and rows keep the document's order for
 * people. */
const struct pack_term *pack_term(const pack_t *self, const char *clause)
{
    FIND(self->terms, clause, clause);
}

/* Clauses of clocks are unique by the pack's check, so the first is the only one. */
const struct pack_clock *pack_clock(const pack_t *self, const char *clause)
{
    FIND(self->clocks, clause, clause);
}

/* By family, since an annex grades one kind of event and no two annexes share one. */
const struct pack_grading *pack_grading(const pack_t *self, const char *family)
{
    FIND(self->gradings, family, family);
}

/* By the code that systems refer to; the name is for people and may be changed freely. */
const struct pack_team *pack_team(const pack_t *self, const char *code)
{
    FIND(self->teams, code, code);
}

/* Only what the pack declares is found: an override of an undeclared reading has nothing to
 * override. */
const struct pack_reading *pack_reading(const pack_t *self, const char *name)
{
    FIND(self->readings, name, name);
}

/* By the fact whose words it orders; a fact without a scale has words that only equal or differ. */
const struct pack_scale *pack_scale(const pack_t *self, const char *fact)
{
    FIND(self->scales, fact, fact);
}

/* Clause ids are the keys a question uses, so they are compared byte by byte, without folding. */
const struct pack_limit *pack_limit(const pack_t *self, const char *clause)
{
    FIND(self->limits, clause, clause);
}

/* By the window's own name; terms, limits and contracts refer to it and never to its clause. */
const struct pack_hours *pack_hours(const pack_t *self, const char *name)
{
    FIND(self->hours, name, name);
}

/* By code, as other sections cite it; a code may be in upper case, so no folding here either. */
const struct pack_service *pack_service(const pack_t *self, const char *code)
{
    FIND(self->services, code, code);
}

/* One row for each clause that asks for presence without a gap. */
const struct pack_continuity *pack_continuity(const pack_t *self, const char *clause)
{
    FIND(self->continuity, clause, clause);
}

/* The first row answers for its clause: the later ones of a clause state parts of the same work. */
const struct pack_recurring *pack_recurring(const pack_t *self, const char *clause)
{
    FIND(self->recurring, clause, clause);
}

/* In a checked pack the numbers have no gaps; the walk stays right in one that is still being
 * checked. */
const struct pack_phase *pack_phase(const pack_t *self, int64_t no)
{
    for (size_t i = 0; i < self->phases.count; i++)
        if (self->phases.rows[i].no == no)
            return &self->phases.rows[i];
    return NULL;
}

/* "" and not NULL, so that it can be shown or tested for emptiness without a case for roles the
 * pack leaves out. */
const char *pack_party_name(const pack_t *self, const char *role)
{
    for (size_t i = 0; i < self->parties.count; i++)
        if (strcmp(self->parties.rows[i].role, role) == 0)
            return self->parties.rows[i].name;
    return "";
}

/* By enum deliverable_per. */
static const struct {
    const char *word;
    bool per_system;
    bool planned; /* so many are known ahead */
} PER[] = {
    { "contract", false, true },    { "system", true, true },    { "training", false, true },
    { "case", false, false },       { "request", false, false }, { "service", false, false },
    { "occurrence", false, false },
};

/* What comes by date is counted by its slots and what is counted elsewhere (K28) by that row;
 * either would be counted twice here. */
size_t pack_deliverable_instances(const struct pack_deliverable *deliverable, size_t systems)
{
    if (!PER[deliverable->per].planned || deliverable->again.per != SLOT_ONCE ||
        deliverable->same_as)
        return 0;
    return PER[deliverable->per].per_system ? systems : 1;
}

/* One table holds word and number, so a new `per` cannot get one without the other. */
const char *pack_per_word(enum deliverable_per per)
{
    return PER[per].word;
}
