/* Transactions: begin, context, commit, and what may be tried again. */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "clk.h"
#include "memory.h"
#include "pg_private.h"
#include "pg_query.h"
#include "pg_sql.h"

enum { TRY_AGAIN_FIRST_MS = 2, TRY_AGAIN_MOST_MS = 200 };

static const struct sql BEGIN[] = {
    [PG_READ] = { "begin_read", "begin isolation level read committed read only" },
    [PG_WRITE] = { "begin_write", "begin isolation level read committed read write" },
    [PG_SNAPSHOT] = { "begin_snapshot", "begin isolation level repeatable read read only" },
};

/* Migrations and probes run without one. */
static bool has_context(const pg_t *self)
{
    return self->account || self->now_fixed || self->limit_ms > 0 || self->hold_ms > 0;
}

/* Milliseconds; 0: as it is. */
static void put_limit(struct pg_args *args, int64_t ms)
{
    if (ms > 0)
        pg_arg_i64(args, ms);
    else
        pg_arg_null(args);
}

/* Set for the transaction only, so a pooled connection never carries the account of the request
 * before; in one trip with the beginning. */
static rc_t begin_in_context(pg_t *self, enum pg_tx_kind kind, struct problem *problem)
{
    int64_t usual_ms = kind == PG_SNAPSHOT ? PG_SNAPSHOT_MS : 0;
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, self->account);
    if (self->now_fixed)
        pg_arg_instant(&args, self->now_us);
    else
        pg_arg_null(&args);
    put_limit(&args, self->limit_ms > 0 ? self->limit_ms : usual_ms);
    put_limit(&args, self->read_only ? 0 : self->hold_ms); /* a reader keeps nobody waiting */
    return pg_pair(self, &BEGIN[kind], &sql_pg_context, &args, &self->in_tx, problem);
}

/* A snapshot has a limit of its own, and so a context in any case. */
static rc_t begin(pg_t *self, enum pg_tx_kind kind, struct problem *problem)
{
    if (has_context(self) || kind == PG_SNAPSHOT)
        return begin_in_context(self, kind, problem);
    rc_t rc = pg_text(self, BEGIN[kind].name, BEGIN[kind].text, problem);
    self->in_tx = rc == RC_OK;
    return rc;
}

/* Leave the transaction without keeping anything. A rollback that fails means that the connection
 * is of no more use; the server rolls back by itself. */
static void roll_back(pg_t *self)
{
    if (!pg_is_lost(self)) {
        PGresult *done = pg_plain(self, "rollback");
        if (PQresultStatus(done) != PGRES_COMMAND_OK)
            self->lost = true;
        PQclear(done);
    }
    self->in_tx = false;
}

/* COMMIT of a transaction that a swallowed error has broken answers ROLLBACK and no error. */
static rc_t check_committed(pg_t *self, PGresult *done, struct problem *problem)
{
    if (PQresultStatus(done) != PGRES_COMMAND_OK)
        return pg_failed(self, "commit", done, problem);
    if (strcmp(PQcmdStatus(done), "COMMIT") != 0)
        return problem_set(problem, RC_INTERNAL, NULL,
                           "could not run commit: a failed statement was passed over");
    if (self->commit_warned)
        return problem_set(problem, RC_UNAVAILABLE, NULL,
                           "could not run commit: the server stopped waiting for its replica");
    return RC_OK;
}

/* Between sending COMMIT and its answer the outcome is unknown; `committing` stays set when no
 * answer came, and nobody may repeat the work then. */
static rc_t commit(pg_t *self, struct problem *problem)
{
    rc_t rc;
    if (pg_probe_before(self, "commit", &rc, problem))
        return rc;
    self->committing = true;
    self->commit_warned = false;
    PGresult *done = pg_plain(self, "commit");
    rc = check_committed(self, done, problem);
    PQclear(done);
    if (rc == RC_OK && pg_probe_after(self, "commit", problem))
        rc = RC_UNAVAILABLE;
    /* An error that the server reported is certain: nothing was kept. */
    self->committing = rc == RC_UNAVAILABLE;
    self->in_tx = false;
    return rc;
}

/* The hooks are told of the end in every case. `read_only` lets an attempt to write be reported as
 * our mistake, not as one of the input. */
static rc_t try_once(pg_t *self, enum pg_tx_kind kind, pg_tx_fn *fn, void *arg,
                     struct problem *problem)
{
    self->read_only = kind != PG_WRITE;
    rc_t rc = begin(self, kind, problem);
    if (rc == RC_OK)
        rc = fn(self, arg, problem);
    if (rc == RC_OK && self->hooks.before_commit)
        rc = self->hooks.before_commit(self, self->hooks.arg, problem);
    if (rc == RC_OK)
        rc = commit(self, problem);
    if (self->in_tx)
        roll_back(self);
    self->read_only = false;
    if (self->hooks.at_end)
        self->hooks.at_end(self->hooks.arg, rc == RC_OK);
    return rc;
}

/* Full jitter up to a doubling ceiling: transactions that collided once do not collide again in
 * step. */
static void pause_before(int tries)
{
    uint32_t most = (uint32_t)TRY_AGAIN_FIRST_MS << (tries < 7 ? tries : 7);
    most = most < TRY_AGAIN_MOST_MS ? most : TRY_AGAIN_MOST_MS;
    clk_pause_ms((int64_t)randombytes_uniform(most) + 1);
}

/* Whether the transaction may be run once more: nothing of the failed try was kept for certain. */
static bool may_repeat(const pg_t *self, int tries, int64_t end_ms)
{
    if (self->committing)
        return false;
    if (self->again)
        return tries < PG_TX_TRIES;
    return pg_is_lost(self) && clk_mono_ms() < end_ms;
}

/* Serialisation failures, deadlocks and lost connections are repeated from the start until the
 * patience is over, so `fn` must not keep anything between its calls. What may not be repeated is a
 * commit whose answer was lost. */
rc_t pg_tx(pg_t *self, enum pg_tx_kind kind, pg_tx_fn *fn, void *arg, struct problem *problem)
{
    int64_t end_ms = clk_mono_ms() + PG_PATIENCE_MS;
    assert(!self->in_tx);
    for (int tries = 1;; tries++) {
        struct problem latest = { .rc = RC_OK };
        self->again = false;
        self->committing = false;
        int64_t left = end_ms - clk_mono_ms();
        rc_t rc = pg_wait(self, left > 0 ? left : 0, &latest);
        if (rc == RC_OK)
            rc = try_once(self, kind, fn, arg, &latest);
        else
            end_ms = 0; /* waited long enough */
        if (rc == RC_OK)
            return RC_OK;
        if (!may_repeat(self, tries, end_ms))
            return latest.rc == RC_OK ? rc : problem_pass(problem, rc, &latest);
        pause_before(tries);
    }
}

/* The commit was sent and no answer came: only the key of the request can tell later what
 * happened. */
bool pg_outcome_unknown(const pg_t *self)
{
    return self->committing;
}
