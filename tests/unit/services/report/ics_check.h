/* A calendar's text as a strict reader takes it: the form of its lines byte by byte, and libical's
 * own parser and table of restrictions. */
#ifndef ICS_CHECK_H
#define ICS_CHECK_H

#include <libical/ical.h>

/* Fail the running test unless every line ends in CR LF, has at most 75 octets and is valid UTF-8,
 * no line has a control character, and libical reads it whole without an error and finds no
 * property missing, doubled or misplaced. The parsed calendar is the caller's. */
icalcomponent *ics_parse(const char *text);
/* The event with this UID; fails the test when there is none or more than one. Borrowed. */
icalcomponent *ics_event(icalcomponent *calendar, const char *uid);
/* Value of an event's property as it is written ("" without one), until the next call. */
const char *ics_value(icalcomponent *event, icalproperty_kind kind);
/* TEXT of an event's property, unescaped; NULL without one. Borrowed. */
const char *ics_text(icalcomponent *event, icalproperty_kind kind);
/* Number of events. */
int ics_count(icalcomponent *calendar);

#endif
