#include "deadline_ground.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "deadline_step.h"
#include "ledger.h"
#include "lifecycle_routes.h"
#include "memory.h"
#include "portfolio.h"
#include "registry_handlers.h"
#include "report_handlers.h"
#include "scheduler_step.h"
#include "shipped.h"
#include "sla_routes.h"
#include "stepping.h"

/* Nothing in it can be said without a calendar. */
static const char PACK[] =
    "pack: " CONTRACT "\n"
    "version: 1\n"
    "title: 紧凑合同\n"
    "source: test.txt\n"
    "zone: Asia/Shanghai\n"
    "calendar: {base: cn, makeup_days: true}\n"
    "contract: {clause: T-001, total: 100.00}\n"
    "parties:\n"
    "  - {role: purchaser, name: 采购人, clause: T-005}\n"
    "  - {role: vendor, name: 供应商, clause: T-006}\n"
    "systems:\n"
    "  - {no: 1, name: 甲, grade: 3, clause: T-002}\n"
    "  - {no: 2, name: 乙, grade: 3, clause: T-003}\n"
    "  - {no: 3, name: 丙, grade: 3, clause: T-004}\n"
    "phases:\n"
    "  - {no: 1, name: 一, within: 5 working days, clause: T-011}\n"
    "  - {no: 2, name: 二, within: 3 working days, clause: T-012}\n"
    "  - {no: 3, name: 三, within: 4 days, clause: T-013}\n"
    "terms:\n"
    "  - {clause: T-021, title: 整改, owed_by: vendor, after: feedback_received, within: 5 working "
    "days, "
    "closed_by: rectification_done}\n"
    "  - {clause: T-022, title: 付款, owed_by: purchaser, after: invoice_received, within: 4 "
    "working days, "
    "closed_by: paid}\n"
    "  - {clause: T-023, title: 答复, owed_by: vendor, after: notice_received, within: 4 h, "
    "closed_by: notice_answered}\n"
    "  - {clause: T-024, title: 到场, owed_by: vendor, after: [help_asked, site_ready], "
    "within: 270 min, in: office, closed_by: arrived}\n"
    "  - {clause: T-025, title: 确认, owed_by: purchaser, after: plan_sent, within: 48 h, "
    "closed_by: plan_confirmed}\n"
    "  - {clause: T-026, title: 报告, owed_by: vendor, after: report_asked, within: 8 h, "
    "closed_by: submitted}\n"
    "deliverables:\n"
    "  - {clause: T-027, title: 事件报告, per: contract, term: T-026}\n"
    "hours:\n"
    "  - {name: office, clause: T-031, days: working, from: \"09:00\", to: \"18:00\"}\n"
    "clocks:\n"
    "  - {clause: T-032, title: 故障响应, respond: {within: 4 h, from: occurred_at, in: office}}\n"
    "reminders: {warn: [3], overdue: [0, 2]}\n";

static const char PEOPLE[] =
    "insert into person (contract_id, name, role) select id, r, r from contract,"
    " unnest(array['engineer', 'manager', 'customer', 'leader']) r";

void ground_begin(struct ground *self, const char *now)
{
    ground_begin_with(self, now, "");
}

void ground_begin_with(struct ground *self, const char *now, const char *more)
{
    char pack[sizeof(PACK) + GROUND_MORE];
    snprintf(pack, sizeof(pack), "%s%s", PACK, more);
    *self = (struct ground){ .now_us = 0 };
    bench_open(&self->registry, &REGISTRY, "2026-01-05T09:00:00+08:00");
    ground_notice(self, "first", "");
    json_decref(portfolio_pack(&self->registry, pack));
    json_decref(bench_ok(&self->registry, "contract.open", "{s:s, s:s, s:s, s:s}", "pack", CONTRACT,
                         "signed", "2026-01-05", "service_from", "2026-01-05", "service_to",
                         "2027-12-31"));
    db_exec(&self->registry.tdb, PEOPLE);
    bench_join(&self->lifecycle, &LIFECYCLE_SERVICE, &self->registry);
    bench_join(&self->sla, &SLA_SERVICE, &self->registry);
    bench_join(&self->report, &REPORT, &self->registry);
    self->scheduler = temp_db_pg(&self->registry.tdb, "mlps_scheduler");
    self->worker = temp_db_pg(&self->registry.tdb, "mlps_deadline");
    self->book = rulebook_new();
    ground_at(self, now);
}

void ground_end(struct ground *self)
{
    rulebook_destroy(&self->book);
    pg_destroy(&self->worker);
    pg_destroy(&self->scheduler);
    bench_close(&self->report);
    bench_close(&self->sla);
    bench_close(&self->lifecycle);
    bench_close(&self->registry);
}

/* ---- time ---- */

void ground_at_us(struct ground *self, int64_t now_us)
{
    struct bench *const benches[] = { &self->registry, &self->lifecycle, &self->sla,
                                      &self->report };
    char now[INSTANT_TEXT];
    self->now_us = now_us;
    civil_format_instant(now_us, LEDGER_ZONE, now);
    for (size_t i = 0; i < sizeof(benches) / sizeof(benches[0]); i++)
        bench_at(benches[i], now);
}

void ground_at(struct ground *self, const char *now)
{
    ground_at_us(self, test_instant(now));
}

void ground_notice(struct ground *self, const char *version, const char *days)
{
    char *known = shipped_text("calendars/cn.csv", NULL);
    size_t len = strlen(known) + strlen(days) + 1;
    char *csv = mem_new(len);
    snprintf(csv, len, "%s%s", known, days);
    json_decref(bench_ok(&self->registry, "calendar.load", "{s:s, s:s, s:s}", "code", "cn",
                         "version", version, "csv", csv));
    mem_free(csv);
    mem_free(known);
}

void ground_schedule(struct ground *self)
{
    step_settle(&SCHEDULER_WORKER, self->scheduler, self->now_us, self->book);
}

void ground_work(struct ground *self)
{
    step_settle(&DEADLINE_WORKER, self->worker, self->now_us, NULL);
}

void ground_settle(struct ground *self)
{
    ground_schedule(self);
    ground_work(self);
}

/* ---- what happens ---- */

void ground_cycle(struct ground *self, int serial, const char *start)
{
    json_decref(bench_ok(&self->lifecycle, "cycle.open", "{s:s, s:i, s:s}", "contract", CONTRACT,
                         "serial", serial, "start", start));
}

void ground_phase(struct ground *self, const char *op, int serial, int number, const char *on)
{
    json_decref(bench_ok(&self->lifecycle, op, "{s:s, s:i, s:i, s:s, s:s}", "contract", CONTRACT,
                         "serial", serial, "number", number, "on", on, "note", "as the test says"));
}

void ground_finding(struct ground *self, int serial, const char *code, const char *on)
{
    json_decref(bench_ok(&self->lifecycle, "finding.open", "{s:s, s:i, s:s, s:s, s:s, s:s, s:s}",
                         "contract", CONTRACT, "serial", serial, "code", code, "title", "弱口令",
                         "control_point", "身份鉴别", "risk", "medium", "on", on));
}

void ground_finding_act(struct ground *self, const char *op, int serial, const char *code,
                        const char *on)
{
    json_decref(bench_ok(&self->lifecycle, op, "{s:s, s:i, s:s, s:s}", "contract", CONTRACT,
                         "serial", serial, "code", code, "on", on));
}

void ground_incident(struct ground *self, const char *code, const char *at)
{
    char instant[INSTANT_TEXT];
    civil_format_instant(test_instant(at), LEDGER_ZONE, instant);
    json_decref(bench_ok(&self->sla, "incident.open", "{s:s, s:s, s:s, s:s, s:s}", "contract",
                         CONTRACT, "code", code, "title", "网页打不开", "family", "fault",
                         "occurred_at", instant));
}

void ground_fact(struct ground *self, const char *name, const char *on)
{
    json_decref(bench_ok(&self->sla, "fact.record", "{s:s, s:s, s:s}", "contract", CONTRACT, "name",
                         name, "at", on));
}

/* ---- what there is ---- */

int64_t ground_number(const struct ground *self, const char *sql)
{
    return db_number(&self->registry.tdb, sql);
}

const char *ground_text(const struct ground *self, const char *sql)
{
    return db_text(&self->registry.tdb, sql);
}

const char *ground_dates(const struct ground *self)
{
    return ground_text(self,
                       "select string_agg(concat(code, '=', state, ':', to_char(due_at at time "
                       "zone 'Asia/Shanghai',"
                       " case kind when 'sla' then 'MM-DD HH24:MI' else 'MM-DD' end), case when "
                       "provisional then '?' end),"
                       " ' ' order by code collate \"C\") from deadline where state <> 'void'");
}
