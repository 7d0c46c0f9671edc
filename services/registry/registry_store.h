/* Statements of the registry. Every call runs inside the caller's transaction. JSON results are
 * owned by the caller; a list is {"items":[...],"next":cursor or null}. Outputs stay unchanged on
 * failure. */
#ifndef REGISTRY_STORE_H
#define REGISTRY_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "page.h"
#include "pg.h"
#include "registry_wire.h"

/* Store a version of a calendar with `days` ([{"day","kind","name"}] in order of day). *ret_loaded
 * is false when that version is there with the same days; RC_CONFLICT when it is there with others.
 */
MUST_CHECK rc_t registry_store_calendar(pg_t *db, const struct calendar_load *load,
                                        const json_t *days, int64_t *ret_id, bool *ret_loaded,
                                        struct problem *problem);
/* Calendars, oldest first. */
MUST_CHECK rc_t registry_store_calendars(pg_t *db, const struct page *page, json_t **ret_list,
                                         struct problem *problem);
/* Row of the version of calendar `code` loaded last. RC_REFUSED when none is loaded. */
MUST_CHECK rc_t registry_store_calendar_latest(pg_t *db, const char *code, int64_t *ret_id,
                                               struct problem *problem);

/* A pack as it is stored. */
struct pack_row {
    const char *name;
    int64_t version;
    const char *sha256; /* 64 hex digits */
    const char *body;
};
/* Store a pack: RC_OK with its row, or *ret_id 0 when the very text is there already. RC_CONFLICT
 * when this version or a newer one is there with another text. */
MUST_CHECK rc_t registry_store_pack(pg_t *db, const struct pack_row *row, int64_t *ret_id,
                                    struct problem *problem);
/* A stored pack without its text. */
struct pack_found {
    int64_t id, version;
    char sha256[65];
    char loaded_at[36]; /* RFC 3339 */
};
/* Version `version` of pack `name`, 0: the newest. RC_NOT_FOUND when it is not loaded. */
MUST_CHECK rc_t registry_store_pack_find(pg_t *db, const char *name, int64_t version,
                                         struct pack_found *ret_found, struct problem *problem);
/* Packs, oldest first, without titles. */
MUST_CHECK rc_t registry_store_packs(pg_t *db, const struct page *page, json_t **ret_list,
                                     struct problem *problem);

/* Whether a contract of this code exists (*ret_id, else 0), and whether it was opened from the
 * same. */
MUST_CHECK rc_t registry_store_contract_find(pg_t *db, const struct contract_open *open,
                                             int64_t *ret_id, bool *ret_same,
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
 * the code was taken meanwhile; nothing is then made. RC_INVALID for a person whose team the
 * contract lacks. */
MUST_CHECK rc_t registry_store_contract(pg_t *db, const struct contract_row *row, int64_t *ret_id,
                                        struct problem *problem);
/* Contracts, oldest first, or only the one of `code` (NULL: all). */
MUST_CHECK rc_t registry_store_contracts(pg_t *db, const char *code, const struct page *page,
                                         json_t **ret_list, struct problem *problem);
/* Row of a contract and of one of its teams (`team` NULL, or no such team: 0). RC_NOT_FOUND for no
 * such contract. */
MUST_CHECK rc_t registry_store_contract_id(pg_t *db, const char *code, const char *team,
                                           int64_t *ret_contract, int64_t *ret_team,
                                           struct problem *problem);

/* Add a person to a contract. RC_NOT_FOUND for the contract or team, RC_CONFLICT when somebody of
 * that name has that role there. */
MUST_CHECK rc_t registry_store_person(pg_t *db, const struct person_add *add, int64_t *ret_id,
                                      struct problem *problem);
/* People of a contract, oldest first, or only the row `id` (0: all). */
MUST_CHECK rc_t registry_store_people(pg_t *db, const struct person_list *list, int64_t id,
                                      json_t **ret_list, struct problem *problem);

/* Systems by contract and serial, each with the phase it is in. */
MUST_CHECK rc_t registry_store_systems(pg_t *db, const struct system_list *list, json_t **ret_list,
                                       struct problem *problem);
/* The one system, as in the list, with its cycles. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t registry_store_system(pg_t *db, const struct system_get *get, json_t **ret_system,
                                      struct problem *problem);

#endif
