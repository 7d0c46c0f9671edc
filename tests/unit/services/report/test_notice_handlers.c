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
#include "service_torture.h"

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

/* ---- whose receipt it is ---- */

/* `who` calls by his account and says `person` (NULL: nothing). */
static rc_t read_as(struct ground *ground, const char *who, int64_t id, const char *person,
                    json_t **ret_read, struct problem *problem)
{
    *problem = (struct problem){ .rc = RC_OK };
    return bench_as(&ground->report, who, "notification.read",
                    json_pack("{s:I, s:s*}", "notification", (json_int_t)id, "person", person),
                    ret_read, problem);
}

/* Every kind of caller, saying every kind of name, about a notification for wang. */
static const struct {
    const char *account, *person;
    rc_t rc;
    bool on_behalf;
} CALLERS[] = {
    { "a.wang", NULL, RC_OK, false },       { "a.wang", "wang", RC_OK, false },
    { "a.wang", "li", RC_DENIED, false },   { "a.li", NULL, RC_DENIED, false },
    { "a.li", "wang", RC_DENIED, false },   { "a.li", "li", RC_DENIED, false },
    { "abroad", "wang", RC_DENIED, false }, /* somebody of another contract */
    { "abroad", NULL, RC_DENIED, false },   { "robot", "wang", RC_OK, true },
    { "robot", NULL, RC_INVALID, false },   { "robot", "li", RC_DENIED, false },
    { "token", "wang", RC_OK, true },       { "token", NULL, RC_INVALID, false },
    { "token", "li", RC_DENIED, false },
};

static void test_an_account_reads_as_its_person(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    int64_t wang = notice_person(tdb, "wang", "manager"), li = notice_person(tdb, "li", "leader");
    notice_bind(tdb, notice_account(tdb, "a.wang"), wang);
    notice_bind(tdb, notice_account(tdb, "a.li"), li);
    notice_account(tdb, "robot");
    notice_bind(tdb, notice_account(tdb, "abroad"),
                db_number(tdb,
                          "with k as (insert into contract (code, pack_id, calendar_id, title, "
                          "customer, total_fen, signed_on, service_from, service_to, zone) select "
                          "'other', pack_id, calendar_id, title, customer, total_fen, "
                          "signed_on, service_from, service_to, zone from contract returning id) "
                          "insert into person (contract_id, name, role) select id, 'wang', "
                          "'manager' from k returning id"));
    for (size_t i = 0; i < COUNT_OF(CALLERS); i++) {
        struct problem problem;
        json_t *read = NULL;
        char object[32];
        snprintf(object, sizeof(object), "deadline/%zu", i + 1);
        int64_t id = notice_shown(tdb, wang, object, "warn_3", "2026-06-10 09:00");
        rc_t rc = read_as(ground, CALLERS[i].account, id, CALLERS[i].person, &read, &problem);
        if (rc != CALLERS[i].rc || (rc != RC_OK && strcmp(problem.field, "person") != 0))
            fail_msg("%s for %s: %s", CALLERS[i].account, CALLERS[i].person, problem.text);
        if (rc != RC_OK)
            continue;
        assert_string_equal(text_at(read, "read_by"), CALLERS[i].account);
        assert_string_equal(text_at(read, "person"), "wang");
        if (json_is_true(at_path(read, "on_behalf")) != CALLERS[i].on_behalf)
            fail_msg("%s: on behalf?", CALLERS[i].account);
        json_decref(read);
    }
    assert_int_equal(db_number(tdb, "select count(*) from notification where read_at is not null"),
                     4);
    assert_int_equal(db_number(tdb,
                               "select count(*) from event where kind = 'notification.read' and "
                               "(data -> 'on_behalf')::boolean = (actor in ('robot', 'token'))"),
                     4);
}

/* Untied again, the same account is a program's, and says so in what it records from then on. */
static void test_whose_it_is_now_counts(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    struct problem problem;
    json_t *read = NULL;
    int64_t wang = notice_person(tdb, "wang", "manager");
    notice_bind(tdb, notice_account(tdb, "a.wang"), wang);
    int64_t first = notice_shown(tdb, wang, "deadline/1", "warn_3", "2026-06-10 09:00");
    int64_t second = notice_shown(tdb, wang, "deadline/2", "warn_3", "2026-06-10 09:00");
    assert_int_equal(read_as(ground, "a.wang", first, NULL, &read, &problem), RC_OK);
    json_decref(read);
    db_exec(tdb, "delete from account_person");
    assert_int_equal(read_as(ground, "a.wang", second, NULL, &read, &problem), RC_INVALID);
    assert_int_equal(read_as(ground, "a.wang", second, "wang", &read, &problem), RC_OK);
    json_decref(read);
    assert_string_equal(db_text(tdb,
                                "select string_agg(read_on_behalf::text, ' ' order by id) from "
                                "notification"),
                        "false true");
}

/* ---- what a receipt states ---- */

/* Late in the evening of UTC it is the next day in the contract's zone; the fact is of that day. */
static void test_a_receipt_of_a_penalty_is_its_notice(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    static const char FACTS[] =
        "select string_agg(concat_ws(' ', clause, name, occurred_at at time zone 'Asia/Shanghai', "
        "(select person.name from notification n join person on person.id = n.person_id where n.id "
        "= receipt_id)), ', ' order by id) from fact";
    int64_t wang = notice_person(tdb, "wang", "manager"), li = notice_person(tdb, "li", "leader");
    int64_t penalties[] = { notice_penalty(tdb, "X-1"), notice_penalty(tdb, "X-2") };
    int64_t notes[4];
    for (size_t i = 0; i < COUNT_OF(notes); i++) {
        char object[32];
        snprintf(object, sizeof(object), "penalty/%lld", (long long)penalties[i / 2]);
        notes[i] = notice_shown(tdb, i % 2 ? li : wang, object, "notice", "2026-06-10 09:00");
    }
    int64_t other = notice_shown(tdb, wang, "deadline/1", "warn_3", "2026-06-10 09:00");
    int64_t work = db_number(tdb, "select facts from contract_work");
    static const struct {
        const char *at, *person;
        size_t note;
    } READS[] = {
        { "2026-06-15T23:30:00+00:00", "wang", 0 }, /* the first reader of the first penalty */
        { "2026-06-18T09:00:00+08:00", "li", 1 },   /* the second one adds nothing */
        { "2026-06-18T09:00:00+08:00", "wang", 0 }, /* nor does reading twice */
        { "2026-06-19T09:00:00+08:00", "li", 3 },   /* another penalty has a notice of its own */
    };
    for (size_t i = 0; i < COUNT_OF(READS); i++) {
        bench_at(&ground->report, READS[i].at);
        json_decref(bench_ok(&ground->report, "notification.read", "{s:I, s:s}", "notification",
                             (json_int_t)notes[READS[i].note], "person", READS[i].person));
    }
    json_decref(bench_ok(&ground->report, "notification.read", "{s:I, s:s}", "notification",
                         (json_int_t)other, "person", "wang"));
    assert_string_equal(db_text(tdb, FACTS), "X-1 notice_received 2026-06-16 00:00:00 wang, "
                                             "X-2 notice_received 2026-06-19 00:00:00 li");
    assert_true(db_number(tdb, "select facts from contract_work") > work);
    assert_string_equal(
        db_text(tdb,
                "select string_agg(concat_ws(' ', data ->> 'name', data ->> 'at', data ->> "
                "'clause', (data ->> 'receipt')::bigint = n.id), ', ' order by seq) from event "
                "join fact f on f.id = subject_id join notification n on n.id = f.receipt_id "
                "where kind = 'fact.recorded'"),
        "notice_received 2026-06-16T00:00:00+08:00 X-1 t, "
        "notice_received 2026-06-19T00:00:00+08:00 X-2 t");
}

/* The fact stands with the receipt or not at all, whichever call to the server fails. */
static int64_t torture_first; /* id of the first of the notifications that are read one by one */

static json_t *torture_args(int n)
{
    return json_pack("{s:I, s:s}", "notification", (json_int_t)(torture_first + n), "person",
                     "wang");
}

static void test_every_call_fails_once(void **state)
{
    enum { NOTES = 200 }; /* more than there are calls to fail, four times */
    static const struct torture_row READ = {
        "notification.read", torture_args,
        "select count(read_at) + (select count(*) from fact) + (select count(*) from event where "
        "kind in ('notification.read', 'fact.recorded')) from notification",
        4
    };
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    int64_t wang = notice_person(tdb, "wang", "manager");
    for (int i = 0; i < NOTES; i++) {
        char object[32];
        snprintf(object, sizeof(object), "penalty/%lld", (long long)notice_penalty(tdb, "X"));
        int64_t id = notice_shown(tdb, wang, object, "notice", "2026-06-10 09:00");
        if (i == 0)
            torture_first = id;
    }
    ground->report.tdb.raw = tdb->raw; /* to count by */
    service_torture(&ground->report, &READ);
    ground->report.tdb.raw = NULL;
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
        ON_GROUND(test_an_account_reads_as_its_person),
        ON_GROUND(test_whose_it_is_now_counts),
        ON_GROUND(test_a_receipt_of_a_penalty_is_its_notice),
        ON_GROUND(test_every_call_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
