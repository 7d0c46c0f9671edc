/* The data folder of one installation: where everything lies, who owns it, and that only one `mlps up`
 * works on it. All paths are absolute. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <sys/types.h>

#include "problem.h"

/* Bytes with the NUL; longer data folders are refused at the start. */
enum { PATH_TEXT = 512 };

/* Absolute paths, all below the data folder but for a short socket folder. Plain data: nothing to
 * free. */
struct layout {
    char data[PATH_TEXT];    /* the folder, 0700 */
    char pg[PATH_TEXT];      /* PostgreSQL's own folder */
    char run[PATH_TEXT];     /* sockets and state.json; a short folder under /tmp when `data` is too long
                                for a socket's 107 bytes */
    char keys[PATH_TEXT];    /* CURVE keys */
    char exports[PATH_TEXT]; /* workbooks */
    char log[PATH_TEXT];     /* NAME.log of each process */
    char token[PATH_TEXT];   /* the gateway's bearer token, 0600 */
    char state[PATH_TEXT];   /* state.json of the running `mlps up`, 0600 */
    char pidfile[PATH_TEXT]; /* its lock */
    uid_t uid;               /* user the processes run as: ours, or an unprivileged one for root */
    gid_t gid;
    char user[64];           /* name of that user */
};

/* Absolute paths for a data folder (NULL: $MLPS_DATA, else /var/lib/mlps for root and
 * ~/.local/share/mlps for others). Makes nothing. RC_INVALID when the path is too long. */
MUST_CHECK rc_t layout_find(struct layout *self, const char *data, struct problem *problem);
/* Make the folders that are missing, owned by the user the processes will run as. RC_INVALID with the
 * reason when a folder cannot be made, is another user's, or cannot be reached by that user. */
MUST_CHECK rc_t layout_make(struct layout *self, struct problem *problem);
/* Take the lock of the data folder; it goes with the process. RC_CONFLICT names the process that has it. */
MUST_CHECK rc_t layout_lock(const struct layout *self, struct problem *problem);
/* Replace a file by `text` at once: written beside it, synced, renamed, owned by the layout's user. */
MUST_CHECK rc_t layout_write(const struct layout *self, const char *path, const char *text,
                             struct problem *problem);

#endif
