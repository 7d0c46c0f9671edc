#include "wire_context.h"

#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

/* The exception to "no mutable globals": libzmq wants one context per process, and a process has
 * many threads that each own sockets. All access is under the lock. */
static pthread_mutex_t context_lock = PTHREAD_MUTEX_INITIALIZER;
static void *context;
static size_t context_holders;

/* One context per process (trap 10), made for the first holder. Never NULL; each hold is released
 * once, after the holder's sockets are closed. */
void *wire_context_hold(void)
{
    pthread_mutex_lock(&context_lock);
    if (context_holders++ == 0) {
        context = zmq_ctx_new();
        if (!context) {
            perror("could not make a libzmq context");
            abort();
        }
    }
    void *held = context;
    pthread_mutex_unlock(&context_lock);
    return held;
}

/* Ending waits for lingering sockets, outside the lock: a new holder meanwhile gets a new context
 * and does not wait. */
void wire_context_release(void)
{
    void *ended = NULL;
    pthread_mutex_lock(&context_lock);
    if (--context_holders == 0) {
        ended = context;
        context = NULL;
    }
    pthread_mutex_unlock(&context_lock);
    while (ended && zmq_ctx_term(ended) != 0 && zmq_errno() == EINTR)
        continue;
}
