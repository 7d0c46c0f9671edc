/* Statements of the penalty worker: cases and proposals.
 *
 * Who judges a contract holds its advisory lock (duty_claim.sql), and who decides on one of its
 * penalties takes the same (penalty_turn.sql): between reading what stands and writing what changes
 * nobody moves a row, though no row is locked. */
#include "penalty_store.h"

#include "penalty_sql.h"
#include "pg_query.h"

/* By kind and not by source: conditions on a case's facts are the rule's to judge, in C. */
rc_t penalty_store_breaches(pg_t *db, int64_t contract, const char *const *kinds, size_t count,
                            json_t **ret_list, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_texts(&args, kinds, count);
    return pg_json(db, &sql_penalty_breaches, &args, ret_list, problem);
}

/* One statement for all. A case that is there follows its breach; one that a person recorded is
 * left alone. */
rc_t penalty_store_make_cases(pg_t *db, int64_t contract, const json_t *cases,
                              struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_json(&args, cases);
    return pg_do(db, &sql_penalty_case_make, &args, NULL, problem);
}

/* A case of a breach that does not count is not read at all: it stays in its table for whoever
 * asks what was once missed. */
rc_t penalty_store_cases(pg_t *db, int64_t contract, const int64_t *breaches, size_t count,
                         json_t **ret_list, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64s(&args, breaches, count);
    return pg_json(db, &sql_penalty_cases, &args, ret_list, problem);
}

/* One row for a case and clause, whatever number of revisions stands behind it. */
rc_t penalty_store_current(pg_t *db, int64_t contract, json_t **ret_list, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    return pg_json(db, &sql_penalty_current, &args, ret_list, problem);
}

/* Before the insert: two standing penalties of one case and clause are refused by the table,
 * within a transaction too. */
static rc_t supersede(pg_t *db, int64_t penalty, struct problem *problem)
{
    struct pg_args args;
    if (penalty == 0)
        return RC_OK;
    pg_args_init(&args);
    pg_arg_i64(&args, penalty);
    return pg_do(db, &sql_penalty_supersede, &args, NULL, problem);
}

/* Nothing charged is written as a row as well: an end that can be shown. */
static rc_t propose(pg_t *db, int64_t contract, int64_t pack, const struct penalty_change *change,
                    int64_t *ret_id, struct problem *problem)
{
    const struct penalty_assessment *assessment = change->assessment;
    json_t *measures = penalty_measures(assessment);
    json_t *proof = proof_json(assessment ? assessment->proof : NULL);
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64(&args, change->case_id);
    pg_arg_text(&args, change->clause);
    pg_arg_i64(&args, change->revision);
    pg_arg_i64(&args, change->deduct_fen);
    pg_arg_i64(&args, assessment ? assessment->deduct_fen : 0);
    pg_arg_i64(&args, penalty_counted(assessment));
    pg_arg_i64(&args, penalty_threshold(assessment));
    pg_arg_json(&args, measures);
    pg_arg_json(&args, proof);
    pg_arg_i64(&args, pack);
    pg_arg_text(&args, change->final ? "reversed" : "proposed");
    rc_t rc = pg_number(db, &sql_penalty_propose, &args, ret_id, problem);
    json_decref(measures);
    json_decref(proof);
    return rc;
}

/* A proposal is never changed: a new one supersedes it, and the old one stays readable with its
 * proof. */
rc_t penalty_store_write(pg_t *db, int64_t contract, int64_t pack,
                         const struct penalty_change *change, int64_t *ret_id,
                         struct problem *problem)
{
    rc_t rc = supersede(db, change->supersedes, problem);
    return rc == RC_OK ? propose(db, contract, pack, change, ret_id, problem) : rc;
}
