/* What the tests of the rules share: the shipped calendar and packs, dates and instants from text.
 */
#ifndef RULES_FIXTURE_H
#define RULES_FIXTURE_H

#include <glob.h>

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
enum { FIXTURE_PACKS = 5, FIXTURE_READ = 2 }; /* all that ship; those read at once */
struct fixture {
    calendar_t *calendar;
    pack_t *packs[FIXTURE_PACKS]; /* minhang-2024, yifen-2026; others are read when asked for */
    pack_t *extra;                /* a pack of the test's own, or NULL */
};
/* Files below the source tree that a pattern matches, sorted; each path begins with so many bytes
 * that fixture_file does not want. Freed with globfree. Ends the program when nothing matches. */
size_t fixture_glob(const char *pattern, glob_t *ret_paths);
void fixture_init(struct fixture *self);
void fixture_fini(struct fixture *self);
struct eval_env fixture_env(struct fixture *self);
/* Give the fixture a pack of five head lines and `sections`; it is asked for as "t". */
void fixture_extra(struct fixture *self, const char *sections);

/* A text after the head of a small valid pack (five lines, so it begins on line 6), and the whole
 * message that refuses it; NULL: it reads. */
struct mistake {
    const char *name;
    const char *yaml;
    const char *want;
};
/* Fail with the row's name where a pack is not refused as said. */
void check_mistakes(const struct mistake *rows, size_t count);

/* A question to a rule: its input as JSON, and what must be in the answer; an error is
 * {"error":{"code","field","message"}}. */
struct question {
    const char *name;
    const char *rule;
    const char *input;
    const char *want;
};
/* Fail with the row's name where an answer lacks what is wanted. */
void check_answers(struct fixture *fixture, const struct question *rows, size_t count);
/* Whether `got` has all that `want` says: objects may have more fields, lists are equal in length.
 */
bool json_covers(const json_t *want, const json_t *got);
/* The answer of kinds_eval; caller owns it. */
json_t *fixture_answer(struct fixture *fixture, const char *rule, const json_t *input);

/* Group set-up and tear-down that put a struct fixture into *state. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

#endif
