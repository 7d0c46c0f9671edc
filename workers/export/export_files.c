/* A file is in the exports folder whole or not at all. Drafts and the library's temporary files lie
 * in a folder of this process below it, on the same file system, so that publishing is a rename. A
 * process that dies leaves its folder unlocked, and the next one to start removes it; nobody needs
 * to know which pids live. */
#include "export_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "civil.h"
#include "memory.h"

#define WORK_PREFIX ".work-"

/* Readers of the folder are of its group, strangers see nothing; CODE_MAX as contract_code_form. */
enum { FOLDER_MODE = 0750, CODE_MAX = 80 };

/* Paths are made once; every name below them fits by their sizes. */
struct export_files {
    char folder[EXPORT_PATH_MAX];
    char work[EXPORT_PATH_MAX + 16];
    char draft[EXPORT_PATH_MAX + 32];
    int lock; /* descriptor of the work folder, locked; the kernel unlocks it when we die */
};

/* errno is read before anything else can change it. */
static rc_t disk_problem(rc_t rc, const char *verb, const char *path, struct problem *problem)
{
    return problem_set(problem, rc, NULL, "could not %s \"%s\": %s", verb, path, strerror(errno));
}

/* One that is there is fine: several workers share it. */
static bool make_folder(const char *path)
{
    return mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST;
}

/* What does not fit a path was not made by us, and stays. */
static void remove_file(const char *folder, const char *name)
{
    char path[EXPORT_PATH_MAX + 300];
    if (snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path))
        (void)unlink(path);
}

/* A work folder holds plain files only. */
static void remove_work(const char *work)
{
    DIR *dir = opendir(work);
    if (!dir)
        return;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_file(work, entry->d_name);
    (void)closedir(dir);
    (void)rmdir(work);
}

/* Lock a folder; -1 when another process has it or it is gone. */
static int lock_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

/* Remove the work folders that nobody has locked: their processes were killed. The lock is held
 * while a folder is emptied, so two sweepers do not meet in one; a folder that cannot be removed
 * stays for the next start and costs only its bytes. */
static void sweep(const struct export_files *self)
{
    char path[sizeof(self->folder) + 300];
    DIR *dir = opendir(self->folder);
    if (!dir)
        return;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strncmp(entry->d_name, WORK_PREFIX, strlen(WORK_PREFIX)) != 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", self->folder, entry->d_name);
        int fd = lock_folder(path);
        if (fd < 0)
            continue;
        remove_work(path);
        (void)close(fd);
    }
    (void)closedir(dir);
}

/* Make and lock our work folder. A sweeper may take it between the two: then another one is made.
 */
static bool make_work(struct export_files *self)
{
    for (int tries = 0; tries < 10; tries++) {
        struct stat st;
        snprintf(self->work, sizeof(self->work), "%s/" WORK_PREFIX "XXXXXX", self->folder);
        if (!mkdtemp(self->work))
            return false;
        self->lock = lock_folder(self->work);
        if (self->lock >= 0 && stat(self->work, &st) == 0)
            return true;
        if (self->lock >= 0)
            (void)close(self->lock);
    }
    return false;
}

/* Work folders of exporters that died are swept here: each living one holds a lock on its own. */
rc_t export_files_open(const char *data, export_files_t **ret_files, struct problem *problem)
{
    export_files_t *self = mem_new(sizeof(*self));
    rc_t rc = RC_OK;

    self->lock = -1;
    if (snprintf(self->folder, sizeof(self->folder), "%s/exports", data) >=
        (int)sizeof(self->folder))
        rc = problem_set(problem, RC_INVALID, "data", "the data folder's path is too long");
    else if (!make_folder(data) || !make_folder(self->folder))
        rc = disk_problem(RC_INVALID, "make folder", self->folder, problem);
    if (rc == RC_OK) {
        sweep(self);
        if (!make_work(self))
            rc = disk_problem(RC_INVALID, "make a work folder in", self->folder, problem);
    }
    if (rc != RC_OK) {
        mem_free(self);
        return rc;
    }
    snprintf(self->draft, sizeof(self->draft), "%s/draft.xlsx", self->work);
    *ret_files = self;
    return RC_OK;
}

/* The lock is given up after the folder is gone: no sweeper meets a half-removed one. */
void export_files_close(export_files_t **self_p)
{
    if (!*self_p)
        return;
    remove_work((*self_p)->work);
    (void)close((*self_p)->lock);
    mem_free(*self_p);
    *self_p = NULL;
}

/* Below the exports folder and never /tmp: sheets of a million rows take gigabytes. */
const char *export_files_work(const export_files_t *self)
{
    return self->work;
}

/* One draft per process, since a worker makes one workbook at a time. */
const char *export_files_draft(const export_files_t *self)
{
    return self->draft;
}

/* fsync before close, and close's own answer counts too: a network file system may tell of a full
 * disk only there. */
static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool good = fsync(fd) == 0;
    return close(fd) == 0 && good;
}

/* Bytes on disk, then the name, then the folder: after a power cut there is a whole workbook or
 * none. When the last step fails the file may be seen already; the job is tried again and gives the
 * same name to the same bytes. */
rc_t export_files_publish(export_files_t *self, const char *name, struct problem *problem)
{
    char path[EXPORT_PATH_MAX + EXPORT_NAME_MAX];
    snprintf(path, sizeof(path), "%s/%s", self->folder, name);
    if (!sync_path(self->draft, O_RDONLY))
        return disk_problem(RC_UNAVAILABLE, "sync", self->draft, problem);
    if (rename(self->draft, path) != 0)
        return disk_problem(RC_UNAVAILABLE, "rename the workbook to", path, problem);
    if (!sync_path(self->folder, O_RDONLY | O_DIRECTORY))
        return disk_problem(RC_UNAVAILABLE, "sync folder", self->folder, problem);
    return RC_OK;
}

/* Plain ASCII that the gateway accepts; the number at the end makes it unique, so that a
 * repeated export never replaces a file that somebody reads. */
const char *export_file_name(const struct export_name *name, char *out)
{
    char day[DATE_TEXT];
    snprintf(out, EXPORT_NAME_MAX, "%.*s-%s-%s-%" PRId64 ".xlsx", CODE_MAX, name->contract,
             name->kind, civil_format_date(name->as_of, day), name->id);
    return out;
}
