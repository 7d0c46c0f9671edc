/* Random courses of deadlines (moves, pauses, stops told late, reopenings, jumps in time) through
 * the real ledger and the real worker, against a brute-force oracle. Failures name the seed. */
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
#include "stepping.h"

enum { SEEDS = 60, ACTS = 25, DEADLINES = 3 };

/* One course: three deadlines in a database of their own contract. */
struct course {
    struct ledger *ledger;
    pg_t *worker;
    uint64_t random;
    unsigned seed;
    int64_t now_us;
    int64_t ids[DEADLINES];
    struct oracle oracles[DEADLINES];
};

/* xorshift: the same course for the same seed, everywhere. */
static uint32_t pick(struct course *course, uint32_t below)
{
    course->random ^= course->random << 13;
    course->random ^= course->random >> 7;
    course->random ^= course->random << 17;
    return (uint32_t)(course->random >> 16) % below;
}

static int32_t today(const struct course *course)
{
    return civil_day_of(course->now_us, LEDGER_ZONE);
}

/* Mostly hours, sometimes exactly to a step's time, now and then months of downtime. */
static void pass_time(struct course *course)
{
    static const int64_t HOURS[] = { 1, 5, 9, 24, 31, 72, 24 * 7, 24 * 90 };
    int64_t day = civil_day_start(today(course), LEDGER_ZONE);
    uint32_t how = pick(course, 10);
    if (how < 8)
        course->now_us += HOURS[how] * 3600 * US_PER_SECOND;
    else if (how == 8)
        course->now_us = day + US_PER_DAY; /* midnight: when breaches are */
    else if (day + 9 * 3600 * US_PER_SECOND > course->now_us)
        course->now_us = day + 9 * 3600 * US_PER_SECOND; /* nine o'clock: when people are told */
}

static void date(int32_t day, char out[DATE_TEXT])
{
    civil_format_date(day, out);
}

static void stop(struct course *course, size_t i)
{
    char on[DATE_TEXT];
    int32_t day = today(course) - (int32_t)pick(course, 6); /* told up to five days late */
    date(day, on);
    ledger_stop(course->ledger, course->ids[i], on);
    oracle_stop(&course->oracles[i], civil_day_start(day, LEDGER_ZONE) + US_PER_DAY / 2);
}

static void move(struct course *course, size_t i, bool resume)
{
    char due[DATE_TEXT], on[DATE_TEXT];
    int32_t day = today(course) - 5 + (int32_t)pick(course, 30); /* also into the past */
    date(day, due);
    date(today(course), on);
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
    enum oracle_state state = course->oracles[i].state;
    bool closed = state == ORACLE_MET || state == ORACLE_LATE;
    uint32_t what = pick(course, 20);
    date(today(course), on);
    if (state == ORACLE_VOID || what < 5) {
        move(course, i, false);
    } else if (closed) {
        ledger_reopen(course->ledger, course->ids[i], on);
        oracle_reopen(&course->oracles[i]);
    } else if (state == ORACLE_PAUSED) {
        move(course, i, true);
    } else if (what < 10) {
        ledger_pause(course->ledger, course->ids[i], on);
        oracle_pause(&course->oracles[i]);
    } else if (what < 19) {
        stop(course, i);
    } else {
        ledger_void(course->ledger, course->ids[i], on);
        oracle_void(&course->oracles[i]);
    }
}

static void work(struct course *course)
{
    step_settle(&DEADLINE_WORKER, course->worker, course->now_us, NULL);
    for (size_t i = 0; i < DEADLINES; i++)
        oracle_work(&course->oracles[i], course->now_us);
}

static const char LEDGER_TEXT[] =
    "select concat(d.state, ' ', d.due_version, ' |',"
    " (select string_agg(concat(' ', s.due_version, s.rule), '' order by s.due_version,"
    "  array_position(array['warn_3', 'breach', 'overdue_0', 'overdue_2'], s.rule))"
    "  from deadline_step s where s.deadline_id = d.id and s.state = 'done'), ' |',"
    " (select string_agg(concat(' ', b.due_version), '' order by b.due_version)"
    "  from breach b where b.deadline_id = d.id)) from deadline d where d.id = %" PRId64;

static void compare(const struct course *course, int act)
{
    char sql[1024], want[ORACLE_TEXT];
    for (size_t i = 0; i < DEADLINES; i++) {
        snprintf(sql, sizeof(sql), LEDGER_TEXT, course->ids[i]);
        const char *is = db_text(&course->ledger->tdb, sql);
        oracle_text(&course->oracles[i], want);
        if (strcmp(is, want) != 0)
            fail_msg("seed %u, act %d, deadline %zu:\n  is   %s\n  want %s", course->seed, act, i,
                     is, want);
    }
}

static void begin(struct course *course)
{
    char code[32], due[DATE_TEXT];
    for (size_t i = 0; i < DEADLINES; i++) {
        int32_t day = today(course) + (int32_t)pick(course, 20);
        date(day, due);
        snprintf(code, sizeof(code), "S%u/%zu", course->seed, i);
        course->ids[i] = ledger_open_simple(course->ledger, code, due);
        oracle_open(&course->oracles[i], day);
    }
}

static void run_course(struct course *course)
{
    begin(course);
    for (int act = 0; act < ACTS; act++) {
        pass_time(course);
        if (pick(course, 3) > 0)
            work(course);
        if (pick(course, 2) > 0)
            act_on(course, pick(course, DEADLINES));
        compare(course, act);
    }
    course->now_us += 400 * US_PER_DAY;
    work(course);
    compare(course, ACTS);
}

static void test_random_courses(void **state)
{
    (void)state;
    struct ledger ledger;
    ledger_begin(&ledger);
    pg_t *worker = temp_db_pg(&ledger.tdb, "mlps_deadline");
    arrange_person(&ledger.tdb, &ledger.ids, "eng", "engineer", NULL);
    arrange_person(&ledger.tdb, &ledger.ids, "man", "manager", NULL);
    arrange_person(&ledger.tdb, &ledger.ids, "cus", "customer", NULL);
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        static struct course course;
        course = (struct course){ .ledger = &ledger,
                                  .worker = worker,
                                  .seed = seed,
                                  .random = seed * 0x9e3779b97f4a7c15u,
                                  .now_us = test_instant("2026-06-01 08:00") };
        run_course(&course);
    }
    /* whoever was to be told by a step that was taken is told by one reminder, and nobody by any
     * other */
    assert_string_equal(
        db_text(
            &ledger.tdb,
            "select concat_ws(' ', (select count(*) from reminder) = (select count(*) from "
            "deadline_step"
            " where state = 'done' and audience <> 'none'), (select count(*) from reminder r where "
            "not exists"
            " (select from deadline_step s where s.deadline_id = r.object_id and s.rule = r.rule"
            "  and s.due_version = r.due_version and s.state = 'done')))"),
        "t 0");
    pg_destroy(&worker);
    ledger_end(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_courses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
