/* Random courses of deadlines (moves, pauses, stops told late, reopenings, jumps in time) through
 * the real ledger, the real deadline worker and the real reminder worker with a real mail server
 * and a real server of robots: at every turn the set of reminders sent, to whom, by which way, at
 * which instant, which of them were late, and how many messages they made, is what a brute-force
 * walk over days and minutes names (telling.h). Failures name the seed; MLPS_ORACLE_SEEDS says how
 * many (target reminder_oracle_long: 500), MLPS_ORACLE_FIRST the first. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chat_server.h"
#include "civil.h"
#include "deadline_step.h"
#include "ledger.h"
#include "oracle.h"
#include "parse.h"
#include "reminder_conf.h"
#include "reminder_step.h"
#include "smtp_server.h"
#include "stepping.h"
#include "telling.h"

enum {
    SEEDS = 12,
    ACTS = 36,
    DEADLINES = 5,
    URGENT = 4 /* the last deadline is a limit of hours */
};

#define HOUR_US (3600 * US_PER_SECOND)

struct course {
    struct ledger *ledger;
    pg_t *deadline, *reminder;
    void *local;
    uint64_t random;
    unsigned seed;
    int64_t now_us;
    int64_t ids[DEADLINES];
    struct oracle oracles[DEADLINES];
    bool taken[DEADLINES][ORACLE_STEPS]; /* steps the walk has planned reminders for */
    struct telling telling;
};

/* xorshift: the same course for the same seed, everywhere. */
static uint32_t pick(struct course *course, uint32_t below)
{
    course->random ^= course->random << 13;
    course->random ^= course->random >> 7;
    course->random ^= course->random << 17;
    return (uint32_t)(course->random >> 16) % below;
}

static int32_t day_of(int64_t us)
{
    return civil_day_of(us, LEDGER_ZONE);
}

/* ---- acts ---- */

/* Whether it is still true that the matter is due by what was planned. */
static bool stands(const struct oracle *oracle)
{
    return oracle->state == ORACLE_OPEN || oracle->state == ORACLE_BREACHED;
}

/* What was waiting when an act made it untrue is never told, even if the act is undone: the next
 * version tells anew. */
static void drop_untrue(struct course *course, size_t i)
{
    const struct oracle *oracle = &course->oracles[i];
    telling_drop(&course->telling, (int)i, stands(oracle) ? oracle->version - 1 : oracle->version);
}

/* From seconds, for the rate and the storm's window, to weeks, for downtime. */
static void pass_time(struct course *course)
{
    static const int64_t SECONDS[] = { 20,        240,       600,       601,       3600,
                                       2 * 3600,  5 * 3600,  9 * 3600,  13 * 3600, 24 * 3600,
                                       31 * 3600, 72 * 3600, 7 * 86400, 40 * 86400 };
    static const int64_t HOURS[] = { 24, 9, 17, 21 }; /* breaches, ladders, the digest, the night */
    enum { STEPS = sizeof(SECONDS) / sizeof(SECONDS[0]) };
    int64_t day = civil_day_start(day_of(course->now_us), LEDGER_ZONE);
    uint32_t how = pick(course, STEPS + 10);
    if (how < STEPS || how >= STEPS + 6) /* the window of a storm more often than the others */
        course->now_us += (how < STEPS ? SECONDS[how] : TELLING_WINDOW_S) * US_PER_SECOND;
    else if (how < STEPS + 4 && day + HOURS[how - STEPS] * HOUR_US > course->now_us)
        course->now_us = day + HOURS[how - STEPS] * HOUR_US;
    else /* the next morning's nine o'clock, to the second */
        course->now_us = day + (24 + 9) * HOUR_US;
}

static void stop(struct course *course, size_t i)
{
    char on[DATE_TEXT];
    int32_t day = day_of(course->now_us) - (int32_t)pick(course, 6); /* told late */
    civil_format_date(day, on);
    ledger_stop(course->ledger, course->ids[i], on);
    oracle_stop(&course->oracles[i], civil_day_start(day, LEDGER_ZONE) + US_PER_DAY / 2);
}

static void move(struct course *course, size_t i, bool resume)
{
    char due[DATE_TEXT], on[DATE_TEXT];
    int32_t day = day_of(course->now_us) - 5 + (int32_t)pick(course, 20);
    civil_format_date(day, due);
    civil_format_date(day_of(course->now_us), on);
    if (resume) {
        ledger_resume(course->ledger, course->ids[i], due, on);
        oracle_resume(&course->oracles[i], day);
    } else {
        ledger_retarget(course->ledger, course->ids[i], due, on);
        oracle_retarget(&course->oracles[i], day);
    }
}

/* One of the operations that fit the state. */
static void act_on(struct course *course, size_t i)
{
    char on[DATE_TEXT];
    struct oracle *oracle = &course->oracles[i];
    uint32_t what = pick(course, 20);
    civil_format_date(day_of(course->now_us), on);
    if (oracle->state == ORACLE_VOID || what < 8) {
        move(course, i, false);
    } else if (oracle->state == ORACLE_MET || oracle->state == ORACLE_LATE) {
        ledger_reopen(course->ledger, course->ids[i], on);
        oracle_reopen(oracle);
    } else if (oracle->state == ORACLE_PAUSED) {
        move(course, i, true);
    } else if (what < 12) {
        ledger_pause(course->ledger, course->ids[i], on);
        oracle_pause(oracle);
    } else if (what < 19) {
        stop(course, i);
    } else {
        ledger_void(course->ledger, course->ids[i], on);
        oracle_void(oracle);
    }
    drop_untrue(course, i);
}

/* ---- the workers, and the walk beside them ---- */

static void walk_deadlines(struct course *course)
{
    struct telling_step steps[DEADLINES * ORACLE_STEPS];
    size_t count = 0;
    for (int i = 0; i < DEADLINES; i++) {
        struct oracle *oracle = &course->oracles[i];
        oracle_work(oracle, course->now_us);
        for (size_t s = 0; s < oracle->count; s++) {
            const struct oracle_step *step = &oracle->steps[s];
            if (course->taken[i][s] || step->state != STEP_DONE)
                continue;
            course->taken[i][s] = true;
            steps[count++] = (struct telling_step){ .deadline = i,
                                                    .version = step->version,
                                                    .rule = step->rule,
                                                    .at_us = step->at_us,
                                                    .urgent = i == URGENT };
        }
    }
    telling_plan(&course->telling, steps, count);
}

static void work(struct course *course, bool deadline, bool reminder)
{
    if (deadline) {
        step_settle(&DEADLINE_WORKER, course->deadline, course->now_us, NULL);
        walk_deadlines(course);
    }
    if (reminder) {
        step_settle(&REMINDER_WORKER, course->reminder, course->now_us, course->local);
        telling_work(&course->telling, course->now_us);
    }
}

static const char SENT_TEXT[] =
    "select string_agg(concat(' ', r.due_version, r.rule, '/', p.name, '/', r.channel, '@', "
    "extract(epoch from r.sent_at)::bigint, case when r.late then '!' end), '' order by "
    "r.due_version, array_position(array['warn_3', 'breach', 'overdue_0', 'overdue_2'], r.rule), "
    "array_position(array['eng', 'eng2', 'man', 'cus'], p.name), array_position(array['app', "
    "'mail', 'dingtalk', 'webhook'], r.channel)) from reminder r join person p on p.id = "
    "r.person_id where r.object_id = %" PRId64 " and r.state = 'sent'";

static void compare_rows(const struct course *course, int act)
{
    char sql[1024];
    static char want[TELLING_TEXT];
    for (int i = 0; i < DEADLINES; i++) {
        snprintf(sql, sizeof(sql), SENT_TEXT, course->ids[i]);
        const char *is = db_text(&course->ledger->tdb, sql);
        telling_text(&course->telling, i, want);
        if (strcmp(is, want) != 0)
            fail_msg("seed %u, act %d, deadline %d:\n  is   %s\n  want %s", course->seed, act, i,
                     is, want);
    }
}

/* Digests and storms: as many messages as the walk has, whatever they tell. */
static void compare_messages(const struct course *course, int act)
{
    char sql[256];
    for (int way = WAY_MAIL; way < WAY__COUNT; way++) {
        snprintf(sql, sizeof(sql),
                 "select count(distinct message_id) from reminder where state = 'sent' and channel "
                 "= '%s'",
                 TELLING_WAYS[way]);
        int64_t is = db_number(&course->ledger->tdb, sql);
        int want = telling_messages(&course->telling, (enum telling_way)way);
        if (is != want)
            fail_msg("seed %u, act %d: %" PRId64 " messages by %s, want %d", course->seed, act, is,
                     TELLING_WAYS[way], want);
    }
}

static void compare(const struct course *course, int act)
{
    compare_rows(course, act);
    compare_messages(course, act);
}

/* ---- the course ---- */

/* Near each other, so that several are told of at once. The digest comes in the evening, with the
 * ladder's own nine o'clock, or at night. */
static void begin(struct course *course)
{
    static const int DIGESTS[] = { 17 * 60, 9 * 60, 22 * 60 + 30 };
    char code[32], due[DATE_TEXT], sql[128];
    telling_begin(&course->telling, DIGESTS[course->seed % 3]);
    snprintf(sql, sizeof(sql), "update reminder_habit set digest_at = %d",
             course->telling.digest_minute);
    db_exec(&course->ledger->tdb, sql);
    memset(course->taken, 0, sizeof(course->taken));
    for (size_t i = 0; i < DEADLINES; i++) {
        int32_t day = day_of(course->now_us) + 2 + (int32_t)pick(course, 8);
        civil_format_date(day, due);
        snprintf(code, sizeof(code), "S%u/%zu", course->seed, i);
        struct ledger_row row = { .code = code, .on = due, .kind = i == URGENT ? "sla" : "phase" };
        course->ids[i] = ledger_open(course->ledger, &row);
        oracle_open(&course->oracles[i], day);
    }
}

static void run_course(struct course *course)
{
    begin(course);
    for (int act = 0; act < ACTS; act++) {
        pass_time(course);
        work(course, pick(course, 4) > 0, pick(course, 4) > 0);
        if (pick(course, 2) > 0)
            act_on(course, pick(course, DEADLINES));
        compare(course, act);
    }
    course->now_us = telling_open(course->now_us + 400 * US_PER_DAY);
    work(course, true, true);
    course->now_us = telling_open(course->now_us + US_PER_DAY); /* what waited for its digest */
    work(course, true, true);
    compare(course, ACTS);
}

/* A seed begins anew in the same days: the caps must not see what the one before has sent. */
static void forget(const struct ledger *ledger)
{
    db_exec(&ledger->tdb, "delete from notification; delete from reminder;"
                          "update reminder_channel set recent = '{}', free_at = '-infinity'");
}

static void arrange(const struct ledger *ledger, const struct chat_server *chat)
{
    static const char *const ROLES[PERSON__COUNT] = { "engineer", "engineer", "manager",
                                                      "customer" };
    char sql[2048], mail[64];
    for (int i = 0; i < PERSON__COUNT; i++) {
        snprintf(mail, sizeof(mail), "%s@example.com", TELLING_PEOPLE[i]);
        arrange_person(&ledger->tdb, &ledger->ids, TELLING_PEOPLE[i], ROLES[i],
                       i == PERSON_SECOND ? NULL : mail);
    }
    snprintf(
        sql, sizeof(sql),
        "insert into reminder_policy (contract_id, storm_max, storm_window_s) select id, %d, %d "
        "from contract;"
        "insert into reminder_habit (person_id, digest_at) select id, 0 from person where "
        "name = 'man';"
        "insert into calendar_day (calendar_id, day, kind, name) select calendar_id, v.day, "
        "v.kind, 'n' from contract, (values (date '" TELLING_HOLIDAY "', 'holiday'), (date "
        "'" TELLING_MAKEUP "', 'makeup')) as v (day, kind);"
        "insert into reminder_channel (contract_id, channel, name, endpoint, token_ref, "
        "secret_ref, audience, per_minute) select id, v.channel, 'group', 'http://%s/' || "
        "v.path, 'file:token', 'file:secret', v.audience, 1000 from contract, (values "
        "('dingtalk', 'dingtalk', null), ('webhook', 'hook', array['manager'])) as v (channel, "
        "path, audience)",
        TELLING_STORM, TELLING_WINDOW_S, chat->host);
    db_exec(&ledger->tdb, sql);
}

static void *open_local(const struct smtp_server *smtp, const struct chat_server *chat)
{
    static char url[SMTP_URL_MAX], dir[CHAT_DIR_MAX];
    static char name[] = "mlps-reminder", mail[] = "--smtp", secrets[] = "--channel-secrets";
    char *argv[] = { name, mail, url, secrets, dir, NULL };
    void *local = NULL;
    struct options options;
    struct problem problem = { .rc = RC_OK };
    snprintf(url, sizeof(url), "%s", smtp->url);
    snprintf(dir, sizeof(dir), "%s", chat->dir);
    assert_int_equal(options_read(&options, REMINDER_OPTIONS, 5, argv, &problem), RC_OK);
    assert_int_equal(reminder_local_open(&options, &local, &problem), RC_OK);
    return local;
}

static uint32_t number_of(const char *variable, uint32_t otherwise)
{
    const char *text = getenv(variable);
    uint32_t number = otherwise;
    if (text)
        assert_true(parse_u32(text, &number));
    return number;
}

/* How often it became interesting, over all courses. */
struct sum {
    int rows, messages, mails, posts, held, grouped;
};

static void add_up(struct sum *sum, const struct telling *telling)
{
    sum->rows += (int)telling->count;
    sum->messages += telling->messages;
    sum->held += telling->held;
    sum->grouped += telling->grouped;
    sum->mails += telling_messages(telling, WAY_MAIL);
    sum->posts += telling_messages(telling, WAY_ROBOT) + telling_messages(telling, WAY_HOOK);
}

static void test_random_courses(void **state)
{
    (void)state;
    static struct ledger ledger;
    static struct course course;
    struct smtp_server smtp;
    struct chat_server chat;
    struct sum sum = { 0 };
    uint32_t seeds = number_of("MLPS_ORACLE_SEEDS", SEEDS);
    uint32_t first = number_of("MLPS_ORACLE_FIRST", 1);
    ledger_begin(&ledger);
    smtp_server_start(&smtp, SMTP_PLAIN);
    chat_server_start(&chat);
    arrange(&ledger, &chat);
    course = (struct course){ .ledger = &ledger,
                              .deadline = temp_db_pg(&ledger.tdb, "mlps_deadline"),
                              .reminder = temp_db_pg(&ledger.tdb, "mlps_reminder"),
                              .local = open_local(&smtp, &chat) };
    for (course.seed = first; course.seed < first + seeds; course.seed++) {
        course.random = course.seed * 0x9e3779b97f4a7c15u;
        course.now_us = test_instant("2026-06-15 08:00");
        forget(&ledger);
        run_course(&course);
        add_up(&sum, &course.telling);
    }
    print_message("{\"seeds\":%u,\"reminders\":%d,\"messages\":%d,\"mails\":%d,\"posts\":%d,"
                  "\"held\":%d,\"grouped\":%d}\n",
                  seeds, sum.rows, sum.messages, sum.mails, sum.posts, sum.held, sum.grouped);
    /* what arrived is what the walk has sent, each once */
    assert_int_equal(smtp_server_count(&smtp), sum.mails);
    assert_int_equal(chat_server_count(&chat), sum.posts);
    assert_int_equal(chat_server_good(&chat), sum.posts);
    assert_true(sum.held >= (int)seeds && sum.grouped >= (int)seeds);
    reminder_local_destroy(course.local);
    pg_destroy(&course.deadline);
    pg_destroy(&course.reminder);
    chat_server_stop(&chat);
    smtp_server_stop(&smtp);
    ledger_end(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_courses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
