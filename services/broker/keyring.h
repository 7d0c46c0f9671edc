/* Which public key is which process: the NAME.pub files of a folder, read again when one of them
 * changes. */
#ifndef KEYRING_H
#define KEYRING_H

#include <stdbool.h>
#include <stddef.h>

#include "bus.h"

typedef struct keyring keyring_t;

enum keyring_change {
    KEYRING_SAME,    /* nothing happened */
    KEYRING_GROWN,   /* every key that was accepted still is */
    KEYRING_REVOKED, /* at least one key is not accepted any more, or belongs to another name */
};

/* Read a folder. RC_INVALID when it cannot be read or has more than MAX_BROKER_KEYS keys. */
MUST_CHECK rc_t keyring_open(const char *folder, keyring_t **ret_keyring, struct problem *problem);
/* Free; accepts NULL. */
void keyring_close(keyring_t **self_p);
/* Read the folder again if a file's inode, change time (ns), time of modification (ns) or size
 * differs, or one came or went (ZAP-08: a rewrite within one second counts). A file without a valid
 * key is as good as gone, and so is a folder that cannot be read: closed rather than open. */
enum keyring_change keyring_refresh(keyring_t *self);
/* Name of a key in Z85, NULL when it is not accepted. Borrowed until the next refresh. */
const char *keyring_name(const keyring_t *self, const char *key);
/* Keys accepted, and files passed over: no key in it, or one that another name has already. */
size_t keyring_count(const keyring_t *self);
size_t keyring_faulty(const keyring_t *self);

#endif
