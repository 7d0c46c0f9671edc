#include "ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "deadline_store.h"

static const int64_t WARN[] = { 3 }, OVERDUE[] = { 0, 2 };

enum ledger_what {
    LEDGER_OPEN,
    LEDGER_RETARGET,
    LEDGER_PAUSE,
    LEDGER_RESUME,
    LEDGER_STOP,
    LEDGER_REOPEN,
    LEDGER_VOID,
    LEDGER_REVIVE
};

/* One operation inside a transaction. */
struct ledger_act {
    struct ledger *ledger;
    enum ledger_what what;
    const struct ledger_row *row; /* OPEN */
    int64_t id;
    const char *on;
    int64_t at_us;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "ledger: could not %s: %s\n", what, why);
    abort();
}

int32_t test_day(const char *date)
{
    int32_t day = 0;
    if (!civil_parse_date(date, &day))
        die("read the date", date);
    return day;
}

int64_t test_instant(const char *text)
{
    char full[64];
    int64_t us = 0;
    snprintf(full, sizeof(full), "%.10sT%.8s%s+08:00", text, text + 11,
             strlen(text) > 16 ? "" : ":00");
    if (strlen(text) < 16 || !civil_parse_instant(full, &us))
        die("read the instant", text);
    return us;
}

/* Everything a due day of these tests carries. */
struct ledger_due {
    struct ladder ladder;
    json_t *proof;
    struct due due;
};

static void due_make(const struct ledger *self, const char *on, struct ledger_due *ret)
{
    struct pack_reminders reminders = { .warn = { WARN, 1 }, .overdue = { OVERDUE, 2 } };
    struct calendar_use weekdays = { .calendar = NULL };
    struct ladder_ask ask = { .reminders = &reminders,
                              .calendar = &weekdays,
                              .zone_minutes = LEDGER_ZONE };
    struct due_edge edge = due_edge_of_day(test_day(on), LEDGER_ZONE);
    ladder_of_day(&ask, &edge, &ret->ladder);
    ret->proof = json_pack("[{s:s, s:s, s:s}]", "why", "due", "from", on, "clause", "X-1");
    ret->due = (struct due){ .edge = edge,
                             .proof = ret->proof,
                             .pack_id = self->ids.pack,
                             .calendar_id = self->ids.calendar,
                             .ladder = &ret->ladder };
}

static rc_t open_row(pg_t *db, struct ledger_act *act, const struct due *due,
                     struct problem *problem)
{
    const struct ledger_row *row = act->row;
    struct deadline_new deadline = {
        .contract_id = act->ledger->ids.contract,
        .system_id = row->of_contract ? 0 : act->ledger->ids.system,
        .code = row->code,
        .kind = row->kind ? row->kind : "phase",
        .clause = "X-1",
        .title = "matter",
        .party = "vendor",
        .subject_kind = row->subject_kind ? row->subject_kind : "phase",
        .subject_id = row->subject_id ? row->subject_id : 7,
        .started_us = act->at_us,
        .due = *due,
    };
    return deadline_open(db, &deadline, &act->id, problem);
}

static rc_t act_on(pg_t *db, struct ledger_act *act, const struct due *due, struct problem *problem)
{
    switch (act->what) {
    case LEDGER_OPEN:
        return open_row(db, act, due, problem);
    case LEDGER_RETARGET:
        return deadline_retarget(db, act->id, due, act->at_us, NULL, problem);
    case LEDGER_PAUSE:
        return deadline_pause(db, act->id, act->at_us, NULL, problem);
    case LEDGER_RESUME:
        return deadline_resume(db, act->id, due, act->at_us, NULL, problem);
    case LEDGER_STOP:
        return deadline_stop(db, act->id, act->at_us, NULL, NULL, problem);
    case LEDGER_REOPEN:
        return deadline_reopen(db, act->id, act->at_us, NULL, problem);
    case LEDGER_VOID:
        return deadline_void(db, act->id, act->at_us, NULL, problem);
    case LEDGER_REVIVE:
        return deadline_revive(db, act->id, due, act->at_us, problem);
    }
    return RC_INTERNAL;
}

static rc_t act_in_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct ledger_act *act = arg;
    struct ledger_due due = { .proof = NULL };
    if (act->on)
        due_make(act->ledger, act->on, &due);
    rc_t rc = act_on(db, act, &due.due, problem);
    json_decref(due.proof);
    return rc;
}

static int64_t act_run(struct ledger_act act)
{
    struct problem problem = { .rc = RC_OK };
    if (pg_tx(act.ledger->db, PG_WRITE, act_in_tx, &act, &problem) != RC_OK)
        die("change the ledger", problem.text);
    return act.id;
}

static int64_t noon(const char *date)
{
    return civil_day_start(test_day(date), LEDGER_ZONE) + US_PER_DAY / 2;
}

void ledger_begin(struct ledger *self)
{
    memset(self, 0, sizeof(*self));
    temp_db_open(&self->tdb);
    arrange_contract(&self->tdb, &self->ids);
    self->db = temp_db_pg(&self->tdb, "mlps_lifecycle");
}

void ledger_end(struct ledger *self)
{
    pg_destroy(&self->db);
    temp_db_close(&self->tdb);
}

int64_t ledger_open(struct ledger *self, const struct ledger_row *row)
{
    return act_run((struct ledger_act){ .ledger = self,
                                        .what = LEDGER_OPEN,
                                        .row = row,
                                        .on = row->on,
                                        .at_us = noon("2026-01-05") });
}

int64_t ledger_open_simple(struct ledger *self, const char *code, const char *on)
{
    return ledger_open(self, &(struct ledger_row){ .code = code, .on = on });
}

void ledger_retarget(struct ledger *self, int64_t id, const char *on, const char *at)
{
    act_run((struct ledger_act){
        .ledger = self, .what = LEDGER_RETARGET, .id = id, .on = on, .at_us = noon(at) });
}

void ledger_pause(struct ledger *self, int64_t id, const char *at)
{
    act_run(
        (struct ledger_act){ .ledger = self, .what = LEDGER_PAUSE, .id = id, .at_us = noon(at) });
}

void ledger_resume(struct ledger *self, int64_t id, const char *on, const char *at)
{
    act_run((struct ledger_act){
        .ledger = self, .what = LEDGER_RESUME, .id = id, .on = on, .at_us = noon(at) });
}

void ledger_stop(struct ledger *self, int64_t id, const char *at)
{
    act_run(
        (struct ledger_act){ .ledger = self, .what = LEDGER_STOP, .id = id, .at_us = noon(at) });
}

void ledger_reopen(struct ledger *self, int64_t id, const char *at)
{
    act_run(
        (struct ledger_act){ .ledger = self, .what = LEDGER_REOPEN, .id = id, .at_us = noon(at) });
}

void ledger_void(struct ledger *self, int64_t id, const char *at)
{
    act_run(
        (struct ledger_act){ .ledger = self, .what = LEDGER_VOID, .id = id, .at_us = noon(at) });
}

void ledger_revive(struct ledger *self, int64_t id, const char *on, const char *at)
{
    act_run((struct ledger_act){
        .ledger = self, .what = LEDGER_REVIVE, .id = id, .on = on, .at_us = noon(at) });
}

void ledger_breach(struct ledger *self, int64_t id)
{
    char sql[500];
    snprintf(sql, sizeof(sql),
             "with turned as (update deadline set state = 'breached', breached_at = due_at, "
             "version = version + 1 where id = %" PRId64 " and state = 'open' returning *) insert "
             "into breach (deadline_id, due_version, ruling_id, due_at) select id, due_version, "
             "ruling_id, due_at from turned",
             id);
    db_exec(&self->tdb, sql);
}
