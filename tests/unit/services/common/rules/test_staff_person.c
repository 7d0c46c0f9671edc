/* People as questions describe them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"
#include "staff_person.h"

static const char PACK[] = "scales:\n"
                           "  - {fact: education, words: [low, high]}\n"
                           "services:\n"
                           "  - {code: S1, clause: K1, name: n}\n"
                           "posts:\n"
                           "  - {clause: P1, row: 1, role: lead, headcount: 1}\n"
                           "persons:\n"
                           "  - {clause: B1, education: high}\n";
static const char BARE[] = "persons:\n"
                           "  - {clause: B1, certified: true}\n";

static const struct question ANSWERS[] = {
    { "no object", "staff.check", "{\"pack\":\"t\",\"roster\":[{},5],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1]\"}}" },
    { "unknown field", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"rôle\":\"x\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].rôle\"}}" },
    { "a role that is no text", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"role\":1}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].role\"}}" },
    { "an unknown row", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"row\":2}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].row\"}}" },
    { "row nought", "staff.check", "{\"pack\":\"t\",\"roster\":[{},{\"row\":0}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].row\"}}" },
    { "a row that is text", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"row\":\"1\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].row\"}}" },
    { "a row of another role", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"row\":1,\"role\":\"guard\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].row\"}}" },
    { "an unknown service", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"service\":\"S9\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].service\"}}" },
    { "an empty service", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"service\":\"\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].service\"}}" },
    { "an education off the scale", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"education\":\"mid\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].education\"}}" },
    { "an education that is no text", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"education\":3}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].education\"}}" },
    { "a title that is no text", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"title\":true}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].title\"}}" },
    { "presence that is no truth value", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"onsite\":\"yes\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].onsite\"}}" },
    { "staff that is no truth value", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"manufacturer_staff\":1}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].manufacturer_staff\"}}" },
    { "a day that is none", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"experience_since\":\"2023-02-29\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].experience_since\"}}" },
    { "years that are no number", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"experience_years\":\"five\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].experience_years\"}}" },
    { "years below nought", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"experience_years\":\"-1\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].experience_years\"}}" },
    { "years in floating point", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"experience_years\":4.5}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].experience_years\"}}" },
    { "experience twice", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"experience_since\":\"2020-01-01\",\"experience_years\":"
      "\"4\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].experience_years\"}}" },
    { "certificates that are no list", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"certificates\":\"C\"}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].certificates\"}}" },
    { "a certificate that is none", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{},{\"certificates\":[\"C\",{}]}],\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[1].certificates[1]\"}}" },
    { "null is as good as nothing", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"role\":null,\"row\":null,\"onsite\":null,\"education\":null,"
      "\"experience_since\":null,\"experience_years\":null,\"certificates\":null,\"evidence\":null,"
      "\"manufacturer_staff\":null,\"title\":null,\"service\":null}],\"clause\":\"B1\"}",
      "{\"compliant\":false}" },
    { "a row and its role", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"row\":1,\"role\":\"lead\",\"education\":\"high\",\"service\":"
      "\"S1\"}]}",
      "{\"compliant\":true}" },
};

static const struct question OF_A_BARE_PACK[] = {
    { "no table of posts", "staff.check", "{\"pack\":\"t\",\"roster\":[{\"row\":1}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roster[0].row\"}}" },
    { "any service where none are listed", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"service\":\"S9\",\"certificates\":[\"C\"]}]}",
      "{\"compliant\":true}" },
    { "any education where none is compared", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{\"education\":\"odd\",\"certificates\":[\"C\"]}]}",
      "{\"compliant\":true}" },
};

static void test_people(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

static void test_bare_pack(void **state)
{
    fixture_extra(*state, BARE);
    check_answers(*state, OF_A_BARE_PACK, COUNT_OF(OF_A_BARE_PACK));
}

/* A roster has an end. */
static void test_ceiling(void **state)
{
    struct roster roster = { .count = 0 };
    struct problem problem = { .rc = RC_OK };
    struct fixture *f = *state;
    json_t *list = json_array();
    fixture_extra(f, BARE);
    for (int i = 0; i <= ROSTER_MAX; i++)
        json_array_append_new(list, json_object());
    assert_int_equal(roster_read(f->extra, list, &roster, &problem), RC_INVALID);
    assert_string_equal(problem.field, "roster");
    assert_int_equal(roster.count, 0);
    json_array_remove(list, 0);
    struct problem none = { .rc = RC_OK };
    assert_int_equal(roster_read(f->extra, list, &roster, &none), RC_OK);
    assert_int_equal(roster.count, ROSTER_MAX);
    roster_fini(&roster);
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_people),
                                        cmocka_unit_test(test_bare_pack),
                                        cmocka_unit_test(test_ceiling) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
