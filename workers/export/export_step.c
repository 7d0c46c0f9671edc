/* Three connections, because an export's snapshot stays open while its progress is committed and
 * its lease is kept: the worker's own (progress, outcome, events), the reader's (the snapshot), the
 * loop's (heartbeats). A job is completed in the transaction that writes the export's row, so a
 * file is announced exactly when its job is done (JOB-14); what may happen twice is only the
 * writing of the same bytes under the same name. */
#include "export_step.h"

#include <stdio.h>

#include "clk.h"
#include "export_run.h"
#include "jsonx.h"
#include "lease_keeper.h"
#include "memory.h"

enum {
    TIMEOUT_MS = 600000, /* of one workbook */
    ABANDONED_MS = 5000, /* between two looks for exports whose job is gone */
};

/* State of one worker process. Its connections are opened at the first use and made anew when lost;
 * packs stay parsed between exports. */
struct exporter {
    job_loop_t *loop;
    pg_t *reader; /* its snapshot is open while the worker's connection writes progress */
    rulebook_t *book;
    export_files_t *files;
    int64_t look_at_ms; /* machine time of the next look for abandoned exports */
};

/* One job being worked on. */
struct task {
    struct job_run *run;
    exporter_t *exporter;
    int64_t export_id;
    struct export_progress now;
    struct lease_keeper keeper;
    const struct export_result *result; /* of the transaction that ends the job */
    const char *reason;
};

/* Events of an export name its row, and go out after the commit. Called inside the transaction that
 * makes them true. */
static rc_t say(const struct task *task, const char *contract, const char *kind, json_t *data)
{
    return step_event(task->run->step, contract, kind, "export", task->export_id, data);
}

/* ---- progress ---- */

/* Also the moment to find out that another worker was faster: then this one stops. */
static rc_t write_progress(pg_t *db, void *arg, struct problem *problem)
{
    const struct task *task = arg;
    bool running = false;
    rc_t rc = export_store_progress(db, task->export_id, task->now.done, task->now.total, &running,
                                    problem);
    if (rc == RC_OK && !running)
        rc = problem_set(problem, RC_CONFLICT, NULL, "the export was finished by another worker");
    if (rc == RC_OK)
        rc = say(task, task->now.contract, "export.progress",
                 json_pack("{s:I, s:I, s:I}", "id", (json_int_t)task->export_id, "done",
                           (json_int_t)task->now.done, "total", (json_int_t)task->now.total));
    return rc;
}

/* The heartbeat first: without the lease nothing may be written any more. */
static rc_t progress(void *arg, const struct export_progress *now, struct problem *problem)
{
    struct task *task = arg;
    lease_keeper_stop(&task->keeper); /* rows again: a lost connection began the snapshot anew */
    task->now = *now;
    rc_t rc = job_run_beat(task->run, problem);
    if (rc == RC_OK)
        rc = pg_tx(task->run->step->db, PG_WRITE, write_progress, task, problem);
    step_publish(task->run->step);
    return rc;
}

/* The last call of the library takes seconds in which no row is written and no beat is sent: a
 * thread sends them. */
static void closing(void *arg)
{
    struct task *task = arg;
    lease_keeper_start(&task->keeper);
}

/* ---- the end ---- */

/* The row is updated last, in the transaction that completes the job: both or neither (JOB-14). */
static rc_t write_done(pg_t *db, void *arg, struct problem *problem)
{
    const struct task *task = arg;
    const struct export_result *result = task->result;
    const struct export_outcome outcome = { .file = result->file,
                                            .sha256 = result->done.sha256,
                                            .rows = result->done.rows,
                                            .event_seq = result->frame.event_seq };
    bool changed = false;
    rc_t rc = RC_OK;
    if (!result->frame.done)
        rc = export_store_done(db, task->export_id, &outcome, &changed, problem);
    if (rc == RC_OK && changed)
        rc = say(task, result->frame.code, "export.done",
                 json_pack("{s:I, s:s, s:s, s:s, s:I}", "id", (json_int_t)task->export_id, "kind",
                           result->frame.kind, "file", result->file, "sha256", result->done.sha256,
                           "rows", (json_int_t)result->done.rows));
    return rc;
}

/* Nobody hears of a failure of an export that is done already: its file is there, whatever became
 * of this try. */
static rc_t write_failed(pg_t *db, void *arg, struct problem *problem)
{
    const struct task *task = arg;
    char code[CODE_TEXT];
    rc_t rc = export_store_failed(db, task->export_id, task->reason, code, problem);
    if (rc == RC_OK && code[0])
        rc = say(task, code, "export.failed",
                 json_pack("{s:I, s:s}", "id", (json_int_t)task->export_id, "error", task->reason));
    return rc;
}

/* A try that failed. When repeating it cannot help, the export fails now and the job is done; with
 * the last try it fails as well, and the job goes to the dead letters. Otherwise the queue tries
 * again later. A conflict is nobody's failure: the job or the export went to another worker, who
 * says how it ended. */
static rc_t end_failed(struct task *task, rc_t why, struct problem *problem)
{
    const struct job *job = task->run->job;
    struct problem ended = { .rc = RC_OK };
    task->reason = problem->text;
    if (why == RC_CONFLICT)
        return why;
    if (!rc_may_retry(why) && why != RC_NOT_FOUND)
        return job_finish(task->run, write_failed, task, &ended);
    if (job->attempt >= job->max_attempts &&
        pg_tx(task->run->step->db, PG_WRITE, write_failed, task, &ended) != RC_OK)
        task->exporter->look_at_ms = 0; /* found as abandoned later */
    return why;
}

/* The reader's transactions carry the step's business time, so a workbook on a fixed clock is the
 * same workbook. */
static rc_t make_workbook(struct task *task, struct problem *problem)
{
    struct export_result result;
    const struct step *step = task->run->step;
    pg_set_context(
        task->exporter->reader,
        &(struct pg_context){ .account = "export", .now_fixed = true, .now_us = step->now_us });
    const struct export_run run = { .reader = task->exporter->reader,
                                    .book = task->exporter->book,
                                    .files = task->exporter->files,
                                    .id = task->export_id,
                                    .progress = progress,
                                    .closing = closing,
                                    .arg = task };
    rc_t rc = export_run(&run, &result, problem);
    lease_keeper_stop(&task->keeper);
    if (rc != RC_OK)
        return rc;
    task->result = &result;
    return job_finish(task->run, write_done, task, problem);
}

/* A failure ends the job's try with its reason in the export's row, where the person who asked
 * for it looks. */
static rc_t do_export(struct job_run *run, struct problem *problem)
{
    struct task task = { .run = run, .exporter = run->step->local };
    rc_t rc = jsonx_int_field(run->job->payload, "export_id", JSON_REQUIRED, 1, INT64_MAX,
                              &task.export_id, problem);
    if (rc != RC_OK)
        return rc; /* a dead letter, after its tries, for somebody to look at */
    lease_keeper_init(&task.keeper, run);
    rc = make_workbook(&task, problem);
    lease_keeper_fini(&task.keeper);
    return rc == RC_OK ? rc : end_failed(&task, rc, problem);
}

/* One kind; a batch of one, since a workbook may take minutes and others should get the next job.
 */
static const struct job_kind KINDS[] = { { "export", TIMEOUT_MS, do_export } };

/* Lease and sweep are everybody's; tests shorten them. */
const struct job_queue_def EXPORT_JOBS = {
    .queue = EXPORT_QUEUE,
    .kinds = KINDS,
    .kind_count = COUNT_OF(KINDS),
    .batch = 1,
    .lease_ms = JOB_LEASE_MS,
    .sweep_ms = JOB_SWEEP_MS,
};

/* ---- the worker ---- */

/* Nothing is connected yet: a worker may start before the database. */
rc_t exporter_open(const struct exporter_conf *conf, exporter_t **ret_exporter,
                   struct problem *problem)
{
    exporter_t *self = mem_new(sizeof(*self));
    struct pg_conf pg = { .dsn = conf->dsn, .role = conf->role, .process = "mlps-export reader" };
    rc_t rc = export_files_open(conf->data, &self->files, problem);
    if (rc != RC_OK) {
        mem_free(self);
        return rc;
    }
    self->reader = pg_new(&pg);
    pg.process = "mlps-export lease";
    self->loop = job_loop_new(conf->jobs, pg_new(&pg));
    self->book = rulebook_new();
    *ret_exporter = self;
    return RC_OK;
}

/* Between steps only, so no workbook is being written. */
void exporter_close(void *exporter)
{
    exporter_t *self = exporter;
    export_files_close(&self->files);
    rulebook_destroy(&self->book);
    job_loop_destroy(&self->loop);
    pg_destroy(&self->reader);
    mem_free(self);
}

/* No default for the data folder: workbooks in a wrong place would be announced and never found. */
static rc_t open_local(const struct options *options, void **ret_local, struct problem *problem)
{
    const struct exporter_conf conf = { .jobs = &EXPORT_JOBS,
                                        .dsn = option_text(options, "dsn"),
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

/* Exports whose job died for good would otherwise say "running" for ever. */
static rc_t fail_abandoned(pg_t *db, void *arg, struct problem *problem)
{
    struct step *step = arg;
    struct export_abandoned list;
    rc_t rc = export_store_abandoned(db, &list, problem);
    for (size_t i = 0; i < list.count && rc == RC_OK; i++)
        rc = step_event(step, list.rows[i].contract, "export.failed", "export", list.rows[i].id,
                        json_pack("{s:I, s:s}", "id", (json_int_t)list.rows[i].id, "error",
                                  list.rows[i].error));
    return rc;
}

/* A worker that is killed in a job's last try cannot say that the export failed; whoever lives
 * does. */
static rc_t look_for_abandoned(exporter_t *self, struct step *step)
{
    if (clk_mono_ms() < self->look_at_ms)
        return RC_OK;
    rc_t rc = pg_tx(step->db, PG_WRITE, fail_abandoned, step, step->problem);
    if (rc == RC_OK)
        self->look_at_ms = clk_mono_ms() + ABANDONED_MS;
    return rc;
}

/* The abandoned are looked for first: it costs one indexed read. */
static rc_t export_step(struct step *step)
{
    exporter_t *self = step->local;
    rc_t rc = look_for_abandoned(self, step);
    return rc == RC_OK ? job_loop_step(self->loop, step) : rc;
}

/* Woken by a request's commit (call_wake); the poll is only for what was missed. */
static const char *const WAKERS[] = { "-/job." EXPORT_QUEUE, NULL };

/* poll_ms as job_loop_step wants it: not above the queue's sweep. */
const struct worker_def EXPORT_WORKER = {
    .name = "export",
    .fn = export_step,
    .wakers = WAKERS,
    .poll_ms = JOB_SWEEP_MS,
    .local_destroy = exporter_close,
    .local_open = open_local,
};
