/* The processor that a lane and its sessions sit on. They take turns: while one works the others wait for it, so a second
 * processor only has to be woken for every question and every answer, which costs as much as a small statement. Seated
 * together a play takes three quarters of the time. */
#ifndef SEAT_H
#define SEAT_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    SEAT_SESSIONS = 16,
    SEAT_TURNS = 256, /* after so many the system may choose anew, for somebody else may have sat down there */
};

/* Plain data; belongs to the thread that plays. */
struct seat {
    cpu_set_t ours;                /* where we may sit */
    pid_t sessions[SEAT_SESSIONS]; /* processes of the database */
    size_t count;
    int64_t turns;
    int cpu; /* where everybody sits; -1: nowhere yet */
    bool off; /* one processor only, or sessions that are not ours to seat */
};

/* Nobody is seated yet. */
void seat_init(struct seat *self);
/* A session that takes turns with this thread: a process of this machine, 0 for none. Beyond SEAT_SESSIONS they sit where they like. */
void seat_add(struct seat *self, pid_t session);
/* Once for every turn of work: seats everybody where the system has put this thread, and lets it choose again after
 * SEAT_TURNS. Where that is refused, everybody sits where they like. */
void seat_turn(struct seat *self);
/* Let this thread sit where it likes again. */
void seat_leave(struct seat *self);

#endif
