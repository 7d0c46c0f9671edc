/* A webhook of the customer's own: what is due as JSON. The receiver checks the header
 * X-Mlps-Signature: "v1=" and the hexadecimal HMAC-SHA256, keyed by the secret, of the header
 * X-Mlps-Timestamp (seconds), a full stop and the body; and knows a double by X-Mlps-Delivery. */
#include <inttypes.h>

#include "channel.h"
#include "channel_sign.h"

/* The signature covers time and body together, so that an old message cannot be sent again under a
 * new time (SSRF-04); the delivery id is the same at every try, so that a double can be told. */
static rc_t append_head(const struct channel_note *note, const struct bytebuf *body,
                        struct bytebuf *head)
{
    char mac[SIGN_HEX_TEXT];
    struct bytebuf text;
    int64_t at_s = note->at_us / 1000000;
    bytebuf_init(&text, CHANNEL_BODY_BYTES + 32);
    rc_t rc = bytebuf_fmt(&text, "%" PRId64 ".%s", at_s, bytebuf_str(body));
    if (rc == RC_OK) {
        sign_hex(note->secret, bytebuf_str(&text), text.len, mac);
        rc = bytebuf_fmt(head,
                         "X-Mlps-Timestamp: %" PRId64 "\nX-Mlps-Delivery: %s\n"
                         "X-Mlps-Signature: v1=%s\n",
                         at_s, note->id, mac);
    }
    bytebuf_fini(&text);
    return rc;
}

/* The body is made before the head, since the head signs it. */
rc_t webhook_build(const struct channel_note *note, struct channel_post *post)
{
    json_t *items = note->items ? json_deep_copy(note->items) : json_array();
    rc_t rc = bytebuf_text(&post->url, note->endpoint);
    if (rc != RC_OK) {
        json_decref(items);
        return rc;
    }
    rc = json_append(&post->body,
                     json_pack("{s:s, s:s, s:s, s:s, s:o}", "event", "reminder", "id", note->id,
                               "title", note->title, "text", note->text, "items", items));
    return rc == RC_OK ? append_head(note, &post->body, &post->head) : rc;
}
