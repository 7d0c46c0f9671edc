/* Accounts and whom they are tied to. A token never comes here, only its hash. */
#include "account_store.h"

#include "call_args.h"
#include "pg_query.h"
#include "registry_sql.h"

/* What most statements begin with: the row. */
static void only_id(struct pg_args *args, int64_t id)
{
    pg_args_init(args);
    pg_arg_i64(args, id);
}

/* The conflict is worded here: the server's message would name a constraint. */
rc_t account_store_insert(pg_t *db, const char *name, const char *hash, int64_t *ret_id,
                          struct problem *problem)
{
    struct pg_args args;
    struct problem found = { .rc = RC_OK };
    pg_args_init(&args);
    pg_arg_text(&args, name);
    pg_arg_text(&args, hash);
    rc_t rc = pg_number(db, &sql_account_insert, &args, ret_id, &found);
    if (rc == RC_CONFLICT)
        return problem_set(problem, rc, "name",
                           "there is or was an account \"%s\": events name it for good", name);
    return rc == RC_OK ? rc : problem_pass(problem, rc, &found);
}

/* Without what opens: no statement but account_enter compares the hash, and none returns it. */
rc_t account_store_list(pg_t *db, const struct account_list *list, json_t **ret_list,
                        struct problem *problem)
{
    struct pg_args args;
    only_id(&args, list->account);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_account_list, &args, ret_list, problem);
}

/* One wording for an unknown account and for a token that opens nothing. */
static rc_t not_found(struct problem *problem)
{
    return problem_set(problem, RC_NOT_FOUND, "account", "there is no such account");
}

/* A list of one, so that a change answers with what the list shows. */
rc_t account_store_get(pg_t *db, int64_t id, json_t **ret_account, struct problem *problem)
{
    const struct account_list one = { .account = id, .page = PAGE_OF_ONE };
    json_t *list = NULL;
    rc_t rc = account_store_list(db, &one, &list, problem);
    if (rc != RC_OK)
        return rc;
    json_t *item = json_incref(json_array_get(json_object_get(list, "items"), 0));
    json_decref(list);
    if (!item)
        return not_found(problem);
    *ret_account = item;
    return RC_OK;
}

/* The lock is what makes two who tie one account wait for each other. */
rc_t account_store_lock(pg_t *db, int64_t id, int64_t version, bool *ret_revoked,
                        struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    only_id(&args, id);
    rc_t rc = pg_run(db, &sql_account_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = not_found(problem);
    else
        rc = version_check(version, pg_cell_i64(rows, 0, 0), "account", problem);
    if (rc == RC_OK)
        *ret_revoked = pg_cell_bool(rows, 0, 1);
    PQclear(rows);
    return rc;
}

/* Two people of one name are told apart by their roles, as everywhere in a contract. */
rc_t account_store_person(pg_t *db, int64_t contract, const struct account_change *change,
                          int64_t *ret_person, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    only_id(&args, contract);
    pg_arg_text(&args, change->person);
    pg_arg_text(&args, change->role);
    rc_t rc = pg_run(db, &sql_account_persons, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    int count = PQntuples(rows);
    if (count == 1)
        *ret_person = pg_cell_i64(rows, 0, 0);
    else if (count == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "person", "the contract has nobody named \"%s\"",
                         change->person);
    else
        rc = problem_set(problem, RC_REFUSED, "role",
                         "the contract has more than one \"%s\": say in which role",
                         change->person);
    PQclear(rows);
    return rc;
}

/* One person of a contract each, by the table's key: no row changed means that there is one,
 * perhaps the same. It is not replaced silently, since receipts from then on would be another's. */
rc_t account_store_bind(pg_t *db, int64_t id, int64_t contract, int64_t person,
                        struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    only_id(&args, id);
    pg_arg_i64(&args, contract);
    pg_arg_i64(&args, person);
    rc_t rc = pg_do(db, &sql_account_bind, &args, &changed, problem);
    if (rc == RC_OK && changed == 0)
        rc = problem_set(problem, RC_CONFLICT, "account",
                         "the account is somebody of that contract already: unbind it first");
    return rc;
}

/* The row goes; who the account was there is kept by the events account.bound and
 * account.unbound. */
rc_t account_store_unbind(pg_t *db, int64_t id, int64_t contract, bool *ret_changed,
                          struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    only_id(&args, id);
    pg_arg_i64(&args, contract);
    rc_t rc = pg_do(db, &sql_account_unbind, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_changed = changed > 0;
    return rc;
}

/* Not undone by anything: a revoked account gets no new token, and its name is not given again. */
rc_t account_store_revoke(pg_t *db, int64_t id, bool *ret_changed, struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    only_id(&args, id);
    rc_t rc = pg_do(db, &sql_account_revoke, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_changed = changed > 0;
    return rc;
}

/* The table is asked by the hash, so the time it takes tells nothing of how much of a token was
 * right. A person who is not active any more is left out, and with him what he might do. */
rc_t account_store_enter(pg_t *db, const char *hash, json_t **ret_account, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, hash);
    rc_t rc = pg_json(db, &sql_account_enter, &args, ret_account, problem);
    return rc == RC_NOT_FOUND ? not_found(problem) : rc;
}
