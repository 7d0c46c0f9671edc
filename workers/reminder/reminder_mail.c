#include "reminder_mail.h"

#include <stdio.h>
#include <string.h>

#include "clk.h"
#include "mail_head.h"
#include "reminder_row.h"
#include "reminder_step.h"
#include "reminder_store.h"

enum { ADDRESS_TEXT = MAIL_ADDRESS_MAX + 1 };

enum claim_result {
    CLAIM_NONE,    /* nothing is due, or other workers have it */
    CLAIM_DECIDED, /* one was due and needs no mail */
    CLAIM_MAIL,    /* one is to be sent */
};

/* One reminder taken for sending; what the committed try of the transaction found. */
struct claim {
    const struct step *step;
    const struct reminder_local *local;
    enum claim_result result;
    int64_t next_us;         /* of CLAIM_NONE */
    struct reminder_try try; /* the rest: of CLAIM_MAIL */
    struct reminder_text text;
    int zone_minutes;
    char to[ADDRESS_TEXT], message_id[REMINDER_MESSAGE_TEXT];
};

/* The transaction may run again: nothing of a failed try may be sent. */
static void claim_reset(struct claim *self)
{
    reminder_text_fini(&self->text);
    self->result = CLAIM_NONE;
}

/* Why a due reminder is not to be mailed, NULL when it is. */
static const char *obstacle(const struct reminder_row *row, enum reminder_end *ret_end)
{
    *ret_end = REMINDER_CANCELLED;
    if (!row->live)
        return REMINDER_UNTRUE;
    if (!row->email)
        return "the person has no mail address any more";
    *ret_end = REMINDER_FAILED;
    if (strlen(row->email) >= ADDRESS_TEXT)
        return "the mail address is too long";
    if (row->attempts >= REMINDER_MAX_TRIES)
        return "every try was cut off; the last one may have arrived";
    return NULL;
}

/* The lease is longer than the mail can take, so that nobody else begins while we are still
 * talking. */
static rc_t begin(pg_t *db, struct claim *claim, const struct reminder_row *row,
                  struct problem *problem)
{
    claim->try.id = row->id;
    claim->zone_minutes = row->notice.zone_minutes;
    snprintf(claim->to, sizeof(claim->to), "%s", row->email);
    int64_t lease_s = 2 * claim->local->mail.timeout_ms / 1000 + REMINDER_LEASE_SPARE_S;
    rc_t rc = reminder_store_begin(db, lease_s, claim->local->domain, &claim->try,
                                   claim->message_id, problem);
    if (rc == RC_OK)
        claim->result = CLAIM_MAIL;
    return rc;
}

/* The text is made before the claim: a text that cannot be written must not use up a try. */
static rc_t take_row(pg_t *db, struct claim *claim, const struct reminder_row *row,
                     struct problem *problem)
{
    enum reminder_end end;
    const char *why = obstacle(row, &end);
    struct problem unwritable = { .rc = RC_OK };
    if (!why &&
        reminder_text_make(&row->notice, claim->local->lang, &claim->text, &unwritable) != RC_OK) {
        end = REMINDER_FAILED;
        why = unwritable.text;
    }
    if (!why)
        return begin(db, claim, row, problem);
    claim->result = CLAIM_DECIDED;
    return reminder_store_close(db, row->id, end, why, problem);
}

/* One at a time: a batch of leases would have to be as long as all its mails together, and a
 * death would leave all of them in doubt. */
static rc_t take_one(pg_t *db, void *arg, struct problem *problem)
{
    struct claim *claim = arg;
    json_t *rows = NULL;
    claim_reset(claim);
    rc_t rc = reminder_store_due(db, "mail", claim->step->now_us, 1, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (json_array_size(rows) > 0) {
        struct reminder_row row = reminder_row_read(json_array_get(rows, 0), claim->step->now_us);
        rc = take_row(db, claim, &row, problem);
    } else {
        rc = reminder_store_next(db, "mail", &claim->next_us, problem);
    }
    json_decref(rows);
    return rc;
}

struct outcome {
    const struct claim *claim;
    enum mail_verdict verdict;
    const char *reason;
};

/* By the number of the try. When the lease was lost, another worker's try is on its way and
 * this one's end is void. */
static rc_t record(pg_t *db, void *arg, struct problem *problem)
{
    const struct outcome *outcome = arg;
    const struct claim *claim = outcome->claim;
    int64_t now_us = claim->step->now_us;
    if (outcome->verdict == MAIL_SENT)
        return reminder_store_sent(db, claim->try, now_us, claim->text.late, problem);
    struct reminder_failure failure = { .reason = outcome->reason,
                                        .uncertain = outcome->verdict == MAIL_UNCERTAIN,
                                        .max_tries = REMINDER_MAX_TRIES };
    return reminder_store_retry(db, claim->try, now_us, &failure, problem);
}

/* Send what was claimed and record the end. *ret_sent: the server took it. */
static rc_t send_one(struct claim *claim, bool *ret_sent)
{
    struct problem reason = { .rc = RC_OK };
    struct mail mail = {
        .to = claim->to,
        .subject = bytebuf_str(&claim->text.title),
        .body = bytebuf_str(&claim->text.body),
        .message_id = claim->message_id,
        .date_us = claim->step->now_us,
        .zone_minutes = claim->zone_minutes,
    };
    struct outcome outcome = { .claim = claim, .reason = reason.text };
    outcome.verdict = mailer_send(claim->local->mailer, &mail, &reason);
    *ret_sent = outcome.verdict == MAIL_SENT;
    return pg_tx(claim->step->db, PG_WRITE, record, &outcome, claim->step->problem);
}

/* One reminder from claim to end; *ret_go_on false when nothing is left or the server is in
 * trouble: the application's channel then has its turn before the next try. */
static rc_t deliver_one(struct claim *claim, bool *ret_go_on)
{
    int64_t began_ms = clk_mono_ms();
    rc_t rc = pg_tx(claim->step->db, PG_WRITE, take_one, claim, claim->step->problem);
    *ret_go_on = rc == RC_OK && claim->result != CLAIM_NONE;
    if (rc != RC_OK || claim->result != CLAIM_MAIL)
        return rc;
    /* Stopped for so long that the lease may be another's by now: leave the mail to it. */
    if (clk_mono_ms() - began_ms > REMINDER_LEASE_SPARE_S * 1000LL)
        return RC_OK;
    return send_one(claim, ret_go_on);
}

/* Stops after a failed mail: the server is probably in trouble, and notifications should have
 * their turn before it is tried again. */
rc_t reminder_mail_deliver(struct step *step, struct reminder_local *local, int64_t *ret_count,
                           int64_t *ret_next_us)
{
    struct claim claim = { .step = step, .local = local, .next_us = step->now_us };
    rc_t rc = RC_OK;
    int64_t count = 0;
    for (bool go_on = true; go_on && rc == RC_OK && count < REMINDER_MAIL_BATCH;) {
        rc = deliver_one(&claim, &go_on);
        count += rc == RC_OK && claim.result != CLAIM_NONE;
    }
    reminder_text_fini(&claim.text);
    *ret_count = count;
    *ret_next_us = claim.next_us;
    return rc;
}
