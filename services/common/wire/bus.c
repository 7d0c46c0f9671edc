/* Only texts: which endpoints belong together. Opening them is wire_socket's.
 *
 * A bus has one address to configure, the requests'; events lie beside it, two ports up or two
 * suffixes on. So a process cannot join the requests of one bus and the events of another. */
#include "bus.h"

#include <stdio.h>
#include <string.h>

#include "parse.h"
#include "wire_socket.h"

/* The highest port; two more are needed above a bus's own. */
enum { PORT_MAX = 65535 };

/* Built aside, so that a list that does not fit leaves the configuration alone. */
struct text {
    char at[BUS_ENDPOINT_MAX];
    size_t len;
};

/* Append to a list with commas; refused when it does not fit as a whole. */
static rc_t add_endpoint(struct text *list, const char *endpoint)
{
    size_t room = sizeof(list->at) - list->len;
    int n = snprintf(list->at + list->len, room, "%s%s", list->len ? "," : "", endpoint);
    if (n < 0 || (size_t)n >= room)
        return RC_INVALID;
    list->len += (size_t)n;
    return RC_OK;
}

/* tcp://HOST:PORT with PORT moved by `step`. */
static rc_t tcp_beside(const char *endpoint, uint32_t step, char *out, size_t size)
{
    const char *colon = strrchr(endpoint, ':');
    uint32_t port;
    if (!parse_u32(colon + 1, &port) || port == 0 || port + step > PORT_MAX)
        return RC_INVALID;
    int n = snprintf(out, size, "%.*s%u", (int)(colon + 1 - endpoint), endpoint, port + step);
    return n > 0 && (size_t)n < size ? RC_OK : RC_INVALID;
}

/* The endpoint `step` places beside a Majordomo endpoint: 1 for events in, 2 for events out. */
static rc_t endpoint_beside(const char *endpoint, uint32_t step, char *out, size_t size)
{
    if (strncmp(endpoint, "tcp://", 6) == 0 && strchr(endpoint + 6, ':'))
        return tcp_beside(endpoint, step, out, size);
    if (strncmp(endpoint, "ipc://", 6) != 0 || endpoint[6] == '\0')
        return RC_INVALID;
    int n = snprintf(out, size, "%s%s", endpoint, step == 1 ? "-in" : "-out");
    return n > 0 && (size_t)n < size ? RC_OK : RC_INVALID;
}

/* All endpoints or none: *self is untouched on failure, so that a process never joins half a
 * bus. */
rc_t bus_conf_derive(struct bus_conf *self, struct problem *problem)
{
    struct text in = { .len = 0 };
    struct text out = { .len = 0 };
    char one[BUS_ENDPOINT_MAX];
    char beside[BUS_ENDPOINT_MAX];
    size_t count = wire_endpoint_count(self->requests);
    if (count == 0 || count > BUS_BROKERS_MAX)
        return problem_set(
            problem, RC_INVALID, "bus",
            "could not use bus \"%s\": expected 1 to %d endpoints with commas between",
            self->requests, BUS_BROKERS_MAX);
    for (size_t i = 0; wire_endpoint_at(self->requests, i, one); i++)
        if (endpoint_beside(one, 1, beside, sizeof(beside)) != RC_OK ||
            add_endpoint(&in, beside) != RC_OK ||
            endpoint_beside(one, 2, beside, sizeof(beside)) != RC_OK ||
            add_endpoint(&out, beside) != RC_OK)
            return problem_set(
                problem, RC_INVALID, "bus",
                "\"%s\" is no bus endpoint, expected tcp://HOST:PORT with a port up to "
                "%d, or ipc://PATH",
                one, PORT_MAX - 2);
    memcpy(self->events_in, in.at, sizeof(self->events_in));
    memcpy(self->events_out, out.at, sizeof(self->events_out));
    return RC_OK;
}
