/* Plain tables: what is handed on, and what is refused with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "csv.h"

#define HEADER "a,b"

struct sum {
    size_t rows;
    char text[64];
};

/* Fields one after the other, so that a case can say what it wants; "stop" ends the reading. */
static rc_t take(void *arg, const struct csv_row *row, struct problem *problem)
{
    struct sum *sum = arg;
    if (strcmp(row->fields[0], "stop") == 0)
        return problem_set(problem, RC_CONFLICT, NULL, "stopped");
    sum->rows++;
    size_t used = strlen(sum->text);
    snprintf(sum->text + used, sizeof(sum->text) - used, "%zu:%s-%s ", row->line, row->fields[0],
             row->fields[1]);
    return RC_OK;
}

static const struct {
    const char *name, *bytes;
    rc_t rc;
    const char *want; /* the rows, or the message */
} CASES[] = {
    { "rows", "a,b\n1,2\n3,4\n", RC_OK, "2:1-2 3:3-4 " },
    { "no end of line", "a,b\n1,2", RC_OK, "2:1-2 " },
    { "lines of another system", "a,b\r\n1,2\r\n", RC_OK, "2:1-2 " },
    { "empty lines and fields", "a,b\n\n,2\n1,\n\n", RC_OK, "3:-2 4:1- " },
    { "the header alone", "a,b\n", RC_OK, "" },
    { "nothing", "", RC_INVALID, "t.csv is empty" },
    { "another header", "a,c\n1,2\n", RC_INVALID, "t.csv:1: must be the table's header" },
    { "an empty first line", "\na,b\n", RC_INVALID, "t.csv:1: must be the table's header" },
    { "a field too few", "a,b\n1\n", RC_INVALID,
      "t.csv:2: must have as many fields as the header" },
    { "a field too many", "a,b\n1,2\n1,2,3\n", RC_INVALID,
      "t.csv:3: must have as many fields as the header" },
    { "far too many", "a,b\n1,2,3,4,5,6,7,8,9,10,11,12,13\n", RC_INVALID,
      "t.csv:2: must have as many fields as the header" },
    { "a control character", "a,b\n1,\x01 2\n", RC_INVALID, "t.csv:2: must be UTF-8 text" },
    { "no UTF-8", "a,b\n1,\xff\n", RC_INVALID, "t.csv:2: must be UTF-8 text" },
    { "what the row says", "a,b\n1,2\nstop,2\n3,4\n", RC_CONFLICT, "stopped" },
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct sum sum = { .rows = 0 };
        struct problem problem = { .rc = RC_OK };
        struct csv_source source = { CASES[i].bytes, strlen(CASES[i].bytes), "t.csv", HEADER };
        rc_t rc = csv_read(&source, take, &sum, &problem);
        if (rc != CASES[i].rc || strcmp(rc == RC_OK ? sum.text : problem.text, CASES[i].want) != 0)
            fail_msg("%s: %s %s", CASES[i].name, sum.text, problem.text);
    }
}

static void test_long_and_binary_lines(void **state)
{
    char bytes[4 + CSV_LINE_BYTES + 1] = "a,b\n";
    struct sum sum = { .rows = 0 };
    struct problem problem = { .rc = RC_OK };
    (void)state;
    memset(bytes + 4, ',', CSV_LINE_BYTES);
    struct csv_source source = { bytes, 4 + CSV_LINE_BYTES, "t.csv", HEADER };
    assert_int_equal(csv_read(&source, take, &sum, &problem), RC_INVALID);
    assert_string_equal(problem.text, "t.csv:2: is too long or binary");
    struct csv_source nul = { "a,b\n1,\0\n", 9, "t.csv", HEADER };
    assert_int_equal(csv_read(&nul, take, &sum, &problem), RC_INVALID);
    assert_string_equal(problem.text, "t.csv:2: is too long or binary");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_long_and_binary_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
