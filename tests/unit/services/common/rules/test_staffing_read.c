/* Sections `posts`, `staffing` and `persons`: mistakes with line and column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

#define POSTS(rows)   "posts:\n" rows
#define STAFF(rows)   "staffing:\n" rows
#define PERSONS(rows) "persons:\n" rows
#define SCALE         "scales:\n  - {fact: education, words: [low, high]}\n"

static const struct mistake MISTAKES[] = {
    { "posts", POSTS("  - {clause: A, row: 1, role: R, headcount: 2, onsite_min: 2, also: [B]}\n"),
      NULL },
    { "posts out of order", POSTS("  - {clause: A, row: 2, role: R, headcount: 2}\n"),
      "t.yaml:7:5: row must be 1: posts are numbered from 1" },
    { "a post of nobody", POSTS("  - {clause: A, row: 1, role: R, headcount: 0}\n"),
      "t.yaml:7:5: a post needs people, and not more on site than there are" },
    { "more on site than there are",
      POSTS("  - {clause: A, row: 1, role: R, headcount: 1, onsite_min: 2}\n"),
      "t.yaml:7:5: a post needs people, and not more on site than there are" },
    { "the first of two posts",
      POSTS("  - {clause: A, row: 2, role: R, headcount: 2}\n"
            "  - {clause: B, row: 2, role: S, headcount: 2}\n"),
      "t.yaml:7:5: row must be 1: posts are numbered from 1" },
    { "the first of two numbers", STAFF("  - {clause: A, title: t}\n  - {clause: B, title: t}\n"),
      "t.yaml:7:5: a staffing row needs at_least, exactly or at_most" },
    { "the first of two demands", PERSONS("  - {clause: A}\n  - {clause: B}\n"),
      "t.yaml:7:5: a person row must ask for something" },
    { "a role twice",
      POSTS("  - {clause: A, row: 1, role: R, headcount: 1}\n"
            "  - {clause: B, row: 2, role: R, headcount: 1}\n"),
      "t.yaml:8:5: there is another post \"R\"" },
    { "staffing",
      STAFF("  - {clause: A, title: t, service: S, onsite: true, at_least: 1}\n"
            "  - {clause: B, title: t, services: [S], at_least: 2, at_most: 3, added_to: A, when: "
            "{hot: true}, contradicts: [A]}\n"
            "  - {clause: C, title: t, roles: [Q, R], each: true, exactly: 1, asked: true, "
            "except: [S]}\n"
            "  - {clause: D, title: t, at_most: 3}\n"),
      NULL },
    { "no number", STAFF("  - {clause: A, title: t, role: R}\n"),
      "t.yaml:7:5: a staffing row needs at_least, exactly or at_most" },
    { "the least number twice", STAFF("  - {clause: A, title: t, at_least: 1, exactly: 2}\n"),
      "t.yaml:7:40: a number of people is stated twice" },
    { "the most twice", STAFF("  - {clause: A, title: t, at_most: 1, exactly: 2}\n"),
      "t.yaml:7:39: a number of people is stated twice" },
    { "no number of people", STAFF("  - {clause: A, title: t, exactly: few}\n"),
      "t.yaml:7:36: \"exactly\" must be a whole number from 0, not \"few\"" },
    { "most below least", STAFF("  - {clause: A, title: t, at_least: 2, at_most: 1}\n"),
      "t.yaml:7:5: at_most is less than at_least" },
    { "each of no role", STAFF("  - {clause: A, title: t, each: true, at_least: 2}\n"),
      "t.yaml:7:5: \"each\" needs roles" },
    { "added to nothing", STAFF("  - {clause: A, title: t, at_least: 2, added_to: B}\n"),
      "t.yaml:7:5: \"added_to\" must name a staffing row that stands alone: B" },
    { "added to itself", STAFF("  - {clause: A, title: t, at_least: 2, added_to: A}\n"),
      "t.yaml:7:5: \"added_to\" must name a staffing row that stands alone: A" },
    { "contradicts nothing", STAFF("  - {clause: A, title: t, at_least: 2, contradicts: [B]}\n"),
      "t.yaml:7:5: there is no staffing row of clause B" },
    { "persons",
      SCALE PERSONS("  - {clause: A, title: t, years: \"> 5\", education: high, job_title: [x]}\n"
                    "  - {clause: B, replaces: same_qualification, approved: true, count: 2}\n"
                    "  - {clause: C, services: [S], manufacturer_staff: true}\n"),
      NULL },
    { "one year", PERSONS("  - {clause: A, years: \">= 1\"}\n"), NULL },
    { "asks for nothing", PERSONS("  - {clause: A, role: R}\n"),
      "t.yaml:7:5: a person row must ask for something" },
    { "approval of nothing", PERSONS("  - {clause: A, certified: true, approved: true}\n"),
      "t.yaml:7:5: \"approved\" needs \"replaces\"" },
    { "an education without a scale", PERSONS("  - {clause: A, education: high}\n"),
      "t.yaml:7:5: the scale of \"education\" has no word \"high\"" },
    { "an education off the scale", SCALE PERSONS("  - {clause: A, education: middle}\n"),
      "t.yaml:9:5: the scale of \"education\" has no word \"middle\"" },
    { "replaces otherwise", PERSONS("  - {clause: A, replaces: anyhow}\n"),
      "t.yaml:7:27: \"replaces\" must be one of same_qualification" },
    { "years that are no comparison", PERSONS("  - {clause: A, years: five}\n"),
      "t.yaml:7:24: \"years\" must be a comparison such as \">= 70%\" or \"== 0\", not \"five\"" },
    { "fewer years than", PERSONS("  - {clause: A, years: \"<= 5\"}\n"),
      "t.yaml:7:24: \"years\" must be whole years such as \">= 5\"" },
    { "half a year", PERSONS("  - {clause: A, years: \">= 0.5\"}\n"),
      "t.yaml:7:24: \"years\" must be whole years such as \">= 5\"" },
    { "no year", PERSONS("  - {clause: A, years: \">= 0\"}\n"),
      "t.yaml:7:24: \"years\" must be whole years such as \">= 5\"" },
    { "per cent of a year", PERSONS("  - {clause: A, years: \">= 5%\"}\n"),
      "t.yaml:7:24: \"years\" must be whole years such as \">= 5\"" },
    { "more years than a life of work", PERSONS("  - {clause: A, years: \">= 61\"}\n"),
      "t.yaml:7:24: \"years\" must be whole years such as \">= 5\"" },
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
