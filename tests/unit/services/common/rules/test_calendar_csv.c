/* What a calendar file may hold, and the line that is named when it does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "calendar.h"
#include "memory.h"
#include "rules_fixture.h"

static const struct {
    const char *name, *text, *want; /* want NULL: it reads */
} FILES[] = {
    { "header only", "date,type,name\n", NULL },
    { "CRLF, empty line, no last line end", "date,type,name\r\n\r\n2026-01-01,holiday,元旦", NULL },
    { "empty", "", "a calendar must begin with the line date,type,name" },
    { "another header", "day,type,name\n", "a calendar must begin with the line date,type,name" },
    { "no name column", "date,type,name\n2026-01-01,holiday\n",
      "line 2 of the calendar must be date,type,name" },
    { "no date", "date,type,name\n2026-02-30,holiday,x\n",
      "line 2 of the calendar must begin with a date YYYY-MM-DD" },
    { "unknown type", "date,type,name\n2026-01-01,off,x\n",
      "line 2 of the calendar must say holiday or makeup" },
    { "no column at all", "date,type,name\n2026-01-01\n",
      "line 2 of the calendar must be date,type,name" },
    { "a control character in the name", "date,type,name\n2026-01-01,holiday,a\x01-b\n",
      "line 2 of the calendar must end with the holiday's name" },
    { "LF and an empty line", "date,type,name\n\n2026-01-01,holiday,元旦\n", NULL },
    { "empty name", "date,type,name\n2026-01-01,holiday,\n",
      "line 2 of the calendar must end with the holiday's name" },
    { "a comma too many", "date,type,name\n2026-01-01,holiday,a,b\n",
      "line 2 of the calendar must end with the holiday's name" },
    { "twice", "date,type,name\n2026-01-01,holiday,x\n2026-01-01,holiday,x\n",
      "line 3 of the calendar: 2026-01-01 is entered already" },
    { "make-up day on a weekday", "date,type,name\n2026-01-05,makeup,x\n",
      "line 2 of the calendar: make-up day 2026-01-05 must be a Saturday or a Sunday" },
    { "make-up day on a Friday", "date,type,name\n2026-01-09,makeup,x\n",
      "line 2 of the calendar: make-up day 2026-01-09 must be a Saturday or a Sunday" },
    { "make-up day on a Saturday", "date,type,name\n2026-01-10,makeup,x\n", NULL },
    { "no UTF-8", "date,type,name\n2026-01-01,holiday,\xff\n",
      "a calendar must be UTF-8 text of at most 2097152 bytes" },
};

static void test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FILES); i++) {
        calendar_t *cal = NULL;
        struct problem problem = { .rc = RC_OK };
        rc_t rc =
            calendar_read_csv("cn", "1", FILES[i].text, strlen(FILES[i].text), &cal, &problem);
        if ((rc == RC_OK) != (FILES[i].want == NULL) || (cal != NULL) != (rc == RC_OK) ||
            (FILES[i].want && strcmp(problem.text, FILES[i].want) != 0))
            fail_msg("%s: %s", FILES[i].name, problem.text);
        calendar_destroy(&cal);
    }
}

static void test_long_file(void **state)
{
    size_t len = 2 * 1024 * 1024 + 1;
    char *text = mem_new(len);
    calendar_t *cal = NULL;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    memset(text, ' ', len);
    assert_int_equal(calendar_read_csv("cn", "1", text, len, &cal, &problem), RC_INVALID);
    assert_null(cal);
    mem_free(text);
}

static void test_long_line(void **state)
{
    char text[600] = "date,type,name\n";
    calendar_t *cal = NULL;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    memset(text + 15, 'x', 500);
    assert_int_equal(calendar_read_csv("cn", "1", text, strlen(text), &cal, &problem), RC_INVALID);
    assert_string_equal(problem.text, "line 2 of the calendar is too long or binary");
    problem_clear(&problem);
    assert_int_equal(calendar_read_csv("cn", "1", "date,type,name\n\0x\n", 18, &cal, &problem),
                     RC_INVALID);
    assert_null(cal);
}

static void test_shipped_file(void **state)
{
    calendar_t *cal = fixture_calendar();
    size_t makeup = 0;
    (void)state;
    for (size_t i = 0; i < calendar_size(cal); i++)
        makeup += calendar_entry_at(cal, i).kind == DAY_MAKEUP;
    assert_int_equal(calendar_size(cal), 180);
    assert_int_equal(makeup, 33);
    calendar_destroy(&cal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_long_file),
        cmocka_unit_test(test_long_line),
        cmocka_unit_test(test_shipped_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
