#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "penalty_compare.h"

static const char *const MEASURES[] = { "m1", "m2" };
static const struct penalty_row ROW_A = { .clause = "A", .measures = { MEASURES, 2 } };
static const struct penalty_row ROW_B = { .clause = "B" };
static const struct case_name CASES[] = { { 11, "c1" }, { 12, "c2" } };

/* What stands for case 11 by clause A, after its second revision. */
struct standing {
    int64_t assessed_fen, counted, threshold;
    const char *measures;
    int64_t settled_fen; /* decided by people */
    int64_t pending_fen; /* in penalty 5, undecided */
};

static json_t *current_of(const struct standing *standing)
{
    json_t *measures = json_loads(standing->measures, 0, NULL);
    return json_pack("[{s:i, s:i, s:s, s:s, s:i, s:I, s:I, s:I, s:o, s:I, s:I}]", "pending", 5,
                     "case", 11, "code", "c1", "clause", "A", "revision", 2, "assessed_fen",
                     (json_int_t)standing->assessed_fen, "counted", (json_int_t)standing->counted,
                     "threshold", (json_int_t)standing->threshold, "measures", measures,
                     "settled_fen", (json_int_t)standing->settled_fen, "pending_fen",
                     (json_int_t)standing->pending_fen);
}

static const struct {
    const char *name;
    struct standing standing;
    bool changes;
    int64_t deduct, delta;
} ROWS[] = {
    { "the same", { 100, 2, 3, "[\"m1\", \"m2\"]", 0, 100 }, false, 0, 0 },
    { "another amount", { 40, 2, 3, "[\"m1\", \"m2\"]", 0, 40 }, true, 100, 60 },
    { "a smaller amount", { 240, 2, 3, "[\"m1\", \"m2\"]", 0, 240 }, true, 100, -140 },
    { "another count", { 100, 1, 3, "[\"m1\", \"m2\"]", 0, 100 }, true, 100, 0 },
    { "another threshold", { 100, 2, 2, "[\"m1\", \"m2\"]", 0, 100 }, true, 100, 0 },
    { "other measures", { 100, 2, 3, "[\"m1\"]", 0, 100 }, true, 100, 0 },
    { "waived", { 100, 2, 3, "[\"m1\", \"m2\"]", 0, 0 }, false, 0, 0 },
    { "confirmed, then more", { 40, 2, 3, "[\"m1\", \"m2\"]", 40, 0 }, true, 60, 60 },
    { "confirmed, then less", { 240, 2, 3, "[\"m1\", \"m2\"]", 240, 0 }, true, -140, -140 },
    { "a difference that changes", { 90, 2, 3, "[\"m1\", \"m2\"]", 40, 50 }, true, 60, 10 },
    { "confirmed and counted anew", { 100, 1, 3, "[\"m1\", \"m2\"]", 100, 0 }, true, 0, 0 },
};

static void test_what_makes_a_revision(void **state)
{
    (void)state;
    struct penalty_assessment assessed = {
        .row = &ROW_A, .deduct_fen = 100, .count = 2, .threshold = 3
    };
    struct penalty_rulings rulings = { .rows = &assessed, .count = 1 };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct penalty_changes changes;
        json_t *current = current_of(&ROWS[i].standing);
        penalty_compare(&rulings, CASES, current, &changes);
        if ((changes.count == 1) != ROWS[i].changes ||
            (changes.count == 1 &&
             (changes.rows[0].supersedes != 5 || changes.rows[0].revision != 3 ||
              changes.rows[0].deduct_fen != ROWS[i].deduct || changes.rows[0].final ||
              changes.rows[0].delta_fen != ROWS[i].delta || changes.rows[0].case_id != 11)))
            fail_msg("%s", ROWS[i].name);
        penalty_changes_fini(&changes);
        json_decref(current);
    }
}

static void test_new_and_gone(void **state)
{
    (void)state;
    struct penalty_assessment assessed = { .case_index = 1, .row = &ROW_B, .deduct_fen = 7 };
    struct penalty_rulings rulings = { .rows = &assessed, .count = 1 };
    struct penalty_changes changes;
    json_t *current = current_of(&(struct standing){ 100, 2, 3, "[]", 0, 100 });
    penalty_compare(&rulings, CASES, current, &changes);
    assert_int_equal(changes.count, 2);
    assert_string_equal(changes.rows[0].case_code, "c2");
    assert_string_equal(changes.rows[0].clause, "B");
    assert_int_equal(changes.rows[0].supersedes, 0);
    assert_int_equal(changes.rows[0].revision, 1);
    assert_int_equal(changes.rows[0].delta_fen, 7);
    assert_null(changes.rows[1].assessment);
    assert_string_equal(changes.rows[1].case_code, "c1");
    assert_string_equal(changes.rows[1].clause, "A");
    assert_int_equal(changes.rows[1].supersedes, 5);
    assert_int_equal(changes.rows[1].revision, 3);
    assert_true(changes.rows[1].delta_fen == -100 && changes.rows[1].deduct_fen == 0);
    assert_true(changes.rows[1].final && !changes.rows[0].final);
    penalty_changes_fini(&changes);
    json_decref(current);
}

/* What a person confirmed only a person takes back: the worker proposes that. */
static void test_gone_after_confirmation(void **state)
{
    (void)state;
    struct penalty_rulings none = { .rows = NULL };
    struct penalty_changes changes;
    json_t *current = current_of(&(struct standing){ 130, 2, 3, "[]", 100, 30 });
    penalty_compare(&none, CASES, current, &changes);
    assert_int_equal(changes.count, 1);
    assert_true(changes.rows[0].deduct_fen == -100 && changes.rows[0].delta_fen == -130);
    assert_false(changes.rows[0].final);
    penalty_changes_fini(&changes);
    json_decref(current);
}

static void test_gone_is_said_once(void **state)
{
    (void)state;
    struct penalty_rulings none = { .rows = NULL };
    struct penalty_changes changes;
    json_t *current = current_of(&(struct standing){ 0, 0, 1, "[]", 0, 0 });
    penalty_compare(&none, CASES, current, &changes);
    assert_int_equal(changes.count, 0);
    penalty_changes_fini(&changes);
    penalty_changes_fini(&changes);
    json_decref(current);
}

static void test_as_stored(void **state)
{
    (void)state;
    struct penalty_assessment assessed = { .row = &ROW_A, .count = 0, .threshold = 0 };
    assert_int_equal(penalty_threshold(&assessed), 1);
    assert_int_equal(penalty_counted(&assessed), 0);
    assert_int_equal(penalty_threshold(NULL), 1);
    assert_int_equal(penalty_counted(NULL), 0);
    json_t *list = penalty_measures(&assessed);
    assert_int_equal(json_array_size(list), 2);
    json_decref(list);
    list = penalty_measures(NULL);
    assert_int_equal(json_array_size(list), 0);
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_makes_a_revision),
        cmocka_unit_test(test_new_and_gone),
        cmocka_unit_test(test_gone_after_confirmation),
        cmocka_unit_test(test_gone_is_said_once),
        cmocka_unit_test(test_as_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
