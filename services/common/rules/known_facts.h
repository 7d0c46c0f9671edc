/* What is recorded of a contract and of its systems, looked up as a term wants it. */
#ifndef KNOWN_FACTS_H
#define KNOWN_FACTS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { OF_CONTRACT = 0 }; /* serial of a fact that is no system's */

/* One record; texts are borrowed from the JSON it was read from. */
struct known_fact {
    int64_t serial;     /* of the system, from 1; OF_CONTRACT */
    const char *clause; /* the one clause it is for, or NULL: any */
    const char *name;
    const json_t *at; /* date or instant, as text; all of them in the contract's zone */
};

/* By serial, so that a system's own stand together. {.count = 0} is empty. */
struct known_facts {
    struct known_fact *rows;
    size_t count;
};

/* Take records as `fact.list` gives them: [{name, at, clause, serial}], in any order; NULL is none.
 * What lacks a name or a time is passed over. Borrows from `items` until known_facts_fini. */
void known_facts_init(struct known_facts *self, const json_t *items);
/* Free the list; the JSON is untouched. */
void known_facts_fini(struct known_facts *self);
/* When a fact happened, for a clause of a system (or OF_CONTRACT): its own clause goes before none,
 * its own system before the contract, then the latest. The scheduler chooses alike. NULL: never.
 * Borrowed. */
const json_t *known_facts_at(const struct known_facts *self, int64_t serial, const char *clause,
                             const char *name);
/* The least serial after this one that any record has; 0 when there is none. */
int64_t known_facts_next(const struct known_facts *self, int64_t serial);

#endif
