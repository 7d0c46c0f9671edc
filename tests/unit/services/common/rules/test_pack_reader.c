/* Rows from maps: unknown and missing keys, `use` of other packs, and their places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "pack_reader.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "reads", "teams:\n  - {clause: X-1, code: a, name: A}\n", NULL },
    { "unknown key", "teams:\n  - {clause: X-1, code: a, name: A, nick: b}\n",
      "t.yaml:7:37: unknown key \"nick\" in a team" },
    { "missing key", "teams:\n  - {clause: X-1, code: a}\n", "t.yaml:7:5: a team needs \"name\"" },
    { "text for a row", "teams:\n  - A\n", "t.yaml:7:5: a team must be a map" },
    { "text for a list", "teams: A\n", "t.yaml:6:8: expected a list of teams" },
    { "map for a list", "teams: {clause: X-1}\n", "t.yaml:6:8: expected a list of teams" },
    { "two of a name",
      "teams:\n  - {clause: X, code: a, name: A}\n  - {clause: X, code: a, name: B}\n",
      "t.yaml:8:5: there is another team \"a\"" },
    { "use of a section", "phases: {use: minhang-2024/phases}\n", NULL },
    { "use among rows",
      "phases:\n  - {use: minhang-2024/phases}\n  - {no: 8, name: n, within: 1 day, clause: X}\n",
      NULL },
    { "use of some rows",
      "readings: {use: minhang-2024/readings}\nterms:\n  - {use: minhang-2024/terms, only: "
      "[MH-022]}\n",
      NULL },
    { "use of an unknown clause", "terms:\n  - {use: minhang-2024/terms, only: [MH-022, MH-999]}\n",
      "t.yaml:7:37: \"only\" names 2 clauses, of which 1 are in the used section" },
    { "only that is no list", "terms:\n  - {use: minhang-2024/terms, only: MH-022}\n",
      "t.yaml:7:37: \"only\" must be a list of clauses" },
    { "use of two packs",
      "readings: {use: minhang-2024/readings}\nphases: {use: minhang-2024/phases}\n"
      "scales: {use: yifen-2026/scales}\n",
      NULL },
    { "only of rows that cite nothing", "scales: {use: yifen-2026/scales, only: [YF-001]}\n",
      "t.yaml:6:40: \"only\" names 1 clauses, of which 0 are in the used section" },
    { "only of what is no clause", "phases: {use: minhang-2024/phases, only: [[MH-001]]}\n",
      "t.yaml:6:42: \"only\" names 1 clauses, of which 0 are in the used section" },
    { "use of no pack", "phases: {use: /phases}\n", "t.yaml:6:15: \"use\" must name PACK/SECTION" },
    { "use of no section", "phases: {use: minhang-2024/}\n",
      "t.yaml:6:15: \"use\" must name PACK/SECTION" },
    { "the first of two open values", "lists:\n  - {of: a, rows: [{a: {b: 1}, c: 2}]}\n",
      "t.yaml:7:24: \"a\" must be a value or a list of values" },
    { "use of an unknown pack", "phases: {use: nowhere/phases}\n",
      "t.yaml:6:15: there is no pack \"nowhere\" to use" },
    { "use of an unknown section", "phases: {use: minhang-2024/faces}\n",
      "t.yaml:6:15: pack \"minhang-2024\" has no section \"faces\"" },
    { "use without a section", "phases: {use: minhang-2024}\n",
      "t.yaml:6:15: \"use\" must name PACK/SECTION" },
    { "use of a list", "phases: {use: [a]}\n", "t.yaml:6:15: \"use\" must name PACK/SECTION" },
    { "another key beside use", "phases: {use: minhang-2024/phases, no: 1}\n",
      "t.yaml:6:36: unknown key \"no\" beside \"use\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

/* Line of a text in a shipped file, from 1; the file may grow above it. */
static int line_of(const char *path, const char *words)
{
    size_t len;
    char *text = fixture_file(path, &len);
    const char *at = strstr(text, words);
    int line = 1;
    assert_non_null(at);
    for (const char *c = text; c < at; c++)
        line += *c == '\n';
    mem_free(text);
    return line;
}

/* A mistake in rows of a used pack is told at its place in that pack. */
static void test_place_in_used_pack(void **state)
{
    static const char path[] = "schema/packs/minhang-2024.yaml";
    char reading[96], key[96];
    const struct mistake rows[] = {
        { "use without what it refers to", "terms: {use: minhang-2024/terms}\n", reading },
        { "rows of another kind", "phases: {use: minhang-2024/terms}\n", key },
    };
    (void)state;
    snprintf(reading, sizeof(reading), "minhang-2024:%d:5: there is no reading \"start_event\"",
             line_of(path, "{clause: MH-023, title:"));
    snprintf(key, sizeof(key), "minhang-2024:%d:22: unknown key \"title\" in a phase",
             line_of(path, "{clause: MH-022, title:"));
    check_mistakes(rows, COUNT_OF(rows));
}

/* A pack that uses itself ends at the depth limit, not on the stack. */
static rc_t same_text(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    (void)name;
    *ret_bytes = arg;
    *ret_len = strlen(arg);
    return RC_OK;
}

static void test_endless_use(void **state)
{
    static char text[] = "pack: t\nversion: 1\ntitle: t\nzone: UTC\n"
                         "calendar: {base: cn, makeup_days: true}\nteams: {use: t/teams}\n";
    struct pack_source source = { text, strlen(text), "t.yaml", same_text, text };
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    (void)state;
    assert_int_equal(pack_read(&source, &pack, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "packs use each other more than 4 deep"));
    source.use = NULL;
    problem_clear(&problem);
    assert_int_equal(pack_read(&source, &pack, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "there is no pack \"t\" to use"));
    assert_null(pack);
}

/* What other packs may be: whatever they are, the pack that uses them is refused at the right
 * place. */
static void test_used_packs(void **state)
{
    static const struct {
        const char *name, *used, *teams, *want;
    } ROWS[] = {
        { "as many as there may be", "teams: []",
          "[{use: a/teams}, {use: b/teams}, {use: c/teams}, {use: d/teams}, "
          "{use: e/teams}, {use: f/teams}, {use: g/teams}, {use: h/teams}]",
          "" },
        { "one more", "teams: []",
          "[{use: a/teams}, {use: b/teams}, {use: c/teams}, {use: d/teams}, "
          "{use: e/teams}, {use: f/teams}, {use: g/teams}, {use: h/teams}, {use: i/teams}]",
          "t.yaml:6:143: a pack uses at most 8 others" },
        { "no YAML", "]", "{use: a/teams}",
          "a:1:1: not valid YAML: did not find expected node content" },
        { "a clause that is no text", "teams: [{clause: [X], code: a, name: A}]",
          "{use: a/teams, only: [X]}",
          "t.yaml:6:29: \"only\" names 1 clauses, of which 0 are in the used section" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        char text[1000];
        char used[100];
        struct problem problem = { .rc = RC_OK };
        pack_t *pack = NULL;
        snprintf(used, sizeof(used), "%s", ROWS[i].used);
        snprintf(text, sizeof(text),
                 "pack: t\nversion: 1\ntitle: t\nzone: UTC\n"
                 "calendar: {base: cn, makeup_days: true}\nteams: %s\n",
                 ROWS[i].teams);
        struct pack_source source = { text, strlen(text), "t.yaml", same_text, used };
        rc_t rc = pack_read(&source, &pack, &problem);
        if ((rc == RC_OK) != (ROWS[i].want[0] == '\0') || strcmp(problem.text, ROWS[i].want) != 0)
            fail_msg("%s: %s", ROWS[i].name, problem.text);
        pack_destroy(&pack);
    }
}

/* The warnings stop at their ceiling. */
static void test_many_warnings(void **state)
{
    char text[10000];
    size_t at = 0;
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    (void)state;
    at += (size_t)snprintf(text, sizeof(text),
                           "pack: t\nversion: 1\ntitle: t\nzone: UTC\n"
                           "calendar: {base: cn, makeup_days: true}\n"
                           "phases:\n- {no: 1, name: n, within: 1 day, clause: A}\nplan:\n");
    for (int i = 0; i < MAX_WARNINGS + 1; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at,
                               "- {phase: 1, from: 2026-01-01, to: 2026-02-01, clause: A}\n");
    assert_int_equal(fixture_pack_text(text, &pack, &problem), RC_OK);
    assert_int_equal(pack->warnings.count, MAX_WARNINGS);
    pack_destroy(&pack);
}

/* Rows stop at theirs. */
static void test_many_rows(void **state)
{
    static char text[200000];
    size_t at = 0;
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    (void)state;
    at += (size_t)snprintf(text, sizeof(text),
                           "pack: t\nversion: 1\ntitle: t\nzone: UTC\n"
                           "calendar: {base: cn, makeup_days: true}\nteams:\n");
    for (int i = 0; i < 2001; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "- {clause: X, code: a%d, name: A}\n",
                               i);
    assert_int_equal(fixture_pack_text(text, &pack, &problem), RC_INVALID);
    assert_string_equal(problem.text, "t.yaml:2007:3: a section has at most 2000 rows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),      cmocka_unit_test(test_place_in_used_pack),
        cmocka_unit_test(test_endless_use),   cmocka_unit_test(test_used_packs),
        cmocka_unit_test(test_many_warnings), cmocka_unit_test(test_many_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
