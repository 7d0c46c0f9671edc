/* Statements about what people were told, inside the caller's transaction. JSON results are owned
 * by the caller; outputs stay unchanged on failure. */
#ifndef NOTICE_STORE_H
#define NOTICE_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "notice_wire.h"
#include "pg.h"

/* Reminders by the time they were planned for: {"items","next"}. */
MUST_CHECK rc_t notice_store_reminders(pg_t *db, const struct reminder_list *list,
                                       json_t **ret_list, struct problem *problem);
/* Notifications, newest first: {"items","next"}. */
MUST_CHECK rc_t notice_store_notifications(pg_t *db, const struct notification_list *list,
                                           json_t **ret_list, struct problem *problem);
/* One of them. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t notice_store_notification(pg_t *db, int64_t id, json_t **ret_notification,
                                          struct problem *problem);
/* Whose a notification is, and what of. */
struct notice_whose {
    int64_t contract_id, person_id;
    char *person;    /* owned; name of the person it is for */
    int64_t penalty; /* that it tells of; 0: of something else */
};
/* RC_NOT_FOUND for no such notification. The caller frees with notice_whose_fini. */
MUST_CHECK rc_t notice_store_whose(pg_t *db, int64_t id, struct notice_whose *ret_whose,
                                   struct problem *problem);
/* Free the name. Safe on a zeroed struct. */
void notice_whose_fini(struct notice_whose *self);

/* A receipt. */
struct notice_receipt {
    int64_t notification, now_us;
    const char *account; /* that says so */
    bool on_behalf;      /* it is nobody's: the person was only named */
};
/* Give it; *ret_first false when there was one before: then that one stands and nothing changed. */
MUST_CHECK rc_t notice_store_receipt(pg_t *db, const struct notice_receipt *receipt,
                                     bool *ret_first, struct problem *problem);
/* State that the notice of `penalty` was received with notification `id`, which was read. Owned
 * *ret_fact shows the fact; NULL when an earlier receipt had stated it. */
MUST_CHECK rc_t notice_store_fact(pg_t *db, int64_t id, int64_t penalty, json_t **ret_fact,
                                  struct problem *problem);

#endif
