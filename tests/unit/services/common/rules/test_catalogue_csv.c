/* What is refused of the tables, with the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"

#include "catalogue_fixture.h"

#define ITEMS                                                                                      \
    "level,category,category_code,section,control_point,items,attribute,first_unit,last_unit\n"
#define FIRST "1,环境,PES,6.1,访问,1,G,L1-PES1-01,L1-PES1-01\n"
#define CASES "no,scope,case_code,category,control_point,min_level,and_above,condition\n"
#define CODES "the codes do not fit the level, category or number of items"

static const struct {
    const char *name;
    enum catalogue_table table;
    const char *csv, *want;
} MISTAKES[] = {
    { "another header", TABLE_ITEMS, "level\n", "items.csv:1: must be the table's header" },
    { "a level too high", TABLE_ITEMS, ITEMS "5,a,PES,6.1,b,1,G,L5-PES1-01,L5-PES1-01\n",
      "items.csv:2: a level is 1 to 4" },
    { "no items", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,0,G,L1-PES1-01,L1-PES1-01\n",
      "items.csv:2: a control point has 1 to 99 items" },
    { "no number", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,many,G,L1-PES1-01,L1-PES1-01\n",
      "items.csv:2: a control point has 1 to 99 items" },
    { "an attribute of two letters", TABLE_ITEMS,
      ITEMS "1,a,PES,6.1,b,1,SA,L1-PES1-01,L1-PES1-01\n",
      "items.csv:2: an attribute is S, A or G" },
    { "an unknown attribute", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,1,X,L1-PES1-01,L1-PES1-01\n",
      "items.csv:2: an attribute is S, A or G" },
    { "a category of four letters", TABLE_ITEMS,
      ITEMS "1,a,PESX,6.1,b,1,G,L1-PES1-01,L1-PES1-01\n", "items.csv:2: " CODES },
    { "a code of another level", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,1,G,L2-PES1-01,L1-PES1-01\n",
      "items.csv:2: " CODES },
    { "a code of another category", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,1,G,L1-PES1-01,L1-ABS1-01\n",
      "items.csv:2: " CODES },
    { "a code without a number", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,1,G,L1PES101,L1-PES1-01\n",
      "items.csv:2: " CODES },
    { "a code of three digits", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,1,G,L1-PES1-001,L1-PES1-01\n",
      "items.csv:2: " CODES },
    { "a code of no digits", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,1,G,L1-PES1-xx,L1-PES1-01\n",
      "items.csv:2: " CODES },
    { "fewer codes than items", TABLE_ITEMS, ITEMS "1,a,PES,6.1,b,2,G,L1-PES1-01,L1-PES1-01\n",
      "items.csv:2: " CODES },
    { "a code twice", TABLE_ITEMS, ITEMS FIRST "1,a,PES,6.2,c,1,G,L1-PES1-01,L1-PES1-01\n",
      "items.csv:3: " CODES },
    { "an extension without a level", TABLE_EXTENSIONS,
      "level,extension,category,control_point,items\n0,云,a,b,1\n",
      "extensions.csv:2: a level is 1 to 4" },
    { "an extension without items", TABLE_EXTENSIONS,
      "level,extension,category,control_point,items\n1,云,a,b,-1\n",
      "extensions.csv:2: a control point has 1 to 99 items" },
    { "a case of neither yes nor no", TABLE_CASES, CASES "1,a,6.1,b,c,3,2,x\n",
      "high_risk.csv:2: a case has a level from 1 to 4, and 1 or 0 for those above" },
    { "a case out of order", TABLE_CASES, CASES "2,a,6.1,b,c,3,1,\n",
      "high_risk.csv:2: cases are numbered from 1" },
    { "a case without a number", TABLE_CASES, CASES "x,a,6.1,b,c,3,1,\n",
      "high_risk.csv:2: cases are numbered from 1" },
    { "a case of level nine", TABLE_CASES, CASES "1,a,6.1,b,c,9,1,\n",
      "high_risk.csv:2: a case has a level from 1 to 4, and 1 or 0 for those above" },
    { "a case that is above or not", TABLE_CASES, CASES "1,a,6.1,b,c,3,yes,\n",
      "high_risk.csv:2: a case has a level from 1 to 4, and 1 or 0 for those above" },
    { "a weight of a code that does not exist", TABLE_WEIGHTS, "unit,weight\nL3-CES1-16,重要\n",
      "weights.csv:2: there is no item of this code" },
    { "an empty weight", TABLE_WEIGHTS, "unit,weight\nL3-CES1-15,\n",
      "weights.csv:2: both fields must say something" },
    { "a weight twice", TABLE_WEIGHTS, "unit,weight\nL3-CES1-15,a\nL3-CES1-15,b\n",
      "weights.csv:3: stands twice" },
    { "another name of nothing", TABLE_ALIASES, "alias,name\n,防火\n",
      "aliases.csv:2: both fields must say something" },
};

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(MISTAKES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct catalogue *cat = NULL;
        rc_t rc = catalogue_fixture(MISTAKES[i].table, MISTAKES[i].csv, &cat, &problem);
        if (rc != RC_INVALID || cat || strcmp(problem.text, MISTAKES[i].want) != 0)
            fail_msg("%s: %s", MISTAKES[i].name, problem.text);
    }
}

/* A table is bounded before memory is taken for it. */
static void test_too_many_lines(void **state)
{
    static char lines[4096];
    struct problem problem = { .rc = RC_OK };
    struct catalogue *cat = NULL;
    (void)state;
    memset(lines, '\n', sizeof(lines) - 1);
    assert_int_equal(catalogue_fixture(TABLE_ALIASES, lines, &cat, &problem), RC_INVALID);
    assert_string_equal(problem.text, "aliases.csv has more than 2000 lines");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_too_many_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
