#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    OPEN_FOLDERS = 16,
    TREE_PATH = 1024,  /* bytes of a path, with its NUL */
    CHUNK = 1 << 30,   /* asked of one copy_file_range; the kernel copies less */
};

/* ---- removing ---- */

/* What cannot be removed stays; whoever needs its place finds out there. */
static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    (void)remove(path);
    return 0;
}

void tree_remove(const char *path)
{
    (void)nftw(path, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

/* ---- copying ---- */

/* The kernel copies by itself: by reference where the file system can, else byte by byte, since not every pair of file systems
 * lets itself be copied by range (EXDEV). What was copied until then counts: both go by the files' own positions. */
static bool copy_bytes(int from, int to)
{
    ssize_t n;
    while ((n = copy_file_range(from, NULL, to, NULL, CHUNK, 0)) > 0)
        continue;
    while (n < 0 && (n = sendfile(to, from, NULL, CHUNK)) > 0)
        n = -1;
    return n == 0;
}

/* Rights last: they may take away what writing needs. Only root can and must give a copy away. */
static bool copy_rights(int to, const struct stat *st)
{
    return (geteuid() != 0 || fchown(to, st->st_uid, st->st_gid) == 0) &&
           fchmod(to, st->st_mode & 07777) == 0;
}

static bool copy_file(const char *from, const char *to, const struct stat *st)
{
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int out = in >= 0 ? open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    bool good = out >= 0 && copy_bytes(in, out) && copy_rights(out, st);
    if (in >= 0)
        close(in);
    if (out >= 0)
        good = close(out) == 0 && good;
    return good;
}

static bool make_folder(const char *to, const struct stat *st)
{
    if (mkdir(to, 0700) != 0)
        return false;
    int fd = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && copy_rights(fd, st);
    if (fd >= 0)
        close(fd);
    return good;
}

/* One entry of the walk. A folder comes before what is in it, and again after it. */
static rc_t copy_entry(const FTSENT *entry, const char *to, struct problem *problem)
{
    bool good;
    switch (entry->fts_info) {
    case FTS_D: good = make_folder(to, entry->fts_statp); break;
    case FTS_F: good = copy_file(entry->fts_accpath, to, entry->fts_statp); break;
    case FTS_DP: return RC_OK;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS: errno = entry->fts_errno; good = false; break;
    default:
        return problem_set(problem, RC_INVALID, NULL, "\"%s\" is neither a file nor a folder", entry->fts_path);
    }
    return good ? RC_OK
                : problem_set(problem, RC_UNAVAILABLE, NULL, "could not copy \"%s\": %s", entry->fts_path,
                              strerror(errno));
}

/* The path below `from`, put behind `to`. */
static rc_t copy_below(const FTSENT *entry, size_t from_len, const char *to, struct problem *problem)
{
    char path[TREE_PATH];
    int n = snprintf(path, sizeof(path), "%s%s", to, entry->fts_path + from_len);
    if (n <= 0 || (size_t)n >= sizeof(path))
        return problem_set(problem, RC_INVALID, NULL, "the path \"%s\" is too long", entry->fts_path);
    return copy_entry(entry, path, problem);
}

/* FTS_NOCHDIR: the working folder is the whole process's. */
rc_t tree_copy(const char *from, const char *to, struct problem *problem)
{
    char *const roots[] = { (char *)(uintptr_t)from, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    const FTSENT *entry = NULL;
    rc_t rc = walk ? RC_OK : problem_set(problem, RC_UNAVAILABLE, NULL, "could not read \"%s\"", from);
    while (rc == RC_OK && (entry = fts_read(walk)) != NULL)
        rc = copy_below(entry, strlen(from), to, problem);
    if (walk)
        (void)fts_close(walk);
    return rc;
}
