/* Questions to service.fulfil: how records fill slots, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"

#include "rules_fixture.h"

static const char PACK[] =
    "readings:\n  - {name: out, about: a}\n  - {name: many, about: a}\n"
    "  - {name: quarter, value: calendar, one_of: [calendar, contract], about: a}\n"
    "units: {prefix: B, count: 3, clause: U, excluded: out, count_from: many}\n"
    "recurring:\n"
    "  - {clause: R1, title: visit, work: service, times: 4, per: year, spread: quarter, units: "
    "2}\n"
    "  - {clause: R2, title: talk, work: service, times: 2, per: year, bound: minimum}\n"
    "  - {clause: R3, title: help, work: service, times: 2, per: year, bound: quota, substitutes: "
    "true}\n"
    "  - {clause: R4, title: ask, work: service, on_demand: true}\n"
    "  - {clause: R5, title: test, work: service, every: year, units: {named: true, count: 2}}\n"
    "  - {clause: R6, title: day, work: service, every: day}\n"
    "  - {clause: R6, title: week, work: service, every: week}\n"
    "  - {clause: R7, title: day, work: service, every: day, units: 3}\n"
    "  - {clause: R8, title: help, work: service, times: 2, per: year, bound: quota}\n"
    "  - {clause: R9, title: one, work: service, every: year, units: 1}\n";

#define YEAR(clause, rest)                                                                         \
    "{\"pack\":\"t\",\"clause\":\"" clause "\",\"from\":\"2030-01-01\",\"to\":\"2030-12-31\"" rest \
    "}"
#define REFUSED(name) "{\"error\":{\"code\":\"invalid\",\"field\":\"" name "\"}}"

static const struct question ANSWERS[] = {
    { "slot by slot, then unit by unit", "service.fulfil",
      YEAR("R1",
           ",\"as_of\":\"2030-07-01\",\"units\":[\"x\",\"y\"],\"records\":[{\"on\":\"2030-01-"
           "15\",\"unit\":\"y\"},{\"on\":\"2030-03-31\",\"unit\":\"y\"},{\"on\":\"2030-07-01\","
           "\"unit\":\"x\"},{\"on\":\"2031-01-01\",\"unit\":\"x\"}]"),
      "{\"due\":4,\"satisfied\":1,\"shortfall\":3,\"percent\":\"25.00\",\"complete\":false,"
      "\"overdue\":[{\"unit\":\"x\",\"slot\":\"Q1\"},{\"unit\":\"x\",\"slot\":\"Q2\"},{\"unit\":"
      "\"y\",\"slot\":\"Q2\"}],\"surplus\":[{\"unit\":\"y\",\"slot\":\"Q1\"}],\"slots\":[{\"slot\":"
      "\"Q1\",\"from\":\"2030-01-01\",\"to\":\"2030-03-31\"},{\"slot\":\"Q2\"},{\"slot\":\"Q3\"},{"
      "\"slot\":\"Q4\",\"to\":\"2030-12-31\"}],\"placed\":[{\"record\":0,\"slot\":\"Q1\"},{"
      "\"record\":1,\"slot\":\"Q1\"},{\"record\":2,\"slot\":\"Q3\"},{\"record\":3,\"slot\":null}],"
      "\"quota\":null,\"used\":null,\"over\":null,\"substitutes\":null,\"open\":[]}" },
    { "the same in another order", "service.fulfil",
      YEAR("R1",
           ",\"as_of\":\"2030-07-01\",\"units\":[\"x\",\"y\"],\"records\":[{\"on\":\"2031-01-"
           "01\",\"unit\":\"x\"},{\"on\":\"2030-07-01\",\"unit\":\"x\"},{\"on\":\"2030-03-31\","
           "\"unit\":\"y\"},{\"on\":\"2030-01-15\",\"unit\":\"y\"}]"),
      "{\"due\":4,\"satisfied\":1,\"overdue\":[{\"unit\":\"x\",\"slot\":\"Q1\"},{\"unit\":\"x\","
      "\"slot\":\"Q2\"},{\"unit\":\"y\",\"slot\":\"Q2\"}],\"surplus\":[{\"unit\":\"y\",\"slot\":"
      "\"Q1\"}]}" },
    { "on the last day of a slot it is not due yet", "service.fulfil",
      YEAR("R1", ",\"as_of\":\"2030-03-31\",\"units\":[\"x\",\"y\"]"),
      "{\"due\":0,\"satisfied\":0,\"percent\":null,\"complete\":true,\"overdue\":[]}" },
    { "the day after it is", "service.fulfil",
      YEAR("R1", ",\"as_of\":\"2030-04-01\",\"units\":[\"x\",\"y\"]"),
      "{\"due\":2,\"satisfied\":0,\"percent\":\"0.00\",\"complete\":false,\"proof\":[{\"why\":"
      "\"rule\"},{\"why\":\"range\"},{\"why\":\"reading\"},{\"why\":\"slot_filled\",\"name\":"
      "\"Q1\",\"n\":2},{\"why\":\"fulfilled\",\"n\":2}]}" },
    { "quarters of the contract", "service.fulfil",
      "{\"pack\":\"t\",\"clause\":\"R1\",\"from\":\"2030-02-10\",\"to\":\"2031-02-09\",\"units\":["
      "\"x\"],\"readings\":{\"quarter\":\"contract\"},\"records\":[{\"on\":\"2030-05-09\",\"unit\":"
      "\"x\"},{\"on\":\"2030-05-10\",\"unit\":\"x\"}]}",
      "{\"due\":4,\"satisfied\":2,\"placed\":[{\"slot\":\"Q1\"},{\"slot\":\"Q2\"}],\"slots\":[{"
      "\"from\":\"2030-02-10\",\"to\":\"2030-05-09\"},{},{},{\"slot\":\"Q4\",\"from\":\"2030-11-"
      "10\","
      "\"to\":\"2031-02-09\"}],\"proof\":[{\"why\":\"rule\"},{\"why\":\"range\"},{\"why\":"
      "\"reading\","
      "\"name\":\"contract\"},{\"why\":\"slot_filled\",\"name\":\"Q1\",\"n\":1,\"m\":1},{},{},{"
      "\"why\":\"slot_filled\",\"name\":\"Q4\",\"n\":1},{\"why\":\"fulfilled\",\"n\":4,\"m\":2}]"
      "}" },
    { "calendar quarters are cut to the range", "service.fulfil",
      "{\"pack\":\"t\",\"clause\":\"R1\",\"from\":\"2030-02-10\",\"to\":\"2031-02-09\",\"as_of\":"
      "\"2031-02-10\",\"units\":[\"x\"],\"records\":[{\"on\":\"2030-02-09\",\"unit\":\"x\"}]}",
      "{\"due\":5,\"satisfied\":0,\"slots\":[{\"slot\":\"Q1\",\"from\":\"2030-02-10\"},{},{},{},{"
      "\"slot\":\"Q1\",\"to\":\"2031-02-09\"}],\"placed\":[{\"slot\":null}]}" },
    { "the pack's units", "service.fulfil", YEAR("R1", ",\"readings\":{\"out\":\"B02\"}"),
      "{\"due\":8,\"overdue\":[{\"unit\":\"B01\",\"slot\":\"Q1\"},{\"unit\":\"B03\"},{},{},{},{},{}"
      ","
      "{\"unit\":\"B03\",\"slot\":\"Q4\"}]}" },
    { "all of the pack's units", "service.fulfil",
      "{\"pack\":\"t\",\"clause\":\"R7\",\"from\":\"2030-01-01\",\"to\":\"2030-01-01\"}",
      "{\"due\":3,\"overdue\":[{\"unit\":\"B01\",\"slot\":\"2030-01-01\"},{},{\"unit\":\"B03\"}]"
      "}" },
    { "work for the unit outside is surplus", "service.fulfil",
      YEAR("R1",
           ",\"units\":[\"x\",\"z\"],\"readings\":{\"out\":\"z\"},\"records\":[{\"on\":\"2030-"
           "05-01\",\"unit\":\"z\"}]"),
      "{\"due\":4,\"satisfied\":0,\"surplus\":[{\"unit\":\"z\",\"slot\":\"Q2\"}]}" },
    { "another number of units", "service.fulfil",
      YEAR("R1", ",\"units\":[\"w\",\"x\",\"y\",\"z\"],\"readings\":{\"many\":4}"),
      "{\"due\":16}" },
    { "twice a year", "service.fulfil",
      YEAR("R2",
           ",\"records\":[{\"on\":\"2030-01-01\",\"closed\":true,\"unit\":null},{\"on\":\"2030-"
           "01-01\"},{\"on\":\"2030-12-31\"},{\"on\":\"2030-12-31\"}]"),
      "{\"due\":2,\"satisfied\":2,\"percent\":\"100.00\",\"complete\":true,\"surplus\":[{\"unit\":"
      "null,\"slot\":\"Y1\"},{\"unit\":null,\"slot\":\"Y1\"}],\"slots\":[{\"slot\":\"Y1\"},{"
      "\"slot\":\"Y1\"}]}" },
    { "two years", "service.fulfil",
      "{\"pack\":\"t\",\"clause\":\"R2\",\"from\":\"2030-01-01\",\"to\":\"2031-12-31\",\"records\":"
      "[{"
      "\"on\":\"2031-01-01\"}]}",
      "{\"due\":4,\"satisfied\":1,\"overdue\":[{\"slot\":\"Y1\"},{\"slot\":\"Y1\"},{\"slot\":"
      "\"Y2\"}]"
      "}" },
    { "named units", "service.fulfil",
      YEAR("R5", ",\"units\":[\"x\",\"y\"],\"records\":[{\"on\":\"2030-01-01\",\"unit\":\"y\"}]"),
      "{\"due\":2,\"satisfied\":1,\"percent\":\"50.00\",\"overdue\":[{\"unit\":\"x\",\"slot\":"
      "\"Y1\"}"
      "]}" },
    { "quota", "service.fulfil",
      YEAR("R3", ",\"records\":[{\"on\":\"2030-01-01\",\"closed\":false},{\"on\":\"2031-01-01\"}]"),
      "{\"quota\":2,\"used\":1,\"over\":0,\"substitutes\":1,\"open\":[0],\"due\":null,"
      "\"satisfied\":"
      "null,\"shortfall\":null,\"percent\":null,\"complete\":null,\"overdue\":[],\"surplus\":[],"
      "\"placed\":[{\"slot\":\"Y1\"},{\"slot\":null}]}" },
    { "quota year by year", "service.fulfil",
      "{\"pack\":\"t\",\"clause\":\"R3\",\"from\":\"2030-01-01\",\"to\":\"2031-12-31\",\"records\":"
      "[{"
      "\"on\":\"2030-01-01\"},{\"on\":\"2030-01-02\"},{\"on\":\"2030-01-03\"},{\"on\":\"2031-01-"
      "03\","
      "\"closed\":true}]}",
      "{\"quota\":4,\"used\":4,\"over\":1,\"substitutes\":1,\"open\":[]}" },
    { "quota without substitutes", "service.fulfil", YEAR("R8", ""),
      "{\"quota\":2,\"used\":0,\"substitutes\":null,\"proof\":[{\"why\":\"rule\"},{\"why\":"
      "\"range\"},{\"why\":\"quota\",\"n\":2}]}" },
    { "outside the service period", "service.fulfil",
      "{\"pack\":\"rsj-2022\",\"clause\":\"RSJ-141\",\"from\":\"2023-01-01\",\"to\":\"2023-12-"
      "31\"}",
      "{\"due\":0,\"slots\":[],\"percent\":null}" },
    { "unknown clause", "service.fulfil", YEAR("R0", ""), REFUSED("clause") },
    { "two of three are more than one", "service.fulfil",
      YEAR("R9", ",\"readings\":{\"out\":\"B01\"}"), REFUSED("units") },
    { "no clause", "service.fulfil",
      "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-01-01\"}", REFUSED("clause") },
    { "no beginning", "service.fulfil", "{\"pack\":\"t\",\"clause\":\"R2\",\"to\":\"2030-01-01\"}",
      REFUSED("from") },
    { "no end", "service.fulfil", "{\"pack\":\"t\",\"clause\":\"R2\",\"from\":\"2030-01-01\"}",
      REFUSED("to") },
    { "clause without a number", "service.fulfil", YEAR("R4", ""), REFUSED("clause") },
    { "clause with two recurrences", "service.fulfil", YEAR("R6", ""), REFUSED("clause") },
    { "which unit is outside", "service.fulfil", YEAR("R1", ""), REFUSED("readings.out") },
    { "too many units", "service.fulfil", YEAR("R1", ",\"units\":[\"w\",\"x\",\"y\"]"),
      REFUSED("readings.out") },
    { "still too many", "service.fulfil",
      YEAR("R1", ",\"units\":[\"w\",\"x\",\"y\"],\"readings\":{\"out\":\"z\"}"), REFUSED("units") },
    { "more than all", "service.fulfil", YEAR("R7", ",\"units\":[\"w\",\"x\",\"y\",\"z\"]"),
      REFUSED("units") },
    { "named units are missing", "service.fulfil", YEAR("R5", ""), REFUSED("units") },
    { "too many named units", "service.fulfil", YEAR("R5", ",\"units\":[\"x\",\"y\",\"z\"]"),
      REFUSED("units") },
    { "units of a clause that has none", "service.fulfil", YEAR("R2", ",\"units\":[\"x\"]"),
      REFUSED("units") },
    { "no units", "service.fulfil", YEAR("R1", ",\"units\":[]"), REFUSED("units") },
    { "unit twice", "service.fulfil", YEAR("R1", ",\"units\":[\"x\",\"x\"]"), REFUSED("units") },
    { "unit as number", "service.fulfil", YEAR("R1", ",\"units\":[1]"), REFUSED("units") },
    { "unit without name", "service.fulfil", YEAR("R1", ",\"units\":[\"\"]"), REFUSED("units") },
    { "number of units in words", "service.fulfil",
      YEAR("R1", ",\"units\":[\"x\"],\"readings\":{\"many\":\"x\"}"), REFUSED("readings.many") },
    { "too many slots", "service.fulfil",
      "{\"pack\":\"t\",\"clause\":\"R7\",\"from\":\"1900-01-01\",\"to\":\"2170-01-01\"}",
      REFUSED("to") },
    { "units and day left out", "service.fulfil", YEAR("R2", ",\"units\":null,\"as_of\":null"),
      "{\"due\":2}" },
    { "the first of two records is wrong", "service.fulfil",
      YEAR("R2", ",\"records\":[{\"on\":1},{\"on\":2}]"), REFUSED("records[0].on") },
    { "record as text", "service.fulfil", YEAR("R2", ",\"records\":[\"x\"]"),
      REFUSED("records[0]") },
    { "record without a day", "service.fulfil", YEAR("R2", ",\"records\":[{}]"),
      REFUSED("records[0].on") },
    { "no such day", "service.fulfil", YEAR("R2", ",\"records\":[{\"on\":\"2030-02-29\"}]"),
      REFUSED("records[0].on") },
    { "unknown field of a record", "service.fulfil",
      YEAR("R2", ",\"records\":[{\"on\":\"2030-02-28\"},{\"on\":\"2030-02-28\",\"by\":\"x\"}]"),
      REFUSED("records[1].by") },
    { "record of no unit", "service.fulfil",
      YEAR("R1", ",\"units\":[\"x\"],\"records\":[{\"on\":\"2030-02-28\"}]"),
      REFUSED("records[0].unit") },
    { "record of another unit", "service.fulfil",
      YEAR("R1", ",\"units\":[\"x\"],\"records\":[{\"on\":\"2030-02-28\",\"unit\":\"y\"}]"),
      REFUSED("records[0].unit") },
    { "record of a unit where there is none", "service.fulfil",
      YEAR("R2", ",\"records\":[{\"on\":\"2030-02-28\",\"unit\":\"y\"}]"),
      REFUSED("records[0].unit") },
    { "closed in words", "service.fulfil",
      YEAR("R2", ",\"records\":[{\"on\":\"2030-02-28\",\"closed\":\"no\"}]"),
      REFUSED("records[0].closed") },
    { "no such day as of", "service.fulfil", YEAR("R2", ",\"as_of\":\"2030-13-01\""),
      REFUSED("as_of") },
    { "ends before it begins", "service.fulfil",
      "{\"pack\":\"t\",\"clause\":\"R2\",\"from\":\"2030-01-02\",\"to\":\"2030-01-01\"}",
      REFUSED("to") },
};

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* Lists beyond the ceilings are refused by their field, whatever is in them. */
static void test_ceilings(void **state)
{
    static const struct {
        const char *field;
        size_t count;
    } LISTS[] = { { "units", 1001 }, { "records", 100001 } };
    fixture_extra(*state, PACK);
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        json_t *list = json_array();
        for (size_t k = 0; k < LISTS[i].count; k++)
            json_array_append_new(list, json_null());
        json_t *input =
            json_pack("{s:s, s:s, s:s, s:s, s:o}", "pack", "t", "clause", i == 0 ? "R1" : "R2",
                      "from", "2030-01-01", "to", "2030-01-31", LISTS[i].field, list);
        json_t *got = fixture_answer(*state, "service.fulfil", input);
        assert_string_equal(
            json_string_value(json_object_get(json_object_get(got, "error"), "field")),
            LISTS[i].field);
        json_decref(got);
        json_decref(input);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
