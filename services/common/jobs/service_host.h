/* What every service process is: N threads, each a Majordomo worker with its own database
 * connection, dispatching requests by a table. The host decodes, checks role, size and deadline,
 * opens the transaction, keeps idempotency, runs the handler, commits, publishes the events,
 * replies. */
#ifndef SERVICE_HOST_H
#define SERVICE_HOST_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "clk.h"
#include "pg.h"
#include "problem.h"

/* Who may call, by the name the broker authenticated. Without CURVE (tests) a caller has all roles.
 */
enum caller_role {
    CALLER_GATEWAY = 1 << 0, /* speaks for a person; the only one whose `principal` counts */
    CALLER_CLI = 1 << 1,     /* `mlps` on this machine */
    CALLER_SERVICE = 1 << 2, /* another service */
    CALLER_WORKER = 1 << 3,  /* a worker */
    CALLER_ANY = CALLER_GATEWAY | CALLER_CLI | CALLER_SERVICE | CALLER_WORKER,
};

/* One request being served. */
struct call {
    pg_t *db;                /* inside a transaction of the route's kind */
    const json_t *args;      /* object; fields already limited to what the handler checks */
    const char *account;     /* who acts: the principal's account, or the process's name */
    int64_t now_us;          /* business time, the same for the whole call */
    int32_t today;           /* its day in Asia/Shanghai */
    struct problem *problem; /* where a handler says what was wrong */
    json_t *result;          /* set by the handler: owned, becomes the reply; NULL gives {} */
    json_t *once;            /* set by the handler: an object, owned, whose members are added to the
                                reply of this request alone. They are not kept under its idempotency
                                key: a repetition is answered without them. For secrets */
    struct call_events *events; /* what call_event collected; published after the commit */
    void *local;                /* per-thread state of the service (caches), or NULL */
};

/* Runs inside pg_tx, so perhaps several times for one request. Any result but RC_OK rolls back and
 * is answered as an error with the text in call->problem. */
typedef rc_t call_fn(struct call *call);

struct service_route {
    const char *op;     /* sorted, unique: a unit test checks it */
    uint32_t callers;   /* any of these may call; 0 is refused by the same test */
    size_t max_args;    /* bytes of the request frame, at most MAX_REQUEST_BYTES */
    enum pg_tx_kind tx; /* PG_WRITE routes need an idempotency key */
    call_fn *fn;
    const char *help; /* one line for the service's README, checked against it */
};

struct service_def {
    const char *name; /* "registry": bus service mlps.registry, role mlps_registry */
    const struct service_route *routes; /* sorted by op */
    size_t route_count;
    void *(*local_new)(void);           /* per-thread state; may be NULL */
    void (*local_destroy)(void *local); /* may be NULL when local_new is */
};

/* Append an event in the call's transaction (table `event`) and remember it for publication after
 * the commit. `contract` may be NULL (topic "-/kind"); `data` is stolen. */
MUST_CHECK rc_t call_event(struct call *call, const char *contract, const char *kind,
                           const char *subject_kind, int64_t subject_id, json_t *data);
/* Wake the workers of a job queue (job_store.h) after the commit. */
void call_wake(struct call *call, const char *queue);
/* main() of a service: options, wiring, threads, orderly stop. Exit code as in INTERFACE.md. */
int service_main(const struct service_def *def, int argc, char **argv);
struct bytebuf;
/* Dispatch one request frame as the host does, in this thread: for tests and benchmarks. */
rc_t service_dispatch(const struct service_def *def, pg_t *db, const struct clk *clk,
                      const char *caller, const char *body, size_t len, struct bytebuf *reply);

#endif
