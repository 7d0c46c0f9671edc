/* Events on the bus: a hint, never the truth (the table is). Frame 1 is the topic `contract/kind`,
 * frame 2 the JSON event with its sequence number. A full or gone peer loses messages; a reader
 * that sees a gap, and every reader at least each poll interval, reads the table. */
#ifndef EVENT_BUS_H
#define EVENT_BUS_H

#include <stdint.h>

#include "bus.h"

typedef struct event_pub event_pub_t;
typedef struct event_sub event_sub_t;

/* Publisher; connects to the proxy. Never NULL. One per thread. */
event_pub_t *event_pub_new(const struct bus_conf *conf);
/* Close (linger 200 ms) and free; accepts NULL. */
void event_pub_destroy(event_pub_t **self_p);
/* Publish without ever blocking; dropped when nobody can take it. */
void event_pub_send(event_pub_t *self, const char *topic, const char *json);

/* Subscriber for topics that start with one of `prefixes` (NULL-ended; "" takes all). One per
 * thread. */
event_sub_t *event_sub_new(const struct bus_conf *conf, const char *const prefixes[]);
/* Close and free; accepts NULL. */
void event_sub_destroy(event_sub_t **self_p);
/* Next event, waiting at most `wait_ms` or until `stop_fd` (-1: none) is readable; RC_TIMEOUT when
 * none came. *ret_topic and *ret_json are borrowed until the next call. */
MUST_CHECK rc_t event_sub_next(event_sub_t *self, int64_t wait_ms, int stop_fd,
                               const char **ret_topic, const char **ret_json);
/* Descriptor for an event loop; -1 when the configuration is of no use. It is edge-triggered: when
 * it becomes readable, and once after event_sub_new, call event_sub_next with wait 0 until it says
 * RC_TIMEOUT. */
int event_sub_fd(const event_sub_t *self);
/* Drop everything that has arrived so far: a step is about to look at the table anyway. */
void event_sub_drain(event_sub_t *self);

#endif
