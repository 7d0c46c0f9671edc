/* Every statement behind incidents fails once, in every way: nothing is half done, nothing done
 * twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"
#include "service_torture.h"

static struct desk desk;
static struct bench tortured;

/* Incident n of a kind, opened and asked on site (by `demand`) through another caller. */
static void ready(char kind, int n, bool demand, char code[20])
{
    static char last[20];
    snprintf(code, 20, "%c%d", kind, n);
    if (strcmp(last, code) == 0)
        return;
    snprintf(last, sizeof(last), "%s", code);
    json_decref(desk_outage(&desk, code));
    if (demand)
        json_decref(desk_act(&desk, "incident.request_onsite", code, "10:30:00"));
}

static json_t *act_args(const char *code, const char *time)
{
    char at[40];
    snprintf(at, sizeof(at), "2026-06-08T%s+08:00", time);
    return json_pack("{s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "at", at);
}

static json_t *open_args(int n)
{
    char code[20];
    snprintf(code, sizeof(code), "Q%d", n);
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "title", "t",
                     "family", "consultation", "occurred_at", "2026-06-08T10:12:00+08:00");
}

/* One that makes a case. */
static json_t *fault_args(int n)
{
    char code[20];
    snprintf(code, sizeof(code), "F%d", n);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "title",
                     "t", "family", "fault", "level", "C+", "occurred_at",
                     "2026-06-08T10:12:00+08:00");
}

static json_t *respond_args(int n)
{
    char code[20];
    ready('R', n, false, code);
    return act_args(code, "10:15:00");
}

static json_t *demand_args(int n)
{
    char code[20];
    ready('D', n, false, code);
    return act_args(code, "10:30:00");
}

static json_t *arrive_args(int n)
{
    char code[20];
    ready('A', n, true, code);
    return act_args(code, "12:00:00");
}

static json_t *resolve_args(int n)
{
    char code[20];
    ready('E', n, true, code);
    return act_args(code, "15:00:00");
}

static json_t *get_args(int n)
{
    (void)n;
    return json_pack("{s:s, s:s}", "contract", CONTRACT, "code", "R1");
}

static json_t *list_args(int n)
{
    (void)n;
    return json_pack("{s:s}", "contract", CONTRACT);
}

#define EVENTS(kind) "(select count(*) from event where kind = '" kind "')"

static const struct torture_row ROWS[] = {
    { "incident.open", open_args,
      "select (select count(*) from incident) + (select count(*) from deadline) + " EVENTS(
          "incident.opened"),
      1 + 2 + 1 },
    { "incident.open", fault_args,
      "select (select count(*) from incident) + (select count(*) from penalty_case)", 2 },
    { "incident.respond", respond_args, "select " EVENTS("incident.responded"), 1 },
    { "incident.request_onsite", demand_args,
      "select (select count(*) from deadline) + " EVENTS("incident.onsite_requested"), 2 },
    { "incident.arrive", arrive_args,
      "select (select count(*) from deadline where state = 'met') + " EVENTS("incident.arrived"),
      2 },
    { "incident.resolve", resolve_args,
      "select (select count(*) from breach) + (select count(*) from incident where state = "
      "'resolved') "
      "+ " EVENTS("incident.resolved"),
      3 },
    { "incident.get", get_args, NULL, 0 },
    { "incident.list", list_args, NULL, 0 },
};

static void test_every_call_fails_once(void **state)
{
    (void)state;
    desk_open(&desk);
    bench_join(&tortured, &SLA_SERVICE, &desk.registry);
    tortured.tdb.raw = desk.registry.tdb.raw; /* borrowed, for counting rows */
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        service_torture(&tortured, &ROWS[i]);
        db_exec(&desk.registry.tdb, "delete from idempotency where key like 'torture%'");
    }
    tortured.tdb.raw = NULL;
    bench_close(&tortured);
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_call_fails_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
