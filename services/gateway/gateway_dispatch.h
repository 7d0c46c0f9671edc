/* The dispatcher: judges each request by its row of the route table, counts and logs its outcome.
 */
#ifndef GATEWAY_DISPATCH_H
#define GATEWAY_DISPATCH_H

#include "http_conn.h"

struct gateway;

/* The application a server asks: host, method, path, access, limits and parameters are checked in
 * this order, and only what passes reaches a handler. `gateway` must outlive the server. */
struct http_app gateway_dispatch(struct gateway *gateway);

#endif
