/* Facts, cases, penalties and payments: what is refused, what is replied, and that the workers are
 * told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"
#include "wire_check.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    json_decref(desk_outage(&desk, "N1"));
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static int64_t work(void)
{
    return db_number(&desk.registry.tdb, "select facts from contract_work");
}

#define FACT "{'contract':'yifen-2026','at':'2026-06-01',"
#define CASE "{'contract':'yifen-2026','title':'t','on':'2026-06-01',"

static const struct {
    const char *name, *op, *args, *field, *said;
    rc_t rc;
} REFUSED[] = {
    { "a fact nobody asks for", "fact.record", FACT "'name':'lunch'}", "name", "invoice_received",
      RC_REFUSED },
    { "a fact of another clause", "fact.record", FACT "'name':'accepted','clause':'YF-095'}",
      "name", "contract_effective, invoice_received, paid", RC_REFUSED },
    { "no such term", "fact.record", FACT "'name':'paid','clause':'YF-107'}", "clause", "no term",
      RC_REFUSED },
    { "no such system", "fact.record", FACT "'name':'paid','serial':40}", "serial", "",
      RC_NOT_FOUND },
    { "a case nobody charges", "case.record", CASE "'code':'C1','type':'lunch','attributes':{}}",
      "type", "center_notice", RC_REFUSED },
    { "an attribute nobody asks for", "case.record",
      CASE "'code':'C1','type':'inspection','attributes':{'x':1}}", "attributes.x", "",
      RC_INVALID },
    { "of an incident there is not", "case.record",
      CASE "'code':'C1','type':'inspection','attributes':{},'incident':'N9'}", "incident", "N9",
      RC_NOT_FOUND },
    { "the incident's own code", "case.record",
      CASE "'code':'N1','type':'inspection','attributes':{}}", "code", "", RC_CONFLICT },
    { "before the contract", "case.record",
      "{'contract':'yifen-2026','title':'t','on':'2026-03-15','code':'C1','type':'inspection',"
      "'attributes':{}}",
      "on", "", RC_REFUSED },
    { "no such case", "case.void", "{'contract':'yifen-2026','code':'C9','note':'n'}", "code", "",
      RC_NOT_FOUND },
    { "no such penalty", "penalty.get", "{'penalty':999999}", "penalty", "", RC_NOT_FOUND },
};

static void test_refused(void **state)
{
    (void)state;
    int64_t before = work();
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        rc_t rc =
            bench_refused(&desk.sla, &problem, REFUSED[i].op, "o", wire_args(REFUSED[i].args));
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0 ||
            !strstr(problem.text, REFUSED[i].said))
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
    assert_int_equal(work(), before); /* nothing changed, nobody is woken */
}

/* A date is its first instant in the contract's zone. */
static void test_facts(void **state)
{
    (void)state;
    struct problem problem;
    int64_t before = work();
    json_t *fact =
        bench_ok(&desk.sla, "fact.record", "{s:s, s:s, s:s, s:s, s:i}", "contract", CONTRACT,
                 "name", "paid", "clause", "YF-095", "at", "2026-04-02", "serial", 2);
    assert_string_equal(text_at(fact, "at"), "2026-04-02T00:00:00+08:00");
    assert_int_equal(int_at(fact, "serial"), 2);
    json_decref(fact);
    assert_int_equal(work(), before + 1);
    assert_int_equal(bench_refused(&desk.sla, &problem, "fact.record", "{s:s, s:s, s:s, s:s, s:i}",
                                   "contract", CONTRACT, "name", "paid", "clause", "YF-095", "at",
                                   "2026-04-01T16:00:00Z", "serial", 2),
                     RC_CONFLICT);
    /* Without the clause, or of no system, it says something else. */
    json_decref(bench_ok(&desk.sla, "fact.record", "{s:s, s:s, s:s, s:s}", "contract", CONTRACT,
                         "name", "paid", "clause", "YF-095", "at", "2026-04-02"));
    json_decref(bench_ok(&desk.sla, "fact.record", "{s:s, s:s, s:s}", "contract", CONTRACT, "name",
                         "paid", "at", "2026-04-02"));
    assert_int_equal(
        db_number(&desk.registry.tdb, "select count(*) from event where kind = 'fact.recorded'"),
        3);
    json_t *facts =
        bench_ok(&desk.sla, "fact.list", "{s:s, s:i}", "contract", CONTRACT, "limit", 2);
    assert_int_equal(size_at(facts, "items"), 2);
    assert_int_equal(int_at(facts, "items.0.serial"), 2);
    assert_true(json_is_null(at_path(facts, "items.1.system")));
    json_t *rest = bench_ok(&desk.sla, "fact.list", "{s:s, s:s}", "contract", CONTRACT, "cursor",
                            text_at(facts, "next"));
    assert_int_equal(size_at(rest, "items"), 1);
    assert_true(json_is_null(at_path(rest, "items.0.clause")));
    json_decref(rest);
    json_decref(facts);
}

static void test_cases(void **state)
{
    (void)state;
    struct problem problem;
    int64_t before = work();
    json_t *kase = bench_ok(
        &desk.sla, "case.record", "{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:{s:b}}", "contract",
        CONTRACT, "code", "T1", "type", "user_complaint", "on", "2026-06-10", "title", "投诉",
        "serial", 12, "incident", "N1", "attributes", "important_user", 1);
    assert_string_equal(text_at(kase, "incident"), "N1");
    assert_true(json_is_null(at_path(kase, "voided_at")));
    json_decref(kase);
    kase = bench_ok(&desk.sla, "case.void", "{s:s, s:s, s:s}", "contract", CONTRACT, "code", "T1",
                    "note", "撤诉");
    assert_string_equal(text_at(kase, "voided_at"), "2026-06-15T09:00:00+08:00");
    json_decref(kase);
    assert_int_equal(work(), before + 2);
    assert_int_equal(bench_refused(&desk.sla, &problem, "case.void", "{s:s, s:s, s:s}", "contract",
                                   CONTRACT, "code", "T1", "note", "n"),
                     RC_CONFLICT);
}

static void test_penalties(void **state)
{
    (void)state;
    db_exec(
        &desk.registry.tdb,
        "insert into penalty (contract_id, case_id, clause, deduct_fen, proof, pack_id, state) "
        "select c.contract_id, c.id, 'X-' || n, 100, '[{\"why\": \"share\"}]', k.pack_id, "
        "case n when 1 then 'proposed' else 'confirmed' end from penalty_case c join contract k on "
        "k.id = c.contract_id, generate_series(1, 2) n where c.code = 'N1'");
    json_t *page = bench_ok(&desk.sla, "penalty.list", "{s:s, s:s}", "contract", CONTRACT, "state",
                            "confirmed");
    assert_int_equal(size_at(page, "items"), 1);
    assert_string_equal(text_at(page, "items.0.clause"), "X-2");
    assert_string_equal(text_at(page, "items.0.case"), "N1");
    assert_true(json_is_null(at_path(page, "items.0.proof")));
    json_t *one = bench_ok(&desk.sla, "penalty.get", "{s:I}", "penalty",
                           (json_int_t)int_at(page, "items.0.id"));
    assert_string_equal(text_at(one, "proof.0.why"), "share");
    json_decref(one);
    json_decref(page);
}

static void test_payments(void **state)
{
    (void)state;
    db_exec(&desk.registry.tdb,
            "insert into payment (contract_id, clause, title, amount_fen) select "
            "id, 'P-' || n, 't', n from contract, generate_series(1, 3) n");
    json_t *page =
        bench_ok(&desk.sla, "payment.list", "{s:s, s:i}", "contract", CONTRACT, "limit", 2);
    assert_int_equal(size_at(page, "items"), 2);
    json_t *rest = bench_ok(&desk.sla, "payment.list", "{s:s, s:s}", "contract", CONTRACT, "cursor",
                            text_at(page, "next"));
    assert_string_equal(text_at(rest, "items.0.clause"), "P-3");
    assert_int_equal(int_at(rest, "items.0.amount_fen"), 3);
    json_decref(page);
    json_decref(rest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),  cmocka_unit_test(test_facts),
        cmocka_unit_test(test_cases),    cmocka_unit_test(test_penalties),
        cmocka_unit_test(test_payments),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
