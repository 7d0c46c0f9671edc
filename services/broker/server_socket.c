#include "server_socket.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "wire_socket.h"

/* ZMQ_ZAP_ENFORCE_DOMAIN: in libzmq since 4.3.0, but its name is only in the draft header of 4.3.4.
 */
enum { ZAP_ENFORCE_DOMAIN = 93 };

static rc_t secure(void *socket, const char *secret_key, struct problem *problem)
{
    int yes = 1;
    if (!secret_key)
        return RC_OK;
    if (zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &yes, sizeof(yes)) != 0 ||
        zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, secret_key, BUS_KEY_TEXT) != 0 ||
        zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN)) != 0 ||
        zmq_setsockopt(socket, ZAP_ENFORCE_DOMAIN, &yes, sizeof(yes)) != 0)
        return problem_set(problem, RC_INTERNAL, "keys", "could not secure a socket: %s",
                           zmq_strerror(zmq_errno()));
    return RC_OK;
}

rc_t server_socket_bind(void *socket, const char *endpoints, const char *secret_key,
                        struct problem *problem)
{
    char endpoint[BUS_ENDPOINT_MAX];
    size_t i = 0;
    rc_t rc = secure(socket, secret_key, problem);
    for (; rc == RC_OK && wire_endpoint_at(endpoints, i, endpoint); i++)
        if (zmq_bind(socket, endpoint) != 0)
            rc = problem_set(problem, zmq_errno() == EADDRINUSE ? RC_CONFLICT : RC_INVALID, "bind",
                             "could not bind to \"%s\": %s", endpoint, zmq_strerror(zmq_errno()));
    if (rc == RC_OK && i == 0)
        rc =
            problem_set(problem, RC_INVALID, "bind",
                        "\"%s\" is no endpoint, expected tcp://HOST:PORT or ipc://PATH", endpoints);
    return rc;
}

void server_socket_endpoint(void *socket, char ret_endpoint[BUS_ENDPOINT_MAX])
{
    size_t len = BUS_ENDPOINT_MAX;
    ret_endpoint[0] = '\0';
    zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, ret_endpoint, &len);
}
