/* Signatures and encodings that the chat channels share. Pure. The keys are borrowed and copied
 * nowhere but into a state that is wiped. */
#ifndef CHANNEL_SIGN_H
#define CHANNEL_SIGN_H

#include <jansson.h>
#include <stddef.h>

#include "bytebuf.h"

enum { SIGN_BASE64_TEXT = 45, SIGN_HEX_TEXT = 65 }; /* of an HMAC-SHA256, with the NUL */

/* HMAC-SHA256 (RFC 2104, RFC 6234) in base64 with padding. */
void sign_base64(const char *key, const char *data, size_t len, char out[SIGN_BASE64_TEXT]);
/* The same in lower-case hexadecimal. */
void sign_hex(const char *key, const char *data, size_t len, char out[SIGN_HEX_TEXT]);
/* Append with everything but RFC 3986's unreserved characters percent-encoded. */
MUST_CHECK rc_t url_append(struct bytebuf *out, const char *text);
/* Append compact JSON with sorted keys and free `json`. */
MUST_CHECK rc_t json_append(struct bytebuf *out, json_t *json);

#endif
