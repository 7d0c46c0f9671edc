/* Threads that take turns, one call to the server at a time, in an order that a seed draws: so
 * races between connections are looked for call by call, not left to the luck of the machine. One
 * that waits for a lock in the server is passed over after a moment, and comes back when it has it.
 */
#ifndef TURNS_H
#define TURNS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "pg.h"

enum { TURNS_MOST = 8, TURNS_PATIENCE_MS = 2 /* with one that does not come back from its call */ };

struct turns {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint64_t chance;
    int expected;             /* who has not come or gone yet; nobody begins before */
    int holder;               /* whose turn it is; -1: nobody's */
    int64_t number;           /* of the turn */
    bool waiting[TURNS_MOST]; /* at the gate */
};

/* One of them; lives as long as its connection's probe. */
struct turn_taker {
    struct turns *turns;
    int number; /* below TURNS_MOST, each its own */
};

/* `count` of them (1..TURNS_MOST) will come; no thread runs yet. */
void turns_init(struct turns *self, int count, uint64_t seed);
void turns_fini(struct turns *self);
/* Every call on `db` waits for its turn from now on. */
void turns_join(struct turn_taker *self, pg_t *db);
/* It makes no more calls: called by its own thread, once. */
void turns_leave(struct turn_taker *self, pg_t *db);

#endif
