/* The reminders of one message, and its text: what may go into it, whom it names, and whether it is
 * one matter told in full or a list. Pure. */
#ifndef PUSH_MESSAGE_H
#define PUSH_MESSAGE_H

#include "lang.h"
#include "reminder_row.h"
#include "reminder_store.h"

/* Why a due reminder is not to be sent by a channel to people (`mail`: to their address), NULL when
 * it is; *ret_end says how it ends then. */
const char *push_obstacle(const struct reminder_row *row, bool mail, enum reminder_end *ret_end);
/* Text of the rows (of reminder_due.sql, at least one) as one message. One matter is told in full,
 * to everybody it is told to; several are listed. The caller frees with reminder_text_fini on
 * success and failure alike. */
MUST_CHECK rc_t push_text(const json_t *rows, int64_t now_us, enum lang lang,
                          struct reminder_text *ret_text, struct problem *problem);

#endif
