#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reminder_row.h"

static void test_every_field(void **state)
{
    (void)state;
    json_t *json = json_loads(
        "{\"id\": 7, \"attempts\": 2, \"abandoned\": true, \"live\": true, \"rule\": \"warn_3\","
        " \"plan_at\": 1781053200000000, \"person\": \"王工\", \"email\": \"w@x\", \"contract\": "
        "\"C\","
        " \"zone\": \"Asia/Shanghai\", \"system\": \"Y\", \"title\": \"T\", \"clause\": \"K\","
        " \"kind\": \"sla\", \"due_on\": 20619, \"due_at\": 1781539199999999, \"provisional\": "
        "true,"
        " \"proof\": [{\"why\": \"due\"}]}",
        0, NULL);
    struct reminder_row row = reminder_row_read(json, 99);
    assert_int_equal(row.id, 7);
    assert_int_equal(row.attempts, 2);
    assert_true(row.abandoned && row.live && row.notice.kind == NOTICE_INSTANT &&
                row.notice.provisional);
    assert_string_equal(row.email, "w@x");
    assert_string_equal(row.notice.rule, "warn_3");
    assert_string_equal(row.notice.person, "王工");
    assert_string_equal(row.notice.contract, "C");
    assert_string_equal(row.notice.system, "Y");
    assert_string_equal(row.notice.title, "T");
    assert_string_equal(row.notice.clause, "K");
    assert_int_equal(row.notice.due_on, 20619);
    assert_true(row.notice.due_at == 1781539199999999 && row.notice.plan_at == 1781053200000000);
    assert_int_equal(row.notice.zone_minutes, 480);
    assert_int_equal(json_array_size(row.notice.proof), 1);
    assert_true(row.notice.now_us == 99);
    json_decref(json);
}

/* Nothing is due: however old the case, a notice of it is not overdue. */
static void test_a_penalty(void **state)
{
    (void)state;
    json_t *json =
        json_loads("{\"id\": 9, \"kind\": \"penalty\", \"due_on\": 20619, \"due_at\": null,"
                   " \"deduct_fen\": 1234560, \"measures\": [\"M\"]}",
                   0, NULL);
    struct reminder_row row = reminder_row_read(json, 1781053200000000);
    assert_int_equal(row.notice.kind, NOTICE_PENALTY);
    assert_true(row.notice.due_at == INT64_MAX);
    assert_int_equal(row.notice.due_on, 20619);
    assert_int_equal(row.notice.deduct_fen, 1234560);
    assert_int_equal(json_array_size(row.notice.measures), 1);
    json_decref(json);
}

/* A reminder of something that is gone has nulls where the deadline's fields would be: it is not
 * live, and nothing of it is looked at, but reading it is safe. */
static void test_nulls(void **state)
{
    (void)state;
    json_t *json = json_loads("{\"id\": 8, \"live\": false, \"title\": null, \"system\": null,"
                              " \"email\": null, \"proof\": null, \"kind\": null}",
                              0, NULL);
    struct reminder_row row = reminder_row_read(json, 0);
    assert_int_equal(row.id, 8);
    assert_false(row.live || row.abandoned || row.notice.kind != NOTICE_DAY);
    assert_null(row.email);
    assert_null(row.notice.system);
    assert_string_equal(row.notice.title, "");
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_a_penalty),
        cmocka_unit_test(test_nulls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
