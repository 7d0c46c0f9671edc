/* pg_cluster start|stop FILE: the database cluster that all tests of a ctest run share; FILE holds
 * its folder. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "temp_pg.h"
#include "wait_until.h"

/* A process between us and the server, so that the server outlives the program that started it. */
static int keep_server(const char *path)
{
    struct temp_pg pg;
    if (setsid() < 0)
        return 1;
    temp_pg_start(&pg, false);
    char part[256];
    snprintf(part, sizeof(part), "%s.new", path);
    FILE *file = fopen(part, "we");
    if (!file || fprintf(file, "%s %d\n", pg.dir, (int)getpid()) < 0 || fclose(file) != 0 ||
        rename(part, path) != 0)
        return 1;
    sigset_t stop;
    int number;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    fclose(stdout);
    fclose(stderr);
    sigwait(&stop, &number);
    temp_pg_remove(&pg);
    return 0;
}

static bool file_is_there(void *path)
{
    return access(path, R_OK) == 0;
}

static bool keeper_ended(void *pid)
{
    return kill(*(pid_t *)pid, 0) != 0;
}

static int stop(const char *path)
{
    enum { STOP_MS = 120000 };
    char dir[TEMP_PG_DIR_MAX];
    int pid;
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    int read = fscanf(file, "%63s %d", dir, &pid);
    fclose(file);
    unlink(path);
    if (read != 2 || pid <= 1 || access(dir, F_OK) != 0)
        return 0; /* of an earlier run that was killed */
    pid_t keeper = pid;
    if (kill(keeper, SIGTERM) == 0 && !wait_until(keeper_ended, &keeper, STOP_MS))
        return 1;
    return 0;
}

static int start(char *path)
{
    enum { START_MS = 240000 };
    if (stop(path) != 0)
        return 1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        _exit(keep_server(path));
    return child > 0 && wait_until(file_is_there, path, START_MS) ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    return strcmp(argv[1], "start") == 0 ? start(argv[2]) : stop(argv[2]);
}
