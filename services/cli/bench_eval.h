/* How many rulings a second: the pure rule, and through JSON as `mlps eval` answers. */
#ifndef BENCH_EVAL_H
#define BENCH_EVAL_H

#include <jansson.h>
#include <stdint.h>

#include "problem.h"

/* Rule on `count` due dates of the pack, in three ways on this thread: typed without proof, as JSON Lines without
 * and with proofs; and load the largest pack that ships. *ret_result is the benchmark's JSON object, owned by the
 * caller. RC_INVALID for a count outside 1000 .. 10,000,000, RC_UNAVAILABLE when a temporary file cannot be used. */
MUST_CHECK rc_t bench_eval(int64_t count, json_t **ret_result, struct problem *problem);

#endif
