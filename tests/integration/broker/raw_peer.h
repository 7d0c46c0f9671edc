/* Raw sockets of a test: frames as text, so that a case reads like the specification. */
#ifndef RAW_PEER_H
#define RAW_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bus.h"
#include "frames.h"

/* Frames in one string literal: separated by '|', "\\xNN" not interpreted: write control bytes as
 * they are (a byte 0 cannot be written; an empty frame is nothing between two bars). Message
 * "|MDPW01|\1|echo" is READY. */

/* Socket of `type` (ZMQ_DEALER, ZMQ_REQ) connected to an endpoint, linger 0. Closed with raw_close.
 */
void *raw_open(int type, const char *endpoint);
/* Close; accepts NULL. */
void raw_close(void *socket);
/* Send a message written with bars. */
void raw_send(void *socket, const char *text);
/* Send a worker's reply: `head` up to the command, the client frame of `request`, empty, `body`
 * with bars. */
void raw_answer(void *socket, const char *head, struct frames *request, size_t client,
                const char *body);
/* Next message within `wait_ms` into `in`; false when none came. */
bool raw_recv(void *socket, struct frames *in, int64_t wait_ms);
/* Whether a message is the one written with bars; "*" as a frame matches any frame. */
bool raw_is(struct frames *in, const char *text);
/* The message with bars, bytes that do not print as \xNN: for failure messages. Static buffer. */
const char *raw_text(struct frames *in);

#endif
