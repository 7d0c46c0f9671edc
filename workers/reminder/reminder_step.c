/* One turn of the worker: a batch by every channel, and when the next turn is wanted. The step
 * never waits for a time; the host does, and wakes it by the bus as well. */
#include "reminder_step.h"

#include "reminder_app.h"
#include "reminder_chat.h"
#include "reminder_conf.h"
#include "reminder_mail.h"

/* The earlier of the channels' next times; a batch that was full asks for the next one at once. */
static void wake_at(struct step *step, bool full, int64_t next_us)
{
    int64_t at = full ? step->now_us : next_us;
    if (at < step->next_us)
        step->next_us = at;
}

/* One channel's batch, counted and heeded. */
static rc_t push_batch(struct step *step, const struct push *push)
{
    int64_t next_us = STEP_NEVER;
    int64_t count = 0;
    rc_t rc = reminder_push(step, push, &count, &next_us);
    if (rc != RC_OK)
        return rc;
    step->done += count;
    wake_at(step, count == REMINDER_MAIL_BATCH, next_us);
    return RC_OK;
}

/* Without a server the rows are not even looked at: they wait, and cost nothing (see the README).
 */
static rc_t push_mail(struct step *step, struct reminder_local *local)
{
    struct push push = { .channel = "mail",
                         .domain = local->domain,
                         .lang = local->lang,
                         .timeout_ms = local->mail.timeout_ms,
                         .send = reminder_mail_send,
                         .arg = local->mailer };
    return push_batch(step, &push);
}

/* One channel after the other by one poster: a robot in trouble costs the others one time limit,
 * after which it pauses by itself (robot_end.sql). */
static rc_t push_chats(struct step *step, const struct reminder_local *local)
{
    size_t count;
    const struct channel_row *rows = channel_rows(&count);
    rc_t rc = RC_OK;
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        struct chat chat = { .row = &rows[i], .poster = local->poster, .secrets = local->secrets };
        struct push push = { .channel = rows[i].name,
                             .domain = local->domain,
                             .lang = local->lang,
                             .timeout_ms = local->post.timeout_ms,
                             .send = reminder_chat_send,
                             .arg = &chat };
        rc = push_batch(step, &push);
    }
    return rc;
}

/* Notifications first: they cost milliseconds, and a message may cost its whole time limit. */
rc_t reminder_step(struct step *step)
{
    struct reminder_local *local = step->local;
    int64_t next_us = STEP_NEVER;
    int64_t count = 0;

    step->next_us = STEP_NEVER;
    rc_t rc = reminder_app_deliver(step, local->lang, &count, &next_us);
    if (rc != RC_OK)
        return rc;
    step->done = count;
    wake_at(step, count == REMINDER_APP_BATCH, next_us);
    if (local->mailer)
        rc = push_mail(step, local);
    return rc == RC_OK ? push_chats(step, local) : rc;
}

/* Any event may have planned a reminder. */
static const char *const WAKERS[] = { "", NULL };

const struct worker_def REMINDER_WORKER = {
    .name = "reminder",
    .fn = reminder_step,
    .wakers = WAKERS,
    .poll_ms = 1000, /* what no event announced is found within a second */
    .options = REMINDER_OPTIONS,
    .local_open = reminder_local_open,
    .local_destroy = reminder_local_destroy,
};
