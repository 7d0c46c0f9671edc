#include "secret_token.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

enum { TOKEN_BYTES = (SECRET_TOKEN_TEXT - 1) / 2 };

/* Never from a seed or a clock: whoever could guess one could read a contract's calendar, or speak
 * for somebody. */
rc_t secret_token_make(char out[SECRET_TOKEN_TEXT], struct problem *problem)
{
    uint8_t random[TOKEN_BYTES];
    if (sodium_init() < 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not set up libsodium");
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(out, SECRET_TOKEN_TEXT, random, sizeof(random));
    sodium_memzero(random, sizeof(random));
    return RC_OK;
}

/* Of the text and not of its bits: what is no hexadecimal has a hash too, and it is nobody's. */
const char *secret_token_hash(const char *token, char out[SECRET_HASH_TEXT])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
    sodium_bin2hex(out, SECRET_HASH_TEXT, hash, sizeof(hash));
    return out;
}
