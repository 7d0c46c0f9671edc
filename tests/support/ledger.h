/* Deadlines of arrange_contract's contract for tests, made and moved through the ledger's own
 * functions, each in its own transaction. Days are texts "2026-06-15" and mean noon in Shanghai
 * where an instant is needed. Every failure ends the test program. */
#ifndef LEDGER_H
#define LEDGER_H

#include <stdint.h>

#include "arrange.h"
#include "pg.h"
#include "temp_db.h"

enum { LEDGER_ZONE = 480 };

struct ledger {
    struct temp_db tdb;
    struct arranged ids;
    pg_t *db; /* as mlps_lifecycle */
};

/* A fresh database with a contract in it. */
void ledger_begin(struct ledger *self);
void ledger_end(struct ledger *self);

/* What is opened; empty texts and zeros mean: kind phase, of system 1, clause X-1. */
struct ledger_row {
    const char *code, *on; /* required: its code and the day it is due */
    const char *kind;
    bool of_contract; /* of no system */
    const char *subject_kind;
    int64_t subject_id;
};

/* Open a deadline that warns 3 working days before, breaches, and tells higher up 0 and 2 working
 * days after. */
int64_t ledger_open(struct ledger *self, const struct ledger_row *row);
int64_t ledger_open_simple(struct ledger *self, const char *code, const char *on);
/* Its clock events; `at` is when they happened. */
void ledger_retarget(struct ledger *self, int64_t id, const char *on, const char *at);
void ledger_pause(struct ledger *self, int64_t id, const char *at);
void ledger_resume(struct ledger *self, int64_t id, const char *on, const char *at);
void ledger_stop(struct ledger *self, int64_t id, const char *at);
void ledger_reopen(struct ledger *self, int64_t id, const char *at);
void ledger_void(struct ledger *self, int64_t id, const char *at);
void ledger_revive(struct ledger *self, int64_t id, const char *on, const char *at);
/* An open one was found too late, as the deadline worker finds it but for its events and its bump;
 * put there by plain SQL. Nothing happens to any other. */
void ledger_breach(struct ledger *self, int64_t id);

/* Day number of a date. */
int32_t test_day(const char *date);
/* Instant of "2026-06-15 09:00" or "2026-06-15 09:00:00" in Shanghai. */
int64_t test_instant(const char *text);

#endif
