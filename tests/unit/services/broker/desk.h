/* A broker without sockets for tests: messages go in as text, time is given, what goes out is kept
 * per peer. */
#ifndef DESK_H
#define DESK_H

#include "broker.h"

enum { DESK_OUT_MAX = 4096, DESK_TEXT_MAX = 512 };

struct desk_message {
    char peer[64];            /* routing id it went to */
    unsigned char client[64]; /* client address frame of a REQUEST */
    size_t client_len;
    char text[DESK_TEXT_MAX]; /* the other frames with bars between; bytes that do not print as \xNN
                               */
    bool taken;
};

struct desk {
    broker_t *broker;
    struct broker_conf conf;
    struct desk_message *out;
    size_t out_count;
    const char *gone[8]; /* peers that cannot be reached */
    size_t gone_count;
    const char *full; /* peer whose queue is full, NULL: none */
    int64_t now_ms;
    unsigned char client[64]; /* client address of the last REQUEST that desk_next gave */
    size_t client_len;
};

/* Defaults: broker_conf_default without security. Change desk.conf between desk_init and desk_open.
 */
void desk_init(struct desk *self);
void desk_open(struct desk *self);
void desk_close(struct desk *self);
/* One message from `peer`: frames with bars between; "@" as a frame is the client address of the
 * last REQUEST seen. */
void desk_in(struct desk *self, const char *peer, const char *text);
/* The same from an authenticated caller: key "KEY-NAME" stands for its key. NULL: a revoked one. */
void desk_in_as(struct desk *self, const char *peer, const char *name, const char *text);
/* Move time and tick. */
void desk_pass(struct desk *self, int64_t ms);
/* Oldest message to `peer` not yet taken, as text; "" when there is none. A REQUEST's client
 * address shows as "@" and is remembered. */
const char *desk_next(struct desk *self, const char *peer);
/* Messages to `peer` not yet taken. */
size_t desk_left(const struct desk *self, const char *peer);
/* The peer cannot be reached any more. */
void desk_lose(struct desk *self, const char *peer);

/* Fails with both texts when the next message to `peer` is another one. */
#define desk_expect(self, peer, want) assert_string_equal(desk_next(self, peer), want)

#endif
