/* The broker's listening sockets: secured before they are bound. */
#ifndef SERVER_SOCKET_H
#define SERVER_SOCKET_H

#include "bus.h"
#include "guard.h"
#include "wire_socket.h"

/* Socket of a role. With a guard it is a CURVE server in the ZAP domain, enforced, and its failed
 * handshakes are watched; NULL: NULL security. Never NULL. */
void *server_socket_new(void *context, enum wire_role role, guard_t *guard);
/* Close it, linger as its role says; accepts NULL. */
void server_socket_close(void *socket, guard_t *guard);
/* Bind to one endpoint. RC_CONFLICT when it is taken, RC_INVALID when it is none. *ret_bound (may
 * be NULL) is the endpoint as libzmq resolved it: a port instead of *. */
MUST_CHECK rc_t server_socket_bind(void *socket, const char *endpoint,
                                   char ret_bound[BUS_ENDPOINT_MAX], struct problem *problem);

#endif
