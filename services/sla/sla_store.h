/* Statements of this service, each inside the caller's transaction. An incident is locked before
 * its deadlines. */
#ifndef SLA_STORE_H
#define SLA_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "contract_frame.h"
#include "pg.h"
#include "sla_states.h"
#include "sla_wire.h"

enum { INCIDENT_CODE_TEXT = 4 * INCIDENT_CODE_MAX + 1, FAMILY_TEXT = 16, GRADE_TEXT = 5 };

/* A locked incident. Instants in microseconds, NO_INSTANT for what has not happened. */
struct incident_row {
    int64_t id, version;
    int64_t system_id; /* 0: of no system */
    int state;         /* enum incident_state */
    char contract[CONTRACT_CODE_TEXT];
    char code[INCIDENT_CODE_TEXT];
    char family[FAMILY_TEXT];
    char grade[GRADE_TEXT]; /* "": not graded */
    bool suburb, major;     /* attributes that clocks ask for */
    int64_t occurred_at, responded_at, remote_resolved_at, onsite_requested_at, arrived_at,
        resolved_at, closed_at;
};

/* An incident about to be recorded, with what the rules made of it. */
struct incident_new {
    int64_t contract_id, system_id; /* system 0: none */
    const struct incident_open_args *args;
    const char *grade, *computed_grade; /* NULL: none */
    const json_t *clauses;              /* list of those that gave the grade */
};

/* A penalty case: what happened, in the words of the pack's penalty rows. `code` is unique in the
 * contract; an incident's case has the incident's. */
struct case_new {
    int64_t contract_id, system_id;             /* system 0: none */
    const char *code, *type, *title, *incident; /* incident NULL: of none */
    int32_t on;
    const json_t *attributes;
};

/* A fact; never changed again. */
struct fact_new {
    int64_t contract_id, system_id; /* system 0: none */
    const char *clause, *name;      /* clause NULL: every clause */
    int64_t at_us;
};

/* ---- incidents (incident_store.c) ---- */

/* RC_CONFLICT, naming `code`, when the contract has an incident of that code. */
MUST_CHECK rc_t incident_insert(pg_t *db, const struct incident_new *row, int64_t *ret_id,
                                struct problem *problem);
/* Lock the incident that `ref` names; RC_NOT_FOUND. */
MUST_CHECK rc_t incident_lock(pg_t *db, const struct incident_ref *ref,
                              struct incident_row *ret_row, struct problem *problem);
/* Write state and instants. */
MUST_CHECK rc_t incident_write(pg_t *db, const struct incident_row *row, struct problem *problem);
/* Give the incident the grade, level, facts and clauses of `row`, and note them as a new grading.
 */
MUST_CHECK rc_t incident_grade_write(pg_t *db, int64_t id, const struct incident_new *row,
                                     struct problem *problem);
/* How it is graded: {"title","facts","grade","computed_grade","level"}; owned. */
MUST_CHECK rc_t incident_grading_read(pg_t *db, int64_t id, json_t **ret_grading,
                                      struct problem *problem);
/* RC_NOT_FOUND, naming `incident`, unless the contract has an incident of this code. */
MUST_CHECK rc_t incident_check(pg_t *db, int64_t contract_id, const char *code,
                               struct problem *problem);
/* A page {"items","next"}; `ref` (NULL: all) limits it to one. Owned by the caller. */
MUST_CHECK rc_t incident_rows(pg_t *db, const struct incident_ref *ref,
                              const struct sla_list_args *args, json_t **ret_page,
                              struct problem *problem);

/* ---- facts, cases, payments (sla_store.c) ---- */

/* RC_CONFLICT, naming `code`, when the contract has a case of that code. */
MUST_CHECK rc_t case_insert(pg_t *db, const struct case_new *row, int64_t *ret_id,
                            struct problem *problem);
/* Make the case of an incident, or give the one it has made the type and attributes of `row`; one
 * that is void stays void. RC_CONFLICT, naming `code`, when another case has the code. */
MUST_CHECK rc_t case_follow(pg_t *db, const struct case_new *row, struct problem *problem);
/* Void the case with this code; RC_NOT_FOUND, or RC_CONFLICT when it is void already. */
MUST_CHECK rc_t case_void(pg_t *db, int64_t contract_id, const char *code, int64_t *ret_id,
                          struct problem *problem);
/* The case as replies show it; owned. */
MUST_CHECK rc_t case_get(pg_t *db, int64_t id, json_t **ret_case, struct problem *problem);
/* RC_CONFLICT, naming `at`, when a fact that says the same stands. */
MUST_CHECK rc_t fact_insert(pg_t *db, const struct fact_new *row, int64_t *ret_id,
                            struct problem *problem);
/* The fact as replies show it; owned. */
MUST_CHECK rc_t fact_get(pg_t *db, int64_t id, json_t **ret_fact, struct problem *problem);
/* Facts of a contract in the order in which they were recorded. */
MUST_CHECK rc_t fact_rows(pg_t *db, const struct sla_list_args *args, json_t **ret_page,
                          struct problem *problem);
/* Payments in order of id. */
MUST_CHECK rc_t payment_rows(pg_t *db, const struct sla_list_args *args, json_t **ret_page,
                             struct problem *problem);

#endif
