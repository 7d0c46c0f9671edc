/* A finished export as the body of a response. Its name comes from a service, but is judged as if
 * it came from a client: this is the only place where a text becomes a path (XLS-03). */
#include "file_source.h"

#include <event2/buffer.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

/* Bytes per read, and of a file's name. */
enum { PIECE = 32 << 10, NAME_MAX_BYTES = 200 };

/* Owned by the response that sends it. */
struct file_source {
    struct http_source base;
    int fd;
    int64_t left; /* bytes announced and not yet read */
};

/* Read straight into the output buffer, in pieces, so that a file of any size costs the same
 * memory. */
static enum source_state file_fill(struct http_source *base, struct evbuffer *out)
{
    struct file_source *self = (struct file_source *)(void *)base;
    struct evbuffer_iovec room;
    size_t want = self->left < PIECE ? (size_t)self->left : PIECE;
    if (self->left == 0)
        return SOURCE_END;
    if (evbuffer_reserve_space(out, (ev_ssize_t)want, &room, 1) != 1)
        return SOURCE_BROKEN;
    ssize_t got = read(self->fd, room.iov_base, want);
    if (got <= 0)
        return SOURCE_BROKEN; /* shorter than announced: never happens to a finished export */
    room.iov_len = (size_t)got;
    evbuffer_commit_space(out, &room, 1);
    self->left -= got;
    return self->left == 0 ? SOURCE_END : SOURCE_MORE;
}

/* Called exactly once by the connection, whether the file was sent to its end or not. */
static void file_close(struct http_source *base)
{
    struct file_source *self = (struct file_source *)(void *)base;
    close(self->fd);
    mem_free(self);
}

/* What the export worker gives its files; nothing that means something to a file system. */
static bool is_plain_name(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && len <= NAME_MAX_BYTES && *name != '.' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == len;
}

/* Relative to a folder that is held open, without following links or waiting on a pipe, regular
 * files only (XLS-03). The length is of the open file: a file that is replaced meanwhile is still
 * sent whole. */
rc_t file_source_open(int folder_fd, const char *name, struct http_source **ret_source,
                      int64_t *ret_len)
{
    struct stat st;
    if (!is_plain_name(name))
        return RC_INVALID;
    int fd = openat(folder_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return RC_NOT_FOUND;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return RC_NOT_FOUND;
    }
    struct file_source *self = mem_new(sizeof(*self));
    self->base = (struct http_source){ .fill = file_fill, .close = file_close };
    self->fd = fd;
    self->left = st.st_size;
    *ret_source = &self->base;
    *ret_len = st.st_size;
    return RC_OK;
}

/* RFC 6266 gives both forms for old and new clients. `size` must hold the name twice and 50 bytes
 * more. */
const char *file_disposition(const char *name, char *out, size_t size)
{
    /* The name is plain ASCII without quotes, so both forms are the name itself. */
    snprintf(out, size, "attachment; filename=\"%s\"; filename*=UTF-8''%s", name, name);
    return out;
}
