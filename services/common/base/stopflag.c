#include "stopflag.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Written by the handler, read by any thread: a lock-free atomic is fit for both, which
 * volatile sig_atomic_t is not. */
static atomic_int stop_signals;
static int stop_pipe[2] = { -1, -1 };

/* The same for both signals: a supervisor's stop and a person's Ctrl-C end a process in the same
 * order. */
static void on_signal(int number)
{
    (void)number;
    stop_ask();
}

/* Before any library can take the signals for itself (trap 7). SIGPIPE is ignored: a peer that
 * leaves is an error of one write, not of the process. */
void stop_setup(void)
{
    struct sigaction act = { .sa_handler = on_signal };
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigemptyset(&act.sa_mask);
    sigemptyset(&ignore.sa_mask);
    if (pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK) != 0 || sigaction(SIGINT, &act, NULL) != 0 ||
        sigaction(SIGTERM, &act, NULL) != 0 || sigaction(SIGPIPE, &ignore, NULL) != 0) {
        perror("could not set up signals");
        abort();
    }
}

/* Never becomes false again; cheap enough for every turn of a loop. */
bool stop_asked(void)
{
    return atomic_load(&stop_signals) != 0;
}

/* A second signal means "at once": what may be given up then is each loop's own decision. */
int stop_count(void)
{
    return atomic_load(&stop_signals);
}

/* Readable for ever once a stop is asked for, so that any number of threads may poll it. -1 before
 * stop_setup. */
int stop_fd(void)
{
    return stop_pipe[0];
}

/* Also called from the signal handler: only what is async-signal-safe, and errno as it was. */
void stop_ask(void)
{
    int saved = errno;
    atomic_fetch_add(&stop_signals, 1);
    if (stop_pipe[1] >= 0 && write(stop_pipe[1], "x", 1) < 0)
        errno = saved; /* full: already readable */
    errno = saved;
}
