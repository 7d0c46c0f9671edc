#include "schedule_ground.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "contract_frame.h"
#include "ledger.h"
#include "memory.h"
#include "registry_handlers.h"
#include "schedule.h"
#include "scheduler_step.h"
#include "shipped.h"
#include "stepping.h"
#include "wire_check.h"

enum { SQL_TEXT = 2048, HOUR_US_9 = 9 };

const struct ground_contract GROUND[GROUND_CONTRACTS] = {
    { "yifen-2026", "2026-03-16", "{}", "2026-03-16", "2026-12-31" },
    { "rsj-2022", "2022-12-13", "{}", "2022-01-01", "2022-12-31" },
    { "minhang-2024", "2024-08-20", "{'service_from':'2024-09-01','service_to':'2025-08-31'}",
      "2024-09-01", "2025-08-31" },
    { "sfj-2024", "2024-04-01", "{'service_to':'2025-03-31','total_fen':100}", "2024-04-01",
      "2025-03-31" },
    { "langfang-2025", "2025-01-02",
      "{'service_from':'2025-02-01','service_to':'2026-01-31','total_fen':100}", "2025-02-01",
      "2026-01-31" },
};

const struct ground_contract *ground_of(const char *pack)
{
    for (size_t i = 0; i < GROUND_CONTRACTS; i++)
        if (strcmp(GROUND[i].pack, pack) == 0)
            return &GROUND[i];
    fail_msg("no shipped pack %s", pack);
    return NULL;
}

void ground_calendar(struct ground *self, const char *version, const char *calendar)
{
    char *csv = calendar ? shipped_text(calendar, NULL)
                         : mem_dup("date,type,name\n2021-10-01,holiday,国庆节\n");
    json_decref(bench_ok(&self->registry, "calendar.load", "{s:s, s:s, s:s}", "code", "cn",
                         "version", version, "csv", csv));
    mem_free(csv);
}

void ground_begin(struct ground *self, const char *calendar)
{
    *self = (struct ground){ .code = "" };
    bench_open(&self->registry, &REGISTRY, "2021-12-01T09:00:00+08:00");
    ground_calendar(self, "first", calendar);
    static const char *const PACKS[] = { "minhang-2024", "yifen-2026", "rsj-2022", "sfj-2024",
                                         "langfang-2025" };
    for (size_t i = 0; i < GROUND_CONTRACTS; i++) {
        char path[64];
        snprintf(path, sizeof(path), "packs/%s.yaml", PACKS[i]);
        char *yaml = shipped_text(path, NULL);
        json_decref(
            bench_ok(&self->registry, "pack.load", "{s:s, s:s}", "yaml", yaml, "file", path));
        mem_free(yaml);
    }
    self->db = temp_db_pg(&self->registry.tdb, "mlps_scheduler");
    self->book = rulebook_new();
}

void ground_hush(struct ground *self)
{
    db_exec(&self->registry.tdb,
            "create function hush() returns trigger language plpgsql as"
            " 'begin new.alarm_at := null; return new; end';"
            "create trigger hush before insert or update on task for each row execute function hush()");
}

void ground_end(struct ground *self)
{
    rulebook_destroy(&self->book);
    pg_destroy(&self->db);
    bench_close(&self->registry);
}

void ground_open(struct ground *self, const struct ground_contract *contract)
{
    json_t *args = wire_args(contract->more);
    json_object_set_new(args, "pack", json_string(contract->pack));
    json_object_set_new(args, "signed", json_string(contract->signed_on));
    json_decref(bench_ok_json(&self->registry, "contract.open", args));
    snprintf(self->code, sizeof(self->code), "%s", contract->pack);
}

/* ---- the clock ---- */

int64_t ground_settle_at(struct ground *self, int64_t now_us)
{
    return step_settle(&SCHEDULER_WORKER, self->db, now_us, self->book);
}

int64_t ground_settle(struct ground *self, int32_t day)
{
    return ground_settle_at(self, civil_day_start(day, LEDGER_ZONE) +
                                      HOUR_US_9 * INT64_C(3600) * 1000000);
}

int64_t ground_walk(struct ground *self, int64_t now_us, int64_t until_us, int *ret_steps)
{
    int steps = 0;
    int64_t next = now_us;
    while (next <= until_us) {
        next = ground_settle_at(self, next);
        steps++;
    }
    if (ret_steps)
        *ret_steps = steps;
    return next;
}

int64_t ground_number(const struct ground *self, const char *sql)
{
    return db_number(&self->registry.tdb, sql);
}

const char *ground_digest(const struct ground *self, char out[40])
{
    snprintf(out, 40, "%s",
             db_text(&self->registry.tdb,
                     "select md5(string_agg(t::text, ' ' order by t.id)) from task t"));
    return out;
}

/* ---- against the rule ---- */

static rc_t load_frame(pg_t *db, void *arg, struct problem *problem)
{
    struct {
        struct ground *ground;
        struct contract_frame *frame;
    } *load = arg;
    return contract_frame_load(load->ground->book, db,
                               ground_number(load->ground, "select id from contract"), load->frame,
                               problem);
}

static void check_row(const struct ground *self, const struct schedule_row *row)
{
    char sql[SQL_TEXT];
    snprintf(sql, sizeof(sql),
             "select count(*) from task t join schedule s on s.id = t.schedule_id"
             " where s.clause = '%s' and s.title = $t$%s$t$ and t.state <> 'skipped'",
             row->clause, row->title);
    int64_t made = ground_number(self, sql);
    if (made != row->instances)
        fail_msg("%s %s: %d tasks, the rule counts %d", row->clause, row->title, (int)made,
                 (int)row->instances);
    snprintf(sql, sizeof(sql),
             "select coalesce(sum(t.items), 0) from task t join schedule s on s.id = t.schedule_id"
             " where s.clause = '%s' and s.title = $t$%s$t$ and t.state <> 'skipped'",
             row->clause, row->title);
    assert_int_equal(ground_number(self, sql), row->items);
}

void ground_check_counts(struct ground *self, const struct ground_contract *contract)
{
    ground_check_periods(self, contract, 0);
}

void ground_check_periods(struct ground *self, const struct ground_contract *contract,
                          unsigned periods)
{
    struct contract_frame frame;
    struct problem problem = { .rc = RC_OK };
    struct {
        struct ground *ground;
        struct contract_frame *frame;
    } load = { self, &frame };
    struct schedule count;
    int64_t sum = 0;
    assert_int_equal(pg_tx(self->db, PG_READ, load_frame, &load, &problem), RC_OK);
    struct schedule_ask ask = {
        .use = { .pack = frame.pack, .readings = &frame.readings, .calendar = &frame.calendar },
        .select = { .periods = periods },
        .systems = -1,
    };
    assert_int_equal(service_range_make(frame.pack, test_day(contract->from),
                                        test_day(contract->to), NO_DAY, &ask.use.range, &problem),
                     RC_OK);
    assert_int_equal(schedule_count(&ask, NULL, &count, &problem), RC_OK);
    for (size_t i = 0; i < count.count; i++) {
        if (count.rows[i].period == SLOT_ONCE || count.rows[i].bound == BOUND_QUOTA)
            continue;
        check_row(self, &count.rows[i]);
        sum += count.rows[i].instances;
    }
    if (periods == 0)
        assert_int_equal(sum,
                         ground_number(self, "select count(*) from task t join schedule s"
                                             " on s.id = t.schedule_id where s.period <> 'once'"
                                             " and t.state <> 'skipped'"));
    assert_int_equal(0, ground_number(self, "select count(*) from (select 1 from task group by"
                                            " schedule_id, slot_from, unit, turn"
                                            " having count(*) > 1) d"));
    schedule_fini(&count);
    contract_frame_fini(&frame);
}
