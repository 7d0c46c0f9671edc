/* The one libzmq context of a process (reliability.md 1.7.10: several contexts break libsodium's
 * reference count in libzmq 4.3.4). Whoever opens a socket holds it; the last one to let go ends
 * it. */
#ifndef WIRE_CONTEXT_H
#define WIRE_CONTEXT_H

/* The context, made at the first call with one I/O thread. Any thread. Ends the process when libzmq
 * cannot make one (out of memory or descriptors). Each call is paid back by wire_context_release.
 */
void *wire_context_hold(void);
/* Let go. The last release waits for lingering messages of closed sockets, then frees the context.
 */
void wire_context_release(void);

#endif
