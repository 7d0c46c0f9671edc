/* What a benchmark says of the times it took. */
#ifndef BENCH_TIMES_H
#define BENCH_TIMES_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* A duration in milliseconds as a JSON text with two decimals, rounded down (towards zero). */
json_t *bench_ms(int64_t us);
/* {"count","min_ms","p50_ms","p99_ms","max_ms"} of `count` (1 or more) times in microseconds, which
 * are sorted in place. The percentiles are of whole observations, without interpolation. */
json_t *bench_times(int64_t *us, size_t count);
/* The middle one of `count` (1 or more) times, which are sorted in place. */
int64_t bench_median(int64_t *us, size_t count);

#endif
