/* The worker: one step takes one job of queue `export` and makes its workbook. */
#ifndef EXPORT_STEP_H
#define EXPORT_STEP_H

#include "step_host.h"

#define EXPORT_QUEUE "export"

/* The worker for worker_main and worker_step. Its state (`local`) is an exporter_t. */
extern const struct worker_def EXPORT_WORKER;

typedef struct exporter exporter_t;

struct exporter_conf {
    const char *dsn;  /* for the connection that reads snapshots */
    const char *role; /* of that connection; NULL: as the DSN says */
    const char *data; /* data folder: workbooks go to `data`/exports */
    int64_t lease_ms; /* how long a job is ours without a sign of life; 0: LEASE_MS */
};

enum {
    LEASE_MS = 10000, /* and a millisecond more per LEASE_ROWS rows, for closing a large file */
    LEASE_ROWS = 20,
};

/* State of one worker. RC_INVALID when the data folder cannot be used. Caller closes *ret_exporter.
 */
MUST_CHECK rc_t exporter_open(const struct exporter_conf *conf, exporter_t **ret_exporter,
                              struct problem *problem);
/* Close it; a job under way is not touched. For worker_def.local_destroy. */
void exporter_close(void *exporter);

#endif
