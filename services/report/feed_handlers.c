/* Calendar feeds: made and revoked by who runs the contract, read by whoever holds the link. */
#include <stdio.h>
#include <string.h>

#include "contract_frame.h"
#include "feed_periods.h"
#include "feed_store.h"
#include "feed_text.h"
#include "report_handlers.h"
#include "report_wire.h"
#include "secret_token.h"

/* Days shown before and after today, and how many rows at most: what a person looks at, and what
 * fits into a reply (about 1 KB a row). */
enum { DAYS_BEFORE = 92, DAYS_AFTER = 400, ROWS_MAX = 1500 };

/* ---- issue, list, revoke ---- */

/* The link goes with the token: a caller that does not know our paths can show it. */
static json_t *secret_of(const char *token)
{
    return json_pack("{s:s, s:s++}", "token", token, "path", "/api/v1/calendar/", token, ".ics");
}

/* The event says who has a feed, never how to read it. */
static rc_t tell(struct call *call, const char *kind, int64_t id)
{
    const char *contract = json_string_value(json_object_get(call->result, "contract"));
    json_t *data = json_pack("{s:O, s:O, s:O}", "scope", json_object_get(call->result, "scope"),
                             "team", json_object_get(call->result, "team"), "person",
                             json_object_get(call->result, "person"));
    return call_event(call, contract, kind, "calendar_feed", id, data);
}

/* The token leaves this function in `once`: it is neither stored with the reply nor logged. */
rc_t on_feed_issue(struct call *call)
{
    struct feed_issue issue;
    char token[SECRET_TOKEN_TEXT];
    char hash[SECRET_HASH_TEXT];
    int64_t id = 0;
    rc_t rc = report_read_feed_issue(call->args, &issue, call->problem);
    if (rc == RC_OK)
        rc = secret_token_make(token, call->problem);
    if (rc == RC_OK)
        rc =
            feed_store_insert(call->db, &issue, secret_token_hash(token, hash), &id, call->problem);
    if (rc == RC_OK)
        rc = feed_store_get(call->db, id, &call->result, call->problem);
    if (rc == RC_OK)
        rc = tell(call, "feed.issued", id);
    if (rc == RC_OK)
        call->once = secret_of(token);
    return rc;
}

rc_t on_feed_list(struct call *call)
{
    struct feed_list list;
    rc_t rc = report_read_feed_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = feed_store_list(call->db, &list, &call->result, call->problem);
    return rc;
}

/* Twice does no harm: whoever is in doubt may revoke again. */
rc_t on_feed_revoke(struct call *call)
{
    int64_t id = 0;
    bool changed = false;
    rc_t rc = report_read_feed_revoke(call->args, &id, call->problem);
    if (rc == RC_OK)
        rc = feed_store_revoke(call->db, id, &changed, call->problem);
    if (rc == RC_OK)
        rc = feed_store_get(call->db, id, &call->result, call->problem);
    if (rc == RC_OK && changed)
        rc = tell(call, "feed.revoked", id);
    return rc;
}

/* ---- get ---- */

/* A feed_event_fn. */
static rc_t show(void *arg, const struct feed_event *event, struct problem *problem)
{
    return feed_text_add(arg, event, problem);
}

static rc_t show_rows(struct call *call, const struct feed *feed, struct feed_text *text)
{
    const struct feed_window window = { feed->today - DAYS_BEFORE, feed->today + DAYS_AFTER,
                                        ROWS_MAX };
    int64_t total = 0;
    rc_t rc = feed_store_events(call->db, feed, &window, show, text, &total, call->problem);
    if (rc == RC_OK && total > ROWS_MAX)
        text->left_out += (size_t)(total - ROWS_MAX);
    return rc;
}

/* Only those of the time that the contract serves. */
static rc_t show_periods(struct call *call, const struct feed *feed, struct feed_text *text)
{
    struct contract_frame frame;
    rc_t rc = contract_frame_load(call->local, call->db, feed->contract_id, &frame, call->problem);
    if (rc != RC_OK)
        return rc;
    int32_t from = feed->today - DAYS_BEFORE;
    int32_t to = feed->today + DAYS_AFTER;
    const struct feed_periods periods = {
        .pack = frame.pack,
        .calendar = frame.calendar.calendar,
        .from = from > frame.service_from ? from : frame.service_from,
        .to = to < frame.service_to ? to : frame.service_to,
        .changed_at = feed->ruled_at,
        .lang = text->head.lang,
    };
    rc = feed_periods_each(&periods, show, text, call->problem);
    contract_frame_fini(&frame);
    return rc;
}

/* A feed's version: whoever has one of this name has these bytes. To be raised with whatever else
 * the text is made of: words, form, window. */
enum { TEXT_EDITION = 1, VERSION_TEXT = 48, MARK_CHARS = 32 };

static const char *version_of(const struct feed *feed, const char *lang, char out[VERSION_TEXT])
{
    snprintf(out, VERSION_TEXT, "%.*s.%s.%d", MARK_CHARS, feed->mark, lang, TEXT_EDITION);
    return out;
}

/* The counts go along for programs; a person reads them in the calendar. */
static rc_t finish(struct call *call, const struct feed_text *text)
{
    struct bytebuf out;
    bytebuf_init(&out, FEED_BYTES_MAX);
    rc_t rc = feed_text_end(text, &out, call->problem);
    if (rc == RC_OK)
        call->result = json_pack("{s:s, s:I, s:I}", "text", bytebuf_str(&out), "events",
                                 (json_int_t)text->count, "left_out", (json_int_t)text->left_out);
    bytebuf_fini(&out);
    return rc;
}

/* `feed` and `head` outlive the text: it borrows from them. */
static rc_t show_feed(struct call *call, const struct feed *feed, enum lang lang)
{
    struct feed_text text;
    struct feed_head head = {
        .contract = feed->contract,
        .title = feed->title,
        .owner = feed->owner,
        .personal = feed->personal,
        .zone = feed->zone,
        .lang = lang,
    };
    if (!civil_zone(feed->zone, &head.zone_minutes))
        head.zone = "UTC"; /* no rule knows the zone: instants are right in any case */
    feed_text_init(&text, &head);
    rc_t rc = show_rows(call, feed, &text);
    if (rc == RC_OK)
        rc = show_periods(call, feed, &text);
    if (rc == RC_OK)
        rc = finish(call, &text);
    feed_text_fini(&text);
    return rc;
}

/* What the caller has already is neither read nor written again: that is what most programs are
 * told each time they ask. */
static rc_t show_unless_known(struct call *call, const struct feed *feed,
                              const struct feed_get *get)
{
    char version[VERSION_TEXT];
    enum lang lang = LANG_ZH;
    lang_from_text(get->lang, &lang); /* read_feed_get has checked it */
    version_of(feed, get->lang, version);
    bool known = get->known && strstr(get->known, version);
    rc_t rc = known ? RC_OK : show_feed(call, feed, lang);
    if (known)
        call->result = json_object();
    if (rc == RC_OK)
        json_object_set_new(call->result, "version", json_string(version));
    return rc;
}

/* The link is the credential: who holds it needs no other, and one that shows nothing is told like
 * one that never was. */
rc_t on_feed_get(struct call *call)
{
    struct feed_get get;
    struct feed feed;
    char hash[SECRET_HASH_TEXT];
    rc_t rc = report_read_feed_get(call->args, &get, call->problem);
    if (rc == RC_OK)
        rc = feed_store_find(call->db, secret_token_hash(get.token, hash), &feed, call->problem);
    if (rc != RC_OK)
        return rc;
    rc = show_unless_known(call, &feed, &get);
    feed_fini(&feed);
    return rc;
}
