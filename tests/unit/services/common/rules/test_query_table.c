/* Entries of each kind: their columns, and what is nested in a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "query.h"
#include "rules_fixture.h"

static const char SECTIONS[] =
    "teams:\n"
    "  - {clause: A, code: north, name: The North}\n"
    "systems:\n"
    "  - {clause: A, no: 1, name: one, team: north, grade: 3, aliases: [first, uno]}\n"
    "  - {clause: A, no: 2, name: two, grade: 2}\n"
    "clocks:\n"
    "  - {clause: B, title: t, respond: {within: 30 min, from: occurred_at}, onsite: [{within: 2 "
    "h, "
    "from: occurred_at, when: {suburb: false}}, {within: 4 h, from: occurred_at}]}\n"
    "  - {clause: C, title: t, remote: {within: 90 min, from: occurred_at}}\n"
    "  - {clause: D, title: t, respond: {under: 1 h, from: occurred_at}}\n"
    "kpis:\n"
    "  - {clause: E, row: \"1\", title: t, level1: l, type: numeric, is: \"<= 3\"}\n"
    "  - {clause: E2, row: \"2\", title: t, level1: l, type: none_means_zero, is: 0}\n"
    "  - {clause: E3, row: \"3\", title: t, level1: l, type: qualitative}\n"
    "services:\n"
    "  - {code: S1, clause: I, name: watch, aliases: [guard], line: 1, group: g, quantity: 2, "
    "unit: "
    "u}\n"
    "  - {code: S2, clause: I, name: walk, category: c, frequency: often}\n"
    "recurring:\n"
    "  - {clause: J, title: t, work: checklist, every: day, subsystem: x, checklist: [{clause: K, "
    "key: k.1, text: look}, {clause: K, key: k.2, text: listen}]}\n"
    "  - {clause: L, title: t, work: checklist, every: special, subsystem: y, checklist: [{clause: "
    "M, key: m.1, text: walk}]}\n"
    "  - {clause: N, title: t, work: backup, every: week}\n"
    "posts:\n"
    "  - {clause: O, row: 1, role: lead, headcount: 3, onsite_min: 1}\n"
    "licences:\n"
    "  - {clause: P, network: inner, rows: [{client: server, class: server, points: 5}, {client: "
    "desk, class: terminal, points: 7, clause: R, aliases: [desktop]}]}\n"
    "steps:\n"
    "  - {clause: T, service: S1, step: begin, important: true}\n"
    "  - {clause: T2, service: S1, step: end}\n"
    "deliverables:\n"
    "  - {clause: U, title: 《A》, service: S1, same_as: V}\n"
    "  - {clause: V, title: 《A》, service: S1, listed: true}\n"
    "  - {clause: W, title: plan}\n"
    "  - {clause: X, title: both, titles: [《B》, 《A》, c]}\n"
    "contradictions:\n"
    "  - {topic: staffing, clauses: [F, G], about: heads, says: [one, two], service: S1, field: "
    "headcount, values: [1, 2]}\n"
    "  - {topic: units, clauses: [F, H], about: units, says: [a, b]}\n";

#define Q(rest) "{\"pack\":\"t\"," rest "}"

static const struct question ANSWERS[] = {
    { "a system without a team", "pack.query", Q("\"of\":\"system\""),
      "{\"list\":[{\"serial\":1,\"name\":\"one\",\"team\":\"The North\",\"grade\":3,\"clause\":"
      "\"A\"},{\"serial\":2,\"team\":null}]}" },
    { "a system by another name", "pack.query", Q("\"of\":\"system\",\"where\":{\"name\":\"uno\"}"),
      "{\"list\":[{\"serial\":1}]}" },
    { "every limit of every clock, but remote ones", "pack.query", Q("\"of\":\"sla_limit\""),
      "{\"list\":[{\"clause\":\"B\",\"event\":\"respond\",\"limit_minutes\":30},{\"clause\":\"B\","
      "\"event\":\"onsite\",\"limit_minutes\":120},{\"clause\":\"B\",\"event\":\"onsite\","
      "\"limit_minutes\":240},{\"clause\":\"D\",\"event\":\"respond\",\"limit_minutes\":60}]}" },
    { "key figures", "pack.query", Q("\"of\":\"kpi\""),
      "{\"list\":[{\"row\":\"1\",\"type\":\"numeric\",\"op\":\"<=\"},{\"type\":\"none_means_"
      "zero\",\"op\":null},{\"type\":\"qualitative\",\"op\":null}]}" },
    { "contradictions", "pack.query", Q("\"of\":\"contradiction\""),
      "{\"list\":[{\"topic\":\"staffing\",\"service\":\"S1\",\"field\":\"headcount\",\"values\":"
      "[1,2],\"clauses\":[\"F\",\"G\"]},{\"service\":null,\"field\":null,\"values\":[]}]}" },
    { "contradictions of a clause", "pack.query",
      Q("\"of\":\"contradiction\",\"where\":{\"clauses\":\"H\"}"), "{\"count\":1}" },
    { "items with the period and part of their list", "pack.query", Q("\"of\":\"checklist_item\""),
      "{\"list\":[{\"clause\":\"K\",\"key\":\"k.1\",\"text\":\"look\",\"subsystem\":\"x\","
      "\"period\":\"daily\"},{\"key\":\"k.2\"},{\"key\":\"m.1\",\"period\":\"special\"}]}" },
    { "posts", "pack.query", Q("\"of\":\"post\",\"sum\":\"headcount\""),
      "{\"sum\":3,\"list\":[{\"row\":1,\"role\":\"lead\",\"onsite_min\":1}]}" },
    { "services", "pack.query", Q("\"of\":\"service\",\"sum\":\"quantity\""),
      "{\"count\":2,\"sum\":2,\"list\":[{\"service\":\"S1\",\"line\":1,\"frequency\":null},"
      "{\"category\":\"c\",\"quantity\":null,\"frequency\":\"often\"}]}" },
    { "a service by another name", "pack.query",
      Q("\"of\":\"service\",\"where\":{\"name\":\"guard\"}"),
      "{\"count\":1,\"list\":[{\"service\":\"S1\"}]}" },
    { "licences", "pack.query", Q("\"of\":\"licence\",\"by\":\"network\",\"sum\":\"points\""),
      "{\"sum\":12,\"groups\":{\"inner\":12},\"list\":[{\"clause\":\"P\",\"class\":\"server\"},"
      "{\"clause\":\"R\",\"client\":\"desk\"}]}" },
    { "a client by another name", "pack.query",
      Q("\"of\":\"licence\",\"where\":{\"client\":\"desktop\"}"),
      "{\"count\":1,\"list\":[{\"points\":7}]}" },
    { "another client's name", "pack.query",
      Q("\"of\":\"licence\",\"where\":{\"client\":\"server\"}"), "{\"count\":1}" },
    { "steps", "pack.query", Q("\"of\":\"indicator\",\"where\":{\"important\":true}"),
      "{\"count\":1,\"list\":[{\"service\":\"S1\",\"step\":\"begin\"}]}" },
    { "titles stand once, with the row that counts them", "pack.query", Q("\"of\":\"title\""),
      "{\"list\":[{\"title\":\"《A》\",\"clause\":\"V\",\"service\":\"S1\",\"listed\":true},"
      "{\"title\":\"《B》\",\"clause\":\"X\",\"service\":null,\"listed\":false}]}" },
    { "a kind the pack has no entry of", "pack.query", Q("\"of\":\"phase\",\"sum\":\"limit\""),
      "{\"count\":0,\"sum\":0}" },
    { "a phase without a limit", "pack.query", Q("\"of\":\"phase\",\"where\":{\"phase\":\"x\"}"),
      "{\"count\":0}" },
};

static void test_answers(void **state)
{
    fixture_extra(*state, SECTIONS);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* A kind knows its fields also where a pack has no entry of it. */
static void test_fields(void **state)
{
    (void)state;
    assert_true(query_has_field("kpi", "op"));
    assert_false(query_has_field("kpi", "grade"));
    assert_false(query_has_field("song", "op"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_fields),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
