/* A contract's time played from its signature to the end of the range, jumping from one due instant to the next. */
#ifndef SIMULATE_H
#define SIMULATE_H

#include "pg.h"
#include "rule_shelf.h"
#include "world.h"

struct simulate_ask {
    const char *dsn;      /* a migrated, empty, private database; without a user */
    const char *owner;    /* role that may read everything */
    const char *pack;     /* a pack that ships */
    int32_t from, to;     /* first and last day, both played */
    const json_t *story;  /* borrowed; NULL: everything goes by the pack's limits */
    const json_t *against; /* the other story of a comparison, as above */
    const char *story_name, *against_name; /* as a reader knows them; of a comparison both are there */
    bool compare;         /* play both and write what differs */
    int64_t systems;      /* 0: the contract's own; else so many invented ones, 500 to a contract */
    int64_t first, end;   /* which of these contracts to play, counted from 0; `end` not among them, 0: to the last one */
    uint64_t seed;        /* of the story's chance */
};

/* The contracts of a comparison's other story are named like the first one's with this behind. */
#define SIMULATE_AGAINST "-against"
enum { SIMULATE_CODE = 96 /* bytes of a contract's code */ };
enum simulate_side { SIDE_FIRST, SIDE_AGAINST };

struct simulate_run {
    const struct simulate_ask *ask;
    pg_t *owner;               /* reads everything, writes nothing */
    enum simulate_side side;   /* being played */
    struct rule_shelf shelf;
    struct world world;
    int64_t actions, instants; /* entered; at which anything was done */
    int64_t contracts;
    struct simulate_run *next; /* who played the contracts behind ours, on a database of its own (lanes.h); NULL: nobody */
};

/* Contracts of a portfolio of `systems` invented systems; 1 for 0, the contract as it is. */
int64_t simulate_contracts(int64_t systems);

/* Play everything. RC_INVALID as ask_check says, and for a story of systems that there are not; RC_REFUSED for a pack that cannot be multiplied;
 * an action that a service refuses ends the play and is named. Call simulate_close also after a failure. */
MUST_CHECK rc_t simulate_play(struct simulate_run *self, const struct simulate_ask *ask, struct problem *problem);
/* Write the outcome of this run and those behind it as one JSON object: what was asked, totals, lists, workload, settlement,
 * timeline. The same question gives the same bytes, however the contracts were spread over runs. */
MUST_CHECK rc_t simulate_write(struct simulate_run *self, FILE *out, struct problem *problem);
/* What was asked, for the head of an outcome. Owned by the caller. */
json_t *simulate_question(const struct simulate_run *run);
/* Write what differs between the two plays of a comparison as one JSON object: totals of both; settlement, dates,
 * breaches, penalties, workload. The same run gives the same bytes. */
MUST_CHECK rc_t simulate_compare(struct simulate_run *self, FILE *out, struct problem *problem);
/* Free everything. */
void simulate_close(struct simulate_run *self);

#endif
