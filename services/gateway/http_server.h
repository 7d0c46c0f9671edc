/* The listening socket and all connections: caps, eviction, orderly stop. Single-threaded: all of
 * it runs in one libevent loop. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <event2/event.h>

#include "http_conn.h"
#include "problem.h"

struct http_limits {
    int64_t head_ms; /* from accept, or from the first byte of a later request, to the end of its
                        head */
    int64_t body_ms; /* from the end of the head to the end of the body */
    int64_t idle_ms; /* between two requests of a connection */
    int64_t
        write_ms; /* a response that makes no progress; also the base of its absolute deadline */
    int64_t linger_ms;  /* waiting for the client's FIN after our last byte */
    int64_t max_conns;  /* connections in all */
    int64_t max_peer;   /* connections of one address */
    int64_t max_queued; /* bytes of responses not yet taken by clients, all connections together */
};

struct http_stats {
    int64_t connections; /* open now */
    int64_t accepted;
    int64_t evicted;   /* cut in favour of a new client */
    int64_t refused;   /* turned away with 503 */
    int64_t timed_out; /* cut or refused at a deadline */
    int64_t queued;    /* bytes counted against max_queued */
};

typedef struct http_server http_server_t;

/* Server in a loop; `limits` and `app` are copied. `tls`: TLS ends at or in front of us. Never
 * NULL. max_conns is lowered to what the process's limit of open files allows. */
http_server_t *http_server_new(struct event_base *base, const struct http_limits *limits,
                               const struct http_app *app, bool tls);
/* Cut every connection, close the socket, free; accepts NULL. */
void http_server_destroy(http_server_t **self_p);
/* Listen on "HOST:PORT" ("[::1]:0": IPv6 in brackets, port 0: a free one). RC_INVALID for a bad
 * address, RC_UNAVAILABLE when it cannot be bound. */
MUST_CHECK rc_t http_server_listen(http_server_t *self, const char *address,
                                   struct problem *problem);
/* "HOST:PORT" really bound. */
const char *http_server_address(const http_server_t *self);
/* Stop accepting, let what is being answered finish. */
void http_server_drain(http_server_t *self);
/* Whether a drain was asked for. */
bool http_server_draining(const http_server_t *self);
/* Numbers for metrics. */
const struct http_stats *http_server_stats(const http_server_t *self);

/* For http_conn.c only. */
struct event_base *http_server_base(http_server_t *self);
/* Limits the server was made with; constant for its life. Borrowed. */
const struct http_limits *http_server_limits(const http_server_t *self);
/* What answers the requests, as given at the making. Borrowed; valid as long as the server. */
const struct http_app *http_server_app(const http_server_t *self);
/* Whether connections are reached through TLS (decides on HSTS and the Secure mark); constant for
 * the server's life. */
bool http_server_tls(const http_server_t *self);
/* The numbers of http_server_stats, to be counted up by a connection. Borrowed; only from the
 * loop's thread. */
struct http_stats *http_server_count(http_server_t *self);
/* The connection waits for a request again: it is now the last to be cut in favour of a new client.
 */
void http_server_requeue(http_server_t *self, http_conn_t *conn);
/* The connection is cut: take it off the list and free it once the loop is out of its callbacks. */
void http_server_bury(http_server_t *self, http_conn_t *conn);

#endif
