/* Questions that can be asked of any pack, made from the pack itself. Part of pack_moves. */
#ifndef PACK_PROBES_H
#define PACK_PROBES_H

#include "known_facts.h"
#include "pack_diff.h"

/* One pack of the two, and what its questions are made of. */
struct probe_side {
    const pack_t *pack;
    const struct pack_moves_ask *ask;
    const struct known_facts *known;
    int64_t serial;   /* of the system that is asked about, or OF_CONTRACT */
    int32_t day;      /* on which what did not happen is taken to happen */
    int32_t from, to; /* range of counts, both counted */
    int64_t fen;      /* total of the contract */
    bool assumed;     /* set when a question took something for a fact */
};

enum { PROBE_FIELDS_MAX = 5 };

/* Whether the system that a side is asked about has a fact of its own to answer for a row. */
typedef bool probe_own_fn(const struct probe_side *side, const void *row);

struct probe;
/* The question of a row (NULL for the whole contract), in its n-th variant from 0; NULL when there
 * is no such variant, or nothing to ask of this pack. Caller owns it. */
typedef json_t *probe_fn(const struct probe *probe, struct probe_side *side, const void *row,
                         size_t variant);

/* One question to one rule. `list`, `row_size` and `clause` are offsets and sizes, so that one walk
 * serves every section; `fields` ends with NULL. */
struct probe {
    const char *rule;              /* NULL ends the table */
    size_t list, row_size, clause; /* rows of struct pack with their clause; row_size 0: the whole
                                      contract */
    probe_fn *question;
    const char *detail, *sum;                 /* for the question: of what, added up by what */
    const char *fields[PROBE_FIELDS_MAX + 1]; /* of the answer: dates, counts and sums */
    probe_own_fn *own;                        /* NULL: the rule knows no systems */
};

/* All of them, by rule. */
extern const struct probe PROBES[];

#endif
