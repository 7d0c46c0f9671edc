/* `mlps up`: every process under supervision, with a private PostgreSQL when no database is named. */
#ifndef UP_H
#define UP_H

#include "cluster.h"
#include "commands.h"
#include "context.h"
#include "supervisor.h"

struct up;
/* Called once, when everything is ready for the first time. */
typedef rc_t up_ready_fn(struct up *self, void *arg, struct problem *problem);

/* A running installation. Large and pointed into by the supervisor: it must not move. */
struct up {
    struct context *context;
    struct layout layout;
    struct cluster cluster;
    struct supervisor supervisor;
    const char *dsn;                  /* --dsn, or the private cluster's */
    bool is_private;
    enum up_care care;
    char bus[BUS_ENDPOINT_MAX];
    char programs[SUPERVISED_MAX][PATH_TEXT];
    char listen[READY_LINE_MAX];      /* where the gateway shall listen; its port stays over restarts */
    bool is_up;
    up_ready_fn *on_ready;            /* may be NULL */
    void *on_ready_arg;
};

/* Prepare: data folder, lock, cluster, keys, process table, environment of the children. `now` (may be NULL) is
 * the fixed business time they get. Blocks SIGCHLD. */
MUST_CHECK rc_t up_init(struct up *self, struct context *context, const char *now);
/* The stages of starting, in their order; stopping goes the other way. */
enum up_stage { STAGE_DATABASE, STAGE_BROKER, STAGE_PROCESSES };
/* Prepare PostgreSQL and (UP_DURABLE) the broker alone, on another data folder: what benchmarks and simulations run on.
 * up_run then ends when both are ready and supervisor.on_ready has been called for them. */
MUST_CHECK rc_t up_init_bare(struct up *self, struct context *context, const char *data, enum up_care care);
/* What `up` does when a stage is ready (struct supervisor.on_ready): migrates, writes state.json, says `ready`. */
MUST_CHECK rc_t up_on_stage(struct up *self, int stage, const struct supervised *process,
                            struct problem *problem);
/* Give the children of this process database, bus, keys and business time (NULL: the machine's) by their environment. */
void up_environment(const struct up *self, const char *now);
/* Path of a program of this build ("mlps-broker"), beside our own; borrowed, kept in `self`. */
const char *up_program(struct up *self, const char *name);
/* Run to the end; prints `ready URL`. */
MUST_CHECK rc_t up_run(struct up *self);
/* The command. */
int cmd_up(struct context *context, const struct command *command);
/* `mlps init` and `mlps migrate`: create or upgrade the database named by --dsn, or the private one of --data (started for
 * it when nothing runs). */
int cmd_migrate(struct context *context, const struct command *command);

#endif
