#include "reminder_step.h"

#include "reminder_app.h"
#include "reminder_conf.h"
#include "reminder_mail.h"

/* The earlier of the channels' next times; a batch that was full asks for the next one at once. */
static void wake_at(struct step *step, bool full, int64_t next_us)
{
    int64_t at = full ? step->now_us : next_us;
    if (at < step->next_us)
        step->next_us = at;
}

/* Notifications first: they cost milliseconds, and a mail may cost its whole time limit. */
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
    if (!local->mailer)
        return RC_OK;

    rc = reminder_mail_deliver(step, local, &count, &next_us);
    step->done += count;
    wake_at(step, count == REMINDER_MAIL_BATCH, next_us);
    return rc;
}

static const char *const WAKERS[] = { "", NULL };

const struct worker_def REMINDER_WORKER = {
    .name = "reminder",
    .fn = reminder_step,
    .wakers = WAKERS,
    .poll_ms = 1000,
    .options = REMINDER_OPTIONS,
    .local_open = reminder_local_open,
    .local_destroy = reminder_local_destroy,
};
