/* Sockets with the settings of reliability.md 1.7 in one table: nobody opens one without them. */
#ifndef WIRE_SOCKET_H
#define WIRE_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bus.h"

/* What a socket is for; a row of the settings table each. */
enum wire_role {
    WIRE_CLIENT,     /* DEALER that asks */
    WIRE_WORKER,     /* DEALER that answers */
    WIRE_BROKER,     /* ROUTER that serves both */
    WIRE_PUBLISHER,  /* PUB of one process */
    WIRE_SUBSCRIBER, /* SUB of one process */
    WIRE_EVENTS_IN,  /* XSUB of the proxy */
    WIRE_EVENTS_OUT, /* XPUB of the proxy */
    WIRE__COUNT
};

enum { BUS_BROKERS_MAX = 4 }; /* endpoints in a list */

/* Socket of a context with the settings of its role. Ends the process when libzmq is out of memory
 * or of descriptors. Closed with zmq_close. */
void *wire_socket_new(void *context, enum wire_role role);
/* Make it a CURVE client with the keys of `conf`; nothing when conf->curve is false. RC_INVALID for
 * a text that is no key. */
MUST_CHECK rc_t wire_socket_join(void *socket, const struct bus_conf *conf,
                                 struct problem *problem);
/* Connect to each endpoint of a comma-separated list. RC_INVALID names the one that is none. */
MUST_CHECK rc_t wire_socket_connect(void *socket, const char *endpoints, struct problem *problem);
/* Entries of a comma-separated list of endpoints; 0 when one of them is empty or has
 * BUS_ENDPOINT_MAX bytes or more. */
size_t wire_endpoint_count(const char *endpoints);
/* Copy entry `index` of such a list; false when there are fewer. */
bool wire_endpoint_at(const char *endpoints, size_t index, char ret_endpoint[BUS_ENDPOINT_MAX]);
/* Events of a socket on a PAIR the caller reads: `events` are ZMQ_EVENT_* bits. The PAIR has no
 * high-water mark, since libzmq's I/O thread would wait at it. */
void *wire_socket_watch(void *context, void *socket, int events);
/* Stop watching and close the PAIR, before the socket itself is closed: the I/O thread would wait
 * for a PAIR without a reader. */
void wire_watch_close(void *socket, void *watch);
/* Next event of such a PAIR: its ZMQ_EVENT_* number (and, when wanted, its value), 0 when there is
 * none. */
int wire_watch_next(void *watch, uint32_t *ret_value);
/* Descriptor of a socket for poll(2). Edge-triggered: after any use of the socket look at
 * wire_socket_events before waiting on it again (reliability.md 1.7.5). */
int wire_socket_fd(void *socket);
/* ZMQ_POLLIN and ZMQ_POLLOUT as they stand. */
int wire_socket_events(void *socket);

#endif
