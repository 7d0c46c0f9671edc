/* One client connection: reads a request, hands it to the application, sends its response, and
 * starts again. Strictly one request at a time: what a client pipelines waits in the input buffer,
 * which is bounded. Every state has an absolute deadline, so a client that drips bytes gains
 * nothing (reliability.md 4.1). */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "http_parse.h"
#include "http_reply.h"
#include "lang.h"

struct http_server;
typedef struct http_conn http_conn_t;

/* A request between its head and its response. Whoever holds it replies exactly once, whether the
 * client is still there or not. */
struct http_exchange {
    http_conn_t *conn;              /* NULL once the client is gone */
    const struct http_parser *head; /* the request; NULL once the client is gone */
    enum lang lang;   /* of texts for a person: Accept-Language "en...", else Chinese */
    int64_t start_us; /* monotonic: when the head was complete */
    size_t body_max;  /* set by http_app.on_head: most body bytes it takes */
    const void *tag;  /* the application's own: what the request is for */
};

/* What answers requests. */
struct http_app {
    void *self;
    /* The head is there. Either reply (the body, if any, is then not read and the connection
     * closes), or set body_max to at least head->content_length and wait for on_body. */
    void (*on_head)(void *self, struct http_exchange *x);
    /* The whole request is there; `body` is borrowed for the call. Reply now or later. */
    void (*on_body)(void *self, struct http_exchange *x, const char *body, size_t len);
    /* A response was decided: for metrics. Called for refusals of the connection itself as well. */
    void (*on_reply)(void *self, const struct http_exchange *x, int status);
};

/* Peer address without port, for the cap per peer. */
struct http_peer {
    uint8_t bytes[16]; /* IPv6, or IPv4 mapped into it */
};

/* Take over a connected non-blocking socket. The connection frees itself. */
http_conn_t *http_conn_open(struct http_server *server, int fd, struct http_peer peer);
/* Cut the connection now; nothing more is sent. */
void http_conn_kill(http_conn_t *self);
/* The server stops: an idle connection is cut, a busy one closes after its response, an endless
 * response ends. */
void http_conn_drain(http_conn_t *self);
/* Whether it may be cut in favour of a new client: no complete request head, or only lingering. */
bool http_conn_is_waiting(const http_conn_t *self);
/* Peer it came from. */
struct http_peer http_conn_peer(const http_conn_t *self);
/* The source of the response has bytes again after SOURCE_WAIT. */
void http_conn_wake(http_conn_t *self);
/* Answer and forget the exchange; *x_p becomes NULL and `reply` is taken over (it is empty after).
 */
void http_exchange_reply(struct http_exchange **x_p, struct http_reply *reply);

/* The rest is for http_server.c only: its lists of connections. */
TAILQ_HEAD(http_conn_list, http_conn);
/* The connection behind this one in its list, NULL at the end. */
http_conn_t *http_conn_next(const http_conn_t *self);
/* Put a connection at the end of a list; it must be in none. */
void http_conn_link(struct http_conn_list *list, http_conn_t *self);
/* Take it out of the list it is in. */
void http_conn_unlink(struct http_conn_list *list, http_conn_t *self);
/* Free a cut connection. */
void http_conn_free(http_conn_t *self);

#endif
