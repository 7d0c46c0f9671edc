/* reminder.list, notification.list and notification.read on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "notice_rows.h"
#include "report_fixture.h"

/* Twelve reminders: two people, two ways, three days. */
static void arrange(const struct temp_db *tdb)
{
    static const char *const DAYS[] = { "2026-06-12 09:00", "2026-06-10 09:00",
                                        "2026-06-11 09:00" };
    int64_t people[] = { notice_person(tdb, "wang", "engineer"),
                         notice_person(tdb, "li", "manager") };
    for (size_t p = 0; p < COUNT_OF(people); p++) {
        for (size_t d = 0; d < COUNT_OF(DAYS); d++) {
            char object[32];
            snprintf(object, sizeof(object), "deadline/%zu", d + 1);
            notice_shown(tdb, people[p], object, "warn_3", DAYS[d]);
            notice_reminder(tdb, people[p], "mail", object, "warn_3", DAYS[d],
                            d == 0 ? "planned" : "cancelled");
        }
    }
}

static const struct {
    const char *op, *args;
    size_t want;
} FILTERS[] = {
    { "reminder.list", "{}", 12 },
    { "reminder.list", "{\"contract\":\"yifen-2026\"}", 12 },
    { "reminder.list", "{\"contract\":\"none\"}", 0 },
    { "reminder.list", "{\"person\":\"li\"}", 6 },
    { "reminder.list", "{\"channel\":\"mail\"}", 6 },
    { "reminder.list", "{\"channel\":\"feishu\"}", 0 },
    { "reminder.list", "{\"state\":\"planned\"}", 2 },
    { "reminder.list", "{\"state\":\"cancelled\",\"person\":\"wang\"}", 2 },
    { "reminder.list", "{\"until\":\"2026-06-11\"}", 8 },
    { "reminder.list", "{\"until\":\"2026-06-09\"}", 0 },
    { "notification.list", "{}", 6 },
    { "notification.list", "{\"contract\":\"none\"}", 0 },
    { "notification.list", "{\"person\":\"wang\"}", 3 },
    { "notification.list", "{\"unread\":true}", 6 },
    { "notification.list", "{\"penalty\":1}", 0 },
};

static void test_filters(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    for (size_t i = 0; i < COUNT_OF(FILTERS); i++) {
        json_t *list =
            bench_ok_json(&ground->report, FILTERS[i].op, json_loads(FILTERS[i].args, 0, NULL));
        if (size_at(list, "items") != FILTERS[i].want)
            fail_msg("%s %s: %zu", FILTERS[i].op, FILTERS[i].args, size_at(list, "items"));
        json_decref(list);
    }
}

static void test_pages(void **state)
{
    struct ground *ground = *state;
    json_t *args = json_pack("{s:s}", "contract", "yifen-2026");
    arrange(&ground->registry.tdb);
    bench_check_pages(&ground->report, "reminder.list", args, 12);
    bench_check_pages(&ground->report, "notification.list", args, 6);
    json_decref(args);
}

static void test_a_reminder_is_shown_whole(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    const struct deadline_row_new row = {
        .code = "D", .kind = "term", .state = "open", .serial = 4, .due = "2026-06-20"
    };
    char object[32];
    snprintf(object, sizeof(object), "deadline/%lld", (long long)row_deadline(tdb, &row));
    notice_shown(tdb, notice_person(tdb, "wang", "engineer"), object, "warn_3", "2026-06-10 09:00");
    json_t *list = bench_ok(&ground->report, "reminder.list", "{}");
    assert_string_equal(text_at(list, "items.0.title"), "D");
    assert_int_equal(int_at(list, "items.0.serial"), 4);
    assert_string_equal(text_at(list, "items.0.subject_kind"), "deadline");
    assert_string_equal(text_at(list, "items.0.person"), "wang");
    assert_string_equal(text_at(list, "items.0.role"), "engineer");
    assert_string_equal(text_at(list, "items.0.channel"), "app");
    assert_null(text_at(list, "items.0.robot"));
    assert_string_equal(text_at(list, "items.0.planned_at"), "2026-06-10T09:00:00+08:00");
    assert_string_equal(text_at(list, "items.0.sent_at"), "2026-06-10T09:00:00+08:00");
    assert_null(text_at(list, "items.0.read_at"));
    assert_int_equal(int_at(list, "items.0.uncertain"), 0);
    json_decref(list);
}

/* A robot's row says by which robot, and nothing of where it lives or what it signs with. */
static void test_a_robot_is_named_and_no_more(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    notice_person(tdb, "wang", "engineer");
    db_exec(tdb, "with r as (insert into reminder_channel (contract_id, channel, name, endpoint, "
                 "secret_ref) select id, 'webhook', 'wall', 'https://hooks.example.com/s3cret', "
                 "'file:wall' from contract returning id, contract_id) insert into reminder "
                 "(contract_id, object_kind, object_id, rule, person_id, channel, channel_id, "
                 "due_version, plan_at, try_at) select r.contract_id, 'deadline', 1, 'warn_3', "
                 "p.id, 'webhook', r.id, 1, now(), now() from r, person p where p.name = 'wang'");
    json_t *list = bench_ok(&ground->report, "reminder.list", "{}");
    char *text = json_dumps(list, 0);
    assert_string_equal(text_at(list, "items.0.robot"), "wall");
    assert_null(strstr(text, "s3cret"));
    assert_null(strstr(text, "file:wall"));
    free(text);
    json_decref(list);
}

/* ---- receipts ---- */

static void test_the_person_it_is_for_reads_it(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    struct problem problem;
    int64_t id = notice_shown(tdb, notice_person(tdb, "wang", "manager"), "deadline/1", "warn_3",
                              "2026-06-10 09:00");
    notice_person(tdb, "li", "manager");
    assert_int_equal(bench_refused(&ground->report, &problem, "notification.read", "{s:I, s:s}",
                                   "notification", (json_int_t)id, "person", "li"),
                     RC_DENIED);
    assert_string_equal(problem.field, "person");
    assert_int_equal(bench_refused(&ground->report, &problem, "notification.read", "{s:I, s:s}",
                                   "notification", (json_int_t)id + 1, "person", "wang"),
                     RC_NOT_FOUND);
    assert_int_equal(db_number(tdb, "select count(*) from notification where read_at is null"), 1);
    json_t *read = bench_ok(&ground->report, "notification.read", "{s:I, s:s}", "notification",
                            (json_int_t)id, "person", "wang");
    assert_string_equal(text_at(read, "read_at"), PORTFOLIO_NOW);
    assert_non_null(text_at(read, "read_by"));
    json_decref(read);
}

/* Later, by another key, even by another account: the first instant and account come back, and
 * there is one event. */
static void test_reading_twice_is_reading_once(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    struct problem problem = { .rc = RC_OK };
    json_t *again = NULL;
    int64_t id = notice_shown(tdb, notice_person(tdb, "wang", "manager"), "penalty/9", "notice",
                              "2026-06-10 09:00");
    json_t *args = json_pack("{s:I, s:s}", "notification", (json_int_t)id, "person", "wang");
    json_t *first = bench_ok_json(&ground->report, "notification.read", json_incref(args));
    bench_at(&ground->report, "2026-06-20T10:00:00+08:00");
    assert_int_equal(bench_ask(&ground->report, "cli", "k-2", "notification.read",
                               json_incref(args), &again, &problem),
                     RC_OK);
    assert_true(json_equal(first, again));
    assert_string_equal(
        db_text(tdb, "select string_agg(concat_ws(' ', kind, subject_id = (select id from "
                     "notification), data ->> 'person', data ->> 'subject_kind', data ->> "
                     "'subject_id', data ->> 'rule'), ',') from event where kind like "
                     "'notification%'"),
        "notification.read t wang penalty 9 notice");
    json_t *unread = bench_ok(&ground->report, "notification.list", "{s:b}", "unread", 1);
    assert_int_equal(size_at(unread, "items"), 0);
    json_decref(unread);
    json_decref(args);
    json_decref(first);
    json_decref(again);
}

/* The notices of one penalty with their receipts, as whoever confirms it cites them. */
static void test_notices_of_a_penalty(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    int64_t wang = notice_person(tdb, "wang", "manager"), li = notice_person(tdb, "li", "leader");
    notice_shown(tdb, wang, "deadline/9", "warn_3", "2026-06-10 09:00");
    notice_shown(tdb, li, "penalty/8", "notice", "2026-06-10 09:00");
    int64_t id = notice_shown(tdb, wang, "penalty/9", "notice", "2026-06-10 09:00");
    notice_shown(tdb, li, "penalty/9", "notice", "2026-06-10 09:00");
    notice_reminder(tdb, li, "mail", "penalty/9", "notice", "2026-06-10 09:00", "planned");
    json_decref(bench_ok(&ground->report, "notification.read", "{s:I, s:s}", "notification",
                         (json_int_t)id, "person", "wang"));
    json_t *list = bench_ok(&ground->report, "notification.list", "{s:i}", "penalty", 9);
    assert_int_equal(size_at(list, "items"), 2);
    assert_null(text_at(list, "items.0.read_at"));
    assert_string_equal(text_at(list, "items.1.person"), "wang");
    assert_string_equal(text_at(list, "items.1.read_at"), PORTFOLIO_NOW);
    json_decref(list);
    assert_string_equal(
        db_text(tdb, "select concat_ws(' ', count(*), count(read_at), min(read_at at time zone "
                     "'Asia/Shanghai')) from penalty_notice where penalty_id = 9"),
        "2 1 2026-06-15 09:00:00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_filters),
        ON_GROUND(test_pages),
        ON_GROUND(test_a_reminder_is_shown_whole),
        ON_GROUND(test_a_robot_is_named_and_no_more),
        ON_GROUND(test_the_person_it_is_for_reads_it),
        ON_GROUND(test_reading_twice_is_reading_once),
        ON_GROUND(test_notices_of_a_penalty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
