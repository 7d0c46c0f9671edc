/* People who decide, and penalties to decide on: what tests of decisions share. */
#ifndef PENALTIES_H
#define PENALTIES_H

#include "desk.h"

/* One of each role. */
static const struct {
    const char *name, *role;
} PEOPLE[] = {
    { "赵工", "engineer" },
    { "钱经理", "manager" },
    { "孙主任", "customer" },
    { "李总", "leader" },
};
#define CUSTOMER "孙主任"
#define MANAGER  "钱经理"

static inline void people_add(struct desk *desk)
{
    for (size_t i = 0; i < sizeof(PEOPLE) / sizeof(PEOPLE[0]); i++)
        json_decref(bench_ok(&desk->registry, "person.add", "{s:s, s:s, s:s}", "contract", CONTRACT,
                             "name", PEOPLE[i].name, "role", PEOPLE[i].role));
}

/* A penalty of 100 fen in `state` for a case of its own, proposed on 2026-06-10; its id. */
static inline int64_t penalty_add(struct desk *desk, const char *state)
{
    static int number;
    char sql[900];
    snprintf(
        sql, sizeof(sql),
        "with c as (insert into penalty_case (contract_id, code, type, occurred_on, title) select "
        "id, 'Q%d', 'inspection', '2026-06-01', 't' from contract returning id, contract_id) "
        "insert into penalty (contract_id, case_id, clause, deduct_fen, proof, pack_id, state, "
        "proposed_at) select k.id, c.id, 'X', 100, '[]', k.pack_id, '%s', '2026-06-10 12:00+08' "
        "from c join contract k on k.id = c.contract_id",
        ++number, state);
    db_exec(&desk->registry.tdb, sql);
    return db_number(&desk->registry.tdb, "select max(id) from penalty");
}

static inline json_t *decide_args(int64_t penalty, const char *by)
{
    return json_pack("{s:I, s:s, s:s, s:s}", "penalty", (json_int_t)penalty, "on", "2026-06-12",
                     "by", by, "note", "按约定");
}

#endif
