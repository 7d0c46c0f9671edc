/* Waiting for a condition with a deadline: what tests do instead of sleeping. */
#ifndef WAIT_UNTIL_H
#define WAIT_UNTIL_H

#include <stdbool.h>
#include <stdint.h>

/* What a busy machine may add to any time that a test measures. An upper bound is the promise plus
 * this: it tells "ended as promised" from "hung, or ended by some library's default of 30 s", never
 * fast from slow; that is for benchmarks. */
enum { BUSY_MS = 10000 };

typedef bool condition_fn(void *arg);
/* Ask `condition` every few milliseconds; true as soon as it is, false after `wait_ms`. */
bool wait_until(condition_fn *condition, void *arg, int64_t wait_ms);

#endif
