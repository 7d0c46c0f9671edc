/* progress.get and summary.get on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "report_fixture.h"

/* System 1 of team fgw: phase 1 done two days late, phase 2 running and five days late; system 6 of
 * team gzw: phase 1 running, due in a week; system 11 of team czj: done. The customer is late too,
 * and a paused deadline is past. */
static void arrange(const struct temp_db *tdb)
{
    static const struct phase_row DONE = { 1,
                                           1,
                                           "done",
                                           "2026-05-01..2026-05-20",
                                           "2026-05-01..2026-05-22",
                                           "2026-05-01",
                                           "2026-05-22",
                                           "2026-05-22" };
    static const struct phase_row LATE = {
        2, 1, "active", "2026-05-21..2026-06-10", "2026-05-23..2026-06-15", "2026-05-23", NULL, NULL
    };
    static const struct phase_row RUNS = {
        1, 1, "active", "2026-06-03..2026-06-22", "2026-06-03..2026-06-22", "2026-06-03", NULL, NULL
    };
    int64_t first = row_cycle(tdb, 1, "2026-05-01");
    int64_t second = row_cycle(tdb, 6, "2026-06-03");
    int64_t third = row_cycle(tdb, 11, "2026-04-01");
    int64_t done = row_phase(tdb, first, &DONE);
    int64_t late = row_phase(tdb, first, &LATE);
    int64_t runs = row_phase(tdb, second, &RUNS);
    row_phase(tdb, third, &DONE);
    db_exec(tdb, "update cycle set state = 'done', ended_on = '2026-05-22'"
                 " where started_on = '2026-04-01'");
    const struct deadline_row_new ROWS[] = {
        { "P1", "phase", "late", 1, NULL, "2026-05-20", "2026-05-22T12:00:00+08:00", "phase",
          done },
        { "P2", "phase", "breached", 1, NULL, "2026-06-10", NULL, "phase", late },
        { "P3", "phase", "open", 6, NULL, "2026-06-22", NULL, "phase", runs },
        { "F1", "finding", "breached", 1, NULL, "2026-06-12", NULL, "finding", 1 },
        { "T1", "term", "open", 0, "customer", "2026-06-01", NULL, NULL, 0 },
        { "T2", "term", "open", 0, NULL, "2026-06-30", NULL, NULL, 0 },
        { "T3", "term", "open", 0, NULL, "2026-07-01", NULL, NULL, 0 },
        { "S1", "sla", "open", 6, NULL, "2026-06-15T08:30:00+08:00", NULL, "incident", 1 },
        { "S2", "sla", "open", 6, NULL, "2026-06-15T09:30:00+08:00", NULL, "incident", 2 },
        { "O1", "term", "open", 17, NULL, "2026-06-14", NULL, NULL, 0 },
        { "H1", "phase", "paused", 16, NULL, "2026-06-01", NULL, "phase", 99 },
        { "M1", "term", "met", 0, NULL, "2026-06-16", "2026-06-14T12:00:00+08:00", NULL, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        row_deadline(tdb, &ROWS[i]);
}

static void test_progress(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *progress = bench_ok(&ground->report, "progress.get", "{s:s}", "contract", "yifen-2026");
    assert_string_equal(text_at(progress, "as_of"), PORTFOLIO_NOW);
    assert_string_equal(text_at(progress, "today"), "2026-06-15");
    assert_int_equal(size_at(progress, "phases"), 7);
    assert_int_equal(size_at(progress, "systems"), 39);
    assert_int_equal(size_at(progress, "teams"), 6);
    assert_null(text_at(progress, "next"));

    assert_int_equal(int_at(progress, "systems.0.serial"), 1);
    assert_string_equal(text_at(progress, "systems.0.team"), "fgw");
    assert_int_equal(size_at(progress, "systems.0.phases"), 2);
    assert_string_equal(text_at(progress, "systems.0.phases.0.due"), "2026-05-20");
    assert_int_equal(int_at(progress, "systems.0.phases.0.days_over"), 2);
    assert_int_equal(int_at(progress, "systems.0.phases.1.days_over"), 5);
    assert_string_equal(text_at(progress, "systems.0.phases.1.started"), "2026-05-23");
    assert_null(text_at(progress, "systems.0.phases.1.ended"));
    assert_int_equal(int_at(progress, "systems.0.days_late"), 5);
    assert_int_equal(int_at(progress, "systems.0.slip_days"), 5);
    assert_string_equal(text_at(progress, "systems.0.next_due"), "2026-06-10");
    assert_string_equal(text_at(progress, "systems.0.next_due_code"), "P2");

    assert_int_equal(int_at(progress, "systems.5.days_late"), 0);
    assert_int_equal(int_at(progress, "systems.5.phases.0.days_over"), 0);
    assert_string_equal(text_at(progress, "systems.5.next_due_code"), "S1");
    assert_string_equal(text_at(progress, "systems.10.cycle_state"), "done");
    assert_string_equal(text_at(progress, "systems.10.ended"), "2026-05-22");
    assert_int_equal(int_at(progress, "systems.15.days_late"), 0); /* paused */
    assert_int_equal(int_at(progress, "systems.16.days_late"),
                     1); /* nobody has found the breach yet */
    assert_true(json_is_null(at_path(progress, "systems.1.cycle")));
    assert_true(json_is_null(at_path(progress, "systems.1.slip_days")));
    assert_int_equal(size_at(progress, "systems.1.phases"), 0);

    assert_int_equal(int_at(progress, "teams.0.systems"), 5);
    assert_int_equal(int_at(progress, "teams.0.late"), 1);
    assert_int_equal(int_at(progress, "teams.0.days_late"), 5);
    assert_int_equal(int_at(progress, "teams.1.late"), 0);
    assert_int_equal(int_at(progress, "teams.2.done"), 1);
    assert_int_equal(int_at(progress, "teams.3.started"), 0);
    assert_int_equal(int_at(progress, "teams.3.late"), 1);
    json_decref(progress);
}

/* Both rounds of a phase that was done again are shown, in order. */
static void test_progress_shows_every_round(void **state)
{
    struct ground *ground = *state;
    static const struct phase_row ROUNDS[] = {
        { 6, 1, "done", "2026-05-01..2026-05-10", "2026-05-01..2026-05-10", "2026-05-01",
          "2026-05-10", "2026-05-10" },
        { 5, 2, "submitted", "2026-04-01..2026-04-30", "2026-05-11..2026-06-09", "2026-05-11",
          "2026-06-12", NULL },
        { 5, 1, "done", "2026-04-01..2026-04-30", "2026-04-01..2026-04-30", "2026-04-01",
          "2026-04-30", "2026-04-30" },
    };
    int64_t cycle = row_cycle(&ground->registry.tdb, 1, "2026-04-01");
    int64_t submitted = 0;
    for (size_t i = 0; i < COUNT_OF(ROUNDS); i++) {
        int64_t phase = row_phase(&ground->registry.tdb, cycle, &ROUNDS[i]);
        submitted = i == 1 ? phase : submitted;
    }
    const struct deadline_row_new due = { .code = "R2",
                                          .kind = "phase",
                                          .state = "late",
                                          .serial = 1,
                                          .due = "2026-06-09",
                                          .subject_kind = "phase",
                                          .closed = "2026-06-12T12:00:00+08:00",
                                          .subject = submitted };
    row_deadline(&ground->registry.tdb, &due);
    json_t *progress = bench_ok(&ground->report, "progress.get", "{s:s, s:i}", "contract",
                                "yifen-2026", "limit", 1);
    assert_int_equal(size_at(progress, "systems.0.phases"), 3);
    assert_int_equal(int_at(progress, "systems.0.phases.0.round"), 1);
    assert_int_equal(int_at(progress, "systems.0.phases.1.round"), 2);
    assert_int_equal(int_at(progress, "systems.0.phases.1.days_over"),
                     3); /* submission, not today */
    assert_int_equal(int_at(progress, "systems.0.phases.2.number"), 6);
    assert_int_equal(int_at(progress, "systems.0.slip_days"), 30);
    json_decref(progress);
}

static void test_progress_walks_every_system_once(void **state)
{
    struct ground *ground = *state;
    json_t *cursor = json_null();
    int64_t seen = 0;
    do {
        json_t *page = bench_ok(&ground->report, "progress.get", "{s:s, s:i, s:o}", "contract",
                                "yifen-2026", "limit", 10, "cursor", cursor);
        assert_int_equal(size_at(page, "teams"), 6); /* totals are of the whole contract */
        for (size_t i = 0; i < size_at(page, "systems"); i++)
            assert_int_equal(int_at(json_array_get(at_path(page, "systems"), i), "serial"), ++seen);
        cursor = json_deep_copy(at_path(page, "next"));
        json_decref(page);
    } while (!json_is_null(cursor));
    assert_int_equal(seen, 39);
}

static void test_summary_of_teams(void **state)
{
    struct ground *ground = *state;
    arrange(&ground->registry.tdb);
    json_t *summary = bench_ok(&ground->report, "summary.get", "{s:s}", "contract", "yifen-2026");
    assert_string_equal(text_at(summary, "customer"), "上海市大数据中心信息化服务第一分中心");
    assert_int_equal(int_at(summary, "systems"), 39);
    assert_int_equal(int_at(summary, "started"), 3);
    assert_int_equal(int_at(summary, "done"), 1);
    assert_int_equal(int_at(summary, "late"), 2);
    assert_int_equal(size_at(summary, "phases"), 7);
    assert_int_equal(int_at(summary, "phases.0.number"), 1);
    assert_int_equal(int_at(summary, "phases.0.systems"), 1);
    assert_int_equal(int_at(summary, "phases.1.systems"), 1);
    assert_int_equal(int_at(summary, "phases.6.systems"), 0);
    assert_string_equal(text_at(summary, "teams.0.team"), "fgw");
    assert_int_equal(size_at(summary, "teams.0.phases"), 7);
    assert_int_equal(int_at(summary, "teams.0.phases.0"), 0);
    assert_int_equal(int_at(summary, "teams.0.phases.1"), 1);
    assert_int_equal(int_at(summary, "teams.1.phases.0"), 1);
    assert_int_equal(int_at(summary, "teams.2.done"), 1);
    json_decref(summary);
}

/* What the next ten working days hold: 19 June is a holiday, so they end on 30 June. */
static void test_summary_of_what_is_due(void **state)
{
    struct ground *ground = *state;
    static const struct {
        const char *code;
        int64_t days, working_days;
    } DUE[] = { { "S2", 0, 0 }, { "P3", 7, 4 }, { "T2", 15, 10 } };
    arrange(&ground->registry.tdb);
    json_t *summary = bench_ok(&ground->report, "summary.get", "{s:s}", "contract", "yifen-2026");
    assert_string_equal(text_at(summary, "until"), "2026-06-30");
    assert_int_equal(int_at(summary, "due_total"), COUNT_OF(DUE));
    assert_int_equal(size_at(summary, "due"), COUNT_OF(DUE));
    for (size_t i = 0; i < COUNT_OF(DUE); i++) {
        const json_t *item = json_array_get(at_path(summary, "due"), i);
        assert_string_equal(text_at(item, "code"), DUE[i].code);
        assert_int_equal(int_at(item, "days_left"), DUE[i].days);
        assert_int_equal(int_at(item, "working_days_left"), DUE[i].working_days);
    }
    json_decref(summary);
    summary = bench_ok(&ground->report, "summary.get", "{s:s, s:i}", "contract", "yifen-2026",
                       "working_days", 0);
    assert_string_equal(text_at(summary, "until"), "2026-06-15");
    assert_int_equal(int_at(summary, "due_total"), 1);
    json_decref(summary);
}

static void test_summary_of_what_is_overdue(void **state)
{
    struct ground *ground = *state;
    static const struct {
        const char *code;
        int64_t days, working_days;
    } OVER[] = { { "T1", 14, 10 }, { "P2", 5, 3 }, { "F1", 3, 1 }, { "O1", 1, 1 }, { "S1", 0, 0 } };
    arrange(&ground->registry.tdb);
    json_t *summary = bench_ok(&ground->report, "summary.get", "{s:s}", "contract", "yifen-2026");
    assert_int_equal(int_at(summary, "overdue_total"), COUNT_OF(OVER));
    for (size_t i = 0; i < COUNT_OF(OVER); i++) {
        const json_t *item = json_array_get(at_path(summary, "overdue"), i);
        assert_string_equal(text_at(item, "code"), OVER[i].code);
        assert_int_equal(int_at(item, "days_over"), OVER[i].days);
        assert_int_equal(int_at(item, "working_days_over"), OVER[i].working_days);
    }
    assert_string_equal(text_at(summary, "overdue.0.party"), "customer");
    assert_true(json_is_null(at_path(summary, "overdue.0.serial")));
    assert_int_equal(int_at(summary, "overdue.1.serial"), 1);
    assert_string_equal(text_at(summary, "overdue.1.due_at"), "2026-06-10T23:59:59+08:00");
    json_decref(summary);
}

static void test_summary_of_penalties_and_documents(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    row_penalty(tdb, "YF-198", 14361224, "proposed");
    row_penalty(tdb, "YF-198", 0, "notified");
    row_penalty(tdb, "YF-205", 7180612, "confirmed");
    row_penalty(tdb, "YF-999", 1, "appealed");
    row_penalty(tdb, "YF-205", 5, "waived");
    row_penalty(tdb, "YF-205", 5, "reversed");
    row_penalty(tdb, "YF-205", 5, "superseded");
    row_deliverable(tdb, "a", "required");
    row_deliverable(tdb, "b", "submitted");
    row_deliverable(tdb, "c", "objected");
    row_deliverable(tdb, "d", "accepted");
    row_deliverable(tdb, "e", "signed");
    json_t *summary = bench_ok(&ground->report, "summary.get", "{s:s}", "contract", "yifen-2026");
    assert_int_equal(int_at(summary, "penalties.count"), 4);
    assert_int_equal(int_at(summary, "penalties.deduct_fen"), 14361224 + 7180612 + 1);
    assert_int_equal(size_at(summary, "penalties.by_clause"), 3);
    assert_string_equal(text_at(summary, "penalties.by_clause.0.clause"), "YF-198");
    assert_int_equal(int_at(summary, "penalties.by_clause.0.count"), 2);
    assert_int_equal(int_at(summary, "penalties.by_clause.0.deduct_fen"), 14361224);
    assert_true(strlen(text_at(summary, "penalties.by_clause.0.title")) > 0);
    assert_string_equal(text_at(summary, "penalties.by_clause.2.title"), ""); /* not in the pack */
    assert_int_equal(int_at(summary, "documents.required"), 5);
    assert_int_equal(int_at(summary, "documents.submitted"), 3);
    assert_int_equal(int_at(summary, "documents.accepted"), 2);
    assert_int_equal(int_at(summary, "documents.objected"), 1);
    assert_int_equal(int_at(summary, "documents.signed"), 1);
    json_decref(summary);
}

static void test_nothing_has_happened_yet(void **state)
{
    struct ground *ground = *state;
    json_t *summary = bench_ok(&ground->report, "summary.get", "{s:s}", "contract", "yifen-2026");
    assert_int_equal(int_at(summary, "started"), 0);
    assert_int_equal(size_at(summary, "due"), 0);
    assert_int_equal(size_at(summary, "overdue"), 0);
    assert_int_equal(int_at(summary, "penalties.count"), 0);
    assert_int_equal(int_at(summary, "penalties.deduct_fen"), 0);
    assert_int_equal(size_at(summary, "penalties.by_clause"), 0);
    assert_int_equal(int_at(summary, "documents.required"), 0);
    json_decref(summary);
}

static void test_unknown_contract(void **state)
{
    struct ground *ground = *state;
    struct problem problem;
    assert_int_equal(
        bench_refused(&ground->report, &problem, "summary.get", "{s:s}", "contract", "none"),
        RC_NOT_FOUND);
    assert_int_equal(
        bench_refused(&ground->report, &problem, "progress.get", "{s:s}", "contract", "none"),
        RC_NOT_FOUND);
    assert_string_equal(problem.text, "there is no contract \"none\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_progress),
        ON_GROUND(test_progress_shows_every_round),
        ON_GROUND(test_progress_walks_every_system_once),
        ON_GROUND(test_summary_of_teams),
        ON_GROUND(test_summary_of_what_is_due),
        ON_GROUND(test_summary_of_what_is_overdue),
        ON_GROUND(test_summary_of_penalties_and_documents),
        ON_GROUND(test_nothing_has_happened_yet),
        ON_GROUND(test_unknown_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
