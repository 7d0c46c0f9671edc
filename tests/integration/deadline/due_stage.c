#include "due_stage.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { SQL_TEXT = 2048 };

void stage_begin(struct stage *self)
{
    static const char *const ROLES[] = { "engineer", "manager", "customer", "leader" };
    memset(self, 0, sizeof(*self));
    ledger_begin(&self->ledger);
    for (size_t i = 0; i < sizeof(ROLES) / sizeof(ROLES[0]); i++)
        arrange_person(&self->ledger.tdb, &self->ledger.ids, ROLES[i], ROLES[i], NULL);
    temp_broker_start(&self->broker, NULL);
}

void stage_end(struct stage *self)
{
    for (int i = 0; i < STAGE_WORKERS; i++)
        stage_stop(self, i);
    temp_broker_stop(&self->broker);
    ledger_end(&self->ledger);
}

void stage_open(struct stage *self, const char *name, int count, const char *at)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "with at as (select %s as at), d as ("
             "insert into deadline (contract_id, system_id, code, kind, clause, title, "
             "subject_kind, subject_id, due_on,"
             " due_at, breach_at, started_at) select %" PRId64 ", %" PRId64
             ", '%s/' || n, 'phase', 'X-1', 'matter', 'phase', n, at::date, at, at, '2020-01-01' "
             "from at,"
             " generate_series(1, %d) n returning id, breach_at),"
             " r as (insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, "
             "due_at, breach_at, provisional,"
             " proof) select id, 1, %" PRId64 ", %" PRId64
             ", breach_at::date, breach_at, breach_at, false, '[]' from d)"
             " insert into deadline_step (deadline_id, due_version, rule, at, audience) select "
             "d.id, 1, s.rule,"
             " breach_at + s.apart, s.audience from d, (values ('warn_1', interval '-1 minute', "
             "'engineer'),"
             " ('breach', interval '0', 'none'), ('overdue_1', interval '1 minute', 'manager'),"
             " ('overdue_2', interval '2 minutes', 'customer')) s (rule, apart, audience)",
             at, self->ledger.ids.contract, self->ledger.ids.system, name, count,
             self->ledger.ids.pack, self->ledger.ids.calendar);
    db_exec(&self->ledger.tdb, "begin");
    db_exec(&self->ledger.tdb, sql);
    db_exec(&self->ledger.tdb,
            "update deadline d set ruling_id = r.id from ruling r where r.deadline_id = d.id"
            " and d.ruling_id is null");
    db_exec(&self->ledger.tdb, "commit");
}

void stage_start(struct stage *self, int which, const char *now, const char *const *env)
{
    const char *argv[] = { MLPS_BIN_DIR "/mlps-deadline",
                           "--dsn",
                           self->ledger.tdb.dsn,
                           "--bus",
                           self->broker.bus.requests,
                           "--insecure",
                           now ? "--now" : NULL,
                           now,
                           NULL };
    child_start(&self->workers[which],
                &(struct child_spec){ .argv = argv, .env = env, .log = "/dev/null" });
}

int stage_stop(struct stage *self, int which)
{
    return self->workers[which].pid ? child_stop(&self->workers[which], 20000) : 0;
}

int64_t stage_number(const struct stage *self, const char *sql)
{
    return db_number(&self->ledger.tdb, sql);
}

void stage_check(const struct stage *self, const char *name, int count, bool fixed)
{
    char sql[SQL_TEXT], want[256];
    snprintf(
        sql, sizeof(sql),
        "with d as (select * from deadline where code like '%s/%%'), s as (select s.* from "
        "deadline_step s join d on"
        " d.id = s.deadline_id), b as (select b.* from breach b join d on d.id = b.deadline_id), e "
        "as (select e.* from"
        " event e join d on d.id = e.subject_id and e.kind = 'deadline.breached'), r as (select "
        "r.* from reminder r join"
        " d on d.id = r.object_id) select concat_ws(' ', (select count(*) from d where state = "
        "'breached' and version = 2),"
        " (select count(*) from s where state = 'done'), (select count(*) from s where done_at < "
        "at and not %s),"
        " (select count(*) from b), (select count(*) from b where found_at < due_at and not %s),"
        " (select count(*) from e), (select count(distinct subject_id) from e), (select count(*) "
        "from r),"
        " (select count(distinct (object_id, rule)) from r))",
        name, fixed ? "true" : "false", fixed ? "true" : "false");
    snprintf(want, sizeof(want), "%d %d 0 %d 0 %d %d %d %d", count, STAGE_STEPS * count, count,
             count, count, 3 * count, 3 * count);
    assert_string_equal(db_text(&self->ledger.tdb, sql), want);
}
