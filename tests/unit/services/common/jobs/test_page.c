#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "jsonx.h"
#include "page.h"

#define FIRST INT64_MIN

static const struct {
    const char *args;
    int keys;
    const char *field; /* refused, naming this field; NULL: read */
    struct page want;
} CASES[] = {
    { "{}", 1, NULL, { { FIRST, FIRST }, DEFAULT_LIST_LIMIT } },
    { "{\"cursor\":null,\"limit\":null}", 2, NULL, { { FIRST, FIRST }, DEFAULT_LIST_LIMIT } },
    { "{\"cursor\":\"7\"}", 1, NULL, { { 7, FIRST }, DEFAULT_LIST_LIMIT } },
    { "{\"cursor\":\"7.-9\",\"limit\":1}", 2, NULL, { { 7, -9 }, 1 } },
    { "{\"limit\":1000}", 1, NULL, { { FIRST, FIRST }, MAX_LIST_LIMIT } },
    { "{\"limit\":0}", 1, "limit", { { 0 }, 0 } },
    { "{\"limit\":1001}", 1, "limit", { { 0 }, 0 } },
    { "{\"limit\":\"5\"}", 1, "limit", { { 0 }, 0 } },
    { "{\"cursor\":7}", 1, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"\"}", 1, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"x\"}", 1, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"7\"}", 2, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"7.8\"}", 1, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"7.8.9\"}", 2, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"7.\"}", 2, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\".7\"}", 2, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"9223372036854775808\"}", 1, "cursor", { { 0 }, 0 } },
    { "{\"cursor\":\"-9223372036854775807.-9223372036854775807\"}",
      2,
      NULL,
      { { -INT64_MAX, -INT64_MAX }, DEFAULT_LIST_LIMIT } },
    { "{\"cursor\":\"111111111111111111111111111111111111111111\"}", 1, "cursor", { { 0 }, 0 } },
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct problem problem = { 0 };
        struct page page = { { 1, 2 }, 3 };
        json_t *args = json_loads(CASES[i].args, 0, NULL);
        assert_non_null(args);
        rc_t rc = page_read(args, CASES[i].keys, FIRST, &page, &problem);
        json_decref(args);
        const struct page same = { { 1, 2 }, 3 };
        const struct page *want = CASES[i].field ? &same : &CASES[i].want;
        if (rc != (CASES[i].field ? RC_INVALID : RC_OK) || page.limit != want->limit ||
            page.key[0] != want->key[0] || page.key[1] != want->key[1])
            fail_msg("%s: %s %s", CASES[i].args, rc_word(rc), problem.text);
        if (CASES[i].field)
            assert_string_equal(problem.field, CASES[i].field);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
