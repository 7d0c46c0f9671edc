#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ledger.h"
#include "schedule_facts.h"

/* paid: 1 for all, 2 for A, 3 for A of system 9, 4 for all and later; notice: twice, the later one
 * recorded first. */
static struct contract_fact FACTS[] = {
    { "paid", NULL, 0, 0, 100 }, { "paid", "A", 0, 0, 90 },    { "paid", "A", 9, 4, 80 },
    { "paid", NULL, 0, 0, 110 }, { "notice", NULL, 0, 0, 70 }, { "notice", NULL, 0, 0, 60 },
    { "ended", NULL, 9, 4, 50 },
};
static const struct contract_facts ALL = { FACTS, COUNT_OF(FACTS) };

static const struct {
    const char *name;
    struct term_scope scope;
    const char *fact;
    int64_t want; /* at_us; 0: none */
} FINDS[] = {
    { "said for the clause goes before a later one for all", { "A", 0 }, "paid", 90 },
    { "another clause takes the latest for all", { "B", 0 }, "paid", 110 },
    { "the system's own goes before the contract's", { "A", 9 }, "paid", 80 },
    { "another system takes the contract's", { "A", 8 }, "paid", 90 },
    { "the latest, whenever it was recorded", { "A", 0 }, "notice", 70 },
    { "a system's fact is not the contract's", { "A", 0 }, "ended", 0 },
    { "but the system's", { "A", 9 }, "ended", 50 },
    { "unknown", { "A", 0 }, "accepted", 0 },
};

static void test_find(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FINDS); i++) {
        const struct contract_fact *fact = contract_fact_find(&ALL, FINDS[i].scope, FINDS[i].fact);
        if ((fact ? fact->at_us : 0) != FINDS[i].want)
            fail_msg("%s", FINDS[i].name);
    }
}

/* Every order of recording finds the same facts. */
static void test_order_does_not_matter(void **state)
{
    (void)state;
    struct contract_fact turned[COUNT_OF(FACTS)];
    for (size_t shift = 0; shift < COUNT_OF(FACTS); shift++) {
        for (size_t i = 0; i < COUNT_OF(FACTS); i++)
            turned[i] = FACTS[(i * 3 + shift) % COUNT_OF(FACTS)];
        struct contract_facts facts = { turned, COUNT_OF(FACTS) };
        for (size_t i = 0; i < COUNT_OF(FINDS); i++) {
            const struct contract_fact *fact =
                contract_fact_find(&facts, FINDS[i].scope, FINDS[i].fact);
            assert_true((fact ? fact->at_us : 0) == FINDS[i].want);
        }
    }
}

static int32_t day_named(const struct day_fact *facts, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facts[i].name, name) == 0)
            return facts[i].day;
    }
    return NO_DAY;
}

static void test_facts_of_a_term(void **state)
{
    (void)state;
    struct contract_frame frame = { .signed_on = test_day("2026-03-16"),
                                    .service_to = test_day("2026-12-31"),
                                    .zone_minutes = LEDGER_ZONE };
    struct contract_fact rows[] = {
        { "paid", NULL, 0, 0, test_instant("2026-04-10 23:59:59") },
        { "notice", NULL, 0, 0, test_instant("2026-05-01 00:00") },
    };
    struct contract_facts facts = { rows, COUNT_OF(rows) };
    struct day_fact out[8];
    size_t count = contract_facts_of_term(&facts, &frame, (struct term_scope){ "A", 0 }, NULL, out);
    assert_int_equal(count, 4);
    assert_int_equal(day_named(out, count, "paid"), test_day("2026-04-10"));
    assert_int_equal(day_named(out, count, "notice"), test_day("2026-05-01"));
    assert_int_equal(day_named(out, count, "signed"), test_day("2026-03-16"));
    assert_int_equal(day_named(out, count, "service_end"), test_day("2026-12-31"));
    count = contract_facts_of_term(&facts, &frame, (struct term_scope){ "A", 0 }, "paid", out);
    assert_int_equal(day_named(out, count, "paid"), NO_DAY);
    rows[1].name = "signed"; /* a recorded fact goes before the contract's row */
    count = contract_facts_of_term(&facts, &frame, (struct term_scope){ "A", 0 }, NULL, out);
    assert_int_equal(day_named(out, count, "signed"), test_day("2026-05-01"));
    assert_int_equal(count, 3);
}

/* However many a contract has by now, the one that a term waits for is among those it is given. */
static void test_none_is_left_out(void **state)
{
    (void)state;
    enum { MANY = 2000 };
    static char names[MANY][8];
    static struct contract_fact rows[MANY];
    static struct day_fact out[MANY + OWN_FACTS];
    struct contract_frame frame = { .zone_minutes = LEDGER_ZONE };
    struct contract_facts facts = { rows, MANY };
    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof(names[i]), "f%d", i);
        rows[i] = (struct contract_fact){ .name = names[i],
                                          .at_us = civil_day_start(1 + i, LEDGER_ZONE) };
    }
    size_t count = contract_facts_of_term(&facts, &frame, (struct term_scope){ "A", 0 }, NULL, out);
    assert_int_equal(count, MANY + OWN_FACTS);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(day_named(out, count, names[i]), 1 + i);
}

static void test_read_and_add(void **state)
{
    (void)state;
    struct contract_facts facts;
    json_t *json =
        json_loads("[{\"name\": \"paid\", \"clause\": null, \"system\": null, \"serial\": null,"
                   " \"at\": 5}, {\"name\": \"ended\", \"clause\": \"A\", \"system\": 9,"
                   " \"serial\": 4, \"at\": 6}]",
                   0, NULL);
    contract_facts_read(json, &facts);
    assert_int_equal(facts.count, 2);
    assert_null(facts.rows[0].clause);
    assert_int_equal(facts.rows[0].system, 0);
    assert_string_equal(facts.rows[1].clause, "A");
    assert_int_equal(facts.rows[1].system, 9);
    assert_int_equal(facts.rows[1].serial, 4);
    contract_facts_add(&facts, &(struct contract_fact){ .name = "submitted", .at_us = 7 });
    assert_int_equal(facts.count, 3);
    assert_true(contract_fact_find(&facts, (struct term_scope){ "A", 0 }, "submitted")->at_us == 7);
    contract_facts_fini(&facts);
    contract_facts_fini(&facts);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_order_does_not_matter),
        cmocka_unit_test(test_facts_of_a_term),
        cmocka_unit_test(test_none_is_left_out),
        cmocka_unit_test(test_read_and_add),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
