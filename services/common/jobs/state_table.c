/* The one door through which a state changes. */
#include "state_table.h"

#include <stdbool.h>
#include <string.h>

#include "bytebuf.h"

enum { LEGAL_TEXT_MAX = 200 };

/* STATE_UNKNOWN for NULL and for words of a newer schema: no move is legal from there. */
int state_from_word(const struct state_table *table, const char *word)
{
    for (size_t i = 0; word && i < table->state_count; i++)
        if (strcmp(table->states[i], word) == 0)
            return (int)i;
    return STATE_UNKNOWN;
}

/* "active or returned" for the states in `from`. */
static void legal_words(const struct state_table *table, uint32_t from, struct bytebuf *out)
{
    for (size_t i = 0; i < table->state_count; i++) {
        if (!(from & STATE_BIT(i)))
            continue;
        const char *joint = out->len == 0 ? "" : " or ";
        if (bytebuf_fmt(out, "%s%s", joint, table->states[i]) != RC_OK)
            return; /* a table of so many long words: the message ends early */
    }
}

/* Only says what is legal; the statement that writes must still compare the version it read.
 * *ret_state is untouched on RC_CONFLICT. */
rc_t state_take(const struct state_table *table, size_t move, int state, int *ret_state,
                struct problem *problem)
{
    const struct state_move *row = &table->moves[move];
    if (state >= 0 && (size_t)state < table->state_count && row->from & STATE_BIT(state)) {
        *ret_state = row->to == STATE_STAYS ? state : row->to;
        return RC_OK;
    }
    struct bytebuf legal;
    bytebuf_init(&legal, LEGAL_TEXT_MAX);
    legal_words(table, row->from, &legal);
    const char *is = state >= 0 && (size_t)state < table->state_count ? table->states[state] : "?";
    rc_t rc = problem_set(problem, RC_CONFLICT, table->thing,
                          "could not %s the %s: it is %s, and must be %s", row->word, table->thing,
                          is, bytebuf_str(&legal));
    bytebuf_fini(&legal);
    return rc;
}
