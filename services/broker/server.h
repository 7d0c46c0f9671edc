/* The broker's sockets and its loop: Majordomo on a ROUTER, ZAP, the watch for failed handshakes,
 * the event proxy. One thread owns all but the proxy. */
#ifndef SERVER_H
#define SERVER_H

#include "broker.h"

typedef struct server server_t;

struct server_conf {
    struct broker_conf broker;
    const char *bind; /* Majordomo endpoint, or several with commas between; port * or 0: any */
    const char *events_in;  /* NULL: beside the first of `bind` */
    const char *events_out; /* NULL: likewise */
    const char *keys;       /* key folder; NULL: NULL security */
};

/* Bind everything. RC_CONFLICT when an endpoint is taken, RC_INVALID for bad endpoints or keys. */
MUST_CHECK rc_t server_open(const struct server_conf *conf, server_t **ret_server,
                            struct problem *problem);
/* Where it listens: the requests as bound (ports resolved) and both event endpoints. Borrowed. */
const struct bus_conf *server_bus(const server_t *self);
/* Serve until `stop_fd` is readable, then for at most two seconds until no request is held. */
void server_run(server_t *self, int stop_fd);
/* Dismiss the workers, close everything and free; accepts NULL. */
void server_close(server_t **self_p);

#endif
