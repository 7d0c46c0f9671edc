/* Orderly stop. SIGINT and SIGTERM set a flag and wake whoever polls the descriptor. No library of
 * ours takes signals for itself (CZMQ would: reliability.md 1.7.7). */
#ifndef STOPFLAG_H
#define STOPFLAG_H

#include <stdbool.h>

/* Take over SIGINT and SIGTERM, ignore SIGPIPE. Call once from main(), before threads. Ends the
 * process when that cannot be done. */
void stop_setup(void);
/* Whether a stop was asked for. Any thread. */
bool stop_asked(void);
/* Number of stop signals so far: a second one means "now". */
int stop_count(void);
/* Descriptor that becomes readable at a stop, for poll(2); never read from it. */
int stop_fd(void);
/* Ask for a stop from inside (a failed thread). */
void stop_ask(void);

#endif
