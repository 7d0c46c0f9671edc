/* Tables of wrong arguments: each row must be refused with the field named and the struct
 * untouched. */
#ifndef WIRE_CHECK_H
#define WIRE_CHECK_H

#include <jansson.h>
#include <stddef.h>

#include "problem.h"

/* A service's reader of arguments, whatever struct it fills. */
typedef rc_t wire_read_fn(const json_t *args, void *ret, struct problem *problem);

struct wire_row {
    const char *args;  /* JSON object */
    const char *field; /* the field the problem must name */
    rc_t rc;
};

/* Fail the running test, naming the row's args, unless every row is refused as it says and leaves
 * the `size` bytes at *ret as they were. */
void wire_check_refused(wire_read_fn *read, size_t size, const struct wire_row *rows, size_t count);
/* Args from JSON text with ' for ", owned; ends the test when it is no JSON. */
json_t *wire_args(const char *text);

#endif
