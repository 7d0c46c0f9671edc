/* The options every process of ours takes, in one table; `mlps up` passes them on. */
#ifndef PROCESS_CONF_H
#define PROCESS_CONF_H

#include "bus.h"
#include "clk.h"
#include "options.h"

struct process_conf {
    struct bus_conf bus;
    const char *dsn;  /* --dsn, MLPS_DSN */
    struct clk clk;   /* --now, MLPS_NOW: a fixed business clock */
    int64_t threads;  /* --threads (services) */
    const char *data; /* --data, MLPS_DATA: folder for exports and state, or NULL */
};

/* Rows: dsn, bus (tcp://HOST:PORT), keys (folder; without it NULL security needs --insecure),
 * insecure, now, threads, data, help. A process with own options appends its rows by options_read
 * on its own table. */
extern const struct option_row PROCESS_OPTIONS[];
/* Read the table; `process` names the key pair (its service or worker name). Prints help and
 * returns RC_OK with *ret_done true for --help. Texts stay borrowed from argv and environment. */
MUST_CHECK rc_t process_conf_read(struct process_conf *self, const char *process, int argc,
                                  char **argv, bool *ret_done, struct problem *problem);

#endif
