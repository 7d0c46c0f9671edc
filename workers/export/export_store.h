/* The database side of an export; the only file of this folder that sees libpq. */
#ifndef EXPORT_STORE_H
#define EXPORT_STORE_H

#include <stdint.h>

#include "lang.h"
#include "pg.h"
#include "sheet_writer.h"

enum { CODE_TEXT = 81 }; /* bytes of a contract's code with its NUL */

/* One export and its contract, read inside the snapshot. */
struct export_frame {
    int64_t id;
    char kind[24];
    enum lang lang;
    bool done; /* a file was promised already */
    int64_t contract_id, pack_id;
    char code[CODE_TEXT], title[1208], customer[1208]; /* 300 characters of UTF-8 at most */
    char service_period[40], pack[104], calendar[132], requested_by[488];
    int zone_minutes;
    int64_t as_of_us;
    int32_t today;
    int64_t event_seq;
};

/* Read export `id`. RC_NOT_FOUND when there is none; RC_INVALID for a zone we do not know. */
MUST_CHECK rc_t export_store_frame(pg_t *db, int64_t id, struct export_frame *ret_frame,
                                   struct problem *problem);
/* Number of rows a sheet's statement will give. */
MUST_CHECK rc_t export_store_total(pg_t *db, const struct sql *total, int64_t contract_id,
                                   int64_t *ret_rows, struct problem *problem);

/* Told after every row written; any result but RC_OK ends the walk. */
struct row_watch {
    rc_t (*row)(void *arg, struct problem *problem);
    void *arg;
};
/* Write the rows of a sheet's statement, one in memory at a time. */
MUST_CHECK rc_t export_store_rows(pg_t *db, const struct sheet_def *sheet,
                                  const struct export_frame *frame, sheet_writer_t *out,
                                  const struct row_watch *watch, struct problem *problem);

/* Inside a transaction: say that export `id` runs and has `done` of `total` rows. *ret_running is
 * false when it is done or there is none. */
MUST_CHECK rc_t export_store_progress(pg_t *db, int64_t id, int64_t done, int64_t total,
                                      bool *ret_running, struct problem *problem);

struct export_outcome {
    const char *file, *sha256;
    int64_t rows, event_seq;
};
/* Inside a transaction: say that export `id` is that file. *ret_changed is false when it was done
 * already. */
MUST_CHECK rc_t export_store_done(pg_t *db, int64_t id, const struct export_outcome *outcome,
                                  bool *ret_changed, struct problem *problem);
/* Inside a transaction: say that export `id` failed and why. `ret_code` (CODE_TEXT bytes) is its
 * contract's code, "" when it is done or there is none. */
MUST_CHECK rc_t export_store_failed(pg_t *db, int64_t id, const char *reason, char *ret_code,
                                    struct problem *problem);

enum { ABANDONED_MAX = 20 };
struct export_abandoned {
    struct {
        int64_t id;
        char contract[CODE_TEXT], error[1608];
    } rows[ABANDONED_MAX];
    size_t count;
};
/* Inside a transaction: fail the exports whose job died without saying so, some at a time. */
MUST_CHECK rc_t export_store_abandoned(pg_t *db, struct export_abandoned *ret_list,
                                       struct problem *problem);

#endif
