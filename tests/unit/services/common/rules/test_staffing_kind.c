/* Rule staff.check: what a question may hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

static const char PACK[] = "services:\n"
                           "  - {code: S1, clause: K1, name: n}\n"
                           "staffing:\n"
                           "  - {clause: A1, title: t, role: r, at_least: 1, when: {hot: true}}\n"
                           "persons:\n"
                           "  - {clause: B1, replaces: same_qualification}\n"
                           "  - {clause: B2, role: r, services: [S1], certified: true}\n";

static const struct question ANSWERS[] = {
    { "neither person nor roster", "staff.check", "{\"pack\":\"t\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"person\"}}" },
    { "both", "staff.check", "{\"pack\":\"t\",\"person\":{},\"roster\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"person\"}}" },
    { "an unknown pack", "staff.check", "{\"pack\":\"none\",\"roster\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
    { "an unknown service", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"service\":\"S2\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"service\"}}" },
    { "an unknown reading", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"readings\":{\"contradiction\":\"strictest\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.contradiction\"}}" },
    { "a day that is none", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"on\":\"2024-13-01\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"on\"}}" },
    { "a clause that is no text", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"clause\":[1]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "no clause in the list", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"clause\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "an unknown clause", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"clause\":\"Z\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "replacing by a roster", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"replaces\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"replaces\"}}" },
    { "a person replaced who is none", "staff.check",
      "{\"pack\":\"t\",\"person\":{},\"replaces\":{\"role\":1},\"clause\":\"B1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"replaces.role\"}}" },
    { "a person who is none", "staff.check", "{\"pack\":\"t\",\"person\":{\"age\":40}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"person.age\"}}" },
    { "a fact nothing depends on", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"facts\":{\"cold\":true}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.cold\"}}" },
    { "a fact that is no truth value", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"facts\":{\"hot\":\"yes\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.hot\"}}" },
    { "an unknown field", "staff.check", "{\"pack\":\"t\",\"roster\":[],\"roll\":true}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"roll\"}}" },
    { "role and service of the question", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[]},\"role\":\"r\",\"service\":\"S1\"}",
      "{\"shortfalls\":[{\"clause\":\"B2\",\"role\":\"r\",\"service\":\"S1\",\"lacks\":["
      "\"certified\"]}]}" },
    { "the person's own come first", "staff.check",
      "{\"pack\":\"t\",\"person\":{\"certificates\":[],\"role\":\"q\"},\"role\":\"r\",\"service\":"
      "\"S1\"}",
      "{\"compliant\":true}" },
    { "the roster takes them too", "staff.check",
      "{\"pack\":\"t\",\"roster\":[{}],\"role\":\"r\",\"facts\":{\"hot\":true}}",
      "{\"compliant\":true}" },
    { "a proof of the number", "staff.check",
      "{\"pack\":\"t\",\"roster\":[],\"facts\":{\"hot\":true}}",
      "{\"proof\":[{\"step\":\"rule\",\"clause\":\"A1\"},{\"step\":\"compare\",\"clause\":\"A1\","
      "\"name\":\"r 0 >= 1: false\"}]}" },
};

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_answers) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
