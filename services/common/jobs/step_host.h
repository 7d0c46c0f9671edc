/* What every worker process is: a step, `step(now) -> next wake-up`, run when its time comes or an
 * event wakes it. A step does what is due in transactions of its own and never waits. */
#ifndef STEP_HOST_H
#define STEP_HOST_H

#include <stdint.h>

#include <jansson.h>

#include "clk.h"
#include "options.h"
#include "pg.h"
#include "problem.h"

#define STEP_NEVER INT64_MAX /* nothing is planned: sleep until an event or the slow poll */

/* A lease without a row (JOB-04): what a step holds in a transaction is free again so long after
 * its process was stopped (SIGSTOP, a frozen machine); one that dies lets go at once. By the
 * server's clock. Many times what any step computes between two statements. */
enum { STEP_HOLD_MS = 15000 };

struct step {
    pg_t *db;
    int64_t now_us;  /* business time, the same for the whole step */
    int32_t today;   /* its day in Asia/Shanghai */
    int64_t next_us; /* set by the step: when it wants to run again, business time; now_us or
                        less: at once (more is due than one batch) */
    int64_t done;    /* set by the step: things done, for the log and metrics */
    struct problem *problem;
    void *local; /* the worker's own state */
    struct call_events
        *events; /* events appended with step_event, published after the step's commits */
};

typedef rc_t step_fn(struct step *step);

struct worker_def {
    const char *name; /* "deadline": role mlps_deadline, log name */
    step_fn *fn;
    const char *const *wakers; /* topic prefixes that wake it, NULL-ended; "" for all */
    int64_t poll_ms;           /* slow poll: at most so long between two steps (machine time) */
    void *(*local_new)(void);  /* may be NULL */
    void (*local_destroy)(void *local);
    /* A worker with options of its own: their rows, and its state made from them instead of by
     * local_new; a failure is bad usage and ends the process. Both may be NULL. */
    const struct option_row *options;
    rc_t (*local_open)(const struct options *options, void **ret_local, struct problem *problem);
};

/* Append an event inside the current transaction and remember it for publication. As call_event. */
MUST_CHECK rc_t step_event(struct step *step, const char *contract, const char *kind,
                           const char *subject_kind, int64_t subject_id, json_t *data);
/* Publish now what has been committed so far: for long steps, whose progress somebody watches. */
void step_publish(struct step *step);
/* Wake the workers of a job queue (job_store.h) after the current transaction's commit. */
void step_wake(struct step *step, const char *queue);
/* main() of a worker: options, wiring, the loop, back-off on failure, orderly stop. */
int worker_main(const struct worker_def *def, int argc, char **argv);
/* One step at a given time, for tests and simulation: the same call the loop makes. */
MUST_CHECK rc_t worker_step(const struct worker_def *def, pg_t *db, int64_t now_us, void *local,
                            int64_t *ret_next_us, struct problem *problem);

#endif
