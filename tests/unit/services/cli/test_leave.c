/* Who is there, and when a team is empty. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "leave.h"
#include "rules_fixture.h"

/* Two engineers of team x, one of y, a manager; a is away from the 4th to the 8th, and c without end. */
#define PEOPLE                                                                                                         \
    "{\"people\":[{\"name\":\"a\",\"role\":\"engineer\",\"team\":\"x\"},{\"name\":\"b\",\"role\":\"engineer\",\"team\":\"x\"},"   \
    "{\"name\":\"c\",\"role\":\"engineer\",\"team\":\"y\"},{\"name\":\"m\",\"role\":\"manager\",\"team\":\"z\"}],\"leave\":["
#define AWAY(person, from, to, more)                                                                                   \
    "{\"person\":\"" person "\",\"from\":\"" from "\",\"to\":\"" to "\"" more "}"
#define A_WEEK AWAY("a", "2026-05-04", "2026-05-08", "")
#define B_WEEK(more) AWAY("b", "2026-05-06", "2026-05-12", more)

static const struct {
    const char *name, *rows, *team, *day;
    bool empty;
} ROWS[] = {
    { "nobody is away", "", "x", "2026-05-06", false },
    { "one of two", A_WEEK, "x", "2026-05-06", false },
    { "both", A_WEEK "," B_WEEK(""), "x", "2026-05-06", true },
    { "before both are", A_WEEK "," B_WEEK(""), "x", "2026-05-05", false },
    { "the last day of the first", A_WEEK "," B_WEEK(""), "x", "2026-05-08", true },
    { "the day the first is back", A_WEEK "," B_WEEK(""), "x", "2026-05-09", false },
    { "a deputy who is there", A_WEEK "," B_WEEK(",\"deputy\":\"m\""), "x", "2026-05-06", false },
    { "a deputy of another team", A_WEEK "," B_WEEK(",\"deputy\":\"c\""), "x", "2026-05-06", false },
    { "each other's deputies", AWAY("a", "2026-05-04", "2026-05-08", ",\"deputy\":\"b\"") "," B_WEEK(",\"deputy\":\"a\""), "x", "2026-05-06", true },
    { "a deputy who is away, with a deputy of their own", B_WEEK(",\"deputy\":\"c\"") "," A_WEEK ","
      AWAY("c", "2026-05-01", "2026-05-31", ",\"deputy\":\"m\""), "x", "2026-05-06", true },
    { "a deputy covers only their own days of leave", A_WEEK "," AWAY("b", "2026-05-04", "2026-05-08", ",\"deputy\":\"c\"") ","
      AWAY("c", "2026-05-08", "2026-05-08", ""), "x", "2026-05-08", true },
    { "another team", A_WEEK "," B_WEEK(""), "y", "2026-05-06", false },
    { "a team of one", AWAY("c", "2026-05-01", "2026-05-31", ""), "y", "2026-05-06", true },
    { "two rows of one person side by side", AWAY("c", "2026-05-01", "2026-05-05", "") "," AWAY("c", "2026-05-06", "2026-05-07", ""), "y", "2026-05-06", true },
    { "a team without engineers", AWAY("m", "2026-05-01", "2026-05-31", ""), "z", "2026-05-06", false },
    { "a team of nobody", A_WEEK, "q", "2026-05-06", false },
};

static void test_empties(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        char text[2000];
        snprintf(text, sizeof(text), "%s%s]}", PEOPLE, ROWS[i].rows);
        json_t *story = json_loads(text, 0, NULL);
        assert_non_null(story);
        if (leave_empties(story, ROWS[i].team, day_of(ROWS[i].day)) != ROWS[i].empty)
            fail_msg("%s", ROWS[i].name);
        json_decref(story);
    }
}

/* Both days count; the first row of two that lie over each other is told. */
static void test_row(void **state)
{
    json_t *story = json_loads(PEOPLE A_WEEK "," AWAY("a", "2026-05-08", "2026-05-10", ",\"deputy\":\"b\"") "]}", 0, NULL);
    (void)state;
    assert_null(leave_row(story, "a", day_of("2026-05-03")));
    assert_null(leave_row(story, "b", day_of("2026-05-05")));
    const json_t *first = leave_row(story, "a", day_of("2026-05-04"));
    assert_non_null(first);
    assert_ptr_equal(leave_row(story, "a", day_of("2026-05-08")), first);
    assert_null(leave_deputy(story, first, day_of("2026-05-08")));
    const json_t *second = leave_row(story, "a", day_of("2026-05-10"));
    assert_string_equal(leave_deputy(story, second, day_of("2026-05-10")), "b");
    assert_null(leave_row(story, "a", day_of("2026-05-11")));
    json_decref(story);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_empties), cmocka_unit_test(test_row) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
