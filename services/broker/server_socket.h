/* Binding, and making a socket a CURVE server whose peers the ZAP handler must know. */
#ifndef SERVER_SOCKET_H
#define SERVER_SOCKET_H

#include "bus.h"

#define ZAP_DOMAIN "mlps" /* non-empty, or libzmq would not ask at all (ZAP-02) */

/* Secure the socket with `secret_key` (Z85; NULL: NULL security) and bind it to each endpoint of a
 * comma-separated list. RC_CONFLICT when one is taken, RC_INVALID when one is none. The ZAP handler
 * must be bound before. */
MUST_CHECK rc_t server_socket_bind(void *socket, const char *endpoints, const char *secret_key,
                                   struct problem *problem);
/* The endpoint of the last bind as libzmq resolved it (a port instead of *). */
void server_socket_endpoint(void *socket, char ret_endpoint[BUS_ENDPOINT_MAX]);

#endif
