/* The sockets: one that listens, and those it accepts. All non-blocking and closed on exec; what
 * the rest of the gateway gets is a descriptor and an address. */
#include "http_listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http_text.h"

/* Connections the kernel completes before they are accepted; a flood beyond it ends there
 * (FI-16). */
enum { BACKLOG = 1024 };

/* The bounds are the callers' arrays; brackets of an IPv6 address are left out of `host`. Nothing
 * is resolved. */
rc_t http_listen_split(const char *address, char *host, size_t host_size, char *port,
                       size_t port_size, struct problem *problem)
{
    size_t len = http_host_len(address);
    if (!http_is_host(address) || address[len] != ':' || len >= host_size)
        return problem_set(problem, RC_INVALID, "listen",
                           "could not listen on \"%s\": expected HOST:PORT, such as 127.0.0.1:8080",
                           address);
    bool bracket = *address == '[';
    snprintf(host, host_size, "%.*s", (int)len - 2 * bracket, address + bracket);
    snprintf(port, port_size, "%s", address + len + 1);
    return RC_OK;
}

/* SO_REUSEADDR: a restart must not wait for the connections of the process before to be
 * forgotten. */
static int open_socket(const struct addrinfo *info)
{
    int on = 1;
    int fd = socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* The address the kernel chose, in numbers, so that it can be pasted into a client. */
static void name_bound(int fd, char *bound)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof(address);
    char host[NI_MAXHOST] = "";
    char port[NI_MAXSERV] = "";
    if (getsockname(fd, (struct sockaddr *)&address, &len) == 0)
        (void)getnameinfo((struct sockaddr *)&address, len, host, sizeof(host), port, sizeof(port),
                          NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(bound, HTTP_ADDRESS_MAX, strchr(host, ':') ? "[%.250s]:%.10s" : "%.250s:%.10s", host,
             port);
}

/* The first address of a name only: a gateway that listens on more than it was told would be a
 * surprise. *ret_fd is non-blocking and the caller's; both outputs are untouched on failure. */
rc_t http_listen(const char *address, char *bound, int *ret_fd, struct problem *problem)
{
    char host[256];
    char port[8];
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
    struct addrinfo *list = NULL;
    rc_t rc = http_listen_split(address, host, sizeof(host), port, sizeof(port), problem);
    if (rc != RC_OK)
        return rc;
    int why = getaddrinfo(host, port, &hints, &list);
    if (why != 0)
        return problem_set(problem, RC_INVALID, "listen", "could not listen on \"%s\": %s", address,
                           gai_strerror(why));
    int fd = open_socket(list);
    if (fd < 0)
        rc = problem_set(problem, RC_UNAVAILABLE, "listen", "could not listen on \"%s\": %s",
                         address, strerror(errno));
    freeaddrinfo(list);
    if (rc == RC_OK) {
        name_bound(fd, bound);
        *ret_fd = fd;
    }
    return rc;
}

/* IPv4 is mapped into IPv6 (RFC 4291 2.5.5.2), so that one comparison does for both. */
static struct http_peer peer_of(const struct sockaddr_storage *from)
{
    struct http_peer peer = { { 0 } };
    if (from->ss_family == AF_INET6) {
        memcpy(peer.bytes, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, 16);
    } else {
        peer.bytes[10] = peer.bytes[11] = 0xff;
        memcpy(peer.bytes + 12, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
    }
    return peer;
}

/* Running out of descriptors is told apart: accepting again at once would spin on a full table
 * (trap 1), so the caller makes room or waits. */
enum accept_result http_accept(int listen_fd, int *ret_fd, struct http_peer *ret_peer)
{
    struct sockaddr_storage from = { .ss_family = AF_UNSPEC };
    socklen_t len = sizeof(from);
    int on = 1;
    int fd = accept4(listen_fd, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM
                   ? ACCEPT_NO_FD
                   : ACCEPT_NONE;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    *ret_fd = fd;
    *ret_peer = peer_of(&from);
    return ACCEPT_ONE;
}
