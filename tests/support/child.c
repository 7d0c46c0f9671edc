#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clk.h"

enum { POLL_MS = 5 };

static void die(const char *what, const char *name)
{
    fprintf(stderr, "test support: could not %s %s: %s\n", what, name, strerror(errno));
    abort();
}

static void become(const char *user)
{
    if (!user || geteuid() != 0)
        return;
    struct passwd *entry = getpwnam(user);
    if (!entry || setgroups(0, NULL) != 0 || setgid(entry->pw_gid) != 0 ||
        setuid(entry->pw_uid) != 0)
        _exit(126);
}

static void redirect(const struct child_spec *spec, int out)
{
    int log = spec->log ? open(spec->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
    if (log >= 0)
        dup2(log, STDERR_FILENO);
    if (out >= 0)
        dup2(out, STDOUT_FILENO);
    else if (log >= 0)
        dup2(log, STDOUT_FILENO);
}

/* In the child. It dies with the test program, even when that is killed. */
static void become_program(const struct child_spec *spec, int out)
{
    redirect(spec, out);
    become(spec->user);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (size_t i = 0; spec->env && spec->env[i]; i++)
        putenv((char *)(uintptr_t)spec->env[i]);
    execvp(spec->argv[0], (char *const *)(uintptr_t)spec->argv);
    _exit(127);
}

void child_start(struct child *self, const struct child_spec *spec)
{
    int ends[2] = { -1, -1 };
    if (spec->out && pipe2(ends, O_CLOEXEC) != 0)
        die("make a pipe for", spec->argv[0]);
    *self = (struct child){ .pid = fork(), .out = ends[0] };
    if (self->pid < 0)
        die("start", spec->argv[0]);
    if (self->pid == 0)
        become_program(spec, ends[1]);
    if (ends[1] >= 0)
        close(ends[1]);
}

bool child_line(struct child *self, int64_t wait_ms, char *line, size_t size)
{
    int64_t end = clk_mono_ms() + wait_ms;
    size_t len = 0;
    for (;;) {
        int64_t left = end - clk_mono_ms();
        struct pollfd out = { .fd = self->out, .events = POLLIN };
        char byte;
        if (left <= 0 || poll(&out, 1, (int)left) <= 0 || read(self->out, &byte, 1) != 1)
            return false;
        if (byte == '\n')
            break;
        if (len + 1 < size)
            line[len++] = byte;
    }
    line[len] = '\0';
    return true;
}

bool child_wait(struct child *self, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    while (self->pid > 0) {
        pid_t done = waitpid(self->pid, &self->status, WNOHANG);
        if (done == self->pid || (done < 0 && errno == ECHILD)) {
            self->pid = 0;
            break;
        }
        if (clk_mono_ms() >= end)
            return false;
        clk_pause_ms(POLL_MS);
    }
    if (self->out >= 0)
        close(self->out);
    self->out = -1;
    return true;
}

void child_signal(const struct child *self, int number)
{
    if (self->pid > 0)
        kill(self->pid, number);
}

bool child_handles(const struct child *self, int number)
{
    char path[64], line[128];
    unsigned long long caught = 0;
    snprintf(path, sizeof(path), "/proc/%ld/status", (long)self->pid);
    FILE *status = fopen(path, "re");
    while (status && fgets(line, sizeof(line), status))
        if (sscanf(line, "SigCgt: %llx", &caught) == 1)
            break;
    if (status)
        fclose(status);
    return caught >> (number - 1) & 1;
}

static int exit_code(const struct child *self)
{
    return WIFEXITED(self->status) ? WEXITSTATUS(self->status) : -1;
}

int child_stop(struct child *self, int64_t wait_ms)
{
    child_signal(self, SIGTERM);
    if (!child_wait(self, wait_ms)) {
        child_signal(self, SIGKILL);
        if (!child_wait(self, wait_ms))
            die("end", "a child");
    }
    return exit_code(self);
}

int child_run(const struct child_spec *spec)
{
    struct child child;
    enum { LONGEST_MS = 120000 };
    child_start(&child, spec);
    if (!child_wait(&child, LONGEST_MS))
        return child_stop(&child, 0);
    return exit_code(&child);
}
