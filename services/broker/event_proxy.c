/* Two sockets and a thread that moves frames between them. The thread owns both from its start
 * to its join; the only word to it is TERMINATE on the steering pair. */
#include "event_proxy.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#include "clk.h"
#include "memory.h"
#include "server_socket.h"
#include "wire_socket.h"

/* After the start `in`, `out` and `steered` belong to the thread: libzmq's sockets are not
 * thread-safe (trap 11 of 1.7). */
struct event_proxy {
    void *in, *out; /* used by the thread while it runs */
    void *steer;    /* PAIR: our end */
    void *steered;  /* PAIR: the thread's end */
    guard_t *guard; /* NULL: NULL security */
    pthread_t thread;
};

/* Subscriptions travel back through the same proxy, so publishers send only what somebody wants. */
static void *run(void *arg)
{
    event_proxy_t *self = arg;
    /* Returns at TERMINATE; frames are moved, never copied. */
    zmq_proxy_steerable(self->in, self->out, NULL, self->steered);
    return NULL;
}

/* Descriptors run out before memory does here; the supervisor starts a broker that has some. */
static void *pair_new(void *context)
{
    void *pair = zmq_socket(context, ZMQ_PAIR);
    if (!pair) {
        perror("could not open a socket");
        abort();
    }
    return pair;
}

/* Also for a proxy that was never started: closing is the same. */
static void close_all(event_proxy_t *self)
{
    server_socket_close(self->in, self->guard);
    server_socket_close(self->out, self->guard);
    zmq_close(self->steer);
    zmq_close(self->steered);
    mem_free(self);
}

/* The steering pair is bound before the thread starts, so the first command cannot be lost. */
static rc_t start_thread(event_proxy_t *self, struct problem *problem)
{
    char steering[64];
    /* As in wire_socket_watch: an address alone may be in use still. */
    snprintf(steering, sizeof(steering), "inproc://steer-%p-%" PRId64, (void *)self, clk_mono_us());
    if (zmq_bind(self->steered, steering) != 0 || zmq_connect(self->steer, steering) != 0 ||
        pthread_create(&self->thread, NULL, run, self) != 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not start the event proxy");
    return RC_OK;
}

/* A thread of its own: libzmq forwards events without the broker, so a burst of them does not delay
 * a request. */
rc_t event_proxy_start(void *context, const struct bus_conf *bus, guard_t *guard,
                       event_proxy_t **ret_proxy, struct problem *problem)
{
    event_proxy_t *self = mem_new(sizeof(*self));
    self->guard = guard;
    self->in = server_socket_new(context, WIRE_EVENTS_IN, guard);
    self->out = server_socket_new(context, WIRE_EVENTS_OUT, guard);
    self->steer = pair_new(context);
    self->steered = pair_new(context);
    rc_t rc = server_socket_bind(self->in, bus->events_in, NULL, problem);
    if (rc == RC_OK)
        rc = server_socket_bind(self->out, bus->events_out, NULL, problem);
    if (rc == RC_OK)
        rc = start_thread(self, problem);
    if (rc != RC_OK) {
        close_all(self);
        return rc;
    }
    *ret_proxy = self;
    return RC_OK;
}

/* The proxy ends at its steering word; only then may the sockets be closed, which belong to that
 * thread until it has ended. */
void event_proxy_stop(event_proxy_t **self_p)
{
    event_proxy_t *self = *self_p;
    if (!self)
        return;
    zmq_send(self->steer, "TERMINATE", 9, 0);
    pthread_join(self->thread, NULL);
    close_all(self);
    *self_p = NULL;
}
