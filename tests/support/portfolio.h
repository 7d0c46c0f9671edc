/* The shipped yifen-2026 pack and calendar in a fresh database, with a contract on them, put there
 * by plain SQL. For tests of what the rules make of facts. Every failure ends the test program. */
#ifndef PORTFOLIO_H
#define PORTFOLIO_H

#include <stdint.h>

#include "temp_db.h"

struct portfolio {
    struct temp_db tdb;
    int64_t pack, calendar, contract, team;
};

/* A contract "yifen-2026", signed 2026-03-16, total 7,180,612.00 yuan, with `systems` systems
 * (serial 1 ...) of one team, and work to be scheduled and assessed. */
void portfolio_begin(struct portfolio *self, int systems);
void portfolio_end(struct portfolio *self);

/* Record a fact of the contract ("signed" and the end of service are in its row); `clause` NULL:
 * every clause; `serial` 0: of no system; `at` as test_instant takes it. Bumps contract_work.
 * Returns its id. */
int64_t portfolio_fact(struct portfolio *self, const char *clause, int serial, const char *name,
                       const char *at);
/* Void a fact. */
void portfolio_void(struct portfolio *self, int64_t fact);
/* Something has changed that workers must look at. */
void portfolio_bump(struct portfolio *self);
/* Record a penalty case: type, day, attributes as JSON text. Returns its id. */
int64_t portfolio_case(struct portfolio *self, const char *code, const char *type, const char *on,
                       const char *attributes);

#endif
