/* The text of a pack: a file's bytes, or those of one that ships inside this program. */
#ifndef PACK_TEXT_H
#define PACK_TEXT_H

#include "bytebuf.h"
#include "embed.h"
#include "pack.h"
#include "problem.h"

struct pack_text {
    struct bytebuf read; /* of a file; empty for one that ships */
    const char *bytes;
    size_t len;
    const char *name; /* for messages: the path, or the shipped file's name */
};

/* The shipped pack of this name (without ".yaml"); NULL when none ships. */
const struct embed *pack_text_shipped(const char *name);
/* Open a pack: a name without a slash that ships is that pack, everything else is a path. RC_INVALID names the
 * path that cannot be read or is larger than MAX_PACK_BYTES. Caller closes, also after a failure. `what` must
 * live as long. */
MUST_CHECK rc_t pack_text_open(struct pack_text *self, const char *what, struct problem *problem);
/* Free what was read. */
void pack_text_close(struct pack_text *self);
/* Read a pack, a file or one that ships, as pack_text_open finds it. RC_INVALID with file:line:column;
 * caller destroys. */
MUST_CHECK rc_t pack_text_read(const char *what, pack_t **ret_pack, struct problem *problem);
/* A pack_use_fn over the packs that ship; `arg` is not used. */
rc_t pack_text_use(void *arg, const char *name, const char **ret_bytes, size_t *ret_len);

#endif
