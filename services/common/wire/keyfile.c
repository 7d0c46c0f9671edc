/* Key files are of a fixed size, so a reader can tell a whole one; they are replaced by rename, so
 * it never sees half of one.
 *
 * NAME.key holds the pair and is readable by its process alone; NAME.pub is what the broker's
 * folder has of it. Links are not followed: a key that is a link could be another process's. */
#include "keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

/* No slash and no dot, so that a name cannot lead out of the folder. */
bool keyfile_name_ok(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return len > 0 && len <= KEY_NAME_MAX && name[len] == '\0';
}

/* `suffix` is ours and not checked. */
rc_t keyfile_path(const char *folder, const char *name, const char *suffix, char path[PATH_MAX],
                  struct problem *problem)
{
    if (!keyfile_name_ok(name))
        return problem_set(problem, RC_INVALID, "keys",
                           "\"%s\" cannot name a key: expected 1 to %d of a-z, 0-9, - and _", name,
                           KEY_NAME_MAX);
    int n = snprintf(path, PATH_MAX, "%s/%s%s", folder, name, suffix);
    if (n < 0 || n >= PATH_MAX)
        return problem_set(problem, RC_INVALID, "keys", "key folder path is too long");
    return RC_OK;
}

/* Read a small file of exactly `want` bytes. */
static rc_t read_exactly(const char *path, char *out, size_t want, struct problem *problem)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return problem_set(problem, errno == ENOENT ? RC_NOT_FOUND : RC_INVALID, "keys",
                           "could not open key file \"%s\": %s", path, strerror(errno));
    char more;
    ssize_t got = read(fd, out, want);
    bool exact = got == (ssize_t)want && read(fd, &more, 1) == 0;
    close(fd);
    if (!exact)
        return problem_set(problem, RC_INVALID, "keys",
                           "could not read key file \"%s\": expected %zu bytes", path, want);
    return RC_OK;
}

/* One line of KEY_LEN characters in Z85 into a C string. */
static rc_t take_line(const char *line, const char *path, char ret_key[BUS_KEY_TEXT],
                      struct problem *problem)
{
    uint8_t bytes[32];
    char key[BUS_KEY_TEXT] = { 0 };
    memcpy(key, line, KEY_LEN);
    if (line[KEY_LEN] != '\n' || strlen(key) != KEY_LEN || !zmq_z85_decode(bytes, key))
        return problem_set(problem, RC_INVALID, "keys",
                           "\"%s\" is no key file: expected %d characters in Z85 a line", path,
                           KEY_LEN);
    memcpy(ret_key, key, BUS_KEY_TEXT);
    return RC_OK;
}

/* *ret_key is untouched on failure. RC_NOT_FOUND: revoked, or never made (ZAP-07). */
rc_t keyfile_read_public(const char *folder, const char *name, char ret_key[BUS_KEY_TEXT],
                         struct problem *problem)
{
    char path[PATH_MAX];
    char text[KEY_LEN + 1];
    rc_t rc = keyfile_path(folder, name, ".pub", path, problem);
    if (rc == RC_OK)
        rc = read_exactly(path, text, sizeof(text), problem);
    return rc == RC_OK ? take_line(text, path, ret_key, problem) : rc;
}

/* ret_public only on success; ret_secret may be half filled before, so callers read into a copy. */
rc_t keyfile_read_pair(const char *folder, const char *name, char ret_public[BUS_KEY_TEXT],
                       char ret_secret[BUS_KEY_TEXT], struct problem *problem)
{
    char path[PATH_MAX];
    char text[PAIR_LEN];
    char public_key[BUS_KEY_TEXT];
    rc_t rc = keyfile_path(folder, name, ".key", path, problem);
    if (rc == RC_OK)
        rc = read_exactly(path, text, sizeof(text), problem);
    if (rc == RC_OK)
        rc = take_line(text, path, public_key, problem);
    if (rc == RC_OK)
        rc = take_line(text + KEY_LEN + 1, path, ret_secret, problem);
    if (rc == RC_OK)
        memcpy(ret_public, public_key, BUS_KEY_TEXT);
    return rc;
}
