/* A client on a raw socket for tests that run the server's loop themselves: one thread, so a test
 * sees every step. */
#ifndef LOOP_CLIENT_H
#define LOOP_CLIENT_H

#include <event2/event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOOP_CLIENT_BYTES = 5 << 20 };

struct loop_client {
    struct event_base *base;
    int fd;
    bool closed; /* the server has closed or reset */
    bool reset;  /* it was a reset */
    char *bytes; /* everything received, NUL-terminated */
    size_t len;
};

/* Connect to "127.0.0.1:PORT". Failures end the test. */
void loop_client_open(struct loop_client *self, struct event_base *base, const char *address);
/* Close and free. Safe twice. */
void loop_client_close(struct loop_client *self);
/* Send all of `text`, running the loop while the socket is full. False when the server has closed.
 */
bool loop_client_send(struct loop_client *self, const char *text);
bool loop_client_bytes(struct loop_client *self, const void *bytes, size_t len);
/* Run the loop until `text` was received, the server has closed, or `wait_ms` are over; true when
 * it was received. */
bool loop_client_expect(struct loop_client *self, const char *text, int64_t wait_ms);
/* Run the loop until the server closes; false when it has not after `wait_ms`. */
bool loop_client_ends(struct loop_client *self, int64_t wait_ms);
/* Run the loop once without waiting, and take what has arrived. */
void loop_client_turn(struct loop_client *self);
/* Forget what was received. */
void loop_client_forget(struct loop_client *self);
/* Status of the first response received, 0 without one. */
int loop_client_status(const struct loop_client *self);
/* Send a request, wait for its response up to its announced length (or the end of the connection),
 * and give the status. The response alone is then in `bytes`. */
int loop_client_ask(struct loop_client *self, const char *request);

#endif
