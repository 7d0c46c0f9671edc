/* Legal transitions as data: the states of a thing, and the moves between them. A service declares
 * one table per thing; the same words are the SQL constraint's. */
#ifndef STATE_TABLE_H
#define STATE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "problem.h"

#define STATE_BIT(state) (UINT32_C(1) << (state))

struct state_move {
    const char *word; /* what is done: "submit" */
    uint32_t from;    /* STATE_BIT of each state it may be done in */
    int to;           /* state afterwards; STATE_STAYS: the same */
};
enum { STATE_STAYS = -1, STATE_UNKNOWN = -1 };

struct state_table {
    const char *thing;         /* for messages: "phase" */
    const char *const *states; /* words in order of their enum */
    size_t state_count;        /* at most 32 */
    const struct state_move *moves;
    size_t move_count;
};

/* The state with this word; STATE_UNKNOWN for another word or NULL. */
int state_from_word(const struct state_table *table, const char *word);
/* Take `move` from `state`: RC_OK and the state after it, or RC_CONFLICT saying in which states the
 * move is legal (the field is the thing's name); *ret_state is then unchanged. */
MUST_CHECK rc_t state_take(const struct state_table *table, size_t move, int state, int *ret_state,
                           struct problem *problem);

#endif
