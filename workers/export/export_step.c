#include "export_step.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "contract_frame.h"
#include "export_run.h"
#include "job_store.h"
#include "jsonx.h"
#include "memory.h"

struct exporter {
    pg_t *reader;
    rulebook_t *book;
    export_files_t *files;
    int64_t lease_ms;
    char worker[40]; /* who holds a lease, for people */
};

/* One job being worked on. */
struct task {
    struct step *step;
    exporter_t *exporter;
    const struct job *job;
    struct job_hold hold;
    int64_t export_id;
    /* what the transaction at hand is to write */
    struct export_progress now;
    char contract[CONTRACT_CODE_TEXT]; /* "" until known */
    const struct export_result *result;
    const char *reason;
    bool permanent; /* a repeated try cannot help */
};

rc_t exporter_open(const struct exporter_conf *conf, exporter_t **ret_exporter,
                   struct problem *problem)
{
    exporter_t *self = mem_new(sizeof(*self));
    rc_t rc = export_files_open(conf->data, &self->files, problem);
    if (rc != RC_OK) {
        mem_free(self);
        return rc;
    }
    self->lease_ms = conf->lease_ms ? conf->lease_ms : LEASE_MS;
    self->book = rulebook_new();
    self->reader = pg_new(
        &(struct pg_conf){ .dsn = conf->dsn, .role = conf->role, .process = "mlps-export-reader" });
    snprintf(self->worker, sizeof(self->worker), "export-%ld", (long)getpid());
    *ret_exporter = self;
    return RC_OK;
}

void exporter_close(void *exporter)
{
    exporter_t *self = exporter;
    export_files_close(&self->files);
    rulebook_destroy(&self->book);
    pg_destroy(&self->reader);
    mem_free(self);
}

static rc_t open_local(const struct options *options, void **ret_local, struct problem *problem)
{
    const struct exporter_conf conf = { .dsn = option_text(options, "dsn"),
                                        .role = "mlps_export",
                                        .data = option_text(options, "data") };
    exporter_t *exporter;
    if (!conf.data)
        return problem_set(problem, RC_INVALID, "data",
                           "the export worker needs --data, the folder for its workbooks");
    rc_t rc = exporter_open(&conf, &exporter, problem);
    if (rc == RC_OK)
        *ret_local = exporter;
    return rc;
}

static int64_t lease_for(const struct task *task)
{
    return task->exporter->lease_ms + task->now.total / LEASE_ROWS;
}

static rc_t say(const struct task *task, const char *kind, json_t *data)
{
    return step_event(task->step, task->contract[0] ? task->contract : NULL, kind, "export",
                      task->export_id, data);
}

/* ---- progress ---- */

static rc_t write_progress(pg_t *db, void *arg, struct problem *problem)
{
    const struct task *task = arg;
    bool running = false;
    rc_t rc = job_beat(db, task->hold.lease, lease_for(task), problem);
    if (rc == RC_OK)
        rc = export_store_progress(db, task->export_id, task->now.done, task->now.total, &running,
                                   problem);
    if (rc == RC_OK && !running)
        rc = problem_set(problem, RC_CONFLICT, NULL, "the export was finished by another worker");
    if (rc == RC_OK)
        rc = say(task, "export.progress",
                 json_pack("{s:I, s:I, s:I}", "id", (json_int_t)task->export_id, "done",
                           (json_int_t)task->now.done, "total", (json_int_t)task->now.total));
    return rc;
}

static rc_t progress(void *arg, const struct export_progress *now, struct problem *problem)
{
    struct task *task = arg;
    task->now = *now;
    snprintf(task->contract, sizeof(task->contract), "%s", now->contract);
    return pg_tx(task->step->db, PG_WRITE, write_progress, task, problem);
}

/* ---- the end ---- */

/* The row is updated last, together with the job: either both are done or neither (JOB-14). */
static rc_t write_done(pg_t *db, void *arg, struct problem *problem)
{
    const struct task *task = arg;
    const struct export_result *result = task->result;
    bool changed = false;
    rc_t rc = RC_OK;
    if (!result->frame.done)
        rc = export_store_done(db, task->export_id,
                               &(struct export_outcome){ .file = result->file,
                                                         .sha256 = result->done.sha256,
                                                         .rows = result->done.rows,
                                                         .event_seq = result->frame.event_seq },
                               &changed, problem);
    if (rc == RC_OK && changed)
        rc = say(task, "export.done",
                 json_pack("{s:I, s:s, s:s, s:s, s:I}", "id", (json_int_t)task->export_id, "kind",
                           result->frame.kind, "file", result->file, "sha256", result->done.sha256,
                           "rows", (json_int_t)result->done.rows));
    return rc == RC_OK ? job_complete(db, &task->hold, problem) : rc;
}

/* A failed try. The export fails with the job's last one, or at once when repeating cannot help; a
 * job that names no export stays among the dead letters for somebody to look at. */
static rc_t write_failed(pg_t *db, void *arg, struct problem *problem)
{
    const struct task *task = arg;
    bool ended = task->permanent, changed = false;
    rc_t rc = RC_OK;
    if (!task->permanent)
        rc = job_fail(db, &task->hold, task->reason, &ended, problem);
    if (rc == RC_OK && ended)
        rc = export_store_failed(db, task->export_id, task->reason, &changed, problem);
    if (rc == RC_OK && changed)
        rc = say(task, "export.failed",
                 json_pack("{s:I, s:s}", "id", (json_int_t)task->export_id, "error", task->reason));
    if (rc == RC_OK && task->permanent)
        rc = job_complete(db, &task->hold, problem);
    return rc;
}

/* RC_CONFLICT while ending a job says that it is somebody else's by now: nothing is left to do
 * here. */
static rc_t unless_lost(rc_t rc, struct problem *problem)
{
    if (rc == RC_CONFLICT)
        problem_clear(problem);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

static rc_t fail_task(struct task *task, rc_t why, const struct problem *reason)
{
    struct problem *problem = task->step->problem;
    if (why == RC_CONFLICT || pg_is_lost(task->step->db))
        return why == RC_CONFLICT ? RC_OK : problem_set(problem, why, NULL, "%s", reason->text);
    task->reason = reason->text;
    task->permanent = !rc_may_retry(why) && task->contract[0];
    return unless_lost(pg_tx(task->step->db, PG_WRITE, write_failed, task, problem), problem);
}

static rc_t run_task(struct task *task)
{
    struct problem reason = { .rc = RC_OK };
    struct export_result result;
    struct step *step = task->step;

    pg_set_context(
        task->exporter->reader,
        &(struct pg_context){ .account = "export", .now_fixed = true, .now_us = step->now_us });
    const struct export_run run = { .reader = task->exporter->reader,
                                    .book = task->exporter->book,
                                    .files = task->exporter->files,
                                    .id = task->export_id,
                                    .progress = progress,
                                    .progress_arg = task };
    rc_t rc = export_run(&run, &result, &reason);
    if (rc != RC_OK)
        return fail_task(task, rc, &reason);
    task->result = &result;
    return unless_lost(pg_tx(step->db, PG_WRITE, write_done, task, step->problem), step->problem);
}

static rc_t begin_task(struct step *step, const struct job_batch *batch)
{
    struct problem reason = { .rc = RC_OK };
    struct task task = {
        .step = step, .exporter = step->local, .job = &batch->jobs[0], .hold = job_hold_of(batch, 0)
    };
    rc_t rc = jsonx_int_field(task.job->payload, "export_id", JSON_REQUIRED, 1, INT64_MAX,
                              &task.export_id, &reason);
    return rc == RC_OK ? run_task(&task) : fail_task(&task, rc, &reason);
}

/* ---- the step ---- */

struct claim {
    const exporter_t *exporter;
    struct job_batch batch;
};

static rc_t claim_one(pg_t *db, void *arg, struct problem *problem)
{
    struct claim *claim = arg;
    struct job_sweep sweep;
    job_batch_fini(&claim->batch); /* of a try that was rolled back */
    rc_t rc = job_sweep(db, &sweep, problem);
    if (rc != RC_OK)
        return rc;
    return job_claim(db,
                     &(struct job_claim_ask){ .queue = EXPORT_QUEUE,
                                              .worker = claim->exporter->worker,
                                              .most = 1,
                                              .lease_ms = claim->exporter->lease_ms },
                     &claim->batch, problem);
}

static rc_t export_step(struct step *step)
{
    struct claim claim = { .exporter = step->local };
    rc_t rc = pg_tx(step->db, PG_WRITE, claim_one, &claim, step->problem);
    if (rc == RC_OK && claim.batch.count) {
        rc = begin_task(step, &claim.batch);
        step->done = 1;
        step->next_us = step->now_us;
    }
    job_batch_fini(&claim.batch);
    return rc;
}

static const char *const WAKERS[] = { "", NULL };

const struct worker_def EXPORT_WORKER = {
    .name = "export",
    .fn = export_step,
    .wakers = WAKERS,
    .poll_ms = 1000,
    .local_destroy = exporter_close,
    .local_open = open_local,
};
