/* channel.*, policy.* and habit.* on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "egress.h"
#include "registry_fixture.h"

/* ---- channels ---- */

static json_t *add_robot(struct bench *bench, const char *name)
{
    return bench_ok(bench, "channel.add", "{s:s, s:s, s:s, s:s, s:s, s:[s, s]}", "contract",
                    "yifen-2026", "channel", "dingtalk", "name", name, "token_ref", "file:ding",
                    "secret_ref", "env:MLPS_CHANNEL_DING", "audience", "manager", "leader");
}

static void test_a_robot_is_added_and_switched(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_t *made = add_robot(bench, "项目群");
    int64_t id = int_at(made, "id");
    assert_string_equal(text_at(made, "name"), "项目群");
    assert_string_equal(text_at(made, "audience.1"), "leader");
    assert_null(text_at(made, "host")); /* the provider's own */
    assert_int_equal(int_at(made, "per_minute"), 20);
    assert_true(json_is_true(at_path(made, "enabled")));
    assert_int_equal(bench_refused(bench, &problem, "channel.add", "{s:s, s:s, s:s, s:s, s:s}",
                                   "contract", "yifen-2026", "channel", "dingtalk", "name",
                                   "项目群", "token_ref", "file:b", "secret_ref", "file:b"),
                     RC_CONFLICT);
    assert_string_equal(problem.field, "name");
    for (int i = 0; i < 2; i++) { /* the second time nothing changes */
        json_t *off = bench_ok(bench, "channel.disable", "{s:I}", "channel", (json_int_t)id);
        assert_true(json_is_false(at_path(off, "enabled")));
        assert_int_equal(int_at(off, "version"), 2);
        json_decref(off);
    }
    json_t *on = bench_ok(bench, "channel.enable", "{s:I}", "channel", (json_int_t)id);
    assert_true(json_is_true(at_path(on, "enabled")));
    assert_string_equal(db_text(&bench->tdb, "select string_agg(kind, ' ' order by seq) from event "
                                             "where kind like 'channel%'"),
                        "channel.added channel.disabled channel.enabled");
    assert_int_equal(bench_refused(bench, &problem, "channel.disable", "{s:i}", "channel", 999),
                     RC_NOT_FOUND);
    json_decref(on);
    json_decref(made);
}

static const struct {
    const char *endpoint;
    rc_t rc;
} ENDPOINTS[] = {
    { "http://8.8.8.8/hook", RC_DENIED },
    { "https://8.8.8.8:25/hook", RC_DENIED },
    { "https://127.0.0.1/hook", RC_DENIED },
    { "https://169.254.169.254/latest/meta-data", RC_DENIED },
    { "https://10.1.2.3/hook", RC_DENIED },
    { "https://[::1]/hook", RC_DENIED },
    { "https://[::ffff:10.0.0.1]/hook", RC_DENIED },
    { "https://user@8.8.8.8/hook", RC_INVALID },
    { "ftp://8.8.8.8/hook", RC_INVALID },
    { "no URL", RC_INVALID },
};

static void test_an_endpoint_is_checked_before_it_is_stored(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < COUNT_OF(ENDPOINTS); i++) {
        struct problem problem;
        rc_t rc = bench_refused(bench, &problem, "channel.add", "{s:s, s:s, s:s, s:s, s:s}",
                                "contract", "yifen-2026", "channel", "webhook", "name", "hook",
                                "endpoint", ENDPOINTS[i].endpoint, "secret_ref", "file:s");
        if (rc != ENDPOINTS[i].rc || strcmp(problem.field, "endpoint") != 0)
            fail_msg("%s: %s (%s)", ENDPOINTS[i].endpoint, problem.text, problem.field);
    }
    assert_int_equal(db_number(&bench->tdb, "select count(*) from reminder_channel"), 0);
}

/* What the operator excepted by HOST:PORT may be inside and plain; its path is never shown. */
static void test_an_excepted_endpoint(void **state)
{
    struct bench *bench = *state;
    setenv(EGRESS_ALLOW_ENV, "10.1.2.3:8080", 1);
    json_t *made = bench_ok(bench, "channel.add", "{s:s, s:s, s:s, s:s, s:s}", "contract",
                            "yifen-2026", "channel", "webhook", "name", "hook", "endpoint",
                            "http://10.1.2.3:8080/s3cret/path", "secret_ref", "file:s");
    unsetenv(EGRESS_ALLOW_ENV);
    json_t *list = bench_ok(bench, "channel.list", "{}");
    char *text = json_dumps(list, 0);
    assert_string_equal(text_at(list, "items.0.host"), "http://10.1.2.3:8080");
    assert_null(strstr(text, "s3cret"));
    assert_int_equal(
        db_number(&bench->tdb, "select count(*) from event where data::text like '%s3cret%'"), 0);
    assert_string_equal(db_text(&bench->tdb, "select endpoint from reminder_channel"),
                        "http://10.1.2.3:8080/s3cret/path");
    free(text);
    json_decref(list);
    json_decref(made);
}

static void test_pages_of_channels(void **state)
{
    struct bench *bench = *state;
    static const char *const NAMES[] = { "a", "b", "c" };
    json_t *args = json_pack("{s:s}", "contract", "yifen-2026");
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        json_decref(add_robot(bench, NAMES[i]));
    bench_check_pages(bench, "channel.list", args, COUNT_OF(NAMES));
    json_decref(args);
}

/* ---- policy ---- */

static void test_a_policy_is_set_part_by_part(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_t *before = bench_ok(bench, "policy.get", "{s:s}", "contract", "yifen-2026");
    assert_true(json_is_false(at_path(before, "set")));
    assert_string_equal(text_at(before, "quiet_from"), "21:00");
    assert_string_equal(text_at(before, "quiet_to"), "08:00");
    assert_int_equal(int_at(before, "storm_max"), 20);
    json_decref(
        bench_ok(bench, "policy.set", "{s:s, s:s}", "contract", "yifen-2026", "quiet_to", "07:30"));
    json_t *set = bench_ok(bench, "policy.set", "{s:s, s:b, s:i}", "contract", "yifen-2026",
                           "rest_days", 0, "storm_max", 5);
    assert_true(json_is_true(at_path(set, "set")));
    assert_string_equal(text_at(set, "quiet_from"), "21:00");
    assert_string_equal(text_at(set, "quiet_to"), "07:30");
    assert_true(json_is_false(at_path(set, "rest_days")));
    assert_int_equal(int_at(set, "storm_max"), 5);
    assert_int_equal(int_at(set, "storm_window_s"), 600);
    assert_int_equal(bench_refused(bench, &problem, "policy.get", "{s:s}", "contract", "none"),
                     RC_NOT_FOUND);
    json_decref(before);
    json_decref(set);
}

/* ---- habits ---- */

static void test_digests(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_decref(bench_ok(bench, "person.add", "{s:s, s:s, s:s}", "contract", "yifen-2026", "name",
                         "王工", "role", "engineer"));
    for (int i = 0; i < 2; i++) { /* the second time replaces the first */
        json_t *list = bench_ok(bench, "habit.set", "{s:s, s:s, s:s}", "contract", "yifen-2026",
                                "person", "王工", "digest_at", i ? "17:05" : "08:30");
        assert_int_equal(size_at(list, "items"), 1);
        assert_string_equal(text_at(list, "items.0.digest_at"), i ? "17:05" : "08:30");
        json_decref(list);
    }
    assert_int_equal(bench_refused(bench, &problem, "habit.set", "{s:s, s:s, s:s}", "contract",
                                   "yifen-2026", "person", "nobody", "digest_at", "08:30"),
                     RC_NOT_FOUND);
    assert_string_equal(problem.field, "person");
    json_t *none =
        bench_ok(bench, "habit.clear", "{s:s, s:s}", "contract", "yifen-2026", "person", "王工");
    assert_int_equal(size_at(none, "items"), 0);
    json_decref(none);
    assert_int_equal(bench_refused(bench, &problem, "habit.clear", "{s:s, s:s}", "contract",
                                   "yifen-2026", "person", "王工"),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(bench, &problem, "habit.list", "{s:s}", "contract", "none"),
                     RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_PORTFOLIO(test_a_robot_is_added_and_switched),
        ON_PORTFOLIO(test_an_endpoint_is_checked_before_it_is_stored),
        ON_PORTFOLIO(test_an_excepted_endpoint),
        ON_PORTFOLIO(test_pages_of_channels),
        ON_PORTFOLIO(test_a_policy_is_set_part_by_part),
        ON_PORTFOLIO(test_digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
