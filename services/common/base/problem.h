/* What went wrong, told to a person: which field, and what was expected. Travels beside an rc_t. */
#ifndef PROBLEM_H
#define PROBLEM_H

#include "attr.h"
#include "rc.h"

enum { /* bytes, with the final NUL */
    PROBLEM_FIELD_MAX = 96,
    PROBLEM_TEXT_MAX = 400,
    PROBLEM_MISSING_MAX = 1000,
};

struct problem {
    rc_t rc;                      /* RC_OK while nothing is wrong */
    char field[PROBLEM_FIELD_MAX]; /* dotted path of the field, or "" */
    char text[PROBLEM_TEXT_MAX];  /* "could not <do> <object>: <reason>", or what was expected */
    char missing[PROBLEM_MISSING_MAX]; /* what a refused step lacks, one name a line; mostly "" */
};

/* Forget everything. */
void problem_clear(struct problem *self);
/* Record a problem and return `rc`, so a caller can `return problem_set(...)`. `field` may be NULL.
 * Over-long text is cut at a character boundary. The first problem wins: a later call changes nothing. */
rc_t problem_set(struct problem *self, rc_t rc, const char *field, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* Take over all of `from`, with result `rc`, which is returned; as problem_set when `self` holds one. */
rc_t problem_pass(struct problem *self, rc_t rc, const struct problem *from);
/* Add a name to what is missing; `self` holds a problem already. Names that no longer fit are left out. */
void problem_miss(struct problem *self, const char *name);

#endif
