/* Numbers of people: posts, ranges, additions, contradictions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

static const char PACK[] =
    "readings:\n"
    "  - {name: contradiction, value: as_written, one_of: [as_written, strictest], about: x}\n"
    "services:\n"
    "  - {code: S1, clause: K1, name: n}\n"
    "  - {code: S2, clause: K2, name: n}\n"
    "  - {code: S3, clause: K3, name: n}\n"
    "staffing:\n"
    "  - {clause: A1, title: t, service: S1, onsite: true, exactly: 1, contradicts: [A3]}\n"
    "  - {clause: A2, title: t, service: S2, onsite: true, at_least: 1, contradicts: [A4]}\n"
    "  - {clause: A3, title: t, service: S1, onsite: true, exactly: 2}\n"
    "  - {clause: A4, title: t, except: [S1], onsite: true, at_least: 0}\n"
    "  - {clause: A5, title: t, service: S3, at_least: 2, at_most: 3, added_to: A6, when: {hot: "
    "true}}\n"
    "  - {clause: A6, title: t, service: S2, role: r, at_least: 1, asked: true}\n"
    "  - {clause: A7, title: t, roles: [p, q], each: true, at_least: 1, asked: true, also: [A70]}\n"
    "  - {clause: A8, title: t, at_least: 3, asked: true}\n"
    "  - {clause: A9, title: t, at_least: 1, at_most: 2, added_to: A8, asked: true}\n"
    "  - {clause: AA, title: t, at_least: 0, at_most: 2, asked: true}\n"
    "  - {clause: AB, title: t, at_least: 1, at_most: 1, added_to: AA, asked: true}\n"
    "  - {clause: AC, title: t, at_least: 4, asked: true}\n"
    "  - {clause: AD, title: t, at_least: 4, asked: true, contradicts: [AC]}\n";

static const char POSTS[] =
    "posts:\n"
    "  - {clause: P1, row: 1, role: lead, headcount: 1}\n"
    "  - {clause: P2, row: 2, role: guard, headcount: 2, onsite_min: 1, also: [P9]}\n"
    "staffing:\n"
    "  - {clause: P3, title: all, at_least: 3}\n";

static const struct question NUMBERS[] = {
    { "a service that one row excepts", "staff.check",
      "{\"pack\":\"t\",\"service\":\"S1\",\"roster\":[{\"onsite\":false}]}",
      "{\"shortfalls\":[{\"clause\":\"A1\"},{\"clause\":\"A3\"}]}" },
    { "of equals the first", "staff.check",
      "{\"pack\":\"t\",\"clause\":\"AD\",\"roster\":[],\"readings\":{\"contradiction\":"
      "\"strictest\"}}",
      "{\"shortfalls\":[{\"clause\":\"AC\"}]}" },
    { "of equals the first, asked by itself", "staff.check",
      "{\"pack\":\"t\",\"clause\":\"AC\",\"roster\":[],\"readings\":{\"contradiction\":"
      "\"strictest\"}}",
      "{\"shortfalls\":[{\"clause\":\"AC\"}]}" },
    { "as written, one resident", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true,\"service\":\"S1\"},{\"onsite\":true,"
      "\"service\":\"S2\"}]}",
      "{\"compliant\":false,\"shortfalls\":[{\"clause\":\"A3\",\"service\":\"S1\",\"role\":null,"
      "\"needed\":2,\"have\":1,\"short\":1}],\"missing\":[],\"flags\":[]}" },
    { "as written, two residents", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true,\"service\":\"S1\"},{\"onsite\":true,"
      "\"service\":\"S2\"},{\"onsite\":true,\"service\":\"S1\"}]}",
      "{\"compliant\":true,\"shortfalls\":[],\"flags\":[\"above_range\"]}" },
    { "strictest, two residents", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true,\"service\":\"S1\"},{\"onsite\":true,"
      "\"service\":\"S2\"},{\"onsite\":true,\"service\":\"S1\"}],\"readings\":{\"contradiction\":"
      "\"strictest\"}}",
      "{\"compliant\":true,\"shortfalls\":[],\"flags\":[]}" },
    { "strictest, no resident", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true,\"service\":\"S2\"}],\"readings\":{"
      "\"contradiction\":\"strictest\"}}",
      "{\"shortfalls\":[{\"clause\":\"A3\",\"needed\":2,\"have\":0,\"short\":2}]}" },
    { "strictest, the lesser clause asked", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true,\"service\":\"S1\"}],\"clause\":\"A1\","
      "\"readings\":{\"contradiction\":\"strictest\"}}",
      "{\"shortfalls\":[{\"clause\":\"A3\",\"short\":1}]}" },
    { "as written, nobody is owed", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"clause\":[\"A4\"]}",
      "{\"compliant\":true,\"shortfalls\":[]}" },
    { "in order of service and clause", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":false}]}",
      "{\"shortfalls\":[{\"clause\":\"A1\",\"service\":\"S1\"},{\"clause\":\"A3\",\"service\":"
      "\"S1\"},{\"clause\":\"A2\",\"service\":\"S2\"}]}" },
    { "presence that nobody speaks of", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"service\":\"S1\"}]}",
      "{\"compliant\":true,\"shortfalls\":[]}" },
    { "a roster of nobody: all is known", "staff.check", "{\"pack\":\"t\",\"roster\":[]}",
      "{\"shortfalls\":[{\"clause\":\"A1\"},{\"clause\":\"A3\"},{\"clause\":\"A2\"}]}" },
    { "one without a role fills one role", "staff.check",
      "{\"pack\":\"t\",\"clause\":\"A7\",\"roster\":[{}]}",
      "{\"shortfalls\":[{\"clause\":\"A7\",\"role\":\"q\",\"needed\":1,\"have\":0,\"short\":1}]}" },
    { "two without a role fill two", "staff.check",
      "{\"pack\":\"t\",\"clause\":\"A7\",\"roster\":[{},{}]}", "{\"shortfalls\":[]}" },
    { "a stated role is not filled again", "staff.check",
      "{\"pack\":\"t\",\"clause\":\"A7\",\"roster\":[{\"role\":\"p\"},{}]}",
      "{\"shortfalls\":[]}" },
    { "a stated role fills no other", "staff.check",
      "{\"pack\":\"t\",\"clause\":\"A7\",\"roster\":[{\"role\":\"p\"},{\"role\":\"p\"}]}",
      "{\"shortfalls\":[{\"role\":\"q\",\"have\":0}]}" },
    { "presence asked about", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"service\":\"S1\"}],\"clause\":\"A1\"}",
      "{\"compliant\":false,\"shortfalls\":[{\"have\":0}]}" },
    { "only one service asked about", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":false}],\"service\":\"S2\"}",
      "{\"shortfalls\":[{\"clause\":\"A2\",\"service\":\"S2\"}]}" },
    { "not a service that is excepted", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":false}],\"service\":\"S3\"}",
      "{\"shortfalls\":[]}" },
    { "only one role asked about", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":false}],\"role\":\"r\"}", "{\"shortfalls\":[]}" },
    { "people of no stated service count", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true},{\"onsite\":true}]}",
      "{\"shortfalls\":[],\"flags\":[\"above_range\"]}" },
    { "unless somebody states one", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true},{\"onsite\":true,\"service\":\"S1\"},{"
      "\"onsite\":true,\"service\":\"S2\"}]}",
      "{\"shortfalls\":[{\"clause\":\"A3\",\"have\":1}]}" },
    { "on top, one too few", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true},{\"onsite\":true}],\"clause\":\"A5\","
      "\"facts\":{\"hot\":true}}",
      "{\"compliant\":false,\"shortfalls\":[{\"clause\":\"A5\",\"service\":\"S3\",\"needed\":3,"
      "\"have\":2,\"short\":1}]}" },
    { "on top, the least", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true},{\"onsite\":true},{\"onsite\":true}],"
      "\"clause\":\"A5\",\"facts\":{\"hot\":true}}",
      "{\"compliant\":true,\"flags\":[]}" },
    { "on top, the most", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true},{\"onsite\":true},{\"onsite\":true},{"
      "\"onsite\":true}],\"clause\":\"A5\",\"facts\":{\"hot\":true}}",
      "{\"compliant\":true,\"flags\":[]}" },
    { "on top, too many", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"onsite\":true},{\"onsite\":true},{\"onsite\":true},{"
      "\"onsite\":true},{\"onsite\":true}],\"clause\":\"A5\",\"facts\":{\"hot\":true}}",
      "{\"compliant\":true,\"flags\":[\"above_range\"]}" },
    { "on top, people of both", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"service\":\"S2\",\"role\":\"r\"},{\"service\":\"S3\"},{"
      "\"service\":\"S3\",\"role\":\"x\"}],\"clause\":\"A5\",\"facts\":{\"hot\":true}}",
      "{\"compliant\":true}" },
    { "on top, people of neither", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"service\":\"S2\",\"role\":\"x\"},{\"service\":\"S3\"},{"
      "\"service\":\"S1\"}],\"clause\":\"A5\",\"facts\":{\"hot\":true}}",
      "{\"shortfalls\":[{\"have\":1}]}" },
    { "the condition does not hold", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"clause\":\"A5\",\"facts\":{\"hot\":false}}",
      "{\"compliant\":true,\"shortfalls\":[]}" },
    { "nor is it known", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"clause\":\"A5\"}",
      "{\"compliant\":true,\"shortfalls\":[]}" },
    { "each of two roles", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"p\"},{\"role\":\"p\"}],\"clause\":\"A7\"}",
      "{\"shortfalls\":[{\"clause\":\"A7\",\"role\":\"q\",\"needed\":1,\"have\":0,\"short\":1}]}" },
    { "by another clause of the row", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"q\"}],\"clause\":\"A70\"}",
      "{\"shortfalls\":[{\"clause\":\"A7\",\"role\":\"p\"}]}" },
    { "all of them", "staff.check", "{\"pack\":\"t\",\"roster\":[{},{}],\"clause\":\"A8\"}",
      "{\"shortfalls\":[{\"clause\":\"A8\",\"role\":null,\"service\":null,\"short\":1}]}" },
    { "on top of an open number", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{},{},{},{},{}],\"clause\":\"A9\"}",
      "{\"compliant\":true,\"flags\":[\"above_range\"]}" },
    { "on top of a number with an end", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{},{}],\"clause\":\"AB\"}",
      "{\"compliant\":true,\"flags\":[]}" },
    { "beyond both ends", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{},{},{}],\"clause\":\"AB\"}",
      "{\"flags\":[\"above_range\"]}" },
    { "two clauses", "staff.check", "{\"pack\":\"t\",\"roster\":[{}],\"clause\":[\"A8\",\"A7\"]}",
      "{\"shortfalls\":[{\"clause\":\"A7\",\"role\":\"q\"},{\"clause\":\"A8\"}]}" },
    { "a clause that says nothing of people", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"clause\":[\"A8\",\"K1\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "a single person is no number", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"onsite\":false}}", "{\"compliant\":true,\"shortfalls\":[]}" },
};

static const struct question AT_POSTS[] = {
    { "posts, both numbers of one", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"lead\",\"onsite\":true},{},{}]}",
      "{\"shortfalls\":[{\"clause\":\"P2\",\"needed\":2},{\"clause\":\"P2\",\"needed\":1}]}" },
    { "posts, all there", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"lead\"},{\"row\":2,\"onsite\":true},{\"role\":"
      "\"guard\",\"onsite\":false}]}",
      "{\"compliant\":true}" },
    { "posts, nobody", "staff.check", "{\"pack\":\"t\",\"roster\":[]}",
      "{\"shortfalls\":[{\"clause\":\"P1\",\"role\":\"lead\",\"needed\":1,\"have\":0},{\"clause\":"
      "\"P2\",\"role\":\"guard\",\"needed\":2},{\"clause\":\"P2\",\"needed\":1},{\"clause\":\"P3\","
      "\"needed\":3}]}" },
    { "posts, nobody on site", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":\"lead\"},{\"row\":2,\"onsite\":false},{\"role\":"
      "\"guard\"}]}",
      "{\"shortfalls\":[{\"clause\":\"P2\",\"role\":\"guard\",\"needed\":1,\"have\":0,\"short\":1}]"
      "}" },
    { "posts, presence asked about", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"row\":2},{\"row\":2}],\"clause\":\"P9\"}",
      "{\"shortfalls\":[{\"clause\":\"P2\",\"needed\":1}]}" },
    { "posts, one role asked about", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"role\":\"guard\"}",
      "{\"shortfalls\":[{\"clause\":\"P2\",\"needed\":2},{\"clause\":\"P2\",\"needed\":1}]}" },
    { "posts, not of a service", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"service\":\"any\"}", "{\"shortfalls\":[]}" },
};

static void test_numbers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, NUMBERS, COUNT_OF(NUMBERS));
}

static void test_posts(void **state)
{
    fixture_extra(*state, POSTS);
    check_answers(*state, AT_POSTS, COUNT_OF(AT_POSTS));
}

/* The answer without the places in the roster, which are those of the order. */
static json_t *answer_of(struct fixture *f, const json_t *roster)
{
    json_t *input = json_pack("{s:s, s:O}", "pack", "t", "roster", roster);
    json_t *got = fixture_answer(f, "staff.check", input);
    json_object_del(got, "proof");
    json_decref(input);
    return got;
}

/* The order of people never matters, and one more person never makes a number short. */
static void test_order_and_growth(void **state)
{
    static const char *const PEOPLE[] = { "{\"role\":\"lead\"}", "{\"role\":\"guard\"}",
                                          "{\"role\":\"guard\",\"onsite\":true}", "{\"row\":2}",
                                          "{\"role\":\"other\",\"onsite\":false}" };
    size_t before = SIZE_MAX;
    json_t *forwards = json_array();
    fixture_extra(*state, POSTS);
    for (size_t i = 0; i < COUNT_OF(PEOPLE); i++) {
        json_array_append_new(forwards, json_loads(PEOPLE[i], 0, NULL));
        json_t *backwards = json_array();
        for (size_t k = i + 1; k > 0; k--)
            json_array_append(backwards, json_array_get(forwards, k - 1));
        json_t *one = answer_of(*state, forwards);
        json_t *other = answer_of(*state, backwards);
        assert_true(json_equal(one, other));
        size_t lacking = 0;
        for (size_t k = 0; k < json_array_size(json_object_get(one, "shortfalls")); k++)
            lacking += (size_t)json_integer_value(
                json_object_get(json_array_get(json_object_get(one, "shortfalls"), k), "short"));
        assert_true(i == 2 || lacking <= before); /* the third is the first to speak of presence */
        before = lacking;
        json_decref(one);
        json_decref(other);
        json_decref(backwards);
    }
    json_decref(forwards);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_numbers),
                                        cmocka_unit_test(test_posts),
                                        cmocka_unit_test(test_order_and_growth) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
