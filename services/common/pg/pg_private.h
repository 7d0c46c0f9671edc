/* Fields of pg_t, for the files of this folder only. */
#ifndef PG_PRIVATE_H
#define PG_PRIVATE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "embed.h"
#include "pg.h"
#include "pg_probe.h"

struct pg {
    char *dsn;
    char *role;
    char *process;
    PGconn *conn;        /* NULL: not connected */
    bool lost;           /* the connection is of no more use: replace it */
    bool in_tx;          /* between BEGIN and COMMIT or ROLLBACK */
    bool read_only;      /* our own transaction is: then 25006 is a mistake of ours, no failover */
    bool again;          /* the last error went away with the transaction: it may be repeated */
    bool committing;     /* COMMIT was sent and not answered */
    bool commit_warned;  /* the server warned while committing: the outcome is unknown (HA-02) */
    int64_t retry_at_ms; /* machine time before which no new connection is tried */
    int64_t backoff_ms;  /* last pause between two tries; 0 after a success */
    const struct sql **prepared; /* statements prepared on this connection */
    size_t prepared_count;
    size_t prepared_cap;
    char *account; /* context of every transaction, see struct pg_context */
    bool now_fixed;
    int64_t now_us;
    int64_t limit_ms;
    int64_t hold_ms;
    struct pg_hooks hooks; /* all NULL: nobody asks */
    pg_probe_fn *probe; /* NULL outside tests */
    void *probe_arg;
    bool cut_after; /* the probe wants the answer of the running call lost */
};

/* Ask the probe (if any) what is to happen to the next call; true: the call must not be sent and
 * *ret_rc is its result. */
bool pg_probe_before(pg_t *self, const char *name, rc_t *ret_rc, struct problem *problem);
/* The same after the call has succeeded: true when its answer must be treated as lost. */
bool pg_probe_after(pg_t *self, const char *name, struct problem *problem);

/* Whether a statement may be sent now: connected, allowed by the probe, and prepared. */
MUST_CHECK rc_t pg_sendable(pg_t *self, const struct sql *sql, struct problem *problem);
/* Send one constant text and wait for its result, which the caller clears. No probe, no checks. */
PGresult *pg_plain(pg_t *self, const char *text);
/* Run one constant text without parameters (begin, commit, a migration file). */
MUST_CHECK rc_t pg_text(pg_t *self, const char *name, const char *text, struct problem *problem);
struct pg_args;
/* Run `first`, which takes no arguments, and if that was good `second` with `args`, in one trip; nobody wants rows of theirs. *ret_first becomes
 * whether the first one holds, also when the second one failed. Frees the arguments in every case. */
MUST_CHECK rc_t pg_pair(pg_t *self, const struct sql *first, const struct sql *second, struct pg_args *args, bool *ret_first,
                        struct problem *problem);
/* Forget the connection and what was prepared on it. */
void pg_drop(pg_t *self);
/* What a failed `rows` (or a NULL one) means; fills in *problem and the flags of `self`. */
rc_t pg_failed(pg_t *self, const char *name, const PGresult *rows, struct problem *problem);

#endif
