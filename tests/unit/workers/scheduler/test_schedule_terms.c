/* Terms of the shipped pack on facts, without a database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ledger.h"
#include "schedule_terms.h"
#include "shipped.h"

enum { FACTS_MAX = 4 };

struct fact_text {
    const char *name, *at; /* `at` NULL ends the list */
};

static const struct {
    const char *name, *clause;
    struct fact_text facts[FACTS_MAX];
    const char *due;     /* NULL: none */
    const char *started; /* date */
    const char *closed;  /* instant, NULL: not */
} TERMS[] = {
    { "before the end of service", "YF-086", { { NULL, NULL } }, "2026-10-31", "2026-03-16", NULL },
    { "on the last day of service",
      "YF-087",
      { { NULL, NULL } },
      "2026-12-31",
      "2026-03-16",
      NULL },
    { "half of the period", "YF-084", { { NULL, NULL } }, "2026-08-08", "2026-03-16", NULL },
    { "without its starting fact", "YF-088", { { NULL, NULL } }, NULL, NULL, NULL },
    { "one of two starting facts",
      "YF-095",
      { { "invoice_received", "2026-04-01 10:00" } },
      NULL,
      NULL,
      NULL },
    { "the later of two, over a holiday",
      "YF-095",
      { { "contract_effective", "2026-03-16 10:00" }, { "invoice_received", "2026-04-01 10:00" } },
      "2026-04-16",
      "2026-04-01",
      NULL },
    { "over the long holiday and its make-up days",
      "YF-088",
      { { "notice_received", "2026-09-18 10:00" } },
      "2026-10-09",
      "2026-09-18",
      NULL },
    { "across the year's end",
      "YF-094",
      { { "acceptance_failed", "2026-12-28 10:00" } },
      "2027-01-11",
      "2026-12-28",
      NULL },
    { "closed",
      "YF-088",
      { { "notice_received", "2026-05-11 10:00" }, { "rectified", "2026-05-20 10:00" } },
      "2026-05-25",
      "2026-05-11",
      "2026-05-20 10:00" },
    { "closed on the day it began",
      "YF-088",
      { { "notice_received", "2026-05-11 10:00" }, { "rectified", "2026-05-11 09:00" } },
      "2026-05-25",
      "2026-05-11",
      "2026-05-11 09:00" },
    { "what came before it began closed an earlier round",
      "YF-088",
      { { "notice_received", "2026-05-11 10:00" }, { "rectified", "2026-05-10 10:00" } },
      "2026-05-25",
      "2026-05-11",
      NULL },
};

static size_t facts_of(const struct fact_text *texts, struct contract_fact *out)
{
    size_t count = 0;
    for (; count < FACTS_MAX && texts[count].at; count++)
        out[count] = (struct contract_fact){ .name = texts[count].name,
                                             .at_us = test_instant(texts[count].at) };
    return count;
}

static void check(const struct shipped *shipped, size_t i)
{
    struct contract_fact rows[FACTS_MAX];
    struct contract_facts facts = { rows, facts_of(TERMS[i].facts, rows) };
    struct wanted_deadline wanted;
    struct problem problem = { .rc = RC_OK };
    const struct pack_term *term = pack_term(shipped->pack, TERMS[i].clause);
    char due[DATE_TEXT] = "none";
    rc_t rc = schedule_term(&shipped->frame, &facts, term,
                            (struct term_scope){ TERMS[i].clause, 0 }, 0, &wanted, &problem);
    if (rc != RC_OK || wanted.due_known != (TERMS[i].due != NULL))
        fail_msg("%s: %s", TERMS[i].name, problem.text);
    if (!TERMS[i].due)
        return;
    civil_format_date(wanted.due.day, due);
    if (strcmp(due, TERMS[i].due) != 0 || wanted.closed != (TERMS[i].closed != NULL) ||
        (wanted.closed && wanted.closed_us != test_instant(TERMS[i].closed)) ||
        wanted.started_us != civil_day_start(test_day(TERMS[i].started), LEDGER_ZONE) ||
        strcmp(wanted.code, TERMS[i].clause) != 0 || proof_size(wanted.proof) == 0)
        fail_msg("%s: due %s", TERMS[i].name, due);
    wanted_deadline_fini(&wanted);
    wanted_deadline_fini(&wanted);
}

static void test_terms(void **state)
{
    (void)state;
    struct shipped shipped;
    shipped_open(&shipped);
    for (size_t i = 0; i < COUNT_OF(TERMS); i++)
        check(&shipped, i);
    shipped_close(&shipped);
}

static void test_scopes_and_parties(void **state)
{
    (void)state;
    struct shipped shipped;
    struct wanted_deadline wanted;
    struct problem problem = { .rc = RC_OK };
    struct contract_facts none = { NULL, 0 };
    shipped_open(&shipped);
    const struct pack_term *term = pack_term(shipped.pack, "YF-093");
    assert_int_equal(schedule_term(&shipped.frame, &none, term, (struct term_scope){ "YF-093", 0 },
                                   0, &wanted, &problem),
                     RC_OK);
    assert_true(wanted.customer_owes);
    assert_string_equal(wanted.subject_kind, "contract");
    assert_int_equal(wanted.subject_id, 1);
    wanted_deadline_fini(&wanted);
    term = pack_term(shipped.pack, "YF-092");
    assert_int_equal(schedule_term(&shipped.frame, &none, term, (struct term_scope){ "YF-092", 77 },
                                   12, &wanted, &problem),
                     RC_OK);
    assert_false(wanted.customer_owes);
    assert_string_equal(wanted.code, "YF-092/12");
    assert_string_equal(wanted.subject_kind, "system");
    assert_true(wanted.subject_id == 77 && wanted.system_id == 77);
    wanted_deadline_fini(&wanted);
    shipped_close(&shipped);
}

/* MH-023 starts with whichever fact the reading names. */
static void test_a_start_that_a_reading_names(void **state)
{
    (void)state;
    struct shipped shipped;
    shipped_open(&shipped);
    const struct pack_term *term = pack_term(shipped.pack, "MH-023");
    assert_true(schedule_term_starts(&shipped.frame, term, "assessment_ended"));
    assert_false(schedule_term_starts(&shipped.frame, term, "recheck_ended"));
    struct reading_choice choice = { "start_event", "recheck_ended" };
    shipped.frame.readings = (struct readings){ &choice, 1 };
    assert_false(schedule_term_starts(&shipped.frame, term, "assessment_ended"));
    assert_true(schedule_term_starts(&shipped.frame, term, "recheck_ended"));
    shipped_close(&shipped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_scopes_and_parties),
        cmocka_unit_test(test_a_start_that_a_reading_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
