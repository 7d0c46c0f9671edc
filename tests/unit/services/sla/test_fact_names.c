/* Which facts the shipped contract's terms ask for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "fact_names.h"
#include "rules_fixture.h"

enum { YIFEN = 1 };

static const struct {
    const char *clause, *name; /* clause NULL: any term */
    bool want;
} CASES[] = {
    { NULL, "invoice_received", true },
    { NULL, "paid", true },
    { NULL, "assessment_ended", true },
    { NULL, "recheck_ended", false }, /* by the reading */
    { NULL, "start_event", false },
    { NULL, "$start_event", false },
    { NULL, "", false },
    { "YF-095", "contract_effective", true },
    { "YF-095", "paid", true },
    { "YF-095", "accepted", false },
    { "YF-096", "accepted", true },
    { "MH-023", "report_issued", true },
};

static void test_wanted(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct pack_term *term =
            CASES[i].clause ? pack_term(f->packs[YIFEN], CASES[i].clause) : NULL;
        if (fact_is_wanted(f->packs[YIFEN], NULL, term, CASES[i].name) != CASES[i].want)
            fail_msg("%s of %s", CASES[i].name, CASES[i].clause ? CASES[i].clause : "any");
    }
}

/* A reading chooses which fact starts the term. */
static void test_reading(void **state)
{
    const struct fixture *f = *state;
    const struct reading_choice choice = { "start_event", "recheck_ended" };
    const struct readings readings = { &choice, 1 };
    assert_true(fact_is_wanted(f->packs[YIFEN], &readings, NULL, "recheck_ended"));
    assert_false(fact_is_wanted(f->packs[YIFEN], &readings, NULL, "assessment_ended"));
}

/* Terms of one pack, of which one runs in hours. */
static const char HOURS[] =
    "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\ncalendar: {base: cn, makeup_days: true}\n"
    "terms:\n"
    "  - {clause: H, title: t, after: asked, within: 4 h, closed_by: done}\n"
    "  - {clause: M, title: t, after: rang, within: 30 min}\n"
    "  - {clause: D, title: t, after: told, within: 4 days, closed_by: done}\n";

static const struct {
    const char *clause, *name; /* clause NULL: any term */
    bool want;
} INSTANTS[] = {
    { NULL, "asked", true }, { "H", "asked", true },   { NULL, "rang", true },
    { NULL, "told", false }, { "D", "told", false },   { NULL, "done", true },
    { "H", "done", true },   { "D", "done", false },   { "D", "asked", false },
    { "M", "done", false },  { NULL, "lunch", false },
};

static void test_hours_need_an_instant(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    assert_int_equal(fixture_pack_text(HOURS, &pack, &problem), RC_OK);
    for (size_t i = 0; i < COUNT_OF(INSTANTS); i++) {
        const struct pack_term *term =
            INSTANTS[i].clause ? pack_term(pack, INSTANTS[i].clause) : NULL;
        if (fact_needs_instant(pack, NULL, term, INSTANTS[i].name) != INSTANTS[i].want)
            fail_msg("%s of %s", INSTANTS[i].name, INSTANTS[i].clause ? INSTANTS[i].clause : "any");
    }
    pack_destroy(&pack);
}

static void test_list(void **state)
{
    const struct fixture *f = *state;
    struct bytebuf out;
    bytebuf_init(&out, 400);
    fact_names_list(f->packs[YIFEN], NULL, pack_term(f->packs[YIFEN], "YF-095"), &out);
    assert_string_equal(bytebuf_str(&out), "contract_effective, invoice_received, paid");
    bytebuf_reset(&out);
    fact_names_list(f->packs[YIFEN], NULL, NULL, &out);
    const char *paid = strstr(bytebuf_str(&out), "paid");
    assert_non_null(paid);
    assert_null(strstr(paid + 1, " paid")); /* once */
    bytebuf_fini(&out);
    bytebuf_init(&out, 12); /* a list that does not fit ends early */
    fact_names_list(f->packs[YIFEN], NULL, NULL, &out);
    assert_true(out.len <= 12);
    bytebuf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wanted),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_hours_need_an_instant),
        cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
