/* The secret in a feed's link: 256 bits of the system's generator as hexadecimal text. Whoever has
 * it reads the feed, so it is shown once and kept nowhere; what is kept is its SHA-256, by which it
 * is found. A random token needs no slow hash (ASVS 6.6.2), and a look-up by hash tells nothing of
 * the token by the time it takes. */
#ifndef FEED_TOKEN_H
#define FEED_TOKEN_H

#include "problem.h"

enum {
    FEED_TOKEN_TEXT = 65, /* bytes of a token with its NUL */
    FEED_HASH_TEXT = 65,  /* bytes of its hash as text, with its NUL */
};

/* A new token. RC_INTERNAL when the generator cannot be set up. */
MUST_CHECK rc_t feed_token_make(char out[FEED_TOKEN_TEXT], struct problem *problem);
/* Hash of any text that may be a token; of what is none, one that no feed has. Returns `out`. */
const char *feed_token_hash(const char *token, char out[FEED_HASH_TEXT]);

#endif
