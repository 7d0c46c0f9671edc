/* A notice of holidays comes while recurring work is due. The days on which people are told of it
 * follow the new working days, a ladder that has not begun begins when they say, and a day that was
 * only guessed is owed by nobody when the notice has no such day. What is done stays done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chance.h"
#include "civil.h"
#include "deadline_ground.h"
#include "ledger.h"

static const char RECURRING[] =
    "recurring:\n"
    "  - {clause: T-041, title: 值守, work: routine, every: day, days: working}\n"
    "  - {clause: T-042, title: 周检, work: routine, every: week}\n"
    "  - {clause: T-043, title: 月检, work: routine, every: month}\n"
    "  - {clause: T-044, title: 节日值守, work: routine, every: special}\n";

/* 2027-01-01 is a Friday, and its year is published by these only. */
static const char NEW_YEAR[] =
    "2027-01-01,holiday,元旦\n2027-01-02,holiday,元旦\n2027-01-03,holiday,元旦\n";
static const char NO_NEW_YEAR[] = "2027-10-01,holiday,国庆节\n";

/* Planned in time, before the year ends; then it is `now`. */
static void begin(struct ground *ground, const char *now)
{
    ground_begin_with(ground, "2026-12-30 08:00", RECURRING);
    ground_settle(ground);
    ground_at(ground, now);
    ground_settle(ground);
}

/* ---- one by one ---- */

/* One task, looked at before and after the notice: its state, when its ladder begins, its deadline
 * with version and day, the steps still planned. */
static const struct {
    const char *name, *now;
    const char *clause, *slot_from;
    const char *notice;
    const char *before, *after;
} CASES[] = {
    { "a day gone by was guessed, and there was no such day", "2027-01-02 09:00", "T-041",
      "2027-01-01", NEW_YEAR,
      "planned breached 1 01-01 overdue_0@01-04 09:00 overdue_2@01-05 09:00",
      "skipped void 1 01-01" },
    { "a day gone by was guessed rightly", "2027-01-02 09:00", "T-041", "2027-01-01", NO_NEW_YEAR,
      "planned breached 1 01-01 overdue_0@01-04 09:00 overdue_2@01-05 09:00",
      "planned breached 1 01-01 overdue_0@01-04 09:00 overdue_2@01-05 09:00" },
    { "today was guessed, and there is no such day", "2027-01-01 10:00", "T-041", "2027-01-01",
      NEW_YEAR, "planned alarm 01-02 00:00", "skipped" },
    { "today was guessed rightly", "2027-01-01 10:00", "T-041", "2027-01-01", NO_NEW_YEAR,
      "planned alarm 01-02 00:00", "planned alarm 01-02 00:00" },
    { "a day to come was guessed, and there will be none", "2026-12-30 10:00", "T-041",
      "2027-01-01", NEW_YEAR, "planned alarm 01-02 00:00", "skipped" },
    { "a day of a published year was meant", "2027-01-01 00:30", "T-041", "2026-12-31",
      "2026-12-31,holiday,x\n",
      "planned breached 1 12-31 overdue_0@01-01 09:00 "
      "overdue_2@01-04 09:00",
      "planned breached 1 12-31 overdue_0@01-01 09:00 overdue_2@01-04 09:00" },
    { "who is told after a breach is told on the new working days", "2027-01-01 00:30", "T-041",
      "2026-12-31", NEW_YEAR,
      "planned breached 1 12-31 overdue_0@01-01 09:00 overdue_2@01-04 09:00",
      "planned breached 1 12-31 overdue_0@01-04 09:00 overdue_2@01-05 09:00" },
    { "a month ends when it ends, the working days after it move", "2026-12-30 09:00", "T-043",
      "2026-12-01", NEW_YEAR,
      "planned open 1 12-31 breach@01-01 00:00 overdue_0@01-01 09:00 overdue_2@01-04 09:00",
      "planned open 1 12-31 breach@01-01 00:00 overdue_0@01-04 09:00 overdue_2@01-05 09:00" },
    { "a warning not yet given comes earlier", "2027-01-26 10:00", "T-043", "2027-01-01",
      "2027-01-28,holiday,x\n2027-01-29,holiday,x\n", "planned alarm 01-27 09:00",
      "planned open 1 01-31 warn_3@01-25 09:00 breach@02-01 00:00 overdue_0@02-01 09:00 "
      "overdue_2@02-02 09:00" },
    { "or later", "2027-01-26 10:00", "T-043", "2027-01-01",
      "2027-01-30,makeup,x\n2027-01-31,makeup,x\n", "planned alarm 01-27 09:00",
      "planned alarm 01-28 09:00" },
};

static void state_of(const struct ground *ground, const char *clause, const char *from,
                     char out[300])
{
    char sql[1000];
    snprintf(sql, sizeof(sql),
             "select concat_ws(' ', t.state, 'alarm ' || to_char(t.alarm_at at time zone "
             "'Asia/Shanghai', 'MM-DD HH24:MI'), d.state, d.due_version, to_char(d.due_on, "
             "'MM-DD'), (select string_agg(concat(s.rule, '@', to_char(s.at at time zone "
             "'Asia/Shanghai', 'MM-DD HH24:MI')), ' ' order by s.at) from deadline_step s where "
             "s.deadline_id = d.id and s.state = 'planned')) from task t join schedule s on s.id = "
             "t.schedule_id left join deadline d on d.id = t.deadline_id where s.clause = '%s' and "
             "t.slot_from = '%s'",
             clause, from);
    snprintf(out, 300, "%s", ground_text(ground, sql));
}

static void check_case(size_t i)
{
    struct ground ground;
    char is[300];
    begin(&ground, CASES[i].now);
    state_of(&ground, CASES[i].clause, CASES[i].slot_from, is);
    if (strcmp(is, CASES[i].before) != 0)
        fail_msg("%s: before: %s", CASES[i].name, is);
    ground_notice(&ground, "2027", CASES[i].notice);
    ground_schedule(&ground);
    state_of(&ground, CASES[i].clause, CASES[i].slot_from, is);
    if (strcmp(is, CASES[i].after) != 0)
        fail_msg("%s: after: %s", CASES[i].name, is);
    ground_end(&ground);
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        check_case(i);
}

/* ---- what goes with it ---- */

/* What was planned for telling people of 1 January. */
static const char TELLING[] =
    "select count(*) from reminder r join deadline d on d.id = r.object_id where r.state = "
    "'planned' and d.clause = 'T-041' and d.due_on = '2027-01-01'";

/* Skipped, void, silent, told, and whoever assesses looks again: all in the one transaction that
 * took the calendar over. A second look finds nothing to do. */
static void test_taken_back_whole(void **state)
{
    (void)state;
    static const char EVENTS[] = "select string_agg(concat_ws(' ', data->>'due_on', "
                                 "data->>'reason'), ', ') from event where kind = 'task.withdrawn'";
    struct ground ground;
    begin(&ground, "2027-01-04 09:00"); /* the manager is told of the 1st */
    assert_int_equal(ground_number(&ground, TELLING), 1);
    ground_notice(&ground, "2027", NEW_YEAR);
    db_exec(&ground.registry.tdb, "update contract_work set assessed = facts"); /* too early */
    ground_settle(&ground);
    assert_int_equal(ground_number(&ground, TELLING), 0);
    assert_string_equal(ground_text(&ground, EVENTS), "2027-01-01 calendar");
    assert_int_equal(
        ground_number(&ground, "select count(*) from contract_work where assessed < facts"), 1);
    ground_settle(&ground);
    assert_string_equal(ground_text(&ground, EVENTS), "2027-01-01 calendar");
    ground_end(&ground);
}

/* The work was done on a day that the notice calls a holiday: nothing is taken back. */
static void test_done_work_stays(void **state)
{
    (void)state;
    char is[300];
    struct ground ground;
    begin(&ground, "2027-01-02 09:00");
    struct ledger ledger = { .tdb = ground.registry.tdb,
                             .db = temp_db_pg(&ground.registry.tdb, "mlps_lifecycle") };
    ledger_stop(&ledger,
                ground_number(&ground, "select id from deadline where clause = 'T-041' and due_on "
                                       "= '2027-01-01'"),
                "2027-01-01");
    db_exec(&ground.registry.tdb,
            "update task set state = 'done', done_on = '2027-01-01' where slot_from = '2027-01-01'"
            " and schedule_id in (select id from schedule where clause = 'T-041')");
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    state_of(&ground, "T-041", "2027-01-01", is);
    assert_string_equal(is, "done met 1 01-01");
    pg_destroy(&ledger.db);
    ground_end(&ground);
}

/* What is over is done with in one statement, and none is left to be looked at for ever. */
static void test_nothing_is_left_stale(void **state)
{
    (void)state;
    struct ground ground;
    begin(&ground, "2027-01-02 09:00");
    db_exec(&ground.registry.tdb,
            "update deadline set state = 'late', closed_at = now(), breached_at = due_at"
            " where clause = 'T-042'");
    static const char VERSIONS[] = "select sum(version) from deadline where clause = 'T-042'";
    int64_t versions = ground_number(&ground, VERSIONS);
    assert_true(versions > 0);
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_schedule(&ground);
    assert_int_equal(ground_number(&ground, "select count(*) from deadline d join contract k on"
                                            " k.id = d.contract_id where d.calendar_id <"
                                            " k.calendar_id"),
                     0);
    assert_int_equal(ground_number(&ground, "select count(*) from schedule s join contract k on "
                                            "k.id = s.contract_id where s.calendar_id < "
                                            "k.calendar_id"),
                     0);
    assert_int_equal(ground_number(&ground, VERSIONS), versions);
    ground_end(&ground);
}

/* ---- against a walk day by day ---- */

enum { WALK_FROM = 20818 /* 2026-12-31 */, WALK_DAYS = 120, WALK_SEEDS = 6, WALK_CHECKED = 40 };

/* What the notice of a seed says of each day: ' ' nothing, 'h' holiday, 'm' a day to make up. */
struct notice {
    char days[WALK_DAYS];
    char csv[WALK_DAYS * 32];
};

/* 1970-01-01 was a Thursday. */
static bool is_weekend(int32_t day)
{
    return (day + 3) % 7 >= 5;
}

static void make_notice(uint64_t *chance, struct notice *ret)
{
    char text[DATE_TEXT];
    size_t used = 0;
    memset(ret->days, ' ', WALK_DAYS);
    for (int32_t i = 1; i < WALK_DAYS; i++) { /* the first day's year is published */
        int32_t day = WALK_FROM + i;
        if (chance_draw(chance, 0, 7) > 0)
            continue;
        ret->days[i] = is_weekend(day) ? 'm' : 'h';
        used += (size_t)snprintf(ret->csv + used, sizeof(ret->csv) - used, "%s,%s,x\n",
                                 civil_format_date(day, text),
                                 ret->days[i] == 'm' ? "makeup" : "holiday");
    }
}

static bool works(const struct notice *notice, int32_t day)
{
    char said =
        day >= WALK_FROM && day < WALK_FROM + WALK_DAYS ? notice->days[day - WALK_FROM] : ' ';
    return said == 'm' || (said == ' ' && !is_weekend(day));
}

/* The n-th working day from `day`, one day at a time. */
static int32_t walk(const struct notice *notice, int32_t day, int n)
{
    int step = n < 0 ? -1 : 1;
    while (n != 0) {
        day += step;
        if (works(notice, day))
            n -= step;
    }
    return day;
}

static int32_t walked(const struct notice *notice, const char *rule, int32_t due)
{
    static const struct {
        const char *rule;
        int days;
    } RULES[] = { { "warn_3", -3 }, { "overdue_0", 1 }, { "overdue_2", 2 } };
    for (size_t i = 0; i < COUNT_OF(RULES); i++)
        if (strcmp(RULES[i].rule, rule) == 0)
            return walk(notice, due, RULES[i].days);
    return due + 1; /* the breach */
}

/* The first step of a ladder: the warning, unless the slot had not begun by then. */
static int32_t first_step(const struct notice *notice, int32_t due, int32_t slot)
{
    int32_t warned = walk(notice, due, -3);
    return warned >= slot ? warned : due + 1;
}

/* Each step still planned, and the beginning of each ladder that has not begun. */
static const char PLANNED[] =
    "select coalesce(json_agg(json_build_array(rule, due, day, slot)), '[]') from (select s.rule,"
    " d.due_on - date '1970-01-01' as due, (s.at at time zone 'Asia/Shanghai')::date - date"
    " '1970-01-01' as day, 0 as slot from deadline_step s join deadline d on d.id = s.deadline_id"
    " where d.kind = 'task' and s.state = 'planned' and d.due_on >= '2026-12-31' union all select"
    " 'alarm', t.due_on - date '1970-01-01', (t.alarm_at at time zone 'Asia/Shanghai')::date - date"
    " '1970-01-01', t.slot_from - date '1970-01-01' from task t where t.alarm_at is not null and"
    " t.due_on between '2026-12-31' and '2027-04-01') x";

static size_t check_walk(const struct ground *ground, const struct notice *notice, unsigned seed)
{
    json_t *list = json_loads(ground_text(ground, PLANNED), 0, NULL);
    const json_t *row;
    size_t i, count = json_array_size(list);
    json_array_foreach(list, i, row)
    {
        const char *rule = json_string_value(json_array_get(row, 0));
        int32_t due = (int32_t)json_integer_value(json_array_get(row, 1));
        int32_t slot = (int32_t)json_integer_value(json_array_get(row, 3));
        int32_t want =
            strcmp(rule, "alarm") == 0 ? first_step(notice, due, slot) : walked(notice, rule, due);
        if (json_integer_value(json_array_get(row, 2)) != want)
            fail_msg("seed %u: %s of what is due on day %d: day %d, want %d", seed, rule, due,
                     (int)json_integer_value(json_array_get(row, 2)), want);
    }
    json_decref(list);
    return count;
}

/* One task for each working day and none on another. A day to make up that nobody knew of before it
 * was over is not asked for. */
static void check_days(const struct ground *ground, const struct notice *notice, unsigned seed)
{
    char sql[300], date[DATE_TEXT];
    int32_t today = civil_day_of(ground->now_us, LEDGER_ZONE);
    for (int32_t day = WALK_FROM; day < WALK_FROM + WALK_CHECKED; day++) {
        bool want = works(notice, day) && (day > today || !is_weekend(day));
        snprintf(sql, sizeof(sql),
                 "select count(*) from task t join schedule s on s.id = t.schedule_id where"
                 " s.clause = 'T-041' and t.slot_from = '%s' and t.state <> 'skipped'",
                 civil_format_date(day, date));
        if (ground_number(ground, sql) != want)
            fail_msg("seed %u: on %s there should be%s a task", seed, date, want ? "" : " no");
    }
}

static void test_walk(void **state)
{
    (void)state;
    static const char *const NOW[] = { "2026-12-30 10:00", "2027-01-01 08:00", "2027-01-12 10:00" };
    for (unsigned seed = 1; seed <= WALK_SEEDS; seed++) {
        uint64_t chance = chance_fork(20270101, seed);
        static struct notice notice;
        struct ground ground;
        begin(&ground, NOW[seed % COUNT_OF(NOW)]);
        make_notice(&chance, &notice);
        ground_notice(&ground, "2027", notice.csv);
        ground_schedule(&ground);
        assert_true(check_walk(&ground, &notice, seed) > WALK_CHECKED);
        check_days(&ground, &notice, seed);
        ground_end(&ground);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_taken_back_whole),
        cmocka_unit_test(test_done_work_stays),
        cmocka_unit_test(test_nothing_is_left_stale),
        cmocka_unit_test(test_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
