/* Starting one child: its user, its log, the pipe on which it says that it is ready. */
#ifndef SPAWN_H
#define SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#include "layout.h"

enum { EXIT_NOT_RUN = 127 }; /* how a child ends whose program could not be run */

/* How to start one child; everything is borrowed for the call. */
struct spawn {
    const struct layout *layout; /* the user to run as */
    const char *name;            /* its log is LOG/NAME.log */
    char *const *argv;           /* argv[0] is the program's path */
    int death_signal;            /* sent to it by the kernel when we die */
    bool keep_output;            /* its output and errors are ours (the demo's player) */
};

/* Start a process in a process group of its own, so that a Ctrl-C on the terminal reaches only the
 * supervisor. *ret_out is the read end of its standard output, -1 with keep_output. RC_INTERNAL when it
 * cannot be started; a program that cannot be run shows as a child that ends with 127. */
MUST_CHECK rc_t spawn_process(const struct spawn *spawn, pid_t *ret_pid, int *ret_out,
                              struct problem *problem);

#endif
