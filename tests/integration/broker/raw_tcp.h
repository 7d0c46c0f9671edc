/* Plain TCP connections to an endpoint: what scanners, floods and broken peers are. */
#ifndef RAW_TCP_H
#define RAW_TCP_H

#include <stdbool.h>
#include <stdint.h>

/* Connected socket to tcp://127.0.0.1:PORT; -1 when it is refused. */
int raw_tcp_open(const char *endpoint);
/* Close; accepts -1. */
void raw_tcp_close(int fd);
/* Read and throw away until the other side ends the connection; false when it has not after
 * `wait_ms`. */
bool raw_tcp_ends(int fd, int64_t wait_ms);

#endif
