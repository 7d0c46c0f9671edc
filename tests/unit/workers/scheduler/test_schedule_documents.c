#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ledger.h"
#include "schedule_documents.h"
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
            json_object_set_new(row, "done_on", json_integer(days[i]));
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
    schedule_documents_conclude(&shipped.frame, json_array(), &facts);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_planned_ahead),
        cmocka_unit_test(test_the_last_document_closes_its_term),
        cmocka_unit_test(test_a_recorded_fact_is_not_overruled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
