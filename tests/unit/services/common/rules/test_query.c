/* Filtering, counting, adding up and grouping, on a list of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

/* Rows that lack a field, other names, lists in a row, and numbers at the edge of 64 bits. */
static const char SECTIONS[] =
    "lists:\n"
    "  - of: thing\n"
    "    clause: A\n"
    "    rows:\n"
    "      - {name: apple, colour: red, weight: 3, ripe: true, also: B, parts: [core, 7]}\n"
    "      - {name: pear, colour: green, weight: 4, ripe: false, aliases: [nashi, birne]}\n"
    "      - {name: plum, weight: 5, clause: C}\n"
    "  - {of: kind, rows: [{word: red, aliases: [crimson]}]}\n"
    "  - {of: thing, rows: [{name: fig, colour: crimson pear}]}\n"
    "  - {of: huge, rows: [{n: 9223372036854775807, g: a}, {n: 1, g: a}, {n: -2, g: b}]}\n"
    "  - {of: mixed, rows: [{v: [a, 7]}, {v: a}, {v: [b]}]}\n"
    "  - {of: wide, rows: [{n: 9223372036854775807, g: a}, {n: -2, g: b}, {n: 1, g: a}, {n: 0, g: "
    "b}]}\n"
    "  - {of: hollow, rows: []}\n";

#define Q(rest)        "{\"pack\":\"t\"," rest "}"
#define INVALID(field) "{\"error\":{\"code\":\"invalid\",\"field\":\"" field "\"}}"

static const struct question ANSWERS[] = {
    { "lists of one name continue each other", "pack.query", Q("\"of\":\"thing\""),
      "{\"count\":4,\"sum\":null,\"groups\":null,\"list\":[{\"name\":\"apple\",\"clause\":\"A\","
      "\"parts\":[\"core\",7]},{\"name\":\"pear\",\"ripe\":false},{\"name\":\"plum\",\"clause\":"
      "\"C\"},{\"name\":\"fig\",\"clause\":null}]}" },
    { "no rows", "pack.query", Q("\"of\":\"hollow\""), "{\"count\":0,\"list\":[]}" },
    { "a sum of no rows", "pack.query", Q("\"of\":\"hollow\",\"sum\":\"n\""), INVALID("sum") },
    { "by number", "pack.query", Q("\"of\":\"thing\",\"by\":\"weight\""),
      "{\"groups\":{\"3\":1,\"4\":1,\"5\":1}}" },
    { "by truth value, without those that lack it", "pack.query",
      Q("\"of\":\"thing\",\"by\":\"ripe\""), "{\"count\":4,\"groups\":{\"true\":1,\"false\":1}}" },
    { "by a list", "pack.query", Q("\"of\":\"thing\",\"by\":\"parts\""), INVALID("by") },
    { "a sum skips what lacks it", "pack.query", Q("\"of\":\"thing\",\"sum\":\"weight\""),
      "{\"sum\":12}" },
    { "a sum by group", "pack.query", Q("\"of\":\"thing\",\"sum\":\"weight\",\"by\":\"colour\""),
      "{\"sum\":12,\"groups\":{\"red\":3,\"green\":4,\"crimson pear\":0}}" },
    { "a truth value is no number", "pack.query", Q("\"of\":\"thing\",\"sum\":\"ripe\""),
      INVALID("sum") },
    { "where by truth value", "pack.query", Q("\"of\":\"thing\",\"where\":{\"ripe\":false}"),
      "{\"count\":1,\"list\":[{\"name\":\"pear\"}]}" },
    { "where by an element of a list", "pack.query", Q("\"of\":\"thing\",\"where\":{\"parts\":7}"),
      "{\"count\":1}" },
    { "where by none of its elements", "pack.query", Q("\"of\":\"thing\",\"where\":{\"parts\":8}"),
      "{\"count\":0}" },
    { "any of a list", "pack.query",
      Q("\"of\":\"thing\",\"where\":{\"name\":[\"apple\",\"birne\",\"cake\"]}"), "{\"count\":2}" },
    { "none of an empty list", "pack.query", Q("\"of\":\"thing\",\"where\":{\"name\":[]}"),
      "{\"count\":0}" },
    { "another name in its own row", "pack.query",
      Q("\"of\":\"thing\",\"where\":{\"name\":\"nashi\"}"),
      "{\"count\":1,\"list\":[{\"name\":\"pear\"}]}" },
    { "another name from another list", "pack.query",
      Q("\"of\":\"thing\",\"where\":{\"colour\":\"crimson\"}"),
      "{\"count\":1,\"list\":[{\"name\":\"apple\"}]}" },
    { "an unknown name matches nothing", "pack.query",
      Q("\"of\":\"thing\",\"where\":{\"colour\":\"blue\"}"), "{\"count\":0,\"list\":[]}" },
    { "text for a truth value", "pack.query", Q("\"of\":\"thing\",\"where\":{\"ripe\":\"true\"}"),
      INVALID("where.ripe") },
    { "a truth value for text", "pack.query", Q("\"of\":\"thing\",\"where\":{\"name\":true}"),
      INVALID("where.name") },
    { "null", "pack.query", Q("\"of\":\"thing\",\"where\":{\"name\":null}"),
      INVALID("where.name") },
    { "a fraction", "pack.query", Q("\"of\":\"thing\",\"where\":{\"weight\":3.5}"),
      INVALID("where.weight") },
    { "a sum beyond 64 bits", "pack.query", Q("\"of\":\"huge\",\"sum\":\"n\""), INVALID("sum") },
    { "a group beyond 64 bits", "pack.query",
      Q("\"of\":\"huge\",\"sum\":\"n\",\"by\":\"g\",\"where\":{\"n\":[9223372036854775807,1]}"),
      INVALID("sum") },
    { "a group beyond 64 bits whose total is not", "pack.query",
      Q("\"of\":\"wide\",\"sum\":\"n\",\"by\":\"g\""), INVALID("sum") },
    { "the total that is not", "pack.query", Q("\"of\":\"wide\",\"sum\":\"n\""),
      "{\"sum\":9223372036854775806,\"groups\":null}" },
    { "a number among lists and texts", "pack.query", Q("\"of\":\"mixed\",\"where\":{\"v\":7}"),
      "{\"count\":1}" },
    { "a text among lists and texts", "pack.query", Q("\"of\":\"mixed\",\"where\":{\"v\":\"a\"}"),
      "{\"count\":2}" },
    { "up to 64 bits", "pack.query",
      Q("\"of\":\"huge\",\"sum\":\"n\",\"where\":{\"n\":[9223372036854775807,-2]}"),
      "{\"sum\":9223372036854775805}" },
    { "a list the pack has not", "pack.query", Q("\"of\":\"things\""), INVALID("of") },
};

static void test_answers(void **state)
{
    fixture_extra(*state, SECTIONS);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
