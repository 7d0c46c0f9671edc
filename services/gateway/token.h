/* The one bearer token that opens the API until accounts exist: 256 random bits in a 0600 file.
 * Only its hash stays in memory, and the comparison takes the same time for every wrong token
 * (ASVS 7.2.3). */
#ifndef TOKEN_H
#define TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

enum {
    TOKEN_HASH = 32,     /* bytes */
    TOKEN_TEXT_MIN = 32, /* characters of a token in a file: 128 bits in hexadecimal */
    TOKEN_TEXT_MAX = 256,
};

struct token {
    uint8_t hash[TOKEN_HASH];
};

/* Read the token file; when there is none, make one (0600; written new, synced, and linked into
 * place, so that of two makers one wins and no reader sees half). RC_INVALID when others may read
 * the file or it holds no token, RC_UNAVAILABLE when it cannot be read or written. */
MUST_CHECK rc_t token_load(const char *path, struct token *ret_token, struct problem *problem);
/* Whether an Authorization value (NULL: absent) is "Bearer" with this token. */
bool token_matches(const struct token *self, const char *authorization);

#endif
