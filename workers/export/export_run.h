/* One export from its row to its file: reads the contract in one snapshot, renders, publishes. What
 * the job does around it (claim, complete, fail) is the step's. */
#ifndef EXPORT_RUN_H
#define EXPORT_RUN_H

#include "export_files.h"
#include "export_render.h"
#include "export_store.h"
#include "rulebook.h"

/* Told how far an export is, at most every PROGRESS_MS while rows are written, and at
 * the start and the end of each sheet. Any result but RC_OK ends the run:
 * the lease is lost, or the export is. Must not use the reader's connection. */
struct export_progress {
    const char *contract; /* code */
    int64_t done, total;  /* rows of all sheets */
};
typedef rc_t export_progress_fn(void *arg, const struct export_progress *now,
                                struct problem *problem);

enum { PROGRESS_MS = 200, PROGRESS_ROWS = 256 /* rows between two looks at the clock */ };

struct export_run {
    pg_t *reader; /* a connection that only reads: its snapshot is open while progress is written */
    rulebook_t *book;
    export_files_t *files;
    int64_t id;
    export_progress_fn *progress;
    void (*closing)(
        void *arg); /* all rows are written; closing a large file takes a while in one call */
    void *arg;      /* of both */
};

struct export_result {
    struct export_frame frame;
    struct render_done done;
    char file[EXPORT_NAME_MAX]; /* name in the exports folder */
};

/* Run export `id` to its published file. frame.done tells that it had one before: then nothing was
 * done and `file` is "". RC_NOT_FOUND without such an export, RC_INVALID for an unknown kind, else
 * as export_render and export_files_publish. *ret_result is unchanged on failure. */
MUST_CHECK rc_t export_run(const struct export_run *run, struct export_result *ret_result,
                           struct problem *problem);

#endif
