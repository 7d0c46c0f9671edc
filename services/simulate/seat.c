#include "seat.h"

#include <string.h>

void seat_init(struct seat *self)
{
    memset(self, 0, sizeof(*self));
    self->cpu = -1;
    self->off = sched_getaffinity(0, sizeof(self->ours), &self->ours) != 0 || CPU_COUNT(&self->ours) < 2;
}

void seat_add(struct seat *self, pid_t session)
{
    if (session > 0 && self->count < SEAT_SESSIONS)
        self->sessions[self->count++] = session;
    self->cpu = -1; /* whoever comes late is seated with the others at the next choice */
}

static bool put(pid_t who, int cpu)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    return sched_setaffinity(who, sizeof(one), &one) == 0;
}

/* The sessions move only when this thread was moved. */
static bool sit_down(struct seat *self)
{
    int cpu = sched_getcpu();
    if (cpu < 0 || cpu >= CPU_SETSIZE)
        return false;
    for (size_t i = 0; cpu != self->cpu && i < self->count; i++)
        if (!put(self->sessions[i], cpu))
            return false;
    self->cpu = cpu;
    return put(0, cpu);
}

void seat_leave(struct seat *self)
{
    (void)sched_setaffinity(0, sizeof(self->ours), &self->ours);
}

/* A turn stands between leaving and sitting down, in which the system can move this thread to a processor that is idle. */
void seat_turn(struct seat *self)
{
    if (self->off)
        return;
    int64_t turn = self->turns++ % SEAT_TURNS;
    if (turn == 0)
        seat_leave(self);
    else if (turn == 1 && !sit_down(self)) {
        seat_leave(self);
        self->off = true;
    }
}
