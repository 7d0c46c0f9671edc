#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account_wire.h"
#include "attr.h"
#include "caller.h"
#include "wire_check.h"

#define READER(what)                                                                               \
    static rc_t read_##what(const json_t *args, void *ret, struct problem *problem)                \
    {                                                                                              \
        return account_read_##what(args, ret, problem);                                            \
    }
READER(add)
READER(bind)
READER(unbind)
READER(revoke)
READER(list)
READER(enter)

#define FORTY_ONE "abcdefghijabcdefghijabcdefghijabcdefghijk"

static const struct wire_row ADD[] = {
    { "{}", "name", RC_INVALID },
    { "{'name':''}", "name", RC_INVALID },
    { "{'name':'a'}", "name", RC_INVALID },
    { "{'name':'" FORTY_ONE "'}", "name", RC_INVALID },
    { "{'name':'1wang'}", "name", RC_INVALID },
    { "{'name':'Wang'}", "name", RC_INVALID },
    { "{'name':'wang li'}", "name", RC_INVALID },
    { "{'name':'王'}", "name", RC_INVALID },
    { "{'name':'wang','token':'x'}", "token", RC_INVALID },
    { "{'name':'cli'}", "name", RC_REFUSED },
    { "{'name':'token'}", "name", RC_REFUSED },
    { "{'name':'owner'}", "name", RC_REFUSED },
};
static const struct wire_row BIND[] = {
    { "{'contract':'c','person':'p'}", "account", RC_INVALID },
    { "{'account':0,'contract':'c','person':'p'}", "account", RC_INVALID },
    { "{'account':1,'person':'p'}", "contract", RC_INVALID },
    { "{'account':1,'contract':'c'}", "person", RC_INVALID },
    { "{'account':1,'contract':'c','person':'p','role':'boss'}", "role", RC_INVALID },
    { "{'account':1,'contract':'c','person':'p','version':0}", "version", RC_INVALID },
};
static const struct wire_row UNBIND[] = {
    { "{'account':1}", "contract", RC_INVALID },
    { "{'contract':'c'}", "account", RC_INVALID },
    { "{'account':1,'contract':'c','person':'p'}", "person", RC_INVALID },
};
static const struct wire_row REVOKE[] = {
    { "{}", "account", RC_INVALID },
    { "{'account':1,'version':1}", "version", RC_INVALID },
};
static const struct wire_row LIST[] = {
    { "{'contract':'c'}", "contract", RC_INVALID },
    { "{'cursor':'x'}", "cursor", RC_INVALID },
};
static const struct wire_row ENTER[] = {
    { "{}", "token", RC_INVALID },
    { "{'token':'mlps'}", "", RC_NOT_FOUND },
    { "{'token':'0123456789abcdef'}", "", RC_NOT_FOUND },
};

static void test_refused(void **state)
{
    (void)state;
    wire_check_refused(read_add, sizeof(struct account_add), ADD, COUNT_OF(ADD));
    wire_check_refused(read_bind, sizeof(struct account_change), BIND, COUNT_OF(BIND));
    wire_check_refused(read_unbind, sizeof(struct account_change), UNBIND, COUNT_OF(UNBIND));
    wire_check_refused(read_revoke, sizeof(struct account_change), REVOKE, COUNT_OF(REVOKE));
    wire_check_refused(read_list, sizeof(struct account_list), LIST, COUNT_OF(LIST));
    wire_check_refused(read_enter, sizeof(struct account_enter), ENTER, COUNT_OF(ENTER));
}

static rc_t add(const char *name)
{
    struct problem problem = { .rc = RC_OK };
    struct account_add got;
    json_t *args = json_pack("{s:s}", "name", name);
    rc_t rc = account_read_add(args, &got, &problem);
    json_decref(args);
    return rc;
}

/* The longest, the shortest, and every sign that a name may have. */
static void test_good_names(void **state)
{
    static const char *const NAMES[] = { "wl", "wang.li", "ci-robot_2",
                                         "abcdefghijabcdefghijabcdefghijabcdefghij" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        assert_int_equal(add(NAMES[i]), RC_OK);
}

/* What the bus knows as a process can never be an account: an event's actor must say which it was.
 */
static void test_no_account_is_called_like_a_process(void **state)
{
    static const char *const PROCESSES[] = { "gateway",   "cli",      "registry", "lifecycle",
                                             "delivery",  "sla",      "identity", "report",
                                             "scheduler", "deadline", "penalty",  "reminder",
                                             "export",    "sealer" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(PROCESSES); i++) {
        assert_int_not_equal(caller_roles(PROCESSES[i]), 0);
        if (add(PROCESSES[i]) != RC_REFUSED)
            fail_msg("%s", PROCESSES[i]);
    }
}

static void test_read(void **state)
{
    struct problem problem = { .rc = RC_OK };
    struct account_change bind;
    struct account_enter enter;
    json_t *args =
        wire_args("{'account':7,'contract':'c','person':'p','role':'leader','version':3}");
    json_t *token = wire_args("{'token':'mlps_00ff'}");
    (void)state;
    assert_int_equal(account_read_bind(args, &bind, &problem), RC_OK);
    assert_int_equal(bind.account, 7);
    assert_string_equal(bind.contract, "c");
    assert_string_equal(bind.person, "p");
    assert_string_equal(bind.role, "leader");
    assert_int_equal(bind.version, 3);
    assert_int_equal(account_read_enter(token, &enter, &problem), RC_OK);
    assert_string_equal(enter.token, "00ff");
    json_decref(args);
    json_decref(token);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_good_names),
        cmocka_unit_test(test_no_account_is_called_like_a_process),
        cmocka_unit_test(test_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
