/* Chat: secrets are fetched, the request is built and sent, the secrets are wiped; in this order
 * and in one function, so that no path keeps them. */
#include "reminder_chat.h"

#include <sodium.h>
#include <string.h>

#include "attr.h"
#include "secret.h"

/* Title and body before the provider's own limit cuts them (channel.c). */
enum { TEXT_BYTES = 200 << 10 };

/* A text of the row, NULL for null. */
static const char *field(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

/* What a machine wants to know of each; no address and nothing of our configuration. */
static json_t *public_items(const json_t *rows)
{
    /* Names of fields as the ledger's statement gives them; receivers rely on them (README). */
    static const char *const KEYS[] = { "id",     "rule",   "person",  "contract",
                                        "system", "title",  "clause",  "kind",
                                        "due_on", "due_at", "plan_at", "deduct_fen" };
    json_t *items = json_array();
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *item = json_object();
        for (size_t k = 0; k < COUNT_OF(KEYS); k++)
            json_object_set(item, KEYS[k], json_object_get(json_array_get(rows, i), KEYS[k]));
        json_array_append_new(items, item);
    }
    return items;
}

/* Build and send, with the secrets at hand. */
static enum verdict post(const struct chat *chat, const struct channel_note *note,
                         struct problem *problem)
{
    struct channel_post post;
    enum verdict verdict = VERDICT_REFUSED;
    if (channel_build(chat->row, note, &post, problem) == RC_OK)
        verdict = poster_send(chat->poster, chat->row, &post, problem);
    channel_post_fini(&post);
    return verdict;
}

/* A secret that cannot be read is a refusal and not a failure for good: somebody will put the file
 * there, and the reminder is still owed. */
enum verdict reminder_chat_send(void *arg, const struct push_message *message,
                                struct problem *problem)
{
    const struct chat *chat = arg;
    char token[SECRET_TEXT], secret[SECRET_TEXT];
    const char *endpoint = field(message->lead, "endpoint");
    enum verdict verdict = VERDICT_REFUSED;
    struct bytebuf text;
    json_t *items = public_items(message->items);
    bytebuf_init(&text, TEXT_BYTES);
    if (secret_read(field(message->lead, "token_ref"), chat->secrets, token, problem) == RC_OK &&
        secret_read(field(message->lead, "secret_ref"), chat->secrets, secret, problem) == RC_OK &&
        bytebuf_fmt(&text, "%s\n\n%s", message->title, message->body) == RC_OK) {
        struct channel_note note = { .endpoint = endpoint ? endpoint : "",
                                     .token = token,
                                     .secret = secret,
                                     .id = message->id,
                                     .title = message->title,
                                     .text = bytebuf_str(&text),
                                     .items = items,
                                     .at_us = message->now_us };
        verdict = post(chat, &note, problem);
    }
    sodium_memzero(token, sizeof(token));
    sodium_memzero(secret, sizeof(secret));
    bytebuf_fini(&text);
    json_decref(items);
    return verdict;
}
