/* The JSON side that the questions about recurring work share. */
#ifndef RECURRENCE_IO_H
#define RECURRENCE_IO_H

#include "recurrence.h"
#include "rule_io.h"

/* What a question's pointers point to; it must live as long as they are used. */
struct recurrence_input {
    struct readings_buffer texts;
    struct readings readings;
    struct calendar_use calendar;
};

/* Pack, readings, `from`, `to` and `start` of a question. RC_INVALID names the field; *ret is then
 * of no use. */
MUST_CHECK rc_t io_recurrence(const struct eval_env *env, const json_t *input,
                              struct recurrence_input *buffer, struct recurrence_use *ret,
                              struct problem *problem);

#endif
