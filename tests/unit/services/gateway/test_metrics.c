#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "metrics.h"

static const struct metric_route ROUTES[] = { { "GET", "/a/{id}" }, { "POST", "/b" } };
static const struct metric_value NO_VALUES[] = { { NULL, NULL, NULL, 0 } };

static void expect(const struct bytebuf *text, const char *line)
{
    if (!strstr(bytebuf_str(text), line))
        fail_msg("missing \"%s\" in:\n%s", line, bytebuf_str(text));
}

static void test_counts(void **state)
{
    metrics_t *metrics = metrics_new(ROUTES, COUNT_OF(ROUTES));
    struct bytebuf text;
    (void)state;
    bytebuf_init(&text, 1 << 20);
    metrics_count(metrics, 0, 200, 1000);
    metrics_count(metrics, 0, 200, 1001);
    metrics_count(metrics, 0, 404, 7000000);
    metrics_count(metrics, 1, 202, 0);
    metrics_count(metrics, SIZE_MAX, 400, 10);
    metrics_count(metrics, 2, 404, 10);
    assert_int_equal(metrics_text(metrics, NO_VALUES, &text), RC_OK);
    expect(&text, "mlps_http_requests_total{method=\"GET\",route=\"/a/{id}\",status=\"200\"} 2\n");
    expect(&text, "mlps_http_requests_total{method=\"GET\",route=\"/a/{id}\",status=\"404\"} 1\n");
    expect(&text, "mlps_http_requests_total{method=\"POST\",route=\"/b\",status=\"202\"} 1\n");
    expect(&text, "mlps_http_requests_total{method=\"other\",route=\"none\",status=\"400\"} 1\n");
    expect(&text, "mlps_http_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1\n");
    /* buckets are cumulative and their bounds belong to them */
    expect(&text, "seconds_bucket{method=\"GET\",route=\"/a/{id}\",le=\"0.001\"} 1\n");
    expect(&text, "seconds_bucket{method=\"GET\",route=\"/a/{id}\",le=\"0.0025\"} 2\n");
    expect(&text, "seconds_bucket{method=\"GET\",route=\"/a/{id}\",le=\"5\"} 2\n");
    expect(&text, "seconds_bucket{method=\"GET\",route=\"/a/{id}\",le=\"+Inf\"} 3\n");
    expect(&text, "seconds_sum{method=\"GET\",route=\"/a/{id}\"} 7.002001\n");
    expect(&text, "seconds_count{method=\"GET\",route=\"/a/{id}\"} 3\n");
    bytebuf_fini(&text);
    metrics_destroy(&metrics);
    metrics_destroy(&metrics);
}

static void test_values(void **state)
{
    static const struct metric_value VALUES[] = { { "mlps_x", "gauge", "About x.", -3 },
                                                  { NULL, NULL, NULL, 0 } };
    metrics_t *metrics = metrics_new(ROUTES, COUNT_OF(ROUTES));
    struct bytebuf text;
    (void)state;
    bytebuf_init(&text, 1 << 20);
    assert_int_equal(metrics_text(metrics, VALUES, &text), RC_OK);
    expect(&text, "# HELP mlps_x About x.\n# TYPE mlps_x gauge\nmlps_x -3\n");
    bytebuf_fini(&text);
    bytebuf_init(&text, 100);
    assert_int_equal(metrics_text(metrics, VALUES, &text), RC_TOO_LARGE);
    bytebuf_fini(&text);
    metrics_destroy(&metrics);
}

/* More statuses than there is room for share the last place; nothing is written outside. */
static void test_many_statuses(void **state)
{
    metrics_t *metrics = metrics_new(ROUTES, COUNT_OF(ROUTES));
    struct bytebuf text;
    (void)state;
    bytebuf_init(&text, 1 << 20);
    for (int status = 200; status < 600; status++)
        metrics_count(metrics, 1, status, 1);
    assert_int_equal(metrics_text(metrics, NO_VALUES, &text), RC_OK);
    expect(&text, "status=\"230\"} 1\n");
    expect(&text, "status=\"599\"} 369\n");
    expect(&text, "seconds_count{method=\"POST\",route=\"/b\"} 400\n");
    bytebuf_fini(&text);
    metrics_destroy(&metrics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_many_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
