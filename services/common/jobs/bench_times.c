#include "bench_times.h"

#include <stdlib.h>

/* By comparison, not subtraction, which could overflow. */
static int compare_i64(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The sign by itself: whole milliseconds of -0.5 ms are 0. */
json_t *bench_ms(int64_t us)
{
    int64_t size = us < 0 ? -us : us;
    return json_sprintf("%s%lld.%02d", us < 0 ? "-" : "", (long long)(size / 1000),
                        (int)(size % 1000 / 10));
}

json_t *bench_times(int64_t *us, size_t count)
{
    qsort(us, count, sizeof(*us), compare_i64);
    return json_pack("{s:I, s:o, s:o, s:o, s:o}", "count", (json_int_t)count, "min_ms",
                     bench_ms(us[0]), "p50_ms", bench_ms(us[count / 2]), "p99_ms",
                     bench_ms(us[count * 99 / 100]), "max_ms", bench_ms(us[count - 1]));
}

int64_t bench_median(int64_t *us, size_t count)
{
    qsort(us, count, sizeof(*us), compare_i64);
    return us[count / 2];
}
