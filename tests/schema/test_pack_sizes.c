/* The size of the shipped packs sfj-2024, yifen-2026 and minhang-2024: what an edit must not lose.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "pack_findings.h"
#include "rules_fixture.h"

/* How many rows a pack has in its sections, by the document: its lists, tables and paragraphs. */
static const struct {
    const char *pack, *section;
    size_t rows;
} SIZES[] = {
    { "sfj-2024", "services", 11 },
    { "sfj-2024", "steps", 62 },
    { "sfj-2024", "licences", 6 },
    { "sfj-2024", "recurring", 13 },
    { "sfj-2024", "deliverables", 36 },
    { "sfj-2024", "staffing", 4 },
    { "sfj-2024", "persons", 7 },
    { "sfj-2024", "qualifications", 4 },
    { "sfj-2024", "gates", 12 },
    { "sfj-2024", "contradictions", 4 },
    { "sfj-2024", "terms", 0 },
    { "sfj-2024", "clocks", 0 },
    { "yifen-2026", "systems", 39 },
    { "yifen-2026", "teams", 6 },
    { "yifen-2026", "deliverables", 15 },
    { "yifen-2026", "grading", 2 },
    { "yifen-2026", "staffing", 5 },
    { "yifen-2026", "persons", 2 },
    { "yifen-2026", "contradictions", 5 },
    { "minhang-2024", "phases", 7 },
    { "minhang-2024", "plan", 7 },
    { "minhang-2024", "kpis", 15 },
    { "minhang-2024", "deliverables", 10 },
    { "minhang-2024", "contradictions", 4 },
};

/* Entries that stand in a section itself, those taken from other packs included. */
static size_t rows_of(const pack_t *pack, const char *section)
{
    size_t rows = 0;
    for (size_t i = 0; i < pack->entries.count; i++)
        rows += !pack->entries.rows[i].part && strcmp(pack->entries.rows[i].section, section) == 0;
    return rows;
}

static void test_sizes(void **state)
{
    struct eval_env env = fixture_env(*state);
    for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
        size_t rows = rows_of(env.pack(env.arg, SIZES[i].pack), SIZES[i].section);
        if (rows != SIZES[i].rows)
            fail_msg("%s has %zu %s, not %zu", SIZES[i].pack, rows, SIZES[i].section,
                     SIZES[i].rows);
    }
}

/* What becomes of the clauses of a register: an entry that a rule uses may not turn into a note. */
static const struct {
    const char *pack;
    int64_t computed, tracked, recorded;
} CLASSES[] = {
    { "sfj-2024", 58, 199, 12 },
    { "yifen-2026", 128, 67, 13 },
    { "minhang-2024", 37, 30, 15 },
};

static void test_classes(void **state)
{
    struct eval_env env = fixture_env(*state);
    for (size_t i = 0; i < COUNT_OF(CLASSES); i++) {
        json_t *got = pack_coverage(env.pack(env.arg, CLASSES[i].pack));
        json_t *want = json_pack("{s:I, s:I, s:I, s:i}", "computed", CLASSES[i].computed, "tracked",
                                 CLASSES[i].tracked, "recorded", CLASSES[i].recorded, "missing", 0);
        json_object_del(got, "clauses");
        if (!json_covers(want, got))
            fail_msg("%s: %s", CLASSES[i].pack, json_dumps(got, JSON_COMPACT));
        json_decref(want);
        json_decref(got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_classes),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
