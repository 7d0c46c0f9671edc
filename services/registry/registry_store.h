/* Statements on contracts, people and systems. Every call runs inside the caller's transaction.
 * JSON results are owned by the caller; a list is {"items":[...],"next":cursor or null}. Outputs
 * stay unchanged on failure. */
#ifndef REGISTRY_STORE_H
#define REGISTRY_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "page.h"
#include "pg.h"
#include "registry_wire.h"

/* A contract that has the code wanted. */
struct contract_match {
    bool exists;
    bool same; /* opened from the same pack on the same day, with the total and readings where asked
                */
};
/* Whether a contract of this code exists, and whether it is what would be opened. */
MUST_CHECK rc_t registry_store_contract_match(pg_t *db, const struct contract_open *open,
                                              struct contract_match *ret_match,
                                              struct problem *problem);
/* A contract about to be made. */
struct contract_row {
    const struct contract_open *open;
    int64_t pack_id, calendar_id;
    const char *title, *customer, *zone;
    int64_t total_fen;
    int32_t service_from, service_to;
    const json_t *teams;   /* [{"code","name"}] in the pack's order */
    const json_t *systems; /* [{"serial","name","grade","team","clause"}] */
};
/* Make the contract with its teams, systems and people, and wake the scheduler. *ret_id is 0 when
 * the code was taken meanwhile; nothing is then made. RC_INVALID for a system or person whose team
 * the contract lacks. */
MUST_CHECK rc_t registry_store_contract(pg_t *db, const struct contract_row *row, int64_t *ret_id,
                                        struct problem *problem);
/* Contracts, oldest first, or only the one of `code` (NULL: all). */
MUST_CHECK rc_t registry_store_contracts(pg_t *db, const char *code, const struct page *page,
                                         json_t **ret_list, struct problem *problem);
/* RC_NOT_FOUND unless there is a contract of this code. */
MUST_CHECK rc_t registry_store_contract_exists(pg_t *db, const char *code, struct problem *problem);

/* Add a person to a contract. RC_NOT_FOUND for the contract or team, RC_CONFLICT when somebody of
 * that name has that role there. */
MUST_CHECK rc_t registry_store_person(pg_t *db, const struct person_add *add, int64_t *ret_id,
                                      struct problem *problem);
/* People of a contract, oldest first. */
MUST_CHECK rc_t registry_store_people(pg_t *db, const struct person_list *list, json_t **ret_list,
                                      struct problem *problem);

/* Systems by contract and serial, each with the phase it is in. */
MUST_CHECK rc_t registry_store_systems(pg_t *db, const struct system_list *list, json_t **ret_list,
                                       struct problem *problem);
/* The first system of the list with its cycles. RC_NOT_FOUND when the list is empty. */
MUST_CHECK rc_t registry_store_system(pg_t *db, const struct system_list *list, json_t **ret_system,
                                      struct problem *problem);
/* Give a system another name. RC_NOT_FOUND; RC_STALE unless the version is 0 or its own. Owned
 * *ret_was says what an event of it tells: {"contract","serial","name"}, the name that it had. */
MUST_CHECK rc_t registry_store_rename(pg_t *db, const struct system_rename *rename,
                                      json_t **ret_was, struct problem *problem);

#endif
