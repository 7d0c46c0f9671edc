/* Clause ids of the register, and the strongest entry that cites each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "pack_entry.h"
#include "register.h"
#include "rules_fixture.h"

static const char SECTIONS[] =
    "register: {prefix: AB, count: 7}\n"
    "parties:\n"
    "  - {clause: AB-001, role: vendor, name: n}\n"
    "terms:\n"
    "  - {clause: AB-002, also: [AB-004], title: t, on: signed}\n"
    "tasks:\n"
    "  - {clause: AB-003, also: AB-002, title: t, form: task}\n"
    "records:\n"
    "  - {clause: AB-003, title: t, why: scope}\n"
    "  - {clause: AB-005, also: [AB-006, CD-001], title: t, why: identity}\n";

static void test_numbers(void **state)
{
    static const struct {
        const char *clause;
        int64_t want;
    } CASES[] = {
        { "AB-001", 1 },  { "AB-007", 7 },   { "AB-008", 8 },  { "AB-1000", 1000 },
        { "CD-001", 0 },  { "AB", 0 },       { "ABC-001", 0 }, { "AB-", -1 },
        { "AB-1", -1 },   { "AB-0001", -1 }, { "AB-000", -1 }, { "AB--01", -1 },
        { "AB-x01", -1 }, { "AB-01 ", -1 },  { "AB-+01", -1 },
    };
    struct fixture *f = *state;
    fixture_extra(f, SECTIONS);
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (register_number(f->extra, CASES[i].clause) != CASES[i].want)
            fail_msg("%s", CASES[i].clause);
    fixture_extra(f, "");
    assert_int_equal(register_number(f->extra, "AB-001"), 0); /* no register */
}

static void test_covers(void **state)
{
    static const struct {
        enum clause_class class;
        const char *section;
    } WANT[] = {
        { CLASS_RECORDED, "parties" }, { CLASS_COMPUTED, "terms" },   { CLASS_TRACKED, "tasks" },
        { CLASS_COMPUTED, "terms" },   { CLASS_RECORDED, "records" }, { CLASS_RECORDED, "records" },
        { CLASS_MISSING, NULL },
    };
    struct clause_cover rows[COUNT_OF(WANT)];
    struct fixture *f = *state;
    char clause[CLAUSE_TEXT];
    fixture_extra(f, SECTIONS);
    register_covers(f->extra, rows);
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        assert_int_equal(
            register_number(f->extra, register_clause(f->extra, (int64_t)i + 1, clause)), i + 1);
        assert_int_equal(rows[i].class, WANT[i].class);
        assert_true(WANT[i].section ? strcmp(rows[i].entry->section, WANT[i].section) == 0
                                    : rows[i].entry == NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_covers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
