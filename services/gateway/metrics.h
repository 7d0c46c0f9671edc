/* Counters of the gateway in the Prometheus text format. Labels come from the route table, never
 * from a request, so nobody outside can make series. */
#ifndef METRICS_H
#define METRICS_H

#include <stdint.h>

#include "bytebuf.h"

enum { METRICS_BUCKETS = 12, METRICS_STATUSES = 32 };

struct metric_route {
    const char *method;
    const char *path; /* template */
};

typedef struct metrics metrics_t;

/* A number that belongs to somebody else, read when the text is made. */
struct metric_value {
    const char *name;
    const char *type; /* "gauge" or "counter" */
    const char *help;
    int64_t value;
};

/* Counters for `count` routes (copied pointers); one more row counts what matched no route. Never
 * NULL. */
metrics_t *metrics_new(const struct metric_route *routes, size_t count);
/* Free; accepts NULL. */
void metrics_destroy(metrics_t **self_p);
/* Count a response. `route` is an index below `count`; anything else counts as no route. `us`:
 * duration. */
void metrics_count(metrics_t *self, size_t route, int status, int64_t us);
/* Append everything counted, then `values` (ended by a NULL name). RC_TOO_LARGE beyond the ceiling
 * of `out`. */
MUST_CHECK rc_t metrics_text(const metrics_t *self, const struct metric_value *values,
                             struct bytebuf *out);

#endif
