#include "job_loop.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clk.h"
#include "memory.h"
#include "stopflag.h"

/* Two beats may be lost before a lease expires; a step is bounded, so that sweeping and stopping
 * get their turn. */
enum {
    WORKER_TEXT = 120,
    BEATS_PER_LEASE = 3,
    STEP_BATCHES = 16, /* of one step: then the host looks around */
};

/* For one thread. What the database believes is in the lease; the rest can be lost. */
struct job_loop {
    const struct job_queue_def *def;
    const char **kinds; /* their names, for the claim */
    pg_t *beat_db;
    int64_t beat_at_ms;     /* machine time of the next heartbeat */
    int64_t sweep_at_ms;    /* machine time of the next sweep */
    int64_t lease;          /* ours while all goes well; 0: the next claim gets a new one */
    struct job_batch batch; /* being run; then those of it that are done and wait for completion */
    struct job_batch next;  /* claimed by the running transaction */
};

/* Takes the connection for the heartbeats, borrows `def`. Touches nothing in the database yet. */
job_loop_t *job_loop_new(const struct job_queue_def *def, pg_t *beat_db)
{
    job_loop_t *self = mem_new(sizeof(*self));
    self->def = def;
    self->beat_db = beat_db;
    self->kinds = mem_array(def->kind_count, sizeof(*self->kinds));
    for (size_t i = 0; i < def->kind_count; i++)
        self->kinds[i] = def->kinds[i].kind;
    return self;
}

/* A lease still held is left to expire: the sweeper of another worker rescues its jobs (FI-01). */
void job_loop_destroy(job_loop_t **self_p)
{
    job_loop_t *self = *self_p;
    if (!self)
        return;
    job_batch_fini(&self->batch);
    job_batch_fini(&self->next);
    pg_destroy(&self->beat_db);
    mem_free(self->kinds);
    mem_free(self);
    *self_p = NULL;
}

/* Rescue and compaction share a transaction, so that counts and rows agree at any time. */
static rc_t sweep_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct job_sweep sweep;
    (void)arg;
    rc_t rc = job_sweep(db, &sweep, problem);
    return rc == RC_OK ? job_tally_compact(db, problem) : rc;
}

/* Each worker sweeps for all: whoever is alive finds what the dead left. */
static rc_t sweep_when_due(job_loop_t *self, struct step *step)
{
    if (clk_mono_ms() < self->sweep_at_ms)
        return RC_OK;
    rc_t rc = pg_tx(step->db, PG_WRITE, sweep_tx, NULL, step->problem);
    if (rc == RC_OK)
        self->sweep_at_ms = clk_mono_ms() + self->def->sweep_ms;
    return rc;
}

/* Transaction: complete what is done, claim what is next. One commit for both. May run several
 * times. */
static rc_t turn_tx(pg_t *db, void *arg, struct problem *problem)
{
    job_loop_t *self = arg;
    char worker[WORKER_TEXT];
    snprintf(worker, sizeof(worker), "%s/%d", self->def->queue, (int)getpid());
    struct job_claim_ask ask = { .queue = self->def->queue,
                                 .worker = worker,
                                 .most = stop_asked() ? 0 : self->def->batch,
                                 .lease_ms = self->def->lease_ms,
                                 .lease = self->lease,
                                 .kinds = self->kinds,
                                 .kind_count = self->def->kind_count };
    job_batch_fini(&self->next);
    return job_turn(db, &ask, &self->batch, &self->next, problem);
}

/* What was done is completed and the next batch in hand. After a failure nobody knows what holds:
 * the lease is left to expire, so that whatever it held is rescued and the attempt counted. */
static rc_t take_turn(job_loop_t *self, struct step *step)
{
    rc_t rc = pg_tx(step->db, PG_WRITE, turn_tx, self, step->problem);
    job_batch_fini(&self->batch);
    self->lease = 0;
    if (rc != RC_OK) {
        job_batch_fini(&self->next);
        return rc;
    }
    self->batch = self->next;
    self->next = (struct job_batch){ .count = 0 };
    self->lease = self->batch.lease;
    return RC_OK;
}

/* Arguments of beat_tx. */
struct beat {
    const struct job_loop *loop;
    const struct job_hold *hold; /* NULL: only the lease */
};

/* One beat prolongs the lease, which all jobs of the batch share; the job in hand is asked about
 * by itself, since it alone may have been cancelled. */
static rc_t beat_tx(pg_t *db, void *arg, struct problem *problem)
{
    const struct beat *beat = arg;
    bool ours = true;
    rc_t rc = job_beat(db, beat->loop->batch.lease, beat->loop->def->lease_ms, problem);
    if (rc == RC_OK && beat->hold)
        rc = job_is_ours(db, beat->hold, &ours, problem);
    if (rc == RC_OK && !ours)
        rc = problem_set(problem, RC_CONFLICT, NULL, "the job was cancelled");
    return rc;
}

/* Over a connection of its own: the job's transaction may be open, and a beat inside it would be
 * seen by nobody before it ends. */
static rc_t beat_when_due(job_loop_t *self, const struct job_hold *hold, struct problem *problem)
{
    struct beat beat = { .loop = self, .hold = hold };
    if (clk_mono_ms() < self->beat_at_ms)
        return RC_OK;
    rc_t rc = pg_tx(self->beat_db, PG_WRITE, beat_tx, &beat, problem);
    if (rc == RC_OK)
        self->beat_at_ms = clk_mono_ms() + self->def->lease_ms / BEATS_PER_LEASE;
    return rc;
}

/* What a long handler calls now and then: it learns here that it must end, be it by a second stop,
 * its own time, or the loss of its job (FI-02). */
rc_t job_run_beat(struct job_run *run, struct problem *problem)
{
    if (stop_count() > 1)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "the worker was told to stop at once");
    if (clk_mono_ms() >= run->end_ms)
        return problem_set(problem, RC_TIMEOUT, NULL, "the job ran longer than %lld ms",
                           (long long)run->timeout_ms);
    return beat_when_due(run->loop, &run->hold, problem);
}

/* Arguments of finish_tx. */
struct finish {
    struct job_run *run;
    pg_tx_fn *fn;
    void *arg;
};

/* The effect and the completion commit together: fenced off, the effect is rolled back as well,
 * which is what makes a late worker harmless (FI-02). */
static rc_t finish_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct finish *finish = arg;
    rc_t rc = finish->fn ? finish->fn(db, finish->arg, problem) : RC_OK;
    return rc == RC_OK ? job_complete(db, &finish->run->hold, problem) : rc;
}

/* For handlers with an effect in the database. `fn` may run several times; the job counts as
 * finished only after a commit that was answered. */
rc_t job_finish(struct job_run *run, pg_tx_fn *fn, void *arg, struct problem *problem)
{
    struct finish finish = { .run = run, .fn = fn, .arg = arg };
    rc_t rc = pg_tx(run->step->db, PG_WRITE, finish_tx, &finish, problem);
    run->finished = run->finished || rc == RC_OK;
    return rc;
}

/* Arguments of fail_tx; the text is borrowed. */
struct failure {
    const struct job_hold *hold;
    const char *error;
};

/* Retry or dead letter is decided by the statement, which knows the attempts. */
static rc_t fail_tx(pg_t *db, void *arg, struct problem *problem)
{
    const struct failure *failure = arg;
    return job_fail(db, failure->hold, failure->error, NULL, problem);
}

/* Given back unharmed: the attempt does not count against the job. */
static rc_t release_tx(pg_t *db, void *arg, struct problem *problem)
{
    return job_release(db, arg, problem);
}

/* A kind that this build does not know is not an error of the job: a newer build may have put it
 * there. */
static const struct job_kind *find_kind(const struct job_queue_def *def, const char *kind)
{
    for (size_t i = 0; i < def->kind_count; i++)
        if (strcmp(def->kinds[i].kind, kind) == 0)
            return &def->kinds[i];
    return NULL;
}

/* Record what became of a job that is not done. A lost one is nobody's business here; an unknown
 * outcome or a lost database leaves it to the sweeper, which counts the attempt. */
static rc_t settle(struct job_run *run, rc_t rc, struct problem *why, struct problem *problem)
{
    if (rc == RC_CONFLICT)
        return RC_OK;
    if (stop_asked() && rc == RC_UNAVAILABLE)
        return pg_tx(run->step->db, PG_WRITE, release_tx, &run->hold, problem);
    problem_set(why, rc, NULL, "the job failed without a reason");
    struct failure failure = { .hold = &run->hold, .error = why->text };
    return pg_tx(run->step->db, PG_WRITE, fail_tx, &failure, problem);
}

/* *ret_done: it is done and waits for its completion. */
static rc_t run_job(job_loop_t *self, struct step *step, size_t index, bool *ret_done)
{
    struct problem why = { .rc = RC_OK };
    const struct job *job = &self->batch.jobs[index];
    const struct job_kind *kind =
        find_kind(self->def, job->kind); /* claimed by its name: is there */
    struct job_run run = { .job = job,
                           .step = step,
                           .loop = self,
                           .hold = job_hold_of(&self->batch, index),
                           .timeout_ms = kind->timeout_ms,
                           .end_ms = clk_mono_ms() + kind->timeout_ms };
    rc_t rc = kind->fn(&run, &why);
    *ret_done = rc == RC_OK && !run.finished;
    if (rc == RC_OK || run.finished)
        return RC_OK;
    rc = settle(&run, rc, &why, step->problem);
    if (rc != RC_CONFLICT)
        return rc;
    problem_clear(step->problem); /* lost meanwhile: the next holder does it */
    return RC_OK;
}

/* Run job `index` unless it is to be given back, because of a stop, or is no longer ours. */
static rc_t run_or_release(job_loop_t *self, struct step *step, size_t index, bool *ret_done)
{
    struct job_hold hold = job_hold_of(&self->batch, index);
    *ret_done = false;
    if (stop_asked())
        return pg_tx(step->db, PG_WRITE, release_tx, &hold, step->problem);
    rc_t rc = index > 0 ? beat_when_due(self, NULL, step->problem) : RC_OK;
    return rc == RC_OK ? run_job(self, step, index, ret_done) : rc;
}

/* Keep of the batch what is done. RC_CONFLICT ends it: the lease went to others, and what is left
 * is theirs. */
static rc_t run_batch(job_loop_t *self, struct step *step)
{
    rc_t rc = RC_OK;
    size_t done_count = 0;
    self->beat_at_ms = clk_mono_ms() + self->def->lease_ms / BEATS_PER_LEASE;
    for (size_t i = 0; i < self->batch.count; i++) {
        bool done = false;
        if (rc == RC_OK)
            rc = run_or_release(self, step, i, &done);
        if (done)
            self->batch.jobs[done_count++] = self->batch.jobs[i];
        else
            job_fini(&self->batch.jobs[i]);
    }
    self->batch.count = done_count;
    if (rc != RC_CONFLICT)
        return rc;
    problem_clear(step->problem);
    return RC_OK;
}

/* Arguments and result of next_tx. */
struct waiting {
    const char *queue;
    int64_t ms; /* until the next one; -1: none */
};

/* An empty queue is no error; `ms` keeps its -1 then. */
static rc_t next_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct waiting *waiting = arg;
    rc_t rc = job_next_in(db, waiting->queue, &waiting->ms, problem);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* When to look again: at once when there was still work, else when the first waiting job comes due.
 * Its time is the database's; the step's may be fixed, and then the slow poll finds it. */
static rc_t plan_next(const job_loop_t *self, struct step *step, bool more)
{
    struct waiting waiting = { .queue = self->def->queue, .ms = -1 };
    step->next_us = step->now_us;
    if (more)
        return RC_OK;
    rc_t rc = pg_tx(step->db, PG_READ, next_tx, &waiting, step->problem);
    step->next_us = waiting.ms < 0 ? STEP_NEVER : step->now_us + (waiting.ms + 1) * 1000;
    return rc;
}

/* What is done must not wait for the next step: it would be rescued and run again. */
static rc_t complete_tx(pg_t *db, void *arg, struct problem *problem)
{
    job_loop_t *self = arg;
    return job_complete_all(db, &self->batch, NULL, problem);
}

/* STEP_BATCHES bounds a step, so that a full queue does not keep the worker from sweeping and
 * stopping. After a failure the lease is not used again. */
rc_t job_loop_step(job_loop_t *self, struct step *step)
{
    bool more = true;
    rc_t rc = sweep_when_due(self, step);
    for (int i = 0; rc == RC_OK && more && i < STEP_BATCHES; i++) {
        rc = take_turn(self, step);
        more = rc == RC_OK && self->batch.count > 0;
        step->done += (int64_t)self->batch.count;
        if (more)
            rc = run_batch(self, step);
    }
    if (rc == RC_OK && self->batch.count > 0)
        rc = pg_tx(step->db, PG_WRITE, complete_tx, self, step->problem);
    job_batch_fini(&self->batch);
    if (rc == RC_OK)
        return plan_next(self, step, more);
    self->lease = 0;
    return rc;
}
