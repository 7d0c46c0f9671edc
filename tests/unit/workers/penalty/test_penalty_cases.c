/* Missed deadlines as cases, by the word of the pack. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "penalty_cases.h"
#include "penalty_fixture.h"

/* A finding of system `serial` with a deadline that was missed (state breached) or not (open). */
static void finding(struct fixture *fixture, const char *code, const char *risk, const char *due,
                    const char *as)
{
    char sql[2048];
    snprintf(
        sql, sizeof(sql),
        "insert into cycle (system_id, number, pack_id, started_on) select id, 1, %" PRId64
        ", '2026-03-20'"
        " from system where serial = 1 on conflict do nothing;"
        "with f as (insert into finding (cycle_id, round, code, title, control_point, risk, "
        "found_on)"
        "  select id, 1, '%s', '弱口令', '身份鉴别', '%s', '2026-04-01' from cycle returning id),"
        " d as (insert into deadline (contract_id, system_id, code, kind, clause, title, "
        "subject_kind, subject_id,"
        "   due_on, due_at, breach_at, started_at, state, breached_at, ruling_id)"
        "  select %" PRId64 ", (select id from system where serial = 1), 'MH-022/1/1/%s', "
        "'finding', 'MH-022', '弱口令',"
        "   'finding', f.id, '%s', '%s', '%s', '2026-04-01', '%s', case when '%s' = 'breached' "
        "then now() end, 1"
        "  from f returning id, contract_id)"
        " insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, "
        "breach_at, provisional, proof)"
        " select d.id, 1, %" PRId64 ", %" PRId64 ", '%s', '%s', '%s', false, '[]' from d;"
        "update deadline d set ruling_id = r.id from ruling r where r.deadline_id = d.id;"
        "insert into breach (deadline_id, due_version, ruling_id, due_at) select id, 1, ruling_id, "
        "due_at from deadline"
        " where state = 'breached' on conflict do nothing",
        fixture->portfolio.pack, code, risk, fixture->portfolio.contract, code, due, due, due, as,
        as, fixture->portfolio.pack, fixture->portfolio.calendar, due, due, due);
    db_exec(&fixture->portfolio.tdb, "set constraints all deferred");
    db_exec(&fixture->portfolio.tdb, sql);
    portfolio_bump(&fixture->portfolio);
}

static void test_missed_findings_are_cases(void **state)
{
    struct fixture *fixture = *state;
    finding(fixture, "F001", "high", "2026-05-04", "breached");
    finding(fixture, "F002", "medium", "2026-05-05", "breached");
    finding(fixture, "F003", "low", "2026-05-05", "breached");
    finding(fixture, "F004", "high", "2026-07-05", "open");
    settle(fixture);
    assert_text(
        fixture,
        "select string_agg(concat_ws('/', code, type, occurred_on, title, attributes->>'severity',"
        " breach_id is not null, (select serial from system s where s.id = c.system_id)), ' ' "
        "order by code)"
        " from penalty_case c",
        "D/MH-022/1/1/F001/vulnerability_overdue/2026-05-05/弱口令/high/t/1 "
        "D/MH-022/1/1/F002/vulnerability_overdue/2026-05-06/弱口令/medium/t/1");
    assert_text(fixture, PENALTIES_STANDING,
                "D/MH-022/1/1/F001:YF-207=0(1/3) D/MH-022/1/1/F002:YF-207=0(2/3)");
    finding(fixture, "F005", "high", "2026-05-06", "breached");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING,
                "D/MH-022/1/1/F001:YF-207=0(1/3) D/MH-022/1/1/F002:YF-207=0(2/3) "
                "D/MH-022/1/1/F005:YF-207=14361224(3/3)");
}

static void test_a_breach_that_does_not_count_any_more(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    finding(fixture, "F001", "high", "2026-05-04", "breached");
    settle(fixture);
    /* fixed in time, told late */
    db_exec(&p->tdb,
            "update deadline set state = 'met', closed_at = '2026-05-01', breached_at = null");
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "");
    assert_text(fixture, "select string_agg(state, ' ' order by id) from penalty",
                "superseded reversed");
    /* the fix failed its check: breached again, under the next version; still one case */
    db_exec(&p->tdb, "update deadline set state = 'breached', closed_at = null, breached_at = "
                     "due_at, due_version = 2;"
                     "insert into breach (deadline_id, due_version, ruling_id, due_at) select id, "
                     "2, ruling_id, due_at from deadline");
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "D/MH-022/1/1/F001:YF-207=0(1/3)");
    assert_text(fixture, "select count(*) || ' ' || max(breach_id) from penalty_case", "1 2");
    /* closed late: it still counts */
    db_exec(&p->tdb, "update deadline set state = 'late', closed_at = now()");
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "D/MH-022/1/1/F001:YF-207=0(1/3)");
    /* regraded to low: no case of the row */
    db_exec(&p->tdb, "update finding set risk = 'low'");
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "");
}

/* A calendar comes, a pause is granted, a late fix is withdrawn: the ledger itself says that there
 * is something to assess, and nobody has to remember it. */
static void test_a_deadline_moves_away_from_its_breach(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    struct ledger ledger = { .tdb = p->tdb,
                             .ids = { .pack = p->pack, .calendar = p->calendar },
                             .db = temp_db_pg(&p->tdb, "mlps_lifecycle") };
    finding(fixture, "F001", "high", "2026-05-04", "breached");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "D/MH-022/1/1/F001:YF-207=0(1/3)");
    ledger_retarget(&ledger, db_number(&p->tdb, "select id from deadline"), "2026-07-20",
                    "2026-06-12");
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "");
    assert_text(fixture, "select string_agg(state, ' ' order by id) from penalty",
                "superseded reversed");
    pg_destroy(&ledger.db);
}

static void test_a_person_voids_a_made_case(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    finding(fixture, "F001", "high", "2026-05-04", "breached");
    settle(fixture);
    db_exec(&p->tdb, "update penalty_case set voided_at = now()");
    portfolio_bump(p);
    settle(fixture);
    portfolio_bump(p);
    settle(fixture);
    assert_text(fixture, PENALTIES_STANDING, "");
    assert_text(fixture, "select voided_at is not null from penalty_case", "t");
}

/* ---- packs with many sources ---- */

/* More than there are kinds: eight of one kind, and a ninth of another. */
static struct penalty_source SOURCES[] = {
    { .kind = "phase", .case_type = "overrun" },   { .kind = "phase", .case_type = "overrun" },
    { .kind = "phase", .case_type = "overrun" },   { .kind = "phase", .case_type = "overrun" },
    { .kind = "phase", .case_type = "overrun" },   { .kind = "phase", .case_type = "overrun" },
    { .kind = "phase", .case_type = "overrun" },   { .kind = "phase", .case_type = "overrun" },
    { .kind = "finding", .case_type = "neglect" },
};

/* The contract's own pack with these sources; *arg becomes the number of cases. */
static rc_t load_by_many(pg_t *db, void *arg, struct problem *problem)
{
    struct fixture *fixture = arg;
    struct step step = { .db = db, .problem = problem };
    struct contract_frame frame;
    struct penalty_cases cases;
    rc_t rc = contract_frame_load(fixture->book, db, fixture->portfolio.contract, &frame, problem);
    if (rc != RC_OK)
        return rc;
    struct pack pack = *frame.pack;
    pack.penalties.from_breaches.rows = SOURCES;
    pack.penalties.from_breaches.count = COUNT_OF(SOURCES);
    frame.pack = &pack;
    rc = penalty_cases_load(&step, &frame, &cases);
    contract_frame_fini(&frame);
    if (rc != RC_OK)
        return rc;
    assert_int_equal(cases.count, 1);
    assert_string_equal(cases.rows[0].type, "neglect");
    penalty_cases_fini(&cases);
    return RC_OK;
}

static void test_each_kind_is_asked_for(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    finding(fixture, "F001", "high", "2026-05-04", "breached");
    assert_int_equal(pg_tx(fixture->db, PG_WRITE, load_by_many, fixture, &problem), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_missed_findings_are_cases),
        TEST(test_a_breach_that_does_not_count_any_more),
        TEST(test_a_deadline_moves_away_from_its_breach),
        TEST(test_a_person_voids_a_made_case),
        TEST(test_each_kind_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
