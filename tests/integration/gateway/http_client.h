/* A client on a raw blocking socket: it sends exactly the bytes it is told to, and keeps all that
 * comes back. */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_client {
    int fd;
    bool closed; /* the other side has closed or reset */
    char *bytes; /* what came, NUL-terminated */
    size_t len;
    size_t cap;
    int status; /* of the last response read */
    char *body; /* of the last response read, inside `bytes` */
};

/* Connect to "127.0.0.1:PORT", with a receive buffer of `rcvbuf` bytes (0: the usual). Failures end
 * the test. */
void http_client_open(struct http_client *self, const char *address, int rcvbuf);
/* Close and free. Safe twice. */
void http_client_close(struct http_client *self);
/* Send text; false when the other side has closed. */
bool http_client_send(struct http_client *self, const char *text);
/* Read until `text` came; false when the connection ended or `wait_ms` passed before. */
bool http_client_expect(struct http_client *self, const char *text, int64_t wait_ms);
/* Read until the other side closes; false when it has not after `wait_ms`. */
bool http_client_ends(struct http_client *self, int64_t wait_ms);
/* Read at most `most` bytes that have come; returns how many. */
size_t http_client_read(struct http_client *self, size_t most, int64_t wait_ms);
/* Forget what came. */
void http_client_forget(struct http_client *self);
/* Read one whole response (by Content-Length) into status and body; 0 when none came within 20 s.
 * What came before is forgotten. */
int http_client_response(struct http_client *self);
/* Send and read the response. */
int http_client_ask(struct http_client *self, const char *request);
/* The body as JSON, owned by the caller; anything else fails the test. */
json_t *http_client_json(const struct http_client *self);
/* Value of a header field of the last response into `out`; "" without one. Returns `out`. */
const char *http_client_field(const struct http_client *self, const char *name, char *out,
                              size_t size);

#endif
