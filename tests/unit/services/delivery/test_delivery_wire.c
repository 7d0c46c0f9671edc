/* Arguments of every operation: what is refused and which field is named, and what a good one
 * gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "delivery_wire.h"
#include "wire_check.h"

enum { TODAY = 20619 /* 2026-06-15 */ };

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define REF    "'contract':'c','clause':'X-1',"

static const struct {
    enum deliverable_move move;
    const char *args, *field;
    rc_t rc;
} MOVES[] = {
    { DELIVERABLE_SUBMIT, "{" REF "'occurrence':1}", "on", RC_INVALID },
    { DELIVERABLE_SUBMIT, "{" REF "'on':'2026-06-16'}", "on", RC_REFUSED },
    { DELIVERABLE_SUBMIT, "{'contract':'c','on':'2026-06-01'}", "deliverable", RC_INVALID },
    { DELIVERABLE_SUBMIT, "{'clause':'X-1','on':'2026-06-01'}", "deliverable", RC_INVALID },
    { DELIVERABLE_SUBMIT, "{'deliverable':1,'serial':1,'on':'2026-06-01'}", "deliverable",
      RC_INVALID },
    { DELIVERABLE_SUBMIT, "{'deliverable':1,'occurrence':1,'on':'2026-06-01'}", "deliverable",
      RC_INVALID },
    { DELIVERABLE_SUBMIT, "{'deliverable':0,'on':'2026-06-01'}", "deliverable", RC_INVALID },
    { DELIVERABLE_SUBMIT, "{" REF "'occurrence':0,'on':'2026-06-01'}", "occurrence", RC_INVALID },
    { DELIVERABLE_SUBMIT, "{'deliverable':1,'on':'2026-06-01','sha256':'abc'}", "sha256",
      RC_INVALID },
    { DELIVERABLE_SUBMIT,
      "{'deliverable':1,'on':'2026-06-01','sha256':'"
      "A123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}",
      "sha256", RC_INVALID },
    { DELIVERABLE_SUBMIT, "{'deliverable':1,'on':'2026-06-01','x':1}", "x", RC_INVALID },
    { DELIVERABLE_ACCEPT, "{'deliverable':1,'on':'2026-06-01','sha256':'" DIGEST "'}", "sha256",
      RC_INVALID },
    { DELIVERABLE_SIGN, "{'deliverable':1,'on':'2026-06-01','by':''}", "by", RC_INVALID },
    { DELIVERABLE_OBJECT, "{'deliverable':1,'on':'2026-06-01','version':'1'}", "version",
      RC_INVALID },
};

static void test_moves_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(MOVES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct deliverable_args ret;
        json_t *args = wire_args(MOVES[i].args);
        struct call call = { .args = args, .today = TODAY, .problem = &problem };
        rc_t rc = deliverable_decode(&call, MOVES[i].move, &ret);
        if (rc != MOVES[i].rc || strcmp(problem.field, MOVES[i].field) != 0)
            fail_msg("%s: %s, field \"%s\": %s", MOVES[i].args, rc_word(rc), problem.field,
                     problem.text);
        json_decref(args);
    }
}

static const struct {
    const char *args, *field;
} LISTS[] = {
    { "{}", "contract" },
    { "{'contract':'c','state':'late'}", "state" },
    { "{'contract':'c','system':0}", "system" },
    { "{'contract':'c','cursor':'a'}", "cursor" },
    { "{'contract':'c','limit':0}", "limit" },
};

static void test_lists_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        struct problem problem = { .rc = RC_OK };
        struct deliverable_list_args ret;
        json_t *args = wire_args(LISTS[i].args);
        struct call call = { .args = args, .problem = &problem };
        assert_int_equal(deliverable_list_decode(&call, &ret), RC_INVALID);
        assert_string_equal(problem.field, LISTS[i].field);
        json_decref(args);
    }
}

static void test_taken(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct deliverable_args ret;
    json_t *args = wire_args("{" REF "'serial':3,'on':'2026-06-15','sha256':'" DIGEST "'}");
    struct call call = { .args = args, .today = TODAY, .problem = &problem };
    assert_int_equal(deliverable_decode(&call, DELIVERABLE_SUBMIT, &ret), RC_OK);
    assert_int_equal(ret.ref.occurrence, 1); /* the first, when not said */
    assert_int_equal(ret.ref.serial, 3);
    assert_int_equal(ret.on, TODAY);
    assert_null(ret.by);
    assert_string_equal(ret.sha256, DIGEST);
    json_decref(args);
}

static void test_one_more_refused(void **state)
{
    static const struct wire_row ROWS[] = {
        { "{'clause':'X-1','title':'t'}", "contract", RC_INVALID },
        { "{'contract':'c','title':'t'}", "clause", RC_INVALID },
        { "{'contract':'c','clause':'X-1'}", "title", RC_INVALID },
        { "{" REF "'title':'t','serial':0}", "serial", RC_INVALID },
        { "{" REF "'title':'t','occurrence':2}", "occurrence", RC_INVALID },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct problem problem = { .rc = RC_OK };
        struct deliverable_add_args ret;
        json_t *args = wire_args(ROWS[i].args);
        struct call call = { .args = args, .today = TODAY, .problem = &problem };
        if (deliverable_add_decode(&call, &ret) != ROWS[i].rc ||
            strcmp(problem.field, ROWS[i].field) != 0)
            fail_msg("%s: field \"%s\"", ROWS[i].args, problem.field);
        json_decref(args);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_more_refused),
        cmocka_unit_test(test_moves_refused),
        cmocka_unit_test(test_lists_refused),
        cmocka_unit_test(test_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
