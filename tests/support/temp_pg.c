#include "temp_pg.h"

#include <errno.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wait_until.h"

enum { START_MS = 120000, STOP_MS = 120000, PATH_SIZE = 128 };

#define PG_BIN  "/usr/lib/postgresql/15/bin/"
#define PG_USER "postgres"

static void die(const struct temp_pg *self, const char *what)
{
    fprintf(stderr, "test support: could not %s a database cluster in %s (see its log)\n", what,
            self->dir);
    abort();
}

const char *temp_pg_dsn(const char *dir, const char *database)
{
    static _Thread_local char dsn[PATH_SIZE + 64];
    snprintf(dsn, sizeof(dsn), "host=%s user=%s dbname=%s", dir, PG_USER, database);
    return dsn;
}

static void launch(struct temp_pg *self);

/* A server that ended at once is started again: after a SIGKILL of the one before, its last
 * children may still hold the shared memory for a moment, and the new one refuses. */
static bool answers(void *arg)
{
    struct temp_pg *self = arg;
    if (child_wait(&self->server, 0))
        launch(self);
    return PQping(temp_pg_dsn(self->dir, PG_USER)) == PQPING_OK;
}

static void make_folder(struct temp_pg *self)
{
    snprintf(self->dir, sizeof(self->dir), "/tmp/mlps-pg-XXXXXX");
    if (!mkdtemp(self->dir))
        die(self, "make a folder for");
    struct passwd *user = getpwnam(PG_USER);
    if (geteuid() == 0 && (!user || chown(self->dir, user->pw_uid, user->pw_gid) != 0))
        die(self, "give user postgres");
}

static void path_in(const struct temp_pg *self, const char *name, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "%s/%s", self->dir, name);
}

static void launch(struct temp_pg *self)
{
    char data[PATH_SIZE], log[PATH_SIZE], socket[PATH_SIZE];
    path_in(self, "data", data);
    path_in(self, "log", log);
    snprintf(socket, sizeof(socket), "unix_socket_directories=%s", self->dir);
    const char *const fast[] = { PG_BIN "postgres",
                                 "-D",
                                 data,
                                 "-c",
                                 socket,
                                 "-c",
                                 "listen_addresses=",
                                 "-c",
                                 "fsync=off",
                                 "-c",
                                 "max_connections=200",
                                 "-c",
                                 "shared_buffers=32MB",
                                 "-c",
                                 "full_page_writes=off",
                                 "-c",
                                 "autovacuum_naptime=5s",
                                 NULL };
    const char *const durable[] = { PG_BIN "postgres",
                                    "-D",
                                    data,
                                    "-c",
                                    socket,
                                    "-c",
                                    "listen_addresses=",
                                    "-c",
                                    "max_connections=200",
                                    "-c",
                                    "shared_buffers=128MB",
                                    NULL };
    child_start(&self->server, &(struct child_spec){ .argv = self->durable ? durable : fast,
                                                     .user = PG_USER,
                                                     .log = log });
}

void temp_pg_resume(struct temp_pg *self)
{
    launch(self);
    if (!wait_until(answers, self, START_MS))
        die(self, "start");
}

void temp_pg_start(struct temp_pg *self, bool durable)
{
    char data[PATH_SIZE], log[PATH_SIZE];
    *self = (struct temp_pg){ .durable = durable };
    make_folder(self);
    path_in(self, "data", data);
    path_in(self, "log", log);
    const char *const argv[] = { PG_BIN "initdb", "-D", data, "-A",   "trust",       "-U",
                                 PG_USER,         "-N", "-E", "UTF8", "--no-locale", NULL };
    if (child_run(&(struct child_spec){ .argv = argv, .user = PG_USER, .log = log }) != 0)
        die(self, "initialise");
    temp_pg_resume(self);
}

void temp_pg_halt(struct temp_pg *self, int number)
{
    child_signal(&self->server, number);
    if (!child_wait(&self->server, STOP_MS))
        die(self, "stop");
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void temp_pg_remove(struct temp_pg *self)
{
    temp_pg_halt(self, SIGQUIT);
    nftw(self->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
