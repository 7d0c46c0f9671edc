/* Random courses of a phase through the real services, rules, scheduler and worker: submissions,
 * returns, suspensions, resumptions, notices that make and unmake holidays, time that jumps. What
 * was done must be what an oracle says that walks every day, one by one. Failures name the seed;
 * MLPS_SEEDS sets how many there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "deadline_ground.h"
#include "ledger.h"
#include "oracle.h"
#include "parse.h"

enum { SEEDS = 12, ACTS = 22, PAUSES = ACTS, DAYS = 400, LIMIT = 5 };

/* Which days of the year are holidays by the notice that came last. */
struct notices {
    int32_t first;
    bool holiday[DAYS];
};

static bool works(const void *arg, int32_t day)
{
    const struct notices *notices = arg;
    int32_t at = day - notices->first;
    return civil_weekday(day) < 6 && !(at >= 0 && at < DAYS && notices->holiday[at]);
}

struct course {
    struct ground ground;
    struct oracle oracle;
    struct notices notices;
    uint64_t random;
    unsigned seed;
    int serial, version; /* of the system, of the calendar */
    int32_t today, started;
    int32_t pauses[PAUSES][2];
    size_t pause_count;
    enum { ACTIVE, SUSPENDED, SUBMITTED } state;
};

/* xorshift: the same course for the same seed, everywhere. */
static uint32_t pick(struct course *course, uint32_t below)
{
    course->random ^= course->random << 13;
    course->random ^= course->random >> 7;
    course->random ^= course->random << 17;
    return (uint32_t)(course->random >> 16) % below;
}

/* ---- the oracle's due day: every day walked ---- */

static int32_t walk_due(const struct course *course)
{
    int32_t day = course->started - 1;
    int left = LIMIT;
    for (size_t i = 0; i < course->pause_count; i++)
        for (int32_t paused = course->pauses[i][0]; paused < course->pauses[i][1]; paused++)
            left += works(&course->notices, paused);
    while (left > 0)
        left -= works(&course->notices, ++day);
    return day;
}

/* ---- acts, told to both ---- */

static void act(struct course *course, const char *op)
{
    char on[DATE_TEXT];
    ground_phase(&course->ground, op, course->serial, 1, civil_format_date(course->today, on));
}

static void suspend(struct course *course)
{
    act(course, "phase.suspend");
    oracle_pause(&course->oracle);
    course->pauses[course->pause_count][0] = course->pauses[course->pause_count][1] = course->today;
    course->state = SUSPENDED;
}

static void resume(struct course *course)
{
    act(course, "phase.resume");
    course->pauses[course->pause_count++][1] = course->today;
    oracle_resume(&course->oracle, walk_due(course));
    course->state = ACTIVE;
}

static void submit(struct course *course)
{
    act(course, "phase.submit");
    oracle_stop(&course->oracle, civil_day_start(course->today + 1, LEDGER_ZONE) - 1);
    course->state = SUBMITTED;
}

static void give_back(struct course *course)
{
    act(course, "phase.return");
    oracle_reopen(&course->oracle);
    course->state = ACTIVE;
}

/* Some days around today become holidays, some stop being any. One far off is always there, so that
 * the year is known. */
static void notice(struct course *course)
{
    char days[64 * DAYS] = "2027-12-31,holiday,x\n", version[32], date[DATE_TEXT];
    for (int i = 0; i < 6; i++) {
        int32_t at = course->today - course->notices.first - 8 + (int32_t)pick(course, 24);
        if (at >= 0 && at < DAYS && civil_weekday(course->notices.first + at) < 6)
            course->notices.holiday[at] = !course->notices.holiday[at];
    }
    for (int32_t at = 0; at < DAYS; at++)
        if (course->notices.holiday[at])
            snprintf(days + strlen(days), sizeof(days) - strlen(days), "%s,holiday,x\n",
                     civil_format_date(course->notices.first + at, date));
    snprintf(version, sizeof(version), "s%u.%d", course->seed, course->version++);
    ground_notice(&course->ground, version, days);
    ground_schedule(&course->ground);
    int32_t due = walk_due(course);
    if (due == course->oracle.due)
        oracle_confirm(&course->oracle);
    else
        oracle_retarget(&course->oracle, due);
}

static void act_once(struct course *course)
{
    if (pick(course, 3) == 0)
        notice(course);
    else if (course->state == SUSPENDED)
        resume(course);
    else if (course->state == SUBMITTED)
        give_back(course);
    else if (pick(course, 2) == 0)
        suspend(course);
    else
        submit(course);
}

/* ---- time ---- */

/* To a later day, in the morning before or after nine, or at midnight: where steps are due. */
static void pass_time(struct course *course)
{
    static const int64_t HOURS[] = { 0, 8, 9, 15 };
    course->today += 1 + (int32_t)pick(course, pick(course, 6) == 0 ? 20 : 3);
    ground_at_us(&course->ground, civil_day_start(course->today, LEDGER_ZONE) +
                                      HOURS[pick(course, 4)] * 3600 * US_PER_SECOND);
}

static void work(struct course *course)
{
    ground_work(&course->ground);
    oracle_work(&course->oracle, course->ground.now_us);
}

static void compare(const struct course *course, int act_number)
{
    char sql[1024], want[ORACLE_TEXT];
    snprintf(sql, sizeof(sql),
             "select concat(d.state, ' ', d.due_version, ' |',"
             " (select string_agg(concat(' ', s.due_version, s.rule), '' order by s.due_version,"
             "  array_position(array['warn_3', 'breach', 'overdue_0', 'overdue_2'], s.rule))"
             "  from deadline_step s where s.deadline_id = d.id and s.state = 'done'), ' |',"
             " (select string_agg(concat(' ', b.due_version), '' order by b.due_version)"
             "  from breach b where b.deadline_id = d.id)) from deadline d where d.code = "
             "'T-011/%d/1/r1'",
             course->serial);
    const char *is = ground_text(&course->ground, sql);
    oracle_text(&course->oracle, want);
    if (strcmp(is, want) != 0)
        fail_msg("seed %u, act %d:\n  is   %s\n  want %s", course->seed, act_number, is, want);
}

/* One seed on a contract of its own. */
static void run_course(unsigned seed)
{
    static struct course course;
    char start[DATE_TEXT];
    memset(&course, 0, sizeof(course));
    course.seed = seed;
    course.random = seed * 0x9e3779b97f4a7c15u;
    course.serial = 1;
    course.today = course.started = test_day("2027-03-01"); /* a Monday */
    course.notices.first = course.started - 60;
    ground_begin(&course.ground, "2027-03-01 08:00");
    notice(&course);
    course.pause_count = 0;
    ground_cycle(&course.ground, course.serial, civil_format_date(course.started, start));
    course.oracle.works = works;
    course.oracle.works_arg = &course.notices;
    oracle_open(&course.oracle, walk_due(&course));
    for (int i = 0; i < ACTS; i++) {
        pass_time(&course);
        if (pick(&course, 3) > 0)
            work(&course);
        act_once(&course);
        compare(&course, i);
    }
    ground_at_us(&course.ground, course.ground.now_us + 200 * US_PER_DAY);
    work(&course);
    compare(&course, ACTS);
    /* who was told is who a step that was taken tells, and nobody else, and once */
    assert_string_equal(ground_text(&course.ground,
                                    "select concat_ws(' ', (select count(*) from reminder) = "
                                    "(select count(*) from deadline_step"
                                    " where state = 'done' and audience <> 'none'), (select "
                                    "count(*) from reminder r where not"
                                    " exists (select from deadline_step s where s.deadline_id = "
                                    "r.object_id and s.rule = r.rule"
                                    " and s.due_version = r.due_version and s.state = 'done')))"),
                        "t 0");
    ground_end(&course.ground);
}

static void test_random_courses(void **state)
{
    (void)state;
    const char *given = getenv("MLPS_SEEDS");
    int64_t seeds = SEEDS;
    assert_true(!given || parse_i64(given, &seeds));
    for (unsigned seed = 1; seed <= seeds; seed++)
        run_course(seed);
    print_message("%d seeds\n", (int)seeds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_courses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
