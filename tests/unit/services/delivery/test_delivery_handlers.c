/* Documents of the real contract on their way from required to signed. The rows are put there by
 * SQL, as the scheduler would. */
#include <inttypes.h>
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

#define CONTRACT "yifen-2026"
#define DIGEST   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct bench registry, delivery;

static int open_both(void **state)
{
    (void)state;
    delivery_open(&registry, &delivery, NULL);
    return 0;
}

static int close_both(void **state)
{
    (void)state;
    delivery_close(&registry, &delivery);
    return 0;
}

static json_t *move(const char *op, const char *clause, int serial, const char *on, const char *by)
{
    return bench_ok(&delivery, op, "{s:s, s:s, s:i, s:s, s:s}", "contract", CONTRACT, "clause",
                    clause, "serial", serial, "on", on, "by", by);
}

static void test_to_the_signature(void **state)
{
    (void)state;
    require_document(&registry, "YF-070", "gap", 1, "2026-05-10");
    json_t *row = bench_ok(&delivery, "deliverable.submit", "{s:s, s:s, s:i, s:s, s:s, s:s}",
                           "contract", CONTRACT, "clause", "YF-070", "serial", 1, "on",
                           "2026-05-10", "by", "沈亦安", "sha256", DIGEST);
    assert_string_equal(text_at(row, "state"), "submitted");
    assert_string_equal(text_at(row, "deadline_state"), "met"); /* on the day is in time */
    assert_string_equal(text_at(row, "sha256"), DIGEST);
    json_decref(row);
    json_decref(move("deliverable.accept", "YF-070", 1, "2026-05-12", "陆清和"));
    row = move("deliverable.sign", "YF-070", 1, "2026-05-15", "陆清和");
    assert_string_equal(text_at(row, "state"), "signed");
    assert_string_equal(text_at(row, "signed_on"), "2026-05-15");
    assert_string_equal(text_at(row, "signed_by"), "陆清和");
    json_decref(row);
    assert_string_equal(db_text(&registry.tdb,
                                "select string_agg(kind, ' ' order by seq) from event "
                                "where subject_kind = 'deliverable'"),
                        "deliverable.submitted deliverable.accepted deliverable.signed");
}

/* Late stays late, and an objection does not make a timely one late. */
static void test_objection(void **state)
{
    (void)state;
    require_document(&registry, "YF-070", "gap", 2, "2026-05-10");
    require_document(&registry, "YF-070", "gap", 3, "2026-05-10");
    json_decref(move("deliverable.submit", "YF-070", 2, "2026-05-10", "沈亦安"));
    json_decref(move("deliverable.submit", "YF-070", 3, "2026-05-11", "沈亦安"));
    for (int serial = 2; serial <= 3; serial++) {
        json_t *row = move("deliverable.object", "YF-070", serial, "2026-05-20", "陆清和");
        assert_string_equal(text_at(row, "state"), "objected");
        json_decref(row);
        row = move("deliverable.submit", "YF-070", serial, "2026-06-01", "沈亦安");
        assert_string_equal(text_at(row, "deadline_state"), serial == 2 ? "met" : "late");
        assert_string_equal(text_at(row, "submitted_on"), "2026-06-01");
        assert_true(json_is_null(at_path(row, "sha256")));
        json_decref(row);
    }
}

/* It is nine in the morning of 15 June. */
static const struct {
    const char *name, *due_at, *on, *want;
} HOURS[] = {
    { "today, before the hour", "2026-06-15 09:30", "2026-06-15", "met" },
    { "today, at the hour", "2026-06-15 09:00", "2026-06-15", "met" },
    { "today, after the hour", "2026-06-15 08:30", "2026-06-15", "late" },
    { "the day before", "2026-06-15 08:30", "2026-06-14", "met" },
    { "that day, told on the next: nobody knows the hour", "2026-06-14 23:00", "2026-06-14",
      "late" },
};

/* Work of a day is done by the end of it, work of today by now: an hour is kept or not. */
static void test_due_at_an_hour(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HOURS); i++) {
        char sql[400], day[11];
        snprintf(day, sizeof(day), "%.10s", HOURS[i].due_at);
        int64_t id = require_document(&registry, "YF-070", HOURS[i].name, 6, day);
        snprintf(sql, sizeof(sql),
                 "update deadline set due_at = '%s+08', breach_at = timestamptz '%s+08' + interval "
                 "'1 second' where id = (select deadline_id from deliverable where id = %" PRId64
                 ")",
                 HOURS[i].due_at, HOURS[i].due_at, id);
        db_exec(&registry.tdb, sql);
        json_t *row = bench_ok(&delivery, "deliverable.submit", "{s:I, s:s}", "deliverable",
                               (json_int_t)id, "on", HOURS[i].on);
        if (strcmp(text_at(row, "deadline_state"), HOURS[i].want) != 0)
            fail_msg("%s: %s", HOURS[i].name, text_at(row, "deadline_state"));
        json_decref(row);
    }
}

static const struct {
    const char *name, *op, *args, *field;
    rc_t rc;
} REFUSED[] = {
    { "a day of the future", "submit", "'on':'2026-06-16'", "on", RC_REFUSED },
    { "before the contract", "submit", "'on':'2026-03-15'", "on", RC_REFUSED },
    { "accept before it is submitted", "accept", "'on':'2026-06-01'", "deliverable", RC_CONFLICT },
    { "object before it is submitted", "object", "'on':'2026-06-01'", "deliverable", RC_CONFLICT },
    { "sign before it is accepted", "sign", "'on':'2026-06-01'", "deliverable", RC_CONFLICT },
    { "another version", "submit", "'on':'2026-06-01','version':9", "version", RC_STALE },
};

static void test_refused(void **state)
{
    (void)state;
    require_document(&registry, "YF-070", "gap", 4, NULL);
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        char op[40], text[200];
        snprintf(op, sizeof(op), "deliverable.%s", REFUSED[i].op);
        snprintf(text, sizeof(text), "{'contract':'" CONTRACT "','clause':'YF-070','serial':4,%s}",
                 REFUSED[i].args);
        for (char *at = text; (at = strchr(at, '\'')) != NULL; at++)
            *at = '"';
        rc_t rc = bench_refused(&delivery, &problem, op, "o", json_loads(text, 0, NULL));
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
}

/* Who wrote it may neither accept nor sign it. */
static void test_another_person(void **state)
{
    (void)state;
    struct problem problem;
    require_document(&registry, "YF-070", "gap", 5, NULL);
    json_t *row = move("deliverable.submit", "YF-070", 5, "2026-05-10", "沈亦安");
    int64_t id = int_at(row, "id");
    json_decref(row);
    assert_int_equal(bench_refused(&delivery, &problem, "deliverable.accept", "{s:I, s:s, s:s}",
                                   "deliverable", (json_int_t)id, "on", "2026-05-11", "by",
                                   "沈亦安"),
                     RC_REFUSED);
    assert_string_equal(problem.field, "by");
    json_decref(move("deliverable.accept", "YF-070", 5, "2026-05-11", "陆清和"));
    assert_int_equal(bench_refused(&delivery, &problem, "deliverable.sign", "{s:I, s:s, s:s}",
                                   "deliverable", (json_int_t)id, "on", "2026-05-12", "by",
                                   "沈亦安"),
                     RC_REFUSED);
}

/* A clause alone may mean many rows. */
static void test_which_one(void **state)
{
    (void)state;
    struct problem problem;
    require_document(&registry, "YF-067", "certificate", 6, NULL);
    require_document(&registry, "YF-067", "certificate", 7, NULL);
    assert_int_equal(bench_refused(&delivery, &problem, "deliverable.submit", "{s:s, s:s, s:s}",
                                   "contract", CONTRACT, "clause", "YF-067", "on", "2026-05-11"),
                     RC_INVALID);
    assert_string_equal(problem.field, "serial");
    require_document(&registry, "YF-067", "other", 7, NULL);
    assert_int_equal(bench_refused(&delivery, &problem, "deliverable.submit",
                                   "{s:s, s:s, s:i, s:s}", "contract", CONTRACT, "clause", "YF-067",
                                   "serial", 7, "on", "2026-05-11"),
                     RC_INVALID);
    assert_string_equal(problem.field, "title");
    assert_int_equal(bench_refused(&delivery, &problem, "deliverable.submit", "{s:s, s:s, s:s}",
                                   "contract", CONTRACT, "clause", "YF-999", "on", "2026-05-11"),
                     RC_NOT_FOUND);
    json_t *page = bench_ok(&delivery, "deliverable.list", "{s:s, s:i, s:s, s:i}", "contract",
                            CONTRACT, "serial", 7, "state", "required", "limit", 1);
    assert_int_equal(size_at(page, "items"), 1);
    json_t *next =
        bench_ok(&delivery, "deliverable.list", "{s:s, s:i, s:s, s:i, s:s}", "contract", CONTRACT,
                 "serial", 7, "state", "required", "limit", 1, "cursor", text_at(page, "next"));
    assert_string_equal(text_at(next, "items.0.title"), "other");
    assert_true(json_is_null(at_path(next, "next")));
    json_decref(page);
    json_decref(next);
}

/* The next occurrence of the same, the first of another title or system; nothing of a clause that
 * asks for no document. */
static void test_one_more(void **state)
{
    static const struct {
        const char *clause, *title;
        int serial; /* 0: not said */
        rc_t rc;
        int occurrence;
        const char *field;
    } ADDS[] = {
        { "YF-090", "again", 9, RC_OK, 2, "" },
        { "YF-090", "again", 9, RC_OK, 3, "" },
        { "YF-090", "again", 0, RC_OK, 1, "" },
        { "YF-090", "more", 9, RC_OK, 1, "" },
        { "YF-9999", "again", 9, RC_NOT_FOUND, 0, "clause" },
        { "YF-090", "again", 99, RC_NOT_FOUND, 0, "serial" },
    };
    (void)state;
    require_document(&registry, "YF-090", "again", 9, "2026-05-10");
    for (size_t i = 0; i < COUNT_OF(ADDS); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *row = NULL;
        char key[16];
        json_t *args = json_pack("{s:s, s:s, s:s}", "contract", CONTRACT, "clause", ADDS[i].clause,
                                 "title", ADDS[i].title);
        if (ADDS[i].serial)
            json_object_set_new(args, "serial", json_integer(ADDS[i].serial));
        snprintf(key, sizeof(key), "add-%zu", i);
        rc_t rc = bench_ask(&delivery, "cli", key, "deliverable.add", args, &row, &problem);
        if (rc != ADDS[i].rc || strcmp(problem.field, ADDS[i].field) != 0)
            fail_msg("%s of %d: %s", ADDS[i].title, ADDS[i].serial, problem.text);
        if (rc != RC_OK)
            continue;
        assert_string_equal(text_at(row, "state"), "required");
        assert_int_equal(int_at(row, "occurrence"), ADDS[i].occurrence);
        assert_null(text_at(row, "due_on"));
        json_decref(row);
    }
    assert_int_equal(db_number(&registry.tdb, "select count(*) from event where kind = "
                                              "'deliverable.required' and data ->> 'clause' = "
                                              "'YF-090'"),
                     4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_to_the_signature), cmocka_unit_test(test_objection),
        cmocka_unit_test(test_refused),          cmocka_unit_test(test_another_person),
        cmocka_unit_test(test_which_one),        cmocka_unit_test(test_due_at_an_hour),
        cmocka_unit_test(test_one_more),
    };
    return cmocka_run_group_tests(tests, open_both, close_both);
}
