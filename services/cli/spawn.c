/* fork and exec of one child, with everything that must happen between the two in the one order
 * that works: log, signals, process group, user, death signal, program. */
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attr.h"

/* Bytes after which a log starts anew; with the old one, twice that per process at most (FI-10). */
enum { LOG_KEEP_BYTES = 8 << 20 };

/* The log goes on where it was; one that has grown past its bound starts anew, the old one beside it. */
static int open_log(const struct spawn *spawn)
{
    char path[PATH_TEXT + 80];
    char old[PATH_TEXT + 88];
    struct stat st;
    snprintf(path, sizeof(path), "%s/%s.log", spawn->layout->log, spawn->name);
    snprintf(old, sizeof(old), "%s.old", path);
    if (stat(path, &st) == 0 && st.st_size > LOG_KEEP_BYTES)
        (void)rename(path, old);
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* In this order: groups can no longer be set once the user is not root. Nothing to do for a
 * person's own mlps. */
static bool drop_root(const struct layout *layout)
{
    if (geteuid() != 0 || layout->uid == 0)
        return true;
    return initgroups(layout->user, layout->gid) == 0 && setgid(layout->gid) == 0 &&
           setuid(layout->uid) == 0;
}

/* After fork, before exec. The death signal is set after the user: changing the user clears it. */
NO_RETURN static void become(const struct spawn *spawn, pid_t parent, int out)
{
    int log = spawn->keep_output ? STDERR_FILENO : open_log(spawn);
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0);
    if (geteuid() == 0 && log > STDERR_FILENO &&
        fchown(log, spawn->layout->uid, spawn->layout->gid) != 0)
        _exit(EXIT_NOT_RUN);
    if (!drop_root(spawn->layout) || log < 0 || dup2(null, STDIN_FILENO) < 0 ||
        (out >= 0 && dup2(out, STDOUT_FILENO) < 0) || dup2(log, STDERR_FILENO) < 0)
        _exit(EXIT_NOT_RUN);
    prctl(PR_SET_PDEATHSIG, spawn->death_signal);
    if (getppid() != parent)
        _exit(EXIT_NOT_RUN);
    execv(spawn->argv[0], spawn->argv);
    fprintf(stderr, "could not run \"%s\": %s\n", spawn->argv[0], strerror(errno));
    _exit(EXIT_NOT_RUN);
}

/* Our end of the pipe does not block, since the supervisor's loop must never wait for one child;
 * the child's end does, as a program expects. */
rc_t spawn_process(const struct spawn *spawn, pid_t *ret_pid, int *ret_out, struct problem *problem)
{
    int fds[2] = { -1, -1 };
    pid_t parent = getpid();
    if (!spawn->keep_output && pipe2(fds, O_CLOEXEC) != 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not make a pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        become(spawn, parent, fds[1]);
    if (fds[1] >= 0)
        close(fds[1]);
    if (pid < 0) {
        if (fds[0] >= 0)
            close(fds[0]);
        return problem_set(problem, RC_INTERNAL, NULL, "could not start \"%s\": %s", spawn->name,
                           strerror(errno));
    }
    if (fds[0] >= 0)
        (void)fcntl(fds[0], F_SETFL, O_NONBLOCK);
    *ret_pid = pid;
    *ret_out = fds[0];
    return RC_OK;
}
