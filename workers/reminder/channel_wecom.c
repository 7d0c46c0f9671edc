/* 企业微信 group robot: the token is the URL's `key`; nothing is signed. */
#include "channel.h"
#include "channel_sign.h"

/* Whoever has the key may post to the group: the URL is a secret like the token in it. */
rc_t wecom_build(const struct channel_note *note, struct channel_post *post)
{
    rc_t rc = bytebuf_fmt(&post->url, "%s?key=", note->endpoint);
    if (rc == RC_OK)
        rc = url_append(&post->url, note->token);
    if (rc != RC_OK)
        return rc;
    return json_append(
        &post->body, json_pack("{s:s, s:{s:s}}", "msgtype", "text", "text", "content", note->text));
}
