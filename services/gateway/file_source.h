/* A file as the body of a response, read piece by piece while the client takes it. */
#ifndef FILE_SOURCE_H
#define FILE_SOURCE_H

#include "http_reply.h"

/* Open `name` in the folder `folder_fd`: a bare name of [a-z0-9._-] that does not begin with a dot,
 * a regular file, no symbolic link. RC_INVALID for any other name, RC_NOT_FOUND when there is no
 * such file. *ret_len is its size; *ret_source is owned. */
MUST_CHECK rc_t file_source_open(int folder_fd, const char *name, struct http_source **ret_source,
                                 int64_t *ret_len);
/* Value of Content-Disposition for such a name (RFC 6266); `out` has `size` bytes; returns `out`.
 */
const char *file_disposition(const char *name, char *out, size_t size);

#endif
