/* How a pack asks for certificates and proofs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

#define PERSON(fields) "persons:\n  - {clause: A, " fields "}\n"

static const struct mistake MISTAKES[] = {
    { "a name", PERSON("certificate: C"), NULL },
    { "a list", PERSON("certificates: [C, {name: D, grade: G, issuer: I, aliases: [E]}]"), NULL },
    { "all and any", PERSON("certificates: {all: [C]}, evidence: {any: [P, Q]}"), NULL },
    { "a single proof", PERSON("evidence: P"), NULL },
    { "a certificate alone as a map", PERSON("certificate: {name: C}"), NULL },
    { "a list within the list", PERSON("certificates: [[C]]"),
      "t.yaml:7:32: a certificate must be a map" },
    { "the first of two", PERSON("certificates: [{grade: G}, C]"),
      "t.yaml:7:32: a certificate needs \"name\"" },
    { "a certificate without a name", PERSON("certificates: [{grade: G}]"),
      "t.yaml:7:32: a certificate needs \"name\"" },
    { "grades without the grade", PERSON("certificates: [{name: C, grade: G, grades: [X, Y]}]"),
      "t.yaml:7:32: \"grades\" of certificate \"C\" lack its grade" },
    { "grades without a grade", PERSON("certificates: [{name: C, grades: [X, Y]}]"),
      "t.yaml:7:32: \"grades\" of certificate \"C\" lack its grade" },
    { "an empty name", PERSON("certificates: [\"\"]"), "t.yaml:7:32: \"value\" must be text" },
    { "any of nothing", PERSON("certificates: {any: []}"),
      "t.yaml:7:31: \"certificates\" must list something under all or any" },
    { "any of a text", PERSON("evidence: {any: P}"),
      "t.yaml:7:27: \"evidence\" must list something under all or any" },
    { "proofs of a map", PERSON("evidence: {some: [P]}"),
      "t.yaml:7:27: \"evidence\" must be a list of texts" },
    { "all and any together", PERSON("certificates: {all: [C], any: [D]}"),
      "t.yaml:7:32: unknown key \"all\" in a certificate" },
    { "certificates twice", PERSON("certificates: [C], certificate: D"),
      "t.yaml:7:36: certificates are stated twice" },
    { "roles twice", PERSON("role: R, roles: [S], certified: true"),
      "t.yaml:7:26: \"roles\" is stated twice" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mistakes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
