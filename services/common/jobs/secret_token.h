/* A secret that opens something by being known (a calendar's link, an account's token): 256 bits of
 * the system's generator as hexadecimal text. It is shown once and kept nowhere; what is kept is
 * its SHA-256, by which it is found. A random token needs no slow hash (ASVS 6.6.2), and a look-up
 * by hash tells nothing of the token by the time it takes. */
#ifndef SECRET_TOKEN_H
#define SECRET_TOKEN_H

#include "problem.h"

enum {
    SECRET_TOKEN_TEXT = 65, /* bytes of a token with its NUL */
    SECRET_HASH_TEXT = 65,  /* bytes of its hash as text, with its NUL */
};

/* A new token. RC_INTERNAL when the generator cannot be set up. */
MUST_CHECK rc_t secret_token_make(char out[SECRET_TOKEN_TEXT], struct problem *problem);
/* Hash of any text that may be a token; of what is none, one that nothing has. Returns `out`. */
const char *secret_token_hash(const char *token, char out[SECRET_HASH_TEXT]);

#endif
