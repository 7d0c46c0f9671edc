#include "raw_peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "clk.h"
#include "wire_context.h"

void *raw_open(int type, const char *endpoint)
{
    int linger = 0;
    void *socket = zmq_socket(wire_context_hold(), type);
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger));
    if (zmq_connect(socket, endpoint) != 0) {
        fprintf(stderr, "could not connect to %s\n", endpoint);
        exit(1);
    }
    return socket;
}

void raw_close(void *socket)
{
    if (!socket)
        return;
    zmq_close(socket);
    wire_context_release();
}

/* Append the frames of `text` to `out`. */
static void add_text(struct frames *out, const char *text)
{
    for (;;) {
        size_t len = strcspn(text, "|");
        frames_add(out, text, len);
        if (text[len] == '\0')
            return;
        text += len + 1;
    }
}

static void send_now(void *socket, struct frames *out)
{
    zmq_pollitem_t item = { socket, 0, ZMQ_POLLOUT, 0 };
    zmq_poll(&item, 1, 60000);
    if (frames_send(out, socket) != RC_OK) {
        fputs("could not send\n", stderr);
        exit(1);
    }
}

void raw_send(void *socket, const char *text)
{
    struct frames out;
    frames_init(&out);
    add_text(&out, text);
    send_now(socket, &out);
}

void raw_answer(void *socket, const char *head, struct frames *request, size_t client,
                const char *body)
{
    struct frames out;
    frames_init(&out);
    add_text(&out, head);
    frames_share(&out, &request->at[client]);
    frames_add(&out, "", 0);
    add_text(&out, body);
    send_now(socket, &out);
}

bool raw_recv(void *socket, struct frames *in, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    zmq_pollitem_t item = { socket, 0, ZMQ_POLLIN, 0 };
    for (;;) {
        if (frames_recv(in, socket) == RC_OK)
            return true;
        int64_t left = end - clk_mono_ms();
        if (left <= 0 || zmq_poll(&item, 1, left) < 0)
            return false;
    }
}

bool raw_is(struct frames *in, const char *text)
{
    for (size_t i = 0;; i++) {
        size_t len = strcspn(text, "|");
        bool any = len == 1 && text[0] == '*';
        if (i == in->count || (!any && !frame_is(&in->at[i], text, len)))
            return false;
        if (text[len] == '\0')
            return i + 1 == in->count;
        text += len + 1;
    }
}

const char *raw_text(struct frames *in)
{
    static char out[1024];
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < in->count; i++) {
        const unsigned char *bytes = zmq_msg_data(&in->at[i]);
        size_t size = zmq_msg_size(&in->at[i]);
        if (i)
            len += (size_t)snprintf(out + len, sizeof(out) - len, "|");
        for (size_t k = 0; k < size && len < sizeof(out) - 8; k++)
            len += (size_t)snprintf(out + len, sizeof(out) - len,
                                    bytes[k] > ' ' && bytes[k] < 0x7F ? "%c" : "\\x%02x", bytes[k]);
    }
    return out;
}
