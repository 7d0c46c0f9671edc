#include "ledger_rows.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { SQL_MAX = 2048, LITERAL_MAX = 64 };

#define CONTRACT "(select id from contract where code = 'yifen-2026')"

/* 'text' or null, in `out`; returns it. Texts of tests hold no quotes. */
static const char *literal(const char *text, char out[LITERAL_MAX])
{
    snprintf(out, LITERAL_MAX, text ? "'%s'" : "null", text);
    return out;
}

int64_t row_cycle(const struct temp_db *tdb, int serial, const char *started)
{
    char sql[SQL_MAX];
    snprintf(
        sql, sizeof(sql),
        "insert into cycle (system_id, number, pack_id, started_on)"
        " select s.id, 1 + (select count(*) from cycle y where y.system_id = s.id), c.pack_id, '%s'"
        "   from system s join contract c on c.id = s.contract_id"
        "  where c.code = 'yifen-2026' and s.serial = %d returning id",
        started, serial);
    return db_number(tdb, sql);
}

int64_t row_phase(const struct temp_db *tdb, int64_t cycle, const struct phase_row *row)
{
    char sql[SQL_MAX];
    char started[LITERAL_MAX];
    char submitted[LITERAL_MAX];
    char ended[LITERAL_MAX];
    snprintf(sql, sizeof(sql),
             "insert into phase (cycle_id, number, round, name, clause, limit_days, planned_from, "
             "planned_to,"
             " forecast_from, forecast_to, started_on, submitted_on, ended_on, state)"
             " values (%" PRId64
             ", %d, %d, 'phase %d', 'X-1', 5, '%.10s', '%s', '%.10s', '%s', %s, %s, %s, '%s')"
             " returning id",
             cycle, row->number, row->round, row->number, row->planned, row->planned + 12,
             row->forecast, row->forecast + 12, literal(row->started, started),
             literal(row->submitted, submitted), literal(row->ended, ended), row->state);
    return db_number(tdb, sql);
}

int64_t row_deadline(const struct temp_db *tdb, const struct deadline_row_new *row)
{
    char sql[SQL_MAX];
    char closed[LITERAL_MAX];
    char breached[LITERAL_MAX];
    char due_at[LITERAL_MAX * 2];
    bool is_day = strlen(row->due) == strlen("2026-01-01");
    bool is_late = strcmp(row->state, "breached") == 0 || strcmp(row->state, "late") == 0;
    snprintf(
        due_at, sizeof(due_at),
        is_day
            ? "('%s'::date + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 microsecond'"
            : "'%s'::timestamptz",
        row->due);
    snprintf(sql, sizeof(sql),
             "insert into deadline (contract_id, system_id, code, kind, clause, title, party, "
             "subject_kind, subject_id,"
             " state, due_on, due_at, breach_at, started_at, closed_at, breached_at)"
             " values (" CONTRACT ", (select id from system where contract_id = " CONTRACT
             " and serial = %d), '%s', '%s', 'X-1', '%s', '%s', '%s', %" PRId64
             ", '%s', '%.10s', %s, %s + interval '1 microsecond', '2026-03-16T00:00:00+08:00', %s, "
             "%s) returning id",
             row->serial, row->code, row->kind, row->code, row->party ? row->party : "vendor",
             row->subject_kind ? row->subject_kind : "contract", row->subject ? row->subject : 1,
             row->state, row->due, due_at, due_at, literal(row->closed, closed),
             literal(is_late ? "2026-06-01T00:00:00+08:00" : NULL, breached));
    return db_number(tdb, sql);
}

void row_ruling(const struct temp_db *tdb, int64_t deadline, int version, const char *due,
                int current)
{
    char sql[SQL_MAX];
    snprintf(sql, sizeof(sql),
             "with made as (insert into ruling (deadline_id, version, pack_id, calendar_id, "
             "due_on, due_at, breach_at,"
             " provisional, readings, proof)"
             " select %" PRId64
             ", %d, c.pack_id, c.calendar_id, '%s', '%sT23:59:59+08:00', '%sT23:59:59+08:00',"
             " false, '{\"roll\": \"false\"}', '[{\"step\": %d}]' from contract c where c.code = "
             "'yifen-2026'"
             " returning id) update deadline set ruling_id = made.id from made where %d = 1 and "
             "deadline.id = %" PRId64,
             deadline, version, due, due, due, version, current, deadline);
    db_exec(tdb, sql);
}

void row_penalty(const struct temp_db *tdb, const char *clause, int64_t deduct_fen,
                 const char *state)
{
    char sql[SQL_MAX];
    snprintf(sql, sizeof(sql),
             "with told as (insert into penalty_case (contract_id, code, type, occurred_on, title)"
             " select " CONTRACT
             ", 'case-' || count(*), 'inspection', '2026-05-01', 'case' from penalty_case"
             " returning id)"
             "insert into penalty (contract_id, case_id, clause, deduct_fen, proof, pack_id, state)"
             " select " CONTRACT ", told.id, '%s', %" PRId64 ", '[]', (select pack_id from contract"
             " where code = 'yifen-2026'), '%s' from told",
             clause, deduct_fen, state);
    db_exec(tdb, sql);
}

void row_deliverable(const struct temp_db *tdb, const char *title, const char *state)
{
    char sql[SQL_MAX];
    snprintf(sql, sizeof(sql),
             "insert into deliverable (contract_id, clause, title, state, submitted_on, "
             "accepted_on, signed_on)"
             " values (" CONTRACT ", 'X-1', '%s', '%s',"
             " case when '%s' <> 'required' then date '2026-06-01' end,"
             " case when '%s' in ('accepted', 'signed') then date '2026-06-02' end,"
             " case when '%s' = 'signed' then date '2026-06-03' end)",
             title, state, state, state, state);
    db_exec(tdb, sql);
}
