/* What the ledger and the deadline worker together must do, by brute force: every step in one
 * array, every day walked one by one, nothing shared with the code under test but the dates.
 * Ladder: warn_3, breach, overdue_0, overdue_2, in weekdays or the days that a calendar lets people
 * work. */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ORACLE_STEPS = 400, ORACLE_LADDER = 4, ORACLE_TEXT = 4096 };

enum oracle_state {
    ORACLE_OPEN,
    ORACLE_PAUSED,
    ORACLE_BREACHED,
    ORACLE_MET,
    ORACLE_LATE,
    ORACLE_VOID
};

/* Whether people work on a day. */
typedef bool oracle_works_fn(const void *arg, int32_t day);

struct oracle_step {
    int version, rule; /* `rule`: place in the ladder */
    int64_t at_us;
    enum { STEP_PLANNED, STEP_DONE, STEP_CANCELLED } state;
};

struct oracle {
    enum oracle_state state;
    int version;
    int32_t due;
    int64_t closed_us;
    oracle_works_fn *works; /* NULL: on weekdays */
    const void *works_arg;
    bool breached[ORACLE_STEPS]; /* by version: a breach row is there */
    struct oracle_step steps[ORACLE_STEPS];
    size_t count;
};

/* A deadline opened for day `due`; keeps only `works` of what was there. */
void oracle_open(struct oracle *self, int32_t due);
/* The ledger's operations; those that do not fit the state do nothing, as the ledger's. */
void oracle_retarget(struct oracle *self, int32_t due);
void oracle_pause(struct oracle *self);
void oracle_resume(struct oracle *self, int32_t due);
void oracle_stop(struct oracle *self, int64_t at_us);
void oracle_reopen(struct oracle *self);
void oracle_void(struct oracle *self);
/* The day stands while the days of work around it have changed: planned steps go to where they are.
 */
void oracle_confirm(struct oracle *self);
/* The worker at `now_us`, until nothing is due. */
void oracle_work(struct oracle *self, int64_t now_us);
/* "state version | done steps | breaches" as the test asks the database for it. */
const char *oracle_text(const struct oracle *self, char out[ORACLE_TEXT]);

#endif
