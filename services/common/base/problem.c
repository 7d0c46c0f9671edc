/* What was wrong, for a person: the first problem of a piece of work stays, later ones are its
 * consequences. Fixed sizes, so that reporting a failure cannot fail. */
#include "problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "textw.h"

/* Needed before a second try: the first problem would otherwise stay. */
void problem_clear(struct problem *self)
{
    memset(self, 0, sizeof(*self));
}

/* Cut at a character's boundary, so that a long value in a message never makes the reply invalid
 * UTF-8. */
rc_t problem_set(struct problem *self, rc_t rc, const char *field, const char *fmt, ...)
{
    if (self->rc != RC_OK)
        return self->rc;
    self->rc = rc;
    snprintf(self->field, sizeof(self->field), "%s", field ? field : "");

    va_list args;
    va_start(args, fmt);
    vsnprintf(self->text, sizeof(self->text), fmt, args);
    va_end(args);
    text_trim_partial(self->field);
    text_trim_partial(self->text);
    return rc;
}

/* The first problem stays: what follows from it would only hide the cause. */
rc_t problem_pass(struct problem *self, rc_t rc, const struct problem *from)
{
    if (self->rc != RC_OK)
        return self->rc;
    *self = *from;
    self->rc = rc;
    return rc;
}

/* A name that does not fit whole is left out: half a name would send its reader looking. */
void problem_miss(struct problem *self, const char *name)
{
    size_t used = strlen(self->missing);
    size_t need = strlen(name) + (used > 0 ? 1 : 0);
    if (used + need >= sizeof(self->missing))
        return;
    snprintf(self->missing + used, sizeof(self->missing) - used, "%s%s", used > 0 ? "\n" : "",
             name);
}
