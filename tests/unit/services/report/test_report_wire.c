#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "report_wire.h"
#include "wire_check.h"

#define READER(what)                                                                               \
    static rc_t read_##what(const json_t *args, void *ret, struct problem *problem)                \
    {                                                                                              \
        return report_read_##what(args, ret, problem);                                             \
    }
READER(progress_get)
READER(summary_get)
READER(deadline_list)
READER(deadline_get)
READER(deadline_moved)
READER(export_request)
READER(export_get)
READER(export_list)
READER(event_list)
READER(feed_get)
READER(feed_issue)
READER(feed_list)
READER(feed_revoke)
READER(forecast_get)
READER(subject_contract)
READER(work_pending)

static const struct wire_row PROGRESS_GET[] = {
    { "{}", "contract", RC_INVALID },
    { "{'contract':'C'}", "contract", RC_INVALID },
    { "{'contract':'c','limit':1001}", "limit", RC_INVALID },
    { "{'contract':'c','cursor':'1.1'}", "cursor", RC_INVALID },
    { "{'contract':'c','team':'t'}", "team", RC_INVALID },
};
static const struct wire_row SUMMARY_GET[] = {
    { "{'working_days':10}", "contract", RC_INVALID },
    { "{'contract':'c','working_days':-1}", "working_days", RC_INVALID },
    { "{'contract':'c','working_days':61}", "working_days", RC_INVALID },
    { "{'contract':'c','days':10}", "days", RC_INVALID },
};
static const struct wire_row FORECAST_GET[] = {
    { "{}", "contract", RC_INVALID },
    { "{'contract':'c','working_days':0}", "working_days", RC_INVALID },
    { "{'contract':'c','working_days':61}", "working_days", RC_INVALID },
    { "{'contract':'c','runs':0}", "runs", RC_INVALID },
    { "{'contract':'c','runs':1001}", "runs", RC_INVALID },
    { "{'contract':'c','seed':-1}", "seed", RC_INVALID },
    { "{'contract':'c','seed':'1'}", "seed", RC_INVALID },
    { "{'contract':'c','capacity':0}", "capacity", RC_INVALID },
    { "{'contract':'c','capacity':1001}", "capacity", RC_INVALID },
    { "{'contract':'c','days':30}", "days", RC_INVALID },
    { "{'contract':'c','incidents':-1}", "incidents", RC_INVALID },
    { "{'contract':'c','incidents':1461}", "incidents", RC_INVALID },
    { "{'contract':'c','incident_late':101}", "incident_late", RC_INVALID },
    { "{'contract':'c','findings':-1}", "findings", RC_INVALID },
    { "{'contract':'c','findings':101}", "findings", RC_INVALID },
    { "{'contract':'c','recheck_fails':101}", "recheck_fails", RC_INVALID },
    { "{'contract':'c','recheck_fails':'many'}", "recheck_fails", RC_INVALID },
};
static const struct wire_row DEADLINE_LIST[] = {
    { "{'contract':'c d'}", "contract", RC_INVALID },
    { "{'state':'Open'}", "state", RC_INVALID },
    { "{'state':7}", "state", RC_INVALID },
    { "{'kind':'phases'}", "kind", RC_INVALID },
    { "{'until':'2026-06-31'}", "until", RC_INVALID },
    { "{'cursor':'5'}", "cursor", RC_INVALID },
    { "{'limit':0}", "limit", RC_INVALID },
    { "{'code':'x'}", "code", RC_INVALID },
};
static const struct wire_row DEADLINE_MOVED[] = {
    { "{'contract':'c d'}", "contract", RC_INVALID },
    { "{'since':'2026-06-31'}", "since", RC_INVALID },
    { "{'calendar':''}", "calendar", RC_INVALID },
    { "{'reason':'start'}", "reason", RC_INVALID },
    { "{'reason':'Calendar'}", "reason", RC_INVALID },
    { "{'cursor':'1.1'}", "cursor", RC_INVALID },
    { "{'until':'2026-06-30'}", "until", RC_INVALID },
};
static const struct wire_row DEADLINE_GET[] = {
    { "{}", "deadline", RC_INVALID },
    { "{'deadline':0}", "deadline", RC_INVALID },
    { "{'contract':'c'}", "deadline", RC_INVALID },
    { "{'code':'x'}", "deadline", RC_INVALID },
    { "{'deadline':1,'code':'x'}", "deadline", RC_INVALID },
    { "{'deadline':1,'contract':'c','code':'x'}", "deadline", RC_INVALID },
    { "{'contract':'c','code':''}", "code", RC_INVALID },
    { "{'id':1}", "id", RC_INVALID },
};
static const struct wire_row EXPORT_REQUEST[] = {
    { "{'contract':'c'}", "kind", RC_INVALID },
    { "{'contract':'c','kind':'Progress'}", "kind", RC_INVALID },
    { "{'contract':'c','kind':'progress '}", "kind", RC_INVALID },
    { "{'kind':'progress'}", "contract", RC_INVALID },
    { "{'contract':'c','kind':'progress','lang':'fr'}", "lang", RC_INVALID },
    { "{'contract':'c','kind':'progress','lang':1}", "lang", RC_INVALID },
    { "{'contract':'c','kind':'progress','file':'x'}", "file", RC_INVALID },
};
static const struct wire_row SUBJECT_CONTRACT[] = {
    { "{'id':1}", "kind", RC_INVALID },
    { "{'kind':'system'}", "id", RC_INVALID },
    { "{'kind':'system','id':0}", "id", RC_INVALID },
    { "{'kind':'account','id':1}", "kind", RC_INVALID },
    { "{'kind':'system','id':1,'contract':'c'}", "contract", RC_INVALID },
};
static const struct wire_row EXPORT_GET[] = {
    { "{}", "id", RC_INVALID },
    { "{'id':0}", "id", RC_INVALID },
    { "{'id':'1'}", "id", RC_INVALID },
    { "{'id':1,'kind':'progress'}", "kind", RC_INVALID },
};
static const struct wire_row EXPORT_LIST[] = {
    { "{'contract':'-'}", "contract", RC_INVALID },
    { "{'cursor':'x'}", "cursor", RC_INVALID },
    { "{'kind':'progress'}", "kind", RC_INVALID },
};
static const struct wire_row EVENT_LIST[] = {
    { "{'after':-1}", "after", RC_INVALID },       { "{'after':'1'}", "after", RC_INVALID },
    { "{'limit':0}", "limit", RC_INVALID },        { "{'limit':1001}", "limit", RC_INVALID },
    { "{'contract':''}", "contract", RC_INVALID }, { "{'cursor':'1'}", "cursor", RC_INVALID },
};
static const struct wire_row FEED_GET[] = {
    { "{}", "token", RC_INVALID },
    { "{'token':''}", "token", RC_INVALID },
    { "{'token':7}", "token", RC_INVALID },
    { "{'token':'0','lang':'fr'}", "lang", RC_INVALID },
    { "{'token':'0','contract':'c'}", "contract", RC_INVALID },
    { "{'token':'0','known':7}", "known", RC_INVALID },
};
static const struct wire_row FEED_ISSUE[] = {
    { "{}", "contract", RC_INVALID },
    { "{'contract':'c','team':'T'}", "team", RC_INVALID },
    { "{'contract':'c','person':''}", "person", RC_INVALID },
    { "{'contract':'c','team':'t','person':'p'}", "person", RC_INVALID },
    { "{'contract':'c','token':'0'}", "token", RC_INVALID },
};
static const struct wire_row FEED_LIST[] = {
    { "{}", "contract", RC_INVALID },
    { "{'contract':'c','cursor':'1.1'}", "cursor", RC_INVALID },
    { "{'contract':'c','feed':1}", "feed", RC_INVALID },
};
static const struct wire_row FEED_REVOKE[] = {
    { "{}", "feed", RC_INVALID },
    { "{'feed':0}", "feed", RC_INVALID },
    { "{'feed':1,'contract':'c'}", "contract", RC_INVALID },
};
static const struct wire_row WORK_PENDING[] = {
    { "{'contract':'a.b'}", "contract", RC_INVALID },
    { "{'parts':1}", "parts", RC_INVALID },
};

#define CHECK(read, type, rows) wire_check_refused(read, sizeof(struct type), rows, COUNT_OF(rows))

static void test_wrong_arguments_are_named(void **state)
{
    (void)state;
    CHECK(read_progress_get, progress_get, PROGRESS_GET);
    CHECK(read_summary_get, summary_get, SUMMARY_GET);
    CHECK(read_forecast_get, forecast_get, FORECAST_GET);
    CHECK(read_deadline_list, deadline_list, DEADLINE_LIST);
    CHECK(read_deadline_get, deadline_list, DEADLINE_GET);
    CHECK(read_deadline_moved, deadline_moved, DEADLINE_MOVED);
    CHECK(read_export_request, export_request, EXPORT_REQUEST);
    CHECK(read_export_get, export_list, EXPORT_GET);
    CHECK(read_export_list, export_list, EXPORT_LIST);
    CHECK(read_event_list, event_list, EVENT_LIST);
    CHECK(read_feed_get, feed_get, FEED_GET);
    CHECK(read_feed_issue, feed_issue, FEED_ISSUE);
    CHECK(read_feed_list, feed_list, FEED_LIST);
    wire_check_refused(read_feed_revoke, sizeof(int64_t), FEED_REVOKE, COUNT_OF(FEED_REVOKE));
    CHECK(read_subject_contract, subject_contract, SUBJECT_CONTRACT);
    CHECK(read_work_pending, work_pending, WORK_PENDING);
}

static void test_a_refused_word_names_the_known_ones(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct export_request request;
    json_t *args = wire_args("{'contract':'c','kind':'pivot'}");
    assert_int_equal(report_read_export_request(args, &request, &problem), RC_INVALID);
    assert_string_equal(problem.text, "\"kind\" must be one of progress, systems, deliverables, "
                                      "procurement, deadlines, penalties");
    json_decref(args);
}

/* A token of any form gets as far as the look-up: that nobody has it is the answer. */
static void test_feed_arguments(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct feed_get get;
    struct feed_issue issue;
    int64_t feed = 0;
    json_t *args = wire_args("{'token':'Z'}");
    assert_int_equal(report_read_feed_get(args, &get, &problem), RC_OK);
    assert_string_equal(get.token, "Z");
    assert_string_equal(get.lang, "zh");
    json_decref(args);
    args = wire_args("{'contract':'c'}");
    assert_int_equal(report_read_feed_issue(args, &issue, &problem), RC_OK);
    assert_null(issue.team);
    assert_null(issue.person);
    json_decref(args);
    args = wire_args("{'feed':5}");
    assert_int_equal(report_read_feed_revoke(args, &feed, &problem), RC_OK);
    assert_int_equal(feed, 5);
    json_decref(args);
}

static void test_defaults(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct progress_get progress;
    struct summary_get summary;
    struct forecast_get forecast;
    struct deadline_list deadlines;
    struct export_request request;
    struct export_list exports;
    struct event_list events;
    json_t *contract = wire_args("{'contract':'c'}");
    json_t *nothing = wire_args("{}");
    json_t *export = wire_args("{'contract':'c','kind':'deadlines'}");
    assert_int_equal(report_read_progress_get(contract, &progress, &problem), RC_OK);
    assert_int_equal(progress.page.limit, MAX_LIST_LIMIT);
    assert_int_equal(report_read_summary_get(contract, &summary, &problem), RC_OK);
    assert_int_equal(summary.working_days, 10);
    assert_int_equal(report_read_forecast_get(contract, &forecast, &problem), RC_OK);
    assert_int_equal(forecast.working_days, 30);
    assert_int_equal(forecast.runs, 200);
    assert_int_equal(forecast.seed, 1);
    assert_int_equal(forecast.capacity, 3);
    for (size_t i = 0; i < RATE__COUNT; i++)
        assert_int_equal(forecast.rates[i], RATE_LEFT_OUT);
    json_t *rates = wire_args("{'contract':'c','incidents':1460,'incident_late':0,'findings':100,'recheck_fails':7}");
    assert_int_equal(report_read_forecast_get(rates, &forecast, &problem), RC_OK);
    const int64_t want[RATE__COUNT] = { 1460, 0, 100, 7 };
    assert_memory_equal(forecast.rates, want, sizeof(want));
    json_decref(rates);
    assert_int_equal(report_read_deadline_list(nothing, &deadlines, &problem), RC_OK);
    assert_null(deadlines.state);
    assert_int_equal(deadlines.until, INT32_MIN);
    assert_int_equal(deadlines.page.limit, DEFAULT_LIST_LIMIT);
    assert_int_equal(report_read_export_request(export, &request, &problem), RC_OK);
    assert_string_equal(request.lang, "zh");
    assert_int_equal(report_read_export_list(nothing, &exports, &problem), RC_OK);
    assert_true(exports.page.key[0] == INT64_MAX);
    assert_int_equal(report_read_event_list(nothing, &events, &problem), RC_OK);
    assert_int_equal(events.after, 0);
    assert_int_equal(events.limit, DEFAULT_LIST_LIMIT);
    json_decref(contract);
    json_decref(nothing);
    json_decref(export);
}

static void test_a_page_of_progress(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct progress_get get;
    json_t *args = wire_args("{'contract':'c','limit':5,'cursor':'7'}");
    assert_int_equal(report_read_progress_get(args, &get, &problem), RC_OK);
    assert_int_equal(get.page.limit, 5);
    assert_int_equal(get.page.key[0], 7);
    json_decref(args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_arguments_are_named),
        cmocka_unit_test(test_a_refused_word_names_the_known_ones),
        cmocka_unit_test(test_feed_arguments),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_a_page_of_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
