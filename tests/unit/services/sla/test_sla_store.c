/* Every statement behind facts, cases, penalties and payments fails once, in every way: nothing is
 * half done, nothing done twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"
#include "service_torture.h"

static struct desk desk;

/* A different minute for each try. */
static json_t *fact_args(int n)
{
    char at[40];
    snprintf(at, sizeof(at), "2026-06-01T%02d:%02d:00+08:00", n / 60, n % 60);
    return json_pack("{s:s, s:s, s:s, s:s}", "contract", CONTRACT, "name", "invoice_received",
                     "clause", "YF-095", "at", at);
}

static json_t *case_args(int n)
{
    char code[20];
    snprintf(code, sizeof(code), "C%d", n);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:{s:b}}", "contract", CONTRACT, "code", code,
                     "type", "center_notice", "on", "2026-06-01", "title", "t", "serial", 3,
                     "attributes", "business_affected", 1);
}

static json_t *void_args(int n)
{
    char code[20], sql[300];
    snprintf(code, sizeof(code), "V%d", n);
    snprintf(
        sql, sizeof(sql),
        "insert into penalty_case (contract_id, code, type, occurred_on, title) select id, '%s', "
        "'fault', '2026-06-01', 't' from contract on conflict do nothing",
        code);
    db_exec(&desk.registry.tdb, sql);
    return json_pack("{s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "note", "n");
}

static json_t *contract_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", CONTRACT);
}

static json_t *penalty_args(int n)
{
    (void)n;
    return json_pack("{s:I}", "penalty",
                     (json_int_t)db_number(&desk.registry.tdb, "select max(id) from penalty"));
}

#define EVENTS(kind) " + (select count(*) from event where kind = '" kind "')"
#define WORK         " + (select facts from contract_work)"

static const struct torture_row ROWS[] = {
    { "fact.record", fact_args, "select (select count(*) from fact)" EVENTS("fact.recorded") WORK,
      3 },
    { "case.record", case_args,
      "select (select count(*) from penalty_case)" EVENTS("case.recorded") WORK, 3 },
    { "case.void", void_args,
      "select (select count(*) from penalty_case where voided_at is not null)" EVENTS("case.voided")
          WORK,
      3 },
    { "penalty.list", contract_args, NULL, 0 },
    { "penalty.get", penalty_args, NULL, 0 },
    { "payment.list", contract_args, NULL, 0 },
    { "fact.list", contract_args, NULL, 0 },
};

static void test_every_call_fails_once(void **state)
{
    (void)state;
    desk_open(&desk);
    desk.sla.tdb.raw = desk.registry.tdb.raw; /* borrowed, for counting rows */
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        service_torture(&desk.sla, &ROWS[i]);
        if (i == 2)
            db_exec(
                &desk.registry.tdb,
                "insert into penalty (contract_id, case_id, clause, deduct_fen, proof, pack_id) "
                "select c.contract_id, c.id, 'X', 1, '[]', k.pack_id from penalty_case c join "
                "contract k on k.id = c.contract_id limit 1");
    }
    desk.sla.tdb.raw = NULL;
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
