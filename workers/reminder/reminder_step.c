/* One turn of the worker: a batch by every channel, and when the next turn is wanted. The step
 * never waits for a time; the host does, and wakes it by the bus as well. */
#include "reminder_step.h"

#include <assert.h>

#include "reminder_app.h"
#include "reminder_chat.h"
#include "reminder_conf.h"
#include "reminder_mail.h"
#include "reminder_store.h"

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

/* The application's batch, counted and heeded. */
static rc_t deliver_app(struct step *step, const struct reminder_local *local)
{
    int64_t next_us = STEP_NEVER;
    int64_t count = 0;
    rc_t rc = reminder_app_deliver(step, local->lang, &count, &next_us);
    if (rc != RC_OK)
        return rc;
    step->done += count;
    wake_at(step, count == REMINDER_APP_BATCH, next_us);
    return RC_OK;
}

static rc_t push_mail(struct step *step, const struct reminder_local *local)
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
static rc_t push_chat(struct step *step, const struct reminder_local *local,
                      const struct channel_row *row)
{
    struct chat chat = { .row = row, .poster = local->poster, .secrets = local->secrets };
    struct push push = { .channel = row->name,
                         .domain = local->domain,
                         .lang = local->lang,
                         .timeout_ms = local->post.timeout_ms,
                         .send = reminder_chat_send,
                         .arg = &chat };
    return push_batch(step, &push);
}

/* The channels in the order in which they have their turn. Notifications first: they cost
 * milliseconds, and a message may cost its whole time limit. */
enum { TURN_APP, TURN_MAIL, TURN_CHATS };

struct turns {
    const char *names[REMINDER_LOOK_MAX];
    int64_t at_us[REMINDER_LOOK_MAX]; /* when the first reminder of each may be tried */
    size_t count;
};

static void name_turns(struct turns *turns)
{
    size_t chats;
    const struct channel_row *rows = channel_rows(&chats);
    turns->names[TURN_APP] = "app";
    turns->names[TURN_MAIL] = "mail";
    turns->count = TURN_CHATS + chats;
    assert(turns->count <= REMINDER_LOOK_MAX);
    for (size_t i = 0; i < chats; i++)
        turns->names[TURN_CHATS + i] = rows[i].name;
}

static rc_t look(pg_t *db, void *arg, struct problem *problem)
{
    struct turns *turns = arg;
    return reminder_store_look(db, turns->names, turns->count, turns->at_us, problem);
}

static rc_t take_turn(struct step *step, size_t turn)
{
    size_t chats;
    const struct reminder_local *local = step->local;
    if (turn == TURN_APP)
        return deliver_app(step, local);
    if (turn == TURN_MAIL)
        return push_mail(step, local);
    return push_chat(step, local, &channel_rows(&chats)[turn - TURN_CHATS]);
}

/* Only channels with something due have their turn; the others say when they will. Without a mail
 * server its rows are not even looked at: they wait, and cost nothing (see the README). */
rc_t reminder_step(struct step *step)
{
    const struct reminder_local *local = step->local;
    struct turns turns;
    step->next_us = STEP_NEVER;
    name_turns(&turns);
    rc_t rc = pg_tx(step->db, PG_READ, look, &turns, step->problem);
    for (size_t i = 0; rc == RC_OK && i < turns.count; i++) {
        if (i == TURN_MAIL && !local->mailer)
            continue;
        if (turns.at_us[i] <= step->now_us)
            rc = take_turn(step, i);
        else
            wake_at(step, false, turns.at_us[i]);
    }
    return rc;
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
