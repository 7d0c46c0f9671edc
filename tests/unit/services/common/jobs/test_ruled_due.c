#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "civil.h"
#include "ledger.h"
#include "ruled_due.h"
#include "shipped.h"

static void test_a_day_ready_for_the_ledger(void **state)
{
    (void)state;
    struct shipped shipped;
    struct ruled_due ruled;
    shipped_open(&shipped);
    proof_t *proof = proof_new(LEDGER_ZONE);
    proof_clause(proof, "YF-086", "title");
    proof_reading(proof, "roll", "false");
    struct reckoned_day day = { test_day("2026-10-31"), true };
    ruled_due_make(&shipped.frame, day, proof, false, &ruled);
    assert_int_equal(ruled.due.edge.due_on, day.day);
    assert_true(ruled.due.edge.breach_at_us == test_instant("2026-11-01 00:00"));
    assert_true(ruled.due.provisional);
    assert_true(ruled.due.pack_id == 1 && ruled.due.calendar_id == 1);
    assert_int_equal(json_array_size(ruled.due.proof), 2);
    assert_int_equal(json_object_size(ruled.due.readings), 1);
    assert_string_equal(json_string_value(json_object_get(ruled.due.readings, "roll")), "false");
    assert_int_equal(ruled.due.ladder->count, 6); /* two warnings, the breach, three rungs */
    assert_string_equal(ruled.due.ladder->steps[1].audience, "engineer");
    ruled_due_fini(&ruled);
    ruled_due_fini(&ruled);
    ruled_due_make(&shipped.frame, day, NULL, true, &ruled);
    assert_string_equal(ruled.due.ladder->steps[1].audience, "customer");
    assert_int_equal(json_array_size(ruled.due.proof), 0);
    ruled_due_fini(&ruled);
    proof_destroy(&proof);
    shipped_close(&shipped);
}

/* Hours leave no day for a warning: the breach itself is told. */
static void test_an_instant_ready_for_the_ledger(void **state)
{
    (void)state;
    struct shipped shipped;
    struct ruled_due ruled;
    shipped_open(&shipped);
    proof_t *proof = proof_new(LEDGER_ZONE);
    proof_clause(proof, "YF-107", "title");
    struct ruled_instant limit = { .by = test_instant("2026-10-01 00:30"), .provisional = true };
    ruled_due_make_instant(&shipped.frame, limit, proof, &ruled);
    assert_true(ruled.due.edge.due_at_us == limit.by);
    assert_true(ruled.due.edge.breach_at_us > limit.by); /* equal to the limit is met */
    assert_int_equal(ruled.due.edge.due_on, test_day("2026-10-01"));
    assert_true(ruled.due.provisional);
    assert_int_equal(json_array_size(ruled.due.proof), 1);
    assert_string_equal(ruled.due.ladder->steps[0].rule, "breach");
    assert_string_equal(ruled.due.ladder->steps[0].audience, "manager");
    ruled_due_fini(&ruled);
    limit.strict = true;
    ruled_due_make_instant(&shipped.frame, limit, NULL, &ruled);
    assert_true(ruled.due.edge.breach_at_us == limit.by);
    assert_string_equal(ruled.due.ladder->steps[1].audience, "customer");
    ruled_due_fini(&ruled);
    limit.customer_owes = true; /* who is late is not told of itself once more */
    ruled_due_make_instant(&shipped.frame, limit, NULL, &ruled);
    assert_string_equal(ruled.due.ladder->steps[1].audience, "leader");
    ruled_due_fini(&ruled);
    proof_destroy(&proof);
    shipped_close(&shipped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_day_ready_for_the_ledger),
        cmocka_unit_test(test_an_instant_ready_for_the_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
