#include "router.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clk.h"
#include "wire_context.h"

enum { TICKET = 8, PATIENCE_MS = 30000 };

static void open_at(struct router *self, const char *endpoint)
{
    int linger = 0;
    int mandatory = 1;
    size_t len = sizeof(self->bus.requests);
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    self->socket = zmq_socket(wire_context_hold(), ZMQ_ROUTER);
    zmq_setsockopt(self->socket, ZMQ_LINGER, &linger, sizeof(linger));
    zmq_setsockopt(self->socket, ZMQ_ROUTER_MANDATORY, &mandatory, sizeof(mandatory));
    /* A port just closed is free again in a moment. */
    while (zmq_bind(self->socket, endpoint) != 0) {
        if (clk_mono_ms() > end) {
            fprintf(stderr, "could not bind to %s\n", endpoint);
            exit(1);
        }
    }
    zmq_getsockopt(self->socket, ZMQ_LAST_ENDPOINT, self->bus.requests, &len);
}

void router_open(struct router *self)
{
    *self = (struct router){ .socket = NULL };
    frames_init(&self->in);
    open_at(self, "tcp://127.0.0.1:*");
}

void router_close(struct router *self)
{
    if (!self->socket)
        return;
    frames_clear(&self->in);
    zmq_close(self->socket);
    self->socket = NULL;
    wire_context_release();
}

void router_reopen(struct router *self)
{
    char endpoint[BUS_ENDPOINT_MAX];
    memcpy(endpoint, self->bus.requests, sizeof(endpoint));
    open_at(self, endpoint);
}

static size_t put_frame(struct router *self, size_t len, zmq_msg_t *frame)
{
    const unsigned char *bytes = zmq_msg_data(frame);
    for (size_t i = 0; i < zmq_msg_size(frame) && len + 5 < sizeof(self->text); i++) {
        bool shows = bytes[i] >= ' ' && bytes[i] < 0x7F;
        len += (size_t)snprintf(self->text + len, sizeof(self->text) - len,
                                shows ? "%c" : "\\x%02x", bytes[i]);
    }
    return len;
}

static bool has_ticket(struct frames *in)
{
    return in->count > 2 && zmq_msg_size(&in->at[1]) == TICKET && frame_is(&in->at[2], "", 0);
}

const char *router_recv(struct router *self, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    zmq_pollitem_t item = { self->socket, 0, ZMQ_POLLIN, 0 };
    size_t len = 0;
    self->text[0] = '\0';
    while (frames_recv(&self->in, self->socket) != RC_OK) {
        int64_t left = end - clk_mono_ms();
        if (left <= 0 || zmq_poll(&item, 1, left) < 0)
            return self->text;
    }
    for (size_t i = 1; i < self->in.count && len + 8 < sizeof(self->text); i++) {
        if (i > 1)
            self->text[len++] = '|';
        if (i == 1 && has_ticket(&self->in))
            self->text[len++] = '#';
        else
            len = put_frame(self, len, &self->in.at[i]);
    }
    self->text[len] = '\0';
    return self->text;
}

struct router_mark router_mark(struct router *self)
{
    struct router_mark mark = { .id_len = zmq_msg_size(&self->in.at[0]) };
    memcpy(mark.id, zmq_msg_data(&self->in.at[0]), mark.id_len);
    if (has_ticket(&self->in))
        memcpy(mark.ticket, zmq_msg_data(&self->in.at[1]), TICKET);
    return mark;
}

void router_send_to(struct router *self, const struct router_mark *to, const char *text)
{
    struct frames out;
    frames_init(&out);
    frames_add(&out, to->id, to->id_len);
    for (;;) {
        size_t len = strcspn(text, "|");
        if (len == 1 && *text == '#')
            frames_add(&out, to->ticket, TICKET);
        else
            frames_add(&out, text, len);
        if (text[len] == '\0')
            break;
        text += len + 1;
    }
    rc_t rc = frames_send(&out, self->socket);
    (void)rc; /* a peer that has gone is part of some tests */
}

void router_send(struct router *self, const char *text)
{
    struct router_mark to = router_mark(self);
    router_send_to(self, &to, text);
}
