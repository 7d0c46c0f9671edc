#include "job_store.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "jobs_sql.h"
#include "jsonx.h"
#include "memory.h"
#include "pg_query.h"
#include "textw.h"

/* Columns of many jobs, as the statements take them. */
struct columns {
    const char **kinds, **payloads, **keys;
    int64_t *priorities, *attempts, *delays;
    char **owned; /* the payloads' texts */
};

/* A batch is sent as one array per column, which one statement unnests: the round trip costs the
 * same for one job as for a thousand. */
static void columns_init(struct columns *self, const struct job_new *jobs, size_t count)
{
    self->kinds = mem_array(count, sizeof(*self->kinds));
    self->payloads = mem_array(count, sizeof(*self->payloads));
    self->keys = mem_array(count, sizeof(*self->keys));
    self->priorities = mem_array(count, sizeof(*self->priorities));
    self->attempts = mem_array(count, sizeof(*self->attempts));
    self->delays = mem_array(count, sizeof(*self->delays));
    self->owned = mem_array(count, sizeof(*self->owned));
    for (size_t i = 0; i < count; i++) {
        self->owned[i] = jobs[i].payload ? jsonx_text(jobs[i].payload) : NULL;
        self->kinds[i] = jobs[i].kind;
        self->payloads[i] = self->owned[i] ? self->owned[i] : "{}";
        self->keys[i] = jobs[i].key;
        self->priorities[i] = jobs[i].priority;
        self->attempts[i] = jobs[i].max_attempts;
        self->delays[i] = jobs[i].delay_ms;
    }
}

/* The texts made of payloads are ours; all other entries are the caller's. */
static void columns_fini(struct columns *self, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(self->owned[i]);
    mem_free(self->owned);
    mem_free(self->kinds);
    mem_free(self->payloads);
    mem_free(self->keys);
    mem_free(self->priorities);
    mem_free(self->attempts);
    mem_free(self->delays);
}

/* Whether all are of one kind and none has a key: the common fan-out, which costs half. */
static bool are_alike(const struct job_new *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (jobs[i].key || strcmp(jobs[i].kind, jobs[0].kind) != 0 ||
            jobs[i].priority != jobs[0].priority || jobs[i].max_attempts != jobs[0].max_attempts ||
            jobs[i].delay_ms != jobs[0].delay_ms)
            return false;
    return true;
}

/* All jobs of the batch share these values but the payload; sending them once keeps a large
 * batch small. */
static void add_alike(struct pg_args *args, const struct job_new *job,
                      const struct columns *columns, size_t count)
{
    pg_arg_text(args, job->kind);
    pg_arg_texts(args, columns->payloads, count);
    pg_arg_i64(args, job->priority);
    pg_arg_i64(args, job->max_attempts);
    pg_arg_i64(args, job->delay_ms);
}

/* In the order of the statement's parameters; count, not NULL, ends each. */
static void add_columns(struct pg_args *args, const struct columns *columns, size_t count)
{
    pg_arg_texts(args, columns->kinds, count);
    pg_arg_texts(args, columns->payloads, count);
    pg_arg_texts(args, columns->keys, count);
    pg_arg_i64s(args, columns->priorities, count);
    pg_arg_i64s(args, columns->attempts, count);
    pg_arg_i64s(args, columns->delays, count);
}

/* Jobs to be put, and what became of them. */
struct put {
    const char *queue;
    const struct job_new *jobs;
    size_t count;
    const char *serial; /* of all of them */
    int64_t made, last_id;
};

/* One statement for any number of jobs; duplicates by key are left out by it and not counted in
 * `made`. */
static rc_t put(pg_t *db, struct put *self, struct problem *problem)
{
    struct columns columns;
    struct pg_args args;
    PGresult *rows;
    bool alike = are_alike(self->jobs, self->count);
    columns_init(&columns, self->jobs, self->count);
    pg_args_init(&args);
    pg_arg_text(&args, self->queue);
    if (alike)
        add_alike(&args, self->jobs, &columns, self->count);
    else
        add_columns(&args, &columns, self->count);
    pg_arg_text(&args, self->serial);
    rc_t rc = pg_run(db, alike ? &sql_job_put : &sql_job_enqueue, &args, &rows, problem);
    columns_fini(&columns, self->count);
    if (rc != RC_OK)
        return rc;
    self->made = pg_cell_i64(rows, 0, 0);
    self->last_id = pg_cell_i64(rows, 0, 1);
    PQclear(rows);
    return RC_OK;
}

/* Held to the end of the transaction: two writers of one series queue up behind each other, so that
 * its jobs keep the order of their commits. */
static rc_t lock_serial(pg_t *db, const char *queue, const char *serial, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, queue);
    pg_arg_text(&args, serial);
    return pg_do(db, &sql_job_serial_lock, &args, NULL, problem);
}

/* In the caller's transaction, so that job and cause are kept or lost together. *ret_id is that of
 * the job waiting under the same key, if there is one. */
rc_t job_enqueue(pg_t *db, const char *queue, const struct job_new *job, int64_t *ret_id,
                 struct problem *problem)
{
    struct put one = { .queue = queue, .jobs = job, .count = 1, .serial = job->serial };
    rc_t rc = job->serial ? lock_serial(db, queue, job->serial, problem) : RC_OK;
    if (rc == RC_OK)
        rc = put(db, &one, problem);
    if (rc == RC_OK)
        *ret_id = one.last_id;
    return rc;
}

/* All or none; bounded by JOB_MANY_MAX, so that one transaction stays small. */
rc_t job_enqueue_many(pg_t *db, const char *queue, const struct job_new *jobs, size_t count,
                      int64_t *ret_made, struct problem *problem)
{
    struct put many = { .queue = queue, .jobs = jobs, .count = count };
    if (count < 1 || count > JOB_MANY_MAX)
        return problem_set(problem, RC_INVALID, NULL, "expected 1 to %d jobs, got %zu",
                           JOB_MANY_MAX, count);
    rc_t rc = put(db, &many, problem);
    if (rc == RC_OK)
        *ret_made = many.made;
    return rc;
}

/* The row's attempt is of those that ended; the one that begins now is the next. Copies everything,
 * since the result is cleared. */
static void read_claimed(const PGresult *rows, struct job_batch *batch)
{
    batch->count = (size_t)PQntuples(rows);
    batch->jobs = mem_array(batch->count, sizeof(*batch->jobs));
    for (size_t i = 0; i < batch->count; i++)
        batch->jobs[i] = (struct job){
            .id = pg_cell_i64(rows, (int)i, 0),
            .kind = mem_dup(pg_cell_text(rows, (int)i, 1)),
            .payload = pg_cell_json(rows, (int)i, 2),
            .attempt = pg_cell_i64(rows, (int)i, 3) + 1,
            .max_attempts = pg_cell_i64(rows, (int)i, 4),
        };
}

/* A token nobody else has: 62 random bits. */
static int64_t new_token(void)
{
    uint64_t bits;
    randombytes_buf(&bits, sizeof(bits));
    return (int64_t)(bits >> 2) + 1;
}

/* Ids and attempts of a batch as two arrays. */
static void add_batch(struct pg_args *args, const struct job_batch *batch)
{
    int64_t *numbers = mem_array(batch->count, sizeof(*numbers));
    for (size_t i = 0; i < batch->count; i++)
        numbers[i] = batch->jobs[i].id;
    pg_arg_i64s(args, numbers, batch->count);
    for (size_t i = 0; i < batch->count; i++)
        numbers[i] = batch->jobs[i].attempt;
    pg_arg_i64s(args, numbers, batch->count);
    mem_free(numbers);
}

/* What is done as runs of neighbouring ids of one attempt, three arrays; nulls for none. Batches
 * are claimed in the order jobs were put, so there are few. */
static void add_runs(struct pg_args *args, const struct job_batch *done)
{
    size_t count = done ? done->count : 0, runs = 0;
    int64_t *attempts = mem_array(3 * count, sizeof(*attempts));
    int64_t *firsts = attempts + count, *lasts = firsts + count;
    for (size_t i = 0; i < count; i++) {
        const struct job *job = &done->jobs[i];
        bool goes_on =
            runs > 0 && job->id == lasts[runs - 1] + 1 && job->attempt == attempts[runs - 1];
        if (!goes_on) {
            attempts[runs] = job->attempt;
            firsts[runs++] = job->id;
        }
        lasts[runs - 1] = job->id;
    }
    const int64_t *const columns[] = { attempts, firsts, lasts };
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (runs > 0)
            pg_arg_i64s(args, columns[i], runs);
        else
            pg_arg_null(args);
    mem_free(attempts);
}

/* Completion and claim in one statement save a round trip and a commit per batch. `done` must be of
 * ask->lease. *ret_batch is set on success only; free it with job_batch_fini. */
rc_t job_turn(pg_t *db, const struct job_claim_ask *ask, const struct job_batch *done,
              struct job_batch *ret_batch, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows;
    int64_t lease = ask->lease ? ask->lease : new_token();
    pg_args_init(&args);
    pg_arg_text(&args, ask->queue);
    pg_arg_i64(&args, ask->most);
    pg_arg_i64(&args, lease);
    pg_arg_text(&args, ask->worker);
    pg_arg_i64(&args, ask->lease_ms);
    if (ask->kinds)
        pg_arg_texts(&args, ask->kinds, ask->kind_count);
    else
        pg_arg_null(&args);
    add_runs(&args, done);
    rc_t rc = pg_run(db, &sql_job_turn, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    ret_batch->lease = lease;
    read_claimed(rows, ret_batch);
    PQclear(rows);
    return RC_OK;
}

/* A turn with nothing to complete. */
rc_t job_claim(pg_t *db, const struct job_claim_ask *ask, struct job_batch *ret_batch,
               struct problem *problem)
{
    return job_turn(db, ask, NULL, ret_batch, problem);
}

/* The struct itself lies in the batch's array. */
void job_fini(struct job *self)
{
    mem_free(self->kind);
    json_decref(self->payload);
}

/* Safe on a batch of zeros, and twice. The lease is not given back: it expires. */
void job_batch_fini(struct job_batch *self)
{
    for (size_t i = 0; i < self->count; i++)
        job_fini(&self->jobs[i]);
    mem_free(self->jobs);
    *self = (struct job_batch){ .lease = 0 };
}

/* A copy, which stays valid when the batch is gone. */
struct job_hold job_hold_of(const struct job_batch *batch, size_t index)
{
    const struct job *job = &batch->jobs[index];
    return (struct job_hold){ .id = job->id, .attempt = job->attempt, .lease = batch->lease };
}

/* What every statement about a held job asks for: attempt and lease are the fencing token, so
 * that a worker whose lease has ended changes nothing. */
static void add_hold(struct pg_args *args, const struct job_hold *hold)
{
    pg_args_init(args);
    pg_arg_i64(args, hold->id);
    pg_arg_i64(args, hold->attempt);
    pg_arg_i64(args, hold->lease);
}

/* Somebody else has the job, or nobody: what was done for it must not be kept. */
static rc_t fenced(const struct job_hold *hold, struct problem *problem)
{
    return problem_set(problem, RC_CONFLICT, NULL,
                       "job %" PRId64 " is no longer held in attempt %" PRId64, hold->id,
                       hold->attempt);
}

/* RC_CONFLICT when fenced: the caller must roll back what it did for the job (FI-02). */
rc_t job_complete(pg_t *db, const struct job_hold *hold, struct problem *problem)
{
    struct pg_args args;
    int64_t id;
    add_hold(&args, hold);
    rc_t rc = pg_number(db, &sql_job_complete, &args, &id, problem);
    return rc == RC_NOT_FOUND ? fenced(hold, problem) : rc;
}

/* Those that are no longer ours are left out without an error: *ret_done, which may be NULL, tells
 * how many were. */
rc_t job_complete_all(pg_t *db, const struct job_batch *batch, int64_t *ret_done,
                      struct problem *problem)
{
    struct pg_args args;
    int64_t done = 0;
    rc_t rc = RC_OK;
    if (batch->count > 0) {
        pg_args_init(&args);
        add_batch(&args, batch);
        pg_arg_i64(&args, batch->lease);
        rc = pg_number(db, &sql_job_complete_all, &args, &done, problem);
    }
    if (rc == RC_OK && ret_done)
        *ret_done = done;
    return rc;
}

/* The error, cut to what is kept, at a character boundary. */
static void cut_error(const char *error, char cut[JOB_ERROR_MAX + 1])
{
    snprintf(cut, JOB_ERROR_MAX + 1, "%s", error && *error ? error : "no reason given");
    text_trim_partial(cut);
}

/* *ret_dead (may be NULL): it was the last attempt and the job is a dead letter now (FI-04). */
rc_t job_fail(pg_t *db, const struct job_hold *hold, const char *error, bool *ret_dead,
              struct problem *problem)
{
    struct pg_args args;
    PGresult *rows;
    char cut[JOB_ERROR_MAX + 1];
    cut_error(error, cut);
    add_hold(&args, hold);
    pg_arg_text(&args, cut);
    rc_t rc = pg_run(db, &sql_job_fail, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = fenced(hold, problem);
    else if (ret_dead)
        *ret_dead = pg_cell_bool(rows, 0, 0);
    PQclear(rows);
    return rc;
}

/* RC_CONFLICT when somebody else has it by now; there is nothing to give back then. */
rc_t job_release(pg_t *db, const struct job_hold *hold, struct problem *problem)
{
    struct pg_args args;
    int64_t changed;
    add_hold(&args, hold);
    rc_t rc = pg_do(db, &sql_job_release, &args, &changed, problem);
    return rc == RC_OK && changed == 0 ? fenced(hold, problem) : rc;
}

/* `lease_ms` counts from the database's clock, never from ours (FI-12). RC_CONFLICT: too late, the
 * batch is others'. */
rc_t job_beat(pg_t *db, int64_t lease, int64_t lease_ms, struct problem *problem)
{
    struct pg_args args;
    int64_t changed;
    pg_args_init(&args);
    pg_arg_i64(&args, lease);
    pg_arg_i64(&args, lease_ms);
    rc_t rc = pg_do(db, &sql_job_beat, &args, &changed, problem);
    if (rc == RC_OK && changed == 0)
        return problem_set(problem, RC_CONFLICT, NULL, "the lease has expired");
    return rc;
}

/* Without a lock: the answer may be old as soon as it is read, and only saves useless work. The
 * fence is in the completion. */
rc_t job_is_ours(pg_t *db, const struct job_hold *hold, bool *ret_ours, struct problem *problem)
{
    struct pg_args args;
    int64_t count;
    add_hold(&args, hold);
    rc_t rc = pg_number(db, &sql_job_is_ours, &args, &count, problem);
    if (rc == RC_OK)
        *ret_ours = count == 1;
    return rc;
}

/* Only for a lease without jobs; one that is gone already is fine. */
rc_t job_lease_drop(pg_t *db, int64_t lease, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, lease);
    return pg_do(db, &sql_job_lease_drop, &args, NULL, problem);
}

/* Rescue, burial and waking in the caller's transaction. Several workers may sweep at once: the
 * statements skip locked rows. */
rc_t job_sweep(pg_t *db, struct job_sweep *ret_sweep, struct problem *problem)
{
    PGresult *rows;
    struct job_sweep sweep = { .rescued = 0 };
    rc_t rc = pg_run(db, &sql_job_rescue, NULL, &rows, problem);
    if (rc != RC_OK)
        return rc;
    sweep.rescued = pg_cell_i64(rows, 0, 0);
    sweep.buried = pg_cell_i64(rows, 0, 1);
    PQclear(rows);
    rc = pg_do(db, &sql_job_wake, NULL, &sweep.woken, problem);
    if (rc == RC_OK)
        *ret_sweep = sweep;
    return rc;
}

/* Counters are appended by many and summed here, so that writers do not queue up at one row
 * (FI-18). */
rc_t job_tally_compact(pg_t *db, struct problem *problem)
{
    return pg_do(db, &sql_job_tally_compact, NULL, NULL, problem);
}

/* Milliseconds by the database's clock. RC_NOT_FOUND, without a text, for a queue that waits for
 * nothing. */
rc_t job_next_in(pg_t *db, const char *queue, int64_t *ret_ms, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, queue);
    return pg_number(db, &sql_job_next_in, &args, ret_ms, problem);
}

/* A running one is told at its next beat. RC_NOT_FOUND also for one that is done. */
rc_t job_cancel(pg_t *db, int64_t id, struct problem *problem)
{
    struct pg_args args;
    int64_t gone;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    rc_t rc = pg_number(db, &sql_job_cancel, &args, &gone, problem);
    return rc == RC_NOT_FOUND ? problem_set(problem, rc, "job", "there is no such job") : rc;
}

/* The dead letter becomes a new job with fresh attempts. RC_CONFLICT leaves it where it is. */
rc_t job_requeue(pg_t *db, int64_t dead_id, int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows;
    pg_args_init(&args);
    pg_arg_i64(&args, dead_id);
    rc_t rc = pg_run(db, &sql_job_requeue, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "job", "there is no such dead letter");
    else if (PQgetisnull(rows, 0, 0))
        rc = problem_set(problem, RC_CONFLICT, "job", "a job with the same key is queued");
    else
        *ret_id = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return rc;
}
