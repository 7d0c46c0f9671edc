/* Readings: how open clauses are read. A pack declares each with a value; a contract or a single
 * call may override it. Every proof shows the readings it used. */
#ifndef READINGS_H
#define READINGS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

struct pack;

/* One override; both texts are borrowed from whoever made the choice. */
struct reading_choice {
    const char *name;
    const char *value;
};

/* Overrides of one call; {NULL, 0} or a NULL pointer means the pack's own values. */
struct readings {
    const struct reading_choice *rows;
    size_t count;
};

/* Value of a reading: the override, else the pack's, else NULL for a name the pack does not
 * declare. Borrowed from whichever holds it. */
const char *reading_value(const struct pack *pack, const struct readings *overrides,
                          const char *name);
/* Whether a reading's value is "true". False for an undeclared one. */
bool reading_is_true(const struct pack *pack, const struct readings *overrides, const char *name);
/* RC_INVALID naming the first override that the pack does not declare or whose value is not among
 * those it allows. */
MUST_CHECK rc_t readings_check(const struct pack *pack, const struct readings *overrides,
                               struct problem *problem);

enum { READINGS_MAX = 32 };
/* Room for the overrides of one question, so that taking them allocates nothing. */
struct readings_buffer {
    struct reading_choice rows[READINGS_MAX];
    char numbers[READINGS_MAX][24]; /* texts of values given as numbers */
};
/* Overrides from a JSON object {name: text, true, false or whole number}; NULL gives none. Texts
 * are borrowed from `json` and *buffer. Checked as by readings_check. */
MUST_CHECK rc_t readings_from_json(const struct pack *pack, const json_t *json,
                                   struct readings_buffer *buffer, struct readings *ret_readings,
                                   struct problem *problem);

#endif
