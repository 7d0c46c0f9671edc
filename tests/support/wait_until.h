/* Waiting for a condition with a deadline: what tests do instead of sleeping. */
#ifndef WAIT_UNTIL_H
#define WAIT_UNTIL_H

#include <stdbool.h>
#include <stdint.h>

typedef bool condition_fn(void *arg);
/* Ask `condition` every few milliseconds; true as soon as it is, false after `wait_ms`. */
bool wait_until(condition_fn *condition, void *arg, int64_t wait_ms);

#endif
