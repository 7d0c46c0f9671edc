/* Options as a table: name, environment variable, default and help in one row. Values are text,
 * read once at start; the table is also what `--help` prints, so the two cannot drift. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem.h"

struct option_row {
    const char *name;     /* without dashes; NULL ends a table */
    const char *env;      /* environment variable that gives it, or NULL */
    const char *fallback; /* value when neither is given; NULL: not given */
    bool flag;            /* takes no value; given = "1" */
    const char *help_zh;
    const char *help_en;
};

enum { OPTIONS_MAX = 32, OPTION_VALUE_MAX = 4096 };

struct options {
    const struct option_row *rows;
    const char *values[OPTIONS_MAX]; /* borrowed from argv, the environment or the table */
    char **rest;                     /* words that are no options, borrowed from argv */
    size_t rest_count;
};

/* Read argv[1..] and the environment by the table. RC_INVALID for an unknown option, a missing value
 * or one over OPTION_VALUE_MAX, with the reason in *problem. `--` ends the options. argv is reordered. */
MUST_CHECK rc_t options_read(struct options *self, const struct option_row *rows, int argc,
                             char **argv, struct problem *problem);
/* Value of an option, NULL when not given. The name must be in the table. */
const char *option_text(const struct options *self, const char *name);
/* Whether a flag or a value was given. */
bool option_given(const struct options *self, const char *name);
/* Value as a whole number within [least, most]; RC_INVALID with the range in *problem otherwise. */
MUST_CHECK rc_t option_int(const struct options *self, const char *name, int64_t least, int64_t most,
                           int64_t *ret_value, struct problem *problem);

#endif
