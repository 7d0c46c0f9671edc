#include "loop_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "clk.h"
#include "memory.h"

enum { WAIT_MS = 30000 };

void loop_client_open(struct loop_client *self, struct event_base *base, const char *address)
{
    struct sockaddr_in to = { .sin_family = AF_INET };
    int port = 0;
    assert_int_equal(sscanf(address, "127.0.0.1:%d", &port), 1);
    to.sin_port = htons((uint16_t)port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *self = (struct loop_client){ .base = base, .fd = socket(AF_INET, SOCK_STREAM, 0) };
    self->bytes = mem_new(LOOP_CLIENT_BYTES);
    assert_int_equal(connect(self->fd, (struct sockaddr *)&to, sizeof(to)), 0);
}

void loop_client_close(struct loop_client *self)
{
    if (self->fd >= 0)
        close(self->fd);
    self->fd = -1;
    mem_free(self->bytes);
    self->bytes = NULL;
}

void loop_client_turn(struct loop_client *self)
{
    size_t before = self->len;
    event_base_loop(self->base, EVLOOP_NONBLOCK);
    while (!self->closed && self->len < LOOP_CLIENT_BYTES - 1) {
        ssize_t got = recv(self->fd, self->bytes + self->len, LOOP_CLIENT_BYTES - 1 - self->len,
                           MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        self->closed = got <= 0;
        self->reset = got < 0;
        self->len += got > 0 ? (size_t)got : 0;
        self->bytes[self->len] = '\0';
    }
    struct pollfd readable = { .fd = self->fd, .events = POLLIN };
    if (self->len == before && !self->closed)
        poll(&readable, 1, 1); /* nothing to do: leave the processor to others */
}

bool loop_client_bytes(struct loop_client *self, const void *bytes, size_t len)
{
    const char *at = bytes;
    int64_t end = clk_mono_ms() + WAIT_MS;
    while (len > 0 && clk_mono_ms() < end) {
        ssize_t sent = send(self->fd, at, len, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        at += sent > 0 ? sent : 0;
        len -= sent > 0 ? (size_t)sent : 0;
        event_base_loop(self->base, EVLOOP_NONBLOCK);
    }
    return len == 0;
}

bool loop_client_send(struct loop_client *self, const char *text)
{
    return loop_client_bytes(self, text, strlen(text));
}

bool loop_client_expect(struct loop_client *self, const char *text, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    do {
        loop_client_turn(self);
        if (strstr(self->bytes, text))
            return true;
    } while (!self->closed && clk_mono_ms() < end);
    return false;
}

bool loop_client_ends(struct loop_client *self, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    while (!self->closed && clk_mono_ms() < end)
        loop_client_turn(self);
    return self->closed;
}

void loop_client_forget(struct loop_client *self)
{
    self->len = 0;
    self->bytes[0] = '\0';
}

int loop_client_status(const struct loop_client *self)
{
    int status = 0;
    return sscanf(self->bytes, "HTTP/1.1 %d ", &status) == 1 ? status : 0;
}

int loop_client_ask(struct loop_client *self, const char *request)
{
    loop_client_forget(self);
    if (!loop_client_send(self, request) || !loop_client_expect(self, "\r\n\r\n", WAIT_MS))
        return 0;
    const char *field = strstr(self->bytes, "\r\nContent-Length: ");
    const char *body = strstr(self->bytes, "\r\n\r\n") + 4;
    if (!field || field > body || strncmp(request, "HEAD", 4) == 0)
        return loop_client_status(self);
    size_t want = 0;
    assert_int_equal(sscanf(field + 18, "%zu", &want), 1);
    want += (size_t)(body - self->bytes);
    int64_t end = clk_mono_ms() + WAIT_MS;
    while (self->len < want && !self->closed && clk_mono_ms() < end)
        loop_client_turn(self);
    return self->len == want ? loop_client_status(self) : 0;
}
