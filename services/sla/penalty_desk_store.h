/* Statements about decisions on penalties, each inside the caller's transaction. */
#ifndef PENALTY_DESK_STORE_H
#define PENALTY_DESK_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "contract_frame.h"
#include "pg.h"
#include "sla_states.h"
#include "sla_wire.h"

/* Bytes: characters of any script take up to four each. */
enum { PENALTY_CASE_TEXT = 4 * MAX_CODE_FIELD + 1, PENALTY_CLAUSE_TEXT = 4 * MAX_CLAUSE_FIELD + 1 };

/* A locked penalty. */
struct penalty_standing {
    int64_t id, contract_id, revision, deduct_fen, version;
    int state;       /* enum penalty_state */
    int32_t since;   /* day of its proposal, or of the last decision on it */
    bool taken_back; /* reversed by another row */
    char contract[CONTRACT_CODE_TEXT];
    char case_code[PENALTY_CASE_TEXT];
    char clause[PENALTY_CLAUSE_TEXT];
};

/* A row that waives or takes back another one. */
struct penalty_offset {
    int64_t penalty; /* what is waived or taken back */
    int state;       /* PENALTY_WAIVED or PENALTY_REVERSED */
    int64_t deduct_fen;
    bool reverses; /* the other one stands on beside it */
};

/* Keep the penalty worker from judging the contract of penalty `id` until the transaction ends,
 * then lock the row: what a person decides on and what the worker compares with must be the same.
 * RC_NOT_FOUND. */
MUST_CHECK rc_t penalty_lock(pg_t *db, int64_t id, struct penalty_standing *ret_row,
                             struct problem *problem);
/* Write the state. */
MUST_CHECK rc_t penalty_write(pg_t *db, int64_t id, int state, struct problem *problem);
/* The next revision of the same case and clause, with what the latest one says beside money. */
MUST_CHECK rc_t penalty_offset(pg_t *db, const struct penalty_offset *offset, int64_t *ret_id,
                               struct problem *problem);
/* Plan the notice to those who answer for the vendor. */
MUST_CHECK rc_t penalty_notice(pg_t *db, int64_t id, struct problem *problem);
/* RC_REFUSED, naming `receipt`, unless notification `receipt` is a notice of penalty `id` that was
 * read. */
MUST_CHECK rc_t penalty_receipt(pg_t *db, int64_t id, int64_t receipt, struct problem *problem);
/* A page of penalties as replies show them; owned. `args->id` limits it to one, and `with_proof`
 * adds why and what was decided. */
MUST_CHECK rc_t penalty_rows(pg_t *db, const struct sla_list_args *args, bool with_proof,
                             json_t **ret_page, struct problem *problem);

#endif
