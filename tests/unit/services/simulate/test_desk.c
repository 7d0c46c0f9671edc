/* Who does a task and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "desk.h"
#include "rules_fixture.h"

#define PEOPLE                                                                                                         \
    "\"people\":[{\"name\":\"m\",\"role\":\"manager\"},{\"name\":\"c\",\"role\":\"customer\"},"                         \
    "{\"name\":\"a\",\"role\":\"engineer\",\"team\":\"x\"},{\"name\":\"b\",\"role\":\"engineer\",\"team\":\"y\"}]"
#define EVERYTHING "\"tasks\":[{\"late\":0}]"
/* 2026-05-01 is a Friday and a holiday to Tuesday, 2026-05-09 a Saturday that is worked. */
#define MAY_DAY "2026-05-01"

/* A story, a task that is due, and who does it on which day; NULL: nobody does it. */
static const struct {
    const char *name, *story;
    const char *clause, *period, *team, *person, *due;
    const char *by, *on;
} ROWS[] = {
    { "no rows: nobody", "{" PEOPLE "}", "k", "daily", NULL, NULL, MAY_DAY, NULL, NULL },
    { "on its day, also a holiday", "{" PEOPLE "," EVERYTHING "}", "k", "daily", NULL, NULL, MAY_DAY, "a", MAY_DAY },
    { "the team's engineer", "{" PEOPLE "," EVERYTHING "}", "k", "daily", "y", NULL, MAY_DAY, "b", MAY_DAY },
    { "whom it is for", "{" PEOPLE "," EVERYTHING "}", "k", "daily", "y", "m", MAY_DAY, "m", MAY_DAY },
    { "a stranger counts for nobody", "{" PEOPLE "," EVERYTHING "}", "k", "daily", "y", "z", MAY_DAY, "b", MAY_DAY },
    { "the story's word goes before", "{" PEOPLE ",\"tasks\":[{\"by\":\"c\"}]}", "k", "daily", "y", "m", MAY_DAY, "c", MAY_DAY },
    { "late lands on a working day", "{" PEOPLE ",\"tasks\":[{\"late\":2}]}", "k", "daily", NULL, NULL, MAY_DAY, "a", "2026-05-06" },
    { "a worked Saturday is one", "{" PEOPLE ",\"tasks\":[{\"late\":1}]}", "k", "daily", NULL, NULL, "2026-05-08", "a", "2026-05-09" },
    { "the last row that names it counts", "{" PEOPLE ",\"tasks\":[{\"late\":9},{\"clauses\":[\"k\"],\"late\":0},{\"clauses\":[\"q\"],\"late\":5}]}",
      "k", "daily", NULL, NULL, MAY_DAY, "a", MAY_DAY },
    { "a row for another period", "{" PEOPLE ",\"tasks\":[{\"periods\":[\"weekly\"],\"late\":0}]}", "k", "daily", NULL, NULL, MAY_DAY, NULL, NULL },
    { "skipped", "{" PEOPLE ",\"tasks\":[{\"late\":0},{\"skip\":true}]}", "k", "daily", NULL, NULL, MAY_DAY, NULL, NULL },
    { "the others do it", "{" PEOPLE "," EVERYTHING ",\"leave\":[{\"person\":\"a\",\"from\":\"2026-05-01\",\"to\":\"2026-05-01\"}]}", "k", "daily", "x", NULL,
      MAY_DAY, "b", MAY_DAY },
    { "all engineers away: the manager", "{" PEOPLE "," EVERYTHING ",\"leave\":[{\"person\":\"a\",\"from\":\"2026-05-01\",\"to\":\"2026-05-01\"},"
      "{\"person\":\"b\",\"from\":\"2026-05-01\",\"to\":\"2026-05-01\"}]}", "k", "daily", "x", NULL, MAY_DAY, "m", MAY_DAY },
    { "the deputy", "{" PEOPLE ",\"tasks\":[{\"by\":\"a\"}],\"leave\":[{\"person\":\"a\",\"from\":\"2026-05-01\",\"to\":\"2026-05-03\",\"deputy\":\"b\"}]}",
      "k", "daily", "x", NULL, MAY_DAY, "b", MAY_DAY },
    { "after coming back, on a working day", "{" PEOPLE ",\"tasks\":[{\"by\":\"a\"}],\"leave\":[{\"person\":\"a\",\"from\":\"2026-05-01\",\"to\":\"2026-05-02\"}]}",
      "k", "daily", "x", NULL, MAY_DAY, "a", "2026-05-06" },
    { "the deputy is away too", "{" PEOPLE ",\"tasks\":[{\"by\":\"a\"}],\"leave\":[{\"person\":\"a\",\"from\":\"2026-05-01\",\"to\":\"2026-05-10\",\"deputy\":\"b\"},"
      "{\"person\":\"b\",\"from\":\"2026-05-01\",\"to\":\"2026-05-06\"}]}", "k", "daily", "x", NULL, MAY_DAY, "b", "2026-05-07" },
};

static void take(struct desk *desk, int64_t id, size_t row)
{
    struct desk_task task = { id, ROWS[row].clause, ROWS[row].period, ROWS[row].team, ROWS[row].person, day_of(ROWS[row].due) };
    desk_take(desk, &task);
}

static void test_rows(void **state)
{
    calendar_t *calendar = fixture_calendar();
    (void)state;
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        struct desk desk;
        json_t *story = json_loads(ROWS[i].story, 0, NULL);
        const char *by = NULL;
        int32_t want = ROWS[i].on ? day_of(ROWS[i].on) : INT32_MAX;
        assert_non_null(story);
        desk_init(&desk, story, calendar, 1);
        take(&desk, 7, i);
        int32_t on = desk_next(&desk);
        json_t *ids = ROWS[i].on ? desk_done(&desk, want, 10, &by) : NULL;
        if (on != want || (ROWS[i].by && (!by || strcmp(by, ROWS[i].by) != 0)))
            fail_msg("%s: day %d by %s", ROWS[i].name, (int)on, by ? by : "nobody");
        json_decref(ids);
        desk_fini(&desk);
        json_decref(story);
    }
    calendar_destroy(&calendar);
}

/* Engineers take turns; a request names at most so many tasks of one person; nothing is done twice. */
static void test_turns_and_batches(void **state)
{
    struct desk desk;
    calendar_t *calendar = fixture_calendar();
    json_t *story = json_loads("{" PEOPLE "," EVERYTHING "}", 0, NULL);
    size_t done[2] = { 0, 0 }, requests = 0;
    const char *by;
    json_t *ids;
    (void)state;
    desk_init(&desk, story, calendar, 1);
    for (int64_t id = 1; id <= 9; id++)
        take(&desk, id, 1);
    assert_null(desk_done(&desk, day_of(MAY_DAY) - 1, 2, &by));
    while ((ids = desk_done(&desk, day_of(MAY_DAY), 2, &by)) != NULL) {
        assert_in_range(json_array_size(ids), 1, 2);
        assert_true(strcmp(by, "a") == 0 || strcmp(by, "b") == 0);
        done[*by - 'a'] += json_array_size(ids);
        requests++;
        json_decref(ids);
    }
    assert_int_equal(done[0], 5);
    assert_int_equal(done[1], 4);
    assert_int_equal(requests, 5);
    desk_fini(&desk);
    json_decref(story);
    calendar_destroy(&calendar);
}

/* Chance makes some tasks late, the same ones for the same seed. */
static int32_t days_late(uint64_t seed, int *ret_late)
{
    struct desk desk;
    calendar_t *calendar = fixture_calendar();
    json_t *story = json_loads("{" PEOPLE "," EVERYTHING ",\"chance\":{\"tasks\":50,\"task_days\":3}}", 0, NULL);
    int32_t sum = 0;
    *ret_late = 0;
    desk_init(&desk, story, calendar, seed);
    for (int64_t id = 1; id <= 100; id++)
        take(&desk, id, 1);
    for (size_t i = 0; i < desk.count; i++) {
        sum += (desk.rows[i].day - day_of(MAY_DAY)) * (int32_t)desk.rows[i].id;
        *ret_late += desk.rows[i].day > day_of(MAY_DAY);
    }
    desk_fini(&desk);
    json_decref(story);
    calendar_destroy(&calendar);
    return sum;
}

static void test_chance(void **state)
{
    int late, again;
    (void)state;
    int32_t one = days_late(5, &late);
    assert_int_equal(one, days_late(5, &again));
    assert_in_range(late, 30, 70);
    assert_int_not_equal(one, days_late(6, &again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_turns_and_batches),
        cmocka_unit_test(test_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
