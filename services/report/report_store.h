/* Statements of the report. Every call runs inside the caller's transaction. JSON results are owned
 * by the caller; a list is {"items":[...],"next":cursor or null}. Outputs stay unchanged on
 * failure. */
#ifndef REPORT_STORE_H
#define REPORT_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "civil.h"
#include "pg.h"
#include "report_wire.h"

/* How a report on a contract begins. */
struct contract_head {
    int64_t id;
    char *title, *customer;   /* owned */
    char as_of[INSTANT_TEXT]; /* the business instant, RFC 3339 in the contract's zone */
    int32_t today;            /* its day there */
};
/* RC_NOT_FOUND for no such contract. The caller frees with contract_head_fini. */
MUST_CHECK rc_t report_store_head(pg_t *db, const char *contract, struct contract_head *ret_head,
                                  struct problem *problem);
/* Free the texts. Safe on a zeroed struct. */
void contract_head_fini(struct contract_head *self);

/* Systems of a contract with phases and lateness, by serial. */
MUST_CHECK rc_t report_store_progress(pg_t *db, const struct contract_head *head,
                                      const struct page *page, json_t **ret_list,
                                      struct problem *problem);
/* Totals per team as a list; `phases` is a list of phase numbers to count by. */
MUST_CHECK rc_t report_store_teams(pg_t *db, const struct contract_head *head, const json_t *phases,
                                   json_t **ret_teams, struct problem *problem);
/* Which unmet deadlines: the overdue ones, or those in time that are due on or before `until`. */
struct due_ask {
    bool overdue;
    int32_t until;
};
/* Unmet deadlines by due_at: {"items","total"}, at most MAX_LIST_LIMIT items. */
MUST_CHECK rc_t report_store_due(pg_t *db, const struct contract_head *head,
                                 const struct due_ask *ask, json_t **ret_due,
                                 struct problem *problem);
/* Penalties that stand: {"count","deduct_fen","by_clause"}, without titles. */
MUST_CHECK rc_t report_store_penalties(pg_t *db, const struct contract_head *head,
                                       json_t **ret_penalties, struct problem *problem);
/* Deliverables counted by how far they have come. */
MUST_CHECK rc_t report_store_documents(pg_t *db, const struct contract_head *head,
                                       json_t **ret_documents, struct problem *problem);

/* Everything a forecast reads, up to day `until`, as forecast_read takes it. One row beyond a ceiling
 * is read, so that forecast_read can tell. */
MUST_CHECK rc_t report_store_forecast(pg_t *db, const struct contract_head *head, int32_t until,
                                      json_t **ret_facts, struct problem *problem);
/* The newest event that the transaction's snapshot sees; 0 for none. */
MUST_CHECK rc_t report_store_event_seq(pg_t *db, int64_t *ret_seq, struct problem *problem);

/* Deadlines by due_at. */
MUST_CHECK rc_t report_store_deadlines(pg_t *db, const struct deadline_list *list,
                                       json_t **ret_list, struct problem *problem);
/* The first deadline of the list. RC_NOT_FOUND when it is empty. */
MUST_CHECK rc_t report_store_deadline(pg_t *db, const struct deadline_list *list,
                                      json_t **ret_deadline, struct problem *problem);
/* Rulings that moved a deadline, in the order they were made. */
MUST_CHECK rc_t report_store_moved(pg_t *db, const struct deadline_moved *moved, json_t **ret_list,
                                   struct problem *problem);
/* All rulings of a deadline, newest first. */
MUST_CHECK rc_t report_store_rulings(pg_t *db, int64_t deadline_id, json_t **ret_rulings,
                                     struct problem *problem);
/* Its clock events, oldest first. */
MUST_CHECK rc_t report_store_clock(pg_t *db, int64_t deadline_id, json_t **ret_clock,
                                   struct problem *problem);

/* Events in the order they became final: {"items","next","head"}. RC_NOT_FOUND when `after` names
 * no event. */
MUST_CHECK rc_t report_store_events(pg_t *db, const struct event_list *list, json_t **ret_list,
                                    struct problem *problem);

/* Insert an export and the job that makes it. RC_NOT_FOUND for no such contract. */
MUST_CHECK rc_t report_store_export(pg_t *db, const struct export_request *request, int64_t *ret_id,
                                    struct problem *problem);
/* Exports, newest first. */
MUST_CHECK rc_t report_store_exports(pg_t *db, const struct export_list *list, json_t **ret_list,
                                     struct problem *problem);
/* The export of a row. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t report_store_export_get(pg_t *db, const struct export_list *list,
                                        json_t **ret_export, struct problem *problem);

/* {"contract": code} of a row. RC_NOT_FOUND when there is none of that kind and number. */
MUST_CHECK rc_t report_store_subject(pg_t *db, const struct subject_contract *subject,
                                     json_t **ret_contract, struct problem *problem);

/* The first item of a list {"items":[...]}, which is given up; RC_NOT_FOUND naming `what` when it
 * is empty. */
MUST_CHECK rc_t report_store_take_first(json_t *list, const char *what, json_t **ret_item,
                                        struct problem *problem);

/* What is due at the business instant and not done: {"pending","parts"}. */
MUST_CHECK rc_t report_store_pending(pg_t *db, const char *contract, json_t **ret_pending,
                                     struct problem *problem);

#endif
