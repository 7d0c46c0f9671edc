/* The table of questions: every rule is there, every field is one of its answers' dates, counts or
 * sums. What they ask and find stands in test_pack_moves.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "pack_probes.h"

static void test_table(void **state)
{
    size_t count = 0;
    (void)state;
    for (const struct probe *p = PROBES; p->rule; p++, count++) {
        if (!kinds_rule(p->rule))
            fail_msg("there is no rule %s", p->rule);
        assert_non_null(p->question);
        assert_non_null(p->fields[0]);
        assert_true((p->row_size == 0) == (p->list == 0));
    }
    assert_true(count >= 15);
}

/* A question of the whole contract has one variant, and none where the pack says nothing. */
static void test_variants(void **state)
{
    static const pack_t EMPTY = { .name = "t" };
    static const struct pack_moves_ask ASK = { .before = &EMPTY, .after = &EMPTY };
    (void)state;
    for (const struct probe *p = PROBES; p->rule; p++) {
        struct probe_side side = { .pack = &EMPTY, .ask = &ASK, .day = 20458 };
        if (p->row_size > 0)
            continue;
        json_t *first = p->question(p, &side, NULL, 0);
        assert_true((first != NULL) == (strcmp(p->rule, "pack.query") == 0));
        assert_null(p->question(p, &side, NULL, 1));
        json_decref(first);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_variants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
