/* A simulation's question, judged before anything is played, and what its answer says about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ask_check.h"
#include "attr.h"
#include "rules_fixture.h"

/* A story of pack `pack` whose contract is signed on `day`; NULL for none. */
static json_t *story_of(const char *pack, const char *day)
{
    return day ? json_pack("{s:{s:s, s:s, s:s}}", "contract", "code", "c", "pack", pack, "signed", day) : NULL;
}

/* `field` NULL: it can be played. */
static const struct {
    const char *name, *from, *to;
    int64_t systems;
    const char *pack, *first, *against; /* the first story's pack; days of signing */
    const char *field, *reason;
} ASKS[] = {
    { "a single day", "2026-03-16", "2026-03-16", 0, "p", "2026-03-16", NULL, NULL, NULL },
    { "no story", "2026-03-16", "2026-12-31", 0, "p", NULL, NULL, NULL, NULL },
    { "ends before it begins", "2026-03-16", "2026-03-15", 0, "p", NULL, NULL, "to", "the range must have from 1 to 3661 days" },
    { "ten years", "2026-01-01", "2036-01-09", 0, "p", NULL, NULL, NULL, NULL },
    { "ten years and a day", "2026-01-01", "2036-01-10", 0, "p", NULL, NULL, "to", "the range must have from 1 to 3661 days" },
    { "the most systems", "2026-01-01", "2026-01-02", 100000, "p", NULL, NULL, NULL, NULL },
    { "one more", "2026-01-01", "2026-01-02", 100001, "p", NULL, NULL, "systems", "--systems must be from 1 to 100000" },
    { "fewer than none", "2026-01-01", "2026-01-02", -1, "p", NULL, NULL, "systems", "--systems must be from 1 to 100000" },
    { "another pack's story", "2026-03-16", "2026-12-31", 0, "q", "2026-03-16", NULL, "scenario",
      "the scenario of --scenario is of pack \"q\", not of \"p\"" },
    { "also with invented systems", "2026-03-16", "2026-12-31", 9, "q", "2026-03-16", NULL, "scenario",
      "the scenario of --scenario is of pack \"q\", not of \"p\"" },
    { "signed on the last day", "2026-03-16", "2026-12-31", 0, "p", "2026-12-31", NULL, NULL, NULL },
    { "signed after it", "2026-03-16", "2026-12-31", 0, "p", "2027-01-01", NULL, "scenario",
      "the contract of --scenario is signed on 2027-01-01, after the last day played" },
    { "the other one is", "2026-03-16", "2026-12-31", 0, "p", "2026-03-16", "2027-01-01", "against",
      "the contract of --against is signed on 2027-01-01, after the last day played" },
    { "signed long before", "2026-03-16", "2026-12-31", 0, "p", "2020-01-01", "2021-01-01", NULL, NULL },
};

static void test_asks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ASKS); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *first = story_of(ASKS[i].pack, ASKS[i].first);
        json_t *against = story_of("p", ASKS[i].against);
        const struct simulate_ask ask = { .pack = "p", .from = day_of(ASKS[i].from), .to = day_of(ASKS[i].to),
                                          .systems = ASKS[i].systems, .story = first, .against = against };
        rc_t rc = ask_check(&ask, &problem);
        bool right = !ASKS[i].field;
        if (rc != (right ? RC_OK : RC_INVALID) ||
            (!right && (strcmp(problem.field, ASKS[i].field) != 0 || strcmp(problem.text, ASKS[i].reason) != 0)))
            fail_msg("%s: %s: %s", ASKS[i].name, problem.field, problem.text);
        json_decref(first);
        json_decref(against);
    }
}

/* Which stories are told of: those signed on another day than the first, before or after it. */
static void test_notes(void **state)
{
    static const struct {
        const char *name, *first, *against, *want;
    } CASES[] = {
        { "no story", NULL, NULL, "[]" },
        { "on the first day", "2026-03-16", "2026-03-16", "[]" },
        { "the day before", "2026-03-15", NULL, "[{\"kind\":\"signed\",\"side\":\"first\",\"signed\":\"2026-03-15\",\"from\":\"2026-03-16\"}]" },
        { "the other, the day after", "2026-03-16", "2026-03-17",
          "[{\"kind\":\"signed\",\"side\":\"against\",\"signed\":\"2026-03-17\",\"from\":\"2026-03-16\"}]" },
        { "both", "2026-03-15", "2026-03-15",
          "[{\"kind\":\"signed\",\"side\":\"first\",\"signed\":\"2026-03-15\",\"from\":\"2026-03-16\"},"
          "{\"kind\":\"signed\",\"side\":\"against\",\"signed\":\"2026-03-15\",\"from\":\"2026-03-16\"}]" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *first = story_of("p", CASES[i].first);
        json_t *against = story_of("p", CASES[i].against);
        const struct simulate_ask ask = { .pack = "p", .from = day_of("2026-03-16"), .to = day_of("2026-12-31"), .story = first,
                                          .against = against };
        json_t *notes = ask_notes(&ask);
        json_t *want = json_loads(CASES[i].want, 0, NULL);
        if (!json_equal(notes, want))
            fail_msg("%s: %s", CASES[i].name, json_dumps(notes, JSON_COMPACT));
        json_decref(want);
        json_decref(notes);
        json_decref(first);
        json_decref(against);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asks),
        cmocka_unit_test(test_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
