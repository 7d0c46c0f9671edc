/* Special periods of the packs that ship, on the calendar that ships. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "feed_periods.h"
#include "memory.h"
#include "shipped.h"

enum { SEEN_MAX = 40, NAME_TEXT = 40, NOTE_TEXT = 2048 };

/* What a walk gave. */
struct seen {
    size_t count;
    struct feed_event rows[SEEN_MAX];
    char titles[SEEN_MAX][NAME_TEXT];
    char note[NOTE_TEXT]; /* of the last one */
};

static struct {
    pack_t *special; /* asks for work around holidays */
    pack_t *plain;   /* asks for none */
    calendar_t *calendar;
} ground;

static pack_t *read_pack(const char *path)
{
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    size_t len;
    char *text = shipped_text(path, &len);
    const struct pack_source source = { .bytes = text, .len = len, .file_name = path };
    if (pack_read(&source, &pack, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    mem_free(text);
    return pack;
}

static int open_ground(void **state)
{
    struct problem problem = { .rc = RC_OK };
    size_t len;
    char *csv = shipped_text("calendars/cn.csv", &len);
    (void)state;
    ground.special = read_pack("packs/rsj-2022.yaml");
    ground.plain = read_pack("packs/langfang-2025.yaml");
    assert_int_equal(calendar_read_csv("cn", "1", csv, len, &ground.calendar, &problem), RC_OK);
    mem_free(csv);
    return 0;
}

static int close_ground(void **state)
{
    (void)state;
    pack_destroy(&ground.special);
    pack_destroy(&ground.plain);
    calendar_destroy(&ground.calendar);
    return 0;
}

/* A feed_event_fn. */
static rc_t see(void *arg, const struct feed_event *event, struct problem *problem)
{
    struct seen *seen = arg;
    (void)problem;
    assert_true(seen->count < SEEN_MAX);
    snprintf(seen->titles[seen->count], NAME_TEXT, "%s", event->title);
    snprintf(seen->note, sizeof(seen->note), "%s", event->note);
    seen->rows[seen->count++] = *event;
    return RC_OK;
}

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    assert_true(civil_parse_date(text, &day));
    return day;
}

static struct seen periods_of(const pack_t *pack, const char *from, const char *to, enum lang lang)
{
    const struct feed_periods periods = { .pack = pack,
                                          .calendar = ground.calendar,
                                          .from = day_of(from),
                                          .to = day_of(to),
                                          .changed_at = 7,
                                          .lang = lang };
    struct problem problem = { .rc = RC_OK };
    struct seen seen = { .count = 0 };
    assert_int_equal(feed_periods_each(&periods, see, &seen, &problem), RC_OK);
    return seen;
}

/* The year 2022 as its notice has it: seven holidays, one of them over the turn of the year. */
static void test_a_year(void **state)
{
    static const struct {
        const char *title, *from, *to;
    } WANT[] = {
        { "元旦", "2021-12-31", "2022-01-04" },   { "春节", "2022-01-30", "2022-02-07" },
        { "清明节", "2022-04-02", "2022-04-06" }, { "劳动节", "2022-04-29", "2022-05-05" },
        { "端午节", "2022-06-02", "2022-06-06" }, { "中秋节", "2022-09-09", "2022-09-13" },
        { "国庆节", "2022-09-30", "2022-10-08" }, { "元旦", "2022-12-30", "2023-01-03" },
    };
    (void)state;
    struct seen seen = periods_of(ground.special, "2022-01-01", "2022-12-31", LANG_ZH);
    assert_int_equal(seen.count, COUNT_OF(WANT));
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        const struct feed_event *row = &seen.rows[i];
        assert_string_equal(seen.titles[i], WANT[i].title);
        assert_int_equal(row->from, day_of(WANT[i].from));
        assert_int_equal(row->to, day_of(WANT[i].to));
        assert_int_equal(row->id, row->from);
        assert_int_equal(row->kind, FEED_PERIOD);
        assert_int_equal(row->changed_at, 7);
        assert_true(row->at == INT64_MIN);
    }
}

/* A period is shown as soon as one of its days is: the day before and the day after count. */
static void test_edges(void **state)
{
    static const struct {
        const char *from, *to;
        size_t want;
    } ROWS[] = {
        { "2022-02-07", "2022-02-07", 1 },                                    /* the day after */
        { "2022-02-08", "2022-02-08", 0 }, { "2022-01-30", "2022-01-30", 1 }, /* the day before */
        { "2022-01-29", "2022-01-29", 0 }, { "2022-02-03", "2022-02-03", 1 },
        { "2099-01-01", "2099-12-31", 0 }, /* of a year that is not published nothing is known */
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct seen seen = periods_of(ground.special, ROWS[i].from, ROWS[i].to, LANG_ZH);
        if (seen.count != ROWS[i].want)
            fail_msg("%s to %s: %zu", ROWS[i].from, ROWS[i].to, seen.count);
    }
}

/* Which clauses make it special is said, in the order of the pack. */
static void test_note(void **state)
{
    static const char FIRST[] = "RSJ-202 身份认证系统特殊时期维护";
    (void)state;
    struct seen zh = periods_of(ground.special, "2022-02-01", "2022-02-01", LANG_ZH);
    struct seen en = periods_of(ground.special, "2022-02-01", "2022-02-01", LANG_EN);
    assert_int_equal(strncmp(zh.note, FIRST, strlen(FIRST)), 0);
    assert_non_null(strstr(zh.note, "；RSJ-243 "));
    assert_non_null(strstr(en.note, "; RSJ-243 "));
}

static void test_a_pack_without(void **state)
{
    (void)state;
    assert_int_equal(periods_of(ground.plain, "2022-01-01", "2022-12-31", LANG_ZH).count, 0);
}

/* A feed_event_fn that has seen enough. */
static rc_t refuse(void *arg, const struct feed_event *event, struct problem *problem)
{
    (void)event;
    ++*(int *)arg;
    return problem_set(problem, RC_TOO_LARGE, NULL, "enough");
}

static void test_the_walk_ends(void **state)
{
    const struct feed_periods periods = { .pack = ground.special,
                                          .calendar = ground.calendar,
                                          .from = day_of("2022-01-01"),
                                          .to = day_of("2022-12-31") };
    struct feed_periods none = periods;
    struct problem problem = { .rc = RC_OK };
    int calls = 0;
    (void)state;
    assert_int_equal(feed_periods_each(&periods, refuse, &calls, &problem), RC_TOO_LARGE);
    assert_int_equal(calls, 1);
    none.calendar = NULL;
    assert_int_equal(feed_periods_each(&none, refuse, &calls, &problem), RC_OK);
    assert_int_equal(calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_year),        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_note),          cmocka_unit_test(test_a_pack_without),
        cmocka_unit_test(test_the_walk_ends),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
