#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "schedule_documents.h"
#include "scheduler_fixture.h"
#include "shipped.h"

static void test_what_is_planned_ahead(void **state)
{
    (void)state;
    struct shipped shipped;
    shipped_open(&shipped);
    json_t *list = schedule_documents_planned(shipped.pack);
    size_t per_system = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        per_system += json_is_true(json_object_get(json_array_get(list, i), "per_system"));
    assert_int_equal(json_array_size(list),
                     9); /* 15 of the pack, 6 of them per case or on request */
    assert_int_equal(per_system, 3);
    const json_t *second = json_array_get(list, 1);
    assert_string_equal(json_string_value(json_object_get(second, "clause")), "YF-070");
    assert_int_equal(json_integer_value(json_object_get(second, "phase")), 2);
    json_decref(list);
    shipped_close(&shipped);
}

/* Reports of three systems under YF-086, with the days they came in; 0: not yet. */
static json_t *reports(int32_t a, int32_t b, int32_t c)
{
    const int32_t days[] = { a, b, c };
    json_t *list = json_array();
    for (int i = 0; i < 3; i++) {
        json_t *row = json_pack("{s:i, s:s, s:s, s:i, s:i}", "id", i + 1, "clause", "YF-071",
                                "title", "等级保护测评报告", "system", i + 1, "serial", i + 1);
        if (days[i])
            json_object_set_new(row, "done_at",
                                json_integer(civil_day_start(days[i] + 1, LEDGER_ZONE) - 1));
        json_array_append_new(list, row);
    }
    return list;
}

/* When YF-086 is concluded to be closed, 0 when it is not. */
static int64_t concluded(const struct shipped *shipped, json_t *documents,
                         struct contract_facts *facts)
{
    schedule_documents_conclude(&shipped->frame, documents, facts);
    const struct contract_fact *fact =
        contract_fact_find(facts, (struct term_scope){ "YF-086", 0 }, "submitted");
    int64_t at_us = fact ? fact->at_us : 0;
    contract_facts_fini(facts);
    json_decref(documents);
    return at_us;
}

static void test_the_last_document_closes_its_term(void **state)
{
    (void)state;
    struct shipped shipped;
    struct contract_facts facts = { NULL, 0 };
    int32_t first = test_day("2026-06-10"), last = test_day("2026-06-12");
    shipped_open(&shipped);
    assert_true(concluded(&shipped, reports(first, 0, last), &facts) == 0);
    assert_true(concluded(&shipped, json_array(), &facts) == 0);
    assert_true(concluded(&shipped, reports(last, first, first), &facts) ==
                civil_day_start(last + 1, LEDGER_ZONE) - 1);
    /* it closes its own term only */
    schedule_documents_conclude(&shipped.frame, NULL, &facts);
    assert_null(contract_fact_find(&facts, (struct term_scope){ "YF-092", 0 }, "submitted"));
    contract_facts_fini(&facts);
    shipped_close(&shipped);
}

static void test_a_recorded_fact_is_not_overruled(void **state)
{
    (void)state;
    struct shipped shipped;
    struct contract_facts facts = { NULL, 0 };
    int32_t day = test_day("2026-06-10");
    shipped_open(&shipped);
    contract_facts_add(
        &facts, &(struct contract_fact){ .name = "submitted", .clause = "YF-086", .at_us = 42 });
    assert_true(concluded(&shipped, reports(day, day, day), &facts) == 42);
    shipped_close(&shipped);
}

/* ---- with a database ---- */

static void submit(struct fixture *fixture, const char *where, const char *on)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "update deliverable set state = 'submitted', submitted_on = '%s' where %s", on, where);
    db_exec(&fixture->portfolio.tdb, sql);
    portfolio_bump(&fixture->portfolio);
}

static void test_the_documents(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    /* plan, summary, two progress reports, two of the training; three kinds for each system */
    assert_int_equal(number(fixture, "select count(*) from deliverable"),
                     6 + 3 * SCHEDULER_SYSTEMS);
    assert_text(
        fixture,
        "select string_agg(coalesce(y.serial::text, '-'), '' order by d.id) from deliverable d"
        " left join system y on y.id = d.system_id where d.clause in ('YF-069', 'YF-071')",
        "-123");
    assert_text(
        fixture,
        "select string_agg(distinct concat_ws('/', clause, form, phase), ' ') from deliverable"
        " where clause in ('YF-070', 'YF-071')",
        "YF-070/2 YF-071/书面");
    assert_int_equal(number(fixture, "select count(*) from deliverable d join deadline e on"
                                     " e.id = d.deadline_id and e.subject_id = d.id"
                                     " and e.subject_kind = 'deliverable'"
                                     " and e.system_id is not distinct from d.system_id"),
                     SCHEDULER_SYSTEMS + 2);
}

/* The one report that a term is about and the term are one matter. */
static void test_a_lone_document_shares_its_terms_deadline(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    assert_text(
        fixture,
        "select e.code || ' ' || e.kind from deliverable d join deadline e on e.id = d.deadline_id"
        " where d.clause = 'YF-084'",
        "YF-084 term");
}

static void test_a_term_of_many_documents_is_done_with_the_last(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    submit(fixture, "clause = 'YF-071' and system_id <> (select id from system where serial = 3)",
           "2026-06-10");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=open:10-31");
    submit(fixture, "clause = 'YF-071' and submitted_on is null", "2026-06-12");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=met:10-31");
    assert_text(fixture,
                "select closed_at at time zone 'Asia/Shanghai' from deadline where code = 'YF-086'",
                "2026-06-12 23:59:59.999999");
    /* objected to and handed in again: the first submission stands, as the delivery service has it
     */
    db_exec(&fixture->portfolio.tdb,
            "update deadline set state = 'met', closed_at = '2026-06-12 12:00+08' where code like "
            "'YF-071/%';"
            "update deliverable set state = 'objected' where clause = 'YF-071'");
    portfolio_bump(&fixture->portfolio);
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=met:10-31");
    submit(fixture, "clause = 'YF-071'", "2026-11-20");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=met:10-31");
    /* a fact that was recorded goes before what is concluded */
    portfolio_fact(&fixture->portfolio, "YF-086", 0, "submitted", "2026-11-02 10:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=late:10-31");
}

/* Submitted before its deadline was there: it is opened and stopped in one run. Afterwards the
 * delivery service decides when it is open and when not. */
static void test_a_document_handed_in_early(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->portfolio.tdb,
            "insert into deliverable (contract_id, clause, title, state, submitted_on)"
            " select id, 'YF-072', '等保测评服务年度总结报告', 'submitted', '2026-06-10' from "
            "contract");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-072/D'"), "YF-072/D=met:12-31");
    submit(fixture, "clause = 'YF-085'", "2026-06-11");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-085/D'"), "YF-085/D=open:12-31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_planned_ahead),
        cmocka_unit_test(test_the_last_document_closes_its_term),
        cmocka_unit_test(test_a_recorded_fact_is_not_overruled),
        TEST(test_the_documents),
        TEST(test_a_lone_document_shares_its_terms_deadline),
        TEST(test_a_term_of_many_documents_is_done_with_the_last),
        TEST(test_a_document_handed_in_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
