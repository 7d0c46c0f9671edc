#include "desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

static size_t put_frame(char *out, size_t len, zmq_msg_t *frame)
{
    const unsigned char *bytes = zmq_msg_data(frame);
    for (size_t i = 0; i < zmq_msg_size(frame) && len + 5 < DESK_TEXT_MAX; i++) {
        bool shows = bytes[i] >= ' ' && bytes[i] < 0x7F;
        len += (size_t)snprintf(out + len, DESK_TEXT_MAX - len, shows ? "%c" : "\\x%02x", bytes[i]);
    }
    return len;
}

/* Where the client address is in a REQUEST to a worker; 0 in any other message. */
static size_t address_at(struct frames *message)
{
    size_t header = frame_is(&message->at[1], "", 0) ? 2 : 1;
    unsigned char request = 2;
    if (message->count > header + 3 && zmq_msg_size(&message->at[header]) == 6 &&
        memcmp(zmq_msg_data(&message->at[header]), "MDPW0", 5) == 0 &&
        frame_is(&message->at[header + 1], &request, 1))
        return header + 2;
    return 0;
}

static rc_t keep(void *arg, struct frames *message)
{
    struct desk *self = arg;
    struct desk_message *out = &self->out[self->out_count];
    *out = (struct desk_message){ .taken = false };
    snprintf(out->peer, sizeof(out->peer), "%.*s", (int)zmq_msg_size(&message->at[0]),
             (const char *)zmq_msg_data(&message->at[0]));
    rc_t rc = self->full && strcmp(self->full, out->peer) == 0 ? RC_BUSY : RC_OK;
    for (size_t i = 0; i < self->gone_count; i++)
        if (strcmp(self->gone[i], out->peer) == 0)
            rc = RC_NOT_FOUND;
    size_t address = address_at(message);
    size_t len = 0;
    for (size_t i = 1; i < message->count; i++) {
        if (i > 1)
            out->text[len++] = '|';
        if (i != address) {
            len = put_frame(out->text, len, &message->at[i]);
            continue;
        }
        out->text[len++] = '@';
        out->client_len = zmq_msg_size(&message->at[i]);
        memcpy(out->client, zmq_msg_data(&message->at[i]), out->client_len);
    }
    if (rc == RC_OK && ++self->out_count == DESK_OUT_MAX) {
        fputs("the desk is full\n", stderr);
        exit(1);
    }
    frames_clear(message);
    return rc;
}

void desk_init(struct desk *self)
{
    *self = (struct desk){ .conf = broker_conf_default(), .now_ms = 1000000 };
    self->conf.secure = false;
}

void desk_open(struct desk *self)
{
    self->out = mem_array(DESK_OUT_MAX, sizeof(*self->out));
    self->broker = broker_new(&self->conf, keep, self);
}

void desk_close(struct desk *self)
{
    broker_destroy(&self->broker);
    mem_free(self->out);
}

static void take(struct desk *self, const char *peer, const struct caller *caller, const char *text)
{
    struct frames in;
    frames_init(&in);
    frames_add(&in, peer, strlen(peer));
    for (;;) {
        size_t len = strcspn(text, "|");
        if (len == 1 && *text == '@')
            frames_add(&in, self->client, self->client_len);
        else
            frames_add(&in, text, len);
        if (text[len] == '\0')
            break;
        text += len + 1;
    }
    broker_take(self->broker, &in, caller, self->now_ms);
    frames_clear(&in);
}

void desk_in(struct desk *self, const char *peer, const char *text)
{
    static const struct caller ANYBODY = { .name = "" };
    take(self, peer, &ANYBODY, text);
}

void desk_in_as(struct desk *self, const char *peer, const char *name, const char *text)
{
    struct caller caller = { .name = "" };
    if (name) {
        snprintf(caller.name, sizeof(caller.name), "%s", name);
        snprintf(caller.key, sizeof(caller.key), "KEY-%s", name);
    }
    take(self, peer, name ? &caller : NULL, text);
}

void desk_pass(struct desk *self, int64_t ms)
{
    self->now_ms += ms;
    broker_tick(self->broker, self->now_ms);
}

const char *desk_next(struct desk *self, const char *peer)
{
    for (size_t i = 0; i < self->out_count; i++) {
        struct desk_message *out = &self->out[i];
        if (out->taken || strcmp(out->peer, peer) != 0)
            continue;
        out->taken = true;
        if (out->client_len > 0) {
            self->client_len = out->client_len;
            memcpy(self->client, out->client, out->client_len);
        }
        return out->text;
    }
    return "";
}

size_t desk_left(const struct desk *self, const char *peer)
{
    size_t left = 0;
    for (size_t i = 0; i < self->out_count; i++)
        left += !self->out[i].taken && strcmp(self->out[i].peer, peer) == 0;
    return left;
}

void desk_lose(struct desk *self, const char *peer)
{
    self->gone[self->gone_count++] = peer;
}
