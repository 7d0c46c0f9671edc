/* Arguments of the operations on schedules and reviews: what is refused, and which field is named.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "schedule_wire.h"
#include "wire_check.h"

enum { TODAY = 20619 /* 2026-06-15 */ };

static const struct {
    const char *args, *field; /* `field` NULL: taken */
} POLICIES[] = {
    { "{'schedule':1,'catch_up':'skip'}", NULL },
    { "{'schedule':1,'catch_up':'once'}", NULL },
    { "{'schedule':1,'catch_up':'window','window_days':0}", NULL },
    { "{'schedule':1,'catch_up':'window','window_days':3660}", NULL },
    { "{'schedule':1,'catch_up':'window','window_days':3661}", "window_days" },
    { "{'schedule':1,'catch_up':'window'}", "window_days" },
    { "{'schedule':1,'catch_up':'once','window_days':7}", "window_days" },
    { "{'schedule':1,'catch_up':'never'}", "catch_up" },
    { "{'schedule':1}", "catch_up" },
    { "{'catch_up':'skip'}", "schedule" },
    { "{'schedule':0,'catch_up':'skip'}", "schedule" },
    { "{'schedule':1,'catch_up':'skip','x':1}", "x" },
};

static void test_policies(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(POLICIES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct schedule_policy_args ret;
        json_t *args = wire_args(POLICIES[i].args);
        struct call call = { .args = args, .today = TODAY, .problem = &problem };
        rc_t rc = schedule_policy_decode(&call, &ret);
        if (rc != (POLICIES[i].field ? RC_INVALID : RC_OK) ||
            strcmp(problem.field, POLICIES[i].field ? POLICIES[i].field : "") != 0)
            fail_msg("%s: %s, field \"%s\"", POLICIES[i].args, rc_word(rc), problem.field);
        if (rc == RC_OK)
            assert_true(ret.window_days >= 0);
        json_decref(args);
    }
}

static const struct {
    const char *args, *field;
    rc_t rc;
} REVIEWS[] = {
    { "{'contract':'c','what':'filed','on':'2026-06-15','serial':3}", "", RC_OK },
    { "{'contract':'c','what':'assessed','on':'2026-06-15','serial':3}", "", RC_OK },
    { "{'contract':'c','what':'expires','on':'2030-06-15','clause':'X-1'}", "", RC_OK },
    { "{'contract':'c','what':'expires','on':'2020-06-15','clause':'X-1','unit':'张工/证'}", "",
      RC_OK },
    { "{'contract':'c','what':'filed','on':'2026-06-16','serial':3}", "on", RC_REFUSED },
    { "{'contract':'c','what':'assessed','on':'2026-06-16','serial':3}", "on", RC_REFUSED },
    { "{'contract':'c','what':'filed','on':'2026-06-15'}", "serial", RC_INVALID },
    { "{'contract':'c','what':'expires','on':'2026-06-15','serial':3,'clause':'X-1'}", "serial",
      RC_INVALID },
    { "{'contract':'c','what':'expires','on':'2026-06-15'}", "clause", RC_INVALID },
    { "{'contract':'c','what':'filed','on':'2026-06-15','serial':3,'clause':'X-1'}", "clause",
      RC_INVALID },
    { "{'contract':'c','what':'filed','on':'2026-06-15','serial':3,'unit':'u'}", "clause",
      RC_INVALID },
    { "{'contract':'c','what':'burnt','on':'2026-06-15','serial':3}", "what", RC_INVALID },
    { "{'contract':'c','on':'2026-06-15','serial':3}", "what", RC_INVALID },
    { "{'contract':'c','what':'filed','serial':3}", "on", RC_INVALID },
    { "{'what':'filed','on':'2026-06-15','serial':3}", "contract", RC_INVALID },
    { "{'contract':'c','what':'filed','on':'2026-06-15','serial':3,'x':1}", "x", RC_INVALID },
};

static void test_reviews(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REVIEWS); i++) {
        struct problem problem = { .rc = RC_OK };
        struct review_args ret;
        json_t *args = wire_args(REVIEWS[i].args);
        struct call call = { .args = args, .today = TODAY, .problem = &problem };
        rc_t rc = review_decode(&call, &ret);
        if (rc != REVIEWS[i].rc || strcmp(problem.field, REVIEWS[i].field) != 0)
            fail_msg("%s: %s, field \"%s\"", REVIEWS[i].args, rc_word(rc), problem.field);
        json_decref(args);
    }
}

static void test_lists(void **state)
{
    (void)state;
    static const struct {
        const char *args, *field;
    } LISTS[] = { { "{}", "contract" },
                  { "{'contract':'c','limit':0}", "limit" },
                  { "{'contract':'c','cursor':'a'}", "cursor" },
                  { "{'contract':'c','state':'planned'}", "state" } };
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        struct problem problem = { .rc = RC_OK };
        struct schedule_list_args ret;
        json_t *args = wire_args(LISTS[i].args);
        struct call call = { .args = args, .problem = &problem };
        assert_int_equal(schedule_list_decode(&call, &ret), RC_INVALID);
        assert_string_equal(problem.field, LISTS[i].field);
        json_decref(args);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_policies),
                                        cmocka_unit_test(test_reviews),
                                        cmocka_unit_test(test_lists) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
