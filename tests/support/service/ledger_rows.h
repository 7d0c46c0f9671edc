/* Rows of cycles, deadlines and penalties for tests that read them, put there by plain SQL so that
 * no code under test is used to arrange. Contract "yifen-2026" must be open (portfolio.h). */
#ifndef LEDGER_ROWS_H
#define LEDGER_ROWS_H

#include <stdint.h>

#include "temp_db.h"

struct phase_row {
    int number, round;
    const char *state;
    const char *planned, *forecast;          /* "from..to" in days, each YYYY-MM-DD */
    const char *started, *submitted, *ended; /* NULL: not */
};
/* An open cycle of system `serial`, begun on `started`; returns its id. */
int64_t row_cycle(const struct temp_db *tdb, int serial, const char *started);
/* A phase of a cycle; returns its id. */
int64_t row_phase(const struct temp_db *tdb, int64_t cycle, const struct phase_row *row);

struct deadline_row_new {
    const char *code, *kind, *state; /* state may be any but met and late need `closed` */
    int serial;                      /* 0: of no system */
    const char *party;               /* NULL: vendor */
    const char *due;                 /* a day, which ends at 24:00, or an instant */
    const char *closed;              /* instant, or NULL */
    const char *subject_kind;        /* NULL: contract */
    int64_t subject;
};
/* A deadline titled like its code; returns its id. */
int64_t row_deadline(const struct temp_db *tdb, const struct deadline_row_new *row);
/* A ruling of a deadline, due on `due`, with the proof [{"step":`version`}]; the current one when
 * `current`. */
void row_ruling(const struct temp_db *tdb, int64_t deadline, int version, const char *due,
                int current);
/* A penalty of `clause` in `state` with a case of its own. */
void row_penalty(const struct temp_db *tdb, const char *clause, int64_t deduct_fen,
                 const char *state);
/* A deliverable titled `title` in `state`. */
void row_deliverable(const struct temp_db *tdb, const char *title, const char *state);

#endif
