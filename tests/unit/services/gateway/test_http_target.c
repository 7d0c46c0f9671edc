#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http_target.h"

/* `want`: segments joined by '|', then '?', then pairs "name=value" joined by '&', decoded; or a
 * fault. */
static const struct {
    const char *target;
    enum http_fault fault;
    const char *want;  /* of a good target */
    const char *field; /* of a bad parameter */
} TARGETS[] = {
    { "/", FAULT_NONE, "?", NULL },
    { "/a", FAULT_NONE, "a?", NULL },
    { "/a/b/c", FAULT_NONE, "a|b|c?", NULL },
    { "/a?", FAULT_NONE, "a?", NULL },
    { "/a?x=1", FAULT_NONE, "a?x=1", NULL },
    { "/a?x=1&y=&z", FAULT_NONE, "a?x=1&y=&z=", NULL },
    { "/a?x=1&", FAULT_NONE, "a?x=1", NULL },
    { "/%41%42", FAULT_NONE, "AB?", NULL },
    { "/%e4%b8%ad", FAULT_NONE, "\xe4\xb8\xad?", NULL },
    { "/a?q=%E4%B8%AD+%2B", FAULT_NONE, "a?q=\xe4\xb8\xad +", NULL },
    { "/a+b", FAULT_NONE, "a+b?", NULL },
    { "/a?c=a=b", FAULT_NONE, "a?c=a=b", NULL },
    { "/a?%71=1", FAULT_NONE, "a?q=1", NULL },
    { "/a;p=1", FAULT_NONE, "a;p=1?", NULL },
    { "/...", FAULT_NONE, "...?", NULL },
    { "/.a", FAULT_NONE, ".a?", NULL },
    { "/a?x=/../", FAULT_NONE, "a?x=/../", NULL },
    { "/1/2/3/4/5/6/7/8", FAULT_NONE, "1|2|3|4|5|6|7|8?", NULL },
    /* forms that are none of ours */
    { "", FAULT_TARGET, NULL, NULL },
    { "*", FAULT_TARGET, NULL, NULL },
    { "a", FAULT_TARGET, NULL, NULL },
    { "http://localhost/", FAULT_TARGET, NULL, NULL },
    { "localhost:80", FAULT_TARGET, NULL, NULL },
    { "?x=1", FAULT_TARGET, NULL, NULL },
    /* paths that could be read two ways */
    { "//", FAULT_TARGET, NULL, NULL },
    { "//a", FAULT_TARGET, NULL, NULL },
    { "/a/", FAULT_TARGET, NULL, NULL },
    { "/a//b", FAULT_TARGET, NULL, NULL },
    { "/.", FAULT_TARGET, NULL, NULL },
    { "/..", FAULT_TARGET, NULL, NULL },
    { "/../..", FAULT_TARGET, NULL, NULL },
    { "/a/../b", FAULT_TARGET, NULL, NULL },
    { "/a/./b", FAULT_TARGET, NULL, NULL },
    { "/%2e", FAULT_TARGET, NULL, NULL },
    { "/%2e%2E/a", FAULT_TARGET, NULL, NULL },
    { "/.%2e", FAULT_TARGET, NULL, NULL },
    { "/a%2fb", FAULT_TARGET, NULL, NULL },
    { "/a%2Fb", FAULT_TARGET, NULL, NULL },
    { "/a%5cb", FAULT_TARGET, NULL, NULL },
    { "/a\\b", FAULT_TARGET, NULL, NULL },
    { "/%00", FAULT_TARGET, NULL, NULL },
    { "/a%0d%0ab", FAULT_TARGET, NULL, NULL },
    { "/a%7f", FAULT_TARGET, NULL, NULL },
    { "/%", FAULT_TARGET, NULL, NULL },
    { "/%4", FAULT_TARGET, NULL, NULL },
    { "/%4x", FAULT_TARGET, NULL, NULL },
    { "/%u0041", FAULT_TARGET, NULL, NULL },
    { "/%c0%ae", FAULT_TARGET, NULL, NULL }, /* overlong '.' */
    { "/%ff", FAULT_TARGET, NULL, NULL },
    { "/%ed%a0%80", FAULT_TARGET, NULL, NULL }, /* surrogate */
    { "/a#b", FAULT_TARGET, NULL, NULL },
    { "/a\"b", FAULT_TARGET, NULL, NULL },
    { "/<a>", FAULT_TARGET, NULL, NULL },
    { "/{id}", FAULT_TARGET, NULL, NULL },
    { "/a|b", FAULT_TARGET, NULL, NULL },
    { "/\xc3\xa9", FAULT_TARGET, NULL, NULL },
    { "/1/2/3/4/5/6/7/8/9", FAULT_TARGET, NULL, NULL },
    /* queries */
    { "/a?x=1&x=2", FAULT_PARAMETER, NULL, "x" },
    { "/a?x=1&%78=2", FAULT_PARAMETER, NULL, "x" },
    { "/a?x=%", FAULT_PARAMETER, NULL, "x" },
    { "/a?x=%00", FAULT_PARAMETER, NULL, "x" },
    { "/a?x=%0a", FAULT_PARAMETER, NULL, "x" },
    { "/a?x=%ff", FAULT_PARAMETER, NULL, "x" },
    { "/a?x=a\"b", FAULT_PARAMETER, NULL, "x" },
    { "/a?x=a#b", FAULT_PARAMETER, NULL, "x" },
    { "/a?=1", FAULT_TARGET, NULL, NULL },
    { "/a?&x=1", FAULT_TARGET, NULL, NULL },
    { "/a?%zz=1", FAULT_TARGET, NULL, NULL },
};

static void describe(const struct http_target *target, char *out, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < target->segment_count; i++)
        len += (size_t)snprintf(out + len, size - len, "%s%s", i ? "|" : "", target->segments[i]);
    len += (size_t)snprintf(out + len, size - len, "?");
    for (size_t i = 0; i < target->pair_count; i++)
        len += (size_t)snprintf(out + len, size - len, "%s%s=%s", i ? "&" : "",
                                target->pairs[i].name, target->pairs[i].value);
}

static void test_targets(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TARGETS); i++) {
        struct http_target target;
        struct http_refusal refusal = { .fault = FAULT_NONE };
        char got[200];
        bool ok = http_target_read(&target, TARGETS[i].target, &refusal);
        if (ok != (TARGETS[i].fault == FAULT_NONE) || refusal.fault != TARGETS[i].fault)
            fail_msg("%s: %s", TARGETS[i].target, http_fault_code(refusal.fault));
        if (ok) {
            describe(&target, got, sizeof(got));
            assert_string_equal(got, TARGETS[i].want);
        } else {
            assert_non_null(refusal.detail);
        }
        if (TARGETS[i].field)
            assert_string_equal(refusal.field, TARGETS[i].field);
        http_target_fini(&target);
    }
}

static void test_query_by_name(void **state)
{
    struct http_target target;
    struct http_refusal refusal;
    (void)state;
    assert_true(http_target_read(&target, "/a?x=1&y=2", &refusal));
    assert_string_equal(http_target_query(&target, "y"), "2");
    assert_null(http_target_query(&target, "z"));
    assert_null(http_target_query(&target, ""));
    http_target_fini(&target);
    http_target_fini(&target);
}

static void test_too_many_parameters(void **state)
{
    struct http_target target;
    struct http_refusal refusal;
    char text[400] = "/a?";
    (void)state;
    for (int i = 0; i < HTTP_PAIRS_MAX; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "p%d=1&", i);
    }
    assert_true(http_target_read(&target, text, &refusal));
    assert_int_equal(target.pair_count, HTTP_PAIRS_MAX);
    http_target_fini(&target);
    snprintf(text + strlen(text), sizeof(text) - strlen(text), "last=1");
    assert_false(http_target_read(&target, text, &refusal));
    http_target_fini(&target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_query_by_name),
        cmocka_unit_test(test_too_many_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
