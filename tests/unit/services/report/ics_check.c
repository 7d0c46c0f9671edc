#include "ics_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "textw.h"

enum { LINE_OCTETS = 75 /* RFC 5545 3.1 */, VALUE_TEXT = 400 };

static void check_line(const char *line, size_t len)
{
    if (len > LINE_OCTETS)
        fail_msg("%zu octets: %.*s", len, (int)len, line);
    if (!text_is_utf8(line, len))
        fail_msg("folded inside a character: %.*s", (int)len, line);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            fail_msg("control character %d: %.*s", line[i], (int)len, line);
}

static void check_lines(const char *text)
{
    for (const char *end; *text; text = end + 2) {
        end = strstr(text, "\r\n");
        if (!end)
            fail_msg("no CR LF at the end: %.80s", text);
        check_line(text, (size_t)(end - text));
    }
}

/* libical keeps what it could not read as X-LIC-ERROR, in the component it stands in. */
static void check_errors(icalcomponent *component)
{
    for (icalproperty *at = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); at;
         at = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY))
        if (icalproperty_isa(at) == ICAL_XLICERROR_PROPERTY)
            fail_msg("%s", icalproperty_as_ical_string(at));
    for (icalcomponent *at = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); at;
         at = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        check_errors(at);
}

icalcomponent *ics_parse(const char *text)
{
    check_lines(text);
    icalcomponent *calendar = icalparser_parse_string(text);
    assert_non_null(calendar);
    assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
    icalrestriction_check(calendar); /* what it finds it adds as X-LIC-ERROR */
    check_errors(calendar);
    return calendar;
}

icalcomponent *ics_event(icalcomponent *calendar, const char *uid)
{
    icalcomponent *found = NULL;
    for (icalcomponent *at = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); at;
         at = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        if (strcmp(icalcomponent_get_uid(at), uid) != 0)
            continue;
        if (found)
            fail_msg("%s is there twice", uid);
        found = at;
    }
    if (!found)
        fail_msg("no event %s", uid);
    return found;
}

const char *ics_value(icalcomponent *event, icalproperty_kind kind)
{
    static char text[VALUE_TEXT];
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    snprintf(text, sizeof(text), "%s", property ? icalproperty_get_value_as_string(property) : "");
    return text;
}

const char *ics_text(icalcomponent *event, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    return property ? icalvalue_get_text(icalproperty_get_value(property)) : NULL;
}

int ics_count(icalcomponent *calendar)
{
    return icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
}
