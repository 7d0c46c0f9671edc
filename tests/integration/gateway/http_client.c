#include "http_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "clk.h"
#include "memory.h"

enum { RESPONSE_MS = 60000, PIECE = 64 << 10 };

void http_client_open(struct http_client *self, const char *address, int rcvbuf)
{
    struct sockaddr_in to = { .sin_family = AF_INET };
    int port = 0;
    assert_int_equal(sscanf(address, "127.0.0.1:%d", &port), 1);
    to.sin_port = htons((uint16_t)port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *self = (struct http_client){ .fd = socket(AF_INET, SOCK_STREAM, 0) };
    if (rcvbuf)
        setsockopt(self->fd, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
    assert_int_equal(connect(self->fd, (struct sockaddr *)&to, sizeof(to)), 0);
    self->bytes = mem_grow(NULL, &self->cap, PIECE, 1);
    self->bytes[0] = '\0';
}

void http_client_close(struct http_client *self)
{
    if (self->bytes)
        close(self->fd);
    mem_free(self->bytes);
    self->bytes = NULL;
}

bool http_client_send(struct http_client *self, const char *text)
{
    size_t len = strlen(text);
    while (len > 0) {
        ssize_t sent = send(self->fd, text, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        text += sent;
        len -= (size_t)sent;
    }
    return true;
}

size_t http_client_read(struct http_client *self, size_t most, int64_t wait_ms)
{
    struct pollfd readable = { .fd = self->fd, .events = POLLIN };
    if (self->closed || poll(&readable, 1, (int)(wait_ms > 0 ? wait_ms : 0)) <= 0)
        return 0;
    self->bytes = mem_grow(self->bytes, &self->cap, self->len + most + 1, 1);
    ssize_t got = recv(self->fd, self->bytes + self->len, most, 0);
    self->closed = got <= 0;
    self->len += got > 0 ? (size_t)got : 0;
    self->bytes[self->len] = '\0';
    return got > 0 ? (size_t)got : 0;
}

bool http_client_expect(struct http_client *self, const char *text, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    while (!strstr(self->bytes, text)) {
        if (self->closed || clk_mono_ms() >= end)
            return false;
        http_client_read(self, PIECE, end - clk_mono_ms());
    }
    return true;
}

bool http_client_ends(struct http_client *self, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    while (!self->closed && clk_mono_ms() < end)
        http_client_read(self, PIECE, end - clk_mono_ms());
    return self->closed;
}

void http_client_forget(struct http_client *self)
{
    self->len = 0;
    self->bytes[0] = '\0';
}

const char *http_client_field(const struct http_client *self, const char *name, char *out,
                              size_t size)
{
    size_t len = strlen(name);
    snprintf(out, size, "%s", "");
    for (const char *at = strstr(self->bytes, "\r\n"); at && at + 2 < self->body;
         at = strstr(at + 2, "\r\n"))
        if (strncasecmp(at + 2, name, len) == 0 && at[2 + len] == ':')
            snprintf(out, size, "%.*s", (int)strcspn(at + len + 4, "\r"), at + len + 4);
    return out;
}

int http_client_response(struct http_client *self)
{
    char text[32];
    size_t want = 0;
    self->status = 0;
    http_client_forget(self);
    int64_t end = clk_mono_ms() + RESPONSE_MS;
    if (!http_client_expect(self, "\r\n\r\n", RESPONSE_MS))
        return 0;
    self->body = strstr(self->bytes, "\r\n\r\n") + 4;
    (void)sscanf(http_client_field(self, "Content-Length", text, sizeof(text)), "%zu", &want);
    want += (size_t)(self->body - self->bytes);
    while (self->len < want && !self->closed && clk_mono_ms() < end)
        http_client_read(self, PIECE, end - clk_mono_ms());
    self->body = strstr(self->bytes, "\r\n\r\n") + 4;
    if (self->len == want && sscanf(self->bytes, "HTTP/1.1 %d ", &self->status) != 1)
        self->status = 0;
    return self->status;
}

int http_client_ask(struct http_client *self, const char *request)
{
    return http_client_send(self, request) ? http_client_response(self) : 0;
}

json_t *http_client_json(const struct http_client *self)
{
    json_t *json = json_loads(self->body, 0, NULL);
    if (!json)
        fail_msg("no JSON: %s", self->bytes);
    return json;
}
