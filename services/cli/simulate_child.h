/* mlps-simulate as a child: once to judge the question, then on the private PostgreSQL that was made for it. */
#ifndef SIMULATE_CHILD_H
#define SIMULATE_CHILD_H

#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include "up.h"

enum { SIMULATE_WORDS = 24 };

struct simulate_child {
    const char *words[SIMULATE_WORDS]; /* options and their values, NULL-ended; borrowed */
    const char *base;                  /* folder of its temporary folder; borrowed */
    int lanes;                         /* databases to play on side by side; below 2: one */
    FILE *outcome;                     /* gets what it writes */
    int status;                        /* how it ended, as waitpid says */
    struct rusage usage;               /* of it and its children */
};

/* How many lanes are of use for `systems` invented systems: one for each processor that we may run on, and never
 * more than contracts. */
int simulate_child_lanes(int64_t systems);
/* Where a play of so many invented systems (0: the contract's own) finds room: temp_folder_base, and for several contracts a
 * disk, since their database grows with each of them. */
const char *simulate_child_base(int64_t systems);
/* Let it judge the words, without a database; `status` tells how. RC_INTERNAL when it could not be started. */
MUST_CHECK rc_t simulate_child_check(struct simulate_child *self, struct problem *problem);
/* A temp_up_fn: run the struct simulate_child `arg` to its end. RC_INTERNAL when it could not be started. */
MUST_CHECK rc_t simulate_child_run(struct up *up, void *arg, struct problem *problem);

#endif
