/* fork(2) for both, and the parent's death ends them. The broker is the shipped binary; the
 * proxy is libzmq's own loop and nothing else, with a context of its own, since threads do not
 * survive a fork. */
#include "bench_child.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include "clk.h"

/* Milliseconds a child has to say where it is; bytes of that line. */
enum { READY_MS = 10000, LINE_MAX_BYTES = 2 * BUS_ENDPOINT_MAX + 16 };

#define LOOPBACK "tcp://127.0.0.1:*"

/* First line a child writes, without its end; false when none comes in time. */
static bool read_line(int fd, char line[LINE_MAX_BYTES])
{
    int64_t end = clk_mono_ms() + READY_MS;
    size_t len = 0;
    while (len + 1 < LINE_MAX_BYTES) {
        struct pollfd ready = { .fd = fd, .events = POLLIN };
        int64_t left = end - clk_mono_ms();
        if (left <= 0 || poll(&ready, 1, (int)left) <= 0 || read(fd, line + len, 1) != 1)
            return false;
        if (line[len] == '\n') {
            line[len] = '\0';
            return true;
        }
        len++;
    }
    return false;
}

/* Run `body(fd, arg)` in a child that writes one line to `fd`; the parent gets that line. */
static rc_t start(struct bench_child *self, void (*body)(int fd, const char *arg), const char *arg,
                  char line[LINE_MAX_BYTES], struct problem *problem)
{
    int ends[2];
    if (pipe(ends) != 0 || (self->pid = fork()) < 0)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not start a process");
    if (self->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        body(ends[1], arg);
        _exit(1);
    }
    close(ends[1]);
    bool ready = read_line(ends[0], line);
    close(ends[0]);
    if (ready)
        return RC_OK;
    bench_child_stop(self);
    return problem_set(problem, RC_UNAVAILABLE, NULL, "could not start \"%s\"", arg);
}

/* What is too long becomes empty: connecting to it then fails with its name. */
static void copy_endpoint(char out[BUS_ENDPOINT_MAX], const char *text, size_t len)
{
    len = len < BUS_ENDPOINT_MAX ? len : 0;
    memcpy(out, text, len);
    out[len] = '\0';
}

/* Its standard output is the pipe; returns only when there is no such program. */
static void run_broker(int fd, const char *path)
{
    dup2(fd, STDOUT_FILENO);
    setenv("MLPS_LOG", "error", 1);
    execl(path, path, "--bind", LOOPBACK, "--insecure", (char *)NULL);
}

/* Front and back are the same endpoint: our broker has one socket for both (MDP-01). */
rc_t bench_broker_start(struct bench_child *self, const char *path, struct problem *problem)
{
    char line[LINE_MAX_BYTES];
    rc_t rc = start(self, run_broker, path, line, problem);
    if (rc != RC_OK)
        return rc;
    const char *endpoint = strncmp(line, "ready ", 6) == 0 ? line + 6 : "";
    copy_endpoint(self->front, endpoint, strlen(endpoint));
    copy_endpoint(self->back, endpoint, strlen(endpoint));
    return RC_OK;
}

/* A socket on a free port, and where that is. */
static void *bound(void *context, int type, char endpoint[BUS_ENDPOINT_MAX])
{
    size_t len = BUS_ENDPOINT_MAX;
    void *socket = zmq_socket(context, type);
    if (zmq_bind(socket, LOOPBACK) != 0 ||
        zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &len) != 0)
        _exit(1);
    return socket;
}

/* A context of its own: the parent's threads do not live in a child. */
static void run_proxy(int fd, const char *unused)
{
    char front[BUS_ENDPOINT_MAX];
    char back[BUS_ENDPOINT_MAX];
    (void)unused;
    void *context = zmq_ctx_new();
    void *router = bound(context, ZMQ_ROUTER, front);
    void *dealer = bound(context, ZMQ_DEALER, back);
    dprintf(fd, "%s %s\n", front, back);
    close(fd);
    zmq_proxy(router, dealer, NULL);
}

/* The least any broker on these sockets can cost: what is measured against it is the protocol. */
rc_t bench_proxy_start(struct bench_child *self, struct problem *problem)
{
    char line[LINE_MAX_BYTES];
    rc_t rc = start(self, run_proxy, "proxy", line, problem);
    if (rc != RC_OK)
        return rc;
    const char *blank = strchr(line, ' ');
    copy_endpoint(self->front, line, blank ? (size_t)(blank - line) : 0);
    copy_endpoint(self->back, blank ? blank + 1 : "", blank ? strlen(blank + 1) : 0);
    return RC_OK;
}

/* Killed, since nothing of it is to be kept; waited for, so that no zombie stays (C9). Safe
 * twice. */
void bench_child_stop(struct bench_child *self)
{
    if (self->pid <= 0)
        return;
    kill(self->pid, SIGKILL);
    waitpid(self->pid, NULL, 0);
    self->pid = 0;
}
