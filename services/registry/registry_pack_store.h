/* Statements on calendars and packs. Every call runs inside the caller's transaction. JSON results
 * are owned by the caller; a list is {"items":[...],"next":cursor or null}. Outputs stay unchanged
 * on failure. */
#ifndef REGISTRY_PACK_STORE_H
#define REGISTRY_PACK_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "civil.h"
#include "page.h"
#include "pg.h"

/* A version of a calendar about to be stored. */
struct calendar_row {
    const char *code, *version;
    const json_t *days; /* [{"day","kind","name"}] in order of day */
};
/* What became of a calendar or a pack. */
struct stored {
    int64_t id;  /* its row; 0 for a pack that was there already */
    bool is_new; /* false: the very same was there already */
};
/* Store a version of a calendar. RC_CONFLICT when it is there with other days. */
MUST_CHECK rc_t registry_store_calendar(pg_t *db, const struct calendar_row *row,
                                        struct stored *ret_stored, struct problem *problem);
/* Calendars, oldest first. */
MUST_CHECK rc_t registry_store_calendars(pg_t *db, const struct page *page, json_t **ret_list,
                                         struct problem *problem);
/* Let the active contracts of the same calendar count by version `calendar` from now on, and wake
 * the scheduler for each. Owned *ret_moved lists them as calendar_move.sql says. */
MUST_CHECK rc_t registry_store_calendar_move(pg_t *db, int64_t calendar, json_t **ret_moved,
                                             struct problem *problem);
/* Row of the version of calendar `code` loaded last. RC_REFUSED when none is loaded. */
MUST_CHECK rc_t registry_store_calendar_latest(pg_t *db, const char *code, int64_t *ret_id,
                                               struct problem *problem);

/* A pack about to be stored. */
struct pack_row {
    const char *name;
    int64_t version;
    const char *sha256; /* 64 hex digits */
    const char *body;   /* kept to the byte */
};
/* Store a pack. RC_CONFLICT when this version or a newer one is there with another text. */
MUST_CHECK rc_t registry_store_pack(pg_t *db, const struct pack_row *row, struct stored *ret_stored,
                                    struct problem *problem);
/* A stored pack without its text. */
struct pack_found {
    int64_t id, version;
    char sha256[65];
    char loaded_at[INSTANT_TEXT]; /* RFC 3339 */
};
/* Which pack: version 0 is the newest. */
struct pack_wanted {
    const char *name;
    int64_t version;
};
/* RC_NOT_FOUND when it is not loaded. */
MUST_CHECK rc_t registry_store_pack_find(pg_t *db, const struct pack_wanted *wanted,
                                         struct pack_found *ret_found, struct problem *problem);
/* Name, version, hash and text of a stored pack, as JSON; owned. RC_NOT_FOUND for no such row. */
MUST_CHECK rc_t registry_store_pack_text(pg_t *db, int64_t id, json_t **ret_pack,
                                         struct problem *problem);
/* Packs, oldest first, without titles. */
MUST_CHECK rc_t registry_store_packs(pg_t *db, const struct page *page, json_t **ret_list,
                                     struct problem *problem);

#endif
