/* A local HTTP server that plays the chat robots and a webhook (chat_server.py), told how to behave
 * through a file. */
#ifndef CHAT_SERVER_H
#define CHAT_SERVER_H

#include <jansson.h>
#include <stddef.h>

#include "child.h"

enum { CHAT_DIR_MAX = 64, CHAT_HOST_MAX = 64 };
#define CHAT_TOKEN  "tok-1"
#define CHAT_SECRET "SEC rêve/+="

struct chat_server {
    struct child child;
    char dir[CHAT_DIR_MAX];   /* holds mode, posts, and the secrets as files `token` and `secret` */
    char host[CHAT_HOST_MAX]; /* 127.0.0.1:PORT */
};

/* Start it, and except its host from the guard of this process and of its children (egress.h).
 * Every failure ends the test program. */
void chat_server_start(struct chat_server *self);
/* Stop it and remove its folder. Safe when not running. */
void chat_server_stop(struct chat_server *self);
/* How it answers from the next request on: see chat_server.py. */
void chat_server_mode(const struct chat_server *self, const char *mode);
/* Requests that arrived so far: owned list of objects. */
json_t *chat_server_posts(const struct chat_server *self);
/* Their number. */
size_t chat_server_count(const struct chat_server *self);
/* Those that were signed as the robot wants it. */
size_t chat_server_good(const struct chat_server *self);

#endif
