/* A PostgreSQL cluster for tests: in a temporary folder, on a Unix socket, without fsync, run as
 * user "postgres" when we are root. Tests usually want temp_db.h, which shares one cluster. */
#ifndef TEMP_PG_H
#define TEMP_PG_H

#include <stdbool.h>
#include <stdint.h>

#include "child.h"

enum { TEMP_PG_DIR_MAX = 64 };

struct temp_pg {
    char dir[TEMP_PG_DIR_MAX]; /* data in dir/data, socket in dir, log in dir/log */
    bool durable;              /* fsync on: for benchmarks */
    struct child server;       /* the postmaster, a child of ours; pid 0 while stopped */
};

/* initdb and start; returns when the server answers. Ends the test program when that fails. */
void temp_pg_start(struct temp_pg *self, bool durable);
/* DSN of a database of the cluster, as its superuser; valid until the next call in this thread. */
const char *temp_pg_dsn(const char *dir, const char *database);
/* Start again after temp_pg_halt; returns when it answers. */
void temp_pg_resume(struct temp_pg *self);
/* Stop the server: SIGINT (fast), SIGQUIT (immediate) or SIGKILL the postmaster, and wait for its
 * end. */
void temp_pg_halt(struct temp_pg *self, int signal);
/* Stop it and remove the folder. */
void temp_pg_remove(struct temp_pg *self);

#endif
