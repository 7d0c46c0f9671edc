/* Statements about facts, cases, penalties and payments. */
#include "sla_store.h"

#include "pg_query.h"
#include "sla_sql.h"

/* The same for every statement that makes a case. */
static void case_args(const struct case_new *row, struct pg_args *args)
{
    pg_args_init(args);
    pg_arg_i64(args, row->contract_id);
    pg_arg_id(args, row->system_id);
    pg_arg_text(args, row->code);
    pg_arg_text(args, row->type);
    pg_arg_day(args, row->on);
    pg_arg_text(args, row->incident);
    pg_arg_text(args, row->title);
    pg_arg_json(args, row->attributes);
}

/* Both ways of making a case end in the same words. */
static rc_t code_taken(const struct case_new *row, struct problem *problem)
{
    return problem_set(problem, RC_CONFLICT, "code", "the contract has a case \"%s\" already",
                       row->code);
}

/* The unique key (contract, code) speaks through RC_CONFLICT; it is told in the caller's words. */
rc_t case_insert(pg_t *db, const struct case_new *row, int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    struct problem why = { .rc = RC_OK };
    case_args(row, &args);
    rc_t rc = pg_number(db, &sql_case_insert, &args, ret_id, &why);
    if (rc == RC_CONFLICT)
        return code_taken(row, problem);
    return rc == RC_OK ? rc : problem_pass(problem, rc, &why);
}

/* No row comes back when the code belongs to a case that somebody recorded by hand. */
rc_t case_follow(pg_t *db, const struct case_new *row, struct problem *problem)
{
    struct pg_args args;
    int64_t id = 0;
    case_args(row, &args);
    rc_t rc = pg_number(db, &sql_case_follow, &args, &id, problem);
    return rc == RC_NOT_FOUND ? code_taken(row, problem) : rc;
}

/* The case with this code, locked; RC_CONFLICT when it is void. */
static rc_t lock_case(pg_t *db, int64_t contract_id, const char *code, int64_t *ret_id,
                      struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    pg_arg_text(&args, code);
    rc_t rc = pg_run(db, &sql_case_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "code", "there is no case \"%s\"", code);
    else if (pg_cell_bool(rows, 0, 1))
        rc = problem_set(problem, RC_CONFLICT, "code", "case \"%s\" is void already", code);
    else
        *ret_id = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return rc;
}

/* A void case stays readable: penalties that were proposed for it point to it. */
rc_t case_void(pg_t *db, int64_t contract_id, const char *code, int64_t *ret_id,
               struct problem *problem)
{
    struct pg_args args;
    rc_t rc = lock_case(db, contract_id, code, ret_id, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64(&args, *ret_id);
    return pg_do(db, &sql_case_void, &args, NULL, problem);
}

/* As replies show it, read back after the write. */
rc_t case_get(pg_t *db, int64_t id, json_t **ret_case, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    return pg_json(db, &sql_case_get, &args, ret_case, problem);
}

/* How many facts stand that say the same. */
static rc_t count_same(pg_t *db, const struct fact_new *row, int64_t *ret_count,
                       struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, row->contract_id);
    pg_arg_text(&args, row->clause);
    pg_arg_text(&args, row->name);
    pg_arg_instant(&args, row->at_us);
    pg_arg_id(&args, row->system_id);
    return pg_number(db, &sql_fact_same, &args, ret_count, problem);
}

/* The caller holds the contract's row of contract_work: two that record the same fact count one
 * after the other. */
rc_t fact_insert(pg_t *db, const struct fact_new *row, int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    int64_t same = 0;
    rc_t rc = count_same(db, row, &same, problem);
    if (rc == RC_OK && same > 0)
        return problem_set(problem, RC_CONFLICT, "at", "fact \"%s\" is recorded already",
                           row->name);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64(&args, row->contract_id);
    pg_arg_text(&args, row->clause);
    pg_arg_text(&args, row->name);
    pg_arg_instant(&args, row->at_us);
    pg_arg_id(&args, row->system_id);
    return pg_number(db, &sql_fact_insert, &args, ret_id, problem);
}

/* As replies show it, read back after the write. */
rc_t fact_get(pg_t *db, int64_t id, json_t **ret_fact, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    return pg_json(db, &sql_fact_get, &args, ret_fact, problem);
}

/* A page of what a contract has, by a statement that takes its code, the row before the page and
 * the rows at most. */
static rc_t contract_rows(pg_t *db, const struct sql *statement, const struct sla_list_args *list,
                          json_t **ret_page, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, statement, &args, ret_page, problem);
}

/* Due day and state are null until the payment's term has all its starting facts. */
rc_t payment_rows(pg_t *db, const struct sla_list_args *list, json_t **ret_page,
                  struct problem *problem)
{
    return contract_rows(db, &sql_payment_rows, list, ret_page, problem);
}

/* In the order of recording; what happened when stands in the rows. */
rc_t fact_rows(pg_t *db, const struct sla_list_args *list, json_t **ret_page,
               struct problem *problem)
{
    return contract_rows(db, &sql_fact_rows, list, ret_page, problem);
}
