/* What the tests of the rules share: the shipped calendar and packs, dates and instants from text.
 */
#ifndef RULES_FIXTURE_H
#define RULES_FIXTURE_H

#include "calendar.h"
#include "kinds.h"
#include "pack.h"

/* Bytes of a file below the source tree, NUL-terminated; freed with mem_free. Ends the test program
 * when it cannot be read. */
char *fixture_file(const char *path, size_t *ret_len);
/* The calendar schema/calendars/cn.csv as version "test". Ends the program when it does not read.
 */
calendar_t *fixture_calendar(void);
/* A shipped pack by name, and its `use` resolved in schema/packs. Ends the program when it does not
 * read. */
pack_t *fixture_pack(const char *name);
/* A pack from text; `use` finds the shipped ones. */
rc_t fixture_pack_text(const char *text, pack_t **ret_pack, struct problem *problem);
/* Day of a date, instant of an RFC 3339 text. Ends the program for another text. */
int32_t day_of(const char *date);
int64_t instant_of(const char *text);

/* Shipped packs and calendar for kinds_eval. */
struct fixture {
    calendar_t *calendar;
    pack_t *packs[2];
};
void fixture_init(struct fixture *self);
void fixture_fini(struct fixture *self);
struct eval_env fixture_env(struct fixture *self);

#endif
