/* Chat reminders against a real database and a real HTTP server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "reminder_chat.h"
#include "reminder_fixture.h"

static const char ROW[] = "select concat_ws(' ', state, 'tries', attempts, 'unsure', uncertain) "
                          "from reminder order by id limit 1";

static const char *last_text(const struct fixture *fixture)
{
    static char text[8192];
    json_t *posts = chat_server_posts(&fixture->chat);
    const json_t *last = json_array_get(posts, json_array_size(posts) - 1);
    snprintf(text, sizeof(text), "%s", json_string_value(json_object_get(last, "text")));
    json_decref(posts);
    return text;
}

static void test_every_channel_tells_once(void **state)
{
    struct fixture *fixture = *state;
    size_t count;
    const struct channel_row *rows = channel_rows(&count);
    for (size_t i = 0; i < count; i++) {
        fixture_plan_chat(fixture, fixture->wang, fixture_robot(fixture, rows[i].name), "warn_3",
                          "2026-06-10 09:00");
        fixture_settle(fixture, "2026-06-10 08:59:59");
        assert_int_equal(chat_server_count(&fixture->chat), i);
        for (int again = 0; again < 3; again++)
            assert_true(fixture_settle(fixture, "2026-06-10 09:00") == STEP_NEVER);
        assert_int_equal(chat_server_good(&fixture->chat), i + 1);
        assert_int_equal(chat_server_count(&fixture->chat), i + 1);
        assert_non_null(strstr(last_text(fixture), "[到期提醒] system one matter 还有 5 天"));
        assert_non_null(strstr(last_text(fixture), "条款 X-1"));
    }
    assert_int_equal(fixture_number(fixture, "select count(*) from reminder where state = 'sent'"),
                     count);
}

/* A group is told once, and everybody is named. */
static void test_a_group_is_one_message(void **state)
{
    struct fixture *fixture = *state;
    int64_t robot = fixture_robot(fixture, "feishu");
    fixture_plan_chat(fixture, fixture->wang, robot, "warn_3", "2026-06-10 09:00");
    fixture_plan_chat(fixture, fixture->li, robot, "warn_3", "2026-06-10 09:00");
    fixture_plan_chat(fixture, fixture->li, robot, "warn_1", "2026-06-10 09:00");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(chat_server_good(&fixture->chat), 2);
    assert_int_equal(fixture_number(fixture, "select count(distinct message_id) from reminder"), 2);
    assert_string_equal(
        fixture_text(fixture, "select string_agg(rule || state, ' ' order by id) from reminder"),
        "warn_3sent warn_3sent warn_1sent");
    json_t *posts = chat_server_posts(&fixture->chat);
    assert_non_null(
        strstr(json_string_value(json_object_get(json_array_get(posts, 0), "text")), "wang、li"));
    json_decref(posts);
}

static const struct {
    const char *mode, *row, *error;
} FAILURES[] = {
    { "error", "planned tries 1 unsure 0", "%result 45009%" },
    { "400", "planned tries 1 unsure 0", "%HTTP 400%" },
    { "429", "planned tries 1 unsure 0", "%HTTP 429%" },
    { "500", "planned tries 1 unsure 1", "%HTTP 500%" },
    { "redirect", "planned tries 1 unsure 0", "%HTTP 302%" },
    { "hang", "planned tries 1 unsure 1", "could not send%" },
    { "drop", "planned tries 1 unsure 1", "could not send%" },
    { "garbage", "planned tries 1 unsure 1", "%without a result number" },
};

/* A failed try is planned again, the robot pauses, and no secret is in any row. */
static void test_failed_tries(void **state)
{
    struct fixture *fixture = *state;
    char sql[256];
    int64_t robot = fixture_robot(fixture, "wecom");
    for (size_t i = 0; i < COUNT_OF(FAILURES); i++) {
        fixture_plan_chat(fixture, fixture->wang, robot, "warn_3", "2026-06-10 09:00");
        chat_server_mode(&fixture->chat, FAILURES[i].mode);
        int64_t now = test_instant("2026-06-10 09:00");
        int64_t next = fixture_settle(fixture, "2026-06-10 09:00");
        snprintf(sql, sizeof(sql), "select count(*) from reminder where last_error like '%s'",
                 FAILURES[i].error);
        if (strcmp(fixture_text(fixture, ROW), FAILURES[i].row) != 0 ||
            fixture_number(fixture, sql) != 1 ||
            fixture_number(fixture, "select failures from reminder_channel") != 1)
            fail_msg("%s: %s", FAILURES[i].mode,
                     fixture_text(fixture, "select row_to_json(reminder) from reminder"));
        assert_in_range(next - now, 48 * US_PER_SECOND, 72 * US_PER_SECOND);
        assert_int_equal(fixture_number(fixture,
                                        "select count(*) from reminder r, reminder_channel c where "
                                        "concat(r, c) like '%" CHAT_TOKEN
                                        "%' or concat(r, c) like '%" CHAT_SECRET "%'"),
                         0);
        chat_server_mode(&fixture->chat, "ok");
        fixture_settle(fixture, "2026-06-10 09:02");
        assert_int_equal(
            fixture_number(fixture, "select count(*) from reminder where state = 'sent'"), 1);
        assert_int_equal(fixture_number(fixture, "select failures from reminder_channel"), 0);
        db_exec(&fixture->ledger.tdb, "delete from reminder; update reminder_channel set recent = "
                                      "'{}', free_at = '-infinity'");
    }
}

/* A robot in trouble is left alone for a growing pause, whatever is waiting for it. */
static void test_a_robot_in_trouble_pauses(void **state)
{
    struct fixture *fixture = *state;
    int64_t robot = fixture_robot(fixture, "wecom");
    char rule[32];
    chat_server_mode(&fixture->chat, "429");
    for (int i = 0; i < 10; i++) {
        snprintf(rule, sizeof(rule), "warn_%d", i);
        fixture_plan_chat(fixture, fixture->wang, robot, rule, "2026-06-10 09:00");
    }
    assert_true(fixture_settle(fixture, "2026-06-10 09:00") == test_instant("2026-06-10 09:00:30"));
    assert_int_equal(chat_server_count(&fixture->chat), 1);
    fixture_settle(fixture, "2026-06-10 09:00:29");
    assert_int_equal(chat_server_count(&fixture->chat), 1);
    fixture_settle(fixture, "2026-06-10 09:00:30");
    assert_int_equal(chat_server_count(&fixture->chat), 2);
    assert_int_equal(fixture_number(fixture, "select failures from reminder_channel"), 2);
    chat_server_mode(&fixture->chat, "ok");
    fixture_settle(fixture, "2026-06-10 09:05");
    assert_int_equal(fixture_number(fixture, "select count(*) from reminder where state = 'sent'"),
                     10);
}

/* Never more in any minute than the robot may take, and nothing lost for it. */
static void test_the_rate_is_kept(void **state)
{
    struct fixture *fixture = *state;
    int64_t robot = fixture_robot(fixture, "dingtalk");
    char rule[32];
    db_exec(&fixture->ledger.tdb,
            "update reminder_channel set per_minute = 5; insert into reminder_policy (contract_id, "
            "storm_max) select id, 1000 from contract");
    for (int i = 0; i < 13; i++) {
        snprintf(rule, sizeof(rule), "warn_%d", i);
        fixture_plan_chat(fixture, fixture->wang, robot, rule, "2026-06-10 09:00");
    }
    assert_true(fixture_settle(fixture, "2026-06-10 09:00") == test_instant("2026-06-10 09:01"));
    assert_int_equal(chat_server_count(&fixture->chat), 5);
    fixture_settle(fixture, "2026-06-10 09:00:59");
    assert_int_equal(chat_server_count(&fixture->chat), 5);
    assert_true(fixture_settle(fixture, "2026-06-10 09:01") == test_instant("2026-06-10 09:02"));
    assert_int_equal(chat_server_count(&fixture->chat), 10);
    assert_true(fixture_settle(fixture, "2026-06-10 09:02") == STEP_NEVER);
    assert_int_equal(chat_server_good(&fixture->chat), 13);
}

/* A rate window that slides: two now, three half a minute later, two more when the first are a
 * minute old. */
static void test_the_minute_slides(void **state)
{
    struct fixture *fixture = *state;
    int64_t robot = fixture_robot(fixture, "dingtalk");
    static const struct {
        const char *at;
        size_t count;
    } PLAN[] = { { "2026-06-10 09:00:00", 2 }, { "2026-06-10 09:00:30", 5 },
                 { "2026-06-10 09:00:59", 5 }, { "2026-06-10 09:01:00", 7 },
                 { "2026-06-10 09:01:29", 7 }, { "2026-06-10 09:01:30", 9 } };
    char rule[32];
    db_exec(&fixture->ledger.tdb, "update reminder_channel set per_minute = 5");
    for (int i = 0; i < 9; i++) {
        snprintf(rule, sizeof(rule), "warn_%d", i);
        fixture_plan_chat(fixture, fixture->wang, robot, rule,
                          i < 2 ? "2026-06-10 09:00:00" : "2026-06-10 09:00:30");
    }
    for (size_t i = 0; i < COUNT_OF(PLAN); i++) {
        fixture_settle(fixture, PLAN[i].at);
        if (chat_server_count(&fixture->chat) != PLAN[i].count)
            fail_msg("at %s: %zu", PLAN[i].at, chat_server_count(&fixture->chat));
    }
}

/* Tries count for a whole minute: four now leave one for 55 s later. */
static void test_the_minute_is_whole(void **state)
{
    struct fixture *fixture = *state;
    int64_t robot = fixture_robot(fixture, "dingtalk");
    char rule[32];
    db_exec(&fixture->ledger.tdb, "update reminder_channel set per_minute = 5");
    for (int i = 0; i < 7; i++) {
        snprintf(rule, sizeof(rule), "warn_%d", i);
        fixture_plan_chat(fixture, fixture->wang, robot, rule,
                          i < 4 ? "2026-06-10 09:00:00" : "2026-06-10 09:00:55");
    }
    fixture_settle(fixture, "2026-06-10 09:00:00");
    assert_int_equal(chat_server_count(&fixture->chat), 4);
    assert_true(fixture_settle(fixture, "2026-06-10 09:00:55") == test_instant("2026-06-10 09:01"));
    assert_int_equal(chat_server_count(&fixture->chat), 5);
    fixture_settle(fixture, "2026-06-10 09:01");
    assert_int_equal(chat_server_good(&fixture->chat), 7);
}

static void test_a_robot_that_is_off_cancels(void **state)
{
    struct fixture *fixture = *state;
    fixture_plan_chat(fixture, fixture->wang, fixture_robot(fixture, "wecom"), "warn_3",
                      "2026-06-10 09:00");
    db_exec(&fixture->ledger.tdb, "update reminder_channel set enabled = false");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_string_equal(fixture_text(fixture, ROW), "cancelled tries 0 unsure 0");
    assert_int_equal(chat_server_count(&fixture->chat), 0);
}

/* What cannot be sent for want of a secret is said, by the reference's name. */
static void test_a_missing_secret(void **state)
{
    struct fixture *fixture = *state;
    fixture_plan_chat(fixture, fixture->wang, fixture_robot(fixture, "wecom"), "warn_3",
                      "2026-06-10 09:00");
    db_exec(&fixture->ledger.tdb, "update reminder_channel set token_ref = 'file:nothing'");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_string_equal(fixture_text(fixture, "select last_error from reminder"),
                        "could not read the secret \"file:nothing\"");
    assert_int_equal(chat_server_count(&fixture->chat), 0);
}

#define WITH_CHAT(test)                                                                            \
    cmocka_unit_test_setup_teardown(test, fixture_set_up_chat, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CHAT(test_every_channel_tells_once),
        WITH_CHAT(test_a_group_is_one_message),
        WITH_CHAT(test_failed_tries),
        WITH_CHAT(test_a_robot_in_trouble_pauses),
        WITH_CHAT(test_the_rate_is_kept),
        WITH_CHAT(test_the_minute_slides),
        WITH_CHAT(test_the_minute_is_whole),
        WITH_CHAT(test_a_robot_that_is_off_cancels),
        WITH_CHAT(test_a_missing_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
