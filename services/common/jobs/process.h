/* What main() of every service and worker does first: small memory, options, and waiting until the
 * database is there and fits this program. */
#ifndef PROCESS_H
#define PROCESS_H

#include <pthread.h>

#include "pg.h"
#include "process_conf.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_UNREACHABLE = 3 };

enum { THREAD_STACK = 256 << 10 /* bytes; a handler's frames are a few KB */, ROLE_TEXT = 48 };

/* Keep the heap in one arena and give free memory back: thirteen small processes share a machine.
 */
void process_lean(void);
/* Let go of the pages of the program and of its libraries that only starting needed; what is needed
 * again comes back from the file by itself. For a moment when nothing is to be done; any thread,
 * any time. */
void process_settle(void);
/* Log set-up, options, signals. False when main must return *ret_exit (help was printed, or an
 * error said). */
bool process_start(struct process_conf *conf, const char *process, int argc, char **argv,
                   int *ret_exit);
/* Connection of a thread of process `name`, as role mlps_<name>; connects when first used. */
pg_t *process_pg(const struct process_conf *conf, const char *name);
/* Wait, with one log line per change of reason, until the database answers and has the schema this
 * program needs. False when a stop was asked for or the database refuses; *ret_exit is then main's
 * result. */
bool process_await_database(const struct process_conf *conf, const char *name, int *ret_exit);
/* Touch the file that $MLPS_ALIVE names, when it names one: every loop does so each turn, and a
 * container's health check looks at the file's age. A process that hangs stops touching it. */
void process_alive(void);
/* Wait `ms` or until a stop is asked for. */
void process_rest(int64_t ms);
/* pthread_create with THREAD_STACK; ends the process when there are no threads to be had. */
pthread_t process_thread(void *(*fn)(void *), void *arg);

#endif
