#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schedule_works.h"
#include "shipped.h"

/* The pack asks for one training a year; what it states without a number plans nothing. */
static void test_of_the_shipped_pack(void **state)
{
    (void)state;
    struct shipped shipped;
    struct schedule_works works;
    struct problem problem = { .rc = RC_OK };
    shipped_open(&shipped);
    assert_int_equal(schedule_works_make(&shipped.frame, &works, &problem), RC_OK);
    assert_int_equal(works.count, 1);
    const struct schedule_work *work = &works.rows[0];
    assert_string_equal(work->clause, "YF-073");
    assert_int_equal(work->period, SLOT_YEAR);
    assert_int_equal(work->times, 1);
    assert_int_equal(work->items, 0);
    assert_int_equal(work->catch_up, CATCH_UP_WINDOW);
    assert_int_equal(json_array_size(work->places), 1);
    assert_false(schedule_leans(work));
    schedule_works_fini(&works);
    assert_int_equal(works.count, 0);
    shipped_close(&shipped);
}

static void test_the_days_of_the_service(void **state)
{
    (void)state;
    struct shipped shipped;
    shipped_open(&shipped);
    struct recurrence_use use = schedule_use(&shipped.frame);
    assert_int_equal(use.range.from, shipped.frame.service_from);
    assert_int_equal(use.range.start, shipped.frame.service_from);
    assert_int_equal(use.range.to, shipped.frame.service_to);
    shipped_close(&shipped);
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < CATCH_UP__COUNT; i++)
        assert_int_equal(catch_up_from_word(catch_up_word((enum catch_up)i)), i);
    assert_int_equal(catch_up_from_word("never"), CATCH_UP_SKIP);
    assert_string_equal(schedule_work_word(WORK_DOCUMENT), "document");
    assert_string_equal(schedule_work_word(WORK_SERVICE), "service");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_the_shipped_pack),
        cmocka_unit_test(test_the_days_of_the_service),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
