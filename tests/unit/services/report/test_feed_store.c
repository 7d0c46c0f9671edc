/* Which rows a feed shows, and how they come; test_report_store fails each statement once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "feed_store.h"
#include "secret_token.h"
#include "report_fixture.h"

enum { SEEN_MAX = 60, NAME_TEXT = 120, SQL_MAX = 1000 };

/* Copies of what a walk gave; texts are those of the row and gone with it. */
struct seen {
    size_t count;
    int64_t total;
    struct feed_event rows[SEEN_MAX];
    char titles[SEEN_MAX][NAME_TEXT];
    char states[SEEN_MAX][NAME_TEXT];
};

/* A feed_event_fn. */
static rc_t see(void *arg, const struct feed_event *event, struct problem *problem)
{
    struct seen *seen = arg;
    (void)problem;
    assert_true(seen->count < SEEN_MAX);
    snprintf(seen->titles[seen->count], NAME_TEXT, "%s%s%s", event->system ? event->system : "",
             event->system ? "/" : "", event->title);
    snprintf(seen->states[seen->count], NAME_TEXT, "%s", event->state);
    seen->rows[seen->count++] = *event;
    return RC_OK;
}

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    assert_true(civil_parse_date(text, &day));
    return day;
}

/* A statement in a transaction of the report's own role. */
struct ask {
    const struct feed *feed;
    struct feed_window window;
    struct seen seen;
};

static rc_t ask_events(pg_t *db, void *arg, struct problem *problem)
{
    struct ask *ask = arg;
    ask->seen.count = 0;
    return feed_store_events(db, ask->feed, &ask->window, see, &ask->seen, &ask->seen.total,
                             problem);
}

static void events_of(struct ground *ground, const struct feed *feed, int64_t most, struct ask *ask)
{
    struct problem problem = { .rc = RC_OK };
    *ask = (struct ask){ .feed = feed,
                         .window = { day_of("2026-05-01"), day_of("2026-07-31"), most } };
    if (pg_tx(ground->report.db, PG_READ, ask_events, ask, &problem) != RC_OK)
        fail_msg("%s", problem.text);
}

static int64_t number(struct ground *ground, const char *sql)
{
    return db_number(&ground->registry.tdb, sql);
}

/* The contract's own feed, which tests narrow. */
static struct feed feed_of(struct ground *ground)
{
    return (struct feed){ .contract_id = number(ground, "select id from contract"),
                          .today = day_of("2026-06-15") };
}

static void arrange_deadline(struct ground *ground, const char *code, int serial, const char *due)
{
    const struct deadline_row_new row = {
        .code = code, .kind = "term", .state = "open", .serial = serial, .due = due
    };
    int64_t id = row_deadline(&ground->registry.tdb, &row);
    row_ruling(&ground->registry.tdb, id, 1, due, 1);
}

/* Names of what was seen, "A,B,C". */
static const char *titles_of(const struct seen *seen)
{
    static char text[SEEN_MAX * NAME_TEXT];
    size_t len = 0;
    *text = '\0';
    for (size_t i = 0; i < seen->count; i++) {
        const char *slash = strchr(seen->titles[i], '/');
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s", len ? "," : "",
                                slash ? slash + 1 : seen->titles[i]);
    }
    return text;
}

/* A team's feed has its systems and nothing else; matters of no system belong to the contract. */
static void test_scopes(void **state)
{
    struct ground *ground = *state;
    struct feed feed = feed_of(ground);
    struct ask ask;
    arrange_deadline(ground, "NONE", 0, "2026-06-01");
    arrange_deadline(ground, "FIRST", 1, "2026-06-02");
    arrange_deadline(ground, "SIXTH", 6, "2026-06-03");
    events_of(ground, &feed, 100, &ask);
    assert_string_equal(titles_of(&ask.seen), "NONE,FIRST,SIXTH");
    assert_int_equal(ask.seen.total, 3);
    feed.team_id = number(ground, "select team_id from system where serial = 6");
    events_of(ground, &feed, 100, &ask);
    assert_string_equal(titles_of(&ask.seen), "SIXTH");
    feed.contract_id++;
    feed.team_id = 0;
    events_of(ground, &feed, 100, &ask);
    assert_int_equal(ask.seen.count, 0);
}

/* Both ends of the days count; rows come in order of time. */
static void test_days(void **state)
{
    struct ground *ground = *state;
    struct feed feed = feed_of(ground);
    struct ask ask;
    arrange_deadline(ground, "AFTER", 1, "2026-08-01");
    arrange_deadline(ground, "LAST", 1, "2026-07-31");
    arrange_deadline(ground, "FIRST", 1, "2026-05-01");
    arrange_deadline(ground, "BEFORE", 1, "2026-04-30");
    events_of(ground, &feed, 100, &ask);
    assert_string_equal(titles_of(&ask.seen), "FIRST,LAST");
}

/* Of too many those nearest to today are shown, before and after alike, and all are counted. */
static void test_nearest(void **state)
{
    struct ground *ground = *state;
    struct feed feed = feed_of(ground);
    struct ask ask;
    for (int day = 1; day <= 30; day++) {
        char code[16], due[16];
        snprintf(code, sizeof(code), "D%02d", day);
        snprintf(due, sizeof(due), "2026-06-%02d", day);
        arrange_deadline(ground, code, 1, due);
    }
    events_of(ground, &feed, 5, &ask);
    assert_string_equal(titles_of(&ask.seen), "D13,D14,D15,D16,D17");
    assert_int_equal(ask.seen.total, 30);
}

/* The course of a phase: forecast, then as it was; in a cancelled cycle there is none. */
static void test_phases(void **state)
{
    static const struct phase_row ROWS[] = {
        { 1, 1, "done", "2026-05-01..2026-05-10", "2026-05-02..2026-05-12", "2026-05-03",
          "2026-05-13", "2026-05-14" },
        { 2, 1, "active", "2026-05-11..2026-05-20", "2026-05-15..2026-05-18", "2026-05-19", NULL,
          NULL }, /* begun after its forecast's end */
        { 3, 2, "planned", "2026-06-01..2026-06-10", "2026-06-02..2026-06-12", NULL, NULL, NULL },
    };
    static const struct {
        const char *title, *from, *to, *state;
    } WANT[] = {
        { "phase 1", "2026-05-03", "2026-05-14", "done" },
        { "phase 2", "2026-05-19", "2026-05-19", "active" },
        { "phase 3 #2", "2026-06-02", "2026-06-12", "planned" },
    };
    struct ground *ground = *state;
    struct feed feed = feed_of(ground);
    struct ask ask;
    int64_t cycle = row_cycle(&ground->registry.tdb, 1, "2026-05-01");
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        row_phase(&ground->registry.tdb, cycle, &ROWS[i]);
    for (int cancelled = 0; cancelled <= 1; cancelled++) {
        events_of(ground, &feed, 100, &ask);
        assert_int_equal(ask.seen.count, COUNT_OF(WANT));
        for (size_t i = 0; i < COUNT_OF(WANT); i++) {
            assert_string_equal(strchr(ask.seen.titles[i], '/') + 1, WANT[i].title);
            assert_int_equal(ask.seen.rows[i].from, day_of(WANT[i].from));
            assert_int_equal(ask.seen.rows[i].to, day_of(WANT[i].to));
            assert_int_equal(ask.seen.rows[i].kind, FEED_PHASE);
            assert_string_equal(ask.seen.states[i], cancelled ? "skipped" : WANT[i].state);
        }
        db_exec(&ground->registry.tdb, "update cycle set state = 'cancelled'");
    }
}

/* Tasks: those that were given to the person, of any team; nobody else sees them. */
static void test_tasks(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    struct feed feed = feed_of(ground);
    struct ask ask;
    db_exec(tdb, "insert into person (contract_id, name, role) select id, v.name, 'engineer' from "
                 "contract, (values ('甲'), ('乙')) as v (name)");
    db_exec(tdb,
            "insert into schedule (contract_id, calendar_id, clause, title, work, period, places, "
            "times, items, catch_up, window_days, next_from) select id, calendar_id, 'X-9', "
            "'巡检', 'checklist', 'weekly', '[]', 1, 0, 'skip', 0, '2026-06-01' from contract");
    db_exec(tdb,
            "insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to, due_on, "
            "items, state, person_id) select s.id, s.contract_id, 'U0' || v.turn, v.turn, "
            "'2026-06-08', '2026-06-14', '2026-06-14', 0, 'planned', p.id from schedule s, "
            "(values (1, '甲'), (2, '乙'), (3, null)) as v (turn, name) left join person p on "
            "p.name = v.name");
    events_of(ground, &feed, 100, &ask);
    assert_int_equal(ask.seen.count, 0);
    feed.person_id = number(ground, "select id from person where name = '甲'");
    feed.team_id = number(ground, "select min(id) from team");
    events_of(ground, &feed, 100, &ask);
    assert_int_equal(ask.seen.count, 1);
    assert_string_equal(ask.seen.titles[0], "U01/巡检");
    assert_int_equal(ask.seen.rows[0].kind, FEED_TASK);
    assert_int_equal(ask.seen.rows[0].from, day_of("2026-06-08"));
    assert_int_equal(ask.seen.rows[0].to, day_of("2026-06-14"));
}

/* The last word on a deadline, whoever had it: its ruling, its clock, its breach. */
static void test_last_change(void **state)
{
    static const struct {
        const char *name, *sql;
        int64_t want; /* seconds after 2026-06-15 */
    } STEPS[] = {
        { "the ruling", "select 1", 9 * 3600 },
        { "a clock event",
          "insert into clock_event (deadline_id, kind, occurred_at, recorded_at) select id, "
          "'pause', '2026-06-01', '2026-06-15T10:00:00+08:00' from deadline",
          10 * 3600 },
        { "a breach",
          "insert into breach (deadline_id, due_version, ruling_id, due_at, found_at) select "
          "id, 1, ruling_id, due_at, '2026-06-15T11:00:00+08:00' from deadline",
          11 * 3600 },
        { "an older clock event",
          "insert into clock_event (deadline_id, kind, occurred_at, recorded_at) select id, "
          "'resume', '2026-06-20', '2026-06-15T10:30:00+08:00' from deadline",
          11 * 3600 },
    };
    struct ground *ground = *state;
    struct feed feed = feed_of(ground);
    struct ask ask;
    arrange_deadline(ground, "D", 1, "2026-06-20");
    db_exec(&ground->registry.tdb,
            "alter table ruling disable trigger all; update ruling set made_at = "
            "'2026-06-15T09:00:00+08:00'; alter table ruling enable trigger all");
    int64_t midnight = civil_day_start(day_of("2026-06-15"), 480);
    for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
        char sql[SQL_MAX];
        snprintf(sql, sizeof(sql), "%s", STEPS[i].sql);
        db_exec(&ground->registry.tdb, sql);
        events_of(ground, &feed, 100, &ask);
        if (ask.seen.rows[0].changed_at != midnight + STEPS[i].want * US_PER_SECOND)
            fail_msg("%s", STEPS[i].name);
    }
}

/* A row that nothing was ever told of has a time stamp all the same. */
static void test_never_told(void **state)
{
    struct ground *ground = *state;
    struct feed feed = feed_of(ground);
    struct ask ask;
    const struct deadline_row_new row = {
        .code = "D", .kind = "sla", .state = "void", .due = "2026-06-20T12:34:56+08:00"
    };
    row_deadline(&ground->registry.tdb, &row);
    events_of(ground, &feed, 100, &ask);
    assert_int_equal(ask.seen.rows[0].changed_at, 0);
    assert_true(ask.seen.rows[0].at != INT64_MIN); /* a limit of hours */
    assert_string_equal(ask.seen.states[0], "void");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_scopes),     ON_GROUND(test_days),  ON_GROUND(test_nearest),
        ON_GROUND(test_phases),     ON_GROUND(test_tasks), ON_GROUND(test_last_change),
        ON_GROUND(test_never_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
