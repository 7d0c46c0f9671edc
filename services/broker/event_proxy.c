#include "event_proxy.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#include "memory.h"
#include "server_socket.h"
#include "wire_socket.h"

struct event_proxy {
    void *in, *out; /* used by the thread while it runs */
    void *steer;    /* PAIR: our end */
    void *steered;  /* PAIR: the thread's end */
    pthread_t thread;
};

static void *run(void *arg)
{
    event_proxy_t *self = arg;
    /* Returns at TERMINATE; frames are moved, never copied. */
    zmq_proxy_steerable(self->in, self->out, NULL, self->steered);
    return NULL;
}

static void *pair_new(void *context)
{
    void *pair = zmq_socket(context, ZMQ_PAIR);
    if (!pair) {
        perror("could not open a socket");
        abort();
    }
    return pair;
}

static void free_sockets(event_proxy_t *self)
{
    void *sockets[] = { self->in, self->out, self->steer, self->steered };
    for (size_t i = 0; i < COUNT_OF(sockets); i++)
        zmq_close(sockets[i]);
    mem_free(self);
}

rc_t event_proxy_start(void *context, const char *in, const char *out, const char *secret_key,
                       event_proxy_t **ret_proxy, struct problem *problem)
{
    char steering[64];
    event_proxy_t *self = mem_new(sizeof(*self));
    snprintf(steering, sizeof(steering), "inproc://steer-%p", (void *)self);
    self->in = wire_socket_new(context, WIRE_EVENTS_IN);
    self->out = wire_socket_new(context, WIRE_EVENTS_OUT);
    self->steer = pair_new(context);
    self->steered = pair_new(context);
    rc_t rc = server_socket_bind(self->in, in, secret_key, problem);
    if (rc == RC_OK)
        rc = server_socket_bind(self->out, out, secret_key, problem);
    if (rc == RC_OK &&
        (zmq_bind(self->steered, steering) != 0 || zmq_connect(self->steer, steering) != 0 ||
         pthread_create(&self->thread, NULL, run, self) != 0))
        rc = problem_set(problem, RC_INTERNAL, NULL, "could not start the event proxy");
    if (rc != RC_OK) {
        free_sockets(self);
        return rc;
    }
    *ret_proxy = self;
    return RC_OK;
}

void event_proxy_stop(event_proxy_t **self_p)
{
    event_proxy_t *self = *self_p;
    if (!self)
        return;
    zmq_send(self->steer, "TERMINATE", 9, 0);
    pthread_join(self->thread, NULL);
    free_sockets(self);
    *self_p = NULL;
}
