/* Options of every program by one table per program: command line over environment over fallback.
 * Nothing is copied: values live in argv, the environment or the table. */
#include "options.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"

/* Row of the option named by `len` bytes of `name`; -1 when there is none. */
static int find_row(const struct option_row *rows, const char *name, size_t len)
{
    for (int i = 0; rows[i].name; i++)
        if (strlen(rows[i].name) == len && memcmp(rows[i].name, name, len) == 0)
            return i;
    return -1;
}

/* The environment comes before the fallback and after the command line; an empty variable counts
 * as none, as shells leave them behind. */
static void take_defaults(struct options *self)
{
    for (int i = 0; self->rows[i].name; i++) {
        assert(i < OPTIONS_MAX);
        const char *env = self->rows[i].env ? getenv(self->rows[i].env) : NULL;
        self->values[i] = env && *env ? env : self->rows[i].fallback;
    }
}

/* One `--name value`, `--name=value` or `--flag`; *at_p moves past what it used. */
static rc_t take_option(struct options *self, int argc, char **argv, int *at_p,
                        struct problem *problem)
{
    const char *name = argv[*at_p] + 2;
    const char *eq = strchr(name, '=');
    int row = find_row(self->rows, name, eq ? (size_t)(eq - name) : strlen(name));
    if (row < 0)
        return problem_set(problem, RC_INVALID, argv[*at_p], "unknown option \"%s\"", argv[*at_p]);
    if (self->rows[row].flag) {
        if (eq)
            return problem_set(problem, RC_INVALID, argv[*at_p], "option \"--%s\" takes no value",
                               self->rows[row].name);
        self->values[row] = "1";
        return RC_OK;
    }
    const char *value = eq ? eq + 1 : *at_p + 1 < argc ? argv[++*at_p] : NULL;
    if (!value || strlen(value) > OPTION_VALUE_MAX)
        return problem_set(problem, RC_INVALID, self->rows[row].name,
                           "option \"--%s\" needs a value of at most %d bytes", self->rows[row].name,
                           OPTION_VALUE_MAX);
    self->values[row] = value;
    return RC_OK;
}

/* Words that are no options are moved to the front of argv, in their order; "--" ends the
 * options, so that a word may begin with two dashes. */
rc_t options_read(struct options *self, const struct option_row *rows, int argc, char **argv,
                  struct problem *problem)
{
    *self = (struct options){ .rows = rows };
    take_defaults(self);
    int rest = 1;
    bool ended = false;
    for (int i = 1; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
        } else if (!ended && strncmp(argv[i], "--", 2) == 0) {
            rc_t rc = take_option(self, argc, argv, &i, problem);
            if (rc != RC_OK)
                return rc;
        } else {
            argv[rest++] = argv[i];
        }
    }
    self->rest = argc > 0 ? argv + 1 : argv;
    self->rest_count = (size_t)(rest - 1);
    return RC_OK;
}

/* Asking for an option that is not in the table is a mistake of ours, not of the user. */
const char *option_text(const struct options *self, const char *name)
{
    int row = find_row(self->rows, name, strlen(name));
    assert(row >= 0);
    return self->values[row];
}

/* A fallback or the environment counts as given, too. */
bool option_given(const struct options *self, const char *name)
{
    return option_text(self, name) != NULL;
}

/* The range is part of the message, so that a person need not look it up. */
rc_t option_int(const struct options *self, const char *name, int64_t least, int64_t most,
                int64_t *ret_value, struct problem *problem)
{
    const char *text = option_text(self, name);
    int64_t value;
    if (!text || !parse_i64(text, &value) || value < least || value > most)
        return problem_set(problem, RC_INVALID, name,
                           "option \"--%s\" must be a whole number from %" PRId64 " to %" PRId64,
                           name, least, most);
    *ret_value = value;
    return RC_OK;
}
