/* Entries are compared as the file has them, so no kind needs to know how its rows are compared.
 * Several entries may cite one clause; they are paired by what they say, then by their names, then
 * in their order. */
#include "pack_diff.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"

enum { PLACE_TEXT = 400 };

/* An entry has few fields, so a walk is cheaper than an index; keys are unique within a map. */
static const char *field_of(const struct pack_entry *entry, const char *key)
{
    for (size_t i = 0; i < entry->fields.count; i++)
        if (strcmp(entry->fields.rows[i].key, key) == 0)
            return entry->fields.rows[i].text;
    return NULL;
}

/* The first of some fields that the entry has; "" when it has none. Order matters: the first key
 * that is there is taken, even if its text is empty. */
static const char *first_of(const struct pack_entry *entry, const char *const keys[])
{
    for (size_t i = 0; keys[i]; i++) {
        const char *text = field_of(entry, keys[i]);
        if (text)
            return text;
    }
    return "";
}

/* For people only; it may be "". The order is from the most telling field to the least. */
static const char *name_of(const struct pack_entry *entry)
{
    static const char *const KEYS[] = { "title", "name", "key", "role", "of", "about", NULL };
    return first_of(entry, KEYS);
}

/* What makes an entry the same one in another version: its clause, or the field that serves as a
 * key in its section. The clause where there is one, since clause ids outlast titles and names. */
static const char *identity_of(const struct pack_entry *entry)
{
    static const char *const KEYS[] = { "code", "name", "role", "fact", "topic", "of", NULL };
    return entry->clause ? entry->clause : first_of(entry, KEYS);
}

/* ---- pairing ---- */

typedef bool pair_fn(const struct pack_entry *a, const struct pack_entry *b);

/* Section and place (inside another entry or not) belong to the identity: one clause may be cited
 * by a term and by its payment, and these are never the same entry. */
static bool same_identity(const struct pack_entry *a, const struct pack_entry *b)
{
    return strcmp(a->section, b->section) == 0 && a->part == b->part &&
           strcmp(identity_of(a), identity_of(b)) == 0;
}

/* The second round: of several entries of one clause, those that also kept their name are the same
 * one with changed numbers. */
static bool same_name(const struct pack_entry *a, const struct pack_entry *b)
{
    return same_identity(a, b) && strcmp(name_of(a), name_of(b)) == 0;
}

/* Fields of `a` are those of `b`, whatever their order. */
static bool covers(const struct pack_entry *a, const struct pack_entry *b)
{
    for (size_t i = 0; i < a->fields.count; i++) {
        const char *text = field_of(b, a->fields.rows[i].key);
        if (!text || strcmp(text, a->fields.rows[i].text) != 0)
            return false;
    }
    return true;
}

/* Equal counts and one-sided cover make equality, since keys within an entry are unique. */
static bool same_content(const struct pack_entry *a, const struct pack_entry *b)
{
    return same_identity(a, b) && a->fields.count == b->fields.count && covers(a, b);
}

/* Partner of each old entry among the new ones, by index + 1; and which new ones have one. One more
 * than the index, so that 0 can mean "none yet"; both arrays are scratch of one comparison. */
struct pairing {
    const pack_t *before, *after;
    size_t *partner;
    bool *taken;
};

/* One round of greedy pairing; an entry paired in an earlier, stricter round is left alone.
 * Quadratic in the entries, of which a pack has some hundreds. */
static void pair_by(struct pairing *p, pair_fn *same)
{
    for (size_t i = 0; i < p->before->entries.count; i++) {
        for (size_t k = 0; k < p->after->entries.count && p->partner[i] == 0; k++) {
            if (p->taken[k] || !same(&p->before->entries.rows[i], &p->after->entries.rows[k]))
                continue;
            p->partner[i] = k + 1;
            p->taken[k] = true;
        }
    }
}

/* ---- telling ---- */

/* null and "" differ in an answer: a field that is gone, and one that became empty. */
static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* `at` is of the given entry, so the caller decides which file a reader is sent to. An entry that
 * cites no clause has null. */
static json_t *change_json(const char *change, const struct pack_entry *entry)
{
    char at[PLACE_TEXT];
    snprintf(at, sizeof(at), "%.300s:%" PRIu32 ":%" PRIu32, entry->at.file, entry->at.line,
             entry->at.column);
    return json_pack("{s:s, s:s, s:s?, s:s, s:s}", "change", change, "section", entry->section,
                     "clause", entry->clause, "name", name_of(entry), "at", at);
}

/* Fields of `entry` that the other one has not, or has otherwise; those only the other one has are
 * told when it is its turn. Old ones in the old order, then the added ones; so a reader sees
 * removals where they stood. */
static void add_fields(json_t *list, const struct pack_entry *before,
                       const struct pack_entry *after)
{
    for (size_t i = 0; i < before->fields.count; i++) {
        const struct entry_field *f = &before->fields.rows[i];
        const char *now = field_of(after, f->key);
        if (!now || strcmp(now, f->text) != 0)
            json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "field", f->key, "old",
                                                  f->text, "new", text_or_null(now)));
    }
    for (size_t i = 0; i < after->fields.count; i++) {
        const struct entry_field *f = &after->fields.rows[i];
        if (!field_of(before, f->key))
            json_array_append_new(
                list, json_pack("{s:s, s:n, s:s}", "field", f->key, "old", "new", f->text));
    }
}

/* Pairs of equal content make no row: moving an entry or reordering its keys is no change. A
 * changed one is shown at its new place. */
static void add_old(json_t *changes, const struct pairing *p, size_t i)
{
    const struct pack_entry *before = &p->before->entries.rows[i];
    const struct pack_entry *after =
        p->partner[i] ? &p->after->entries.rows[p->partner[i] - 1] : NULL;
    if (!after) {
        json_array_append_new(changes, change_json("removed", before));
    } else if (!same_content(before, after)) {
        json_t *change = change_json("changed", after);
        json_t *fields = json_array();
        add_fields(fields, before, after);
        json_object_set_new(change, "fields", fields);
        json_array_append_new(changes, change);
    }
}

/* Strict rounds before lax ones, so that an entry which did not change is never paired with one
 * that did. The arrays have one element more than needed, for an allocation is never of 0 bytes. */
json_t *pack_changes(const pack_t *before, const pack_t *after)
{
    static pair_fn *const BY[] = { same_content, same_name, same_identity };
    json_t *changes = json_array();
    struct pairing p = { before, after, mem_new((before->entries.count + 1) * sizeof(size_t)),
                         mem_new((after->entries.count + 1) * sizeof(bool)) };
    for (size_t i = 0; i < COUNT_OF(BY); i++)
        pair_by(&p, BY[i]);
    for (size_t i = 0; i < before->entries.count; i++)
        add_old(changes, &p, i);
    for (size_t k = 0; k < after->entries.count; k++)
        if (!p.taken[k])
            json_array_append_new(changes, change_json("added", &after->entries.rows[k]));
    mem_free(p.partner);
    mem_free(p.taken);
    return changes;
}
