/* HMAC by libsodium, which takes keys of any length in its multi-part form; its one-call form takes
 * 32 bytes only, and the robots' secrets are longer. */
#include "channel_sign.h"

#include <sodium.h>
#include <string.h>

#include "jsonx.h"
#include "memory.h"

/* The state holds the key's inner and outer digests: who reads it can sign. */
static void sign(const char *key, const char *data, size_t len,
                 unsigned char out[crypto_auth_hmacsha256_BYTES])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)key, strlen(key));
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)data, len);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof(state));
}

/* With padding, as all three providers want it. */
void sign_base64(const char *key, const char *data, size_t len, char out[SIGN_BASE64_TEXT])
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    sign(key, data, len, mac);
    sodium_bin2base64(out, SIGN_BASE64_TEXT, mac, sizeof(mac), sodium_base64_VARIANT_ORIGINAL);
}

/* Lower case: receivers compare texts. */
void sign_hex(const char *key, const char *data, size_t len, char out[SIGN_HEX_TEXT])
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    sign(key, data, len, mac);
    sodium_bin2hex(out, SIGN_HEX_TEXT, mac, sizeof(mac));
}

/* A signature's + would be read as a blank and its = as an end, so nothing but the unreserved goes
 * as it is. */
rc_t url_append(struct bytebuf *out, const char *text)
{
    static const char PLAIN[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    rc_t rc = RC_OK;
    for (; *text && rc == RC_OK; text++) {
        if (strchr(PLAIN, *text))
            rc = bytebuf_add(out, text, 1);
        else
            rc = bytebuf_fmt(out, "%%%02X", (unsigned)(unsigned char)*text);
    }
    return rc;
}

/* Sorted keys: the same message has the same bytes at every try, so that a receiver that keeps
 * digests can tell a double. */
rc_t json_append(struct bytebuf *out, json_t *json)
{
    char *text = jsonx_text(json);
    rc_t rc = bytebuf_text(out, text);
    mem_free(text);
    json_decref(json);
    return rc;
}
