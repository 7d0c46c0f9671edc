/* Making and reading the keys of a bus. A folder is made once by whoever starts the system and
 * read by each process. */
#include "bus.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keyfile.h"

rc_t bus_conf_keys(struct bus_conf *self, const char *folder, const char *name,
                   struct problem *problem)
{
    struct bus_conf got = *self;
    rc_t rc = keyfile_read_public(folder, "broker", got.server_key, problem);
    if (rc == RC_OK)
        rc = keyfile_read_pair(folder, name, got.public_key, got.secret_key, problem);
    if (rc != RC_OK)
        return rc;
    got.curve = true;
    *self = got;
    return RC_OK;
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

rc_t bus_keys_make(const char *folder, const char *const names[], struct problem *problem)
{
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return problem_set(problem, RC_INVALID, "keys", "could not make key folder \"%s\": %s",
                           folder, strerror(errno));
    rc_t rc = RC_OK;
    bool made = false;
    for (size_t i = 0; names[i] && rc == RC_OK; i++) {
        if (pair_stands(folder, names[i]))
            continue;
        rc = keyfile_make_pair(folder, names[i], problem);
        made = true;
    }
    return rc == RC_OK && made ? sync_folder(folder, problem) : rc;
}
