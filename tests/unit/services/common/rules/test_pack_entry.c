/* Entries as the file has them, and the class of what they cite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "pack_entry.h"
#include "rules_fixture.h"

/* The n-th entry of a section; fails when there is none. */
static const struct pack_entry *entry_of(const pack_t *pack, const char *section, size_t n)
{
    for (size_t i = 0; i < pack->entries.count; i++)
        if (strcmp(pack->entries.rows[i].section, section) == 0 && n-- == 0)
            return &pack->entries.rows[i];
    fail_msg("no such entry in %s", section);
    return NULL;
}

static const char *field(const struct pack_entry *entry, const char *key)
{
    for (size_t i = 0; i < entry->fields.count; i++)
        if (strcmp(entry->fields.rows[i].key, key) == 0)
            return entry->fields.rows[i].text;
    return "";
}

static void test_fields(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f,
                  "recurring:\n"
                  "  - {clause: A, title: t, work: checklist, every: day, also: [B, C], checklist: "
                  "[{clause: D, key: k, text: x}, {clause: E, key: l, text: y}]}\n"
                  "records:\n"
                  "  - {clause: F, also: G, title: t, why: scope, data: {a: [1, x], b: c}}\n"
                  "clocks:\n"
                  "  - {clause: H, title: t, respond: [{within: 2 h, from: occurred_at}]}\n");
    const pack_t *pack = f->extra;
    const struct pack_entry *list = entry_of(pack, "recurring", 0);
    assert_string_equal(field(list, "checklist"), "(2)");
    assert_string_equal(field(list, "also"), "[B, C]");
    assert_int_equal(list->also.count, 2);
    assert_string_equal(list->also.rows[1], "C");
    assert_false(list->part);
    const struct pack_entry *item = entry_of(pack, "recurring", 2);
    assert_string_equal(item->clause, "E");
    assert_true(item->part);
    const struct pack_entry *record = entry_of(pack, "records", 0);
    assert_string_equal(field(record, "data"), "{a: [1, x], b: c}");
    assert_string_equal(record->also.rows[0], "G");
    assert_string_equal(record->why, "scope");
    assert_string_equal(field(entry_of(pack, "clocks", 0), "respond"),
                        "[{within: 2 h, from: occurred_at}]");
    assert_string_equal(field(entry_of(pack, "zone", 0), "zone"), "Asia/Shanghai");
    assert_string_equal(field(entry_of(pack, "calendar", 0), "base"), "cn");
    assert_null(entry_of(pack, "calendar", 0)->clause);
}

/* A record says why; a list says it for its rows; names of people and things need no reason. */
static void test_reasons(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, "parties:\n"
                     "  - {clause: A, role: vendor, name: n}\n"
                     "lists:\n"
                     "  - {of: law, title: t, why: legal_basis, rows: [{clause: B, name: n}]}\n"
                     "  - {of: place, rows: [{clause: C, name: n}]}\n"
                     "tasks:\n"
                     "  - {clause: D, title: t, form: task}\n");
    const pack_t *pack = f->extra;
    assert_string_equal(entry_of(pack, "parties", 0)->why, "identity");
    assert_string_equal(entry_of(pack, "lists", 0)->why, "legal_basis");
    assert_string_equal(entry_of(pack, "lists", 1)->why, "legal_basis");
    assert_string_equal(entry_of(pack, "lists", 3)->why, "definition");
    assert_null(entry_of(pack, "tasks", 0)->why);
    assert_string_equal(pack->lists.rows[0].title, "t");
    assert_null(pack->lists.rows[1].why);
}

#define TERM "terms:\n  - {clause: A, title: t, on: signed}\n"

static const struct {
    const char *name, *yaml, *section;
    enum clause_class class;
} CLASSES[] = {
    { "a term", TERM, "terms", CLASS_COMPUTED },
    { "work with a number",
      "recurring:\n  - {clause: A, title: t, work: service, times: 1, per: year}\n", "recurring",
      CLASS_COMPUTED },
    { "work with a period", "recurring:\n  - {clause: A, title: t, work: backup, every: week}\n",
      "recurring", CLASS_COMPUTED },
    { "work without a number",
      "recurring:\n  - {clause: A, title: t, work: service, on_demand: true}\n", "recurring",
      CLASS_TRACKED },
    { "work all the time",
      "recurring:\n  - {clause: A, title: t, work: service, continuous: true}\n", "recurring",
      CLASS_TRACKED },
    { "a service with a quantity", "services:\n  - {clause: A, code: S, name: n, quantity: 1}\n",
      "services", CLASS_COMPUTED },
    { "a service without", "services:\n  - {clause: A, code: S, name: n}\n", "services",
      CLASS_TRACKED },
    { "a document", "deliverables:\n  - {clause: A, title: t}\n", "deliverables", CLASS_TRACKED },
    { "a record", "records:\n  - {clause: A, title: t, why: scope}\n", "records", CLASS_RECORDED },
    { "a reading", "readings:\n  - {name: n, value: v, about: a}\n", "readings", CLASS_MISSING },
};

static void test_classes(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CLASSES); i++) {
        fixture_extra(f, CLASSES[i].yaml);
        if (entry_of(f->extra, CLASSES[i].section, 0)->class != CLASSES[i].class)
            fail_msg("%s", CLASSES[i].name);
    }
    assert_string_equal(clause_class_word(CLASS_MISSING), "missing");
    assert_string_equal(clause_class_word(CLASS_COMPUTED), "computed");
}

/* Rows of another pack are entries of this one, at their own place. */
static void test_used(void **state)
{
    struct fixture *f = *state;
    const struct pack_entry *phase = entry_of(f->packs[1], "phases", 0);
    assert_string_equal(phase->at.file, "minhang-2024");
}

/* What is wrong with a clause or `also` is said by the reader of the field. */
static const struct mistake MISTAKES[] = {
    { "also is a map", "records:\n  - {clause: A, also: {b: c}, title: t, why: scope}\n",
      "t.yaml:7:23: \"also\" must be a list of texts" },
    { "also holds a list", "records:\n  - {clause: A, also: [[b]], title: t, why: scope}\n",
      "t.yaml:7:24: \"value\" must be text" },
    { "the clause is a list", "records:\n  - {clause: [A], title: t, why: scope}\n",
      "t.yaml:7:14: \"clause\" must be text" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),   cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_classes),  cmocka_unit_test(test_used),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
