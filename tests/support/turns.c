#include "turns.h"

#include <errno.h>
#include <time.h>

#include "chance.h"
#include "pg_probe.h"

enum { NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

void turns_init(struct turns *self, int count, uint64_t seed)
{
    pthread_condattr_t monotonic;
    *self = (struct turns){ .chance = seed, .expected = count, .holder = -1 };
    pthread_mutex_init(&self->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&self->moved, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

void turns_fini(struct turns *self)
{
    pthread_cond_destroy(&self->moved);
    pthread_mutex_destroy(&self->lock);
}

/* The next holder is drawn among those at the gate; with nobody there whoever comes first has it.
 */
static void pass_on(struct turns *self)
{
    int there = 0;
    self->holder = -1;
    self->number++;
    for (int i = 0; i < TURNS_MOST; i++)
        there += self->waiting[i];
    if (there > 0) {
        int64_t drawn = chance_draw(&self->chance, 0, there - 1);
        int i = 0;
        while (!self->waiting[i] || drawn-- > 0)
            i++;
        self->holder = i;
    }
    pthread_cond_broadcast(&self->moved);
}

/* False when the holder has not come back in time: it waits in the server for one of us. */
static bool wait_for_move(struct turns *self)
{
    struct timespec end;
    int64_t number = self->number;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_nsec += (long)TURNS_PATIENCE_MS * NS_PER_MS;
    end.tv_sec += end.tv_nsec / NS_PER_S;
    end.tv_nsec %= NS_PER_S;
    while (self->number == number)
        if (pthread_cond_timedwait(&self->moved, &self->lock, &end) == ETIMEDOUT)
            return self->number != number;
    return true;
}

/* The turn lasts from here to the next call, or to the end. */
static enum pg_fate at_gate(void *arg, const char *name)
{
    const struct turn_taker *self = arg;
    struct turns *turns = self->turns;
    (void)name;
    pthread_mutex_lock(&turns->lock);
    turns->waiting[self->number] = true;
    if (turns->expected > 0)
        turns->expected--; /* nobody calls twice before all have come */
    if (turns->expected == 0 && (turns->holder == self->number || turns->holder == -1))
        pass_on(turns);
    while (turns->holder != self->number)
        if (!wait_for_move(turns) && turns->expected == 0)
            pass_on(turns);
    turns->waiting[self->number] = false;
    pthread_mutex_unlock(&turns->lock);
    return PG_PASS;
}

void turns_join(struct turn_taker *self, pg_t *db)
{
    pg_set_probe(db, at_gate, self);
}

void turns_leave(struct turn_taker *self, pg_t *db)
{
    struct turns *turns = self->turns;
    pg_set_probe(db, NULL, NULL);
    pthread_mutex_lock(&turns->lock);
    if (turns->holder == self->number || turns->holder == -1)
        pass_on(turns);
    pthread_mutex_unlock(&turns->lock);
}
