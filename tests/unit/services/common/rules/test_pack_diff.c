/* Entries that differ between two packs: paired by clause and name, told field by field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "pack_diff.h"
#include "rules_fixture.h"

#define HEAD                                                                                       \
    "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\ncalendar: {base: cn, makeup_days: "       \
    "true}\n"

static pack_t *pack_of(const char *sections)
{
    char text[4096];
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    snprintf(text, sizeof(text), "%s%s", HEAD, sections);
    if (fixture_pack_text(text, &pack, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return pack;
}

static const struct {
    const char *name, *before, *after;
    const char *want;
} CASES[] = {
    { "the same", "records:\n  - {clause: A, title: t, why: scope}\n",
      "records:\n  - {clause: A, title: t, why: scope}\n", "[]" },
    { "another order of keys and lines",
      "records:\n  - {clause: A, title: t, why: scope}\n  - {clause: B, title: u, why: scope}\n",
      "# moved\nrecords:\n  - {why: scope, title: u, clause: B}\n  - {clause: A, why: scope, "
      "title: t}\n",
      "[]" },
    { "a field", "records:\n  - {clause: A, title: t, why: scope, text: x}\n",
      "records:\n  - {clause: A, title: t, why: identity, data: {a: [1, 2]}}\n",
      "[{\"change\":\"changed\",\"section\":\"records\",\"clause\":\"A\",\"name\":\"t\",\"at\":\"t."
      "yaml:7:5\","
      "\"fields\":[{\"field\":\"why\",\"old\":\"scope\",\"new\":\"identity\"},{\"field\":\"text\","
      "\"old\":"
      "\"x\",\"new\":null},{\"field\":\"data\",\"old\":null,\"new\":\"{a: [1, 2]}\"}]}]" },
    { "another field", "records:\n  - {clause: A, title: t, why: scope, text: x}\n",
      "records:\n  - {clause: A, title: t, why: scope, data: {a: 1}}\n",
      "[{\"change\":\"changed\",\"fields\":[{\"field\":\"text\",\"old\":\"x\",\"new\":null},{"
      "\"field\":\"data\",\"old\":null}]}]" },
    { "come and gone", "records:\n  - {clause: A, title: t, why: scope}\n",
      "tasks:\n  - {clause: A, title: t, form: task}\n",
      "[{\"change\":\"removed\",\"section\":\"records\",\"clause\":\"A\"},{\"change\":\"added\","
      "\"section\":\"tasks\",\"clause\":\"A\"}]" },
    { "two entries of one clause, by their titles",
      "records:\n  - {clause: A, title: t, why: scope}\n  - {clause: A, title: u, why: scope}\n",
      "records:\n  - {clause: A, title: u, why: identity}\n  - {clause: A, title: t, why: scope}\n",
      "[{\"change\":\"changed\",\"name\":\"u\"}]" },
    { "another title", "records:\n  - {clause: A, title: t, why: scope}\n",
      "records:\n  - {clause: A, title: u, why: scope}\n",
      "[{\"change\":\"changed\",\"fields\":[{\"field\":\"title\",\"old\":\"t\",\"new\":\"u\"}]}]" },
    { "entries without a clause, by their names",
      "readings:\n  - {name: a, value: x, about: z}\n  - {name: b, value: x, about: z}\n",
      "readings:\n  - {name: b, value: y, about: z}\n  - {name: a, value: x, about: z}\n",
      "[{\"change\":\"changed\",\"section\":\"readings\",\"clause\":null,\"name\":\"b\"}]" },
    { "an item of a list, and the length of the list",
      "recurring:\n  - {clause: A, title: t, work: checklist, every: day, checklist: [{clause: B, "
      "key: k, text: x}]}\n",
      "recurring:\n  - {clause: A, title: t, work: checklist, every: day, checklist: [{clause: B, "
      "key: k, text: y}, {clause: C, key: l, text: x}]}\n",
      "[{\"change\":\"changed\",\"fields\":[{\"field\":\"checklist\",\"old\":\"(1)\",\"new\":\"(2)"
      "\"}]},"
      "{\"change\":\"changed\",\"clause\":\"B\",\"fields\":[{\"field\":\"text\"}]},{\"change\":"
      "\"added\","
      "\"clause\":\"C\"}]" },
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        pack_t *before = pack_of(CASES[i].before);
        pack_t *after = pack_of(CASES[i].after);
        json_t *got = pack_changes(before, after);
        json_t *want = json_loads(CASES[i].want, 0, NULL);
        char *text = json_dumps(got, JSON_COMPACT);
        if (!json_covers(want, got))
            fail_msg("%s: %s", CASES[i].name, text);
        free(text);
        json_decref(want);
        json_decref(got);
        pack_destroy(&before);
        pack_destroy(&after);
    }
}

/* A pack is no different from itself, and what one way is added the other way is removed. */
static void test_shipped(void **state)
{
    struct fixture *f = *state;
    json_t *none = pack_changes(f->packs[1], f->packs[1]);
    json_t *there = pack_changes(f->packs[0], f->packs[1]);
    json_t *back = pack_changes(f->packs[1], f->packs[0]);
    size_t counts[2] = { 0, 0 };
    json_t *const lists[2] = { there, back };
    const char *const words[2] = { "added", "removed" };
    for (size_t n = 0; n < 2; n++)
        for (size_t i = 0; i < json_array_size(lists[n]); i++)
            counts[n] +=
                strcmp(json_string_value(json_object_get(json_array_get(lists[n], i), "change")),
                       words[n]) == 0;
    assert_int_equal(json_array_size(none), 0);
    assert_int_equal(json_array_size(there), json_array_size(back));
    assert_int_equal(counts[0], counts[1]);
    json_decref(none);
    json_decref(there);
    json_decref(back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_shipped),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
