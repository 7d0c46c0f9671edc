/* CURVE keys in a folder: NAME.pub holds a public key, NAME.key a public and a secret one, each key
 * a line of 40 characters in Z85. */
#ifndef KEYFILE_H
#define KEYFILE_H

#include <limits.h>
#include <stdbool.h>

#include "bus.h"

enum {
    KEY_NAME_MAX = 32,          /* bytes of a key's name, without NUL */
    KEY_LEN = BUS_KEY_TEXT - 1, /* characters of a key */
    PAIR_LEN = 2 * (KEY_LEN + 1), /* two keys, each with its line feed */
};

/* Whether `name` may name a key: 1..KEY_NAME_MAX of a-z, 0-9, - and _. */
bool keyfile_name_ok(const char *name);
/* FOLDER/NAME.SUFFIX. RC_INVALID for a name that cannot name a key, or a path that is too long. */
MUST_CHECK rc_t keyfile_path(const char *folder, const char *name, const char *suffix,
                             char path[PATH_MAX], struct problem *problem);
/* Read FOLDER/NAME.pub. RC_NOT_FOUND, or RC_INVALID when it holds no key. */
MUST_CHECK rc_t keyfile_read_public(const char *folder, const char *name,
                                    char ret_key[BUS_KEY_TEXT], struct problem *problem);
/* Read FOLDER/NAME.key. As keyfile_read_public. */
MUST_CHECK rc_t keyfile_read_pair(const char *folder, const char *name,
                                  char ret_public[BUS_KEY_TEXT], char ret_secret[BUS_KEY_TEXT],
                                  struct problem *problem);
/* Make a new pair and write NAME.key (0600), then NAME.pub (0644): each written beside its place,
 * synced and renamed, so that a reader sees the old file or the new one. */
MUST_CHECK rc_t keyfile_make_pair(const char *folder, const char *name, struct problem *problem);

#endif
