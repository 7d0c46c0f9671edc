#include "problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "textw.h"

void problem_clear(struct problem *self)
{
    memset(self, 0, sizeof(*self));
}

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
