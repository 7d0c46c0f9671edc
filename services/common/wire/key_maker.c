/* Making key pairs: apart from reading them, so that only the program that makes keys links CZMQ. */
#include <czmq.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bus.h"
#include "keyfile.h"

/* The mode holds also for a file that was there with a wider one (fchmod). On disk before it is
 * renamed. */
static bool write_synced(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return false;
    size_t len = strlen(text);
    bool good = fchmod(fd, mode) == 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    return close(fd) == 0 && good;
}

/* Replaced by rename: a reader or a crash sees the old key or the new one (ZAP-08). A failed
 * attempt leaves no file behind. */
static rc_t write_new(const char *folder, const char *name, const char *suffix, const char *text,
                      mode_t mode, struct problem *problem)
{
    char path[PATH_MAX];
    char fresh[PATH_MAX + 8];
    rc_t rc = keyfile_path(folder, name, suffix, path, problem);
    if (rc != RC_OK)
        return rc;
    snprintf(fresh, sizeof(fresh), "%s.new", path);
    if (!write_synced(fresh, text, mode) || rename(fresh, path) != 0) {
        rc = problem_set(problem, RC_INTERNAL, "keys", "could not write key file \"%s\": %s", path,
                         strerror(errno));
        unlink(fresh);
    }
    return rc;
}

/* The secret file comes first: a pair without its public half is made anew at the next start, and
 * nobody has been told of it yet. */
rc_t keyfile_make_pair(const char *folder, const char *name, struct problem *problem)
{
    char public_key[BUS_KEY_TEXT];
    char secret_key[BUS_KEY_TEXT];
    char text[PAIR_LEN + 1];
    zcert_t *pair = zcert_new();
    if (!pair)
        return problem_set(problem, RC_INTERNAL, "keys", "could not make a key pair: %s", strerror(errno));
    snprintf(public_key, sizeof(public_key), "%s", zcert_public_txt(pair));
    snprintf(secret_key, sizeof(secret_key), "%s", zcert_secret_txt(pair));
    zcert_destroy(&pair);
    snprintf(text, sizeof(text), "%s\n%s\n", public_key, secret_key);
    rc_t rc = write_new(folder, name, ".key", text, 0600, problem);
    if (rc != RC_OK)
        return rc;
    snprintf(text, sizeof(text), "%s\n", public_key);
    return write_new(folder, name, ".pub", text, 0644, problem);
}

/* Both halves are there and belong together. A pair of which one file is gone is not completed from
 * the other: removing NAME.pub revokes that key, and it must stay revoked. */
static bool pair_stands(const char *folder, const char *name)
{
    struct problem ignored = { 0 };
    char file_key[BUS_KEY_TEXT];
    char public_key[BUS_KEY_TEXT];
    char secret_key[BUS_KEY_TEXT];
    return keyfile_read_public(folder, name, file_key, &ignored) == RC_OK &&
           keyfile_read_pair(folder, name, public_key, secret_key, &ignored) == RC_OK &&
           strcmp(file_key, public_key) == 0;
}

/* The renames are durable once the folder is synced. */
static rc_t sync_folder(const char *folder, struct problem *problem)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    if (!good)
        return problem_set(problem, RC_INTERNAL, "keys", "could not sync key folder \"%s\": %s",
                           folder, strerror(error));
    return RC_OK;
}

/* Whole pairs stay, so that a restart does not lock out running processes. Made ones are on disk
 * when this returns RC_OK. */
rc_t bus_keys_make(const char *folder, const char *const names[], struct problem *problem)
{
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return problem_set(problem, RC_INVALID, "keys", "could not make key folder \"%s\": %s",
                           folder, strerror(errno));
    rc_t rc = RC_OK;
    bool made = false;
    for (size_t i = 0; names[i] && rc == RC_OK; i++) {
        /* Made again, a running process of that name would be locked out by its own restart. */
        if (pair_stands(folder, names[i]))
            continue;
        rc = keyfile_make_pair(folder, names[i], problem);
        made = true;
    }
    return rc == RC_OK && made ? sync_folder(folder, problem) : rc;
}
