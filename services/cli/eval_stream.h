/* Questions and answers as JSON Lines: one object in, one object out, in order. Memory does not grow with the
 * number of lines. */
#ifndef EVAL_STREAM_H
#define EVAL_STREAM_H

#include "kinds.h"

/* Longest line taken, in bytes without its line break; a longer one is answered by an error. */
enum { EVAL_LINE_MAX = 4 * 1024 * 1024 };

struct eval_stream {
    const struct eval_env *env;
    const char *rule; /* a rule that exists */
    bool proofs;      /* false: rulings without their proof, for bulk questions */
    int in, out;      /* file descriptors, borrowed; read and written in blocks */
};

struct eval_totals {
    size_t lines; /* answered */
    size_t bad;   /* of these, answered by {"error": …} */
};

/* Answer every line until the end of input. What can be answered is written before waiting for more input, so a
 * caller may ask line by line. A last line needs no line break. RC_UNAVAILABLE when reading or writing fails. */
MUST_CHECK rc_t eval_stream_run(const struct eval_stream *self, struct eval_totals *ret_totals,
                                struct problem *problem);

#endif
