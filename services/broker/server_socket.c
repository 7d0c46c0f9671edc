/* Security options bind at zmq_bind, so the order new, bind is the only one offered. */
#include "server_socket.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <zmq.h>

/* ZMQ_ZAP_ENFORCE_DOMAIN: in libzmq since 4.3.0, but its name is only in the draft header of 4.3.4.
 */
enum { ZAP_ENFORCE_DOMAIN = 93 };

/* A refused option would leave the door open, so it ends the process: it can only be a fault of
 * ours. */
static void secure(void *socket, const char *secret_key)
{
    int yes = 1;
    int failed = zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &yes, sizeof(yes)) |
                 zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, secret_key, BUS_KEY_TEXT) |
                 zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN)) |
                 zmq_setsockopt(socket, ZAP_ENFORCE_DOMAIN, &yes, sizeof(yes));
    assert(failed == 0);
    (void)failed;
}

/* Security is set before bind; without a guard the socket is open, which only --insecure asks
 * for. */
void *server_socket_new(void *context, enum wire_role role, guard_t *guard)
{
    void *socket = wire_socket_new(context, role);
    if (guard) {
        secure(socket, guard_secret(guard));
        guard_watch(guard, socket);
    }
    return socket;
}

/* NULL is allowed: a half-opened server is closed by the same path. */
void server_socket_close(void *socket, guard_t *guard)
{
    if (!socket)
        return;
    if (guard)
        guard_unwatch(guard, socket);
    zmq_close(socket);
}

/* A taken address is a conflict, which the caller may try again with another port; everything else
 * is a wrong endpoint. */
rc_t server_socket_bind(void *socket, const char *endpoint, char ret_bound[BUS_ENDPOINT_MAX],
                        struct problem *problem)
{
    size_t len = BUS_ENDPOINT_MAX;
    if (zmq_bind(socket, endpoint) != 0)
        return problem_set(problem, zmq_errno() == EADDRINUSE ? RC_CONFLICT : RC_INVALID, "bind",
                           "could not bind to \"%s\": %s", endpoint, zmq_strerror(zmq_errno()));
    if (ret_bound)
        zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, ret_bound, &len);
    return RC_OK;
}
