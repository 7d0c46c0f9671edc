/* What each person must have or be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

static const char PACK[] =
    "scales:\n"
    "  - {fact: education, words: [low, mid, high]}\n"
    "persons:\n"
    "  - {clause: B1, title: t, role: lead, years: \">= 5\", education: mid, job_title: [x, y], "
    "certificates: [C]}\n"
    "  - {clause: B2, title: t, role: guard, years: \"> 3\"}\n"
    "  - {clause: B3, services: [S1, S2], manufacturer_staff: true}\n"
    "  - {clause: B4, replaces: same_qualification, approved: true, also: [B40]}\n"
    "  - {clause: B5, certified: true, evidence: [P]}\n"
    "  - {clause: B6, role: guard, certificates: {any: [{name: D, grade: m, grades: [l, m, h]}, "
    "E]}, count: 2}\n"
    "  - {clause: B7, role: desk, evidence: [Q]}\n"
    "  - {clause: B8, replaces: same_qualification}\n"
    "  - {clause: B9, services: [S9], certified: true, count: 1}\n"
    "  - {clause: BA, services: [SA], job_title: [x], evidence: [P]}\n"
    "  - {clause: BB, services: [SB], education: mid}\n";

static const struct question ANSWERS[] = {
    { "nobody says whose staff", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"service\":\"S1\",\"title\":\"x\"}}", "{\"compliant\":true}" },
    { "replaced with an unknown certificate", "staff.check",
      "{\"pack\":\"t\",\"clause\":\"B4\",\"approved\":true,\"person\":{\"certificates\":[\"C\"]},"
      "\"replaces\":{\"certificates\":[\"Z\"]}}",
      "{\"missing\":[\"Z\"]}" },
    { "nothing but a title", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"title\":\"w\",\"service\":\"SA\"}}",
      "{\"shortfalls\":[{\"clause\":\"BA\",\"lacks\":[\"title\"]}]}" },
    { "a title and its proof", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"title\":\"x\",\"service\":\"SA\",\"evidence\":[],"
      "\"certificates\":[\"Z\"]}}",
      "{\"shortfalls\":[{\"clause\":\"B5\"},{\"clause\":\"BA\",\"lacks\":[\"evidence\"]}]}" },
    { "nothing but an education", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"education\":\"low\",\"service\":\"SB\"}}",
      "{\"shortfalls\":[{\"clause\":\"BB\",\"lacks\":[\"education\"]}]}" },
    { "facts that speak to nothing", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"title\":\"x\",\"service\":\"SB\",\"manufacturer_staff\":true}"
      "}",
      "{\"compliant\":true}" },
    { "the first of two without a day", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"guard\",\"experience_since\":\"2020-01-01\"},{"
      "\"role\":\"guard\",\"experience_since\":\"2020-01-01\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"on\"}}" },
    { "all of it on the anniversary", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2019-02-28\",\"education\":\"mid\","
      "\"title\":\"x\",\"certificates\":[\"C\"]},\"role\":\"lead\",\"on\":\"2024-02-28\"}",
      "{\"compliant\":true,\"shortfalls\":[],\"missing\":[]}" },
    { "the day before it", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2019-02-28\",\"education\":\"mid\","
      "\"title\":\"x\",\"certificates\":[\"C\"]},\"role\":\"lead\",\"on\":\"2024-02-27\"}",
      "{\"compliant\":false,\"shortfalls\":[{\"clause\":\"B1\",\"role\":\"lead\",\"service\":null,"
      "\"needed\":1,\"have\":0,\"short\":1,\"person\":0,\"lacks\":[\"experience\"]}]}" },
    { "a day the month lacks", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2020-02-29\",\"education\":\"mid\","
      "\"title\":\"x\",\"certificates\":[\"C\"]},\"role\":\"lead\",\"on\":\"2025-02-28\"}",
      "{\"compliant\":true}" },
    { "and the day before that", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2020-02-29\",\"education\":\"mid\","
      "\"title\":\"x\",\"certificates\":[\"C\"]},\"role\":\"lead\",\"on\":\"2025-02-27\"}",
      "{\"compliant\":false}" },
    { "an instant is a day of the zone", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2019-02-27T16:00:00Z\",\"education\":"
      "\"mid\",\"title\":\"x\",\"certificates\":[\"C\"]},\"role\":\"lead\",\"on\":\"2024-02-28\"}",
      "{\"compliant\":true}" },
    { "years as a number", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"education\":\"high\",\"title\":\"y\",\"certificates\":[\"C\"],"
      "\"experience_years\":\"5\"},\"role\":\"lead\"}",
      "{\"compliant\":true}" },
    { "a hundredth less", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"education\":\"high\",\"title\":\"y\",\"certificates\":[\"C\"],"
      "\"experience_years\":\"4.99\"},\"role\":\"lead\"}",
      "{\"shortfalls\":[{\"lacks\":[\"experience\"]}]}" },
    { "years that would end beyond all days", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2169-01-01\",\"education\":\"mid\","
      "\"title\":\"x\",\"certificates\":[\"C\"]},\"role\":\"lead\",\"on\":\"2169-12-31\"}",
      "{\"compliant\":false}" },
    { "nothing of it", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"education\":\"low\"},\"role\":\"lead\"}",
      "{\"shortfalls\":[{\"clause\":\"B1\",\"lacks\":[\"certificates\",\"experience\","
      "\"education\",\"title\"]}],\"missing\":[\"C\"]}" },
    { "nothing known, the clause asked", "staff.check",
      "{\"pack\":\"t\",\"person\":{},\"clause\":\"B1\"}",
      "{\"compliant\":false,\"missing\":[\"C\"]}" },
    { "nothing known, no clause asked", "staff.check",
      "{\"pack\":\"t\",\"person\":{},\"role\":\"lead\"}",
      "{\"compliant\":true,\"shortfalls\":[]}" },
    { "another title", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2019-02-28\",\"education\":\"mid\","
      "\"title\":\"z\",\"certificates\":[\"C\"]},\"role\":\"lead\",\"on\":\"2024-02-28\"}",
      "{\"shortfalls\":[{\"lacks\":[\"title\"]}]}" },
    { "without a day to count to", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2019-02-28\",\"education\":\"mid\","
      "\"title\":\"x\",\"certificates\":[\"C\"]},\"role\":\"lead\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"on\"}}" },
    { "more than three years, not on the day", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2021-01-01\"},\"role\":\"guard\",\"on\":"
      "\"2024-01-01\"}",
      "{\"compliant\":false}" },
    { "but on the next", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_since\":\"2021-01-01\"},\"role\":\"guard\",\"on\":"
      "\"2024-01-02\"}",
      "{\"compliant\":true}" },
    { "more than three, not three", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_years\":\"3\"},\"role\":\"guard\"}",
      "{\"compliant\":false}" },
    { "another role", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_years\":\"1\"},\"role\":\"desk\",\"clause\":"
      "\"B2\"}",
      "{\"compliant\":true}" },
    { "no role, the clause asked", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_years\":\"1\"},\"clause\":\"B2\"}",
      "{\"compliant\":false}" },
    { "no role, none asked", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"experience_years\":\"1\"}}", "{\"compliant\":true}" },
    { "not of the manufacturer", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"manufacturer_staff\":false},\"service\":\"S1\"}",
      "{\"shortfalls\":[{\"clause\":\"B3\",\"service\":\"S1\",\"lacks\":[\"manufacturer_staff\"]}]"
      "}" },
    { "a service that may be anybody's", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"manufacturer_staff\":false},\"service\":\"S3\",\"clause\":"
      "\"B3\"}",
      "{\"compliant\":true}" },
    { "of the manufacturer", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"manufacturer_staff\":true},\"service\":\"S2\",\"clause\":"
      "\"B3\"}",
      "{\"compliant\":true}" },
    { "replaced with the same", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[\"C\",\"D\"]},\"replaces\":{\"certificates\":["
      "\"D\"]},\"approved\":true,\"clause\":\"B4\"}",
      "{\"compliant\":true}" },
    { "replaced without approval", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[\"D\"]},\"replaces\":{\"certificates\":[\"D\"]"
      "},\"clause\":\"B4\"}",
      "{\"shortfalls\":[{\"lacks\":[\"approved\"]}],\"missing\":[]}" },
    { "replaced with less", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[\"C\"]},\"replaces\":{\"certificates\":[\"D\","
      "\"C\",\"E\"]},\"approved\":true,\"clause\":\"B4\"}",
      "{\"shortfalls\":[{\"lacks\":[\"replaces\"]}],\"missing\":[\"D\",\"E\"]}" },
    { "replaced with a better grade", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[{\"name\":\"D\",\"grade\":\"h\"}]},"
      "\"replaces\":{\"certificates\":[{\"name\":\"D\",\"grade\":\"m\"}]},\"approved\":true,"
      "\"clause\":\"B40\"}",
      "{\"compliant\":true}" },
    { "replaced with a lesser grade", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[{\"name\":\"D\",\"grade\":\"l\"}]},"
      "\"replaces\":{\"certificates\":[{\"name\":\"D\",\"grade\":\"m\"}]},\"approved\":true,"
      "\"clause\":\"B4\"}",
      "{\"missing\":[\"D\"]}" },
    { "replaced, none asked", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[]},\"replaces\":{\"certificates\":[\"C\"]},"
      "\"approved\":false}",
      "{\"shortfalls\":[{\"clause\":\"B4\"},{\"clause\":\"B5\"},{\"clause\":\"B8\"}]}" },
    { "replaced where approval is not asked for", "staff.check",
      "{\"pack\":\"t\",\"person\":{},\"replaces\":{},\"clause\":\"B8\"}", "{\"compliant\":true}" },
    { "nobody to replace", "staff.check", "{\"pack\":\"t\",\"person\":{},\"clause\":\"B4\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"replaces\"}}" },
    { "a certificate of any name", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[\"Z\"]},\"clause\":\"B5\"}",
      "{\"compliant\":true}" },
    { "none at all", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[]},\"clause\":\"B5\"}",
      "{\"shortfalls\":[{\"lacks\":[\"certified\"]}],\"missing\":[]}" },
    { "without its proof", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[\"Z\"],\"evidence\":[]},\"clause\":\"B5\"}",
      "{\"shortfalls\":[{\"lacks\":[\"evidence\"]}],\"missing\":[\"P\"]}" },
    { "with its proof", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[\"Z\"],\"evidence\":[\"P\"]},\"clause\":"
      "\"B5\"}",
      "{\"compliant\":true}" },
    { "nothing but a proof, not on file", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"role\":\"desk\"},\"clause\":\"B7\"}",
      "{\"missing\":[\"Q\"]}" },
    { "nothing but a proof, none asked", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"role\":\"desk\",\"evidence\":[\"Q\"]}}",
      "{\"shortfalls\":[{\"clause\":\"B5\"}]}" },
    { "so many of them", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"guard\",\"certificates\":[{\"name\":\"D\",\"grade\":"
      "\"h\"}]},{\"role\":\"guard\",\"certificates\":[\"E\"]},{\"role\":\"guard\",\"certificates\":"
      "[\"F\"]}],\"clause\":\"B6\"}",
      "{\"compliant\":true,\"missing\":[]}" },
    { "one too few", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"guard\",\"certificates\":[{\"name\":\"D\",\"grade\":"
      "\"l\"}]},{\"role\":\"guard\",\"certificates\":[\"E\"]},{\"role\":\"guard\",\"certificates\":"
      "[\"F\"]}],\"clause\":\"B6\"}",
      "{\"shortfalls\":[{\"clause\":\"B6\",\"role\":\"guard\",\"service\":null,\"needed\":2,"
      "\"have\":1,\"short\":1}],\"missing\":[\"D\",\"E\"]}" },
    { "one person is each of them", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"role\":\"guard\",\"certificates\":[\"F\"]},\"clause\":\"B6\"}",
      "{\"shortfalls\":[{\"clause\":\"B6\",\"person\":0}]}" },
    { "so many of a service", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"clause\":\"B9\"}",
      "{\"shortfalls\":[{\"role\":null,\"service\":\"S9\",\"needed\":1}]}" },
    { "in order of clause and person", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"guard\",\"experience_years\":\"1\"},{\"role\":"
      "\"lead\",\"experience_years\":\"9\"},{\"role\":\"guard\",\"experience_years\":\"2\"}]}",
      "{\"shortfalls\":[{\"clause\":\"B1\",\"person\":1},{\"clause\":\"B2\",\"person\":0},{"
      "\"clause\":\"B2\",\"person\":2}]}" },
};

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* Whether experience since a day is enough on another. */
static bool is_enough(struct fixture *f, const char *since, int32_t on)
{
    char day[DATE_TEXT];
    json_t *input =
        json_pack("{s:s, s:s, s:s, s:{s:s, s:s}}", "pack", "t", "clause", "B2", "on",
                  civil_format_date(on, day), "person", "role", "guard", "experience_since", since);
    json_t *got = fixture_answer(f, "staff.check", input);
    bool enough = json_is_true(json_object_get(got, "compliant"));
    json_decref(got);
    json_decref(input);
    return enough;
}

/* Once there are enough years there always are: one change, on one day, over four years. */
static void test_monotone(void **state)
{
    int changes = 0;
    bool before = false;
    fixture_extra(*state, PACK);
    for (int32_t on = day_of("2020-02-28"); on <= day_of("2024-03-01"); on++) {
        bool now = is_enough(*state, "2020-02-29", on);
        if (now != before)
            assert_int_equal(on, day_of("2023-03-01"));
        changes += now != before;
        before = now;
    }
    assert_int_equal(changes, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_answers),
                                        cmocka_unit_test(test_monotone) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
