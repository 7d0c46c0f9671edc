/* What a run reads of a contract and links in it; deadlines themselves go through the ledger's own
 * statements, as everybody's do. */
#include "scheduler_store.h"

#include "pg_query.h"
#include "scheduler_sql.h"

/* An empty list is no statement: most packs of the simulation have no payments. */
static rc_t make_rows(pg_t *db, const struct sql *sql, int64_t contract, const json_t *list,
                      struct problem *problem)
{
    struct pg_args args;
    if (json_array_size(list) == 0)
        return RC_OK;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_json(&args, list);
    return pg_do(db, sql, &args, NULL, problem);
}

/* Asked first in every run: most wake-ups are for a task's ladder, and then nothing of the rest is
 * read. */
rc_t scheduler_store_due(pg_t *db, int64_t contract, int64_t now_us, bool *ret_due,
                         struct problem *problem)
{
    struct pg_args args;
    int64_t due = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_instant(&args, now_us);
    rc_t rc = pg_number(db, &sql_schedule_due, &args, &due, problem);
    if (rc == RC_OK)
        *ret_due = due != 0;
    return rc;
}

/* Made when missing, never changed: their state belongs to delivery and sla. */
rc_t scheduler_store_make(pg_t *db, int64_t contract, const json_t *documents,
                          const json_t *payments, struct problem *problem)
{
    rc_t rc = make_rows(db, &sql_schedule_documents_make, contract, documents, problem);
    if (rc == RC_OK)
        rc = make_rows(db, &sql_schedule_payments_make, contract, payments, problem);
    return rc;
}

/* Each read answers with one JSON value, so that the four differ by their statement alone. */
static rc_t read_rows(pg_t *db, const struct sql *sql, int64_t contract, json_t **ret_json,
                      struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    return pg_json(db, sql, &args, ret_json, problem);
}

/* Four reads whatever the size of the contract; what a run costs does not grow with what it
 * leaves alone. */
rc_t scheduler_store_read(pg_t *db, int64_t contract, struct schedule_rows *ret_rows,
                          struct problem *problem)
{
    *ret_rows = (struct schedule_rows){ .facts = NULL };
    const struct {
        const struct sql *sql;
        json_t **rows;
    } reads[] = {
        { &sql_schedule_facts, &ret_rows->facts },
        { &sql_schedule_standing, &ret_rows->standing },
        { &sql_schedule_documents, &ret_rows->documents },
        { &sql_schedule_payments, &ret_rows->payments },
    };
    rc_t rc = RC_OK;
    for (size_t i = 0; i < COUNT_OF(reads) && rc == RC_OK; i++)
        rc = read_rows(db, reads[i].sql, contract, reads[i].rows, problem);
    return rc;
}

/* Safe after a read that failed half-way: what was not read is NULL. */
void schedule_rows_fini(struct schedule_rows *self)
{
    json_decref(self->facts);
    json_decref(self->standing);
    json_decref(self->documents);
    json_decref(self->payments);
    *self = (struct schedule_rows){ .facts = NULL };
}

/* The deadline may be the term's, shared, or the document's own: delivery stops whichever is
 * linked.
 */
rc_t scheduler_store_link_document(pg_t *db, int64_t document, int64_t deadline,
                                   struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, document);
    pg_arg_i64(&args, deadline);
    return pg_do(db, &sql_schedule_document_link, &args, NULL, problem);
}

/* A payment without a deadline yet waits for the fact its term counts from. */
rc_t scheduler_store_link_payment(pg_t *db, int64_t payment, int64_t deadline, int32_t paid_on,
                                  struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, payment);
    pg_arg_id(&args, deadline);
    pg_arg_day(&args, paid_on);
    return pg_do(db, &sql_schedule_payment_link, &args, NULL, problem);
}
