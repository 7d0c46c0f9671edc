#include "stopflag.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t stop_signals;
static int stop_pipe[2] = { -1, -1 };

static void on_signal(int number)
{
    (void)number;
    stop_ask();
}

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

bool stop_asked(void)
{
    return stop_signals != 0;
}

int stop_count(void)
{
    return stop_signals;
}

int stop_fd(void)
{
    return stop_pipe[0];
}

void stop_ask(void)
{
    int saved = errno;
    stop_signals++;
    if (stop_pipe[1] >= 0 && write(stop_pipe[1], "x", 1) < 0)
        errno = saved; /* full: already readable */
    errno = saved;
}
