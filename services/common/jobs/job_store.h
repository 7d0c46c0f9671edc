/* The durable queue: statements on tables job, job_lease, job_dead, job_tally. Delivery is at least
 * once; an effect is exactly once when it shares the transaction of job_complete. All times are the
 * database's (reliability.md 2.2). Every function runs inside the caller's transaction. */
#ifndef JOB_STORE_H
#define JOB_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pg.h"

enum {
    JOB_PRIORITY_FIRST = 0,
    JOB_PRIORITY_NORMAL = 5,
    JOB_PRIORITY_LAST = 9, /* waits at most 9 minutes longer than a first one */
    JOB_MANY_MAX = 10000,  /* jobs of one enqueue or claim */
    JOB_ERROR_MAX = 400,   /* characters of an error that are kept */
};

struct job_new {
    const char *kind;
    const json_t *payload; /* object; NULL: {} */
    const char
        *key; /* NULL, or: nothing happens when an unfinished job of the queue has it (JOB-08) */
    const char
        *serial;      /* NULL, or: jobs that share it run one after the other, in order (JOB-10) */
    int priority;     /* JOB_PRIORITY_FIRST..LAST */
    int max_attempts; /* 1..100; 1: never run again, whatever happens */
    int64_t delay_ms; /* from now; 0: at once */
};

/* Put a job into a queue. *ret_id is 0 when its key is queued already. Wake the queue's workers
 * with call_wake or step_wake. */
MUST_CHECK rc_t job_enqueue(pg_t *db, const char *queue, const struct job_new *job, int64_t *ret_id,
                            struct problem *problem);
/* Put 1..JOB_MANY_MAX jobs without `serial` into a queue in one statement; *ret_made does not count
 * keys that were there. */
MUST_CHECK rc_t job_enqueue_many(pg_t *db, const char *queue, const struct job_new *jobs,
                                 size_t count, int64_t *ret_made, struct problem *problem);

struct job {
    int64_t id;
    char *kind;
    json_t *payload;
    int64_t attempt; /* this one, from 1 */
    int64_t max_attempts;
};

/* Jobs taken under one lease. */
struct job_batch {
    int64_t lease; /* fencing token */
    struct job *jobs;
    size_t count;
};

struct job_claim_ask {
    const char *queue;
    const char *worker; /* for people: who holds it; 1..120 characters */
    int64_t most;       /* 1..JOB_MANY_MAX */
    int64_t lease_ms;
    int64_t lease; /* the worker's last one, of which every job is settled; 0: a new one, which
                      after a failure leaves what may be half done to be rescued */
    const char *const *kinds; /* only these; NULL: any */
    size_t kind_count;
};

/* Take up to `most` ready jobs, oldest rank first (JOB-03). *ret_batch may be empty; free it with
 * job_batch_fini. Commit before working on them. */
MUST_CHECK rc_t job_claim(pg_t *db, const struct job_claim_ask *ask, struct job_batch *ret_batch,
                          struct problem *problem);
/* Complete the batch `done` (NULL or empty: nothing), held under ask->lease, and claim the next
 * one: both with one commit. What of `done` was no longer ours is passed over. */
MUST_CHECK rc_t job_turn(pg_t *db, const struct job_claim_ask *ask, const struct job_batch *done,
                         struct job_batch *ret_batch, struct problem *problem);
/* Free what one job owns. */
void job_fini(struct job *self);
/* Free the jobs; safe on a zeroed or empty batch. */
void job_batch_fini(struct job_batch *self);

/* A job as its holder knows it: only while all three agree may it be completed, failed or released
 * (JOB-05). */
struct job_hold {
    int64_t id, attempt, lease;
};
/* One job of a batch. */
struct job_hold job_hold_of(const struct job_batch *batch, size_t index);

/* Finish a job: its row goes, the tally counts it. RC_CONFLICT when it is no longer ours: roll back
 * what was done for it. */
MUST_CHECK rc_t job_complete(pg_t *db, const struct job_hold *hold, struct problem *problem);
/* Finish the whole batch. *ret_done (may be NULL) is less than the batch's
 * count when some were no longer ours. */
MUST_CHECK rc_t job_complete_all(pg_t *db, const struct job_batch *batch, int64_t *ret_done,
                                 struct problem *problem);
/* A try failed: it runs again after 2^attempt seconds (at most 10 minutes) with jitter, or goes to
 * the dead letters when it was the last one. `error` is cut to JOB_ERROR_MAX. RC_CONFLICT when it
 * is no longer ours. */
MUST_CHECK rc_t job_fail(pg_t *db, const struct job_hold *hold, const char *error, bool *ret_dead,
                         struct problem *problem);
/* Give a job back untouched, its attempt not counted (JOB-12). RC_CONFLICT when it is no longer
 * ours. */
MUST_CHECK rc_t job_release(pg_t *db, const struct job_hold *hold, struct problem *problem);
/* Keep the lease for another `lease_ms` from now. RC_CONFLICT when it has been swept away: stop
 * working. */
MUST_CHECK rc_t job_beat(pg_t *db, int64_t lease, int64_t lease_ms, struct problem *problem);
/* Whether a job is still ours: not cancelled, not rescued by others (JOB-13). */
MUST_CHECK rc_t job_is_ours(pg_t *db, const struct job_hold *hold, bool *ret_ours,
                            struct problem *problem);
/* The worker goes: its lease ends, and what it holds is free at once. */
MUST_CHECK rc_t job_lease_drop(pg_t *db, int64_t lease, struct problem *problem);

struct job_sweep {
    int64_t rescued; /* jobs of dead workers that will run again */
    int64_t buried;  /* jobs of dead workers whose last attempt that was */
    int64_t woken;   /* jobs whose time has come */
};
/* Free the jobs of expired leases (each counts as a failed attempt, JOB-06), and make those ready
 * whose run_at has come. Any process may call it at any time. */
MUST_CHECK rc_t job_sweep(pg_t *db, struct job_sweep *ret_sweep, struct problem *problem);
/* Sum up job_tally. */
MUST_CHECK rc_t job_tally_compact(pg_t *db, struct problem *problem);
/* Milliseconds until the next waiting job of a queue is to run, 0 when one should be ready by now;
 * RC_NOT_FOUND when none waits. */
MUST_CHECK rc_t job_next_in(pg_t *db, const char *queue, int64_t *ret_ms, struct problem *problem);

/* Take a job out of its queue, running or not: who runs it finds out at its next beat or at
 * completion. RC_NOT_FOUND when it is finished or dead. */
MUST_CHECK rc_t job_cancel(pg_t *db, int64_t id, struct problem *problem);
/* Put a dead letter back with fresh attempts, as a new job. RC_NOT_FOUND when there is none,
 * RC_CONFLICT when its key is queued. */
MUST_CHECK rc_t job_requeue(pg_t *db, int64_t dead_id, int64_t *ret_id, struct problem *problem);

#endif
