/* Counters by route in memory of fixed size, begun at 0 with each start: whoever collects them
 * knows a restart by the fall. */
#include "metrics.h"

#include <inttypes.h>

#include "memory.h"

/* Upper bounds of the latency buckets in microseconds, and as Prometheus writes them. */
static const struct {
    int64_t us;
    const char *le;
} BUCKETS[METRICS_BUCKETS] = {
    { 1000, "0.001" },  { 2500, "0.0025" }, { 5000, "0.005" }, { 10000, "0.01" },
    { 25000, "0.025" }, { 50000, "0.05" },  { 100000, "0.1" }, { 250000, "0.25" },
    { 500000, "0.5" },  { 1000000, "1" },   { 5000000, "5" },  { INT64_MAX, "+Inf" },
};

/* Fixed size: neither clients nor services can make it grow. */
struct metric_row {
    struct metric_route route;
    int64_t buckets[METRICS_BUCKETS]; /* each alone; summed up when written */
    int64_t sum_us;
    struct {
        int status; /* 0: free */
        int64_t count;
    } statuses[METRICS_STATUSES];
};

struct metrics {
    size_t count;
    struct metric_row *rows; /* count + 1; the last for what matched no route */
};

/* Rows are copied and fixed: the number of series cannot grow with what clients send. */
metrics_t *metrics_new(const struct metric_route *routes, size_t count)
{
    metrics_t *self = mem_new(sizeof(*self));
    self->count = count;
    self->rows = mem_array(count + 1, sizeof(*self->rows));
    for (size_t i = 0; i < count; i++)
        self->rows[i].route = routes[i];
    self->rows[count].route = (struct metric_route){ "other", "none" };
    return self;
}

/* Safe on NULL. */
void metrics_destroy(metrics_t **self_p)
{
    if (!*self_p)
        return;
    mem_free((*self_p)->rows);
    mem_free(*self_p);
    *self_p = NULL;
}

/* The last place takes what does not fit, so that nothing is lost from the sum. */
static void count_status(struct metric_row *row, int status)
{
    size_t i = 0;
    while (i < METRICS_STATUSES - 1 && row->statuses[i].status != status && row->statuses[i].status)
        i++;
    row->statuses[i].status = status;
    row->statuses[i].count++;
}

/* Any index outside the table counts as "other", so that scanners cannot make series. `us` is of
 * the monotonic clock; the last bucket takes all. */
void metrics_count(metrics_t *self, size_t route, int status, int64_t us)
{
    struct metric_row *row = &self->rows[route < self->count ? route : self->count];
    size_t bucket = 0;
    while (us > BUCKETS[bucket].us)
        bucket++;
    row->buckets[bucket]++;
    row->sum_us += us;
    count_status(row, status);
}

/* Also tells whether the row was ever asked for. */
static int64_t total(const struct metric_row *row)
{
    int64_t sum = 0;
    for (size_t i = 0; i < METRICS_BUCKETS; i++)
        sum += row->buckets[i];
    return sum;
}

/* Ends at the first free place: places are filled in order. */
static rc_t add_statuses(const struct metric_row *row, struct bytebuf *out)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < METRICS_STATUSES && row->statuses[i].status && rc == RC_OK; i++)
        rc = bytebuf_fmt(
            out, "mlps_http_requests_total{method=\"%s\",route=\"%s\",status=\"%d\"} %" PRId64 "\n",
            row->route.method, row->route.path, row->statuses[i].status, row->statuses[i].count);
    return rc;
}

/* Prometheus wants buckets summed up; rows never asked for are left out to keep the page short. */
static rc_t add_histogram(const struct metric_row *row, struct bytebuf *out)
{
    const char *method = row->route.method;
    const char *path = row->route.path;
    int64_t sum = 0;
    rc_t rc = RC_OK;
    if (total(row) == 0)
        return RC_OK;
    for (size_t i = 0; i < METRICS_BUCKETS && rc == RC_OK; i++) {
        sum += row->buckets[i];
        rc = bytebuf_fmt(out,
                         "mlps_http_request_seconds_bucket{method=\"%s\",route=\"%s\",le=\"%s\"} "
                         "%" PRId64 "\n",
                         method, path, BUCKETS[i].le, sum);
    }
    if (rc == RC_OK)
        rc = bytebuf_fmt(
            out,
            "mlps_http_request_seconds_sum{method=\"%s\",route=\"%s\"} %" PRId64 ".%06" PRId64 "\n"
            "mlps_http_request_seconds_count{method=\"%s\",route=\"%s\"} %" PRId64 "\n",
            method, path, row->sum_us / 1000000, row->sum_us % 1000000, method, path, sum);
    return rc;
}

/* Rows and values are written whole or RC_TOO_LARGE: a page cut in half would read as counters that
 * fell. */
rc_t metrics_text(const metrics_t *self, const struct metric_value *values, struct bytebuf *out)
{
    rc_t rc = bytebuf_text(out, "# HELP mlps_http_requests_total Responses by route and status.\n"
                                "# TYPE mlps_http_requests_total counter\n");
    for (size_t i = 0; i <= self->count && rc == RC_OK; i++)
        rc = add_statuses(&self->rows[i], out);
    if (rc == RC_OK)
        rc = bytebuf_text(out, "# HELP mlps_http_request_seconds From request head to response.\n"
                               "# TYPE mlps_http_request_seconds histogram\n");
    for (size_t i = 0; i <= self->count && rc == RC_OK; i++)
        rc = add_histogram(&self->rows[i], out);
    for (; values->name && rc == RC_OK; values++)
        rc = bytebuf_fmt(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", values->name,
                         values->help, values->name, values->type, values->name, values->value);
    return rc;
}
