/* Child processes of tests: started with an argument list, watched, and never left behind: whatever
 * is still running when the test program ends is killed by its own process id. */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct child {
    pid_t pid;  /* 0: not running */
    int out;    /* its standard output, -1 when not asked for */
    int status; /* as of waitpid, once it has ended */
};

struct child_spec {
    const char *const *argv; /* NULL-ended; argv[0] is a path or a name in PATH */
    const char *const *env;  /* NULL-ended "NAME=value" set on top of ours, or NULL */
    const char *user;        /* switch to this user when we are root, or NULL */
    const char *log; /* file for its standard error (and output, unless `out`), or NULL: ours */
    bool out;        /* read its standard output through child_line */
};

/* Start a process. Ends the test program when that cannot be done. */
void child_start(struct child *self, const struct child_spec *spec);
/* Next line of its output without the line end, waiting at most `wait_ms`; false at its end or when
 * none came. */
bool child_line(struct child *self, int64_t wait_ms, char *line, size_t size);
/* Wait for its end; false when it still runs after `wait_ms`. */
bool child_wait(struct child *self, int64_t wait_ms);
/* Whether it has installed a handler for that signal by now (Linux: /proc). */
bool child_handles(const struct child *self, int number);
/* Send a signal (nothing when it has ended). */
void child_signal(const struct child *self, int signal);
/* Send SIGTERM, wait `wait_ms`, then SIGKILL. Returns the exit code, -1 when a signal ended it.
 * Safe when not running. */
int child_stop(struct child *self, int64_t wait_ms);
/* Run to the end and give the exit code, -1 when a signal ended it. */
int child_run(const struct child_spec *spec);

#endif
