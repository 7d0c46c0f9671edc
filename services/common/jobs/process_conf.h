/* The options every process of ours takes, in one table; `mlps up` passes them on. */
#ifndef PROCESS_CONF_H
#define PROCESS_CONF_H

#include "bus.h"
#include "clk.h"
#include "options.h"

struct process_conf {
    const struct option_row *own; /* set before reading: rows of this process alone, or NULL */
    struct option_row rows[OPTIONS_MAX]; /* PROCESS_OPTIONS and `own` */
    struct options options;              /* what was read by them */
    struct bus_conf bus;
    const char *dsn;  /* --dsn, MLPS_DSN */
    struct clk clk;   /* --now, MLPS_NOW: a fixed business clock */
    int64_t threads;  /* --threads (services) */
    const char *data; /* --data, MLPS_DATA: folder for exports and state, or NULL */
};

/* Rows: dsn, bus (tcp://HOST:PORT), keys (folder; without it NULL security needs --insecure),
 * insecure, now, threads, data, help. A process with options of its own gives them as `own`. */
extern const struct option_row PROCESS_OPTIONS[];
/* Read the tables; `process` names the key pair (its service or worker name). Prints help and
 * returns RC_OK with *ret_done true for --help. Texts stay borrowed from argv and environment;
 * `self` must not move afterwards. */
MUST_CHECK rc_t process_conf_read(struct process_conf *self, const char *process, int argc,
                                  char **argv, bool *ret_done, struct problem *problem);

#endif
