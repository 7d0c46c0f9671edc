/* Keeps processes running: starts them in stages, restarts one that dies with growing pauses, stops them in
 * order. One thread, one loop; everything it knows is in this struct. */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "layout.h"

enum {
    SUPERVISED_MAX = 24,
    SUPERVISED_ARGS = 32,
    RESTART_FIRST_MS = 100,   /* pause before the first restart ... */
    RESTART_MOST_MS = 5000,   /* ... doubling up to this */
    RESTART_FORGET_MS = 10000, /* alive so long: the next pause is the first again */
    READY_WAIT_MS = 30000,    /* a process that does not get ready in this time is started anew */
    STOP_WAIT_MS = 10000,     /* all of an orderly stop; then SIGKILL */
    READY_LINE_MAX = 512,
    EXIT_TRY_AGAIN = 3,       /* exit code of ours: a service could not be reached */
};

/* How a process shows that others may rely on it. */
enum readiness {
    READY_AT_ONCE, /* running is enough */
    READY_LINE,    /* prints `ready WHERE` on standard output */
    READY_ASK,     /* `is_ready` says so */
};

struct supervised;
typedef bool ready_fn(const void *arg, pid_t pid);

/* What is fixed about a process; strings are borrowed for the supervisor's life. */
struct supervised_spec {
    const char *name;
    int stage;             /* started when all lower stages are ready; stopped in the opposite order */
    enum readiness readiness;
    ready_fn *is_ready;    /* for READY_ASK */
    const void *ready_arg;
    int stop_signal;       /* SIGTERM, or SIGINT for PostgreSQL's fast shutdown */
    bool once;             /* ends by itself: with 0 it is done, with EXIT_TRY_AGAIN or a signal it is restarted,
                              with any other code everything stops */
    bool keep_output;
    char *argv[SUPERVISED_ARGS];
};

struct supervised {
    struct supervised_spec spec;
    pid_t pid;             /* 0: not running */
    int out;               /* its standard output, -1: none */
    bool ready;            /* since its last start */
    bool done;             /* a `once` process that ended with 0 */
    int64_t started_ms;
    int64_t restart_ms;    /* when to start it again; 0: at once when its stage comes */
    int64_t pause_ms;      /* the next pause */
    int restarts;
    size_t said_len;
    char said[READY_LINE_MAX]; /* what it has printed of its ready line */
    char where[READY_LINE_MAX]; /* what its ready line says */
};

struct supervisor;
/* Called in the loop when a stage has become ready for the first time, or a process again. `process` NULL: the whole
 * stage; a result that may be retried is, any other but RC_OK stops everything. */
typedef rc_t supervisor_event_fn(struct supervisor *self, int stage, struct supervised *process,
                                 void *arg, struct problem *problem);

/* One per command; all state of supervision, and no thread or handler beside it. */
struct supervisor {
    const struct layout *layout;
    struct supervised all[SUPERVISED_MAX];
    int count;
    int stage;                  /* being started; processes of higher stages wait */
    int64_t advance_ms;         /* not before this to the next stage: the last try met a dead server */
    int child_fd;               /* signalfd of SIGCHLD */
    supervisor_event_fn *on_ready;
    void *on_ready_arg;
    bool stopping;              /* ends are expected and nothing is restarted */
    bool until_done;            /* stop when every `once` process is done ... */
    int until_stage;            /* ... or, when there is none, when this stage is reached */
    int failed_starts;          /* of processes that never got ready, in a row */
};

/* Nothing supervised yet. Blocks SIGCHLD in this thread: call before other threads exist. */
MUST_CHECK rc_t supervisor_init(struct supervisor *self, const struct layout *layout,
                                struct problem *problem);
/* Add a process; the spec is copied, its argv strings are borrowed. Asserts that there is room. */
struct supervised *supervisor_add(struct supervisor *self, const struct supervised_spec *spec);
/* The supervised process of a name, or NULL. */
struct supervised *supervisor_find(struct supervisor *self, const char *name);
/* Run until a stop is asked for (base/stopflag.h), until_done holds, or starting fails; then stop all processes
 * in order. RC_OK for an orderly end. */
MUST_CHECK rc_t supervisor_run(struct supervisor *self, struct problem *problem);
/* Pause before the next start: doubles from RESTART_FIRST_MS, starts over after RESTART_FORGET_MS of life. Pure. */
int64_t supervisor_pause(int64_t last_pause_ms, int64_t lived_ms);

#endif
