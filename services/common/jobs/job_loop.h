/* Running a queue's jobs: a worker's step claims a batch, runs each job through a table of kinds,
 * and completes it. Lease, heartbeats, time-outs, failures, rescue of other workers' jobs and
 * orderly stop are done here. */
#ifndef JOB_LOOP_H
#define JOB_LOOP_H

#include <stddef.h>
#include <stdint.h>

#include "job_store.h"
#include "step_host.h"

enum {
    JOB_LEASE_MS = 15000, /* a dead worker's jobs are free after so long ... */
    JOB_SWEEP_MS = 5000,  /* ... and found after so long more */
};

typedef struct job_loop job_loop_t;

/* One job while its handler runs. */
struct job_run {
    const struct job *job;
    struct step *step; /* connection (no transaction open), time, events, the worker's state */
    job_loop_t *loop;  /* private, here and below */
    struct job_hold hold;
    int64_t timeout_ms;
    int64_t end_ms; /* machine time of its time-out */
    bool finished;  /* job_finish has completed it */
};

/* Do the job. RC_OK: done (completed here unless job_finish did). Anything else fails this attempt
 * with the text in *problem; RC_CONFLICT after the job was lost to others just stops. */
typedef rc_t job_fn(struct job_run *run, struct problem *problem);

struct job_kind {
    const char *kind;
    int64_t timeout_ms; /* job_run_beat refuses from then on */
    job_fn *fn;
};

struct job_queue_def {
    const char *queue;
    const struct job_kind *kinds; /* jobs of other kinds are left alone */
    size_t kind_count;
    int64_t batch;    /* jobs of one claim, 1..JOB_MANY_MAX; 1 for long ones */
    int64_t lease_ms; /* JOB_LEASE_MS */
    int64_t sweep_ms; /* JOB_SWEEP_MS */
};

/* Loop over a queue. `beat_db` (owned from now on) carries heartbeats while the worker's own
 * connection is busy with a handler's transaction; it connects at the first one. Never NULL. */
job_loop_t *job_loop_new(const struct job_queue_def *def, pg_t *beat_db);
/* Free; accepts NULL. */
void job_loop_destroy(job_loop_t **self_p);
/* One batch, for a worker's step: sets step->done and step->next_us. The worker's poll_ms must not
 * exceed the queue's sweep_ms. A stop that is asked for meanwhile gives the jobs not yet begun back
 * (JOB-12). */
MUST_CHECK rc_t job_loop_step(job_loop_t *self, struct step *step);

/* Call often from a long handler: keeps the lease (at most every third of it), and says when to
 * stop: RC_CONFLICT, the job is no longer ours (cancelled, or rescued by others); RC_TIMEOUT, it
 * ran too long; RC_UNAVAILABLE, a second stop signal came. May be called inside a transaction of
 * step->db. */
MUST_CHECK rc_t job_run_beat(struct job_run *run, struct problem *problem);
/* Do `fn` and complete the job in one transaction, so that the effect happens exactly once.
 * RC_CONFLICT and nothing kept when the job is no longer ours. */
MUST_CHECK rc_t job_finish(struct job_run *run, pg_tx_fn *fn, void *arg, struct problem *problem);

#endif
