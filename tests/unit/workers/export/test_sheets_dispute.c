#include "sheets.h"
#include "statement_columns.h"

static void test_statements_fit_the_sheets(void **state)
{
    check_statement(*state, &SHEETS_DEADLINES[0], 30);
    check_statement(*state, &SHEETS_DEADLINES[1], 400);
    check_statement(*state, &SHEETS_PENALTIES[0], 5);
}

/* A proof with nothing to expand, and a deadline without a ruling: neither may break the statement.
 */
static void test_proofs_of_all_shapes(void **state)
{
    struct export_fixture *fixture = *state;
    db_exec(&fixture->tdb,
            "insert into deadline (contract_id, code, kind, clause, title, subject_kind, "
            "subject_id, due_on, due_at, breach_at, started_at) "
            "select contract_id, 'X-' || g, 'term', 'YF-001', 't', 'contract', 1, due_on, due_at, "
            "breach_at, started_at "
            "from deadline, generate_series(1, 3) g where code = 'YF-095/0/1'; "
            "insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, "
            "breach_at, provisional, proof) "
            "select d.id, 9, r.pack_id, r.calendar_id, r.due_on, r.due_at, r.breach_at, false, "
            "x.proof::jsonb from deadline d, "
            "  (select * from ruling limit 1) r, (values ('X-1', '[]'), "
            "  ('X-2', '[{\"why\": \"within\", \"from\": \"2026-06-10T09:00:00+08:00\", \"to\": "
            "\"2026-06-10T11:00:00+08:00\"}]')) "
            "  x (code, proof) where x.code = d.code; "
            "update deadline d set ruling_id = r.id from ruling r where r.deadline_id = d.id and "
            "r.version = 9");
    check_statement(fixture, &SHEETS_DEADLINES[0], 33);
    check_statement(fixture, &SHEETS_DEADLINES[1], 401);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements_fit_the_sheets),
        cmocka_unit_test(test_proofs_of_all_shapes),
    };
    return cmocka_run_group_tests(tests, statement_setup, statement_teardown);
}
