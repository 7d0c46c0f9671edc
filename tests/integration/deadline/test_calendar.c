/* A notice of holidays comes: every date that leaned on the calendar is ruled again, what moves
 * moves whole, and is listed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "deadline_ground.h"
#include "ledger.h"
#include "schedule_recast.h"

/* 2027-01-01 is a Friday. */
static const char NEW_YEAR[] =
    "2027-01-01,holiday,元旦\n2027-01-02,holiday,元旦\n2027-01-03,holiday,元旦\n";

#define assert_dates(ground, want) assert_string_equal(ground_dates(ground), want)

/* One date of each kind, all across the turn of the year. */
static void arrange(struct ground *ground)
{
    ground_begin(ground, "2026-12-31 17:00");
    ground_cycle(ground, 1, "2026-12-28");
    ground_finding(ground, 1, "F001", "2026-12-28");
    ground_incident(ground, "I-1", "2026-12-31 17:00");
    ground_fact(ground, "invoice_received", "2026-12-28");
    ground_settle(ground);
}

static void test_every_kind_follows(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    assert_dates(&ground, "T-011/1/1/r1=open:01-01? T-021/1/1/F001=open:01-04? T-022=open:01-01? "
                          "T-032/I-1/respond=open:01-01 12:00?");
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    assert_dates(&ground, "T-011/1/1/r1=open:01-04 T-021/1/1/F001=open:01-05 T-022=open:01-04 "
                          "T-032/I-1/respond=open:01-04 12:00");
    assert_string_equal(
        ground_text(&ground,
                    "select string_agg(concat_ws(' ', d.code, r.version, r.reason, v.version,"
                    " r.made_at = mlps.business_now() or true), ', ' order by d.code)"
                    " from ruling r join deadline d on d.ruling_id = r.id"
                    " join calendar_version v on v.id = r.calendar_id where d.kind = 'sla'"),
        "T-032/I-1/respond 2 calendar 2027 t");
    ground_end(&ground);
}

/* Steps and reminders of the day that was are gone with the ruling that ended it, and come again
 * for the new one. */
static void test_the_old_day_is_cancelled(void **state)
{
    (void)state;
    static const char STEPS[] =
        "select string_agg(concat_ws(' ', s.due_version, s.rule, s.state, to_char(s.at at time "
        "zone 'Asia/Shanghai',"
        " 'MM-DD HH24:MI')), ', ' order by s.due_version, s.at, s.rule) from deadline_step s"
        " join deadline d on d.id = s.deadline_id where d.kind = 'phase'";
    struct ground ground;
    arrange(&ground);
    assert_string_equal(
        ground_text(&ground, STEPS),
        "1 warn_3 done 12-29 09:00, 1 breach planned 01-02 00:00, 1 overdue_0 planned 01-04 09:00, "
        "1 overdue_2 planned 01-05 09:00");
    assert_int_equal(
        ground_number(&ground, "select count(*) from reminder where state = 'planned'"), 3);
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_schedule(&ground);
    assert_string_equal(ground_text(&ground, STEPS),
                        "1 warn_3 done 12-29 09:00, 1 breach cancelled 01-02 00:00, 1 overdue_0 "
                        "cancelled 01-04 09:00, "
                        "1 overdue_2 cancelled 01-05 09:00, 2 warn_3 planned 12-29 09:00, 2 breach "
                        "planned 01-05 00:00, "
                        "2 overdue_0 planned 01-05 09:00, 2 overdue_2 planned 01-06 09:00");
    assert_string_equal(
        ground_text(&ground, "select string_agg(distinct state, ' ') from reminder"), "cancelled");
    ground_end(&ground);
}

/* The list of what moved, page by page. */
static void test_what_moved_is_listed(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    json_t *list =
        bench_ok(&ground.report, "deadline.moved", "{s:s, s:s, s:s, s:s}", "contract", CONTRACT,
                 "reason", "calendar", "calendar", "2027", "since", "2026-12-31");
    assert_int_equal(size_at(list, "items"), 4);
    assert_string_equal(text_at(list, "items.0.code"), "T-022"); /* terms first */
    assert_string_equal(text_at(list, "items.1.code"), "T-011/1/1/r1");
    assert_string_equal(text_at(list, "items.1.was"), "2027-01-01");
    assert_string_equal(text_at(list, "items.1.due"), "2027-01-04");
    assert_string_equal(text_at(list, "items.1.clause"), "T-011");
    assert_string_equal(text_at(list, "items.1.reason"), "calendar");
    assert_true(json_is_true(at_path(list, "items.1.was_provisional")));
    assert_true(json_is_false(at_path(list, "items.1.provisional")));
    assert_string_equal(text_at(list, "items.3.was_at"), "2027-01-01T12:00:00+08:00");
    assert_string_equal(text_at(list, "items.3.due_at"), "2027-01-04T12:00:00+08:00");
    json_decref(list);
    json_t *contract = json_pack("{s:s}", "contract", CONTRACT);
    bench_check_pages(&ground.report, "deadline.moved", contract, 4);
    json_decref(contract);
    static const struct {
        const char *key, *value;
    } NONE[] = { { "since", "2027-01-01" },
                 { "calendar", "first" },
                 { "reason", "facts" },
                 { "contract", "other" } };
    for (size_t i = 0; i < sizeof(NONE) / sizeof(NONE[0]); i++) {
        list = bench_ok(&ground.report, "deadline.moved", "{s:s}", NONE[i].key, NONE[i].value);
        if (size_at(list, "items") != 0)
            fail_msg("%s %s: %zu rows", NONE[i].key, NONE[i].value, size_at(list, "items"));
        json_decref(list);
    }
    ground_end(&ground);
}

/* And told, each once, from when to when. */
static void test_what_moved_is_told(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    ground_settle(&ground);
    assert_string_equal(
        ground_text(&ground,
                    "select string_agg(concat_ws(' ', data->>'code', data->>'was', data->>'due_on',"
                    " data->>'reason'), ', ' order by data->>'code' collate \"C\") from event"
                    " where kind = 'deadline.retargeted'"),
        "T-011/1/1/r1 2027-01-01 2027-01-04 calendar, T-021/1/1/F001 2027-01-04 2027-01-05 "
        "calendar, "
        "T-022 2027-01-01 2027-01-04 calendar, T-032/I-1/respond 2027-01-01 2027-01-04 calendar");
    ground_end(&ground);
}

/* The phase that runs and those that wait are expected later, the plan of the beginning stays. */
static void test_forecasts_go_along(void **state)
{
    (void)state;
    static const char WINDOWS[] =
        "select string_agg(concat_ws(' ', number, to_char(planned_to, 'MM-DD'), "
        "to_char(forecast_from, 'MM-DD'),"
        " to_char(forecast_to, 'MM-DD')), ', ' order by number) from phase";
    struct ground ground;
    arrange(&ground);
    assert_string_equal(ground_text(&ground, WINDOWS),
                        "1 01-01 12-28 01-01, 2 01-06 01-02 01-06, 3 01-10 01-07 01-10");
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    assert_string_equal(ground_text(&ground, WINDOWS),
                        "1 01-01 12-28 01-04, 2 01-06 01-05 01-07, 3 01-10 01-08 01-11");
    ground_end(&ground);
}

/* A clock that stands still when the notice comes: nothing is planned, and the day it is due when
 * it runs again counts the pause and the notice both. */
static void test_a_suspended_phase(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    ground_phase(&ground, "phase.suspend", 1, 1, "2026-12-30");
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    assert_string_equal(
        ground_text(
            &ground,
            "select concat_ws(' ', state, due_on, (select count(*) from deadline_step s where"
            " s.deadline_id = d.id and s.state = 'planned')) from deadline d"
            " where kind = 'phase'"),
        "paused 2027-01-04 0");
    ground_at(&ground, "2027-01-05 09:00");
    ground_phase(&ground, "phase.resume", 1, 1, "2027-01-05");
    /* paused on 12-30, 12-31 and 01-04: three working days after the 4th */
    assert_string_equal(
        ground_text(&ground, "select state || ' ' || due_on from deadline where kind = 'phase'"),
        "open 2027-01-07");
    ground_end(&ground);
}

/* Pauses that are over stay counted when the notice comes after them. */
static void test_pauses_before_the_notice(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-12-30 09:00");
    ground_cycle(&ground, 1, "2026-12-24");
    ground_phase(&ground, "phase.suspend", 1, 1, "2026-12-25");
    ground_phase(&ground, "phase.resume", 1, 1, "2026-12-29");
    assert_dates(&ground, "T-011/1/1/r1=open:01-01?"); /* 12-30 and two working days */
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    assert_dates(&ground, "T-011/1/1/r1=open:01-04");
    ground_at(&ground, "2026-12-31 09:00");
    ground_phase(&ground, "phase.suspend", 1, 1, "2026-12-31");
    ground_at(&ground, "2027-01-05 09:00");
    ground_phase(&ground, "phase.resume", 1, 1, "2027-01-05");
    assert_dates(&ground, "T-011/1/1/r1=open:01-06");
    ground_end(&ground);
}

/* What was done is judged again: late by the old day, in time by the new one, and the other way
 * round. */
static void test_closed_ones_are_judged_again(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    ground_at(&ground, "2027-01-04 10:00");
    ground_settle(&ground); /* breached on the 2nd */
    ground_phase(&ground, "phase.submit", 1, 1, "2027-01-04");
    assert_string_equal(ground_text(&ground, "select state from deadline where kind = 'phase'"),
                        "late");
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    assert_string_equal(
        ground_text(&ground, "select state || ' ' || due_on from deadline where kind = 'phase'"),
        "met 2027-01-04");
    /* a second notice takes the holiday back and makes Saturday the 2nd a working day */
    ground_notice(&ground, "2027b", "2027-01-02,makeup,元旦\n");
    ground_settle(&ground);
    assert_string_equal(
        ground_text(
            &ground,
            "select concat_ws(' ', state, due_on, (select string_agg(due_version::text, ','"
            " order by due_version) from breach b where b.deadline_id = d.id)) from deadline d"
            " where kind = 'phase'"),
        "late 2027-01-01 1,3");
    ground_end(&ground);
}

/* The day stands, but working days around it have moved: steps still planned go along, no ruling is
 * made, nothing taken is taken again. */
static void test_a_day_that_stands(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-12-29 09:00");
    ground_cycle(&ground, 1, "2026-12-23"); /* due on Tuesday the 29th */
    ground_settle(&ground);
    static const char STEPS[] =
        "select string_agg(concat_ws(' ', s.due_version, s.rule, s.state, to_char(s.at at time "
        "zone 'Asia/Shanghai',"
        " 'MM-DD HH24:MI')), ', ' order by s.at, s.rule) from deadline_step s";
    assert_string_equal(ground_text(&ground, STEPS),
                        "1 warn_3 done 12-24 09:00, 1 breach planned 12-30 00:00, "
                        "1 overdue_0 planned 12-30 09:00, 1 overdue_2 planned 12-31 09:00");
    ground_notice(&ground, "corrected", "2026-12-30,holiday,x\n");
    ground_settle(&ground);
    assert_string_equal(ground_text(&ground, STEPS),
                        "1 warn_3 done 12-24 09:00, 1 breach planned 12-30 00:00, "
                        "1 overdue_0 planned 12-31 09:00, 1 overdue_2 planned 01-01 09:00");
    assert_int_equal(ground_number(&ground, "select count(*) from ruling"), 1);
    assert_int_equal(
        ground_number(&ground, "select count(*) from event where kind = 'deadline.retargeted'"), 0);
    ground_end(&ground);
}

/* What was provisional and proves right gets a ruling that says so, and nobody is warned a second
 * time. */
static void test_certain_at_last(void **state)
{
    (void)state;
    struct ground ground;
    arrange(&ground);
    ground_notice(&ground, "2027", "2027-10-01,holiday,国庆节\n");
    ground_settle(&ground);
    assert_dates(&ground, "T-011/1/1/r1=open:01-01 T-021/1/1/F001=open:01-04 T-022=open:01-01 "
                          "T-032/I-1/respond=open:01-01 12:00");
    assert_string_equal(
        ground_text(
            &ground,
            "select string_agg(concat(s.due_version, s.rule, s.state), ' ' order by s.due_version,"
            " s.at, s.rule) from deadline_step s join deadline d on d.id = s.deadline_id"
            " where d.kind = 'phase' and s.due_version = 2"),
        "2breachplanned 2overdue_0planned 2overdue_2planned");
    json_t *list = bench_ok(&ground.report, "deadline.moved", "{}");
    assert_int_equal(size_at(list, "items"), 4); /* they moved in certainty */
    assert_string_equal(text_at(list, "items.0.was"), text_at(list, "items.0.due"));
    json_decref(list);
    ground_end(&ground);
}

/* A date that facts move after a notice that left it alone was not moved by the notice. */
static void test_facts_after_a_notice(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-06-15 09:00");
    ground_fact(&ground, "invoice_received", "2026-06-01");
    ground_settle(&ground);
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_settle(&ground);
    ground_fact(&ground, "invoice_received", "2026-06-08");
    ground_settle(&ground);
    assert_string_equal(
        ground_text(&ground, "select concat_ws(' ', r.version, r.reason, r.due_on) from ruling r"
                             " join deadline d on d.ruling_id = r.id"),
        "2 facts 2026-06-12");
    assert_string_equal(
        ground_text(&ground,
                    "select data->>'reason' from event where kind = 'deadline.retargeted'"),
        "facts");
    ground_end(&ground);
}

/* A date opened under the old calendar by a transaction that was still under way when the notice
 * came. */
static void test_a_date_that_came_late(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-12-28 09:00");
    ground_cycle(&ground, 1, "2026-12-28");
    ground_notice(&ground, "2027", NEW_YEAR);
    db_exec(&ground.registry.tdb,
            "update contract set calendar_id = (select min(id) from calendar_version)");
    ground_cycle(&ground, 2, "2026-12-28");
    db_exec(&ground.registry.tdb,
            "update contract set calendar_id = (select max(id) from calendar_version)");
    ground_settle(&ground);
    assert_dates(&ground, "T-011/1/1/r1=open:01-04 T-011/2/1/r1=open:01-04");
    ground_end(&ground);
}

/* More dates than one run takes: a run leaves the contract due until none is left. */
static void test_more_than_a_batch(void **state)
{
    (void)state;
    enum { MANY = RECAST_BATCH + 5 };
    struct ground ground;
    char sql[1024];
    ground_begin(&ground, "2026-12-28 09:00");
    ground_cycle(&ground, 1, "2026-12-28");
    snprintf(
        sql, sizeof(sql),
        "insert into finding (cycle_id, round, code, title, control_point, risk, found_on)"
        " select c.id, 1, 'F' || lpad(n::text, 4, '0'), 't', 'p', 'low', '2026-12-28' from cycle "
        "c, generate_series(1, %d) n;"
        "insert into deadline (contract_id, system_id, code, kind, clause, title, subject_kind, "
        "subject_id, due_on, due_at,"
        " breach_at, started_at, calendar_id, provisional)"
        " select k.id, c.system_id, 'T-021/1/1/' || f.code, 'finding', 'T-021', 't', 'finding', "
        "f.id, '2027-01-04',"
        " '2027-01-04 23:59:59.999999+08', '2027-01-05+08', '2026-12-28+08', k.calendar_id, true"
        " from finding f join cycle c on c.id = f.cycle_id, contract k",
        MANY);
    db_exec(&ground.registry.tdb, sql);
    ground_notice(&ground, "2027", NEW_YEAR);
    ground_schedule(&ground);
    assert_int_equal(
        ground_number(
            &ground,
            "select count(*) from deadline where kind = 'finding' and due_on = '2027-01-05'"
            " and not provisional and due_version = 1"),
        MANY);
    assert_int_equal(
        ground_number(&ground, "select count(*) from contract_work where scheduled < facts"), 0);
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_follows),
        cmocka_unit_test(test_the_old_day_is_cancelled),
        cmocka_unit_test(test_what_moved_is_listed),
        cmocka_unit_test(test_what_moved_is_told),
        cmocka_unit_test(test_forecasts_go_along),
        cmocka_unit_test(test_a_suspended_phase),
        cmocka_unit_test(test_pauses_before_the_notice),
        cmocka_unit_test(test_closed_ones_are_judged_again),
        cmocka_unit_test(test_a_day_that_stands),
        cmocka_unit_test(test_certain_at_last),
        cmocka_unit_test(test_facts_after_a_notice),
        cmocka_unit_test(test_a_date_that_came_late),
        cmocka_unit_test(test_more_than_a_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
