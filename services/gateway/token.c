/* The token file: made once, read at the start, kept as a hash. Who holds the token is the owner of
 * this machine's data, so the file is refused unless it is the owner's alone. */
#include "token.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http_text.h"

/* Bytes: 256 random bits, twice what ASVS 7.2.3 asks for. */
enum { TOKEN_BYTES = 32, PATH_TEXT = 4200, SCHEME_BYTES = 8 /* "bearer " */ };

/* Equal lengths for any input: the comparison afterwards can be one of constant time. */
static void hash_text(const char *text, uint8_t *hash)
{
    crypto_generichash(hash, TOKEN_HASH, (const unsigned char *)text, strlen(text), NULL, 0);
}

/* The reason is errno's; it must not have changed since. */
static rc_t failed(struct problem *problem, const char *verb, const char *path)
{
    return problem_set(problem, RC_UNAVAILABLE, "token-file", "could not %s token file \"%s\": %s",
                       verb, path, strerror(errno));
}

/* Write the whole text and have it on disk: a name is only given to what is there whole. A short
 * write is a failure and not gone on with: so few bytes are written at once or the disk is full. */
static bool write_synced(int fd, const char *text)
{
    size_t len = strlen(text);
    return write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
}

/* The new name in the folder must survive a crash too; a file system that cannot is not our
 * concern. */
static void sync_folder(const char *path)
{
    char folder[PATH_TEXT];
    snprintf(folder, sizeof(folder), "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)!fsync(fd);
        close(fd);
    }
}

/* 256 bits of the system's generator; 0600 from the first moment, since the mode is given to
 * open(2). */
static rc_t make_file(const char *path, struct problem *problem)
{
    char fresh[PATH_TEXT];
    uint8_t random[TOKEN_BYTES];
    char text[2 * TOKEN_BYTES + 2];
    rc_t rc = RC_OK;

    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(text, sizeof(text), random, sizeof(random));
    text[2 * TOKEN_BYTES] = '\n';
    text[2 * TOKEN_BYTES + 1] = '\0';
    snprintf(fresh, sizeof(fresh), "%s.%ld.new", path, (long)getpid());
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed(problem, "create", fresh);
    /* link(2) fails where rename(2) would replace a token somebody has already read. */
    if (!write_synced(fd, text) || (link(fresh, path) != 0 && errno != EEXIST))
        rc = failed(problem, "write", path);
    close(fd);
    unlink(fresh);
    sync_folder(path);
    return rc;
}

/* A token that others can read is no secret; better not to start than to pretend. */
static rc_t check_file(int fd, const char *path, struct problem *problem)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return failed(problem, "examine", path);
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        return problem_set(problem, RC_INVALID, "token-file",
                           "token file \"%s\" must be a regular file that only its owner may read "
                           "(mode 0600)",
                           path);
    return RC_OK;
}

/* One line of printable characters, cut at its end in place. */
static rc_t check_text(char *text, const char *path, struct problem *problem)
{
    text[strcspn(text, "\r\n")] = '\0';
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++)
        if (text[i] <= ' ' || text[i] > '~')
            len = 0;
    if (len < TOKEN_TEXT_MIN || len > TOKEN_TEXT_MAX)
        return problem_set(problem, RC_INVALID, "token-file",
                           "token file \"%s\" must hold one line of %d to %d printable characters",
                           path, TOKEN_TEXT_MIN, TOKEN_TEXT_MAX);
    return RC_OK;
}

/* The text does not outlive this function. */
static rc_t read_file(int fd, const char *path, struct token *ret_token, struct problem *problem)
{
    char text[TOKEN_TEXT_MAX + 3] = "";
    rc_t rc = check_file(fd, path, problem);
    if (rc == RC_OK && read(fd, text, sizeof(text) - 1) < 0)
        rc = failed(problem, "read", path);
    if (rc == RC_OK)
        rc = check_text(text, path, problem);
    if (rc == RC_OK)
        hash_text(text, ret_token->hash);
    sodium_memzero(text, sizeof(text));
    return rc;
}

/* A missing file is made and then read like any other, so that two gateways starting at once end
 * with one token. No wait on a pipe (O_NONBLOCK), no start with a file that others may read. */
rc_t token_load(const char *path, struct token *ret_token, struct problem *problem)
{
    if (sodium_init() < 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not set up libsodium");
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        rc_t rc = make_file(path, problem);
        if (rc != RC_OK)
            return rc;
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    }
    if (fd < 0)
        return failed(problem, "open", path);
    rc_t rc = read_file(fd, path, ret_token, problem);
    close(fd);
    return rc;
}

/* By hash and in constant time, so that neither length nor content of the token shows in the time
 * (WEB-06). The copy on the stack is wiped. */
bool token_matches(const struct token *self, const char *authorization)
{
    uint8_t hash[TOKEN_HASH];
    if (!authorization || strlen(authorization) > SCHEME_BYTES + TOKEN_TEXT_MAX)
        return false;
    char text[SCHEME_BYTES + TOKEN_TEXT_MAX + 1];
    snprintf(text, sizeof(text), "%s", authorization);
    char *space = strchr(text, ' ');
    if (!space)
        return false;
    *space = '\0';
    if (!http_same_word(text, "bearer"))
        return false;
    hash_text(space + 1 + strspn(space + 1, " "), hash);
    sodium_memzero(text, sizeof(text));
    return sodium_memcmp(hash, self->hash, TOKEN_HASH) == 0;
}
