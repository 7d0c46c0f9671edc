/* One loop, one poll: children that ended, lines that they print, questions to those that are
 * asked, and the stop of the user are all looked at in turn. A child's state is its row (struct
 * supervised) and nothing else: pid 0 means not running, restart_ms when it comes back. Stages
 * start upwards and stop downwards; a stage is entered when all of the one before it is ready. */
#include "supervisor.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clk.h"
#include "logline.h"
#include "spawn.h"
#include "stopflag.h"

/* Milliseconds. A process that never gets ready must not be restarted for ever at the first
 * start. */
enum {
    ASK_POLL_MS = 10,    /* between two questions "are you ready?" */
    IDLE_POLL_MS = 1000,
    FAILED_STARTS_MAX = 8, /* of one process before anything was ready: give up and say so */
};

/* A process that lived for a while has proved that it can run: its next end is taken for a new
 * fault, not for the same one. */
int64_t supervisor_pause(int64_t last_pause_ms, int64_t lived_ms)
{
    if (last_pause_ms == 0 || lived_ms >= RESTART_FORGET_MS)
        return RESTART_FIRST_MS;
    return last_pause_ms * 2 < RESTART_MOST_MS ? last_pause_ms * 2 : RESTART_MOST_MS;
}

/* SIGCHLD by descriptor, so that one poll() waits for children, their output and a stop alike;
 * nothing runs in a signal handler. */
rc_t supervisor_init(struct supervisor *self, const struct layout *layout, struct problem *problem)
{
    sigset_t set;
    memset(self, 0, sizeof(*self));
    self->layout = layout;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    self->child_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (self->child_fd < 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not watch child processes: %s",
                           strerror(errno));
    return RC_OK;
}

/* Room is a matter of our own process table, not of input: hence the assertion. */
struct supervised *supervisor_add(struct supervisor *self, const struct supervised_spec *spec)
{
    assert(self->count < SUPERVISED_MAX);
    struct supervised *p = &self->all[self->count++];
    p->spec = *spec;
    p->out = -1;
    return p;
}

/* NULL for a name that is not in the table; the pointer stays valid, since the table never
 * moves. */
struct supervised *supervisor_find(struct supervisor *self, const char *name)
{
    for (int i = 0; i < self->count; i++)
        if (strcmp(self->all[i].spec.name, name) == 0)
            return &self->all[i];
    return NULL;
}

/* A process that is ready at once has no output to wait for; one that must say so is not ready
 * again after a restart until it has said so again. */
static rc_t start(struct supervisor *self, struct supervised *p, struct problem *problem)
{
    struct spawn spawn = { self->layout, p->spec.name, p->spec.argv, p->spec.stop_signal,
                           p->spec.keep_output };
    rc_t rc = spawn_process(&spawn, &p->pid, &p->out, problem);
    if (rc != RC_OK)
        return rc;
    p->started_ms = clk_mono_ms();
    p->restart_ms = 0;
    p->said_len = 0;
    p->ready = p->spec.readiness == READY_AT_ONCE;
    char pid[24];
    snprintf(pid, sizeof(pid), "%ld", (long)p->pid);
    log_info("process.started", "name", p->spec.name, "pid", pid);
    return RC_OK;
}

/* Everything up to the stage being started, so that a process of a lower stage that died comes
 * back while a higher one starts. */
static rc_t start_due(struct supervisor *self, struct problem *problem)
{
    int64_t now = clk_mono_ms();
    for (int i = 0; i < self->count; i++) {
        struct supervised *p = &self->all[i];
        if (p->pid != 0 || p->done || p->spec.stage > self->stage || p->restart_ms > now)
            continue;
        rc_t rc = start(self, p, problem);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

/* As in a shell's message; part of what a person is told when starting is given up. */
static void describe(int status, char *out, size_t size)
{
    if (WIFSIGNALED(status))
        snprintf(out, size, "signal %d", WTERMSIG(status));
    else
        snprintf(out, size, "exit %d", WEXITSTATUS(status));
}

/* A start has failed when the process ended before it was ready, or could not be run at all. One that was killed from
 * outside says nothing about the program. */
static void count_failed_start(struct supervisor *self, const struct supervised *p, int status)
{
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    bool never_ran = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NOT_RUN;
    if (p->ready && !never_ran)
        self->failed_starts = 0;
    else if (!killed)
        self->failed_starts++;
}

/* A child is gone: say how, and when it comes back. A `once` process that failed for a reason of its own ends it all;
 * one that was killed or could not reach its neighbours is started again. */
static rc_t ended(struct supervisor *self, struct supervised *p, int status, struct problem *problem)
{
    char how[32];
    char pause[24];
    int64_t now = clk_mono_ms();
    describe(status, how, sizeof(how));
    if (p->out >= 0)
        close(p->out);
    p->pid = 0;
    p->out = -1;
    count_failed_start(self, p, status);
    p->ready = false;
    p->done = p->spec.once && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (p->done || self->stopping) {
        log_info(p->done ? "process.done" : "process.stopped", "name", p->spec.name, "how", how);
        return RC_OK;
    }
    if (p->spec.once && WIFEXITED(status) && WEXITSTATUS(status) != EXIT_TRY_AGAIN)
        return problem_set(problem, RC_REFUSED, NULL, "\"%s\" ended with %s", p->spec.name, how);
    p->pause_ms = supervisor_pause(p->pause_ms, now - p->started_ms);
    p->restart_ms = now + p->pause_ms;
    p->restarts++;
    snprintf(pause, sizeof(pause), "%" PRId64, p->pause_ms);
    log_warn("process.ended", "name", p->spec.name, "how", how, "restart_ms", pause);
    if (self->failed_starts >= FAILED_STARTS_MAX)
        return problem_set(problem, RC_UNAVAILABLE, NULL,
                           "could not start \"%s\": it ended with %s %d times; see %s/%s.log",
                           p->spec.name, how, FAILED_STARTS_MAX, self->layout->log, p->spec.name);
    return RC_OK;
}

/* Collect every child that ended; strangers (none are expected) are forgotten. */
static rc_t reap(struct supervisor *self, struct problem *problem)
{
    struct signalfd_siginfo drop[8];
    int status;
    pid_t pid;
    while (read(self->child_fd, drop, sizeof(drop)) > 0)
        continue;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (int i = 0; i < self->count; i++) {
            if (self->all[i].pid != pid)
                continue;
            rc_t rc = ended(self, &self->all[i], status, problem);
            if (rc != RC_OK)
                return rc;
        }
    }
    return RC_OK;
}

/* The first line counts. A program that prints something else first never gets ready, which
 * READY_WAIT_MS ends. */
static bool take_ready_line(struct supervised *p)
{
    char *end = memchr(p->said, '\n', p->said_len);
    if (!end)
        return false;
    *end = '\0';
    if (strncmp(p->said, "ready", 5) != 0)
        return false;
    snprintf(p->where, sizeof(p->where), "%s", p->said[5] == ' ' ? p->said + 6 : "");
    return true;
}

/* Read what a child printed: its ready line, the rest is dropped so that it never blocks on us. */
static bool hear(struct supervised *p)
{
    char drop[READY_LINE_MAX];
    ssize_t n;
    bool became = false;
    while ((n = read(p->out, drop, sizeof(drop))) > 0) {
        size_t room = sizeof(p->said) - 1 - p->said_len;
        size_t take = (size_t)n < room ? (size_t)n : room;
        if (!p->ready && p->spec.readiness == READY_LINE) {
            memcpy(p->said + p->said_len, drop, take);
            p->said_len += take;
            became = p->ready = take_ready_line(p);
        }
    }
    if (n == 0) {
        close(p->out);
        p->out = -1;
    }
    return became;
}

/* Ask or listen; true when a process has just become ready. */
static bool became_ready(struct supervised *p)
{
    if (p->pid == 0)
        return false;
    bool heard = p->out >= 0 && hear(p);
    if (p->ready || p->spec.readiness != READY_ASK)
        return heard;
    p->ready = p->spec.is_ready(p->spec.ready_arg, p->pid);
    return p->ready;
}

/* A player that is done counts as ready: what follows it may start. */
static bool stage_ready(const struct supervisor *self, int stage)
{
    for (int i = 0; i < self->count; i++)
        if (self->all[i].spec.stage == stage && !self->all[i].ready && !self->all[i].done)
            return false;
    return true;
}

/* The specs say which stages there are; nothing else counts them. */
static int last_stage(const struct supervisor *self)
{
    int last = 0;
    for (int i = 0; i < self->count; i++)
        last = self->all[i].spec.stage > last ? self->all[i].spec.stage : last;
    return last;
}

/* What has to be done between two stages may meet a server that has just died: it is restarted by the loop, and the
 * work is tried again. */
static rc_t advance(struct supervisor *self, struct problem *problem)
{
    while (self->stage <= last_stage(self) && stage_ready(self, self->stage) &&
           clk_mono_ms() >= self->advance_ms) {
        rc_t rc = self->on_ready ? self->on_ready(self, self->stage, NULL, self->on_ready_arg, problem) : RC_OK;
        if (rc_may_retry(rc)) {
            log_warn("stage.again", "reason", problem->text);
            problem_clear(problem);
            self->advance_ms = clk_mono_ms() + RESTART_FIRST_MS;
            return RC_OK;
        }
        if (rc != RC_OK)
            return rc;
        self->stage++;
        rc = start_due(self, problem);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

/* A player may take as long as its story takes; any other process that is silent for
 * READY_WAIT_MS hangs, and is killed so that reap() starts it anew. */
static rc_t look_at_all(struct supervisor *self, struct problem *problem)
{
    int64_t now = clk_mono_ms();
    for (int i = 0; i < self->count; i++) {
        struct supervised *p = &self->all[i];
        if (became_ready(p) && p->spec.stage < self->stage && self->on_ready) {
            rc_t rc = self->on_ready(self, p->spec.stage, p, self->on_ready_arg, problem);
            if (rc != RC_OK)
                return rc;
        }
        if (p->pid != 0 && !p->ready && !p->spec.once && now - p->started_ms > READY_WAIT_MS) {
            log_warn("process.not_ready", "name", p->spec.name);
            kill(p->pid, SIGKILL);
        }
    }
    return RC_OK;
}

/* How long poll() may sleep: until the earliest restart, the next question to a process that is
 * asked, or the next try between stages. */
static int next_wait_ms(const struct supervisor *self)
{
    int64_t now = clk_mono_ms();
    int64_t wait = IDLE_POLL_MS;
    for (int i = 0; i < self->count; i++) {
        const struct supervised *p = &self->all[i];
        if (p->pid == 0 && !p->done && p->spec.stage <= self->stage)
            wait = p->restart_ms - now < wait ? p->restart_ms - now : wait;
        if (p->pid != 0 && !p->ready && p->spec.readiness == READY_ASK)
            wait = ASK_POLL_MS < wait ? ASK_POLL_MS : wait;
    }
    if (self->advance_ms > now)
        wait = self->advance_ms - now < wait ? self->advance_ms - now : wait;
    return wait < 0 ? 0 : (int)wait;
}

/* A slot for each output that is open; a stop and the end of a child wake it at once. */
static void wait_for_news(struct supervisor *self, int wait_ms)
{
    struct pollfd fds[SUPERVISED_MAX + 2] = { { stop_fd(), POLLIN, 0 }, { self->child_fd, POLLIN, 0 } };
    nfds_t n = 2;
    for (int i = 0; i < self->count; i++)
        if (self->all[i].out >= 0)
            fds[n++] = (struct pollfd){ self->all[i].out, POLLIN, 0 };
    (void)poll(fds, n, wait_ms); /* an interrupted wait is news too */
}

/* For --exit and `migrate`: done means that every process that ends by itself has ended well, or
 * that the stage asked for was reached. */
static bool all_done(const struct supervisor *self)
{
    bool any = false;
    for (int i = 0; i < self->count; i++) {
        any = any || self->all[i].spec.once;
        if (self->all[i].spec.once && !self->all[i].done)
            return false;
    }
    return any || (self->until_stage > 0 && self->stage >= self->until_stage);
}

/* The loop of a supervised life. Each step is repeated until it says otherwise, so an end
 * between two steps is met in the next round. */
static rc_t keep_running(struct supervisor *self, struct problem *problem)
{
    rc_t rc = RC_OK;
    while (rc == RC_OK && !stop_asked() && !(self->until_done && all_done(self))) {
        rc = start_due(self, problem);
        if (rc == RC_OK)
            wait_for_news(self, next_wait_ms(self));
        if (rc == RC_OK)
            rc = look_at_all(self, problem);
        if (rc == RC_OK)
            rc = reap(self, problem);
        if (rc == RC_OK)
            rc = advance(self, problem);
    }
    return rc;
}

/* Processes still running at or above a stage. */
static int running(const struct supervisor *self, int stage)
{
    int n = 0;
    for (int i = 0; i < self->count; i++)
        n += self->all[i].pid != 0 && self->all[i].spec.stage >= stage;
    return n;
}

/* The stages above as well: a process of a higher stage that started late must not outlive the
 * one it needs. */
static void signal_stage(struct supervisor *self, int stage, bool now)
{
    for (int i = 0; i < self->count; i++) {
        struct supervised *p = &self->all[i];
        if (p->pid != 0 && p->spec.stage >= stage)
            kill(p->pid, now ? SIGKILL : p->spec.stop_signal);
    }
}

/* Stop the stages from the last to the first, each gone before the one it needs. */
static void stop_all(struct supervisor *self)
{
    int64_t end = clk_mono_ms() + STOP_WAIT_MS;
    struct problem ignored;
    self->stopping = true;
    for (int stage = last_stage(self); stage >= 0; stage--) {
        bool forced = false;
        signal_stage(self, stage, false);
        while (running(self, stage) > 0) {
            if (!forced && (clk_mono_ms() > end || stop_count() > 1)) {
                forced = true;
                signal_stage(self, stage, true);
            }
            struct pollfd fd = { self->child_fd, POLLIN, 0 };
            (void)poll(&fd, 1, ASK_POLL_MS);
            problem_clear(&ignored);
            (void)reap(self, &ignored); /* restarts no longer matter */
        }
    }
    log_info("stopped");
}

/* Processes are stopped whatever ended the loop, so that a failed start leaves nothing behind. */
rc_t supervisor_run(struct supervisor *self, struct problem *problem)
{
    rc_t rc = keep_running(self, problem);
    stop_all(self);
    close(self->child_fd);
    return rc;
}
