/* 飞书 group robot with signature: the token is the last part of the path; `sign` in the body is
 * the base64 HMAC-SHA256 of nothing, keyed by the time in seconds, a line feed and the secret. */
#include <inttypes.h>
#include <stdio.h>

#include "channel.h"
#include "channel_sign.h"

enum { SECONDS_TEXT = 24 };

/* Unlike the others 飞书 takes the text to be signed as the key, and nothing as the data. */
static rc_t sign_of(const struct channel_note *note, const char *seconds,
                    char out[SIGN_BASE64_TEXT])
{
    struct bytebuf key;
    bytebuf_init(&key, CHANNEL_URL_BYTES);
    rc_t rc = bytebuf_fmt(&key, "%s\n%s", seconds, note->secret);
    if (rc == RC_OK)
        sign_base64(bytebuf_str(&key), "", 0, out);
    bytebuf_fini(&key);
    return rc;
}

/* The endpoint ends without a slash, as the table and the check of the database have it. */
rc_t feishu_build(const struct channel_note *note, struct channel_post *post)
{
    char seconds[SECONDS_TEXT], mac[SIGN_BASE64_TEXT];
    snprintf(seconds, sizeof(seconds), "%" PRId64, note->at_us / 1000000);
    rc_t rc = sign_of(note, seconds, mac);
    if (rc == RC_OK)
        rc = bytebuf_fmt(&post->url, "%s/", note->endpoint);
    if (rc == RC_OK)
        rc = url_append(&post->url, note->token);
    if (rc != RC_OK)
        return rc;
    return json_append(&post->body,
                       json_pack("{s:s, s:s, s:s, s:{s:s}}", "timestamp", seconds, "sign", mac,
                                 "msg_type", "text", "content", "text", note->text));
}
