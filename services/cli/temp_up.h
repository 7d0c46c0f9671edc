/* A PostgreSQL and a broker of one's own in a temporary folder, for as long as something is done on them. */
#ifndef TEMP_UP_H
#define TEMP_UP_H

#include "up.h"

/* What is done; `up` names the database and the bus. A failure that might pass with another try is not tried again by
 * the supervisor: half a run is no result. */
typedef rc_t temp_up_fn(struct up *up, void *arg, struct problem *problem);

/* What the work needs. */
struct temp_need {
    enum up_care care;
    const char *base; /* of its temporary folder: temp_folder_base */
};

/* Make both in a temporary folder, call `fn` once, stop them and remove the folder, whatever happened.
 * With --dsn (UP_DURABLE only) that database is used
 * instead of a private one. The outcome is that of `fn`; RC_UNAVAILABLE when a stop
 * was asked for before it ran. */
MUST_CHECK rc_t temp_up_run(struct context *context, struct temp_need need, temp_up_fn *fn, void *arg);

enum { TEMP_UP_DSN = PATH_TEXT + 128 };
/* The broker of a stack that runs, by the key of a person's commands. */
MUST_CHECK rc_t temp_up_bus(const struct up *up, struct bus_conf *ret_bus, struct problem *problem);
/* Its database as the owner, who may do anything there, in `out` of TEMP_UP_DSN bytes; or the one that --dsn names, with
 * the user it names. Returns the text. */
const char *temp_up_dsn(const struct up *up, char *out);

#endif
