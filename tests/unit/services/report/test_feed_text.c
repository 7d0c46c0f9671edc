/* The text of a feed against a strict reader: form of lines, round trip of any text, what each kind
 * of event becomes, the same bytes for the same rows, and its ceiling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "feed_text.h"
#include "ics_check.h"
#include "memory.h"

enum { MONDAY = 20619 /* 2026-06-15 */ };
#define CHANGED INT64_C(1781485200123456) /* 2026-06-15T01:00:00.123456Z */

static struct feed_head head_of(bool personal, const char *zone, int minutes)
{
    return (struct feed_head){ .contract = "c-1",
                               .title = "合同甲",
                               .owner = personal ? "甲" : NULL,
                               .personal = personal,
                               .zone = zone,
                               .zone_minutes = minutes };
}

static struct feed_event deadline_of(int64_t id)
{
    return (struct feed_event){ .kind = FEED_DEADLINE,
                                .id = id,
                                .from = MONDAY,
                                .to = MONDAY,
                                .at = INT64_MIN,
                                .sequence = 3,
                                .changed_at = CHANGED,
                                .state = "open",
                                .title = "整改",
                                .clause = "X-1" };
}

/* The calendar of these rows, owned by the caller. */
static char *text_of(const struct feed_head *head, const struct feed_event *rows, size_t count)
{
    struct problem problem = { .rc = RC_OK };
    struct feed_text text;
    struct bytebuf out;
    feed_text_init(&text, head);
    bytebuf_init(&out, FEED_BYTES_MAX);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(feed_text_add(&text, &rows[i], &problem), RC_OK);
    assert_int_equal(feed_text_end(&text, &out, &problem), RC_OK);
    assert_int_equal(text.count, count);
    assert_int_equal(text.left_out, 0);
    feed_text_fini(&text);
    char *copy = mem_dup(bytebuf_str(&out));
    bytebuf_fini(&out);
    return copy;
}

/* One row, parsed. */
static icalcomponent *parse_one(const struct feed_head *head, const struct feed_event *row)
{
    char *text = text_of(head, row, 1);
    icalcomponent *calendar = ics_parse(text);
    mem_free(text);
    return calendar;
}

static icalcomponent *only_event(icalcomponent *calendar)
{
    assert_int_equal(ics_count(calendar), 1);
    return icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
}

static void check_value(icalcomponent *event, icalproperty_kind kind, const char *want)
{
    const char *value = ics_value(event, kind);
    if (strcmp(value, want) != 0)
        fail_msg("%s: %s, not %s", icalproperty_kind_to_string(kind), value, want);
}

static void test_a_deadline(void **state)
{
    struct feed_head head = head_of(false, "Asia/Shanghai", 480);
    struct feed_event row = deadline_of(17);
    (void)state;
    icalcomponent *calendar = parse_one(&head, &row);
    icalcomponent *event = only_event(calendar);
    check_value(event, ICAL_UID_PROPERTY, "deadline-17@c-1.mlps");
    check_value(event, ICAL_DTSTAMP_PROPERTY, "20260615T010000Z");
    check_value(event, ICAL_LASTMODIFIED_PROPERTY, "20260615T010000Z");
    check_value(event, ICAL_SEQUENCE_PROPERTY, "3");
    check_value(event, ICAL_DTSTART_PROPERTY, "20260615");
    check_value(event, ICAL_DTEND_PROPERTY, "20260616"); /* the first day without it */
    check_value(event, ICAL_STATUS_PROPERTY, "CONFIRMED");
    check_value(event, ICAL_TRANSP_PROPERTY, "TRANSPARENT");
    check_value(event, ICAL_CATEGORIES_PROPERTY, "截止");
    assert_string_equal(ics_text(event, ICAL_SUMMARY_PROPERTY), "截止：整改");
    assert_string_equal(ics_text(event, ICAL_DESCRIPTION_PROPERTY),
                        "合同：合同甲\n条款：X-1\n时间：2026-06-15");
    icalcomponent_free(calendar);
}

/* Days across the ends of months, years and February, and the latest there is. */
static void test_days_are_half_open(void **state)
{
    static const struct {
        int32_t from, to;
        const char *start, *end;
    } ROWS[] = {
        { 20605, 20634, "20260601", "20260701" }, { 20818, 20819, "20261231", "20270102" },
        { 21244, 21244, "20280301", "20280302" }, { 21242, 21243, "20280228", "20280301" },
        { 73048, 73048, "21691231", "21700101" },
    };
    struct feed_head head = head_of(false, "Asia/Shanghai", 480);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct feed_event row = deadline_of(1);
        row.kind = FEED_PHASE;
        row.state = "active";
        row.from = ROWS[i].from;
        row.to = ROWS[i].to;
        icalcomponent *calendar = parse_one(&head, &row);
        check_value(only_event(calendar), ICAL_DTSTART_PROPERTY, ROWS[i].start);
        check_value(only_event(calendar), ICAL_DTEND_PROPERTY, ROWS[i].end);
        icalcomponent_free(calendar);
    }
}

/* A limit of hours is an instant in the contract's zone, which the calendar defines, and never
 * later than it is; in a zone we have no rule for it is the same instant in UTC. */
static void test_a_limit_of_hours(void **state)
{
    struct feed_event row = deadline_of(1);
    (void)state;
    row.at = INT64_C(1781487059999999); /* 2026-06-15T09:30:59.999999+08:00 */
    for (int utc = 0; utc <= 1; utc++) {
        struct feed_head head = head_of(false, utc ? "UTC" : "Asia/Shanghai", utc ? 0 : 480);
        icalcomponent *calendar = parse_one(&head, &row);
        icalcomponent *event = only_event(calendar);
        icalproperty *start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
        const char *zone = icalproperty_get_parameter_as_string(start, "TZID");
        check_value(event, ICAL_DTSTART_PROPERTY, utc ? "20260615T013059Z" : "20260615T093059");
        check_value(event, ICAL_DTEND_PROPERTY, "");
        if (utc)
            assert_null(zone);
        else
            assert_string_equal(zone, "Asia/Shanghai");
        /* through the calendar's own definition it is the same second */
        icaltimezone *known = icalcomponent_get_timezone(calendar, "Asia/Shanghai");
        assert_int_equal(known != NULL, !utc);
        if (known)
            assert_int_equal(icaltime_as_timet_with_zone(icalproperty_get_dtstart(start), known),
                             row.at / 1000000);
        icalcomponent_free(calendar);
    }
}

static const struct {
    const char *name;
    bool personal;
    enum feed_kind kind;
    const char *state;
    bool hours;
    const char *trigger; /* NULL: nothing rings */
} ALARMS[] = {
    { "what is due rings at 9 the day before", true, FEED_DEADLINE, "open", false, "-P1DT15H" },
    { "what is overdue too", true, FEED_DEADLINE, "breached", false, "-P1DT15H" },
    { "a task rings at 9 on its last day", true, FEED_TASK, "planned", false, "-PT15H" },
    { "a limit of hours rings half an hour ahead", true, FEED_DEADLINE, "open", true, "-PT30M" },
    { "what is done does not", true, FEED_DEADLINE, "met", false, NULL },
    { "what is paused does not", true, FEED_DEADLINE, "paused", false, NULL },
    { "a phase does not", true, FEED_PHASE, "active", false, NULL },
    { "a done task does not", true, FEED_TASK, "done", false, NULL },
    { "a special period does not", true, FEED_PERIOD, "", false, NULL },
    { "nothing does on a calendar of many", false, FEED_DEADLINE, "open", false, NULL },
};

static void test_alarms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ALARMS); i++) {
        struct feed_head head = head_of(ALARMS[i].personal, "Asia/Shanghai", 480);
        struct feed_event row = deadline_of(1);
        row.kind = ALARMS[i].kind;
        row.state = ALARMS[i].state;
        if (ALARMS[i].hours)
            row.at = CHANGED;
        icalcomponent *calendar = parse_one(&head, &row);
        icalcomponent *alarm =
            icalcomponent_get_first_component(only_event(calendar), ICAL_VALARM_COMPONENT);
        if ((alarm != NULL) != (ALARMS[i].trigger != NULL))
            fail_msg("%s", ALARMS[i].name);
        if (alarm) {
            check_value(alarm, ICAL_TRIGGER_PROPERTY, ALARMS[i].trigger);
            check_value(alarm, ICAL_ACTION_PROPERTY, "DISPLAY");
            icalproperty *trigger = icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY);
            assert_string_equal(icalproperty_get_parameter_as_string(trigger, "RELATED"),
                                ALARMS[i].hours ? "START" : "END");
        }
        icalcomponent_free(calendar);
    }
}

/* What programs read of a calendar: its name under both names, how often to ask again, and that it
 * schedules nothing (METHOD would need an organizer). */
static void test_the_calendar(void **state)
{
    static const char *const LINES[] = {
        "\r\nVERSION:2.0\r\n",
        "\r\nCALSCALE:GREGORIAN\r\n",
        "\r\nNAME:合同甲 · 甲\r\n",
        "\r\nX-WR-CALNAME:合同甲 · 甲\r\n",
        "\r\nX-WR-TIMEZONE:Asia/Shanghai\r\n",
        "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n",
        "\r\nX-PUBLISHED-TTL:PT1H\r\n",
        "\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n",
    };
    struct feed_head head = head_of(true, "Asia/Shanghai", 480);
    (void)state;
    char *text = text_of(&head, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(LINES); i++)
        if (!strstr(text, LINES[i]))
            fail_msg("missing %s in %s", LINES[i], text);
    assert_null(strstr(text, "METHOD"));
    assert_int_equal(strncmp(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", 37), 0);
    icalcomponent *calendar = ics_parse(text);
    assert_int_equal(ics_count(calendar), 0);
    icalcomponent_free(calendar);
    mem_free(text);
}

/* ---- any text ---- */

/* A small generator with a seed: the same texts at every run. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static const char *const PIECES[] = {
    ",",
    ";",
    ":",
    "\\",
    "\\n",
    "\\,",
    "\"",
    "\n",
    "a",
    "Z ",
    " ",
    "中",
    "。",
    "，",
    "；",
    "\xf0\x9f\x98\x80",
    "\xf0\xa0\x80\x80",
    "é",
    "e\xcc\x81",
    "\xe2\x80\xa8",
    "BEGIN:VEVENT",
    "\nEND:VCALENDAR\n",
    "x=1;y:2",
    "https://a.b/c?d=e&f",
    "\xef\xbb\xbf",
    "'",
    "^n",
};

/* Up to `most` bytes of pieces and an end, since libical's parser drops spaces there; `lines` says
 * whether LF may be among them. */
static void random_text(uint32_t *seed, char *out, size_t most, bool lines)
{
    size_t len = 0;
    size_t want = next_random(seed) % most;
    *out = '\0';
    while (len < want) {
        const char *piece = PIECES[next_random(seed) % COUNT_OF(PIECES)];
        if (!lines && strchr(piece, '\n'))
            continue;
        if (len + strlen(piece) + 1 >= most)
            break;
        len += (size_t)snprintf(out + len, most - len, "%s", piece);
    }
    snprintf(out + len, most - len, ".");
}

/* Texts of any characters and lengths come back as they were; a name of several lines is one. */
static void test_any_text_survives(void **state)
{
    enum { ROUNDS = 400, TITLE = 1000 };
    struct feed_head head = head_of(false, "Asia/Shanghai", 480);
    uint32_t seed = 20260615;
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        char title[TITLE], note[2 * TITLE], want[4 * TITLE];
        struct feed_event row = deadline_of(i);
        random_text(&seed, title, i % 4 == 0 ? 20 : sizeof(title), false);
        random_text(&seed, note, sizeof(note), true);
        row.title = title;
        row.clause = NULL;
        row.note = note;
        icalcomponent *calendar = parse_one(&head, &row);
        icalcomponent *event = only_event(calendar);
        snprintf(want, sizeof(want), "截止：%s", title);
        assert_string_equal(ics_text(event, ICAL_SUMMARY_PROPERTY), want);
        snprintf(want, sizeof(want), "合同：合同甲\n时间：2026-06-15\n说明：%s", note);
        assert_string_equal(ics_text(event, ICAL_DESCRIPTION_PROPERTY), want);
        icalcomponent_free(calendar);
    }
}

/* A character of 4 octets at each place of a line, so that every fold falls on each of its octets
 * once. */
static void test_no_fold_inside_a_character(void **state)
{
    struct feed_head head = head_of(false, "Asia/Shanghai", 480);
    (void)state;
    for (int pad = 0; pad < 80; pad++) {
        char title[600];
        int len = snprintf(title, sizeof(title), "%*s", pad, "");
        for (int i = 0; i < 100; i++)
            len += snprintf(title + len, sizeof(title) - (size_t)len, "\xf0\x9f\x98\x80");
        struct feed_event row = deadline_of(1);
        row.title = title;
        icalcomponent_free(parse_one(&head, &row));
    }
}

/* RFC 5545 has no place for other control characters; a name with one is shown with a space. */
static void test_control_characters(void **state)
{
    struct feed_head head = head_of(false, "Asia/Shanghai", 480);
    struct feed_event row = deadline_of(1);
    (void)state;
    row.title = "a\tb\rc\x01"
                "d\x7f"
                "e";
    icalcomponent *calendar = parse_one(&head, &row);
    assert_string_equal(ics_text(only_event(calendar), ICAL_SUMMARY_PROPERTY), "截止：a b c d e");
    icalcomponent_free(calendar);
}

/* ---- many rows ---- */

static void test_the_same_bytes(void **state)
{
    struct feed_head head = head_of(true, "Asia/Shanghai", 480);
    struct feed_event rows[3] = { deadline_of(1), deadline_of(2), deadline_of(3) };
    (void)state;
    char *first = text_of(&head, rows, 3);
    char *second = text_of(&head, rows, 3);
    assert_string_equal(first, second);
    rows[1].sequence++;
    char *moved = text_of(&head, rows, 3);
    assert_string_not_equal(first, moved);
    mem_free(first);
    mem_free(second);
    mem_free(moved);
}

/* A feed beyond its ceiling is a whole calendar of what there was room for, and says how much was
 * left out. */
static void test_ceiling(void **state)
{
    enum { ROWS = 1200 };
    struct feed_head head = head_of(false, "Asia/Shanghai", 480);
    struct problem problem = { .rc = RC_OK };
    struct feed_text text;
    struct bytebuf out;
    char title[2000];
    char said[100];
    (void)state;
    memset(title, ',', sizeof(title));
    title[sizeof(title) - 1] = '\0';
    feed_text_init(&text, &head);
    bytebuf_init(&out, FEED_BYTES_MAX);
    for (int64_t i = 0; i < ROWS; i++) {
        struct feed_event row = deadline_of(i);
        row.title = title;
        assert_int_equal(feed_text_add(&text, &row, &problem), RC_OK);
    }
    assert_int_equal(feed_text_end(&text, &out, &problem), RC_OK);
    assert_true(text.left_out > 0 && text.count > 0);
    assert_int_equal(text.count + text.left_out, ROWS);
    icalcomponent *calendar = ics_parse(bytebuf_str(&out));
    assert_int_equal(ics_count(calendar), text.count);
    snprintf(said, sizeof(said), "另有 %zu 项未列出（只列离今天最近的）", text.left_out);
    assert_string_equal(ics_text(calendar, ICAL_DESCRIPTION_PROPERTY), said);
    icalcomponent_free(calendar);
    bytebuf_fini(&out);
    bytebuf_init(&out, 1000);
    assert_int_equal(feed_text_end(&text, &out, &problem), RC_TOO_LARGE);
    bytebuf_fini(&out);
    feed_text_fini(&text);
}

/* Texts beyond every ceiling of the tables are a bug of ours, told by the row. */
static void test_a_row_beyond_reason(void **state)
{
    struct feed_head head = head_of(false, "Asia/Shanghai", 480);
    struct problem problem = { .rc = RC_OK };
    struct feed_event row = deadline_of(99);
    struct feed_text text;
    char *title = mem_new(40 << 10);
    (void)state;
    memset(title, 'x', (40 << 10) - 1);
    row.title = title;
    feed_text_init(&text, &head);
    assert_int_equal(feed_text_add(&text, &row, &problem), RC_INTERNAL);
    assert_non_null(strstr(problem.text, "deadline 99"));
    assert_int_equal(text.count, 0);
    feed_text_fini(&text);
    mem_free(title);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_deadline),
        cmocka_unit_test(test_days_are_half_open),
        cmocka_unit_test(test_a_limit_of_hours),
        cmocka_unit_test(test_alarms),
        cmocka_unit_test(test_the_calendar),
        cmocka_unit_test(test_any_text_survives),
        cmocka_unit_test(test_no_fold_inside_a_character),
        cmocka_unit_test(test_control_characters),
        cmocka_unit_test(test_the_same_bytes),
        cmocka_unit_test(test_ceiling),
        cmocka_unit_test(test_a_row_beyond_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
