/* A hook before and after every call to the server, so that tests can fail the n-th one. No process
 * of ours installs one. */
#ifndef PG_PROBE_H
#define PG_PROBE_H

#include "pg.h"

enum pg_fate {
    PG_PASS,      /* nothing happens */
    PG_FAIL,      /* the call fails like a statement the server refuses (RC_INTERNAL) */
    PG_FAIL_BUSY, /* it fails like a serialization failure: the transaction is tried again */
    PG_CUT,       /* the connection is cut before the call */
    PG_CUT_AFTER, /* the call is carried out, then the connection is cut: its answer is lost */
};

/* Fate of the call that is about to be sent; `name` is the statement's, "begin_read", "begin_write",
 * "begin_snapshot" or "commit". Of two statements that go out in one trip it is asked about both before. */
typedef enum pg_fate pg_probe_fn(void *arg, const char *name);
/* Install a probe; NULL takes it away. Rollbacks are not asked about. */
void pg_set_probe(pg_t *self, pg_probe_fn *probe, void *arg);

#endif
