/* forecast.get on a real database, at Monday 2026-06-15. The dragon boat festival is 19 to 21 June.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "clk.h"
#include "forecast_rates.h"
#include "report_fixture.h"
#include "wait_until.h"

#define ASK "forecast.get", "{s:s}", "contract", "yifen-2026"

/* A finding of `risk` with its deadline; one that is overdue stands as breached, with its breach.
 */
static void add_finding(const struct temp_db *tdb, int64_t cycle, const char *code,
                        const char *risk, const char *due)
{
    char sql[1024];
    snprintf(sql, sizeof(sql),
             "insert into finding (cycle_id, round, code, title, control_point, risk, found_on)"
             " values (%lld, 1, '%s', '%s', 'x', '%s', '2026-05-01') returning id",
             (long long)cycle, code, code, risk);
    int64_t finding = db_number(tdb, sql);
    bool overdue = strcmp(due, "2026-06-15") < 0;
    const struct deadline_row_new row = { code, "finding", overdue ? "breached" : "open",
                                          1,    NULL,      due,
                                          NULL, "finding", finding };
    int64_t id = row_deadline(tdb, &row);
    if (!overdue)
        return;
    row_ruling(tdb, id, 1, due, 1);
    snprintf(sql, sizeof(sql),
             "insert into breach (deadline_id, due_version, ruling_id, due_at)"
             " select d.id, d.due_version, r.id, d.due_at from deadline d"
             "   join ruling r on r.deadline_id = d.id where d.id = %lld",
             (long long)id);
    db_exec(tdb, sql);
}

/* System 1 of team fgw: phase 5 runs until 24 June, 6 and 7 follow; two findings of medium risk are
 * overdue, two more are open and one of low risk. System 2 of it: phase 7 runs until 24 June.
 * System 6 of gzw is done. */
static void arrange(const struct temp_db *tdb)
{
    static const struct phase_row RUNS = {
        5, 1, "active", "2026-06-05..2026-06-24", "2026-06-05..2026-06-24", "2026-06-05", NULL, NULL
    };
    static const struct phase_row NEXT = {
        6, 1, "planned", "2026-06-25..2026-07-01", "2026-06-25..2026-07-01", NULL, NULL, NULL
    };
    static const struct phase_row LAST = {
        7, 1, "planned", "2026-07-02..2026-07-11", "2026-07-02..2026-07-11", NULL, NULL, NULL
    };
    static const struct phase_row OTHER = {
        7, 1, "active", "2026-06-15..2026-06-24", "2026-06-15..2026-06-24", "2026-06-15", NULL, NULL
    };
    static const struct phase_row DONE = { 7,
                                           1,
                                           "done",
                                           "2026-05-01..2026-05-20",
                                           "2026-05-01..2026-05-22",
                                           "2026-05-01",
                                           "2026-05-22",
                                           "2026-05-22" };
    int64_t first = row_cycle(tdb, 1, "2026-04-01");
    int64_t second = row_cycle(tdb, 2, "2026-04-02");
    int64_t third = row_cycle(tdb, 6, "2026-04-03");
    int64_t runs = row_phase(tdb, first, &RUNS);
    int64_t other = row_phase(tdb, second, &OTHER);
    int64_t done = row_phase(tdb, third, &DONE);
    row_phase(tdb, first, &NEXT);
    row_phase(tdb, first, &LAST);
    db_exec(tdb, "update cycle set state = 'done', ended_on = '2026-05-22'"
                 " where started_on = '2026-04-03'");
    const struct deadline_row_new ROWS[] = {
        { "P5", "phase", "open", 1, NULL, "2026-06-24", NULL, "phase", runs },
        { "P7", "phase", "open", 2, NULL, "2026-06-24", NULL, "phase", other },
        { "D7", "phase", "late", 6, NULL, "2026-05-20", "2026-05-22T12:00:00+08:00", "phase",
          done },
        { "C1", "term", "open", 0, "customer", "2026-06-24", NULL, NULL, 0 },
        { "T1", "term", "open", 0, NULL, "2026-06-22", NULL, NULL, 0 },
        { "H1", "term", "paused", 0, NULL, "2026-06-01", NULL, NULL, 0 },
        { "V1", "term", "void", 0, NULL, "2026-06-16", NULL, NULL, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        row_deadline(tdb, &ROWS[i]);
    add_finding(tdb, first, "T001", "medium", "2026-06-10");
    add_finding(tdb, first, "T002", "high", "2026-06-12");
    add_finding(tdb, first, "T003", "medium", "2026-06-24");
    add_finding(tdb, first, "T004", "high", "2026-06-25");
    add_finding(tdb, first, "T005", "low", "2026-06-25");
}

/* The entry of a list whose `key` is `value`; NULL when there is none. */
static const json_t *find(const json_t *list, const char *key, const char *value)
{
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        const char *text = json_string_value(json_object_get(row, key));
        if (text && strcmp(text, value) == 0)
            return row;
    }
    return NULL;
}

static void test_head(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *forecast =
        bench_ok(&ground->report, "forecast.get", "{s:s, s:i, s:i, s:i, s:i}", "contract",
                 "yifen-2026", "seed", 7, "runs", 20, "working_days", 10, "capacity", 2);
    assert_string_equal(text_at(forecast, "as_of"), PORTFOLIO_NOW);
    assert_string_equal(text_at(forecast, "today"), "2026-06-15");
    assert_string_equal(text_at(forecast, "until"),
                        "2026-06-30"); /* the festival's Friday is off */
    assert_int_equal(int_at(forecast, "seed"), 7);
    assert_int_equal(int_at(forecast, "runs"), 20);
    assert_int_equal(int_at(forecast, "capacity"), 2);
    assert_int_equal(int_at(forecast, "event_seq"),
                     db_number(&ground->registry.tdb, "select max(seq) from event"));
    json_decref(forecast);
}

/* Phases of systems 1 and 2 and a finding on one day; T1 right after the festival. */
static void test_collisions(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *forecast = bench_ok(&ground->report, ASK);
    const json_t *phases = find(at_path(forecast, "collisions"), "rule", "phases");
    const json_t *after = find(at_path(forecast, "collisions"), "rule", "after_holiday");
    assert_non_null(phases);
    assert_string_equal(text_at(phases, "day"), "2026-06-24");
    assert_string_equal(text_at(phases, "team"), "fgw");
    assert_int_equal(int_at(phases, "count"), 2);
    assert_string_equal(text_at(phases, "items.0.clause"), "MH-042");
    assert_int_equal(int_at(phases, "items.1.serial"), 2);
    assert_non_null(after);
    assert_string_equal(text_at(after, "items.0.code"), "T1");
    assert_string_equal(text_at(after, "holiday"), "端午节");
    json_decref(forecast);
}

/* Two findings that count stand; the third takes the row's only deduction of 2 %, and the fourth no
 * more (reading: once). */
static void test_exposure(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    row_penalty(&ground->registry.tdb, "YF-193", 14361224, "proposed");
    row_penalty(&ground->registry.tdb, "YF-193", 5, "waived");
    json_t *forecast = bench_ok(&ground->report, ASK);
    const json_t *list = at_path(forecast, "exposure.deadlines");
    const json_t *third = find(list, "code", "T003");
    const json_t *low = find(list, "code", "T005");
    assert_int_equal(int_at(forecast, "exposure.proposed_fen"), 14361224);
    assert_int_equal(int_at(forecast, "exposure.added_fen"), 14361224);
    assert_int_equal(int_at(forecast, "exposure.total_fen"), 2 * 14361224);
    assert_int_equal(json_array_size(list), 7); /* P5 P7 T1 H1 and three findings */
    assert_int_equal(int_at(forecast, "exposure.open"), 7);
    assert_int_equal(int_at(third, "cost_fen"), 14361224);
    assert_string_equal(text_at(third, "penalty_clause"), "YF-207");
    assert_int_equal(int_at(third, "counted"), 3);
    assert_int_equal(int_at(third, "threshold"), 3);
    assert_int_equal(int_at(low, "cost_fen"), 0);
    assert_null(text_at(low, "penalty_clause"));
    assert_null(find(list, "code", "C1")); /* the customer's */
    assert_null(find(list, "code", "V1"));
    assert_null(find(list, "code", "T001")); /* missed already */
    json_decref(forecast);
}

/* A case that was voided, or recorded by hand in a breach's place, is not counted twice. */
static void test_cases_that_count(void **state)
{
    static const struct {
        const char *name, *sql;
        int64_t counted; /* of T003 */
    } CASES[] = {
        { "two stand", NULL, 3 },
        { "one was voided",
          "insert into penalty_case (contract_id, code, type, occurred_on, title, attributes,"
          " breach_id, voided_at) select d.contract_id, 'D/T001', 'vulnerability_overdue',"
          " '2026-06-11', 't', '{\"severity\":\"medium\"}', b.id, now() from breach b"
          " join deadline d on d.id = b.deadline_id where d.code = 'T001'",
          2 },
        { "a breach of a former due day",
          "update deadline set due_version = 2, state = 'open', breached_at = null"
          " where code = 'T002'",
          1 },
        { "one was recorded by hand as well",
          "insert into penalty_case (contract_id, code, type, occurred_on, title, attributes)"
          " select contract_id, 'D/T002', 'vulnerability_overdue', '2026-06-13', 't',"
          " '{\"severity\":\"high\"}' from deadline where code = 'T002'",
          2 },
        { "another one was recorded",
          "insert into penalty_case (contract_id, code, type, occurred_on, title, attributes)"
          " select contract_id, 'HAND', 'vulnerability_overdue', '2026-06-13', 't',"
          " '{\"severity\":\"high\"}' from deadline where code = 'T002'",
          3 },
    };
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        if (CASES[i].sql)
            db_exec(&ground->registry.tdb, CASES[i].sql);
        json_t *forecast = bench_ok(&ground->report, ASK);
        const json_t *third = find(at_path(forecast, "exposure.deadlines"), "code", "T003");
        if (int_at(third, "counted") != CASES[i].counted)
            fail_msg("%s: %lld", CASES[i].name, (long long)int_at(third, "counted"));
        json_decref(forecast);
    }
}

static void test_bands(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *forecast = bench_ok(&ground->report, ASK);
    assert_string_equal(text_at(forecast, "bands.end.plan"), "2026-07-11");
    assert_string_equal(text_at(forecast, "bands.systems.0.end.plan"), "2026-07-11");
    assert_string_equal(text_at(forecast, "bands.systems.1.end.plan"), "2026-06-24");
    assert_true(json_is_null(at_path(forecast, "bands.systems.5.end")));
    assert_true(json_is_true(at_path(forecast, "bands.systems.5.done")));
    assert_false(json_is_true(at_path(forecast, "bands.systems.2.started")));
    assert_int_equal(int_at(forecast, "bands.breaches.plan"), 2);
    assert_true(int_at(forecast, "bands.breaches.p10") >= 2);
    assert_int_equal(int_at(forecast, "bands.systems.0.late_runs"), 200); /* overdue already */
    assert_int_equal(int_at(forecast, "bands.settlement_fen.plan"), 718061200);
    json_decref(forecast);
}

/* The history: one phase was two days late, two findings are overdue by three and five. */
static void test_history(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *forecast = bench_ok(&ground->report, ASK);
    const json_t *findings = find(at_path(forecast, "history"), "kind", "finding");
    const json_t *phases = find(at_path(forecast, "history"), "kind", "phase");
    assert_string_equal(text_at(phases, "basis"), "prior");
    assert_int_equal(int_at(phases, "count"), 11);
    assert_int_equal(int_at(phases, "on_time"), 7);
    assert_int_equal(int_at(findings, "count"), 12);
    db_exec(&ground->registry.tdb, "update deadline set due_on = '2026-06-01' where code = 'T001'");
    json_decref(forecast);
    forecast = bench_ok(&ground->report, ASK);
    findings = find(at_path(forecast, "history"), "kind", "finding");
    assert_int_equal(int_at(findings, "most_days"), 14); /* late so far */
    json_decref(forecast);
}

/* Reports due with phases, tasks with and without a person. */
static void test_load(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    arrange(tdb);
    db_exec(
        tdb,
        "insert into deliverable (contract_id, system_id, clause, title, phase)"
        " select contract_id, id, 'YF-067', 'r', 7 from system where serial in (1, 6, 30);"
        "insert into person (contract_id, name, role) select id, '卫', 'manager' from contract;"
        "insert into schedule (contract_id, calendar_id, clause, title, work, period, places,"
        " times, items, catch_up, window_days, next_from)"
        " select id, calendar_id, 'YF-140', 'b', 'backup', 'weekly', '[]', 1, 0, 'once', 0,"
        " '2026-06-15' from contract;"
        "insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to, due_on,"
        " items, state, person_id)"
        " select s.id, s.contract_id, '', 1, '2026-06-15', '2026-06-21', '2026-06-21', 0,"
        " 'planned', p.id from schedule s, person p where s.clause = 'YF-140' and p.name = '卫'");
    json_t *forecast = bench_ok(&ground->report, ASK);
    const json_t *owners = at_path(forecast, "load.owners");
    const json_t *team = find(owners, "team", "fgw");
    const json_t *person = find(owners, "person", "卫");
    assert_int_equal(int_at(team, "by_day.phases.0"), 2);
    assert_int_equal(int_at(team, "by_day.deliverables.0"), 1); /* of system 1, due with phase 7 */
    assert_int_equal(int_at(team, "by_day.findings.0"), 5);
    assert_int_equal(int_at(team, "by_day.findings.1"), 3); /* overdue ones are today's */
    assert_non_null(person);
    assert_int_equal(int_at(person, "by_day.tasks.6"), 1);
    assert_int_equal(int_at(person, "by_day.due.6"), 1);
    assert_int_equal(int_at(find(owners, "team", "gzw"), "by_day.deliverables.0"), 1); /* overdue */
    assert_null(find(owners, "team", "jxw")); /* system 30 has not begun: nobody knows when */
    json_decref(forecast);
}

/* The same request gives the same bytes, another seed others. */
static void test_same_bytes(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *first = bench_ok(&ground->report, ASK);
    json_t *again = bench_ok(&ground->report, ASK);
    json_t *other = bench_ok(&ground->report, "forecast.get", "{s:s, s:i}", "contract",
                             "yifen-2026", "seed", 2);
    char *a = json_dumps(first, JSON_COMPACT);
    char *b = json_dumps(again, JSON_COMPACT);
    assert_string_equal(a, b);
    assert_false(json_equal(at_path(first, "bands"), at_path(other, "bands")));
    assert_true(json_equal(at_path(first, "collisions"), at_path(other, "collisions")));
    free(a);
    free(b);
    json_decref(first);
    json_decref(again);
    json_decref(other);
}

/* Nothing has begun: nothing collides, no end is known, and the reply is whole. */
static void test_nothing_has_happened_yet(void **state)
{
    struct ground *ground = *state;
    json_t *forecast = bench_ok(&ground->report, ASK);
    assert_int_equal(size_at(forecast, "collisions"), 0);
    assert_true(json_is_null(at_path(forecast, "bands.end")));
    assert_int_equal(int_at(forecast, "bands.breaches.plan"), 0);
    assert_int_equal(int_at(forecast, "bands.breaches.p50"), 0);
    assert_true(int_at(forecast, "bands.invented.incidents.p90") > 0); /* those need no beginning */
    assert_int_equal(int_at(forecast, "bands.invented.findings.p90"), 0);
    assert_int_equal(int_at(forecast, "exposure.total_fen"), 0);
    assert_int_equal(size_at(forecast, "bands.systems"), 39);
    json_decref(forecast);
}

/* What the contract has seen: ten incidents, one of them with a limit that was missed and one with a voided case; three
 * assessments of which one found something; a re-check that failed. */
static void add_past(const struct temp_db *tdb)
{
    db_exec(tdb,
            "insert into incident (contract_id, code, title, family, grade, occurred_at)"
            " select id, 'N' || n, 't', 'network', 'IV', timestamptz '2026-04-01 10:00+08' + n * interval '1 day'"
            "   from contract, generate_series(1, 6) n;"
            "insert into incident (contract_id, code, title, family, level, occurred_at)"
            " select id, 'F' || n, 't', 'fault', 'C+', timestamptz '2026-03-01 10:00+08' + n * interval '1 day'"
            "   from contract, generate_series(1, 4) n;"
            "insert into incident (contract_id, code, title, family, occurred_at)"
            " select id, 'LATER', 't', 'fault', '2026-06-16 00:00+08' from contract;"
            "insert into penalty_case (contract_id, code, type, occurred_on, incident, title, attributes, voided_at)"
            " select contract_id, code, 'security_event', '2026-04-02', code, 't', '{\"grade\":\"IV\"}',"
            "        case when code = 'N6' then now() end from incident where family = 'network';"
            "insert into assessment (cycle_id, phase_id, kind, round, assessed_on, score_bp, high_risk_open, passed)"
            " select p.cycle_id, p.id, 'initial', 1, '2026-05-20', 8000, 0, true from phase p where p.number = 7;"
            "insert into assessment (cycle_id, phase_id, kind, round, assessed_on, score_bp, high_risk_open, passed)"
            " select p.cycle_id, p.id, 'recheck', 1, '2026-06-01', 6000, 0, false from phase p where p.number = 5");
    const struct deadline_row_new CLOCKS[] = {
        { "S1", "sla", "met", 0, NULL, "2026-04-02T11:00:00+08:00", "2026-04-02T10:30:00+08:00", "incident",
          db_number(tdb, "select id from incident where code = 'N1'") },
        { "S2", "sla", "late", 0, NULL, "2026-04-03T11:00:00+08:00", "2026-04-03T11:30:00+08:00", "incident",
          db_number(tdb, "select id from incident where code = 'N2'") },
        { "S3", "sla", "void", 0, NULL, "2026-04-03T11:00:00+08:00", NULL, "incident",
          db_number(tdb, "select id from incident where code = 'N2'") },
    };
    for (size_t i = 0; i < COUNT_OF(CLOCKS); i++)
        row_deadline(tdb, &CLOCKS[i]);
}

static int64_t rate_at(const json_t *forecast, size_t rate, const char *key)
{
    return int_at(json_array_get(at_path(forecast, "chance.rates"), rate), key);
}

/* The rates are reckoned from the rows, and say from how many. */
static void test_rates_of_its_own(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    add_past(&ground->registry.tdb);
    json_t *forecast = bench_ok(&ground->report, ASK);
    assert_int_equal(rate_at(forecast, RATE_INCIDENTS, "count"), 10); /* not the one of tomorrow */
    assert_int_equal(rate_at(forecast, RATE_INCIDENTS, "of"), 106);   /* since 2 March */
    assert_int_equal(rate_at(forecast, RATE_INCIDENTS, "value"), 34);
    assert_int_equal(rate_at(forecast, RATE_INCIDENT_LATE, "count"), 1);
    assert_int_equal(rate_at(forecast, RATE_INCIDENT_LATE, "of"), 2);
    assert_int_equal(rate_at(forecast, RATE_FINDINGS, "of"), 3);
    assert_int_equal(rate_at(forecast, RATE_FINDINGS, "count"), 1); /* all findings are of system 1 */
    assert_int_equal(rate_at(forecast, RATE_RECHECK_FAILS, "of"), 1);
    assert_int_equal(rate_at(forecast, RATE_RECHECK_FAILS, "count"), 1);
    assert_string_equal(text_at(forecast, "chance.rates.0.basis"), "history");
    assert_string_equal(text_at(forecast, "chance.rates.1.basis"), "default");
    assert_string_equal(text_at(forecast, "chance.incidents_basis"), "history");
    /* faults, then events by the number of their clocks; the voided case is none */
    assert_int_equal(size_at(forecast, "chance.incidents"), 4);
    assert_string_equal(text_at(forecast, "chance.incidents.0.level"), "C+");
    assert_int_equal(int_at(forecast, "chance.incidents.0.count"), 4);
    json_decref(forecast);
}

/* Asked for rates of 0 nothing comes up; asked for more, the same bytes twice. */
static void test_rates_that_are_given(void **state)
{
    static const char FORM[] = "{s:s, s:i, s:i, s:i, s:i}";
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *zero = bench_ok(&ground->report, "forecast.get", FORM, "contract", "yifen-2026", "incidents", 0, "incident_late", 0,
                            "findings", 0, "recheck_fails", 0);
    json_t *much = bench_ok(&ground->report, "forecast.get", FORM, "contract", "yifen-2026", "incidents", 300, "incident_late", 50,
                            "findings", 100, "recheck_fails", 50);
    json_t *again = bench_ok(&ground->report, "forecast.get", FORM, "contract", "yifen-2026", "incidents", 300, "incident_late", 50,
                             "findings", 100, "recheck_fails", 50);
    assert_int_equal(int_at(zero, "bands.invented.incidents.p90"), 0);
    assert_int_equal(int_at(zero, "bands.invented.rechecks_failed.p90"), 0);
    assert_true(int_at(much, "bands.breaches.p50") > int_at(zero, "bands.breaches.p50"));
    assert_true(int_at(much, "bands.penalties_fen.p50") > int_at(zero, "bands.penalties_fen.p50"));
    assert_string_not_equal(text_at(much, "bands.end.p90"), text_at(zero, "bands.end.p90"));
    assert_true(json_equal(at_path(zero, "exposure.deadlines.0.cost_fen"), at_path(much, "exposure.deadlines.0.cost_fen")));
    assert_true(json_equal(at_path(zero, "history"), at_path(much, "history")));
    char *a = json_dumps(much, JSON_COMPACT);
    char *b = json_dumps(again, JSON_COMPACT);
    assert_string_equal(a, b);
    free(a);
    free(b);
    json_decref(zero);
    json_decref(much);
    json_decref(again);
}

/* Every row of every table as one hash, before and after: nothing is written, whatever is asked. */
static void test_it_never_writes(void **state)
{
    static const char ALL[] =
        "select md5(string_agg(query_to_xml(format('select * from mlps.%I', relname), true, false,"
        " '')::text, '' order by relname)) from pg_class"
        " where relnamespace = 'mlps'::regnamespace and relkind = 'r'";
    struct ground *ground = *state;
    char before[40];
    arrange(&ground->registry.tdb);
    snprintf(before, sizeof(before), "%s", db_text(&ground->registry.tdb, ALL));
    json_decref(bench_ok(&ground->report, ASK));
    assert_string_equal(db_text(&ground->registry.tdb, ALL), before);
}

static void test_unknown_contract(void **state)
{
    struct ground *ground = *state;
    struct problem problem;
    assert_int_equal(
        bench_refused(&ground->report, &problem, "forecast.get", "{s:s}", "contract", "none"),
        RC_NOT_FOUND);
    assert_string_equal(problem.text, "there is no contract \"none\"");
}

/* 39 systems in the middle of their phases, 200 runs: within a second, however busy the machine. */
static void test_as_quick_as_promised(void **state)
{
    enum { PROMISE_MS = 1000 };
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    for (int serial = 1; serial <= 39; serial++) {
        int64_t cycle = row_cycle(tdb, serial, "2026-06-01");
        for (int number = 1; number <= 7; number++) {
            static const struct phase_row RUNS = { 1,
                                                   1,
                                                   "active",
                                                   "2026-06-01..2026-06-30",
                                                   "2026-06-01..2026-06-30",
                                                   "2026-06-01",
                                                   NULL,
                                                   NULL };
            struct phase_row row = RUNS;
            row.number = number;
            row.state = number == 1 ? "active" : "planned";
            row.started = number == 1 ? "2026-06-01" : NULL;
            row_phase(tdb, cycle, &row);
        }
        for (int i = 0; i < 4; i++) {
            char code[16];
            snprintf(code, sizeof(code), "T%02d%d", serial, i);
            add_finding(tdb, cycle, code, "medium", "2026-06-30");
        }
    }
    int64_t begun = clk_mono_ms();
    json_decref(bench_ok(&ground->report, ASK));
    int64_t took = clk_mono_ms() - begun;
    print_message("39 systems, 200 runs: %lld ms\n", (long long)took);
    assert_in_range(took, 0, PROMISE_MS + BUSY_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_head),
        ON_GROUND(test_collisions),
        ON_GROUND(test_exposure),
        ON_GROUND(test_cases_that_count),
        ON_GROUND(test_bands),
        ON_GROUND(test_history),
        ON_GROUND(test_load),
        ON_GROUND(test_same_bytes),
        ON_GROUND(test_nothing_has_happened_yet),
        ON_GROUND(test_rates_of_its_own),
        ON_GROUND(test_rates_that_are_given),
        ON_GROUND(test_it_never_writes),
        ON_GROUND(test_unknown_contract),
        ON_GROUND(test_as_quick_as_promised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
