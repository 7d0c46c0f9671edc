/* Statements of this service. Every function runs inside the caller's transaction. Rows are locked
 * in one order everywhere: cycle, then phase or finding, then deadline. */
#ifndef LIFECYCLE_STORE_H
#define LIFECYCLE_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "contract_frame.h"
#include "lifecycle_states.h"
#include "lifecycle_wire.h"
#include "pg.h"

/* A system about to get a cycle. */
struct system_row {
    int64_t id, serial, contract_id;
    bool active;    /* work under the contract goes on */
    bool has_cycle; /* one is open */
    int64_t next_number;
};

/* A locked cycle. */
struct cycle_row {
    int64_t id, number, pack_id, system_id, serial, contract_id;
    int32_t started_on;
    bool open;
    char contract[CONTRACT_CODE_TEXT];
};

/* A locked phase. */
struct phase_row {
    int64_t id, number, round, version;
    int state;                        /* enum phase_state */
    int32_t started_on, submitted_on; /* NO_DAY: not yet */
    json_t *documents;                /* titles filed; owned */
};
/* Free the titles; safe on a zeroed row. */
void phase_row_fini(struct phase_row *self);

/* A phase about to be planned. */
struct phase_plan_new {
    int64_t cycle_id, round;
    const struct pack_phase *phase;
    int32_t from, to;
};

/* What a move changes of a phase; NO_DAY and NULL leave a field as it is. */
struct phase_change {
    int state;
    int32_t submitted_on, ended_on;
    const json_t *documents;
    const char *note;
};

/* An assessment as it is kept: with its verdict, which later rules must not change. */
struct assessment_new {
    int64_t cycle_id, phase_id, round, score_bp, high_risk_open;
    const char *kind;
    int32_t on;
    bool passed;
};

/* What the gates of a cycle ask. */
struct cycle_standing {
    /* without one a gate that asks for a score stays shut: none is not 0 */
    bool has_score;
    int64_t score_bp;       /* of the last assessment */
    int64_t high_risk_open; /* findings */
    int64_t assessments;    /* of the kind asked for */
};

/* A locked finding. */
enum { FINDING_CODE_TEXT = 8 };
struct finding_row {
    int64_t id, version;
    char code[FINDING_CODE_TEXT];
    int state; /* enum finding_state */
    int32_t found_on, fixed_on, verified_on, accepted_on;
};

/* What a move makes of a finding; NO_DAY: not. */
struct finding_change {
    int state; /* enum finding_state */
    int32_t fixed_on, verified_on, accepted_on;
    int32_t reopened_on; /* from when on its term counts anew; NO_DAY: as it did */
};

/* ---- cycles (cycle_store.c) ---- */

/* RC_NOT_FOUND for no such system. */
MUST_CHECK rc_t system_read(pg_t *db, int64_t system_id, struct system_row *ret_row,
                            struct problem *problem);
/* The newest cycle of a system; RC_NOT_FOUND when it has none. */
MUST_CHECK rc_t cycle_of_system(pg_t *db, int64_t system_id, int64_t *ret_cycle,
                                struct problem *problem);
/* New cycle; RC_CONFLICT when the system has an open one. */
MUST_CHECK rc_t cycle_insert(pg_t *db, const struct system_row *system, int64_t pack_id,
                             int32_t started_on, int64_t *ret_cycle, struct problem *problem);
/* RC_NOT_FOUND for no such cycle. */
MUST_CHECK rc_t cycle_lock(pg_t *db, int64_t cycle_id, struct cycle_row *ret_row,
                           struct problem *problem);
/* The cycle, locked before, is done since `on`: its system may get another one. */
MUST_CHECK rc_t cycle_end(pg_t *db, int64_t cycle_id, int32_t on, struct problem *problem);
/* The highest round any of its phases has reached. */
MUST_CHECK rc_t cycle_round(pg_t *db, int64_t cycle_id, int64_t *ret_round,
                            struct problem *problem);
/* Titles filed in all its phases, as a new list. */
MUST_CHECK rc_t cycle_documents(pg_t *db, int64_t cycle_id, json_t **ret_titles,
                                struct problem *problem);
/* Last score, open high-risk findings, and how many assessments of `kind` there are. */
MUST_CHECK rc_t cycle_standing(pg_t *db, int64_t cycle_id, const char *kind,
                               struct cycle_standing *ret_standing, struct problem *problem);
/* Append an assessment; RC_CONFLICT when its kind and round are recorded already. */
MUST_CHECK rc_t assessment_insert(pg_t *db, const struct assessment_new *row, int64_t *ret_id,
                                  struct problem *problem);
/* A page of rows {"items","next"}; `args->id` limits it to one. Owned by the caller. */
MUST_CHECK rc_t cycle_rows(pg_t *db, const struct list_args *args, json_t **ret_page,
                           struct problem *problem);

/* ---- phases (phase_store.c) ---- */

/* Phase and cycle that `ref` names; RC_NOT_FOUND. Nothing is locked. */
MUST_CHECK rc_t phase_find(pg_t *db, const struct phase_ref *ref, int64_t *ret_phase,
                           int64_t *ret_cycle, struct problem *problem);
/* Lock a phase after its cycle. Caller frees with phase_row_fini. */
MUST_CHECK rc_t phase_lock(pg_t *db, int64_t phase_id, struct phase_row *ret_row,
                           struct problem *problem);
/* Day on which the phase that is worked on is expected to end; NO_DAY when none is. */
MUST_CHECK rc_t phase_running_end(pg_t *db, int64_t cycle_id, int32_t *ret_end,
                                  struct problem *problem);
/* A planned phase: its window is both plan and first forecast. */
MUST_CHECK rc_t phase_insert(pg_t *db, const struct phase_plan_new *row, int64_t *ret_phase,
                             struct problem *problem);
/* Make a planned phase active. */
MUST_CHECK rc_t phase_start(pg_t *db, int64_t phase_id, int32_t on, int32_t due,
                            struct problem *problem);
/* A change of state with what belongs to it. An ended phase's forecast becomes what happened. */
MUST_CHECK rc_t phase_write(pg_t *db, int64_t phase_id, const struct phase_change *change,
                            struct problem *problem);
/* Move the forecast; a row that says so already keeps its version. */
MUST_CHECK rc_t phase_forecast(pg_t *db, int64_t phase_id, int32_t from, int32_t to,
                               struct problem *problem);
struct planned_phase {
    int64_t id, number;
};
/* Phases of a cycle that have not begun, in order, into `ret_rows`, which has room for PHASES_MAX.
 */
MUST_CHECK rc_t phase_planned(pg_t *db, int64_t cycle_id, struct planned_phase *ret_rows,
                              size_t *ret_count, struct problem *problem);
/* As cycle_rows. */
MUST_CHECK rc_t phase_rows(pg_t *db, const struct list_args *args, json_t **ret_page,
                           struct problem *problem);

/* ---- findings (finding_store.c) ---- */

/* Finding and cycle that `ref` names; RC_NOT_FOUND. Nothing is locked. */
MUST_CHECK rc_t finding_find(pg_t *db, const struct finding_ref *ref, int64_t *ret_finding,
                             int64_t *ret_cycle, struct problem *problem);
/* Lock a finding after its cycle. */
MUST_CHECK rc_t finding_lock(pg_t *db, int64_t finding_id, struct finding_row *ret_row,
                             struct problem *problem);
/* New finding of a cycle and round; RC_CONFLICT when the cycle has its code. */
MUST_CHECK rc_t finding_insert(pg_t *db, int64_t cycle_id, int64_t round, int32_t on,
                               const struct finding_input *input, int64_t *ret_finding,
                               struct problem *problem);
/* State with its days. */
MUST_CHECK rc_t finding_write(pg_t *db, int64_t finding_id, const struct finding_change *change,
                              struct problem *problem);
/* As cycle_rows. */
MUST_CHECK rc_t finding_rows(pg_t *db, const struct list_args *args, json_t **ret_page,
                             struct problem *problem);

#endif
