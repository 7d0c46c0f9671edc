/* The application's channel. It needs no lease and no retry: what is told and that it was told are
 * one transaction, so a notification can be neither lost nor doubled by any death (OUT-01). */
#include "reminder_app.h"

#include "memory.h"
#include "reminder_row.h"
#include "reminder_step.h"
#include "reminder_store.h"

/* One batch; the outputs belong to the try of the transaction that was committed. */
struct app_batch {
    const struct step *step;
    enum lang lang;
    int64_t count, next_us; /* of the try that was committed */
};

/* One row, put among what is shown or closed. A text that cannot be written ends its reminder, not
 * the batch. */
static rc_t decide(pg_t *db, const struct reminder_row *row, enum lang lang,
                   struct reminder_shown *shown, struct problem *problem)
{
    struct reminder_text *text = &shown->texts[shown->count];
    struct problem unwritable = { .rc = RC_OK };
    if (!row->live)
        return reminder_store_close(db, row->id, REMINDER_CANCELLED, REMINDER_UNTRUE, problem);
    if (reminder_text_make(&row->notice, lang, text, &unwritable) != RC_OK) {
        reminder_text_fini(text);
        return reminder_store_close(db, row->id, REMINDER_FAILED, unwritable.text, problem);
    }
    shown->ids[shown->count++] = row->id;
    return RC_OK;
}

/* All that can be told in one statement. One failing statement rolls the whole batch back; a row
 * that cannot be written was closed by `decide` instead. */
static rc_t deliver_rows(pg_t *db, const struct app_batch *batch, const json_t *rows,
                         struct problem *problem)
{
    struct reminder_shown *shown = mem_new(sizeof(*shown));
    rc_t rc = RC_OK;
    for (size_t i = 0; i < json_array_size(rows) && rc == RC_OK; i++) {
        struct reminder_row row = reminder_row_read(json_array_get(rows, i), batch->step->now_us);
        rc = decide(db, &row, batch->lang, shown, problem);
    }
    if (rc == RC_OK && shown->count > 0)
        rc = reminder_store_notify(db, shown, batch->step->now_us, problem);
    for (size_t i = 0; i < shown->count; i++)
        reminder_text_fini(&shown->texts[i]);
    mem_free(shown);
    return rc;
}

/* The rows stay locked until the commit: another worker passes over them. */
static rc_t run_batch(pg_t *db, void *arg, struct problem *problem)
{
    struct app_batch *batch = arg;
    json_t *rows = NULL;
    /* No grouping, no quiet hours: a notification in the application does not ring. */
    struct reminder_ask ask = { .channel = "app",
                                .now_us = batch->step->now_us,
                                .limit = REMINDER_APP_BATCH };
    rc_t rc = reminder_store_due(db, &ask, &rows, problem);
    if (rc == RC_OK)
        rc = deliver_rows(db, batch, rows, problem);
    if (rc == RC_OK)
        rc = reminder_store_next(db, "app", &batch->next_us, problem);
    batch->count = (int64_t)json_array_size(rows);
    json_decref(rows);
    return rc;
}

/* Text and ledger row in one transaction, so an in-app notice is delivered exactly once. */
rc_t reminder_app_deliver(struct step *step, enum lang lang, int64_t *ret_count,
                          int64_t *ret_next_us)
{
    struct app_batch batch = { .step = step, .lang = lang };
    rc_t rc = pg_tx(step->db, PG_WRITE, run_batch, &batch, step->problem);
    if (rc != RC_OK)
        return rc;
    *ret_count = batch.count;
    *ret_next_us = batch.next_us;
    return RC_OK;
}
