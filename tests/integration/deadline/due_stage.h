/* Deadlines put there by plain SQL, and real mlps-deadline processes before them. Every failure
 * ends the test program. */
#ifndef DUE_STAGE_H
#define DUE_STAGE_H

#include "child.h"
#include "ledger.h"
#include "temp_broker.h"

enum {
    STAGE_WORKERS = 3,
    STAGE_STEPS = 4 /* of each deadline: warning, breach, two escalations */
};

struct stage {
    struct ledger ledger;
    struct temp_broker broker;
    struct child workers[STAGE_WORKERS];
};

/* A contract with one person of each role, and a broker. No process runs yet. */
void stage_begin(struct stage *self);
void stage_end(struct stage *self);
/* Open `count` deadlines that become too late at an SQL instant ("now() + interval '1 second'"):
 * warned a minute before, told higher up one and two minutes after. Code: name/1 ... */
void stage_open(struct stage *self, const char *name, int count, const char *at);
/* Start worker `which`, at a fixed time (NULL: the machine's clock), with more of an environment
 * (NULL: none). */
void stage_start(struct stage *self, int which, const char *now, const char *const *env);
/* SIGTERM, and wait. Returns its exit code. */
int stage_stop(struct stage *self, int which);
int64_t stage_number(const struct stage *self, const char *sql);
/* Fail unless every step planned for the deadlines of `name` was taken exactly once, none of it
 * before its time by the database's clock unless `fixed` (then time was given), and told to each
 * who was to be told, once. */
void stage_check(const struct stage *self, const char *name, int count, bool fixed);

#endif
