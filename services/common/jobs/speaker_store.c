/* Looked up at every act and never remembered: whom an account is tied to may change between two
 * requests of one connection. */
#include "speaker_store.h"

#include "jobs_sql.h"
#include "pg_query.h"

/* The columns of speaker.sql judged; a row means that the account is one of table `account`. */
static rc_t judge(const PGresult *rows, int64_t person_id, const char *field, bool *ret_on_behalf,
                  struct problem *problem)
{
    int64_t own = pg_cell_i64(rows, 0, 0);
    bool personal = pg_cell_bool(rows, 0, 2);
    if (personal && own == 0)
        return problem_set(problem, RC_DENIED, field,
                           "the account that calls is tied to nobody of this contract");
    if (personal && own != person_id)
        return problem_set(problem, RC_DENIED, field,
                           "the account that calls is that of \"%s\" and speaks for nobody else",
                           pg_cell_text(rows, 0, 1));
    *ret_on_behalf = !personal;
    return RC_OK;
}

rc_t speaker_check(pg_t *db, int64_t contract_id, int64_t person_id, const char *field,
                   bool *ret_on_behalf, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    rc_t rc = pg_run(db, &sql_speaker, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        *ret_on_behalf = true;
    else
        rc = judge(rows, person_id, field, ret_on_behalf, problem);
    PQclear(rows);
    return rc;
}
