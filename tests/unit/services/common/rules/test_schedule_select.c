/* The member `select`: what it takes and what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"
#include "schedule_select.h"

static const char PACK[] =
    "register: {prefix: R, count: 9}\n"
    "services:\n"
    "  - {code: S1, clause: R-001, name: n}\n"
    "deliverables:\n"
    "  - {clause: D1, also: [D2], title: a, part: front, subsystem: x, service: S1}\n"
    "  - {clause: D3, title: b, every: week, listed: true, bound: minimum}\n";

static const struct {
    const char *name, *select;
    bool a, b; /* whether it takes the documents of that title */
} TAKES[] = {
    { "everything", "{}", true, true },
    { "a clause", "{\"clause\":\"D1\"}", true, false },
    { "a clause that says the same", "{\"clause\":\"D2\"}", true, false },
    { "any of two clauses", "{\"clause\":[\"D1\",\"D3\"]}", true, true },
    { "a clause without documents", "{\"clause\":\"R-009\"}", false, false },
    { "a part", "{\"part\":\"front\"}", true, false },
    { "a subsystem", "{\"subsystem\":\"x\"}", true, false },
    { "a service", "{\"service\":\"S1\"}", true, false },
    { "listed", "{\"listed\":true}", false, true },
    { "not listed", "{\"listed\":false}", true, false },
    { "documents", "{\"kind\":\"deliverable\"}", true, true },
    { "work or documents", "{\"kind\":[\"service\",\"deliverable\"]}", true, true },
    { "work", "{\"kind\":\"service\"}", false, false },
    { "weekly", "{\"period\":[\"daily\",\"weekly\"]}", false, true },
    { "a minimum", "{\"bound\":\"minimum\"}", false, true },
    { "all of it", "{\"clause\":\"D3\",\"bound\":\"plan\"}", false, false },
    { "null is left out", "{\"clause\":null,\"kind\":null}", true, true },
};

static void test_takes(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, PACK);
    for (size_t i = 0; i < COUNT_OF(TAKES); i++) {
        struct schedule_selection selection;
        struct problem problem = { .rc = RC_OK };
        json_t *json = json_loads(TAKES[i].select, 0, NULL);
        assert_int_equal(schedule_selection_read(f->extra, json, &selection, &problem), RC_OK);
        struct schedule_ask ask = { .use = { .pack = f->extra },
                                    .select = selection.select,
                                    .systems = -1 };
        if (schedule_takes_document(&ask, &f->extra->deliverables.rows[0]) != TAKES[i].a ||
            schedule_takes_document(&ask, &f->extra->deliverables.rows[1]) != TAKES[i].b)
            fail_msg("%s", TAKES[i].name);
        schedule_selection_fini(&selection);
        json_decref(json);
    }
}

static const struct {
    const char *name, *select, *field;
} REFUSES[] = {
    { "an unknown criterion", "{\"colour\":1}", "select.colour" },
    { "an unknown clause", "{\"clause\":\"R-010\"}", "select.clause" },
    { "clause nought", "{\"clause\":\"R-000\"}", "select.clause" },
    { "no clause of the register", "{\"clause\":\"R009\"}", "select.clause" },
    { "an unknown clause among known ones", "{\"clause\":[\"D1\",\"D4\"]}", "select.clause" },
    { "a clause that is a number", "{\"clause\":1}", "select.clause" },
    { "no part", "{\"part\":[]}", "select.part" },
    { "an unknown subsystem", "{\"subsystem\":\"y\"}", "select.subsystem" },
    { "an unknown service", "{\"service\":\"S2\"}", "select.service" },
    { "a unit where there are none", "{\"unit\":\"U01\"}", "select.unit" },
    { "an unknown kind", "{\"kind\":\"meeting\"}", "select.kind" },
    { "an unknown period", "{\"period\":[\"daily\",\"hourly\"]}", "select.period" },
    { "no bound", "{\"bound\":[]}", "select.bound" },
    { "listed as text", "{\"listed\":\"true\"}", "select.listed" },
};

static void test_refuses(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, PACK);
    for (size_t i = 0; i < COUNT_OF(REFUSES); i++) {
        struct schedule_selection selection;
        struct problem problem = { .rc = RC_OK };
        json_t *json = json_loads(REFUSES[i].select, 0, NULL);
        rc_t rc = schedule_selection_read(f->extra, json, &selection, &problem);
        if (rc != RC_INVALID || strcmp(problem.field, REFUSES[i].field) != 0)
            fail_msg("%s: \"%s\"", REFUSES[i].name, problem.field);
        schedule_selection_fini(&selection);
        json_decref(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes),
        cmocka_unit_test(test_refuses),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
