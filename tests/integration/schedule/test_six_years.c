/* Every recurring row of every shipped pack over 2022 to 2027, from look to look: each occurrence
 * once, as many as schedule.count says and as a walk day by day finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "ledger.h"
#include "memory.h"
#include "schedule.h"
#include "schedule_ground.h"
#include "schedule_slots.h"

static const char FROM[] = "2022-01-01";
static const char TO[] = "2027-12-31";

/* What a walk over the days found, by kind of slot. */
struct days {
    int64_t all, working, special;
    int64_t weekday[8]; /* 1 = Monday */
    int64_t mondays, months, quarters, years;
};

static bool is_working(const struct ground *ground, const struct contract_frame *frame, int32_t day)
{
    char sql[256], date[DATE_TEXT];
    snprintf(sql, sizeof(sql),
             "select coalesce((select kind = 'makeup' from calendar_day where calendar_id = %d and"
             " day = '%s'), extract(isodow from date '%s') < 6)::integer",
             (int)frame->calendar_id, civil_format_date(day, date), date);
    return ground_number(ground, sql) != 0;
}

/* Days before the first and after the last day of each holiday of the notices, each once. */
static int64_t special_days(const struct ground *ground)
{
    return ground_number(
        ground,
        "select count(*) from (with h as (select day, name, day - (row_number() over (partition by"
        " name order by day))::integer as island from calendar_day where kind = 'holiday' and"
        " calendar_id = (select calendar_id from contract)),"
        " e as (select min(day) - 1 as first, max(day) + 1 as last from h group by name, island)"
        " select first as day from e union select last from e) d"
        " where day between '2022-01-01' and '2027-12-31'");
}

static void walk_days(const struct ground *ground, const struct contract_frame *frame,
                      struct days *ret)
{
    *ret = (struct days){ .special = special_days(ground) };
    for (int32_t day = test_day(FROM); day <= test_day(TO); day++) {
        struct date date = civil_date(day);
        ret->all++;
        ret->working += is_working(ground, frame, day);
        ret->weekday[civil_weekday(day)]++;
        ret->months += date.day == 1;
        ret->quarters += date.day == 1 && date.month % 3 == 1;
        ret->years += date.day == 1 && date.month == 1;
    }
    ret->mondays = ret->weekday[1] + 1; /* the week that 1 January 2022, a Saturday, stands in */
}

/* The range begins with a year, so contract years and quarters are those of the calendar. */
static int64_t slots_by_days(const struct days *days, const struct schedule_work *work,
                             bool rolling)
{
    if (work->period == SLOT_ONCE)
        return 1;
    const int64_t BY_PERIOD[SLOT__COUNT] = {
        [SLOT_DAY] = work->again->work_days ? days->working : days->all,
        [SLOT_WEEK] = work->again->weekday ? days->weekday[work->again->weekday]
                      : rolling            ? days->all / 7
                                           : days->mondays,
        [SLOT_MONTH] = days->months,
        [SLOT_QUARTER] = days->quarters,
        [SLOT_YEAR] = days->years,
        [SLOT_SPECIAL] = days->special,
    };
    return BY_PERIOD[work->period];
}

/* From look to look as the scheduler does, each when the one before asked for it. */
static int64_t walk_work(const struct contract_frame *frame, const struct schedule_work *work)
{
    struct recurrence_use use = schedule_use(frame);
    struct schedule_state state = { frame->service_from, NO_DAY, NO_DAY, work->catch_up,
                                    work->window_days, SIZE_MAX };
    int64_t count = 0;
    int32_t today = frame->service_from, last = frame->service_from - 1;
    while (today != NO_DAY) {
        struct schedule_look look;
        schedule_look_make(&use, work, &state, today, &look);
        for (size_t i = 0; i < look.count; i++) {
            if (look.slots[i].from <= last || look.slots[i].missed)
                fail_msg("%s %s: day %d twice or missed", work->clause, work->title,
                         (int)look.slots[i].from);
            last = look.slots[i].to;
        }
        count += (int64_t)look.count;
        state.next_from = look.next_from;
        state.horizon_on = look.horizon_on;
        today = look.look_on;
        schedule_look_fini(&look);
    }
    return count;
}

/* Instances of a row by the rule that answers `schedule.count`. */
static int64_t counted(const struct schedule *count, const struct schedule_work *work)
{
    for (size_t i = 0; i < count->count; i++)
        if (strcmp(count->rows[i].clause, work->clause) == 0 &&
            strcmp(count->rows[i].title, work->title) == 0)
            return count->rows[i].instances;
    fail_msg("the rule does not count %s %s", work->clause, work->title);
    return 0;
}

static void check_work(const struct contract_frame *frame, const struct schedule_work *work,
                       const struct days *days, const struct schedule *count)
{
    const char *week = reading_value(frame->pack, &frame->readings, "week");
    bool rolling = week && strcmp(week, "rolling") == 0;
    int64_t slots = walk_work(frame, work);
    int64_t each = (int64_t)json_array_size(work->places) * work->times;
    if (slots != slots_by_days(days, work, rolling))
        fail_msg("%s %s: %d slots, day by day %d", work->clause, work->title, (int)slots,
                 (int)slots_by_days(days, work, rolling));
    if (work->period != SLOT_ONCE && slots * each != counted(count, work))
        fail_msg("%s %s: %d instances, the rule counts %d", work->clause, work->title,
                 (int)(slots * each), (int)counted(count, work));
}

/* The contract's frame, its service set to the six years whatever its document says. */
static rc_t load(pg_t *db, void *arg, struct problem *problem)
{
    struct {
        struct ground *ground;
        struct contract_frame *frame;
    } *both = arg;
    return contract_frame_load(both->ground->book, db,
                               ground_number(both->ground, "select id from contract"), both->frame,
                               problem);
}

static void check_pack(const struct ground_contract *contract)
{
    struct ground ground;
    struct contract_frame frame;
    struct schedule_works works;
    struct schedule count;
    struct days days;
    struct problem problem = { .rc = RC_OK };
    struct {
        struct ground *ground;
        struct contract_frame *frame;
    } both = { &ground, &frame };
    ground_begin(&ground, "calendars/cn.csv");
    ground_open(&ground, contract);
    assert_int_equal(pg_tx(ground.db, PG_READ, load, &both, &problem), RC_OK);
    frame.service_from = test_day(FROM);
    frame.service_to = test_day(TO);
    walk_days(&ground, &frame, &days);
    struct schedule_ask ask = { .use = schedule_use(&frame), .systems = -1 };
    assert_int_equal(schedule_count(&ask, NULL, &count, &problem), RC_OK);
    assert_int_equal(schedule_works_make(&frame, &works, &problem), RC_OK);
    for (size_t i = 0; i < works.count; i++)
        check_work(&frame, &works.rows[i], &days, &count);
    print_message("%s: %d rows\n", contract->pack, (int)works.count);
    assert_true(works.count > 0 || strcmp(contract->pack, "minhang-2024") == 0);
    schedule_works_fini(&works);
    schedule_fini(&count);
    contract_frame_fini(&frame);
    ground_end(&ground);
}

static void test_each_pack(void **state)
{
    (void)state;
    for (size_t i = 0; i < GROUND_CONTRACTS; i++)
        check_pack(&GROUND[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_each_pack) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
