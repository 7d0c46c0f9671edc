/* The numbers of GB/T 22239-2019: per level, per category, tailored, of extensions; codes; the
 * high-risk cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"

#include "catalogue_fixture.h"

static int setup(void **state)
{
    static struct catalogue *cat;
    struct problem problem = { .rc = RC_OK };
    rc_t rc = catalogue_fixture(TABLE_ITEMS, NULL, &cat, &problem);
    *state = cat;
    return rc == RC_OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct catalogue *cat = *state;
    catalogue_destroy(&cat);
    catalogue_destroy(&cat); /* safe on NULL */
    return 0;
}

static void test_levels(void **state)
{
    static const struct catalogue_counts WANT[] = {
        { 42, 55, 9, 2, 44 },
        { 68, 135, 15, 4, 116 },
        { 71, 211, 24, 6, 181 },
        { 71, 228, 25, 8, 195 },
    };
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        struct catalogue_counts got;
        catalogue_count(*state, (int64_t)i + 1, NULL, &got);
        assert_memory_equal(&got, &WANT[i], sizeof(got));
    }
    struct catalogue_counts none;
    catalogue_count(*state, 5, NULL, &none);
    assert_int_equal(none.items, 0);
    catalogue_count(*state, 3, "XYZ", &none);
    assert_int_equal(none.points, 0);
}

static void test_categories(void **state)
{
    static const struct {
        const char *name, *code;
        int64_t items[CATALOGUE_LEVELS];
    } WANT[] = {
        { "安全物理环境", "PES", { 7, 15, 22, 24 } }, { "安全通信网络", "CNS", { 2, 4, 8, 11 } },
        { "安全区域边界", "ABS", { 5, 11, 20, 21 } }, { "安全计算环境", "CES", { 11, 23, 34, 36 } },
        { "安全管理中心", "SMC", { 0, 4, 12, 13 } },  { "安全管理制度", "PSS", { 1, 6, 7, 7 } },
        { "安全管理机构", "ORS", { 3, 9, 14, 15 } },  { "安全管理人员", "HRS", { 4, 7, 12, 14 } },
        { "安全建设管理", "CMS", { 9, 25, 34, 35 } }, { "安全运维管理", "MMS", { 13, 31, 48, 52 } },
    };
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        for (int64_t level = 1; level <= CATALOGUE_LEVELS; level++) {
            struct catalogue_counts by_name;
            struct catalogue_counts by_code;
            catalogue_count(*state, level, WANT[i].name, &by_name);
            catalogue_count(*state, level, WANT[i].code, &by_code);
            assert_memory_equal(&by_name, &by_code, sizeof(by_name));
            if (by_name.items != WANT[i].items[level - 1])
                fail_msg("%s level %d", WANT[i].name, (int)level);
        }
    }
}

static void test_tailored(void **state)
{
    static const struct {
        int64_t s, a, items;
    } WANT[] = {
        { 1, 1, 55 },  { 1, 2, 129 }, { 2, 2, 135 }, { 2, 1, 133 }, { 1, 3, 196 }, { 2, 3, 202 },
        { 3, 3, 211 }, { 3, 2, 209 }, { 3, 1, 207 }, { 1, 4, 212 }, { 2, 4, 218 }, { 3, 4, 227 },
        { 4, 4, 228 }, { 4, 3, 226 }, { 4, 2, 224 }, { 4, 1, 222 },
    };
    struct catalogue_counts got = { .items = -1 };
    struct problem problem = { .rc = RC_OK };
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        assert_int_equal(catalogue_tailor(*state, WANT[i].s, WANT[i].a, &got, &problem), RC_OK);
        if (got.items != WANT[i].items || got.s + got.a + got.g != got.items)
            fail_msg("S%dA%d: %d", (int)WANT[i].s, (int)WANT[i].a, (int)got.items);
    }
    static const struct {
        int64_t s, a;
        const char *field;
    } BAD[] = { { 0, 3, "s" }, { 5, 3, "s" }, { 3, 0, "a" }, { 3, 5, "a" } };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        got.items = -1;
        problem.rc = RC_OK;
        assert_int_equal(catalogue_tailor(*state, BAD[i].s, BAD[i].a, &got, &problem), RC_INVALID);
        assert_string_equal(problem.field, BAD[i].field);
        assert_int_equal(got.items, -1);
    }
}

static void test_extensions(void **state)
{
    static const struct {
        const char *name;
        int64_t items[CATALOGUE_LEVELS];
    } WANT[] = { { "云计算", { 11, 29, 46, 49 } },  { "移动互联", { 5, 14, 19, 21 } },
                 { "物联网", { 4, 7, 20, 21 } },    { "工业控制系统", { 9, 15, 21, 22 } },
                 { "工业控制", { 9, 15, 21, 22 } }, /* another name of it */
                 { "大数据", { 0, 0, 0, 0 } } };
    for (size_t i = 0; i < COUNT_OF(WANT); i++)
        for (int64_t level = 1; level <= CATALOGUE_LEVELS; level++)
            assert_int_equal(catalogue_extension_items(*state, WANT[i].name, level),
                             WANT[i].items[level - 1]);
}

/* The code that does not exist stands between two that do. */
static void test_codes(void **state)
{
    static const struct {
        const char *code, *point;
    } WANT[] = {
        { "L3-CES1-15", "安全审计" },
        { "L3-CES1-16", NULL },
        { "L3-CES1-17", "入侵防范" },
        { "L3-CES1-35", "个人信息保护" },
        { "L3-CES1-36", NULL },
        { "L3-PES1-01", "物理位置选择" },
        { "L1-PES1-01", "物理访问控制" },
        { "L2-MMS1-31", "外包运维管理" },
        { "L2-MMS1-32", NULL },
        { "L5-PES1-01", NULL },
        { "L3-XYZ1-01", NULL },
        { "L3-PES2-01", NULL },
        { "L3-PES1-1", NULL },
        { "", NULL },
    };
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        const struct catalogue_point *p = catalogue_unit(*state, WANT[i].code);
        if ((p != NULL) != (WANT[i].point != NULL) || (p && strcmp(p->name, WANT[i].point) != 0))
            fail_msg("%s", WANT[i].code);
    }
}

/* Every item of the tables has one code, and each code leads back to its point. */
static void test_codes_are_unique(void **state)
{
    const struct catalogue *cat = *state;
    size_t units = 0;
    for (size_t i = 0; i < cat->points.count; i++) {
        for (int64_t n = 0; n < cat->points.rows[i].items; n++, units++) {
            char code[UNIT_TEXT];
            assert_ptr_equal(
                catalogue_unit(cat, catalogue_unit_code(&cat->points.rows[i], n, code)),
                &cat->points.rows[i]);
        }
    }
    assert_int_equal(units, 55 + 135 + 211 + 228);
}

static void test_weights_and_names(void **state)
{
    assert_string_equal(catalogue_weight(*state, "L2-CES1-03"), "关键");
    assert_null(catalogue_weight(*state, "L3-CES1-03"));
    assert_string_equal(catalogue_name(*state, "服务供应商管理"), "服务供应商选择");
    assert_string_equal(catalogue_name(*state, "防火"), "防火");
}

static void test_cases(void **state)
{
    static const struct {
        const char *scope;
        size_t count, level2, level3, level4;
    } WANT[] = { { "通用", 42, 16, 40, 42 },
                 { "云计算", 16, 11, 15, 16 },
                 { "移动互联", 10, 2, 9, 10 },
                 { "物联网", 4, 1, 4, 4 },
                 { "工业控制", 9, 5, 9, 9 } };
    const struct catalogue *cat = *state;
    assert_int_equal(cat->cases.count, 81);
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        size_t count = 0;
        size_t at[CATALOGUE_LEVELS + 1] = { 0 };
        for (size_t k = 0; k < cat->cases.count; k++) {
            const struct catalogue_case *c = &cat->cases.rows[k];
            if (strcmp(c->scope, WANT[i].scope) != 0)
                continue;
            if (!*c->code || !c->category || !*c->category || !*c->point)
                fail_msg("case %zu lacks its code, category or control point", k + 1);
            count++;
            for (int64_t level = 1; level <= CATALOGUE_LEVELS; level++)
                at[level] += catalogue_case_at(c, level);
        }
        if (count != WANT[i].count || at[1] != 0 || at[2] != WANT[i].level2 ||
            at[3] != WANT[i].level3 || at[4] != WANT[i].level4)
            fail_msg("%s: %zu %zu %zu %zu", WANT[i].scope, count, at[2], at[3], at[4]);
    }
}

/* A case of one level alone does not concern the levels around it. */
static void test_case_levels(void **state)
{
    struct catalogue_case row = { .min_level = 3, .and_above = false };
    (void)state;
    assert_false(catalogue_case_at(&row, 2));
    assert_true(catalogue_case_at(&row, 3));
    assert_false(catalogue_case_at(&row, 4));
    row.and_above = true;
    assert_false(catalogue_case_at(&row, 2));
    assert_true(catalogue_case_at(&row, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_categories),
        cmocka_unit_test(test_tailored),
        cmocka_unit_test(test_extensions),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_codes_are_unique),
        cmocka_unit_test(test_weights_and_names),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_case_levels),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
