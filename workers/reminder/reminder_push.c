/* From a due row to a recorded end, one message at a time.
 *
 * Claim, in a transaction: take the row's lock, see whether it is still true and may go now, take
 * along what goes with it, write state, lease and the number of the try, commit.
 *
 * Send, outside of any transaction: a network may take its time, and an open transaction would keep
 * the whole database from cleaning up meanwhile.
 *
 * Record, in a transaction, only where the number of the try is still ours (JOB-05).
 *
 * A death between claim and record leaves one message in doubt. Its lease ends, the next worker
 * claims it, and the row counts that it may have arrived (SLA-03). */
#include "reminder_push.h"

#include <stdio.h>
#include <string.h>

#include "clk.h"
#include "push_message.h"
#include "quiet.h"
#include "reminder_step.h"

/* What a look at the ledger came to. */
enum claim_result {
    CLAIM_NONE,    /* nothing is due, or others have it */
    CLAIM_DECIDED, /* one was due and is not to be sent now */
    CLAIM_MESSAGE, /* one is to be sent */
};

/* One message taken for sending; what the committed try of the transaction found. */
struct claim {
    const struct step *step;
    const struct push *push;
    enum claim_result result;
    int64_t next_us; /* of CLAIM_NONE */
    int64_t robot;   /* the rest: of CLAIM_MESSAGE; 0: none */
    json_t *rows;    /* owned: what it tells */
    struct reminder_tries tries;
    struct reminder_text text;
    char message_id[REMINDER_MESSAGE_TEXT];
};

/* The transaction may run again: nothing of a failed try may be sent. */
static void claim_reset(struct claim *self)
{
    reminder_text_fini(&self->text);
    json_decref(self->rows);
    self->rows = NULL;
    self->tries.count = 0;
    self->result = CLAIM_NONE;
}

/* Whether a row can be told; if not it is closed here, for good and alone. Its text is made to see
 * whether it can be written: one that cannot must not spoil the message of others. */
static rc_t sift(pg_t *db, const struct claim *claim, const json_t *json, bool *ret_keep,
                 struct problem *problem)
{
    struct reminder_row row = reminder_row_read(json, claim->step->now_us);
    enum reminder_end end;
    struct reminder_text text;
    struct problem unwritable = { .rc = RC_OK };
    const char *why = push_obstacle(&row, row.robot == 0, &end);
    if (!why) {
        if (reminder_text_make(&row.notice, claim->push->lang, &text, &unwritable) != RC_OK) {
            end = REMINDER_FAILED;
            why = unwritable.text;
        }
        reminder_text_fini(&text);
    }
    *ret_keep = !why;
    return why ? reminder_store_close(db, row.id, end, why, problem) : RC_OK;
}

/* The reminders that go with `lead`, as `way` says, sifted into claim->rows. */
static rc_t gather(pg_t *db, struct claim *claim, const struct reminder_row *lead,
                   enum quiet_way way, struct problem *problem)
{
    static const char *const MODES[] = {
        [QUIET_ALONE] = "matter", [QUIET_KIND] = "kind", [QUIET_ALL] = "all"
    };
    struct reminder_ask ask = { .channel = claim->push->channel,
                                .now_us = claim->step->now_us,
                                .limit = REMINDER_GROUP_MAX,
                                .with = lead->id,
                                .mode = MODES[way] };
    json_t *found = NULL;
    claim->rows = json_array();
    rc_t rc = reminder_store_due(db, &ask, &found, problem);
    for (size_t i = 0; i < json_array_size(found) && rc == RC_OK; i++) {
        bool keep = false;
        rc = sift(db, claim, json_array_get(found, i), &keep, problem);
        if (keep)
            json_array_append(claim->rows, json_array_get(found, i));
    }
    json_decref(found);
    return rc;
}

/* The lease is longer than the message can take, so that nobody else begins while we are still
 * talking. The text is made before: one that cannot be written must not use up a try. */
static rc_t begin(pg_t *db, struct claim *claim, struct problem *problem)
{
    const struct push *push = claim->push;
    int64_t lease_s = 2 * push->timeout_ms / 1000 + REMINDER_LEASE_SPARE_S;
    for (size_t i = 0; i < json_array_size(claim->rows); i++)
        claim->tries.ids[claim->tries.count++] =
            json_integer_value(json_object_get(json_array_get(claim->rows, i), "id"));
    rc_t rc = push_text(claim->rows, claim->step->now_us, push->lang, &claim->text, problem);
    if (rc == RC_OK)
        rc = reminder_store_begin(db, lease_s, push->domain, &claim->tries, claim->message_id,
                                  problem);
    if (rc == RC_OK)
        claim->result = CLAIM_MESSAGE;
    return rc;
}

/* Group, then begin; a robot whose rate another worker used up meanwhile leaves all as it was. */
static rc_t take_message(pg_t *db, struct claim *claim, const struct reminder_row *lead,
                         enum quiet_way way, struct problem *problem)
{
    bool free = true;
    rc_t rc = gather(db, claim, lead, way, problem);
    if (rc != RC_OK || json_array_size(claim->rows) == 0)
        return rc;
    claim->robot = lead->robot;
    if (lead->robot)
        rc = robot_store_take(db, lead->robot, claim->step->now_us, &free, problem);
    return rc == RC_OK && free ? begin(db, claim, problem) : rc;
}

/* Everything that quiet.h needs to know comes from one statement, so that it is of one moment. */
static rc_t ask_way(pg_t *db, const struct claim *claim, const struct reminder_row *lead,
                    enum quiet_way *ret_way, int64_t *ret_until_us, struct problem *problem)
{
    json_t *json = NULL;
    rc_t rc = reminder_store_policy(db, lead->id, claim->step->now_us, &json, problem);
    if (rc != RC_OK)
        return rc;
    struct quiet_policy policy = quiet_policy_read(json, lead->notice.zone_minutes);
    struct quiet_ask ask = { .now_us = claim->step->now_us,
                             .try_us = lead->try_at,
                             .urgent = lead->urgent,
                             .held = lead->notice.held_us != INT64_MIN,
                             .retried = lead->message_id != NULL };
    *ret_way = quiet_way(&policy, &ask, ret_until_us);
    json_decref(json);
    return RC_OK;
}

/* What happens to the first reminder that is due: closed, held back, or sent with others. */
static rc_t take_lead(pg_t *db, struct claim *claim, const json_t *json, struct problem *problem)
{
    struct reminder_row lead = reminder_row_read(json, claim->step->now_us);
    enum quiet_way way = QUIET_ALONE;
    int64_t until_us = 0;
    bool keep = false;
    claim->result = CLAIM_DECIDED;
    rc_t rc = sift(db, claim, json, &keep, problem);
    if (rc != RC_OK || !keep)
        return rc;
    rc = ask_way(db, claim, &lead, &way, &until_us, problem);
    if (rc != RC_OK)
        return rc;
    if (way == QUIET_HOLD || way == QUIET_HOLD_KIND)
        return reminder_store_hold(db, lead.id, claim->step->now_us, until_us,
                                   way == QUIET_HOLD_KIND, problem);
    return take_message(db, claim, &lead, way, problem);
}

/* One at a time: a batch of leases would have to be as long as all its messages together, and a
 * death would leave all of them in doubt. */
static rc_t take_one(pg_t *db, void *arg, struct problem *problem)
{
    struct claim *claim = arg;
    json_t *rows = NULL;
    struct reminder_ask ask = { .channel = claim->push->channel,
                                .now_us = claim->step->now_us,
                                .limit = 1 };
    claim_reset(claim);
    rc_t rc = reminder_store_due(db, &ask, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (json_array_size(rows) > 0)
        rc = take_lead(db, claim, json_array_get(rows, 0), problem);
    else
        rc = reminder_store_next(db, claim->push->channel, &claim->next_us, problem);
    json_decref(rows);
    return rc;
}

/* What became of a try, for the transaction that records it. */
struct outcome {
    const struct claim *claim;
    enum verdict verdict;
    const char *reason;
};

/* By the numbers of the tries. Where the lease was lost, another worker's try is on its way and
 * this one's end is void. */
static rc_t record(pg_t *db, void *arg, struct problem *problem)
{
    const struct outcome *outcome = arg;
    const struct claim *claim = outcome->claim;
    int64_t now_us = claim->step->now_us;
    bool failed = outcome->verdict != VERDICT_SENT;
    struct reminder_failure failure = { .reason = outcome->reason,
                                        .uncertain = outcome->verdict == VERDICT_UNCERTAIN,
                                        .max_tries = REMINDER_MAX_TRIES };
    rc_t rc = failed ? reminder_store_retry(db, &claim->tries, now_us, &failure, problem)
                     : reminder_store_sent(db, &claim->tries, now_us, problem);
    if (rc == RC_OK && claim->robot)
        rc = robot_store_end(db, claim->robot, now_us, failed, problem);
    return rc;
}

/* Send what was claimed and record the end. *ret_sent: the other side took it. */
static rc_t send_one(struct claim *claim, bool *ret_sent)
{
    struct problem reason = { .rc = RC_OK };
    const json_t *lead = json_array_get(claim->rows, 0);
    struct push_message message = {
        .id = claim->message_id,
        .title = bytebuf_str(&claim->text.title),
        .body = bytebuf_str(&claim->text.body),
        .lead = lead,
        .items = claim->rows,
        .now_us = claim->step->now_us,
        .zone_minutes = reminder_row_read(lead, claim->step->now_us).notice.zone_minutes,
    };
    struct outcome outcome = { .claim = claim, .reason = reason.text };
    outcome.verdict = claim->push->send(claim->push->arg, &message, &reason);
    *ret_sent = outcome.verdict == VERDICT_SENT;
    return pg_tx(claim->step->db, PG_WRITE, record, &outcome, claim->step->problem);
}

/* One message from claim to end; *ret_go_on false when nothing is left or the other side is in
 * trouble: the application's channel then has its turn before the next try. */
static rc_t deliver_one(struct claim *claim, bool *ret_go_on)
{
    /* Machine time: a lease is kept by the machine's clock, whatever business time says. */
    int64_t began_ms = clk_mono_ms();
    rc_t rc = pg_tx(claim->step->db, PG_WRITE, take_one, claim, claim->step->problem);
    *ret_go_on = rc == RC_OK && claim->result != CLAIM_NONE;
    if (rc != RC_OK || claim->result != CLAIM_MESSAGE)
        return rc;
    /* Stopped for so long (SIGSTOP, a machine that slept: FI-02) that the lease may be another's by
     * now: leave the message to it. */
    if (clk_mono_ms() - began_ms > REMINDER_LEASE_SPARE_S * 1000LL)
        return RC_OK;
    return send_one(claim, ret_go_on);
}

/* Stops after a failed message: the other side is probably in trouble, and notifications should
 * have their turn before it is tried again; and after a slow one for the same reason: twenty mails
 * to a server that thinks for ten seconds would keep the application waiting for minutes. */
rc_t reminder_push(struct step *step, const struct push *push, int64_t *ret_count,
                   int64_t *ret_next_us)
{
    struct claim claim = { .step = step, .push = push, .next_us = step->now_us };
    rc_t rc = RC_OK;
    int64_t count = 0, began_ms = clk_mono_ms();
    for (bool go_on = true; go_on && rc == RC_OK && count < REMINDER_MAIL_BATCH;) {
        rc = deliver_one(&claim, &go_on);
        count += rc == RC_OK && claim.result != CLAIM_NONE;
        go_on = go_on && clk_mono_ms() - began_ms < REMINDER_TURN_MS;
    }
    claim_reset(&claim);
    *ret_count = count;
    *ret_next_us = claim.next_us;
    return rc;
}
