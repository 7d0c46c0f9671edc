/* Names and rights of the data folder. Everything below it is reached by these paths only; nothing
 * is made before layout_make, and one process at a time holds the lock. */
#include "layout.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attr.h"

/* Bytes of sockaddr_un's path, and the longest name PostgreSQL puts below the folder. */
enum { SOCKET_PATH_MAX = 107, LONGEST_SOCKET = 24 /* "/.s.PGSQL.5432.lock" and our own names */ };

/* PATH/NAME into `out`; false when it does not fit. */
static bool join(char *out, const char *folder, const char *name)
{
    int n = snprintf(out, PATH_TEXT, "%s/%s", folder, name);
    return n > 0 && n < PATH_TEXT;
}

/* 64 bytes are kept free for the names below the folder, so that join() cannot fail for a path
 * that was accepted here. */
static rc_t absolute(char *out, const char *path, struct problem *problem)
{
    char here[PATH_TEXT];
    int n;
    if (path[0] == '/')
        n = snprintf(out, PATH_TEXT, "%s", path);
    else if (getcwd(here, sizeof(here)))
        n = snprintf(out, PATH_TEXT, "%s/%s", here, path);
    else
        n = -1;
    if (n <= 0 || n >= PATH_TEXT - 64)
        return problem_set(problem, RC_INVALID, "data", "the path \"%s\" is longer than %d bytes", path,
                           PATH_TEXT - 64);
    while (n > 1 && out[n - 1] == '/')
        out[--n] = '\0';
    return RC_OK;
}

/* $MLPS_DATA, then the place of a system service for root, then the one of the XDG rules for a
 * person. */
static rc_t default_data(char *out, struct problem *problem)
{
    const char *env = getenv("MLPS_DATA");
    const char *home = getenv("HOME");
    char path[PATH_TEXT];
    if (env && *env)
        return absolute(out, env, problem);
    if (geteuid() == 0 || !home)
        return absolute(out, "/var/lib/mlps", problem);
    if (!join(path, home, ".local/share/mlps"))
        return problem_set(problem, RC_INVALID, "data", "the home folder's path is too long");
    return absolute(out, path, problem);
}

/* FNV-1a of the path: names the short socket folder of a long data folder. */
static uint64_t path_hash(const char *path)
{
    uint64_t hash = 1469598103934665603ULL;
    for (; *path; path++)
        hash = (hash ^ (unsigned char)*path) * 1099511628211ULL;
    return hash;
}

/* A Unix socket's path holds 107 bytes. The short folder's name is derived, not random, so that
 * a second command finds the same one. */
static void choose_run(struct layout *self)
{
    if (strlen(self->run) + LONGEST_SOCKET > SOCKET_PATH_MAX)
        snprintf(self->run, PATH_TEXT, "/tmp/mlps-%016llx", (unsigned long long)path_hash(self->data));
}

/* Root runs nothing as root: the processes get the user "postgres" where Debian made one, else "nobody". */
static rc_t choose_user(struct layout *self, struct problem *problem)
{
    static const char *const UNPRIVILEGED[] = { "mlps", "postgres", "nobody" };
    const struct passwd *who = geteuid() == 0 ? NULL : getpwuid(geteuid());
    for (size_t i = 0; geteuid() == 0 && !who && i < COUNT_OF(UNPRIVILEGED); i++)
        who = getpwnam(UNPRIVILEGED[i]);
    if (!who)
        return problem_set(problem, RC_INVALID, NULL,
                           "could not find a user to run as: neither mlps, postgres nor nobody exists");
    self->uid = who->pw_uid;
    self->gid = who->pw_gid;
    snprintf(self->user, sizeof(self->user), "%s", who->pw_name);
    return RC_OK;
}

/* Makes nothing: `mlps help` and wrong options must not leave folders behind. */
rc_t layout_find(struct layout *self, const char *data, struct problem *problem)
{
    memset(self, 0, sizeof(*self));
    rc_t rc = data ? absolute(self->data, data, problem) : default_data(self->data, problem);
    if (rc != RC_OK)
        return rc;
    bool fits = join(self->pg, self->data, "pg") && join(self->run, self->data, "run") &&
                join(self->keys, self->data, "keys") && join(self->exports, self->data, "exports") &&
                join(self->log, self->data, "log") && join(self->token, self->data, "token") &&
                join(self->state, self->data, "state.json") &&
                join(self->pidfile, self->data, "lock");
    if (!fits)
        return problem_set(problem, RC_INVALID, "data", "the path \"%s\" is too long", self->data);
    choose_run(self);
    return choose_user(self, problem);
}

/* A folder that exists is taken only as a real folder of the right user: a link or a stranger's
 * folder, above all under /tmp, might be a trap. */
static rc_t make_folder(const struct layout *self, const char *path, struct problem *problem)
{
    struct stat st;
    if (mkdir(path, 0700) == 0) {
        if (geteuid() == 0 && chown(path, self->uid, self->gid) != 0)
            return problem_set(problem, RC_INVALID, "data", "could not give folder \"%s\" to \"%s\": %s",
                               path, self->user, strerror(errno));
        return RC_OK;
    }
    if (errno != EEXIST)
        return problem_set(problem, RC_INVALID, "data", "could not make folder \"%s\": %s", path,
                           strerror(errno));
    if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        return problem_set(problem, RC_INVALID, "data", "\"%s\" is not a folder", path);
    if (st.st_uid != self->uid)
        return problem_set(problem, RC_INVALID, "data",
                           "folder \"%s\" belongs to user %ld, but mlps runs as \"%s\"", path,
                           (long)st.st_uid, self->user);
    return RC_OK;
}

/* Parents are made open (0755), like mkdir -p; only the data folder itself is closed. */
static void make_parents(const char *path)
{
    char part[PATH_TEXT];
    for (const char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        snprintf(part, sizeof(part), "%.*s", (int)(at - path), path);
        (void)mkdir(part, 0755); /* what is wrong shows at the folder itself */
    }
}

/* The first folder above `path` that others may not enter, or NULL. Only root's children need this. */
static const char *closed_parent(const char *path, char *part)
{
    struct stat st;
    for (const char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        snprintf(part, PATH_TEXT, "%.*s", (int)(at - path), path);
        if (stat(part, &st) == 0 && !(st.st_mode & S_IXOTH))
            return part;
    }
    return NULL;
}

/* As root the parents are looked at before anything is made: a child that drops root could not
 * enter a closed one, and would fail later with a message that says nothing. */
rc_t layout_make(struct layout *self, struct problem *problem)
{
    char part[PATH_TEXT];
    const char *const folders[] = { self->data, self->run, self->keys, self->exports, self->log };
    make_parents(self->data);
    if (geteuid() == 0 && closed_parent(self->data, part))
        return problem_set(problem, RC_INVALID, "data",
                           "user \"%s\", as whom the processes run, cannot enter \"%s\": choose another "
                           "--data folder or open that one (chmod o+x)",
                           self->user, part);
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        rc_t rc = make_folder(self, folders[i], problem);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

/* flock and not a pid file alone: the kernel lets go of it however we die, so a stale lock does
 * not exist. The pid inside is for the message only. */
rc_t layout_lock(const struct layout *self, struct problem *problem)
{
    char text[32] = "";
    int fd = open(self->pidfile, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return problem_set(problem, RC_INVALID, "data", "could not open \"%s\": %s", self->pidfile,
                           strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
        close(fd);
        return problem_set(problem, RC_CONFLICT, "data",
                           "data folder \"%s\" is in use by another mlps, process %s", self->data,
                           n > 0 ? text : "unknown");
    }
    int n = snprintf(text, sizeof(text), "%ld", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n)
        return problem_set(problem, RC_INVALID, "data", "could not write \"%s\": %s", self->pidfile,
                           strerror(errno));
    return RC_OK; /* the descriptor stays open: it is the lock */
}

/* Files of a few hundred bytes; a short write is taken for a failure, and the half-written file
 * is never renamed into place. */
static bool write_all(int fd, const char *text)
{
    size_t len = strlen(text);
    return write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
}

/* Whole or not at all: a reader of state.json or the token never meets half a file, also after a
 * crash between two steps. As root the file is given to the processes' user before it gets its
 * name. */
rc_t layout_write(const struct layout *self, const char *path, const char *text,
                  struct problem *problem)
{
    char temp[PATH_TEXT + 8];
    snprintf(temp, sizeof(temp), "%s.new", path);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool done = fd >= 0 && write_all(fd, text) &&
                (geteuid() != 0 || fchown(fd, self->uid, self->gid) == 0);
    if (fd >= 0)
        close(fd);
    if (!done || rename(temp, path) != 0)
        return problem_set(problem, RC_INVALID, "data", "could not write \"%s\": %s", path,
                           strerror(errno));
    return RC_OK;
}
