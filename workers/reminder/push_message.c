/* What goes into one message, and what keeps a row out of it. */
#include "push_message.h"

#include <string.h>

#include "mail_head.h"
#include "memory.h"
#include "reminder_digest.h"
#include "reminder_step.h"

/* Of the greeting: some dozens of names; the rest are told all the same. */
enum { NAMES_BYTES = 1024 };
static const char BETWEEN[] = "、"; /* of two names */

/* In order of how surely it ends: what is not true any more is cancelled whatever else is wrong
 * with it; an address may come back, but this row's time is over. The last one is the poison pill's
 * end: a message that kills its worker is claimed as often as any other (JOB-06). */
const char *push_obstacle(const struct reminder_row *row, bool mail, enum reminder_end *ret_end)
{
    *ret_end = REMINDER_CANCELLED;
    if (!row->live)
        return REMINDER_UNTRUE;
    if (mail && !row->email)
        return "the person has no mail address any more";
    *ret_end = REMINDER_FAILED;
    if (mail && strlen(row->email) > MAIL_ADDRESS_MAX)
        return "the mail address is too long";
    if (row->attempts >= REMINDER_MAX_TRIES)
        return "every try was cut off; the last one may have arrived";
    return NULL;
}

/* Whether the list has the name whole: 李明 is not named by 李明华. */
static bool is_named(const char *names, const char *name)
{
    while (*names) {
        const char *end = strstr(names, BETWEEN);
        size_t len = end ? (size_t)(end - names) : strlen(names);
        if (len == strlen(name) && memcmp(names, name, len) == 0)
            return true;
        names += len + (end ? strlen(BETWEEN) : 0);
    }
    return false;
}

/* Names of those addressed, each once, as many as fit. */
static void name_people(const json_t *rows, struct bytebuf *out)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(rows, i), "person"));
        if (is_named(bytebuf_str(out), name))
            continue;
        if (out->len + strlen(name) + sizeof(BETWEEN) > NAMES_BYTES)
            return;
        if ((out->len > 0 && bytebuf_text(out, BETWEEN) != RC_OK) ||
            bytebuf_text(out, name) != RC_OK)
            return;
    }
}

/* Rows of different matters, each matter once. Returns their number. */
static size_t matters(const json_t *rows, int64_t now_us, struct reminder_notice *notices)
{
    size_t count = 0;
    const char *before = "";
    for (size_t i = 0; i < json_array_size(rows); i++) {
        struct reminder_row row = reminder_row_read(json_array_get(rows, i), now_us);
        if (strcmp(row.matter, before) != 0)
            notices[count++] = row.notice;
        before = row.matter;
    }
    return count;
}

/* One matter is told in full with its reasons; of several only their titles, or nobody would read
 * on. */
rc_t push_text(const json_t *rows, int64_t now_us, enum lang lang, struct reminder_text *ret_text,
               struct problem *problem)
{
    struct bytebuf names;
    struct reminder_notice *notices = mem_array(json_array_size(rows), sizeof(*notices));
    bytebuf_init(&names, NAMES_BYTES);
    name_people(rows, &names);
    size_t count = matters(rows, now_us, notices);
    notices[0].person = bytebuf_str(&names);
    rc_t rc = count == 1 ? reminder_text_make(&notices[0], lang, ret_text, problem)
                         : reminder_digest_make(notices, count, bytebuf_str(&names), lang, ret_text,
                                                problem);
    bytebuf_fini(&names);
    mem_free(notices);
    return rc;
}
