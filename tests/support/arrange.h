/* Rows that most database tests need, put there by plain SQL so that no code under test is used to
 * arrange. */
#ifndef ARRANGE_H
#define ARRANGE_H

#include <stdint.h>

#include "temp_db.h"

struct arranged {
    int64_t pack, calendar, contract, team, system;
};

/* A pack (a word for a body), an empty calendar, contract "c" with team "t", system 1, and its
 * contract_work. */
void arrange_contract(const struct temp_db *tdb, struct arranged *ret);
/* A person of that contract and team; `email` may be NULL. Returns the id. */
int64_t arrange_person(const struct temp_db *tdb, const struct arranged *of, const char *name,
                       const char *role, const char *email);

#endif
