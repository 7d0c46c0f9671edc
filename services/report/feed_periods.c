/* Days around holidays on which the pack asks for work: the holiday itself, the day before and the day after it. The
 * holidays are the calendar's, the clauses that ask the pack's. */
#include "feed_periods.h"

#include <string.h>

#include "bytebuf.h"
#include "feed_words.h"

enum { NOTE_BYTES = 2 << 10, CLAUSES_MAX = 12 /* named behind a period */ };

/* Work that the pack wants before and after holidays. */
static bool is_special(const struct pack_recurring *row)
{
    return row->again.per == SLOT_SPECIAL && !row->same_as;
}

/* Which clauses ask for it, "X-1 work, X-2 ..."; empty when none does. Beyond CLAUSES_MAX an
 * ellipsis, for whoever wants all reads the pack. */
static rc_t clauses_text(const pack_t *pack, enum lang lang, struct bytebuf *out)
{
    size_t shown = 0;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->recurring.count && rc == RC_OK; i++) {
        const struct pack_recurring *row = &pack->recurring.rows[i];
        if (!is_special(row))
            continue;
        if (shown++ == CLAUSES_MAX)
            return bytebuf_text(out, " …");
        rc = bytebuf_fmt(out, "%s%s %s", shown > 1 ? tr(lang, "；", "; ") : "", row->clause,
                         row->title);
    }
    return rc;
}

/* A holiday with the days around it; its first day names it, whatever the notice is called. */
static struct feed_event event_of(const struct feed_periods *self,
                                  const struct calendar_holiday *holiday, const char *note)
{
    return (struct feed_event){
        .kind = FEED_PERIOD,
        .id = holiday->from - 1,
        .from = holiday->from - 1,
        .to = holiday->to + 1,
        .at = INT64_MIN,
        .changed_at = self->changed_at,
        .state = "",
        .title = holiday->name,
        .note = note,
    };
}

rc_t feed_periods_each(const struct feed_periods *self, feed_event_fn *each, void *arg,
                       struct problem *problem)
{
    struct calendar_holiday holiday;
    struct bytebuf note;
    bytebuf_init(&note, NOTE_BYTES);
    if (clauses_text(self->pack, self->lang, &note) != RC_OK)
        bytebuf_reset(&note); /* a title beyond reason: the days are what counts */
    bool wanted = false;
    for (size_t i = 0; i < self->pack->recurring.count; i++)
        wanted = wanted || is_special(&self->pack->recurring.rows[i]);
    rc_t rc = RC_OK;
    int32_t day = self->from - 1; /* the day after a holiday may be the first one shown */
    while (wanted && rc == RC_OK && calendar_holiday_from(self->calendar, day, &holiday) &&
           holiday.from - 1 <= self->to) {
        struct feed_event event = event_of(self, &holiday, bytebuf_str(&note));
        rc = each(arg, &event, problem);
        day = holiday.to + 1;
    }
    bytebuf_fini(&note);
    return rc;
}
