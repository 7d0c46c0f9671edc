/* The packs and calendars stored in the database, parsed once per thread. Their rows never change,
 * so a parsed one is right for ever. Not thread-safe: one per thread, kept as a service's or
 * worker's `local`. */
#ifndef RULEBOOK_H
#define RULEBOOK_H

#include <stdint.h>

#include "calendar.h"
#include "pack.h"
#include "pg.h"

typedef struct rulebook rulebook_t;

enum { RULEBOOK_KEEP = 16 }; /* packs and calendars kept; beyond it the one longest unused goes */

/* Empty rulebook. Never NULL; caller destroys. */
rulebook_t *rulebook_new(void);
/* Free it with all packs and calendars it lent, and set *self_p to NULL. Safe on NULL. */
void rulebook_destroy(rulebook_t **self_p);
/* The two above for the local_new and local_destroy slots of service_def and worker_def. */
void *rulebook_local_new(void);
/* rulebook_destroy for the local_destroy slot: `local` is what rulebook_local_new gave, or NULL. */
void rulebook_local_destroy(void *local);

/* Pack of a row of table `pack`. What it `use:`s is the newest version that was loaded before it,
 * so a pack once loaded always reads the same. *ret_pack is borrowed: valid until RULEBOOK_KEEP - 1
 * other packs were asked for. RC_NOT_FOUND for no such row. */
MUST_CHECK rc_t rulebook_pack(rulebook_t *self, pg_t *db, int64_t pack_id, const pack_t **ret_pack,
                              struct problem *problem);
/* Calendar of a row of table `calendar_version`. Borrowed, with the same validity. */
MUST_CHECK rc_t rulebook_calendar(rulebook_t *self, pg_t *db, int64_t calendar_id,
                                  const calendar_t **ret_calendar, struct problem *problem);
/* Read a pack that is not stored yet; what it `use:`s is the newest loaded version. Caller destroys
 * *ret_pack. As pack_read. */
MUST_CHECK rc_t rulebook_read(pg_t *db, const char *bytes, size_t len, const char *file_name,
                              pack_t **ret_pack, struct problem *problem);

#endif
