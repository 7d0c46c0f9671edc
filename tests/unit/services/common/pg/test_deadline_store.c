#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "arrange.h"
#include "civil.h"
#include "deadline_store.h"
#include "memory.h"
#include "torture.h"

enum { ZONE = 480 };

struct fixture {
    struct temp_db tdb;
    struct arranged ids;
    pg_t *db;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    temp_db_open(&fixture.tdb);
    arrange_contract(&fixture.tdb, &fixture.ids);
    fixture.db = temp_db_pg(&fixture.tdb, "mlps_lifecycle");
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    pg_destroy(&fixture->db);
    temp_db_close(&fixture->tdb);
    return 0;
}

static int32_t day(const char *text)
{
    int32_t value = 0;
    assert_true(civil_parse_date(text, &value));
    return value;
}

static int64_t noon(const char *text)
{
    return civil_day_start(day(text), ZONE) + 12 * 3600 * US_PER_SECOND;
}

/* A due day with one warning and one escalation around it. */
struct due_parts {
    struct ladder ladder;
    json_t *proof;
    struct due due;
};

static void due_make(struct due_parts *parts, const struct fixture *fixture, const char *on)
{
    static const int64_t warn[] = { 3 }, overdue[] = { 2 };
    struct pack_reminders reminders = { .warn = { warn, 1 }, .overdue = { overdue, 1 } };
    struct calendar_use weekdays = { .calendar = NULL };
    struct ladder_ask ask = { .reminders = &reminders,
                              .calendar = &weekdays,
                              .zone_minutes = ZONE };
    struct due_edge edge = due_edge_of_day(day(on), ZONE);
    ladder_of_day(&ask, &edge, &parts->ladder);
    parts->proof = json_pack("[{s:s}]", "why", on);
    parts->due = (struct due){ .edge = edge,
                               .proof = parts->proof,
                               .pack_id = fixture->ids.pack,
                               .calendar_id = fixture->ids.calendar,
                               .ladder = &parts->ladder };
}

/* One operation on the ledger, in a transaction of its own. */
struct act {
    const struct fixture *fixture;
    enum act_kind { OPEN, RETARGET, PAUSE, RESUME, STOP, REOPEN, VOID_IT, REVIVE } what;
    const char *on; /* due day (OPEN, RETARGET, RESUME) */
    const char *at; /* day of whose noon it happens */
    int64_t id;     /* set by OPEN */
    bool moved;
    enum deadline_state state;
};

static rc_t act_open(pg_t *db, struct act *act, const struct due *due, struct problem *problem)
{
    struct deadline_new row = { .contract_id = act->fixture->ids.contract,
                                .system_id = act->fixture->ids.system,
                                .code = "X-1/1",
                                .kind = "phase",
                                .clause = "X-1",
                                .title = "first phase",
                                .party = "vendor",
                                .subject_kind = "phase",
                                .subject_id = 7,
                                .started_us = noon(act->at),
                                .due = *due };
    return deadline_open(db, &row, &act->id, problem);
}

static rc_t act_in_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct act *act = arg;
    struct due_parts parts = { .proof = NULL };
    rc_t rc = RC_INTERNAL;
    if (act->on)
        due_make(&parts, act->fixture, act->on);
    switch (act->what) {
    case OPEN:
        rc = act_open(db, act, &parts.due, problem);
        break;
    case RETARGET:
        rc = deadline_retarget(db, act->id, &parts.due, noon(act->at), &act->moved, problem);
        break;
    case PAUSE:
        rc = deadline_pause(db, act->id, noon(act->at), NULL, problem);
        break;
    case RESUME:
        rc = deadline_resume(db, act->id, &parts.due, noon(act->at), NULL, problem);
        break;
    case STOP:
        rc = deadline_stop(db, act->id, noon(act->at), NULL, &act->state, problem);
        break;
    case REOPEN:
        rc = deadline_reopen(db, act->id, noon(act->at), NULL, problem);
        break;
    case VOID_IT:
        rc = deadline_void(db, act->id, noon(act->at), NULL, problem);
        break;
    case REVIVE:
        rc = deadline_revive(db, act->id, &parts.due, noon(act->at), problem);
        break;
    }
    json_decref(parts.proof);
    return rc;
}

static rc_t try_act(struct act *act)
{
    struct problem problem = { .rc = RC_OK };
    return pg_tx(act->fixture->db, PG_WRITE, act_in_tx, act, &problem);
}

static void run_act(struct act *act)
{
    struct problem problem = { .rc = RC_OK };
    rc_t rc = pg_tx(act->fixture->db, PG_WRITE, act_in_tx, act, &problem);
    if (rc != RC_OK)
        fail_msg("%s: %s", rc_word(rc), problem.text);
}

static int64_t opened(struct fixture *fixture, const char *on)
{
    struct act act = { .fixture = fixture, .what = OPEN, .on = on, .at = "2026-06-01" };
    run_act(&act);
    return act.id;
}

/* The whole ledger of the one deadline as text: state and version; steps; clock; rulings; breaches.
 */
static const char *ledger(const struct fixture *fixture)
{
    return db_text(
        &fixture->tdb,
        "select concat_ws(' | ',"
        " (select concat_ws(',', state, due_on, due_version, breached_at is not null, closed_at is "
        "not null) from deadline),"
        " (select string_agg(due_version || rule || ':' || state, ',' order by due_version, at) "
        "from deadline_step),"
        " (select string_agg(kind, ',' order by id) from clock_event),"
        " (select string_agg(version || '=' || due_on, ',' order by version) from ruling),"
        " (select string_agg(due_version::text, ',' order by id) from breach))");
}

static void test_open_plans_its_steps(void **state)
{
    struct fixture *fixture = *state;
    opened(fixture, "2026-06-15"); /* a Monday */
    assert_string_equal(
        ledger(fixture),
        "open,2026-06-15,1,f,f | 1warn_3:planned,1breach:planned,1overdue_2:planned | "
        "start | 1=2026-06-15");
    assert_string_equal(db_text(&fixture->tdb,
                                "select string_agg(rule || '@' || to_char(at at time "
                                "zone 'Asia/Shanghai', 'MM-DD HH24:MI') || '>' || "
                                "audience, ' ' order by at) from deadline_step"),
                        "warn_3@06-10 09:00>engineer breach@06-16 00:00>none "
                        "overdue_2@06-17 09:00>manager");
    assert_string_equal(db_text(&fixture->tdb, "select due_at || '/' || breach_at from deadline"),
                        "2026-06-15 15:59:59.999999+00/2026-06-15 16:00:00+00");
}

static void test_open_twice_leaves_the_first(void **state)
{
    struct fixture *fixture = *state;
    int64_t first = opened(fixture, "2026-06-15");
    assert_int_equal(opened(fixture, "2026-07-20"), first);
    assert_string_equal(
        ledger(fixture),
        "open,2026-06-15,1,f,f | 1warn_3:planned,1breach:planned,1overdue_2:planned | "
        "start | 1=2026-06-15");
}

static void plan_reminder(const struct fixture *fixture, int64_t id, const char *status)
{
    char sql[512];
    int64_t person = arrange_person(&fixture->tdb, &fixture->ids, status, "engineer", NULL);
    snprintf(sql, sizeof(sql),
             "insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel, "
             "due_version, plan_at, try_at, state) values (%" PRId64 ", 'deadline', %" PRId64
             ", 'warn_3', %" PRId64 ", 'app', 1, now(), now(), '%s')",
             fixture->ids.contract, id, person, status);
    db_exec(&fixture->tdb, sql);
}

static void test_retarget_supersedes(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    plan_reminder(fixture, id, "planned");
    plan_reminder(fixture, id, "sending");
    struct act act = {
        .fixture = fixture, .what = RETARGET, .on = "2026-06-22", .at = "2026-06-02", .id = id
    };
    run_act(&act);
    assert_true(act.moved);
    assert_string_equal(ledger(fixture),
                        "open,2026-06-22,2,f,f | 1warn_3:cancelled,1breach:cancelled,1overdue_2:"
                        "cancelled,2warn_3:planned,2breach:planned,2overdue_2:planned | "
                        "start,retarget | 1=2026-06-15,2=2026-06-22");
    assert_string_equal(
        db_text(&fixture->tdb, "select string_agg(state, ',' order by id) from reminder"),
        "cancelled,sending");
}

static void test_retarget_to_the_same_day_is_nothing(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    struct act act = { .fixture = fixture,
                       .what = RETARGET,
                       .on = "2026-06-15",
                       .at = "2026-06-02",
                       .id = id,
                       .moved = true };
    run_act(&act);
    assert_false(act.moved);
    assert_int_equal(db_number(&fixture->tdb, "select count(*) from ruling"), 1);
    assert_int_equal(db_number(&fixture->tdb, "select count(*) from clock_event"), 1);
}

/* From now on everything is ruled by a newer calendar. */
static void new_calendar(struct fixture *fixture)
{
    fixture->ids.calendar =
        db_number(&fixture->tdb, "insert into calendar_version (code, version) values ('cn', "
                                 "'newer') returning id");
}

/* The day stands by the newer calendar too: no ruling, and what is still planned goes to where that
 * calendar has it (here: the ladder of the test does not move, so a step is moved by hand). */
static void test_the_same_day_by_another_calendar(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    db_exec(&fixture->tdb, "update deadline_step set at = at - interval '1 day';"
                           "update deadline_step set state = 'done', done_at = at where rule = "
                           "'warn_3'");
    new_calendar(fixture);
    struct act act = { .fixture = fixture,
                       .what = RETARGET,
                       .on = "2026-06-15",
                       .at = "2026-06-02",
                       .id = id,
                       .moved = true };
    run_act(&act);
    assert_false(act.moved);
    assert_int_equal(db_number(&fixture->tdb, "select count(*) from ruling"), 1);
    assert_int_equal(db_number(&fixture->tdb, "select calendar_id from deadline"),
                     fixture->ids.calendar);
    assert_string_equal(
        db_text(&fixture->tdb,
                "select string_agg(rule || '@' || to_char(at at time zone 'Asia/Shanghai', "
                "'MM-DD HH24:MI'), ' ' order by at) from deadline_step"),
        "warn_3@06-09 09:00 breach@06-16 00:00 overdue_2@06-17 09:00");
}

struct clock_read {
    int64_t id;
    struct clock_event *events;
    size_t count;
};

static rc_t read_clock(pg_t *db, void *arg, struct problem *problem)
{
    struct clock_read *read = arg;
    return deadline_clock(db, read->id, &read->events, &read->count, problem);
}

/* Why each ruling was made, as deadline.moved tells it; and the clock without retargets: a ruling
 * that moved the day is no event that a fold may take for an agreement. */
static void test_reasons_and_clock(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    struct act act = { .fixture = fixture,
                       .at = "2026-06-02",
                       .id = opened(fixture, "2026-06-15") };
    static const struct {
        enum act_kind what;
        const char *on;
    } ACTS[] = { { RETARGET, "2026-06-22" }, { RETARGET, "2026-06-23" },
                 { RETARGET, "2026-06-24" }, { PAUSE, NULL },
                 { RESUME, "2026-06-25" },   { STOP, NULL },
                 { REOPEN, NULL },           { VOID_IT, NULL },
                 { REVIVE, "2026-06-26" } };
    struct clock_read read = { .id = act.id };
    for (size_t i = 0; i < sizeof(ACTS) / sizeof(ACTS[0]); i++) {
        if (i == 1)
            new_calendar(fixture);
        act.what = ACTS[i].what;
        act.on = ACTS[i].on;
        run_act(&act);
    }
    assert_string_equal(
        db_text(&fixture->tdb, "select string_agg(reason, ' ' order by version) from ruling"),
        "start facts calendar facts resume reopen revive");
    assert_int_equal(pg_tx(fixture->db, PG_READ, read_clock, &read, &problem), RC_OK);
    assert_int_equal(read.count, 7); /* of ten */
    for (size_t i = 0; i < read.count; i++)
        assert_int_not_equal(read.events[i].type, CLOCK_RETARGET);
    assert_int_equal(read.events[1].type, CLOCK_PAUSE);
    assert_true(read.events[1].occurred_at == noon("2026-06-02"));
    mem_free(read.events);
}

/* What the deadline worker does when the breach step's time has come. */
static void breach_as_worker(const struct fixture *fixture)
{
    db_exec(&fixture->tdb, "update deadline_step set state = 'done', done_at = at where rule = "
                           "'breach' and state = 'planned';"
                           "update deadline set state = 'breached', breached_at = due_at;"
                           "insert into breach (deadline_id, due_version, ruling_id, due_at)"
                           " select id, due_version, ruling_id, due_at from deadline");
}

static const struct {
    const char *name;
    bool found; /* the worker had found the breach before */
    enum act_kind what;
    const char *on;
    const char *at;
    const char *want;
} FROM_OPEN[] = {
    { "stop on the due day", false, STOP, NULL, "2026-06-15",
      "met,2026-06-15,1,f,t | 1warn_3:cancelled,1breach:cancelled,1overdue_2:cancelled | "
      "start,stop | "
      "1=2026-06-15" },
    { "stop the day after", false, STOP, NULL, "2026-06-16",
      "late,2026-06-15,1,t,t | 1warn_3:cancelled,1breach:cancelled,1overdue_2:cancelled | "
      "start,stop | "
      "1=2026-06-15 | 1" },
    { "stop the day after, breach found", true, STOP, NULL, "2026-06-16",
      "late,2026-06-15,1,t,t | 1warn_3:cancelled,1breach:done,1overdue_2:cancelled | start,stop | "
      "1=2026-06-15 | 1" },
    { "stop in time, told late", true, STOP, NULL, "2026-06-14",
      "met,2026-06-15,1,f,t | 1warn_3:cancelled,1breach:done,1overdue_2:cancelled | start,stop | "
      "1=2026-06-15 | 1" },
    { "breached, moved to the future", true, RETARGET, "2026-06-22", "2026-06-16",
      "open,2026-06-22,2,f,f | 1warn_3:cancelled,1breach:done,1overdue_2:cancelled,2warn_3:planned,"
      "2breach:planned,2overdue_2:planned | start,retarget | 1=2026-06-15,2=2026-06-22 | 1" },
    { "pause", false, PAUSE, NULL, "2026-06-05",
      "paused,2026-06-15,1,f,f | 1warn_3:cancelled,1breach:cancelled,1overdue_2:cancelled | "
      "start,pause | 1=2026-06-15" },
    { "pause of a breached one", true, PAUSE, NULL, "2026-06-16",
      "paused,2026-06-15,1,f,f | 1warn_3:cancelled,1breach:done,1overdue_2:cancelled | start,pause "
      "| "
      "1=2026-06-15 | 1" },
    { "resume of a running one", false, RESUME, "2026-06-22", "2026-06-05",
      "open,2026-06-15,1,f,f | 1warn_3:planned,1breach:planned,1overdue_2:planned | start | "
      "1=2026-06-15" },
    { "void", true, VOID_IT, NULL, "2026-06-16",
      "void,2026-06-15,1,f,f | 1warn_3:cancelled,1breach:done,1overdue_2:cancelled | start,void | "
      "1=2026-06-15 | 1" },
    { "reopen of an open one", false, REOPEN, NULL, "2026-06-05",
      "open,2026-06-15,1,f,f | 1warn_3:planned,1breach:planned,1overdue_2:planned | start | "
      "1=2026-06-15" },
};

static void test_moves_from_open(void **state)
{
    for (size_t i = 0; i < sizeof(FROM_OPEN) / sizeof(FROM_OPEN[0]); i++) {
        set_up(state);
        struct fixture *fixture = *state;
        struct act act = { .fixture = fixture,
                           .what = FROM_OPEN[i].what,
                           .on = FROM_OPEN[i].on,
                           .at = FROM_OPEN[i].at,
                           .id = opened(fixture, "2026-06-15") };
        if (FROM_OPEN[i].found)
            breach_as_worker(fixture);
        run_act(&act);
        const char *is = ledger(fixture);
        if (strcmp(is, FROM_OPEN[i].want) != 0)
            fail_msg("%s:\n  is   %s\n  want %s", FROM_OPEN[i].name, is, FROM_OPEN[i].want);
        tear_down(state);
    }
}

static void test_pause_and_resume(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    struct act pause = { .fixture = fixture, .what = PAUSE, .at = "2026-06-05", .id = id };
    run_act(&pause);
    run_act(&pause);
    struct act move = {
        .fixture = fixture, .what = RETARGET, .on = "2026-06-18", .at = "2026-06-06", .id = id
    };
    run_act(&move);
    assert_string_equal(ledger(fixture),
                        "paused,2026-06-18,2,f,f | 1warn_3:cancelled,1breach:cancelled,1overdue_2:"
                        "cancelled | start,pause,retarget | 1=2026-06-15,2=2026-06-18");
    struct act resume = {
        .fixture = fixture, .what = RESUME, .on = "2026-06-22", .at = "2026-06-09", .id = id
    };
    run_act(&resume);
    assert_string_equal(ledger(fixture),
                        "open,2026-06-22,3,f,f | 1warn_3:cancelled,1breach:cancelled,1overdue_2:"
                        "cancelled,3warn_3:planned,3breach:planned,3overdue_2:planned | "
                        "start,pause,retarget,resume | 1=2026-06-15,2=2026-06-18,3=2026-06-22");
}

static void test_closed_is_judged_again(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    struct act stop = { .fixture = fixture, .what = STOP, .at = "2026-06-16", .id = id };
    run_act(&stop);
    assert_int_equal(stop.state, DEADLINE_LATE);
    int64_t facts = db_number(&fixture->tdb, "select facts from contract_work");
    struct act move = {
        .fixture = fixture, .what = RETARGET, .on = "2026-06-16", .at = "2026-06-17", .id = id
    };
    run_act(&move);
    assert_string_equal(ledger(fixture),
                        "met,2026-06-16,2,f,t | 1warn_3:cancelled,1breach:cancelled,1overdue_2:"
                        "cancelled | start,stop,retarget | 1=2026-06-15,2=2026-06-16 | 1");
    move.on = "2026-06-12";
    run_act(&move);
    assert_string_equal(db_text(&fixture->tdb, "select state from deadline"), "late");
    assert_string_equal(
        db_text(&fixture->tdb, "select string_agg(due_version::text, ',' order by id) from breach"),
        "1,3");
    assert_int_equal(db_number(&fixture->tdb, "select facts from contract_work"), facts + 2);
}

static void test_reopen_keeps_dates_and_untaken_steps(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    db_exec(&fixture->tdb,
            "update deadline_step set state = 'done', done_at = at where rule = 'warn_3'");
    struct act stop = { .fixture = fixture, .what = STOP, .at = "2026-06-11", .id = id };
    run_act(&stop);
    struct act reopen = { .fixture = fixture, .what = REOPEN, .at = "2026-06-12", .id = id };
    run_act(&reopen);
    assert_string_equal(
        ledger(fixture),
        "open,2026-06-15,2,f,f | 1warn_3:done,1breach:cancelled,1overdue_2:cancelled,"
        "2breach:planned,2overdue_2:planned | start,stop,void | "
        "1=2026-06-15,2=2026-06-15");
    assert_string_equal(db_text(&fixture->tdb, "select (data->>'voids')::bigint = "
                                               "(select id from clock_event where kind = 'stop') "
                                               "from clock_event where kind = 'void'"),
                        "t");
}

static void test_a_void_one_comes_back(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    struct act revive = {
        .fixture = fixture, .what = REVIVE, .on = "2026-06-22", .at = "2026-06-06", .id = id
    };
    run_act(&revive); /* it is not void: nothing happens */
    struct act away = { .fixture = fixture, .what = VOID_IT, .at = "2026-06-05", .id = id };
    run_act(&away);
    run_act(&revive);
    assert_string_equal(ledger(fixture),
                        "open,2026-06-22,2,f,f | 1warn_3:cancelled,1breach:cancelled,1overdue_2:"
                        "cancelled,2warn_3:planned,2breach:planned,2overdue_2:planned | "
                        "start,void,void | 1=2026-06-15,2=2026-06-22");
    assert_int_equal(db_number(&fixture->tdb, "select (data->>'voids')::bigint - min(id) over () "
                                              "from clock_event where kind = 'void' "
                                              "order by id desc limit 1"),
                     0);
}

static void test_closed_refuses_pause(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = opened(fixture, "2026-06-15");
    struct act act = { .fixture = fixture, .what = STOP, .at = "2026-06-11", .id = id };
    run_act(&act);
    act.what = PAUSE;
    assert_int_equal(try_act(&act), RC_REFUSED);
    act.what = RESUME;
    act.on = "2026-06-22";
    assert_int_equal(try_act(&act), RC_REFUSED);
    act.what = STOP;
    act.at = "2026-06-30";
    run_act(&act);
    assert_int_equal(act.state, DEADLINE_MET);
    act.id += 1000;
    assert_int_equal(try_act(&act), RC_NOT_FOUND);
}

static void test_equal_to_the_limit(void **state)
{
    (void)state;
    int64_t at = noon("2026-06-15");
    struct due_edge within = due_edge_of_instant(at, false, ZONE);
    struct due_edge below = due_edge_of_instant(at, true, ZONE);
    assert_int_equal(within.breach_at_us, at + US_PER_SECOND);
    assert_int_equal(below.breach_at_us, at);
    assert_int_equal(within.due_on, day("2026-06-15"));
}

/* Fail call after call of opening, moving and stopping on one connection, until a run meets no
 * failure. Whatever a failed run left is a whole step, so doing all of it again ends where an
 * undisturbed run does. */
static void torture_with(struct fixture *fixture, enum pg_fate fate)
{
    struct torture torture = { .fired = true };
    for (int nth = 1; torture.fired; nth++) {
        struct act act = { .fixture = fixture, .on = "2026-06-15", .at = "2026-06-01" };
        torture_set(&torture, fixture->db, nth, fate);
        rc_t rc = try_act(&act);
        act.what = RETARGET;
        act.on = "2026-06-10";
        rc = rc == RC_OK ? try_act(&act) : rc;
        act.what = STOP;
        act.at = "2026-06-12";
        rc = rc == RC_OK ? try_act(&act) : rc;
        pg_set_probe(fixture->db, NULL, NULL);
        const char *half = db_text(
            &fixture->tdb,
            "select concat_ws(',', state, count(r.id), (select count(*) from deadline_step), "
            "(select count(*) from clock_event), (select count(*) from breach)) "
            "from deadline d left join ruling r on r.deadline_id = d.id group by d.id");
        if (*half && strcmp(half, "open,1,3,1,0") != 0 && strcmp(half, "open,2,6,2,0") != 0 &&
            strcmp(half, "late,2,6,3,1") != 0)
            fail_msg("call %d, fate %d: %s", nth, (int)fate, half);
        if (fate == PG_FAIL && torture.fired && rc == RC_OK)
            fail_msg("call %d failed and nobody noticed", nth);
        db_exec(&fixture->tdb, "set session_replication_role = replica;"
                               "delete from breach; delete from deadline_step; delete from ruling;"
                               "delete from clock_event; delete from deadline;"
                               "set session_replication_role = origin");
    }
}

static void test_torture(void **state)
{
    torture_with(*state, PG_FAIL);
    torture_with(*state, PG_FAIL_BUSY);
    torture_with(*state, PG_CUT);
    torture_with(*state, PG_CUT_AFTER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_open_plans_its_steps, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open_twice_leaves_the_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_retarget_supersedes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_day_by_another_calendar, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reasons_and_clock, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_retarget_to_the_same_day_is_nothing, set_up,
                                        tear_down),
        cmocka_unit_test(test_moves_from_open),
        cmocka_unit_test_setup_teardown(test_pause_and_resume, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_closed_is_judged_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reopen_keeps_dates_and_untaken_steps, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_void_one_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_closed_refuses_pause, set_up, tear_down),
        cmocka_unit_test(test_equal_to_the_limit),
        cmocka_unit_test_setup_teardown(test_torture, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
