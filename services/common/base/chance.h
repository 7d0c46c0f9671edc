/* Chance with a seed: SplitMix64, in whole numbers only. The same seed gives the same draws on
 * every machine and with every compiler, so what was drawn may be compared to the byte. Not for
 * secrets. */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>

/* The next 64 bits; *state_p moves on. Any state is a seed, 0 included. */
uint64_t chance_next(uint64_t *state_p);
/* A number from `least` to `most`, both included; `most` is not below `least`. The remainder's bias
 * is (most - least) / 2^64, far below what any number of draws of ours could show. */
int64_t chance_draw(uint64_t *state_p, int64_t least, int64_t most);
/* Seed of the `index`-th of many plays under one seed: a play's draws do not depend on how many
 * plays there are. */
uint64_t chance_fork(uint64_t seed, uint64_t index);

#endif
