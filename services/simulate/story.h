/* The story of a simulation: read from a file, or made from a pack alone; with chance applied to it. Pure: the same
 * pack, numbers and seed give the same story. */
#ifndef STORY_H
#define STORY_H

#include <jansson.h>
#include <stdint.h>

#include "bytebuf.h"
#include "pack.h"
#include "simulate_limits.h"

enum {
    STORY_PACK_NAME = 72,    /* bytes of a multiplied pack's name */
};

struct story_span {
    int32_t from, to; /* first and last day of the play, both counted */
};

/* A story in which everything goes by the pack's limits, to the day: signed on the span's first day, a person for every role
 * and team, the teams' systems started a fortnight apart. A pack without an end of the service lasts as long as the span, one
 * without a total gets a nominal 100.00. The caller owns it. */
json_t *story_of_pack(const pack_t *pack, const char *code, const struct story_span *span);

/* What a pack with `count` invented systems is called: the pack's name and the number. */
void story_pack_name(const pack_t *pack, size_t count, char ret_name[STORY_PACK_NAME]);
/* The text of a pack with `count` invented systems in place of its own, spread over its teams, under that name. RC_REFUSED for a pack
 * without teams or a section `systems`, RC_TOO_LARGE at the buffer's ceiling. */
MUST_CHECK rc_t story_pack_text(const pack_t *pack, const char *yaml, size_t count, struct bytebuf *out,
                                struct problem *problem);

/* Roll the dice that the story's `chance` names ({late: per cent, days: most days, incidents: how many, findings: per cent}) for
 * the systems `systems` ([{serial, team}]): paces of their own for systems that are late, findings, incidents between `from`
 * and `to`. (story_chance.c)
 * Changes the story in place; a story without `chance` stays as it is. RC_INVALID names a number out of range. */
MUST_CHECK rc_t story_roll(json_t *story, const json_t *systems, uint64_t seed, int32_t from, int32_t to,
                           struct problem *problem);

#endif
