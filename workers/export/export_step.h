/* The worker: one step takes one job of queue `export` and makes its workbook. */
#ifndef EXPORT_STEP_H
#define EXPORT_STEP_H

#include "job_loop.h"

#define EXPORT_QUEUE "export"

/* The worker for worker_main and worker_step. Its state (`local`) is an exporter_t. */
extern const struct worker_def EXPORT_WORKER;
/* Its queue, kinds and time-outs. */
extern const struct job_queue_def EXPORT_JOBS;

typedef struct exporter exporter_t;

struct exporter_conf {
    const struct job_queue_def *jobs; /* EXPORT_JOBS; tests shorten the lease */
    const char *dsn;  /* for the connections that read snapshots and keep the lease */
    const char *role; /* of these; NULL: as the DSN says */
    const char *data; /* data folder: workbooks go to `data`/exports */
};

/* State of one worker. RC_INVALID when the data folder cannot be used. Caller closes *ret_exporter.
 */
MUST_CHECK rc_t exporter_open(const struct exporter_conf *conf, exporter_t **ret_exporter,
                              struct problem *problem);
/* Close it; a job under way is not touched. For worker_def.local_destroy. */
void exporter_close(void *exporter);

#endif
