/* Statements of the calendar feeds. Every call runs inside the caller's transaction; outputs stay
 * unchanged on failure. */
#ifndef FEED_STORE_H
#define FEED_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "feed_event.h"
#include "feed_periods.h"
#include "pg.h"
#include "report_wire.h"

/* A feed as its link finds it. */
struct feed {
    int64_t id, contract_id;
    char *contract, *title, *zone; /* owned; code, title and IANA zone of the contract */
    char *owner; /* owned; name of the team or person, NULL: the contract itself */
    bool personal;
    int32_t today;     /* business day in that zone */
    int64_t team_id;   /* whose systems it shows, 0: all */
    int64_t person_id; /* whose tasks it shows, 0: nobody's */
    char *mark;        /* owned; differs whenever what it shows may differ, but for the language */
    int64_t ruled_at;  /* when pack and calendar of the contract were loaded, the later of both */
};

/* The live feed whose token has this hash. RC_NOT_FOUND for none, a revoked one, or one of a person
 * who has left, all with the same words. The caller frees with feed_fini. */
MUST_CHECK rc_t feed_store_find(pg_t *db, const char *hash, struct feed *ret_feed,
                                struct problem *problem);
/* Free the texts. Safe on a zeroed struct. */
void feed_fini(struct feed *self);

/* Which rows a feed shows. */
struct feed_window {
    int32_t from, to; /* days, both counted */
    int64_t most;     /* rows, those nearest to the feed's today */
};
/* Give `each` the deadlines, phases and tasks of a feed in order of time; what it is given is
 * borrowed for the call. *ret_total: how many there are, shown or not. */
MUST_CHECK rc_t feed_store_events(pg_t *db, const struct feed *feed,
                                  const struct feed_window *window, feed_event_fn *each, void *arg,
                                  int64_t *ret_total, struct problem *problem);

/* A new feed. RC_NOT_FOUND names the contract, team or person that does not exist. */
MUST_CHECK rc_t feed_store_insert(pg_t *db, const struct feed_issue *issue, const char *hash,
                                  int64_t *ret_id, struct problem *problem);
/* Revoke a feed; *ret_changed false when it was already, or is none. */
MUST_CHECK rc_t feed_store_revoke(pg_t *db, int64_t id, bool *ret_changed, struct problem *problem);
/* Feeds by row: {"items","next"}. */
MUST_CHECK rc_t feed_store_list(pg_t *db, const struct feed_list *list, json_t **ret_list,
                                struct problem *problem);
/* One feed as the list shows it. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t feed_store_get(pg_t *db, int64_t id, json_t **ret_feed, struct problem *problem);

#endif
