/* Sections `register`, `tasks`, `records`, `lists`, and `also` on any entry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "a register", "register: {prefix: AB, count: 12}\n", NULL },
    { "a register without count", "register: {prefix: AB}\n",
      "t.yaml:6:11: a register needs \"count\"" },
    { "a register of nothing", "register: {prefix: AB, count: 0}\n",
      "t.yaml:6:11: a register has 1 to 9999 clauses" },
    { "a register too large", "register: {prefix: AB, count: 10000}\n",
      "t.yaml:6:11: a register has 1 to 9999 clauses" },
    { "a clause beyond the register",
      "register: {prefix: AB, count: 2}\nrecords:\n  - {clause: AB-003, title: t, why: scope}\n",
      "t.yaml:8:5: the register has no clause AB-003" },
    { "a further clause that is none",
      "register: {prefix: AB, count: 2}\nrecords:\n  - {clause: AB-002, also: [CD-9, AB-02], "
      "title: "
      "t, why: scope}\n",
      "t.yaml:8:5: the register has no clause AB-02" },
    { "a further clause that is none, before others",
      "register: {prefix: AB, count: 2}\nrecords:\n  - {clause: AB-002, also: [AB-02, CD-9], "
      "title: "
      "t, why: scope}\n",
      "t.yaml:8:5: the register has no clause AB-02" },
    { "a task", "tasks:\n  - {clause: A, title: t, form: check, on: handover, items: [a, b]}\n",
      NULL },
    { "unknown form", "tasks:\n  - {clause: A, title: t, form: duty}\n",
      "t.yaml:7:33: \"form\" must be one of task, check, reminder, approval" },
    { "an event that is no code", "tasks:\n  - {clause: A, title: t, form: task, on: Fault}\n",
      "t.yaml:7:43: \"on\" must be lower-case letters, digits, - and _" },
    { "owed by a party",
      "parties:\n  - {clause: A, role: vendor, name: n}\ntasks:\n  - {clause: A, title: t, form: "
      "task, owed_by: vendor}\n",
      NULL },
    { "owed by nobody", "tasks:\n  - {clause: A, title: t, form: task, owed_by: vendor}\n",
      "t.yaml:7:5: there is no party \"vendor\"" },
    { "owed by nobody, before another",
      "tasks:\n  - {clause: A, title: t, form: task, owed_by: vendor}\n"
      "  - {clause: A, title: t, form: task}\n",
      "t.yaml:7:5: there is no party \"vendor\"" },
    { "a record", "records:\n  - {clause: A, title: t, why: identity, text: x, data: {a: 1}}\n",
      NULL },
    { "a record without a reason", "records:\n  - {clause: A, title: t}\n",
      "t.yaml:7:5: a record needs \"why\"" },
    { "an unknown reason", "records:\n  - {clause: A, title: t, why: dull}\n",
      "t.yaml:7:32: \"why\" must be one of definition, identity, principle, scope, description, "
      "unmeasurable, legal_basis" },
    { "a list without rows", "lists:\n  - {of: things}\n", "t.yaml:7:5: a list needs \"rows\"" },
    { "further clauses", "records:\n  - {clause: A, also: [B, C], title: t, why: scope}\n", NULL },
    { "one further clause", "records:\n  - {clause: A, also: B, title: t, why: scope}\n", NULL },
    { "further clauses as a map", "records:\n  - {clause: A, also: {b: 1}, title: t, why: scope}\n",
      "t.yaml:7:23: \"also\" must be a list of texts" },
    { "further clauses of what cites none", "register: {prefix: AB, count: 12, also: [B]}\n",
      "t.yaml:6:35: unknown key \"also\" in a register" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

/* What was read is what was written. */
static void test_words(void **state)
{
    static const char TEXT[] =
        "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n"
        "tasks:\n  - {clause: A, title: t, form: approval}\n"
        "records:\n  - {clause: B, title: t, why: scope}\n";
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    assert_string_equal(pack->tasks.rows[0].form, "approval");
    assert_string_equal(pack->records.rows[0].why, "scope");
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
