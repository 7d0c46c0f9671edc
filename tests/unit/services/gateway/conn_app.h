/* A small application under a real server: GET answers with the path, POST with the body, /slow
 * when told to, /big and /stream from a source. */
#ifndef CONN_APP_H
#define CONN_APP_H

#include "http_server.h"
#include "loop_client.h"

enum { CONN_APP_BODY_MAX = 1000, CONN_APP_BIG = 3 << 20 };

struct conn_app;

/* A source of `left` test bytes; an endless one then waits for more. */
struct test_source {
    struct http_source base;
    struct conn_app *owner;
    struct http_conn *conn;
    int64_t left;
    bool endless;
    bool broken; /* cannot be completed */
};

struct conn_app {
    struct event_base *base;
    http_server_t *server;
    struct http_exchange *waiting; /* of /slow */
    struct test_source *source;    /* the one open, or NULL */
    int sources_open;
    int replies;
    int last_status;
};

/* Limits that no test reaches by accident. */
struct http_limits conn_app_limits(void);
/* Start and listen. */
void conn_app_start(struct conn_app *self, struct http_limits limits);
/* Stop; every source must be closed. */
void conn_app_stop(struct conn_app *self);
/* A client connected to it. */
void conn_app_connect(struct conn_app *self, struct loop_client *client);
/* Answer an exchange with text. */
void conn_app_reply(struct http_exchange *x, const char *text);

#endif
