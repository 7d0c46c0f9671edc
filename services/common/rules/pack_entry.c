/* What a clause becomes depends on the section that cites it, and in two sections on what the row
 * says; the table below is the whole of it. */
#include "pack_entry.h"

#include <string.h>

#include "attr.h"
#include "bytebuf.h"
#include "ceilings.h"

/* ---- classes ---- */

static const struct {
    const char *section;
    enum clause_class class;
    const char *needs[2]; /* one of these must be stated, else the row is only tracked */
} SECTIONS[] = {
    { "contract", CLASS_COMPUTED, { NULL } },
    { "teams", CLASS_COMPUTED, { NULL } },
    { "systems", CLASS_COMPUTED, { NULL } },
    { "units", CLASS_COMPUTED, { NULL } },
    { "services", CLASS_COMPUTED, { "quantity" } },
    { "hours", CLASS_COMPUTED, { NULL } },
    { "terms", CLASS_COMPUTED, { NULL } },
    { "clocks", CLASS_COMPUTED, { NULL } },
    { "grading", CLASS_COMPUTED, { NULL } },
    { "penalties", CLASS_COMPUTED, { NULL } },
    { "payments", CLASS_COMPUTED, { NULL } },
    { "settlement", CLASS_COMPUTED, { NULL } },
    { "late_interest", CLASS_COMPUTED, { NULL } },
    { "pro_rata", CLASS_COMPUTED, { NULL } },
    { "limits", CLASS_COMPUTED, { NULL } },
    { "kpis", CLASS_COMPUTED, { NULL } },
    { "phases", CLASS_COMPUTED, { NULL } },
    { "plan", CLASS_COMPUTED, { NULL } },
    { "recurring", CLASS_COMPUTED, { "every", "times" } },
    { "continuity", CLASS_COMPUTED, { NULL } },
    { "posts", CLASS_COMPUTED, { NULL } },
    { "staffing", CLASS_COMPUTED, { NULL } },
    { "persons", CLASS_COMPUTED, { NULL } },
    { "qualifications", CLASS_COMPUTED, { NULL } },
    { "licences", CLASS_COMPUTED, { NULL } },
    { "procurement", CLASS_TRACKED, { NULL } },
    { "gates", CLASS_TRACKED, { NULL } },
    { "deliverables", CLASS_TRACKED, { NULL } },
    { "steps", CLASS_TRACKED, { NULL } },
    { "tasks", CLASS_TRACKED, { NULL } },
    { "reminders", CLASS_TRACKED, { NULL } },
    { "records", CLASS_RECORDED, { NULL } },
    { "parties", CLASS_RECORDED, { NULL } },
    { "lists", CLASS_RECORDED, { NULL } },
};

/* What the clauses of a section's entry become; `outer` is the entry that stands in the section
 * itself. A section that is not in the table cites nothing. A row without the number it would need
 * is only tracked, whatever its section: nothing can be reckoned with it. */
static enum clause_class class_of(const char *section, const struct yaml_node *outer)
{
    for (size_t i = 0; i < COUNT_OF(SECTIONS); i++) {
        const char *const *needs = SECTIONS[i].needs;
        if (strcmp(SECTIONS[i].section, section) != 0)
            continue;
        bool stated =
            !needs[0] || yaml_member(outer, needs[0]) || (needs[1] && yaml_member(outer, needs[1]));
        return stated ? SECTIONS[i].class : CLASS_TRACKED;
    }
    return CLASS_MISSING;
}

/* By enum clause_class, weakest first; the words are part of the coverage report and stay as they
 * are. */
const char *clause_class_word(enum clause_class class)
{
    static const char *const WORDS[CLASS__COUNT] = { "missing", "recorded", "tracked", "computed" };
    return WORDS[class];
}

/* ---- what an entry says ---- */

/* A map that cites a clause is an entry of its own. */
static bool is_entry(const struct yaml_node *node)
{
    return yaml_member(node, "clause") != NULL;
}

/* A list of entries is told by its length, since each of them is noted too. */
static bool holds_entries(const struct yaml_node *node)
{
    return node->kind == YAML_LIST && node->first && is_entry(node->first);
}

static void add_value(struct bytebuf *out, const struct yaml_node *node);

/* The ceiling is that of the whole file, so it cannot be reached. */
static void put(struct bytebuf *out, const char *text)
{
    (void)!bytebuf_text(out, text);
}

/* Members between brackets, a map's with their keys. */
static void add_members(struct bytebuf *out, const struct yaml_node *node)
{
    put(out, node->kind == YAML_MAP ? "{" : "[");
    for (const struct yaml_node *n = node->first; n; n = n->next) {
        put(out, n == node->first ? "" : ", ");
        if (n->key)
            (void)!bytebuf_fmt(out, "%s: ", n->key);
        add_value(out, n);
    }
    put(out, node->kind == YAML_MAP ? "}" : "]");
}

/* Nested maps are bounded by the depth of the tree, so the recursion through add_members is as
 * well. */
static void add_value(struct bytebuf *out, const struct yaml_node *node)
{
    if (node->kind == YAML_TEXT)
        put(out, node->text);
    else if (holds_entries(node))
        (void)!bytebuf_fmt(out, "(%zu)", node->count);
    else
        add_members(out, node);
}

/* A value as one line, in the form of the file otherwise, so that two versions compare as texts. */
static const char *value_text(struct arena *texts, const struct yaml_node *node)
{
    struct bytebuf out;
    if (node->kind == YAML_TEXT)
        return node->text;
    bytebuf_init(&out, (size_t)4 * MAX_PACK_BYTES);
    add_value(&out, node);
    const char *text = arena_text(texts, bytebuf_str(&out), out.len);
    bytebuf_fini(&out);
    return text;
}

/* Members of a map; a single value is one member under its own key. Every member is noted, also
 * unknown ones: these are refused later by the row's own table. */
static void take_fields(struct pack_entry *entry, struct arena *texts, const struct yaml_node *node)
{
    size_t count = node->kind == YAML_MAP ? node->count : 1;
    struct entry_field *fields = arena_array(texts, count, sizeof(*fields));
    entry->fields.rows = fields;
    entry->fields.count = count;
    if (node->kind != YAML_MAP)
        *fields = (struct entry_field){ node->key, value_text(texts, node) };
    for (const struct yaml_node *n = node->first; n; n = n->next)
        *fields++ = (struct entry_field){ n->key, value_text(texts, n) };
}

/* A text member of a map; NULL when there is none, or no text. What is wrong with it is said by the
 * reader of the field. */
static const char *member_text(const struct yaml_node *node, const char *key)
{
    const struct yaml_node *member = yaml_member(node, key);
    return member && member->kind == YAML_TEXT ? member->text : NULL;
}

/* What is wrong with the list is said by the field's own reader; here only texts are taken, and the
 * count may stay below the room. */
static void take_also(struct pack_entry *entry, struct arena *texts, const struct yaml_node *node)
{
    const struct yaml_node *also = yaml_member(node, "also");
    if (!also || also->kind == YAML_MAP)
        return;
    size_t count = also->kind == YAML_LIST ? also->count : 1;
    const char **ids = arena_array(texts, count, sizeof(*ids));
    entry->also.rows = ids;
    if (also->kind == YAML_TEXT)
        ids[entry->also.count++] = also->text;
    for (const struct yaml_node *n = also->first; n; n = n->next)
        if (n->kind == YAML_TEXT)
            ids[entry->also.count++] = n->text;
}

/* Why an entry is only recorded: as it says, or the list it stands in. Who is who, and what things
 * are called, need no reason of their own. */
static const char *why_of(const struct pack_reader *reader, const struct yaml_node *node)
{
    const char *why = member_text(node, "why");
    if (!why)
        why = member_text(reader->outer, "why");
    if (!why)
        why = strcmp(reader->section, "parties") == 0 ? "identity" : "definition";
    return why;
}

/* ---- noting ---- */

/* Old arrays stay in the arena; doubling bounds them to the size of the list. Pointers to earlier
 * entries become stale when the array grows, so none is kept while noting. */
static struct pack_entry *entry_room(struct pack_reader *reader)
{
    if (reader->entry_count == reader->entry_cap) {
        size_t cap = reader->entry_cap ? reader->entry_cap * 2 : 64;
        struct pack_entry *entries = arena_array(reader->memory.texts, cap, sizeof(*entries));
        if (reader->entry_count > 0)
            memcpy(entries, reader->entries, reader->entry_count * sizeof(*entries));
        reader->entries = entries;
        reader->entry_cap = cap;
    }
    return &reader->entries[reader->entry_count++];
}

/* A part inherits its class from the outer entry, for what becomes of a clause depends on the
 * section's row. Notes are made before fields are read, so a refused pack may leave some behind:
 * they go with it. */
void pack_entry_note(struct pack_reader *reader, const struct yaml_node *node)
{
    bool part = reader->outer && reader->outer != node;
    if (part && !is_entry(node))
        return;
    struct pack_entry *entry = entry_room(reader);
    struct arena *texts = reader->memory.texts;
    *entry = (struct pack_entry){ .at = node->at, .section = reader->section, .part = part };
    entry->clause = member_text(node, "clause");
    entry->class = class_of(reader->section, part ? reader->outer : node);
    entry->why = entry->class == CLASS_RECORDED ? why_of(reader, node) : NULL;
    take_also(entry, texts, node);
    take_fields(entry, texts, node);
}
