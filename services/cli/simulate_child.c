/* mlps-simulate as a child, so that its memory and its end are its own. Its outcome goes to
 * a file and not through a pipe, so nobody has to read while it runs. */
#include "simulate_child.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attr.h"
#include "run_broker.h"
#include "simulate_limits.h"
#include "spawn.h"
#include "temp_folder.h"

/* Program, --dsn, --lanes, its words and the NULL. */
enum { ARGS_MAX = SIMULATE_WORDS + 6, NUMBER_TEXT = 12, LEAST_MIB = 512 };

int simulate_child_lanes(int64_t systems)
{
    cpu_set_t ours;
    int64_t contracts = (systems + STORY_SYSTEMS_MAX - 1) / STORY_SYSTEMS_MAX;
    int64_t lanes = sched_getaffinity(0, sizeof(ours), &ours) == 0 ? CPU_COUNT(&ours) : 1;
    lanes = lanes < LANES_MOST ? lanes : LANES_MOST;
    lanes = lanes < contracts ? lanes : contracts;
    return lanes > 1 ? (int)lanes : 1;
}

/* After fork. It dies with its parent: nobody would read what it makes, and its database dies as well. */
NO_RETURN static void become(const struct simulate_child *self, pid_t parent, char *const *argv)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(fileno(self->outcome), STDOUT_FILENO);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent)
        execv(argv[0], argv);
    _exit(EXIT_NOT_RUN);
}

/* Run it to its end, its standard output in `outcome`. */
static rc_t run_program(struct simulate_child *self, char *const *argv, struct problem *problem)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        become(self, parent, argv);
    if (pid < 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not start %s: %s", argv[0], strerror(errno));
    while (wait4(pid, &self->status, 0, &self->usage) < 0)
        if (errno != EINTR)
            return problem_set(problem, RC_INTERNAL, NULL, "could not wait for %s: %s", argv[0], strerror(errno));
    return RC_OK;
}

/* The program with `count` words of ours before those of the question. Names and values need only
 * last until the child's exec. */
static rc_t run_words(struct simulate_child *self, const char *const *first, size_t count,
                      struct problem *problem)
{
    char *argv[ARGS_MAX] = { NULL };
    size_t n = 0;
    for (; n < count; n++)
        argv[n] = (char *)(uintptr_t)first[n];
    for (size_t i = 0; i < SIMULATE_WORDS && self->words[i]; i++)
        argv[n++] = (char *)(uintptr_t)self->words[i];
    return run_program(self, argv, problem);
}

rc_t simulate_child_check(struct simulate_child *self, struct problem *problem)
{
    char program[PATH_TEXT];
    const char *const first[] = { program, "--check" };
    if (!own_program("mlps-simulate", program))
        return problem_set(problem, RC_INTERNAL, NULL, "could not start %s: %s", "mlps-simulate", strerror(errno));
    return run_words(self, first, COUNT_OF(first), problem);
}

/* Measured: a contract year of a system leaves half a MiB of rows and log, that of daily checklists 60 MiB. */
const char *simulate_child_base(int64_t systems)
{
    return temp_folder_base(systems < 0 || systems > STORY_SYSTEMS_MAX ? 0 : LEAST_MIB + systems);
}

/* The databases of the lanes behind the first one, empty copies of it. */
static rc_t make_databases(struct up *up, int lanes, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (int n = 2; rc == RC_OK && n <= lanes; n++) {
        char name[NUMBER_TEXT + 8];
        snprintf(name, sizeof(name), LANE_DATABASE, n);
        rc = cluster_copy_database(&up->cluster, name, problem);
    }
    return rc;
}

/* The order of the words is the caller's, so the child's command line is the same for the same
 * call. */
rc_t simulate_child_run(struct up *up, void *arg, struct problem *problem)
{
    struct simulate_child *self = arg;
    char lanes[NUMBER_TEXT];
    const char *const first[] = { up_program(up, "mlps-simulate"), "--dsn", up->dsn, "--lanes", lanes };
    snprintf(lanes, sizeof(lanes), "%d", self->lanes > 1 ? self->lanes : 1);
    rc_t rc = make_databases(up, self->lanes, problem);
    if (rc == RC_OK)
        rc = run_words(self, first, COUNT_OF(first), problem);
    /* it has said itself what failed; that the disk is full is more than its database may have told it */
    return rc == RC_OK && self->status != 0 ? temp_folder_room(self->base, "the simulation ended", problem) : rc;
}
