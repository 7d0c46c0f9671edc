/* Statements of rulebook.c: bodies of packs, days of calendars. */
#ifndef RULEBOOK_STORE_H
#define RULEBOOK_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "calendar.h"
#include "pg.h"

/* Name and text of a pack by its row; both owned by the caller. RC_NOT_FOUND for no such row. */
MUST_CHECK rc_t rulebook_store_pack(pg_t *db, int64_t pack_id, char **ret_name, char **ret_body,
                                    struct problem *problem);
/* Text of the newest version of a pack among the rows before `before_id` (INT64_MAX: all); owned by
 * the caller. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t rulebook_store_used(pg_t *db, const char *name, int64_t before_id, char **ret_body,
                                    struct problem *problem);
/* A calendar with all its days; the caller destroys it. RC_NOT_FOUND for no such row. */
MUST_CHECK rc_t rulebook_store_calendar(pg_t *db, int64_t calendar_id, calendar_t **ret_calendar,
                                        struct problem *problem);

#endif
