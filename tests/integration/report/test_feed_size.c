/* A feed of a contract of 10,000 systems: what it costs to make, and what to say that it has not
 * changed. The limits are promises with room for a slow machine; what they are broken by is a plan
 * that reads a table for each row, or a text that is made to be thrown away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bus_ground.h"
#include "clk.h"
#include "memory.h"
#include "proc_stat.h"

enum {
    SYSTEMS = 10000, /* with seven phases, eight deadlines and twenty events each */
    MADE_MS = 10000, /* a whole feed; 0.8 s where it was written */
    SAME_MS = 500,   /* the answer that it has not changed; 13 ms there */
    GROWN_KB = 65536 /* of the process that makes it: the text is 2 MiB at most, and is copied */
};

/* Spread over a year around the ground's day, so that the feed must choose. */
static const char PORTFOLIO[] =
    "insert into system (contract_id, team_id, serial, name, grade) select contract_id, team_id, "
    "1000 + n, 'system ' || n, 3 from (select * from system order by id limit 1) as s, "
    "generate_series(1, 10000) as n;"
    "insert into cycle (system_id, number, pack_id, started_on) select s.id, 1, c.pack_id, "
    "'2026-04-01' from system s join contract c on c.id = s.contract_id where s.serial > 1000;"
    "insert into phase (cycle_id, number, round, name, clause, limit_days, planned_from, "
    "planned_to, forecast_from, forecast_to, state) select y.id, n, 1, 'phase ' || n, 'X-1', 5, d, "
    "d + 6, d, d + 6, 'planned' from cycle y, generate_series(1, 7) as n, lateral (select date "
    "'2026-03-01' + (y.id % 330)::integer + n::integer * 7 as d) as days;"
    "insert into deadline (contract_id, system_id, code, kind, clause, title, subject_kind, "
    "subject_id, due_on, due_at, breach_at, started_at) select s.contract_id, s.id, s.serial || "
    "'/' "
    "|| n, 'phase', 'X-1', 'deadline ' || n, 'contract', n, d, d + interval '1 day', d + interval "
    "'1 day', '2026-01-01' from system s, generate_series(1, 8) as n, lateral (select date "
    "'2026-03-01' + (s.id % 330)::integer + n::integer * 7 as d) as days where s.serial > 1000;"
    "insert into event (kind, contract, subject_kind, subject_id) select 'phase.started', "
    "'yifen-2026', 'phase', id from phase, generate_series(1, 3);"
    "analyze";

static int open_ground(void **state)
{
    static const char *const NAMES[] = { "registry", "report", NULL };
    struct bus_ground *ground = mem_new(sizeof(*ground));
    *state = ground;
    bus_open(ground, NAMES);
    bus_load(ground);
    json_decref(
        bus_ask(ground, "mlps.registry", "contract.open", "open", bus_open_args("yifen-2026")));
    db_exec(&ground->tdb, PORTFOLIO);
    return 0;
}

static int close_ground(void **state)
{
    bus_close(*state);
    mem_free(*state);
    return 0;
}

/* The feed for who knows `known` (NULL: nothing), and how long it took. */
static json_t *ask(struct bus_ground *ground, const char *token, const char *known, int64_t *ret_ms)
{
    int64_t begun = clk_mono_ms();
    json_t *reply = bus_ask(ground, "mlps.report", "feed.get", NULL,
                            json_pack("{s:s, s:s*}", "token", token, "known", known));
    *ret_ms = clk_mono_ms() - begun;
    return reply;
}

static void test_a_feed_of_ten_thousand_systems(void **state)
{
    struct bus_ground *ground = *state;
    pid_t report = ground->services[1].pid;
    int64_t made_ms = 0, same_ms = 0;
    json_t *feed = bus_ask(ground, "mlps.report", "feed.issue", "issue",
                           json_pack("{s:s}", "contract", "yifen-2026"));
    const char *token = json_string_value(json_object_get(feed, "token"));
    int64_t before_kb = proc_rss_kb(report);
    json_t *made = ask(ground, token, NULL, &made_ms);
    int64_t grown_kb = proc_rss_kb(report) - before_kb;
    assert_true(json_integer_value(json_object_get(made, "events")) > 1000);
    assert_true(json_integer_value(json_object_get(made, "left_out")) > SYSTEMS);
    const char *version = json_string_value(json_object_get(made, "version"));
    json_t *same = ask(ground, token, version, &same_ms);
    assert_null(json_object_get(same, "text"));
    print_message("feed of %d systems: made in %lld ms, unchanged in %lld ms, grown by %lld KiB\n",
                  SYSTEMS, (long long)made_ms, (long long)same_ms, (long long)grown_kb);
    if (PROC_RSS_COUNTS) {
        assert_in_range(made_ms, 0, MADE_MS);
        assert_in_range(same_ms, 0, SAME_MS);
        assert_true(grown_kb <= GROWN_KB);
    }
    json_decref(same);
    json_decref(made);
    json_decref(feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_feed_of_ten_thousand_systems),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
