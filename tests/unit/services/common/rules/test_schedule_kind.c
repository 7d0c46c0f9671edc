/* Questions to schedule.count: what is selected, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"

#include "rules_fixture.h"

/* Five units, two services, every kind of work and document. */
static const char PACK[] =
    "contract: {clause: K, service: {clause: K2, from: 2030-01-01, to: 2030-12-31}}\n"
    "readings:\n  - {name: out, about: a}\n  - {name: many, about: a}\n"
    "  - {name: week, value: calendar, one_of: [calendar, rolling], about: a}\n"
    "  - {name: quarter, value: calendar, one_of: [calendar, contract], about: a}\n"
    "  - {name: reports, value: per_occurrence, one_of: [per_occurrence, aggregated], about: a}\n"
    "units: {prefix: B, count: 5, clause: U, excluded: out, count_from: many}\n"
    "services:\n  - {code: A1, clause: S, name: n}\n  - {code: A2, clause: S, name: m}\n"
    "recurring:\n"
    "  - {clause: R-3, title: visit, work: service, service: A1, times: 4, per: year, spread: "
    "quarter, units: 4}\n"
    "  - {clause: R-4, title: talk, work: service, service: A1, times: 2, per: year, units: 5, "
    "bound: minimum}\n"
    "  - {clause: R-5, title: help, work: service, service: A2, times: 3, per: year, bound: "
    "quota}\n"
    "  - {clause: R-6, title: ask, work: service, on_demand: true}\n"
    "  - {clause: R-7, title: watch, work: service, continuous: true}\n"
    "  - {clause: R-8, title: look, work: checklist, part: p, subsystem: s, every: week, also: "
    "[R-9], checklist: [{clause: I-1, key: a, text: a}, {clause: I-2, key: b, text: b}]}\n"
    "  - {clause: R-2, title: copy, work: backup, every: day}\n"
    "  - {clause: R-2, title: take away, work: backup, every: week, on: saturday}\n"
    "  - {clause: R-10, title: look again, work: checklist, every: week, same_as: R-8}\n"
    "  - {clause: R-11, title: three, work: service, every: year, units: {named: true, count: 3}}\n"
    "  - {clause: R-12, title: patrol, work: routine, every: special}\n"
    "  - {clause: R-13, title: duty, work: routine, every: day, days: working}\n"
    "deliverables:\n"
    "  - {clause: D-1, title: plan, part: o, listed: true, also: [D-10]}\n"
    "  - {clause: D-2, title: of systems, per: system}\n"
    "  - {clause: D-3, title: of services, per: service}\n"
    "  - {clause: D-4, title: of visits, per: occurrence, of: R-3, service: A1}\n"
    "  - {clause: D-5, title: month, every: month, part: q, subsystem: s2, bound: minimum}\n"
    "  - {clause: D-6, title: month, every: month, part: p, same_as: D-5}\n"
    "  - {clause: D-7, title: case, per: case}\n  - {clause: D-8, title: request, per: request}\n"
    "  - {clause: D-9, title: two, titles: [x, y], per: training}\n";

#define ASK(select)                                                                                \
    "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-12-31\",\"select\":" select "}"
#define ASK_READ(select, readings)                                                                 \
    "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-12-31\",\"select\":" select             \
    ",\"readings\":" readings "}"
#define REFUSED(name) "{\"error\":{\"code\":\"invalid\",\"field\":\"" name "\"}}"

static const struct question ANSWERS[] = {
    { "by service, in clause order", "schedule.count", ASK("{\"service\":\"A1\"}"),
      "{\"instances\":42,\"quota\":0,\"kinds\":3,\"items\":0,\"remainder_days\":null,\"rows\":["
      "{\"clause\":\"D-4\",\"units\":4,\"instances\":16,\"period\":\"quarterly\"},"
      "{\"clause\":\"R-3\",\"units\":4,\"instances\":16,\"bound\":\"plan\"},"
      "{\"clause\":\"R-4\",\"units\":5,\"instances\":10,\"bound\":\"minimum\"}]}" },
    { "reports in one", "schedule.count",
      ASK_READ("{\"clause\":\"D-4\"}", "{\"reports\":\"aggregated\"}"),
      "{\"instances\":1,\"rows\":[{\"units\":null,\"period\":\"once\"}]}" },
    { "quota", "schedule.count", ASK("{\"bound\":\"quota\"}"),
      "{\"instances\":0,\"quota\":3,\"kinds\":1,\"rows\":[{\"units\":null,\"bound\":\"quota\"}]}" },
    { "no number plans nothing", "schedule.count", ASK("{\"kind\":\"service\",\"service\":null}"),
      "{\"kinds\":3,\"instances\":26}" },
    { "items", "schedule.count", ASK("{\"kind\":\"checklist\"}"),
      "{\"kinds\":1,\"instances\":53,\"items\":106}" },
    { "one item", "schedule.count", ASK("{\"clause\":[\"I-2\"]}"),
      "{\"kinds\":1,\"instances\":53,\"items\":53}" },
    { "said again elsewhere", "schedule.count", ASK("{\"clause\":\"R-9\"}"),
      "{\"kinds\":1,\"items\":106}" },
    { "counted elsewhere", "schedule.count", ASK("{\"clause\":[\"R-10\",\"D-6\"]}"),
      "{\"kinds\":0,\"instances\":0,\"rows\":[]}" },
    { "rolling weeks", "schedule.count",
      ASK_READ("{\"clause\":[\"R-8\",\"R-2\"]}", "{\"week\":\"rolling\"}"),
      "{\"remainder_days\":1,\"instances\":469}" },
    { "a weekday is no rolling week", "schedule.count",
      ASK_READ("{\"clause\":\"R-2\",\"period\":\"weekly\"}", "{\"week\":\"rolling\"}"),
      "{\"remainder_days\":null,\"instances\":52}" },
    { "two rows of a clause keep their order", "schedule.count", ASK("{\"kind\":\"backup\"}"),
      "{\"rows\":[{\"title\":\"copy\",\"instances\":365},{\"title\":\"take "
      "away\",\"instances\":52}]}" },
    { "named units by clause alone", "schedule.count", ASK("{\"clause\":\"R-11\"}"),
      "{\"instances\":3,\"rows\":[{\"units\":3}]}" },
    { "named units are not the pack's", "schedule.count",
      ASK("{\"clause\":\"R-11\",\"unit\":\"B01\"}"), "{\"kinds\":0}" },
    { "unpublished year", "schedule.count", ASK("{\"clause\":[\"R-12\",\"R-13\"]}"),
      "{\"provisional\":true,\"instances\":261}" },
    { "documents", "schedule.count", ASK("{\"kind\":\"deliverable\"}"),
      "{\"kinds\":6,\"instances\":34}" },
    { "systems", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-12-31\",\"systems\":7,\"select\":{"
      "\"clause\":\"D-2\"}}",
      "{\"instances\":7}" },
    { "no systems", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-12-31\",\"systems\":0,\"select\":{"
      "\"clause\":\"D-2\"}}",
      "{\"instances\":0}" },
    { "systems of the pack", "schedule.count",
      "{\"pack\":\"yifen-2026\",\"from\":\"2026-03-16\",\"to\":\"2026-12-31\",\"select\":{"
      "\"clause\":"
      "\"YF-071\"}}",
      "{\"instances\":39}" },
    { "listed", "schedule.count", ASK("{\"listed\":true}"), "{\"kinds\":1}" },
    { "not listed", "schedule.count", ASK("{\"listed\":false}"), "{\"kinds\":5}" },
    { "a document said again", "schedule.count", ASK("{\"clause\":\"D-10\"}"),
      "{\"instances\":1}" },
    { "part", "schedule.count", ASK("{\"part\":[\"p\",\"q\"]}"), "{\"kinds\":2,\"instances\":65}" },
    { "subsystem", "schedule.count", ASK("{\"subsystem\":\"s\"}"), "{\"kinds\":1}" },
    { "kinds", "schedule.count", ASK("{\"kind\":[\"backup\",\"routine\"]}"), "{\"kinds\":4}" },
    { "bounds", "schedule.count", ASK("{\"bound\":[\"minimum\",\"quota\"]}"),
      "{\"kinds\":3,\"instances\":22,\"quota\":3}" },
    { "periods", "schedule.count", ASK("{\"period\":[\"monthly\",\"special\",\"daily\"]}"),
      "{\"kinds\":4}" },
    { "one unit", "schedule.count", ASK_READ("{\"unit\":\"B02\"}", "{\"out\":\"B05\"}"),
      "{\"instances\":10,\"kinds\":3,\"rows\":[{\"units\":1,\"instances\":4},{},{\"units\":1,"
      "\"instances\":2}]}" },
    { "the unit outside", "schedule.count", ASK_READ("{\"unit\":\"B05\"}", "{\"out\":\"B05\"}"),
      "{\"instances\":2,\"kinds\":1}" },
    { "a row of all needs no reading", "schedule.count",
      ASK("{\"clause\":\"R-4\",\"unit\":[\"B01\",\"B01\",\"B05\"]}"), "{\"instances\":4}" },
    { "another number of units", "schedule.count",
      ASK_READ("{\"clause\":[\"R-3\",\"R-4\"]}", "{\"many\":7}"), "{\"instances\":42}" },
    { "no units", "schedule.count", ASK_READ("{\"clause\":\"R-4\"}", "{\"many\":0}"),
      "{\"instances\":0,\"kinds\":1,\"rows\":[{\"units\":0}]}" },
    { "more units than are named", "schedule.count",
      ASK_READ("{\"clause\":\"R-3\",\"unit\":\"B05\"}", "{\"many\":7}"), "{\"instances\":4}" },
    { "clipped", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2029-01-01\",\"to\":\"2031-12-31\",\"select\":{\"period\":"
      "\"quarterly\",\"kind\":\"service\"}}",
      "{\"instances\":16,\"proof\":[{\"why\":\"range_clipped\",\"clause\":\"K2\",\"from\":\"2030-"
      "01-"
      "01\",\"to\":\"2030-12-31\",\"n\":365},{\"why\":\"reading\",\"reading\":\"quarter\"},{"
      "\"why\":"
      "\"rule\"},{\"why\":\"slots\",\"n\":4,\"m\":1},{\"why\":\"units\",\"n\":4},{\"why\":"
      "\"instances\",\"n\":16}]}" },
    { "outside the service period", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2031-01-01\",\"to\":\"2031-12-31\"}",
      "{\"instances\":0,\"quota\":0,\"remainder_days\":null}" },
    { "outside in rolling weeks", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2031-01-01\",\"to\":\"2031-12-31\",\"readings\":{\"week\":"
      "\"rolling\"}}",
      "{\"instances\":0,\"remainder_days\":0}" },
    { "whole rolling weeks", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-01-14\",\"select\":{\"clause\":\"R-"
      "8\"},"
      "\"readings\":{\"week\":\"rolling\"}}",
      "{\"instances\":2,\"remainder_days\":0}" },
    { "holidays in the proof", "schedule.count",
      "{\"pack\":\"rsj-2022\",\"from\":\"2022-09-01\",\"to\":\"2022-09-30\",\"select\":{\"clause\":"
      "\"RSJ-202\"}}",
      "{\"instances\":3,\"provisional\":false,\"proof\":[{\"why\":\"range\"},{\"why\":\"around_"
      "holiday\",\"name\":\"中秋节\",\"from\":\"2022-09-10\",\"to\":\"2022-09-12\"},{\"why\":"
      "\"around_holiday\",\"name\":\"国庆节\"},{\"why\":\"rule\"},{\"why\":\"slots\"},{\"why\":"
      "\"instances\",\"n\":3,\"m\":6}]}" },
    { "instants are days of the zone", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-01-31T16:00:00Z\",\"to\":\"2030-02-01\",\"select\":{"
      "\"clause\":"
      "\"R-2\",\"period\":\"daily\"}}",
      "{\"instances\":1}" },
    { "year from another day", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-12-31\",\"start\":\"2029-07-01\","
      "\"select\":{\"clause\":\"R-4\"}}",
      "{\"instances\":20}" },
    { "no units in the other's pack", "schedule.count",
      "{\"pack\":\"minhang-2024\",\"from\":\"2024-09-01\",\"to\":\"2024-12-07\",\"select\":{"
      "\"unit\":"
      "\"U01\"}}",
      REFUSED("select.unit") },
    { "clause of the register", "schedule.count",
      "{\"pack\":\"sfj-2024\",\"from\":\"2025-01-01\",\"to\":\"2025-12-31\",\"select\":{\"clause\":"
      "\"SFJ-001\"}}",
      "{\"instances\":0,\"kinds\":0,\"rows\":[]}" },
    { "clause beyond the register", "schedule.count",
      "{\"pack\":\"sfj-2024\",\"from\":\"2025-01-01\",\"to\":\"2025-12-31\",\"select\":{\"clause\":"
      "\"SFJ-999\"}}",
      REFUSED("select.clause") },
    { "clause zero", "schedule.count",
      "{\"pack\":\"sfj-2024\",\"from\":\"2025-01-01\",\"to\":\"2025-12-31\",\"select\":{\"clause\":"
      "\"SFJ-000\"}}",
      REFUSED("select.clause") },
    { "clause without number", "schedule.count",
      "{\"pack\":\"sfj-2024\",\"from\":\"2025-01-01\",\"to\":\"2025-12-31\",\"select\":{\"clause\":"
      "\"SFJ-x\"}}",
      REFUSED("select.clause") },
    { "clause without dash", "schedule.count",
      "{\"pack\":\"sfj-2024\",\"from\":\"2025-01-01\",\"to\":\"2025-12-31\",\"select\":{\"clause\":"
      "\"SFJ001\"}}",
      REFUSED("select.clause") },
    { "unit without the reading", "schedule.count", ASK("{\"unit\":\"B02\"}"),
      REFUSED("readings.out") },
    { "unit outside that is none", "schedule.count",
      ASK_READ("{\"unit\":\"B02\"}", "{\"out\":\"B06\"}"), REFUSED("readings.out") },
    { "unit of a row that leaves several out", "schedule.count",
      ASK_READ("{\"clause\":\"R-4\",\"unit\":\"B02\"}", "{\"many\":3}"), REFUSED("select.unit") },
    { "number of units in words", "schedule.count",
      ASK_READ("{\"clause\":\"R-4\"}", "{\"many\":\"some\"}"), REFUSED("readings.many") },
    { "fewer than no units", "schedule.count", ASK_READ("{\"clause\":\"R-4\"}", "{\"many\":-1}"),
      REFUSED("readings.many") },
    { "too many units", "schedule.count", ASK_READ("{\"clause\":\"R-4\"}", "{\"many\":10001}"),
      REFUSED("readings.many") },
    { "unknown reading", "schedule.count", ASK_READ("{}", "{\"moon\":\"full\"}"),
      REFUSED("readings.moon") },
    { "unknown criterion", "schedule.count", ASK("{\"colour\":\"red\"}"),
      REFUSED("select.colour") },
    { "part of the first document", "schedule.count", ASK("{\"part\":\"o\"}"), "{\"kinds\":1}" },
    { "subsystem of a document", "schedule.count", ASK("{\"subsystem\":[\"s2\",\"s\"]}"),
      "{\"kinds\":2}" },
    { "systems left out", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-12-31\",\"systems\":null,\"select\":{"
      "\"clause\":\"D-2\"}}",
      "{\"instances\":1}" },
    { "clause of another register", "schedule.count",
      "{\"pack\":\"sfj-2024\",\"from\":\"2025-01-01\",\"to\":\"2025-12-31\",\"select\":{\"clause\":"
      "\"RSJ-001\"}}",
      REFUSED("select.clause") },
    { "the first of two is wrong", "schedule.count",
      ASK("{\"kind\":\"party\",\"period\":\"daily\"}"), REFUSED("select.kind") },
    { "unknown kind", "schedule.count", ASK("{\"kind\":\"party\"}"), REFUSED("select.kind") },
    { "kind as number", "schedule.count", ASK("{\"kind\":[1]}"), REFUSED("select.kind") },
    { "no kind", "schedule.count", ASK("{\"kind\":[]}"), REFUSED("select.kind") },
    { "unknown period", "schedule.count", ASK("{\"period\":\"once\"}"), REFUSED("select.period") },
    { "unknown bound", "schedule.count", ASK("{\"bound\":\"most\"}"), REFUSED("select.bound") },
    { "unknown part", "schedule.count", ASK("{\"part\":\"z\"}"), REFUSED("select.part") },
    { "unknown subsystem", "schedule.count", ASK("{\"subsystem\":\"z\"}"),
      REFUSED("select.subsystem") },
    { "unknown service", "schedule.count", ASK("{\"service\":\"A3\"}"), REFUSED("select.service") },
    { "unknown unit", "schedule.count", ASK("{\"unit\":\"B06\"}"), REFUSED("select.unit") },
    { "unknown clause", "schedule.count", ASK("{\"clause\":\"X\"}"), REFUSED("select.clause") },
    { "clause as number", "schedule.count", ASK("{\"clause\":[3]}"), REFUSED("select.clause") },
    { "no clause", "schedule.count", ASK("{\"clause\":[]}"), REFUSED("select.clause") },
    { "listed in words", "schedule.count", ASK("{\"listed\":\"yes\"}"), REFUSED("select.listed") },
    { "unknown pack", "schedule.count",
      "{\"pack\":\"none\",\"from\":\"2030-01-01\",\"to\":\"2030-01-01\"}", REFUSED("pack") },
    { "no beginning", "schedule.count", "{\"pack\":\"t\",\"to\":\"2030-01-01\"}", REFUSED("from") },
    { "no end", "schedule.count", "{\"pack\":\"t\",\"from\":\"2030-01-01\"}", REFUSED("to") },
    { "no pack", "schedule.count", "{\"from\":\"2030-01-01\",\"to\":\"2030-01-01\"}",
      REFUSED("pack") },
    { "no such day", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-02-30\",\"to\":\"2030-03-01\"}", REFUSED("from") },
    { "ends before it begins", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-02-02\",\"to\":\"2030-02-01\"}", REFUSED("to") },
    { "starts after it begins", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-02-02\",\"to\":\"2030-03-01\",\"start\":\"2030-02-03\"}",
      REFUSED("start") },
    { "fewer than no systems", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-02-02\",\"to\":\"2030-03-01\",\"systems\":-1}",
      REFUSED("systems") },
    { "too many systems", "schedule.count",
      "{\"pack\":\"t\",\"from\":\"2030-02-02\",\"to\":\"2030-03-01\",\"systems\":1000001}",
      REFUSED("systems") },
};

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
