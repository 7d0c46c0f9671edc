/* deadline.*, export.*, event.list and work.pending on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "report_fixture.h"

/* ---- deadlines ---- */

/* 30 deadlines, three due on each of ten days, in turn of every kind and state. */
static void arrange_deadlines(const struct temp_db *tdb)
{
    static const char *const KINDS[] = { "phase", "finding", "term", "deliverable", "sla" };
    static const char *const STATES[] = { "open", "paused", "breached", "met", "late", "void" };
    for (int i = 0; i < 30; i++) {
        char code[16];
        char due[16];
        const char *state = STATES[i % 6];
        bool closed = strcmp(state, "met") == 0 || strcmp(state, "late") == 0;
        snprintf(code, sizeof(code), "D-%02d", i);
        snprintf(due, sizeof(due), "2026-06-%02d", 30 - i / 3);
        const struct deadline_row_new row = { .code = code,
                                              .kind = KINDS[i % 5],
                                              .state = state,
                                              .serial = i % 40,
                                              .due = due,
                                              .closed =
                                                  closed ? "2026-07-02T00:30:00+08:00" : NULL };
        row_deadline(tdb, &row);
    }
}

static void test_deadlines_by_due_date(void **state)
{
    struct ground *ground = *state;
    arrange_deadlines(&ground->registry.tdb);
    json_t *cursor = json_null();
    char last[40] = "";
    size_t seen = 0;
    do {
        json_t *list =
            bench_ok(&ground->report, "deadline.list", "{s:i, s:o}", "limit", 4, "cursor", cursor);
        for (size_t i = 0; i < size_at(list, "items"); i++, seen++) {
            const char *due = text_at(json_array_get(at_path(list, "items"), i), "due_at");
            assert_true(strcmp(last, due) <= 0);
            snprintf(last, sizeof(last), "%s", due);
        }
        cursor = json_deep_copy(at_path(list, "next"));
        json_decref(list);
    } while (!json_is_null(cursor));
    assert_int_equal(seen, 30);
}

static const struct {
    const char *name, *args;
    size_t want;
} FILTERS[] = {
    { "of the contract", "{\"contract\":\"yifen-2026\"}", 30 },
    { "of no contract", "{\"contract\":\"none\"}", 0 },
    { "by state", "{\"state\":\"paused\"}", 5 },
    { "by kind", "{\"kind\":\"sla\"}", 6 },
    { "by both", "{\"kind\":\"sla\",\"state\":\"late\"}", 1 },
    { "until a day, which counts", "{\"until\":\"2026-06-22\"}", 6 },
    { "until the day before", "{\"until\":\"2026-06-20\"}", 0 },
};

static void test_deadline_filters(void **state)
{
    struct ground *ground = *state;
    arrange_deadlines(&ground->registry.tdb);
    for (size_t i = 0; i < COUNT_OF(FILTERS); i++) {
        json_t *list =
            bench_ok_json(&ground->report, "deadline.list", json_loads(FILTERS[i].args, 0, NULL));
        if (size_at(list, "items") != FILTERS[i].want)
            fail_msg("%s: %zu", FILTERS[i].name, size_at(list, "items"));
        json_decref(list);
    }
}

static void test_one_deadline(void **state)
{
    struct ground *ground = *state;
    struct problem problem;
    static const struct deadline_row_new ROWS[] = {
        { "A/1", "phase", "late", 4, NULL, "2026-05-31", "2026-06-02T00:30:00+08:00", NULL, 0 },
        { "A/2", "term", "open", 0, "customer", "2026-06-20", NULL, NULL, 0 },
        { "A/3", "term", "breached", 0, NULL, "2026-06-14", NULL, NULL, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        row_deadline(&ground->registry.tdb, &ROWS[i]);
    json_t *by_code = bench_ok(&ground->report, "deadline.get", "{s:s, s:s}", "contract",
                               "yifen-2026", "code", "A/1");
    json_t *by_id = bench_ok(&ground->report, "deadline.get", "{s:o}", "deadline",
                             json_deep_copy(at_path(by_code, "id")));
    assert_true(json_equal(by_code, by_id));
    assert_string_equal(text_at(by_id, "due"), "2026-05-31");
    assert_string_equal(text_at(by_id, "due_at"), "2026-05-31T23:59:59+08:00");
    assert_string_equal(text_at(by_id, "closed_at"), "2026-06-02T00:30:00+08:00");
    assert_int_equal(int_at(by_id, "days_over"), 2);
    assert_int_equal(int_at(by_id, "serial"), 4);
    assert_string_equal(text_at(by_id, "team"), "fgw");
    json_decref(by_code);
    json_decref(by_id);
    json_t *open = bench_ok(&ground->report, "deadline.get", "{s:s, s:s}", "contract", "yifen-2026",
                            "code", "A/2");
    json_t *breached = bench_ok(&ground->report, "deadline.get", "{s:s, s:s}", "contract",
                                "yifen-2026", "code", "A/3");
    assert_int_equal(int_at(open, "days_over"), 0);
    assert_int_equal(int_at(breached, "days_over"), 1);
    assert_true(json_is_null(at_path(open, "system")));
    json_decref(open);
    json_decref(breached);
    assert_int_equal(
        bench_refused(&ground->report, &problem, "deadline.get", "{s:i}", "deadline", 12345),
        RC_NOT_FOUND);
    assert_int_equal(bench_refused(&ground->report, &problem, "deadline.proof", "{s:s, s:s}",
                                   "contract", "yifen-2026", "code", "A/4"),
                     RC_NOT_FOUND);
}

static void test_proof(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    const struct deadline_row_new row = {
        .code = "P", .kind = "term", .state = "open", .due = "2026-06-20"
    };
    int64_t id = row_deadline(tdb, &row);
    json_t *bare = bench_ok(&ground->report, "deadline.proof", "{s:I}", "deadline", (json_int_t)id);
    assert_true(json_is_null(at_path(bare, "ruling")));
    assert_int_equal(size_at(bare, "superseded"), 0);
    json_decref(bare);
    row_ruling(tdb, id, 1, "2026-06-10", 0);
    row_ruling(tdb, id, 2, "2026-06-15", 0);
    row_ruling(tdb, id, 3, "2026-06-20", 1);
    char sql[256];
    snprintf(sql, sizeof(sql),
             "insert into clock_event (deadline_id, kind, occurred_at, data) values"
             " (%lld, 'retarget', '2026-06-02T00:00:00Z', '{\"by\": 5}'),"
             " (%lld, 'start', '2026-06-01T00:00:00Z', '{}')",
             (long long)id, (long long)id);
    db_exec(tdb, sql);
    json_t *proof = bench_ok(&ground->report, "deadline.proof", "{s:s, s:s}", "contract",
                             "yifen-2026", "code", "P");
    assert_int_equal(int_at(proof, "id"), id);
    assert_int_equal(int_at(proof, "ruling.version"), 3);
    assert_int_equal(int_at(proof, "ruling.proof.0.step"), 3);
    assert_string_equal(text_at(proof, "ruling.due"), "2026-06-20");
    assert_string_equal(text_at(proof, "ruling.pack"), "yifen-2026");
    assert_int_equal(int_at(proof, "ruling.pack_version"), 1);
    assert_string_equal(text_at(proof, "ruling.calendar"), "cn");
    assert_string_equal(text_at(proof, "ruling.calendar_version"), "2026");
    assert_string_equal(text_at(proof, "ruling.readings.roll"), "false");
    assert_null(json_object_get(at_path(proof, "ruling"), "current"));
    assert_int_equal(size_at(proof, "superseded"), 2);
    assert_int_equal(int_at(proof, "superseded.0.version"), 2);
    assert_int_equal(int_at(proof, "superseded.1.proof.0.step"), 1);
    assert_int_equal(size_at(proof, "clock"), 2);
    assert_string_equal(text_at(proof, "clock.0.kind"), "start");
    assert_string_equal(text_at(proof, "clock.0.occurred_at"), "2026-06-01T08:00:00+08:00");
    assert_int_equal(int_at(proof, "clock.1.data.by"), 5);
    json_decref(proof);
}

/* ---- exports ---- */

static void test_every_kind_of_export(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    static const char *const KINDS[] = { "progress",    "systems",   "deliverables",
                                         "procurement", "deadlines", "penalties" };
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        json_t *made = bench_ok(&ground->report, "export.request", "{s:s, s:s}", "kind", KINDS[i],
                                "contract", "yifen-2026");
        assert_string_equal(text_at(made, "kind"), KINDS[i]);
        assert_string_equal(text_at(made, "state"), "queued");
        assert_string_equal(text_at(made, "lang"), "zh");
        assert_string_equal(text_at(made, "requested_at"), PORTFOLIO_NOW);
        assert_int_equal(int_at(made, "done"), 0);
        assert_null(text_at(made, "file"));
        json_decref(made);
    }
    assert_int_equal(
        6, db_number(tdb, "select count(*) from job j join export x on j.key = 'export/' || x.id"
                          " and (j.payload ->> 'export_id')::bigint = x.id"
                          " where j.queue = 'export' and j.kind = 'export'"));
    assert_int_equal(6, db_number(tdb, "select count(*) from event where kind = 'export.requested'"
                                       " and contract = 'yifen-2026'"));
}

static void test_a_repeated_request_makes_one_export(void **state)
{
    struct ground *ground = *state;
    json_t *first = NULL;
    json_t *again = NULL;
    struct problem problem = { .rc = RC_OK };
    for (int i = 0; i < 2; i++)
        assert_int_equal(bench_ask(&ground->report, "", "same-key", "export.request",
                                   json_pack("{s:s, s:s, s:s}", "kind", "progress", "contract",
                                             "yifen-2026", "lang", "en"),
                                   i == 0 ? &first : &again, &problem),
                         RC_OK);
    assert_true(json_equal(first, again));
    assert_int_equal(1, db_number(&ground->registry.tdb, "select count(*) from export"));
    assert_int_equal(1, db_number(&ground->registry.tdb, "select count(*) from job"));
    json_decref(first);
    json_decref(again);
}

static void test_exports_newest_first(void **state)
{
    struct ground *ground = *state;
    struct problem problem;
    for (int i = 0; i < 5; i++)
        json_decref(bench_ok(&ground->report, "export.request", "{s:s, s:s}", "kind", "systems",
                             "contract", "yifen-2026"));
    json_t *cursor = json_null();
    int64_t last = INT64_MAX;
    size_t seen = 0;
    do {
        json_t *list = bench_ok(&ground->report, "export.list", "{s:s, s:i, s:o}", "contract",
                                "yifen-2026", "limit", 2, "cursor", cursor);
        for (size_t i = 0; i < size_at(list, "items"); i++, seen++) {
            int64_t id = int_at(json_array_get(at_path(list, "items"), i), "id");
            assert_true(id < last);
            last = id;
        }
        cursor = json_deep_copy(at_path(list, "next"));
        json_decref(list);
    } while (!json_is_null(cursor));
    assert_int_equal(seen, 5);
    json_t *one = bench_ok(&ground->report, "export.get", "{s:I}", "id", (json_int_t)last);
    assert_int_equal(int_at(one, "id"), last);
    json_decref(one);
    assert_int_equal(bench_refused(&ground->report, &problem, "export.get", "{s:i}", "id", 999),
                     RC_NOT_FOUND);
    assert_int_equal(bench_refused(&ground->report, &problem, "export.request", "{s:s, s:s}",
                                   "kind", "systems", "contract", "none"),
                     RC_NOT_FOUND);
    assert_int_equal(5, db_number(&ground->registry.tdb, "select count(*) from export"));
}

static void test_the_last_page_says_so(void **state)
{
    struct ground *ground = *state;
    json_t *contract = json_pack("{s:s}", "contract", "yifen-2026");
    arrange_deadlines(&ground->registry.tdb);
    for (int i = 0; i < 3; i++)
        json_decref(bench_ok(&ground->report, "export.request", "{s:s, s:s}", "kind", "systems",
                             "contract", "yifen-2026"));
    bench_check_pages(&ground->report, "deadline.list", contract, 30);
    bench_check_pages(&ground->report, "export.list", contract, 3);
    bench_check_pages(&ground->report, "progress.get", contract, 39);
    json_decref(contract);
}

/* ---- events ---- */

#define EVENT                                                                                      \
    "insert into event (kind, subject_kind, subject_id, contract) values ('test.e', 'x', %d, %s)"

/* Append an event in the session's transaction. */
static void append(const struct temp_db *session, int subject, const char *contract)
{
    char sql[256];
    snprintf(sql, sizeof(sql), EVENT, subject, contract);
    db_exec(session, sql);
}

/* Subjects of the test events after `after`, as "1,2"; *ret_next is where to go on. */
static const char *subjects(struct ground *ground, int64_t after, int64_t *ret_next)
{
    static char text[256];
    json_t *list = bench_ok(&ground->report, "event.list", "{s:I}", "after", (json_int_t)after);
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < size_at(list, "items"); i++) {
        const json_t *item = json_array_get(at_path(list, "items"), i);
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%lld", i ? "," : "",
                                (long long)int_at(item, "subject_id"));
    }
    *ret_next = int_at(list, "next");
    json_decref(list);
    return text;
}

static int64_t head(struct ground *ground)
{
    db_settle(&ground->registry.tdb);
    json_t *list = bench_ok(&ground->report, "event.list", "{s:i}", "limit", 1);
    int64_t seq = int_at(list, "head");
    json_decref(list);
    return seq;
}

static void test_events_in_pages(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    int64_t before = db_number(tdb, "select count(*) from event");
    for (int i = 1; i <= 7; i++)
        append(tdb, i, i % 2 ? "'yifen-2026'" : "null");
    int64_t after = 0;
    size_t seen = 0;
    db_settle(&ground->registry.tdb);
    for (size_t got = 1; got > 0;) {
        json_t *list = bench_ok(&ground->report, "event.list", "{s:I, s:i}", "after",
                                (json_int_t)after, "limit", 3);
        got = size_at(list, "items");
        seen += got;
        after = int_at(list, "next");
        json_decref(list);
    }
    assert_int_equal(seen, before + 7);
    assert_int_equal(after, head(ground));
    json_t *of = bench_ok(&ground->report, "event.list", "{s:s, s:i}", "contract", "yifen-2026",
                          "limit", 1000);
    size_t last = size_at(of, "items") - 1;
    assert_int_equal(last + 1,
                     db_number(tdb, "select count(*) from event where contract = 'yifen-2026'"));
    assert_int_equal(int_at(json_array_get(at_path(of, "items"), last), "subject_id"), 7);
    assert_string_equal(text_at(json_array_get(at_path(of, "items"), last), "kind"), "test.e");
    json_decref(of);
}

static void test_an_after_that_is_no_event(void **state)
{
    struct ground *ground = *state;
    struct problem problem;
    assert_int_equal(
        bench_refused(&ground->report, &problem, "event.list", "{s:i}", "after", 99999),
        RC_NOT_FOUND);
    assert_string_equal(problem.field, "after");
    db_exec(&ground->registry.tdb, "alter table event disable trigger all; delete from event");
    json_t *none = bench_ok(&ground->report, "event.list", "{}");
    assert_int_equal(size_at(none, "items"), 0);
    assert_int_equal(int_at(none, "next"), 0);
    assert_int_equal(int_at(none, "head"), 0);
    json_decref(none);
}

/* A lower seq is still open when a higher one has been committed: neither is shown before both can
 * be. */
static void test_a_lower_seq_that_commits_later(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *first = &ground->registry.tdb;
    struct temp_db second;
    int64_t next = head(ground);
    temp_db_join(&second, first);
    db_exec(first, "begin");
    append(first, 1, "null");
    append(&second, 2, "null"); /* commits at once */
    assert_string_equal(subjects(ground, next, &next), "");
    db_exec(first, "commit");
    db_settle(&ground->registry.tdb);
    assert_string_equal(subjects(ground, next, &next), "1,2");
    assert_string_equal(subjects(ground, next, &next), "");
    temp_db_part(&second);
}

/* The older transaction takes the higher seq and commits first: the younger one's lower seq is
 * still to come. */
static void test_an_older_transaction_with_a_higher_seq(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *older = &ground->registry.tdb;
    struct temp_db younger;
    int64_t next = head(ground);
    temp_db_join(&younger, older);
    db_exec(older, "begin; select pg_current_xact_id()");
    db_exec(&younger, "begin");
    append(&younger, 2, "null"); /* the lower seq */
    append(older, 1, "null");    /* the higher seq */
    db_exec(older, "commit");
    db_settle(&ground->registry.tdb); /* what is visible so far */
    assert_string_equal(subjects(ground, next, &next), "1");
    db_exec(&younger, "commit");
    db_settle(&ground->registry.tdb);
    assert_string_equal(subjects(ground, next, &next), "2");
    temp_db_part(&younger);
}

/* A long load in another database of the same server is none of our events' business. */
static void test_a_transaction_of_another_database(void **state)
{
    struct ground *ground = *state;
    struct temp_db other;
    int64_t next = head(ground);
    temp_db_open_empty(&other);
    db_exec(&other, "begin; select pg_current_xact_id()");
    append(&ground->registry.tdb, 1, "null");
    db_settle(&ground->registry.tdb);
    assert_string_equal(subjects(ground, next, &next), "1");
    db_exec(&other, "rollback");
    temp_db_close(&other);
}

static void test_what_was_rolled_back_never_was(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    int64_t next = head(ground);
    db_exec(tdb, "begin");
    append(tdb, 1, "null");
    db_exec(tdb, "rollback");
    append(tdb, 2, "null");
    db_settle(&ground->registry.tdb);
    assert_string_equal(subjects(ground, next, &next), "2");
}

/* ---- work ---- */

static int64_t pending(struct ground *ground, const char *part, const char *contract)
{
    char path[32];
    snprintf(path, sizeof(path), "parts.%s", part);
    json_t *work = bench_ok(&ground->report, "work.pending", "{s:s?}", "contract", contract);
    int64_t count = int_at(work, path);
    int64_t sum = 0;
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(work, "parts"), key, value) sum +=
        json_integer_value(value);
    assert_int_equal(int_at(work, "pending"), sum);
    json_decref(work);
    return count;
}

/* Each statement makes one more thing of a part due, or takes it away again. */
static const struct {
    const char *sql, *part;
    int64_t want;
} WORK[] = {
    { "select 1", "schedule", 1 }, /* the contract was just opened */
    { "select 1", "assess", 1 },
    { "update contract_work set scheduled = facts, assessed = facts", "schedule", 0 },
    { "update contract_work set schedule_at = '2026-06-15T01:00:01Z'", "schedule", 0 },
    { "update contract_work set schedule_at = '2026-06-15T01:00:00Z'", "schedule", 1 },
    { "update contract_work set facts = facts + 1, scheduled = facts + 1", "assess", 1 },
    { "insert into deadline_step (deadline_id, due_version, rule, at, audience)"
      " select id, 1, 'warn_1', '2026-06-15T01:00:00Z', 'none' from deadline",
      "steps", 1 },
    { "update deadline_step set at = '2026-06-15T01:00:01Z'", "steps", 0 },
    { "update deadline_step set at = '2026-06-15T00:00:00Z', state = 'cancelled'", "steps", 0 },
    { "insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel, "
      "due_version,"
      " plan_at, try_at) select c.id, 'deadline', 1, 'warn_1', p.id, 'app', 1, now(), "
      "'2026-06-15T01:00:00Z'"
      " from contract c, person p",
      "reminders", 1 },
    { "update reminder set state = 'sending'", "reminders", 1 },
    { "update reminder set try_at = '2026-06-15T01:00:01Z'", "reminders", 0 },
    { "update reminder set try_at = '2026-06-15T00:00:00Z', state = 'failed'", "reminders", 0 },
    { "insert into export (contract_id, kind) select id, 'progress' from contract", "exports", 1 },
    { "update export set state = 'running'", "exports", 1 },
    { "insert into job (queue, kind, payload, priority, ready, turn, max_attempts)"
      " select 'export', 'export', jsonb_build_object('export_id', id), 5, true, now(), 5 "
      "from "
      "export",
      "jobs", 1 },
    { "update job set ready = false, attempt = 1", "jobs", 1 }, /* waits for its next try */
    { "update job set ready = false, attempt = 0", "jobs", 0 }, /* planned for later */
    { "update export set state = 'failed'", "exports", 0 },
};

static void test_pending_work(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    const struct deadline_row_new row = {
        .code = "W", .kind = "term", .state = "open", .due = "2026-06-20"
    };
    row_deadline(tdb, &row);
    json_decref(bench_ok(&ground->registry, "person.add", "{s:s, s:s, s:s}", "contract",
                         "yifen-2026", "name", "甲", "role", "leader"));
    for (size_t i = 0; i < COUNT_OF(WORK); i++) {
        db_exec(tdb, WORK[i].sql);
        int64_t all = pending(ground, WORK[i].part, NULL);
        int64_t own = pending(ground, WORK[i].part, "yifen-2026");
        int64_t others = pending(ground, WORK[i].part, "none");
        if (all != WORK[i].want || own != WORK[i].want || others != 0)
            fail_msg("%s after %s: %lld, %lld, %lld", WORK[i].part, WORK[i].sql, (long long)all,
                     (long long)own, (long long)others);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_deadlines_by_due_date),
        ON_GROUND(test_deadline_filters),
        ON_GROUND(test_one_deadline),
        ON_GROUND(test_proof),
        ON_GROUND(test_every_kind_of_export),
        ON_GROUND(test_a_repeated_request_makes_one_export),
        ON_GROUND(test_exports_newest_first),
        ON_GROUND(test_the_last_page_says_so),
        ON_GROUND(test_events_in_pages),
        ON_GROUND(test_an_after_that_is_no_event),
        ON_GROUND(test_a_lower_seq_that_commits_later),
        ON_GROUND(test_an_older_transaction_with_a_higher_seq),
        ON_GROUND(test_a_transaction_of_another_database),
        ON_GROUND(test_what_was_rolled_back_never_was),
        ON_GROUND(test_pending_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
