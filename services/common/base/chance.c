#include "chance.h"

/* Odd constant of SplitMix64 (the golden ratio in 64 bits): the state's stride. */
static const uint64_t STRIDE = 0x9e3779b97f4a7c15u;

uint64_t chance_next(uint64_t *state_p)
{
    uint64_t z = *state_p += STRIDE;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t chance_draw(uint64_t *state_p, int64_t least, int64_t most)
{
    return least + (int64_t)(chance_next(state_p) % (uint64_t)(most - least + 1));
}

/* The index is mixed before it meets the seed: neighbouring plays would otherwise walk the same
 * sequence one step apart. */
uint64_t chance_fork(uint64_t seed, uint64_t index)
{
    uint64_t state = index;
    return seed ^ chance_next(&state);
}
