/* A cycle that was led to its end is the assessment of its system: the next one is planned from it
 * by the interval of the system's level, in every pack that files systems, and nobody has to record
 * a fact for it. Where somebody does, the two are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "course.h"
#include "ledger.h"
#include "schedule_ground.h"
#include "scheduler_step.h"
#include "stepping.h"

enum { SQL_TEXT = 1024 };

/* ---- what counts ---- */

/* Cycles from 1 March to 10 June 2026, or as the row says. */
static const struct {
    const char *name;
    const char *state;
    const char *scores; /* "kind round day, ..." in the order in which they were recorded */
    const char *facts;  /* instants of `assessed` facts; a "-" before one: voided */
    const char *want;   /* days on which the system was assessed by its cycle */
} COUNTED[] = {
    { "its first assessment", "done", "initial 1 2026-05-17", "", "2026-05-17" },
    { "the re-check", "done", "initial 1 2026-05-17,recheck 1 2026-06-05", "", "2026-06-05" },
    { "the last re-check", "done", "initial 1 2026-05-17,recheck 1 2026-06-01,recheck 2 2026-06-05",
      "", "2026-06-05" },
    { "an interim score is none", "done", "initial 1 2026-05-17,interim 1 2026-06-01", "",
      "2026-05-17" },
    { "without scores its last day", "done", "", "", "2026-06-10" },
    { "one that runs is none", "open", "initial 1 2026-05-17", "", "" },
    { "one that was cancelled is none", "cancelled", "initial 1 2026-05-17", "", "" },
    { "a fact of its first day says it better", "done", "", "2026-03-01 00:00", "" },
    { "a fact before it is another assessment", "done", "", "2026-02-28 23:59", "2026-06-10" },
    { "a fact of 90 days after it says it better", "done", "", "2026-09-08 23:59", "" },
    { "a fact of 91 days after it is another", "done", "", "2026-09-09 00:00", "2026-06-10" },
    { "a voided fact says nothing", "done", "", "-2026-06-20 10:00", "2026-06-10" },
};

static void add_cycle(const struct temp_db *tdb, int serial, const char *state)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "insert into cycle (system_id, number, pack_id, started_on, ended_on, state)"
             " select y.id, 1, k.pack_id, '2026-03-01', case '%s' when 'open' then null else date"
             " '2026-06-10' end, '%s' from system y join contract k on k.id = y.contract_id"
             " where y.serial = %d;"
             "insert into phase (cycle_id, number, name, clause, limit_days, planned_from,"
             " planned_to, forecast_from, forecast_to, state) select c.id, 4, 'p', 'X', 3,"
             " '2026-03-01', '2026-03-03', '2026-03-01', '2026-03-03', 'planned' from cycle c join"
             " system y on y.id = c.system_id where y.serial = %d",
             state, state, serial, serial);
    db_exec(tdb, sql);
}

static void add_scores(const struct temp_db *tdb, int serial, const char *scores)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "insert into assessment (cycle_id, phase_id, kind, round, assessed_on, score_bp,"
             " high_risk_open, passed) select p.cycle_id, p.id, split_part(s, ' ', 1),"
             " split_part(s, ' ', 2)::integer, split_part(s, ' ', 3)::date, 8000, 0, true"
             " from phase p join cycle c on c.id = p.cycle_id join system y on y.id = c.system_id,"
             " string_to_table('%s', ',') with ordinality as score (s, place)"
             " where y.serial = %d order by place",
             scores, serial);
    db_exec(tdb, sql);
}

static void add_fact(const struct temp_db *tdb, int serial, const char *fact)
{
    char sql[SQL_TEXT];
    bool voided = fact[0] == '-';
    if (fact[0] == '\0')
        return;
    snprintf(sql, sizeof(sql),
             "with f as (insert into fact (contract_id, system_id, name, occurred_at) select"
             " contract_id, id, 'assessed', '%s+08' from system where serial = %d returning *)"
             " select id from f",
             fact + voided, serial);
    int64_t id = db_number(tdb, sql);
    snprintf(sql, sizeof(sql),
             "insert into fact (contract_id, system_id, name, occurred_at, voids) select"
             " contract_id, system_id, name, occurred_at, id from fact where id = %d and %s",
             (int)id, voided ? "true" : "false");
    db_exec(tdb, sql);
}

static void test_what_counts(void **state)
{
    (void)state;
    struct ground ground;
    char sql[SQL_TEXT];
    ground_begin(&ground, "calendars/cn.csv");
    ground_open(&ground, ground_of("yifen-2026"));
    const struct temp_db *tdb = &ground.registry.tdb;
    for (size_t i = 0; i < COUNT_OF(COUNTED); i++) {
        int serial = (int)i + 1;
        add_cycle(tdb, serial, COUNTED[i].state);
        add_scores(tdb, serial, COUNTED[i].scores);
        add_fact(tdb, serial, COUNTED[i].facts);
        snprintf(sql, sizeof(sql),
                 "select coalesce(string_agg(to_char(a.occurred_at at time zone 'Asia/Shanghai',"
                 " 'YYYY-MM-DD HH24:MI'), ','), '') from contract k,"
                 " assessed_by_cycle(k.id) a join system y on y.id = a.system_id"
                 " where y.serial = %d",
                 serial);
        char want[40];
        snprintf(want, sizeof(want), "%s%s", COUNTED[i].want, *COUNTED[i].want ? " 00:00" : "");
        if (strcmp(db_text(tdb, sql), want) != 0)
            fail_msg("%s: %s, wanted %s", COUNTED[i].name, db_text(tdb, sql), want);
    }
    ground_end(&ground);
}

/* ---- each pack ---- */

/* How many systems of which level a pack has assessed again: none where it asks for no certificate
 * of a filing. */
static const struct {
    const char *pack;
    int level2, level3;
} FILED[GROUND_CONTRACTS] = {
    { "yifen-2026", 4, 35 }, { "minhang-2024", 0, 1 },  { "rsj-2022", 0, 0 },
    { "sfj-2024", 0, 0 },    { "langfang-2025", 0, 0 },
};

/* Tasks of assessments that run to a day, and are begun 90 days before. */
static int64_t planned_to(const struct ground *ground, const char *due_on)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "select count(*) from task t join schedule s on s.id = t.schedule_id where s.work ="
             " 'assessment' and t.due_on = '%s' and t.slot_from = date '%s' - 90",
             due_on, due_on);
    return ground_number(ground, sql);
}

static void check_pack(size_t index)
{
    struct ground ground;
    int level2 = FILED[index].level2, level3 = FILED[index].level3;
    ground_begin(&ground, "calendars/cn.csv");
    ground_hush(&ground);
    ground_open(&ground, ground_of(FILED[index].pack));
    int systems = (int)ground_number(&ground, "select count(*) from system");
    for (int serial = 1; serial <= systems; serial++)
        add_cycle(&ground.registry.tdb, serial, "done");
    db_exec(&ground.registry.tdb, "update contract_work set facts = facts + 1");
    ground_settle(&ground, test_day("2027-01-10")); /* 151 days before the level 3 is due */
    assert_int_equal(planned_to(&ground, "2027-06-10"), 0);
    ground_settle(&ground, test_day("2027-01-11"));
    assert_int_equal(planned_to(&ground, "2027-06-10"), level3);
    ground_walk(&ground, test_instant("2027-01-11 09:00"), test_instant("2031-01-01 09:00"), NULL);
    assert_int_equal(planned_to(&ground, "2027-06-10"), level3);
    assert_int_equal(planned_to(&ground, "2028-06-10"), level2);
    assert_int_equal(ground_number(&ground, "select count(*) from task t join schedule s on s.id ="
                                            " t.schedule_id where s.period = 'expiry'"),
                     level2 + level3);
    ground_end(&ground);
}

static void test_each_pack(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FILED); i++)
        check_pack(i);
}

/* ---- terms ---- */

static const char PACK[] =
    "pack: renewed\nversion: 1\ntitle: t\nsource: t.txt\nzone: Asia/Shanghai\n"
    "calendar: {base: cn, makeup_days: true}\n"
    "contract: {clause: C, total: 100.00, service: {clause: S, from: 2026-01-01, to: 2026-12-31}}\n"
    "parties:\n  - {role: purchaser, name: p, clause: P1}\n"
    "  - {role: vendor, name: v, clause: P2}\n"
    "systems:\n  - {no: 1, name: s, grade: 3, clause: X}\n"
    "terms:\n  - {clause: R, title: 报告, owed_by: vendor, after: assessed, within: 10 days,"
    " closed_by: reported}\n"
    "  - {clause: Q, title: 考核, owed_by: purchaser, on: service_end, closed_by: assessed}\n";

/* What a term asks of each system after its assessment begins with the end of the cycle; the
 * contract as a whole was not assessed by it. */
static void test_terms_of_a_system(void **state)
{
    (void)state;
    static const struct ground_contract RENEWED = { "renewed", "2025-12-20", "{}", "2026-01-01",
                                                    "2026-12-31" };
    struct ground ground;
    ground_begin(&ground, "calendars/cn.csv");
    json_decref(portfolio_pack(&ground.registry, PACK));
    ground_open(&ground, &RENEWED);
    ground_settle(&ground, test_day("2026-06-01"));
    assert_int_equal(ground_number(&ground, "select count(*) from deadline where clause = 'R'"), 0);
    add_cycle(&ground.registry.tdb, 1, "done");
    add_scores(&ground.registry.tdb, 1, "initial 1 2026-06-05");
    db_exec(&ground.registry.tdb, "update contract_work set facts = facts + 1");
    ground_settle(&ground, test_day("2026-06-11"));
    assert_string_equal(db_text(&ground.registry.tdb,
                                "select string_agg(concat_ws(' ', code, state, due_on), ', ' order"
                                " by code) from deadline where clause in ('Q', 'R')"),
                        "Q open 2026-12-31, R/1 open 2026-06-15");
    ground_end(&ground);
}

/* ---- by the services ---- */

/* From the first phase to the last, with a re-check on 5 June: told by nobody, the next assessment
 * stands in the list a year after it. */
static void test_led_by_the_services(void **state)
{
    (void)state;
    struct course course;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    pg_t *db = temp_db_pg(&course.registry.tdb, "mlps_scheduler");
    rulebook_t *book = rulebook_new();
    course_to_recheck(&course, 1);
    json_decref(course_assess(&course, 1, 6, "2026-06-05", "80.00", "[]"));
    course_pass(&course, 1, 6, "2026-06-05", "[]");
    step_settle(&SCHEDULER_WORKER, db, test_instant("2026-06-06 09:00"), book);
    static const char LOOK[] = "select coalesce(to_char(max(look_at) at time zone 'Asia/Shanghai',"
                               " 'YYYY-MM-DD'), '-') from schedule where work = 'assessment'";
    assert_string_equal(db_text(&course.registry.tdb, LOOK), "-");
    course_pass(&course, 1, 7, "2026-06-10", "[\"等保证明\", \"等保测评报告\"]");
    step_settle(&SCHEDULER_WORKER, db, test_instant("2026-06-11 09:00"), book);
    assert_string_equal(db_text(&course.registry.tdb, LOOK), "2027-01-06");
    step_settle(&SCHEDULER_WORKER, db, test_instant("2027-01-06 00:00"), book);
    assert_string_equal(db_text(&course.registry.tdb,
                                "select string_agg(concat_ws(' ', t.unit, t.slot_from, t.due_on),"
                                " ',') from task t join schedule s on s.id = t.schedule_id"
                                " where s.work = 'assessment'"),
                        "1 2027-03-07 2027-06-05");
    rulebook_destroy(&book);
    pg_destroy(&db);
    course_close(&course);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_counts),
        cmocka_unit_test(test_each_pack),
        cmocka_unit_test(test_terms_of_a_system),
        cmocka_unit_test(test_led_by_the_services),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
