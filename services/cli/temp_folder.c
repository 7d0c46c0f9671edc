/* A folder is held by a lock on it, which the kernel lets go of however its process ends. So a folder that can be locked is
 * nobody's: its process was killed. A lock is taken before the folder is judged, on both sides: who has just made one and
 * finds it locked or gone met a sweep, and makes another. */
#include "temp_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "tree.h"

#define PREFIX "mlps-held-"
#define MEMORY "/dev/shm"
enum {
    RANDOM_CHARS = 6,
    TRIES = 20,    /* sweeps that may be met one after the other */
    ROOM_MIB = 32, /* less is little: two pieces of a database's log */
};

/* The lock on a folder of ours; -1 for a link, somebody else's, one that is held, or gone meanwhile. */
static int lock_folder(const char *path)
{
    struct stat held, named;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -1;
    if (fstat(fd, &held) == 0 && held.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
        lstat(path, &named) == 0 && named.st_ino == held.st_ino)
        return fd;
    close(fd);
    return -1;
}

static void sweep_one(const char *base, const char *name)
{
    char path[PATH_TEXT];
    bool ours = strncmp(name, PREFIX, strlen(PREFIX)) == 0 && strlen(name) == strlen(PREFIX) + RANDOM_CHARS;
    int n = ours ? snprintf(path, sizeof(path), "%s/%s", base, name) : 0;
    int lock = n > 0 && n < PATH_TEXT ? lock_folder(path) : -1;
    if (lock < 0)
        return;
    tree_remove(path);
    close(lock);
}

/* What cannot be read or removed is left: it is in nobody's way. */
static void sweep(const char *base)
{
    DIR *folder = opendir(base);
    if (!folder)
        return;
    for (const struct dirent *e = readdir(folder); e; e = readdir(folder))
        sweep_one(base, e->d_name);
    closedir(folder);
}

rc_t temp_folder_make(struct temp_folder *self, const char *base, struct problem *problem)
{
    self->lock = -1;
    sweep(base);
    for (int tries = 0; self->lock < 0 && tries < TRIES; tries++) {
        int n = snprintf(self->path, sizeof(self->path), "%s/" PREFIX "XXXXXX", base);
        if (n <= 0 || (size_t)n >= sizeof(self->path))
            return problem_set(problem, RC_INVALID, "TMPDIR", "the path is too long");
        if (!mkdtemp(self->path)) /* room may come back; a folder that is not there is the caller's to mend */
            return problem_set(problem, errno == ENOSPC || errno == EDQUOT ? RC_UNAVAILABLE : RC_INVALID, "TMPDIR",
                               "could not make folder \"%s\": %s", self->path, strerror(errno));
        self->lock = lock_folder(self->path);
    }
    if (self->lock < 0)
        return problem_set(problem, RC_UNAVAILABLE, "TMPDIR", "could not hold a folder in \"%s\"", base);
    (void)fchmod(self->lock, 0755); /* the processes' user enters it; who may not is told by the first of them */
    return RC_OK;
}

/* MiB that are free in a file system; -1 when nobody can tell. */
static int64_t free_mib(const char *folder)
{
    struct statvfs fs;
    return statvfs(folder, &fs) == 0 ? (int64_t)(fs.f_bavail * fs.f_frsize >> 20) : -1;
}

/* Only where the name stands for memory: on a disk it would be one more folder, and not the one for temporary files. */
static bool fits_in_memory(int64_t mib)
{
    struct statfs fs;
    return mib > 0 && statfs(MEMORY, &fs) == 0 && (uint64_t)fs.f_type == TMPFS_MAGIC && access(MEMORY, W_OK | X_OK) == 0 &&
           free_mib(MEMORY) / 2 >= mib;
}

const char *temp_folder_base(int64_t mib)
{
    const char *temp = getenv("TMPDIR");
    return temp && *temp ? temp : fits_in_memory(mib) ? MEMORY : "/tmp";
}

/* A database asks for its log in pieces of 16 MiB, so it fails while some room is left. */
rc_t temp_folder_room(const char *folder, const char *why, struct problem *problem)
{
    int64_t mib = free_mib(folder);
    if (mib < 0 || mib >= ROOM_MIB)
        return RC_OK;
    return problem_set(problem, RC_UNAVAILABLE, "TMPDIR", "only %" PRId64 " MiB are left for temporary files in \"%s\": %s", mib,
                       folder, why);
}

void temp_folder_remove(struct temp_folder *self)
{
    tree_remove(self->path);
    close(self->lock);
    self->lock = -1;
}
