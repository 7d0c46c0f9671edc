/* 钉钉 group robot with signature: the token is `access_token`; `sign` is the base64 HMAC-SHA256,
 * keyed by the secret, of the time in milliseconds, a line feed and the secret. */
#include <inttypes.h>

#include "channel.h"
#include "channel_sign.h"

/* Time and signature of the URL. A signature is good for an hour around its time: a retry is signed
 * anew, with the time of its own try. */
static rc_t append_sign(const struct channel_note *note, struct bytebuf *url)
{
    char mac[SIGN_BASE64_TEXT];
    struct bytebuf text;
    int64_t at_ms = note->at_us / 1000;
    bytebuf_init(&text, CHANNEL_URL_BYTES);
    rc_t rc = bytebuf_fmt(&text, "%" PRId64 "\n%s", at_ms, note->secret);
    if (rc == RC_OK) {
        sign_base64(note->secret, bytebuf_str(&text), text.len, mac);
        rc = bytebuf_fmt(url, "&timestamp=%" PRId64 "&sign=", at_ms);
    }
    if (rc == RC_OK)
        rc = url_append(url, mac);
    bytebuf_fini(&text);
    return rc;
}

/* Token and signature stand in the URL, so the URL is never logged. */
rc_t dingtalk_build(const struct channel_note *note, struct channel_post *post)
{
    rc_t rc = bytebuf_fmt(&post->url, "%s?access_token=", note->endpoint);
    if (rc == RC_OK)
        rc = url_append(&post->url, note->token);
    if (rc == RC_OK)
        rc = append_sign(note, &post->url);
    if (rc != RC_OK)
        return rc;
    return json_append(
        &post->body, json_pack("{s:s, s:{s:s}}", "msgtype", "text", "text", "content", note->text));
}
