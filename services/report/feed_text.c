/* Every property and its value are libical's to write: escaping, folding at 75 octets between
 * characters, the forms of dates. Each component becomes text at once and is freed, so memory is
 * that of the text. */
#include "feed_text.h"

#include <inttypes.h>
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "feed_words.h"
#include "memory.h"

/* Bytes: what the calendar's own properties may take of the ceiling. */
enum { FRAME_BYTES = 16 << 10, UID_TEXT = 160 };

/* Seconds. On the day before the last one at 9 o'clock for what is due, on the last day itself for
 * a task, half an hour ahead for a limit of hours. Relative to the end, which is midnight after. */
enum { HOUR = 3600, RING_DUE = -39 * HOUR, RING_TASK = -15 * HOUR, RING_HOURS = -HOUR / 2 };

#define SHANGHAI "Asia/Shanghai"

/* How often a program should ask again, under the new name of the property and an old one. */
#define REFRESH "PT1H"

/* ---- components ---- */

/* libical gives NULL only when memory is out. */
static void add(icalcomponent *to, icalproperty *property)
{
    mem_require(property != NULL);
    icalcomponent_add_property(to, property);
}

/* A property that RFC 5545 does not know. Programs that look for its name and a colon want no
 * VALUE=TEXT between them, so it gets text that is escaped already. */
static void add_extension(icalcomponent *to, const char *name, const char *value)
{
    icalvalue *text = icalvalue_new_text(value);
    char *escaped = icalvalue_as_ical_string_r(text);
    icalproperty *property = icalproperty_new_x(escaped);
    icalproperty_set_x_name(property, name);
    add(to, property);
    icalmemory_free_buffer(escaped);
    icalvalue_free(text);
}

/* No text of ours means a control character but LF, and RFC 5545 3.3.11 has no place for one. The
 * LF behind the last line goes. */
static const char *clean(struct bytebuf *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (((unsigned char)text->data[i] < 0x20 && text->data[i] != '\n') || text->data[i] == 0x7f)
            text->data[i] = ' ';
    if (text->len > 0 && text->data[text->len - 1] == '\n')
        text->data[--text->len] = '\0';
    return bytebuf_str(text);
}

/* Whether text is appended: the one exit of every component. */
static rc_t append(icalcomponent *component, struct bytebuf *out)
{
    char *text = icalcomponent_as_ical_string_r(component);
    mem_require(text != NULL);
    rc_t rc = bytebuf_text(out, text);
    icalmemory_free_buffer(text);
    return rc;
}

static struct icaltimetype date_of(int32_t day)
{
    struct date date = civil_date(day);
    struct icaltimetype time = icaltime_null_date();
    time.year = date.year;
    time.month = date.month;
    time.day = date.day;
    return time;
}

/* Seconds, floor: a limit is never shown later than it is. */
static struct icaltimetype time_of(int64_t us, int zone_minutes)
{
    int32_t day = civil_day_of(us, zone_minutes);
    int second = (int)((us - civil_day_start(day, zone_minutes)) / US_PER_SECOND);
    struct icaltimetype time = date_of(day);
    time.is_date = 0;
    time.hour = second / 3600;
    time.minute = second / 60 % 60;
    time.second = second % 60;
    return time;
}

static struct icaltimetype utc_of(int64_t us)
{
    struct icaltimetype time = time_of(us, 0);
    time.zone = icaltimezone_get_utc_timezone();
    return time;
}

/* Whether instants are given in a zone of their own and not in UTC: for the one whose rule we can
 * state in three lines, since its clocks have not changed since 1991. */
static bool has_zone(const struct feed_head *head)
{
    return strcmp(head->zone, SHANGHAI) == 0;
}

/* ---- one event ---- */

/* The instant a limit of hours ends; no DTEND, so that it takes no time (RFC 5545 3.6.1). */
static void add_instant(icalcomponent *event, const struct feed_head *head, int64_t at)
{
    bool zoned = has_zone(head);
    icalproperty *start =
        icalproperty_new_dtstart(zoned ? time_of(at, head->zone_minutes) : utc_of(at));
    if (zoned)
        icalproperty_add_parameter(start, icalparameter_new_tzid(SHANGHAI));
    add(event, start);
}

/* DTEND is the first day that is not part of it. */
static void add_days(icalcomponent *event, const struct feed_event *row)
{
    add(event, icalproperty_new_dtstart(date_of(row->from)));
    add(event, icalproperty_new_dtend(date_of(row->to + 1)));
}

/* The same in every feed that shows the row, and for as long as the row is there. */
static void add_uid(icalcomponent *event, const struct feed_head *head,
                    const struct feed_event *row)
{
    char uid[UID_TEXT];
    snprintf(uid, sizeof(uid), "%s-%" PRId64 "@%s.mlps", feed_kind_word(row->kind), row->id,
             head->contract);
    add(event, icalproperty_new_uid(uid));
}

static icalproperty_status status_of(const struct feed_event *row)
{
    static const icalproperty_status WORDS[] = {
        [FEED_TENTATIVE] = ICAL_STATUS_TENTATIVE,
        [FEED_CONFIRMED] = ICAL_STATUS_CONFIRMED,
        [FEED_CANCELLED] = ICAL_STATUS_CANCELLED,
    };
    return WORDS[feed_status_of(row)];
}

/* What it shows is what the event is called: programs show nothing else of an alarm. */
static icalcomponent *alarm_of(const struct feed_event *row, const char *summary)
{
    bool hours = row->at != INT64_MIN;
    int ring = hours ? RING_HOURS : row->kind == FEED_TASK ? RING_TASK : RING_DUE;
    struct icaltriggertype trigger = icaltriggertype_from_int(ring);
    icalcomponent *alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
    icalproperty *when = icalproperty_new_trigger(trigger);
    icalproperty_add_parameter(
        when, icalparameter_new_related(hours ? ICAL_RELATED_START : ICAL_RELATED_END));
    add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    add(alarm, icalproperty_new_description(summary));
    add(alarm, when);
    return alarm;
}

/* What is due rings, a bar of weeks does not; and only on the calendar of one person. */
static bool rings(const struct feed_head *head, const struct feed_event *row)
{
    bool kind = row->kind == FEED_DEADLINE || row->kind == FEED_TASK;
    return head->personal && kind && feed_state_of(row)->ahead;
}

/* Order of the properties as people read them; programs do not care. */
static icalcomponent *event_new(const struct feed_head *head, const struct feed_event *row,
                                const char *summary, const char *about)
{
    icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    mem_require(event != NULL);
    add_uid(event, head, row);
    add(event, icalproperty_new_dtstamp(utc_of(row->changed_at)));
    add(event, icalproperty_new_lastmodified(utc_of(row->changed_at)));
    add(event, icalproperty_new_sequence((int)row->sequence));
    if (row->at != INT64_MIN)
        add_instant(event, head, row->at);
    else
        add_days(event, row);
    add(event, icalproperty_new_summary(summary));
    add(event, icalproperty_new_description(about));
    add(event, icalproperty_new_categories(feed_kind_name(row->kind, head->lang)));
    add(event, icalproperty_new_status(status_of(row)));
    add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT)); /* nobody is busy because of it */
    if (rings(head, row))
        icalcomponent_add_component(event, alarm_of(row, summary));
    return event;
}

/* An event is whole or left out: half of one would spoil the calendar for a strict reader. */
rc_t feed_text_add(struct feed_text *self, const struct feed_event *row, struct problem *problem)
{
    struct bytebuf summary, about;
    bytebuf_init(&summary, FEED_SUMMARY_BYTES);
    bytebuf_init(&about, FEED_ABOUT_BYTES);
    rc_t rc = feed_summary(row, self->head.lang, &summary);
    if (rc == RC_OK)
        rc = feed_about(&self->head, row, &about);
    if (rc == RC_OK) {
        icalcomponent *event = event_new(&self->head, row, clean(&summary), clean(&about));
        bool fits = append(event, &self->events) == RC_OK;
        self->count += fits;
        self->left_out += !fits;
        icalcomponent_free(event);
    } else {
        rc = problem_set(problem, RC_INTERNAL, NULL, "could not write %s %" PRId64 ": too long",
                         feed_kind_word(row->kind), row->id);
    }
    bytebuf_fini(&summary);
    bytebuf_fini(&about);
    return rc;
}

/* ---- the calendar around them ---- */

/* Since the last change of its clocks, 1991-09-15 02:00 summer time (RFC 5545 3.6.5). */
static void add_zone(icalcomponent *calendar)
{
    enum { STANDARD_S = 8 * HOUR, SUMMER_S = 9 * HOUR };
    icalcomponent *zone = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
    icalcomponent *standard = icalcomponent_new(ICAL_XSTANDARD_COMPONENT);
    mem_require(zone && standard);
    add(zone, icalproperty_new_tzid(SHANGHAI));
    add(standard, icalproperty_new_dtstart(icaltime_from_string("19910915T020000")));
    add(standard, icalproperty_new_tzoffsetfrom(SUMMER_S));
    add(standard, icalproperty_new_tzoffsetto(STANDARD_S));
    add(standard, icalproperty_new_tzname("CST"));
    icalcomponent_add_component(zone, standard);
    icalcomponent_add_component(calendar, zone);
}

/* Programs read the name of a feed under an old name and a new one; both are given. */
static void add_names(icalcomponent *calendar, const char *name, const char *about)
{
    add(calendar, icalproperty_new_name(name));
    add_extension(calendar, "X-WR-CALNAME", name);
    if (*about) {
        add(calendar, icalproperty_new_description(about));
        add_extension(calendar, "X-WR-CALDESC", about);
    }
}

static icalcomponent *calendar_new_for(const struct feed_head *head, const char *name,
                                       const char *about)
{
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    mem_require(calendar != NULL);
    add(calendar, icalproperty_new_version("2.0"));
    add(calendar, icalproperty_new_prodid("-//mlps//calendar feed 1//ZH"));
    add(calendar, icalproperty_new_calscale("GREGORIAN"));
    add_names(calendar, name, about);
    add_extension(calendar, "X-WR-TIMEZONE", head->zone);
    add(calendar, icalproperty_new_refreshinterval(icaldurationtype_from_string(REFRESH)));
    add_extension(calendar, "X-PUBLISHED-TTL", REFRESH);
    if (has_zone(head))
        add_zone(calendar);
    return calendar;
}

/* The empty calendar's last line is END:VCALENDAR; the events go before it. */
static rc_t wrap(icalcomponent *calendar, const struct bytebuf *events, struct bytebuf *out)
{
    static const char END[] = "END:VCALENDAR\r\n";
    struct bytebuf frame;
    bytebuf_init(&frame, FRAME_BYTES);
    rc_t rc = append(calendar, &frame);
    if (rc == RC_OK)
        rc = bytebuf_add(out, bytebuf_str(&frame), frame.len - (sizeof(END) - 1));
    if (rc == RC_OK)
        rc = bytebuf_text(out, bytebuf_str(events));
    if (rc == RC_OK)
        rc = bytebuf_text(out, END);
    bytebuf_fini(&frame);
    return rc;
}

/* A calendar that shows all has no description: nothing is to be said of it. */
static rc_t about_calendar(const struct feed_text *self, struct bytebuf *out)
{
    if (self->left_out == 0)
        return RC_OK;
    return bytebuf_fmt(out,
                       tr(self->head.lang, "另有 %zu 项未列出（只列离今天最近的）",
                          "%zu more are not shown: only those nearest to today are"),
                       self->left_out);
}

void feed_text_init(struct feed_text *self, const struct feed_head *head)
{
    *self = (struct feed_text){ .head = *head };
    bytebuf_init(&self->events, FEED_BYTES_MAX - FRAME_BYTES);
}

void feed_text_fini(struct feed_text *self)
{
    bytebuf_fini(&self->events);
}

rc_t feed_text_end(const struct feed_text *self, struct bytebuf *out, struct problem *problem)
{
    struct bytebuf name, about;
    bytebuf_init(&name, FEED_SUMMARY_BYTES);
    bytebuf_init(&about, FEED_SUMMARY_BYTES);
    rc_t rc = feed_name(&self->head, &name);
    if (rc == RC_OK)
        rc = about_calendar(self, &about);
    if (rc == RC_OK) {
        icalcomponent *calendar = calendar_new_for(&self->head, clean(&name), clean(&about));
        rc = wrap(calendar, &self->events, out);
        icalcomponent_free(calendar);
    }
    if (rc != RC_OK)
        rc = problem_set(problem, rc, NULL, "could not write the calendar: too long");
    bytebuf_fini(&name);
    bytebuf_fini(&about);
    return rc;
}
