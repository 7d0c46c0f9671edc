/* A listening TCP socket from the text "HOST:PORT". */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include <stddef.h>

#include "http_conn.h"
#include "problem.h"

enum { HTTP_ADDRESS_MAX = 280 };

/* Split "HOST:PORT"; IPv6 in brackets, which are removed from `host`. RC_INVALID for anything else.
 */
MUST_CHECK rc_t http_listen_split(const char *address, char *host, size_t host_size, char *port,
                                  size_t port_size, struct problem *problem);
/* Bind and listen: non-blocking, close-on-exec, address reuse. `bound` (HTTP_ADDRESS_MAX bytes)
 * gets the address really bound, so that port 0 can be told. RC_INVALID for a bad address,
 * RC_UNAVAILABLE when it cannot be bound. */
MUST_CHECK rc_t http_listen(const char *address, char *bound, int *ret_fd, struct problem *problem);

enum accept_result { ACCEPT_ONE, ACCEPT_NONE, ACCEPT_NO_FD };

/* Accept one connection: ACCEPT_NONE when none waits (or it is gone already), ACCEPT_NO_FD when the
 * process or the machine has no descriptor left. The socket is non-blocking, without Nagle's delay.
 */
enum accept_result http_accept(int listen_fd, int *ret_fd, struct http_peer *ret_peer);

#endif
