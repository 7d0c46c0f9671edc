/* The ledger of due dates: opening, moving, pausing and closing a deadline, each in the caller's
 * transaction with its clock event, its ruling and its steps. The only code that writes tables
 * deadline (but for the breach, which the deadline worker makes), clock_event and ruling.
 *
 *            retarget              retarget (in the future again)
 *             ┌──┐        ┌──────────────────────────┐
 *   open ───► open ──────► breached ──── stop ────► late ─┐
 *             │  ▲  breach_at   │                         │ reopen: open
 *       pause │  │ resume       │ pause                   │
 *             ▼  │              ▼                         │
 *            paused ◄───────────┘      open, paused ── stop in time ──► met ─┘     any ── void ──►
 * void
 *
 * A breach that counts is a row of `breach` of the deadline's current due_version while its state
 * is breached or late: a stop in time that is recorded after the worker had found the breach makes
 * it not count. Whatever here makes a breach count, or count no more, marks the contract to be
 * assessed again (contract_work) in the same statement: no caller has to remember it. */
#ifndef DEADLINE_STORE_H
#define DEADLINE_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "clock_fold.h"
#include "ladder.h"
#include "pg.h"

/* When something is due, and why: what the rules said. Everything is borrowed. */
struct due {
    struct due_edge edge;   /* ladder.h */
    bool provisional;       /* leans on a year that is not published */
    const json_t *proof;    /* list, as proof_json makes it */
    const json_t *readings; /* object of the readings used; NULL: none */
    int64_t pack_id;        /* rows of the pack and the calendar ruled by */
    int64_t calendar_id;
    const struct ladder *ladder; /* its steps; must hold the breach */
};

struct deadline_new {
    int64_t contract_id;
    int64_t system_id; /* 0: of no system */
    const char *code;  /* unique in the contract, e.g. CLAUSE/SERIAL/ROUND; 1..120 characters */
    const char *kind;  /* phase, finding, term, deliverable, sla, task */
    const char *clause;
    const char *title;
    const char *party; /* who owes it: vendor, customer */
    const char *subject_kind;
    int64_t subject_id;
    int64_t started_us; /* business time at which its clock started */
    struct due due;
};

enum deadline_state {
    DEADLINE_OPEN,
    DEADLINE_PAUSED,
    DEADLINE_BREACHED,
    DEADLINE_MET,
    DEADLINE_LATE,
    DEADLINE_VOID,
    DEADLINE_STATE__COUNT
};

struct deadline_row {
    int64_t id;
    enum deadline_state state;
    struct due_edge edge;
    bool provisional;
    int64_t due_version;
    int64_t started_us, closed_us, breached_us; /* INT64_MIN: not */
    int64_t calendar_id; /* by which its day was last ruled or confirmed; 0: not said */
};

/* open, paused, breached, met, late, void. */
const char *deadline_state_word(enum deadline_state state);

/* Open a deadline: the row, its start event, its first ruling and its steps. Idempotent by contract
 * and code: one that is there is left as it is, whatever `deadline` says. RC_INVALID, RC_REFUSED
 * for fields out of range. */
MUST_CHECK rc_t deadline_open(pg_t *db, const struct deadline_new *deadline, int64_t *ret_id,
                              struct problem *problem);
/* Deadline of a contract by its code, locked until the transaction ends. RC_NOT_FOUND without words
 * in *problem. */
MUST_CHECK rc_t deadline_find(pg_t *db, int64_t contract_id, const char *code,
                              struct deadline_row *ret_row, struct problem *problem);
/* The same by its id. */
MUST_CHECK rc_t deadline_get(pg_t *db, int64_t id, struct deadline_row *ret_row,
                             struct problem *problem);

/* Rule anew: a ruling with the next version, planned steps and reminders of the old one cancelled,
 * new ones planned. A breached deadline becomes open (its breach no longer counts; the worker finds
 * a new one when it is still too late), a paused one stays paused, a closed one is judged again by
 * the new date. Nothing happens to a void one. When the dates and `provisional` are what they were,
 * no ruling is made: only the calendar is noted, and planned steps go to where it has them.
 * *ret_moved (may be NULL) says whether a ruling was made; its reason is the calendar when that is
 * another one than before, else the facts. Where the day stands and only `provisional` changed,
 * steps that were taken are not planned again. */
MUST_CHECK rc_t deadline_retarget(pg_t *db, int64_t id, const struct due *due, int64_t occurred_us,
                                  bool *ret_moved, struct problem *problem);
/* Note that the calendar leaves a locked deadline due when it was; its planned steps go to where
 * `ladder` (may be NULL) has them. No ruling is made. */
MUST_CHECK rc_t deadline_confirm(pg_t *db, int64_t id, int64_t calendar_id,
                                 const struct ladder *ladder, struct problem *problem);
/* Stop the clock: planned steps and reminders are cancelled. `data` (object, may be NULL) goes into
 * the clock event, here and below. Nothing happens to one that is paused; RC_REFUSED for a closed
 * one. */
MUST_CHECK rc_t deadline_pause(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                               struct problem *problem);
/* Let the clock of a paused deadline run again towards `due`, which the rules have extended by the
 * pause. Nothing happens to one that runs; RC_REFUSED for a closed one. */
MUST_CHECK rc_t deadline_resume(pg_t *db, int64_t id, const struct due *due, int64_t occurred_us,
                                const json_t *data, struct problem *problem);
/* What was due was done at `occurred_us`: met when that is before breach_at, else late (and then a
 * breach that counts, and the contract to be assessed again). Steps and reminders are cancelled.
 * Nothing happens to one that is closed or void. *ret_state (may be NULL) is what it is now. */
MUST_CHECK rc_t deadline_stop(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                              enum deadline_state *ret_state, struct problem *problem);
/* The stop did not hold (a fix that failed its check): open again with the same dates under the
 * next version, and the steps that had not been taken planned again. Nothing happens to one that is
 * not closed. */
MUST_CHECK rc_t deadline_reopen(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                                struct problem *problem);
/* It was never due, or is no more. Steps and reminders are cancelled. */
MUST_CHECK rc_t deadline_void(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                              struct problem *problem);

/* A void deadline is due after all (the fact that took it away was withdrawn): open under the next
 * version by `due`, the void withdrawn. Nothing happens to one that is not void. */
MUST_CHECK rc_t deadline_revive(pg_t *db, int64_t id, const struct due *due, int64_t occurred_us,
                                struct problem *problem);

/* Clock events of a deadline in the order they were recorded, as a fold takes them: without
 * retargets, which tell of rulings and not of days agreed. *ret_events is freed with mem_free. */
MUST_CHECK rc_t deadline_clock(pg_t *db, int64_t id, struct clock_event **ret_events,
                               size_t *ret_count, struct problem *problem);

/* Something of the contract changed that the scheduler and the penalty worker must look at. */
MUST_CHECK rc_t contract_work_bump(pg_t *db, int64_t contract_id, struct problem *problem);

#endif
