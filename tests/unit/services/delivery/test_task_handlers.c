/* Recurring work on its way from planned to done. The rows are put there by SQL, as the scheduler
 * would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "delivery_routes.h"
#include "portfolio.h"
#include "registry_handlers.h"
#include "required.h"

static struct bench registry, delivery;

/* PORTFOLIO_NOW is 2026-06-15: task 1 is overdue, 2 of today, 3 of next week, 4 was missed, 5 taken
 * away. */
static const char ROWS[] =
    "insert into schedule (contract_id, calendar_id, clause, title, work, period, places, times,"
    " items, catch_up, window_days, next_from) select id, calendar_id, 'R-1', '巡检', 'checklist',"
    " 'daily', '[{\"unit\":\"\"}]', 1, 5, 'skip', 0, '2026-07-01' from contract;"
    "insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to, due_on, items,"
    " state) select s.id, s.contract_id, '', 1, v.day::date, v.day::date, v.day::date, 5, v.state"
    " from schedule s, (values (1, '2026-06-14', 'planned'), (2, '2026-06-15', 'planned'),"
    " (3, '2026-06-22', 'planned'), (4, '2026-06-10', 'missed'), (5, '2026-06-09', 'skipped'))"
    " v (n, day, state) order by v.n";

static int open_both(void **state)
{
    (void)state;
    delivery_open(&registry, &delivery, ROWS);
    return 0;
}

static int close_both(void **state)
{
    (void)state;
    delivery_close(&registry, &delivery);
    return 0;
}

static void test_what_is_theirs(void **state)
{
    (void)state;
    static const struct {
        const char *name, *key, *value, *ids;
    } CASES[] = {
        { "all, by due day", "contract", "yifen-2026", "5 4 1 2 3" },
        { "of today", "on", "2026-06-15", "2" },
        { "until today", "until", "2026-06-15", "5 4 1 2" },
        { "planned", "state", "planned", "1 2 3" },
        { "of a clause", "clause", "R-1", "5 4 1 2 3" },
        { "of another clause", "clause", "R-2", "" },
        { "of anybody", "person", "张工", "5 4 1 2 3" },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char ids[64] = "";
        json_t *list = bench_ok(&delivery, "task.list", "{s:s, s:s}", "contract", "yifen-2026",
                                CASES[i].key, CASES[i].value);
        const json_t *items = json_object_get(list, "items");
        for (size_t k = 0; k < json_array_size(items); k++)
            snprintf(ids + strlen(ids), sizeof(ids) - strlen(ids), "%s%d", k ? " " : "",
                     (int)int_at(json_array_get(items, k), "id"));
        if (strcmp(ids, CASES[i].ids) != 0)
            fail_msg("%s: %s", CASES[i].name, ids);
        json_decref(list);
    }
    json_t *args = json_pack("{s:s}", "contract", "yifen-2026");
    bench_check_pages(&delivery, "task.list", args, 5);
    json_decref(args);
}

static void test_done(void **state)
{
    (void)state;
    json_t *task = bench_ok(&delivery, "task.complete", "{s:i, s:s, s:s}", "task", 2, "on",
                            "2026-06-15", "by", "张工");
    assert_string_equal(text_at(task, "state"), "done");
    assert_string_equal(text_at(task, "done_by"), "张工");
    assert_int_equal(int_at(task, "items_done"), 5);
    assert_true(json_is_false(at_path(task, "late")));
    json_decref(task);
    task = bench_ok(&delivery, "task.complete", "{s:i, s:s, s:i}", "task", 1, "on", "2026-06-15",
                    "items_done", 4);
    assert_true(json_is_true(at_path(task, "late")));
    assert_int_equal(int_at(task, "items_done"), 4);
    json_decref(task);
    json_decref(bench_ok(&delivery, "task.complete", "{s:i, s:s}", "task", 4, "on", "2026-06-10"));
    assert_int_equal(3, db_number(&registry.tdb, "select count(*) from event where kind ="
                                                 " 'task.completed' and data ->> 'clause' ="
                                                 " 'R-1'"));
}

static void test_what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int task, items;
        const char *on, *field;
        rc_t rc;
    } CASES[] = {
        { "no such task", 99, 0, "2026-06-15", "task", RC_NOT_FOUND },
        { "of the future", 2, 0, "2026-06-16", "on", RC_REFUSED },
        { "before its slot", 2, 0, "2026-06-14", "on", RC_REFUSED },
        { "more than there is", 2, 6, "2026-06-15", "items_done", RC_REFUSED },
        { "taken away", 5, 0, "2026-06-15", "task", RC_CONFLICT },
    };
    struct problem problem;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        rc_t rc = bench_refused(&delivery, &problem, "task.complete", "{s:i, s:s, s:i}", "task",
                                CASES[i].task, "on", CASES[i].on, "items_done", CASES[i].items);
        if (rc != CASES[i].rc || strcmp(problem.field, CASES[i].field) != 0)
            fail_msg("%s: %s (%s)", CASES[i].name, problem.text, problem.field);
    }
    assert_int_equal(bench_refused(&delivery, &problem, "task.list", "{s:s, s:s}", "contract",
                                   "yifen-2026", "state", "gone"),
                     RC_INVALID);
    assert_int_equal(bench_refused(&delivery, &problem, "task.complete", "{s:i, s:s, s:i}", "task",
                                   2, "on", "2026-06-15", "version", 7),
                     RC_STALE);
}

static void test_given_to_somebody_else(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(bench_ok(&registry, "person.add", "{s:s, s:s, s:s}", "contract", "yifen-2026",
                         "name", "张工", "role", "engineer"));
    json_decref(bench_ok(&registry, "person.add", "{s:s, s:s, s:s}", "contract", "yifen-2026",
                         "name", "李工", "role", "engineer"));
    json_t *task = bench_ok(&delivery, "task.reassign", "{s:i, s:s}", "task", 2, "person", "张工");
    assert_string_equal(text_at(task, "person"), "张工");
    json_decref(task);
    json_t *list = bench_ok(&delivery, "task.list", "{s:s, s:s, s:s}", "contract", "yifen-2026",
                            "person", "李工", "on", "2026-06-15");
    assert_int_equal(size_at(list, "items"), 0);
    json_decref(list);
    task = bench_ok(&delivery, "task.reassign", "{s:i}", "task", 2);
    assert_null(text_at(task, "person"));
    json_decref(task);
    assert_int_equal(bench_refused(&delivery, &problem, "task.reassign", "{s:i, s:s}", "task", 2,
                                   "person", "王工"),
                     RC_NOT_FOUND);
    assert_string_equal(problem.field, "person");
    assert_int_equal(bench_refused(&delivery, &problem, "task.reassign", "{s:i, s:s}", "task", 4,
                                   "person", "张工"),
                     RC_CONFLICT);
}

/* A day's work ticked off as a whole: each task as by itself, and none when one cannot be. */
static void test_many(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int tasks[3];
        const char *on, *field;
        rc_t rc;
    } CASES[] = {
        { "one is taken away", { 1, 2, 5 }, "2026-06-15", "task", RC_CONFLICT },
        { "one is not there", { 1, 2, 99 }, "2026-06-15", "task", RC_NOT_FOUND },
        { "one has not begun", { 1, 2, 3 }, "2026-06-15", "on", RC_REFUSED },
        { "one twice", { 1, 2, 1 }, "2026-06-15", "task", RC_CONFLICT },
        { "not an id", { 1, 2, 0 }, "2026-06-15", "tasks", RC_INVALID },
        { "of the future", { 1, 2, 4 }, "2026-06-16", "on", RC_REFUSED },
    };
    struct problem problem;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        rc_t rc = bench_refused(&delivery, &problem, "task.complete_many", "{s:[i, i, i], s:s}",
                                "tasks", CASES[i].tasks[0], CASES[i].tasks[1], CASES[i].tasks[2],
                                "on", CASES[i].on);
        if (rc != CASES[i].rc || strcmp(problem.field, CASES[i].field) != 0)
            fail_msg("%s: %s (%s)", CASES[i].name, problem.text, problem.field);
        assert_int_equal(db_number(&registry.tdb, "select count(*) from task where state = 'done'"),
                         0);
    }
    json_t *reply = bench_ok(&delivery, "task.complete_many", "{s:[i, i, i], s:s, s:s}", "tasks", 2,
                             4, 1, "on", "2026-06-15", "by", "张工");
    assert_int_equal(int_at(reply, "done"), 3);
    json_decref(reply);
    assert_int_equal(db_number(&registry.tdb,
                               "select count(*) from task where state = 'done' and done_by = '张工'"
                               " and items_done = 5"),
                     3);
    assert_int_equal(
        db_number(&registry.tdb, "select count(*) from event where kind = 'task.completed'"), 3);
}

/* Its deadline, opened as the scheduler opens it, stops with it: by the day it was done on,
 * whenever that was told. */
static void give_deadline(int task)
{
    char sql[2048];
    snprintf(
        sql, sizeof(sql),
        "insert into deadline (contract_id, code, kind, clause, title, subject_kind,"
        " subject_id, started_at, due_on, due_at, breach_at) select contract_id, 'R-1/T' || id,"
        " 'task', 'R-1', 't', 'task', id, due_on, due_on, (due_on || ' 23:59:59+08')"
        "::timestamptz, (due_on + 1 || ' 00:00+08')::timestamptz from task where id = %d;"
        "insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, breach_at,"
        " provisional, proof) select d.id, 1, k.pack_id, k.calendar_id, d.due_on, d.due_at,"
        " d.breach_at, false, '[]' from deadline d join contract k on k.id = d.contract_id where"
        " d.ruling_id is null;"
        "update deadline d set ruling_id = r.id from ruling r where r.deadline_id = d.id;"
        "update task set alarm_at = null, deadline_id = (select id from deadline where"
        " subject_kind = 'task' and subject_id = %d) where id = %d",
        task, task, task);
    db_exec(&registry.tdb, sql);
}

static void test_its_deadline_stops(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int task;
        const char *on, *want;
    } CASES[] = {
        { "on the day", 2, "2026-06-15", "met" },
        { "told later, done on the day", 1, "2026-06-14", "met" },
        { "done a day later", 6, "2026-06-15", "late" },
    };
    db_exec(&registry.tdb, "insert into task (schedule_id, contract_id, unit, turn, slot_from,"
                           " slot_to, due_on, items, state) select id, contract_id, 'U', 1,"
                           " '2026-06-14', '2026-06-14', '2026-06-14', 5, 'planned' from schedule");
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        give_deadline(CASES[i].task);
        json_t *task = bench_ok(&delivery, "task.complete", "{s:i, s:s}", "task", CASES[i].task,
                                "on", CASES[i].on);
        if (strcmp(text_at(task, "deadline_state"), CASES[i].want) != 0)
            fail_msg("%s: %s", CASES[i].name, text_at(task, "deadline_state"));
        json_decref(task);
    }
}

/* Done is done: its ladder does not begin any more. */
static void test_its_alarm_is_off(void **state)
{
    (void)state;
    db_exec(&registry.tdb, "update task set alarm_at = '2026-06-16 00:00+08' where id = 2");
    json_decref(bench_ok(&delivery, "task.complete", "{s:i, s:s}", "task", 2, "on", "2026-06-15"));
    assert_int_equal(0, db_number(&registry.tdb, "select count(*) from task where alarm_at is not"
                                                 " null"));
}

/* What a review was done on is what the next one is reckoned from; other work leaves no fact. */
static void test_a_review_is_a_fact(void **state)
{
    (void)state;
    int64_t facts = db_number(&registry.tdb, "select facts from contract_work");
    json_decref(bench_ok(&delivery, "task.complete", "{s:i, s:s}", "task", 2, "on", "2026-06-15"));
    assert_int_equal(0, db_number(&registry.tdb, "select count(*) from fact"));
    db_exec(&registry.tdb, "update schedule set work = 'assessment', period = 'expiry';"
                           "update task set system_id = (select min(id) from system)");
    json_decref(bench_ok(&delivery, "task.complete", "{s:i, s:s}", "task", 1, "on", "2026-06-15"));
    assert_int_equal(1, db_number(&registry.tdb,
                                  "select count(*) from fact where name = 'assessed' and system_id"
                                  " = (select min(id) from system) and occurred_at ="
                                  " '2026-06-15 00:00+08'"));
    assert_int_equal(facts + 1, db_number(&registry.tdb, "select facts from contract_work"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_is_theirs),         TEST(test_done),
        TEST(test_what_is_refused),        TEST(test_many),
        TEST(test_given_to_somebody_else), TEST(test_its_deadline_stops),
        TEST(test_its_alarm_is_off),       TEST(test_a_review_is_a_fact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
