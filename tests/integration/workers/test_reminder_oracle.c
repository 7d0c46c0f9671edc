/* Random courses of deadlines (moves, pauses, stops told late, reopenings, jumps in time) through
 * the real ledger, the real deadline worker and the real reminder worker with a real mail server:
 * at every turn the set of reminders sent, and which of them were late, is what a brute-force walk
 * over hours and days names. Failures name the seed. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "deadline_step.h"
#include "ledger.h"
#include "oracle.h"
#include "reminder_conf.h"
#include "reminder_step.h"
#include "smtp_server.h"
#include "stepping.h"

enum { SEEDS = 25, ACTS = 30, DEADLINES = 3, TOLD_MAX = 2 * ORACLE_STEPS, TEXT = 64 << 10 };

#define HOUR_US (3600 * US_PER_SECOND)

/* One reminder as the walk sees it. */
struct told {
    int version, rule;
    bool mail;
    int64_t at_us;   /* planned */
    int64_t held_us; /* held back until; INT64_MIN: was not */
    enum { TOLD_WAITING, TOLD_SENT, TOLD_LATE, TOLD_NEVER } state;
};

struct walk {
    struct oracle oracle;
    bool taken[ORACLE_STEPS]; /* steps told of already */
    struct told told[TOLD_MAX];
    size_t count;
};

struct course {
    struct ledger *ledger;
    pg_t *deadline, *reminder;
    void *local;
    uint64_t random;
    unsigned seed;
    int64_t now_us;
    int64_t ids[DEADLINES];
    struct walk walks[DEADLINES];
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

/* ---- the walk ---- */

/* Monday to Friday from eight to nine in the evening. */
static bool is_open(int64_t us)
{
    int64_t at = us - civil_day_start(day_of(us), LEDGER_ZONE);
    return civil_weekday(day_of(us)) <= 5 && at >= 8 * HOUR_US && at < 21 * HOUR_US;
}

/* Hour by hour to the next opening. */
static int64_t next_open(int64_t us)
{
    int64_t hour = civil_day_start(day_of(us), LEDGER_ZONE);
    while (hour <= us || !is_open(hour))
        hour += HOUR_US;
    return hour;
}

/* Steps that the deadline worker took since: each but the breach tells one person in two ways. */
static void walk_deadline(struct walk *self, int64_t now_us)
{
    oracle_work(&self->oracle, now_us);
    for (size_t i = 0; i < self->oracle.count; i++) {
        const struct oracle_step *step = &self->oracle.steps[i];
        if (self->taken[i] || step->state != STEP_DONE)
            continue;
        self->taken[i] = true;
        for (int mail = 0; mail < 2 && step->rule != 1; mail++)
            self->told[self->count++] = (struct told){ .version = step->version,
                                                       .rule = step->rule,
                                                       .mail = mail == 1,
                                                       .at_us = step->at_us,
                                                       .held_us = INT64_MIN };
    }
}

/* Whether it is still true that the matter is due by what was planned. */
static bool is_true(const struct oracle *oracle, const struct told *told)
{
    return (oracle->state == ORACLE_OPEN || oracle->state == ORACLE_BREACHED) &&
           oracle->version == told->version;
}

static void walk_reminder(struct walk *self, int64_t now_us)
{
    for (size_t i = 0; i < self->count; i++) {
        struct told *told = &self->told[i];
        if (told->state != TOLD_WAITING)
            continue;
        if (!is_true(&self->oracle, told)) {
            if (told->held_us <= now_us)
                told->state = TOLD_NEVER;
        } else if (told->mail && !is_open(now_us)) {
            if (told->held_us <= now_us)
                told->held_us = next_open(now_us);
        } else {
            int64_t meant = told->held_us > told->at_us ? told->held_us : told->at_us;
            told->state = now_us - meant > HOUR_US ? TOLD_LATE : TOLD_SENT;
        }
    }
}

/* What was waiting when an act made it untrue is never told, even if the act is undone: the next
 * version tells anew. */
static void walk_act(struct walk *self)
{
    for (size_t i = 0; i < self->count; i++) {
        if (self->told[i].state == TOLD_WAITING && !is_true(&self->oracle, &self->told[i]))
            self->told[i].state = TOLD_NEVER;
    }
}

static const char *walk_text(const struct walk *self, char out[TEXT])
{
    static const char *const RULES[] = { "warn_3", "breach", "overdue_0", "overdue_2" };
    size_t used = 0;
    out[0] = '\0';
    for (int version = 1; version <= self->oracle.version; version++)
        for (int rule = 0; rule < ORACLE_LADDER; rule++)
            for (int mail = 0; mail < 2; mail++)
                for (size_t i = 0; i < self->count; i++) {
                    const struct told *told = &self->told[i];
                    if (told->version == version && told->rule == rule && told->mail == mail &&
                        (told->state == TOLD_SENT || told->state == TOLD_LATE))
                        used += (size_t)snprintf(out + used, TEXT - used, " %d%s%s%s", version,
                                                 RULES[rule], mail ? "mail" : "app",
                                                 told->state == TOLD_LATE ? "!" : "");
                }
    return out;
}

/* ---- the course ---- */

static void pass_time(struct course *course)
{
    static const int64_t HOURS[] = { 1, 2, 5, 9, 13, 24, 31, 72, 24 * 7, 24 * 40 };
    int64_t day = civil_day_start(day_of(course->now_us), LEDGER_ZONE);
    uint32_t how = pick(course, 13);
    if (how < 10)
        course->now_us += HOURS[how] * HOUR_US;
    else if (how == 10)
        course->now_us = day + US_PER_DAY; /* midnight: when breaches are */
    else if (how == 11 && day + 9 * HOUR_US > course->now_us)
        course->now_us = day + 9 * HOUR_US; /* nine o'clock: when people are told */
    else if (day + 21 * HOUR_US > course->now_us)
        course->now_us = day + 21 * HOUR_US; /* when it grows quiet */
}

static void stop(struct course *course, size_t i)
{
    char on[DATE_TEXT];
    int32_t day = day_of(course->now_us) - (int32_t)pick(course, 6); /* told late */
    civil_format_date(day, on);
    ledger_stop(course->ledger, course->ids[i], on);
    oracle_stop(&course->walks[i].oracle, civil_day_start(day, LEDGER_ZONE) + US_PER_DAY / 2);
}

static void move(struct course *course, size_t i, bool resume)
{
    char due[DATE_TEXT], on[DATE_TEXT];
    int32_t day = day_of(course->now_us) - 5 + (int32_t)pick(course, 20);
    civil_format_date(day, due);
    civil_format_date(day_of(course->now_us), on);
    if (resume) {
        ledger_resume(course->ledger, course->ids[i], due, on);
        oracle_resume(&course->walks[i].oracle, day);
    } else {
        ledger_retarget(course->ledger, course->ids[i], due, on);
        oracle_retarget(&course->walks[i].oracle, day);
    }
}

/* One of the operations that fit the state. */
static void act_on(struct course *course, size_t i)
{
    char on[DATE_TEXT];
    struct oracle *oracle = &course->walks[i].oracle;
    uint32_t what = pick(course, 20);
    civil_format_date(day_of(course->now_us), on);
    if (oracle->state == ORACLE_VOID || what < 6) {
        move(course, i, false);
    } else if (oracle->state == ORACLE_MET || oracle->state == ORACLE_LATE) {
        ledger_reopen(course->ledger, course->ids[i], on);
        oracle_reopen(oracle);
    } else if (oracle->state == ORACLE_PAUSED) {
        move(course, i, true);
    } else if (what < 11) {
        ledger_pause(course->ledger, course->ids[i], on);
        oracle_pause(oracle);
    } else if (what < 19) {
        stop(course, i);
    } else {
        ledger_void(course->ledger, course->ids[i], on);
        oracle_void(oracle);
    }
    walk_act(&course->walks[i]);
}

static void work(struct course *course, bool deadline, bool reminder)
{
    if (deadline)
        step_settle(&DEADLINE_WORKER, course->deadline, course->now_us, NULL);
    if (reminder)
        step_settle(&REMINDER_WORKER, course->reminder, course->now_us, course->local);
    for (size_t i = 0; i < DEADLINES; i++) {
        if (deadline)
            walk_deadline(&course->walks[i], course->now_us);
        if (reminder)
            walk_reminder(&course->walks[i], course->now_us);
    }
}

static const char SENT_TEXT[] =
    "select string_agg(concat(' ', due_version, rule, channel, case when late then '!' end), '' "
    "order by due_version, array_position(array['warn_3', 'breach', 'overdue_0', 'overdue_2'], "
    "rule), channel) from reminder where object_id = %" PRId64 " and state = 'sent'";

static void compare(const struct course *course, int act)
{
    char sql[1024];
    static char want[TEXT];
    for (size_t i = 0; i < DEADLINES; i++) {
        snprintf(sql, sizeof(sql), SENT_TEXT, course->ids[i]);
        const char *is = db_text(&course->ledger->tdb, sql);
        walk_text(&course->walks[i], want);
        if (strcmp(is, want) != 0)
            fail_msg("seed %u, act %d, deadline %zu:\n  is   %s\n  want %s", course->seed, act, i,
                     is, want);
    }
}

static void begin(struct course *course)
{
    char code[32], due[DATE_TEXT];
    for (size_t i = 0; i < DEADLINES; i++) {
        int32_t day = day_of(course->now_us) + (int32_t)pick(course, 20);
        civil_format_date(day, due);
        snprintf(code, sizeof(code), "S%u/%zu", course->seed, i);
        course->ids[i] = ledger_open_simple(course->ledger, code, due);
        oracle_open(&course->walks[i].oracle, day);
    }
}

static void run_course(struct course *course)
{
    begin(course);
    for (int act = 0; act < ACTS; act++) {
        pass_time(course);
        work(course, pick(course, 3) > 0, pick(course, 3) > 0);
        if (pick(course, 2) > 0)
            act_on(course, pick(course, DEADLINES));
        compare(course, act);
    }
    course->now_us = civil_day_start(day_of(course->now_us) + 400, LEDGER_ZONE) + 10 * HOUR_US;
    while (!is_open(course->now_us))
        course->now_us += 24 * HOUR_US;
    work(course, true, true);
    compare(course, ACTS);
}

static void *open_local(const struct smtp_server *smtp)
{
    static char name[] = "mlps-reminder", key[] = "--smtp", url[SMTP_URL_MAX];
    char *argv[] = { name, key, url, NULL };
    void *local = NULL;
    struct options options;
    struct problem problem = { .rc = RC_OK };
    snprintf(url, sizeof(url), "%s", smtp->url);
    assert_int_equal(options_read(&options, REMINDER_OPTIONS, 3, argv, &problem), RC_OK);
    assert_int_equal(reminder_local_open(&options, &local, &problem), RC_OK);
    return local;
}

static void test_random_courses(void **state)
{
    (void)state;
    struct ledger ledger;
    struct smtp_server smtp;
    ledger_begin(&ledger);
    smtp_server_start(&smtp, SMTP_PLAIN);
    arrange_person(&ledger.tdb, &ledger.ids, "eng", "engineer", "eng@example.com");
    arrange_person(&ledger.tdb, &ledger.ids, "man", "manager", "man@example.com");
    arrange_person(&ledger.tdb, &ledger.ids, "cus", "customer", "cus@example.com");
    db_exec(&ledger.tdb,
            "insert into reminder_policy (contract_id, storm_max) select id, 100000 from contract");
    struct course base = { .ledger = &ledger,
                           .deadline = temp_db_pg(&ledger.tdb, "mlps_deadline"),
                           .reminder = temp_db_pg(&ledger.tdb, "mlps_reminder"),
                           .local = open_local(&smtp) };
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        static struct course course;
        course = base;
        course.seed = seed;
        course.random = seed * 0x9e3779b97f4a7c15u;
        course.now_us = test_instant("2026-06-01 08:00");
        run_course(&course);
    }
    /* the mails that arrived are those the ledger calls sent, each once */
    assert_int_equal(smtp_server_count(&smtp),
                     db_number(&ledger.tdb, "select count(*) from reminder where channel = 'mail' "
                                            "and state = 'sent' and uncertain = 0"));
    assert_true(smtp_server_count(&smtp) > SEEDS);
    reminder_local_destroy(base.local);
    pg_destroy(&base.deadline);
    pg_destroy(&base.reminder);
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
